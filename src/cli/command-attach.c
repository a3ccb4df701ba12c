/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"
#include "ent-kinds.h"
#include "ent-photo.h"

static char *name;
static gboolean is_photo;

static GOptionEntry *
attach_options (void)
{
  static GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("What to call the one file (default: as it is called)"),
      N_("NAME") },
    { "photo", 0, 0, G_OPTION_ARG_NONE, &is_photo, N_("Make the one file, a picture, the photo of a contact"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

static gboolean
check_usage (char **arguments, GError **error)
{
  if (is_photo && (name != NULL || arguments[2] != NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           /* Translators: do not translate --photo and --name. */
                           _("--photo takes one file, and goes without --name."));
      return FALSE;
    }
  if (name == NULL || arguments[2] == NULL)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       /* Translators: do not translate --name. */
                       _("--name is for one file; attach the others by themselves."));
  return FALSE;
}

/* All of them, or none: what was copied for a change that is not made goes with it. */
static gboolean
add_files (CliContext *context, EntChange *change, const EntId *id, char **files, GArray *attachments, GError **error)
{
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (files[i]);
      g_autoptr (EntContent) content = ent_store_stage_file_sync (context->store, file, NULL, error);
      EntId attachment;

      if (content == NULL)
        return FALSE;
      ent_change_attach (change, id, content, name, &attachment);
      g_array_append_val (attachments, attachment);
    }
  return TRUE;
}

/* The same photo again is nothing new. */
static gboolean
set_photo (CliContext *context,
           EntChange *change,
           const EntId *id,
           const char *path,
           GArray *attachments,
           GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (EntRecord) contact = ent_store_get_record_sync (context->store, ENT_CONTACT_PHOTO->kind, id, NULL, error);
  g_autoptr (EntContent) content =
      contact != NULL ? ent_store_stage_photo_sync (context->store, file, NULL, error) : NULL;
  EntId attachment;

  if (content == NULL)
    return FALSE;
  if (g_strcmp0 (ent_record_get_text (contact, "photo"), ent_content_get_sha256 (content)) == 0)
    return TRUE;
  ent_change_set_photo (change, id, content, &attachment);
  g_array_append_val (attachments, attachment);
  return TRUE;
}

static gboolean
check_photo (const EntKind *kind, GError **error)
{
  if (!is_photo || kind == ENT_CONTACT_PHOTO->kind)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               /* Translators: a kind of record. */
               _("Only contacts have a photo, no record of the kind “%s”."), ent_kind_get_label (kind));
  return FALSE;
}

static gboolean
print_attachments (CliContext *context, GArray *attachments, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < attachments->len; i++)
    {
      EntRecord *record = ent_store_get_record_sync (context->store, ent_kind_from_key ("attachment"),
                                                     &g_array_index (attachments, EntId, i), NULL, error);

      if (record == NULL)
        return FALSE;
      g_ptr_array_add (records, record);
    }
  cli_print_attachments (context, records);
  return TRUE;
}

static CliStatus
attach_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (EntChange) change = NULL;
  g_autoptr (GArray) attachments = g_array_new (FALSE, FALSE, sizeof (EntId));
  g_autofree char *label = NULL;
  guint n = g_strv_length (arguments) - 1;
  const EntKind *kind;
  EntId id;

  if (!check_usage (arguments, error))
    return CLI_USAGE;
  kind = cli_parse_attachable (context, arguments[0], &id, error);
  if (kind == NULL || !check_photo (kind, error))
    return CLI_REFUSED;
  change = ent_change_new (context->store);
  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Attaching of %u file", "Attaching of %u files", n), n);
  if (!(is_photo ? set_photo (context, change, &id, arguments[1], attachments, error)
                 : add_files (context, change, &id, arguments + 1, attachments, error)) ||
      !cli_commit (context, change, label, error))
    return CLI_REFUSED;
  if (attachments->len == 0 && context->format == CLI_FORMAT_TEXT)
    {
      g_print (_("Nothing had to be changed.\n"));
      return CLI_DONE;
    }
  return print_attachments (context, attachments, error) ? CLI_DONE : CLI_REFUSED;
}

static const char *const examples[] = {
  "attach 0198c2f1 contract.pdf plan.png",
  N_("Attaches both files to a record"),
  "attach 0198c2f1 scan0001.pdf --name 'Signed offer.pdf'",
  N_("Attaches a file under a better name"),
  "attach 0198c2f1 ada.jpg --photo",
  N_("Gives a contact a photo; “set 0198c2f1 photo=” takes it away"),
  NULL,
};

const CliCommand cli_command_attach = {
  .name = "attach",
  .arguments = N_("ID FILE…"),
  .summary = N_("Attach files to an account, contact, opportunity, activity, request or product"),
  .description = N_("The files are copied to the folder of files beside the book, where the same content lies once. "
                     "“delete” takes an attachment away and “undo” brings it back; “erase” removes its content too."),
  .examples = examples,
  .book = CLI_BOOK_WRITE,
  .takes_files = TRUE,
  .min_arguments = 2,
  .max_arguments = G_MAXUINT,
  .options = attach_options,
  .run = attach_run,
};
