/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-command.h"

G_BEGIN_DECLS

extern const CliCommand cli_command_init;
extern const CliCommand cli_command_info;
extern const CliCommand cli_command_check;
extern const CliCommand cli_command_dump;
extern const CliCommand cli_command_import;
extern const CliCommand cli_command_imports;
extern const CliCommand cli_command_revert;
extern const CliCommand cli_command_list;
extern const CliCommand cli_command_show;
extern const CliCommand cli_command_save;
extern const CliCommand cli_command_search;
extern const CliCommand cli_command_add;
extern const CliCommand cli_command_attach;
extern const CliCommand cli_command_attachments;
extern const CliCommand cli_command_set;
extern const CliCommand cli_command_delete;
extern const CliCommand cli_command_restore;
extern const CliCommand cli_command_fields;
extern const CliCommand cli_command_history;
extern const CliCommand cli_command_undo;
extern const CliCommand cli_command_redo;
extern const CliCommand cli_command_merge;
extern const CliCommand cli_command_unmerge;
extern const CliCommand cli_command_conflicts;
extern const CliCommand cli_command_differences;
extern const CliCommand cli_command_resolve;
extern const CliCommand cli_command_erase;
extern const CliCommand cli_command_export;
extern const CliCommand cli_command_backup;
extern const CliCommand cli_command_help;

G_END_DECLS
