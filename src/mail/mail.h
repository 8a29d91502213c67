/*
 * mail.h: turns a message into RFC 5322 text and delivers it: to an SMTP server (libcurl), or as a file in a folder,
 * which is the default. Blocks: only for the slow pool and jobs. Retrying is for the durable queue (job/): what is sent
 * twice with one id carries one Message-ID, and lands in one file.
 */
#ifndef GH_MAIL_MAIL_H
#define GH_MAIL_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;
struct mail_transport;

/** Addresses are plain ASCII addr-specs; names, subject and bodies are UTF-8. */
struct mail_message {
    struct gh_str id;              /* 1 to 64 letters, digits and '-': Message-ID and file name */
    int64_t date_ms;               /* when it was queued */
    struct gh_str from, from_name; /* the name may be absent */
    struct gh_str to, to_name;     /* likewise */
    struct gh_str subject;
    struct gh_str text; /* lines end in \n or \r\n */
    struct gh_str html; /* the same as HTML, or absent */
};

/** Is @address one that mail_send() accepts? Local part of dot-atoms; no quoting, no comments, no domain literals. */
bool mail_address_valid(struct gh_str address);

/**
 * The message as it goes out, lines ended by CRLF. @eight_bit: UTF-8 bodies stay as they are (for files);
 * otherwise everything is 7-bit. GH_EINVAL where a field would break out of its line, an address is not valid, or text
 * is not UTF-8.
 */
int mail_format(struct gh_arena *a, const struct mail_message *m, bool eight_bit, struct gh_str *ret_text,
                struct gh_err *err);

struct mail_options {
    /**
     * smtp://[user:password@]host[:port] or smtps://...; absent: files. With smtp:// STARTTLS is required unless the
     * host is this machine. A certificate must be valid, always.
     */
    struct gh_str smtp_url;
    bool require_tls;     /* STARTTLS also to this machine */
    const char *ca_file;  /* PEM of the authorities to trust; NULL = the system's */
    unsigned timeout_ms;  /* for one message; 0 = 30 s */
    struct gh_str folder; /* for files; made (0700) when the first message comes */
};

/** GH_EINVAL where the URL is not one; its password is in no error text. */
int mail_transport_new(const struct mail_options *o, struct mail_transport **ret_transport, struct gh_err *err);
/** Accepts NULL; zeroes the password. Nothing may be under way. */
void mail_transport_free(struct mail_transport *t);
/** For the log: "smtp://host:587" without credentials, or the folder. Lives as long as the transport. */
struct gh_str mail_transport_name(const struct mail_transport *t);

/**
 * Delivers. On success the message is on disk (fsync) or accepted by the server. GH_EINVAL: it will never be accepted
 * (malformed here, or refused there by a 55x); GH_EIO: try again later. Any number of threads at once.
 */
int mail_send(struct mail_transport *t, const struct mail_message *m, struct gh_err *err);

#endif
