/*
 * ids.h: new identifiers in AWS's formats. An id is never reused: it is drawn at random from a space large enough, and
 * the database's primary key refuses the one in a million million that collides.
 */
#ifndef GH_DOMAIN_IDS_H
#define GH_DOMAIN_IDS_H

#include <stdbool.h>

#include "base/str.h"

/** Twelve digits, the first not zero. */
struct gh_str id_account_new(struct gh_arena *a);
bool id_is_account(struct gh_str id);
/** An account's id, typed as people write it ("1234-5678-9012"); absent where it is none. */
struct gh_str id_account_typed(struct gh_arena *a, struct gh_str text);

/** "AIDA…" */
struct gh_str id_iam_user_new(struct gh_arena *a);
/** "AROA…" */
struct gh_str id_iam_role_new(struct gh_arena *a);
/** "AGPA…", "ANPA…", "AIPA…" */
struct gh_str id_iam_group_new(struct gh_arena *a);
struct gh_str id_iam_policy_new(struct gh_arena *a);
struct gh_str id_iam_instance_profile_new(struct gh_arena *a);
/** "APKA…", "ASCA…", "ACCA…" */
struct gh_str id_iam_ssh_key_new(struct gh_arena *a);
struct gh_str id_iam_server_certificate_new(struct gh_arena *a);
struct gh_str id_iam_service_credential_new(struct gh_arena *a);
/** 32 letters and digits, without a prefix. */
struct gh_str id_iam_signing_certificate_new(struct gh_arena *a);

/** "o-…" */
struct gh_str id_organization_new(struct gh_arena *a);
/** "r-xxxx" */
struct gh_str id_root_new(struct gh_arena *a);
/** "ou-xxxx-…", with the letters of the root @root_id ("r-xxxx"). */
struct gh_str id_organization_unit_new(struct gh_arena *a, struct gh_str root_id);
/** "p-…": a policy of an organization. */
struct gh_str id_organization_policy_new(struct gh_arena *a);
/** "rp-…": an organization's resource policy. */
struct gh_str id_resource_policy_new(struct gh_arena *a);
/** "car-…": a request to create an account. */
struct gh_str id_account_creation_new(struct gh_arena *a);
/** "h-…" */
struct gh_str id_handshake_new(struct gh_arena *a);
/** "rt-…": one organization pays for another. */
struct gh_str id_responsibility_transfer_new(struct gh_arena *a);

/** "ssoins-" and 16 hexadecimal digits. */
struct gh_str id_sso_instance_new(struct gh_arena *a);
/** "ps-" and 16 hexadecimal digits. */
struct gh_str id_permission_set_new(struct gh_arena *a);
/** "apl-" and 16 hexadecimal digits. */
struct gh_str id_application_new(struct gh_arena *a);
/** "tti-" and a UUID. */
struct gh_str id_trusted_token_issuer_new(struct gh_arena *a);
/** "d-" and 10 hexadecimal digits. */
struct gh_str id_identity_store_new(struct gh_arena *a);
/** A user, group or membership of identity store @store_id: its ten digits, then a UUID. */
struct gh_str id_identity_new(struct gh_arena *a, struct gh_str store_id);

/**
 * An access key id: @prefix ("AKIA" for long-term, "ASIA" for temporary ones) and 16 base-32 characters which carry
 * the account's number the way AWS's do, so that the account is known without a look-up.
 */
struct gh_str id_access_key_new(struct gh_arena *a, const char *prefix, struct gh_str account_id);
/** The account that an access key id carries; false where the id is malformed. */
bool id_access_key_account(struct gh_arena *a, struct gh_str access_key_id, struct gh_str *ret_account_id);

#endif
