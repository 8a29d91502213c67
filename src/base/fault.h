/*
 * fault.h: the one seam for fault injection. Production code asks gh_fault(point) where the world can fail (store,
 * network, crypto, clock, mail); tests arm "fail the n-th hit". In a build without -Dfaults=true it is constant 0.
 */
#ifndef GH_FAULT_H
#define GH_FAULT_H

#include <stdbool.h>

#ifdef GH_FAULTS
/** Should this hit of @point fail? Counts the hit. */
bool gh_fault(const char *point);
/** Arms @point: its @nth hit from now (1 = the next) fails once. NULL disarms. */
void gh_fault_arm(const char *point, unsigned nth);
/** Has the armed hit happened? */
bool gh_fault_fired(void);
#else
#define gh_fault(point) (false)
#endif

#endif
