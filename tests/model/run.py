#!/usr/bin/env python3
"""Compares model/ with the reference models and the service authorization tables in ../shared.

Every difference must stand in allowed_differences.json with its reason, and every entry there must still be a
difference. Without ../shared the tests are skipped, and say so.
"""

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
import tap  # noqa: E402

SERVICES = ("account", "iam", "identitystore", "organizations", "sso", "sso-admin", "sso-oidc", "sts")
TABLES = {"sso-admin": "sso", "sso-oidc": "sso-oauth", "sso": None}
PREFIXES = {"sso-admin": "sso", "sso-oidc": "sso-oauth"}
ALLOWED = facts.load_json(HERE, "allowed_differences.json")
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
            if not (key in wanted and key in ALLOWED["keys"]) and not is_federated(key):
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
    def test_each_key_that_is_never_in_the_input_exists(self):
        """A key excused for all operations must be one that some table has."""
        known = set()
        for service in SERVICES:
            table = TABLES.get(service, service)
            if table:
                for action in facts.load_json(SHARED, "reference", "service-authorization",
                                              table + ".json")["actions"].values():
                    known.update(action["conditionKeys"], *(r["conditionKeys"] for r in action["resourceTypes"]))
        self.assertEqual([k for k in ALLOWED["keys"] if k not in known], [])


def main():
    suite = unittest.TestSuite([*map(Shapes, SERVICES), *map(Rows, SERVICES)])
    suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(Allowed))
    return tap.main(suite)


if __name__ == "__main__":
    sys.exit(main())
