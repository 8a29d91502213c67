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
    for (; audit_cursor_next(&c); e->sequence++) {
        e->time_ms = c.event.time_ms;
        if (e->time_ms > reader->after_ms) reader->take(reader->context, e);
    }
    if (!c.damaged) return 0;
    return gh_fail(err, GH_EIO, "the audit trail is damaged at %.*s:%lld", GH_S_FMT(e->node), (long long)e->sequence);
}

static int read_block(const struct audit_reader *reader, const struct store_audit_block_after_row *row,
                      struct gh_err *err) {
    struct audit_entry e = {.node = row->node, .sequence = row->sequence, .time_ms = row->first_ms};
    if (row->format != AUDIT_FORMAT_JSON) return read_packed(reader, &e, row->body, err);
    e.kept_json = row->body;
    reader->take(reader->context, &e);
    return 0;
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
    int r = store_audit_block_after(tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) r = read_block(reader, &rows.v[i], err);
    if (r || !rows.n) return r;
    const struct store_audit_block_after_row *last = &rows.v[rows.n - 1];
    if (last->node.n >= sizeof reader->node) return gh_fail(err, GH_EIO, "the audit trail names a node too long");
    memcpy(reader->node, last->node.p, last->node.n);
    reader->node[last->node.n] = '\0';
    reader->last_ms = last->last_ms;
    reader->sequence = last->sequence;
    reader->begun = true;
    return rows.n == BLOCKS_AT_ONCE;
}
