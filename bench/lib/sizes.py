"""Start-up, memory, single functions, long work, and the same on PostgreSQL."""
import json
import os
import re
import shutil
import statistics
import subprocess
import time

from .house import House
from .machine import ROOT, CannotRun, Folder, program, resident_mib, run_json
from .rates import seed
from .table import Row, below, info, skipped

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


POLICY_BARS = {  # figure: median and p99 at most, in ns
    "decision, 20 statements + 3 SCP levels": (1000, 3000),
    "decision, 1,000 statements + 3 SCP levels": (10000, None),
    "decision, 1,000 statements of one service + 3 SCPs": (10000, None),
}
COMPILE_BAR = 50  # MB/s


def policy_row(name, figure):
    compiled = re.match(r"(\d+) MB/s", figure)
    if compiled:
        speed = int(compiled.group(1))
        return Row(f"policy {name}", f"{speed} MB/s", "", "", f">= {COMPILE_BAR} MB/s", speed >= COMPILE_BAR)
    median, p99 = map(int, re.search(r"median\s+(\d+) ns\s+p99\s+(\d+) ns", figure).groups())
    text = f"{median:,} ns median, {p99:,} ns p99"
    if name not in POLICY_BARS:
        return info(f"  policy {name}", text)
    at_most = POLICY_BARS[name]
    bar = ", ".join(f"{what} < {limit:,} ns" for what, limit in zip(("median", "p99"), at_most) if limit)
    return Row(f"policy {name}", text, "", "", bar, median < at_most[0] and (not at_most[1] or p99 < at_most[1]))


def policy():
    """The policy engine alone, context given; and Cedar on the same questions."""
    text = subprocess.run([program("micro/policy_decision")], capture_output=True, text=True, check=True).stdout
    figures = dict(re.findall(r"^policy (.*?)\s{2,}(.*)$", text, re.M))
    return [policy_row(name, figure) for name, figure in figures.items()] + cedar(figures)


def cedar(figures):
    """Cedar's own npm build, its policies parsed beforehand, beside our median; it pays for the way from JavaScript too."""
    what = "  Cedar on the same questions"
    folder = os.path.join(ROOT, "bench", "peer")
    if not shutil.which("npm"):
        return [skipped(what, "npm is not installed")]
    if not os.path.isdir(os.path.join(folder, "node_modules", "@cedar-policy")):
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        if subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120).returncode:
            return [skipped(what, "@cedar-policy/cedar-wasm could not be fetched")]
    rows = []
    for peer in run_json(["node", os.path.join(folder, "cedar.mjs")], timeout=300):
        figure = figures[f"decision, {peer['policies']:,} statements + 3 SCP levels"]
        median = int(re.search(r"median\s+(\d+) ns", figure).group(1))
        rows.append(Row(f"{what}, {peer['policies']:,} statements", f"{median / 1000:,.2f} us",
                        f"{peer['median_ns'] / 1000:,.0f} us Cedar (wasm)", f"{peer['median_ns'] / median:,.0f} x"))
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
