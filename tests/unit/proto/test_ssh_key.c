/* test_ssh_key.c: public keys as ssh-keygen writes them (lines, PEM and MD5 fingerprints are its own), and what are
 * none. */
#include "unit.h"

#include "proto/ssh_key.h"

/* Made for this test; nobody holds the private halves. */
static const struct {
    const char *line, *fingerprint, *pem;
} keys[] = {
    {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDGHajUXl2OmVt4N7qXcfFb7+U4w594sOzl3xXFg/7CTPkv3fTRaa"
     "72F290mIaPR+z+Xx+ZPn91KIMNVLibUK3WYnC4DHNvi0+aHvzKp0/wlPBQGetlMMpMlxjsXKmC+HN2xCDEsMd352Ss"
     "Fl4IqJvAlqedTBCsykwv5aBT6x+ZpAp1USMnlG0VFHDudV/folgkx3WNmBn+kSaH18CNo1NPXDpDVnwWHFuqqZsN/g"
     "LBPAf6BmmGEUBvAgxlK5CLhNcOdZ2LNgjdvRnVThEJtzYAUY4QgMB7IAIJSQiDnCzcsntPFjBuxhDk84zTY/Daht0w"
     "RF2/sBdcgso2jzEZikPj rsa@test",
     "25:e3:9f:a3:39:9e:f5:2d:d4:7a:6c:51:d0:d5:e1:d2",
     "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxh2o1F5djplbeDe6l3H"
     "x\nW+/lOMOfeLDs5d8VxYP+wkz5L9300Wmu9hdvdJiGj0fs/l8fmT5/dSiDDVS4m1Ct\n1mJwuAxzb4tPmh78yqdP8JT"
     "wUBnrZTDKTJcY7FypgvhzdsQgxLDHd+dkrBZeCKib\nwJannUwQrMpML+WgU+sfmaQKdVEjJ5RtFRRw7nVf36JYJMd1"
     "jZgZ/pEmh9fAjaNT\nT1w6Q1Z8FhxbqqmbDf4CwTwH+gZphhFAbwIMZSuQi4TXDnWdizYI3b0Z1U4RCbc2\nAFGOEIDA"
     "eyACCUkIg5ws3LJ7TxYwbsYQ5POM02Pw2obdMERdv7AXXILKNo8xGYpD\n4wIDAQAB\n-----END PUBLIC KEY-----"},
    {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICWx3RATkeWWVXKo0S9G2jsk0AqyA2sn2E654znDX1Kz ed@test",
     "ff:49:ea:86:cb:40:92:00:d8:71:7e:0a:1d:fb:95:78",
     "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJbHdEBOR5ZZVcqjRL0baOyTQCrIDayfYTrnjOcNfUrM=\n-----END PUBLIC "
     "KEY-----"},
    {"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBDm/15yuzK62suVO4b"
     "UkikJs7pBQ5QluZPTqOn5NIuBP3PibiiJV5DgV3hWkm1ba4IEHRxcNls2AJK45VbI7qi8=",
     "65:09:db:2b:20:52:b4:74:c4:59:76:69:2d:d4:f8:f8",
     "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEOb/XnK7Mrray5U7htSSKQmzukFD"
     "l\nCW5k9Oo6fk0i4E/c+JuKIlXkOBXeFaSbVtrggQdHFw2WzYAkrjlVsjuqLw==\n-----END PUBLIC KEY-----"},
    {"ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAGvTUAFEG04LVGiaP"
     "iM0K5rLqQ4WLfNxuLn17Niw2dW3ZWoxmIAg5XLsAdMFOJGfAPuS+fMAmFvB4irtsNh8P/JwABPBnM21cx/O0meU7FH"
     "VFkkR8zT9M1legaENT6CZIxnWBVnEd17nli4bKwsziPiPsNvIy/b0arSLh1o0k3ioelA4Q== p521 key",
     "0e:f5:a0:8f:3d:45:e9:83:67:d7:0b:89:a5:6d:bf:13",
     "-----BEGIN PUBLIC KEY-----\nMIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBr01ABRBtOC1Romj4jNCuay6kOFi"
     "3\nzcbi59ezYsNnVt2VqMZiAIOVy7AHTBTiRnwD7kvnzAJhbweIq7bDYfD/ycAATwZz\nNtXMfztJnlOxR1RZJEfM0/T"
     "NZXoGhDU+gmSMZ1gVZxHde55YuGysLM4j4j7DbyMv\n29Gq0i4daNJN4qHpQOE=\n-----END PUBLIC KEY-----"},
};

static const char weak[] = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDpYtApMUCItgFjAnloAw9eZZZ7DIZT92jStbNhJXpV4KnLJt2OlG"
                           "KpXsVYt1TrQCv2EHLALRiGnuAUTtznfDF/lysUl1ZUjuKuYputn7ULqj5bnw5lf2zVo1TrfkwJ0YudJPkQp9zLOhfr"
                           "al5DGa3d0mUVK32Vu/cF70Sd1NjSIw== weak";

static void reads_what_ssh_keygen_writes(void **state) {
    for (size_t i = 0; i < GH_COUNT(keys); i++) {
        struct ssh_key key;
        assert_int_equal(ssh_key_read(*state, gh_str_c(keys[i].line), &key, NULL), 0);
        assert_str(key.line, keys[i].line);
        assert_str(key.fingerprint, keys[i].fingerprint);
        assert_str(key.pem, gh_cstr(*state, gh_fmt(*state, "%s\n", keys[i].pem)));
    }
}

static void reads_pem_to_the_same_key(void **state) {
    for (size_t i = 0; i < GH_COUNT(keys); i++) {
        struct ssh_key key;
        assert_int_equal(ssh_key_read(*state, gh_str_c(keys[i].pem), &key, NULL), 0);
        assert_str(key.fingerprint, keys[i].fingerprint);
        assert_true(gh_str_starts(gh_str_c(keys[i].line), key.line));
    }
}

static void expect(void **state, struct gh_str text, int rc) {
    struct ssh_key key = {0};
    struct gh_err err = {0};
    int r = ssh_key_read(*state, text, &key, &err);
    if (r != rc) print_error("%.*s: %d\n", GH_S_FMT(text), r);
    assert_int_equal(r, rc);
    assert_null(key.line.p);
    if (rc == -GH_EINVAL) assert_true(err.message[0] != 0);
}

static void knows_what_is_no_key(void **state) {
    static const char *const others[] = {
        "", " ", "ssh-dss AAAA", "hello world", "SSH-RSA AAAA", "---- BEGIN SSH2 PUBLIC KEY ----"};
    for (size_t i = 0; i < GH_COUNT(others); i++) expect(state, gh_str_c(others[i]), -GH_ENOTFOUND);
    struct gh_str two = gh_fmt(*state, "%s\n%s", keys[1].line, keys[1].line);
    expect(state, two, -GH_ENOTFOUND);
    static const char *const bad[] = {"ssh-rsa",
                                      "ssh-rsa ",
                                      "ssh-rsa AAAA",
                                      "ssh-rsa !",
                                      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAAQA=",
                                      "-----BEGIN PUBLIC KEY-----",
                                      "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n"};
    for (size_t i = 0; i < GH_COUNT(bad); i++) expect(state, gh_str_c(bad[i]), -GH_EINVAL);
    expect(state, gh_str_c(weak), -GH_EINVAL);
}

/* Whatever is cut off, the rest is no key. */
static void refuses_every_truncation(void **state) {
    for (size_t i = 0; i < GH_COUNT(keys); i++) {
        struct gh_str line = gh_str_c(keys[i].line), blob = line;
        struct gh_str kind;
        gh_str_split(&blob, ' ', &kind);
        ptrdiff_t end = gh_str_find(blob, ' ');
        size_t n = kind.n + 1 + (end < 0 ? blob.n : (size_t)end);
        for (size_t cut = kind.n + 2; cut < n; cut++) expect(state, gh_str_slice(line, 0, cut), -GH_EINVAL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {arena_test(reads_what_ssh_keygen_writes), arena_test(reads_pem_to_the_same_key),
                                       arena_test(knows_what_is_no_key), arena_test(refuses_every_truncation)};
    return cmocka_run_group_tests_name("proto/ssh_key", tests, NULL, NULL);
}
