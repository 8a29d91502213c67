"""A Gatehouse to measure: started on port 0, called with signed requests, and furnished."""
import datetime
import hashlib
import hmac
import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
import urllib.parse

from .machine import BUILD, CannotRun, Folder, Load, pin

BINARY = os.environ.get("GATEHOUSE", os.path.join(BUILD, "gatehouse"))
REGION = "us-east-1"
TARGETS = {"organizations": "AWSOrganizationsV20161128", "sso": "SWBExternalService", "identitystore": "AWSIdentityStore"}
CALLER_BODY = "Action=GetCallerIdentity&Version=2011-06-15"
FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8"


def hmac_sha256(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def sign(method, path, headers, body, service, key):
    """Signature Version 4 over all of @headers; answers them with the signature."""
    stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {**headers, "x-amz-date": stamp}
    names = sorted(headers)
    lines = "".join(f"{n}:{headers[n]}\n" for n in names)
    canonical = "\n".join([method, path, "", lines, ";".join(names), hashlib.sha256(body).hexdigest()])
    scope = f"{stamp[:8]}/{REGION}/{service}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signing = b"AWS4" + key[1].encode()
    for part in scope.split("/"):
        signing = hmac_sha256(signing, part)
    signature = hmac.new(signing, text.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential={key[0]}/{scope}, SignedHeaders={';'.join(names)}, "
                                f"Signature={signature}")
    return headers


class House:
    """A running server; its data directory is its caller's, or a new one."""

    def __init__(self, data=None, database=None, cpus=None):
        self.folder = None if data else Folder()
        self.data = data or self.folder.__enter__()
        self.database, self.cpus = database, cpus

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exc):
        self.stop()
        if self.folder:
            self.folder.__exit__()

    def start(self):
        """Spawns it and waits for its first good answer; keeps how long that took."""
        command = [BINARY, "serve", "--data", self.data, "--listen", "127.0.0.1:0"]
        command += ["--database", self.database] if self.database else []
        began = time.monotonic()
        with open(os.path.join(self.data, "server.log"), "a") as log:
            self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True,
                                          preexec_fn=pin(self.cpus))
        line = self.child.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError(f"gatehouse did not start: {self.log()}")
        self.url = line.split()[-1]
        self.port = int(self.url.rpartition(":")[2])
        status, _ = self.request("GET", "/healthz")
        self.start_ms = (time.monotonic() - began) * 1000
        if status != 200:
            raise RuntimeError(f"/healthz answers {status}")
        with open(os.path.join(self.data, "credentials")) as f:
            text = f.read()
        self.key = tuple(re.search(rf"^aws_{n}\s*=\s*(\S+)", text, re.M).group(1)
                         for n in ("access_key_id", "secret_access_key"))

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(timeout=20)
        finally:
            if self.child.poll() is None:
                self.child.kill()
                self.child.wait()
            self.child.stdout.close()

    @property
    def pid(self):
        return self.child.pid

    @property
    def file(self):
        return os.path.join(self.data, "gatehouse.db")

    def log(self):
        with open(os.path.join(self.data, "server.log")) as f:
            return f.read()[-2000:]

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def call(self, service, operation, **members):
        """A signed call of one of the JSON services."""
        body = json.dumps(members).encode()
        headers = {"host": f"127.0.0.1:{self.port}", "content-type": "application/x-amz-json-1.1",
                   "x-amz-target": f"{TARGETS[service]}.{operation}"}
        status, answer = self.request("POST", "/", body, sign("POST", "/", headers, body, service, self.key))
        if status != 200:
            raise CannotRun(f"{operation} answers {status}: {answer.decode()[:200]}")
        return json.loads(answer or b"{}")

    def query(self, service, version, action, members):
        """A signed call of one of the query services; its XML."""
        headers = {"host": f"127.0.0.1:{self.port}", "content-type": FORM_TYPE}
        body = urllib.parse.urlencode({"Action": action, "Version": version, **members}).encode()
        headers = sign("POST", "/", headers, body, service, self.key)
        status, answer = self.request("POST", "/", body, headers)
        if status != 200:
            raise CannotRun(f"{action} answers {status}: {answer.decode()[:200]}")
        return answer.decode()

    def caller_identity(self):
        headers = {"host": f"127.0.0.1:{self.port}", "content-type": FORM_TYPE}
        body = CALLER_BODY.encode()
        status, answer = self.request("POST", "/", body, sign("POST", "/", headers, body, "sts", self.key))
        if status != 200:
            raise CannotRun(f"GetCallerIdentity answers {status}")
        return answer

    def signing(self, service):
        return ["--key-id", self.key[0], "--secret", self.key[1], "--service", service, "--region", REGION]

    def caller_load(self, cpus=None, more=()):
        """GetCallerIdentity as an SDK sends it, each request signed, with an id of its own under the signature."""
        return Load(["--method", "POST", "--body", CALLER_BODY, "--header", f"Content-Type: {FORM_TYPE}", "--header",
                     "User-Agent: aws-cli/2.9.19 Python/3.11.2 Linux/6.1.0", "--header", "Accept-Encoding: identity",
                     "--header", "amz-sdk-invocation-id: 3fa85f64-5717-4562-b3fc-{n}", "--header",
                     "amz-sdk-request: attempt=1", *self.signing("sts"), "--ahead", "10000", "--cycle", *more], 64, cpus)

    def query_load(self, service, version, action, members, connections):
        """A call of one of the query services, each request signed, with an id of its own under the signature."""
        body = urllib.parse.urlencode({"Action": action, "Version": version, **members})
        return Load(["--method", "POST", "--body", body, "--header", f"Content-Type: {FORM_TYPE}", "--header",
                     "User-Agent: aws-cli/2.9.19 Python/3.11.2 Linux/6.1.0", "--header",
                     "amz-sdk-invocation-id: 3fa85f64-5717-4562-b3fc-{n}", *self.signing(service), "--ahead", "10000",
                     "--cycle"], connections)

    def json_load(self, service, operation, body, connections, more=()):
        return Load(["--method", "POST", "--body", body, "--header", "Content-Type: application/x-amz-json-1.1", "--header",
                     f"X-Amz-Target: {TARGETS[service]}.{operation}", "--header", "User-Agent: aws-cli/2.9.19 Python/3.11.2",
                     *self.signing(service), *more], connections)

    def wait(self, what, probe, timeout=20):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            found = probe()
            if found:
                return found
            time.sleep(0.005)
        raise RuntimeError(f"waited {timeout} s for {what}")

    def instance(self):
        """An Identity Center instance of a new organization: its ARN and its identity store."""
        self.call("organizations", "CreateOrganization", FeatureSet="ALL")
        self.call("sso", "CreateInstance")
        found = self.call("sso", "ListInstances")["Instances"][0]
        self.instance_arn, self.store_id = found["InstanceArn"], found["IdentityStoreId"]

    def create_accounts(self, count):
        def made():
            return not self.call("organizations", "ListCreateAccountStatus", States=["IN_PROGRESS"])["CreateAccountStatuses"]

        for i in range(count):
            if i % 5 == 0:  # as many as may be under way at a time
                self.wait("accounts", made)
            self.call("organizations", "CreateAccount", AccountName=f"Account {i}", Email=f"account{i}@example.com")
        self.wait("accounts", made)
        management = self.call("organizations", "DescribeOrganization")["Organization"]["MasterAccountId"]
        found, token = [], {}
        while True:
            page = self.call("organizations", "ListAccounts", **token)
            found += [a["Id"] for a in page["Accounts"] if a["Id"] != management]
            if "NextToken" not in page:
                return found
            token = {"NextToken": page["NextToken"]}

    def create_permission_set(self, name):
        made = self.call("sso", "CreatePermissionSet", InstanceArn=self.instance_arn, Name=name, SessionDuration="PT4H")
        arn = made["PermissionSet"]["PermissionSetArn"]
        self.call("sso", "AttachManagedPolicyToPermissionSet", InstanceArn=self.instance_arn, PermissionSetArn=arn,
                  ManagedPolicyArn="arn:aws:iam::aws:policy/PowerUserAccess")
        return arn

    def assignments_open(self):
        return self.call("sso", "ListAccountAssignmentCreationStatus", InstanceArn=self.instance_arn,
                         Filter={"Status": "IN_PROGRESS"})["AccountAssignmentsCreationStatus"]

    def invite(self, user):
        """The one-time link to set a password, as path and query."""
        command = [BINARY, "invite", "--data", self.data, "--url", self.url, user]
        link = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        return urllib.parse.urlsplit(link)._replace(scheme="", netloc="").geturl()

    def count_roles(self):
        with sqlite3.connect(self.file) as db:
            return db.execute("SELECT COUNT(*) FROM iam_role WHERE owner = 'SSO' AND removed_ms IS NULL").fetchone()[0]
