-- Identity Center: customer managed policies and boundaries of permission sets, attributes for access control, the order
-- of requests, and instances that go.

ALTER TABLE permission_set ADD COLUMN boundary_arn TEXT;
-- A boundary by name and path: the policy that each account calls so.
ALTER TABLE permission_set ADD COLUMN boundary_name TEXT;
ALTER TABLE permission_set ADD COLUMN boundary_path TEXT;

-- Customer managed policies in a permission set, by name: each account has its own of that name.
CREATE TABLE permission_set_reference (
    permission_set_id TEXT NOT NULL REFERENCES permission_set (id),
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (permission_set_id, name, path)
) STRICT;

-- What an instance tells accounts about its people ("attributes for access control").
CREATE TABLE access_attributes (
    instance_id TEXT NOT NULL PRIMARY KEY REFERENCES sso_instance (id),
    -- JSON: [{"Key": ..., "Source": ...}], as given.
    attributes TEXT NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;

-- Of the call that made the instance: what else it said, so that the same token with other parameters is noticed.
ALTER TABLE sso_instance ADD COLUMN request_digest TEXT;

-- Counts the requests about one assignment: the highest has the last word, however close their moments are.
ALTER TABLE assignment_request ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
UPDATE assignment_request SET sequence = created_ms;
DROP INDEX assignment_request_by_subject;
CREATE INDEX assignment_request_by_subject ON assignment_request (permission_set_id, account_id, principal_id, sequence);
-- Requests that have ended are forgotten after a while.
CREATE INDEX assignment_request_by_age ON assignment_request (created_ms);
CREATE INDEX provisioning_request_by_age ON provisioning_request (created_ms);
