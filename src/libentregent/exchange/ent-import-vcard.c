/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-firm-private.h"
#include "ent-import-source-private.h"
#include "ent-text-source-private.h"
#include "ent-import-vcard-private.h"
#include "ent-jcard-private.h"
#include "ent-vcard-reader-private.h"
#include "ent-vcard-writer-private.h"

/*
 * A card says many things at once; each property that is understood becomes a value, every other one is kept as it
 * stands in the field vcard-rest, so that it is there when the card is written again.
 */
typedef struct
{
  EntImportSource parent;
  const EntImportSettings *settings; /* of the import, which outlives it */
  EntTextSource *text;               /* the reader's */
  EntVcardReader *reader;            /* or NULL: */
  EntJcardReader *json_reader;
  guint64 n_left_out; /* properties, in cards that were taken */
  guint64 first_left_out;
  guint64 n_no_pictures; /* photos that are none */
  guint64 first_no_picture;
} EntImportVcardSource;

/* A card whose photo alone is larger keeps its other properties; what was left out is said. */
#define MAX_REST (256 * 1024)

static char *
write_card (const EntVcard *card, gsize *length)
{
  g_autoptr (GString) text = g_string_new (NULL);

  ent_vcard_write (card, ent_vcard_get_written_version (card), text);
  *length = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_kind (const EntVcard *card, const char *wanted)
{
  const EntVcardProperty *property = ent_vcard_find (card, "KIND");
  g_autofree char *text = NULL;

  if (property == NULL)
    property = ent_vcard_find (card, "X-ADDRESSBOOKSERVER-KIND");
  text = property != NULL ? ent_vcard_dup_text (card, property) : NULL;
  return text != NULL && g_ascii_strcasecmp (text, wanted) == 0;
}

/* An organisation says so, or is a card whose only name is that of the firm (Apple marks it with X-ABShowAs). */
static const EntKind *
choose_kind (EntImportVcardSource *self, const EntVcard *card)
{
  const EntVcardProperty *show_as = ent_vcard_find (card, "X-ABShowAs");
  g_autofree char *shown = show_as != NULL ? ent_vcard_dup_text (card, show_as) : NULL;

  if (self->parent.kind != NULL)
    return self->parent.kind;
  if (is_kind (card, "org") || (shown != NULL && g_ascii_strcasecmp (shown, "COMPANY") == 0))
    return ent_kind_from_key ("account");
  return ent_kind_from_key ("contact");
}

/* Counts what a card that is taken lost: what had no room, and lines that the reader could not keep. */
static void
note_left_out (EntImportVcardSource *self, const EntVcard *card, guint n_without_room)
{
  GPtrArray *problems = ent_vcard_get_problems (card);
  guint n = n_without_room + (problems != NULL ? problems->len : 0);

  if (n > 0 && self->n_left_out == 0)
    self->first_left_out = ent_vcard_get_line (card);
  self->n_left_out += n;
}

static gboolean
next (EntImportSource *source, EntStagedRecord **record, GError **error)
{
  EntImportVcardSource *self = (EntImportVcardSource *) source;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EntVcard) card = self->reader != NULL ? ent_vcard_reader_next (self->reader, &local_error)
                                                   : ent_jcard_reader_next (self->json_reader, &local_error);
  g_autoptr (EntStagedRecord) staged = NULL;

  *record = NULL;
  if (card == NULL)
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  staged = ent_staged_record_new (choose_kind (self, card), source->index, ent_vcard_get_line (card));
  if (ent_vcard_get_rejection (card) != NULL)
    ent_staged_record_reject (staged, "%s", ent_vcard_get_rejection (card));
  else if (is_kind (card, "group"))
    ent_staged_record_reject (staged, _("It is a group of contacts, not a contact."));
  else
    {
      g_autofree char *text = NULL;
      gboolean no_picture;
      gsize length;

      note_left_out (self, card, ent_import_vcard_stage (card, source->store, staged, MAX_REST, &no_picture));
      if (no_picture && self->n_no_pictures++ == 0)
        self->first_no_picture = ent_vcard_get_line (card);
      if (source->kind == NULL)
        ent_import_firm_convert (staged, NULL, source->store);
      ent_staged_record_complete_title (staged);
      text = write_card (card, &length);
      staged->fingerprint = ent_fingerprint (0, text, length);
      /* The book may still refuse the card. */
      if (length <= ENT_IMPORT_KEPT_RAW)
        {
          staged->raw = g_steal_pointer (&text);
          staged->raw_length = length;
        }
    }
  if (!ent_import_stage_about (source->store, self->settings, staged, error))
    return FALSE;
  if (staged->rejection != NULL && staged->raw == NULL)
    staged->raw = write_card (card, &staged->raw_length);
  *record = g_steal_pointer (&staged);
  return TRUE;
}

static gboolean
inspect (EntImportSource *source, EntImportFile *file, GError **error)
{
  file->format = source->format;
  file->kind = source->kind != NULL ? source->kind : ent_kind_from_key ("contact");
  if (g_str_equal (source->format, "jcard"))
    file->description = g_strdup (_("vCards in JSON (jCard)"));
  else
    /* Translators: an encoding such as UTF-8. */
    file->description =
        g_strdup_printf (_("vCards, %s"), ent_text_source_get_encoding (((EntImportVcardSource *) source)->text));
  return TRUE;
}

static void
append_notes (EntImportSource *source, GPtrArray *notes)
{
  EntImportVcardSource *self = (EntImportVcardSource *) source;
  guint64 first_line = 0;
  guint64 n_stray = self->reader != NULL ? ent_vcard_reader_get_n_stray_lines (self->reader, &first_line) : 0;
  guint64 n_invalid =
      self->reader != NULL ? ent_vcard_reader_get_n_invalid (self->reader) : ent_text_source_get_n_invalid (self->text);

  if (n_stray > 0)
    g_ptr_array_add (notes,
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                   "%u line outside of a card was passed over (line %u).",
                                                   "%u lines outside of cards were passed over (the first is line %u).",
                                                   (gulong) n_stray),
                                      (guint) n_stray, (guint) first_line));
  if (self->n_left_out > 0)
    g_ptr_array_add (
        notes, g_strdup_printf (
                   g_dngettext (GETTEXT_PACKAGE,
                                "%u property was too large or could not be read, and was left out or joined to the one "
                                "before it; it is in the card of line %u.",
                                "%u properties were too large or could not be read, and were left out or joined to the "
                                "ones before them; the first is in the card of line %u.",
                                (gulong) self->n_left_out),
                   (guint) self->n_left_out, (guint) self->first_left_out));
  if (self->n_no_pictures > 0)
    g_ptr_array_add (
        notes, g_strdup_printf (
                   g_dngettext (GETTEXT_PACKAGE,
                                "%u photo is no picture that is known here; it is kept for the next export, but not "
                                "shown (card of line %u).",
                                "%u photos are no pictures that are known here; they are kept for the next export, but "
                                "not shown (the first is in the card of line %u).",
                                (gulong) self->n_no_pictures),
                   (guint) self->n_no_pictures, (guint) self->first_no_picture));
  if (n_invalid > 0)
    g_ptr_array_add (notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "%u character could not be read and became “\357\277\275”.",
                                                          "%u characters could not be read and became “\357\277\275”.",
                                                          (gulong) n_invalid),
                                             (guint) n_invalid));
}

static void
free_source (EntImportSource *source)
{
  EntImportVcardSource *self = (EntImportVcardSource *) source;

  g_clear_pointer (&self->reader, ent_vcard_reader_free);
  g_clear_pointer (&self->json_reader, ent_jcard_reader_free);
  ent_import_source_clear (source);
  g_free (self);
}

static double
get_fraction (EntImportSource *source)
{
  EntTextSource *text = ((EntImportVcardSource *) source)->text;
  goffset total = ent_text_source_get_total (text);

  return total > 0 ? (double) ent_text_source_get_position (text) / (double) total : 0;
}

static const EntImportSourceClass vcard_class = {
  .inspect = inspect,
  .next = next,
  .append_notes = append_notes,
  .get_fraction = get_fraction,
  .free = free_source,
};

EntImportSource *
ent_import_vcard_source_open (EntStore *store,
                              GFile *file,
                              guint index,
                              const EntImportSettings *settings,
                              gboolean json,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (EntTextSource) text =
      ent_text_source_new_for_file (file, json ? "UTF-8" : NULL, json ? ENT_TEXT_SOURCE_NONE : ENT_TEXT_SOURCE_FOLDED,
                                    cancellable, error);
  EntImportVcardSource *self;

  if (text == NULL)
    return NULL;
  self = g_new0 (EntImportVcardSource, 1);
  ent_import_source_init (&self->parent, &vcard_class, store, file, index);
  self->parent.kind = settings->kind;
  self->parent.format = json ? "jcard" : "vcard";
  self->settings = settings;
  self->text = text;
  if (json)
    self->json_reader = ent_jcard_reader_new (g_steal_pointer (&text));
  else
    self->reader = ent_vcard_reader_new (g_steal_pointer (&text));
  return &self->parent;
}
