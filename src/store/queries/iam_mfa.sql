-- MFA devices of IAM users.

-- query: iam_mfa_insert exec
-- args: serial text, account_id text, name text, path text, seed blob, created_ms int
INSERT INTO iam_mfa_device (serial, account_id, name, path, seed, used_step, drift_steps, failures, failed_ms, created_ms)
VALUES (:serial, :account_id, :name, :path, :seed, 0, 0, 0, 0, :created_ms) ON CONFLICT DO NOTHING;

-- query: iam_mfa_get one
-- args: serial text
-- row: account_id text, name text, seed blob, used_step int, drift_steps int, failures int, failed_ms int, user_id text null, created_ms int, enabled_ms int null
SELECT account_id, name, seed, used_step, drift_steps, failures, failed_ms, user_id, created_ms, enabled_ms
FROM iam_mfa_device WHERE serial = :serial;

-- query: iam_mfa_count one
-- args: account_id text
-- row: n int
SELECT COUNT(*) AS n FROM iam_mfa_device WHERE account_id = :account_id;

-- The devices of one owner.
-- query: iam_mfa_list many
-- args: user_id text, after_serial text, count int
-- row: serial text, enabled_ms int null
SELECT serial, enabled_ms FROM iam_mfa_device
WHERE user_id = :user_id AND serial > :after_serial ORDER BY serial LIMIT :count;

-- All devices of an account, or only those that are assigned (1) or not (0), with their user, if it is one.
-- query: iam_mfa_list_account many
-- args: account_id text, after_serial text, assigned bool null, count int
-- row: serial text, enabled_ms int null, owner_id text null, user_id text null, name text null, path text null, created_ms int null
SELECT d.serial, d.enabled_ms, d.user_id AS owner_id, u.id AS user_id, u.name, u.path, u.created_ms
FROM iam_mfa_device AS d LEFT JOIN iam_user AS u ON u.id = d.user_id
WHERE d.account_id = :account_id AND d.serial > :after_serial
AND (:assigned IS NULL OR :assigned = CASE WHEN d.user_id IS NULL THEN 0 ELSE 1 END)
ORDER BY d.serial LIMIT :count;

-- query: iam_mfa_assign exec
-- args: serial text, user_id text null, enabled_ms int null
UPDATE iam_mfa_device SET user_id = :user_id, enabled_ms = :enabled_ms WHERE serial = :serial;

-- A code was right.
-- query: iam_mfa_used exec
-- args: serial text, used_step int, drift_steps int
UPDATE iam_mfa_device SET used_step = :used_step, drift_steps = :drift_steps, failures = 0 WHERE serial = :serial;

-- query: iam_mfa_failed exec
-- args: serial text, now_ms int
UPDATE iam_mfa_device SET failures = failures + 1, failed_ms = :now_ms WHERE serial = :serial;

-- query: iam_mfa_delete exec
-- args: serial text
DELETE FROM iam_mfa_device WHERE serial = :serial;
