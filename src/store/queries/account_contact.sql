-- What an account says of itself: contacts, regions, a change of its address.

-- query: account_contact_put exec
-- args: account_id text, type text, name text, title text, email text, phone text
INSERT INTO account_contact (account_id, type, name, title, email, phone)
VALUES (:account_id, :type, :name, :title, :email, :phone)
ON CONFLICT (account_id, type) DO UPDATE SET name = excluded.name, title = excluded.title, email = excluded.email,
    phone = excluded.phone;

-- query: account_contact_get one
-- args: account_id text, type text
-- row: name text, title text, email text, phone text
SELECT name, title, email, phone FROM account_contact WHERE account_id = :account_id AND type = :type;

-- query: account_contact_delete exec
-- args: account_id text, type text
DELETE FROM account_contact WHERE account_id = :account_id AND type = :type;

-- query: account_primary_contact_put exec
-- args: account_id text, full_name text, address_line1 text, address_line2 text null, address_line3 text null, city text,
--       state_or_region text null, district_or_county text null, postal_code text, country_code text, phone_number text,
--       company_name text null, website_url text null
INSERT INTO account_primary_contact (account_id, full_name, address_line1, address_line2, address_line3, city, state_or_region,
    district_or_county, postal_code, country_code, phone_number, company_name, website_url)
VALUES (:account_id, :full_name, :address_line1, :address_line2, :address_line3, :city, :state_or_region,
    :district_or_county, :postal_code, :country_code, :phone_number, :company_name, :website_url)
ON CONFLICT (account_id) DO UPDATE SET full_name = excluded.full_name, address_line1 = excluded.address_line1,
    address_line2 = excluded.address_line2, address_line3 = excluded.address_line3, city = excluded.city,
    state_or_region = excluded.state_or_region, district_or_county = excluded.district_or_county,
    postal_code = excluded.postal_code, country_code = excluded.country_code, phone_number = excluded.phone_number,
    company_name = excluded.company_name, website_url = excluded.website_url;

-- query: account_primary_contact_get one
-- args: account_id text
-- row: full_name text, address_line1 text, address_line2 text null, address_line3 text null, city text,
--      state_or_region text null, district_or_county text null, postal_code text, country_code text, phone_number text,
--      company_name text null, website_url text null
SELECT full_name, address_line1, address_line2, address_line3, city, state_or_region, district_or_county, postal_code,
    country_code, phone_number, company_name, website_url
FROM account_primary_contact WHERE account_id = :account_id;

-- A new account takes over what its management account says.
-- query: account_primary_contact_copy exec
-- args: from_id text, to_id text
INSERT INTO account_primary_contact (account_id, full_name, address_line1, address_line2, address_line3, city, state_or_region,
    district_or_county, postal_code, country_code, phone_number, company_name, website_url)
SELECT CAST(:to_id AS TEXT), full_name, address_line1, address_line2, address_line3, city, state_or_region, district_or_county,
    postal_code, country_code, phone_number, company_name, website_url
FROM account_primary_contact WHERE account_id = :from_id;

-- query: account_rename exec
-- args: id text, name text
UPDATE account SET name = :name WHERE id = :id;

-- Changes nothing where another account has the address.
-- query: account_readdress exec
-- args: id text, email text, email_key text
UPDATE account SET email = :email, email_key = :email_key WHERE id = :id AND NOT EXISTS (
    SELECT 1 FROM account AS o WHERE o.email_key = :email_key AND o.id <> :id);

-- query: account_region_put exec
-- args: account_id text, region text, enabled bool, changed_ms int
INSERT INTO account_region (account_id, region, enabled, changed_ms) VALUES (:account_id, :region, :enabled, :changed_ms)
ON CONFLICT (account_id, region) DO UPDATE SET enabled = excluded.enabled, changed_ms = excluded.changed_ms;

-- All regions that were ever switched: fewer than there are regions.
-- query: account_region_list many
-- args: account_id text
-- row: region text, enabled bool, changed_ms int
SELECT region, enabled, changed_ms FROM account_region WHERE account_id = :account_id ORDER BY region;

-- query: account_email_change_put exec
-- args: account_id text, email text, state text, code_hash text, key_id int, expires_ms int, updated_ms int
INSERT INTO account_email_change (account_id, email, state, code_hash, key_id, attempts, expires_ms, updated_ms)
VALUES (:account_id, :email, :state, :code_hash, :key_id, 0, :expires_ms, :updated_ms)
ON CONFLICT (account_id) DO UPDATE SET email = excluded.email, state = excluded.state, code_hash = excluded.code_hash,
    key_id = excluded.key_id, attempts = 0, expires_ms = excluded.expires_ms, updated_ms = excluded.updated_ms;

-- query: account_email_change_get one
-- args: account_id text
-- row: email text, state text, code_hash text, key_id int, attempts int, expires_ms int, updated_ms int
SELECT email, state, code_hash, key_id, attempts, expires_ms, updated_ms FROM account_email_change WHERE account_id = :account_id;

-- query: account_email_change_state exec
-- args: account_id text, state text, now_ms int
UPDATE account_email_change SET state = :state, code_hash = '', updated_ms = :now_ms WHERE account_id = :account_id;

-- Letters since a moment: of an account, to an address, and of the one to the other.
-- query: account_email_start_count one
-- args: account_id text, address_key text, since_ms int
-- row: of_account int, to_address int, of_both int
SELECT (SELECT COUNT(*) FROM account_email_start WHERE account_id = :account_id AND started_ms > :since_ms) AS of_account,
    (SELECT COUNT(*) FROM account_email_start WHERE address_key = :address_key AND started_ms > :since_ms) AS to_address,
    (SELECT COUNT(*) FROM account_email_start
     WHERE account_id = :account_id AND started_ms > :since_ms AND address_key = :address_key) AS of_both;

-- query: account_email_start_insert exec
-- args: id text, account_id text, address_key text, started_ms int
INSERT INTO account_email_start (id, account_id, address_key, started_ms) VALUES (:id, :account_id, :address_key, :started_ms);

-- query: purge_account_email_start exec
-- args: before_ms int, count int
DELETE FROM account_email_start WHERE id IN (
    SELECT id FROM account_email_start WHERE started_ms < :before_ms ORDER BY started_ms LIMIT :count);

-- A wrong code.
-- query: account_email_change_missed exec
-- args: account_id text
UPDATE account_email_change SET attempts = attempts + 1 WHERE account_id = :account_id AND state = 'PENDING';
