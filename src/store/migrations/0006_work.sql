-- Background work, mail to be sent, and the audit trail.

CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- What the kind needs, as JSON.
    payload TEXT NOT NULL,
    -- Where a job that works in chunks goes on.
    position TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    run_ms INTEGER NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX job_by_time ON job (run_ms, id);

-- One index, in the order of time, which is the order rows are written in: both trees only ever grow at their end.
CREATE TABLE audit_event (
    time_ms INTEGER NOT NULL,
    node TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    event_source TEXT NOT NULL,
    event_name TEXT NOT NULL,
    error_code TEXT,
    -- The whole event in CloudTrail's JSON.
    body TEXT NOT NULL,
    PRIMARY KEY (time_ms, node, sequence)
) STRICT;
