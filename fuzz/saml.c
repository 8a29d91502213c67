/*
 * saml.c: the first byte says what follows: 'm' metadata of an identity provider, else a response to be verified with
 * the certificate below. Its key has signed some of the seeds and nothing else: whatever verifies must say what they
 * say.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "base/base.h"
#include "codec/base64.h"
#include "proto/saml.h"

#define CERTIFICATE                                                                                                    \
    "MIIDHTCCAgWgAwIBAgIUAJGV1sIxVxg77T6oXPu16ZXbyhkwDQYJKoZIhvcNAQELBQAwHTEbMBkGA1UEAwwSVGVzdC"                       \
    "BTQU1MIHByb3ZpZGVyMCAXDTI2MTEyNDExMDU1NFoYDzIxMjYxMDMxMTEwNTU0WjAdMRswGQYDVQQDDBJUZXN0IFNB"                       \
    "TUwgcHJvdmlkZXIwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCflSNRBXSBO6r+VWBpW47Tk/H134UuCP"                       \
    "mNFuglgCMUTINoUSVbu4C6xWeRp1diormtc5gOlx++NAAIgLir1xpM44q4JOsBesyFayCvuu3L08X82jJy5WNYQeMZ"                       \
    "OADWfyWf6TmHVvvtMGhQer5coHwBv/75NY6mNzBDJE40jYBqoCUR5ueFtKWoFqhxy59vFMuorncEp2aVochMpFeMWS"                       \
    "XsGdnjlPgoq2O8aiNxtJ0yI5V1jRIE7wUGa+WQ8n4xFPOpsnRXOb7CZsWvMX8EuFoAeWIXj29/vrw1mz1jr9b3xzPz"                       \
    "wzf+mMTQfYsaVNp0ASPPBMqRpnECxqbUT3FHyAoHAgMBAAGjUzBRMB0GA1UdDgQWBBTHz95txApjei/w9ApUW34RlX"                       \
    "B4bTAfBgNVHSMEGDAWgBTHz95txApjei/w9ApUW34RlXB4bTAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUA"                       \
    "A4IBAQCGfP/odb1ZHEZCYN/XDuQn5QRGgyJZnmU55fs2SOGwLJQ32mzR0ZHI0EVgI+dbOoh2rSTp+6O16bUE4N31Pn"                       \
    "ih0/NxvCpIsAkutk77jtQ5JmCGjqE2M7eA9LxpApCyPIHLCh+TRzI0aXT9Cyoy/6HYIKdTvBHO1jKbGICpGcbU7DJm"                       \
    "UTXS9cDrtSPqMevuZInvP/xw1xB1lnhuqOJa2A3EuvHTH+1/mIi2xyDBHpKCGueSkAPrXQ1OC29nMj/GdcuaeLjsuq"                       \
    "ruM3WxGd8tDu6hS6CV9nFBq0ke606mHlXfKIrNwI/xsYYFKEYjNzMlmcvvYshv82pQm/j8xr5jumEt"
/* When the seeds were signed. */
#define NOW_MS INT64_C(1766000010000)

static void read_metadata(struct gh_arena *a, struct gh_str text) {
    struct saml_idp idp;
    struct gh_err err = {0};
    int r = saml_metadata_parse(a, text, &idp, &err);
    if (r ? r != -GH_EINVAL || !err.message[0] : !idp.n_certificates || !idp.entity_id.n) abort();
}

static void read_response(struct gh_arena *a, struct gh_str text) {
    static const struct gh_str names[] = {GH_S_INIT("https://signin.aws.amazon.com/saml")};
    struct gh_str der;
    struct saml_assertion got;
    struct gh_err err = {0};
    if (!base64_decode(a, GH_S(CERTIFICATE), BASE64_STANDARD, &der)) abort();
    struct saml_idp idp = {
        .entity_id = GH_S("https://idp.example.com/metadata"), .certificates = &der, .n_certificates = 1};
    struct saml_expectation expect = {.idp = &idp,
                                      .names = names,
                                      .n_names = GH_COUNT(names),
                                      .now_ms = NOW_MS,
                                      .skew_ms = GH_MINUTE_MS,
                                      .max_age_ms = 5 * GH_MINUTE_MS};
    int r = saml_response_read(a, text, &expect, &got, &err);
    if (r) {
        if (!err.message[0]) abort();
        return;
    }
    const struct saml_attribute *role = saml_attribute_get(&got, GH_S("https://aws.amazon.com/SAML/Attributes/Role"));
    if (!gh_str_eq(got.name_id, GH_S("ada")) || !gh_str_starts(got.id, GH_S("_a")) || !role || role->n != 1 ||
        !gh_str_eq(role->values[0], GH_S("r,p")))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    struct gh_arena *a = gh_arena_new(0);
    struct gh_str text = gh_str_n((const char *)data + 1, size - 1);
    if (data[0] == 'm')
        read_metadata(a, text);
    else
        read_response(a, text);
    gh_arena_free(a);
    return 0;
}
