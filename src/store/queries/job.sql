-- Background work.

-- query: job_insert exec
-- args: id text, kind text, payload text, run_ms int, created_ms int
INSERT INTO job (id, kind, payload, position, attempts, run_ms, created_ms)
VALUES (:id, :kind, :payload, '', 0, :run_ms, :created_ms);

-- query: job_get one
-- args: id text
-- row: kind text, payload text, position text, attempts int, run_ms int
SELECT kind, payload, position, attempts, run_ms FROM job WHERE id = :id;

-- query: job_due many
-- args: now_ms int, after_run_ms int, after_id text, count int
-- row: id text, kind text, run_ms int
SELECT id, kind, run_ms FROM job WHERE run_ms <= :now_ms AND (run_ms, id) > (:after_run_ms, :after_id)
ORDER BY run_ms, id LIMIT :count;

-- query: job_next one
-- row: run_ms int
SELECT run_ms FROM job ORDER BY run_ms, id LIMIT 1;

-- query: job_move exec
-- args: id text, position text, run_ms int
UPDATE job SET position = :position, run_ms = :run_ms, attempts = 0 WHERE id = :id;

-- query: job_lease exec
-- args: id text, run_ms int
UPDATE job SET run_ms = :run_ms WHERE id = :id;

-- query: job_retry exec
-- args: id text, run_ms int
UPDATE job SET attempts = attempts + 1, run_ms = :run_ms WHERE id = :id;

-- query: job_delete exec
-- args: id text
DELETE FROM job WHERE id = :id;

-- A job there is one of, under a fixed id.
-- query: job_ensure exec
-- args: id text, kind text, run_ms int, created_ms int
INSERT INTO job (id, kind, payload, position, attempts, run_ms, created_ms)
VALUES (:id, :kind, '', '', 0, :run_ms, :created_ms) ON CONFLICT DO NOTHING;
