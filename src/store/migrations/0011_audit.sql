-- The audit trail in blocks: a row holds all events of a commit, or of many reads.

CREATE TABLE audit_block (
    -- The latest of its events: what happened since a moment is found by this key alone.
    last_ms INTEGER NOT NULL,
    node TEXT NOT NULL,
    -- Of its first event; the others follow on from it.
    sequence INTEGER NOT NULL,
    first_ms INTEGER NOT NULL,
    events INTEGER NOT NULL,
    -- 0: one event in CloudTrail's JSON, as kept before there were blocks. 1: packed (src/audit/block.h).
    format INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (last_ms, node, sequence)
) STRICT;

-- sqlite:
INSERT INTO audit_block (last_ms, node, sequence, first_ms, events, format, body)
SELECT time_ms, node, sequence, time_ms, 1, 0, CAST(body AS BLOB) FROM audit_event;
-- postgres:
INSERT INTO audit_block (last_ms, node, sequence, first_ms, events, format, body)
SELECT time_ms, node, sequence, time_ms, 1, 0, convert_to(body, 'UTF8') FROM audit_event;
-- both:
DROP TABLE audit_event;
