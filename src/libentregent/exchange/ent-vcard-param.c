/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-vcard-private.h"

/* Undoes quotes and the caret escapes of RFC 6868. */
static char *
clean_value (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length);

  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
    {
      text++;
      length -= 2;
    }
  for (gsize i = 0; i < length; i++)
    {
      char next = text[i] == '^' && i + 1 < length ? text[i + 1] : 0;

      if (next == 'n')
        g_string_append_c (out, '\n');
      else if (next == '\'')
        g_string_append_c (out, '"');
      else if (next == '^')
        g_string_append_c (out, '^');
      else
        {
          g_string_append_c (out, text[i]);
          continue;
        }
      i++;
    }
  return g_string_free (out, FALSE);
}

char *
ent_vcard_escape_param (const char *text)
{
  GString *out = g_string_new ("\"");

  for (; *text != '\0'; text++)
    {
      if (*text == '\n')
        g_string_append (out, "^n");
      else if (*text == '"')
        g_string_append (out, "^'");
      else if (*text == '^')
        g_string_append (out, "^^");
      else if (*text != '\r')
        g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
  return g_string_free (out, FALSE);
}

char *
ent_vcard_param_dup_value (const EntVcardParam *param)
{
  return clean_value (param->value, strlen (param->value));
}

typedef gboolean (*ValueFunc) (const char *text, gsize length, gpointer data);

/* Calls @func for each value of a list, comma-separated outside of quotes; stops when it returns TRUE. */
static gboolean
foreach_value (const char *text, ValueFunc func, gpointer data)
{
  gboolean quoted = FALSE;
  const char *start = text;

  for (;; text++)
    {
      if (*text == '"')
        quoted = !quoted;
      else if (*text == '\0' || (*text == ',' && !quoted))
        {
          if (func (start, (gsize) (text - start), data))
            return TRUE;
          if (*text == '\0')
            return FALSE;
          start = text + 1;
        }
    }
}

/* The value of a parameter, unquoted; of several of that name the first. */
char *
ent_vcard_dup_param (const EntVcard *self, const EntVcardProperty *property, const char *name)
{
  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (self, property, i);

      if (g_ascii_strcasecmp (param->name, name) == 0)
        return ent_vcard_param_dup_value (param);
    }
  return NULL;
}

static const struct
{
  const char *word;
  EntVcardTypes type;
} type_words[] = {
  { "work", ENT_VCARD_TYPE_WORK },
  { "business", ENT_VCARD_TYPE_WORK },
  { "home", ENT_VCARD_TYPE_HOME },
  { "cell", ENT_VCARD_TYPE_MOBILE },
  { "mobile", ENT_VCARD_TYPE_MOBILE },
  { "iphone", ENT_VCARD_TYPE_MOBILE },
  { "fax", ENT_VCARD_TYPE_FAX },
  { "pager", ENT_VCARD_TYPE_PAGER },
  { "voice", ENT_VCARD_TYPE_VOICE },
  { "text", ENT_VCARD_TYPE_TEXT },
  { "video", ENT_VCARD_TYPE_VIDEO },
  { "main", ENT_VCARD_TYPE_MAIN },
  { "main-number", ENT_VCARD_TYPE_MAIN },
  { "pref", ENT_VCARD_TYPE_PREF },
  { "postal", ENT_VCARD_TYPE_POSTAL },
  { "billing", ENT_VCARD_TYPE_BILLING },
  { "delivery", ENT_VCARD_TYPE_DELIVERY },
  { "other", ENT_VCARD_TYPE_OTHER },
  { "homefax", ENT_VCARD_TYPE_HOME | ENT_VCARD_TYPE_FAX },
  { "workfax", ENT_VCARD_TYPE_WORK | ENT_VCARD_TYPE_FAX },
};

static gboolean
add_type_cb (const char *text, gsize length, gpointer data)
{
  EntVcardTypes *types = data;
  g_autofree char *word = clean_value (text, length);
  char *comma;
  char *rest = word;

  /* A list in one pair of quotes ("work,voice") is common. */
  while (rest != NULL)
    {
      char *one = rest;

      comma = strchr (rest, ',');
      if (comma != NULL)
        *comma = '\0';
      rest = comma != NULL ? comma + 1 : NULL;
      g_strstrip (one);
      for (gsize i = 0; i < G_N_ELEMENTS (type_words); i++)
        if (g_ascii_strcasecmp (one, type_words[i].word) == 0)
          *types |= type_words[i].type;
    }
  return FALSE;
}

/* The types of TYPE parameters and bare ones; TYPE=pref and PREF=1 are both ENT_VCARD_TYPE_PREF. */
EntVcardTypes
ent_vcard_get_types (const EntVcard *self, const EntVcardProperty *property)
{
  EntVcardTypes types = 0;

  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (self, property, i);

      if (*param->name == '\0' || g_ascii_strcasecmp (param->name, "TYPE") == 0)
        foreach_value (param->value, add_type_cb, &types);
      else if (g_ascii_strcasecmp (param->name, "PREF") == 0 && strcmp (param->value, "1") == 0)
        types |= ENT_VCARD_TYPE_PREF;
    }
  return types;
}

static EntVcardTypes
label_types (const EntVcard *self, const EntVcardProperty *property)
{
  g_autofree char *label = ent_vcard_dup_label (self, property);
  EntVcardTypes types = 0;

  if (label != NULL)
    {
      g_strdelimit (label, " ", ',');
      foreach_value (label, add_type_cb, &types);
    }
  return types;
}

static const char *
suffix_of (EntVcardTypes types)
{
  static const struct
  {
    EntVcardTypes type; /* all of them */
    const char *suffix;
  } order[] = {
    { ENT_VCARD_TYPE_FAX | ENT_VCARD_TYPE_HOME, "home-fax" },
    { ENT_VCARD_TYPE_MOBILE | ENT_VCARD_TYPE_WORK, "work-mobile" },
    { ENT_VCARD_TYPE_FAX, "fax" },
    { ENT_VCARD_TYPE_PAGER, "pager" },
    { ENT_VCARD_TYPE_MOBILE, "mobile" },
    { ENT_VCARD_TYPE_BILLING, "billing" },
    { ENT_VCARD_TYPE_DELIVERY, "delivery" },
    { ENT_VCARD_TYPE_WORK, "work" },
    { ENT_VCARD_TYPE_HOME, "home" },
    { ENT_VCARD_TYPE_MAIN, "main" },
    { ENT_VCARD_TYPE_OTHER, "other" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if ((types & order[i].type) == order[i].type)
      return order[i].suffix;
  return NULL;
}

gboolean
ent_vcard_has_typed_suffix (const EntVcard *self, const EntVcardProperty *property)
{
  return suffix_of (ent_vcard_get_types (self, property)) != NULL;
}

/*
 * The suffix of a field key that says what a phone, address or e-mail is for: "phone.mobile", "address.billing".
 * What it is (mobile, fax) goes before where it is (work, home). NULL if nothing is said.
 */
const char *
ent_vcard_get_suffix (const EntVcard *self, const EntVcardProperty *property)
{
  const char *suffix = suffix_of (ent_vcard_get_types (self, property));

  return suffix != NULL ? suffix : suffix_of (label_types (self, property));
}

/* 1 (most) to 100; TYPE=pref is 1; 101 for a property that says nothing. */
guint
ent_vcard_get_preference (const EntVcard *self, const EntVcardProperty *property)
{
  g_autofree char *pref = ent_vcard_dup_param (self, property, "PREF");
  guint64 value;

  if (pref != NULL && g_ascii_string_to_unsigned (pref, 10, 1, 100, &value, NULL))
    return (guint) value;
  return ent_vcard_get_types (self, property) & ENT_VCARD_TYPE_PREF ? 1 : 101;
}

/*
 * What a person calls it: the X-ABLabel of the property's group, without Apple's _$!<…>!$_ around words that it
 * translates itself; or the parameter LABEL of an address is not meant here, it is the address as printed.
 */
char *
ent_vcard_dup_label (const EntVcard *self, const EntVcardProperty *property)
{
  if (property->group == NULL)
    return NULL;
  for (guint i = 0; i < ent_vcard_get_n_properties (self); i++)
    {
      const EntVcardProperty *other = ent_vcard_get_property (self, i);
      char *text;
      gsize length;

      if (other->group == NULL || g_ascii_strcasecmp (other->group, property->group) != 0 ||
          !(ent_vcard_property_is (other, "X-ABLabel") || ent_vcard_property_is (other, "X-ABLABEL")))
        continue;
      text = ent_vcard_dup_text (self, other);
      length = strlen (text);
      if (length >= 8 && g_str_has_prefix (text, "_$!<") && g_str_has_suffix (text, ">!$_"))
        {
          text[length - 4] = '\0';
          memmove (text, text + 4, length - 7);
        }
      return text;
    }
  return NULL;
}

static gboolean
encoding_is (const EntVcard *self, const EntVcardProperty *property, const char *const *words)
{
  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (self, property, i);

      if (*param->name != '\0' && g_ascii_strcasecmp (param->name, "ENCODING") != 0)
        continue;
      /* A bare B would be a type of somebody's own. */
      for (guint w = 0; words[w] != NULL; w++)
        if (g_ascii_strcasecmp (param->value, words[w]) == 0 && (*param->name != '\0' || strlen (words[w]) > 1))
          return TRUE;
    }
  return FALSE;
}

gboolean
ent_vcard_property_is_quoted_printable (const EntVcard *self, const EntVcardProperty *property)
{
  return encoding_is (self, property, (const char *const[]) { "QUOTED-PRINTABLE", "Q", NULL });
}

gboolean
ent_vcard_property_is_base64 (const EntVcard *self, const EntVcardProperty *property)
{
  return encoding_is (self, property, (const char *const[]) { "BASE64", "B", NULL });
}
