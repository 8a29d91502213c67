"""The organization of a very large customer: what people and administrators feel of its size."""
import http.client
import json
import statistics
import subprocess
import threading
import time

from .house import House
from .machine import CannotRun, Folder, Load, program, resident_mib
from .rates import portal_token
from .table import below, info

PAGES = 50  # of 100 accounts: what the traveller has
MEMBERS = 500


def portal_load(path, token):
    return Load(["--path", path, "--header", f"x-amz-sso_bearer_token: {token}", "--header",
                 "User-Agent: aws-cli/2.9.19 Python/3.11.2", "--replay"], 1)


def seed(data):
    """The house, seeded; answers its server's names for things."""
    with House(data) as house:
        house.instance()
        organization = house.call("organizations", "DescribeOrganization")["Organization"]["Id"]
        root = house.call("organizations", "ListRoots")["Roots"][0]["Id"]
        people = [house.call("identitystore", "CreateUser", IdentityStoreId=house.store_id, UserName=name, DisplayName=name,
                             Name={"GivenName": name, "FamilyName": name})["UserId"] for name in ("jdoe", "traveller")]
        store_id, instance_arn = house.store_id, house.instance_arn
    began = time.monotonic()
    subprocess.run([program("seed/organization"), data, organization, root, instance_arn.split("/")[-1], store_id, *people],
                   check=True, timeout=900, capture_output=True)
    return store_id, instance_arn, time.monotonic() - began


def all_pages_ms(house, token):
    """Every account of the traveller, page after page on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    began, found, pages, query = time.perf_counter(), 0, 0, ""
    while True:
        connection.request("GET", f"/assignment/accounts?max_result=100{query}", headers={"x-amz-sso_bearer_token": token})
        page = json.loads(connection.getresponse().read())
        found, pages = found + len(page["accountList"]), pages + 1
        if not page.get("nextToken"):
            break
        query = f"&next_token={page['nextToken']}"
    spent = (time.perf_counter() - began) * 1000
    connection.close()
    if (found, pages) != (PAGES * 100, PAGES):
        raise CannotRun(f"the traveller has {found} accounts on {pages} pages")
    return spent


def everywhere(house):
    """The permission set that is in every account, and one of these accounts."""
    token = {}
    while True:
        page = house.call("sso", "ListPermissionSets", InstanceArn=house.instance_arn, MaxResults=100, **token)
        for arn in page["PermissionSets"]:
            found = house.call("sso", "DescribePermissionSet", InstanceArn=house.instance_arn, PermissionSetArn=arn)
            if found["PermissionSet"]["Name"] == "Everywhere":
                accounts = house.call("sso", "ListAccountsForProvisionedPermissionSet", InstanceArn=house.instance_arn,
                                      PermissionSetArn=arn)
                return arn, accounts["AccountIds"][0]
        if "NextToken" not in page:
            raise CannotRun("no permission set Everywhere")
        token = {"NextToken": page["NextToken"]}


def p99(what, load, house, limit, seconds=2, more=()):
    load.run(house, more=more)
    result = load.run(house, seconds=seconds, more=more)
    if result["errors"]:
        raise CannotRun(f"{what}: {result['errors']} errors")
    return below(what, result["p99_us"] / 1000, limit, "ms p99")


def add_members(house):
    """New members of a group of a hundred thousand people, one after another."""
    users, token = [], {}
    while len(users) < MEMBERS:
        page = house.call("identitystore", "ListUsers", IdentityStoreId=house.store_id, MaxResults=100, **token)
        users += [u["UserId"] for u in page["Users"]]
        token = {"NextToken": page["NextToken"]}
    group = house.call("identitystore", "CreateGroup", IdentityStoreId=house.store_id, DisplayName="Late")["GroupId"]
    bodies = f"{house.data}/bodies"
    with open(bodies, "w") as f:
        for user in users:
            f.write(json.dumps({"IdentityStoreId": house.store_id, "GroupId": group, "MemberId": {"UserId": user}}) + "\n")
    load = house.json_load("identitystore", "CreateGroupMembership", "", 1, ["--bodies", bodies])
    return below("adding a user to a group", load.run(house, seconds=60)["p99_us"] / 1000, 10, "ms p99")


def page_costs(house):
    """Pages at the end of a long list cost what those at its beginning do."""
    lists = [("identitystore", "ListUsers", {"IdentityStoreId": house.store_id}),
             ("identitystore", "ListGroups", {"IdentityStoreId": house.store_id}),
             ("organizations", "ListAccounts", {}), ("sso", "ListPermissionSets", {"InstanceArn": house.instance_arn})]
    rows = []
    for service, operation, members in lists:
        times, token = [], {}
        while True:
            began = time.perf_counter()
            page = house.call(service, operation, **members, **token)
            times.append(time.perf_counter() - began)
            if "NextToken" not in page:
                break
            token = {"NextToken": page["NextToken"]}
        first, last = statistics.median(times[1:11]), statistics.median(times[-11:-1])
        rows.append(below(f"{operation}: a page at the end, a page at the beginning ({len(times)} pages)", last / first, 2, "x"))
    return rows


def provision(house, arn):
    """One set into 5,000 accounts; what reads feel meanwhile."""
    house.call("sso", "UpdatePermissionSet", InstanceArn=house.instance_arn, PermissionSetArn=arn, Description="changed")
    reads = []
    reader = threading.Thread(target=lambda: reads.append(house.caller_load().run(house, seconds=1)))
    began = time.monotonic()
    request = house.call("sso", "ProvisionPermissionSet", InstanceArn=house.instance_arn, PermissionSetArn=arn,
                         TargetType="ALL_PROVISIONED_ACCOUNTS")["PermissionSetProvisioningStatus"]["RequestId"]
    reader.start()

    def done():
        status = house.call("sso", "DescribePermissionSetProvisioningStatus", InstanceArn=house.instance_arn,
                            ProvisionPermissionSetRequestId=request)["PermissionSetProvisioningStatus"]
        return status["Status"] != "IN_PROGRESS" and status

    status = house.wait("the provisioning", done, timeout=120)
    seconds = time.monotonic() - began
    reader.join()
    if status["Status"] != "SUCCEEDED":
        raise CannotRun(f"provisioning: {status}")
    return [below("provisioning one set in 5,000 accounts", seconds, 5, "s"),
            below("  reads meanwhile, 64 clients", reads[0]["p99_us"] / 1000, 10, "ms p99")]


def scale():
    """100,000 users, 10,000 groups, 5,000 accounts, 2,000 sets, 1,000,000 assignments."""
    with Folder() as data:
        store_id, instance_arn, seconds = seed(data)
        rows = [below("seeding 1,000,000 assignments and what they need", seconds, 120, "s")]
        with House(data) as house:
            house.store_id, house.instance_arn = store_id, instance_arn
            rows += [below("restart", house.start_ms, 100, "ms"), info("  resident memory", f"{resident_mib(house.pid):.1f} MiB")]
            jdoe, traveller = portal_token(house), portal_token(house, "traveller")
            rows.append(p99("ListAccounts of one user", portal_load("/assignment/accounts?max_result=100", jdoe), house, 5))
            rows.append(below("ListAccounts, all 50 pages of a user with 5,000 accounts",
                              statistics.median(all_pages_ms(house, traveller) for _ in range(9)), 50, "ms"))
            arn, account = everywhere(house)
            body = json.dumps({"InstanceArn": instance_arn, "PermissionSetArn": arn, "AccountId": account})
            rows.append(p99("ListAccountAssignments, a page", house.json_load("sso", "ListAccountAssignments", body, 1),
                            house, 5))
            rows += page_costs(house)
            rows.append(add_members(house))
            rows += provision(house, arn)
            rows.append(below("resident memory after all that", resident_mib(house.pid), 64, "MiB"))
    return rows
