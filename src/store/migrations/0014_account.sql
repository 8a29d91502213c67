-- What an account says of itself: contacts, regions, a change of its root user's address; and who pays for whom.

-- The alternate contacts: BILLING, OPERATIONS, SECURITY.
CREATE TABLE account_contact (
    account_id TEXT NOT NULL REFERENCES account (id),
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    PRIMARY KEY (account_id, type)
) STRICT;

CREATE TABLE account_primary_contact (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    full_name TEXT NOT NULL,
    address_line1 TEXT NOT NULL,
    address_line2 TEXT,
    address_line3 TEXT,
    city TEXT NOT NULL,
    state_or_region TEXT,
    district_or_county TEXT,
    postal_code TEXT NOT NULL,
    country_code TEXT NOT NULL,
    phone_number TEXT NOT NULL,
    company_name TEXT,
    website_url TEXT
) STRICT;

-- Opt-in regions that were ever switched; the others are off.
CREATE TABLE account_region (
    account_id TEXT NOT NULL REFERENCES account (id),
    region TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, region)
) STRICT;

-- The last change of an account's address: PENDING until the code that was mailed comes back, then COMPLETED or FAILED.
CREATE TABLE account_email_change (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    email TEXT NOT NULL,
    state TEXT NOT NULL,
    -- A keyed hash of the code, and the key of the keyring it was made with.
    code_hash TEXT NOT NULL,
    key_id INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
) STRICT;

-- One organization (the target) pays for another (the source). Begins as an invitation by the target.
CREATE TABLE responsibility_transfer (
    id TEXT NOT NULL PRIMARY KEY,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    target_organization_id TEXT NOT NULL,
    target_account_id TEXT NOT NULL,
    -- The source's organization is known once it has accepted; its account where the invitation found one.
    source_organization_id TEXT,
    source_account_id TEXT,
    status TEXT NOT NULL,
    handshake_id TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER
) STRICT;
CREATE INDEX responsibility_transfer_by_target ON responsibility_transfer (target_organization_id, id);
CREATE INDEX responsibility_transfer_by_source ON responsibility_transfer (source_account_id, id);
CREATE INDEX responsibility_transfer_by_source_organization ON responsibility_transfer (source_organization_id, id);
CREATE UNIQUE INDEX responsibility_transfer_by_handshake ON responsibility_transfer (handshake_id);

-- Of an invitation to an address that no account had: the address as addresses are compared. Whoever has it later finds
-- the invitation by it.
ALTER TABLE handshake ADD COLUMN address_key TEXT;
CREATE INDEX handshake_by_address ON handshake (address_key, id);
