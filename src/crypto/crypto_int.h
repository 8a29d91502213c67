/* crypto_int.h: inside of crypto/: base64 without padding, which tokens and PHC strings need (codec/ is a sibling). */
#ifndef GH_CRYPTO_INT_H
#define GH_CRYPTO_INT_H

#include <stddef.h>

#define CRYPTO_TEXT64_CHARS(bytes) (((bytes)*8 + 5) / 6)

/** Writes CRYPTO_TEXT64_CHARS(@n) letters whose last two are @last: "+/" or "-_". */
void crypto_text64(char *to, const void *bytes, size_t n, const char last[2]);

#endif
