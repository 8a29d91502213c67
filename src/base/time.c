/* time.c: see time.h. The calendar is proleptic Gregorian; leap seconds are ignored, as POSIX does. */
#include "base/time.h"

#include <stdatomic.h>
#include <time.h>

#include "base/arena.h"

static _Atomic int64_t clock_offset_ms;

static int64_t read_clock(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * GH_SECOND_MS + t.tv_nsec / 1000000;
}

int64_t gh_clock_ms(void) {
    return read_clock(CLOCK_REALTIME) + atomic_load_explicit(&clock_offset_ms, memory_order_relaxed);
}

void gh_clock_shift(int64_t offset_ms) {
    atomic_store(&clock_offset_ms, offset_ms);
}

int64_t gh_monotonic_ms(void) {
    return read_clock(CLOCK_MONOTONIC);
}

struct timespec gh_monotonic_after(int64_t ms) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    int64_t ns = t.tv_nsec + ms % GH_SECOND_MS * 1000000;
    t.tv_sec += ms / GH_SECOND_MS + ns / 1000000000;
    t.tv_nsec = ns % 1000000000;
    return t;
}

struct civil {
    int year, month, day, hour, minute, second, weekday;
};

/*
 * Days since the epoch as year, month and day: counted in eras of 400 years that begin on 1 March, so that the leap day
 * is the last of its year.
 */
static struct civil civil_of(int64_t ms) {
    int64_t seconds = ms / GH_SECOND_MS - (ms % GH_SECOND_MS < 0);
    int64_t days = seconds / 86400 - (seconds % 86400 < 0);
    int clock = (int)(seconds - days * 86400);
    int64_t shifted = days + 719468; /* from 0000-03-01 */
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = (int)(shifted - era * 146097);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * day_of_year + 2) / 153; /* 0 = March */
    int64_t year = year_of_era + era * 400 + (month >= 10);
    int weekday = (int)(((days + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
    return (struct civil){.year = (int)year,
                          .month = month < 10 ? month + 3 : month - 9,
                          .day = day_of_year - (153 * month + 2) / 5 + 1,
                          .hour = clock / 3600,
                          .minute = clock / 60 % 60,
                          .second = clock % 60,
                          .weekday = weekday};
}

static char *put_number(char *to, int value, int digits) {
    for (int i = digits - 1; i >= 0; i--, value /= 10) to[i] = (char)('0' + value % 10);
    return to + digits;
}

/* Every request writes times, so this is spelled out rather than printed. */
static struct gh_str write_time(struct gh_arena *a, int64_t ms, bool extended) {
    struct civil c = civil_of(ms);
    char *p = gh_arena_text(a, 24), *at = put_number(p, c.year, 4);
    if (extended) *at++ = '-';
    at = put_number(at, c.month, 2);
    if (extended) *at++ = '-';
    at = put_number(at, c.day, 2);
    *at++ = 'T';
    at = put_number(at, c.hour, 2);
    if (extended) *at++ = ':';
    at = put_number(at, c.minute, 2);
    if (extended) *at++ = ':';
    at = put_number(at, c.second, 2);
    *at++ = 'Z';
    *at = '\0';
    return gh_str_n(p, (size_t)(at - p));
}

struct gh_str gh_time_iso(struct gh_arena *a, int64_t ms) {
    return write_time(a, ms, true);
}

struct gh_str gh_time_basic(struct gh_arena *a, int64_t ms) {
    return write_time(a, ms, false);
}

struct gh_str gh_time_http(struct gh_arena *a, int64_t ms) {
    static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil c = civil_of(ms);
    return gh_fmt(a, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[c.weekday], c.day, months[c.month - 1], c.year, c.hour,
                  c.minute, c.second);
}

/* Reads exactly @digits decimal digits off the front of *s. */
static bool eat_number(struct gh_str *s, size_t digits, int *ret) {
    if (s->n < digits) return false;
    int v = 0;
    for (size_t i = 0; i < digits; i++) {
        if (s->p[i] < '0' || s->p[i] > '9') return false;
        v = v * 10 + (s->p[i] - '0');
    }
    *s = gh_str_slice(*s, digits, s->n);
    *ret = v;
    return true;
}

static bool eat(struct gh_str *s, char c) {
    if (!s->n || s->p[0] != c) return false;
    *s = gh_str_slice(*s, 1, s->n);
    return true;
}

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* civil_of() the other way round: days since the epoch. (timegm() takes its time: it asks for the time zone.) */
static int64_t days_of(int year, int month, int day) {
    int64_t y = month > 2 ? year : year - 1;
    int64_t era = y / 400, year_of_era = y % 400; /* years begin with 1 */
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static bool civil_to_ms(const struct civil *c, int64_t *ret_ms) {
    if (c->year < 1 || c->month < 1 || c->month > 12 || c->day < 1 || c->day > days_in(c->year, c->month)) return false;
    if (c->hour > 23 || c->minute > 59 || c->second > 59) return false;
    int64_t days = days_of(c->year, c->month, c->day);
    *ret_ms = (((days * 24 + c->hour) * 60 + c->minute) * 60 + c->second) * GH_SECOND_MS;
    return true;
}

static bool eat_fraction(struct gh_str *s, int64_t *ret_ms) {
    int64_t scale = 100, ms = 0;
    size_t digits = 0;
    while (s->n && s->p[0] >= '0' && s->p[0] <= '9') {
        ms += (s->p[0] - '0') * scale;
        scale /= 10;
        digits++;
        *s = gh_str_slice(*s, 1, s->n);
    }
    *ret_ms = ms;
    return digits > 0;
}

static bool eat_zone(struct gh_str *s, int64_t *ret_offset_ms) {
    *ret_offset_ms = 0;
    if (eat(s, 'Z')) return true;
    int sign = eat(s, '+') ? 1 : eat(s, '-') ? -1 : 0;
    int hour, minute;
    if (!sign || !eat_number(s, 2, &hour) || !eat(s, ':') || !eat_number(s, 2, &minute)) return false;
    if (hour > 23 || minute > 59) return false;
    *ret_offset_ms = sign * (hour * GH_HOUR_MS + minute * GH_MINUTE_MS);
    return true;
}

bool gh_time_parse_iso(struct gh_str s, int64_t *ret_ms) {
    struct civil c = {0};
    if (!eat_number(&s, 4, &c.year) || !eat(&s, '-') || !eat_number(&s, 2, &c.month) || !eat(&s, '-') ||
        !eat_number(&s, 2, &c.day) || !eat(&s, 'T') || !eat_number(&s, 2, &c.hour) || !eat(&s, ':') ||
        !eat_number(&s, 2, &c.minute) || !eat(&s, ':') || !eat_number(&s, 2, &c.second))
        return false;
    int64_t ms, fraction_ms = 0, zone_ms;
    if (eat(&s, '.') && !eat_fraction(&s, &fraction_ms)) return false;
    if (!eat_zone(&s, &zone_ms) || s.n || !civil_to_ms(&c, &ms)) return false;
    *ret_ms = ms + fraction_ms - zone_ms;
    return true;
}

bool gh_time_parse_basic(struct gh_str s, int64_t *ret_ms) {
    struct civil c = {0};
    return s.n == 16 && eat_number(&s, 4, &c.year) && eat_number(&s, 2, &c.month) && eat_number(&s, 2, &c.day) &&
           eat(&s, 'T') && eat_number(&s, 2, &c.hour) && eat_number(&s, 2, &c.minute) && eat_number(&s, 2, &c.second) &&
           eat(&s, 'Z') && civil_to_ms(&c, ret_ms);
}

/* One "12H" of a duration whose unit letter is looked for in @units; false where the next part is another unit. */
static bool eat_part(struct gh_str *s, const char *units, const int64_t *seconds, size_t *unit, int64_t *total) {
    size_t digits = 0;
    while (digits < s->n && s->p[digits] >= '0' && s->p[digits] <= '9') digits++;
    int64_t value;
    if (!digits || digits > 9 || digits == s->n || !gh_str_to_i64(gh_str_slice(*s, 0, digits), &value)) return false;
    while (units[*unit] && units[*unit] != s->p[digits]) (*unit)++;
    if (!units[*unit]) return false;
    *total += value * seconds[*unit];
    (*unit)++;
    *s = gh_str_slice(*s, digits + 1, s->n);
    return true;
}

bool gh_time_parse_duration(struct gh_str s, int64_t *ret_seconds) {
    static const int64_t day[] = {86400}, clock[] = {3600, 60, 1};
    int64_t total = 0;
    size_t unit = 0;
    if (!eat(&s, 'P') || !s.n) return false;
    if (s.p[0] != 'T' && !eat_part(&s, "D", day, &unit, &total)) return false;
    if (s.n) {
        if (!eat(&s, 'T') || !s.n) return false;
        unit = 0;
        while (s.n)
            if (!eat_part(&s, "HMS", clock, &unit, &total)) return false;
    }
    *ret_seconds = total;
    return true;
}
