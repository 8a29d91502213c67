/* shape.c: the tables of shape.h. */
#include "client/shape.h"

#include "base/base.h"

#define FIELDS(array) (array), GH_COUNT(array)
#define OBJECT_OF(array) .kind = CLIENT_OBJECT, .fields = (array), .n_fields = GH_COUNT(array)

/* The bounds are the APIs' own; what a service refuses beyond them it says itself. */
static const struct client_shape text_1024 = {.kind = CLIENT_TEXT, .min = 1, .max = 1024};
static const struct client_shape flag = {.kind = CLIENT_FLAG};
static const struct client_shape tags = {.kind = CLIENT_TAGS, .max = 50};
static const struct client_shape policy = {.kind = CLIENT_POLICY};

static const struct client_field name_fields[] = {
    {"given", "GivenName", &text_1024, 0, NULL},
    {"family", "FamilyName", &text_1024, 0, NULL},
    {"middle", "MiddleName", &text_1024, 0, NULL},
    {"formatted", "Formatted", &text_1024, 0, NULL},
    {"honorific_prefix", "HonorificPrefix", &text_1024, 0, NULL},
    {"honorific_suffix", "HonorificSuffix", &text_1024, 0, NULL},
};
static const struct client_field value_fields[] = {
    {"value", "Value", &text_1024, CLIENT_REQUIRED, NULL},
    {"type", "Type", &text_1024, 0, NULL},
    {"primary", "Primary", &flag, 0, NULL},
};
static const struct client_field photo_fields[] = {
    {"value", "Value", &text_1024, CLIENT_REQUIRED, NULL},
    {"type", "Type", &text_1024, 0, NULL},
    {"display", "Display", &text_1024, 0, NULL},
    {"primary", "Primary", &flag, 0, NULL},
};
static const struct client_field address_fields[] = {
    {"street", "StreetAddress", &text_1024, 0, NULL},
    {"locality", "Locality", &text_1024, 0, NULL},
    {"region", "Region", &text_1024, 0, NULL},
    {"postal_code", "PostalCode", &text_1024, 0, NULL},
    {"country", "Country", &text_1024, 0, NULL},
    {"formatted", "Formatted", &text_1024, 0, NULL},
    {"type", "Type", &text_1024, 0, NULL},
    {"primary", "Primary", &flag, 0, NULL},
};
static const struct client_shape name_shape = {OBJECT_OF(name_fields)};
static const struct client_shape value_shape = {OBJECT_OF(value_fields)};
static const struct client_shape photo_shape = {OBJECT_OF(photo_fields)};
static const struct client_shape address_shape = {OBJECT_OF(address_fields)};
static const struct client_shape values_list = {.kind = CLIENT_LIST, .max = 10, .item = &value_shape};
static const struct client_shape photos_list = {.kind = CLIENT_LIST, .max = 3, .item = &photo_shape};
static const struct client_shape addresses_list = {.kind = CLIENT_LIST, .max = 10, .item = &address_shape};
static const struct client_shape free_map = {.kind = CLIENT_FREE};

static const struct client_field user_fields[] = {
    {"display_name", "DisplayName", &text_1024, CLIENT_REQUIRED, NULL},
    {"name", "Name", &name_shape, CLIENT_REQUIRED, NULL},
    [CLIENT_USER_EMAILS] = {"emails", "Emails", &values_list, 0, NULL},
    {"phone_numbers", "PhoneNumbers", &values_list, 0, NULL},
    {"addresses", "Addresses", &addresses_list, 0, NULL},
    {"nick_name", "NickName", &text_1024, 0, NULL},
    {"title", "Title", &text_1024, 0, NULL},
    {"user_type", "UserType", &text_1024, 0, NULL},
    {"preferred_language", "PreferredLanguage", &text_1024, 0, NULL},
    {"locale", "Locale", &text_1024, 0, NULL},
    {"timezone", "Timezone", &text_1024, 0, NULL},
    {"profile_url", "ProfileUrl", &text_1024, 0, NULL},
    {"website", "Website", &text_1024, 0, NULL},
    {"birthdate", "Birthdate", &text_1024, 0, NULL},
    {"photos", "Photos", &photos_list, 0, NULL},
    {"roles", "Roles", &values_list, 0, NULL},
    [CLIENT_USER_ENTERPRISE] = {"enterprise", "Extensions", &free_map, 0, NULL},
};
_Static_assert(GH_COUNT(user_fields) == CLIENT_USER_ENTERPRISE + 1, "the extension is the last field of a user");

static const struct client_field group_fields[] = {{"description", "Description", &text_1024, 0, NULL}};

static const struct client_shape unit_path = {.kind = CLIENT_TEXT, .min = 1, .max = 1300};
static const struct client_shape account_name = {.kind = CLIENT_TEXT, .min = 1, .max = 50};
static const struct client_shape role_name = {.kind = CLIENT_TEXT, .min = 1, .max = 64};
static const char *const billing_words[] = {"ALLOW", "DENY", NULL};
static const struct client_shape billing = {.kind = CLIENT_CHOICE, .choices = billing_words};
static const struct client_field root_fields[] = {{"tags", "Tags", &tags, 0, NULL}};
static const struct client_field unit_fields[] = {[CLIENT_UNIT_TAGS] = {"tags", "Tags", &tags, 0, NULL}};
static const struct client_field account_fields[] = {
    [CLIENT_ACCOUNT_NAME] = {"name", "AccountName", &account_name, CLIENT_REQUIRED, NULL},
    [CLIENT_ACCOUNT_UNIT] = {"unit", "Unit", &unit_path, 0, NULL},
    [CLIENT_ACCOUNT_TAGS] = {"tags", "Tags", &tags, 0, NULL},
    [CLIENT_ACCOUNT_ROLE] = {"role_name", "RoleName", &role_name, CLIENT_MAKING_ONLY, NULL},
    [CLIENT_ACCOUNT_BILLING] = {"billing_access", "IamUserAccessToBilling", &billing, CLIENT_MAKING_ONLY, NULL},
};

static const struct client_shape policy_description = {.kind = CLIENT_TEXT, .max = 512};
static const struct client_field org_policy_fields[] = {
    [CLIENT_POLICY_DESCRIPTION] = {"description", "Description", &policy_description, 0, NULL},
    [CLIENT_POLICY_TAGS] = {"tags", "Tags", &tags, 0, NULL},
    [CLIENT_POLICY_CONTENT] = {"content", "Content", &policy, CLIENT_REQUIRED, NULL},
};

static const struct client_field resource_policy_fields[] = {
    [CLIENT_RESOURCE_CONTENT] = {"content", "Content", &policy, CLIENT_REQUIRED, NULL},
    [CLIENT_RESOURCE_TAGS] = {"tags", "Tags", &tags, 0, NULL},
};

static const struct client_shape instance_name = {.kind = CLIENT_TEXT, .min = 1, .max = 255};
static const struct client_shape attributes = {.kind = CLIENT_ATTRIBUTES, .max = 50};
static const struct client_field instance_fields[] = {
    [CLIENT_INSTANCE_NAME] = {"name", "Name", &instance_name, CLIENT_STAYS, NULL},
    [CLIENT_INSTANCE_TAGS] = {"tags", "Tags", &tags, 0, NULL},
    [CLIENT_INSTANCE_ATTRIBUTES] = {"attributes", "AccessControlAttributes", &attributes, 0, NULL},
};

static const struct client_shape set_description = {.kind = CLIENT_TEXT, .min = 1, .max = 700};
static const struct client_shape duration = {.kind = CLIENT_TEXT, .min = 1, .max = 100};
static const struct client_shape relay_state = {.kind = CLIENT_TEXT, .min = 1, .max = 240};
static const struct client_shape arn = {.kind = CLIENT_TEXT, .min = 20, .max = 2048};
static const struct client_shape arns = {.kind = CLIENT_SET, .max = 50, .item = &arn};
static const struct client_shape policy_name = {.kind = CLIENT_TEXT, .min = 1, .max = 128};
static const struct client_shape policy_path = {.kind = CLIENT_TEXT, .min = 1, .max = 512};
static const struct client_field reference_fields[] = {
    {"name", "Name", &policy_name, CLIENT_REQUIRED, NULL},
    {"path", "Path", &policy_path, 0, "\"/\""},
};
static const struct client_shape reference = {OBJECT_OF(reference_fields)};
static const struct client_shape references = {.kind = CLIENT_SET, .max = 50, .item = &reference};
static const struct client_field boundary_fields[] = {
    {"managed_policy", "ManagedPolicyArn", &arn, 0, NULL},
    {"customer_managed_policy", "CustomerManagedPolicyReference", &reference, 0, NULL},
};
static const struct client_shape boundary = {OBJECT_OF(boundary_fields), .exactly_one = true};
static const struct client_field set_fields[] = {
    [CLIENT_SET_DESCRIPTION] = {"description", "Description", &set_description, 0, NULL},
    [CLIENT_SET_DURATION] = {"session_duration", "SessionDuration", &duration, 0, "\"PT1H\""},
    [CLIENT_SET_RELAY_STATE] = {"relay_state", "RelayState", &relay_state, 0, NULL},
    [CLIENT_SET_TAGS] = {"tags", "Tags", &tags, 0, NULL},
    [CLIENT_SET_MANAGED] = {"managed_policies", "AttachedManagedPolicies", &arns, 0, NULL},
    [CLIENT_SET_CUSTOMER] = {"customer_managed_policies", "CustomerManagedPolicyReferences", &references, 0, NULL},
    [CLIENT_SET_INLINE] = {"inline_policy", "InlinePolicy", &policy, 0, NULL},
    [CLIENT_SET_BOUNDARY] = {"permissions_boundary", "PermissionsBoundary", &boundary, 0, NULL},
    [CLIENT_SET_PROVISIONED] = {"provisioned", "", &flag, CLIENT_SERVER_ONLY, "true"},
};

const struct client_kind_row client_kinds[CLIENT_KINDS] = {
    [CLIENT_ORGANIZATION] = {"organization", "organizations", 0, 0, NULL, 0, NULL, NULL},
    [CLIENT_TRUSTED_SERVICE] = {"trusted access", "trusted services", 1, 0, NULL, 0, NULL, NULL},
    [CLIENT_POLICY_TYPE] = {"policy type", "policy types", 1, 0, NULL, 0, NULL, NULL},
    [CLIENT_ROOT] = {"root", "roots", 0, 0, FIELDS(root_fields), NULL, NULL},
    [CLIENT_UNIT] = {"unit", "units", 1, 0, FIELDS(unit_fields), NULL, NULL},
    [CLIENT_ACCOUNT] = {"account", "accounts", 1, 1, FIELDS(account_fields), NULL, NULL},
    [CLIENT_ORG_POLICY] = {"policy", "policies", 2, 0, FIELDS(org_policy_fields), NULL, NULL},
    [CLIENT_ATTACHMENT] = {"attachment", "attachments", 4, 0, NULL, 0, NULL, NULL},
    [CLIENT_DETACHMENT] = {"removal of", "removals of AWS policies", 4, 0, NULL, 0, NULL, NULL},
    [CLIENT_DELEGATION] = {"delegated administrator", "delegated administrators", 2, 1, NULL, 0, NULL, NULL},
    [CLIENT_RESOURCE_POLICY] = {"resource policy", "resource policies", 0, 0, FIELDS(resource_policy_fields), NULL,
                                NULL},
    [CLIENT_INSTANCE] = {"Identity Center", "instances", 0, 0, FIELDS(instance_fields), NULL, NULL},
    [CLIENT_USER] = {"user", "users", 1, 1, FIELDS(user_fields), "user_name", "UserName"},
    [CLIENT_GROUP] = {"group", "groups", 1, 1, FIELDS(group_fields), "name", "DisplayName"},
    [CLIENT_MEMBERSHIP] = {"membership", "memberships", 2, 3, NULL, 0, NULL, NULL},
    [CLIENT_PERMISSION_SET] = {"permission set", "permission sets", 1, 0, FIELDS(set_fields), NULL, NULL},
    [CLIENT_ASSIGNMENT] = {"assignment", "assignments", 4, 10, NULL, 0, NULL, NULL},
};
