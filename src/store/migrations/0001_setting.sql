-- Small facts about the whole installation (the keyring's check value, the node's name), by key.
CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value BLOB
) STRICT;
