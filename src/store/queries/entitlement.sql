-- Who reaches what: assignments to a person or to their groups. A membership counts for as long as its group is there,
-- an assignment for as long as its role is: what an account that left had is still being removed.

-- query: entitlement_reaches one
-- args: user_id text, account_id text, permission_set_id text
-- row: found int
-- kept: each call of a role session asks whether an assignment still reaches it
SELECT 1 AS found FROM identity_user AS u
WHERE u.id = :user_id AND u.enabled = 1 AND (
    EXISTS (SELECT 1 FROM account_assignment AS a
            WHERE a.account_id = :account_id AND a.permission_set_id = :permission_set_id
              AND a.principal_type = 'USER' AND a.principal_id = u.id)
    OR EXISTS (SELECT 1 FROM identity_membership AS m
               JOIN account_assignment AS a ON a.principal_id = m.group_id AND a.principal_type = 'GROUP'
               WHERE m.user_id = u.id AND a.account_id = :account_id AND a.permission_set_id = :permission_set_id
                 AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id)));

-- query: entitlement_groups many
-- args: user_id text
-- row: id text
SELECT m.group_id AS id FROM identity_membership AS m
WHERE m.user_id = :user_id AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id);

-- Accounts that assignments to one user or group reach, in account order.
-- query: entitlement_accounts_of_principal many
-- args: principal_id text, after_id text, count int
-- row: id text
SELECT DISTINCT account_id AS id FROM account_assignment
WHERE principal_id = :principal_id AND account_id > :after_id
    AND EXISTS (SELECT 1 FROM permission_set_role AS r
                WHERE r.permission_set_id = account_assignment.permission_set_id AND r.account_id = account_assignment.account_id)
ORDER BY account_id LIMIT :count;

-- Roles (permission sets) a person has in one account, in name order.
-- query: entitlement_roles many
-- args: user_id text, account_id text, after_name text, count int
-- row: permission_set_id text, name text
SELECT p.id AS permission_set_id, p.name FROM permission_set AS p
JOIN permission_set_role AS r ON r.permission_set_id = p.id AND r.account_id = :account_id
WHERE p.name > :after_name AND p.id IN (
    SELECT permission_set_id FROM account_assignment WHERE principal_id = :user_id AND account_id = :account_id
    UNION
    SELECT a.permission_set_id FROM identity_membership AS m
    JOIN account_assignment AS a ON a.principal_id = m.group_id AND a.account_id = :account_id
    WHERE m.user_id = :user_id AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id))
ORDER BY p.name LIMIT :count;

-- A permission set as a role in one account, where it is provisioned, the account is active and the instance stays.
-- query: entitlement_role one
-- args: instance_id text, name text, account_id text
-- row: permission_set_id text, session_duration text, role_id text
-- kept: credentials are fetched again and again
SELECT p.id AS permission_set_id, p.session_duration, r.id AS role_id
FROM permission_set AS p
JOIN permission_set_role AS pr ON pr.permission_set_id = p.id AND pr.account_id = :account_id
JOIN iam_role AS r ON r.id = pr.role_id AND r.removed_ms IS NULL
JOIN account AS a ON a.id = pr.account_id AND a.state = 'ACTIVE'
JOIN sso_instance AS i ON i.id = p.instance_id AND i.state = 'ACTIVE'
WHERE p.instance_id = :instance_id AND p.name = :name;

-- Every account and role a person has, account by account.
-- query: entitlement_everything many
-- args: user_id text, count int
-- row: account_id text, account_name text, email text, role_name text
-- scan: of the sub-select, which is what the person has
SELECT c.id AS account_id, c.name AS account_name, c.email, p.name AS role_name
FROM (
    SELECT account_id, permission_set_id FROM account_assignment WHERE principal_id = :user_id
    UNION
    SELECT a.account_id, a.permission_set_id FROM identity_membership AS m
    JOIN account_assignment AS a ON a.principal_id = m.group_id
    WHERE m.user_id = :user_id AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id)) AS e
JOIN account AS c ON c.id = e.account_id AND c.state = 'ACTIVE'
JOIN permission_set AS p ON p.id = e.permission_set_id
JOIN permission_set_role AS r ON r.permission_set_id = e.permission_set_id AND r.account_id = e.account_id
ORDER BY c.id, p.name LIMIT :count;
