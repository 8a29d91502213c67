/* mail_job.c: see mail_job.h. */
#include "signin/mail_job.h"

#include "base/base.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "crypto/keyring.h"
#include "domain/context.h"
#include "mail/mail.h"

#define MAIL_KIND GH_S("mail")
#define MAIL_PURPOSE "mail-queue"
#define PAYLOAD_MAX ((size_t)256 * 1024)
/* Two seconds, doubled to an hour: about a day and a half. */
#define ATTEMPTS_MAX 48

int mail_job_submit(struct context *c, const struct mail_message *m, struct gh_err *err) {
    struct gh_buf b;
    struct json_writer w;
    gh_buf_init(&b, c->arena, PAYLOAD_MAX);
    json_writer_init(&w, &b);
    json_object_begin(&w);
    json_field(&w, GH_S("id"), gh_uuid_new(c->arena));
    json_key(&w, GH_S("date_ms"));
    json_put_i64(&w, c->now_ms);
    json_field(&w, GH_S("to"), m->to);
    json_field(&w, GH_S("to_name"), m->to_name);
    json_field(&w, GH_S("subject"), m->subject);
    json_field(&w, GH_S("text"), m->text);
    json_field(&w, GH_S("html"), m->html);
    json_object_end(&w);
    if (!gh_buf_ok(&b)) return gh_fail(err, GH_ELIMIT, "mail of more than %zu bytes", PAYLOAD_MAX);
    struct gh_str sealed = keyring_seal(c->house->keyring, c->arena, MAIL_PURPOSE, GH_S(""), gh_buf_str(&b));
    return job_submit(c, MAIL_KIND, base64_encode(c->arena, sealed, BASE64_URL), c->now_ms, err);
}

static int read_message(const struct house *house, struct gh_arena *a, struct gh_str payload, struct mail_message *ret,
                        struct gh_err *err) {
    struct gh_str sealed, text;
    const struct json *j;
    if (!base64_decode(a, payload, BASE64_URL, &sealed) ||
        !keyring_open(house->keyring, a, MAIL_PURPOSE, GH_S(""), sealed, &text))
        return gh_fail(err, GH_EINVAL, "the keyring does not open a queued mail");
    int r = json_parse(a, text, NULL, &j, err);
    if (r) return r;
    *ret = (struct mail_message){.id = json_get_text(j, GH_S("id")),
                                 .to = json_get_text(j, GH_S("to")),
                                 .to_name = json_get_text(j, GH_S("to_name")),
                                 .subject = json_get_text(j, GH_S("subject")),
                                 .text = json_get_text(j, GH_S("text")),
                                 .html = json_get_text(j, GH_S("html"))};
    return json_i64(json_get(j, GH_S("date_ms")), &ret->date_ms) ? 0
                                                                 : gh_fail(err, GH_EINVAL, "queued mail without date");
}

static int send(const struct house *house, struct gh_arena *a, const struct job *job, void *context,
                struct gh_err *err) {
    const struct mail_job_context *m = context;
    struct mail_message message;
    int r = read_message(house, a, job->payload, &message, err);
    if (r) return r;
    message.from = m->from;
    message.from_name = GH_S("Gatehouse");
    r = mail_send(m->transport, &message, err);
    if (r != -GH_EINVAL) return r;
    /* Refused for good: trying again would only repeat it. */
    gh_log(GH_LOG_WARN, "mail %.*s was refused for good: %s%s", GH_S_FMT(message.id), err->message, err->detail);
    return 0;
}

/* It has been sent: nothing is left to do but to end the job. */
static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)c;
    (void)job;
    (void)context;
    (void)err;
    return JOB_DONE;
}

struct job_kind mail_job_kind(struct mail_job_context *context) {
    return (struct job_kind){
        .name = MAIL_KIND, .outside = send, .run = run, .max_attempts = ATTEMPTS_MAX, .context = context};
}
