/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdarg.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-attachment-private.h"
#include "ent-import-staged-private.h"
#include "ent-kinds.h"
#include "ent-name.h"
#include "ent-photo.h"

/* Characters of a text that a record is called by when the file gives it no title. */
#define MAX_TITLE 60

/* So many values are gone through. */
#define FEW 32

static void
staged_value_clear (gpointer data)
{
  EntStagedValue *staged = data;

  ent_value_clear (&staged->value);
}

EntStagedRecord *
ent_staged_record_new (const EntKind *kind, guint file_index, guint64 line)
{
  EntStagedRecord *self = g_new0 (EntStagedRecord, 1);

  self->kind = kind;
  self->file_index = file_index;
  self->line = line;
  self->values = g_array_sized_new (FALSE, FALSE, sizeof (EntStagedValue), 12);
  g_array_set_clear_func (self->values, staged_value_clear);
  return self;
}

void
ent_staged_record_free (EntStagedRecord *self)
{
  /* A block of rows that were taken one by one. */
  if (self == NULL)
    return;
  g_clear_pointer (&self->elements, g_hash_table_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->photo, ent_staged_attachment_free);
  g_array_unref (self->values);
  g_free (self->rejection);
  g_free (self->raw);
  g_free (self);
}

void
ent_staged_record_take (EntStagedRecord *self, EntStagedType type, const EntField *field, EntValue *value)
{
  EntStagedValue staged = { .type = type, .field = field, .value = *value };

  g_array_append_val (self->values, staged);
  *value = (EntValue) ENT_VALUE_INIT;
}

void
ent_staged_record_add_text (EntStagedRecord *self, EntStagedType type, const EntField *field, const char *text)
{
  EntValue value = ENT_VALUE_INIT;

  ent_value_set_text (&value, text);
  ent_staged_record_take (self, type, field, &value);
}

void
ent_staged_record_set_photo (EntStagedRecord *self, GBytes *bytes, const char *media_type)
{
  g_autofree char *name = ent_photo_dup_name (media_type);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_clear_pointer (&self->photo, ent_staged_attachment_free);
  self->photo = ent_staged_attachment_new_for_bytes (name, media_type, bytes);
  ent_staged_record_add_text (self, ENT_STAGED_SET, ENT_CONTACT_PHOTO, hash);
}

gsize
ent_staged_record_get_held (const EntStagedRecord *self)
{
  return self->photo != NULL ? ent_staged_attachment_get_held (self->photo) : 0;
}

static guint
element_hash (gconstpointer data)
{
  EntElement *element = (EntElement *) data;
  const EntKind *kind = ent_element_get_kind (element);
  guint hash = kind->number;

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntValue *value = ent_element_get_value (element, &kind->fields[i]);

      hash = hash * 31 + (value->type == ENT_VALUE_TEXT ? g_str_hash (value->text) : (guint) value->type);
    }
  return hash;
}

static gboolean
element_equal (gconstpointer a, gconstpointer b)
{
  return ent_element_equal ((EntElement *) a, (EntElement *) b);
}

static void
remember_element (EntStagedRecord *self, guint i)
{
  const EntStagedValue *value = &g_array_index (self->values, EntStagedValue, i);

  if (value->type == ENT_STAGED_ELEMENT)
    g_hash_table_insert (self->elements, value->value.element, GUINT_TO_POINTER (i + 1));
}

/* One that says the same, or NULL. A card of ten thousand addresses is not gone through for each of them. */
static EntStagedValue *
find_same_element (EntStagedRecord *self, const EntField *field, EntElement *element)
{
  EntStagedValue *present = NULL;

  if (self->elements == NULL && self->values->len > FEW)
    {
      self->elements = g_hash_table_new (element_hash, element_equal);
      for (guint i = 0; i < self->values->len; i++)
        remember_element (self, i);
    }
  if (self->elements != NULL)
    {
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->elements, element));

      present = place > 0 ? &g_array_index (self->values, EntStagedValue, place - 1) : NULL;
      return present != NULL && present->field == field ? present : NULL;
    }
  for (guint i = 0; i < self->values->len; i++)
    {
      present = &g_array_index (self->values, EntStagedValue, i);
      if (present->type == ENT_STAGED_ELEMENT && present->field == field &&
          ent_element_equal (present->value.element, element))
        return present;
    }
  return NULL;
}

void
ent_staged_record_add_element (EntStagedRecord *self, const EntField *field, EntElement *element, gboolean primary)
{
  EntValue value = ENT_VALUE_INIT;
  EntStagedValue *present = find_same_element (self, field, element);

  /* Said twice. */
  if (present != NULL)
    {
      present->primary = present->primary || primary;
      return;
    }
  ent_value_take_element (&value, ent_element_ref (element));
  ent_staged_record_take (self, ENT_STAGED_ELEMENT, field, &value);
  g_array_index (self->values, EntStagedValue, self->values->len - 1).primary = primary;
  if (self->elements != NULL)
    remember_element (self, self->values->len - 1);
}

void
ent_staged_record_add_line (EntStagedRecord *self, const EntField *field, const char *line)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      EntStagedValue *present = &g_array_index (self->values, EntStagedValue, i);
      g_autofree char *joined = NULL;

      if (present->field != field || present->value.type != ENT_VALUE_TEXT)
        continue;
      joined = g_strconcat (present->value.text, "\n", line, NULL);
      ent_value_set_text (&present->value, joined);
      return;
    }
  ent_staged_record_add_text (self, ENT_STAGED_SET, field, line);
}

void
ent_staged_record_add_source_id (EntStagedRecord *self, const char *source, const char *value)
{
  const EntField *set = ent_kind_get_field (self->kind, "source-ids");
  g_autoptr (EntElement) element = ent_element_new (set->element);
  EntValue staged = ENT_VALUE_INIT;

  ent_element_set_text (element, "source", source);
  ent_element_set_text (element, "value", value);
  ent_value_take_element (&staged, g_steal_pointer (&element));
  ent_staged_record_take (self, ENT_STAGED_SOURCE_ID, set, &staged);
}

/* A reference to the record that another program calls so. */
void
ent_staged_record_add_foreign_id (EntStagedRecord *self,
                                  const EntField *field,
                                  const EntField *other,
                                  const char *source,
                                  const char *value)
{
  EntStagedValue *staged;

  ent_staged_record_add_text (self, ENT_STAGED_NAMED, field, value);
  staged = &g_array_index (self->values, EntStagedValue, self->values->len - 1);
  staged->other = other;
  staged->source = g_intern_string (source);
}

void
ent_staged_record_reject (EntStagedRecord *self, const char *format, ...)
{
  va_list arguments;

  if (self->rejection != NULL)
    return;
  va_start (arguments, format);
  self->rejection = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

const EntStagedValue *
ent_staged_record_find (const EntStagedRecord *self, const EntField *field)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      const EntStagedValue *staged = &g_array_index (self->values, EntStagedValue, i);

      if (staged->field == field && staged->source == NULL)
        return staged;
    }
  return NULL;
}

const char *
ent_staged_record_get_text (const EntStagedRecord *self, const EntField *field)
{
  const EntStagedValue *staged = field != NULL ? ent_staged_record_find (self, field) : NULL;

  return staged != NULL && staged->value.type == ENT_VALUE_TEXT ? staged->value.text : NULL;
}

static const char *
get_text (const EntStagedRecord *self, const char *key)
{
  return ent_staged_record_get_text (self, ent_kind_get_field (self->kind, key));
}

static char *
name_from_parts (const EntStagedRecord *self)
{
  /* Only read by joining them. */
  EntName name = {
    .prefix = (char *) get_text (self, "prefix"),
    .given = (char *) get_text (self, "given-name"),
    .middle = (char *) get_text (self, "middle-name"),
    .family = (char *) get_text (self, "family-name"),
    .suffix = (char *) get_text (self, "suffix"),
    .order = g_strcmp0 (get_text (self, "name-order"), "family-first") == 0 ? ENT_NAME_ORDER_FAMILY_FIRST
                                                                            : ENT_NAME_ORDER_GIVEN_FIRST,
  };

  return ent_name_join (&name);
}

/* What a person without a name is known by: firm, nickname, e-mail, phone. */
static const char *
name_from_elsewhere (const EntStagedRecord *self)
{
  static const char *const keys[] = { "nickname", "account" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (get_text (self, keys[i]) != NULL)
      return get_text (self, keys[i]);
  for (guint i = 0; i < self->values->len; i++)
    {
      const EntStagedValue *staged = &g_array_index (self->values, EntStagedValue, i);

      if (staged->type == ENT_STAGED_ELEMENT && g_str_equal (staged->field->key, "contact-points"))
        return ent_element_get_text (staged->value.element, "value");
    }
  return NULL;
}

/* The beginning of its first line. */
static char *
title_from_text (const char *text)
{
  gsize length = strcspn (text, "\n");
  g_autofree char *line = g_strndup (text, length);

  if (g_utf8_strlen (line, -1) > MAX_TITLE)
    {
      g_autofree char *start = g_utf8_substring (line, 0, MAX_TITLE);
      char *space = strrchr (start, ' ');

      /* Whole words, unless it is one. */
      if (space != NULL)
        *space = '\0';
      return g_strconcat (g_strchomp (start), "…", NULL);
    }
  return g_steal_pointer (&line);
}

/* "GTX Pro – Cancity": what it is about and for whom, as far as the file tells. A note says itself what it is about. */
static char *
title_from_references (const EntStagedRecord *self)
{
  static const char *const what_keys[] = { "product", "type" };
  static const char *const whom_keys[] = { "account", "contact", "about" };
  const char *what = NULL;
  const char *whom = NULL;

  if (get_text (self, "body") != NULL)
    return title_from_text (get_text (self, "body"));

  for (guint i = 0; what == NULL && i < G_N_ELEMENTS (what_keys); i++)
    what = get_text (self, what_keys[i]);
  for (guint i = 0; whom == NULL && i < G_N_ELEMENTS (whom_keys); i++)
    whom = get_text (self, whom_keys[i]);
  if (what != NULL && whom != NULL)
    return g_strconcat (what, " – ", whom, NULL);
  return g_strdup (what != NULL ? what : whom);
}

void
ent_staged_record_complete_title (EntStagedRecord *self)
{
  g_autofree char *title = NULL;

  if (get_text (self, self->kind->title->key) != NULL || self->rejection != NULL)
    return;
  if (ent_kind_get_field (self->kind, "given-name") != NULL)
    {
      title = name_from_parts (self);
      if (title == NULL || *title == '\0')
        {
          g_free (title);
          title = g_strdup (name_from_elsewhere (self));
          self->has_made_title = TRUE;
        }
    }
  else
    {
      title = title_from_references (self);
      self->has_made_title = TRUE;
    }

  if (title == NULL || *title == '\0')
    ent_staged_record_reject (self,
                              /* Translators: the label of a field, such as Name. */
                              _("It has no “%s” and nothing to make one from."),
                              ent_field_get_label (self->kind->title));
  else
    ent_staged_record_add_text (self, ENT_STAGED_SET, self->kind->title, title);
}

gboolean
ent_staged_value_is_contact_point (const EntStagedValue *self)
{
  return self->type == ENT_STAGED_ELEMENT && g_str_equal (self->field->key, "contact-points") &&
         ent_element_get_text (self->value.element, "normalized") != NULL;
}

gboolean
ent_staged_record_is_told_by_name (const EntStagedRecord *self, const EntStagedValue **account)
{
  const EntField *field = ent_kind_get_field (self->kind, "account");

  *account = NULL;
  /* Calls and requests have subjects: one is like the other. */
  if (self->has_made_title || get_text (self, "name") == NULL)
    return FALSE;
  if (g_str_equal (self->kind->key, "account"))
    return TRUE;
  for (guint i = 0; field != NULL && i < self->values->len; i++)
    {
      const EntStagedValue *staged = &g_array_index (self->values, EntStagedValue, i);

      if (staged->field == field && staged->type == ENT_STAGED_NAMED && staged->via == NULL)
        *account = staged;
    }
  return *account != NULL;
}

/* FNV-1a, 64 bits: rows are told apart by it, nothing is protected by it. */
guint64
ent_fingerprint (guint64 seed, const char *text, gsize length)
{
  guint64 hash = seed != 0 ? seed : G_GUINT64_CONSTANT (14695981039346656037);

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) text[i]) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}
