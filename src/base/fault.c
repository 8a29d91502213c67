/* fault.c: see fault.h. */
#include "base/fault.h"

#ifdef GH_FAULTS
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *armed;
static unsigned countdown;
static bool fired;

/* GATEHOUSE_FAULT=point:nth arms a whole process from outside. */
static void arm_from_environment(void) {
    static char point[64];
    const char *spec = getenv("GATEHOUSE_FAULT");
    const char *colon = spec ? strchr(spec, ':') : NULL;
    if (!colon || (size_t)(colon - spec) >= sizeof point) return;
    memcpy(point, spec, (size_t)(colon - spec));
    armed = point;
    countdown = (unsigned)strtoul(colon + 1, NULL, 10);
}

bool gh_fault(const char *point) {
    pthread_once(&once, arm_from_environment);
    pthread_mutex_lock(&lock);
    bool hit = armed && countdown && strcmp(armed, point) == 0 && --countdown == 0;
    fired |= hit;
    pthread_mutex_unlock(&lock);
    return hit;
}

void gh_fault_arm(const char *point, unsigned nth) {
    pthread_mutex_lock(&lock);
    armed = point;
    countdown = nth;
    fired = false;
    pthread_mutex_unlock(&lock);
}

bool gh_fault_fired(void) {
    pthread_mutex_lock(&lock);
    bool f = fired;
    pthread_mutex_unlock(&lock);
    return f;
}
#endif
