/* options.c: see options.h. */
#include "server/options.h"

#include <string.h>

#include "base/base.h"

struct row {
    const char *name, *value, *help; /* value NULL: the option stands alone */
    size_t offset;
};

#define ROW(name, member, value, help)                                                                                 \
    { name, value, help, offsetof(struct options, member) }
static const struct row rows[] = {
    ROW("data", data, "DIR", "the data directory: database, keyring, first credentials, mail"),
    ROW("database", database, "URL", "sqlite:PATH (default: sqlite:DIR/gatehouse.db) or postgres://USER@HOST/NAME"),
    ROW("listen", listen, "ADDR:PORT", "where to listen (default 127.0.0.1:8080; port 0 picks one)"),
    ROW("url", url, "URL", "the public URL, where it is not the one listened on (behind a proxy)"),
    ROW("region", region, "NAME", "the region of an Identity Center instance created here (default us-east-1)"),
    ROW("tls-cert", tls_cert, "FILE", "PEM certificate chain; with --tls-key: serve https"),
    ROW("tls-key", tls_key, "FILE", "PEM private key"),
    ROW("smtp", smtp, "URL",
        "send mail by smtp://[user:password@]host[:port] or smtps://… (default: files in DIR/mail)"),
    ROW("mail-from", mail_from, "ADDRESS", "the sender of mails (default no-reply@localhost)"),
    ROW("private-providers", private_providers, "POLICY",
        "allow or refuse (default): may OpenID Connect providers stand at private addresses?"),
    ROW("account-id", account_id, "N", "12 digits (default: drawn at random)"),
    ROW("account-name", account_name, "NAME", "name of the account"),
    ROW("root-email", root_email, "ADDRESS", "e-mail address of the account's root user"),
    ROW("first-key", first_key, "KIND",
        "admin (default): an IAM user with AdministratorAccess; root: a root access key, no user"),
    ROW("credentials-file", credentials_file, "FILE", "where to write the first access key (default DIR/credentials)"),
    ROW("endpoint", endpoint, "URL", "the server's URL (default: AWS_ENDPOINT_URL)"),
    ROW("profile", profile, "NAME",
        "a profile of the AWS credentials file (default: AWS_ACCESS_KEY_ID ..., else AWS_PROFILE, else default)"),
    ROW("plan", plan, NULL, "show what would change, and change nothing"),
    ROW("apply", apply, NULL, "show it, and do it"),
    ROW("prune", prune, NULL, "delete what the document's sections do not name; accounts stay"),
    ROW("identity-store", identity_store, "ID", "the user's identity store (default: the only one)"),
};

static bool takes(const struct command *command, const char *name) {
    size_t n = strlen(name);
    for (const char *at = command->takes; (at = strstr(at, name)); at += n) {
        bool begins = at == command->takes || at[-1] == ' ';
        if (begins && (at[n] == ' ' || at[n] == '\0')) return true;
    }
    return false;
}

static const struct row *row_named(const struct command *command, const char *name, size_t n) {
    for (size_t i = 0; i < GH_COUNT(rows); i++)
        if (strlen(rows[i].name) == n && memcmp(rows[i].name, name, n) == 0 && takes(command, rows[i].name))
            return &rows[i];
    return NULL;
}

static void help_row(FILE *to, const struct row *row) {
    const char *value = row->value ? row->value : "";
    fprintf(to, "  --%s %s%*s %s\n", row->name, value, (int)(28 - strlen(row->name) - strlen(value)), "", row->help);
}

void options_help(FILE *to, const struct command *command) {
    fprintf(to, "usage: gatehouse %s%s%s%s\n\n%s\n", command->name, command->takes[0] ? " [options]" : "",
            command->operands[0] ? " " : "", command->operands, command->summary);
    if (command->takes[0]) fprintf(to, "\noptions:\n");
    for (size_t i = 0; i < GH_COUNT(rows); i++)
        if (takes(command, rows[i].name)) help_row(to, &rows[i]);
    if (command->notes) fprintf(to, "\n%s\n", command->notes);
}

static int refuse(const struct command *command, const char *what, const char *argument) {
    fprintf(stderr, "gatehouse %s: %s: %s (see gatehouse %s --help)\n", command->name, what, argument, command->name);
    return -1;
}

/* One option at argv[*at], with its value in the same argument ("--x=y") or in the next one. */
static int parse_one(const struct command *command, int argc, char *const *argv, int *at, struct options *o) {
    const char *name = argv[*at] + 2, *equals = strchr(name, '=');
    const struct row *row = row_named(command, name, equals ? (size_t)(equals - name) : strlen(name));
    if (!row) return refuse(command, "unknown option", argv[*at]);
    if (!row->value && equals) return refuse(command, "the option takes no value", argv[*at]);
    const char *value = !row->value ? "yes" : equals ? equals + 1 : *at + 1 < argc ? argv[++*at] : NULL;
    if (!value) return refuse(command, "a value is missing after", argv[*at]);
    const char **member = (const char **)(void *)((char *)o + row->offset);
    *member = value;
    return 0;
}

/* Options from argv[*at] on. 1 where help or the version was asked for and printed. */
static int parse_options(const struct command *command, int argc, char *const *argv, int *at, struct options *o) {
    for (; *at < argc && strncmp(argv[*at], "--", 2) == 0 && argv[*at][2]; (*at)++) {
        if (strcmp(argv[*at], "--help") == 0) {
            options_help(stdout, command);
            return 1;
        }
        if (strcmp(argv[*at], "--version") == 0) {
            puts("gatehouse " GH_VERSION);
            return 1;
        }
        int r = parse_one(command, argc, argv, at, o);
        if (r) return r;
    }
    return 0;
}

int options_parse(const struct command *command, int argc, char *const *argv, struct options *ret_options) {
    struct options o = {0};
    int at = 0;
    int r = parse_options(command, argc, argv, &at, &o);
    if (r) return r;
    bool only_operands = at < argc && strcmp(argv[at], "--") == 0;
    if (only_operands) at++;
    o.operands = argv + at;
    while (at < argc && (only_operands || strncmp(argv[at], "--", 2) != 0)) at++, o.n_operands++;
    r = parse_options(command, argc, argv, &at, &o);
    if (r) return r;
    if (at < argc) return refuse(command, "unexpected operand", argv[at]);
    if (o.n_operands < command->min_operands) return refuse(command, "an operand is missing", command->operands);
    if (command->max_operands >= 0 && o.n_operands > command->max_operands)
        return refuse(command, "unexpected operand", o.operands[command->max_operands]);
    *ret_options = o;
    return 0;
}
