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
#pragma GCC poison rand srand tmpnam mktemp

#endif
