-- The audit trail: only ever added to.

-- query: audit_block_insert exec
-- args: last_ms int, node text, sequence int, first_ms int, events int, format int, body blob
INSERT INTO audit_block (last_ms, node, sequence, first_ms, events, format, body)
VALUES (:last_ms, :node, :sequence, :first_ms, :events, :format, :body);

-- The blocks behind a place, oldest first, whichever node wrote them.
-- query: audit_block_after many
-- args: last_ms int, node text, sequence int, count int
-- row: last_ms int, node text, sequence int, first_ms int, events int, format int, body blob
SELECT last_ms, node, sequence, first_ms, events, format, body FROM audit_block
WHERE (last_ms, node, sequence) > (:last_ms, :node, :sequence) ORDER BY last_ms, node, sequence LIMIT :count;
