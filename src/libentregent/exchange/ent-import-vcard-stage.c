/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-import-vcard-private.h"
#include "ent-photo.h"
#include "ent-placeholder.h"
#include "ent-store-private.h"
#include "ent-value-text.h"
#include "ent-vcard-params-private.h"
#include "ent-vcard-writer-private.h"

typedef struct
{
  const EntVcard *card;
  EntStore *store;
  EntStagedRecord *staged;
  GHashTable *labelled; /* groups whose label has become that of a phone, an address … */
  gboolean no_picture;  /* it has a photo that is none */
} Stage;

/* TRUE when the property was understood; otherwise it is kept as it is. */
typedef gboolean (*StageFunc) (Stage *stage, const EntVcardProperty *property);

static void
add_text (Stage *stage, const char *key, const char *text)
{
  const EntField *field = ent_kind_get_field (stage->staged->kind, key);

  if (field != NULL && text != NULL && *text != '\0' && ent_staged_record_find (stage->staged, field) == NULL)
    ent_staged_record_add_text (stage->staged, ENT_STAGED_SET, field, text);
}

static void
add_named (Stage *stage, const char *key, const char *name)
{
  const EntField *field = ent_kind_get_field (stage->staged->kind, key);

  if (field != NULL && name != NULL && *name != '\0' && !ent_placeholder_check (name, ENT_PLACEHOLDER_GENERIC))
    ent_staged_record_add_text (stage->staged, ENT_STAGED_NAMED, field, name);
}

static gboolean
has_field (Stage *stage, const char *key)
{
  return ent_kind_get_field (stage->staged->kind, key) != NULL;
}

/* Before 4.0 every card has an N; that of a firm, or of somebody whose name has no parts, is no more than the name. */
static gboolean
is_whole_name (Stage *stage, char **parts)
{
  g_autofree char *name = ent_vcard_dup_display_name (stage->card);

  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      return FALSE;
  return ent_vcard_get_version (stage->card) != ENT_VCARD_4_0 && g_strcmp0 (parts[0], name) == 0;
}

static gboolean
stage_name (Stage *stage, const EntVcardProperty *property)
{
  static const char *const keys[] = { "family-name", "given-name", "middle-name", "prefix", "suffix" };
  g_auto (GStrv) parts = ent_vcard_dup_components (stage->card, property);

  if (parts == NULL || is_whole_name (stage, parts))
    return TRUE;
  for (guint i = 0; parts[i] != NULL && i < G_N_ELEMENTS (keys); i++)
    add_text (stage, keys[i], parts[i]);
  return TRUE;
}

static gboolean
stage_organization (Stage *stage, const EntVcardProperty *property)
{
  g_auto (GStrv) units = ent_vcard_dup_components (stage->card, property);
  g_autofree char *department = NULL;

  if (units == NULL || units[0] == NULL)
    return TRUE;
  if (stage->staged->kind == ent_kind_from_key ("account"))
    return TRUE; /* its name, which the title is made of */
  department = g_strjoinv (", ", units + 1);
  add_named (stage, "account", units[0]);
  add_text (stage, "department", department);
  return TRUE;
}

static gboolean
stage_text (Stage *stage, const EntVcardProperty *property)
{
  static const struct
  {
    const char *property;
    const char *key;
  } texts[] = {
    { "NICKNAME", "nickname" },
    { "TITLE", "job-title" },
    { "LANG", "language" },
  };
  g_autofree char *text = ent_vcard_dup_text (stage->card, property);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const EntField *field;

      if (!ent_vcard_property_is (property, texts[i].property))
        continue;
      field = ent_kind_get_field (stage->staged->kind, texts[i].key);
      if (field == NULL || ent_staged_record_find (stage->staged, field) != NULL)
        return FALSE;
      if (field->type != ENT_FIELD_TEXT)
        {
          EntParseContext context = { .country = ent_store_get_country (stage->store),
                                      .locale = ent_store_get_locale (stage->store) };
          EntValue value = ENT_VALUE_INIT;

          if (!ent_value_parse (field, text, &context, &value, NULL))
            return FALSE;
          ent_staged_record_take (stage->staged, ENT_STAGED_SET, field, &value);
          return TRUE;
        }
      add_text (stage, texts[i].key, text);
      return TRUE;
    }
  return FALSE;
}

/* Several notes are one. */
static gboolean
stage_note (Stage *stage, const EntVcardProperty *property)
{
  const EntField *field = ent_kind_get_field (stage->staged->kind, "notes");
  g_autofree char *text = ent_vcard_dup_text (stage->card, property);
  EntStagedValue *present = field != NULL ? (EntStagedValue *) ent_staged_record_find (stage->staged, field) : NULL;

  if (field == NULL)
    return FALSE;
  if (present != NULL)
    ent_value_take_text (&present->value, g_strconcat (present->value.text, "\n\n", text, NULL));
  else
    add_text (stage, "notes", text);
  return TRUE;
}

static gboolean
stage_categories (Stage *stage, const EntVcardProperty *property)
{
  g_auto (GStrv) names = ent_vcard_dup_list (stage->card, property);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    add_named (stage, "tags", g_strstrip (names[i]));
  return has_field (stage, "tags");
}

static gboolean
stage_birthday (Stage *stage, const EntVcardProperty *property)
{
  const EntField *field = ent_kind_get_field (stage->staged->kind, "birthday");
  g_autofree char *date = ent_vcard_dup_date (stage->card, property);

  if (field == NULL || date == NULL)
    return FALSE;
  add_text (stage, "birthday", date);
  return TRUE;
}

static gboolean
stage_uid (Stage *stage, const EntVcardProperty *property)
{
  g_autofree char *uid = ent_vcard_dup_text (stage->card, property);
  const char *text = uid;

  if (*text == '\0')
    return FALSE;
  /* One of ours comes home; its id needs no second place to stand. */
  if (g_str_has_prefix (text, ENT_ID_URN) && ent_id_parse (&stage->staged->id, text + strlen (ENT_ID_URN)))
    return TRUE;
  ent_staged_record_add_source_id (stage->staged, "vcard", text);
  return TRUE;
}

/* What choices the element's type has; anything else is its label. */
static void
set_type (EntElement *element, const char *key, const char *type)
{
  const EntField *field = ent_kind_get_field (ent_element_get_kind (element), key);

  for (const EntChoice *choice = field->choices; type != NULL && choice->key != NULL; choice++)
    if (g_str_equal (choice->key, type))
      ent_element_set_text (element, key, type);
}

static void
set_label (Stage *stage, EntElement *element, const EntVcardProperty *property, const char *type_key)
{
  g_autofree char *label = ent_vcard_dup_label (stage->card, property);
  const char *type = ent_vcard_get_suffix (stage->card, property);

  /* The address of the firm is where its post goes. */
  if (g_str_equal (type_key, "purpose") && g_strcmp0 (type, "work") == 0)
    type = "postal";
  set_type (element, type_key, type);
  /* What is said by parameters goes before the label, which stays as it is then. */
  if (label != NULL && *label != '\0' && !ent_vcard_has_typed_suffix (stage->card, property))
    g_hash_table_add (stage->labelled, g_ascii_strdown (property->group, -1));
  if (label != NULL && *label != '\0' && ent_element_get_text (element, type_key) == NULL)
    ent_element_set_text (element, "label", label);
}

static const char *
strip_scheme (const char *text)
{
  static const char *const schemes[] = { "tel:", "mailto:" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      return text + strlen (schemes[i]);
  return text;
}

static gboolean
is_preferred (Stage *stage, const EntVcardProperty *property)
{
  return ent_vcard_get_preference (stage->card, property) == 1;
}

static gboolean
stage_contact_point (Stage *stage, const EntVcardProperty *property, const char *channel)
{
  const EntField *set = ent_kind_get_field (stage->staged->kind, "contact-points");
  g_autofree char *text = ent_vcard_dup_text (stage->card, property);
  g_autoptr (EntElement) element = NULL;

  if (set == NULL)
    return FALSE;
  if (*g_strstrip (text) == '\0')
    return TRUE;
  element = ent_element_new (set->element);
  ent_element_set_text (element, "channel", channel);
  ent_element_set_text (element, "value", strip_scheme (text));
  set_label (stage, element, property, "type");
  if (g_str_equal (channel, "messaging"))
    {
      g_autofree char *service = ent_vcard_dup_param (stage->card, property, "X-SERVICE-TYPE");

      if (service != NULL)
        ent_element_set_text (element, "service", service);
      else if (g_ascii_strncasecmp (property->name, "X-", 2) == 0)
        ent_element_set_text (element, "service", property->name + 2);
    }
  ent_element_normalize (element, ent_store_get_country (stage->store));
  ent_staged_record_add_element (stage->staged, set, element, is_preferred (stage, property));
  return TRUE;
}

static gboolean
stage_phone (Stage *stage, const EntVcardProperty *property)
{
  return stage_contact_point (stage, property, "phone");
}

static gboolean
stage_email (Stage *stage, const EntVcardProperty *property)
{
  return stage_contact_point (stage, property, "email");
}

static gboolean
stage_web (Stage *stage, const EntVcardProperty *property)
{
  return stage_contact_point (stage, property, "web");
}

static gboolean
stage_messaging (Stage *stage, const EntVcardProperty *property)
{
  return stage_contact_point (stage, property, "messaging");
}

/* By code or by name in any language; one that nobody knows stays in the address as it is printed. */
static void
set_country (Stage *stage, EntElement *element, const char *text)
{
  const EntField *field = ent_kind_get_field (ent_element_get_kind (element), "country");
  EntParseContext context = { .country = ent_store_get_country (stage->store),
                              .locale = ent_store_get_locale (stage->store) };
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (ent_value_parse (field, text, &context, &value, NULL))
    ent_element_set_value (element, field, &value);
  else
    ent_element_set_text (element, "formatted", text);
}

static gboolean
is_blank (EntElement *element)
{
  static const char *const keys[] = { "street", "po-box", "city", "region", "postcode", "country", "formatted" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (ent_element_get_text (element, keys[i]) != NULL)
      return FALSE;
  return TRUE;
}

/* Before 4.0 an address as it is printed is a property of its own; behind the address and for the same purpose, it is
 * that one's. */
static const EntVcardProperty *
get_printed (Stage *stage, const EntVcardProperty *address)
{
  const EntVcardProperty *last = ent_vcard_get_property (stage->card, ent_vcard_get_n_properties (stage->card) - 1);
  const EntVcardProperty *next = address < last ? address + 1 : NULL;
  EntVcardTypes difference;

  if (next == NULL || !ent_vcard_property_is (next, "LABEL"))
    return NULL;
  difference = ent_vcard_get_types (stage->card, next) ^ ent_vcard_get_types (stage->card, address);
  return (difference & ~(EntVcardTypes) ENT_VCARD_TYPE_PREF) == 0 ? next : NULL;
}

static gboolean
stage_printed (Stage *stage, const EntVcardProperty *property)
{
  const EntVcardProperty *first = ent_vcard_get_property (stage->card, 0);

  return has_field (stage, "addresses") && property > first && ent_vcard_property_is (property - 1, "ADR") &&
         get_printed (stage, property - 1) == property;
}

static gboolean
stage_address (Stage *stage, const EntVcardProperty *property)
{
  static const char *const keys[] = { "po-box", NULL, "street", "city", "region", "postcode", NULL };
  const EntField *set = ent_kind_get_field (stage->staged->kind, "addresses");
  g_auto (GStrv) parts = ent_vcard_dup_components (stage->card, property);
  const EntVcardProperty *printed = get_printed (stage, property);
  g_autofree char *whole = printed != NULL ? ent_vcard_dup_text (stage->card, printed)
                                           : ent_vcard_dup_param (stage->card, property, "LABEL");
  g_autoptr (EntElement) element = NULL;
  guint n_parts = parts != NULL ? g_strv_length (parts) : 0;

  if (set == NULL)
    return FALSE;
  element = ent_element_new (set->element);
  for (guint i = 0; i < n_parts && i < G_N_ELEMENTS (keys); i++)
    if (keys[i] != NULL && *parts[i] != '\0')
      ent_element_set_text (element, keys[i], parts[i]);

  /* The extended address (floor, suite) is part of the street for people. */
  if (n_parts > 1 && *parts[1] != '\0')
    {
      const char *street = ent_element_get_text (element, "street");
      g_autofree char *joined = street != NULL ? g_strconcat (street, "\n", parts[1], NULL) : g_strdup (parts[1]);

      ent_element_set_text (element, "street", joined);
    }
  if (n_parts > 6 && *parts[6] != '\0')
    set_country (stage, element, parts[6]);
  if (whole != NULL && *whole != '\0')
    ent_element_set_text (element, "formatted", whole);
  set_label (stage, element, property, "purpose");
  if (is_blank (element))
    return TRUE;
  ent_element_normalize (element, ent_store_get_country (stage->store));
  ent_staged_record_add_element (stage->staged, set, element, is_preferred (stage, property));
  return TRUE;
}

static gboolean
stage_formatted_name (Stage *stage, const EntVcardProperty *property)
{
  return TRUE; /* read as the display name, once for all */
}

/* What tells a firm from a person says nothing more; a group or a place stays what it is. */
static gboolean
stage_kind (Stage *stage, const EntVcardProperty *property)
{
  g_autofree char *text = ent_vcard_dup_text (stage->card, property);

  return g_ascii_strcasecmp (text, stage->staged->kind == ent_kind_from_key ("account") ? "org" : "individual") == 0;
}

static gboolean
is_inline (const EntVcard *card, const EntVcardProperty *property)
{
  return ent_vcard_property_is_base64 (card, property) || g_ascii_strncasecmp (property->value, "data:", 5) == 0;
}

/* Of several, the preferred one of those that are in the card; NULL: none is. */
static const EntVcardProperty *
choose_photo (const EntVcard *card)
{
  const EntVcardProperty *best = NULL;

  for (guint i = 0; i < ent_vcard_get_n_properties (card); i++)
    {
      const EntVcardProperty *property = ent_vcard_get_property (card, i);

      if (ent_vcard_property_is (property, "PHOTO") && is_inline (card, property) &&
          (best == NULL || ent_vcard_get_preference (card, property) < ent_vcard_get_preference (card, best)))
        best = property;
    }
  return best;
}

/* A picture in the card becomes a file of the book. Nothing is fetched from elsewhere; that, further pictures and what
 * is none stay as they are. A book in memory has no folder for files. */
static gboolean
stage_photo (Stage *stage, const EntVcardProperty *property)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *media_type = NULL;

  if (!has_field (stage, "photo") || ent_store_is_in_memory (stage->store) || property != choose_photo (stage->card) ||
      property->length / 4 * 3 > ENT_PHOTO_MAX_SIZE)
    return FALSE;
  bytes = ent_vcard_dup_binary (stage->card, property, NULL);
  media_type = bytes != NULL ? ent_photo_guess_media_type (bytes) : NULL;
  stage->no_picture = media_type == NULL;
  if (media_type == NULL)
    return FALSE;
  ent_staged_record_set_photo (stage->staged, bytes, media_type);
  return TRUE;
}

static const struct
{
  const char *name;
  StageFunc func;
} stages[] = {
  { "FN", stage_formatted_name },
  { "N", stage_name },
  { "ORG", stage_organization },
  { "NICKNAME", stage_text },
  { "TITLE", stage_text },
  { "LANG", stage_text },
  { "KIND", stage_kind },
  { "NOTE", stage_note },
  { "CATEGORIES", stage_categories },
  { "PHOTO", stage_photo },
  { "BDAY", stage_birthday },
  { "UID", stage_uid },
  { "TEL", stage_phone },
  { "EMAIL", stage_email },
  { "URL", stage_web },
  { "IMPP", stage_messaging },
  { "X-JABBER", stage_messaging },
  { "X-SKYPE", stage_messaging },
  { "X-ICQ", stage_messaging },
  { "X-MSN", stage_messaging },
  { "X-AIM", stage_messaging },
  { "X-YAHOO", stage_messaging },
  { "X-GADUGADU", stage_messaging },
  { "X-MATRIX", stage_messaging },
  { "X-TWITTER", stage_messaging },
  { "ADR", stage_address },
  { "LABEL", stage_printed },
};

/* Of the card itself, made anew when it is written. */
static gboolean
is_frame (const EntVcardProperty *property)
{
  static const char *const names[] = {
    "BEGIN", "END", "VERSION", "PRODID", "REV", "X-ABShowAs", "X-ENTREGENT-REJECTED-BECAUSE"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (ent_vcard_property_is (property, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
stage_property (Stage *stage, const EntVcardProperty *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (ent_vcard_property_is (property, stages[i].name))
      return stages[i].func (stage, property);
  return FALSE;
}

static gboolean
is_said_label (Stage *stage, const EntVcardProperty *property)
{
  g_autofree char *group = property->group != NULL ? g_ascii_strdown (property->group, -1) : NULL;

  return group != NULL && ent_vcard_property_is (property, "X-ABLabel") &&
         g_hash_table_contains (stage->labelled, group);
}

/* As it was written, with its group and parameters. */
static void
keep_property (const EntVcard *card, const EntVcardProperty *property, EntVcard *rest)
{
  ent_vcard_add (rest, property->group, property->name, property->value, (gssize) property->length, 0);
  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (card, property, i);

      ent_vcard_add_param (rest, param->name, param->value);
    }
}

guint
ent_import_vcard_stage (const EntVcard *card,
                        EntStore *store,
                        EntStagedRecord *staged,
                        gsize max_rest,
                        gboolean *no_picture)
{
  g_autoptr (EntVcard) rest = ent_vcard_new (ent_vcard_get_version (card));
  g_autoptr (GHashTable) labelled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Stage stage = { card, store, staged, labelled, FALSE };
  g_autofree char *name = ent_vcard_dup_display_name (card);
  guint n = ent_vcard_get_n_properties (card);
  g_autofree gboolean *understood = g_new (gboolean, n);
  guint n_left_out = 0;

  add_text (&stage, staged->kind->title->key, name);
  for (guint i = 0; i < n; i++)
    understood[i] =
        is_frame (ent_vcard_get_property (card, i)) || stage_property (&stage, ent_vcard_get_property (card, i));
  /* A label may stand before what it is of. */
  for (guint i = 0; i < n; i++)
    {
      const EntVcardProperty *property = ent_vcard_get_property (card, i);

      if (understood[i] && !is_frame (property) && ent_vcard_get_size (rest) < max_rest)
        ent_vcard_params_keep (card, property, rest);
      if (understood[i] || is_said_label (&stage, property))
        continue;
      if (ent_vcard_get_size (rest) + property->length <= max_rest)
        keep_property (card, property, rest);
      else
        n_left_out++;
    }
  if (ent_vcard_get_n_properties (rest) > 0)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      ent_vcard_write (rest, ent_vcard_get_written_version (card), text);
      add_text (&stage, "vcard-rest", text->str);
    }
  *no_picture = stage.no_picture;
  return n_left_out;
}
