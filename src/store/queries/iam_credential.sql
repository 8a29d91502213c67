-- Credentials of IAM users: passwords, SSH keys, certificates, service-specific credentials, and their use.

-- query: iam_login_get one
-- args: owner_id text
-- row: hash text, reset_required bool, created_ms int, changed_ms int
SELECT hash, reset_required, created_ms, changed_ms FROM iam_login_profile WHERE owner_id = :owner_id;

-- query: iam_login_insert exec
-- args: owner_id text, account_id text, hash text, reset_required bool, now_ms int
INSERT INTO iam_login_profile (owner_id, account_id, hash, reset_required, created_ms, changed_ms)
VALUES (:owner_id, :account_id, :hash, :reset_required, :now_ms, :now_ms) ON CONFLICT DO NOTHING;

-- query: iam_login_set_hash exec
-- args: owner_id text, hash text, now_ms int
UPDATE iam_login_profile SET hash = :hash, changed_ms = :now_ms WHERE owner_id = :owner_id;

-- query: iam_login_set_reset exec
-- args: owner_id text, reset_required bool
UPDATE iam_login_profile SET reset_required = :reset_required WHERE owner_id = :owner_id;

-- query: iam_login_delete exec
-- args: owner_id text
DELETE FROM iam_login_profile WHERE owner_id = :owner_id;

-- The newest passwords first.
-- query: iam_password_history_list many
-- args: owner_id text, count int
-- row: number int, hash text
SELECT number, hash FROM iam_password_history WHERE owner_id = :owner_id ORDER BY number DESC LIMIT :count;

-- query: iam_password_history_put exec
-- args: owner_id text, number int, hash text
INSERT INTO iam_password_history (owner_id, number, hash) VALUES (:owner_id, :number, :hash);

-- query: iam_password_history_trim exec
-- args: owner_id text, up_to int
DELETE FROM iam_password_history WHERE owner_id = :owner_id AND number <= :up_to;

-- query: iam_password_used exec
-- args: owner_id text, used_ms int
INSERT INTO iam_password_use (owner_id, used_ms) VALUES (:owner_id, :used_ms)
ON CONFLICT (owner_id) DO UPDATE SET used_ms = excluded.used_ms;

-- query: iam_password_last_used one
-- args: owner_id text
-- row: used_ms int
SELECT used_ms FROM iam_password_use WHERE owner_id = :owner_id;

-- query: iam_password_policy_get one
-- args: account_id text
-- row: minimum_length int, require_symbols bool, require_numbers bool, require_uppercase bool, require_lowercase bool, allow_change bool, max_age_days int, reuse_prevention int, hard_expiry bool null
SELECT minimum_length, require_symbols, require_numbers, require_uppercase, require_lowercase, allow_change, max_age_days, reuse_prevention, hard_expiry
FROM iam_password_policy WHERE account_id = :account_id;

-- query: iam_password_policy_put exec
-- args: account_id text, minimum_length int, require_symbols bool, require_numbers bool, require_uppercase bool, require_lowercase bool, allow_change bool, max_age_days int, reuse_prevention int, hard_expiry bool null
INSERT INTO iam_password_policy (account_id, minimum_length, require_symbols, require_numbers, require_uppercase, require_lowercase, allow_change, max_age_days, reuse_prevention, hard_expiry)
VALUES (:account_id, :minimum_length, :require_symbols, :require_numbers, :require_uppercase, :require_lowercase, :allow_change, :max_age_days, :reuse_prevention, :hard_expiry)
ON CONFLICT (account_id) DO UPDATE SET minimum_length = excluded.minimum_length, require_symbols = excluded.require_symbols,
require_numbers = excluded.require_numbers, require_uppercase = excluded.require_uppercase, require_lowercase = excluded.require_lowercase,
allow_change = excluded.allow_change, max_age_days = excluded.max_age_days, reuse_prevention = excluded.reuse_prevention,
hard_expiry = excluded.hard_expiry;

-- query: iam_password_policy_delete exec
-- args: account_id text
DELETE FROM iam_password_policy WHERE account_id = :account_id;

-- What of a user's credentials, access keys aside, still exists?
-- query: iam_credential_held one
-- args: owner_id text
-- row: login int, mfa int, signing int, other int
SELECT
    CASE WHEN EXISTS (SELECT 1 FROM iam_login_profile WHERE owner_id = :owner_id) THEN 1 ELSE 0 END AS login,
    CASE WHEN EXISTS (SELECT 1 FROM iam_mfa_device WHERE user_id = :owner_id) THEN 1 ELSE 0 END AS mfa,
    CASE WHEN EXISTS (SELECT 1 FROM iam_signing_certificate WHERE owner_id = :owner_id) THEN 1 ELSE 0 END AS signing,
    CASE WHEN EXISTS (SELECT 1 FROM iam_ssh_key WHERE user_id = :owner_id)
        OR EXISTS (SELECT 1 FROM iam_service_credential WHERE user_id = :owner_id) THEN 1 ELSE 0 END AS other;

-- query: iam_ssh_key_insert exec
-- args: id text, account_id text, user_id text, body text, fingerprint text, status text, uploaded_ms int
INSERT INTO iam_ssh_key (id, account_id, user_id, body, fingerprint, status, uploaded_ms)
VALUES (:id, :account_id, :user_id, :body, :fingerprint, :status, :uploaded_ms);

-- query: iam_ssh_key_get one
-- args: id text
-- row: user_id text, body text, fingerprint text, status text, uploaded_ms int
SELECT user_id, body, fingerprint, status, uploaded_ms FROM iam_ssh_key WHERE id = :id;

-- query: iam_ssh_key_list many
-- args: user_id text, after_id text, count int
-- row: id text, fingerprint text, status text, uploaded_ms int
SELECT id, fingerprint, status, uploaded_ms FROM iam_ssh_key
WHERE user_id = :user_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: iam_ssh_key_status exec
-- args: id text, status text
UPDATE iam_ssh_key SET status = :status WHERE id = :id;

-- query: iam_ssh_key_delete exec
-- args: id text
DELETE FROM iam_ssh_key WHERE id = :id;

-- query: iam_signing_insert exec
-- args: id text, account_id text, owner_id text, body text, digest text, status text, uploaded_ms int
INSERT INTO iam_signing_certificate (id, account_id, owner_id, body, digest, status, uploaded_ms)
VALUES (:id, :account_id, :owner_id, :body, :digest, :status, :uploaded_ms) ON CONFLICT DO NOTHING;

-- query: iam_signing_get one
-- args: id text
-- row: owner_id text
SELECT owner_id FROM iam_signing_certificate WHERE id = :id;

-- query: iam_signing_list many
-- args: owner_id text, after_id text, count int
-- row: id text, body text, status text, uploaded_ms int
SELECT id, body, status, uploaded_ms FROM iam_signing_certificate
WHERE owner_id = :owner_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: iam_signing_status exec
-- args: id text, status text
UPDATE iam_signing_certificate SET status = :status WHERE id = :id;

-- query: iam_signing_delete exec
-- args: id text
DELETE FROM iam_signing_certificate WHERE id = :id;

-- query: iam_server_certificate_insert exec
-- args: id text, account_id text, name text, name_key text, path text, body text, chain text null, private_key blob, uploaded_ms int, expires_ms int
INSERT INTO iam_server_certificate (id, account_id, name, name_key, path, body, chain, private_key, uploaded_ms, expires_ms)
VALUES (:id, :account_id, :name, :name_key, :path, :body, :chain, :private_key, :uploaded_ms, :expires_ms) ON CONFLICT DO NOTHING;

-- query: iam_server_certificate_count one
-- args: account_id text
-- row: n int
SELECT COUNT(*) AS n FROM iam_server_certificate WHERE account_id = :account_id;

-- query: iam_server_certificate_by_name one
-- args: account_id text, name_key text
-- row: id text, name text, path text, body text, chain text null, uploaded_ms int, expires_ms int
SELECT id, name, path, body, chain, uploaded_ms, expires_ms FROM iam_server_certificate
WHERE account_id = :account_id AND name_key = :name_key;

-- query: iam_server_certificate_list many
-- args: account_id text, after_key text, path_begin text, path_end text, count int
-- row: id text, name text, name_key text, path text, uploaded_ms int, expires_ms int
SELECT id, name, name_key, path, uploaded_ms, expires_ms FROM iam_server_certificate
WHERE account_id = :account_id AND name_key > :after_key AND path >= :path_begin AND path < :path_end
ORDER BY name_key LIMIT :count;

-- query: iam_server_certificate_rename exec
-- args: id text, name text, name_key text, path text
UPDATE iam_server_certificate SET name = :name, name_key = :name_key, path = :path WHERE id = :id;

-- query: iam_server_certificate_delete exec
-- args: id text
DELETE FROM iam_server_certificate WHERE id = :id;

-- query: iam_service_credential_insert exec
-- args: id text, account_id text, user_id text, service text, user_name text, hash text, status text, created_ms int, expires_ms int null
INSERT INTO iam_service_credential (id, account_id, user_id, service, user_name, hash, status, created_ms, expires_ms)
VALUES (:id, :account_id, :user_id, :service, :user_name, :hash, :status, :created_ms, :expires_ms) ON CONFLICT DO NOTHING;

-- query: iam_service_credential_get one
-- args: id text
-- row: user_id text, service text, user_name text, status text, created_ms int, expires_ms int null
SELECT user_id, service, user_name, status, created_ms, expires_ms FROM iam_service_credential WHERE id = :id;

-- query: iam_service_credential_list many
-- args: user_id text, service text null, after_id text, count int
-- row: id text, owner text, service text, user_name text, status text, created_ms int, expires_ms int null
SELECT s.id, u.name AS owner, s.service, s.user_name, s.status, s.created_ms, s.expires_ms
FROM iam_service_credential AS s JOIN iam_user AS u ON u.id = s.user_id
WHERE s.user_id = :user_id AND (:service IS NULL OR s.service = :service) AND s.id > :after_id
ORDER BY s.id LIMIT :count;

-- Those of all users of an account.
-- query: iam_service_credential_list_account many
-- args: account_id text, service text null, after_id text, count int
-- row: like iam_service_credential_list
SELECT s.id, u.name AS owner, s.service, s.user_name, s.status, s.created_ms, s.expires_ms
FROM iam_service_credential AS s JOIN iam_user AS u ON u.id = s.user_id
WHERE s.account_id = :account_id AND (:service IS NULL OR s.service = :service) AND s.id > :after_id
ORDER BY s.id LIMIT :count;

-- query: iam_service_credential_status exec
-- args: id text, status text
UPDATE iam_service_credential SET status = :status WHERE id = :id;

-- query: iam_service_credential_reset exec
-- args: id text, hash text
UPDATE iam_service_credential SET hash = :hash WHERE id = :id;

-- query: iam_service_credential_delete exec
-- args: id text
DELETE FROM iam_service_credential WHERE id = :id;

-- query: iam_access_key_used exec
-- args: key_id text, used_ms int, region text, service text
INSERT INTO iam_access_key_use (key_id, used_ms, region, service) VALUES (:key_id, :used_ms, :region, :service)
ON CONFLICT (key_id) DO UPDATE SET used_ms = excluded.used_ms, region = excluded.region, service = excluded.service;

-- query: iam_access_key_last_used one
-- args: key_id text
-- row: used_ms int, region text, service text
SELECT used_ms, region, service FROM iam_access_key_use WHERE key_id = :key_id;

-- query: iam_access_key_unused exec
-- args: key_id text
DELETE FROM iam_access_key_use WHERE key_id = :key_id;
