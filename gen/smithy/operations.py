"""operations.json: every row, with a minimal valid input, for tests that walk all operations."""

import json

from smithy import sample


def row_of(op):
    row = {"name": op.name, "built": op.built, "auth": op.auth, "mode": op.mode, "audit": op.audit}
    row.update(op.authorize)
    if op.trait("http"):
        row["http"] = op.trait("http")
    row["input"] = sample.value(op.input) if op.input else None
    return row


def service_row(service):
    return {
        "service": service.name,
        "protocol": service.protocol,
        "signingName": service.signing_name,
        "targetPrefix": service.target if service.protocol.startswith("awsJson") else None,
        "version": service.version,
        "operations": [row_of(op) for op in service.operations],
    }


def operations(services):
    return json.dumps([service_row(s) for s in services], indent=1) + "\n"
