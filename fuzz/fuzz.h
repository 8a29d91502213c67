/* fuzz.h: the entry point that every target defines; libFuzzer or replay.c calls it. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/** Must return 0 for any input, leak nothing and keep no state. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
