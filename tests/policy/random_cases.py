"""Random well-typed policies and requests, as cases of this folder's form. The vocabulary is small, so that policies and
requests meet often; what decides is oracle.py's affair, not this file's."""
ACCOUNT, OTHER = "111122223333", "444455556666"
USER = {"account": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:user/alice", "id": "AIDAALICEALICEALICE1"}
BOB = {"account": OTHER, "arn": f"arn:aws:iam::{OTHER}:user/bob", "id": "AIDABOBBOBBOBBOBBOB1"}
SESSION = {"account": ACCOUNT, "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/dev/jdoe",
           "role_arn": f"arn:aws:iam::{ACCOUNT}:role/dev", "id": "AROADEVDEVDEVDEVDEV1"}
# The session of a federated user; behind it the user whom GetFederationToken was called by.
FEDERATED_USER = {"account": ACCOUNT, "arn": f"arn:aws:sts::{ACCOUNT}:federated-user/guest", "role_arn": USER["arn"], "id": USER["id"]}
ROOT = {"account": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root"}
SERVICE = {"service": "sso.amazonaws.com"}
ASSERTION = {"federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/p"}
WEB_IDENTITY = {"federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.example.com"}
ANONYMOUS = {}
CALLERS = [USER, USER, USER, BOB, SESSION, SESSION, SESSION, FEDERATED_USER, ROOT, SERVICE, ASSERTION, WEB_IDENTITY, ANONYMOUS]
# Has no policies of its own, nor an account whose control policies would limit it.
BARE = (SERVICE, ASSERTION, WEB_IDENTITY, ANONYMOUS)

ACTIONS = ["sts:AssumeRole", "sts:TagSession", "sts:assumerolewithsaml"]
ACTION_PATTERNS = ["sts:AssumeRole", "sts:Assume*", "sts:*", "sts:*Session", "sts:A*R?le", "STS:assumerole", "sts:TagSession", "sts:?ssume*",
                   "sts:AssumeRo*", "sts:AssumeRo", "sts:assumeRoleW*", "sts:Assu?eRole*", "sts:Ass*", "sts:AssumeR*"]
TRUST_PATTERNS = [p for p in ACTION_PATTERNS if p != "sts:AssumeRo"]  # which is no action of a trust policy
ANY_ACTION = ["*", "*:*", "iam:*", "iam:GetUser"]
RESOURCES = [f"arn:aws:iam::{ACCOUNT}:role/alice", f"arn:aws:iam::{ACCOUNT}:role/a*b", f"arn:aws:iam::{OTHER}:role/x/alice"]
RESOURCE_PATTERNS = ["*", f"arn:aws:iam::{ACCOUNT}:role/*", f"arn:aws:iam::{ACCOUNT}:role/alice", "arn:aws:iam::*:role/*alice",
                     "arn:aws:iam::*:role/${aws:username}", "arn:aws:iam::*:role/${aws:PrincipalTag/t, 'alice'}",
                     f"arn:aws:iam::{ACCOUNT}:role/a${{*}}b", "arn:aws:iam::*:role/?????", f"arn:aws:iam::{OTHER}:role/*",
                     "arn:aws:iam:*:*:role/alice", "arn:aws:iam::${aws:PrincipalAccount}:role/*", "arn:aws:iam::*:role/${AWS:UserName}*"]
KEYS = {
    "aws:username": ["alice", "bob", "a", "a*b", "", "\u00e5lice", "${aws:userid}"],
    "aws:PrincipalTag/t": ["alice", "red", "RED", "b"],
    "aws:PrincipalAccount": [ACCOUNT, OTHER],
    "aws:TagKeys": [[], ["a"], ["a", "b"], ["c", "a"], ["A"]],
    "k:n": ["1", "5", "10.5", "-3", "x", "+10"],
    "aws:CurrentTime": ["2020-06-01T00:00:00Z", "2021-01-01T00:00:00Z", "1590969600", "2020-12-31T00:00:00Z"],
    "aws:SourceIp": ["10.0.0.1", "203.0.113.7", "2001:db8::1", "::1"],
    "aws:SecureTransport": ["true", "false"],
    "aws:MultiFactorAuthPresent": ["true", "false"],
    "aws:SourceArn": [f"arn:aws:sns:us-east-1:{ACCOUNT}:alice", f"arn:aws:sns:eu-west-1:{OTHER}:a:b", "alice"],
    "k:bytes": ["QUJD", "QUI="],
}
STRING = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]
ORDER = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"]
VALUES = {
    "aws:username": ["alice", "a*", "*", "${aws:PrincipalTag/t}", "Alice", "a${*}b", "?lice", "${aws:TagKeys}", "${aws:nothing, '*'}", "${"],
    "aws:PrincipalTag/t": ["red", "r*", "${aws:username}", "${aws:username, 'red'}", "?"],
    "aws:PrincipalAccount": [ACCOUNT, "1111*", "${aws:PrincipalAccount}"],
    "aws:TagKeys": ["a", "b", "c", "?", "${aws:PrincipalTag/t}"],
    "k:n": ["1", "5", "10", "0.5", "y", 5, 10.5, "-3.0"],
    "aws:CurrentTime": ["2020-06-01T00:00:00Z", "2020-12-31", "1590969600", 1590969600],
    "aws:SourceIp": ["10.0.0.0/8", "203.0.113.7", "2001:db8::/32", "0.0.0.0/0", "10.0.0.1/32", "::/0", "10.255.0.9/8", "x"],
    "aws:SecureTransport": ["true", "false", True, False, "TRUE"],
    "aws:MultiFactorAuthPresent": ["true", "false", True],
    "aws:SourceArn": [f"arn:aws:sns:*:{ACCOUNT}:*", "arn:aws:sns:*:*:${aws:username}", "*", "arn:aws:s*", "arn:*", "arn:aws:sns:*:*:a:?"],
    "k:bytes": ["QUJD", "QUI=", "no!"],
}
SETS = ["ForAllValues:" + o for o in STRING] + ["ForAnyValue:" + o for o in STRING]
OPERATORS = {
    "aws:username": STRING,
    "aws:PrincipalTag/t": STRING,
    "aws:PrincipalAccount": STRING[:4],
    "aws:TagKeys": SETS + ["StringEquals", "StringNotEquals", "StringLike"],
    "k:n": ["Numeric" + o for o in ORDER],
    "aws:CurrentTime": ["Date" + o for o in ORDER],
    "aws:SourceIp": ["IpAddress", "NotIpAddress"],
    "aws:SecureTransport": ["Bool"],
    "aws:MultiFactorAuthPresent": ["Bool"],
    "aws:SourceArn": ["ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals"],
    "k:bytes": ["BinaryEquals"],
}
NAMES = ["*", ACCOUNT, OTHER, USER["arn"], BOB["arn"], SESSION["arn"], SESSION["role_arn"], USER["id"], SESSION["id"], ROOT["arn"],
         FEDERATED_USER["arn"], BOB["id"], SESSION["id"] + ":jdoe", SESSION["id"] + ":other"]
PRINCIPALS = [{"Service": "sso.amazonaws.com"}, {"Service": "ec2.amazonaws.com"}, {"Federated": ASSERTION["federated"]}, {"Federated": "*"},
              {"Federated": [WEB_IDENTITY["federated"], ASSERTION["federated"]]}]
CANONICAL = {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}
# Lists as people write them to spare one caller.
SPARED = [[USER["arn"], ACCOUNT], [SESSION["arn"], SESSION["role_arn"], ACCOUNT], [SESSION["arn"], ROOT["arn"]], [ACCOUNT], [USER["arn"]],
          [FEDERATED_USER["arn"], USER["arn"], ROOT["arn"]], [USER["id"], ROOT["arn"]], [BOB["arn"], OTHER], [SESSION["id"], SESSION["arn"], ACCOUNT],
          [SESSION["id"], SESSION["id"] + ":jdoe", ACCOUNT]]


def some(r, items, most=3):
    picked = r.sample(items, r.randint(1, min(most, len(items))))
    return picked[0] if len(picked) == 1 and r.random() < 0.5 else picked


def other_case(r, name):
    return "".join(c.upper() if r.random() < 0.5 else c.lower() for c in name)


def random_condition(r):
    block = {}
    for key in r.sample(list(KEYS), r.choice([1, 1, 2])):
        if r.random() < 0.12:
            operator, value = "Null", r.choice(["true", "false", True, ["true", "false"]])
        else:
            operator = r.choice(OPERATORS[key])
            operator += "IfExists" if r.random() < 0.2 else ""
            value = some(r, VALUES[key])
        block.setdefault(operator, {})[other_case(r, key) if r.random() < 0.2 else key] = value
    return block


def random_principal(r, kind):
    if kind == "rcp" or r.random() < 0.12:
        return "*"
    if r.random() < 0.3:
        mixed = dict(r.choice(PRINCIPALS))
        if r.random() < 0.3:
            mixed["AWS"] = r.choice(NAMES)
        return mixed
    return CANONICAL if kind == "resource" and r.random() < 0.03 else {"AWS": some(r, NAMES)}


def random_statement(r, kind):
    if kind == "rcp" and r.random() < 0.6:
        return {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    s = {"Effect": "Deny" if kind == "rcp" or r.random() < 0.25 else "Allow"}
    if kind == "resource" and s["Effect"] == "Deny" and r.random() < 0.5:
        s["NotPrincipal"] = {"AWS": r.choice(SPARED)} if r.random() < 0.85 else r.choice(PRINCIPALS + ["*", {"AWS": "*"}])
    elif kind in ("resource", "trust", "rcp"):
        s["Principal"] = random_principal(r, kind)
    patterns = TRUST_PATTERNS if kind == "trust" else ACTION_PATTERNS + ANY_ACTION
    s["NotAction" if r.random() < 0.15 and kind != "rcp" else "Action"] = some(r, patterns)
    if kind != "trust":
        s["NotResource" if r.random() < 0.15 else "Resource"] = some(r, RESOURCE_PATTERNS, 2)
    if r.random() < 0.4:
        s["Condition"] = random_condition(r)
    return s


def random_document(r, kind, statements=(1, 1, 2, 3, 6)):
    listed = [random_statement(r, kind) for _ in range(r.choice(statements))]
    for i, s in enumerate(listed):
        if r.random() < 0.3:
            s["Sid"] = f"S{i}"
    document = {"Statement": listed[0] if len(listed) == 1 and r.random() < 0.3 else listed}
    if kind in ("scp", "rcp"):  # "each must include a Version element with the value 2012-10-17"
        document["Version"] = "2012-10-17"
    elif r.random() < 0.85:
        document["Version"] = r.choice(["2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"])
    return document


def documents(r, kind, counts):
    return [random_document(r, kind) for _ in range(r.choice(counts))]


def random_case(r, name):
    caller = r.choice(CALLERS)
    case = {"name": name, "action": r.choice(ACTIONS), "resource": r.choice(RESOURCES), "principal": caller,
            "keys": {k: r.choice(v) for k, v in KEYS.items() if r.random() < 0.7}, "identity": []}
    if caller not in BARE:
        if caller is not ROOT:
            case["identity"] = documents(r, "identity", [0, 1, 1, 2])
        if r.random() < 0.25:
            case["scps"] = [documents(r, "scp", [1, 2, 5]) for _ in range(r.choice([1, 2, 3]))]
    if r.random() < 0.15:
        case["rcps"] = [documents(r, "rcp", [1, 2]) for _ in range(r.choice([1, 2, 3]))]
    if r.random() < (0.9 if caller in BARE else 0.5):
        kind = r.choice(["resource", "trust"])
        case["trust" if kind == "trust" else "resource_policy"] = random_document(r, kind)
    if caller is ROOT:
        case["root"] = True
    elif caller not in BARE and r.random() < 0.2:
        case["boundary"] = random_document(r, "identity")
    if caller in (SESSION, FEDERATED_USER) and r.random() < (0.3 if caller is SESSION else 0.9):
        case["session"] = documents(r, "identity", [0, 1, 2])
    if r.random() < 0.3:
        case["resource_account"] = r.choice([ACCOUNT, OTHER])
    return case


def crowded_case(r, name):
    """Large policies: many statements that apply at once, more than the engine has room for on its stack, and indexed."""
    case = random_case(r, name)
    if case["principal"] not in BARE and case["principal"] is not ROOT:
        case["identity"] = [random_document(r, "identity", (30, 48, 70)) for _ in range(2)]
    return case


def with_more(r, case, name):
    """The same question with something more in the way: a denying statement anywhere, or one more layer or level."""
    more = {k: v for k, v in case.items() if k not in ("expect", "name")}
    more["name"] = name
    deny = {**random_statement(r, "identity"), "Effect": "Deny"}
    places = ["scp", "identity", "scps"] + ["boundary" for _ in [0] if "boundary" not in case] + \
        ["session" for _ in [0] if "session" not in case] + (["resource"] if "resource_policy" in case else [])
    place = r.choice(places)
    if place == "scps":
        more["scps"] = case.get("scps", []) + [documents(r, "scp", [0, 1, 2])]
    elif place == "scp":
        more["scps"] = [level + [{"Version": "2012-10-17", "Statement": deny}] for level in case.get("scps", [[]])]
    elif place == "identity":
        more["identity"] = case["identity"] + [{"Version": "2012-10-17", "Statement": [deny]}]
    elif place == "resource":
        old = case["resource_policy"]
        statements = old["Statement"] if isinstance(old["Statement"], list) else [old["Statement"]]
        more["resource_policy"] = {**old, "Statement": statements + [{**deny, "Principal": random_principal(r, "resource")}]}
    else:
        document = random_document(r, "identity")
        more[place] = [document] if place == "session" else document
    return more
