-- Policies of an organization and what they are attached to.

CREATE TABLE organization_policy (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    content TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
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
