-- The memberships of a group that was deleted go after it, some at a time, and count for nothing from then on: so they
-- no longer refer to it.
CREATE TABLE identity_membership_free (
    id TEXT NOT NULL PRIMARY KEY,
    identity_store_id TEXT NOT NULL,
    -- Of a group that may be gone.
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES identity_user (id),
    created_ms INTEGER NOT NULL,
    UNIQUE (group_id, user_id)
) STRICT;
INSERT INTO identity_membership_free (id, identity_store_id, group_id, user_id, created_ms)
SELECT id, identity_store_id, group_id, user_id, created_ms FROM identity_membership;
DROP TABLE identity_membership;
ALTER TABLE identity_membership_free RENAME TO identity_membership;
CREATE INDEX identity_membership_by_group ON identity_membership (group_id, id);
CREATE INDEX identity_membership_by_user ON identity_membership (user_id, id);
