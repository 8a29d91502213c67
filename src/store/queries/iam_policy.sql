-- Customer managed policies, what they are attached to, permissions boundaries.

-- query: iam_policy_insert exec
-- args: id text, account_id text, name text, name_key text, path text, description text null, created_ms int
INSERT INTO iam_policy (id, account_id, name, name_key, path, description, default_version, last_version, created_ms, updated_ms)
VALUES (:id, :account_id, :name, :name_key, :path, :description, 1, 1, :created_ms, :created_ms);

-- query: iam_policy_by_name one
-- args: account_id text, name_key text
-- row: id text, name text, path text, description text null, default_version int, last_version int, created_ms int, updated_ms int
SELECT id, name, path, description, default_version, last_version, created_ms, updated_ms
FROM iam_policy WHERE account_id = :account_id AND name_key = :name_key;

-- query: iam_policy_list many
-- args: account_id text, after_key text, path_begin text, path_end text, count int
-- row: id text, name text, name_key text, path text, description text null, default_version int, created_ms int, updated_ms int
SELECT id, name, name_key, path, description, default_version, created_ms, updated_ms FROM iam_policy
WHERE account_id = :account_id AND name_key > :after_key AND path >= :path_begin AND path < :path_end
ORDER BY name_key LIMIT :count;

-- query: iam_policy_default exec
-- args: id text, number int, now_ms int
UPDATE iam_policy SET default_version = :number, updated_ms = :now_ms WHERE id = :id;

-- query: iam_policy_numbered exec
-- args: id text, number int, now_ms int
UPDATE iam_policy SET last_version = :number, updated_ms = :now_ms WHERE id = :id;

-- query: iam_policy_delete exec
-- args: id text
DELETE FROM iam_policy WHERE id = :id;

-- query: iam_policy_count one
-- args: account_id text
-- row: n int
SELECT COUNT(*) AS n FROM iam_policy WHERE account_id = :account_id;

-- query: iam_policy_version_insert exec
-- args: policy_id text, number int, document text, created_ms int
INSERT INTO iam_policy_version (policy_id, number, document, created_ms) VALUES (:policy_id, :number, :document, :created_ms);

-- query: iam_policy_version_get one
-- args: policy_id text, number int
-- row: document text, created_ms int
SELECT document, created_ms FROM iam_policy_version WHERE policy_id = :policy_id AND number = :number;

-- A policy has five versions at most: newest first, all at once.
-- query: iam_policy_version_list many
-- args: policy_id text
-- row: number int, document text, created_ms int
SELECT number, document, created_ms FROM iam_policy_version WHERE policy_id = :policy_id ORDER BY number DESC;

-- query: iam_policy_version_delete exec
-- args: policy_id text, number int
DELETE FROM iam_policy_version WHERE policy_id = :policy_id AND number = :number;

-- query: iam_policy_version_delete_all exec
-- args: policy_id text
DELETE FROM iam_policy_version WHERE policy_id = :policy_id;

-- To how many entities of the account is a policy attached, and of how many is it the boundary?
-- query: iam_policy_usage one
-- args: account_id text, policy_arn text
-- row: attached int, bounding int
SELECT (SELECT COUNT(*) FROM iam_attachment WHERE account_id = :account_id AND policy_arn = :policy_arn) AS attached,
    (SELECT COUNT(*) FROM iam_boundary WHERE account_id = :account_id AND policy_arn = :policy_arn) AS bounding;

-- Entities that a policy is attached to (permits) or bounds; ids tell users, groups and roles apart.
-- query: iam_policy_entities many
-- args: account_id text, policy_arn text, permits bool, bounds bool, after_id text, count int
-- row: entity_id text
SELECT entity_id FROM iam_attachment
WHERE account_id = :account_id AND policy_arn = :policy_arn AND :permits = 1 AND entity_id > :after_id
UNION
SELECT entity_id FROM iam_boundary
WHERE account_id = :account_id AND policy_arn = :policy_arn AND :bounds = 1 AND entity_id > :after_id
ORDER BY entity_id LIMIT :count;

-- query: iam_boundary_put exec
-- args: entity_id text, account_id text, policy_arn text
INSERT INTO iam_boundary (entity_id, account_id, policy_arn) VALUES (:entity_id, :account_id, :policy_arn)
ON CONFLICT (entity_id) DO UPDATE SET policy_arn = excluded.policy_arn;

-- query: iam_boundary_get one
-- args: entity_id text
-- row: policy_arn text
SELECT policy_arn FROM iam_boundary WHERE entity_id = :entity_id;

-- query: iam_boundary_delete exec
-- args: entity_id text
DELETE FROM iam_boundary WHERE entity_id = :entity_id;

-- Imported AWS managed policies.
-- query: iam_aws_policy_list many
-- args: after_arn text, count int
-- row: arn text, name text, imported_ms int
SELECT arn, name, imported_ms FROM iam_aws_policy WHERE arn > :after_arn ORDER BY arn LIMIT :count;

-- query: iam_aws_policy_read one
-- args: arn text
-- row: name text, document text, imported_ms int
SELECT name, document, imported_ms FROM iam_aws_policy WHERE arn = :arn;

-- Which policies after an ARN are attached to anything in the account, or bound anything.
-- query: iam_policy_used many
-- args: account_id text, after_arn text, count int
-- row: policy_arn text
SELECT policy_arn FROM iam_attachment WHERE account_id = :account_id AND policy_arn > :after_arn
UNION
SELECT policy_arn FROM iam_boundary WHERE account_id = :account_id AND policy_arn > :after_arn
ORDER BY policy_arn LIMIT :count;
