-- Permission sets and what is in them.

-- query: permission_set_insert exec
-- args: id text, instance_id text, name text, description text null, session_duration text, relay_state text null, created_ms int
INSERT INTO permission_set (id, instance_id, name, description, session_duration, relay_state, created_ms, revision)
VALUES (:id, :instance_id, :name, :description, :session_duration, :relay_state, :created_ms, 1)
ON CONFLICT DO NOTHING;

-- query: permission_set_get one
-- args: instance_id text, id text
-- row: id text, name text, description text null, session_duration text, relay_state text null, inline_policy text null,
--      boundary_arn text null, boundary_name text null, boundary_path text null, created_ms int, revision int
SELECT id, name, description, session_duration, relay_state, inline_policy, boundary_arn, boundary_name, boundary_path,
    created_ms, revision
FROM permission_set
WHERE id = :id AND instance_id = :instance_id;

-- query: permission_set_list many
-- args: instance_id text, after_id text, count int
-- row: id text
SELECT id FROM permission_set WHERE instance_id = :instance_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: permission_set_count one
-- args: instance_id text
-- row: count int
SELECT COUNT(*) AS count FROM permission_set WHERE instance_id = :instance_id;

-- query: permission_set_update exec
-- args: id text, description text null, session_duration text, relay_state text null
UPDATE permission_set SET description = :description, session_duration = :session_duration, relay_state = :relay_state,
    revision = revision + 1
WHERE id = :id;

-- query: permission_set_set_inline exec
-- args: id text, inline_policy text null
UPDATE permission_set SET inline_policy = :inline_policy, revision = revision + 1 WHERE id = :id;

-- query: permission_set_set_boundary exec
-- args: id text, boundary_arn text null, boundary_name text null, boundary_path text null
UPDATE permission_set SET boundary_arn = :boundary_arn, boundary_name = :boundary_name, boundary_path = :boundary_path,
    revision = revision + 1
WHERE id = :id;

-- query: permission_set_touch exec
-- args: id text
UPDATE permission_set SET revision = revision + 1 WHERE id = :id;

-- query: permission_set_delete exec
-- args: id text
DELETE FROM permission_set WHERE id = :id;

-- query: permission_set_policy_insert exec
-- args: permission_set_id text, policy_arn text
INSERT INTO permission_set_policy (permission_set_id, policy_arn) VALUES (:permission_set_id, :policy_arn)
ON CONFLICT DO NOTHING;

-- query: permission_set_policy_list many
-- args: permission_set_id text, after_arn text, count int
-- row: policy_arn text
SELECT policy_arn FROM permission_set_policy WHERE permission_set_id = :permission_set_id AND policy_arn > :after_arn
ORDER BY policy_arn LIMIT :count;

-- query: permission_set_policy_delete exec
-- args: like permission_set_policy_insert
DELETE FROM permission_set_policy WHERE permission_set_id = :permission_set_id AND policy_arn = :policy_arn;

-- query: permission_set_policy_delete_all exec
-- args: permission_set_id text
DELETE FROM permission_set_policy WHERE permission_set_id = :permission_set_id;

-- query: permission_set_reference_insert exec
-- args: permission_set_id text, name text, path text
INSERT INTO permission_set_reference (permission_set_id, name, path) VALUES (:permission_set_id, :name, :path)
ON CONFLICT DO NOTHING;

-- query: permission_set_reference_list many
-- args: permission_set_id text, after_name text, after_path text, count int
-- row: name text, path text
SELECT name, path FROM permission_set_reference
WHERE permission_set_id = :permission_set_id AND (name, path) > (:after_name, :after_path)
ORDER BY name, path LIMIT :count;

-- query: permission_set_reference_delete exec
-- args: like permission_set_reference_insert
DELETE FROM permission_set_reference WHERE permission_set_id = :permission_set_id AND name = :name AND path = :path;

-- query: permission_set_reference_delete_all exec
-- args: permission_set_id text
DELETE FROM permission_set_reference WHERE permission_set_id = :permission_set_id;

-- Policies of both kinds, which share a limit.
-- query: permission_set_policy_count one
-- args: permission_set_id text
-- row: n int
SELECT (SELECT COUNT(*) FROM permission_set_policy WHERE permission_set_id = :permission_set_id)
    + (SELECT COUNT(*) FROM permission_set_reference WHERE permission_set_id = :permission_set_id) AS n;
