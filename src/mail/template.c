/* template.c: see template.h. A mail is a list of paragraphs, written once and rendered twice: as text and as HTML. */
#include "mail/template.h"

#include "base/base.h"
#include "mail/mail.h"

#define PARTS_MAX 8
#define TEXT_MAX 65536

enum part_kind { PARAGRAPH, LINK, CODE };

struct part {
    enum part_kind kind;
    struct gh_str text;
};

struct letter {
    struct part parts[PARTS_MAX];
    size_t n;
};

static void add(struct letter *l, enum part_kind kind, struct gh_str text) {
    l->parts[l->n++] = (struct part){kind, text};
}

/* One line: whoever chose a name must not write paragraphs of their own into our mail. */
static struct gh_str line(struct gh_arena *a, struct gh_str s) {
    char *copy = gh_arena_text(a, s.n);
    for (size_t i = 0; i < s.n; i++) copy[i] = (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f ? ' ' : s.p[i];
    return gh_str_n(copy, s.n);
}

static struct gh_str house_name(struct gh_arena *a, struct gh_str house) {
    return house.n ? line(a, house) : GH_S("Gatehouse");
}

/* "2026-11-24 08:00 UTC" */
static struct gh_str moment(struct gh_arena *a, int64_t ms) {
    struct gh_str iso = gh_time_iso(a, ms);
    return gh_fmt(a, "%.10s %.5s UTC", iso.p, iso.p + 11);
}

static void greet(struct gh_arena *a, struct letter *l, struct gh_str person) {
    add(l, PARAGRAPH, person.n ? gh_fmt(a, "Hello %.*s,", GH_S_FMT(line(a, person))) : GH_S("Hello,"));
}

static struct gh_str as_text(struct gh_arena *a, const struct letter *l) {
    struct gh_buf b;
    gh_buf_init(&b, a, TEXT_MAX);
    for (size_t i = 0; i < l->n; i++) {
        if (i) gh_buf_addc(&b, '\n');
        if (l->parts[i].kind != PARAGRAPH) gh_buf_add(&b, GH_S("    "));
        gh_buf_add(&b, l->parts[i].text);
        gh_buf_addc(&b, '\n');
    }
    return gh_buf_str(&b);
}

static void add_html(struct gh_buf *b, struct gh_str s) {
    for (size_t i = 0; i < s.n; i++) {
        switch (s.p[i]) {
        case '&': gh_buf_add(b, GH_S("&amp;")); break;
        case '<': gh_buf_add(b, GH_S("&lt;")); break;
        case '>': gh_buf_add(b, GH_S("&gt;")); break;
        case '"': gh_buf_add(b, GH_S("&quot;")); break;
        case '\'': gh_buf_add(b, GH_S("&#39;")); break;
        default: gh_buf_addc(b, s.p[i]);
        }
    }
}

static void add_part(struct gh_buf *b, const struct part *p) {
    gh_buf_add(b, GH_S("<p>"));
    if (p->kind == LINK) {
        gh_buf_add(b, GH_S("<a href=\""));
        add_html(b, p->text);
        gh_buf_add(b, GH_S("\">"));
    } else if (p->kind == CODE) {
        gh_buf_add(b, GH_S("<strong>"));
    }
    add_html(b, p->text);
    gh_buf_add(b, p->kind == LINK ? GH_S("</a>") : p->kind == CODE ? GH_S("</strong>") : GH_S(""));
    gh_buf_add(b, GH_S("</p>\n"));
}

static struct gh_str as_html(struct gh_arena *a, const struct letter *l) {
    struct gh_buf b;
    gh_buf_init(&b, a, TEXT_MAX);
    gh_buf_add(&b, GH_S("<!DOCTYPE html>\n<html lang=\"en\">\n<body>\n"));
    for (size_t i = 0; i < l->n; i++) add_part(&b, &l->parts[i]);
    gh_buf_add(&b, GH_S("</body>\n</html>\n"));
    return gh_buf_str(&b);
}

static void finish(struct gh_arena *a, const struct letter *l, struct gh_str subject, struct mail_message *ret) {
    ret->subject = subject;
    ret->text = as_text(a, l);
    ret->html = as_html(a, l);
}

void mail_write_invitation(struct gh_arena *a, const struct mail_invitation *in, struct mail_message *ret_message) {
    struct gh_str house = house_name(a, in->house);
    struct letter l = {.n = 0};
    greet(a, &l, in->person);
    add(&l, PARAGRAPH,
        gh_fmt(a, "an account has been made for you at %.*s. Your user name is %.*s.", GH_S_FMT(house),
               GH_S_FMT(line(a, in->username))));
    add(&l, PARAGRAPH, GH_S("Choose a password to begin:"));
    add(&l, LINK, line(a, in->link));
    add(&l, PARAGRAPH,
        gh_fmt(a, "The link works once, until %.*s. If it has expired, ask your administrator for a new one.",
               GH_S_FMT(moment(a, in->expires_ms))));
    finish(a, &l, gh_fmt(a, "You are invited to %.*s", GH_S_FMT(house)), ret_message);
}

void mail_write_reset(struct gh_arena *a, const struct mail_reset *in, struct mail_message *ret_message) {
    struct gh_str house = house_name(a, in->house);
    struct letter l = {.n = 0};
    greet(a, &l, in->person);
    add(&l, PARAGRAPH,
        gh_fmt(a, "a new password was asked for the user %.*s at %.*s. Choose it here:",
               GH_S_FMT(line(a, in->username)), GH_S_FMT(house)));
    add(&l, LINK, line(a, in->link));
    add(&l, PARAGRAPH, gh_fmt(a, "The link works once, until %.*s.", GH_S_FMT(moment(a, in->expires_ms))));
    add(&l, PARAGRAPH, GH_S("If it was not you who asked, nothing has changed, and there is nothing to do."));
    finish(a, &l, gh_fmt(a, "Choose a new password for %.*s", GH_S_FMT(house)), ret_message);
}

void mail_write_code(struct gh_arena *a, const struct mail_code *in, struct mail_message *ret_message) {
    struct gh_str house = house_name(a, in->house);
    struct letter l = {.n = 0};
    greet(a, &l, in->person);
    add(&l, PARAGRAPH, gh_fmt(a, "your code to sign in to %.*s is:", GH_S_FMT(house)));
    add(&l, CODE, line(a, in->code));
    add(&l, PARAGRAPH, gh_fmt(a, "It works once, until %.*s.", GH_S_FMT(moment(a, in->expires_ms))));
    add(&l, PARAGRAPH,
        GH_S("Nobody will ever ask you for it. If you are not signing in now, somebody knows your password: change "
             "it."));
    finish(a, &l, gh_fmt(a, "Your code for %.*s", GH_S_FMT(house)), ret_message);
}

void mail_write_address_code(struct gh_arena *a, const struct mail_address_code *in, struct mail_message *ret_message) {
    struct letter l = {.n = 0};
    greet(a, &l, GH_S_NONE);
    add(&l, PARAGRAPH,
        gh_fmt(a, "this address is to become the root user's address of the account %.*s. The code that proves it is:",
               GH_S_FMT(line(a, in->account_id))));
    add(&l, CODE, line(a, in->code));
    add(&l, PARAGRAPH, gh_fmt(a, "It works once, until %.*s.", GH_S_FMT(moment(a, in->expires_ms))));
    add(&l, PARAGRAPH, GH_S("If you know nothing of that account, do nothing, and give the code to nobody."));
    finish(a, &l, gh_fmt(a, "Your code for the account %.*s", GH_S_FMT(line(a, in->account_id))), ret_message);
}
