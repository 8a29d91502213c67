/* attr.h: the compiler attributes we use, by name. */
#ifndef GH_ATTR_H
#define GH_ATTR_H

#define GH_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define GH_MUST_USE __attribute__((warn_unused_result))
/** Runs @fn(&variable) when the variable leaves its scope. */
#define GH_CLEANUP(fn) __attribute__((cleanup(fn)))

#endif
