-- Groups, customer managed policies with their versions, boundaries.

CREATE TABLE iam_group (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    path TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    UNIQUE (account_id, name_key)
) STRICT;

CREATE TABLE iam_group_member (
    group_id TEXT NOT NULL REFERENCES iam_group (id),
    user_id TEXT NOT NULL REFERENCES iam_user (id),
    PRIMARY KEY (group_id, user_id)
) STRICT;
CREATE INDEX iam_group_member_by_user ON iam_group_member (user_id, group_id);
