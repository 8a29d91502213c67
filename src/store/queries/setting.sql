-- Settings of the installation.

-- query: setting_get one
-- args: key text
-- row: value blob null
SELECT value FROM setting WHERE key = :key;

-- Settings after a key, in key order.
-- query: setting_list many
-- args: after_key text, count int
-- row: key text, value blob null
SELECT key, value FROM setting WHERE key > :after_key ORDER BY key LIMIT :count;

-- query: setting_put exec
-- args: key text, value blob null
INSERT INTO setting (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- As setting_put, but -GH_EEXIST where the key is taken.
-- query: setting_insert exec
-- args: like setting_put
INSERT INTO setting (key, value) VALUES (:key, :value);

-- query: setting_delete exec
-- args: like setting_get
DELETE FROM setting WHERE key = :key;
