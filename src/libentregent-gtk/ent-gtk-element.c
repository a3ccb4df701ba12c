/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-element.h"
#include "ent-gtk-format.h"
#include "ent-gtk-icu-private.h"

/* How contact points and addresses are shown: pure functions of the element. */

static const char *
get_text (EntElement *element, const char *key)
{
  const char *text =
      ent_kind_get_field (ent_element_get_kind (element), key) != NULL ? ent_element_get_text (element, key) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

static const char *
get_choice (EntElement *element, const char *key)
{
  const EntField *field = ent_kind_get_field (ent_element_get_kind (element), key);
  const char *text = get_text (element, key);

  return text != NULL ? ent_field_get_choice_label (field, text) : NULL;
}

static void
append (GString *line, const char *separator, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (line->len > 0)
    g_string_append (line, separator);
  g_string_append (line, text);
}

static char *
dup_address_line (EntElement *element)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GString) town = g_string_new (NULL);
  const char *whole = get_text (element, "formatted"), *country = get_text (element, "country");
  g_autofree char *country_name = country != NULL ? ent_gtk_icu_dup_country_name (country) : NULL;

  append (line, ", ", get_text (element, "street"));
  append (line, ", ", get_text (element, "po-box"));
  append (town, " ", get_text (element, "postcode"));
  append (town, " ", get_text (element, "city"));
  append (line, ", ", town->str);
  append (line, ", ", get_text (element, "region"));
  if (line->len == 0)
    append (line, ", ", whole);
  append (line, ", ", country_name);

  return g_strdelimit (g_string_free_and_steal (g_steal_pointer (&line)), "\r\n", ' ');
}

/**
 * ent_gtk_element_dup_title:
 * @element: a contact point, an address, or another element
 *
 * Makes the first line of an element: the number, the address in one line. Numbers keep their order in any direction of
 * writing.
 *
 * Returns: (transfer full): the line; may be empty
 */
char *
ent_gtk_element_dup_title (EntElement *element)
{
  const EntKind *kind;
  const EntValue *value;

  g_return_val_if_fail (element != NULL, NULL);

  kind = ent_element_get_kind (element);
  if (strcmp (kind->key, "address") == 0)
    return dup_address_line (element);
  if (strcmp (kind->key, "contact-point") == 0)
    {
      const char *extension = get_text (element, "extension");
      g_autofree char *number = ent_gtk_isolate (get_text (element, "value"));

      if (extension == NULL)
        return g_steal_pointer (&number);
      /* Translators: a phone number and its extension */
      return g_strdup_printf (_("%s, ext. %s"), number, extension);
    }
  value = kind->title != NULL ? ent_element_get_value (element, kind->title) : NULL;

  return value != NULL ? ent_gtk_format_value (kind->title, value, NULL) : g_strdup ("");
}

/**
 * ent_gtk_element_dup_subtitle:
 * @element: an element
 *
 * Makes the second line of an element: what it is for, how to get in, when it was last known to be right.
 *
 * Returns: (transfer full): the line; may be empty
 */
char *
ent_gtk_element_dup_subtitle (EntElement *element)
{
  g_autoptr (GString) line = g_string_new (NULL);
  const char *verified;

  g_return_val_if_fail (element != NULL, NULL);

  append (line, " · ", get_text (element, "label"));
  append (line, " · ", get_choice (element, "purpose"));
  if (get_text (element, "label") == NULL)
    append (line, " · ", get_choice (element, "type"));
  append (line, " · ", get_text (element, "service"));
  if (line->len == 0)
    append (line, " · ", get_choice (element, "channel"));
  append (line, " · ", get_text (element, "access-note"));
  verified = get_text (element, "verified-on");
  if (verified != NULL)
    {
      g_autofree char *date = ent_gtk_format_date (verified);
      g_autofree char *sentence = g_strdup_printf (_("verified %s"), date);

      append (line, " · ", sentence);
    }

  return g_string_free_and_steal (g_steal_pointer (&line));
}

/**
 * ent_gtk_element_get_icon:
 * @element: an element
 *
 * Gets the symbolic icon that stands for it.
 *
 * Returns: (transfer none): the name of an icon
 */
const char *
ent_gtk_element_get_icon (EntElement *element)
{
  const char *channel;

  g_return_val_if_fail (element != NULL, NULL);

  channel = get_text (element, "channel");
  if (g_strcmp0 (channel, "phone") == 0)
    return "phone-symbolic";
  if (g_strcmp0 (channel, "email") == 0)
    return "mail-unread-symbolic";
  if (g_strcmp0 (channel, "web") == 0)
    return "web-browser-symbolic";
  if (g_strcmp0 (channel, "messaging") == 0)
    return "entregent-message-symbolic";

  return "mark-location-symbolic";
}

/**
 * ent_gtk_element_get_action_icon:
 * @element: an element
 *
 * Gets the symbolic icon of what ent_gtk_element_dup_uri() lets a person do: it is another one than that of the
 * element, which may stand beside it.
 *
 * Returns: (transfer none): the name of an icon
 */
const char *
ent_gtk_element_get_action_icon (EntElement *element)
{
  const char *channel;

  g_return_val_if_fail (element != NULL, NULL);

  channel = get_text (element, "channel");
  if (g_strcmp0 (channel, "phone") == 0)
    return "call-start-symbolic";
  if (g_strcmp0 (channel, "email") == 0)
    return "mail-message-new-symbolic";

  return channel != NULL ? "adw-external-link-symbolic" : "find-location-symbolic";
}

/**
 * ent_gtk_element_dup_uri:
 * @element: an element
 *
 * Makes what the desktop opens for it: `tel:`, `mailto:`, `https:` or `geo:`.
 *
 * Returns: (transfer full) (nullable): a URI, or %NULL if there is nothing to open
 */
char *
ent_gtk_element_dup_uri (EntElement *element)
{
  const char *channel, *value, *normalized;
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (element != NULL, NULL);

  channel = get_text (element, "channel");
  value = get_text (element, "value");
  normalized = get_text (element, "normalized");
  if (strcmp (ent_element_get_kind (element)->key, "address") == 0)
    {
      g_autofree char *line = dup_address_line (element);
      const char *coordinates = get_text (element, "coordinates");

      escaped = g_uri_escape_string (line, NULL, FALSE);
      if (*line == '\0' && coordinates == NULL)
        return NULL;
      return g_strdup_printf ("geo:%s?q=%s", coordinates != NULL ? coordinates : "0,0", escaped);
    }
  if (value == NULL)
    return NULL;
  if (g_strcmp0 (channel, "phone") == 0)
    {
      escaped = g_uri_escape_string (normalized != NULL ? normalized : value, "+", FALSE);
      return g_strconcat ("tel:", escaped, NULL);
    }
  if (g_strcmp0 (channel, "email") == 0)
    {
      escaped = g_uri_escape_string (value, "@", TRUE);
      return g_strconcat ("mailto:", escaped, NULL);
    }
  if (g_strcmp0 (channel, "web") == 0)
    return strstr (value, "://") != NULL ? g_strdup (value) : g_strconcat ("https://", value, NULL);

  return NULL;
}

/**
 * ent_gtk_element_get_primary_field:
 * @kind: the kind of a record
 * @element: an element of it
 *
 * Finds the field that says which element of this sort is the first one.
 *
 * Returns: (transfer none) (nullable): the field, or %NULL if there is none
 */
const EntField *
ent_gtk_element_get_primary_field (const EntKind *kind, EntElement *element)
{
  const char *sort;
  guint i;

  g_return_val_if_fail (kind != NULL && element != NULL, NULL);

  sort = get_text (element, "channel");
  if (sort == NULL)
    sort = ent_element_get_kind (element)->key;
  for (i = 0; i < kind->n_fields; i++)
    if (kind->fields[i].type == ENT_FIELD_PRIMARY && g_strcmp0 (kind->fields[i].of, sort) == 0)
      return &kind->fields[i];

  return NULL;
}

/**
 * ent_gtk_element_is_primary:
 * @record: a record
 * @element: an element of it, as it was read with it
 *
 * Gets whether it is the first one of its sort.
 *
 * Returns: whether it is
 */
gboolean
ent_gtk_element_is_primary (EntRecord *record, EntElement *element)
{
  const EntField *field;
  const EntValue *value;
  const EntDot *dot;

  g_return_val_if_fail (ENT_IS_RECORD (record) && element != NULL, FALSE);

  field = ent_gtk_element_get_primary_field (ent_record_get_kind (record), element);
  value = field != NULL ? ent_record_get_value (record, field) : NULL;
  dot = ent_element_get_dot (element);

  return value != NULL && value->type == ENT_VALUE_DOT && value->dot.origin == dot->origin &&
         value->dot.oseq == dot->oseq && value->dot.op == dot->op;
}

/**
 * ent_gtk_element_find:
 * @record: a record
 * @channel: the channel of a contact point: "phone", "email"
 *
 * Finds the contact point to use: the primary one, else the first.
 *
 * Returns: (transfer none) (nullable): an element of the record
 */
EntElement *
ent_gtk_element_find (EntRecord *record, const char *channel)
{
  const EntField *field;
  GPtrArray *elements;
  EntElement *first = NULL;
  guint i;

  g_return_val_if_fail (ENT_IS_RECORD (record) && channel != NULL, NULL);

  field = ent_kind_get_field (ent_record_get_kind (record), "contact-points");
  elements = field != NULL ? ent_record_get_elements (record, field) : NULL;
  for (i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((EntValue *) g_ptr_array_index (elements, i))->element;

      if (g_strcmp0 (get_text (element, "channel"), channel) != 0)
        continue;
      if (ent_gtk_element_is_primary (record, element))
        return element;
      if (first == NULL)
        first = element;
    }

  return first;
}
