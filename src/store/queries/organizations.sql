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
-- args: id text, organization_id text, management_account_id text, action text, state text, target_type text, target_id text,
--       target_account_id text null, notes text null, requested_ms int, expires_ms int
INSERT INTO handshake (id, organization_id, management_account_id, action, state, target_type, target_id, target_account_id, notes, requested_ms, expires_ms)
VALUES (:id, :organization_id, :management_account_id, :action, :state, :target_type, :target_id, :target_account_id, :notes, :requested_ms, :expires_ms);

-- query: handshake_get one
-- args: id text
-- row: id text, organization_id text, management_account_id text, action text, state text, target_type text, target_id text,
--      target_account_id text null, notes text null, requested_ms int, expires_ms int
SELECT id, organization_id, management_account_id, action, state, target_type, target_id, target_account_id, notes, requested_ms, expires_ms
FROM handshake WHERE id = :id;

-- query: handshake_list_by_organization many
-- args: organization_id text, after_id text, count int
-- row: like handshake_get
SELECT id, organization_id, management_account_id, action, state, target_type, target_id, target_account_id, notes, requested_ms, expires_ms
FROM handshake WHERE organization_id = :organization_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: handshake_list_by_target many
-- args: target_account_id text, after_id text, count int
-- row: like handshake_get
SELECT id, organization_id, management_account_id, action, state, target_type, target_id, target_account_id, notes, requested_ms, expires_ms
FROM handshake WHERE target_account_id = :target_account_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: handshake_state exec
-- args: id text, state text
UPDATE handshake SET state = :state WHERE id = :id;
