-- What the simulator and the access reports read of an entity's policies.

-- query: iam_policy_set_groups many
-- args: user_id text
-- row: id text, name text
SELECT g.id, g.name FROM iam_group_member AS m JOIN iam_group AS g ON g.id = m.group_id
WHERE m.user_id = :user_id ORDER BY g.id;

-- query: iam_policy_set_group one
-- args: account_id text, name_key text
-- row: id text, name text, path text
SELECT id, name, path FROM iam_group WHERE account_id = :account_id AND name_key = :name_key;
