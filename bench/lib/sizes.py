"""Start-up, memory, single functions, long work, and the same on PostgreSQL."""
import json
import os
import re
import statistics
import subprocess
import time

from .house import House
from .machine import ROOT, CannotRun, Folder, program, resident_mib
from .rates import seed
from .table import Row, below, info

SEEDED = 100_000
STARTS = 20


def memory(house, what, limit):
    rows = [below(f"resident memory, idle after the start, {what}", resident_mib(house.pid), limit, "MiB")]
    house.caller_load().run(house, seconds=60, more=["--requests", 10000])
    rows.append(below(f"resident memory after 10,000 requests, {what}", resident_mib(house.pid), limit, "MiB"))
    return rows


def start():
    """From spawning to the first answer, on a database that exists; memory with and without people."""
    with Folder() as data:
        with House(data) as house:
            house.instance()
            store_id, file = house.store_id, house.file
        times = []
        for _ in range(STARTS):
            with House(data) as house:
                times.append(house.start_ms)
        rows = [below(f"start to first answer, median of {STARTS}", statistics.median(times), 50, "ms")]
        with House(data) as house:
            rows += memory(house, "empty house", 16)
        seed(file, store_id, 0, SEEDED)
        with House(data) as house:
            rows.append(info(f"  start to first answer with {SEEDED:,} users", f"{house.start_ms:.0f} ms"))
            rows += memory(house, f"{SEEDED:,} users", 64)
    return rows


def policy():
    """The policy engine alone, context given."""
    text = subprocess.run([program("micro/policy_decision")], capture_output=True, text=True, check=True).stdout
    rows = []
    for line in text.splitlines():
        name, figure = re.match(r"policy (.*?)\s{2,}(.*)|(.*)", line).group(1, 2)
        if not name:
            continue
        if "20 statements + 3 SCP levels" in name:
            median = float(re.search(r"median\s+(\d+) ns", figure).group(1))
            rows.append(Row(f"policy {name}", f"{median:.0f} ns median", "", "", "< 1000 ns", median < 1000))
        else:
            rows.append(info(f"  policy {name}", re.sub(r"\s+", " ", figure)))
    return rows


def simulate():
    """SimulatePrincipalPolicy over 1,000 actions: from the request to the whole reply."""
    def iam(action, **members):
        return house.query("iam", "2010-05-08", action, members)

    statements = [{"Effect": "Allow", "Action": [f"svc{i}:Get*", f"svc{i}:List*"], "Resource": "*"} for i in range(20)]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    actions = {f"ActionNames.member.{i + 1}": f"svc{i % 40}:{('Get', 'Put')[i % 2]}Thing{i}" for i in range(1000)}
    with House() as house:
        arn = re.search("<Arn>(.*?)</Arn>", iam("CreateUser", UserName="simulated")).group(1)
        iam("PutUserPolicy", UserName="simulated", PolicyName="p", PolicyDocument=document)
        iam("AttachUserPolicy", UserName="simulated", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        times = []
        for _ in range(60):
            began = time.perf_counter()
            answer = iam("SimulatePrincipalPolicy", PolicySourceArn=arn, **actions)
            times.append((time.perf_counter() - began) * 1000)
    if answer.count("<EvalDecision>") != 1000:
        raise CannotRun("not every action was answered")
    return [below("SimulatePrincipalPolicy, 1,000 actions, 20 statements + ReadOnlyAccess", statistics.median(times[10:]), 5, "ms")]


def assignments():
    """1,200 account assignments: 20 permission sets to a group in 60 accounts, until every role is there."""
    accounts, sets = 60, 20
    with House() as house:
        house.instance()
        ids = house.create_accounts(accounts)
        arns = [house.create_permission_set(f"Set{i}") for i in range(sets)]
        group = house.call("identitystore", "CreateGroup", IdentityStoreId=house.store_id, DisplayName="People")["GroupId"]
        bodies = os.path.join(house.data, "bodies")
        with open(bodies, "w") as f:
            for account in ids:
                for arn in arns:
                    f.write(json.dumps({"InstanceArn": house.instance_arn, "TargetId": account, "TargetType": "AWS_ACCOUNT",
                                        "PermissionSetArn": arn, "PrincipalType": "GROUP", "PrincipalId": group}) + "\n")
        load = house.json_load("sso", "CreateAccountAssignment", "", 32,
                               ["--bodies", bodies, "--ahead", str(accounts * sets)])
        result = load.run(house, seconds=60)
        asked = time.monotonic()
        if result["requests"] != accounts * sets:
            raise CannotRun(f"{result['requests']} of {accounts * sets} requests were answered")
        house.wait("the assignments", lambda: not house.assignments_open(), timeout=120)
        seconds = result["seconds"] + time.monotonic() - asked
        roles = house.count_roles()
    if roles != accounts * sets:
        raise CannotRun(f"{roles} of {accounts * sets} roles were provisioned")
    return [below("1,200 account assignments, all roles provisioned", seconds, 1, "s"),
            info("  of that: until all requests were answered", f"{result['seconds']:.2f} s")]


class Postgres:
    """A cluster as long as this lives, with fsync on: what it answers shall be durable."""

    def __enter__(self):
        script = os.path.join(ROOT, "tests", "support", "postgres.sh")
        self.child = subprocess.Popen([script, "sh", "-c", 'echo "url ${GATEHOUSE_TEST_POSTGRES:-}"; exec sleep 600'],
                                      stdout=subprocess.PIPE, text=True, start_new_session=True)
        line = self.child.stdout.readline()
        while line and not line.startswith("url "):
            line = self.child.stdout.readline()
        self.url = line[4:].strip()
        if not self.url:
            self.__exit__()
            raise CannotRun("PostgreSQL is not installed")
        for sql in ("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()"):
            subprocess.run(["psql", "-qtA", "-d", self.url, "-c", sql], check=True, stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *exc):
        self.child.terminate()
        self.child.wait(timeout=30)
        self.child.stdout.close()


def postgres():
    """Rows 1 and 2 on PostgreSQL: for information."""
    with Postgres() as cluster, House(database=cluster.url) as house:
        house.instance()
        reads = house.caller_load().run(house, seconds=3, warmup=1)
        body = json.dumps({"IdentityStoreId": house.store_id, "UserName": "user-{n}", "DisplayName": "User {n}",
                           "Name": {"GivenName": "User", "FamilyName": "{n}"}})
        writes = house.json_load("identitystore", "CreateUser", body, 64, ["--ahead", "30000"])
        created = writes.run(house, seconds=3, warmup=1)
    return [info("on PostgreSQL: GetCallerIdentity, 64 connections", f"{reads['per_second']:,.0f}/s",
                 f"p99 {reads['p99_us'] / 1000:.1f} ms"),
            info("on PostgreSQL: durable CreateUser, 64 clients", f"{created['per_second']:,.0f}/s",
                 f"p99 {created['p99_us'] / 1000:.1f} ms")]
