/*
 * options.h: the command line. One table lists every option; each command says which of them it takes.
 */
#ifndef GH_SERVER_OPTIONS_H
#define GH_SERVER_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

/** Everything the command line can say; NULL where it did not. */
struct options {
    const char *data, *database, *listen, *url, *region, *tls_cert, *tls_key, *smtp, *mail_from;
    const char *account_id, *account_name, *root_email, *first_key, *credentials_file;
    const char *identity_store;
    const char *private_providers; /* "allow" */
    const char *endpoint, *profile;
    const char *plan, *apply, *prune; /* not NULL where they were given */
    char *const *operands;            /* what stands between or after the options */
    int n_operands;
};

struct command {
    const char *name, *operands, *summary;
    const char *takes;              /* names of the options it takes, separated by spaces */
    int min_operands, max_operands; /* max -1: any number */
    int (*run)(const struct options *o);
    int wrong_usage;   /* exit code for a wrong line; 0: the usual 2 */
    const char *notes; /* what its help says at the end, or NULL */
};

/**
 * Parses @argv (without the program and the command name); options stand before or after the operands. 0 to go on; 1
 * where help or the version was printed; -1 where the line is wrong, which stderr then says.
 */
int options_parse(const struct command *command, int argc, char *const *argv, struct options *ret_options);
void options_help(FILE *to, const struct command *command);

#endif
