-- The audit trail: only ever added to.

-- query: audit_event_insert exec
-- args: node text, sequence int, time_ms int, account_id text, request_id text, event_source text, event_name text, error_code text null, body text
INSERT INTO audit_event (node, sequence, time_ms, account_id, request_id, event_source, event_name, error_code, body)
VALUES (:node, :sequence, :time_ms, :account_id, :request_id, :event_source, :event_name, :error_code, :body);

-- Events since a moment, oldest first, whichever node wrote them.
-- query: audit_event_all many
-- args: after_ms int, count int
-- row: node text, sequence int, time_ms int, event_name text, error_code text null, body text
SELECT node, sequence, time_ms, event_name, error_code, body FROM audit_event
WHERE time_ms > :after_ms ORDER BY time_ms, node, sequence LIMIT :count;
