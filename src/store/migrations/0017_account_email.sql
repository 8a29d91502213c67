-- Starts of a change of an account's address: each mails a code to whatever mailbox was named, so they are counted.
CREATE TABLE account_email_start (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    -- The address as addresses are compared.
    address_key TEXT NOT NULL,
    started_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX account_email_start_by_account ON account_email_start (account_id, started_ms);
CREATE INDEX account_email_start_by_address ON account_email_start (address_key, started_ms);

-- Invitations by e-mail that were sent before handshakes had this column.
UPDATE handshake SET address_key = LOWER(target_id) WHERE target_type = 'EMAIL' AND target_account_id IS NULL AND address_key IS NULL;
