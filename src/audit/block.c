/* block.c: see block.h. */
#include "audit/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"

/* Many reads share a row of this size; a larger event has a block of its own. */
#define BLOCK_BYTES ((size_t)32 * 1024)
#define NUMBER_MAX 10 /* bytes of the longest number */

/* Part of the format: only ever add at the end. First what every event has anew. */
static const size_t event_texts[] = {
    offsetof(struct audit_event, request_id),
    offsetof(struct audit_event, account_id),
    offsetof(struct audit_event, event_source),
    offsetof(struct audit_event, event_name),
    offsetof(struct audit_event, request_parameters),
    offsetof(struct audit_event, response_elements),
    offsetof(struct audit_event, error_code),
    offsetof(struct audit_event, error_message),
    offsetof(struct audit_event, region),
    offsetof(struct audit_event, source_ip),
    offsetof(struct audit_event, user_agent),
    offsetof(struct audit_event, event_type),
    offsetof(struct audit_event, additional_data),
};
static const size_t caller_texts[] = {
    offsetof(struct principal, account_id),        offsetof(struct principal, arn),
    offsetof(struct principal, policy_arn),        offsetof(struct principal, user_id),
    offsetof(struct principal, entity_id),         offsetof(struct principal, name),
    offsetof(struct principal, access_key_id),     offsetof(struct principal, source_identity),
    offsetof(struct principal, provider),          offsetof(struct principal, identity_user_id),
    offsetof(struct principal, identity_store_id),
};
#define EVENT_TEXTS GH_COUNT(event_texts)
#define TEXTS (EVENT_TEXTS + GH_COUNT(caller_texts))
#define BIT_KIND ((uint32_t)1 << TEXTS)
#define BIT_ISSUED ((uint32_t)1 << (TEXTS + 1))
#define MASK_ALL ((uint32_t)(((uint64_t)1 << (TEXTS + 2)) - 1))
/* Source, name and region; and all that is the caller's. */
#define MASK_USE (~(((uint32_t)1 << EVENT_TEXTS) - 1) | 1u << 2 | 1u << 3 | 1u << 8)
_Static_assert(TEXTS + 2 <= 32, "a bit each");

/* The kind of caller, with the flags that an event has. */
enum { KIND_BITS = 4, READ_ONLY = 1 << KIND_BITS, MFA_PRESENT = READ_ONLY << 1, ASSUMED_ROOT = READ_ONLY << 2 };

static struct gh_str *text_at(struct audit_event *e, struct principal *caller, size_t i) {
    return i < EVENT_TEXTS ? (struct gh_str *)(void *)((char *)e + event_texts[i])
                           : (struct gh_str *)(void *)((char *)caller + caller_texts[i - EVENT_TEXTS]);
}

static const struct gh_str *text_of(const struct audit_event *e, size_t i) {
    return text_at((struct audit_event *)e, (struct principal *)e->caller, i);
}

static uint64_t kind_of(const struct audit_event *e) {
    const struct principal *p = e->caller;
    return (uint64_t)p->kind | (e->read_only ? READ_ONLY : 0u) | (p->mfa_present ? MFA_PRESENT : 0u) |
           (p->assumed_root ? ASSUMED_ROOT : 0u);
}

/* ---- writing ---- */

static char *put_number(char *at, uint64_t v) {
    for (; v >= 0x80; v >>= 7) *at++ = (char)(v | 0x80);
    *at++ = (char)v;
    return at;
}

/* Which members differ, and at most how many bytes the event takes. */
static uint32_t compare(const struct audit_block *b, const struct audit_event *e, size_t *ret_most) {
    uint32_t mask = 0;
    size_t most = 4 * NUMBER_MAX;
    for (size_t i = 0; i < TEXTS; i++) {
        struct gh_str s = *text_of(e, i);
        if (gh_str_eq(s, *text_of(&b->last, i))) continue;
        mask |= (uint32_t)1 << i;
        most += s.n + NUMBER_MAX;
    }
    if (kind_of(e) != kind_of(&b->last)) mask |= BIT_KIND;
    if (e->caller->token_issue_ms != b->last_caller.token_issue_ms) mask |= BIT_ISSUED;
    *ret_most = most;
    return mask;
}

static char *put_text(char *at, struct gh_str s, struct gh_str *ret_kept) {
    *ret_kept = GH_S_NONE;
    at = put_number(at, s.p ? s.n + 1 : 0);
    if (!s.p) return at;
    if (s.n) memcpy(at, s.p, s.n);
    *ret_kept = gh_str_n(at, s.n);
    return at + s.n;
}

static void add(struct audit_block *b, const struct audit_event *e, uint32_t mask) {
    int64_t since = e->time_ms - b->last.time_ms;
    char *at = put_number(b->data + b->n, mask);
    at = put_number(at, (uint64_t)since << 1 ^ (uint64_t)(since >> 63));
    for (uint32_t left = mask & ~(BIT_KIND | BIT_ISSUED); left; left &= left - 1) {
        size_t i = (size_t)__builtin_ctz(left);
        at = put_text(at, *text_of(e, i), text_at(&b->last, &b->last_caller, i));
    }
    if (mask & BIT_KIND) at = put_number(at, kind_of(e));
    if (mask & BIT_ISSUED) at = put_number(at, (uint64_t)e->caller->token_issue_ms);
    b->last.time_ms = e->time_ms;
    b->last.read_only = e->read_only;
    b->last_caller.kind = e->caller->kind;
    b->last_caller.mfa_present = e->caller->mfa_present;
    b->last_caller.assumed_root = e->caller->assumed_root;
    b->last_caller.token_issue_ms = e->caller->token_issue_ms;
    if (!b->events || e->time_ms < b->first_ms) b->first_ms = e->time_ms;
    if (!b->events || e->time_ms > b->last_ms) b->last_ms = e->time_ms;
    b->n = (size_t)(at - b->data);
    b->events++;
}

bool audit_block_add(struct audit_block *b, const struct audit_event *e) {
    size_t most;
    uint32_t mask = compare(b, e, &most);
    if (most > b->room - b->n) return false;
    add(b, e, mask);
    return true;
}

struct audit_block *audit_block_new(const struct audit_event *first) {
    struct audit_block empty = {.last.caller = &empty.last_caller};
    size_t room;
    compare(&empty, first, &room);
    if (room < BLOCK_BYTES) room = BLOCK_BYTES;
    struct audit_block *b = malloc(sizeof *b + room);
    if (!b) abort();
    *b = (struct audit_block){.room = room, .last.caller = &b->last_caller};
    audit_block_add(b, first);
    return b;
}

/* ---- reading ---- */

static bool take_number(struct gh_str *rest, uint64_t *ret) {
    uint64_t v = 0;
    for (unsigned i = 0; i < NUMBER_MAX && i < rest->n; i++) {
        unsigned char c = (unsigned char)rest->p[i];
        v |= (uint64_t)(c & 0x7f) << (7 * i);
        if (c & 0x80) continue;
        *rest = gh_str_slice(*rest, i + 1, rest->n);
        *ret = v;
        return true;
    }
    return false;
}

static bool take_text(struct gh_str *rest, struct gh_str *ret) {
    uint64_t n;
    if (!take_number(rest, &n) || (n && n - 1 > rest->n)) return false;
    *ret = n ? gh_str_n(rest->p, (size_t)n - 1) : GH_S_NONE;
    if (n) *rest = gh_str_slice(*rest, (size_t)n - 1, rest->n);
    return true;
}

static bool take_kind(struct audit_cursor *c) {
    uint64_t v;
    if (!take_number(&c->rest, &v)) return false;
    c->caller.kind = (enum principal_kind)(v & (READ_ONLY - 1));
    c->event.read_only = v & READ_ONLY;
    c->caller.mfa_present = v & MFA_PRESENT;
    c->caller.assumed_root = v & ASSUMED_ROOT;
    return true;
}

static bool take_event(struct audit_cursor *c) {
    uint64_t mask, since, issued;
    if (!take_number(&c->rest, &mask) || mask > MASK_ALL || !take_number(&c->rest, &since)) return false;
    c->event.time_ms = (int64_t)((uint64_t)c->event.time_ms + (since >> 1 ^ (0 - (since & 1))));
    for (size_t i = 0; i < TEXTS; i++)
        if ((mask >> i & 1) && !take_text(&c->rest, text_at(&c->event, &c->caller, i))) return false;
    if ((mask & BIT_KIND) && !take_kind(c)) return false;
    if (mask & BIT_ISSUED) {
        if (!take_number(&c->rest, &issued)) return false;
        c->caller.token_issue_ms = (int64_t)issued;
    }
    c->same_use = !(mask & MASK_USE);
    return true;
}

void audit_cursor_init(struct audit_cursor *c, struct gh_str packed) {
    *c = (struct audit_cursor){.rest = packed, .event.caller = &c->caller};
}

bool audit_cursor_next(struct audit_cursor *c) {
    if (!c->rest.n || c->damaged) return false;
    c->damaged = !take_event(c);
    return !c->damaged;
}
