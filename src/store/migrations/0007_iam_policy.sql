-- Groups, customer managed policies with their versions, boundaries.

CREATE TABLE iam_group (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    path TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    UNIQUE (account_id, name_key)
) STRICT;

CREATE TABLE iam_group_member (
    group_id TEXT NOT NULL REFERENCES iam_group (id),
    user_id TEXT NOT NULL REFERENCES iam_user (id),
    PRIMARY KEY (group_id, user_id)
) STRICT;
CREATE INDEX iam_group_member_by_user ON iam_group_member (user_id, group_id);

-- Customer managed policies: named once in an account, whatever the path, and never renamed.
CREATE TABLE iam_policy (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    path TEXT NOT NULL,
    description TEXT,
    default_version INTEGER NOT NULL,
    -- The highest number given so far: none is given twice.
    last_version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    UNIQUE (account_id, name_key)
) STRICT;

CREATE TABLE iam_policy_version (
    policy_id TEXT NOT NULL REFERENCES iam_policy (id),
    number INTEGER NOT NULL,
    document TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (policy_id, number)
) STRICT;

-- The managed policy that bounds what a user or role may do.
CREATE TABLE iam_boundary (
    entity_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    policy_arn TEXT NOT NULL
) STRICT;
CREATE INDEX iam_boundary_by_policy ON iam_boundary (account_id, policy_arn, entity_id);

CREATE TABLE iam_instance_profile (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    path TEXT NOT NULL,
    -- Null: empty. AWS lets a profile hold one role.
    role_id TEXT REFERENCES iam_role (id),
    created_ms INTEGER NOT NULL,
    UNIQUE (account_id, name_key)
) STRICT;
CREATE INDEX iam_instance_profile_by_role ON iam_instance_profile (role_id, name_key);

-- The name that stands for an account's number when its users sign in.
CREATE TABLE iam_account_alias (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    alias TEXT NOT NULL UNIQUE
) STRICT;

-- What became of requests to delete service-linked roles.
CREATE TABLE iam_role_deletion (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    state TEXT NOT NULL,
    reason TEXT,
    requested_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX iam_role_deletion_by_account ON iam_role_deletion (account_id, requested_ms);
