/*
 * index.c: postings under the whole action (patterns without wildcard), under the service ("iam:Get*"), and one chain
 * of those that may match anything ("*", NotAction). Evaluation merges three chains.
 */
#include "policy/index.h"

struct builder {
    struct posting *postings;
    struct posting_slot *slots;
    uint32_t n, mask, any, any_tail;
};

static struct posting_slot *slot_of(struct posting_slot *slots, uint32_t mask, struct gh_str key, uint64_t hash) {
    uint32_t at = (uint32_t)hash & mask;
    while (slots[at].key.p && !(slots[at].hash == hash && gh_str_eq(slots[at].key, key))) at = (at + 1) & mask;
    return &slots[at];
}

uint32_t index_find(const struct statement_index *index, struct gh_str key, uint64_t hash) {
    uint32_t at = (uint32_t)hash & index->mask;
    for (; index->slots[at].key.p; at = (at + 1) & index->mask)
        if (index->slots[at].hash == hash && gh_str_eq(index->slots[at].key, key)) return index->slots[at].head;
    return POSTING_END;
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

static void add_under(struct builder *b, struct gh_str key, uint32_t statement, const struct pattern *pattern) {
    uint64_t hash = gh_hash(key);
    struct posting_slot *slot = slot_of(b->slots, b->mask, key, hash);
    if (!slot->key.p) *slot = (struct posting_slot){key, hash, POSTING_END, POSTING_END};
    slot->tail = append(b, slot->tail, statement, pattern);
    if (slot->head == POSTING_END) slot->head = slot->tail;
}

static void add_action(struct builder *b, uint32_t statement, const struct pattern *p) {
    ptrdiff_t colon = gh_str_find(p->text, ':');
    if (p->kind == PATTERN_ANY)
        add_any(b, statement);
    else if (p->kind == PATTERN_LITERAL)
        add_under(b, p->text, statement, NULL);
    else
        add_under(b, gh_str_slice(p->text, 0, (size_t)colon), statement, p);
}

struct statement_index index_build(struct gh_arena *a, const struct statement *statements, uint32_t n) {
    uint32_t room = 0, slots = 4;
    for (uint32_t i = 0; i < n; i++) room += statements[i].not_action ? 1 : statements[i].n_actions;
    while (slots < 2 * room) slots *= 2;
    struct builder b = {.postings = gh_new_n(a, struct posting, room),
                        .slots = gh_new_n(a, struct posting_slot, slots),
                        .mask = slots - 1,
                        .any = POSTING_END,
                        .any_tail = POSTING_END};
    for (uint32_t i = 0; i < n; i++) {
        if (statements[i].not_action) {
            add_any(&b, i);
            continue;
        }
        for (uint32_t k = 0; k < statements[i].n_actions; k++) add_action(&b, i, &statements[i].actions[k]);
    }
    return (struct statement_index){b.postings, b.slots, b.mask, b.any};
}
