/* transport.c: where mails go, by the options. */
#include "mail/mail_int.h"

#include <stdlib.h>

struct mail_transport {
    struct gh_arena *arena;
    struct gh_str folder; /* absent: by SMTP */
    struct mail_smtp smtp;
};

int mail_transport_new(const struct mail_options *o, struct mail_transport **ret_transport, struct gh_err *err) {
    if (!o->smtp_url.p && !o->folder.n) return gh_refuse(err, GH_EINVAL, "mail needs a server or a folder");
    struct mail_transport *t = calloc(1, sizeof *t);
    if (!t) abort();
    t->arena = gh_arena_new(0);
    struct mail_options own = *o;
    if (o->ca_file) own.ca_file = gh_cstr(t->arena, gh_str_c(o->ca_file));
    int rc = 0;
    if (o->smtp_url.p)
        rc = mail_smtp_parse(o->smtp_url, &own, &t->smtp, err);
    else
        t->folder = gh_str_dup(t->arena, o->folder);
    if (rc) {
        mail_transport_free(t);
        return rc;
    }
    *ret_transport = t;
    return 0;
}

void mail_transport_free(struct mail_transport *t) {
    if (!t) return;
    mail_smtp_done(&t->smtp);
    gh_arena_free(t->arena);
    free(t);
}

struct gh_str mail_transport_name(const struct mail_transport *t) {
    return t->folder.p ? t->folder : gh_str_c(t->smtp.url);
}

int mail_send(struct mail_transport *t, const struct mail_message *m, struct gh_err *err) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct gh_str text;
    int rc = mail_format(a, m, t->folder.p != NULL, &text, err);
    if (rc) return rc;
    if (gh_fault("mail.send")) return gh_fail(err, GH_EIO, "injected fault: mail.send");
    if (!t->folder.p) return mail_smtp_send(&t->smtp, a, m, text, err);
    struct gh_str when = gh_time_basic(a, m->date_ms);
    return mail_file_write(a, t->folder, gh_fmt(a, "%.*s-%.*s.eml", GH_S_FMT(when), GH_S_FMT(m->id)), text, err);
}
