/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-json.h"
#include "cli-output.h"
#include "commands.h"

/* What can be written as the value; of choices and references the fields themselves say more. */
static const char *const values[] = {
  [ENT_FIELD_TEXT] = N_("text"),
  [ENT_FIELD_LONG_TEXT] = N_("text of several lines"),
  [ENT_FIELD_INTEGER] = N_("whole number"),
  [ENT_FIELD_PERCENT] = N_("number from 0 to 100"),
  [ENT_FIELD_MONEY] = N_("amount: 1234.50"),
  [ENT_FIELD_BOOLEAN] = N_("yes or no"),
  [ENT_FIELD_DATE] = N_("date: 2026-12-31"),
  [ENT_FIELD_PARTIAL_DATE] = N_("date, perhaps incomplete: 2026-12-31, 2026-12, --12-31"),
  [ENT_FIELD_TIMESTAMP] = N_("date and time: 2026-12-31 14:30"),
  [ENT_FIELD_DURATION] = N_("minutes, or 1:30"),
  [ENT_FIELD_CURRENCY] = N_("code of a currency: EUR"),
  [ENT_FIELD_COUNTRY] = N_("name or code of a country: FR"),
  [ENT_FIELD_LANGUAGE] = N_("name or code of a language: fr"),
  [ENT_FIELD_TIME_ZONE] = N_("time zone: Europe/Paris"),
  [ENT_FIELD_COORDINATES] = N_("latitude,longitude"),
};

static void
append (GString *text, const char *separator, const char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", part);
}

static char *
dup_choices (const EntField *field)
{
  GString *text = g_string_new (NULL);

  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    {
      const char *label = ent_field_get_choice_label (field, choice->key);

      append (text, ", ", choice->key);
      if (g_ascii_strcasecmp (label, choice->key) != 0)
        g_string_append_printf (text, " (%s)", label);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_reference (const EntField *field)
{
  g_autoptr (GString) targets = g_string_new (NULL);

  for (guint i = 0; field->targets != NULL && field->targets[i] != NULL; i++)
    append (targets, ", ", ent_kind_get_label (field->targets[i]));
  if (targets->len == 0)
    return g_strdup (_("name or id of a record"));
  if (field->type == ENT_FIELD_REFERENCE_SET)
    /* Translators: what can be written; the name of a kind of record, such as Tag. */
    return g_strdup_printf (_("names, with commas between them: %s"), targets->str);
  /* Translators: what can be written; names of kinds of record, such as Account. */
  return g_strdup_printf (_("name or id: %s"), targets->str);
}

static char *
dup_value (const EntField *field)
{
  if (field->type == ENT_FIELD_ENUM)
    return dup_choices (field);
  if (field->type == ENT_FIELD_REFERENCE || field->type == ENT_FIELD_REFERENCE_SET)
    return dup_reference (field);
  return g_strdup (field->type < G_N_ELEMENTS (values) && values[field->type] != NULL ? _(values[field->type]) : "");
}

static void
add_row (CliTable *table, JsonBuilder *json, const char *key, const char *label, const char *value, gboolean given)
{
  /* Translators: of a field that nobody enters; what its values are. */
  g_autofree char *kept = given ? NULL : g_strdup_printf (_("%s (kept by the program)"), value);
  const char *cells[] = { key, label, given ? value : kept };

  cli_table_add (table, cells);
  json_builder_begin_object (json);
  cli_json_add_string (json, "key", key);
  cli_json_add_string (json, "label", label);
  cli_json_add_string (json, "value", value);
  cli_json_add_boolean (json, "settable", given);
  json_builder_end_object (json);
}

static void
add_field (CliTable *table, JsonBuilder *json, const EntField *field)
{
  g_autofree char *value = NULL;

  if (field->flags & ENT_FIELD_HIDDEN || field->type == ENT_FIELD_PRIMARY || field->type == ENT_FIELD_ELEMENT_SET ||
      field->type == ENT_FIELD_APPEND)
    return;
  value = dup_value (field);
  add_row (table, json, field->key, ent_field_get_label (field), value, ent_field_takes_text (field));
}

/* Contact points and parts of addresses, each once. */
static void
add_flat (CliTable *table, JsonBuilder *json, EntStore *store, const EntKind *kind)
{
  g_auto (GStrv) flat = ent_flat_key_list (kind);

  for (guint i = 0; flat[i] != NULL; i++)
    {
      g_auto (EntFlatKey) key = { 0 };
      g_autofree char *value = NULL;

      if (strchr (flat[i], '.') != NULL || !ent_flat_key_parse (&key, store, kind, flat[i], NULL))
        continue;
      if (key.target == ENT_FLAT_ADDRESS)
        /* Translators: of a part of an address: "text, also city.PURPOSE". What PURPOSE can be is said below. */
        value = g_strdup_printf (_("text, also %s.PURPOSE"), flat[i]);
      else
        /* Translators: of a contact point: "text, also phone.TYPE". What TYPE can be is said below. */
        value = g_strdup_printf (_("text, also %s.TYPE"), flat[i]);
      add_row (table, json, flat[i], ent_flat_key_get_label (&key), value, TRUE);
    }
}

/* What may stand behind a key after a dot. */
static void
print_types (const EntKind *kind)
{
  const EntField *contact_points = ent_kind_get_field (kind, "contact-points");
  const EntField *addresses = ent_kind_get_field (kind, "addresses");

  if (contact_points != NULL)
    {
      g_autofree char *types = dup_choices (ent_kind_get_field (contact_points->element, "type"));

      /* Translators: what TYPE can be, which stands for the same word as in "phone.TYPE". */
      g_print (_("TYPE: %s\n"), types);
    }
  if (addresses != NULL)
    {
      g_autofree char *purposes = dup_choices (ent_kind_get_field (addresses->element, "purpose"));

      /* Translators: what PURPOSE can be, which stands for the same word as in "city.PURPOSE". */
      g_print (_("PURPOSE: %s\n"), purposes);
    }
}

static CliStatus
fields_run (CliContext *context, char **arguments, GError **error)
{
  const EntKind *kind = cli_parse_kind (arguments[0], error);
  const char *text_headers[] = { _("Key"), _("Shown as"), _("Value"), NULL };
  static const char *const csv_headers[] = { "key", "label", "value", NULL };
  g_autoptr (CliTable) table = cli_table_new (context->format == CLI_FORMAT_CSV ? csv_headers : text_headers);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (GPtrArray) fields = NULL;

  if (kind == NULL)
    return CLI_USAGE;
  fields = ent_store_dup_fields (context->store, kind);
  json_builder_begin_array (json);
  for (guint i = 0; i < fields->len; i++)
    add_field (table, json, g_ptr_array_index (fields, i));
  add_flat (table, json, context->store, kind);
  json_builder_end_array (json);
  if (context->format == CLI_FORMAT_JSON)
    {
      g_autoptr (JsonNode) root = json_builder_get_root (json);

      cli_print_json (root);
    }
  else
    cli_table_print (table, context->format);
  if (context->format == CLI_FORMAT_TEXT)
    print_types (kind);
  return CLI_DONE;
}

static const char *const examples[] = {
  "fields contact",
  N_("Lists what can be said of a contact, and how it is written"),
  NULL,
};

const CliCommand cli_command_fields = {
  .name = "fields",
  .arguments = N_("KIND"),
  .summary = N_("List the fields of a kind of record"),
  .description = N_("“add”, “set”, “list” and queries take a field by its key or by what it is shown as, and a choice "
                     "likewise. Fields that the book adds are listed too."),
  .examples = examples,
  .book = CLI_BOOK_READ,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = fields_run,
};
