-- Who reaches what: assignments to a person or to their groups.

-- query: entitlement_reaches one
-- args: user_id text, account_id text, permission_set_id text
-- row: found int
SELECT 1 AS found FROM identity_user AS u
WHERE u.id = :user_id AND u.enabled = 1 AND (
    EXISTS (SELECT 1 FROM account_assignment AS a
            WHERE a.account_id = :account_id AND a.permission_set_id = :permission_set_id
              AND a.principal_type = 'USER' AND a.principal_id = u.id)
    OR EXISTS (SELECT 1 FROM identity_membership AS m
               JOIN account_assignment AS a ON a.principal_id = m.group_id AND a.principal_type = 'GROUP'
               WHERE m.user_id = u.id AND a.account_id = :account_id AND a.permission_set_id = :permission_set_id));

-- Accounts a person reaches, in account order.
-- query: entitlement_accounts many
-- args: user_id text, after_id text, count int
-- row: id text, name text, email text
SELECT id, name, email FROM account
WHERE id > :after_id AND state = 'ACTIVE' AND id IN (
    SELECT account_id FROM account_assignment WHERE principal_id = :user_id AND account_id > :after_id
    UNION
    SELECT a.account_id FROM identity_membership AS m
    JOIN account_assignment AS a ON a.principal_id = m.group_id
    WHERE m.user_id = :user_id AND a.account_id > :after_id)
ORDER BY id LIMIT :count;

-- Roles (permission sets) a person has in one account, in name order.
-- query: entitlement_roles many
-- args: user_id text, account_id text, after_name text, count int
-- row: permission_set_id text, name text
SELECT p.id AS permission_set_id, p.name FROM permission_set AS p
WHERE p.name > :after_name AND p.id IN (
    SELECT permission_set_id FROM account_assignment WHERE principal_id = :user_id AND account_id = :account_id
    UNION
    SELECT a.permission_set_id FROM identity_membership AS m
    JOIN account_assignment AS a ON a.principal_id = m.group_id AND a.account_id = :account_id
    WHERE m.user_id = :user_id)
ORDER BY p.name LIMIT :count;

-- A permission set as a role in one account, where it is provisioned.
-- query: entitlement_role one
-- args: instance_id text, name text, account_id text
-- row: permission_set_id text, session_duration text, role_id text
SELECT p.id AS permission_set_id, p.session_duration, r.role_id
FROM permission_set AS p JOIN permission_set_role AS r ON r.permission_set_id = p.id
WHERE p.instance_id = :instance_id AND p.name = :name AND r.account_id = :account_id;
