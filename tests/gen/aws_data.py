#!/usr/bin/env python3
"""The AWS CLI's models that gen/aws_data.py makes say what model/ says, and (where ../shared is there) what AWS's say."""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.path.join(os.path.dirname(ROOT), "shared", "models")
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(ROOT, "gen"), os.path.join(ROOT, "tests", "model"), os.path.join(ROOT, "tests", "support")]

import aws_data  # noqa: E402
import facts  # noqa: E402
import tap  # noqa: E402
from smithy.model import load  # noqa: E402

MODELS = sorted(glob.glob(os.path.join(ROOT, "model", "*.smithy")))
# Nothing of these reaches the wire: texts, what clients do not read, and defaults that are spelled out.
WORDS = ("documentation", "serviceAbbreviation", "serviceFullName", "globalEndpoint", "auth", "senderFault", "box",
         "deprecatedMessage", "fault")
ALLOWED = {
    "sso/shapes/GetRoleCredentialsRequest/required": "the portal's cookie may stand in its place",
    "sso/shapes/ListAccountRolesRequest/required": "the portal's cookie may stand in its place",
    "sso/shapes/ListAccountsRequest/required": "the portal's cookie may stand in its place",
    "sso/shapes/LogoutRequest/required": "the portal's cookie may stand in its place",
    "sso-oidc/shapes/AuthCode/sensitive": "see tests/model/allowed_differences.json",
    "sso-oidc/shapes/DeviceCode/sensitive": "see tests/model/allowed_differences.json",
    "sso-oidc/shapes/UserCode/sensitive": "see tests/model/allowed_differences.json",
    "iam/shapes/AttachmentName/pattern": "see tests/model/allowed_differences.json",
    "sts/shapes/tokenType/sensitive": "see tests/model/allowed_differences.json",
    "sts/metadata/signingName": "the endpoint prefix, said twice",
    "iam/metadata/signingName": "the endpoint prefix, said twice",
    "organizations/metadata/signingName": "the endpoint prefix, said twice",
    "account/metadata/jsonVersion": "restJson1 has no version; AWS writes it for some services",
    "organizations/pagination/ListAccountsWithInvalidEffectivePolicy/non_aggregate_keys": "keeps what AWS's CLI drops",
    "organizations/pagination/ListEffectivePolicyValidationErrors/non_aggregate_keys": "keeps what AWS's CLI drops",
}


def made(service):
    return {os.path.basename(path): json.loads(text) for path, text in aws_data.files(service)}


def differences(path, aws, ours):
    if isinstance(aws, dict) and isinstance(ours, dict):
        for key in sorted({*aws, *ours} - set(WORDS)):
            yield from differences(f"{path}/{key}", aws.get(key), ours.get(key))
    elif aws != ours and not (path.endswith("/responseCode") and aws == 200) and not (aws is None and ours == {}):
        yield path


class Service(unittest.TestCase):
    def __init__(self, method, model):
        super().__init__(method)
        self.service = load(model)
        self.tap_name = f"{self.service.name}: {method}"

    def says_what_the_model_says(self):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in aws_data.files(self.service):
                with open(os.path.join(folder, os.path.basename(path)), "w", encoding="utf-8") as f:
                    f.write(text)
            read, ours = facts.reference(folder), facts.ours(self.service)
        for key in {*read, *ours}:
            if not key.endswith((".items", ".more", ".error")):
                self.assertEqual(read.get(key), ours.get(key), key)
        self.assertGreater(len(read), 50)

    def says_what_aws_says(self):
        folder = os.path.join(SHARED, self.service.name)
        if not os.path.isdir(folder):
            self.skipTest("../shared is absent")
        for name, ours in made(self.service).items():
            found = set(differences(self.service.name, facts.load_json(folder, name), ours))
            self.assertEqual(sorted(found - set(ALLOWED)), [])

    def holds_no_text_but_ours(self):
        documents = [o["documentation"] for o in made(self.service)["service-2.json"]["operations"].values()
                     if "documentation" in o]
        self.assertEqual(documents, [f"<p>{o.doc}</p>" for o in self.service.operations if o.doc])


class Table(unittest.TestCase):
    def test_the_packed_table_holds_the_files(self):
        text = aws_data.table([load(m) for m in MODELS])
        packed = text[text.index("aws_data_packed[] = {"):].split("{")[1]
        data = zlib.decompress(bytes(map(int, re.findall(r"\d+", packed))))
        rows = re.findall(r'\{"([\w-]+)", "([\d-]+)", "([\w.-]+)", (\d+), (\d+)\}', text)
        self.assertEqual(len(rows), 2 * len(MODELS))
        for service, version, name, at, size in rows:
            body = data[int(at):int(at) + int(size)]
            wanted = dict(aws_data.files(load(os.path.join(ROOT, "model", service + ".smithy"))))
            self.assertEqual(body.decode(), wanted[f"{service}/{version}/{name}"])

    def test_a_run_writes_only_what_changed(self):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "table.c")
            command = [sys.executable, os.path.join(ROOT, "gen", "aws_data.py"), "table", out, MODELS[0]]
            subprocess.run(command, check=True)
            os.utime(out, (1, 1))
            subprocess.run(command, check=True)
            self.assertEqual(os.stat(out).st_mtime, 1)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Table)
    for model in MODELS:
        suite.addTests(Service(m, model) for m in
                       ("says_what_the_model_says", "says_what_aws_says", "holds_no_text_but_ours"))
    return tap.main(suite)


if __name__ == "__main__":
    sys.exit(main())
