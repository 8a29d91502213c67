-- Signing people in: whose store, passwords, one-time links, throttling.

-- The instance of an organization: whose people a sign-in without further address means.
-- query: signin_instance_organization one
-- row: id text, account_id text, identity_store_id text, name text null, region text
-- scan: there are few instances
SELECT id, account_id, identity_store_id, name, region FROM sso_instance
WHERE organization_id IS NOT NULL ORDER BY created_ms, id LIMIT 1;

-- Without one, the oldest instance.
-- query: signin_instance_first one
-- row: like signin_instance_organization
-- scan: there are few instances
SELECT id, account_id, identity_store_id, name, region FROM sso_instance ORDER BY created_ms, id LIMIT 1;

-- query: signin_instance_by_store one
-- args: identity_store_id text
-- row: like signin_instance_organization
SELECT id, account_id, identity_store_id, name, region FROM sso_instance WHERE identity_store_id = :identity_store_id;

-- query: signin_instance_by_id one
-- args: id text
-- row: like signin_instance_organization
SELECT id, account_id, identity_store_id, name, region FROM sso_instance WHERE id = :id;

-- A person with their password, by name.
-- query: signin_user one
-- args: identity_store_id text, user_name_key text
-- row: id text, user_name text, display_name text null, email text null, enabled bool, hash text null
SELECT u.id, u.user_name, u.display_name, u.email, u.enabled, p.hash
FROM identity_user AS u LEFT JOIN identity_password AS p ON p.user_id = u.id
WHERE u.identity_store_id = :identity_store_id AND u.user_name_key = :user_name_key;

-- query: signin_user_by_id one
-- args: id text
-- row: id text, identity_store_id text, user_name text, display_name text null, email text null, enabled bool, hash text null
SELECT u.id, u.identity_store_id, u.user_name, u.display_name, u.email, u.enabled, p.hash
FROM identity_user AS u LEFT JOIN identity_password AS p ON p.user_id = u.id
WHERE u.id = :id;

-- query: identity_password_put exec
-- args: user_id text, hash text, changed_ms int
INSERT INTO identity_password (user_id, hash, changed_ms) VALUES (:user_id, :hash, :changed_ms)
ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_ms = excluded.changed_ms;

-- query: identity_password_history_insert exec
-- args: user_id text, changed_ms int, hash text
INSERT INTO identity_password_history (user_id, changed_ms, hash) VALUES (:user_id, :changed_ms, :hash)
ON CONFLICT DO NOTHING;

-- query: identity_password_history_list many
-- args: user_id text, count int
-- row: changed_ms int, hash text
SELECT changed_ms, hash FROM identity_password_history WHERE user_id = :user_id ORDER BY changed_ms DESC LIMIT :count;

-- query: identity_password_history_prune exec
-- args: user_id text, before_ms int
DELETE FROM identity_password_history WHERE user_id = :user_id AND changed_ms < :before_ms;

-- query: signin_link_insert exec
-- args: token_hash text, kind text, user_id text, created_ms int, expires_ms int
INSERT INTO signin_link (token_hash, kind, user_id, created_ms, expires_ms)
VALUES (:token_hash, :kind, :user_id, :created_ms, :expires_ms);

-- query: signin_link_get one
-- args: token_hash text
-- row: kind text, user_id text, expires_ms int, used_ms int null
SELECT kind, user_id, expires_ms, used_ms FROM signin_link WHERE token_hash = :token_hash;

-- query: signin_link_use exec
-- args: token_hash text, now_ms int
UPDATE signin_link SET used_ms = :now_ms WHERE token_hash = :token_hash AND used_ms IS NULL AND expires_ms > :now_ms;

-- A link that was used ends the person's others.
-- query: signin_link_end_others exec
-- args: user_id text, token_hash text
DELETE FROM signin_link WHERE user_id = :user_id AND token_hash <> :token_hash;

-- query: signin_failure_get one
-- args: subject text
-- row: count int, first_ms int, last_ms int
SELECT count, first_ms, last_ms FROM signin_failure WHERE subject = :subject;

-- Counting starts anew where the first attempt is older than the window.
-- query: signin_failure_count exec
-- args: subject text, now_ms int, window_begin_ms int
INSERT INTO signin_failure (subject, count, first_ms, last_ms) VALUES (:subject, 1, :now_ms, :now_ms)
ON CONFLICT (subject) DO UPDATE SET
    count = CASE WHEN signin_failure.first_ms < :window_begin_ms THEN 1 ELSE signin_failure.count + 1 END,
    first_ms = CASE WHEN signin_failure.first_ms < :window_begin_ms THEN excluded.first_ms ELSE signin_failure.first_ms END,
    last_ms = excluded.last_ms;

-- query: signin_failure_clear exec
-- args: subject text
DELETE FROM signin_failure WHERE subject = :subject;

-- What has had its time, a hundred rows at a time.
-- query: purge_signin_link exec
-- args: before_ms int, count int
DELETE FROM signin_link WHERE token_hash IN (
    SELECT token_hash FROM signin_link WHERE expires_ms < :before_ms ORDER BY expires_ms LIMIT :count);

-- query: purge_signin_failure exec
-- args: before_ms int, count int
DELETE FROM signin_failure WHERE subject IN (
    SELECT subject FROM signin_failure WHERE last_ms < :before_ms ORDER BY last_ms LIMIT :count);

-- IAM users and root users, who sign in to one account.

-- A session and whose it is. Without a password any more, or in an account that is not active, it is none.
-- query: console_session_get one
-- args: token_hash text, now_ms int
-- row: owner_id text, account_id text, created_ms int, expires_ms int, mfa_serial text null, changed_ms int, account_name text, alias text null, user_name text null, user_path text null
SELECT s.owner_id, s.account_id, s.created_ms, s.expires_ms, s.mfa_serial, p.changed_ms, a.name AS account_name, l.alias, u.name AS user_name, u.path AS user_path
FROM console_session AS s
JOIN account AS a ON a.id = s.account_id
JOIN iam_login_profile AS p ON p.owner_id = s.owner_id
LEFT JOIN iam_user AS u ON u.id = s.owner_id
LEFT JOIN iam_account_alias AS l ON l.account_id = s.account_id
WHERE s.token_hash = :token_hash AND s.expires_ms > :now_ms AND a.state = 'ACTIVE';

-- query: console_session_insert exec
-- args: token_hash text, owner_id text, account_id text, created_ms int, expires_ms int, mfa_serial text null, source_ip text, user_agent text
INSERT INTO console_session (token_hash, owner_id, account_id, created_ms, expires_ms, mfa_serial, source_ip, user_agent)
VALUES (:token_hash, :owner_id, :account_id, :created_ms, :expires_ms, :mfa_serial, :source_ip, :user_agent);

-- query: console_session_delete exec
-- args: token_hash text
DELETE FROM console_session WHERE token_hash = :token_hash;

-- query: console_session_delete_by_owner exec
-- args: owner_id text
DELETE FROM console_session WHERE owner_id = :owner_id;

-- query: purge_console_session exec
-- args: before_ms int, count int
DELETE FROM console_session WHERE token_hash IN (
    SELECT token_hash FROM console_session WHERE expires_ms < :before_ms ORDER BY expires_ms LIMIT :count);

-- Who tries to sign in, with whatever password and devices they have. No row: there is no such user, or no such account.
-- query: console_user one
-- args: account_id text, name_key text
-- row: owner_id text, name text, path text, hash text null, reset_required bool null, changed_ms int null, has_device bool
SELECT u.id AS owner_id, u.name, u.path, p.hash, p.reset_required, p.changed_ms,
    CASE WHEN EXISTS (SELECT 1 FROM iam_mfa_device AS d WHERE d.user_id = u.id) THEN 1 ELSE 0 END AS has_device
FROM iam_user AS u LEFT JOIN iam_login_profile AS p ON p.owner_id = u.id
WHERE u.account_id = :account_id AND u.name_key = :name_key;

-- query: console_user_by_id one
-- args: account_id text, id text
-- row: like console_user
SELECT u.id AS owner_id, u.name, u.path, p.hash, p.reset_required, p.changed_ms,
    CASE WHEN EXISTS (SELECT 1 FROM iam_mfa_device AS d WHERE d.user_id = u.id) THEN 1 ELSE 0 END AS has_device
FROM iam_user AS u LEFT JOIN iam_login_profile AS p ON p.owner_id = u.id
WHERE u.account_id = :account_id AND u.id = :id;

-- query: console_root one
-- args: account_id text
-- row: hash text null, reset_required bool null, changed_ms int null, has_device bool
SELECT p.hash, p.reset_required, p.changed_ms,
    CASE WHEN EXISTS (SELECT 1 FROM iam_mfa_device AS d WHERE d.user_id = a.id) THEN 1 ELSE 0 END AS has_device
FROM account AS a LEFT JOIN iam_login_profile AS p ON p.owner_id = a.id
WHERE a.id = :account_id;

-- The same password, hashed at today's cost.
-- query: iam_login_rehash exec
-- args: owner_id text, old_hash text, hash text
UPDATE iam_login_profile SET hash = :hash WHERE owner_id = :owner_id AND hash = :old_hash;

-- query: identity_password_rehash exec
-- args: user_id text, old_hash text, hash text
UPDATE identity_password SET hash = :hash WHERE user_id = :user_id AND hash = :old_hash;
