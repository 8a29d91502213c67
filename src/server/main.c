/* main.c: the program: finds the command and runs it. */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "server/commands.h"

static const struct command commands[] = {
    {"init", "", "Makes a data directory with its first account and access key.",
     "data database region account-id account-name root-email first-key credentials-file", 0, 0, command_init, 0, NULL},
    {"serve", "", "Serves every API and the sign-in pages; initialises an empty data directory first.",
     "data database listen url region tls-cert tls-key smtp mail-from private-providers account-id account-name "
     "root-email first-key "
     "credentials-file",
     0, 0, command_serve, 0, NULL},
    {"create-account", "",
     "Makes a stand-alone account with an access key of its own, as AWS's sign-up does. Works beside a running server.",
     "data database region account-id account-name root-email first-key credentials-file", 0, 0, command_create_account,
     0, NULL},
    {"invite", "USER", "Prints a one-time link with which an Identity Center user sets a password.",
     "data database url identity-store", 1, 1, command_invite, 0, NULL},
    {"rotate-keyring", "",
     "Adds a new master key to DIR/keyring, with which everything is sealed from then on; old keys still open what "
     "they "
     "sealed. Send the running server SIGHUP.",
     "data", 0, 0, command_rotate_keyring, 0, NULL},
    {"aws-data", "DIR",
     "Writes a folder for AWS_DATA_PATH that sends every service of an AWS CLI without AWS_ENDPOINT_URL to one URL.",
     "url", 1, 1, command_aws_data, 0, NULL},
    {"events", "",
     "Prints the audit trail, an event a line in CloudTrail's JSON, oldest first. Works beside a running server.",
     "data database", 0, 0, command_events, 0, NULL},
    {"import-managed-policies", "FILE...",
     "Adds AWS managed policies from JSON files, each named like its policy; an \"Arn\" member overrules the name.",
     "data database", 1, -1, command_import_managed_policies, 0, NULL},
    {.name = "export",
     .operands = "",
     .summary = "Writes the organization and its Identity Center as one YAML document to the standard output.",
     .takes = "endpoint profile",
     .run = command_export,
     .notes = "Exit codes: 0 written, 1 failed."},
    {.name = "apply",
     .operands = "FILE",
     .summary = "Makes the organization and its Identity Center what a document says (- reads the standard input).",
     .takes = "endpoint profile plan apply prune",
     .min_operands = 1,
     .max_operands = 1,
     .run = command_apply,
     .wrong_usage = 1,
     .notes = "Exit codes of --plan: 0 nothing to do, 2 there are changes, 1 error.\n"
              "Exit codes of --apply: 0 the document is carried out, 1 error or a step failed.\n"
              "A unit that cannot go, since accounts stand in it, counts as a change and as a failure."},
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
        if (r < 0) return commands[i].wrong_usage ? commands[i].wrong_usage : 2;
        return r ? 0 : commands[i].run(&o);
    }
    fprintf(stderr, "gatehouse: unknown command: %s (see gatehouse --help)\n", argv[1]);
    return 2;
}
