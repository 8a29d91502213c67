-- Trusted access of services to an organization.

-- query: organization_service_access_put exec
-- args: organization_id text, service_principal text, enabled_ms int
INSERT INTO organization_service_access (organization_id, service_principal, enabled_ms)
VALUES (:organization_id, :service_principal, :enabled_ms) ON CONFLICT DO NOTHING;

-- query: organization_service_access_get one
-- args: organization_id text, service_principal text
-- row: enabled_ms int
SELECT enabled_ms FROM organization_service_access
WHERE organization_id = :organization_id AND service_principal = :service_principal;

-- query: organization_service_access_list many
-- args: organization_id text, after_principal text, count int
-- row: service_principal text, enabled_ms int
SELECT service_principal, enabled_ms FROM organization_service_access
WHERE organization_id = :organization_id AND service_principal > :after_principal ORDER BY service_principal LIMIT :count;

-- query: organization_service_access_delete exec
-- args: organization_id text, service_principal text
DELETE FROM organization_service_access WHERE organization_id = :organization_id AND service_principal = :service_principal;
