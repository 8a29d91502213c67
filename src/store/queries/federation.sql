-- Identity providers of accounts, and what is kept of the assertions that they made.

-- Has the organization turned root sessions on?
-- query: root_sessions_enabled one
-- args: organization_id text
-- row: n int
SELECT COUNT(*) AS n FROM iam_organization_feature WHERE organization_id = :organization_id AND feature = 'RootSessions';

-- query: iam_provider_insert exec
-- args: arn text, account_id text, kind text, unique_id text, content text, encryption_mode text null, created_ms int, expires_ms int null
INSERT INTO iam_provider (arn, account_id, kind, unique_id, content, encryption_mode, created_ms, expires_ms)
VALUES (:arn, :account_id, :kind, :unique_id, :content, :encryption_mode, :created_ms, :expires_ms) ON CONFLICT DO NOTHING;

-- query: iam_provider_get one
-- args: arn text
-- row: account_id text, kind text, unique_id text, content text, encryption_mode text null, created_ms int, expires_ms int null
SELECT account_id, kind, unique_id, content, encryption_mode, created_ms, expires_ms FROM iam_provider WHERE arn = :arn;

-- query: iam_provider_list many
-- args: account_id text, kind text
-- row: arn text, created_ms int, expires_ms int null
SELECT arn, created_ms, expires_ms FROM iam_provider WHERE account_id = :account_id AND kind = :kind ORDER BY arn;

-- query: iam_provider_count one
-- args: account_id text, kind text
-- row: n int
SELECT COUNT(*) AS n FROM iam_provider WHERE account_id = :account_id AND kind = :kind;

-- query: iam_provider_update exec
-- args: arn text, content text, encryption_mode text null, expires_ms int null
UPDATE iam_provider SET content = :content, encryption_mode = :encryption_mode, expires_ms = :expires_ms WHERE arn = :arn;

-- query: iam_provider_delete exec
-- args: arn text
DELETE FROM iam_provider WHERE arn = :arn;

-- query: iam_provider_key_insert exec
-- args: provider_arn text, id text, private_key blob, created_ms int
INSERT INTO iam_provider_key (provider_arn, id, private_key, created_ms)
VALUES (:provider_arn, :id, :private_key, :created_ms);

-- query: iam_provider_key_list many
-- args: provider_arn text
-- row: id text, private_key blob, created_ms int
SELECT id, private_key, created_ms FROM iam_provider_key WHERE provider_arn = :provider_arn ORDER BY id;

-- query: iam_provider_key_delete exec
-- args: provider_arn text, id text
DELETE FROM iam_provider_key WHERE provider_arn = :provider_arn AND id = :id;

-- query: iam_provider_key_delete_all exec
-- args: provider_arn text
DELETE FROM iam_provider_key WHERE provider_arn = :provider_arn;

-- Nothing changes where the assertion was redeemed before.
-- query: iam_assertion_use exec
-- args: provider_arn text, assertion_id text, until_ms int
INSERT INTO iam_assertion_used (provider_arn, assertion_id, until_ms) VALUES (:provider_arn, :assertion_id, :until_ms)
ON CONFLICT DO NOTHING;

-- query: purge_iam_assertion_used exec
-- args: before_ms int, count int
DELETE FROM iam_assertion_used WHERE (provider_arn, assertion_id) IN (
    SELECT provider_arn, assertion_id FROM iam_assertion_used WHERE until_ms < :before_ms ORDER BY until_ms LIMIT :count);

-- query: issuer_key_insert exec
-- args: id text, algorithm text, private_key blob, certificate blob, created_ms int
INSERT INTO issuer_key (id, algorithm, private_key, certificate, created_ms)
VALUES (:id, :algorithm, :private_key, :certificate, :created_ms) ON CONFLICT DO NOTHING;

-- query: issuer_key_get one
-- args: algorithm text
-- row: id text, private_key blob
SELECT id, private_key FROM issuer_key WHERE algorithm = :algorithm;

-- query: issuer_key_list many
-- row: id text, algorithm text, private_key blob, certificate blob
-- scan: every key is published
SELECT id, algorithm, private_key, certificate FROM issuer_key ORDER BY id;
