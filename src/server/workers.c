/* workers.c: see workers.h: every kind of job this program knows. */
#include "server/workers.h"

#include <stdlib.h>

#include "base/base.h"
#include "job/job.h"
#include "mail/mail.h"
#include "service/gatehouse/jobs.h"
#include "service/iam/credential_report_job.h"
#include "service/iam/organization_report_job.h"
#include "service/identitystore/jobs.h"
#include "service/organizations/close_account_job.h"
#include "service/organizations/create_account_job.h"
#include "service/organizations/departure_job.h"
#include "service/organizations/handshake_job.h"
#include "service/sso_admin/jobs.h"
#include "signin/mail_job.h"
#include "signin/purge_job.h"

#define MAIL_FROM_DEFAULT "no-reply@localhost"
#define KINDS 16

struct workers {
    struct mail_transport *transport;
    struct mail_job_context mail;
    struct job_kind kinds[KINDS];
    struct job_runner *jobs;
};

static int ensure_recurring(struct context *c, void *argument, struct gh_err *err) {
    (void)argument;
    int r = purge_job_ensure(c, err);
    return r ? r : gatehouse_denial_job_ensure(c, err);
}

static int start(struct workers *w, struct installation *in, const struct options *o, struct gh_err *err) {
    struct mail_options mail = {.smtp_url = gh_str_c(o->smtp), .folder = gh_fmt(in->arena, "%s/mail", in->data)};
    w->mail.from = gh_str_c(o->mail_from ? o->mail_from : MAIL_FROM_DEFAULT);
    if (!mail_address_valid(w->mail.from)) return gh_refuse(err, GH_EINVAL, "--mail-from must be an e-mail address");
    int r = mail_transport_new(&mail, &w->transport, err);
    if (!r) r = installation_write(in, ensure_recurring, NULL, err);
    if (r) return r;
    w->mail.transport = w->transport;
    const struct job_kind kinds[KINDS] = {create_account_job,
                                          close_account_job,
                                          handshake_job,
                                          organizations_departure_job,
                                          gatehouse_target_job,
                                          gatehouse_account_job,
                                          gatehouse_denial_job,
                                          identitystore_group_job,
                                          sso_admin_assignment_job,
                                          sso_admin_application_purge_job,
                                          sso_admin_instance_delete_job,
                                          sso_admin_provisioning_job,
                                          mail_job_kind(&w->mail),
                                          purge_job,
                                          iam_credential_report_job,
                                          iam_organization_report_job};
    for (size_t i = 0; i < KINDS; i++) w->kinds[i] = kinds[i];
    w->jobs = job_runner_new(&in->house, w->kinds, KINDS);
    return 0;
}

int workers_new(struct installation *in, const struct options *o, struct workers **ret_workers, struct gh_err *err) {
    struct workers *w = calloc(1, sizeof *w);
    if (!w) abort();
    int r = start(w, in, o, err);
    if (r) {
        workers_free(w);
        return r;
    }
    *ret_workers = w;
    return 0;
}

struct job_runner *workers_jobs(const struct workers *w) {
    return w->jobs;
}

void workers_stop(struct workers *w) {
    if (w) job_runner_stop(w->jobs);
}

void workers_free(struct workers *w) {
    if (!w) return;
    job_runner_free(w->jobs);
    mail_transport_free(w->transport);
    free(w);
}
