/* commands.h: the commands of the program, one function each. They return the exit code. */
#ifndef GH_SERVER_COMMANDS_H
#define GH_SERVER_COMMANDS_H

#include "server/options.h"

int command_init(const struct options *o);
int command_serve(const struct options *o);
int command_create_account(const struct options *o);
int command_invite(const struct options *o);
int command_rotate_keyring(const struct options *o);
int command_aws_data(const struct options *o);
int command_events(const struct options *o);
int command_import_managed_policies(const struct options *o);
int command_export(const struct options *o);
int command_apply(const struct options *o);

#endif
