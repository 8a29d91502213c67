-- Permission sets as roles in accounts, and the requests to bring those up to date.

-- What a role is made from, besides the managed policies.
-- query: provisioning_recipe one
-- args: permission_set_id text
-- row: name text, description text null, inline_policy text null, boundary_arn text null, boundary_name text null, boundary_path text null,
--      revision int, instance_id text, identity_store_id text, organization_id text null, region text, secret blob
SELECT p.name, p.description, p.inline_policy, p.boundary_arn, p.boundary_name, p.boundary_path, p.revision, p.instance_id,
    i.identity_store_id, i.organization_id, i.region, i.secret
FROM permission_set AS p JOIN sso_instance AS i ON i.id = p.instance_id WHERE p.id = :permission_set_id;

-- query: provisioned_role_get one
-- args: permission_set_id text, account_id text
-- row: role_id text, revision int
SELECT role_id, revision FROM permission_set_role WHERE permission_set_id = :permission_set_id AND account_id = :account_id;

-- query: provisioned_role_put exec
-- args: permission_set_id text, account_id text, role_id text, revision int
INSERT INTO permission_set_role (permission_set_id, account_id, role_id, revision)
VALUES (:permission_set_id, :account_id, :role_id, :revision)
ON CONFLICT (permission_set_id, account_id) DO UPDATE SET role_id = excluded.role_id, revision = excluded.revision;

-- query: provisioned_role_delete exec
-- args: permission_set_id text, account_id text
DELETE FROM permission_set_role WHERE permission_set_id = :permission_set_id AND account_id = :account_id;

-- query: provisioned_role_count one
-- args: account_id text
-- row: n int
SELECT COUNT(*) AS n FROM permission_set_role WHERE account_id = :account_id;

-- Accounts that have the set's role; :want is 0 for all, 1 for those up to date, 2 for the others.
-- query: provisioned_account_list many
-- args: permission_set_id text, revision int, want int, after_account text, count int
-- row: account_id text
SELECT account_id FROM permission_set_role
WHERE permission_set_id = :permission_set_id AND account_id > :after_account
    AND (:want = 0 OR (:want = 1 AND revision = :revision) OR (:want = 2 AND revision <> :revision))
ORDER BY account_id LIMIT :count;

-- Sets of an instance that have a role in the account; :want as above.
-- query: provisioned_set_list many
-- args: instance_id text, account_id text, want int, after_id text, count int
-- row: permission_set_id text
SELECT r.permission_set_id FROM permission_set_role AS r JOIN permission_set AS p ON p.id = r.permission_set_id
WHERE r.account_id = :account_id AND r.permission_set_id > :after_id AND p.instance_id = :instance_id
    AND (:want = 0 OR (:want = 1 AND r.revision = p.revision) OR (:want = 2 AND r.revision <> p.revision))
ORDER BY r.permission_set_id LIMIT :count;

-- query: provisioning_request_insert exec
-- args: id text, instance_id text, permission_set_id text, account_id text null, state text, created_ms int
INSERT INTO provisioning_request (id, instance_id, permission_set_id, account_id, state, created_ms)
VALUES (:id, :instance_id, :permission_set_id, :account_id, :state, :created_ms);

-- query: provisioning_request_get one
-- args: id text
-- row: id text, instance_id text, permission_set_id text, account_id text null, state text, failure_reason text null, created_ms int
SELECT id, instance_id, permission_set_id, account_id, state, failure_reason, created_ms
FROM provisioning_request WHERE id = :id;

-- query: provisioning_request_list many
-- args: instance_id text, after_id text, count int
-- row: id text, state text, created_ms int
SELECT id, state, created_ms FROM provisioning_request
WHERE instance_id = :instance_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: provisioning_request_list_by_state many
-- args: instance_id text, state text, after_id text, count int
-- row: like provisioning_request_list
SELECT id, state, created_ms FROM provisioning_request
WHERE instance_id = :instance_id AND state = :state AND id > :after_id ORDER BY id LIMIT :count;

-- query: provisioning_request_finish exec
-- args: id text, state text, failure_reason text null
UPDATE provisioning_request SET state = :state, failure_reason = :failure_reason WHERE id = :id;

-- What went wrong in some accounts while others are still to come.
-- query: provisioning_request_note exec
-- args: id text, failure_reason text
UPDATE provisioning_request SET failure_reason = :failure_reason WHERE id = :id;

-- query: provisioning_request_forget exec
-- args: before_ms int, count int
DELETE FROM provisioning_request WHERE id IN (
    SELECT id FROM provisioning_request WHERE created_ms < :before_ms AND state <> 'IN_PROGRESS' ORDER BY created_ms LIMIT :count);

-- query: provisioning_request_drop exec
-- args: instance_id text, count int
DELETE FROM provisioning_request WHERE id IN (
    SELECT id FROM provisioning_request WHERE instance_id = :instance_id ORDER BY id LIMIT :count);
