-- Accounts and their access version.

-- query: account_insert exec
-- args: id text, name text, email text, email_key text, state text, billing_access bool, created_ms int
INSERT INTO account (id, name, email, email_key, state, billing_access, created_ms, access_version)
VALUES (:id, :name, :email, :email_key, :state, :billing_access, :created_ms, 1);

-- query: account_get one
-- args: id text
-- row: id text, name text, email text, state text, billing_access bool, created_ms int
SELECT id, name, email, state, billing_access, created_ms FROM account WHERE id = :id;

-- The one row every signed request reads: is the account usable, and are cached permissions still current?
-- query: account_access one
-- args: id text
-- row: state text, access_version int, organization_id text null, policy_version int null
SELECT a.state, a.access_version, o.id AS organization_id, o.policy_version FROM account AS a
LEFT JOIN organization_member AS m ON m.account_id = a.id LEFT JOIN organization AS o ON o.id = m.organization_id
WHERE a.id = :id;

-- query: account_by_email one
-- args: email_key text
-- row: id text
SELECT id FROM account WHERE email_key = :email_key;

-- query: account_touch exec
-- args: id text
UPDATE account SET access_version = access_version + 1 WHERE id = :id;

-- Used where something every account may depend on has changed (imported managed policies).
-- query: account_touch_all exec
-- scan: every account is meant
UPDATE account SET access_version = access_version + 1;

-- Is this the first start of an empty database?
-- query: account_first one
-- row: id text
SELECT id FROM account ORDER BY id LIMIT 1;

-- The organization an account is in, and where in it.
-- query: organization_of_account one
-- args: account_id text
-- row: organization_id text, root_id text, management_account_id text, feature_set text, parent_id text, joined_method text, joined_ms int
SELECT o.id AS organization_id, o.root_id, o.management_account_id, o.feature_set, m.parent_id, m.joined_method, m.joined_ms
FROM organization_member AS m JOIN organization AS o ON o.id = m.organization_id WHERE m.account_id = :account_id;
