/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-attachment-private.h"
#include "ent-import-source-private.h"
#include "ent-import-sql-private.h"
#include "ent-mail-private.h"
#include "ent-text-source-private.h"

/*
 * One letter (.eml) is one activity. Who wrote it and who got it are found by their addresses; nobody is made of an
 * address that is not known: it is said. A letter is known again by its Message-ID. What is attached to it is attached
 * to the activity.
 */
typedef struct
{
  EntImportSource parent;
  const EntImportSettings *settings; /* of the import, which outlives it */
  GCancellable *cancellable;
  gboolean done;
  EntMail *mail;          /* once it was read; its text is not kept */
  GPtrArray *attachments; /* EntStagedAttachment, of the record; NULL: none */
} EntImportMailSource;

#define MAIL_SOURCE "message-id"

/* So many addresses are named. */
#define MAX_NAMED 5

static const EntField *
get_field (const char *key)
{
  return ent_kind_get_field (ent_kind_from_key ("activity"), key);
}

static void
add_text (EntStagedRecord *staged, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    ent_staged_record_add_text (staged, ENT_STAGED_SET, get_field (key), text);
}

static void
add_integer (EntStagedRecord *staged, const char *key, gint64 number)
{
  EntValue value = ENT_VALUE_INIT;

  ent_value_set_integer (&value, number);
  ent_staged_record_take (staged, ENT_STAGED_SET, get_field (key), &value);
}

typedef struct
{
  const EntKind *kind; /* NULL: any that may take part */
  GPtrArray *addresses;
  GPtrArray *found; /* those that belong to somebody */
} Search;

static gboolean
search_cb (EntDb *db, gpointer data, GError **error)
{
  Search *search = data;
  const EntField *participants = get_field ("participants");

  for (guint i = 0; i < search->addresses->len; i++)
    for (guint j = 0; participants->targets[j] != NULL; j++)
      {
        EntId id;

        if (search->kind != NULL && participants->targets[j] != search->kind)
          continue;
        if (!ent_import_sql_find_email (db, participants->targets[j], search->addresses->pdata[i], &id, error))
          return FALSE;
        if (ent_id_is_null (&id))
          continue;
        g_ptr_array_add (search->found, search->addresses->pdata[i]);
        break;
      }
  return TRUE;
}

/* The first of these addresses that is a user's; NULL when none is. */
static gboolean
find_user (EntStore *store, GPtrArray *addresses, const char **user, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  Search search = { ent_kind_from_key ("user"), addresses, found };

  if (!ent_store_with_reader (store, NULL, search_cb, &search, error))
    return FALSE;
  *user = found->len > 0 ? found->pdata[0] : NULL;
  return TRUE;
}

/* Who of us wrote it or got it is its owner; we wrote it if one of us did. */
static gboolean
stage_owner (EntImportMailSource *self, EntStagedRecord *staged, GError **error)
{
  EntStore *store = self->parent.store;
  const char *sender;
  const char *owner;

  if (!find_user (store, self->mail->senders, &sender, error))
    return FALSE;
  owner = sender;
  if (owner == NULL && !find_user (store, self->mail->receivers, &owner, error))
    return FALSE;
  add_text (staged, "direction", sender != NULL ? "outgoing" : "incoming");
  if (owner != NULL)
    ent_staged_record_add_foreign_id (staged, get_field ("owner"), NULL, ENT_IMPORT_EMAIL_SOURCE, owner);
  return TRUE;
}

static void
stage_participants (EntStagedRecord *staged, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    ent_staged_record_add_foreign_id (staged, get_field ("participants"), NULL, ENT_IMPORT_EMAIL_SOURCE,
                                      addresses->pdata[i]);
}

static void
stage_attachments (EntImportMailSource *self, EntStagedRecord *staged)
{
  GPtrArray *attachments = self->mail->attachments;

  if (attachments->len == 0)
    return;
  staged->attachments = g_ptr_array_new_with_free_func (ent_staged_attachment_free);
  for (guint i = 0; i < attachments->len; i++)
    {
      const EntMailAttachment *attachment = attachments->pdata[i];

      g_ptr_array_add (staged->attachments,
                       ent_staged_attachment_new (attachment->name, attachment->media_type, attachment->content));
    }
  self->attachments = g_ptr_array_ref (staged->attachments);
  g_ptr_array_set_size (attachments, 0);
}

static gboolean
next (EntImportSource *source, EntStagedRecord **record, GError **error)
{
  EntImportMailSource *self = (EntImportMailSource *) source;
  g_autoptr (EntStagedRecord) staged = NULL;
  const EntMail *mail;
  guint64 fingerprint;

  *record = NULL;
  if (self->done)
    return TRUE;
  self->done = TRUE;
  /* Only when its turn comes: thousands of letters may be brought in at once. */
  self->mail = ent_mail_new_from_file (source->file, &fingerprint, self->cancellable, error);
  if (self->mail == NULL)
    return FALSE;
  mail = self->mail;
  staged = ent_staged_record_new (source->kind, source->index, 1);
  staged->fingerprint = fingerprint;

  add_text (staged, "type", "email");
  add_text (staged, "subject", mail->subject != NULL ? mail->subject : _("(No subject)"));
  add_text (staged, "body", mail->body);
  if (mail->has_date)
    {
      add_integer (staged, "start", mail->date);
      add_integer (staged, "done", mail->date);
    }
  if (mail->message_id != NULL)
    ent_staged_record_add_source_id (staged, MAIL_SOURCE, mail->message_id);
  if (!stage_owner (self, staged, error))
    return FALSE;
  stage_participants (staged, mail->senders);
  stage_participants (staged, mail->receivers);
  if (!ent_import_stage_about (source->store, self->settings, staged, error))
    return FALSE;
  stage_attachments (self, staged);
  g_clear_pointer (&self->mail->body, g_free);
  *record = g_steal_pointer (&staged);
  return TRUE;
}

static gboolean
inspect (EntImportSource *source, EntImportFile *file, GError **error)
{
  file->format = "mail";
  file->kind = source->kind;
  /* Translators: what a file is. */
  file->description = g_strdup (_("E-mail"));
  return TRUE;
}

static void
note_unknown (EntImportMailSource *self, const char *name, GPtrArray *notes)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GString) named = g_string_new (NULL);
  Search search = { NULL, all, found };
  guint n = 0;

  g_ptr_array_extend (all, self->mail->senders, NULL, NULL);
  for (guint i = 0; i < self->mail->receivers->len; i++)
    if (!g_ptr_array_find_with_equal_func (all, self->mail->receivers->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (all, self->mail->receivers->pdata[i]);
  if (!ent_store_with_reader (self->parent.store, NULL, search_cb, &search, NULL))
    return;
  for (guint i = 0; i < all->len; i++)
    if (!g_ptr_array_find (found, all->pdata[i], NULL))
      {
        n++;
        if (n <= MAX_NAMED)
          g_string_append_printf (named, "%s%s", n > 1 ? ", " : "", (const char *) all->pdata[i]);
        else if (n == MAX_NAMED + 1)
          g_string_append (named, " …");
      }
  if (n > 0)
    g_ptr_array_add (
        notes,
        g_strdup_printf (
            /* Translators: first a number, then a file's name and e-mail addresses. */
            g_dngettext (GETTEXT_PACKAGE,
                         "%u address in “%s” belongs to nobody in the book, or to several: %s. Add a contact with it "
                         "and import the file again to have the e-mail there.",
                         "%u addresses in “%s” belong to nobody in the book, or to several: %s. Add contacts with them "
                         "and import the file again to have the e-mail there.",
                         n),
            n, name, named->str));
}

static void
note_left_out (EntImportMailSource *self, const char *name, GPtrArray *notes)
{
  if (self->attachments != NULL)
    ent_staged_attachments_append_notes (self->attachments, self->parent.store, name, notes);
  if (self->mail->n_lost > 0)
    g_ptr_array_add (notes, g_strdup_printf (
                                /* Translators: a number, then a file's name. */
                                g_dngettext (GETTEXT_PACKAGE,
                                             "%u attachment of “%s” was left out, because the e-mail is too long.",
                                             "%u attachments of “%s” were left out, because the e-mail is too long.",
                                             self->mail->n_lost),
                                self->mail->n_lost, name));
  if (self->mail->n_pictures > 0)
    g_ptr_array_add (notes, g_strdup (_("Pictures that stand in the text of e-mails, such as logos, were left out.")));
}

static void
append_notes (EntImportSource *source, GPtrArray *notes)
{
  EntImportMailSource *self = (EntImportMailSource *) source;
  g_autofree char *name = ent_text_source_dup_name (source->file);
  const EntMail *mail = self->mail;

  if (mail == NULL)
    return;
  note_unknown (self, name, notes);
  if (!mail->has_date)
    g_ptr_array_add (notes, g_strdup_printf (_("“%s” does not say when it was sent; say when it was, or it stays "
                                                "open."),
                                             name));
  if (mail->several)
    g_ptr_array_add (notes,
                     g_strdup_printf (_("“%s” is a mailbox of several e-mails; the first one was taken. Save the "
                                         "others one by one."),
                                      name));
  if (mail->cut || (mail->unread && mail->n_lost == 0))
    g_ptr_array_add (notes, g_strdup_printf (_("The text of “%s” is too long; its beginning was taken."), name));
  note_left_out (self, name, notes);
  /* The file is closed: it may be one of thousands. */
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
}

static void
free_source (EntImportSource *source)
{
  EntImportMailSource *self = (EntImportMailSource *) source;

  g_clear_pointer (&self->mail, ent_mail_free);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  ent_import_source_clear (source);
  g_free (self);
}

static double
get_fraction (EntImportSource *source)
{
  return ((EntImportMailSource *) source)->done ? 1 : 0;
}

static const EntImportSourceClass mail_class = {
  .inspect = inspect,
  .next = next,
  .append_notes = append_notes,
  .get_fraction = get_fraction,
  .free = free_source,
};

EntImportSource *
ent_import_mail_source_open (EntStore *store,
                             GFile *file,
                             guint index,
                             const EntImportSettings *settings,
                             GCancellable *cancellable,
                             GError **error)
{
  EntImportMailSource *self;

  if (settings->kind != NULL && settings->kind != ent_kind_from_key ("activity"))
    {
      g_autofree char *name = ent_text_source_dup_name (file);

      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is an e-mail; only an activity can be read from it."),
                   name);
      return NULL;
    }
  self = g_new0 (EntImportMailSource, 1);
  ent_import_source_init (&self->parent, &mail_class, store, file, index);
  self->parent.kind = ent_kind_from_key ("activity");
  self->parent.format = "mail";
  self->settings = settings;
  g_set_object (&self->cancellable, cancellable);
  return &self->parent;
}
