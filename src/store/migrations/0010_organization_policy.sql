-- Policies of an organization and what they are attached to.

CREATE TABLE organization_policy (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    content TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    -- Counts the contents it has had: a compiled policy is kept under id and revision.
    revision INTEGER NOT NULL,
    UNIQUE (organization_id, type, name)
) STRICT;
CREATE INDEX organization_policy_by_type ON organization_policy (organization_id, type, id);

-- AWS managed policies (p-FullAWSAccess) have no row in organization_policy.
CREATE TABLE organization_attachment (
    organization_id TEXT NOT NULL,
    -- A root, a unit or an account.
    target_id TEXT NOT NULL,
    policy_type TEXT NOT NULL,
    policy_id TEXT NOT NULL,
    PRIMARY KEY (organization_id, target_id, policy_type, policy_id)
) STRICT;
CREATE INDEX organization_attachment_by_policy ON organization_attachment (organization_id, policy_id, target_id);

CREATE TABLE organization_policy_type (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    type TEXT NOT NULL,
    PRIMARY KEY (organization_id, type)
) STRICT;

-- Services of AWS that the organization lets work in its accounts ("trusted access").
CREATE TABLE organization_service_access (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    service_principal TEXT NOT NULL,
    enabled_ms INTEGER NOT NULL,
    PRIMARY KEY (organization_id, service_principal)
) STRICT;

-- Lets member accounts manage policies; at most one for each organization.
CREATE TABLE organization_resource_policy (
    organization_id TEXT NOT NULL PRIMARY KEY REFERENCES organization (id),
    id TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;

-- Accounts that administer a service for the whole organization.
CREATE TABLE organization_delegation (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    service_principal TEXT NOT NULL,
    enabled_ms INTEGER NOT NULL,
    PRIMARY KEY (organization_id, account_id, service_principal)
) STRICT;
CREATE INDEX organization_delegation_by_service ON organization_delegation (organization_id, service_principal, account_id);

-- Closed accounts, for the quota of 30 days.
CREATE TABLE organization_closure (
    organization_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    requested_ms INTEGER NOT NULL,
    PRIMARY KEY (organization_id, account_id)
) STRICT;
CREATE INDEX organization_closure_by_moment ON organization_closure (organization_id, requested_ms);
