/* read.c: the trail as it was written, block by block. */
#include <string.h>

#include "audit/audit.h"
#include "audit/block.h"
#include "base/base.h"
#include "store/queries.h"
#include "store/store.h"

#define BLOCKS_AT_ONCE 16

static int read_packed(const struct audit_reader *reader, struct audit_entry *e, struct gh_str packed,
                       struct gh_err *err) {
    struct audit_cursor c;
    e->event = &c.event;
    audit_cursor_init(&c, packed);
    for (; !reader->stopped && audit_cursor_next(&c); e->sequence++) {
        e->time_ms = c.event.time_ms;
        if (e->time_ms > reader->after_ms && e->sequence >= reader->from) reader->take(reader->context, e);
    }
    if (!c.damaged) return 0;
    return gh_fail(err, GH_EIO, "the audit trail is damaged at %.*s:%lld", GH_S_FMT(e->node), (long long)e->sequence);
}

static int read_block(const struct audit_reader *reader, const struct store_audit_block_after_row *row,
                      struct gh_err *err) {
    struct audit_entry e = {.node = row->node,
                            .sequence = row->sequence,
                            .time_ms = row->first_ms,
                            .block_ms = row->last_ms,
                            .block_sequence = row->sequence};
    if (row->format != AUDIT_FORMAT_JSON) return read_packed(reader, &e, row->body, err);
    e.kept_json = row->body;
    reader->take(reader->context, &e);
    return 0;
}

static bool move_to(struct audit_reader *reader, struct gh_str node, int64_t last_ms, int64_t sequence) {
    if (node.n >= sizeof reader->node) return false;
    memcpy(reader->node, node.p, node.n);
    reader->node[node.n] = '\0';
    reader->last_ms = last_ms;
    reader->sequence = sequence;
    reader->begun = true;
    return true;
}

/* Nothing lies between a block's place and that with the sequence before. */
void audit_reader_stop(struct audit_reader *reader, const struct audit_entry *e) {
    reader->stopped = move_to(reader, e->node, e->block_ms, e->block_sequence - 1);
    reader->from = e->sequence;
}

/* Is the row the very next block behind where the reader stands? Of any other all events are new. */
static bool is_next(const struct audit_reader *reader, const struct store_audit_block_after_row *row) {
    return row->last_ms == reader->last_ms && row->sequence == reader->sequence + 1 &&
           gh_str_eq(row->node, gh_str_c(reader->node));
}

int audit_read(struct store_tx *tx, struct audit_reader *reader, struct gh_err *err) {
    struct store_audit_block_after_rows rows;
    struct store_audit_block_after_args args = {.last_ms = reader->after_ms,
                                                .node = GH_S("\x7f"), /* behind all of that moment */
                                                .count = BLOCKS_AT_ONCE};
    if (reader->begun) {
        args.last_ms = reader->last_ms;
        args.node = gh_str_c(reader->node);
        args.sequence = reader->sequence;
    }
    reader->stopped = false;
    int r = store_audit_block_after(tx, &args, &rows, err);
    if (!r && rows.n && !is_next(reader, &rows.v[0])) reader->from = 0;
    for (size_t i = 0; !r && !reader->stopped && i < rows.n; i++) {
        r = read_block(reader, &rows.v[i], err);
        if (!reader->stopped) reader->from = 0;
    }
    if (r || !rows.n || reader->stopped) return r ? r : reader->stopped;
    const struct store_audit_block_after_row *last = &rows.v[rows.n - 1];
    if (!move_to(reader, last->node, last->last_ms, last->sequence))
        return gh_fail(err, GH_EIO, "the audit trail names a node too long");
    return rows.n == BLOCKS_AT_ONCE;
}
