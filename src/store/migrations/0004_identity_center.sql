-- Identity Center: instances, the identity store, permission sets, assignments and their provisioning.

CREATE TABLE sso_instance (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL UNIQUE REFERENCES account (id),
    identity_store_id TEXT NOT NULL UNIQUE,
    -- Set for the organization's instance, null for an account's own.
    organization_id TEXT UNIQUE,
    name TEXT,
    state TEXT NOT NULL,
    region TEXT NOT NULL,
    -- Keys the suffix of role names; sealed with the keyring, never changes.
    secret BLOB NOT NULL,
    -- Of the call that made it, so that the same call again finds it.
    client_token TEXT,
    created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE identity_user (
    id TEXT NOT NULL PRIMARY KEY,
    identity_store_id TEXT NOT NULL REFERENCES sso_instance (identity_store_id),
    user_name TEXT NOT NULL,
    user_name_key TEXT NOT NULL,
    display_name TEXT,
    email TEXT,
    email_key TEXT,
    -- The rest of the API's User structure, as its JSON.
    attributes TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    UNIQUE (identity_store_id, user_name_key),
    UNIQUE (identity_store_id, email_key)
) STRICT;
CREATE INDEX identity_user_by_store ON identity_user (identity_store_id, id);

CREATE TABLE identity_group (
    id TEXT NOT NULL PRIMARY KEY,
    identity_store_id TEXT NOT NULL REFERENCES sso_instance (identity_store_id),
    display_name TEXT,
    display_name_key TEXT,
    description TEXT,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    UNIQUE (identity_store_id, display_name_key)
) STRICT;
CREATE INDEX identity_group_by_store ON identity_group (identity_store_id, id);

CREATE TABLE identity_membership (
    id TEXT NOT NULL PRIMARY KEY,
    identity_store_id TEXT NOT NULL,
    group_id TEXT NOT NULL REFERENCES identity_group (id),
    user_id TEXT NOT NULL REFERENCES identity_user (id),
    created_ms INTEGER NOT NULL,
    UNIQUE (group_id, user_id)
) STRICT;
CREATE INDEX identity_membership_by_group ON identity_membership (group_id, id);
CREATE INDEX identity_membership_by_user ON identity_membership (user_id, id);

-- Ids that an external directory knows users and groups by.
CREATE TABLE identity_external_id (
    identity_store_id TEXT NOT NULL,
    -- USER or GROUP
    kind TEXT NOT NULL,
    issuer TEXT NOT NULL,
    external_id TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    PRIMARY KEY (identity_store_id, kind, issuer, external_id)
) STRICT;
CREATE INDEX identity_external_id_by_resource ON identity_external_id (resource_id, issuer);

CREATE TABLE permission_set (
    id TEXT NOT NULL PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES sso_instance (id),
    name TEXT NOT NULL,
    description TEXT,
    session_duration TEXT NOT NULL,
    relay_state TEXT,
    inline_policy TEXT,
    created_ms INTEGER NOT NULL,
    -- Bumped by every change that provisioned roles have to follow.
    revision INTEGER NOT NULL,
    UNIQUE (instance_id, name)
) STRICT;
CREATE INDEX permission_set_by_instance ON permission_set (instance_id, id);

CREATE TABLE permission_set_policy (
    permission_set_id TEXT NOT NULL REFERENCES permission_set (id),
    policy_arn TEXT NOT NULL,
    PRIMARY KEY (permission_set_id, policy_arn)
) STRICT;

CREATE TABLE account_assignment (
    account_id TEXT NOT NULL,
    permission_set_id TEXT NOT NULL,
    -- USER or GROUP
    principal_type TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, permission_set_id, principal_type, principal_id)
) STRICT;
CREATE INDEX account_assignment_by_principal ON account_assignment (principal_id, account_id, permission_set_id);

-- A permission set as provisioned in an account: the role, and the revision it follows.
CREATE TABLE permission_set_role (
    permission_set_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    role_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (permission_set_id, account_id)
) STRICT;
CREATE INDEX permission_set_role_by_account ON permission_set_role (account_id, permission_set_id);
CREATE INDEX permission_set_role_by_role ON permission_set_role (role_id);

CREATE TABLE assignment_request (
    id TEXT NOT NULL PRIMARY KEY,
    instance_id TEXT NOT NULL,
    -- CREATE or DELETE
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    failure_reason TEXT,
    account_id TEXT NOT NULL,
    permission_set_id TEXT NOT NULL,
    principal_type TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX assignment_request_by_instance ON assignment_request (instance_id, kind, id);
CREATE INDEX assignment_request_by_state ON assignment_request (instance_id, kind, state, id);
CREATE INDEX assignment_request_by_subject ON assignment_request (permission_set_id, account_id, principal_id, created_ms);

CREATE TABLE provisioning_request (
    id TEXT NOT NULL PRIMARY KEY,
    instance_id TEXT NOT NULL,
    permission_set_id TEXT NOT NULL,
    -- Null: every account the set is provisioned in.
    account_id TEXT,
    state TEXT NOT NULL,
    failure_reason TEXT,
    created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX provisioning_request_by_instance ON provisioning_request (instance_id, id);
CREATE INDEX provisioning_request_by_state ON provisioning_request (instance_id, state, id);
