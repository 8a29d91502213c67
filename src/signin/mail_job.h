/*
 * mail_job.h: the durable mail queue: a mail is a job, queued in the transaction that has reason to send it. The
 * payload holds a link that opens an account, so it is sealed with the keyring.
 */
#ifndef GH_SIGNIN_MAIL_JOB_H
#define GH_SIGNIN_MAIL_JOB_H

#include "base/err.h"
#include "job/job.h"

struct context;
struct mail_message;
struct mail_transport;

/** Queues @message; the sender is filled in when it goes out. */
int mail_job_submit(struct context *c, const struct mail_message *message, struct gh_err *err);

/** What the kind works with; both must outlive the runner. */
struct mail_job_context {
    struct mail_transport *transport;
    struct gh_str from;
};
/** The kind, to be listed with the runner. */
struct job_kind mail_job_kind(struct mail_job_context *context);

#endif
