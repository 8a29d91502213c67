-- What only the gatehouse service asks.

-- Assignments in the order of their key, whoever has them: account, permission set, principal.
-- query: effective_assignment_after many
-- args: after_account text, after_set text, after_type text, after_principal text, count int
-- row: account_id text, permission_set_id text, principal_type text, principal_id text, instance_id text, set_name text, account_state text
SELECT a.account_id, a.permission_set_id, a.principal_type, a.principal_id, p.instance_id, p.name AS set_name, c.state AS account_state
FROM account_assignment AS a JOIN permission_set AS p ON p.id = a.permission_set_id JOIN account AS c ON c.id = a.account_id
JOIN permission_set_role AS r ON r.permission_set_id = a.permission_set_id AND r.account_id = a.account_id
WHERE (a.account_id, a.permission_set_id, a.principal_type, a.principal_id) > (:after_account, :after_set, :after_type, :after_principal)
ORDER BY a.account_id, a.permission_set_id, a.principal_type, a.principal_id LIMIT :count;

-- query: effective_assignment_get one
-- args: account_id text, permission_set_id text, principal_type text, principal_id text
-- row: like effective_assignment_after
SELECT a.account_id, a.permission_set_id, a.principal_type, a.principal_id, p.instance_id, p.name AS set_name, c.state AS account_state
FROM account_assignment AS a JOIN permission_set AS p ON p.id = a.permission_set_id JOIN account AS c ON c.id = a.account_id
JOIN permission_set_role AS r ON r.permission_set_id = a.permission_set_id AND r.account_id = a.account_id
WHERE a.account_id = :account_id AND a.permission_set_id = :permission_set_id AND a.principal_type = :principal_type
    AND a.principal_id = :principal_id;

-- The assignments of one principal, in the order of account and permission set.
-- query: effective_assignment_of_principal many
-- args: principal_id text, principal_type text, after_account text, after_set text, count int
-- row: like effective_assignment_after
SELECT a.account_id, a.permission_set_id, a.principal_type, a.principal_id, p.instance_id, p.name AS set_name, c.state AS account_state
FROM account_assignment AS a JOIN permission_set AS p ON p.id = a.permission_set_id JOIN account AS c ON c.id = a.account_id
JOIN permission_set_role AS r ON r.permission_set_id = a.permission_set_id AND r.account_id = a.account_id
WHERE a.principal_id = :principal_id AND a.principal_type = :principal_type
    AND (a.account_id, a.permission_set_id) > (:after_account, :after_set)
ORDER BY a.account_id, a.permission_set_id LIMIT :count;

-- The groups of a user, in order.
-- query: effective_group_after many
-- args: user_id text, after_group text, count int
-- row: group_id text
SELECT m.group_id FROM identity_membership AS m
WHERE m.user_id = :user_id AND m.group_id > :after_group AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id)
ORDER BY m.group_id LIMIT :count;

-- The enabled members of a group, in order.
-- query: effective_member_after many
-- args: group_id text, after_user text, count int
-- row: user_id text, user_name text
SELECT m.user_id, u.user_name FROM identity_membership AS m JOIN identity_user AS u ON u.id = m.user_id AND u.enabled = 1
WHERE m.group_id = :group_id AND m.user_id > :after_user AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id)
ORDER BY m.user_id LIMIT :count;

-- query: effective_membership one
-- args: group_id text, user_id text
-- row: user_id text, user_name text
SELECT m.user_id, u.user_name FROM identity_membership AS m JOIN identity_user AS u ON u.id = m.user_id AND u.enabled = 1
WHERE m.group_id = :group_id AND m.user_id = :user_id AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id);

-- A group, but for one, by which a user has an assignment.
-- query: effective_reached_by_group one
-- args: account_id text, permission_set_id text, user_id text, except_group text
-- row: group_id text
SELECT m.group_id FROM identity_membership AS m JOIN account_assignment AS a
    ON a.account_id = :account_id AND a.permission_set_id = :permission_set_id AND a.principal_type = 'GROUP' AND a.principal_id = m.group_id
WHERE m.user_id = :user_id AND m.group_id <> :except_group AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id)
ORDER BY m.group_id LIMIT 1;

-- query: audit_denial_insert exec
-- args: request_id text, time_ms int
INSERT INTO audit_denial (request_id, time_ms) VALUES (:request_id, :time_ms) ON CONFLICT DO NOTHING;

-- query: audit_denial_get one
-- args: request_id text
-- row: time_ms int
SELECT time_ms FROM audit_denial WHERE request_id = :request_id;

-- query: audit_denial_purge exec
-- args: before_ms int, count int
DELETE FROM audit_denial WHERE request_id IN (
    SELECT request_id FROM audit_denial WHERE time_ms < :before_ms ORDER BY time_ms LIMIT :count);

-- The permission set that a role stands for.
-- query: provisioned_set_of_role many
-- args: role_id text
-- row: permission_set_id text, account_id text
SELECT permission_set_id, account_id FROM permission_set_role WHERE role_id = :role_id ORDER BY permission_set_id LIMIT 1;

-- query: assignment_target_insert exec
-- args: instance_id text, target_id text, permission_set_id text, principal_type text, principal_id text, created_ms int
INSERT INTO assignment_target (instance_id, target_id, permission_set_id, principal_type, principal_id, created_ms)
VALUES (:instance_id, :target_id, :permission_set_id, :principal_type, :principal_id, :created_ms) ON CONFLICT DO NOTHING;

-- query: assignment_target_get one
-- args: instance_id text, target_id text, permission_set_id text, principal_type text, principal_id text
-- row: target_id text, permission_set_id text, principal_type text, principal_id text, created_ms int
SELECT target_id, permission_set_id, principal_type, principal_id, created_ms FROM assignment_target
WHERE instance_id = :instance_id AND target_id = :target_id AND permission_set_id = :permission_set_id
    AND principal_type = :principal_type AND principal_id = :principal_id;

-- query: assignment_target_delete exec
-- args: instance_id text, target_id text, permission_set_id text, principal_type text, principal_id text
DELETE FROM assignment_target
WHERE instance_id = :instance_id AND target_id = :target_id AND permission_set_id = :permission_set_id
    AND principal_type = :principal_type AND principal_id = :principal_id;

-- A unit that goes takes along what was promised for it.
-- query: assignment_target_clear exec
-- args: target_id text
DELETE FROM assignment_target WHERE target_id = :target_id;

-- The targets of an instance in the order of their key; :target_end bounds them to one where it is the same as begin.
-- query: assignment_target_after many
-- args: instance_id text, target_end text, after_target text, after_set text, after_type text, after_principal text, count int
-- row: like assignment_target_get
SELECT target_id, permission_set_id, principal_type, principal_id, created_ms FROM assignment_target
WHERE instance_id = :instance_id AND target_id <= :target_end
    AND (target_id, permission_set_id, principal_type, principal_id) > (:after_target, :after_set, :after_type, :after_principal)
ORDER BY target_id, permission_set_id, principal_type, principal_id LIMIT :count;

-- query: assignment_target_of_set_after many
-- args: permission_set_id text, target_end text, after_target text, after_type text, after_principal text, count int
-- row: like assignment_target_get
SELECT target_id, permission_set_id, principal_type, principal_id, created_ms FROM assignment_target
WHERE permission_set_id = :permission_set_id AND target_id <= :target_end
    AND (target_id, principal_type, principal_id) > (:after_target, :after_type, :after_principal)
ORDER BY target_id, principal_type, principal_id LIMIT :count;

-- query: assignment_inherited_insert exec
-- args: account_id text, permission_set_id text, principal_type text, principal_id text
INSERT INTO assignment_inherited (account_id, permission_set_id, principal_type, principal_id)
VALUES (:account_id, :permission_set_id, :principal_type, :principal_id) ON CONFLICT DO NOTHING;

-- query: assignment_inherited_get one
-- args: account_id text, permission_set_id text, principal_type text, principal_id text
-- row: permission_set_id text, principal_type text, principal_id text
SELECT permission_set_id, principal_type, principal_id FROM assignment_inherited
WHERE account_id = :account_id AND permission_set_id = :permission_set_id AND principal_type = :principal_type
    AND principal_id = :principal_id;

-- query: assignment_inherited_delete exec
-- args: account_id text, permission_set_id text, principal_type text, principal_id text
DELETE FROM assignment_inherited
WHERE account_id = :account_id AND permission_set_id = :permission_set_id AND principal_type = :principal_type
    AND principal_id = :principal_id;

-- query: assignment_inherited_after many
-- args: account_id text, after_set text, after_type text, after_principal text, count int
-- row: like assignment_inherited_get
SELECT permission_set_id, principal_type, principal_id FROM assignment_inherited
WHERE account_id = :account_id
    AND (permission_set_id, principal_type, principal_id) > (:after_set, :after_type, :after_principal)
ORDER BY permission_set_id, principal_type, principal_id LIMIT :count;

-- The instance of an organization.
-- query: instance_of_organization one
-- args: organization_id text
-- row: id text, account_id text, identity_store_id text, state text
SELECT id, account_id, identity_store_id, state FROM sso_instance WHERE organization_id = :organization_id;
