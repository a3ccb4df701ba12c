/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-columns-private.h"
#include "ent-kinds.h"
#include "ent-text.h"

#define MAX_CUSTOM_FIELDS 100
#define SOURCE_ID "source-id."

/* How people of the book's country write dates and numbers, whatever language the computer speaks: "en_FR". */
char *
ent_import_dup_locale (EntStore *store)
{
  const char *locale = ent_store_get_locale (store);
  const char *country = ent_store_get_country (store);
  gsize language = strcspn (locale, "-_");

  return country != NULL ? g_strdup_printf ("%.*s_%s", (int) language, locale, country) : g_strdup (locale);
}

static const EntKind *
kind_of_header (EntHeaderKind kind)
{
  return ent_kind_from_key (ent_header_words_get_kind_key (kind));
}

static int
header_kind_of (const EntKind *kind)
{
  for (int i = 0; kind != NULL && i < ENT_HEADER_N_KINDS; i++)
    if (kind_of_header ((EntHeaderKind) i) == kind)
      return i;
  return -1;
}

/* "team.manager": a reference found by one of its own references; "account.source-id.SYSTEM": by the id that another
 * program gave it. */
static gboolean
parse_via (EntImportTarget *target, const EntKind *kind, const char *text)
{
  const char *dot = strchr (text, '.');
  g_autofree char *first = dot != NULL ? g_strndup (text, (gsize) (dot - text)) : NULL;
  const EntField *field = first != NULL ? ent_kind_get_field (kind, first) : NULL;

  if (field != NULL && (field->type == ENT_FIELD_REFERENCE || field->type == ENT_FIELD_REFERENCE_SET) &&
      g_str_has_prefix (dot + 1, SOURCE_ID) && dot[1 + strlen (SOURCE_ID)] != '\0')
    {
      target->via_source = g_intern_string (dot + 1 + strlen (SOURCE_ID));
      target->key = (EntFlatKey) { .target = ENT_FLAT_FIELD, .set = field, .group = 1 };
      return TRUE;
    }
  if (field == NULL || field->type != ENT_FIELD_REFERENCE || field->targets == NULL || field->targets[0] == NULL)
    return FALSE;
  target->via = ent_kind_get_field (field->targets[0], dot + 1);
  if (target->via == NULL)
    return FALSE;
  target->key = (EntFlatKey) { .target = ENT_FLAT_FIELD, .set = field, .group = 1 };
  return TRUE;
}

static gboolean
set_target (EntImportTarget *target, EntStore *store, const EntKind *kind, const char *key, GError **error)
{
  if (parse_via (target, kind, key))
    return TRUE;
  if (g_str_equal (key, "id"))
    {
      target->is_id = TRUE;
      return TRUE;
    }
  if (!ent_flat_key_parse (&target->key, store, kind, key, error))
    return FALSE;
  if (target->key.target == ENT_FLAT_FIELD && target->key.set->flags & ENT_FIELD_DERIVED &&
      target->key.set->type != ENT_FIELD_ELEMENT_SET)
    {
      /* Such as created and last contact: the store knows better. */
      ent_flat_key_clear (&target->key);
      target->key = (EntFlatKey) { 0 };
      target->role = ENT_HEADER_ROLE_IGNORED;
    }
  return TRUE;
}

/* Headers tell a "business address" from a "home address"; an address has a purpose: what comes by post goes to the
 * firm. */
static char *
key_of_header (const char *key)
{
  static const struct
  {
    const char *suffix;
    const char *purpose;
  } purposes[] = { { ".work", ".postal" }, { ".main", ".postal" }, { ".other", "" } };
  static const char *const channels[] = { "phone", "email", "web", "messaging" };

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    if (g_str_has_prefix (key, channels[i]))
      return g_strdup (key);
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    if (g_str_has_suffix (key, purposes[i].suffix))
      {
        g_autofree char *base = g_strndup (key, strlen (key) - strlen (purposes[i].suffix));

        return g_strconcat (base, purposes[i].purpose, NULL);
      }
  return g_strdup (key);
}

/* A header that nobody's words explain, but that is the key of a field: what our own export writes. */
static void
take_key (EntImportTarget *target, EntStore *store, const EntKind *kind, const char *name)
{
  if (target->role != ENT_HEADER_ROLE_UNKNOWN)
    return;
  if (!set_target (target, store, kind, name, NULL))
    target->key = (EntFlatKey) { 0 };
  else if (target->role == ENT_HEADER_ROLE_UNKNOWN)
    target->role = ENT_HEADER_ROLE_VALUE;
}

static gboolean
is_of (const EntFlatKey *key, const EntField *field)
{
  return key->target == ENT_FLAT_FIELD && key->set == field;
}

/* The second of two fields that an id of another program, or a closing day, may be of. */
static gboolean
set_other (EntImportTarget *target, EntStore *store, const EntKind *kind, const char *key, GError **error)
{
  EntImportTarget other = { 0 };

  if (key == NULL)
    return TRUE;
  if (!set_target (&other, store, kind, key, error))
    return FALSE;
  target->other = other.via_source != NULL ? other.key.set : NULL;
  target->is_closing = is_of (&other.key, ENT_OPPORTUNITY_EXPECTED_CLOSE);
  ent_flat_key_clear (&other.key);
  return TRUE;
}

/* What the header says of a column, unless the person says otherwise. */
static gboolean
init_target (EntImportTarget *target,
             EntStore *store,
             const EntKind *kind,
             const char *name,
             guint nth,
             const EntHeaderColumn *column,
             const EntImportLayout *layout,
             const EntImportSettings *settings,
             GError **error)
{
  const char *wanted = g_hash_table_lookup (settings->mapping, name);
  const char *known = layout != NULL ? ent_import_layout_get_field_key (layout, name, nth) : NULL;
  const EntKind *column_kind = kind_of_header (column->kind);
  g_autofree char *key = NULL;
  g_autofree char *locale = ent_import_dup_locale (store);

  target->name = g_strdup (name);
  target->role = column->role;
  target->group = column->group;
  target->line = column->line;
  target->of = column->of;
  memcpy (target->currency, column->currency, sizeof target->currency);
  target->samples = g_ptr_array_new_with_free_func (g_free);
  target->inference = ent_column_inference_new (locale);

  /* Rows that were rejected before, corrected; rows that say which state of the record they show. */
  if (wanted == NULL &&
      (g_str_equal (name, ENT_IMPORT_REASON_COLUMN) || g_str_equal (name, ENT_IMPORT_REVISION_COLUMN)))
    wanted = "";
  if (wanted != NULL)
    {
      target->role = *wanted == '\0' ? ENT_HEADER_ROLE_IGNORED : ENT_HEADER_ROLE_VALUE;
      return *wanted == '\0' || set_target (target, store, kind, wanted, error);
    }
  if (known != NULL && *known == '\0')
    {
      target->role = ENT_HEADER_ROLE_IGNORED;
      target->is_passed_over = !ent_import_layout_is_joined (layout, name, nth);
      return TRUE;
    }
  if (known != NULL)
    {
      target->role = ENT_HEADER_ROLE_VALUE;
      /* What number words read in the header says nothing: the key has one where it is of a second address. */
      target->group = 1;
      target->joined = ent_import_layout_get_joined (layout, name, nth);
      return set_other (target, store, kind, ent_import_layout_get_other_key (layout, name, nth), error) &&
             set_target (target, store, kind, known, error);
    }
  /* A table that this program wrote is read by its keys, not by words. */
  if (settings->has_kind_column)
    {
      target->is_kind = g_str_equal (name, ENT_IMPORT_KIND_COLUMN);
      target->role = target->is_kind ? ENT_HEADER_ROLE_VALUE : ENT_HEADER_ROLE_UNKNOWN;
      target->group = target->line = 0;
      if (!target->is_kind)
        take_key (target, store, kind, name);
      if (target->role != ENT_HEADER_ROLE_UNKNOWN)
        return TRUE;
      target->role = column->role;
      target->group = column->group;
      target->line = column->line;
    }
  if (column->role != ENT_HEADER_ROLE_VALUE || column->field_key == NULL)
    {
      target->is_passed_over = column->role == ENT_HEADER_ROLE_IGNORED;
      take_key (target, store, kind, name);
      return TRUE;
    }
  key = key_of_header (column->field_key);
  target->of_account = column_kind != kind && column_kind == ent_kind_from_key ("account") &&
                       ent_kind_get_field (kind, "account") != NULL;
  /* A meaning that the kind has no place for is none: the column is kept as one of its own. */
  if ((column_kind != kind && !target->of_account) || !set_target (target, store, column_kind, key, NULL))
    {
      target->role = ENT_HEADER_ROLE_UNKNOWN;
      target->of_account = FALSE;
      target->key = (EntFlatKey) { 0 };
      take_key (target, store, kind, name);
    }
  target->is_closing = is_of (&target->key, ENT_OPPORTUNITY_CLOSED) && ent_header_words_say ("closing", name);
  return TRUE;
}

static gboolean
has_part (EntImportColumns *self, const EntImportTarget *of, const char *key)
{
  for (guint i = 0; i < self->n_targets; i++)
    {
      const EntImportTarget *target = &self->targets[i];

      if (target->key.target == ENT_FLAT_ADDRESS && target->key.part != NULL && target->group == of->group &&
          g_strcmp0 (target->key.type, of->key.type) == 0 && g_str_equal (target->key.part->key, key))
        return TRUE;
    }
  return FALSE;
}

/* "Address" beside "City" is the street; alone, or beside a street, it is the whole of it. */
static void
settle_addresses (EntImportColumns *self)
{
  for (guint i = 0; i < self->n_targets; i++)
    {
      EntImportTarget *whole = &self->targets[i];

      if (whole->key.target == ENT_FLAT_ADDRESS && whole->key.part != NULL &&
          g_str_equal (whole->key.part->key, "formatted") && !has_part (self, whole, "street") &&
          (has_part (self, whole, "city") || has_part (self, whole, "postcode")))
        whole->key.part = ent_kind_get_field (whole->key.set->element, "street");
    }
}

/* A person named a column that the file does not have: most likely a slip of the pen. */
static gboolean
check_mapping (EntImportColumns *self, const EntImportSettings *settings, guint n_files, GError **error)
{
  GHashTableIter iter;
  gpointer column;

  g_hash_table_iter_init (&iter, settings->mapping);
  while (n_files == 1 && g_hash_table_iter_next (&iter, &column, NULL))
    {
      gboolean found = FALSE;

      for (guint i = 0; i < self->n_targets; i++)
        found = found || g_str_equal (self->targets[i].name, column);
      if (!found)
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("The file has no column “%s”."),
                       (const char *) column);
          return FALSE;
        }
    }
  return TRUE;
}

/* Tables of one program are alike though their columns differ; others are by their headers. */
static char *
make_layout_key (EntImportColumns *self, EntTable *table)
{
  gsize length;
  const char *header = ent_table_get_raw_header (table, &length);

  if (self->layout != NULL)
    return g_strconcat (ent_import_layout_get_program (self->layout), "/",
                        ent_import_layout_get_kind (self->layout)->key, NULL);
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x", ent_fingerprint (0, header, length));
}

/* An answer to a column that there is not helps nobody. */
static gboolean
check_answers (EntImportColumns *self, guint n_files, GError **error)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  const char *unknown;

  for (guint i = 0; i < self->n_targets; i++)
    g_ptr_array_add (columns, self->targets[i].name);
  g_ptr_array_add (columns, NULL);
  unknown = self->told != NULL && n_files == 1
                ? ent_import_answers_find_other (self->told, (const char *const *) columns->pdata)
                : NULL;
  if (unknown != NULL)
    g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("The file has no column “%s”."), unknown);
  return unknown == NULL;
}

static gboolean
is_rows_column (EntImportColumns *self, const char *name)
{
  const char *column = self->layout != NULL ? ent_import_layout_get_rows_column (self->layout) : NULL;
  g_autofree char *folded = column != NULL ? ent_text_fold (name, -1) : NULL;

  return column != NULL && g_str_equal (folded, column);
}

int
ent_import_columns_find (EntImportColumns *self, const char *name)
{
  g_autofree char *folded = ent_text_fold (name, -1);
  gpointer index;

  return self->by_name != NULL && g_hash_table_lookup_extended (self->by_name, folded, NULL, &index)
             ? GPOINTER_TO_INT (index)
             : -1;
}

/* Of several columns with one header, which one this is: 1, 2 … They keep their names; only a layout tells them apart,
 * as "Name#2". */
static guint
count_name (EntImportColumns *self, GHashTable *counts, const char *name, int index)
{
  g_autofree char *folded = ent_text_fold (name, -1);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, folded)) + 1;

  g_hash_table_insert (counts, g_strdup (folded), GUINT_TO_POINTER (n));
  g_hash_table_insert (self->by_name, n == 1 ? g_strdup (folded) : g_strdup_printf ("%s#%u", folded, n),
                       GINT_TO_POINTER (index));
  return n;
}

gboolean
ent_import_columns_take_row (EntImportColumns *self, const EntTableField *fields, guint n_fields)
{
  g_autofree char *cell = NULL;

  if (self->rows_column < 0)
    return TRUE;
  if (self->rows_column < (int) n_fields)
    cell = ent_text_clean (fields[self->rows_column].text, (gssize) fields[self->rows_column].length,
                           ENT_TEXT_SINGLE_LINE);
  return ent_import_layout_takes_row (self->layout, cell != NULL ? cell : "");
}

EntImportColumns *
ent_import_columns_new (EntStore *store, EntTable *table, const EntImportSettings *settings, GError **error)
{
  g_autoptr (EntImportColumns) self = g_new0 (EntImportColumns, 1);
  guint n_columns;
  const char *const *header = ent_table_get_header (table, &n_columns);
  g_autoptr (EntHeaderMap) map = NULL;
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->layout = settings->layout;
  self->rows_column = -1;
  self->kind = settings->kind != NULL ? settings->kind
               : self->layout != NULL ? ent_import_layout_get_kind (self->layout)
                                      : NULL;
  map = ent_header_map_new (header, n_columns, header_kind_of (self->kind));
  if (self->kind == NULL)
    self->kind = kind_of_header (map->kind);
  self->multi_values = map->multi_values;
  self->is_chosen = settings->kind != NULL;
  self->targets = g_new0 (EntImportTarget, n_columns);
  self->by_name = self->layout != NULL ? g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) : NULL;
  for (guint i = 0; i < n_columns; i++)
    {
      guint nth = self->layout != NULL ? count_name (self, counts, header[i], (int) i) : 1;
      g_autofree char *numbered = *header[i] == '\0' ? g_strdup_printf (_("Column %u"), i + 1) : NULL;

      self->n_targets++;
      if (!init_target (&self->targets[i], store, self->kind, numbered != NULL ? numbered : header[i], nth,
                        &map->columns[i], self->layout, settings, error))
        return NULL;
      if (is_rows_column (self, header[i]))
        {
          self->rows_column = (int) i;
          /* It has said what it has to say. */
          if (self->targets[i].role == ENT_HEADER_ROLE_UNKNOWN)
            self->targets[i].role = ENT_HEADER_ROLE_IGNORED;
        }
    }
  settle_addresses (self);
  self->told = settings->answers;
  if (!check_mapping (self, settings, settings->n_files, error) || !check_answers (self, settings->n_files, error))
    return NULL;
  self->layout_key = make_layout_key (self, table);
  self->kept = ent_import_answers_load (store, self->layout_key);
  return g_steal_pointer (&self);
}

void
ent_import_columns_free (EntImportColumns *self)
{
  for (guint i = 0; i < self->n_targets; i++)
    {
      EntImportTarget *target = &self->targets[i];

      g_free (target->name);
      g_free (target->custom_key);
      g_free (target->stand_in);
      ent_flat_key_clear (&target->key);
      g_clear_pointer (&target->samples, g_ptr_array_unref);
      g_clear_pointer (&target->names, g_ptr_array_unref);
      g_clear_pointer (&target->users, g_hash_table_unref);
      g_clear_pointer (&target->inference, ent_column_inference_free);
    }
  g_free (self->targets);
  g_free (self->layout_key);
  g_clear_pointer (&self->kept, ent_import_answers_free);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_free (self);
}

/* Whether a row has a firm and no part of anybody's name: it may become a firm, which needs the custom fields of firms.
 */
static gboolean
may_be_firm (EntImportColumns *self, const EntTableField *fields, guint n_fields)
{
  gboolean named = FALSE;

  for (guint i = 0; i < MIN (n_fields, self->n_targets); i++)
    {
      const EntImportTarget *target = &self->targets[i];

      if (fields[i].length == 0 || target->of_account || target->key.target != ENT_FLAT_FIELD ||
          target->key.set == NULL)
        continue;
      if (g_str_has_suffix (target->key.set->key, "-name"))
        return FALSE;
      named = named || g_str_equal (target->key.set->key, "account");
    }
  return named && self->kind == ent_kind_from_key ("contact") && !self->is_chosen;
}

gboolean
ent_import_is_digits (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return length > 0;
}

void
ent_import_columns_observe (EntImportColumns *self, const EntTableField *fields, guint n_fields, guint64 line)
{
  for (guint i = 0; i < MIN (n_fields, self->n_targets); i++)
    {
      EntImportTarget *target = &self->targets[i];

      ent_column_inference_add_field (target->inference, &fields[i], line);
      if (fields[i].length <= ENT_IMPORT_MAX_LENGTH && ent_import_is_digits (fields[i].text, fields[i].length))
        target->lengths[fields[i].length]++;
      if (fields[i].length > 0 && target->samples->len < ENT_IMPORT_MAX_SAMPLES)
        {
          target->sample_lines[target->samples->len] = line;
          g_ptr_array_add (target->samples,
                           ent_text_clean (fields[i].text, (gssize) MIN (fields[i].length, 80), ENT_TEXT_SINGLE_LINE));
        }
      ent_import_columns_observe_name (target, &fields[i], line);
    }
  self->has_firms = self->has_firms || may_be_firm (self, fields, n_fields);
}

/* "Office region" → office-region */
static char *
make_key (const char *name)
{
  g_autofree char *folded = ent_text_fold (name, -1);
  GString *key = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (key, c);
      else if (key->len > 0 && key->str[key->len - 1] != '-')
        g_string_append_c (key, '-');
    }
  while (key->len > 0 && key->str[key->len - 1] == '-')
    g_string_truncate (key, key->len - 1);
  return g_string_free (key, FALSE);
}

gboolean
ent_import_columns_decide (EntImportColumns *self, EntStore *store, GError **error)
{
  guint n_custom = 0;

  for (guint i = 0; i < self->n_targets; i++)
    {
      EntImportTarget *target = &self->targets[i];

      ent_column_inference_finish (target->inference, &target->format);
      if (target->role != ENT_HEADER_ROLE_UNKNOWN || target->samples->len == 0)
        continue;
      /* An unknown column is kept as a field of its own rather than lost; an empty one, or one of hundreds, is not. */
      target->custom_key = make_key (target->name);
      target->is_custom = *target->custom_key != '\0' && n_custom++ < MAX_CUSTOM_FIELDS;
    }
  return ent_import_columns_take_answers (self, store, error);
}

static EntFieldType
custom_type (const EntColumnFormat *format)
{
  if (format->type == ENT_COLUMN_DATE && format->mostly_dates)
    return ENT_FIELD_DATE;
  /* Only what every cell of the sample is: the type of a field cannot be changed later. */
  if (format->n_fitting < format->n_cells)
    return ENT_FIELD_TEXT;
  switch (format->type)
    {
    case ENT_COLUMN_INTEGER:
      return ENT_FIELD_INTEGER;
    case ENT_COLUMN_DATE:
      return ENT_FIELD_DATE;
    case ENT_COLUMN_BOOLEAN:
      return ENT_FIELD_BOOLEAN;
    default:
      return ENT_FIELD_TEXT;
    }
}

static void
add_custom_field (EntChange *change, const EntKind *applies_to, const EntImportTarget *target)
{
  static const char *const types[] = { [ENT_FIELD_TEXT] = "text",
                                       [ENT_FIELD_INTEGER] = "integer",
                                       [ENT_FIELD_DATE] = "date",
                                       [ENT_FIELD_BOOLEAN] = "boolean" };
  const EntKind *kind = ent_kind_from_key ("field");
  EntId id = { 0 };
  const struct
  {
    const char *key;
    const char *value;
  } values[] = {
    { "label", target->name },
    { "key", target->custom_key },
    { "applies-to", applies_to->key },
    { "type", types[custom_type (&target->format)] },
  };
  g_auto (EntValue) yes = ENT_VALUE_INIT;

  ent_change_add (change, kind, &id);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, values[i].key), values[i].value);
  ent_value_set_integer (&yes, 1);
  ent_change_set (change, kind, &id, ent_kind_get_field (kind, "searchable"), &yes);
}

static void
use_custom_field (EntImportTarget *target, const EntField *field)
{
  target->key = (EntFlatKey) { .target = ENT_FLAT_FIELD, .set = field, .group = 1 };
  target->role = ENT_HEADER_ROLE_VALUE;
}

gboolean
ent_import_columns_make_custom_fields (EntImportColumns *self,
                                       EntStore *store,
                                       GCancellable *cancellable,
                                       GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;

  for (guint k = 0; k < (self->has_firms ? 2 : 1); k++)
    {
      const EntKind *kind = k == 0 ? self->kind : ent_kind_from_key ("account");

      for (guint i = 0; i < self->n_targets; i++)
        if (self->targets[i].is_custom && ent_store_get_field (store, kind, self->targets[i].custom_key) == NULL)
          add_custom_field (change, kind, &self->targets[i]);
    }
  if (!ent_change_is_empty (change))
    {
      ent_change_set_source (change, "import");
      receipt = ent_store_commit_sync (store, change, cancellable, error);
      if (receipt == NULL)
        return FALSE;
    }
  for (guint i = 0; i < self->n_targets; i++)
    if (self->targets[i].is_custom)
      use_custom_field (&self->targets[i], ent_store_get_field (store, self->kind, self->targets[i].custom_key));
  return TRUE;
}

static EntField *
make_stand_in (const EntKind *kind, const EntImportTarget *target)
{
  EntField *field = g_new0 (EntField, 1);

  field->kind = kind;
  field->key = target->custom_key;
  field->label = target->name;
  field->type = custom_type (&target->format);
  field->slot = G_MAXUINT;
  return field;
}

void
ent_import_columns_find_custom_fields (EntImportColumns *self, EntStore *store)
{
  for (guint i = 0; i < self->n_targets; i++)
    {
      EntImportTarget *target = &self->targets[i];
      const EntField *field = target->is_custom ? ent_store_get_field (store, self->kind, target->custom_key) : NULL;

      if (!target->is_custom)
        continue;
      if (field == NULL)
        target->stand_in = make_stand_in (self->kind, target);
      use_custom_field (target, field != NULL ? field : target->stand_in);
    }
}

static char *
join_names (EntImportColumns *self, gboolean custom, guint *n)
{
  GString *names = g_string_new (NULL);

  *n = 0;
  for (guint i = 0; i < self->n_targets; i++)
    {
      const EntImportTarget *target = &self->targets[i];
      gboolean left_out = target->is_passed_over || (target->role == ENT_HEADER_ROLE_UNKNOWN && !target->is_custom);
      gboolean wanted = custom ? target->is_custom : left_out && target->samples->len > 0;

      if (!wanted)
        continue;
      (*n)++;
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", target->name);
    }
  return g_string_free (names, FALSE);
}

/* What the sample does not tell and the language of the book decided. */
static void
append_doubt (EntImportColumns *self, const EntImportTarget *target, GPtrArray *notes)
{
  const EntColumnFormat *format = &target->format;
  g_autofree char *label = NULL;

  if (!ent_import_columns_is_open (self, target))
    return;
  label = ent_column_format_dup_label (format);
  g_ptr_array_add (
      notes, g_strdup_printf (
                 /* Translators: the name of a column, how it was read ("Date, day first"), the number of a line. */
                 _("The column “%s” can be read in two ways; it was taken as: %s (see line %" PRIu64 ")."),
                 target->name, label, format->examples[0]));
}

void
ent_import_columns_append_notes (EntImportColumns *self, GPtrArray *notes)
{
  guint n;
  g_autofree char *custom = join_names (self, TRUE, &n);
  g_autofree char *left_out = NULL;

  if (n > 0)
    g_ptr_array_add (notes,
                     g_strdup_printf (
                         /* Translators: names of columns. */
                         g_dngettext (GETTEXT_PACKAGE, "A column without a field of its own goes to a custom field: %s",
                                      "Columns without a field of their own go to custom fields: %s", n),
                         custom));
  left_out = join_names (self, FALSE, &n);
  if (n > 0)
    g_ptr_array_add (notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "A column was left out: %s",
                                                          "Columns were left out: %s", n),
                                             left_out));
  for (guint i = 0; i < self->n_targets; i++)
    {
      if (self->targets[i].key.set != NULL)
        append_doubt (self, &self->targets[i], notes);
      if (self->targets[i].is_closing && self->layout == NULL)
        g_ptr_array_add (notes, g_strdup_printf (
                                    /* Translators: the name of a column, such as “Close date”. */
                                    _("“%s” of opportunities that are open was taken as the expected close."),
                                    self->targets[i].name));
    }
}
