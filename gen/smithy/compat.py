"""docs/compat.md: every operation of every service and its state, from model/ alone."""

TITLES = {
    "account": "Account", "gatehouse": "Gatehouse", "iam": "IAM", "identitystore": "Identity Store",
    "organizations": "Organizations", "sso": "Identity Center portal", "sso-admin": "Identity Center administration",
    "sso-oidc": "Identity Center OIDC", "sts": "STS",
}

INTRO = """# What works

Generated from `model/` by `gen/gen.py compat`; the test run refuses a stale copy. Every operation of
AWS's eight APIs and of our own, `gatehouse`, is listed. One that is *missing* is authenticated and then answered with
501 `NotImplemented`, naming itself.
Differences of built operations from AWS stand in [differences](#differences-from-aws).
"""


def percent(built, total):
    return f"{100 * built // total} %" if total else "-"


def summary(services):
    rows = ["| Service | Protocol | Built | Operations | |", "| --- | --- | ---: | ---: | ---: |"]
    for s in services:
        built = sum(op.built for op in s.operations)
        rows.append(f"| [{TITLES.get(s.name, s.name)}](#{s.name}) | {s.protocol} | {built} | {len(s.operations)} | "
                    f"{percent(built, len(s.operations))} |")
    built = sum(op.built for s in services for op in s.operations)
    total = sum(len(s.operations) for s in services)
    rows.append(f"| **all** | | **{built}** | **{total}** | **{percent(built, total)}** |")
    return "\n".join(rows) + "\n"


def section(service):
    title = TITLES.get(service.name, service.name)
    head = f"## {service.name}\n\n{title}, version {service.version}, {service.protocol}.\n"
    rows = ["| Operation | State | Action | What it does |", "| --- | --- | --- | --- |"]
    for op in service.operations:
        action = f"`{op.authorize['action']}`" if "action" in op.authorize else op.authorize["none"]
        rows.append(f"| {op.name} | {'**built**' if op.built else 'missing'} | {action} | {op.doc} |")
    return head + "\n" + "\n".join(rows) + "\n"


def compat(services, differences):
    """`differences` is the text of model/differences.md: what no table can say."""
    return "\n".join([INTRO, summary(services), differences, *[section(s) for s in services]])
