/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-attachment-private.h"
#include "ent-import-source-private.h"
#include "ent-import-sql-private.h"
#include "ent-mailbox-private.h"
#include "ent-text-source-private.h"

/*
 * Each letter, of a file of its own (.eml) or of a mailbox (mbox), is one activity. Who wrote it and who got it are
 * found by their addresses; nobody is made of an address that is not known: it is said. A letter is known again by its
 * Message-ID. What is attached to it is attached to the activity.
 */
typedef struct
{
  EntImportSource parent;
  const EntImportSettings *settings; /* of the import, which outlives it */
  GCancellable *cancellable;
  EntMailbox *mailbox;   /* NULL: not opened yet, or read to its end */
  EntMail *mail;         /* that is being staged, or NULL */
  GHashTable *addresses; /* (element-type utf8) of senders and receivers */
  GPtrArray *left_out;   /* names of attachments that are too large */
  gboolean done;
  gboolean has_attachments;
  guint n_letters;
  guint n_undated;
  guint n_cut;
  guint n_lost; /* attachments */
  gboolean has_pictures;
} EntImportMailSource;

#define MAIL_SOURCE "message-id"

/* So many addresses are named, and so many looked for at the end. */
#define MAX_NAMED 5
#define MAX_ADDRESSES 100000

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
  self->has_attachments = TRUE;
  staged->attachments = g_ptr_array_new_with_free_func (ent_staged_attachment_free);
  for (guint i = 0; i < attachments->len; i++)
    {
      const EntMailAttachment *attachment = attachments->pdata[i];

      g_ptr_array_add (staged->attachments, ent_staged_attachment_new (attachment->name, attachment->media_type,
                                                                       attachment->content, self->left_out));
    }
  g_ptr_array_set_size (attachments, 0);
}

static void
note_addresses (EntImportMailSource *self, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len && g_hash_table_size (self->addresses) < MAX_ADDRESSES; i++)
    g_hash_table_add (self->addresses, g_strdup (addresses->pdata[i]));
}

/* What of it is told when all were read. */
static void
note_letter (EntImportMailSource *self)
{
  const EntMail *mail = self->mail;

  self->n_letters++;
  self->n_undated += !mail->has_date;
  self->n_cut += mail->cut || (mail->unread && mail->n_lost == 0);
  self->n_lost += mail->n_lost;
  self->has_pictures = self->has_pictures || mail->n_pictures > 0;
  note_addresses (self, mail->senders);
  note_addresses (self, mail->receivers);
}

/* A mailbox may have something else between its letters. */
static gboolean
is_letter (const EntMail *mail)
{
  return mail->number == 1 || mail->senders->len > 0 || mail->receivers->len > 0 || mail->has_date ||
         mail->subject != NULL || mail->message_id != NULL;
}

static gboolean
stage_letter (EntImportMailSource *self, EntStagedRecord *staged, GError **error)
{
  const EntMail *mail = self->mail;

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
  if (!ent_import_stage_about (self->parent.store, self->settings, staged, error))
    return FALSE;
  stage_attachments (self, staged);
  return TRUE;
}

/* Only when its turn comes: thousands of files may be brought in at once. */
static gboolean
read_letter (EntImportMailSource *self, GError **error)
{
  g_clear_pointer (&self->mail, ent_mail_free);
  if (self->mailbox == NULL)
    self->mailbox = ent_mailbox_new_from_file (self->parent.file, error);
  if (self->mailbox == NULL || !ent_mailbox_next (self->mailbox, &self->mail, self->cancellable, error))
    return FALSE;
  if (self->mail == NULL)
    {
      self->done = TRUE;
      g_clear_pointer (&self->mailbox, ent_mailbox_free);
    }
  return TRUE;
}

static gboolean
next (EntImportSource *source, EntStagedRecord **record, GError **error)
{
  EntImportMailSource *self = (EntImportMailSource *) source;
  g_autoptr (EntStagedRecord) staged = NULL;

  *record = NULL;
  if (self->done)
    return TRUE;
  if (!read_letter (self, error))
    return FALSE;
  if (self->mail == NULL)
    return TRUE;
  staged = ent_staged_record_new (source->kind, source->index, self->mail->line);
  staged->number = ent_mailbox_is_mailbox (self->mailbox) ? self->mail->number : 0;
  staged->fingerprint = self->mail->fingerprint;
  if (!is_letter (self->mail))
    ent_staged_record_reject (staged, _("It has no sender, no receiver, no subject and no date."));
  else
    {
      note_letter (self);
      if (!stage_letter (self, staged, error))
        return FALSE;
    }
  g_clear_pointer (&self->mail, ent_mail_free);
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
  g_autoptr (GPtrArray) all = g_hash_table_get_keys_as_ptr_array (self->addresses);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  g_autoptr (GString) named = g_string_new (NULL);
  Search search = { NULL, all, found };
  guint n = 0;

  g_ptr_array_sort_values (all, (GCompareFunc) strcmp);
  if (!ent_store_with_reader (self->parent.store, NULL, search_cb, &search, NULL))
    return;
  for (guint i = 0; i < found->len; i++)
    g_hash_table_add (known, found->pdata[i]);
  for (guint i = 0; i < all->len; i++)
    if (!g_hash_table_contains (known, all->pdata[i]))
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
note_undated (EntImportMailSource *self, const char *name, GPtrArray *notes)
{
  if (self->n_undated > 0 && self->n_letters == 1)
    g_ptr_array_add (notes, g_strdup_printf (_("“%s” does not say when it was sent; say when it was, or it stays "
                                                "open."),
                                             name));
  else if (self->n_undated > 0)
    g_ptr_array_add (
        notes, g_strdup_printf (
                   /* Translators: a number, then a file's name. */
                   g_dngettext (GETTEXT_PACKAGE,
                                "%u e-mail of “%s” does not say when it was sent; say when it was, or it stays open.",
                                "%u e-mails of “%s” do not say when they were sent; say when they were, or they stay "
                                "open.",
                                self->n_undated),
                   self->n_undated, name));
}

static void
note_cut (EntImportMailSource *self, const char *name, GPtrArray *notes)
{
  if (self->n_cut > 0 && self->n_letters == 1)
    g_ptr_array_add (notes, g_strdup_printf (_("The text of “%s” is too long; its beginning was taken."), name));
  else if (self->n_cut > 0)
    g_ptr_array_add (notes, g_strdup_printf (
                                /* Translators: a number, then a file's name. */
                                g_dngettext (GETTEXT_PACKAGE,
                                             "The text of %u e-mail of “%s” is too long; its beginning was taken.",
                                             "The text of %u e-mails of “%s” is too long; its beginning was taken.",
                                             self->n_cut),
                                self->n_cut, name));
}

static void
note_left_out (EntImportMailSource *self, const char *name, GPtrArray *notes)
{
  if (self->has_attachments)
    ent_staged_attachments_append_notes (self->left_out, self->parent.store, name, notes);
  if (self->n_lost > 0)
    g_ptr_array_add (notes, g_strdup_printf (
                                /* Translators: a number, then a file's name. */
                                g_dngettext (GETTEXT_PACKAGE,
                                             "%u attachment of “%s” was left out, because the e-mail is too long.",
                                             "%u attachments of “%s” were left out, because the e-mail is too long.",
                                             self->n_lost),
                                self->n_lost, name));
  if (self->has_pictures)
    g_ptr_array_add (notes, g_strdup (_("Pictures that stand in the text of e-mails, such as logos, were left out.")));
}

static void
append_notes (EntImportSource *source, GPtrArray *notes)
{
  EntImportMailSource *self = (EntImportMailSource *) source;
  g_autofree char *name = ent_text_source_dup_name (source->file);

  note_unknown (self, name, notes);
  note_undated (self, name, notes);
  note_cut (self, name, notes);
  note_left_out (self, name, notes);
}

static void
free_source (EntImportSource *source)
{
  EntImportMailSource *self = (EntImportMailSource *) source;

  g_clear_pointer (&self->mail, ent_mail_free);
  g_clear_pointer (&self->mailbox, ent_mailbox_free);
  g_hash_table_unref (self->addresses);
  g_ptr_array_unref (self->left_out);
  g_clear_object (&self->cancellable);
  ent_import_source_clear (source);
  g_free (self);
}

static double
get_fraction (EntImportSource *source)
{
  EntImportMailSource *self = (EntImportMailSource *) source;

  return self->done ? 1 : self->mailbox != NULL ? ent_mailbox_get_fraction (self->mailbox) : 0;
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
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  g_set_object (&self->cancellable, cancellable);
  return &self->parent;
}
