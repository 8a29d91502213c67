/* pages.c: what the templates cannot express: headers, error texts, the search over accounts, names and dates. */
#include "signin/pages.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"

const struct page_header page_headers[] = {
    {GH_S_INIT("Content-Security-Policy"),
     GH_S_INIT("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
               "frame-ancestors 'none'")},
    {GH_S_INIT("X-Content-Type-Options"), GH_S_INIT("nosniff")},
    {GH_S_INIT("X-Frame-Options"), GH_S_INIT("DENY")},
    {GH_S_INIT("Referrer-Policy"), GH_S_INIT("same-origin")},
    {GH_S_INIT("Cross-Origin-Opener-Policy"), GH_S_INIT("same-origin")},
    {GH_S_INIT("Cache-Control"), GH_S_INIT("no-store")},
};
const size_t n_page_headers = sizeof(page_headers) / sizeof(page_headers[0]);

const struct page_asset *page_asset_find(struct gh_str path) {
    for (size_t i = 0; i < n_page_assets; i++) {
        if (gh_str_eq(page_assets[i].path, path)) return &page_assets[i];
    }
    return NULL;
}

struct failure {
    unsigned status;
    bool home; /* is there a point in going on to the accounts? */
    struct gh_str heading, message, hint;
};

static const struct failure failures[] = {
    {400, true, GH_S_INIT("That did not work"), GH_S_INIT("The form was incomplete, or it was open for too long."),
     GH_S_INIT("Go back, reload the page and try again.")},
    {403, true, GH_S_INIT("Not allowed"),
     GH_S_INIT("You have no access to this page, or the form was not sent from it."),
     GH_S_INIT("If you think you should have access, ask your administrator.")},
    {404, true, GH_S_INIT("Page not found"), GH_S_INIT("There is nothing at this address."),
     GH_S_INIT("Check the link, or start from your accounts.")},
    {405, true, GH_S_INIT("That did not work"), GH_S_INIT("This address cannot be opened in that way."),
     GH_S_INIT("Start from your accounts.")},
    {429, false, GH_S_INIT("Too many attempts"),
     GH_S_INIT("For your protection, further attempts are refused for a while."), GH_S_INIT("Wait, then try again.")},
    {503, false, GH_S_INIT("Just a moment"), GH_S_INIT("The service is busy or restarting. Nothing was changed."),
     GH_S_INIT("Try again shortly.")},
    {500, false, GH_S_INIT("Something went wrong"), GH_S_INIT("The fault is ours, and it has been recorded."),
     GH_S_INIT("Try again. If it happens once more, give the request ID to your administrator.")},
};

static const struct failure *failure_of(unsigned status) {
    size_t last = sizeof(failures) / sizeof(failures[0]) - 1;
    for (size_t i = 0; i <= last; i++) {
        if (failures[i].status == status) return &failures[i];
    }
    return status >= 400 && status < 500 ? &failures[0] : &failures[last];
}

static struct gh_str wait_hint(struct gh_arena *a, int64_t seconds) {
    if (seconds == 1) return GH_S("Try again in 1 second.");
    if (seconds <= 90) return gh_fmt(a, "Try again in %lld seconds.", (long long)seconds);
    return gh_fmt(a, "Try again in %lld minutes.", (long long)((seconds + 59) / 60));
}

void page_failure_render(struct gh_buf *b, const struct page_layout *layout, unsigned status, int64_t retry_after_s,
                         struct gh_str request_id) {
    const struct failure *f = failure_of(status);
    struct page_error p = {
        .layout = *layout,
        .status = status,
        .heading = f->heading,
        .message = f->message,
        .hint = f->hint,
        .request_id = request_id,
        .home = f->home,
    };
    if (retry_after_s > 0 && (status == 429 || status == 503)) p.hint = wait_hint(b->arena, retry_after_s);
    page_error_render(b, &p);
}

static bool has_word(struct gh_str text, struct gh_str word) {
    for (size_t i = 0; i + word.n <= text.n; i++) {
        if (gh_str_eq_ci(gh_str_slice(text, i, i + word.n), word)) return true;
    }
    return false;
}

static bool account_has_word(const struct page_home_account *account, struct gh_str word) {
    return has_word(account->name, word) || has_word(account->account_id, word) || has_word(account->email, word);
}

/* Do all words of @q occur in the account or, where @role is given, in that role? */
static bool matches(const struct page_home_account *account, const struct page_home_role *role, struct gh_str q) {
    struct gh_str word;
    while (gh_str_split(&q, ' ', &word)) {
        if (word.n == 0 || account_has_word(account, word)) continue;
        if (!role || !has_word(role->name, word)) return false;
    }
    return true;
}

/* Copies @from with the roles that match to @to; false where nothing does. */
static bool narrow(struct gh_arena *a, const struct page_home_account *from, struct gh_str q,
                   struct page_home_account *to) {
    *to = *from;
    if (matches(from, NULL, q)) return true;
    struct page_home_role *roles = gh_new_n(a, struct page_home_role, from->n_roles);
    to->n_roles = 0;
    for (size_t i = 0; i < from->n_roles; i++) {
        if (matches(from, &from->roles[i], q)) roles[to->n_roles++] = from->roles[i];
    }
    to->roles = roles;
    return to->n_roles > 0;
}

static void show_page(struct page_home *p, const struct page_home_account *found, size_t n_found, int64_t page) {
    int64_t pages = ((int64_t)n_found + PAGE_ACCOUNTS_AT_ONCE - 1) / PAGE_ACCOUNTS_AT_ONCE;
    if (page > pages) page = pages;
    if (page < 1) page = 1;
    size_t from = (size_t)(page - 1) * PAGE_ACCOUNTS_AT_ONCE;
    size_t left = n_found - from;
    p->accounts = found + from;
    p->n_accounts = left < PAGE_ACCOUNTS_AT_ONCE ? left : PAGE_ACCOUNTS_AT_ONCE;
    p->total = (int64_t)n_found;
    p->one = n_found == 1;
    p->paged = pages > 1;
    p->from = (int64_t)from + 1;
    p->to = (int64_t)(from + p->n_accounts);
    p->previous = page - 1;
    p->following = page < pages ? page + 1 : 0;
}

void page_home_fill(struct gh_arena *a, struct page_home *p, const struct page_home_account *all, size_t n_all,
                    struct gh_str q, int64_t page) {
    p->q = gh_str_trim(q);
    if (p->q.n == 0) {
        show_page(p, all, n_all, page);
        return;
    }
    struct page_home_account *found = gh_new_n(a, struct page_home_account, n_all);
    size_t n_found = 0;
    for (size_t i = 0; i < n_all; i++) {
        if (narrow(a, &all[i], p->q, &found[n_found])) n_found++;
    }
    show_page(p, found, n_found, page);
}

static bool is_profile_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* Appends @s with each run of other characters as one hyphen, none at its ends. */
static void add_profile_part(struct gh_buf *b, struct gh_str s) {
    bool any = false, gap = false;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_profile_char(s.p[i])) {
            gap = any;
            continue;
        }
        if (gap) gh_buf_addc(b, '-');
        gh_buf_addc(b, s.p[i]);
        any = true;
        gap = false;
    }
}

struct gh_str page_profile_name(struct gh_arena *a, struct gh_str account_name, struct gh_str role_name) {
    struct gh_buf b;
    gh_buf_init(&b, a, account_name.n + role_name.n + 1);
    add_profile_part(&b, gh_str_lower(a, account_name));
    if (gh_buf_str(&b).n > 0) gh_buf_addc(&b, '-');
    add_profile_part(&b, role_name);
    return gh_buf_str(&b);
}

struct gh_str page_time(struct gh_arena *a, int64_t ms) {
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    struct gh_str iso = gh_time_iso(a, ms); /* "2026-11-24T08:15:00Z" */
    int64_t month = 0, day = 0;
    if (iso.n != 20 || !gh_str_to_i64(gh_str_slice(iso, 5, 7), &month) ||
        !gh_str_to_i64(gh_str_slice(iso, 8, 10), &day) || month < 1 || month > 12)
        return iso;
    return gh_fmt(a, "%lld %s %.*s, %.*s UTC", (long long)day, months[month - 1], GH_S_FMT(gh_str_slice(iso, 0, 4)),
                  GH_S_FMT(gh_str_slice(iso, 11, 16)));
}
