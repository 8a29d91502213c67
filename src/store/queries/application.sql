-- Applications of Identity Center, and what hangs on them.

-- query: application_insert exec
-- args: id text, instance_id text, account_id text, provider_arn text, name text, description text null, status text,
--       visibility text, sign_in_origin text null, application_url text null, background_sessions text, region text,
--       created_ms int, client_token text null, input_digest text
INSERT INTO application (id, instance_id, account_id, provider_arn, name, description, status, visibility, sign_in_origin,
    application_url, assignment_required, background_sessions, region, created_ms, client_token, input_digest)
VALUES (:id, :instance_id, :account_id, :provider_arn, :name, :description, :status, :visibility, :sign_in_origin,
    :application_url, 1, :background_sessions, :region, :created_ms, :client_token, :input_digest)
ON CONFLICT DO NOTHING;

-- query: application_get one
-- args: id text
-- row: id text, instance_id text, account_id text, provider_arn text, name text, description text null, status text,
--      visibility text, sign_in_origin text null, application_url text null, assignment_required bool,
--      background_sessions text, region text, created_ms int
SELECT id, instance_id, account_id, provider_arn, name, description, status, visibility, sign_in_origin, application_url,
    assignment_required, background_sessions, region, created_ms
FROM application WHERE id = :id;

-- query: application_by_token one
-- args: instance_id text, account_id text, client_token text
-- row: id text, input_digest text
SELECT id, input_digest FROM application
WHERE instance_id = :instance_id AND account_id = :account_id AND client_token = :client_token;

-- query: application_count one
-- args: instance_id text
-- row: count int
SELECT COUNT(*) AS count FROM application WHERE instance_id = :instance_id;

-- query: application_list many
-- args: instance_id text, after_id text, count int
-- row: like application_get
SELECT id, instance_id, account_id, provider_arn, name, description, status, visibility, sign_in_origin, application_url,
    assignment_required, background_sessions, region, created_ms
FROM application WHERE instance_id = :instance_id AND id > :after_id ORDER BY id LIMIT :count;

-- query: application_list_by_account many
-- args: instance_id text, account_id text, after_id text, count int
-- row: like application_get
SELECT id, instance_id, account_id, provider_arn, name, description, status, visibility, sign_in_origin, application_url,
    assignment_required, background_sessions, region, created_ms
FROM application WHERE instance_id = :instance_id AND account_id = :account_id AND id > :after_id
ORDER BY id LIMIT :count;

-- query: application_list_by_provider many
-- args: instance_id text, provider_arn text, after_id text, count int
-- row: like application_get
SELECT id, instance_id, account_id, provider_arn, name, description, status, visibility, sign_in_origin, application_url,
    assignment_required, background_sessions, region, created_ms
FROM application WHERE instance_id = :instance_id AND provider_arn = :provider_arn AND id > :after_id
ORDER BY id LIMIT :count;

-- query: application_list_by_account_provider many
-- args: instance_id text, account_id text, provider_arn text, after_id text, count int
-- row: like application_get
SELECT id, instance_id, account_id, provider_arn, name, description, status, visibility, sign_in_origin, application_url,
    assignment_required, background_sessions, region, created_ms
FROM application WHERE instance_id = :instance_id AND account_id = :account_id AND provider_arn = :provider_arn
    AND id > :after_id
ORDER BY id LIMIT :count;

-- query: application_update exec
-- args: id text, name text, description text null, status text, sign_in_origin text null, application_url text null
UPDATE application SET name = :name, description = :description, status = :status, sign_in_origin = :sign_in_origin,
    application_url = :application_url
WHERE id = :id;

-- query: application_set_assignment_required exec
-- args: id text, assignment_required bool
UPDATE application SET assignment_required = :assignment_required WHERE id = :id;

-- query: application_set_background_sessions exec
-- args: id text, background_sessions text
UPDATE application SET background_sessions = :background_sessions WHERE id = :id;

-- query: application_delete exec
-- args: id text
DELETE FROM application WHERE id = :id;

-- query: application_assignment_insert exec
-- args: application_id text, principal_type text, principal_id text, created_ms int
INSERT INTO application_assignment (application_id, principal_type, principal_id, created_ms)
VALUES (:application_id, :principal_type, :principal_id, :created_ms) ON CONFLICT DO NOTHING;

-- query: application_assignment_get one
-- args: application_id text, principal_type text, principal_id text
-- row: created_ms int
SELECT created_ms FROM application_assignment
WHERE application_id = :application_id AND principal_type = :principal_type AND principal_id = :principal_id;

-- query: application_assignment_delete exec
-- args: application_id text, principal_type text, principal_id text
DELETE FROM application_assignment
WHERE application_id = :application_id AND principal_type = :principal_type AND principal_id = :principal_id;

-- query: application_assignment_list many
-- args: application_id text, after_type text, after_principal text, count int
-- row: principal_type text, principal_id text
SELECT principal_type, principal_id FROM application_assignment
WHERE application_id = :application_id AND (principal_type, principal_id) > (:after_type, :after_principal)
ORDER BY principal_type, principal_id LIMIT :count;

-- What one group, or a user themselves, was assigned to: applications from :application_begin to :application_end.
-- query: application_assignment_list_by_principal many
-- args: instance_id text, principal_type text, principal_id text, application_begin text, application_end text,
--       after_application text, after_principal text, count int
-- row: application_id text, account_id text, principal_type text, principal_id text
SELECT a.application_id, p.account_id, a.principal_type, a.principal_id FROM application_assignment AS a
JOIN application AS p ON p.id = a.application_id
WHERE a.principal_id = :principal_id AND a.principal_type = :principal_type AND p.instance_id = :instance_id
    AND a.application_id >= :application_begin AND a.application_id <= :application_end
    AND (a.application_id, a.principal_id) > (:after_application, :after_principal)
ORDER BY a.application_id, a.principal_id LIMIT :count;

-- As above for a user, with what their groups were assigned to.
-- query: application_assignment_list_by_user many
-- args: instance_id text, user_id text, application_begin text, application_end text,
--       after_application text, after_principal text, count int
-- row: like application_assignment_list_by_principal
SELECT a.application_id, p.account_id, a.principal_type, a.principal_id FROM application_assignment AS a
JOIN application AS p ON p.id = a.application_id
WHERE (a.principal_id = :user_id OR a.principal_id IN (SELECT m.group_id FROM identity_membership AS m
    WHERE m.user_id = :user_id AND EXISTS (SELECT 1 FROM identity_group AS g WHERE g.id = m.group_id)))
    AND p.instance_id = :instance_id AND a.application_id >= :application_begin AND a.application_id <= :application_end
    AND (a.application_id, a.principal_id) > (:after_application, :after_principal)
ORDER BY a.application_id, a.principal_id LIMIT :count;

-- query: application_scope_put exec
-- args: application_id text, scope text, targets text null
INSERT INTO application_scope (application_id, scope, targets) VALUES (:application_id, :scope, :targets)
ON CONFLICT (application_id, scope) DO UPDATE SET targets = excluded.targets;

-- query: application_scope_get one
-- args: application_id text, scope text
-- row: scope text, targets text null
SELECT scope, targets FROM application_scope WHERE application_id = :application_id AND scope = :scope;

-- query: application_scope_list many
-- args: application_id text, after_scope text, count int
-- row: like application_scope_get
SELECT scope, targets FROM application_scope WHERE application_id = :application_id AND scope > :after_scope
ORDER BY scope LIMIT :count;

-- query: application_scope_delete exec
-- args: application_id text, scope text
DELETE FROM application_scope WHERE application_id = :application_id AND scope = :scope;

-- query: application_scope_delete_all exec
-- args: application_id text
DELETE FROM application_scope WHERE application_id = :application_id;

-- query: application_grant_put exec
-- args: application_id text, type text, content text
INSERT INTO application_grant (application_id, type, content) VALUES (:application_id, :type, :content)
ON CONFLICT (application_id, type) DO UPDATE SET content = excluded.content;

-- query: application_grant_get one
-- args: application_id text, type text
-- row: type text, content text
SELECT type, content FROM application_grant WHERE application_id = :application_id AND type = :type;

-- query: application_grant_list many
-- args: application_id text, after_type text, count int
-- row: like application_grant_get
SELECT type, content FROM application_grant WHERE application_id = :application_id AND type > :after_type
ORDER BY type LIMIT :count;

-- query: application_grant_delete exec
-- args: application_id text, type text
DELETE FROM application_grant WHERE application_id = :application_id AND type = :type;

-- query: application_grant_delete_all exec
-- args: application_id text
DELETE FROM application_grant WHERE application_id = :application_id;

-- query: application_authentication_put exec
-- args: application_id text, type text, actor_policy text
INSERT INTO application_authentication (application_id, type, actor_policy) VALUES (:application_id, :type, :actor_policy)
ON CONFLICT (application_id, type) DO UPDATE SET actor_policy = excluded.actor_policy;

-- query: application_authentication_get one
-- args: application_id text, type text
-- row: type text, actor_policy text
SELECT type, actor_policy FROM application_authentication WHERE application_id = :application_id AND type = :type;

-- query: application_authentication_list many
-- args: application_id text, after_type text, count int
-- row: like application_authentication_get
SELECT type, actor_policy FROM application_authentication WHERE application_id = :application_id AND type > :after_type
ORDER BY type LIMIT :count;

-- query: application_authentication_delete exec
-- args: application_id text, type text
DELETE FROM application_authentication WHERE application_id = :application_id AND type = :type;

-- query: application_authentication_delete_all exec
-- args: application_id text
DELETE FROM application_authentication WHERE application_id = :application_id;

-- What a deleted application leaves, some rows at a time.
-- query: application_assignment_purge exec
-- args: application_id text, count int
DELETE FROM application_assignment WHERE application_id = :application_id AND (principal_type, principal_id) IN (
    SELECT principal_type, principal_id FROM application_assignment WHERE application_id = :application_id
    ORDER BY principal_type, principal_id LIMIT :count);
