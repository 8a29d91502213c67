/* rand.h: unpredictable bytes from the kernel. */
#ifndef GH_RAND_H
#define GH_RAND_H

#include <stddef.h>
#include <stdint.h>

/** Fills @to from getrandom(2); aborts where the kernel has none to give. */
void gh_rand(void *to, size_t n);
/** A uniform number below @bound (> 0). */
uint32_t gh_rand_below(uint32_t bound);

#endif
