/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-country.h"
#include "ent-element-private.h"
#include "ent-email.h"
#include "ent-kinds.h"
#include "ent-phone.h"
#include "ent-web.h"

static void
take_text (EntElement *self, const EntField *field, char *text)
{
  EntValue value = ENT_VALUE_INIT;

  if (text != NULL && *text == '\0')
    g_clear_pointer (&text, g_free);
  ent_value_take_text (&value, text);
  ent_element_take_value (self, field, &value);
}

static void
normalize_phone (EntElement *self, const char *raw, const char *country)
{
  EntPhone phone;

  ent_phone_normalize (raw, country, &phone);
  take_text (self, ENT_CONTACT_POINT_NORMALIZED, g_strdup (phone.e164));
  /* "001" is libphonenumber's region of numbers that belong to no country. */
  take_text (self, ENT_CONTACT_POINT_REGION, strlen (phone.region) == 2 ? g_strdup (phone.region) : NULL);
  if (phone.extension[0] != '\0')
    take_text (self, ENT_CONTACT_POINT_EXTENSION, g_strdup (phone.extension));
}

static void
normalize_email (EntElement *self, const char *raw)
{
  char *key = NULL;

  ent_email_parse (raw, NULL, &key);
  take_text (self, ENT_CONTACT_POINT_NORMALIZED, key);
}

static void
normalize_web (EntElement *self, const char *raw)
{
  char *key = NULL;

  ent_web_normalize (raw, NULL, &key);
  take_text (self, ENT_CONTACT_POINT_NORMALIZED, key);
}

static void
normalize_messaging (EntElement *self, const char *raw)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (raw));

  take_text (self, ENT_CONTACT_POINT_NORMALIZED, g_utf8_casefold (trimmed, -1));
}

static void
normalize_contact_point (EntElement *self, const char *country)
{
  const char *channel = ent_contact_point_get_channel (self);
  const char *raw = ent_contact_point_get_value (self);

  if (raw == NULL || channel == NULL)
    return;
  if (strcmp (channel, "phone") == 0)
    normalize_phone (self, raw, country);
  else if (strcmp (channel, "email") == 0)
    normalize_email (self, raw);
  else if (strcmp (channel, "web") == 0)
    normalize_web (self, raw);
  else
    normalize_messaging (self, raw);
}

/* What is no country, a district of a form for another country perhaps, is kept behind the region. */
static void
normalize_address (EntElement *self)
{
  const char *country = ent_address_get_country (self);
  const char *region = ent_address_get_region (self);
  char code[ENT_COUNTRY_CODE_SIZE] = "";

  if (country == NULL)
    return;
  if (!ent_country_recognize (country, code))
    take_text (self, ENT_ADDRESS_REGION,
               region != NULL ? g_strconcat (region, ", ", country, NULL) : g_strdup (country));
  take_text (self, ENT_ADDRESS_COUNTRY, g_strdup (code));
}

/**
 * ent_element_normalize:
 * @self: an element that is not in use yet
 * @country: (nullable): the country that is meant where the element does not say: that of the record, else
 * that of the book
 *
 * Fills in what follows from the raw value, which stays as it was given: the E.164 form, extension and region
 * of a phone number, the form by which an e-mail address, web page or messaging account is compared, the code
 * of an address's country. What cannot be understood has no normalized form, which is no reason to refuse it.
 */
void
ent_element_normalize (EntElement *self, const char *country)
{
  const EntKind *kind;

  g_return_if_fail (self != NULL);

  kind = ent_element_get_kind (self);
  if (kind == &ent_kind_contact_point)
    normalize_contact_point (self, country);
  else if (kind == &ent_kind_address)
    normalize_address (self);
}
