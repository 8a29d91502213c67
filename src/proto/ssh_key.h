/*
 * ssh_key.h: public keys of SSH, in OpenSSH's one-line form (RFC 4253 section 6.6, RFC 5656, RFC 8709) and in PEM
 * (RFC 7468): RSA, ECDSA on the NIST curves, Ed25519. Pure functions.
 */
#ifndef GH_PROTO_SSH_KEY_H
#define GH_PROTO_SSH_KEY_H

#include "base/err.h"
#include "base/str.h"

struct gh_arena;

/** RSA keys shorter than this are refused. */
#define SSH_KEY_RSA_BITS_MIN 2048

struct ssh_key {
    struct gh_str line;        /* "ssh-rsa AAAA…" and the comment, if there was one */
    struct gh_str pem;         /* SubjectPublicKeyInfo */
    struct gh_str fingerprint; /* MD5 of the key's blob, in hexadecimal pairs between colons */
};

/**
 * Reads a key in either form. -GH_ENOTFOUND where the text is in neither of them; -GH_EINVAL where the key in it is
 * malformed, of another kind or too weak, with a text for the client.
 */
int ssh_key_read(struct gh_arena *a, struct gh_str text, struct ssh_key *ret_key, struct gh_err *err);

#endif
