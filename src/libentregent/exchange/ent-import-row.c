/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-csv-writer-private.h"
#include "ent-email.h"
#include "ent-import-cell-private.h"
#include "ent-import-currency-private.h"
#include "ent-import-firm-private.h"
#include "ent-import-harm-private.h"
#include "ent-import-remark-private.h"
#include "ent-import-row-private.h"
#include "ent-import-source-private.h"
#include "ent-import-split-private.h"
#include "ent-phone.h"
#include "ent-placeholder.h"
#include "ent-text.h"

#define MAX_ADDRESSES 8
#define MS_PER_DAY (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* An address being put together from the columns of one row. */
typedef struct
{
  const EntField *set;
  const char *purpose;
  guint group;
  EntElement *element;
  int postcode; /* the column that has it, or −1 */
} Address;

struct _EntImportRow
{
  EntStore *store;
  EntImportColumns *columns;
  EntParseContext context;
  GTimeZone *zone; /* of times that say none, of the layout; NULL: local time */
  guint64 seed;    /* of fingerprints: the table's header, so that rows of different tables are different */
  char *locale;
  char *table_name; /* of ids that could mean anything: "id@3fa2b1c0" */
  EntImportHarms *harms;
  EntImportRemarks *remarks;
  EntColumnFormat exact_number;
  EntColumnFormat exact_date;
  EntImportCurrency currency;
  guint64 n_firms; /* rows of people that are firms */
};

/* What is being made of one row. */
typedef struct
{
  EntImportRow *self;
  const EntTableField *fields;
  guint n_fields;
  EntStagedRecord *record;
  EntStagedRecord *account;
  Address addresses[MAX_ADDRESSES];
  guint n_addresses;
} Staging;

EntImportRow *
ent_import_row_new (EntStore *store, EntImportColumns *columns, const char *header, gsize header_length)
{
  EntImportRow *self = g_new0 (EntImportRow, 1);

  self->store = g_object_ref (store);
  self->columns = columns;
  self->currency.book = ent_store_get_currency (store);
  self->zone = columns->layout != NULL ? ent_import_layout_get_time_zone (columns->layout) : NULL;
  self->seed = ent_fingerprint (0, header, header_length);
  self->table_name = g_strdup_printf ("%08x", (guint) (self->seed ^ self->seed >> 32));
  self->locale = ent_import_dup_locale (store);
  self->harms = ent_import_harms_new (columns);
  self->remarks = ent_import_remarks_new (columns);
  ent_column_format_init_exact (&self->exact_number, ENT_TABLE_NUMBER);
  ent_column_format_init_exact (&self->exact_date, ENT_TABLE_DATE);
  ent_parse_context_init (&self->context, ent_store_get_country (store), ent_store_get_currency (store), self->locale);
  return self;
}

void
ent_import_row_free (EntImportRow *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->harms, ent_import_harms_free);
  g_clear_pointer (&self->remarks, ent_import_remarks_free);
  g_free (self->table_name);
  g_free (self->locale);
  g_free (self);
}

static char *
dup_text (Staging *staging, guint column, EntTextFlags flags)
{
  EntTableField field = column < staging->n_fields ? staging->fields[column] : (EntTableField) { 0 };

  if (field.length == 0)
    return g_strdup ("");
  /* What was written so that a spreadsheet does not take it for a formula. */
  ent_csv_remove_guard (&field.text, &field.length);
  return ent_text_clean (field.text, (gssize) field.length, flags);
}

static char *
dup_own_cell (Staging *staging, guint column)
{
  const EntField *target = staging->self->columns->targets[column].key.set;
  gboolean long_text = target != NULL && target->type == ENT_FIELD_LONG_TEXT;

  return dup_text (staging, column, long_text ? ENT_TEXT_MULTI_LINE : ENT_TEXT_SINGLE_LINE);
}

/* With those of other columns that a layout joins to it: the first name, then the last one. */
static char *
dup_cell (Staging *staging, guint column)
{
  EntImportColumns *columns = staging->self->columns;
  const char *const *joined = columns->targets[column].joined;
  g_autofree char *own = dup_own_cell (staging, column);
  GString *text;

  if (joined == NULL)
    return g_steal_pointer (&own);
  text = g_string_new (own);
  for (guint i = 0; joined[i] != NULL; i++)
    {
      int index = ent_import_columns_find (columns, joined[i]);
      g_autofree char *cell = index >= 0 ? dup_own_cell (staging, (guint) index) : NULL;

      if (cell != NULL && *cell != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", cell);
    }
  return g_string_free (text, FALSE);
}

/* An id is compared as all files of its program have it. */
static char *
dup_id (EntImportRow *self, const char *text)
{
  return self->columns->layout != NULL ? ent_import_layout_dup_id (self->columns->layout, text) : g_strdup (text);
}

static EntStagedRecord *
get_record (Staging *staging, const EntImportTarget *target)
{
  if (!target->of_account)
    return staging->record;
  if (staging->account == NULL)
    {
      staging->account =
          ent_staged_record_new (ent_kind_from_key ("account"), staging->record->file_index, staging->record->line);
      staging->account->by_name = TRUE;
    }
  return staging->account;
}

/* Ids of another system match the same record the next time. A short number is only an id within tables like this one.
 */
static void
stage_source_id (Staging *staging, const EntImportTarget *target, const char *text)
{
  EntStagedRecord *record = get_record (staging, target);
  gboolean is_number = strspn (text, "0123456789") == strlen (text);
  g_autofree char *source = target->key.source != NULL ? g_strdup (target->key.source)
                            : is_number || strlen (text) < 6
                                ? g_strdup_printf ("%s@%s", target->name, staging->self->table_name)
                                : g_strdup (target->name);
  g_autofree char *id = target->key.source != NULL ? dup_id (staging->self, text) : g_strdup (text);

  /* One of ours comes home. */
  if (record == staging->record && target->key.source == NULL && ent_id_parse (&record->id, text))
    return;
  ent_staged_record_add_source_id (record, source, id);
}

/* Google's own groups, which say nothing of a contact. */
static gboolean
is_system_group (const char *name)
{
  static const char *const names[] = { "mycontacts", "starred", "other contacts", "my contacts" };
  g_autofree char *folded = ent_text_fold (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (folded, names[i]))
      return TRUE;
  return FALSE;
}

static char **
split_names (EntImportRow *self, const char *text)
{
  int primary;

  if (self->columns->multi_values)
    return ent_header_split_values (text, strlen (text), &primary);
  return g_strsplit_set (text, ",;", -1);
}

static void
stage_references (EntImportRow *self, EntStagedRecord *record, const EntField *field, const char *text)
{
  g_auto (GStrv) names = split_names (self, text);

  for (guint i = 0; names[i] != NULL; i++)
    if (!ent_import_cell_is_empty (field, g_strstrip (names[i])) &&
        !(self->columns->multi_values && is_system_group (names[i])))
      ent_staged_record_add_text (record, ENT_STAGED_NAMED, field, names[i]);
}

/* Several ids stand in one cell with semicolons or commas between them, or as a JSON list; a field for one record takes
 * the first. */
static void
stage_foreign_ids (EntImportRow *self, EntStagedRecord *record, const EntImportTarget *target, const char *text)
{
  g_auto (GStrv) ids = g_strsplit_set (text, ";,", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *id = dup_id (self, g_strstrip (g_strdelimit (ids[i], "[]\"", ' ')));

      if (*id == '\0')
        continue;
      ent_staged_record_add_foreign_id (record, target->key.set, target->other, target->via_source, id);
      if (!ent_field_is_set (target->key.set))
        return;
    }
}

static void
remark (Staging *staging, guint column, EntImportRemark remark, const char *text)
{
  if (!staging->record->may_be_total)
    ent_import_remarks_add (staging->self->remarks, column, remark, text, staging->record->line);
}

/* FALSE: the record has no notes. */
static gboolean
add_to_notes (Staging *staging, const EntImportTarget *target, const char *text)
{
  const EntField *notes = ent_kind_get_field (staging->record->kind, "notes");
  g_autofree char *line = NULL;

  if (notes == NULL)
    return FALSE;
  /* Translators: the name of a column, then what stands in it. */
  line = g_strdup_printf (_("%s: %s"), target->name, text);
  ent_staged_record_add_line (staging->record, notes, line);
  return TRUE;
}

/* A column of dates may be one although a cell of it is none: its field was made for it, and the row is not refused for
 * that. */
static gboolean
keep_in_notes (Staging *staging, const EntImportTarget *target, guint column, const char *text)
{
  if (!target->is_custom || target->key.set->type != ENT_FIELD_DATE || !add_to_notes (staging, target, text))
    return FALSE;
  remark (staging, column, ENT_IMPORT_NO_DATE, text);
  return TRUE;
}

/* In the file's own words: the field may be called otherwise than its column. */
static void
reject_cell (Staging *staging, const EntImportTarget *target, guint column, const char *text, const char *reason)
{
  g_autofree char *name = ent_text_fold (target->name, -1);
  g_autofree char *label = ent_text_fold (ent_field_get_label (target->key.set), -1);

  if (keep_in_notes (staging, target, column, text))
    return;
  if (g_str_equal (name, label))
    ent_staged_record_reject (staging->record, "%s", reason);
  else
    /* Translators: the name of a column of a table, then the field that it goes to and why its value is refused. */
    ent_staged_record_reject (staging->record, _("Column “%s”: %s"), target->name, reason);
}

/* How a cell is to be read: as it says itself, or as its column does. */
static const EntColumnFormat *
format_of (Staging *staging, const EntImportTarget *target, guint column)
{
  EntTableType type = column < staging->n_fields ? staging->fields[column].type : ENT_TABLE_TEXT;

  return type == ENT_TABLE_NUMBER ? &staging->self->exact_number
         : type == ENT_TABLE_DATE ? &staging->self->exact_date
                                  : &target->format;
}

/* Somebody told who that is. */
static gboolean
find_user (const EntImportTarget *target, const char *name, EntValue *value)
{
  g_autofree char *folded = NULL;
  const EntId *id;

  if (target->users == NULL || g_hash_table_size (target->users) == 0)
    return FALSE;
  folded = ent_text_fold (name, -1);
  id = g_hash_table_lookup (target->users, folded);
  if (id != NULL)
    ent_value_set_id (value, id);
  return id != NULL;
}

static void
stage_amount (Staging *staging, const EntImportTarget *target, guint column, const char *text)
{
  EntStagedRecord *record = get_record (staging, target);
  const EntField *field = target->key.set;
  const EntColumnFormat *format = format_of (staging, target, column);
  g_autofree char *reason = NULL;
  gboolean rounded = FALSE;
  gboolean bare = ent_import_currency_is_bare (&staging->self->currency, target, text);
  EntValue value = ENT_VALUE_INIT;

  if (!ent_import_currency_take_cell (&staging->self->currency, record, target, text, &staging->self->context.currency,
                                      &reason) ||
      !ent_import_cell_convert (field, format, staging->self->zone, &staging->self->context, text, &value, &reason))
    reject_cell (staging, target, column, text, reason);
  else if (value.type != ENT_VALUE_NOTHING && target->stand_in == NULL &&
           ent_staged_record_find (record, field) == NULL)
    {
      rounded = ent_import_cell_is_rounded (format, staging->self->context.currency, text);
      ent_staged_record_take (record, ENT_STAGED_SET, field, &value);
    }
  if (rounded)
    remark (staging, column, ENT_IMPORT_ROUNDED, text);
  if (bare && value.type == ENT_VALUE_NOTHING && record->rejection == NULL)
    {
      g_autofree char *taken = g_strdup_printf ("%s → %s", text, staging->self->context.currency);

      remark (staging, column, ENT_IMPORT_NO_CURRENCY, taken);
    }
  ent_value_clear (&value);
}

static void
stage_field (Staging *staging, const EntImportTarget *target, guint column, const char *text)
{
  EntStagedRecord *record = get_record (staging, target);
  const EntField *field = target->key.set;
  g_autofree char *reason = NULL;
  EntValue value = ENT_VALUE_INIT;

  if (ent_import_cell_is_empty (field, text))
    return;
  if (target->via_source != NULL)
    stage_foreign_ids (staging->self, record, target, text);
  else if (field->type == ENT_FIELD_REFERENCE_SET)
    stage_references (staging->self, record, field, text);
  else if (find_user (target, text, &value))
    ent_staged_record_take (record, ENT_STAGED_SET, field, &value);
  else if (field->type == ENT_FIELD_REFERENCE)
    {
      ent_staged_record_add_text (record, ENT_STAGED_NAMED, field, text);
      g_array_index (record->values, EntStagedValue, record->values->len - 1).via = target->via;
    }
  else if (field->type == ENT_FIELD_ELEMENT_SET)
    stage_source_id (staging, target, text);
  else if (field->type == ENT_FIELD_MONEY)
    stage_amount (staging, target, column, text);
  else if (!ent_import_cell_convert (field, format_of (staging, target, column), staging->self->zone,
                                     &staging->self->context, text, &value, &reason))
    reject_cell (staging, target, column, text, reason);
  else if (field->type == ENT_FIELD_LONG_TEXT && value.type == ENT_VALUE_TEXT)
    ent_staged_record_add_line (record, field, value.text);
  else if (value.type != ENT_VALUE_NOTHING && target->stand_in == NULL &&
           ent_staged_record_find (record, field) == NULL)
    {
      ent_staged_record_take (record, ENT_STAGED_SET, field, &value);
      g_array_index (record->values, EntStagedValue, record->values->len - 1).is_closing = target->is_closing;
    }
  ent_value_clear (&value);
}

/* What a word such as "Privat" or "Cell" means among the types of the element; what it is goes before where it is. */
static const char *
choose_type (EntQualifiers qualifiers, const EntField *types)
{
  static const char *const keys[] = { "fax",    "pager", "assistant", "mobile", "billing", "delivery",
                                      "postal", "main",  "work",      "home",   "other" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    for (const EntChoice *choice = types->choices; qualifiers & (1u << i) && choice->key != NULL; choice++)
      if (g_str_equal (choice->key, keys[i]))
        return choice->key;
  return NULL;
}

/* The type of the n-th of several values in a cell; there may be one for all. */
static char *
dup_nth_value (Staging *staging, guint column, guint index, gboolean *primary)
{
  g_autofree char *cell = dup_cell (staging, column);
  g_auto (GStrv) values = NULL;
  int marked;

  if (!staging->self->columns->multi_values || *cell == '\0')
    return g_steal_pointer (&cell);
  values = ent_header_split_values (cell, strlen (cell), &marked);
  *primary = *primary || marked == (int) index;
  return g_strdup (values[0] == NULL ? "" : values[MIN (index, g_strv_length (values) - 1)]);
}

static const char *
find_type (Staging *staging, guint column, guint index, const EntField *types, char **label, gboolean *primary)
{
  const EntImportColumns *columns = staging->self->columns;

  for (guint i = 0; i < columns->n_targets; i++)
    {
      g_autofree char *cell = NULL;
      g_autofree char *folded = NULL;
      EntQualifiers qualifiers;

      if (columns->targets[i].role != ENT_HEADER_ROLE_TYPE || columns->targets[i].of != (int) column)
        continue;
      cell = dup_nth_value (staging, i, index, primary);
      folded = ent_text_fold (cell, -1);
      for (const EntChoice *choice = types->choices; choice->key != NULL; choice++)
        if (g_str_equal (choice->key, folded))
          return choice->key;
      qualifiers = ent_header_words_get_qualifier (folded);
      if (qualifiers != 0)
        return choose_type (qualifiers, types);
      /* Outlook's type of every e-mail address: how it is sent, not whose it is. */
      if (!g_str_equal (folded, "smtp"))
        *label = g_steal_pointer (&cell);
      return NULL;
    }
  return NULL;
}

static void
remark_on_point (Staging *staging, guint column, EntPlaceholderContext context, const char *text)
{
  EntPhone phone;

  if (context == ENT_PLACEHOLDER_EMAIL && ent_email_parse (text, NULL, NULL) > ENT_EMAIL_UNUSUAL)
    remark (staging, column, ENT_IMPORT_NO_EMAIL, text);
  else if (context == ENT_PLACEHOLDER_PHONE && !ent_phone_normalize (text, staging->self->context.country, &phone) &&
           phone.digits[0] == '\0')
    remark (staging, column, ENT_IMPORT_NO_PHONE, text);
}

static void
add_contact_point (Staging *staging,
                   const EntImportTarget *target,
                   guint column,
                   guint index,
                   const char *text,
                   gboolean primary)
{
  const EntField *set = target->key.set;
  g_autoptr (EntElement) element = NULL;
  g_autofree char *label = NULL;
  g_autofree char *restored = NULL;
  const char *type = target->key.type;
  const char *found;
  EntPlaceholderContext context = g_str_equal (target->key.channel, "phone")   ? ENT_PLACEHOLDER_PHONE
                                  : g_str_equal (target->key.channel, "email") ? ENT_PLACEHOLDER_EMAIL
                                                                               : ENT_PLACEHOLDER_GENERIC;

  if (*text == '\0' || ent_placeholder_check (text, context))
    return;
  /* One of several in a cell. */
  if (ent_import_harms_take (staging->self->harms, column, ENT_TABLE_TEXT, text, staging->record->line))
    return;
  if (context == ENT_PLACEHOLDER_PHONE)
    restored = ent_import_harms_restore_phone (staging->self->harms, column, text, staging->self->context.country,
                                               staging->record->line);
  if (restored != NULL)
    text = restored;
  found = find_type (staging, column, index, ent_kind_get_field (set->element, "type"), &label, &primary);
  if (type == NULL)
    type = found;
  element = ent_element_new (set->element);
  ent_element_set_text (element, "channel", target->key.channel);
  ent_element_set_text (element, "value", text);
  if (type != NULL)
    ent_element_set_text (element, "type", type);
  if (target->key.type == NULL && label != NULL && *label != '\0')
    ent_element_set_text (element, "label", label);
  ent_element_normalize (element, staging->self->context.country);
  remark_on_point (staging, column, context, text);
  ent_staged_record_add_element (get_record (staging, target), set, element, primary);
}

/* Several in one cell; NULL: one. Its line breaks are gone from @text. */
static char **
split_points (Staging *staging, const EntImportTarget *target, guint column, const char *text)
{
  g_autofree char *lines = dup_text (staging, column, ENT_TEXT_MULTI_LINE);
  const char *cell = strchr (lines, '\n') != NULL && target->joined == NULL ? lines : text;

  if (g_str_equal (target->key.channel, "email"))
    return ent_import_split_emails (cell);
  if (g_str_equal (target->key.channel, "phone"))
    return ent_import_split_phones (cell, staging->self->context.country);
  return NULL;
}

static void
stage_contact_points (Staging *staging, const EntImportTarget *target, guint column, const char *text)
{
  g_auto (GStrv) several = !staging->self->columns->multi_values ? split_points (staging, target, column, text) : NULL;

  for (guint i = 0; several != NULL && several[i] != NULL; i++)
    add_contact_point (staging, target, column, i, several[i], FALSE);
  if (several != NULL)
    return;
  if (staging->self->columns->multi_values)
    {
      int primary;
      g_auto (GStrv) values = ent_header_split_values (text, strlen (text), &primary);

      for (guint i = 0; values[i] != NULL; i++)
        add_contact_point (staging, target, column, i, values[i], primary == (int) i);
    }
  else
    add_contact_point (staging, target, column, 0, text, FALSE);
}

static Address *
get_address (Staging *staging, const EntImportTarget *target)
{
  Address *address;

  for (guint i = 0; i < staging->n_addresses; i++)
    {
      address = &staging->addresses[i];
      if (address->set == target->key.set && address->group == target->group + target->key.group * 100 &&
          g_strcmp0 (address->purpose, target->key.type) == 0)
        return address;
    }
  if (staging->n_addresses == MAX_ADDRESSES)
    return &staging->addresses[MAX_ADDRESSES - 1];
  address = &staging->addresses[staging->n_addresses++];
  address->set = target->key.set;
  address->group = target->group + target->key.group * 100;
  address->purpose = target->key.type;
  address->postcode = -1;
  address->element = ent_element_new (target->key.set->element);
  if (address->purpose != NULL)
    ent_element_set_text (address->element, "purpose", address->purpose);
  return address;
}

static void
stage_address_part (Staging *staging, const EntImportTarget *target, guint column, const char *text)
{
  const EntField *part = target->key.part;
  Address *address;
  const char *present;
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (ent_import_cell_is_empty (part, text))
    return;
  address = get_address (staging, target);
  if (g_str_equal (part->key, "postcode"))
    address->postcode = (int) column;
  present = ent_element_get_text (address->element, part->key);
  if (present != NULL)
    {
      /* "Street 2" continues "Street". */
      g_autofree char *joined = g_strconcat (present, "\n", text, NULL);

      ent_element_set_text (address->element, part->key, joined);
    }
  /* A country that nobody knows stays as it was written: an address is not refused for it. */
  else if (ent_value_parse (part, text, &staging->self->context, &value, NULL))
    ent_element_set_value (address->element, part, &value);
  else
    ent_element_set_text (address->element, "formatted", text);
}

/* Which zeros may be missing is known with the country, which may stand behind the postcode. */
static void
restore_postcode (Staging *staging, Address *address)
{
  const char *postcode = ent_element_get_text (address->element, "postcode");
  g_autofree char *restored = NULL;

  if (address->postcode < 0 || postcode == NULL)
    return;
  restored = ent_import_harms_restore_postcode (staging->self->harms, (guint) address->postcode, postcode,
                                                ent_element_get_text (address->element, "country"),
                                                staging->self->context.country, staging->record->line);
  if (restored != NULL)
    ent_element_set_text (address->element, "postcode", restored);
}

static void
finish_addresses (Staging *staging)
{
  for (guint i = 0; i < staging->n_addresses; i++)
    {
      Address *address = &staging->addresses[i];
      EntStagedRecord *record = address->set->kind == staging->record->kind ? staging->record : staging->account;

      ent_element_normalize (address->element, staging->self->context.country);
      restore_postcode (staging, address);
      ent_staged_record_add_element (record, address->set, address->element, FALSE);
      ent_element_unref (address->element);
    }
}

/* "@Date;@Due": what stands in the first of these columns that has anything, written as that column is. */
static const EntImportTarget *
take_other_cell (Staging *staging, const EntImportTarget *target, guint *column, EntImportTarget *other, char **text)
{
  g_auto (GStrv) names = g_strsplit (*text, ";", -1);

  g_set_str (text, "");
  for (guint i = 0; names[i] != NULL && **text == '\0'; i++)
    {
      int index = *names[i] == '@' ? ent_import_columns_find (staging->self->columns, names[i] + 1) : -1;

      if (index < 0)
        continue;
      g_free (*text);
      *text = dup_own_cell (staging, (guint) index);
      *column = (guint) index;
      *other = *target;
      other->format = staging->self->columns->targets[index].format;
    }
  return **text != '\0' ? other : target;
}

static void
stage_cell (Staging *staging, guint column)
{
  const EntImportTarget *target = &staging->self->columns->targets[column];
  g_autofree char *text = dup_cell (staging, column);
  EntImportTarget other;
  EntTableType type;

  staging->record->fingerprint = ent_fingerprint (staging->record->fingerprint, text, strlen (text) + 1);
  if (target->role != ENT_HEADER_ROLE_VALUE || *text == '\0')
    return;
  if (staging->self->columns->layout != NULL)
    {
      const char *meaning = ent_import_layout_get_meaning (staging->self->columns->layout, target->name, text);

      if (meaning != NULL)
        g_set_str (&text, meaning);
      if (meaning != NULL && *text == '@')
        target = take_other_cell (staging, target, &column, &other, &text);
      if (*text == '\0')
        return;
    }
  if (target->is_kind)
    {
      if (ent_kind_from_key (text) != staging->record->kind)
        ent_staged_record_reject (
            staging->record, _("“%s” is another kind of record than the rows above; move it to a file of its own."),
            text);
      return;
    }
  if (target->key.set == NULL && !target->is_id)
    return;
  type = column < staging->n_fields ? staging->fields[column].type : ENT_TABLE_TEXT;
  if (ent_import_harms_take (staging->self->harms, column, type, text, staging->record->line))
    return;
  if (target->is_id)
    {
      /* An id that is none of ours is one of the system that the file comes from. */
      stage_source_id (staging, target, text);
      return;
    }
  switch (target->key.target)
    {
    case ENT_FLAT_CONTACT_POINT:
      stage_contact_points (staging, target, column, text);
      break;
    case ENT_FLAT_ADDRESS:
      stage_address_part (staging, target, column, text);
      break;
    case ENT_FLAT_SOURCE_ID:
      stage_source_id (staging, target, text);
      break;
    case ENT_FLAT_FIELD:
    default:
      stage_field (staging, target, column, text);
      break;
    }
}

/* What the layout says of every row, such as that all are calls. */
static void
stage_set (EntImportRow *self, EntStagedRecord *record)
{
  const char *const *set = self->columns->layout != NULL ? ent_import_layout_get_set (self->columns->layout) : NULL;

  for (guint i = 0; set != NULL && set[i] != NULL; i += 2)
    {
      const EntField *field = ent_kind_get_field (record->kind, set[i]);
      g_auto (EntValue) value = ENT_VALUE_INIT;

      if (field == NULL || ent_staged_record_find (record, field) != NULL)
        continue;
      if (field->type == ENT_FIELD_REFERENCE || field->type == ENT_FIELD_REFERENCE_SET)
        ent_staged_record_add_text (record, ENT_STAGED_NAMED, field, set[i + 1]);
      else if (ent_value_parse (field, set[i + 1], &self->context, &value, NULL))
        ent_staged_record_take (record, ENT_STAGED_SET, field, &value);
    }
}

static EntStagedValue *
find_value (EntStagedRecord *record, const char *key)
{
  const EntField *field = ent_kind_get_field (record->kind, key);

  for (guint i = 0; field != NULL && i < record->values->len; i++)
    if (g_array_index (record->values, EntStagedValue, i).field == field)
      return &g_array_index (record->values, EntStagedValue, i);
  return NULL;
}

/* Midnight UTC of the day that a moment is of where it was meant; of the next one, where it is an end in that day. */
static gint64
to_day (gint64 ms, GTimeZone *zone, gboolean is_end)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GDateTime) there = g_date_time_to_timezone (moment, zone);
  g_autoptr (GDateTime) day = g_date_time_new_utc (g_date_time_get_year (there), g_date_time_get_month (there),
                                                   g_date_time_get_day_of_month (there), 0, 0, 0);
  gboolean has_rest = g_date_time_get_hour (there) > 0 || g_date_time_get_minute (there) > 0;

  /* Midnight UTC is how we write a day ourselves. */
  if (ms % MS_PER_DAY == 0)
    return ms;
  return g_date_time_to_unix (day) * 1000 + (is_end && has_rest ? MS_PER_DAY : 0);
}

/* Whole days are kept as midnight UTC, whatever the zone; the end is the day after the last. */
static void
settle_days (EntImportRow *self, EntStagedRecord *record)
{
  const EntStagedValue *all_day = find_value (record, "all-day");
  EntStagedValue *start = find_value (record, "start"), *end = find_value (record, "end");
  g_autoptr (GTimeZone) zone = self->zone != NULL ? g_time_zone_ref (self->zone) : g_time_zone_new_local ();

  if (all_day == NULL || all_day->value.integer == 0 || start == NULL)
    return;
  start->value.integer = to_day (start->value.integer, zone, FALSE);
  /* Programs also end a day where it begins. */
  if (end != NULL)
    end->value.integer = MAX (to_day (end->value.integer, zone, TRUE), start->value.integer + MS_PER_DAY);
}

static gboolean
is_field (const EntImportTarget *target)
{
  return target->role == ENT_HEADER_ROLE_VALUE && target->key.target == ENT_FLAT_FIELD && target->key.set != NULL &&
         !target->of_account;
}

/* Of the column for it, in any way of writing that its field understands. */
static gboolean
read_currency (Staging *staging, guint column)
{
  EntImportRow *self = staging->self;
  const EntImportTarget *target = &self->columns->targets[column];
  g_autofree char *text = NULL;
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (!is_field (target) || !g_str_equal (target->key.set->key, "currency"))
    return FALSE;
  text = dup_cell (staging, column);
  if (!ent_value_parse (target->key.set, text, &self->context, &value, NULL) || value.type != ENT_VALUE_TEXT)
    return FALSE;
  ent_import_currency_name (&self->currency, value.text);
  return TRUE;
}

/* Before the amounts: a yen has no hundredths, a dinar has thousandths. */
static void
find_currency (Staging *staging)
{
  EntImportRow *self = staging->self;
  EntImportColumns *columns = self->columns;

  ent_import_currency_begin_row (&self->currency);
  self->context.currency = self->currency.row;
  for (guint i = 0; i < columns->n_targets; i++)
    if (read_currency (staging, i))
      return;
  for (guint i = 0; i < columns->n_targets; i++)
    if (is_field (&columns->targets[i]) && columns->targets[i].key.set->type == ENT_FIELD_MONEY &&
        i < staging->n_fields && staging->fields[i].length > 0)
      {
        ent_import_currency_take_column (&self->currency, &columns->targets[i]);
        return;
      }
}

/* What tells of a firm in a row that names none, such as the tax id of a private customer, is kept with the row's own
 * record. */
static void
note_facts (Staging *staging)
{
  for (guint i = 0; i < staging->self->columns->n_targets; i++)
    {
      const EntImportTarget *target = &staging->self->columns->targets[i];
      g_autofree char *text = target->of_account ? dup_cell (staging, i) : NULL;

      if (text != NULL && !ent_import_cell_is_empty (target->key.set, text) && add_to_notes (staging, target, text))
        remark (staging, i, ENT_IMPORT_NO_FIRM, text);
    }
}

/* The firm that the row's other columns tell of must be named by it. */
static EntStagedRecord *
take_account (Staging *staging)
{
  const EntField *field = ent_kind_get_field (staging->record->kind, "account");
  const char *name = ent_staged_record_get_text (staging->record, field);

  if (staging->account == NULL)
    return NULL;
  if (name == NULL || staging->account->values->len == 0)
    {
      note_facts (staging);
      ent_staged_record_free (staging->account);
      return NULL;
    }
  ent_staged_record_add_text (staging->account, ENT_STAGED_SET, staging->account->kind->title, name);
  staging->account->fingerprint = ent_fingerprint (staging->record->fingerprint, "account", strlen ("account"));
  return staging->account;
}

void
ent_import_row_stage_cells (EntImportRow *self,
                            const EntTableField *fields,
                            guint n_fields,
                            const guint *columns,
                            guint n_columns,
                            EntStagedRecord *record)
{
  Staging staging = { .self = self, .fields = fields, .n_fields = n_fields, .record = record };

  find_currency (&staging);
  for (guint i = 0; i < n_columns; i++)
    stage_cell (&staging, columns[i]);
  finish_addresses (&staging);
  g_clear_pointer (&staging.account, ent_staged_record_free);
}

EntStagedRecord *
ent_import_row_stage (EntImportRow *self, const EntTableField *fields, guint n_fields, EntStagedRecord *record)
{
  Staging staging = { .self = self, .fields = fields, .n_fields = n_fields, .record = record };

  record->fingerprint = self->seed;
  find_currency (&staging);
  for (guint i = 0; i < self->columns->n_targets; i++)
    stage_cell (&staging, i);
  for (guint i = self->columns->n_targets; i < n_fields; i++)
    if (fields[i].length > 0)
      ent_staged_record_reject (record, _("It has more columns than the header; a separator may be missing quotes."));
  finish_addresses (&staging);
  stage_set (self, record);
  settle_days (self, record);
  ent_import_currency_complete (&self->currency, self->columns, record);
  if (!self->columns->is_chosen && ent_import_firm_convert (record, staging.account, self->store))
    {
      g_clear_pointer (&staging.account, ent_staged_record_free);
      self->n_firms++;
      return NULL;
    }
  ent_staged_record_complete_title (record);
  return take_account (&staging);
}

char *
ent_import_row_dup_key (const EntImportTarget *target)
{
  if (target->is_custom)
    return g_strdup (target->custom_key);
  if (target->is_id)
    return g_strdup ("id");
  if (target->is_kind)
    return g_strdup (ENT_IMPORT_KIND_COLUMN);
  if (target->role != ENT_HEADER_ROLE_VALUE || target->key.set == NULL)
    return NULL;
  switch (target->key.target)
    {
    case ENT_FLAT_CONTACT_POINT:
      return target->key.type != NULL ? g_strdup_printf ("%s.%s", target->key.channel, target->key.type)
                                      : g_strdup (target->key.channel);
    case ENT_FLAT_ADDRESS:
      return target->key.type != NULL ? g_strdup_printf ("%s.%s", target->key.part->key, target->key.type)
                                      : g_strdup (target->key.part->key);
    case ENT_FLAT_SOURCE_ID:
      return g_strdup_printf ("source-id.%s", target->key.source);
    case ENT_FLAT_FIELD:
    default:
      if (target->via_source != NULL)
        return g_strdup_printf ("%s.source-id.%s", target->key.set->key, target->via_source);
      return target->via != NULL ? g_strdup_printf ("%s.%s", target->key.set->key, target->via->key)
                                 : g_strdup (target->key.set->key);
    }
}

void
ent_import_row_append_notes (EntImportRow *self, GPtrArray *notes)
{
  ent_import_harms_append_notes (self->harms, notes);
  ent_import_remarks_append_notes (self->remarks, notes);
  if (self->n_firms > 0)
    g_ptr_array_add (notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "%u row names a firm and nobody; it became an account.",
                                                          "%u rows name a firm and nobody; they became accounts.",
                                                          (gulong) self->n_firms),
                                             (guint) self->n_firms));
  if (*self->currency.assumed != '\0')
    /* Translators: a currency such as EUR. */
    g_ptr_array_add (notes, g_strdup_printf (_("The file names no currency; amounts were taken as %s."),
                                             self->currency.assumed));
}
