/* banned.h: force-included into every source of ours: calls that have hurt others do not compile here. */
#ifndef GH_BANNED_H
#define GH_BANNED_H

/* The libraries' own inline functions may use these, so they are read first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets atoi atol atof gmtime localtime asctime  \
    ctime
#pragma GCC poison srand tmpnam mktemp
/* Not poisoned: OpenSSL's headers name parameters so. Only a call of it expands, to something that does not compile. */
#define rand() gh_banned_rand_see_base_rand_h

#endif
