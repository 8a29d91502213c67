#!/usr/bin/env python3
"""The evaluation order of IAM, naively: every statement is looked at, nothing is compiled, nothing is indexed.

Makes random policies and requests, decides them here, and lets the C engine decide the same cases:
decision, layer and deciding statements must agree. A disagreement is printed as a case, to be kept in this folder.

usage: oracle.py TEST_CASES_PROGRAM [SEED [BATCHES]]
"""
import datetime
import ipaddress
import json
import os
import random
import re
import subprocess
import sys
import tempfile

ACCOUNT, OTHER = "111122223333", "444455556666"
USER = {"account": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:user/alice", "id": "AIDAALICEALICEALICE1"}
SESSION = {"account": ACCOUNT, "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/dev/jdoe",
           "role_arn": f"arn:aws:iam::{ACCOUNT}:role/dev", "id": "AROADEVDEVDEVDEVDEV1"}
ROOT = {"account": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root"}
SERVICE = {"service": "sso.amazonaws.com"}
FEDERATED = {"federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/p"}
ANONYMOUS = {}


def listed(x):
    return x if isinstance(x, list) else [x]


# --- patterns and variables -------------------------------------------------------------------------------------------

def pieces(text, keys, variables, wildcards):
    """A regular expression for text, or None where a variable has no value."""
    out = ""
    while text:
        m = re.match(r"\$\{([^{}',]+)(?:,\s*'([^']*)')?\}", text) if variables else None
        if m and m.group(1) in "*?$":
            out += re.escape(m.group(1))
        elif m:
            value = keys.get(m.group(1).strip().lower())
            if value is None or value == []:
                value = m.group(2)
            if value is None or isinstance(value, list):
                return None
            out += re.escape(value)
        elif wildcards and text[0] in "*?":
            out += {"*": ".*", "?": "."}[text[0]]
        else:
            out += re.escape(text[0])
        text = text[m.end():] if m else text[1:]
    return out


def matches(pattern, text, keys, variables, wildcards=True, flags=0):
    regex = pieces(pattern, keys, variables, wildcards)
    return regex is not None and re.fullmatch(regex, text, re.DOTALL | flags) is not None


def arn_matches(pattern, text, keys, variables):
    if pattern == "*":
        return True
    p, t = pattern.split(":", 5), text.split(":", 5)
    return len(p) == 6 and len(t) == 6 and all(matches(a, b, keys, variables) for a, b in zip(p, t))


# --- conditions -------------------------------------------------------------------------------------------------------

def number(s):
    return float(s) if re.fullmatch(r"[+-]?\d+(\.\d+)?", s) else None


def date(s):
    if re.fullmatch(r"-?\d+", s):
        return int(s)
    try:
        return datetime.datetime.fromisoformat(s.replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


def compare(read, how):
    def test(policy, request, keys, variables):
        a, b = read(request), read(policy)
        return a is not None and b is not None and how(a, b)
    return test


def in_network(policy, request, keys, variables):
    try:
        return ipaddress.ip_address(request) in ipaddress.ip_network(policy, strict=False)
    except (ValueError, TypeError):
        return False


TESTS = {
    "StringEquals": lambda p, r, k, v: matches(p, r, k, v, wildcards=False),
    "StringEqualsIgnoreCase": lambda p, r, k, v: matches(p, r, k, v, wildcards=False, flags=re.IGNORECASE),
    "StringLike": matches,
    "ArnEquals": arn_matches,
    "ArnLike": arn_matches,
    "IpAddress": in_network,
    "Bool": lambda p, r, k, v: p.lower() == r.lower() and p.lower() in ("true", "false"),
}
for kind, read in (("Numeric", number), ("Date", date)):
    TESTS[kind + "Equals"] = compare(read, lambda a, b: a == b)
    TESTS[kind + "LessThan"] = compare(read, lambda a, b: a < b)
    TESTS[kind + "LessThanEquals"] = compare(read, lambda a, b: a <= b)
    TESTS[kind + "GreaterThan"] = compare(read, lambda a, b: a > b)
    TESTS[kind + "GreaterThanEquals"] = compare(read, lambda a, b: a >= b)
NEGATED = {"StringNotEquals": "StringEquals", "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
           "StringNotLike": "StringLike", "ArnNotEquals": "ArnEquals", "ArnNotLike": "ArnLike",
           "NotIpAddress": "IpAddress", "NumericNotEquals": "NumericEquals", "DateNotEquals": "DateEquals"}


def condition_holds(operator, key, policy, keys, variables):
    policy = [str(p).lower() if isinstance(p, bool) else str(p) for p in listed(policy)]
    value = keys.get(key.lower())
    missing = value is None or value == []
    if operator == "Null":
        return ("true" if missing else "false") in policy
    prefix, _, name = operator.rpartition(":")
    if_exists = name.endswith("IfExists")
    name = name[:-8] if if_exists else name
    negated = name in NEGATED
    test = TESTS[NEGATED.get(name, name)]
    if missing:
        return if_exists or prefix == "ForAllValues" or (not prefix and negated)

    def one(request):
        return any(test(p, request, keys, variables) for p in policy)
    if prefix == "ForAllValues":
        return all(one(r) != negated for r in listed(value))
    if prefix == "ForAnyValue":
        return any(one(r) != negated for r in listed(value))
    return any(one(r) for r in listed(value)) != negated


# --- statements -------------------------------------------------------------------------------------------------------

def closeness(kind, name, caller):
    """0 not named, 1 by account, 2 by role or as everyone, 3 in person."""
    aws = "service" not in caller and "federated" not in caller
    if kind == "Service":
        return 3 if name in ("*", caller.get("service")) and "service" in caller else 0
    if kind == "Federated":
        return 3 if name in ("*", caller.get("federated")) and "federated" in caller else 0
    if not aws:
        return 0
    if name == "*":
        return 2
    if name in (caller.get("account"), f"arn:aws:iam::{caller.get('account')}:root"):
        return 1
    if name == caller.get("role_arn") or (name == caller.get("id") and "role_arn" in caller):
        return 2
    return 3 if name in (caller.get("arn"), caller.get("id")) and name else 0


def named(statement, caller):
    p = statement.get("Principal")
    if p == "*":
        return 2
    return max([closeness(kind, n, caller) for kind in p for n in listed(p[kind])], default=0)


def action_applies(s, action):
    patterns = listed(s.get("Action", s.get("NotAction")))
    hit = any(matches("*" if p == "*:*" else p, action, {}, False, flags=re.IGNORECASE) for p in patterns)
    return hit if "Action" in s else not hit


def resource_applies(s, resource, keys, variables):
    if "Resource" not in s and "NotResource" not in s:
        return True
    patterns = listed(s.get("Resource", s.get("NotResource")))
    hit = any(matches(p, resource, keys, variables) for p in patterns)
    if "Resource" in s or hit:
        return hit if "Resource" in s else False
    return s["Effect"] == "Deny" or all(pieces(p, keys, variables, True) is not None for p in patterns)


def applies(s, document, case, keys):
    variables = document.get("Version") == "2012-10-17"
    return (action_applies(s, case["action"]) and resource_applies(s, case["resource"], keys, variables)
            and ("Principal" not in s or named(s, case["principal"]) > 0)
            and all(condition_holds(op, key, value, keys, variables)
                    for op, block in s.get("Condition", {}).items() for key, value in block.items()))


# --- layers -----------------------------------------------------------------------------------------------------------

class Layer:
    def __init__(self, name, documents, case, keys):
        self.hits, self.closest = [], 0
        for prefix, document in documents:
            for i, s in enumerate(listed(document["Statement"])):
                if not applies(s, document, case, keys):
                    continue
                self.hits.append((f"{prefix}#{i}", s["Effect"], name))
                if s["Effect"] == "Allow" and name == "resource":
                    self.closest = max(self.closest, named(s, case["principal"]))
        self.allow = any(e == "Allow" for _, e, _ in self.hits)


def decide(case):
    keys = {k.lower(): v for k, v in case["keys"].items()}
    caller = case["principal"]

    def layer(name, documents, prefix=None):
        return Layer(name, [(f"{prefix}{i}" if prefix else name, d) for i, d in enumerate(documents)], case, keys)
    rcps = [layer("rcp", level, "rcp") for level in case.get("rcps", [])]
    scps = [layer("scp", level, "scp") for level in case.get("scps", [])]
    trust = "trust" in case
    resource = [case["trust"]] if trust else [case["resource_policy"]] if "resource_policy" in case else []
    resource = Layer("resource", [("trust" if trust else "resource", d) for d in resource], case, keys)
    identity = layer("identity", case["identity"], "identity")
    boundary = layer("boundary", [case["boundary"]]) if "boundary" in case else None
    session = layer("session", case["session"], "session") if "session" in case else None
    hits = [h for l in rcps + scps + [resource, identity, boundary, session] if l for h in l.hits]

    def verdict(effect, by):
        wanted = {"deny": "Deny", "allow": "Allow", "implicit": None}[effect]
        return {"effect": effect, "layer": by, "matches": " ".join(n for n, e, _ in hits if e == wanted)}

    def limited(by):
        if boundary and not boundary.allow:
            return verdict("implicit", "boundary")
        return verdict("allow", by) if not session or session.allow else verdict("implicit", "session")

    for name in ("rcp", "scp", "resource", "identity", "boundary", "session"):
        if any(e == "Deny" and l == name for _, e, l in hits):
            return verdict("deny", name)
    if not all(l.allow for l in rcps):
        return verdict("implicit", "rcp")
    if not all(l.allow for l in scps):
        return verdict("implicit", "scp")
    if "account" not in caller or "service" in caller or "federated" in caller:
        return verdict("allow" if resource.closest else "implicit", "resource")
    foreign = case.get("resource_account", caller["account"]) != caller["account"]
    if (foreign or trust) and not resource.closest:
        return verdict("implicit", "resource")
    if case.get("root"):
        return verdict("allow", "root")
    if not foreign and resource.closest == 3:
        return verdict("allow", "resource")
    if not foreign and resource.closest == 2:
        return limited("resource")
    return limited("identity") if identity.allow else verdict("implicit", "identity")


# --- random cases -----------------------------------------------------------------------------------------------------

ACTIONS = ["sts:AssumeRole", "sts:TagSession", "sts:assumerolewithsaml"]
ACTION_PATTERNS = ["sts:AssumeRole", "sts:Assume*", "sts:*", "sts:*Session", "sts:A*R?le", "STS:assumerole", "sts:TagSession"]
ANY_ACTION = ["*", "*:*", "iam:*", "iam:GetUser"]
RESOURCES = [f"arn:aws:iam::{ACCOUNT}:role/alice", f"arn:aws:iam::{ACCOUNT}:role/a*b", f"arn:aws:iam::{OTHER}:role/x/alice"]
RESOURCE_PATTERNS = ["*", f"arn:aws:iam::{ACCOUNT}:role/*", f"arn:aws:iam::{ACCOUNT}:role/alice", "arn:aws:iam::*:role/*alice",
                     "arn:aws:iam::*:role/${aws:username}", "arn:aws:iam::*:role/${aws:PrincipalTag/t, 'alice'}",
                     f"arn:aws:iam::{ACCOUNT}:role/a${{*}}b", "arn:aws:iam::*:role/?????", f"arn:aws:iam::{OTHER}:role/*"]
KEYS = {
    "aws:username": ["alice", "bob", "a*b", ""],
    "aws:PrincipalTag/t": ["alice", "red", "RED"],
    "aws:TagKeys": [[], ["a"], ["a", "b"], ["c", "a"]],
    "k:n": ["1", "5", "10.5", "-3", "x"],
    "aws:CurrentTime": ["2020-06-01T00:00:00Z", "2021-01-01T00:00:00Z", "1590969600"],
    "aws:SourceIp": ["10.0.0.1", "203.0.113.7", "2001:db8::1"],
    "aws:SecureTransport": ["true", "false"],
    "aws:SourceArn": [f"arn:aws:sns:us-east-1:{ACCOUNT}:alice", f"arn:aws:sns:eu-west-1:{OTHER}:a:b"],
}
VALUES = {
    "aws:username": ["alice", "a*", "*", "${aws:PrincipalTag/t}", "Alice", "a${*}b"],
    "aws:PrincipalTag/t": ["red", "r*", "${aws:username}", "${aws:username, 'red'}"],
    "aws:TagKeys": ["a", "b", "c", "?"],
    "k:n": ["1", "5", "10", "0.5", "y"],
    "aws:CurrentTime": ["2020-06-01T00:00:00Z", "2020-12-31", "1590969600"],
    "aws:SourceIp": ["10.0.0.0/8", "203.0.113.7", "2001:db8::/32", "0.0.0.0/0"],
    "aws:SecureTransport": ["true", "false"],
    "aws:SourceArn": [f"arn:aws:sns:*:{ACCOUNT}:*", "arn:aws:sns:*:*:${aws:username}", "*", "arn:aws:s*"],
}
OPERATORS = {
    "aws:username": ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
    "aws:PrincipalTag/t": ["StringEquals", "StringNotEqualsIgnoreCase", "StringLike", "Null"],
    "aws:TagKeys": ["ForAllValues:StringEquals", "ForAnyValue:StringLike", "ForAllValues:StringNotEquals",
                    "ForAnyValue:StringNotLike", "StringEquals", "StringNotEquals", "Null"],
    "k:n": ["Numeric" + c for c in ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")],
    "aws:CurrentTime": ["Date" + c for c in ("Equals", "NotEquals", "LessThan", "GreaterThanEquals")],
    "aws:SourceIp": ["IpAddress", "NotIpAddress"],
    "aws:SecureTransport": ["Bool", "Null"],
    "aws:SourceArn": ["ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals"],
}
PRINCIPALS = ["*", {"AWS": "*"}, {"AWS": ACCOUNT}, {"AWS": OTHER}, {"AWS": USER["arn"]}, {"AWS": SESSION["arn"]},
              {"AWS": [SESSION["role_arn"], OTHER]}, {"AWS": USER["id"]}, {"AWS": SESSION["id"]}, {"AWS": ROOT["arn"]},
              {"Service": "sso.amazonaws.com"}, {"Federated": FEDERATED["federated"]}, {"Federated": "*"}]


def some(r, items, most=3):
    picked = r.sample(items, r.randint(1, min(most, len(items))))
    return picked[0] if len(picked) == 1 and r.random() < 0.5 else picked


def random_condition(r):
    block = {}
    for key in r.sample(list(KEYS), r.choice([1, 1, 2])):
        operator = r.choice(OPERATORS[key])
        if operator != "Null" and r.random() < 0.2:
            operator += "IfExists"
        value = r.choice(["true", "false"]) if operator == "Null" else some(r, VALUES[key])
        block.setdefault(operator, {})[key] = value
    return block


def random_statement(r, kind):
    s = {"Effect": "Deny" if r.random() < 0.25 else "Allow"}
    if kind in ("resource", "trust", "rcp"):
        s["Principal"] = "*" if kind == "rcp" else r.choice(PRINCIPALS)
    patterns = ACTION_PATTERNS if kind == "trust" else ACTION_PATTERNS + ANY_ACTION
    s["NotAction" if r.random() < 0.15 and kind != "rcp" else "Action"] = some(r, patterns)
    if kind != "trust":
        s["NotResource" if r.random() < 0.15 else "Resource"] = some(r, RESOURCE_PATTERNS, 2)
    if r.random() < 0.4:
        s["Condition"] = random_condition(r)
    if kind == "rcp" and s["Effect"] == "Allow":
        s = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    return s


def random_document(r, kind):
    document = {"Statement": [random_statement(r, kind) for _ in range(r.choice([1, 1, 2, 3, 6]))]}
    if r.random() < 0.85:
        document["Version"] = r.choice(["2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"])
    return document


def random_case(r, name):
    caller = r.choice([USER, USER, SESSION, SESSION, ROOT, SERVICE, FEDERATED, ANONYMOUS])
    case = {"name": name, "action": r.choice(ACTIONS), "resource": r.choice(RESOURCES), "principal": caller,
            "keys": {k: r.choice(v) for k, v in KEYS.items() if r.random() < 0.7},
            "identity": [random_document(r, "identity") for _ in range(r.choice([0, 1, 1, 2]))]}
    if caller is ROOT:
        case["root"] = True
    for what, chance in (("scps", 0.2), ("rcps", 0.15)):
        if r.random() < chance:
            case[what] = [[random_document(r, what[:-1]) for _ in range(r.choice([1, 2]))] for _ in range(r.choice([1, 2, 3]))]
    if r.random() < 0.5:
        kind = r.choice(["resource", "trust"])
        case["trust" if kind == "trust" else "resource_policy"] = random_document(r, kind)
    if r.random() < 0.2:
        case["boundary"] = random_document(r, "identity")
    if r.random() < 0.2:
        case["session"] = [random_document(r, "identity") for _ in range(r.choice([0, 1, 2]))]
    if r.random() < 0.3:
        case["resource_account"] = r.choice([ACCOUNT, OTHER])
    case["expect"] = decide(case)
    return case


def run(program, cases):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "random.json"), "w", encoding="utf-8") as f:
            json.dump({"cases": cases}, f)
        return subprocess.run([program, folder], capture_output=True, text=True, check=False).stdout.splitlines()


def main():
    program = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    batches = int(sys.argv[3]) if len(sys.argv) > 3 else 8
    print(f"1..{batches}")
    failed = False
    for batch in range(batches):
        r = random.Random(seed * 1000 + batch)
        # 250 cases a file keep it under the runner's size limit.
        cases = [random_case(r, str(i)) for i in range(250)]
        lines = run(program, cases)
        bad = [i for i, line in enumerate(lines) if line.startswith("not ok")]
        whole = len([line for line in lines if line.startswith(("ok", "not ok"))]) == len(cases)
        told = {c["expect"]["effect"] for c in cases}
        good = not bad and whole and told == {"allow", "deny", "implicit"}
        failed |= not good
        print(f"{'' if good else 'not '}ok {batch + 1} - 250 random cases of seed {seed}, batch {batch}")
        for i in bad[:3]:
            print("#", lines[i], lines[i + 1] if i + 1 < len(lines) else "")
            print("#", json.dumps(cases[int(lines[i].rsplit(" ", 1)[1])]))
    return failed


if __name__ == "__main__":
    sys.exit(main())
