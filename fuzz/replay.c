/*
 * replay.c: runs a fuzz target over the files of its corpus, one TAP line each, so that gcc, a normal test run and the
 * sanitizer build all exercise it without libFuzzer. Arguments: files or folders.
 */
#include "fuzz.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_BYTES (1 << 20)

static unsigned count, failed;

static void report(int ok, const char *path, const char *why) {
    count++;
    failed += !ok;
    printf("%sok %u - %s%s%s\n", ok ? "" : "not ", count, path, *why ? ": " : "", why);
    fflush(stdout);
}

/* The bytes stand in a block of exactly their size, so that a read past the end is seen by the sanitizers. */
static void replay_file(const char *path) {
    FILE *f = fopen(path, "rb");
    struct stat st;
    if (!f || fstat(fileno(f), &st) || st.st_size > MAX_BYTES) {
        report(0, path, f ? "larger than 1 MiB" : strerror(errno));
        if (f) fclose(f);
        return;
    }
    size_t size = (size_t)st.st_size;
    uint8_t *data = malloc(size ? size : 1);
    if (!data) abort();
    size_t got = fread(data, 1, size, f);
    fclose(f);
    int rc = got == size ? LLVMFuzzerTestOneInput(data, size) : -1;
    free(data);
    report(rc == 0, path, rc ? "not accepted" : "");
}

static void replay(const char *path) {
    DIR *d = opendir(path);
    if (!d) {
        replay_file(path);
        return;
    }
    struct dirent *e;
    while ((e = readdir(d))) {
        char file[4096];
        if (e->d_name[0] == '.') continue;
        if (snprintf(file, sizeof file, "%s/%s", path, e->d_name) >= (int)sizeof file) continue;
        replay_file(file);
    }
    closedir(d);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) replay(argv[i]);
    if (!count) report(0, argc > 1 ? argv[1] : "corpus", "no input: a target needs a corpus");
    printf("1..%u\n", count);
    return failed ? 1 : 0;
}
