-- Use of actions, and the reports made of it.

-- query: iam_action_used exec
-- args: owner_id text, service text, action text, account_id text, used_ms int, region text
INSERT INTO iam_action_use (owner_id, service, action, account_id, used_ms, region)
VALUES (:owner_id, :service, :action, :account_id, :used_ms, :region)
ON CONFLICT (owner_id, service, action) DO UPDATE SET used_ms = excluded.used_ms, region = excluded.region
WHERE excluded.used_ms > iam_action_use.used_ms;

-- query: iam_action_use_list many
-- args: owner_id text, after_ms int
-- row: service text, action text, used_ms int, region text
SELECT service, action, used_ms, region FROM iam_action_use
WHERE owner_id = :owner_id AND used_ms > :after_ms ORDER BY service, action;

-- What anybody of an account used last, service by service.
-- query: iam_action_use_account many
-- args: account_id text, after_ms int
-- row: service text, used_ms int, region text
SELECT service, used_ms, region FROM iam_action_use
WHERE account_id = :account_id AND used_ms > :after_ms ORDER BY service, used_ms;

-- query: iam_action_use_forget exec
-- args: owner_id text
DELETE FROM iam_action_use WHERE owner_id = :owner_id;

-- query: iam_password_use_forget exec
-- args: owner_id text
DELETE FROM iam_password_use WHERE owner_id = :owner_id;

-- query: iam_credential_report_get one
-- args: account_id text
-- row: state text, started_ms int, generated_ms int null
SELECT state, started_ms, generated_ms FROM iam_credential_report WHERE account_id = :account_id;

-- query: iam_credential_report_start exec
-- args: account_id text, state text, started_ms int
INSERT INTO iam_credential_report (account_id, state, started_ms) VALUES (:account_id, :state, :started_ms)
ON CONFLICT (account_id) DO UPDATE SET state = excluded.state, started_ms = excluded.started_ms, generated_ms = NULL;

-- query: iam_credential_report_finish exec
-- args: account_id text, state text, generated_ms int
UPDATE iam_credential_report SET state = :state, generated_ms = :generated_ms WHERE account_id = :account_id;

-- query: iam_credential_report_delete exec
-- args: account_id text
DELETE FROM iam_credential_report WHERE account_id = :account_id;

-- query: iam_credential_report_part_put exec
-- args: account_id text, number int, content text
INSERT INTO iam_credential_report_part (account_id, number, content) VALUES (:account_id, :number, :content);

-- query: iam_credential_report_part_list many
-- args: account_id text
-- row: content text
SELECT content FROM iam_credential_report_part WHERE account_id = :account_id ORDER BY number;

-- query: iam_credential_report_part_delete exec
-- args: account_id text
DELETE FROM iam_credential_report_part WHERE account_id = :account_id;

-- Does the owner have a device that asks for codes?
-- query: iam_credential_report_mfa one
-- args: user_id text
-- row: n int
SELECT COUNT(*) AS n FROM iam_mfa_device WHERE user_id = :user_id;

-- query: iam_access_report_insert exec
-- args: id text, account_id text, caller_id text, kind text, subject text, policy_id text null, granularity text, created_ms int, completed_ms int null
INSERT INTO iam_access_report (id, account_id, caller_id, kind, subject, policy_id, granularity, created_ms, completed_ms)
VALUES (:id, :account_id, :caller_id, :kind, :subject, :policy_id, :granularity, :created_ms, :completed_ms);

-- query: iam_access_report_get one
-- args: id text
-- row: account_id text, caller_id text, kind text, subject text, policy_id text null, granularity text, created_ms int, completed_ms int null, error_code text null, error_message text null
SELECT account_id, caller_id, kind, subject, policy_id, granularity, created_ms, completed_ms, error_code, error_message
FROM iam_access_report WHERE id = :id;

-- query: iam_access_report_finish exec
-- args: id text, completed_ms int, error_code text null, error_message text null
UPDATE iam_access_report SET completed_ms = :completed_ms, error_code = :error_code, error_message = :error_message
WHERE id = :id;

-- Reports of an account that are still being made.
-- query: iam_access_report_pending one
-- args: account_id text, kind text
-- row: n int
SELECT COUNT(*) AS n FROM iam_access_report WHERE account_id = :account_id AND kind = :kind AND completed_ms IS NULL;

-- query: iam_access_report_expire exec
-- args: before_ms int
DELETE FROM iam_access_report WHERE created_ms < :before_ms;

-- The services of a report that is gone.
-- query: iam_access_report_service_expire exec
-- args: before_ms int
DELETE FROM iam_access_report_service WHERE report_id IN (SELECT id FROM iam_access_report WHERE created_ms < :before_ms);

-- query: iam_access_report_service_add exec
-- args: report_id text, service text, used_ms int, region text, account_id text
INSERT INTO iam_access_report_service (report_id, service, used_ms, region, account_id, accounts)
VALUES (:report_id, :service, :used_ms, :region, :account_id, 1)
ON CONFLICT (report_id, service) DO UPDATE SET accounts = iam_access_report_service.accounts + 1,
region = CASE WHEN excluded.used_ms > iam_access_report_service.used_ms THEN excluded.region ELSE iam_access_report_service.region END,
account_id = CASE WHEN excluded.used_ms > iam_access_report_service.used_ms THEN excluded.account_id ELSE iam_access_report_service.account_id END,
used_ms = CASE WHEN excluded.used_ms > iam_access_report_service.used_ms THEN excluded.used_ms ELSE iam_access_report_service.used_ms END;

-- query: iam_access_report_service_list many
-- args: report_id text
-- row: service text, used_ms int, region text, account_id text, accounts int
SELECT service, used_ms, region, account_id, accounts FROM iam_access_report_service WHERE report_id = :report_id ORDER BY service;

-- The members of a group.
-- query: iam_access_report_members many
-- args: group_id text
-- row: id text, name text, path text
SELECT u.id, u.name, u.path FROM iam_group_member AS m JOIN iam_user AS u ON u.id = m.user_id
WHERE m.group_id = :group_id ORDER BY u.id;

-- Users of an account to whom a policy is attached, directly or by a group.
-- query: iam_access_report_policy_users many
-- args: account_id text, policy_arn text
-- row: id text, name text, path text
SELECT u.id, u.name, u.path FROM iam_user AS u
WHERE u.account_id = :account_id
AND (EXISTS (SELECT 1 FROM iam_attachment AS a WHERE a.entity_id = u.id AND a.policy_arn = :policy_arn)
    OR EXISTS (SELECT 1 FROM iam_group_member AS m JOIN iam_attachment AS a ON a.entity_id = m.group_id
        WHERE m.user_id = u.id AND a.policy_arn = :policy_arn))
ORDER BY u.name_key;

-- query: iam_access_report_policy_roles many
-- args: account_id text, policy_arn text
-- row: id text, name text, path text
SELECT r.id, r.name, r.path FROM iam_role AS r
WHERE r.account_id = :account_id AND r.removed_ms IS NULL
AND EXISTS (SELECT 1 FROM iam_attachment AS a WHERE a.entity_id = r.id AND a.policy_arn = :policy_arn)
ORDER BY r.name_key;

-- The service control policies attached at one place of the organization; content is null for AWS's own.
-- query: iam_access_report_scps many
-- args: organization_id text, target_id text
-- row: policy_id text, content text null
SELECT a.policy_id, p.content FROM organization_attachment AS a LEFT JOIN organization_policy AS p ON p.id = a.policy_id
WHERE a.organization_id = :organization_id AND a.target_id = :target_id AND a.policy_type = 'SERVICE_CONTROL_POLICY'
ORDER BY a.policy_id;

-- query: iam_access_report_scp one
-- args: organization_id text, policy_id text
-- row: content text
SELECT content FROM organization_policy WHERE id = :policy_id AND organization_id = :organization_id;

-- Are service control policies in force in the organization at all?
-- query: iam_access_report_scp_enabled one
-- args: organization_id text
-- row: n int
SELECT COUNT(*) AS n FROM organization_policy_type
WHERE organization_id = :organization_id AND type = 'SERVICE_CONTROL_POLICY';
