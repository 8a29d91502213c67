-- OAuth clients and the device flow.

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

-- What the person is asked about.
-- query: device_authorization_by_code one
-- args: user_code text, now_ms int
-- row: client_id text, client_name text, scopes text, instance_id text, source_ip text, created_ms int
SELECT d.client_id, c.name AS client_name, c.scopes, d.instance_id, d.source_ip, d.created_ms
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
