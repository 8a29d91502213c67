-- Who has which permission set in which account, and the requests to change that. Lists leave out assignments without a
-- role: their account has left, and they are being removed.

-- query: assignment_insert exec
-- args: account_id text, permission_set_id text, principal_type text, principal_id text, created_ms int
INSERT INTO account_assignment (account_id, permission_set_id, principal_type, principal_id, created_ms)
VALUES (:account_id, :permission_set_id, :principal_type, :principal_id, :created_ms) ON CONFLICT DO NOTHING;

-- query: assignment_delete exec
-- args: account_id text, permission_set_id text, principal_type text, principal_id text
DELETE FROM account_assignment WHERE account_id = :account_id AND permission_set_id = :permission_set_id
    AND principal_type = :principal_type AND principal_id = :principal_id;

-- Everyone's, of one set in one account.
-- query: assignment_delete_all exec
-- args: account_id text, permission_set_id text
DELETE FROM account_assignment WHERE account_id = :account_id AND permission_set_id = :permission_set_id;

-- query: assignment_list many
-- args: account_id text, permission_set_id text, after_type text, after_principal text, count int
-- row: principal_type text, principal_id text
SELECT principal_type, principal_id FROM account_assignment
WHERE account_id = :account_id AND permission_set_id = :permission_set_id
    AND (principal_type, principal_id) > (:after_type, :after_principal)
    AND EXISTS (SELECT 1 FROM permission_set_role AS r
                WHERE r.permission_set_id = :permission_set_id AND r.account_id = :account_id)
ORDER BY principal_type, principal_id LIMIT :count;

-- Assignments to one group, or to a user themselves; accounts from :account_begin to :account_end.
-- query: assignment_list_by_principal many
-- args: instance_id text, principal_type text, principal_id text, account_begin text, account_end text,
--       after_account text, after_permission_set text, after_principal text, count int
-- row: account_id text, permission_set_id text, principal_type text, principal_id text
SELECT a.account_id, a.permission_set_id, a.principal_type, a.principal_id FROM account_assignment AS a
JOIN permission_set AS p ON p.id = a.permission_set_id
JOIN permission_set_role AS r ON r.permission_set_id = a.permission_set_id AND r.account_id = a.account_id
WHERE a.principal_id = :principal_id AND a.principal_type = :principal_type AND p.instance_id = :instance_id
    AND a.account_id >= :account_begin AND a.account_id <= :account_end
    AND (a.account_id, a.permission_set_id, a.principal_id) > (:after_account, :after_permission_set, :after_principal)
ORDER BY a.account_id, a.permission_set_id, a.principal_id LIMIT :count;

-- As above for a user, with what their groups have.
-- query: assignment_list_by_user many
-- args: instance_id text, user_id text, account_begin text, account_end text,
--       after_account text, after_permission_set text, after_principal text, count int
-- row: like assignment_list_by_principal
SELECT a.account_id, a.permission_set_id, a.principal_type, a.principal_id FROM account_assignment AS a
JOIN permission_set AS p ON p.id = a.permission_set_id
JOIN permission_set_role AS r ON r.permission_set_id = a.permission_set_id AND r.account_id = a.account_id
WHERE (a.principal_id = :user_id OR a.principal_id IN (SELECT m.group_id FROM identity_membership AS m
    WHERE m.user_id = :user_id AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id)))
    AND p.instance_id = :instance_id AND a.account_id >= :account_begin AND a.account_id <= :account_end
    AND (a.account_id, a.permission_set_id, a.principal_id) > (:after_account, :after_permission_set, :after_principal)
ORDER BY a.account_id, a.permission_set_id, a.principal_id LIMIT :count;

-- query: assignment_request_insert exec
-- args: id text, instance_id text, kind text, state text, account_id text, permission_set_id text, principal_type text,
--       principal_id text, created_ms int
INSERT INTO assignment_request (id, instance_id, kind, state, account_id, permission_set_id, principal_type, principal_id, created_ms, sequence)
VALUES (:id, :instance_id, :kind, :state, :account_id, :permission_set_id, :principal_type, :principal_id, :created_ms,
    (SELECT COALESCE(MAX(sequence), 0) + 1 FROM assignment_request
     WHERE permission_set_id = :permission_set_id AND account_id = :account_id AND principal_type = :principal_type
        AND principal_id = :principal_id));

-- query: assignment_request_get one
-- args: id text
-- row: id text, instance_id text, kind text, state text, failure_reason text null, account_id text, permission_set_id text, principal_type text, principal_id text, created_ms int, sequence int
SELECT id, instance_id, kind, state, failure_reason, account_id, permission_set_id, principal_type, principal_id, created_ms, sequence
FROM assignment_request WHERE id = :id;

-- The last word on one assignment: of several requests the newest counts that was carried out. One that failed, or that
-- may still fail, takes nothing from those before it.
-- query: assignment_request_newer one
-- args: permission_set_id text, account_id text, principal_type text, principal_id text, sequence int
-- row: found int
SELECT 1 AS found FROM assignment_request
WHERE permission_set_id = :permission_set_id AND account_id = :account_id AND principal_type = :principal_type
    AND principal_id = :principal_id AND sequence > :sequence AND state = 'SUCCEEDED'
ORDER BY sequence LIMIT 1;

-- Is the set about to come to the account?
-- query: assignment_request_coming one
-- args: permission_set_id text, account_id text
-- row: found int
SELECT 1 AS found FROM assignment_request
WHERE permission_set_id = :permission_set_id AND account_id = :account_id AND kind = 'CREATE' AND state = 'IN_PROGRESS'
ORDER BY principal_id, sequence LIMIT 1;

-- query: assignment_request_list many
-- args: instance_id text, kind text, after_id text, count int
-- row: id text, state text, created_ms int
SELECT id, state, created_ms FROM assignment_request
WHERE instance_id = :instance_id AND kind = :kind AND id > :after_id ORDER BY id LIMIT :count;

-- query: assignment_request_list_by_state many
-- args: instance_id text, kind text, state text, after_id text, count int
-- row: like assignment_request_list
SELECT id, state, created_ms FROM assignment_request
WHERE instance_id = :instance_id AND kind = :kind AND state = :state AND id > :after_id ORDER BY id LIMIT :count;

-- query: assignment_request_finish exec
-- args: id text, state text, failure_reason text null
UPDATE assignment_request SET state = :state, failure_reason = :failure_reason WHERE id = :id;

-- query: assignment_request_forget exec
-- args: before_ms int, count int
DELETE FROM assignment_request WHERE id IN (
    SELECT id FROM assignment_request WHERE created_ms < :before_ms AND state <> 'IN_PROGRESS' ORDER BY created_ms LIMIT :count);

-- query: assignment_request_drop exec
-- args: instance_id text, kind text, count int
DELETE FROM assignment_request WHERE id IN (
    SELECT id FROM assignment_request WHERE instance_id = :instance_id AND kind = :kind ORDER BY id LIMIT :count);

-- What a permission set that goes leaves of assignments to units and the whole organization.
-- query: assignment_target_first one
-- args: permission_set_id text
-- row: target_id text
SELECT target_id FROM assignment_target WHERE permission_set_id = :permission_set_id ORDER BY target_id LIMIT 1;

-- query: assignment_target_drop exec
-- args: permission_set_id text
DELETE FROM assignment_target WHERE permission_set_id = :permission_set_id;

-- query: assignment_inherited_drop exec
-- args: account_id text, permission_set_id text
DELETE FROM assignment_inherited WHERE account_id = :account_id AND permission_set_id = :permission_set_id;
