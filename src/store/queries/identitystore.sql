-- Users, groups and memberships of identity stores.

-- query: identity_store_get one
-- args: identity_store_id text
-- row: instance_id text, account_id text, organization_id text null, state text
SELECT id AS instance_id, account_id, organization_id, state FROM sso_instance WHERE identity_store_id = :identity_store_id;

-- query: identity_user_insert exec
-- args: id text, identity_store_id text, user_name text, user_name_key text, display_name text null, email text null,
--       email_key text null, attributes text, created_ms int
INSERT INTO identity_user (id, identity_store_id, user_name, user_name_key, display_name, email, email_key, attributes, enabled, created_ms, updated_ms)
VALUES (:id, :identity_store_id, :user_name, :user_name_key, :display_name, :email, :email_key, :attributes, 1, :created_ms, :created_ms)
ON CONFLICT DO NOTHING;

-- query: identity_user_get one
-- args: identity_store_id text, id text
-- row: id text, user_name text, display_name text null, email text null, attributes text, enabled bool, created_ms int, updated_ms int
SELECT id, user_name, display_name, email, attributes, enabled, created_ms, updated_ms FROM identity_user
WHERE id = :id AND identity_store_id = :identity_store_id;

-- query: identity_user_list many
-- args: identity_store_id text, after_id text, count int
-- row: like identity_user_get
SELECT id, user_name, display_name, email, attributes, enabled, created_ms, updated_ms FROM identity_user
WHERE identity_store_id = :identity_store_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: identity_user_by_name one
-- args: identity_store_id text, user_name_key text
-- row: like identity_user_get
SELECT id, user_name, display_name, email, attributes, enabled, created_ms, updated_ms FROM identity_user
WHERE identity_store_id = :identity_store_id AND user_name_key = :user_name_key;

-- query: identity_user_by_email one
-- args: identity_store_id text, email_key text
-- row: like identity_user_get
SELECT id, user_name, display_name, email, attributes, enabled, created_ms, updated_ms FROM identity_user
WHERE identity_store_id = :identity_store_id AND email_key = :email_key;

-- query: identity_user_update exec
-- args: id text, user_name text, user_name_key text, display_name text null, email text null, email_key text null, attributes text, updated_ms int
UPDATE identity_user SET user_name = :user_name, user_name_key = :user_name_key, display_name = :display_name,
    email = :email, email_key = :email_key, attributes = :attributes, updated_ms = :updated_ms
WHERE id = :id;

-- query: identity_user_delete exec
-- args: id text
DELETE FROM identity_user WHERE id = :id;

-- query: identity_group_insert exec
-- args: id text, identity_store_id text, display_name text null, display_name_key text null, description text null, created_ms int
INSERT INTO identity_group (id, identity_store_id, display_name, display_name_key, description, created_ms, updated_ms)
VALUES (:id, :identity_store_id, :display_name, :display_name_key, :description, :created_ms, :created_ms)
ON CONFLICT DO NOTHING;

-- query: identity_group_get one
-- args: identity_store_id text, id text
-- row: id text, display_name text null, description text null, created_ms int, updated_ms int
SELECT id, display_name, description, created_ms, updated_ms FROM identity_group
WHERE id = :id AND identity_store_id = :identity_store_id;

-- query: identity_group_list many
-- args: identity_store_id text, after_id text, count int
-- row: like identity_group_get
SELECT id, display_name, description, created_ms, updated_ms FROM identity_group
WHERE identity_store_id = :identity_store_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: identity_group_by_name one
-- args: identity_store_id text, display_name_key text
-- row: like identity_group_get
SELECT id, display_name, description, created_ms, updated_ms FROM identity_group
WHERE identity_store_id = :identity_store_id AND display_name_key = :display_name_key;

-- query: identity_group_update exec
-- args: id text, display_name text null, display_name_key text null, description text null, updated_ms int
UPDATE identity_group SET display_name = :display_name, display_name_key = :display_name_key,
    description = :description, updated_ms = :updated_ms
WHERE id = :id;

-- query: identity_group_delete exec
-- args: id text
DELETE FROM identity_group WHERE id = :id;

-- query: identity_membership_insert exec
-- args: id text, identity_store_id text, group_id text, user_id text, created_ms int
INSERT INTO identity_membership (id, identity_store_id, group_id, user_id, created_ms)
VALUES (:id, :identity_store_id, :group_id, :user_id, :created_ms) ON CONFLICT DO NOTHING;

-- A membership counts for as long as its group is there: those of a group that was deleted are still being removed.
-- query: identity_membership_get one
-- args: identity_store_id text, id text
-- row: id text, group_id text, user_id text, created_ms int
SELECT id, group_id, user_id, created_ms FROM identity_membership
WHERE id = :id AND identity_store_id = :identity_store_id
    AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = identity_membership.group_id);

-- query: identity_membership_find one
-- args: group_id text, user_id text
-- row: like identity_membership_get
SELECT id, group_id, user_id, created_ms FROM identity_membership WHERE group_id = :group_id AND user_id = :user_id
    AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = :group_id);

-- query: identity_membership_list_by_group many
-- args: group_id text, after_id text, count int
-- row: like identity_membership_get
SELECT id, group_id, user_id, created_ms FROM identity_membership
WHERE group_id = :group_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: identity_membership_list_by_user many
-- args: user_id text, after_id text, count int
-- row: like identity_membership_get
SELECT id, group_id, user_id, created_ms FROM identity_membership
WHERE user_id = :user_id AND id > :after_id
    AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = identity_membership.group_id)
ORDER BY id LIMIT :count;

-- query: identity_membership_delete exec
-- args: id text
DELETE FROM identity_membership WHERE id = :id;

-- query: identity_membership_delete_by_user exec
-- args: user_id text
DELETE FROM identity_membership WHERE user_id = :user_id;

-- query: identity_membership_purge exec
-- args: group_id text, count int
DELETE FROM identity_membership WHERE id IN (
    SELECT id FROM identity_membership WHERE group_id = :group_id ORDER BY id LIMIT :count);

-- query: identity_external_id_get one
-- args: identity_store_id text, kind text, issuer text, external_id text
-- row: resource_id text
SELECT resource_id FROM identity_external_id
WHERE identity_store_id = :identity_store_id AND kind = :kind AND issuer = :issuer AND external_id = :external_id;

-- query: identity_external_id_list many
-- args: resource_id text, after_issuer text, count int
-- row: issuer text, external_id text
SELECT issuer, external_id FROM identity_external_id
WHERE resource_id = :resource_id AND issuer > :after_issuer ORDER BY issuer LIMIT :count;

-- query: identity_external_id_delete_all exec
-- args: resource_id text
DELETE FROM identity_external_id WHERE resource_id = :resource_id;

-- What hangs on a person's sign-in goes with them.
-- query: identity_password_delete exec
-- args: user_id text
DELETE FROM identity_password WHERE user_id = :user_id;

-- query: identity_password_history_delete exec
-- args: user_id text
DELETE FROM identity_password_history WHERE user_id = :user_id;

-- query: signin_link_delete_by_user exec
-- args: user_id text
DELETE FROM signin_link WHERE user_id = :user_id;

-- query: browser_cookie_delete_by_user exec
-- args: user_id text
DELETE FROM browser_cookie WHERE session_id IN (SELECT id FROM portal_session WHERE user_id = :user_id);

-- query: portal_token_delete_by_user exec
-- args: user_id text
DELETE FROM portal_token WHERE session_id IN (SELECT id FROM portal_session WHERE user_id = :user_id);

-- query: portal_session_delete_by_user exec
-- args: user_id text
DELETE FROM portal_session WHERE user_id = :user_id;
