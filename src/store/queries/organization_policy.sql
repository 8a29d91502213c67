-- Policies of an organization: what they say, what they hang on, and which bear on an account.

-- Every kept copy of the policies that bear on accounts of this organization ends here.
-- query: organization_touch exec
-- args: organization_id text
UPDATE organization SET policy_version = policy_version + 1 WHERE id = :organization_id;

-- Where the policies of an account come from, and how current copies of them must be.
-- query: organization_policy_version one
-- args: account_id text
-- row: organization_id text, policy_version int
SELECT o.id AS organization_id, o.policy_version
FROM organization_member AS m JOIN organization AS o ON o.id = m.organization_id WHERE m.account_id = :account_id;

-- The way from an account up to the root, with the control policies that hang on each step; depth 0 is the account.
-- query: organization_policy_chain many
-- args: account_id text
-- row: depth int, target_id text, type text null, policy_id text null, revision int null
-- scan: the chain itself has at most nine rows
WITH RECURSIVE chain (depth, organization_id, target_id, parent_id) AS (
    SELECT CAST(0 AS INTEGER), m.organization_id, m.account_id, m.parent_id FROM organization_member AS m
    WHERE m.account_id = :account_id
    UNION ALL
    SELECT c.depth + 1, c.organization_id, c.parent_id, COALESCE(u.parent_id, '')
    FROM chain AS c LEFT JOIN organization_unit AS u ON u.id = c.parent_id
    WHERE c.parent_id <> '' AND c.depth < 8
)
SELECT c.depth, c.target_id, a.policy_type AS type, a.policy_id, p.revision
FROM chain AS c LEFT JOIN organization_attachment AS a ON a.organization_id = c.organization_id
    AND a.target_id = c.target_id AND a.policy_type IN ('SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY')
LEFT JOIN organization_policy AS p ON p.id = a.policy_id
ORDER BY c.depth DESC, a.policy_type NULLS FIRST, a.policy_id NULLS FIRST;

-- query: organization_policy_type_list many
-- args: organization_id text
-- row: type text
SELECT type FROM organization_policy_type WHERE organization_id = :organization_id ORDER BY type;

-- query: organization_policy_type_get one
-- args: organization_id text, type text
-- row: type text
SELECT type FROM organization_policy_type WHERE organization_id = :organization_id AND type = :type;

-- query: organization_policy_type_insert exec
-- args: organization_id text, type text
INSERT INTO organization_policy_type (organization_id, type) VALUES (:organization_id, :type) ON CONFLICT DO NOTHING;

-- query: organization_policy_type_delete exec
-- args: organization_id text, type text
DELETE FROM organization_policy_type WHERE organization_id = :organization_id AND type = :type;

-- Hangs a policy on the root, every unit and every account.
-- query: organization_attach_everywhere exec
-- args: organization_id text, type text, policy_id text
INSERT INTO organization_attachment (organization_id, target_id, policy_type, policy_id)
SELECT o.id, o.root_id, :type, :policy_id FROM organization AS o WHERE o.id = :organization_id
UNION ALL
SELECT u.organization_id, u.id, :type, :policy_id FROM organization_unit AS u WHERE u.organization_id = :organization_id
UNION ALL
SELECT m.organization_id, m.account_id, :type, :policy_id FROM organization_member AS m
WHERE m.organization_id = :organization_id
ON CONFLICT DO NOTHING;

-- query: organization_detach_type exec
-- args: organization_id text, type text
DELETE FROM organization_attachment WHERE policy_type = :type AND organization_id = :organization_id;

-- query: organization_detach_target exec
-- args: organization_id text, target_id text
DELETE FROM organization_attachment WHERE organization_id = :organization_id AND target_id = :target_id;

-- query: organization_attachment_insert exec
-- args: organization_id text, target_id text, type text, policy_id text
INSERT INTO organization_attachment (organization_id, target_id, policy_type, policy_id)
VALUES (:organization_id, :target_id, :type, :policy_id) ON CONFLICT DO NOTHING;

-- query: organization_attachment_delete exec
-- args: organization_id text, target_id text, type text, policy_id text
DELETE FROM organization_attachment WHERE organization_id = :organization_id AND target_id = :target_id
    AND policy_type = :type AND policy_id = :policy_id;

-- query: organization_attachment_count one
-- args: organization_id text, target_id text, type text
-- row: n int
SELECT COUNT(*) AS n FROM organization_attachment
WHERE organization_id = :organization_id AND target_id = :target_id AND policy_type = :type;

-- query: organization_attachment_of_policy many
-- args: organization_id text, policy_id text, after_id text, count int
-- row: target_id text
SELECT target_id FROM organization_attachment
WHERE organization_id = :organization_id AND policy_id = :policy_id AND target_id > :after_id
ORDER BY target_id LIMIT :count;

-- What hangs on one target, AWS's own policies included: those have no name here.
-- query: organization_attachment_of_target many
-- args: organization_id text, target_id text, type text, after_id text, count int
-- row: id text, name text null, description text null
SELECT a.policy_id AS id, p.name, p.description
FROM organization_attachment AS a LEFT JOIN organization_policy AS p ON p.id = a.policy_id
WHERE a.organization_id = :organization_id AND a.target_id = :target_id AND a.policy_type = :type AND a.policy_id > :after_id
ORDER BY a.policy_id LIMIT :count;

-- query: organization_policy_insert exec
-- args: id text, organization_id text, type text, name text, description text, content text, now_ms int
INSERT INTO organization_policy (id, organization_id, type, name, description, content, created_ms, updated_ms, revision)
VALUES (:id, :organization_id, :type, :name, :description, :content, :now_ms, :now_ms, 1) ON CONFLICT DO NOTHING;

-- query: organization_policy_get one
-- args: organization_id text, id text
-- row: id text, type text, name text, description text, content text, updated_ms int
SELECT id, type, name, description, content, updated_ms FROM organization_policy
WHERE id = :id AND organization_id = :organization_id;

-- query: organization_policy_content one
-- args: id text
-- row: type text, content text
SELECT type, content FROM organization_policy WHERE id = :id;

-- query: organization_policy_by_name one
-- args: organization_id text, type text, name text
-- row: id text
SELECT id FROM organization_policy WHERE organization_id = :organization_id AND type = :type AND name = :name;

-- query: organization_policy_list many
-- args: organization_id text, type text, after_id text, count int
-- row: id text, name text, description text
SELECT id, name, description FROM organization_policy
WHERE organization_id = :organization_id AND type = :type AND id > :after_id ORDER BY id LIMIT :count;

-- query: organization_policy_count one
-- args: organization_id text, type text
-- row: n int
SELECT COUNT(*) AS n FROM organization_policy WHERE organization_id = :organization_id AND type = :type;

-- query: organization_policy_update exec
-- args: id text, name text, description text, content text, now_ms int
UPDATE organization_policy SET name = :name, description = :description, content = :content, updated_ms = :now_ms,
    revision = revision + 1 WHERE id = :id;

-- query: organization_policy_delete exec
-- args: id text
DELETE FROM organization_policy WHERE id = :id;

-- The management policies of one type above and on an account, from the root down.
-- query: organization_effective_chain many
-- args: account_id text, type text
-- row: depth int, policy_id text, content text, updated_ms int
-- scan: the chain itself has at most nine rows
WITH RECURSIVE chain (depth, organization_id, target_id, parent_id) AS (
    SELECT CAST(0 AS INTEGER), m.organization_id, m.account_id, m.parent_id FROM organization_member AS m
    WHERE m.account_id = :account_id
    UNION ALL
    SELECT c.depth + 1, c.organization_id, c.parent_id, COALESCE(u.parent_id, '')
    FROM chain AS c LEFT JOIN organization_unit AS u ON u.id = c.parent_id
    WHERE c.parent_id <> '' AND c.depth < 8
)
SELECT c.depth, p.id AS policy_id, p.content, p.updated_ms
FROM chain AS c JOIN organization_attachment AS a ON a.organization_id = c.organization_id
    AND a.target_id = c.target_id AND a.policy_type = :type
JOIN organization_policy AS p ON p.id = a.policy_id
ORDER BY c.depth DESC, a.policy_id;

-- Does anything of a type hang on the target itself?
-- query: organization_attachment_any many
-- args: organization_id text, target_id text, type text
-- row: policy_id text
SELECT policy_id FROM organization_attachment
WHERE organization_id = :organization_id AND target_id = :target_id AND policy_type = :type ORDER BY policy_id LIMIT 1;

-- query: organization_resource_policy_get one
-- args: organization_id text
-- row: id text, content text
SELECT id, content FROM organization_resource_policy WHERE organization_id = :organization_id;

-- query: organization_resource_policy_put exec
-- args: organization_id text, id text, content text
INSERT INTO organization_resource_policy (organization_id, id, content) VALUES (:organization_id, :id, :content)
ON CONFLICT (organization_id) DO UPDATE SET content = excluded.content;

-- query: organization_resource_policy_delete exec
-- args: organization_id text
DELETE FROM organization_resource_policy WHERE organization_id = :organization_id;

-- query: organization_delegation_insert exec
-- args: organization_id text, account_id text, service_principal text, enabled_ms int
INSERT INTO organization_delegation (organization_id, account_id, service_principal, enabled_ms)
VALUES (:organization_id, :account_id, :service_principal, :enabled_ms) ON CONFLICT DO NOTHING;

-- query: organization_delegation_get one
-- args: organization_id text, account_id text, service_principal text
-- row: enabled_ms int
SELECT enabled_ms FROM organization_delegation
WHERE organization_id = :organization_id AND account_id = :account_id AND service_principal = :service_principal;

-- query: organization_delegation_delete exec
-- args: organization_id text, account_id text, service_principal text
DELETE FROM organization_delegation
WHERE organization_id = :organization_id AND account_id = :account_id AND service_principal = :service_principal;

-- query: organization_delegation_of_account many
-- args: organization_id text, account_id text, after_principal text, count int
-- row: service_principal text, enabled_ms int
SELECT service_principal, enabled_ms FROM organization_delegation
WHERE organization_id = :organization_id AND account_id = :account_id AND service_principal > :after_principal
ORDER BY service_principal LIMIT :count;

-- query: organization_delegation_count one
-- args: organization_id text, service_principal text
-- row: n int
SELECT COUNT(*) AS n FROM organization_delegation
WHERE organization_id = :organization_id AND service_principal = :service_principal;

-- Accounts that administer one service.
-- query: organization_delegation_of_service many
-- args: organization_id text, service_principal text, after_id text, count int
-- row: id text, name text, email text, state text, joined_method text, joined_ms int, enabled_ms int
SELECT a.id, a.name, a.email, a.state, m.joined_method, m.joined_ms, d.enabled_ms
FROM organization_delegation AS d JOIN account AS a ON a.id = d.account_id
JOIN organization_member AS m ON m.account_id = d.account_id
WHERE d.organization_id = :organization_id AND d.service_principal = :service_principal AND d.account_id > :after_id
ORDER BY d.account_id LIMIT :count;

-- Accounts that administer any service.
-- query: organization_delegation_list many
-- args: organization_id text, after_id text, count int
-- row: like organization_delegation_of_service
SELECT a.id, a.name, a.email, a.state, m.joined_method, m.joined_ms, MIN(d.enabled_ms) AS enabled_ms
FROM organization_delegation AS d JOIN account AS a ON a.id = d.account_id
JOIN organization_member AS m ON m.account_id = d.account_id
WHERE d.organization_id = :organization_id AND d.account_id > :after_id
GROUP BY d.account_id, a.id, a.name, a.email, a.state, m.joined_method, m.joined_ms ORDER BY d.account_id LIMIT :count;
