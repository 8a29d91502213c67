/* mail_int.h: the inside of mail/, for src/mail/ only. */
#ifndef GH_MAIL_MAIL_INT_H
#define GH_MAIL_MAIL_INT_H

#include "base/base.h"
#include "mail/mail.h"

struct gh_buf;

/* encode.c */

/** @text as it may stand in a header after "Name: ": folded, as RFC 2047 words where it is not plain ASCII. */
void mail_header_text(struct gh_buf *b, struct gh_str text, size_t column);
/** A display name: an atom-like word, quoted-string or RFC 2047 words. */
void mail_header_name(struct gh_buf *b, struct gh_str name, size_t column);
/** UTF-8 without control characters (which includes line ends)? */
bool mail_one_line(struct gh_str s);
/** UTF-8 without control characters but tabs and line ends? */
bool mail_body_text(struct gh_str s);
/** One MIME entity: its Content-… headers, an empty line, the body with every line ended by CRLF. */
void mail_entity(struct gh_buf *b, struct gh_str content_type, struct gh_str body, bool eight_bit);

/* file.c */

/** Writes @text to @folder/@name so that it is whole or absent, whatever happens (temporary file, fsync, rename). */
int mail_file_write(struct gh_arena *a, struct gh_str folder, struct gh_str name, struct gh_str text,
                    struct gh_err *err);

/* smtp.c */

struct mail_smtp {
    char *url; /* without credentials */
    char *user;
    char *password;
    const char *ca_file;
    unsigned timeout_ms;
    bool starttls; /* required; false where the whole connection is TLS, or none is needed */
};

int mail_smtp_parse(struct gh_str url, const struct mail_options *o, struct mail_smtp *ret, struct gh_err *err);
void mail_smtp_done(struct mail_smtp *s);
int mail_smtp_send(const struct mail_smtp *s, struct gh_arena *a, const struct mail_message *m, struct gh_str text,
                   struct gh_err *err);

#endif
