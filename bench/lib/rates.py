"""The rates against their ceilings: figure and ceiling take turns, A B A B, and the median of the turns' ratios counts."""
import json
import os
import re
import sqlite3
import statistics
import subprocess
import urllib.parse

from .browser import Browser
from .house import BINARY, House
from .machine import (CLIENT_CPU, SERVER_CPU, BareHttp, CannotRun, Folder, Load, argon2_parameters, commits, medians,
                      program, run_json)
from .table import against, info

PASSWORD = "Correct-horse-7-battery"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
GROUP_MAX = 64


def turns(rounds, figure, ceiling, key="per_second"):
    """Lets both run in turn; answers their medians and the median ratio."""
    figures, ceilings = [], []
    for i in range(rounds):
        figures.append(figure(i))
        ceilings.append(ceiling(i))
    ratio = statistics.median(f[key] / c[key] for f, c in zip(figures, ceilings))
    return figures, ceilings, ratio


def read():
    """sts GetCallerIdentity, every request signed, against bare libmicrohttpd on the same processor."""
    with House(cpus=SERVER_CPU) as house:
        body_bytes = len(house.caller_identity())
        load = house.caller_load(cpus=CLIENT_CPU, more=["--spin"] if SERVER_CPU != CLIENT_CPU else [])
        with BareHttp("bare_mhd", body_bytes, SERVER_CPU) as bare, \
                BareHttp("http_constant", body_bytes, SERVER_CPU) as ours:
            load.run(house)  # warm
            listener = []

            def ceiling(_):
                listener.append(load.run(ours))
                return load.run(bare)

            got, bare_got, ratio = turns(7, lambda _: load.run(house), ceiling)
    mine, its, constant = (medians(r, ("per_second", "cpu_us", "event_us")) for r in (got, bare_got, listener))
    return [against("signed read: GetCallerIdentity, server on one core", mine["per_second"],
                    its["per_second"], 0.6, peer="bare libmicrohttpd", ratio=ratio),
            info("  CPU a request: event threads, audit writer",
                 f"{mine['event_us']:.1f} + {mine['cpu_us'] - mine['event_us']:.1f} us",
                 f"{its['cpu_us']:.1f} us bare; {constant['cpu_us']:.1f} us src/http with a constant")]


def count(database, table):
    with sqlite3.connect(database) as db:
        return db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


class Inserts:
    """The bare loop: the rows that the house wrote, into a fresh database of the same schema. Audit events are rows of
    many: as many as were committed together."""

    def __init__(self, house, tables):
        # Only what is written from now on.
        with sqlite3.connect(house.file) as db:
            last = db.execute("SELECT COALESCE(MAX(rowid), 0) FROM audit_block").fetchone()[0]
        self.house, self.tables = house, [t.replace("audit_block", f"audit_block WHERE rowid > {last}") for t in tables]
        tables = self.tables
        self.rows_before, self.commits_before = count(house.file, tables[0]), commits(house.file)

    def group(self):
        """How many rows of the first table the server put in a transaction, on average."""
        done = max(1, commits(self.house.file) - self.commits_before)
        return max(1, min(GROUP_MAX, round((count(self.house.file, self.tables[0]) - self.rows_before) / done)))

    def events(self):
        """How many audit events the server put in a transaction, on average."""
        with sqlite3.connect(self.house.file) as db:
            written = db.execute(f"SELECT SUM(events) FROM {self.tables[-1]}").fetchone()[0] or 0
        return round(written / max(1, commits(self.house.file) - self.commits_before))

    def run(self, group, seconds=1.5):
        with Folder() as folder:
            subprocess.run([BINARY, "init", "--data", folder], check=True, capture_output=True)
            return run_json([program("ceiling/insert_rows"), self.house.file, os.path.join(folder, "gatehouse.db"), group,
                             seconds, *self.tables])


def create_user():
    """CreateUser, each durable, against a bare loop that inserts the same rows in groups of the same size."""
    with House() as house:
        house.instance()
        body = json.dumps({"IdentityStoreId": house.store_id, "UserName": "user-{n}", "DisplayName": "User {n}",
                           "Name": {"GivenName": "User", "FamilyName": "{n}"}})
        load = house.json_load("identitystore", "CreateUser", body, 64, ["--ahead", "30000"])
        load.run(house, more=["--from", "0"])
        inserts = Inserts(house, ["identity_user", "group:audit_block"])
        groups = []

        def figure(i):
            result = load.run(house, seconds=2, more=["--from", (i + 1) * 1000000])
            groups.append(inserts.group())
            return result

        got, bare, ratio = turns(5, figure, lambda _: inserts.run(groups[-1]))
    mine = medians(got, ("per_second", "cpu_us", "p99_us"))
    return [against("durable CreateUser, 64 clients", mine["per_second"], medians(bare, ("per_second",))["per_second"],
                    0.5, peer=f"bare inserts in groups of {groups[-1]}", ratio=ratio),
            info("  CPU a request; p99", f"{mine['cpu_us']:.1f} us; {mine['p99_us'] / 1000:.1f} ms")]


def post_json(house, path, **members):
    status, answer = house.request("POST", path, json.dumps(members).encode(), {"Content-Type": "application/json"})
    if status != 200:
        raise CannotRun(f"{path} answers {status}: {answer.decode()[:200]}")
    return json.loads(answer)


def portal_token(house, user="jdoe"):
    """Signs a person in by the device flow, as a browser and the AWS CLI would."""
    browser = Browser(house.port)
    browser.set_password(house.invite(user), PASSWORD)
    client = post_json(house, "/client/register", clientName="bench", clientType="public", scopes=["sso:account:access"])
    who = {"clientId": client["clientId"], "clientSecret": client["clientSecret"]}
    device = post_json(house, "/device_authorization", startUrl=f"{house.url}/start", **who)
    link = urllib.parse.urlsplit(device["verificationUriComplete"])._replace(scheme="", netloc="").geturl()
    browser.approve_device(link, user, PASSWORD)
    return post_json(house, "/token", grantType=DEVICE_GRANT, deviceCode=device["deviceCode"], **who)["accessToken"]


def furnish(house):
    """jdoe with a role in one account; answers the path of its credentials."""
    house.instance()
    account = house.create_accounts(1)[0]
    user = house.call("identitystore", "CreateUser", IdentityStoreId=house.store_id, UserName="jdoe", DisplayName="John Doe",
                      Name={"GivenName": "John", "FamilyName": "Doe"})["UserId"]
    house.call("sso", "CreateAccountAssignment", InstanceArn=house.instance_arn, TargetId=account,
               TargetType="AWS_ACCOUNT", PermissionSetArn=house.create_permission_set("DeveloperAccess"),
               PrincipalType="USER", PrincipalId=user)
    house.wait("the assignment", lambda: not house.assignments_open())
    return f"/federation/credentials?role_name=DeveloperAccess&account_id={account}"


def credentials():
    """The portal's GetRoleCredentials, its audit event durable before the reply, against the lesser of two ceilings."""
    with House() as house:
        path = furnish(house)
        headers = {"x-amz-sso_bearer_token": portal_token(house)}
        status, body = house.request("GET", path, headers=headers)
        if status != 200:
            raise CannotRun(f"GetRoleCredentials answers {status}: {body.decode()[:200]}")
        load = Load(["--path", path, "--header", f"x-amz-sso_bearer_token: {headers['x-amz-sso_bearer_token']}", "--header",
                     "User-Agent: aws-cli/2.9.19 Python/3.11.2", "--replay"], 256)
        return audited(house, load, "GetRoleCredentials", len(body))


def assume_role():
    """sts AssumeRole, signed, its audit event durable before the reply, against the lesser of two ceilings."""
    with House() as house:
        account = re.search("<Account>(.*?)</Account>", house.caller_identity().decode()).group(1)
        trust = {"Version": "2012-10-17",
                 "Statement": {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "sts:AssumeRole"}}
        house.query("iam", "2010-05-08", "CreateRole",
                    {"RoleName": "bench", "AssumeRolePolicyDocument": json.dumps(trust)})
        role = {"RoleArn": f"arn:aws:iam::{account}:role/bench", "RoleSessionName": "bench"}
        body = house.query("sts", "2011-06-15", "AssumeRole", role)
        return audited(house, house.query_load("sts", "2011-06-15", "AssumeRole", role, 256), "AssumeRole", len(body))


def unstalled(load, server):
    """Runs the load on the bare library, which stands still at times: where exactly 128 connections of a thread are
    ready at once (docs/decisions/event-loops.md)."""
    while True:
        result = load.run(server)
        if result["requests"] > load.connections:
            return result


def audited(house, load, event, body_bytes):
    """An operation that writes nothing but its audit event, against the lesser of bare HTTP and bare inserts of events."""
    load.run(house)
    inserts = Inserts(house, ["audit_block"])
    groups, http, rows = [], [], []
    with BareHttp("bare_mhd", body_bytes) as bare:

        def figure(_):
            result = load.run(house, seconds=2)
            groups.append(inserts.group())
            return result

        def ceiling(_):
            http.append(unstalled(load, bare))
            rows.append(inserts.run(groups[-1]))
            return min(http[-1], rows[-1], key=lambda r: r["per_second"])

        got, lesser, ratio = turns(5, figure, ceiling)
    mine = medians(got, ("per_second", "cpu_us", "p99_us"))
    both = [medians(r, ("per_second",))["per_second"] for r in (http, rows)]
    return [against(f"{event}, durable audit event, {load.connections} clients", mine["per_second"],
                    medians(lesser, ("per_second",))["per_second"], 0.5,
                    peer=lesser_is(both, inserts.events()), ratio=ratio),
            info("  CPU a request; p99; events a commit",
                 f"{mine['cpu_us']:.1f} us; {mine['p99_us'] / 1000:.1f} ms; {inserts.events()}",
                 f"libmicrohttpd {both[0]:,.0f}/s, inserts {both[1]:,.0f}/s")]


def lesser_is(both, events):
    return "bare libmicrohttpd" if both[0] < both[1] else f"bare inserts of the same events, {events} a commit"


def seed(house_file, store_id, first, number, *password):
    attributes = json.dumps({"UserName": "{name}", "UserId": "{id}", "IdentityStoreId": store_id, "DisplayName": "Seed",
                             "Name": {"GivenName": "Seed", "FamilyName": "User"}})
    subprocess.run([program("seed/seed"), f"sqlite:{house_file}", store_id, str(first), str(number), attributes, *password],
                   check=True, timeout=120)


def signin():
    """Password sign-ins by the HTML form, against as many threads as there are cores that only hash."""
    with House() as house:
        house.instance()
        seed(house.file, house.store_id, 0, 4000, PASSWORD)
        with sqlite3.connect(house.file) as db:
            phc = db.execute("SELECT hash FROM identity_password LIMIT 1").fetchone()[0]
        browser = Browser(house.port)
        browser.open("/signin")
        browser.submit(user_name="seed-NUMBER")
        path, body = browser.form_body(password=PASSWORD)
        cookie = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
        load = Load(["--method", "POST", "--path", path, "--body", body.replace("NUMBER", "{n}"), "--expect", "303",
                     "--header", f"Cookie: {cookie}", "--header", f"Origin: {house.url}", "--header",
                     "Content-Type: application/x-www-form-urlencoded"], 64)
        cores = os.cpu_count()
        hash_only = [program("ceiling/hash_only"), cores, 2, *argon2_parameters(phc)]
        got, bare, ratio = turns(5, lambda i: load.run(house, seconds=3, warmup=1, more=["--from", i * 600]),
                                 lambda _: run_json(hash_only))
    return [against(f"password sign-ins, {cores} cores", medians(got, ("per_second",))["per_second"],
                    medians(bare, ("per_second",))["per_second"], 0.9, peer="bare argon2id", ratio=ratio)]
