-- Signed-in people.

-- query: portal_person_by_token one
-- args: token_hash text, now_ms int
-- row: user_id text, user_name text, display_name text null, identity_store_id text, instance_id text, account_id text, session_id text, created_ms int, expires_ms int
SELECT u.id AS user_id, u.user_name, u.display_name, u.identity_store_id, i.id AS instance_id, i.account_id, s.id AS session_id, s.created_ms, s.expires_ms
FROM portal_token AS t
JOIN portal_session AS s ON s.id = t.session_id
JOIN identity_user AS u ON u.id = s.user_id
JOIN sso_instance AS i ON i.identity_store_id = u.identity_store_id
WHERE t.token_hash = :token_hash AND t.kind = 'ACCESS' AND t.expires_ms > :now_ms AND s.expires_ms > :now_ms AND u.enabled = 1;

-- query: portal_person_by_cookie one
-- args: token_hash text, now_ms int
-- row: like portal_person_by_token
SELECT u.id AS user_id, u.user_name, u.display_name, u.identity_store_id, i.id AS instance_id, i.account_id, s.id AS session_id, s.created_ms, s.expires_ms
FROM browser_cookie AS b
JOIN portal_session AS s ON s.id = b.session_id
JOIN identity_user AS u ON u.id = s.user_id
JOIN sso_instance AS i ON i.identity_store_id = u.identity_store_id
WHERE b.token_hash = :token_hash AND s.expires_ms > :now_ms AND u.enabled = 1;
