/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-export-private.h"
#include "ent-jcard-private.h"
#include "ent-photo.h"
#include "ent-text-source-private.h"
#include "ent-titles.h"
#include "ent-vcard-params-private.h"
#include "ent-vcard-private.h"
#include "ent-vcard-reader-private.h"
#include "ent-vcard-writer-private.h"

/* vCard 4.0 (RFC 6350), or an older version of it: what a record's fields say, then every property that came in with a
 * card and has no field. */
typedef struct
{
  EntStore *store;
  GOutputStream *stream;
  EntTitles *titles;
  EntVcardVersion version;
  guint64 n_left_out; /* parameters that the version cannot write */
  char *first_left_out;
  GPtrArray *custom; /* EntField: those that the book has added */
  guint64 n_photos;  /* that are not on this computer, or damaged */
  char *first_photo;
  guint64 n_custom; /* values of them, which no card has a place for */
  char *first_custom;
  gboolean any; /* a card was written */
} VcardExport;

static gpointer
begin (EntStore *store, EntQuery *query, GOutputStream *stream, EntVcardVersion version, GError **error)
{
  const EntKind *kind = ent_query_get_kind (query);
  VcardExport *self;

  if (ent_kind_get_field (kind, "contact-points") == NULL)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   /* Translators: a kind of records, such as “Activities”. */
                   _("%s cannot be cards; write them as .csv or .json."), ent_kind_get_plural_label (kind));
      return NULL;
    }
  self = g_new0 (VcardExport, 1);

  self->store = g_object_ref (store);
  self->stream = g_object_ref (stream);
  self->titles = ent_titles_new (store);
  self->version = version;
  self->custom = ent_store_dup_fields (store, kind);
  for (guint i = self->custom->len; i > 0; i--)
    if (((const EntField *) g_ptr_array_index (self->custom, i - 1))->number != 0)
      g_ptr_array_remove_index (self->custom, i - 1);
  return self;
}

static gpointer
vcard_4_0_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  return begin (store, query, stream, ENT_VCARD_4_0, error);
}

static gpointer
vcard_3_0_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  return begin (store, query, stream, ENT_VCARD_3_0, error);
}

static gpointer
vcard_2_1_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  return begin (store, query, stream, ENT_VCARD_2_1, error);
}

static void
vcard_free (gpointer data)
{
  VcardExport *self = data;

  g_clear_object (&self->store);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->titles, ent_titles_free);
  g_free (self->first_left_out);
  g_ptr_array_unref (self->custom);
  g_free (self->first_custom);
  g_free (self->first_photo);
  g_free (self);
}

static void
add_text (EntVcard *card, EntRecord *record, const char *name, const char *key)
{
  const char *text = ent_record_get_text (record, key);

  if (text != NULL && *text != '\0')
    ent_vcard_add_text (card, name, text);
}

static void
add_components (EntVcard *card, const char *name, const char *const *texts, guint n_texts)
{
  g_autofree const char **components = g_new0 (const char *, n_texts + 1);
  gboolean any = FALSE;

  for (guint i = 0; i < n_texts; i++)
    {
      components[i] = texts[i] != NULL ? texts[i] : "";
      any = any || *components[i] != '\0';
    }
  if (any)
    ent_vcard_add_components (card, name, components);
}

static void
add_name (EntVcard *card, EntRecord *record)
{
  const char *parts[] = {
    ent_record_get_text (record, "family-name"), ent_record_get_text (record, "given-name"),
    ent_record_get_text (record, "middle-name"), ent_record_get_text (record, "prefix"),
    ent_record_get_text (record, "suffix"),
  };

  ent_vcard_add_text (card, "FN", ent_record_get_title (record));
  add_components (card, "N", parts, G_N_ELEMENTS (parts));
}

static void
add_organization (EntVcard *card, EntRecord *record)
{
  const EntField *account = ent_kind_get_field (ent_record_get_kind (record), "account");
  const char *units[] = { account != NULL ? ent_record_get_reference_title (record, account) : NULL,
                          ent_record_get_text (record, "department") };

  add_components (card, "ORG", units, units[1] != NULL ? 2 : 1);
}

/* Ours in the words of RFC 6350; what has none is said by its label. */
static void
add_type (EntVcard *card, const char *type)
{
  static const struct
  {
    const char *ours;
    const char *theirs;
  } types[] = {
    { "work", "work" },    { "home", "home" },         { "mobile", "cell" },     { "work-mobile", "work,cell" },
    { "fax", "work,fax" }, { "home-fax", "home,fax" }, { "main", "main" },       { "pager", "pager" },
    { "postal", "work" },  { "work-site", "work" },    { "billing", "billing" }, { "delivery", "delivery" },
  };

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].ours, type))
      ent_vcard_add_param (card, "TYPE", types[i].theirs);
}

static void
add_grouped (EntVcard *card, const char *group, const char *name, const char *text)
{
  g_autofree char *escaped = ent_vcard_escape (text);

  ent_vcard_add (card, group, name, escaped, -1, 0);
}

/* What a person calls it, in the way of address books that know labels: a property of the same group. NULL: nothing. */
static char *
add_label (EntVcard *card, EntElement *element, guint index)
{
  const char *label = ent_element_get_text (element, "label");
  g_autofree char *group = label != NULL ? g_strdup_printf ("label%u", index + 1) : NULL;

  if (label != NULL)
    add_grouped (card, group, "X-ABLabel", label);
  return g_steal_pointer (&group);
}

/* The first one of its kind to use. */
static void
add_preference (EntVcard *card, EntRecord *record, const EntField *set, guint index)
{
  const EntKind *kind = ent_record_get_kind (record);
  g_auto (EntValue) dot = ENT_VALUE_INIT;

  ent_value_set_dot (&dot, ent_record_get_element_dot (record, set, index));
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntValue *primary =
          kind->fields[i].type == ENT_FIELD_PRIMARY ? ent_record_get_value (record, &kind->fields[i]) : NULL;

      if (primary != NULL && ent_value_equal (primary, &dot))
        ent_vcard_add_param (card, "PREF", "1");
    }
}

static void
add_contact_points (EntVcard *card, EntRecord *record, const EntField *set)
{
  static const struct
  {
    const char *channel;
    const char *name;
  } channels[] = { { "phone", "TEL" }, { "email", "EMAIL" }, { "web", "URL" }, { "messaging", "IMPP" } };
  GPtrArray *elements = ent_record_get_elements (record, set);

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((const EntValue *) g_ptr_array_index (elements, i))->element;
      g_autofree char *group = add_label (card, element, i);
      const char *service = ent_element_get_text (element, "service");

      for (guint j = 0; j < G_N_ELEMENTS (channels); j++)
        if (g_strcmp0 (channels[j].channel, ent_element_get_text (element, "channel")) == 0)
          add_grouped (card, group, channels[j].name, ent_element_get_text (element, "value"));
      add_preference (card, record, set, i);
      add_type (card, ent_element_get_text (element, "type"));
      if (service != NULL)
        ent_vcard_add_param (card, "X-SERVICE-TYPE", service);
    }
}

/* An address as it is printed: a parameter of it, before 4.0 the property behind it. */
static void
add_printed (EntVcard *card, const char *text, const char *purpose, EntVcardVersion version)
{
  if (version == ENT_VCARD_4_0)
    {
      g_autofree char *value = ent_vcard_escape_param (text);

      ent_vcard_add_param (card, "LABEL", value);
      return;
    }
  ent_vcard_add_text (card, "LABEL", text);
  add_type (card, purpose);
}

static void
add_addresses (EntVcard *card, EntRecord *record, const EntField *set, EntVcardVersion version)
{
  static const char *const keys[] = { "po-box", NULL, "street", "city", "region", "postcode", "country" };
  GPtrArray *elements = ent_record_get_elements (record, set);

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((const EntValue *) g_ptr_array_index (elements, i))->element;
      const char *texts[G_N_ELEMENTS (keys) + 1];

      for (guint j = 0; j < G_N_ELEMENTS (keys); j++)
        {
          texts[j] = keys[j] != NULL ? ent_element_get_text (element, keys[j]) : NULL;
          texts[j] = texts[j] != NULL ? texts[j] : "";
        }
      texts[G_N_ELEMENTS (keys)] = NULL;
      ent_vcard_add_components (card, "ADR", texts);
      add_preference (card, record, set, i);
      add_type (card, ent_element_get_text (element, "purpose"));
      if (ent_element_get_text (element, "formatted") != NULL)
        add_printed (card, ent_element_get_text (element, "formatted"), ent_element_get_text (element, "purpose"),
                     version);
    }
}

static void
add_tags (EntVcard *card, EntRecord *record, EntTitles *titles)
{
  const EntField *tags = ent_kind_get_field (ent_record_get_kind (record), "tags");
  g_auto (GStrv) names = tags != NULL ? ent_titles_dup_members (titles, record, tags) : NULL;
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *escaped = ent_vcard_escape (names[i]);

      g_string_append_printf (list, "%s%s", i > 0 ? "," : "", escaped);
    }
  if (list->len > 0)
    ent_vcard_add (card, NULL, "CATEGORIES", list->str, (gssize) list->len, 0);
}

/*
 * YYYY-MM-DD without its hyphens; --MM-DD as --MMDD (RFC 6350, 4.3.1); a year and month keep theirs. Before 4.0 a date
 * has a year: address books write 1604 for none, and say so.
 */
static void
add_birthday (EntVcard *card, EntRecord *record, EntVcardVersion version)
{
  const char *date = ent_record_get_text (record, "birthday");
  g_autoptr (GString) compact = NULL;

  if (date == NULL)
    return;
  compact = g_string_new (date);
  if (g_str_has_prefix (date, "--") && version != ENT_VCARD_4_0)
    {
      g_string_printf (compact, "1604-%s", date + strlen ("--"));
      ent_vcard_add (card, NULL, "BDAY", compact->str, (gssize) compact->len, 0);
      ent_vcard_add_param (card, "X-APPLE-OMIT-YEAR", "1604");
      return;
    }
  if (g_str_has_prefix (date, "--"))
    g_string_replace (compact, "-", "", 0), g_string_prepend (compact, "--");
  else if (strlen (date) == strlen ("YYYY-MM-DD"))
    g_string_replace (compact, "-", "", 0);
  ent_vcard_add (card, NULL, "BDAY", compact->str, (gssize) compact->len, 0);
}

static void
note_photo (VcardExport *self, EntRecord *record)
{
  if (self->n_photos++ == 0)
    self->first_photo = g_strdup (ent_record_get_title (record));
}

static gboolean
is_lost (const GError *error)
{
  return g_error_matches (error, ENT_ERROR, ENT_ERROR_NO_CONTENT) ||
         g_error_matches (error, ENT_ERROR, ENT_ERROR_CORRUPT) || g_error_matches (error, ENT_ERROR, ENT_ERROR_REFUSED);
}

/* As 4.0 has it; for older versions the writer makes of it what they have. One that is lost is said: the others must
 * not be held back by it. */
static gboolean
add_photo (VcardExport *self, EntVcard *card, EntRecord *record, GCancellable *cancellable, GError **error)
{
  const char *photo = ent_record_get_text (record, "photo");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) failed = NULL;
  g_autofree char *media_type = NULL;
  g_autofree char *text = NULL;
  g_autofree char *uri = NULL;

  if (photo == NULL)
    return TRUE;
  if (g_uri_is_valid (photo, G_URI_FLAGS_NONE, NULL))
    {
      ent_vcard_add (card, NULL, "PHOTO", photo, -1, 0);
      return TRUE;
    }
  bytes = ent_store_read_photo_sync (self->store, photo, cancellable, &failed);
  if (bytes == NULL)
    {
      if (!is_lost (failed))
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
      note_photo (self, record);
      return TRUE;
    }
  media_type = ent_photo_guess_media_type (bytes);
  text = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  uri = g_strconcat ("data:", media_type != NULL ? media_type : "", ";base64,", text, NULL);
  ent_vcard_add (card, NULL, "PHOTO", uri, -1, 0);
  return TRUE;
}

/* Our own id, unless the card came with one; then that, so that it is the same card where it came from. */
static void
add_uid (EntVcard *card, EntRecord *record)
{
  const EntField *set = ent_kind_get_field (ent_record_get_kind (record), "source-ids");
  GPtrArray *elements = ent_record_get_elements (record, set);
  g_autofree char *id = ent_id_to_string (ent_record_get_id (record));
  g_autofree char *urn = g_strconcat ("urn:uuid:", id, NULL);
  const char *uid = urn;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((const EntValue *) g_ptr_array_index (elements, i))->element;

      if (g_strcmp0 (ent_element_get_text (element, "source"), "vcard") == 0)
        uid = ent_element_get_text (element, "value");
    }
  ent_vcard_add_text (card, "UID", uid);
}

/* `card` is what the fields say so far. */
static gboolean
add_rest (EntVcard **card, EntRecord *record, GError **error)
{
  const char *text = ent_record_get_text (record, "vcard-rest");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (EntVcardReader) reader = NULL;
  g_autoptr (EntVcard) rest = NULL;
  EntTextSource *source;

  if (text == NULL)
    return TRUE;
  bytes = g_bytes_new_static (text, strlen (text));
  source = ent_text_source_new_for_bytes (bytes, "vcard-rest", "UTF-8", ENT_TEXT_SOURCE_FOLDED, error);
  if (source == NULL)
    return FALSE;
  reader = ent_vcard_reader_new (source);
  rest = ent_vcard_reader_next (reader, NULL);
  if (rest != NULL && ent_vcard_get_version (rest) != ENT_VCARD_4_0)
    {
      EntVcard *converted = ent_vcard_convert (rest, ENT_VCARD_4_0);

      ent_vcard_free (rest);
      rest = converted;
    }
  if (rest != NULL)
    {
      EntVcard *whole = ent_vcard_params_give_back (*card, rest);

      ent_vcard_free (*card);
      *card = whole;
    }
  for (guint i = 0; rest != NULL && i < ent_vcard_get_n_properties (rest); i++)
    {
      const EntVcardProperty *property = ent_vcard_get_property (rest, i);

      /* Written for the card to be one; the name is the record's. */
      if (ent_vcard_property_is (property, "FN") || ent_vcard_property_is (property, "N") ||
          ent_vcard_params_are (property))
        continue;
      ent_vcard_add (*card, property->group, property->name, property->value, (gssize) property->length, 0);
      for (guint j = 0; j < property->n_params; j++)
        {
          const EntVcardParam *param = ent_vcard_get_param (rest, property, j);

          ent_vcard_add_param (*card, param->name, param->value);
        }
    }
  return TRUE;
}

static void
note_left_out (VcardExport *self, EntRecord *record, guint n)
{
  if (n > 0 && self->n_left_out == 0)
    self->first_left_out = g_strdup (ent_record_get_title (record));
  self->n_left_out += n;
}

static void
note_custom (VcardExport *self, EntRecord *record)
{
  for (guint i = 0; i < self->custom->len; i++)
    {
      if (ent_record_get_value (record, g_ptr_array_index (self->custom, i))->type == ENT_VALUE_NOTHING)
        continue;
      if (self->n_custom++ == 0)
        self->first_custom = g_strdup (ent_record_get_title (record));
    }
}

static EntVcard *
make_card (VcardExport *self, EntRecord *record, GCancellable *cancellable, GError **error)
{
  const EntKind *kind = ent_record_get_kind (record);
  const EntField *contact_points = ent_kind_get_field (kind, "contact-points");
  const EntField *addresses = ent_kind_get_field (kind, "addresses");
  g_autoptr (EntVcard) card = ent_vcard_new (ENT_VCARD_4_0);

  if (kind == ent_kind_from_key ("account"))
    {
      /* Before 4.0 address books look for another word. */
      if (self->version == ENT_VCARD_4_0)
        ent_vcard_add_text (card, "KIND", "org");
      else
        ent_vcard_add_text (card, "X-ABShowAs", "COMPANY");
      ent_vcard_add_text (card, "FN", ent_record_get_title (record));
      ent_vcard_add_text (card, "ORG", ent_record_get_title (record));
    }
  else
    {
      add_name (card, record);
      add_organization (card, record);
      add_text (card, record, "NICKNAME", "nickname");
      add_text (card, record, "TITLE", "job-title");
      add_text (card, record, "LANG", "language");
      add_birthday (card, record, self->version);
      if (!add_photo (self, card, record, cancellable, error))
        return NULL;
    }
  if (contact_points != NULL)
    add_contact_points (card, record, contact_points);
  if (addresses != NULL)
    add_addresses (card, record, addresses, self->version);
  add_text (card, record, "NOTE", "notes");
  add_tags (card, record, self->titles);
  add_uid (card, record);
  note_custom (self, record);
  return add_rest (&card, record, error) ? g_steal_pointer (&card) : NULL;
}

static gboolean
vcard_record (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error)
{
  VcardExport *self = data;
  g_autoptr (EntVcard) card = make_card (self, record, cancellable, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (card == NULL)
    return FALSE;
  note_left_out (self, record, ent_vcard_write (card, self->version, text));
  return g_output_stream_write_all (self->stream, text->str, text->len, NULL, cancellable, error);
}

static gboolean
vcard_end (gpointer data, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gpointer
jcard_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  VcardExport *self = begin (store, query, stream, ENT_VCARD_4_0, error);

  if (self != NULL && !g_output_stream_write_all (stream, "[", 1, NULL, cancellable, error))
    g_clear_pointer (&self, vcard_free);
  return self;
}

static gboolean
jcard_record (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error)
{
  VcardExport *self = data;
  g_autoptr (EntVcard) card = make_card (self, record, cancellable, error);
  g_autoptr (GString) text = g_string_new (self->any ? ",\n" : "\n");

  if (card == NULL)
    return FALSE;
  self->any = TRUE;
  ent_jcard_write (card, text);
  return g_output_stream_write_all (self->stream, text->str, text->len, NULL, cancellable, error);
}

static gboolean
jcard_end (gpointer data, GCancellable *cancellable, GError **error)
{
  return g_output_stream_write_all (((VcardExport *) data)->stream, "\n]\n", 3, NULL, cancellable, error);
}

static void
append_notes (gpointer data, GPtrArray *notes)
{
  VcardExport *self = data;

  if (self->n_left_out > 0)
    g_ptr_array_add (
        notes,
        g_strdup_printf (
            /* Translators: first a number, then the name of a contact. Parameters say more about a property of a card,
               such as what language it is in. */
            g_dngettext (GETTEXT_PACKAGE,
                         "%" PRIu64 " parameter cannot be written in vCard 2.1 and was left out; it is in the "
                         "card of “%s”.",
                         "%" PRIu64 " parameters cannot be written in vCard 2.1 and were left out; the first is in the "
                         "card of “%s”.",
                         (gulong) self->n_left_out),
            self->n_left_out, self->first_left_out));
  if (self->n_photos > 0)
    g_ptr_array_add (
        notes,
        g_strdup_printf (
            /* Translators: first a number, then the name of a contact. */
            g_dngettext (GETTEXT_PACKAGE,
                         "%" PRIu64 " photo is not on this computer or damaged, and was left out; it is that of “%s”.",
                         "%" PRIu64 " photos are not on this computer or damaged, and were left out; the first is that "
                         "of “%s”.",
                         (gulong) self->n_photos),
            self->n_photos, self->first_photo));
  if (self->n_custom > 0)
    g_ptr_array_add (
        notes,
        g_strdup_printf (
            /* Translators: first a number, then the name of a contact. Custom fields are those that the book has added.
             */
            g_dngettext (GETTEXT_PACKAGE,
                         "%" PRIu64 " value of a custom field has no place in a vCard and was left out; it is of “%s”. "
                         "A spreadsheet has room for it.",
                         "%" PRIu64 " values of custom fields have no place in a vCard and were left out; the first is "
                         "of “%s”. A spreadsheet has room for them.",
                         (gulong) self->n_custom),
            self->n_custom, self->first_custom));
}

const EntExportWriter ent_export_vcard_writer = {
  .begin = vcard_4_0_begin,
  .record = vcard_record,
  .end = vcard_end,
  .free = vcard_free,
  .append_notes = append_notes,
};

const EntExportWriter ent_export_vcard_3_0_writer = {
  .begin = vcard_3_0_begin,
  .record = vcard_record,
  .end = vcard_end,
  .free = vcard_free,
  .append_notes = append_notes,
};

const EntExportWriter ent_export_vcard_2_1_writer = {
  .begin = vcard_2_1_begin,
  .record = vcard_record,
  .end = vcard_end,
  .free = vcard_free,
  .append_notes = append_notes,
};

const EntExportWriter ent_export_jcard_writer = {
  .begin = jcard_begin,
  .record = jcard_record,
  .end = jcard_end,
  .free = vcard_free,
  .append_notes = append_notes,
};
