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
struct gh_arena;

/** AWS: so many a user, and not adjustable. */
#define MFA_DEVICES_MAX 8

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

/** A code that somebody gives, for one of their devices. */
struct mfa_attempt {
    struct gh_str account_id, owner_id, serial, code;
};
/**
 * Is the code what the owner's device shows now? Then it is used up. Otherwise -GH_EDENIED with AWS's text for the
 * client. Where the call that brought the code is refused, for that or any other reason, its transaction is undone: the
 * caller has mfa_attempt_settle() run as the call's aftermath, with mfa_attempt_subject() as its subject.
 */
int mfa_check(struct context *c, const struct mfa_attempt *attempt, struct gh_err *err);
/** What a refused call leaves behind: a right code is used up all the same, a wrong one counted. */
int mfa_attempt_settle(struct context *c, struct gh_str subject, struct gh_err *err);
struct gh_str mfa_attempt_subject(struct gh_arena *a, const struct mfa_attempt *attempt);
/**
 * Is the code what any of the owner's devices shows? Then @ret_serial is the device, and the code used up; otherwise
 * @ret_serial is absent, and the code is counted against each of them.
 */
int mfa_check_any(struct context *c, const struct mfa_attempt *attempt, struct gh_str *ret_serial, struct gh_err *err);
/** Remembers a wrong code. No error where there is no such device. */
int mfa_check_failed(struct context *c, struct gh_str serial, struct gh_err *err);

#endif
