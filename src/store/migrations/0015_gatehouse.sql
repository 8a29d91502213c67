-- Denied requests by their id: when each was, so that its event is found in the trail.

CREATE TABLE audit_denial (
    request_id TEXT NOT NULL PRIMARY KEY,
    time_ms INTEGER NOT NULL
) STRICT;

-- What an assignment to a unit or to the organization promises: it holds for every account below, as they come and go.
CREATE TABLE assignment_target (
    instance_id TEXT NOT NULL,
    -- The root or a unit.
    target_id TEXT NOT NULL,
    permission_set_id TEXT NOT NULL,
    -- USER or GROUP
    principal_type TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (instance_id, target_id, permission_set_id, principal_type, principal_id)
) STRICT;
CREATE INDEX assignment_target_by_set ON assignment_target (permission_set_id, target_id, principal_type, principal_id);
CREATE INDEX assignment_target_by_target ON assignment_target (target_id);

-- Which assignments of accounts stand because of a target: one that somebody made by hand is not taken away with it.
CREATE TABLE assignment_inherited (
    account_id TEXT NOT NULL,
    permission_set_id TEXT NOT NULL,
    principal_type TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    PRIMARY KEY (account_id, permission_set_id, principal_type, principal_id)
) STRICT;
