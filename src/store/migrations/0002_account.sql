-- Accounts, the organization's tree, and how accounts come into it.
-- Text columns named *_key hold the case-folded form that uniqueness is decided by; moments are milliseconds (_ms).

CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    billing_access INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    -- Bumped by every write that can change a decision about a principal of this account; caches compare it.
    access_version INTEGER NOT NULL
) STRICT;

CREATE TABLE organization (
    id TEXT NOT NULL PRIMARY KEY,
    root_id TEXT NOT NULL UNIQUE,
    management_account_id TEXT NOT NULL UNIQUE REFERENCES account (id),
    feature_set TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    -- Bumped by every write that changes which control policies bear on an account; caches compare it.
    policy_version INTEGER NOT NULL
) STRICT;

CREATE TABLE organization_unit (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    -- The root's id, or another unit's.
    parent_id TEXT NOT NULL,
    name TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    UNIQUE (parent_id, name)
) STRICT;
CREATE INDEX organization_unit_by_parent ON organization_unit (parent_id, id);
CREATE INDEX organization_unit_by_organization ON organization_unit (organization_id, id);

CREATE TABLE organization_member (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    organization_id TEXT NOT NULL REFERENCES organization (id),
    parent_id TEXT NOT NULL,
    joined_method TEXT NOT NULL,
    joined_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX organization_member_by_organization ON organization_member (organization_id, account_id);
CREATE INDEX organization_member_by_parent ON organization_member (parent_id, account_id);

CREATE TABLE account_creation (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    account_name TEXT NOT NULL,
    email TEXT NOT NULL,
    role_name TEXT NOT NULL,
    billing_access INTEGER NOT NULL,
    state TEXT NOT NULL,
    failure_reason TEXT,
    account_id TEXT,
    requested_ms INTEGER NOT NULL,
    completed_ms INTEGER
) STRICT;
CREATE INDEX account_creation_by_organization ON account_creation (organization_id, id);
CREATE INDEX account_creation_by_state ON account_creation (organization_id, state, id);

CREATE TABLE handshake (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    management_account_id TEXT NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Of a migration to all features: the handshake of the organization that this one is a part of.
    parent_id TEXT,
    -- As the inviter gave it: ACCOUNT, EMAIL or ORGANIZATION.
    target_type TEXT NOT NULL,
    target_id TEXT NOT NULL,
    -- The invited account; null where no account has that e-mail address yet.
    target_account_id TEXT,
    notes TEXT,
    requested_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    -- When it was answered, withdrawn or ran out.
    closed_ms INTEGER
) STRICT;
CREATE INDEX handshake_by_organization ON handshake (organization_id, id);
CREATE INDEX handshake_by_target ON handshake (target_account_id, id);
CREATE INDEX handshake_by_goal ON handshake (organization_id, action, target_id);
CREATE INDEX handshake_by_parent ON handshake (parent_id, id);
CREATE INDEX handshake_by_moment ON handshake (organization_id, requested_ms);

-- Tags of every kind of resource, by a name that survives renames: "organizations:account/123456789012".
CREATE TABLE tag (
    resource TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (resource, key)
) STRICT;
