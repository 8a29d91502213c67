-- Instances of Identity Center.

-- query: sso_instance_insert exec
-- args: id text, account_id text, identity_store_id text, organization_id text null, name text null, state text,
--       region text, secret blob, client_token text null, request_digest text null, created_ms int
INSERT INTO sso_instance (id, account_id, identity_store_id, organization_id, name, state, region, secret, client_token, request_digest, created_ms)
VALUES (:id, :account_id, :identity_store_id, :organization_id, :name, :state, :region, :secret, :client_token, :request_digest, :created_ms);

-- query: sso_instance_get one
-- args: id text
-- row: id text, account_id text, identity_store_id text, organization_id text null, name text null, state text, region text, client_token text null, request_digest text null, created_ms int
SELECT id, account_id, identity_store_id, organization_id, name, state, region, client_token, request_digest, created_ms
FROM sso_instance WHERE id = :id;

-- query: sso_instance_of_account one
-- args: account_id text
-- row: like sso_instance_get
SELECT id, account_id, identity_store_id, organization_id, name, state, region, client_token, request_digest, created_ms
FROM sso_instance WHERE account_id = :account_id;

-- An account's own instance, and that of its organization.
-- query: sso_instance_list_visible many
-- args: account_id text, organization_id text null, after_id text, count int
-- row: like sso_instance_get
SELECT id, account_id, identity_store_id, organization_id, name, state, region, client_token, request_digest, created_ms FROM sso_instance
WHERE id > :after_id AND id IN (
    SELECT id FROM sso_instance WHERE account_id = :account_id
    UNION
    SELECT id FROM sso_instance WHERE organization_id = :organization_id)
ORDER BY id LIMIT :count;

-- query: sso_instance_rename exec
-- args: id text, name text
UPDATE sso_instance SET name = :name WHERE id = :id;

-- query: sso_instance_set_state exec
-- args: id text, state text
UPDATE sso_instance SET state = :state WHERE id = :id;

-- query: sso_instance_delete exec
-- args: id text
DELETE FROM sso_instance WHERE id = :id;

-- query: access_attributes_insert exec
-- args: instance_id text, attributes text, created_ms int
INSERT INTO access_attributes (instance_id, attributes, created_ms) VALUES (:instance_id, :attributes, :created_ms)
ON CONFLICT DO NOTHING;

-- query: access_attributes_update exec
-- args: instance_id text, attributes text
UPDATE access_attributes SET attributes = :attributes WHERE instance_id = :instance_id;

-- query: access_attributes_get one
-- args: instance_id text
-- row: attributes text
SELECT attributes FROM access_attributes WHERE instance_id = :instance_id;

-- query: access_attributes_delete exec
-- args: instance_id text
DELETE FROM access_attributes WHERE instance_id = :instance_id;

-- A person, where their instance tells anything about its people.
-- query: access_attributes_person one
-- args: instance_id text, user_id text
-- row: wanted text, user_name text, attributes text
-- kept: asked for all credentials
SELECT a.attributes AS wanted, u.user_name, u.attributes FROM access_attributes AS a
JOIN sso_instance AS i ON i.id = a.instance_id
JOIN identity_user AS u ON u.id = :user_id AND u.identity_store_id = i.identity_store_id
WHERE a.instance_id = :instance_id;
