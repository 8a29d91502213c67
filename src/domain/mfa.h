/*
 * mfa.h: MFA devices of IAM users: virtual ones that show time-based codes (RFC 6238). A code is accepted once, within
 * one step of the device's clock; wrong ones in a row make the device wait longer and longer, so that nobody who holds
 * an access key can try a million codes.
 *
 * An owner is a user's id (AIDA…), or the account's id for its root user.
 */
#ifndef GH_DOMAIN_MFA_H
#define GH_DOMAIN_MFA_H

#include "base/err.h"
#include "base/str.h"

struct context;

struct mfa_device_new {
    struct gh_str account_id, path, name;
};
/** Makes a device that is nobody's yet. -GH_EEXIST. The seed is shown this once. */
int mfa_device_create(struct context *c, const struct mfa_device_new *device, struct gh_str *ret_serial,
                      struct gh_str *ret_seed, struct gh_err *err);

/**
 * Two codes that follow each other prove who holds the device and tell how its clock goes. -GH_EDENIED where they are
 * not the device's, -GH_ENOTFOUND where there is no such device.
 */
int mfa_device_sync(struct context *c, struct gh_str serial, struct gh_str first_code, struct gh_str second_code,
                    struct gh_err *err);

/**
 * Is @code what the owner's device @serial shows now? Then it is used up. Otherwise -GH_EDENIED with AWS's text for the
 * client: the caller then has mfa_check_failed() run as the call's aftermath, with the serial as its subject.
 */
int mfa_check(struct context *c, struct gh_str account_id, struct gh_str owner_id, struct gh_str serial,
              struct gh_str code, struct gh_err *err);
/** Remembers a wrong code. No error where there is no such device. */
int mfa_check_failed(struct context *c, struct gh_str serial, struct gh_err *err);

#endif
