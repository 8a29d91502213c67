-- Which migrations this database has had. Made by hand-over in store/migrate.c, before any other.
CREATE TABLE schema_version (
    version INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_ms INTEGER NOT NULL
) STRICT;
