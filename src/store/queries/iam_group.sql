-- Groups of IAM users.

-- query: iam_group_insert exec
-- args: id text, account_id text, name text, name_key text, path text, created_ms int
INSERT INTO iam_group (id, account_id, name, name_key, path, created_ms)
VALUES (:id, :account_id, :name, :name_key, :path, :created_ms);

-- query: iam_group_get one
-- args: id text
-- row: id text, name text, path text, created_ms int
SELECT id, name, path, created_ms FROM iam_group WHERE id = :id;

-- query: iam_group_by_name one
-- args: account_id text, name_key text
-- row: like iam_group_get
SELECT id, name, path, created_ms FROM iam_group WHERE account_id = :account_id AND name_key = :name_key;

-- query: iam_group_list many
-- args: account_id text, after_key text, path_begin text, path_end text, count int
-- row: id text, name text, name_key text, path text, created_ms int
SELECT id, name, name_key, path, created_ms FROM iam_group
WHERE account_id = :account_id AND name_key > :after_key AND path >= :path_begin AND path < :path_end
ORDER BY name_key LIMIT :count;

-- query: iam_group_update exec
-- args: id text, name text, name_key text, path text
UPDATE iam_group SET name = :name, name_key = :name_key, path = :path WHERE id = :id;

-- query: iam_group_delete exec
-- args: id text
DELETE FROM iam_group WHERE id = :id;

-- query: iam_group_count one
-- args: account_id text
-- row: n int
SELECT COUNT(*) AS n FROM iam_group WHERE account_id = :account_id;

-- query: iam_group_member_insert exec
-- args: group_id text, user_id text
INSERT INTO iam_group_member (group_id, user_id) VALUES (:group_id, :user_id) ON CONFLICT DO NOTHING;

-- query: iam_group_member_delete exec
-- args: group_id text, user_id text
DELETE FROM iam_group_member WHERE group_id = :group_id AND user_id = :user_id;

-- query: iam_group_members many
-- args: group_id text, after_id text, count int
-- row: id text, name text, path text, created_ms int
SELECT u.id, u.name, u.path, u.created_ms FROM iam_group_member AS m JOIN iam_user AS u ON u.id = m.user_id
WHERE m.group_id = :group_id AND m.user_id > :after_id ORDER BY m.user_id LIMIT :count;

-- query: iam_groups_of_user many
-- args: user_id text, after_id text, count int
-- row: like iam_group_get
SELECT g.id, g.name, g.path, g.created_ms FROM iam_group_member AS m JOIN iam_group AS g ON g.id = m.group_id
WHERE m.user_id = :user_id AND m.group_id > :after_id ORDER BY m.group_id LIMIT :count;
