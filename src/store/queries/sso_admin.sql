-- Instances of Identity Center.

-- query: sso_instance_insert exec
-- args: id text, account_id text, identity_store_id text, organization_id text null, name text null, state text,
--       region text, secret blob, client_token text null, created_ms int
INSERT INTO sso_instance (id, account_id, identity_store_id, organization_id, name, state, region, secret, client_token, created_ms)
VALUES (:id, :account_id, :identity_store_id, :organization_id, :name, :state, :region, :secret, :client_token, :created_ms);

-- query: sso_instance_get one
-- args: id text
-- row: id text, account_id text, identity_store_id text, organization_id text null, name text null, state text, region text, client_token text null, created_ms int
SELECT id, account_id, identity_store_id, organization_id, name, state, region, client_token, created_ms
FROM sso_instance WHERE id = :id;

-- query: sso_instance_of_account one
-- args: account_id text
-- row: like sso_instance_get
SELECT id, account_id, identity_store_id, organization_id, name, state, region, client_token, created_ms
FROM sso_instance WHERE account_id = :account_id;

-- An account's own instance, and that of its organization.
-- query: sso_instance_list_visible many
-- args: account_id text, organization_id text null, after_id text, count int
-- row: like sso_instance_get
SELECT id, account_id, identity_store_id, organization_id, name, state, region, client_token, created_ms FROM sso_instance
WHERE id > :after_id AND id IN (
    SELECT id FROM sso_instance WHERE account_id = :account_id
    UNION
    SELECT id FROM sso_instance WHERE organization_id = :organization_id)
ORDER BY id LIMIT :count;
