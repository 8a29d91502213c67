"""What AWS's documentation says of a request, in naive Python: every statement is looked at, nothing is compiled,
nothing is indexed. Written from the documentation alone; agree.py compares it with the C.

Sources, pages of the IAM User Guide:
  [logic]      Policy evaluation logic; Policy evaluation for requests within a single account; Cross-account ...
  [boundary]   Permissions boundaries for IAM entities, "Evaluating effective permissions with boundaries"
  [principal]  AWS JSON policy elements: Principal; NotPrincipal
  [condition]  AWS JSON policy elements: Condition; Condition operators; Multivalued context keys
  [variables]  IAM policy elements: Variables and tags
  [resource]   IAM JSON policy elements: Resource; NotResource
  [denied]     Troubleshoot access denied error messages
"""
import base64
import binascii
import datetime
import functools
import ipaddress
import re
from decimal import Decimal


def listed(x):
    return x if isinstance(x, list) else [x]


# --- patterns and variables [variables] [resource] ---------------------------------------------------------------------

VARIABLE = re.compile(r"\$\{([^{}',]+)(?:,\s*'([^']*)')?\}")


@functools.lru_cache(maxsize=100_000)
def regex_of(parts, flags):
    """@parts: pairs of a kind ('text', 'run', 'one') and a text."""
    return re.compile("".join({"run": ".*", "one": "."}.get(kind) or re.escape(text) for kind, text in parts), flags)


@functools.lru_cache(maxsize=100_000)
def parse(text, variables, wildcards):
    """Cuts a string of a policy into ('text', t), ('run', ''), ('one', '') and ('key', (name, default))."""
    parts = []
    while text:
        m = VARIABLE.match(text) if variables else None
        if m and m.group(1) in ("*", "?", "$"):  # stand for the character itself
            parts.append(("text", m.group(1)))
        elif m:
            parts.append(("key", (m.group(1).strip().lower(), m.group(2))))
        elif wildcards and text[0] in "*?":
            parts.append(("run" if text[0] == "*" else "one", ""))
        else:
            parts.append(("text", text[0]))
        text = text[m.end():] if m else text[1:]
    return tuple(parts)


def fill(parts, keys):
    """The parts with the request's values for the variables; None where one has no value and no default."""
    out = []
    for kind, what in parts:
        if kind != "key":
            out.append((kind, what))
            continue
        value = keys.get(what[0])
        if value is None or value == []:
            value = what[1]
        # "single-valued context keys": a key that holds a set has nothing to put in the place.
        if value is None or isinstance(value, list):
            return None
        out.append(("text", value))
    return tuple(out)


def resolves(pattern, keys, variables):
    return fill(parse(pattern, variables, True), keys) is not None


def matches(pattern, text, keys, variables, wildcards=True, flags=0):
    parts = fill(parse(pattern, variables, wildcards), keys)
    return parts is not None and regex_of(parts, re.DOTALL | flags).fullmatch(text) is not None


def split_arn(parts):
    """Cuts filled-in parts at the first five colons that the policy or a value has written out."""
    fields = [[]]
    for kind, text in parts:
        for i, piece in enumerate(re.split(":", text) if kind == "text" else [text]):
            if i and len(fields) < 6:
                fields.append([])
            elif i:
                fields[-1].append(("text", ":"))
            if piece or kind != "text":
                fields[-1].append((kind, piece))
    return fields


def arn_matches(pattern, text, keys, variables):
    """Each of the six components is compared by itself; a wildcard does not reach over a colon."""
    if pattern == "*":
        return True
    parts = fill(parse(pattern, variables, True), keys)
    if parts is None:
        return False
    fields, given = split_arn(parts), text.split(":", 5)
    return (len(fields) == 6 and len(given) == 6
            and all(regex_of(tuple(f), re.DOTALL).fullmatch(g) is not None for f, g in zip(fields, given)))


# --- conditions [condition] --------------------------------------------------------------------------------------------

def number(s):
    return Decimal(s) if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", s) else None


@functools.lru_cache(maxsize=10_000)
def date(s):
    if re.fullmatch(r"-?[0-9]+", s):
        return int(s)
    try:
        return datetime.datetime.fromisoformat(s.replace("Z", "+00:00")).timestamp() if "T" in s else \
            datetime.datetime.fromisoformat(s + "T00:00:00+00:00").timestamp()
    except ValueError:
        return None


def boolean(s):
    return {"true": True, "false": False}.get(s.lower())


def binary(s):
    try:
        return base64.b64decode(s, validate=True)
    except binascii.Error:
        return None


def compare(read, how):
    def test(policy, request, keys, variables):
        a, b = read(request), read(policy)
        return a is not None and b is not None and how(a, b)
    return test


@functools.lru_cache(maxsize=10_000)
def in_network(network, address):
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except (ValueError, TypeError):
        return False


FOLD = re.IGNORECASE | re.ASCII
TESTS = {
    "StringEquals": lambda p, r, k, v: matches(p, r, k, v, wildcards=False),
    "StringEqualsIgnoreCase": lambda p, r, k, v: matches(p, r, k, v, wildcards=False, flags=FOLD),
    "StringLike": matches,
    "ArnEquals": arn_matches,  # "behave identically"
    "ArnLike": arn_matches,
    "IpAddress": lambda p, r, k, v: in_network(p, r),
    "Bool": compare(boolean, lambda a, b: a == b),
    "BinaryEquals": compare(binary, lambda a, b: a == b),
}
for kind_, read_ in (("Numeric", number), ("Date", date)):
    TESTS[kind_ + "Equals"] = compare(read_, lambda a, b: a == b)
    TESTS[kind_ + "LessThan"] = compare(read_, lambda a, b: a < b)
    TESTS[kind_ + "LessThanEquals"] = compare(read_, lambda a, b: a <= b)
    TESTS[kind_ + "GreaterThan"] = compare(read_, lambda a, b: a > b)
    TESTS[kind_ + "GreaterThanEquals"] = compare(read_, lambda a, b: a >= b)
NEGATED = {"StringNotEquals": "StringEquals", "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
           "StringNotLike": "StringLike", "ArnNotEquals": "ArnEquals", "ArnNotLike": "ArnLike",
           "NotIpAddress": "IpAddress", "NumericNotEquals": "NumericEquals", "DateNotEquals": "DateEquals"}


def written(value):
    """A value as text: true and 5 may stand without quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def condition_holds(operator, key, policy, keys, variables):
    policy = [written(p) for p in listed(policy)]
    value = keys.get(key.lower())
    missing = value is None or value == []
    if operator == "Null":
        return any(boolean(p) is missing for p in policy)
    prefix, _, name = operator.rpartition(":")
    if_exists = name.endswith("IfExists")
    name = name[:-8] if if_exists else name
    negated = name in NEGATED
    test = TESTS[NEGATED.get(name, name)]
    if missing:
        # IfExists: true. ForAllValues: true, ForAnyValue: false. Else: false, but true for the negated operators.
        return if_exists or prefix == "ForAllValues" or (not prefix and negated)

    def one(request):
        return any(test(p, request, keys, variables) for p in policy)  # "NOR" for the negated ones
    if prefix == "ForAllValues":
        return all(one(r) != negated for r in listed(value))
    if prefix == "ForAnyValue":
        return any(one(r) != negated for r in listed(value))
    return any(one(r) for r in listed(value)) != negated


# --- principals [principal] [boundary] ---------------------------------------------------------------------------------
# What a caller is: {} nobody; {"service"}, {"federated"}: a service, an assertion; else an identity of an account:
# {"account", "arn", "id"}, of a session also {"role_arn"}: the role, or the user whom a federated session is made from.

def is_identity(caller):
    return "account" in caller and "service" not in caller and "federated" not in caller


def names_of(caller):
    """The caller's own names, those of what it is a session of, and those of its account."""
    own = {caller["arn"]} if "role_arn" in caller or "id" not in caller else {caller["arn"], caller["id"]}
    behind = {caller["role_arn"], caller["id"]} if "role_arn" in caller else set()
    if ":assumed-role/" in caller["arn"]:  # aws:userid of a role session is role-id:caller-specified-role-name
        own.add(f"{caller['id']}:{caller['arn'].split('/')[2]}")
    return own, behind, {caller["account"], f"arn:aws:iam::{caller['account']}:root"}


def closeness(kind, name, caller):
    """0: does not name the caller; 1: its account, which leaves it to the account's own policies; 2: the role (or user)
    behind a session, or everyone, which boundary and session policies limit; 3: this very user or session."""
    if kind == "CanonicalUser":
        return 0
    if kind in ("Service", "Federated"):
        is_one = kind.lower() in caller
        return 3 if is_one and name in ("*", caller[kind.lower()]) else 0
    if "service" in caller or "federated" in caller:
        return 0
    if name == "*":
        return 2
    if not is_identity(caller):
        return 0
    own, behind, account = names_of(caller)
    return 1 if name in account else 2 if name in behind else 3 if name in own else 0


def principals(element):
    """Pairs of kind and name."""
    return [("*", "*")] if element == "*" else [(kind, n) for kind in element for n in listed(element[kind])]


def named(statement, caller):
    """How closely a statement's Principal names the caller. "*": everyone there is."""
    return max((2 if kind == "*" else closeness(kind, name, caller)
                for kind, name in principals(statement["Principal"])), default=0)


def spared(statement, caller):
    """NotPrincipal: every name that the caller goes by must be listed: account, role and session."""
    pairs = principals(statement["NotPrincipal"])
    if any(kind == "*" or (name == "*" and closeness(kind, name, caller)) for kind, name in pairs):
        return True
    if not is_identity(caller):
        return any(closeness(kind, name, caller) == 3 for kind, name in pairs)
    listed_names = {name for kind, name in pairs if kind == "AWS"}
    own, behind, account = names_of(caller)
    if caller["arn"].endswith(":root"):
        return bool(account & listed_names)
    return all(names & listed_names for names in (own, behind, account) if names)


# --- statements --------------------------------------------------------------------------------------------------------

def action_applies(s, action):
    patterns = listed(s.get("Action", s.get("NotAction")))
    hit = any(matches("*" if p == "*:*" else p, action, {}, False, flags=FOLD) for p in patterns)
    return hit if "Action" in s else not hit


def resource_applies(s, resource, keys, variables):
    """In Resource a wildcard may reach over colons: the text is compared as a whole."""
    if "Resource" not in s and "NotResource" not in s:
        return True
    patterns = listed(s.get("Resource", s.get("NotResource")))
    hit = any(matches(p, resource, keys, variables) for p in patterns)
    if "Resource" in s or hit:
        return hit if "Resource" in s else False
    # A variable without value matches nothing, and nothing may be allowed because of that.
    return s["Effect"] == "Deny" or all(resolves(p, keys, variables) for p in patterns)


def is_for(s, caller):
    if "NotPrincipal" in s:
        return not spared(s, caller)
    return "Principal" not in s or named(s, caller) > 0


def applies(s, document, case, keys):
    variables = document.get("Version") == "2012-10-17"
    return (action_applies(s, case["action"]) and resource_applies(s, case["resource"], keys, variables)
            and is_for(s, case["principal"])
            and all(condition_holds(op, key, value, keys, variables)
                    for op, block in s.get("Condition", {}).items() for key, value in block.items()))


# --- layers [logic] ----------------------------------------------------------------------------------------------------

class Layer:
    """The policies of one kind, or of one level of SCPs or RCPs, and those of their statements that apply."""

    def __init__(self, documents, case, keys):
        self.hits, self.closest = [], 0
        for name, document in documents:
            for i, s in enumerate(listed(document["Statement"])):
                if not applies(s, document, case, keys):
                    continue
                self.hits.append((f"{name}.{s['Sid']}" if s.get("Sid") else f"{name}#{i}", s["Effect"]))
                if s["Effect"] == "Allow" and "Principal" in s:
                    self.closest = max(self.closest, named(s, case["principal"]))

    def has(self, effect):
        return any(e == effect for _, e in self.hits)

    @property
    def allow(self):
        return self.has("Allow")


WORDS = {"rcp": "a resource control policy", "scp": "a service control policy", "resource": "a resource-based policy",
         "identity": "an identity-based policy", "boundary": "a permissions boundary", "session": "a session policy"}


def explain(effect, by, action):
    """[denied]"""
    words = WORDS.get(by, "")
    if by == "resource" and action.lower().startswith("sts:"):  # only a role's trust policy speaks of these
        words = "the role trust policy"
    if effect == "deny":
        return f"with an explicit deny in {words}"
    return f"because no {words.split(' ', 1)[1]} allows the {action} action" if effect == "implicit" else ""


def gather(case):
    """Layers by name, each a list of levels; only SCPs and RCPs have more than one."""
    keys = {k.lower(): v for k, v in case["keys"].items()}

    def layer(named_documents):
        return Layer(named_documents, case, keys)

    def numbered(name, documents):
        return layer([(f"{name}{i}", d) for i, d in enumerate(documents)])
    layers = {"rcp": [numbered("rcp", level) for level in case.get("rcps", [])],
              "scp": [numbered("scp", level) for level in case.get("scps", [])],
              "resource": [layer([("trust", case["trust"])] if "trust" in case else
                                 [("resource", case["resource_policy"])] if "resource_policy" in case else [])],
              "identity": [numbered("identity", case["identity"])],
              "boundary": [layer([("boundary", case["boundary"])])] if "boundary" in case else [],
              "session": [numbered("session", case["session"])] if "session" in case else []}
    return layers


def rule(case, layers):
    """The effect and the layer that it comes from."""
    def all_allow(name):
        return all(level.allow for level in layers[name])
    for name, levels in layers.items():
        if any(level.has("Deny") for level in levels):
            return "deny", name
    for name in ("rcp", "scp"):
        if not all_allow(name):
            return "implicit", name
    caller, grant = case["principal"], layers["resource"][0].closest
    if not is_identity(caller):  # has no policies but the resource's
        return ("allow" if grant else "implicit"), "resource"
    across = case.get("resource_account", caller["account"]) != caller["account"]
    if (across or "trust" in case) and not grant:  # both sides must allow; a role must be trusted in any case
        return "implicit", "resource"
    if case.get("root"):
        return "allow", "root"
    if not across and grant == 3:
        return "allow", "resource"
    source = "resource" if grant == 2 and not across else "identity"
    if source == "identity" and not layers["identity"][0].allow:
        return "implicit", "identity"
    for name in ("boundary", "session"):
        if not all_allow(name):
            return "implicit", name
    return "allow", source


def decide(case):
    layers = gather(case)
    effect, by = rule(case, layers)
    wanted = {"deny": "Deny", "allow": "Allow", "implicit": None}[effect]
    told = [name for levels in layers.values() for level in levels for name, e in level.hits if e == wanted]
    return {"effect": effect, "layer": by, "matches": " ".join(told), "explain": explain(effect, by, case["action"])}
