-- IAM users, roles, their policies and access keys.

-- query: iam_user_insert exec
-- args: id text, account_id text, name text, name_key text, path text, created_ms int
INSERT INTO iam_user (id, account_id, name, name_key, path, created_ms)
VALUES (:id, :account_id, :name, :name_key, :path, :created_ms);

-- query: iam_user_get one
-- args: id text
-- row: id text, account_id text, name text, path text, created_ms int
SELECT id, account_id, name, path, created_ms FROM iam_user WHERE id = :id;

-- query: iam_user_by_name one
-- args: account_id text, name_key text
-- row: id text, name text, path text, created_ms int
SELECT id, name, path, created_ms FROM iam_user WHERE account_id = :account_id AND name_key = :name_key;

-- Users after a name, in name order; path_begin/path_end bound the path prefix.
-- query: iam_user_list many
-- args: account_id text, after_key text, path_begin text, path_end text, count int
-- row: id text, name text, name_key text, path text, created_ms int
SELECT id, name, name_key, path, created_ms FROM iam_user
WHERE account_id = :account_id AND name_key > :after_key AND path >= :path_begin AND path < :path_end
ORDER BY name_key LIMIT :count;

-- query: iam_user_delete exec
-- args: id text
DELETE FROM iam_user WHERE id = :id;

-- query: iam_role_insert exec
-- args: id text, account_id text, name text, name_key text, path text, description text null, trust_policy text, max_session_s int, created_ms int, owner text
INSERT INTO iam_role (id, account_id, name, name_key, path, description, trust_policy, max_session_s, created_ms, owner, sessions_after_ms)
VALUES (:id, :account_id, :name, :name_key, :path, :description, :trust_policy, :max_session_s, :created_ms, :owner, 0);

-- query: iam_role_get one
-- args: id text
-- row: id text, account_id text, name text, path text, description text null, trust_policy text, max_session_s int, created_ms int, owner text, removed_ms int null, sessions_after_ms int
SELECT id, account_id, name, path, description, trust_policy, max_session_s, created_ms, owner, removed_ms, sessions_after_ms
FROM iam_role WHERE id = :id;

-- Tombstones included: their names stay taken.
-- query: iam_role_by_name one
-- args: account_id text, name_key text
-- row: id text, name text, name_key text, path text, description text null, trust_policy text, max_session_s int, created_ms int,
--      owner text, removed_ms int null, last_used_ms int null, last_used_region text null
SELECT id, name, name_key, path, description, trust_policy, max_session_s, created_ms, owner, removed_ms, last_used_ms, last_used_region
FROM iam_role WHERE account_id = :account_id AND name_key = :name_key;

-- As iam_role_by_name, without what changes when the role is used.
-- query: iam_role_id_by_name one
-- args: account_id text, name_key text
-- row: id text
-- kept: each AssumeRole names its role
SELECT id FROM iam_role WHERE account_id = :account_id AND name_key = :name_key;

-- query: iam_role_list many
-- args: account_id text, after_key text, path_begin text, path_end text, count int
-- row: like iam_role_by_name
SELECT id, name, name_key, path, description, trust_policy, max_session_s, created_ms, owner, removed_ms, last_used_ms, last_used_region
FROM iam_role
WHERE account_id = :account_id AND name_key > :after_key AND path >= :path_begin AND path < :path_end AND removed_ms IS NULL
ORDER BY name_key LIMIT :count;

-- query: iam_role_update exec
-- args: id text, path text, description text null, trust_policy text, max_session_s int
UPDATE iam_role SET path = :path, description = :description, trust_policy = :trust_policy, max_session_s = :max_session_s
WHERE id = :id;

-- A tombstone loses its sessions for good: those issued before it came back stay invalid.
-- query: iam_role_remove exec
-- args: id text, now_ms int
UPDATE iam_role SET removed_ms = :now_ms, sessions_after_ms = :now_ms WHERE id = :id AND removed_ms IS NULL;

-- query: iam_role_revive exec
-- args: id text, now_ms int
UPDATE iam_role SET removed_ms = NULL, sessions_after_ms = :now_ms WHERE id = :id;

-- query: iam_role_used exec
-- args: id text, now_ms int, region text
UPDATE iam_role SET last_used_ms = :now_ms, last_used_region = :region WHERE id = :id;

-- query: iam_inline_put exec
-- args: entity_id text, name text, document text
INSERT INTO iam_inline_policy (entity_id, name, document) VALUES (:entity_id, :name, :document)
ON CONFLICT (entity_id, name) DO UPDATE SET document = excluded.document;

-- query: iam_inline_get one
-- args: entity_id text, name text
-- row: document text
SELECT document FROM iam_inline_policy WHERE entity_id = :entity_id AND name = :name;

-- query: iam_inline_list many
-- args: entity_id text, after_name text, count int
-- row: name text, document text
SELECT name, document FROM iam_inline_policy WHERE entity_id = :entity_id AND name > :after_name ORDER BY name LIMIT :count;

-- query: iam_inline_delete exec
-- args: entity_id text, name text
DELETE FROM iam_inline_policy WHERE entity_id = :entity_id AND name = :name;

-- query: iam_inline_delete_all exec
-- args: entity_id text
DELETE FROM iam_inline_policy WHERE entity_id = :entity_id;

-- query: iam_attachment_insert exec
-- args: entity_id text, policy_arn text, account_id text
INSERT INTO iam_attachment (entity_id, policy_arn, account_id) VALUES (:entity_id, :policy_arn, :account_id) ON CONFLICT DO NOTHING;

-- query: iam_attachment_list many
-- args: entity_id text, after_arn text, count int
-- row: policy_arn text
SELECT policy_arn FROM iam_attachment WHERE entity_id = :entity_id AND policy_arn > :after_arn ORDER BY policy_arn LIMIT :count;

-- query: iam_attachment_delete exec
-- args: entity_id text, policy_arn text
DELETE FROM iam_attachment WHERE entity_id = :entity_id AND policy_arn = :policy_arn;

-- query: iam_attachment_delete_all exec
-- args: entity_id text
DELETE FROM iam_attachment WHERE entity_id = :entity_id;

-- query: iam_access_key_insert exec
-- args: id text, account_id text, user_id text null, status text, secret blob, created_ms int
INSERT INTO iam_access_key (id, account_id, user_id, status, secret, created_ms)
VALUES (:id, :account_id, :user_id, :status, :secret, :created_ms);

-- query: iam_access_key_get one
-- args: id text
-- row: account_id text, user_id text null, status text, secret blob, created_ms int
SELECT account_id, user_id, status, secret, created_ms FROM iam_access_key WHERE id = :id;

-- query: iam_access_key_list many
-- args: account_id text, user_id text, after_id text, count int
-- row: id text, status text, created_ms int
SELECT id, status, created_ms FROM iam_access_key
WHERE account_id = :account_id AND user_id = :user_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: iam_access_key_list_root many
-- args: account_id text, after_id text, count int
-- row: like iam_access_key_list
SELECT id, status, created_ms FROM iam_access_key
WHERE account_id = :account_id AND user_id IS NULL AND id > :after_id ORDER BY id LIMIT :count;

-- query: iam_access_key_status exec
-- args: id text, status text
UPDATE iam_access_key SET status = :status WHERE id = :id;

-- query: iam_access_key_delete exec
-- args: id text
DELETE FROM iam_access_key WHERE id = :id;

-- query: iam_aws_policy_put exec
-- args: arn text, name text, document text, imported_ms int
INSERT INTO iam_aws_policy (arn, name, document, imported_ms) VALUES (:arn, :name, :document, :imported_ms)
ON CONFLICT (arn) DO UPDATE SET document = excluded.document, imported_ms = excluded.imported_ms;

-- query: iam_aws_policy_get one
-- args: arn text
-- row: name text, document text
SELECT name, document FROM iam_aws_policy WHERE arn = :arn;
