#include "unit.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/aead.h"
#include "crypto/keyring.h"

#define LINE_1 "key d8e09ddc primary 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define LINE_1_OLD "key d8e09ddc old 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define LINE_2 "key 2d768bb6 primary 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\n"
#define HEADING "gatehouse-keyring 1\n"

static char folder[] = "/tmp/gatehouse-keyring-XXXXXX";
static char path[64];

static int folder_setup(void **state) {
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/keyring", folder);
    return 0;
}

static int folder_teardown(void **state) {
    (void)state;
    return rmdir(folder);
}

static int setup(void **state) {
    return arena_setup(state);
}

static int teardown(void **state) {
    unlink(path);
    return arena_teardown(state);
}

static void write_file(const char *text, mode_t mode) {
    unlink(path);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(chmod(path, mode), 0);
}

static struct keyring *load(void) {
    struct keyring *k = NULL;
    struct gh_err err = {0};
    int r = keyring_load(path, &k, &err);
    if (r) print_error("%s\n", err.detail);
    assert_int_equal(r, 0);
    return k;
}

static size_t files_in_folder(void) {
    size_t n = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static void test_create_and_load(void **state) {
    struct gh_arena *a = *state;
    struct gh_err err;
    struct stat st;
    assert_int_equal(keyring_create(path, &err), 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(files_in_folder(), 1);
    GH_CLEANUP(keyring_freep) struct keyring *k = load(), *again = load();
    struct gh_str blob = keyring_seal(k, a, "p", GH_S("aad"), GH_S("text")), plain;
    assert_true(keyring_open(again, a, "p", GH_S("aad"), blob, &plain));
    assert_str(plain, "text");
    assert_int_equal(keyring_create(path, &err), -GH_EEXIST);
    assert_int_equal(files_in_folder(), 1);
}

static void test_the_format_stays(void **state) {
    /* Made by another implementation of what the comments say: whoever changes the format breaks what is stored. */
    struct gh_arena *a = *state;
    write_file(HEADING LINE_1, 0600);
    GH_CLEANUP(keyring_freep) struct keyring *k = load();
    unsigned char derived[KEYRING_DERIVED_BYTES], blob[6 + KEYRING_EXTRA];
    assert_int_equal(keyring_primary(k), 0xd8e09ddc);
    assert_true(keyring_derive(k, 0xd8e09ddc, "test.purpose", GH_S("context"), derived));
    assert_str(gh_hex_str(a, derived, sizeof derived),
               "f8b751b40e5041f9132bd7d056669458fdca11e91de5dfd7421b293804aee3c7");
    assert_str(keyring_check_value(k, a), "d8e09ddc:d88e414348a3e3a78b920d443f7f38db");
    assert_true(gh_unhex(blob, sizeof blob,
                         GH_S("01d8e09ddc6465666768696a6b6c6d6e6f707172737475767778797a7b9ec6e858dea4771b9db30c5246479b"
                              "dfb5351fa2b432")));
    struct gh_str plain;
    assert_true(keyring_open(k, a, "test.purpose", GH_S("row 1"), gh_str_n((char *)blob, sizeof blob), &plain));
    assert_str(plain, "secret");
}

static void test_purpose_and_aad_are_bound(void **state) {
    struct gh_arena *a = *state;
    GH_CLEANUP(keyring_freep) struct keyring *k = keyring_new_ephemeral(), *other = keyring_new_ephemeral();
    struct gh_str blob = keyring_seal(k, a, "one", GH_S("id"), GH_S("text")), plain = GH_S("untouched");
    assert_false(keyring_open(k, a, "two", GH_S("id"), blob, &plain));
    assert_false(keyring_open(k, a, "one", GH_S("di"), blob, &plain));
    assert_false(keyring_open(other, a, "one", GH_S("id"), blob, &plain));
    assert_false(keyring_open(k, a, "one", GH_S("id"), gh_str_slice(blob, 0, blob.n - 1), &plain));
    assert_false(keyring_open(k, a, "one", GH_S("id"), GH_S_NONE, &plain));
    for (size_t i = 0; i < blob.n; i++) {
        struct gh_str bad = gh_str_dup(a, blob);
        ((char *)bad.p)[i] ^= 1;
        assert_false(keyring_open(k, a, "one", GH_S("id"), bad, &plain));
    }
    assert_str(plain, "untouched");
    assert_true(keyring_open(k, a, "one", GH_S("id"), blob, &plain));
    assert_str(plain, "text");
}

static void test_open_secret(void **state) {
    struct gh_arena *a = *state;
    GH_CLEANUP(keyring_freep) struct keyring *k = keyring_new_ephemeral();
    struct gh_secret s = {.n = 1};
    char big[GH_SECRET_MAX + 1] = {0};
    assert_true(keyring_open_secret(k, "p", GH_S("x"), keyring_seal(k, a, "p", GH_S("x"), GH_S("hush")), &s));
    assert_str(gh_secret_reveal(&s), "hush");
    assert_false(keyring_open_secret(k, "q", GH_S("x"), keyring_seal(k, a, "p", GH_S("x"), GH_S("else")), &s));
    assert_false(
        keyring_open_secret(k, "p", GH_S_NONE, keyring_seal(k, a, "p", GH_S_NONE, gh_str_n(big, sizeof big)), &s));
    assert_false(keyring_open_secret(k, "p", GH_S_NONE, GH_S("short"), &s));
    assert_str(gh_secret_reveal(&s), "hush");
    assert_true(
        keyring_open_secret(k, "p", GH_S_NONE, keyring_seal(k, a, "p", GH_S_NONE, gh_str_n(big, GH_SECRET_MAX)), &s));
    assert_int_equal(s.n, GH_SECRET_MAX);
}

static void test_derive_tells_apart(void **state) {
    (void)state;
    GH_CLEANUP(keyring_freep) struct keyring *k = keyring_new_ephemeral();
    uint32_t id = keyring_primary(k);
    unsigned char one[KEYRING_DERIVED_BYTES], two[KEYRING_DERIVED_BYTES];
    assert_true(keyring_derive(k, id, "ab", GH_S("c"), one));
    assert_true(keyring_derive(k, id, "ab", GH_S("c"), two));
    assert_memory_equal(one, two, sizeof one);
    assert_true(keyring_derive(k, id, "a", GH_S("bc"), two));
    assert_memory_not_equal(one, two, sizeof one);
    assert_false(keyring_derive(k, id + 1, "ab", GH_S("c"), two));
}

static void test_rotation(void **state) {
    struct gh_arena *a = *state;
    write_file(HEADING LINE_1, 0600);
    GH_CLEANUP(keyring_freep) struct keyring *before = load();
    struct gh_str blob = keyring_seal(before, a, "p", GH_S_NONE, GH_S("old")), plain;
    struct gh_str check = keyring_check_value(before, a);
    assert_int_equal(keyring_rotate(path, NULL), 0);
    assert_int_equal(files_in_folder(), 1);
    GH_CLEANUP(keyring_freep) struct keyring *after = load();
    assert_int_not_equal(keyring_primary(after), keyring_primary(before));
    assert_true(keyring_open(after, a, "p", GH_S_NONE, blob, &plain));
    assert_str(plain, "old");
    assert_true(keyring_check(after, check));
    assert_false(keyring_check(before, keyring_check_value(after, a)));
    assert_false(keyring_check(before, GH_S("")));
    unsigned char one[KEYRING_DERIVED_BYTES], two[KEYRING_DERIVED_BYTES];
    assert_true(keyring_derive(before, 0xd8e09ddc, "p", GH_S("c"), one));
    assert_true(keyring_derive(after, 0xd8e09ddc, "p", GH_S("c"), two));
    assert_memory_equal(one, two, sizeof one);
    uint32_t id;
    assert_true(keyring_blob_key(after, blob, &id) && id == 0xd8e09ddc);
    assert_true(keyring_blob_key(after, keyring_seal(after, a, "p", GH_S_NONE, GH_S("")), &id));
    assert_int_equal(id, keyring_primary(after));
    assert_false(keyring_open(before, a, "p", GH_S_NONE, keyring_seal(after, a, "p", GH_S_NONE, GH_S("n")), &plain));
    for (size_t i = 2; i < KEYRING_KEYS_MAX; i++) assert_int_equal(keyring_rotate(path, NULL), 0);
    assert_int_equal(keyring_rotate(path, NULL), -GH_ELIMIT);
    keyring_free(load());
}

static void test_refused_files(void **state) {
    (void)state;
    static const struct {
        const char *text;
        mode_t mode;
        int error;
    } rows[] = {
        {HEADING LINE_1, 0640, -GH_EDENIED},
        {HEADING LINE_1, 0604, -GH_EDENIED},
        {HEADING LINE_1, 0610, -GH_EDENIED},
        {"", 0600, -GH_EINVAL},
        {HEADING, 0600, -GH_EINVAL},
        {"gatehouse-keyring 2\n" LINE_1, 0600, -GH_EINVAL},
        {HEADING LINE_1_OLD, 0600, -GH_EINVAL},
        {HEADING LINE_1 LINE_2, 0600, -GH_EINVAL},
        {HEADING LINE_1 LINE_1_OLD, 0600, -GH_EINVAL},
        {HEADING "key d8e09ddc primary 000102\n", 0600, -GH_EINVAL},
        {HEADING "key d8e09ddd primary 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0600,
         -GH_EINVAL},
        {HEADING "key d8e09ddc primary 100102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0600,
         -GH_EINVAL},
        {HEADING "key d8e09ddc primary 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f x\n", 0600,
         -GH_EINVAL},
        {HEADING "key d8e09ddc first 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0600,
         -GH_EINVAL},
        {HEADING "key d8e09ddc primary 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0600,
         -GH_EINVAL},
        {HEADING LINE_1 "\n", 0600, -GH_EINVAL},
    };
    for (size_t i = 0; i < GH_COUNT(rows); i++) {
        struct keyring *k = NULL;
        struct gh_err err;
        write_file(rows[i].text, rows[i].mode);
        assert_int_equal(keyring_load(path, &k, &err), rows[i].error);
        assert_null(k);
        assert_true(gh_str_find_str(gh_str_c(err.detail), GH_S("0001020304")) < 0);
    }
    write_file(HEADING LINE_1_OLD LINE_2, 0400);
    keyring_free(load());
}

static void test_refused_kinds_of_file(void **state) {
    (void)state;
    struct keyring *k;
    unlink(path);
    assert_int_equal(keyring_load(path, &k, NULL), -GH_ENOTFOUND);
    assert_int_equal(keyring_rotate(path, NULL), -GH_ENOTFOUND);
    assert_int_equal(symlink("/dev/null", path), 0);
    assert_int_equal(keyring_load(path, &k, NULL), -GH_EDENIED);
    assert_int_equal(keyring_create(path, NULL), -GH_EEXIST);
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(keyring_load(path, &k, NULL), -GH_EDENIED);
    unlink(path);
    assert_int_equal(keyring_create("/nonexistent/folder/keyring", NULL), -GH_EIO);
    char text[9000];
    memset(text, '\n', sizeof text);
    text[sizeof text - 1] = '\0';
    write_file(text, 0600);
    assert_int_equal(keyring_load(path, &k, NULL), -GH_EINVAL);
}

/* What a running server does on SIGHUP: sessions sealed before go on, new ones are sealed with the new key. */
static void test_reload_takes_new_keys_in(void **state) {
    struct gh_arena *a = gh_arena_new(0);
    (void)state;
    unlink(path);
    assert_int_equal(keyring_create(path, NULL), 0);
    GH_CLEANUP(keyring_freep) struct keyring *running = load();
    uint32_t first = keyring_primary(running);
    struct gh_str old = keyring_seal(running, a, "purpose", GH_S("aad"), GH_S("old")), plain;
    assert_int_equal(keyring_rotate(path, NULL), 0);
    GH_CLEANUP(keyring_freep) struct keyring *other = load();
    struct gh_str ahead = keyring_seal(other, a, "purpose", GH_S("aad"), GH_S("ahead"));
    assert_false(keyring_open(running, a, "purpose", GH_S("aad"), ahead, &plain));
    assert_int_equal(keyring_reload(running, path, NULL), 0);
    assert_int_not_equal(keyring_primary(running), first);
    assert_true(keyring_open(running, a, "purpose", GH_S("aad"), old, &plain));
    assert_str(plain, "old");
    assert_true(keyring_open(running, a, "purpose", GH_S("aad"), ahead, &plain));
    assert_true(keyring_open(other, a, "purpose", GH_S("aad"),
                             keyring_seal(running, a, "purpose", GH_S("aad"), GH_S("new")), &plain));
    assert_int_equal(keyring_reload(running, path, NULL), 0); /* nothing new */
    unlink(path);
    assert_int_equal(keyring_reload(running, path, NULL), -GH_ENOTFOUND);
    assert_int_equal(keyring_create(path, NULL), 0); /* somebody else's */
    assert_int_equal(keyring_reload(running, path, NULL), -GH_ECONFLICT);
    assert_true(keyring_open(running, a, "purpose", GH_S("aad"), old, &plain));
    gh_arena_free(a);
}

#ifdef GH_FAULTS
static void test_a_failure_leaves_the_old_file_or_none(void **state) {
    (void)state;
    static const char *const points[] = {"keyring.write", "keyring.sync", "keyring.place"};
    for (size_t i = 0; i < GH_COUNT(points); i++) {
        gh_fault_arm(points[i], 1);
        assert_int_equal(keyring_create(path, NULL), -GH_EIO);
        assert_true(gh_fault_fired());
        assert_int_equal(files_in_folder(), 0);
    }
    write_file(HEADING LINE_1, 0600);
    for (size_t i = 0; i < GH_COUNT(points); i++) {
        gh_fault_arm(points[i], 1);
        assert_int_equal(keyring_rotate(path, NULL), -GH_EIO);
        assert_int_equal(files_in_folder(), 1);
        GH_CLEANUP(keyring_freep) struct keyring *k = load();
        assert_int_equal(keyring_primary(k), 0xd8e09ddc);
    }
    gh_fault_arm(NULL, 0);
}
#endif

/* ---- what a thread leaves ---- */

/* Linked in place of gh_zero(): how much a thread zeroes after its last statement. */
void __real_gh_zero(void *p, size_t n);
void __wrap_gh_zero(void *p, size_t n);
static _Thread_local bool ending;
static atomic_size_t zeroed_at_end;

void __wrap_gh_zero(void *p, size_t n) {
    if (ending) atomic_fetch_add(&zeroed_at_end, n);
    __real_gh_zero(p, n);
}

static void *seal_once(void *keyring) {
    char box[1 + KEYRING_EXTRA];
    keyring_seal_to(keyring, "purpose", GH_S(""), GH_S("x"), box);
    ending = true;
    return NULL;
}

static void *idle(void *keyring) {
    (void)keyring;
    ending = true;
    return NULL;
}

static size_t zeroed_by(void *(*run)(void *), struct keyring *k) {
    pthread_t thread;
    atomic_store(&zeroed_at_end, 0);
    assert_int_equal(pthread_create(&thread, NULL, run, k), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    return atomic_load(&zeroed_at_end);
}

static void test_a_thread_leaves_no_key(void **state) {
    (void)state;
    GH_CLEANUP(keyring_freep) struct keyring *k = keyring_new_ephemeral();
    assert_in_range(zeroed_by(seal_once, k), sizeof(struct crypto_aead_key), SIZE_MAX);
    assert_int_equal(zeroed_by(idle, k), 0);
}

int main(void) {
#define file_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        file_test(test_create_and_load),
        file_test(test_the_format_stays),
        file_test(test_purpose_and_aad_are_bound),
        file_test(test_open_secret),
        file_test(test_derive_tells_apart),
        file_test(test_rotation),
        file_test(test_reload_takes_new_keys_in),
        file_test(test_refused_files),
        file_test(test_refused_kinds_of_file),
        cmocka_unit_test(test_a_thread_leaves_no_key),
#ifdef GH_FAULTS
        file_test(test_a_failure_leaves_the_old_file_or_none),
#endif
    };
    return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
