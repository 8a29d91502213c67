/*
 * kept.c: answers that a reader remembers, for queries marked `-- kept`: those that every request of a kind asks, and
 * that decide who may do what. An answer is given again only under the store's mark under which it was read: nothing
 * was committed since that could have changed it. A table belongs to one connection, thus to one thread: no locks.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "store/store_int.h"

#define SLOTS 256u
#define KEY_MAX 512u

/* An answer that takes more is not remembered. */
#define ANSWER_BYTES_MAX ((size_t)32 * 1024)

/* One block: the answer, its rows, their text, the key. */
struct answer {
    uint64_t mark;
    const struct store_query *q;
    size_t rows_n, text_n, key_n;
    char *rows, *text, *key;
};

struct store_kept {
    struct answer *slots[SLOTS];
};

static bool is_text(const struct store_column *c) {
    return c->type == STORE_TEXT || c->type == STORE_BLOB;
}

static struct gh_str *text_at(void *row, const struct store_column *c) {
    return (struct gh_str *)(void *)((char *)row + c->at);
}

static bool put(char *key, size_t *n, const void *from, size_t size) {
    if (size > KEY_MAX - *n) return false;
    if (size) memcpy(key + *n, from, size);
    *n += size;
    return true;
}

/* The arguments one after the other, texts with their lengths. */
static bool write_key(const struct store_query *q, const void *args, char key[KEY_MAX], size_t *ret_n) {
    bool fits = true;
    *ret_n = 0;
    for (unsigned i = 0; i < q->args_n && fits; i++) {
        const struct store_column *c = &q->args[i];
        int64_t size = store_arg_absent(c, args) ? -1 : is_text(c) ? (int64_t)store_arg_text(c, args).n : 0;
        fits = put(key, ret_n, &size, sizeof size);
        if (!fits || size < 0) continue;
        int64_t number = is_text(c) ? 0 : store_arg_int(c, args);
        fits = is_text(c) ? put(key, ret_n, store_arg_text(c, args).p, (size_t)size)
                          : put(key, ret_n, &number, sizeof number);
    }
    return fits;
}

static struct answer **slot_of(struct store_kept *kept, const struct store_query *q, struct gh_str key) {
    return &kept->slots[(gh_hash(key) + q->id) % SLOTS];
}

static size_t text_size(const struct store_query *q, const struct store_result *r) {
    size_t n = 0;
    for (size_t k = 0; k < r->n; k++)
        for (unsigned i = 0; i < q->row_n; i++)
            if (is_text(&q->row[i])) n += text_at((char *)r->v + k * q->row_size, &q->row[i])->n;
    return n;
}

/* A copy of @n rows, their text with them. */
static void copy_rows(const struct store_query *q, size_t n, char *to, const char *from, char *text) {
    if (n) memcpy(to, from, n * q->row_size);
    for (size_t k = 0; k < n; k++, to += q->row_size)
        for (unsigned i = 0; i < q->row_n; i++) {
            if (!is_text(&q->row[i])) continue;
            struct gh_str *s = text_at(to, &q->row[i]);
            if (!s->p) continue;
            if (s->n) memcpy(text, s->p, s->n);
            s->p = text;
            text += s->n;
        }
}

bool store_kept_get(struct store_tx *tx, const struct store_query *q, const void *args, struct store_result *ret) {
    char key[KEY_MAX];
    size_t n;
    if (!q->kept || !tx->mark || !tx->kept || !write_key(q, args, key, &n)) return false;
    const struct answer *a = *slot_of(tx->kept, q, gh_str_n(key, n));
    if (!a || a->mark != tx->mark || a->q != q || a->key_n != n || memcmp(a->key, key, n) != 0) return false;
    *ret = (struct store_result){.n = a->rows_n, .room = a->rows_n};
    if (!a->rows_n) return true;
    ret->v = gh_arena_calloc(tx->arena, a->rows_n, q->row_size);
    copy_rows(q, a->rows_n, ret->v, a->rows, gh_arena_text(tx->arena, a->text_n));
    return true;
}

void store_kept_put(struct store_tx *tx, const struct store_query *q, const void *args, const struct store_result *r) {
    char key[KEY_MAX];
    size_t n;
    if (!q->kept || !tx->mark || !write_key(q, args, key, &n)) return;
    size_t rows_bytes = r->n * q->row_size, text_n = text_size(q, r);
    if (rows_bytes + text_n > ANSWER_BYTES_MAX) return;
    struct answer *a = malloc(sizeof *a + rows_bytes + text_n + n);
    if (!tx->kept) tx->kept = calloc(1, sizeof *tx->kept);
    if (!a || !tx->kept) abort();
    *a = (struct answer){
        .mark = tx->mark, .q = q, .rows_n = r->n, .text_n = text_n, .key_n = n, .rows = (char *)(a + 1)};
    a->text = a->rows + rows_bytes;
    a->key = a->text + text_n;
    copy_rows(q, r->n, a->rows, r->v, a->text);
    memcpy(a->key, key, n);
    struct answer **slot = slot_of(tx->kept, q, gh_str_n(key, n));
    free(*slot);
    *slot = a;
}

void store_kept_free(struct store_kept *kept) {
    for (size_t i = 0; kept && i < SLOTS; i++) free(kept->slots[i]);
    free(kept);
}
