-- Signing people in. Every token is stored as its SHA-256 (hexadecimal) only.

CREATE TABLE identity_password (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES identity_user (id),
    -- Argon2id, PHC string format.
    hash TEXT NOT NULL,
    changed_ms INTEGER NOT NULL
) STRICT;

-- Earlier passwords that may not be chosen again.
CREATE TABLE identity_password_history (
    user_id TEXT NOT NULL REFERENCES identity_user (id),
    changed_ms INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (user_id, changed_ms)
) STRICT;

-- One-time links to set a password.
CREATE TABLE signin_link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    -- INVITE or RESET
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES identity_user (id),
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    used_ms INTEGER
) STRICT;
CREATE INDEX signin_link_by_user ON signin_link (user_id, kind);
CREATE INDEX signin_link_by_expiry ON signin_link (expires_ms);

-- A signed-in person: the portal session that browser cookies and CLI tokens hang on.
CREATE TABLE portal_session (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES identity_user (id),
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    source_ip TEXT NOT NULL,
    user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX portal_session_by_user ON portal_session (user_id, id);
CREATE INDEX portal_session_by_expiry ON portal_session (expires_ms);

CREATE TABLE browser_cookie (
    token_hash TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES portal_session (id)
) STRICT;
CREATE INDEX browser_cookie_by_session ON browser_cookie (session_id);

CREATE TABLE oidc_client (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    client_type TEXT NOT NULL,
    -- Space separated, as OAuth writes them.
    scopes TEXT NOT NULL,
    grant_types TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX oidc_client_by_expiry ON oidc_client (expires_ms);

CREATE TABLE device_authorization (
    device_code_hash TEXT NOT NULL PRIMARY KEY,
    user_code TEXT NOT NULL UNIQUE,
    client_id TEXT NOT NULL REFERENCES oidc_client (id),
    instance_id TEXT NOT NULL,
    -- PENDING, ALLOWED, DENIED, USED
    state TEXT NOT NULL,
    session_id TEXT,
    source_ip TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    polled_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX device_authorization_by_client ON device_authorization (client_id);
CREATE INDEX device_authorization_by_expiry ON device_authorization (expires_ms);

-- Access and refresh tokens of the portal API.
CREATE TABLE portal_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    -- ACCESS or REFRESH
    kind TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES portal_session (id),
    client_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    -- A refresh token used twice is a stolen one: its session ends.
    used_ms INTEGER
) STRICT;
CREATE INDEX portal_token_by_session ON portal_token (session_id);
CREATE INDEX portal_token_by_expiry ON portal_token (expires_ms);

-- Failed attempts by account name, address or code, for throttling.
CREATE TABLE signin_failure (
    subject TEXT NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX signin_failure_by_age ON signin_failure (last_ms);
