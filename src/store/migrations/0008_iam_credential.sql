-- Credentials of IAM users beyond access keys.

CREATE TABLE iam_mfa_device (
    -- The serial number: the ARN of a virtual device.
    serial TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    -- The TOTP seed, sealed with the keyring.
    seed BLOB NOT NULL,
    -- The last time step whose code was used: a code works once.
    used_step INTEGER NOT NULL,
    -- Null: assigned to nobody. The account's id: its root user.
    user_id TEXT,
    created_ms INTEGER NOT NULL,
    enabled_ms INTEGER
) STRICT;
CREATE INDEX iam_mfa_device_by_account ON iam_mfa_device (account_id, serial);
CREATE INDEX iam_mfa_device_by_user ON iam_mfa_device (user_id, serial);
