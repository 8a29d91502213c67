-- Credentials of IAM users beyond access keys, and what IAM reports about their use.
-- An owner is a user's id (AIDA…), or the account's id for its root user.

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
    -- By how many steps the device's clock is ahead of ours.
    drift_steps INTEGER NOT NULL,
    -- Wrong codes in a row, and when the last of them came.
    failures INTEGER NOT NULL,
    failed_ms INTEGER NOT NULL,
    -- Null: assigned to nobody.
    user_id TEXT,
    created_ms INTEGER NOT NULL,
    enabled_ms INTEGER
) STRICT;
CREATE INDEX iam_mfa_device_by_account ON iam_mfa_device (account_id, serial);
CREATE INDEX iam_mfa_device_by_user ON iam_mfa_device (user_id, serial);

-- Passwords of IAM users, as argon2id hashes.
CREATE TABLE iam_login_profile (
    owner_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    hash TEXT NOT NULL,
    reset_required INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
) STRICT;

-- Passwords that a user had before, so that they do not come back; number counts up from 1.
CREATE TABLE iam_password_history (
    owner_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (owner_id, number)
) STRICT;

-- Kept when the password goes: GetUser still tells when one was last used.
CREATE TABLE iam_password_use (
    owner_id TEXT NOT NULL PRIMARY KEY,
    used_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE iam_password_policy (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    minimum_length INTEGER NOT NULL,
    require_symbols INTEGER NOT NULL,
    require_numbers INTEGER NOT NULL,
    require_uppercase INTEGER NOT NULL,
    require_lowercase INTEGER NOT NULL,
    allow_change INTEGER NOT NULL,
    -- 0: passwords do not expire.
    max_age_days INTEGER NOT NULL,
    -- 0: any password may come back.
    reuse_prevention INTEGER NOT NULL,
    -- Null: never said.
    hard_expiry INTEGER
) STRICT;

CREATE TABLE iam_ssh_key (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    user_id TEXT NOT NULL,
    -- One line as in authorized_keys: kind, base64, comment.
    body TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status TEXT NOT NULL,
    uploaded_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX iam_ssh_key_by_user ON iam_ssh_key (user_id, id);

CREATE TABLE iam_signing_certificate (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    owner_id TEXT NOT NULL,
    body TEXT NOT NULL,
    -- SHA-256 of the certificate: the same one is not uploaded twice.
    digest TEXT NOT NULL,
    status TEXT NOT NULL,
    uploaded_ms INTEGER NOT NULL,
    UNIQUE (account_id, digest)
) STRICT;
CREATE INDEX iam_signing_certificate_by_owner ON iam_signing_certificate (owner_id, id);

CREATE TABLE iam_server_certificate (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    path TEXT NOT NULL,
    body TEXT NOT NULL,
    chain TEXT,
    -- Sealed with the keyring.
    private_key BLOB NOT NULL,
    uploaded_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    UNIQUE (account_id, name_key)
) STRICT;

CREATE TABLE iam_service_credential (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    user_id TEXT NOT NULL,
    service TEXT NOT NULL,
    -- The name to sign in with, or the public half of an API key.
    user_name TEXT NOT NULL,
    -- SHA-256 of the generated password: it has too many bits to be guessed.
    hash TEXT NOT NULL,
    status TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER,
    UNIQUE (account_id, service, user_name)
) STRICT;
CREATE INDEX iam_service_credential_by_user ON iam_service_credential (user_id, id);
CREATE INDEX iam_service_credential_by_account ON iam_service_credential (account_id, id);

-- When an access key was last used; written at most once a minute.
CREATE TABLE iam_access_key_use (
    key_id TEXT NOT NULL PRIMARY KEY,
    used_ms INTEGER NOT NULL,
    region TEXT NOT NULL,
    service TEXT NOT NULL
) STRICT;

-- When a principal last attempted an action of a service; written at most once a minute.
CREATE TABLE iam_action_use (
    owner_id TEXT NOT NULL,
    service TEXT NOT NULL,
    action TEXT NOT NULL,
    account_id TEXT NOT NULL,
    used_ms INTEGER NOT NULL,
    region TEXT NOT NULL,
    PRIMARY KEY (owner_id, service, action)
) STRICT;
CREATE INDEX iam_action_use_by_account ON iam_action_use (account_id, service, used_ms);

-- One credential report an account: made in parts by a job.
CREATE TABLE iam_credential_report (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    state TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    generated_ms INTEGER
) STRICT;
CREATE TABLE iam_credential_report_part (
    account_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (account_id, number)
) STRICT;

-- Last-accessed reports. Of an entity or policy only the question is kept: what is answered is in iam_action_use.
CREATE TABLE iam_access_report (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    -- Who asked: a report is theirs.
    caller_id TEXT NOT NULL,
    -- ENTITY or ORGANIZATION
    kind TEXT NOT NULL,
    -- The ARN, or the entity path.
    subject TEXT NOT NULL,
    policy_id TEXT,
    granularity TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    -- Null: a job is at it. With an error code where it failed.
    completed_ms INTEGER,
    error_code TEXT,
    error_message TEXT
) STRICT;
CREATE INDEX iam_access_report_by_time ON iam_access_report (created_ms, id);
CREATE INDEX iam_access_report_by_account ON iam_access_report (account_id, kind, id);

-- What the job of an organization's report has found so far.
CREATE TABLE iam_access_report_service (
    report_id TEXT NOT NULL,
    service TEXT NOT NULL,
    used_ms INTEGER NOT NULL,
    region TEXT NOT NULL,
    -- The account of the last use, and how many accounts used it.
    account_id TEXT NOT NULL,
    accounts INTEGER NOT NULL,
    PRIMARY KEY (report_id, service)
) STRICT;

-- Centralized root access: what an organization has turned on.
CREATE TABLE iam_organization_feature (
    organization_id TEXT NOT NULL,
    feature TEXT NOT NULL,
    enabled_ms INTEGER NOT NULL,
    PRIMARY KEY (organization_id, feature)
) STRICT;

-- Outbound web identity federation: the issuer keeps its name when it is turned off and on again.
CREATE TABLE iam_outbound_federation (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    issuer_id TEXT NOT NULL UNIQUE,
    enabled INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE iam_sts_preference (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    token_version TEXT NOT NULL
) STRICT;
