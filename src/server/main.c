/* main.c: the program: finds the command and runs it. */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "server/commands.h"

static const struct command commands[] = {
    {"init", "", "Makes a data directory with its first account and access key.",
     "data database region account-id account-name root-email first-key credentials-file", 0, 0, command_init},
    {"serve", "", "Serves every API and the sign-in pages; initialises an empty data directory first.",
     "data database listen url region tls-cert tls-key smtp mail-from private-providers account-id account-name "
     "root-email first-key "
     "credentials-file",
     0, 0, command_serve},
    {"create-account", "",
     "Makes a stand-alone account with an access key of its own, as AWS's sign-up does. Works beside a running server.",
     "data database region account-id account-name root-email first-key credentials-file", 0, 0,
     command_create_account},
    {"invite", "USER", "Prints a one-time link with which an Identity Center user sets a password.",
     "data database url identity-store", 1, 1, command_invite},
    {"rotate-keyring", "",
     "Adds a new master key to DIR/keyring, with which everything is sealed from then on; old keys still open what "
     "they "
     "sealed. Send the running server SIGHUP.",
     "data", 0, 0, command_rotate_keyring},
    {"aws-data", "DIR",
     "Writes a folder for AWS_DATA_PATH that sends every service of an AWS CLI without AWS_ENDPOINT_URL to one URL.",
     "url", 1, 1, command_aws_data},
    {"import-managed-policies", "FILE...",
     "Adds AWS managed policies from JSON files, each named like its policy; an \"Arn\" member overrules the name.",
     "data database", 1, -1, command_import_managed_policies},
};

static void help(FILE *to) {
    fprintf(to, "usage: gatehouse COMMAND [options]\n\ncommands:\n");
    for (size_t i = 0; i < GH_COUNT(commands); i++) fprintf(to, "  %-24s %s\n", commands[i].name, commands[i].summary);
    fprintf(to, "\ngatehouse COMMAND --help lists a command's options; gatehouse --version prints the version.\n");
}

int main(int argc, char **argv) {
    if (argc < 2) {
        help(stderr);
        return 2;
    }
    if (strcmp(argv[1], "--help") == 0) {
        help(stdout);
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("gatehouse " GH_VERSION);
        return 0;
    }
    for (size_t i = 0; i < GH_COUNT(commands); i++) {
        if (strcmp(argv[1], commands[i].name) != 0) continue;
        struct options o;
        int r = options_parse(&commands[i], argc - 2, argv + 2, &o);
        return r ? (r < 0 ? 2 : 0) : commands[i].run(&o);
    }
    fprintf(stderr, "gatehouse: unknown command: %s (see gatehouse --help)\n", argv[1]);
    return 2;
}
