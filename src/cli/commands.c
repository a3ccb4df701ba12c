/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "commands.h"

const CliCommand *const cli_commands[] = {
  &cli_command_init,
  &cli_command_info,
  &cli_command_check,
  &cli_command_dump,
  &cli_command_import,
  &cli_command_differences,
  &cli_command_imports,
  &cli_command_revert,
  &cli_command_list,
  &cli_command_show,
  &cli_command_search,
  &cli_command_add,
  &cli_command_set,
  &cli_command_delete,
  &cli_command_restore,
  &cli_command_history,
  &cli_command_undo,
  &cli_command_redo,
  &cli_command_merge,
  &cli_command_unmerge,
  &cli_command_conflicts,
  &cli_command_resolve,
  &cli_command_attach,
  &cli_command_attachments,
  &cli_command_save,
  &cli_command_erase,
  &cli_command_export,
  &cli_command_backup,
  &cli_command_fields,
  &cli_command_help,
  NULL,
};
