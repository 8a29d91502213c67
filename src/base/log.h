/*
 * log.h: one JSON object a line on stderr. Only programs and the dispatcher log; library code answers errors instead.
 * Never log a secret: struct gh_secret has no format.
 */
#ifndef GH_LOG_H
#define GH_LOG_H

#include "base/attr.h"

enum gh_log_level { GH_LOG_DEBUG, GH_LOG_INFO, GH_LOG_WARN, GH_LOG_ERROR };

void gh_log(enum gh_log_level level, const char *fmt, ...) GH_PRINTF(2, 3);
/** Lines below @level are dropped; the default is GH_LOG_INFO. */
void gh_log_set_level(enum gh_log_level level);

#endif
