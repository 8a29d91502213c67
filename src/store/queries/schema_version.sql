-- What store/migrate.c needs to know. Nothing else uses these.

-- Is the table there at all (1), and how many other tables are?
-- query: schema_version_exists one
-- scan: the catalogue is small
-- row: present int, others int
-- sqlite:
SELECT COALESCE(SUM(name = 'schema_version'), 0) AS present, COALESCE(SUM(name <> 'schema_version'), 0) AS others
FROM sqlite_master WHERE type = 'table';
-- postgres:
SELECT COUNT(*) FILTER (WHERE tablename = 'schema_version') AS present,
       COUNT(*) FILTER (WHERE tablename <> 'schema_version') AS others
FROM pg_catalog.pg_tables WHERE schemaname = current_schema();

-- query: schema_version_list many
-- scan: one row a migration
-- row: version int, name text, checksum text
SELECT version, name, checksum FROM schema_version ORDER BY version;

-- query: schema_version_insert exec
-- args: version int, name text, checksum text, applied_ms int
INSERT INTO schema_version (version, name, checksum, applied_ms) VALUES (:version, :name, :checksum, :applied_ms);
