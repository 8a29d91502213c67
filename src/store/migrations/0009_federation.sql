-- External identity providers of IAM, and the keys with which Gatehouse speaks to others.

CREATE TABLE iam_provider (
    arn TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    -- SAML or OIDC
    kind TEXT NOT NULL,
    -- Never reused, unlike the ARN.
    unique_id TEXT NOT NULL UNIQUE,
    -- SAML: the metadata document. OIDC: the issuer URL, its client ids and thumbprints, as JSON.
    content TEXT NOT NULL,
    -- SAML: Required or Allowed, where encrypted assertions are taken.
    encryption_mode TEXT,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER
) STRICT;
CREATE INDEX iam_provider_by_account ON iam_provider (account_id, kind, arn);

-- SAML: private keys that open encrypted assertions, sealed with the keyring.
CREATE TABLE iam_provider_key (
    provider_arn TEXT NOT NULL REFERENCES iam_provider (arn),
    id TEXT NOT NULL,
    private_key BLOB NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (provider_arn, id)
) STRICT;

-- Assertions that were redeemed, until they would be too old anyway.
CREATE TABLE iam_assertion_used (
    provider_arn TEXT NOT NULL,
    assertion_id TEXT NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (provider_arn, assertion_id)
) STRICT;
CREATE INDEX iam_assertion_used_by_time ON iam_assertion_used (until_ms);

-- The keys that sign tokens for others. Private keys are sealed with the keyring.
CREATE TABLE issuer_key (
    id TEXT NOT NULL PRIMARY KEY,
    algorithm TEXT NOT NULL UNIQUE,
    private_key BLOB NOT NULL,
    certificate BLOB NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;
