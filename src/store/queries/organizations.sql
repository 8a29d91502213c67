-- Organizations: the tree, its accounts, account creation, handshakes.

-- query: organization_insert exec
-- args: id text, root_id text, management_account_id text, feature_set text, created_ms int
INSERT INTO organization (id, root_id, management_account_id, feature_set, created_ms, policy_version)
VALUES (:id, :root_id, :management_account_id, :feature_set, :created_ms, 1);

-- query: organization_get one
-- args: id text
-- row: id text, root_id text, management_account_id text, feature_set text, created_ms int
SELECT id, root_id, management_account_id, feature_set, created_ms FROM organization WHERE id = :id;

-- query: organization_member_insert exec
-- args: account_id text, organization_id text, parent_id text, joined_method text, joined_ms int
INSERT INTO organization_member (account_id, organization_id, parent_id, joined_method, joined_ms)
VALUES (:account_id, :organization_id, :parent_id, :joined_method, :joined_ms);

-- query: organization_member_move exec
-- args: account_id text, parent_id text
UPDATE organization_member SET parent_id = :parent_id WHERE account_id = :account_id;

-- query: organization_account_get one
-- args: organization_id text, account_id text
-- row: id text, name text, email text, state text, parent_id text, joined_method text, joined_ms int
SELECT a.id, a.name, a.email, a.state, m.parent_id, m.joined_method, m.joined_ms
FROM organization_member AS m JOIN account AS a ON a.id = m.account_id
WHERE m.account_id = :account_id AND m.organization_id = :organization_id;

-- query: organization_account_list many
-- args: organization_id text, after_id text, count int
-- row: like organization_account_get
SELECT a.id, a.name, a.email, a.state, m.parent_id, m.joined_method, m.joined_ms
FROM organization_member AS m JOIN account AS a ON a.id = m.account_id
WHERE m.organization_id = :organization_id AND m.account_id > :after_id ORDER BY m.account_id LIMIT :count;

-- query: organization_account_list_by_parent many
-- args: parent_id text, after_id text, count int
-- row: like organization_account_get
SELECT a.id, a.name, a.email, a.state, m.parent_id, m.joined_method, m.joined_ms
FROM organization_member AS m JOIN account AS a ON a.id = m.account_id
WHERE m.parent_id = :parent_id AND m.account_id > :after_id ORDER BY m.account_id LIMIT :count;

-- query: organization_unit_insert exec
-- args: id text, organization_id text, parent_id text, name text, created_ms int
INSERT INTO organization_unit (id, organization_id, parent_id, name, created_ms)
VALUES (:id, :organization_id, :parent_id, :name, :created_ms) ON CONFLICT DO NOTHING;

-- query: organization_unit_get one
-- args: organization_id text, id text
-- row: id text, parent_id text, name text
SELECT id, parent_id, name FROM organization_unit WHERE id = :id AND organization_id = :organization_id;

-- Changes nothing where a sibling has the name.
-- query: organization_unit_rename exec
-- args: id text, parent_id text, name text
UPDATE organization_unit SET name = :name WHERE id = :id AND NOT EXISTS (
    SELECT 1 FROM organization_unit AS o WHERE o.parent_id = :parent_id AND o.name = :name AND o.id <> :id);

-- query: organization_unit_delete exec
-- args: id text
DELETE FROM organization_unit WHERE id = :id;

-- query: organization_unit_count one
-- args: organization_id text
-- row: n int
SELECT COUNT(*) AS n FROM organization_unit WHERE organization_id = :organization_id;

-- query: organization_unit_list many
-- args: parent_id text, after_id text, count int
-- row: like organization_unit_get
SELECT id, parent_id, name FROM organization_unit
WHERE parent_id = :parent_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: account_creation_insert exec
-- args: id text, organization_id text, account_name text, email text, role_name text, billing_access bool, state text, requested_ms int
INSERT INTO account_creation (id, organization_id, account_name, email, role_name, billing_access, state, requested_ms)
VALUES (:id, :organization_id, :account_name, :email, :role_name, :billing_access, :state, :requested_ms);

-- query: account_creation_get one
-- args: id text
-- row: id text, organization_id text, account_name text, email text, role_name text, billing_access bool, state text,
--      failure_reason text null, account_id text null, requested_ms int, completed_ms int null
SELECT id, organization_id, account_name, email, role_name, billing_access, state, failure_reason, account_id, requested_ms, completed_ms
FROM account_creation WHERE id = :id;

-- query: account_creation_list many
-- args: organization_id text, after_id text, count int
-- row: like account_creation_get
SELECT id, organization_id, account_name, email, role_name, billing_access, state, failure_reason, account_id, requested_ms, completed_ms
FROM account_creation WHERE organization_id = :organization_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: account_creation_list_by_state many
-- args: organization_id text, state text, after_id text, count int
-- row: like account_creation_get
SELECT id, organization_id, account_name, email, role_name, billing_access, state, failure_reason, account_id, requested_ms, completed_ms
FROM account_creation WHERE organization_id = :organization_id AND state = :state AND id > :after_id ORDER BY id LIMIT :count;

-- query: account_creation_finish exec
-- args: id text, state text, failure_reason text null, account_id text null, completed_ms int
UPDATE account_creation SET state = :state, failure_reason = :failure_reason, account_id = :account_id, completed_ms = :completed_ms
WHERE id = :id;

-- query: handshake_insert exec
-- args: id text, organization_id text, management_account_id text, action text, state text, parent_id text null, target_type text, target_id text,
--       target_account_id text null, address_key text null, notes text null, requested_ms int, expires_ms int
INSERT INTO handshake (id, organization_id, management_account_id, action, state, parent_id, target_type, target_id, target_account_id,
    address_key, notes, requested_ms, expires_ms)
VALUES (:id, :organization_id, :management_account_id, :action, :state, :parent_id, :target_type, :target_id, :target_account_id,
    :address_key, :notes, :requested_ms, :expires_ms);

-- query: handshake_get one
-- args: id text
-- row: id text, organization_id text, management_account_id text, action text, state text, parent_id text null, target_type text, target_id text,
--      target_account_id text null, notes text null, requested_ms int, expires_ms int, closed_ms int null
SELECT id, organization_id, management_account_id, action, state, parent_id, target_type, target_id, target_account_id, notes, requested_ms, expires_ms, closed_ms
FROM handshake WHERE id = :id;

-- query: handshake_list_by_organization many
-- args: organization_id text, after_id text, count int
-- row: like handshake_get
SELECT id, organization_id, management_account_id, action, state, parent_id, target_type, target_id, target_account_id, notes, requested_ms, expires_ms, closed_ms
FROM handshake WHERE organization_id = :organization_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: handshake_list_by_target many
-- args: target_account_id text, after_id text, count int
-- row: like handshake_get
SELECT id, organization_id, management_account_id, action, state, parent_id, target_type, target_id, target_account_id, notes, requested_ms, expires_ms, closed_ms
FROM handshake WHERE target_account_id = :target_account_id AND id > :after_id ORDER BY id LIMIT :count;

-- Invitations by e-mail to an address that no account had when they were sent.
-- query: handshake_list_by_address many
-- args: address_key text, after_id text, count int
-- row: like handshake_get
SELECT id, organization_id, management_account_id, action, state, parent_id, target_type, target_id, target_account_id, notes, requested_ms, expires_ms, closed_ms
FROM handshake WHERE address_key = :address_key AND id > :after_id ORDER BY id LIMIT :count;

-- query: handshake_list_by_parent many
-- args: parent_id text, after_id text, count int
-- row: like handshake_get
SELECT id, organization_id, management_account_id, action, state, parent_id, target_type, target_id, target_account_id, notes, requested_ms, expires_ms, closed_ms
FROM handshake WHERE parent_id = :parent_id AND id > :after_id ORDER BY id LIMIT :count;

-- One that still waits for an answer.
-- query: handshake_pending many
-- args: organization_id text, action text, target_id text, now_ms int
-- row: id text
SELECT id FROM handshake WHERE organization_id = :organization_id AND action = :action AND target_id = :target_id
    AND state IN ('REQUESTED', 'OPEN') AND expires_ms > :now_ms ORDER BY id LIMIT 1;

-- The same by whom it is for, however the inviter named them.
-- query: handshake_pending_for_account many
-- args: organization_id text, action text, target_account_id text, now_ms int
-- row: id text
SELECT id FROM handshake WHERE target_account_id = :target_account_id AND organization_id = :organization_id AND action = :action
    AND state IN ('REQUESTED', 'OPEN') AND expires_ms > :now_ms ORDER BY id LIMIT 1;

-- query: handshake_pending_for_address many
-- args: organization_id text, action text, address_key text, now_ms int
-- row: id text
SELECT id FROM handshake WHERE address_key = :address_key AND organization_id = :organization_id AND action = :action
    AND state IN ('REQUESTED', 'OPEN') AND expires_ms > :now_ms ORDER BY id LIMIT 1;

-- Parts of a migration that a member has not agreed to yet.
-- query: handshake_unaccepted many
-- args: parent_id text
-- row: id text
SELECT h.id FROM handshake AS h JOIN organization_member AS m ON m.account_id = h.target_account_id AND m.organization_id = h.organization_id
WHERE h.parent_id = :parent_id AND h.action = 'ENABLE_ALL_FEATURES' AND h.state <> 'ACCEPTED' ORDER BY h.id LIMIT 1;

-- query: handshake_count_since one
-- args: organization_id text, since_ms int
-- row: n int
SELECT COUNT(*) AS n FROM handshake WHERE organization_id = :organization_id AND requested_ms > :since_ms;

-- query: handshake_state exec
-- args: id text, state text, closed_ms int null
UPDATE handshake SET state = :state, closed_ms = :closed_ms WHERE id = :id;

-- What is still open among the parts of a migration ends with it.
-- query: handshake_cancel_parts exec
-- args: parent_id text, now_ms int
UPDATE handshake SET state = 'CANCELED', closed_ms = :now_ms WHERE parent_id = :parent_id AND state IN ('REQUESTED', 'OPEN');

-- What the account has not answered of a migration, once it has gone.
-- query: handshake_cancel_part exec
-- args: parent_id text, target_account_id text, now_ms int
UPDATE handshake SET state = 'CANCELED', closed_ms = :now_ms
WHERE parent_id = :parent_id AND target_account_id = :target_account_id AND state IN ('REQUESTED', 'OPEN');

-- query: handshake_delete exec
-- args: id text
DELETE FROM handshake WHERE id = :id;

-- query: organization_all_features exec
-- args: id text
UPDATE organization SET feature_set = 'ALL' WHERE id = :id;

-- Members that were invited: those whose consent AWS asks.
-- query: organization_invited_list many
-- args: organization_id text, management_account_id text, after_id text, count int
-- row: account_id text
SELECT account_id FROM organization_member WHERE organization_id = :organization_id AND joined_method = 'INVITED'
    AND account_id <> :management_account_id AND account_id > :after_id ORDER BY account_id LIMIT :count;

-- query: organization_account_count one
-- args: organization_id text
-- row: n int
SELECT COUNT(*) AS n FROM organization_member WHERE organization_id = :organization_id;

-- query: organization_member_delete exec
-- args: account_id text
DELETE FROM organization_member WHERE account_id = :account_id;

-- Roles of permission sets that stand in an account.
-- query: organization_departure_roles many
-- args: account_id text, count int
-- row: permission_set_id text
SELECT permission_set_id FROM permission_set_role WHERE account_id = :account_id ORDER BY permission_set_id LIMIT :count;

-- The assignments in an account, in the order of their key: stays where the account is in the set's organization.
-- query: organization_departure_assignments many
-- args: account_id text, after_set text, after_type text, after_principal text, count int
-- row: permission_set_id text, principal_type text, principal_id text, stays int
SELECT a.permission_set_id, a.principal_type, a.principal_id,
    CASE WHEN EXISTS (SELECT 1 FROM permission_set AS p JOIN sso_instance AS i ON i.id = p.instance_id
                      JOIN organization_member AS m ON m.organization_id = i.organization_id AND m.account_id = a.account_id
                      WHERE p.id = a.permission_set_id) THEN 1 ELSE 0 END AS stays
FROM account_assignment AS a
WHERE a.account_id = :account_id
    AND (a.permission_set_id, a.principal_type, a.principal_id) > (:after_set, :after_type, :after_principal)
ORDER BY a.permission_set_id, a.principal_type, a.principal_id LIMIT :count;

-- query: organization_departure_delegations exec
-- args: organization_id text, account_id text
DELETE FROM organization_delegation WHERE organization_id = :organization_id AND account_id = :account_id;

-- query: account_state exec
-- args: id text, state text
UPDATE account SET state = :state WHERE id = :id;

-- query: account_creation_pending one
-- args: organization_id text
-- row: n int
SELECT COUNT(*) AS n FROM account_creation WHERE organization_id = :organization_id AND state = 'IN_PROGRESS';

-- query: organization_closure_put exec
-- args: organization_id text, account_id text, requested_ms int
INSERT INTO organization_closure (organization_id, account_id, requested_ms) VALUES (:organization_id, :account_id, :requested_ms)
ON CONFLICT (organization_id, account_id) DO UPDATE SET requested_ms = excluded.requested_ms;

-- query: organization_closure_count one
-- args: organization_id text, since_ms int
-- row: n int
SELECT COUNT(*) AS n FROM organization_closure WHERE organization_id = :organization_id AND requested_ms > :since_ms;

-- query: organization_closure_pending one
-- args: organization_id text
-- row: n int
SELECT COUNT(*) AS n FROM organization_closure AS k JOIN account AS a ON a.id = k.account_id
WHERE k.organization_id = :organization_id AND a.state = 'PENDING_CLOSURE';

-- What an organization leaves behind, one table at a time.
-- query: organization_delete_units exec
-- args: organization_id text
DELETE FROM organization_unit WHERE organization_id = :organization_id;
-- query: organization_delete_policies exec
-- args: organization_id text
DELETE FROM organization_policy WHERE organization_id = :organization_id;
-- query: organization_delete_attachments exec
-- args: organization_id text
DELETE FROM organization_attachment WHERE organization_id = :organization_id;
-- query: organization_delete_policy_types exec
-- args: organization_id text
DELETE FROM organization_policy_type WHERE organization_id = :organization_id;
-- query: organization_delete_creations exec
-- args: organization_id text
DELETE FROM account_creation WHERE organization_id = :organization_id;
-- query: organization_delete_handshakes exec
-- args: organization_id text
DELETE FROM handshake WHERE organization_id = :organization_id;
-- query: organization_delete_closures exec
-- args: organization_id text
DELETE FROM organization_closure WHERE organization_id = :organization_id;
-- query: organization_delete_features exec
-- args: organization_id text
DELETE FROM iam_organization_feature WHERE organization_id = :organization_id;
-- query: organization_delete_delegations exec
-- args: organization_id text
DELETE FROM organization_delegation WHERE organization_id = :organization_id;
-- query: organization_delete_service_access exec
-- args: organization_id text
DELETE FROM organization_service_access WHERE organization_id = :organization_id;
-- query: organization_delete exec
-- args: id text
DELETE FROM organization WHERE id = :id;

-- Tags of the organization's units and policies, and of its root.
-- query: organization_delete_tags exec
-- args: organization_id text
DELETE FROM tag WHERE resource IN (
    SELECT 'organizations:' || id FROM organization_unit WHERE organization_id = :organization_id
    UNION ALL SELECT 'organizations:' || id FROM organization_policy WHERE organization_id = :organization_id
    UNION ALL SELECT 'organizations:' || id FROM organization_resource_policy WHERE organization_id = :organization_id
    UNION ALL SELECT 'organizations:' || id FROM responsibility_transfer WHERE target_organization_id = :organization_id
    UNION ALL SELECT 'organizations:' || account_id FROM organization_member WHERE organization_id = :organization_id
    UNION ALL SELECT 'organizations:' || root_id FROM organization WHERE id = :organization_id);
