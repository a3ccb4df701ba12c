/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "commands.h"

typedef void (*RecordOperation) (EntChange *change, const EntKind *kind, const EntId *id);

/* What is done, for one record by its name and for several by their number. */
typedef struct
{
  RecordOperation run;
  char *(*dup_label) (const char *title, guint n);
} Operation;

static char *
dup_delete_label (const char *title, guint n)
{
  return n == 1 ? g_strdup_printf (_("Deletion of “%s”"), title)
                : g_strdup_printf (ngettext ("Deletion of %u record", "Deletion of %u records", n), n);
}

static char *
dup_restore_label (const char *title, guint n)
{
  return n == 1 ? g_strdup_printf (_("Restoration of “%s”"), title)
                : g_strdup_printf (ngettext ("Restoration of %u record", "Restoration of %u records", n), n);
}

static char *
dup_unmerge_label (const char *title, guint n)
{
  return n == 1
             ? g_strdup_printf (_("Separation of “%s”"), title)
             : g_strdup_printf (ngettext ("Separation of %u merged record", "Separation of %u merged records", n), n);
}

static CliStatus
run_on_records (CliContext *context, char **arguments, const Operation *operation, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (context->store);
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;
  guint n = g_strv_length (arguments);

  /* One change for all the records, so that one undo takes it back. */
  for (guint i = 0; i < n; i++)
    {
      EntId id;
      const EntKind *kind = cli_parse_id (context, arguments[i], &id, error);
      g_autoptr (EntRecord) record =
          kind != NULL ? ent_store_get_record_sync (context->store, kind, &id, NULL, error) : NULL;

      if (record == NULL)
        return CLI_REFUSED;
      g_set_str (&title, ent_record_get_title (record));
      operation->run (change, kind, &id);
    }
  label = operation->dup_label (title, n);
  return cli_commit_and_tell (context, change, label, error);
}

static CliStatus
delete_run (CliContext *context, char **arguments, GError **error)
{
  static const Operation operation = { ent_change_delete, dup_delete_label };

  return run_on_records (context, arguments, &operation, error);
}

static CliStatus
restore_run (CliContext *context, char **arguments, GError **error)
{
  static const Operation operation = { ent_change_restore, dup_restore_label };

  return run_on_records (context, arguments, &operation, error);
}

static CliStatus
unmerge_run (CliContext *context, char **arguments, GError **error)
{
  static const Operation operation = { ent_change_unmerge, dup_unmerge_label };

  return run_on_records (context, arguments, &operation, error);
}

const CliCommand cli_command_delete = {
  .name = "delete",
  .arguments = N_("ID…"),
  .summary = N_("Delete records; “restore” and “undo” bring them back"),
  .book = CLI_BOOK_WRITE,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .run = delete_run,
};

const CliCommand cli_command_restore = {
  .name = "restore",
  .arguments = N_("ID…"),
  .summary = N_("Bring deleted records back"),
  .book = CLI_BOOK_WRITE,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .run = restore_run,
};

const CliCommand cli_command_unmerge = {
  .name = "unmerge",
  .arguments = N_("ID…"),
  .summary = N_("Take a merge apart: the originals are back, later edits stay where they belong"),
  .book = CLI_BOOK_WRITE,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .run = unmerge_run,
};
