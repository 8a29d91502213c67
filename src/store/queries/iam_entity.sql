-- Users, roles, instance profiles and account aliases: what iam.sql does not have.

-- query: iam_user_update exec
-- args: id text, name text, name_key text, path text
UPDATE iam_user SET name = :name, name_key = :name_key, path = :path WHERE id = :id;

-- query: iam_user_count one
-- args: account_id text
-- row: n int
SELECT COUNT(*) AS n FROM iam_user WHERE account_id = :account_id;

-- Live roles, and those among them that count against the quota.
-- query: iam_role_count one
-- args: account_id text
-- row: live int, own int
SELECT COUNT(*) AS live, CAST(COALESCE(SUM(CASE WHEN owner = 'CUSTOMER' THEN 1 ELSE 0 END), 0) AS INTEGER) AS own
FROM iam_role WHERE account_id = :account_id AND removed_ms IS NULL;

-- query: iam_role_describe exec
-- args: id text, description text null, max_session_s int
UPDATE iam_role SET description = :description, max_session_s = :max_session_s WHERE id = :id;

-- query: iam_role_trust exec
-- args: id text, trust_policy text
UPDATE iam_role SET trust_policy = :trust_policy WHERE id = :id;

-- query: iam_role_delete exec
-- args: id text
DELETE FROM iam_role WHERE id = :id;

-- query: iam_instance_profile_insert exec
-- args: id text, account_id text, name text, name_key text, path text, created_ms int
INSERT INTO iam_instance_profile (id, account_id, name, name_key, path, created_ms)
VALUES (:id, :account_id, :name, :name_key, :path, :created_ms);

-- query: iam_instance_profile_by_name one
-- args: account_id text, name_key text
-- row: id text, name text, name_key text, path text, role_id text null, created_ms int
SELECT id, name, name_key, path, role_id, created_ms FROM iam_instance_profile
WHERE account_id = :account_id AND name_key = :name_key;

-- query: iam_instance_profile_list many
-- args: account_id text, after_key text, path_begin text, path_end text, count int
-- row: like iam_instance_profile_by_name
SELECT id, name, name_key, path, role_id, created_ms FROM iam_instance_profile
WHERE account_id = :account_id AND name_key > :after_key AND path >= :path_begin AND path < :path_end
ORDER BY name_key LIMIT :count;

-- query: iam_instance_profiles_of_role many
-- args: role_id text, after_key text, count int
-- row: like iam_instance_profile_by_name
SELECT id, name, name_key, path, role_id, created_ms FROM iam_instance_profile
WHERE role_id = :role_id AND name_key > :after_key ORDER BY name_key LIMIT :count;

-- query: iam_instance_profile_role exec
-- args: id text, role_id text null
UPDATE iam_instance_profile SET role_id = :role_id WHERE id = :id;

-- query: iam_instance_profile_delete exec
-- args: id text
DELETE FROM iam_instance_profile WHERE id = :id;

-- query: iam_instance_profile_count one
-- args: account_id text
-- row: n int
SELECT COUNT(*) AS n FROM iam_instance_profile WHERE account_id = :account_id;

-- query: iam_account_alias_put exec
-- args: account_id text, alias text
INSERT INTO iam_account_alias (account_id, alias) VALUES (:account_id, :alias)
ON CONFLICT (account_id) DO UPDATE SET alias = excluded.alias;

-- query: iam_account_alias_get one
-- args: account_id text
-- row: alias text
SELECT alias FROM iam_account_alias WHERE account_id = :account_id;

-- query: iam_account_by_alias one
-- args: alias text
-- row: account_id text
SELECT account_id FROM iam_account_alias WHERE alias = :alias;

-- query: iam_account_alias_delete exec
-- args: account_id text, alias text
DELETE FROM iam_account_alias WHERE account_id = :account_id AND alias = :alias;

-- query: iam_role_deletion_put exec
-- args: id text, account_id text, state text, reason text null, requested_ms int
INSERT INTO iam_role_deletion (id, account_id, state, reason, requested_ms)
VALUES (:id, :account_id, :state, :reason, :requested_ms);

-- query: iam_role_deletion_get one
-- args: id text
-- row: account_id text, state text, reason text null
SELECT account_id, state, reason FROM iam_role_deletion WHERE id = :id;

-- query: iam_role_deletion_purge exec
-- args: account_id text, before_ms int
DELETE FROM iam_role_deletion WHERE account_id = :account_id AND requested_ms < :before_ms;

-- query: iam_provider_exists one
-- args: arn text
-- row: kind text
SELECT kind FROM iam_provider WHERE arn = :arn;

-- A live role by its id, as iam_role_by_name answers it.
-- query: iam_role_read one
-- args: id text
-- row: like iam_role_by_name
SELECT id, name, name_key, path, description, trust_policy, max_session_s, created_ms, owner, removed_ms, last_used_ms, last_used_region
FROM iam_role WHERE id = :id AND removed_ms IS NULL;

-- Is any role in the account provisioned from a permission set?
-- query: iam_role_provisioned many
-- args: account_id text
-- row: role_id text
SELECT role_id FROM permission_set_role WHERE account_id = :account_id ORDER BY permission_set_id LIMIT 1;

-- What GetAccountSummary counts. A root user's devices and certificates are kept under the account's id.
-- query: iam_account_summary one
-- args: account_id text
-- row: users int, groups int, roles int, policies int, versions int, profiles int, certificates int, providers int, devices int,
--      devices_used int, root_devices int, root_keys int, root_passwords int, root_certificates int
SELECT (SELECT COUNT(*) FROM iam_user WHERE account_id = :account_id) AS users,
    (SELECT COUNT(*) FROM iam_group WHERE account_id = :account_id) AS groups,
    (SELECT COUNT(*) FROM iam_role WHERE account_id = :account_id AND removed_ms IS NULL) AS roles,
    (SELECT COUNT(*) FROM iam_policy WHERE account_id = :account_id) AS policies,
    (SELECT COUNT(*) FROM iam_policy AS p JOIN iam_policy_version AS v ON v.policy_id = p.id WHERE p.account_id = :account_id) AS versions,
    (SELECT COUNT(*) FROM iam_instance_profile WHERE account_id = :account_id) AS profiles,
    (SELECT COUNT(*) FROM iam_server_certificate WHERE account_id = :account_id) AS certificates,
    (SELECT COUNT(*) FROM iam_provider WHERE account_id = :account_id) AS providers,
    (SELECT COUNT(*) FROM iam_mfa_device WHERE account_id = :account_id) AS devices,
    (SELECT COUNT(*) FROM iam_mfa_device WHERE account_id = :account_id AND user_id IS NOT NULL) AS devices_used,
    (SELECT COUNT(*) FROM iam_mfa_device WHERE user_id = :account_id) AS root_devices,
    (SELECT COUNT(*) FROM iam_access_key WHERE account_id = :account_id AND user_id IS NULL) AS root_keys,
    (SELECT COUNT(*) FROM iam_login_profile WHERE owner_id = :account_id) AS root_passwords,
    (SELECT COUNT(*) FROM iam_signing_certificate WHERE owner_id = :account_id) AS root_certificates;
