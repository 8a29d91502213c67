-- IAM entities of each account. Ids (AIDA…, AROA…) are never reused; names are unique ignoring case.

CREATE TABLE iam_user (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    path TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    UNIQUE (account_id, name_key)
) STRICT;

CREATE TABLE iam_role (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    path TEXT NOT NULL,
    description TEXT,
    trust_policy TEXT NOT NULL,
    max_session_s INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    -- CUSTOMER, or who alone may change it: SSO (provisioned from a permission set), SERVICE (service-linked).
    owner TEXT NOT NULL,
    -- A tombstone keeps name and id for the day the role is provisioned again; sessions and look-ups ignore it.
    removed_ms INTEGER,
    -- Sessions issued before this moment are invalid.
    sessions_after_ms INTEGER NOT NULL,
    last_used_ms INTEGER,
    last_used_region TEXT,
    UNIQUE (account_id, name_key)
) STRICT;

-- Inline and attached policies of users, groups and roles, by the entity's id.
CREATE TABLE iam_inline_policy (
    entity_id TEXT NOT NULL,
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (entity_id, name)
) STRICT;

CREATE TABLE iam_attachment (
    entity_id TEXT NOT NULL,
    policy_arn TEXT NOT NULL,
    account_id TEXT NOT NULL,
    PRIMARY KEY (entity_id, policy_arn)
) STRICT;
CREATE INDEX iam_attachment_by_policy ON iam_attachment (account_id, policy_arn, entity_id);

-- AWS managed policies that were imported; those built in are part of the program.
CREATE TABLE iam_aws_policy (
    arn TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    imported_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE iam_access_key (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    -- Null: the account's root user.
    user_id TEXT,
    status TEXT NOT NULL,
    -- Sealed with the keyring.
    secret BLOB NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX iam_access_key_by_user ON iam_access_key (account_id, user_id, id);
