/*
 * index.c: postings under the whole action (patterns without wildcard), under the service ("iam:G*"), in large policies
 * under the first characters of the action ("iam:Get*"), and one chain of those that may match anything ("*",
 * NotAction). Evaluation merges the chains.
 */
#include "policy/index.h"

#include "base/base.h"

/* From how many statements on a chain of all patterns of a service costs more than the search by beginnings. */
#define DEEP_STATEMENTS 48

/* Keeps the beginning "iam:getuser" of a pattern apart from the whole action of that name. */
#define BEGINNING UINT64_C(0x9e3779b97f4a7c15)

/* How many characters behind the colon a beginning has, the longest first. */
static const size_t depths[INDEX_DEPTHS] = {8, 4};

struct builder {
    struct posting *postings;
    struct posting_slot *slots;
    uint32_t n, mask, any, any_tail;
    bool deep;
};

static struct posting_slot *slot_of(struct posting_slot *slots, uint32_t mask, struct gh_str key, uint64_t hash) {
    uint32_t at = (uint32_t)hash & mask;
    while (slots[at].key.p && !(slots[at].hash == hash && gh_str_eq(slots[at].key, key))) at = (at + 1) & mask;
    return &slots[at];
}

static uint32_t find(const struct statement_index *index, struct gh_str key, uint64_t hash) {
    uint32_t at = (uint32_t)hash & index->mask;
    for (; index->slots[at].key.p; at = (at + 1) & index->mask)
        if (index->slots[at].hash == hash && gh_str_eq(index->slots[at].key, key)) return index->slots[at].head;
    return POSTING_END;
}

static uint64_t beginning_hash(struct gh_str beginning) {
    return gh_hash(beginning) ^ BEGINNING;
}

uint32_t index_chains(const struct statement_index *index, const struct index_action *action,
                      uint32_t chains[INDEX_CHAINS]) {
    uint32_t n = 0;
    chains[n++] = find(index, action->text, action->hash);
    chains[n++] = find(index, gh_str_slice(action->text, 0, action->service_n), action->service_hash);
    chains[n++] = index->any;
    for (size_t i = 0; index->deep && i < INDEX_DEPTHS; i++) {
        size_t length = action->service_n + 1 + depths[i];
        if (action->text.n < length) continue;
        struct gh_str beginning = gh_str_slice(action->text, 0, length);
        chains[n++] = find(index, beginning, beginning_hash(beginning));
    }
    return n;
}

static uint32_t append(struct builder *b, uint32_t tail, uint32_t statement, const struct pattern *pattern) {
    b->postings[b->n] = (struct posting){statement, POSTING_END, pattern};
    if (tail != POSTING_END) b->postings[tail].next = b->n;
    return b->n++;
}

static void add_any(struct builder *b, uint32_t statement) {
    b->any_tail = append(b, b->any_tail, statement, NULL);
    if (b->any == POSTING_END) b->any = b->any_tail;
}

static void add_under(struct builder *b, struct gh_str key, uint64_t hash, uint32_t statement,
                      const struct pattern *pattern) {
    struct posting_slot *slot = slot_of(b->slots, b->mask, key, hash);
    if (!slot->key.p) *slot = (struct posting_slot){key, hash, POSTING_END, POSTING_END};
    slot->tail = append(b, slot->tail, statement, pattern);
    if (slot->head == POSTING_END) slot->head = slot->tail;
}

static size_t literal_length(struct gh_str encoded) {
    size_t n = 0;
    while (n < encoded.n && encoded.p[n] != PATTERN_RUN && encoded.p[n] != PATTERN_ONE) n++;
    return n;
}

/* Under as much of the pattern's beginning as is fixed. */
static void add_pattern(struct builder *b, uint32_t statement, const struct pattern *p) {
    size_t colon = (size_t)gh_str_find(p->text, ':'), literal = b->deep ? literal_length(p->text) : 0;
    for (size_t i = 0; i < INDEX_DEPTHS; i++) {
        if (literal < colon + 1 + depths[i]) continue;
        struct gh_str beginning = gh_str_slice(p->text, 0, colon + 1 + depths[i]);
        add_under(b, beginning, beginning_hash(beginning), statement, p);
        return;
    }
    struct gh_str service = gh_str_slice(p->text, 0, colon);
    add_under(b, service, gh_hash(service), statement, p);
}

static void add_action(struct builder *b, uint32_t statement, const struct pattern *p) {
    if (p->kind == PATTERN_ANY)
        add_any(b, statement);
    else if (p->kind == PATTERN_LITERAL)
        add_under(b, p->text, gh_hash(p->text), statement, NULL);
    else
        add_pattern(b, statement, p);
}

struct statement_index index_build(struct gh_arena *a, const struct statement *statements, uint32_t n) {
    uint32_t room = 0, slots = 4;
    for (uint32_t i = 0; i < n; i++) room += statements[i].not_action ? 1 : statements[i].n_actions;
    while (slots < 2 * room) slots *= 2;
    struct builder b = {.postings = gh_new_n(a, struct posting, room),
                        .slots = gh_new_n(a, struct posting_slot, slots),
                        .mask = slots - 1,
                        .any = POSTING_END,
                        .any_tail = POSTING_END,
                        .deep = n >= DEEP_STATEMENTS};
    for (uint32_t i = 0; i < n; i++) {
        if (statements[i].not_action) {
            add_any(&b, i);
            continue;
        }
        for (uint32_t k = 0; k < statements[i].n_actions; k++) add_action(&b, i, &statements[i].actions[k]);
    }
    return (struct statement_index){b.postings, b.slots, b.mask, b.any, b.deep};
}
