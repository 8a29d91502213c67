-- Features of accounts and organizations that IAM turns on and off.

-- query: iam_organization_feature_put exec
-- args: organization_id text, feature text, enabled_ms int
INSERT INTO iam_organization_feature (organization_id, feature, enabled_ms)
VALUES (:organization_id, :feature, :enabled_ms) ON CONFLICT DO NOTHING;

-- query: iam_organization_feature_delete exec
-- args: organization_id text, feature text
DELETE FROM iam_organization_feature WHERE organization_id = :organization_id AND feature = :feature;

-- query: iam_organization_feature_list many
-- args: organization_id text
-- row: feature text
SELECT feature FROM iam_organization_feature WHERE organization_id = :organization_id ORDER BY feature;

-- query: iam_outbound_federation_get one
-- args: account_id text
-- row: issuer_id text, enabled bool, changed_ms int
SELECT issuer_id, enabled, changed_ms FROM iam_outbound_federation WHERE account_id = :account_id;

-- query: iam_outbound_federation_put exec
-- args: account_id text, issuer_id text, enabled bool, changed_ms int
INSERT INTO iam_outbound_federation (account_id, issuer_id, enabled, changed_ms)
VALUES (:account_id, :issuer_id, :enabled, :changed_ms)
ON CONFLICT (account_id) DO UPDATE SET enabled = excluded.enabled, changed_ms = excluded.changed_ms;

-- The account behind an issuer's address, whether it is turned on or not: tokens issued before stay valid.
-- query: iam_outbound_federation_by_issuer one
-- args: issuer_id text
-- row: account_id text, enabled bool
SELECT account_id, enabled FROM iam_outbound_federation WHERE issuer_id = :issuer_id;

-- query: iam_sts_preference_put exec
-- args: account_id text, token_version text
INSERT INTO iam_sts_preference (account_id, token_version) VALUES (:account_id, :token_version)
ON CONFLICT (account_id) DO UPDATE SET token_version = excluded.token_version;

-- query: iam_sts_preference_get one
-- args: account_id text
-- row: token_version text
SELECT token_version FROM iam_sts_preference WHERE account_id = :account_id;
