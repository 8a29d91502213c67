-- One organization pays for another.

-- query: responsibility_transfer_insert exec
-- args: id text, type text, name text, target_organization_id text, target_account_id text, source_account_id text null, status text,
--       handshake_id text, start_ms int
INSERT INTO responsibility_transfer (id, type, name, target_organization_id, target_account_id, source_account_id, status, handshake_id, start_ms)
VALUES (:id, :type, :name, :target_organization_id, :target_account_id, :source_account_id, :status, :handshake_id, :start_ms);

-- query: responsibility_transfer_get one
-- args: id text
-- row: id text, type text, name text, target_organization_id text, target_account_id text, source_organization_id text null,
--      source_account_id text null, status text, handshake_id text, start_ms int, end_ms int null
SELECT id, type, name, target_organization_id, target_account_id, source_organization_id, source_account_id, status, handshake_id, start_ms, end_ms
FROM responsibility_transfer WHERE id = :id;

-- query: responsibility_transfer_of_handshake one
-- args: handshake_id text
-- row: like responsibility_transfer_get
SELECT id, type, name, target_organization_id, target_account_id, source_organization_id, source_account_id, status, handshake_id, start_ms, end_ms
FROM responsibility_transfer WHERE handshake_id = :handshake_id;

-- query: responsibility_transfer_inbound many
-- args: target_organization_id text, after_id text, count int
-- row: like responsibility_transfer_get
SELECT id, type, name, target_organization_id, target_account_id, source_organization_id, source_account_id, status, handshake_id, start_ms, end_ms
FROM responsibility_transfer WHERE target_organization_id = :target_organization_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: responsibility_transfer_outbound many
-- args: source_account_id text, after_id text, count int
-- row: like responsibility_transfer_get
SELECT id, type, name, target_organization_id, target_account_id, source_organization_id, source_account_id, status, handshake_id, start_ms, end_ms
FROM responsibility_transfer WHERE source_account_id = :source_account_id AND id > :after_id ORDER BY id LIMIT :count;

-- Who pays for an organization now or is to: at most one.
-- query: responsibility_transfer_payer many
-- args: source_organization_id text, now_ms int
-- row: like responsibility_transfer_get
SELECT id, type, name, target_organization_id, target_account_id, source_organization_id, source_account_id, status, handshake_id, start_ms, end_ms
FROM responsibility_transfer WHERE source_organization_id = :source_organization_id
    AND (status = 'ACCEPTED' OR (status = 'WITHDRAWN' AND end_ms > :now_ms)) ORDER BY id LIMIT 1;

-- Organizations that one pays for.
-- query: responsibility_transfer_paid_count one
-- args: target_organization_id text, now_ms int
-- row: n int
SELECT COUNT(*) AS n FROM responsibility_transfer WHERE target_organization_id = :target_organization_id
    AND (status = 'ACCEPTED' OR (status = 'WITHDRAWN' AND end_ms > :now_ms));

-- Organizations that pay in their turn for others, among those that one pays for.
-- query: responsibility_transfer_paid_payers many
-- args: target_organization_id text, now_ms int
-- row: id text
SELECT t.id FROM responsibility_transfer AS t JOIN responsibility_transfer AS u ON u.target_organization_id = t.source_organization_id
WHERE t.target_organization_id = :target_organization_id
    AND (t.status = 'ACCEPTED' OR (t.status = 'WITHDRAWN' AND t.end_ms > :now_ms))
    AND (u.status = 'ACCEPTED' OR (u.status = 'WITHDRAWN' AND u.end_ms > :now_ms)) ORDER BY t.id LIMIT 1;

-- Invitations under way and transfers that are not over, on either side.
-- query: responsibility_transfer_active many
-- args: organization_id text, now_ms int
-- row: id text
SELECT id FROM responsibility_transfer WHERE target_organization_id = :organization_id
    AND (status IN ('REQUESTED', 'ACCEPTED') OR (status = 'WITHDRAWN' AND end_ms > :now_ms)) ORDER BY id LIMIT 1;

-- An invitation that was answered, withdrawn or ran out.
-- query: responsibility_transfer_answer exec
-- args: handshake_id text, status text
UPDATE responsibility_transfer SET status = :status WHERE handshake_id = :handshake_id AND status = 'REQUESTED';

-- query: responsibility_transfer_source exec
-- args: id text, source_organization_id text, source_account_id text
UPDATE responsibility_transfer SET source_organization_id = :source_organization_id, source_account_id = :source_account_id WHERE id = :id;

-- query: responsibility_transfer_rename exec
-- args: id text, name text
UPDATE responsibility_transfer SET name = :name WHERE id = :id;

-- query: responsibility_transfer_end exec
-- args: id text, end_ms int
UPDATE responsibility_transfer SET status = 'WITHDRAWN', end_ms = :end_ms WHERE id = :id;

-- What an organization leaves behind.
-- query: organization_delete_transfers exec
-- args: organization_id text
DELETE FROM responsibility_transfer WHERE target_organization_id = :organization_id;
