/*
 * refusals.h: attempts that were refused because they came too early. Anybody can make as many of them as they like, so
 * not each leaves an event: the first of a wait does, and tells how many there were since the last one that did. Kept
 * in memory, of bounded size; each process tells of its own.
 */
#ifndef GH_SIGNIN_REFUSALS_H
#define GH_SIGNIN_REFUSALS_H

#include <stdint.h>

#include "base/str.h"

struct refusals;

struct refusals *refusals_new(void);
/** Accepts NULL. */
void refusals_free(struct refusals *r);

/**
 * Counts one that was refused under @subject, which has to wait for @wait_ms more. Of how many the event that is due
 * now tells; 0 where none is due.
 */
int64_t refusals_count(struct refusals *r, struct gh_str subject, int64_t now_ms, int64_t wait_ms);

#endif
