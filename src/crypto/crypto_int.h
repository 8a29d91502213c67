/*
 * crypto_int.h: inside of crypto/: base64 without padding, which tokens and PHC strings need (codec/ is a sibling), and
 * the memory of argon2id.
 */
#ifndef GH_CRYPTO_INT_H
#define GH_CRYPTO_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CRYPTO_TEXT64_CHARS(bytes) (((bytes)*8 + 5) / 6)

/** Writes CRYPTO_TEXT64_CHARS(@n) letters whose last two are @last: "+/" or "-_". */
void crypto_text64(char *to, const void *bytes, size_t n, const char last[2]);
/** Reads what crypto_text64 wrote with "+/". False where it is not that, or more than @room bytes. */
bool crypto_text64_read(void *to, size_t room, const char *text, size_t text_n, size_t *ret_n);

/** Callbacks of libargon2: see password_memory.c. */
int crypto_password_memory_take(uint8_t **ret_memory, size_t bytes);
void crypto_password_memory_give(uint8_t *memory, size_t bytes);

#endif
