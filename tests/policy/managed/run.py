#!/usr/bin/env python3
"""Proves that the AWS managed policies built in decide as AWS's own documents do (../shared/reference; skipped where
that is absent), for every action that any of AWS's documents or action tables names, every resource and condition
that a document asks for, and invented actions that only wildcards can reach.

usage: run.py DECIDE (the program made of decide.c)
"""
import itertools
import json
import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
REFERENCE = ROOT.parent / "shared" / "reference"
PRESENT = (REFERENCE / "managed-policies").is_dir()
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "gen")]
import managed  # noqa: E402
import tap  # noqa: E402

PREFIX = "arn:aws:iam::aws:policy/"
NAMED_BY_THE_GUIDE = ["AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess", "job-function/Billing",
                      "job-function/ViewOnlyAccess"]
# A wildcard of our own (one that AWS's document has not) may only stand for more of these.
READING = re.compile(r"[\w-]+:(Batch)?(Get|List|Describe|Search|View)", re.I)
ALWAYS = {"aws:PrincipalAccount": "111122223333", "aws:username": "alice",
          "aws:PrincipalArn": "arn:aws:iam::111122223333:user/alice"}


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def as_list(value):
    return value if isinstance(value, list) else [value]


def statements(document):
    return as_list(document["Statement"])


def actions_of(statement):
    return as_list(statement.get("Action", statement.get("NotAction")))


def patterns_of(document):
    return {a for s in statements(document) for a in actions_of(s)}


def is_pattern(action):
    return "*" in action or "?" in action


def pattern_regex(pattern):
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.I | re.S)


def words(name):
    """DescribeVpcPeering: Describe, DescribeVpc, DescribeVpcPeering."""
    ends = [m.end() for m in re.finditer(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+|.", name)]
    return [name[:e] for e in ends]


class Known:
    """Everything the reference knows: AWS's documents by ARN, ours, and the names of actions."""

    def __init__(self):
        self.ours = {arn: json.loads(document) for arn, _, document in managed.rows(ROOT / "src/domain/managed")}
        self.aws = {}
        for path in sorted((REFERENCE / "managed-policies").glob("*.json")):
            policy = load(path)
            self.aws[policy["Arn"]] = policy["Document"]
        self.actions = {a for d in self.aws.values() for a in patterns_of(d) if not is_pattern(a)}
        for path in (REFERENCE / "service-authorization").glob("*.json"):
            table = load(path)
            if "actions" in table:
                self.actions |= {f"{path.stem}:{a['name']}" for a in table["actions"].values()}
        self.named = set(self.actions)
        self.actions |= set(other_actions())
        self.actions = sorted(self.actions)
        self.invented = self.invent()

    def invent(self):
        """Actions that nobody has: each verb with each service, and each wildcard's text with an ending of its own."""
        services = {a.split(":")[0] for a in self.actions} | {"gatehouse-nowhere"}
        verbs = {words(a.split(":")[1])[0] for a in self.actions}
        made = {f"{s}:{v}Xq" for s in services for v in verbs}
        for document in self.aws.values():
            for p in filter(is_pattern, patterns_of(document)):
                made.add(p.replace("*", "Xq") if ":" in p else f"gatehouse-nowhere:{p.replace('*', 'Xq')}")
        return sorted(made)


def other_actions():
    """Actions of AWS that the reference does not name but a careless wildcard would take: "service: Name Name ..."."""
    for line in (HERE / "other-actions.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            service, names = line.split(": ")
            yield from (f"{service}:{n}" for n in names.split())


def fill(pattern):
    """Texts that a pattern of resources matches, and its nearest neighbours that it should not."""
    pattern = re.sub(r"\$\{aws:username\}", "alice", pattern)
    for star in ("x", "", "x/y"):
        text = pattern.replace("*", star)
        yield from (text, text + "x", text + "/x", text.rpartition("/")[0], text.replace("alice", "bob"))


def resources_of(*documents):
    found = {"*", "arn:aws:nowhere:us-east-1:111122223333:thing/x"}
    for statement in itertools.chain(*map(statements, documents)):
        for pattern in as_list(statement.get("Resource", statement.get("NotResource"))):
            if pattern != "*":
                found.update(filter(None, fill(pattern)))
    return sorted(found)


def conditions_of(*documents):
    """Sets of condition keys: for each condition all its keys right, and each of them wrong or absent."""
    found = {()}
    for statement in itertools.chain(*map(statements, documents)):
        for block in statement.get("Condition", {}).values():
            choices = []
            for key, values in block.items():
                right = {v.replace("${aws:PrincipalAccount}", "111122223333").replace("*", "x") for v in as_list(values)}
                choices.append([(key, v) for v in sorted(right) + ["wrong", ""]] + [None])
            for choice in itertools.product(*choices):
                found.add(tuple(sorted(filter(None, choice))))
    return sorted(found)


def particular(known, *documents):
    """Actions about which a document says more than yes or no."""
    patterns = set()
    for statement in itertools.chain(*map(statements, documents)):
        if "Condition" in statement or statement.get("Resource") not in ("*", ["*"]):
            patterns.update(actions_of(statement))
    regexes = [pattern_regex(p) for p in patterns]
    return [a for a in known.actions if any(r.fullmatch(a) for r in regexes)]


def requests(resource, keys, actions):
    merged = {**ALWAYS, **dict(keys)}
    yield "\t".join(["R", resource] + [f"{k}={v}" for k, v in sorted(merged.items())])
    yield from (f"Q\t{a}" for a in actions)


def decide(documents, lines):
    """The answers to all Q lines, one character a document."""
    head = [f"P\t{json.dumps(d)}" for d in documents]
    done = subprocess.run([sys.argv[1]], input="\n".join(head + lines) + "\n", capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout.split("\n")[:-1]


def questions(known, *documents):
    """(what is asked, protocol lines) such that every Q line has its label."""
    yield from requests("*", (), known.actions + known.invented)
    some = particular(known, *documents)
    if some:
        for resource in resources_of(*documents):
            for keys in conditions_of(*documents):
                yield from requests(resource, keys, some)


def labels(lines):
    request = ""
    for line in lines:
        if line[0] == "R":
            request = line[2:].replace("\t", " ")
        else:
            yield line[2:], request


class Policy(unittest.TestCase):
    def __init__(self, known, arn):
        super().__init__("runTest")
        self.known, self.arn = known, arn
        self.tap_name = arn.removeprefix(PREFIX)

    def runTest(self):
        aws, ours = self.known.aws[self.arn], self.known.ours[self.arn]
        lines = list(questions(self.known, aws, ours))
        answers = decide([aws, ours], lines)
        asked = list(labels(lines))
        self.assertEqual(len(answers), len(asked))
        self.assertGreater(len(set(answers)) + (len(aws["Statement"]) == 1), 1, "every request has the same answer")
        wrong = [f"{action} on {request}: AWS {a[0]} ours {a[1]}" for (action, request), a in zip(asked, answers)
                 if a[0] != a[1] and not self.excused(action, a)]
        if wrong:
            self.fail(f"{len(wrong)} decisions differ, such as\n" + "\n".join(wrong[:20]))
        self.check_wildcards(aws, ours)

    def excused(self, action, answer):
        """An invented action may be allowed where a wildcard for reading stands for all that AWS lists."""
        return action.endswith("Xq") and answer == "-A" and READING.match(action)

    def check_wildcards(self, aws, ours):
        """A wildcard of our own is for reading, and stands for two or more actions that AWS's document allows."""
        theirs = {p.lower() for p in patterns_of(aws)}
        for pattern in filter(is_pattern, patterns_of(ours)):
            if pattern.lower() in theirs:
                continue
            self.assertTrue(READING.match(pattern), f"{pattern} is no reading")
            meant = [a for a in self.known.named if pattern_regex(pattern).fullmatch(a)]
            self.assertGreater(len(meant), 1, f"{pattern} stands for {meant}")


# Of these AWS's document is not in the reference: nothing to compare with.
BEYOND_THE_REFERENCE = [PREFIX + "aws-service-role/AWSOrganizationsServiceTrustPolicy"]


@unittest.skipUnless(PRESENT, "../shared is absent")
class Whole(unittest.TestCase):
    known = None

    def test_every_document_of_aws_is_built_in_at_its_path(self):
        self.assertEqual(sorted(self.known.aws), sorted(set(self.known.ours) - set(BEYOND_THE_REFERENCE)))


class Here(unittest.TestCase):
    """What holds without the reference."""

    def setUp(self):
        self.ours = {arn: json.loads(document) for arn, _, document in managed.rows(ROOT / "src/domain/managed")}

    def test_the_guides_policies_are_built_in(self):
        self.assertEqual([n for n in NAMED_BY_THE_GUIDE if PREFIX + n not in self.ours], [])

    def test_documents_compile_and_their_actions_are_sorted_and_single(self):
        for arn, document in self.ours.items():
            decide([document], [])
            for statement in statements(document):
                actions = actions_of(statement)
                self.assertEqual(actions, sorted(set(actions)), arn)

    def test_reading_policies_write_nothing_and_tell_no_secret(self):
        refused = ["iam:CreateUser", "iam:PassRole", "organizations:MoveAccount", "sso:CreatePermissionSet", "s3:PutObject",
                   "secretsmanager:GetSecretValue", "kms:Decrypt", "sts:AssumeRole", "gatehouse-nowhere:GetThing"]
        asked = refused + ["iam:ListUsers", "organizations:ListAccounts"]
        documents = [self.ours[PREFIX + n] for n in ("ReadOnlyAccess", "job-function/ViewOnlyAccess")]
        answers = decide(documents, list(requests("*", (), asked)))
        self.assertEqual(answers, ["--"] * len(refused) + ["AA", "AA"])


def main():
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Here)
    if PRESENT:
        Whole.known = known = Known()
        suite.addTests(Policy(known, arn) for arn in sorted(known.aws) if arn in known.ours)
    suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(Whole))
    return tap.main(suite)


if __name__ == "__main__":
    sys.exit(main())
