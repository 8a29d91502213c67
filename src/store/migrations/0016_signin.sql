-- Sign-in sessions of IAM users and root users: a system of its own beside Identity Center's.

CREATE TABLE console_session (
    -- SHA-256 of the browser's cookie.
    token_hash TEXT NOT NULL PRIMARY KEY,
    -- A user's id, or the account's id for its root user.
    owner_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    -- The device whose code was given; null: none.
    mfa_serial TEXT,
    source_ip TEXT NOT NULL,
    user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX console_session_by_owner ON console_session (owner_id);
CREATE INDEX console_session_by_expiry ON console_session (expires_ms);
