-- Tags of resources of every kind.

-- query: tag_put exec
-- args: resource text, key text, value text
INSERT INTO tag (resource, key, value) VALUES (:resource, :key, :value)
ON CONFLICT (resource, key) DO UPDATE SET value = excluded.value;

-- query: tag_list many
-- args: resource text, after_key text, count int
-- row: key text, value text
-- kept: the tags of what is asked about are part of every decision
SELECT key, value FROM tag WHERE resource = :resource AND key > :after_key ORDER BY key LIMIT :count;

-- query: tag_delete exec
-- args: resource text, key text
DELETE FROM tag WHERE resource = :resource AND key = :key;

-- query: tag_delete_all exec
-- args: resource text
DELETE FROM tag WHERE resource = :resource;
