-- Applications of Identity Center with everything that hangs on them, and trusted token issuers.

CREATE TABLE application (
    id TEXT NOT NULL PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES sso_instance (id),
    -- The account that made it.
    account_id TEXT NOT NULL,
    provider_arn TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    -- ENABLED or DISABLED, as the next one.
    status TEXT NOT NULL,
    visibility TEXT NOT NULL,
    -- IDENTITY_CENTER or APPLICATION; null: no sign-in options were given.
    sign_in_origin TEXT,
    application_url TEXT,
    assignment_required INTEGER NOT NULL,
    background_sessions TEXT NOT NULL,
    region TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    -- Of the call that made it, with a digest of its input: so the same call again finds it, and another is refused.
    client_token TEXT,
    input_digest TEXT NOT NULL,
    UNIQUE (instance_id, account_id, client_token)
) STRICT;
CREATE INDEX application_by_instance ON application (instance_id, id);
CREATE INDEX application_by_account ON application (instance_id, account_id, id);
CREATE INDEX application_by_provider ON application (instance_id, provider_arn, id);
CREATE INDEX application_by_account_provider ON application (instance_id, account_id, provider_arn, id);

-- Of a deleted application they stay until a job has removed them; whoever reads them reads the application too.
CREATE TABLE application_assignment (
    application_id TEXT NOT NULL,
    -- USER or GROUP
    principal_type TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (application_id, principal_type, principal_id)
) STRICT;
CREATE INDEX application_assignment_by_principal ON application_assignment (principal_id, application_id);

CREATE TABLE application_scope (
    application_id TEXT NOT NULL REFERENCES application (id),
    scope TEXT NOT NULL,
    -- ARNs with a space between; null: none were given.
    targets TEXT,
    PRIMARY KEY (application_id, scope)
) STRICT;

CREATE TABLE application_grant (
    application_id TEXT NOT NULL REFERENCES application (id),
    type TEXT NOT NULL,
    -- The API's Grant structure, as its JSON.
    content TEXT NOT NULL,
    PRIMARY KEY (application_id, type)
) STRICT;

CREATE TABLE application_authentication (
    application_id TEXT NOT NULL REFERENCES application (id),
    type TEXT NOT NULL,
    actor_policy TEXT NOT NULL,
    PRIMARY KEY (application_id, type)
) STRICT;

CREATE TABLE trusted_token_issuer (
    id TEXT NOT NULL PRIMARY KEY,
    instance_id TEXT NOT NULL REFERENCES sso_instance (id),
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    issuer_url TEXT NOT NULL,
    claim_path TEXT NOT NULL,
    identity_path TEXT NOT NULL,
    jwks_retrieval TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    client_token TEXT,
    input_digest TEXT NOT NULL,
    UNIQUE (instance_id, issuer_url),
    UNIQUE (instance_id, account_id, client_token)
) STRICT;
CREATE INDEX trusted_token_issuer_by_instance ON trusted_token_issuer (instance_id, id);
