#!/usr/bin/env python3
"""Compares model/ with the reference models and the service authorization tables in ../shared.

Every difference must stand in allowed_differences.json with its reason, and every entry there must still be a
difference. Without ../shared the tests are skipped, and say so.
"""

import fnmatch
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.path.join(os.path.dirname(ROOT), "shared")
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(ROOT, "gen"), os.path.join(ROOT, "tests", "support")]

import facts  # noqa: E402
import gen  # noqa: E402
from smithy import paths  # noqa: E402
import tap  # noqa: E402

SERVICES = ("account", "iam", "identitystore", "organizations", "sso", "sso-admin", "sso-oidc", "sts")
TABLES = {"sso-admin": "sso", "sso-oidc": "sso-oauth", "sso": None}
PREFIXES = {"sso-admin": "sso", "sso-oidc": "sso-oauth"}
ALLOWED = facts.load_json(HERE, "allowed_differences.json")
FEDERATED = ("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity")
EXCUSED = set()  # keys of ALLOWED["keys"] that some row of a table has and ours lacks
PRESENT = os.path.isdir(os.path.join(SHARED, "models"))


def model(name):
    return gen.load_checked(os.path.join(ROOT, "model", name + ".smithy"))


def reasoned(test, found, allowed):
    """Each difference has its reason, and each reason its difference."""
    test.assertEqual({k: v for k, v in found.items() if k not in allowed}, {}, "differences without a reason")
    test.assertEqual([k for k in allowed if k not in found], [], "reasons for what is no difference any more")
    test.assertTrue(all(len(reason) > 10 for reason in allowed.values()), "a reason says something")


@unittest.skipUnless(PRESENT, "../shared is absent")
class Shapes(unittest.TestCase):
    """Every operation, member, type, bound, pattern, enum, error, binding and page rule of one service."""

    def __init__(self, service):
        super().__init__("check")
        self.service, self.tap_name = service, f"model {service}"
        self.maxDiff = None

    def check(self):
        wanted = facts.reference(os.path.join(SHARED, "models", self.service))
        found = facts.ours(model(self.service))
        self.assertGreater(len(wanted), 50)
        different = {k: (found.get(k), wanted.get(k)) for k in {*wanted, *found} if found.get(k) != wanted.get(k)}
        reasoned(self, different, ALLOWED["models"].get(self.service, {}))


@unittest.skipUnless(PRESENT, "../shared is absent")
class Rows(unittest.TestCase):
    """The action, resource types, ARN forms and condition keys of each operation of one service."""

    def __init__(self, service):
        super().__init__("check")
        self.service, self.tap_name = service, f"rows {service}"
        self.maxDiff = None

    def check(self):
        table = TABLES.get(self.service, self.service)
        self.table = facts.load_json(SHARED, "reference", "service-authorization", table + ".json") if table else None
        different = {}
        for op in model(self.service).operations:
            self.compare(op, different)
        rows = dict(ALLOWED["rows"].get(self.service, {}))
        reasoned(self, different, rows)

    def compare(self, op, different):
        actions = self.table["actions"] if self.table else {}
        action = actions.get(op.name.lower())
        if "none" in op.authorize or not action:
            if action:
                different[f"{op.name}.action"] = ("none", action["name"])
            elif "action" in op.authorize:
                different[f"{op.name}.action"] = (op.authorize["action"], "none")
            return
        self.equal(different, f"{op.name}.action", op.authorize["action"],
                   f"{PREFIXES.get(self.service, self.service)}:{action['name']}")
        resources = op.authorize.get("resources", [])
        self.equal(different, f"{op.name}.resources", sorted({r["type"] for r in resources}),
                   sorted({r["name"] for r in action["resourceTypes"]}))
        for r in resources:
            self.compare_arn(op, r, different)
        wanted = set(action["conditionKeys"]).union(*(r["conditionKeys"] for r in action["resourceTypes"]))
        found = {k["key"] for k in op.authorize.get("keys", [])}
        for key in sorted(wanted ^ found):
            if key in wanted and key in ALLOWED["keys"]:
                EXCUSED.add(key)
            elif not (is_federated(key) and op.name in FEDERATED):
                different[f"{op.name}.{key}"] = ("there" if key in found else "missing",)

    def equal(self, different, key, found, wanted):
        if found != wanted:
            different[key] = (found, wanted)

    def compare_arn(self, op, resource, different):
        """A template that spells an ARN out has the form of the table; one that is all {Member} is taken as sent."""
        if "arn" not in resource or resource["arn"].startswith("{"):
            return
        form = next(r["arn"] for r in self.table["resourceTypes"].values() if r["key"] == resource["type"])
        pattern = re.sub(r"\\\$\\\{\w+\\\}", ".+", re.escape(form))
        if not re.fullmatch(pattern, re.sub(r"\$?\{[^}]*\}", "X", resource["arn"])):
            different[f"{op.name}.{resource['type']}.arn"] = (resource["arn"], form)


def is_federated(key):
    """Keys of identity providers (accounts.google.com:aud, saml:cn, token.actions...:sub), not of the call's input."""
    return "." in key.split(":")[0] or key.split(":")[0] in ("saml", "cognito-identity")


@unittest.skipUnless(PRESENT, "../shared is absent")
class Allowed(unittest.TestCase):
    def test_each_key_that_is_never_in_the_input_is_a_difference(self):
        """A key excused for all operations must be missing in some row, for a reason. Runs after the rows."""
        self.assertEqual([k for k in ALLOWED["keys"] if k not in EXCUSED], [])
        self.assertTrue(all(len(reason) > 10 for reason in ALLOWED["keys"].values()))

    def test_no_reason_waits_for_an_operation_that_is_built(self):
        """What was put off until an operation exists is due once it does."""
        late = [f"{service}.{row}: {reason}" for service, rows in ALLOWED["rows"].items() for row, reason in rows.items()
                if re.search(r"\b(when|until|once|comes with|later)\b", reason) and is_built(service, row.split(".")[0])]
        self.assertEqual(late, [])


class Tagging(unittest.TestCase):
    """Who makes something with tags must be allowed to tag it: the row asks for that action too."""

    def test_whatever_takes_tags_asks_for_the_action_of_tagging(self):
        different, found = {}, 0
        for service in SERVICES:
            for op in model(service).operations:
                if "none" in op.authorize or not (op.input and op.input.member("Tags")) or re.search(":Tag", op.authorize["action"]):
                    continue
                asked = [a["action"] for a in op.authorize.get("also", []) if a["tags"] == "Tags"]
                found += bool(asked)
                if not any(re.match(PREFIXES.get(service, service) + ":Tag", action) for action in asked):
                    different[f"{service} {op.name}"] = asked
        self.assertGreater(found, 15)
        reasoned(self, different, ALLOWED["tagging"])

    @unittest.skipUnless(PRESENT, "../shared is absent")
    def test_each_action_on_top_is_one_of_the_table_with_keys_of_its_own(self):
        for service in SERVICES:
            table = TABLES.get(service, service)
            actions = facts.load_json(SHARED, "reference", "service-authorization", table + ".json")["actions"] if table else {}
            for op in model(service).operations:
                for also in op.authorize.get("also", []):
                    action = actions[also["action"].split(":")[1].lower()]
                    known = set(action["conditionKeys"]).union(*(r["conditionKeys"] for r in action["resourceTypes"]))
                    self.assertEqual({k["key"] for k in paths.further_keys(also)} - known, set(), op.name)


@unittest.skipUnless(PRESENT, "../shared is absent")
class Federated(unittest.TestCase):
    """The keys of identity providers, which no row names, are those that the reading of assertions knows."""

    def test_each_key_of_a_provider_is_supplied(self):
        table = facts.load_json(SHARED, "reference", "service-authorization", "sts.json")
        actions = [table["actions"][name.lower()] for name in FEDERATED]
        keys = {k for a in actions for k in [*a["conditionKeys"], *(k for r in a["resourceTypes"] for k in r["conditionKeys"])]}
        keys = {k for k in keys if is_federated(k)}
        missing = [k for k in sorted(keys) if not is_supplied(k)]
        self.assertGreater(len(keys), 100)
        self.assertEqual([k for k in missing if k not in ALLOWED["providers"]], [])
        self.assertEqual([k for k in ALLOWED["providers"] if k not in missing], [])
        self.assertTrue(all(len(reason) > 10 for reason in ALLOWED["providers"].values()))


def source(name):
    with open(os.path.join(ROOT, "src", "service", "sts", name), encoding="utf-8") as f:
        return f.read()


def provider_claims():
    """Pairs of a provider's pattern and the claims that claims.c takes from its tokens."""
    text = source("claims.c")
    named = {name: re.findall(r'GH_S_INIT\("([^"]+)"\)', body)
             for name, body in re.findall(r"#define (\w+)((?:[^\n]*\\\n)+[^\n]*)\n", text)}
    rows = re.findall(r'\{GH_S_INIT\("([^"]+)"\),\s*(?:(\w+)|\{(.*?)\})\}', text, re.S)
    return [(pattern, named[name] if name else re.findall(r'GH_S_INIT\("([^"]+)"\)', claims)) for pattern, name, claims in rows]


def is_supplied(key):
    provider, claim = key.split(":", 1)
    if provider == "saml":
        return f'"{key}"' in source("saml.c") + source("saml_attributes.c")
    if claim in ("aud", "sub", "oaud", "amr"):
        return f'key_of(a, source, GH_S("{claim}"))' in source("claims.c") or f'key_of(a, s, GH_S("{claim}"))' in source("claims.c")
    name = re.sub(r"\$\{\w+\}", "x", provider)
    return any(fnmatch.fnmatchcase(name, pattern) and claim in claims for pattern, claims in provider_claims())


def is_built(service, operation):
    return any(op.name == operation and op.built for op in model(service).operations)


def main():
    suite = unittest.TestSuite([*map(Shapes, SERVICES), *map(Rows, SERVICES)])
    for case in (Allowed, Tagging, Federated):
        suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    return tap.main(suite)


if __name__ == "__main__":
    sys.exit(main())
