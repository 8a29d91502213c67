-- Issuers of tokens, outside of Identity Center, that an instance trusts.

-- query: trusted_token_issuer_insert exec
-- args: id text, instance_id text, account_id text, name text, type text, issuer_url text, claim_path text,
--       identity_path text, jwks_retrieval text, created_ms int, client_token text null, input_digest text
INSERT INTO trusted_token_issuer (id, instance_id, account_id, name, type, issuer_url, claim_path, identity_path,
    jwks_retrieval, created_ms, client_token, input_digest)
VALUES (:id, :instance_id, :account_id, :name, :type, :issuer_url, :claim_path, :identity_path,
    :jwks_retrieval, :created_ms, :client_token, :input_digest)
ON CONFLICT DO NOTHING;

-- query: trusted_token_issuer_get one
-- args: id text
-- row: id text, instance_id text, account_id text, name text, type text, issuer_url text, claim_path text,
--      identity_path text, jwks_retrieval text
SELECT id, instance_id, account_id, name, type, issuer_url, claim_path, identity_path, jwks_retrieval
FROM trusted_token_issuer WHERE id = :id;

-- query: trusted_token_issuer_by_token one
-- args: instance_id text, account_id text, client_token text
-- row: id text, input_digest text
SELECT id, input_digest FROM trusted_token_issuer
WHERE instance_id = :instance_id AND account_id = :account_id AND client_token = :client_token;

-- query: trusted_token_issuer_count one
-- args: instance_id text
-- row: count int
SELECT COUNT(*) AS count FROM trusted_token_issuer WHERE instance_id = :instance_id;

-- query: trusted_token_issuer_list many
-- args: instance_id text, after_id text, count int
-- row: like trusted_token_issuer_get
SELECT id, instance_id, account_id, name, type, issuer_url, claim_path, identity_path, jwks_retrieval
FROM trusted_token_issuer WHERE instance_id = :instance_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: trusted_token_issuer_update exec
-- args: id text, name text, claim_path text, identity_path text, jwks_retrieval text
UPDATE trusted_token_issuer SET name = :name, claim_path = :claim_path, identity_path = :identity_path,
    jwks_retrieval = :jwks_retrieval
WHERE id = :id;

-- query: trusted_token_issuer_delete exec
-- args: id text
DELETE FROM trusted_token_issuer WHERE id = :id;
