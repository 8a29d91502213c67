/*
 * policy_decision.c: how long a decision takes, and how fast documents compile. Prints one line per figure: the median
 * and the 99th percentile of many runs of the same decision, in nanoseconds; compiling in MB/s. The percentile is that
 * of decisions taken one by one, looks at the clock included.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/base.h"
#include "policy/policy.h"

#define RUNS 20001
#define BATCH 16 /* decisions between two looks at the clock, for the median */

static int64_t clock_ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t now_ns(void) {
    return clock_ns(CLOCK_MONOTONIC);
}

static struct policy *compile(struct gh_arena *a, struct gh_str text) {
    struct policy *p = NULL;
    struct gh_err err;
    if (policy_compile(a, text, POLICY_IDENTITY, GH_S("bench"), &p, &err)) {
        fprintf(stderr, "%s (%s)\n", err.message, err.detail);
        exit(1);
    }
    return p;
}

/*
 * @n statements as people write them: lists of actions, ARNs with wildcards and variables, conditions on tags and the
 * source address; every fifth is about IAM, as the request is, or with @one_service all of them.
 */
static struct gh_str document(struct gh_arena *a, int n, bool one_service) {
    static const char *const services[] = {"s3", "sqs", "iam", "organizations", "sso"};
    struct gh_buf b;
    gh_buf_init(&b, a, 16 << 20);
    gh_buf_add(&b, GH_S("{\"Version\":\"2012-10-17\",\"Statement\":["));
    for (int i = 0; i < n; i++) {
        const char *service = one_service ? "iam" : services[i % 5];
        gh_buf_addf(&b,
                    "%s{\"Sid\":\"S%d\",\"Effect\":\"%s\",\"Action\":[\"%s:Get%d*\",\"%s:List%d\",\"%s:Describe%d*\"]",
                    i ? "," : "", i, i % 4 == 3 ? "Deny" : "Allow", service, i, service, i, service, i);
        gh_buf_addf(&b, ",\"Resource\":[\"arn:aws:%s::111122223333:%s/team%d/*\",\"arn:aws:%s::*:%s/${aws:username}\"]",
                    service, "user", i, service, "user");
        gh_buf_addf(&b,
                    ",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"team%d\"},\"IpAddress\":{"
                    "\"aws:SourceIp\":[\"10.0.0.0/8\",\"2001:db8::/32\"]}}}",
                    i);
    }
    gh_buf_addf(&b,
                ",{\"Effect\":\"Allow\",\"Action\":[\"iam:Get*\",\"iam:List*\"],\"Resource\":\"arn:aws:iam::*:user/*\","
                "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"},\"StringEquals\":"
                "{\"aws:PrincipalTag/team\":\"red\"}}}]}");
    return gh_buf_str(&b);
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The time of a decision at @per_mille of many runs, each of @batch decisions. */
static int64_t time_at(int per_mille, int batch, const struct policy_layers *layers, const struct policy_request *rq,
                       struct policy_decision *ret) {
    static int64_t ns[RUNS];
    struct gh_arena *a = gh_arena_new(0);
    for (int i = 0; i < RUNS; i++) {
        int64_t start = now_ns();
        for (int k = 0; k < batch; k++) {
            policy_evaluate(a, layers, rq, ret);
            gh_arena_reset(a);
        }
        ns[i] = (now_ns() - start) / batch;
    }
    qsort(ns, RUNS, sizeof ns[0], compare);
    gh_arena_free(a);
    return ns[(int64_t)RUNS * per_mille / 1000];
}

static void measure(const char *name, const struct policy_layers *layers, const struct policy_request *rq) {
    struct policy_decision d = {0};
    int64_t median = time_at(500, BATCH, layers, rq, &d), p99 = time_at(990, 1, layers, rq, &d);
    printf("policy decision, %-44s median %5lld ns  p99 %5lld ns  %s\n", name, (long long)median, (long long)p99,
           d.effect == POLICY_ALLOW ? "allow" : "deny");
}

/* In time of this process: what else runs on the machine does not count. */
static void measure_compile(struct gh_str text, const char *name) {
    struct gh_arena *a = gh_arena_new(0);
    size_t bytes = 0;
    int64_t start = clock_ns(CLOCK_PROCESS_CPUTIME_ID), elapsed;
    do {
        compile(a, text);
        bytes += text.n;
        gh_arena_reset(a);
        elapsed = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - start;
    } while (elapsed < 500000000);
    printf("policy compile, %-45s %.0f MB/s (%zu bytes)\n", name, (double)bytes * 1000.0 / (double)elapsed, text.n);
    gh_arena_free(a);
}

int main(void) {
    static const char full[] =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    static const char guard[] =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"NotAction\":[\"iam:*\",\"sts:*\","
        "\"organizations:*\"],\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{"
        "\"aws:RequestedRegion\":[\"eu-west-1\",\"us-east-1\"]}}},{\"Effect\":\"Deny\",\"Action\":"
        "\"organizations:LeaveOrganization\",\"Resource\":\"*\"}]}";
    static const char *const names[] = {"aws:username",      "aws:userid",           "aws:PrincipalArn",
                                        "aws:PrincipalType", "aws:CurrentTime",      "aws:EpochTime",
                                        "aws:UserAgent",     "aws:RequestedRegion",  "aws:SecureTransport",
                                        "aws:SourceIp",      "aws:PrincipalAccount", "aws:PrincipalTag/team"};
    static const char *const values[] = {"alice",
                                         "AIDAALICEALICEALICE1",
                                         "arn:aws:iam::111122223333:user/alice",
                                         "User",
                                         "2026-11-24T08:00:00Z",
                                         "1795507200",
                                         "aws-cli/2.9",
                                         "us-east-1",
                                         "true",
                                         "10.1.2.3",
                                         "111122223333",
                                         "red"};
    struct gh_arena *a = gh_arena_new(0);
    struct policy_key keys[GH_COUNT(names)];
    struct gh_str text[GH_COUNT(names)];
    for (size_t i = 0; i < GH_COUNT(names); i++) {
        text[i] = gh_str_c(values[i]);
        keys[i] = (struct policy_key){gh_str_c(names[i]), &text[i], 1, false};
    }
    struct policy_request rq = {
        .action = GH_S("iam:GetUser"),
        .resource = GH_S("arn:aws:iam::111122223333:user/alice"),
        .principal = {.account_id = GH_S("111122223333"), .arn = GH_S("arn:aws:iam::111122223333:user/alice")},
        .keys = keys,
        .n_keys = GH_COUNT(keys)};
    const struct policy *twenty = compile(a, document(a, 20, false)), *thousand = compile(a, document(a, 1000, false)),
                        *same = compile(a, document(a, 1000, true));
    const struct policy *level[] = {compile(a, gh_str_c(full)), compile(a, gh_str_c(guard))};
    struct policy_level scps[3];
    for (size_t i = 0; i < 3; i++) scps[i].policies = (struct policy_list){level, 2};
    struct policy_layers layers = {.identity = {&level[0], 1}};
    measure("one statement", &layers, &rq);
    layers = (struct policy_layers){.identity = {&twenty, 1}, .scps = scps, .n_scps = 3};
    measure("20 statements + 3 SCP levels", &layers, &rq);
    layers.identity.v = &thousand;
    measure("1,000 statements + 3 SCP levels", &layers, &rq);
    layers.identity.v = &same;
    measure("1,000 statements of one service + 3 SCPs", &layers, &rq);
    measure_compile(document(a, 20, false), "20 statements");
    measure_compile(document(a, 1000, false), "1,000 statements");
    gh_arena_free(a);
    return 0;
}
