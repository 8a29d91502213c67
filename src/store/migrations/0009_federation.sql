-- External identity providers of IAM.

CREATE TABLE iam_provider (
    arn TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    -- SAML or OIDC
    kind TEXT NOT NULL,
    -- SAML: the metadata document. OIDC: the issuer URL, its client ids and thumbprints, as JSON.
    content TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER
) STRICT;
CREATE INDEX iam_provider_by_account ON iam_provider (account_id, kind, arn);
