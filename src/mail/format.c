/* format.c: a message as RFC 5322 text. What could be read as more than one header or recipient is refused. */
#include "mail/mail_int.h"

#include <string.h>

#define MESSAGE_MAX (1024u * 1024)
#define ADDRESS_MAX 254
#define ID_MAX 64
#define NAME_MAX_BYTES 256
#define SUBJECT_MAX_BYTES 998

/* RFC 5322 section 3.2.3: atext, in dot-separated runs. */
static bool dot_atom(struct gh_str s, const char *beyond_alnum) {
    bool after_dot = true;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool dot = c == '.';
        bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (dot ? after_dot : !alnum && (!c || !strchr(beyond_alnum, c))) return false;
        after_dot = dot;
    }
    return !after_dot;
}

bool mail_address_valid(struct gh_str address) {
    ptrdiff_t at = gh_str_find(address, '@');
    if (at < 1 || at > 64 || address.n > ADDRESS_MAX) return false;
    struct gh_str domain = gh_str_slice(address, (size_t)at + 1, address.n);
    return dot_atom(gh_str_slice(address, 0, (size_t)at), "!#$%&'*+-/=?^_`{|}~") && dot_atom(domain, "-");
}

static bool id_valid(struct gh_str id) {
    return id.n >= 1 && id.n <= ID_MAX && dot_atom(id, "-") && gh_str_find(id, '.') < 0;
}

static int check(const struct mail_message *m, struct gh_err *err) {
    if (!id_valid(m->id)) return gh_fail(err, GH_EINVAL, "a mail's id is 1 to 64 letters, digits and '-'");
    if (!mail_address_valid(m->from)) return gh_refuse(err, GH_EINVAL, "the sender's mail address is not valid");
    if (!mail_address_valid(m->to)) return gh_refuse(err, GH_EINVAL, "the recipient's mail address is not valid");
    if (!mail_one_line(m->from_name) || !mail_one_line(m->to_name) || !mail_one_line(m->subject))
        return gh_refuse(err, GH_EINVAL, "a mail's names and subject are one line of UTF-8");
    if (m->from_name.n > NAME_MAX_BYTES || m->to_name.n > NAME_MAX_BYTES || m->subject.n > SUBJECT_MAX_BYTES)
        return gh_refuse(err, GH_EINVAL, "a mail's name or subject is too long");
    if (!mail_body_text(m->text) || !mail_body_text(m->html))
        return gh_refuse(err, GH_EINVAL, "a mail's text is UTF-8 without control characters");
    return 0;
}

static void add_mailbox(struct gh_buf *b, const char *header, struct gh_str name, struct gh_str address) {
    gh_buf_addf(b, "%s: ", header);
    if (name.n) {
        mail_header_name(b, name, strlen(header) + 2);
        gh_buf_addf(b, "\r\n <%.*s>\r\n", GH_S_FMT(address));
    } else {
        gh_buf_addf(b, "%.*s\r\n", GH_S_FMT(address));
    }
}

static void add_headers(struct gh_buf *b, const struct mail_message *m) {
    struct gh_str domain = gh_str_slice(m->from, (size_t)gh_str_find(m->from, '@') + 1, m->from.n);
    struct gh_str date = gh_time_http(b->arena, m->date_ms); /* ends in "GMT", which RFC 5322 calls obsolete */
    gh_buf_addf(b, "Date: %.*s+0000\r\n", (int)date.n - 3, date.p);
    add_mailbox(b, "From", m->from_name, m->from);
    add_mailbox(b, "To", m->to_name, m->to);
    gh_buf_add(b, GH_S("Subject: "));
    mail_header_text(b, m->subject, sizeof "Subject: " - 1);
    gh_buf_addf(b, "\r\nMessage-ID: <%.*s@%.*s>\r\n", GH_S_FMT(m->id), GH_S_FMT(domain));
    gh_buf_add(b, GH_S("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"));
}

/* The boundary comes from the id, which the bodies may hold: one is found that they do not. */
static struct gh_str boundary(struct gh_arena *a, const struct mail_message *m) {
    struct gh_str mark;
    for (unsigned i = 0;; i++) {
        mark = gh_fmt(a, "=_%.*s_%u", GH_S_FMT(m->id), i);
        if (gh_str_find_str(m->text, mark) < 0 && gh_str_find_str(m->html, mark) < 0) return mark;
    }
}

static void add_alternatives(struct gh_buf *b, const struct mail_message *m, bool eight_bit) {
    struct gh_str mark = boundary(b->arena, m);
    gh_buf_addf(b, "Content-Type: multipart/alternative; boundary=\"%.*s\"\r\n\r\n", GH_S_FMT(mark));
    gh_buf_addf(b, "--%.*s\r\n", GH_S_FMT(mark));
    mail_entity(b, GH_S("text/plain"), m->text, eight_bit);
    gh_buf_addf(b, "\r\n--%.*s\r\n", GH_S_FMT(mark));
    mail_entity(b, GH_S("text/html"), m->html, eight_bit);
    gh_buf_addf(b, "\r\n--%.*s--\r\n", GH_S_FMT(mark));
}

int mail_format(struct gh_arena *a, const struct mail_message *m, bool eight_bit, struct gh_str *ret_text,
                struct gh_err *err) {
    int rc = check(m, err);
    if (rc) return rc;
    struct gh_buf b;
    gh_buf_init(&b, a, MESSAGE_MAX);
    add_headers(&b, m);
    if (m->html.p)
        add_alternatives(&b, m, eight_bit);
    else
        mail_entity(&b, GH_S("text/plain"), m->text, eight_bit);
    if (!gh_buf_ok(&b)) return gh_refuse(err, GH_EINVAL, "a mail is at most %u bytes", MESSAGE_MAX);
    *ret_text = gh_buf_str(&b);
    return 0;
}
