-- Signed-in people.

-- query: portal_person_by_token one
-- args: token_hash text
-- row: user_id text, user_name text, display_name text null, identity_store_id text, instance_id text, account_id text, session_id text, created_ms int, expires_ms int, token_expires_ms int
-- kept: each call of the portal asks who calls
SELECT u.id AS user_id, u.user_name, u.display_name, u.identity_store_id, i.id AS instance_id, i.account_id, s.id AS session_id, s.created_ms, s.expires_ms, t.expires_ms AS token_expires_ms
FROM portal_token AS t
JOIN portal_session AS s ON s.id = t.session_id
JOIN identity_user AS u ON u.id = s.user_id
JOIN sso_instance AS i ON i.identity_store_id = u.identity_store_id
WHERE t.token_hash = :token_hash AND t.kind = 'ACCESS' AND u.enabled = 1;

-- query: portal_person_by_cookie one
-- args: token_hash text
-- row: like portal_person_by_token
-- kept: each call of the portal, and each page, asks who calls
SELECT u.id AS user_id, u.user_name, u.display_name, u.identity_store_id, i.id AS instance_id, i.account_id, s.id AS session_id, s.created_ms, s.expires_ms, s.expires_ms AS token_expires_ms
FROM browser_cookie AS b
JOIN portal_session AS s ON s.id = b.session_id
JOIN identity_user AS u ON u.id = s.user_id
JOIN sso_instance AS i ON i.identity_store_id = u.identity_store_id
WHERE b.token_hash = :token_hash AND u.enabled = 1;

-- query: portal_session_insert exec
-- args: id text, user_id text, created_ms int, expires_ms int, source_ip text, user_agent text
INSERT INTO portal_session (id, user_id, created_ms, expires_ms, source_ip, user_agent)
VALUES (:id, :user_id, :created_ms, :expires_ms, :source_ip, :user_agent);

-- query: portal_session_get one
-- args: id text
-- row: user_id text, created_ms int, expires_ms int
SELECT user_id, created_ms, expires_ms FROM portal_session WHERE id = :id;

-- query: portal_session_delete exec
-- args: id text
DELETE FROM portal_session WHERE id = :id;

-- query: portal_session_expired many
-- args: before_ms int, count int
-- row: id text
SELECT id FROM portal_session WHERE expires_ms < :before_ms ORDER BY expires_ms LIMIT :count;

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

-- What one client holds of a session.
-- query: portal_token_delete_by_client exec
-- args: session_id text, client_id text
DELETE FROM portal_token WHERE session_id = :session_id AND client_id = :client_id;

-- query: portal_token_delete_by_session exec
-- args: session_id text
DELETE FROM portal_token WHERE session_id = :session_id;

-- query: purge_portal_token exec
-- args: before_ms int, count int
DELETE FROM portal_token WHERE token_hash IN (
    SELECT token_hash FROM portal_token WHERE expires_ms < :before_ms ORDER BY expires_ms LIMIT :count);
