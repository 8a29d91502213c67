-- Signing people in: instances, passwords, links, sessions, clients, device codes, throttling, and what is purged.

-- query: signin_instance_organization one
-- row: id text, account_id text, identity_store_id text, name text null, region text
SELECT id, account_id, identity_store_id, name, region FROM sso_instance
WHERE organization_id IS NOT NULL ORDER BY created_ms, id LIMIT 1;

-- query: signin_instance_first one
-- row: like signin_instance_organization
SELECT id, account_id, identity_store_id, name, region FROM sso_instance ORDER BY created_ms, id LIMIT 1;

-- query: signin_instance_by_store one
-- args: identity_store_id text
-- row: like signin_instance_organization
SELECT id, account_id, identity_store_id, name, region FROM sso_instance WHERE identity_store_id = :identity_store_id;

-- query: signin_instance_by_id one
-- args: id text
-- row: like signin_instance_organization
SELECT id, account_id, identity_store_id, name, region FROM sso_instance WHERE id = :id;

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

-- query: signin_link_end_others exec
-- args: user_id text, token_hash text
DELETE FROM signin_link WHERE user_id = :user_id AND token_hash <> :token_hash;

-- query: portal_session_insert exec
-- args: id text, user_id text, created_ms int, expires_ms int, source_ip text, user_agent text
INSERT INTO portal_session (id, user_id, created_ms, expires_ms, source_ip, user_agent)
VALUES (:id, :user_id, :created_ms, :expires_ms, :source_ip, :user_agent);

-- query: browser_cookie_insert exec
-- args: token_hash text, session_id text
INSERT INTO browser_cookie (token_hash, session_id) VALUES (:token_hash, :session_id);

-- query: browser_cookie_delete_by_session exec
-- args: session_id text
DELETE FROM browser_cookie WHERE session_id = :session_id;

-- query: portal_token_insert exec
-- args: token_hash text, kind text, session_id text, client_id text, scopes text, expires_ms int
INSERT INTO portal_token (token_hash, kind, session_id, client_id, scopes, expires_ms)
VALUES (:token_hash, :kind, :session_id, :client_id, :scopes, :expires_ms);

-- query: portal_token_refresh_get one
-- args: token_hash text
-- row: session_id text, client_id text, scopes text, expires_ms int, used_ms int null, session_expires_ms int, user_id text
SELECT t.session_id, t.client_id, t.scopes, t.expires_ms, t.used_ms, s.expires_ms AS session_expires_ms, s.user_id
FROM portal_token AS t JOIN portal_session AS s ON s.id = t.session_id
WHERE t.token_hash = :token_hash AND t.kind = 'REFRESH';

-- query: portal_token_use exec
-- args: token_hash text, now_ms int
UPDATE portal_token SET used_ms = :now_ms WHERE token_hash = :token_hash AND used_ms IS NULL;

-- query: portal_token_delete_by_session exec
-- args: session_id text
DELETE FROM portal_token WHERE session_id = :session_id;

-- query: portal_session_get one
-- args: id text
-- row: user_id text, created_ms int, expires_ms int
SELECT user_id, created_ms, expires_ms FROM portal_session WHERE id = :id;

-- query: portal_session_delete exec
-- args: id text
DELETE FROM portal_session WHERE id = :id;

-- query: oidc_client_insert exec
-- args: id text, secret_hash text, name text, client_type text, scopes text, grant_types text, redirect_uris text, created_ms int, expires_ms int
INSERT INTO oidc_client (id, secret_hash, name, client_type, scopes, grant_types, redirect_uris, created_ms, expires_ms)
VALUES (:id, :secret_hash, :name, :client_type, :scopes, :grant_types, :redirect_uris, :created_ms, :expires_ms);

-- query: oidc_client_get one
-- args: id text
-- row: secret_hash text, name text, scopes text, grant_types text, expires_ms int
SELECT secret_hash, name, scopes, grant_types, expires_ms FROM oidc_client WHERE id = :id;

-- query: device_authorization_insert exec
-- args: device_code_hash text, user_code text, client_id text, instance_id text, source_ip text, created_ms int, expires_ms int
INSERT INTO device_authorization (device_code_hash, user_code, client_id, instance_id, state, source_ip, created_ms, expires_ms, polled_ms)
VALUES (:device_code_hash, :user_code, :client_id, :instance_id, 'PENDING', :source_ip, :created_ms, :expires_ms, 0)
ON CONFLICT DO NOTHING;

-- query: device_authorization_get one
-- args: device_code_hash text
-- row: client_id text, instance_id text, state text, session_id text null, expires_ms int, polled_ms int
SELECT client_id, instance_id, state, session_id, expires_ms, polled_ms FROM device_authorization
WHERE device_code_hash = :device_code_hash;

-- query: device_authorization_by_code one
-- args: user_code text, now_ms int
-- row: client_name text, scopes text, instance_id text, source_ip text, created_ms int
SELECT c.name AS client_name, c.scopes, d.instance_id, d.source_ip, d.created_ms
FROM device_authorization AS d JOIN oidc_client AS c ON c.id = d.client_id
WHERE d.user_code = :user_code AND d.state = 'PENDING' AND d.expires_ms > :now_ms;

-- query: device_authorization_decide exec
-- args: user_code text, state text, session_id text, now_ms int
UPDATE device_authorization SET state = :state, session_id = :session_id
WHERE user_code = :user_code AND state = 'PENDING' AND expires_ms > :now_ms;

-- query: device_authorization_use exec
-- args: device_code_hash text
UPDATE device_authorization SET state = 'USED' WHERE device_code_hash = :device_code_hash AND state = 'ALLOWED';

-- query: device_authorization_polled exec
-- args: device_code_hash text, now_ms int
UPDATE device_authorization SET polled_ms = :now_ms WHERE device_code_hash = :device_code_hash;

-- query: signin_failure_get one
-- args: subject text
-- row: count int, last_ms int
SELECT count, last_ms FROM signin_failure WHERE subject = :subject;

-- query: signin_failure_count exec
-- args: subject text, now_ms int, window_begin_ms int
INSERT INTO signin_failure (subject, count, first_ms, last_ms) VALUES (:subject, 1, :now_ms, :now_ms)
ON CONFLICT (subject) DO UPDATE SET
count = CASE WHEN signin_failure.last_ms < :window_begin_ms THEN 1 ELSE signin_failure.count + 1 END,
first_ms = CASE WHEN signin_failure.last_ms < :window_begin_ms THEN excluded.first_ms ELSE signin_failure.first_ms END,
last_ms = excluded.last_ms;

-- query: signin_failure_clear exec
-- args: subject text
DELETE FROM signin_failure WHERE subject = :subject;

-- query: purge_signin_link exec
-- args: before_ms int, count int
DELETE FROM signin_link WHERE token_hash IN (
SELECT token_hash FROM signin_link WHERE expires_ms < :before_ms ORDER BY expires_ms LIMIT :count);

-- query: purge_portal_token exec
-- args: before_ms int, count int
DELETE FROM portal_token WHERE token_hash IN (
SELECT token_hash FROM portal_token WHERE expires_ms < :before_ms ORDER BY expires_ms LIMIT :count);

-- query: portal_session_expired many
-- args: before_ms int, count int
-- row: id text
SELECT id FROM portal_session WHERE expires_ms < :before_ms ORDER BY expires_ms LIMIT :count;

-- query: purge_device_authorization exec
-- args: before_ms int, count int
DELETE FROM device_authorization WHERE device_code_hash IN (
SELECT device_code_hash FROM device_authorization WHERE expires_ms < :before_ms ORDER BY expires_ms LIMIT :count);

-- query: purge_oidc_client exec
-- args: before_ms int, count int
DELETE FROM oidc_client WHERE id IN (
SELECT c.id FROM oidc_client AS c WHERE c.expires_ms < :before_ms
AND NOT EXISTS (SELECT 1 FROM device_authorization AS d WHERE d.client_id = c.id)
ORDER BY c.expires_ms LIMIT :count);

-- query: purge_signin_failure exec
-- args: before_ms int, count int
DELETE FROM signin_failure WHERE subject IN (
SELECT subject FROM signin_failure WHERE last_ms < :before_ms ORDER BY last_ms LIMIT :count);
