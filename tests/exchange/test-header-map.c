/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "ent-header-map-private.h"
#include "ent-kind.h"
#include "exchange-fixtures.h"

static EntHeaderMap *
map_of (const char *line)
{
  g_auto (GStrv) headers = g_strsplit (line, ",", -1);

  return ent_header_map_new ((const char *const *) headers, g_strv_length (headers), -1);
}

/* @expected is one key for each column: "-" ignored, "?" unknown, "account:…" of another kind, "email@5" tells the type
 * of column 5. */
static void
assert_map (const char *line, EntHeaderKind kind, const char *expected)
{
  g_autoptr (EntHeaderMap) map = map_of (line);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint c = 0; c < map->n_columns; c++)
    {
      const EntHeaderColumn *column = &map->columns[c];

      if (c > 0)
        g_string_append_c (text, ' ');
      if (column->role == ENT_HEADER_ROLE_UNKNOWN)
        g_string_append_c (text, '?');
      else if (column->role == ENT_HEADER_ROLE_IGNORED)
        g_string_append_c (text, '-');
      else
        {
          if (column->kind != map->kind)
            g_string_append_printf (text, "%s:", ent_header_words_get_kind_key (column->kind));
          g_string_append (text, column->field_key);
          if (column->line > 1)
            g_string_append_printf (text, "/%u", column->line);
          if (column->group > 1)
            g_string_append_printf (text, "#%u", column->group);
          if (column->role == ENT_HEADER_ROLE_TYPE)
            g_string_append_printf (text, "@%d", column->of);
        }
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpstr (ent_header_words_get_kind_key (map->kind), ==, ent_header_words_get_kind_key (kind));
}

static void
test_kinds (void)
{
  assert_map ("opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
              ENT_HEADER_OPPORTUNITY, "source-ids owner product account stage opened closed amount");
  assert_map ("account,sector,year_established,revenue,employees,office_location,subsidiary_of", ENT_HEADER_ACCOUNT,
              "name sector founded revenue employees ? parent");
  assert_map ("sales_agent,manager,regional_office", ENT_HEADER_USER, "name team.manager ?");
  assert_map ("product,series,sales_price", ENT_HEADER_PRODUCT, "name series price");
  assert_map ("Subject,Due Date,Assigned To,Completed", ENT_HEADER_ACTIVITY, "subject due owner done");
  assert_map ("Ticket Name,Ticket Status,Due by,Requester", ENT_HEADER_REQUEST, "subject status promised contact");
  assert_map ("Name,E-mail,Phone", ENT_HEADER_CONTACT, "name email phone");
  assert_map ("Company,Email,Phone", ENT_HEADER_ACCOUNT, "name email phone");
}

static void
test_languages (void)
{
  assert_map ("Nom,Prénom,Société,Téléphone portable,Courriel,Rue,Code postal,Ville,Pays,Date de naissance",
              ENT_HEADER_CONTACT,
              "family-name given-name account phone.mobile email street postcode city country birthday");
  assert_map ("Civilité,Nom de famille,Tél. bureau,Fonction,Adresse de facturation", ENT_HEADER_CONTACT,
              "prefix family-name phone.work job-title street.billing");
  assert_map ("Nombre,Apellidos,Empresa,Correo electrónico,Teléfono móvil,Código postal,Población", ENT_HEADER_CONTACT,
              "given-name family-name account email phone.mobile postcode city");
  assert_map (
      "Anrede,Vorname,Nachname,Firma,Telefon geschäftlich,Mobiltelefon,E-Mail-Adresse,Postleitzahl geschäftlich,"
      "Rechnungsanschrift,Geburtstag",
      ENT_HEADER_CONTACT,
      "prefix given-name family-name account phone.work phone.mobile email postcode.work street.billing birthday");
  assert_map ("Kunde,Branche,Mitarbeiterzahl,Umsatz (EUR),Muttergesellschaft", ENT_HEADER_ACCOUNT,
              "name sector employees revenue parent");
  assert_map ("Affaire,Client,Étape,Montant,Date de clôture prévue,Commercial", ENT_HEADER_OPPORTUNITY,
              "name account stage amount expected-close owner");
}

/* One word for the name is the whole name where it stands alone. */
static void
test_lone_name (void)
{
  assert_map ("Nom,Téléphone,Email", ENT_HEADER_CONTACT, "name phone email");
  assert_map ("Nombre,Teléfono", ENT_HEADER_CONTACT, "name phone");
}

static void
test_context (void)
{
  assert_map ("Title,First Name,Last Name,Job Title", ENT_HEADER_CONTACT, "prefix given-name family-name job-title");
  assert_map ("Salutation,First Name,Last Name,Title", ENT_HEADER_CONTACT, "prefix given-name family-name job-title");
}

static void
test_google (void)
{
  g_autoptr (EntHeaderMap) map = map_of ("Given Name,E-mail 1 - Value");

  assert_map (
      "Name,Given Name,Yomi Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Type,"
      "Phone 1 - Value,Organization 1 - Name,Organization 1 - Title",
      ENT_HEADER_CONTACT, "name given-name - tags email@5 email email#2 phone@8 phone account job-title");
  assert_map ("First Name,Last Name,Labels,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,"
              "Address 1 - Street,Address 1 - Postal Code",
              ENT_HEADER_CONTACT, "given-name family-name tags phone#2@4 phone#2 address@6 address street postcode");
  g_assert_true (map->multi_values);
}

static void
test_outlook (void)
{
  assert_map (
      "Title,First Name,Company,Business Street,Business Street 2,Business Postal Code,Home Country/Region,"
      "Assistant's Phone,Business Fax,Home Fax,Business Phone 2,Mobile Phone,E-mail 2 Address,E-mail Display Name,Web "
      "Page",
      ENT_HEADER_CONTACT,
      "prefix given-name account street.work street.work/2 postcode.work country.home phone.assistant phone.fax "
      "phone.home-fax phone.work#2 phone.mobile email#2 - web");
}

static void
test_programs (void)
{
  assert_map ("Record ID,First Name,Last Name,Contact owner,Associated Company,Associated Company IDs,Country/Region",
              ENT_HEADER_CONTACT, "source-ids given-name family-name owner account account:source-ids country");
  assert_map ("Record ID,Company name,Website URL,Company owner,Create Date", ENT_HEADER_ACCOUNT,
              "source-ids name web owner created");
  assert_map ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", ENT_HEADER_CONTACT,
              "given-name family-name web email account job-title created");
  assert_map ("First Name,Last Name,Account Name,Mailing Zip/Postal Code,Mobile,Fax,Account Owner,Contact ID",
              ENT_HEADER_CONTACT, "given-name family-name account postcode phone.mobile phone.fax owner source-ids");
}

/* What the export of Entregent itself writes. */
static void
test_own_keys (void)
{
  assert_map ("given-name,family-name,phone.work,email.home,street.billing,postcode.billing", ENT_HEADER_CONTACT,
              "given-name family-name phone.work email.home street.billing postcode.billing");
}

/* A field needs no word in the dictionary: what its kind declares is enough. */
static void
test_all_fields (void)
{
  for (guint k = 0; k < ENT_HEADER_N_KINDS; k++)
    {
      const EntKind *kind = ent_kind_from_key (ent_header_words_get_kind_key ((EntHeaderKind) k));

      g_assert_nonnull (kind);
      for (guint f = 0; f < kind->n_fields; f++)
        {
          const EntField *field = &kind->fields[f];
          g_autoptr (EntHeaderMap) map = NULL;

          if ((field->flags & ENT_FIELD_DERIVED) || field->type == ENT_FIELD_ELEMENT_SET ||
              field->type == ENT_FIELD_APPEND || field->type == ENT_FIELD_PRIMARY || strcmp (field->key, "id") == 0)
            continue;
          g_test_message ("%s.%s", kind->key, field->key);
          map = ent_header_map_new (&field->key, 1, (int) k);
          g_assert_cmpstr (map->columns[0].field_key, ==, field->key);
        }
    }
}

static void
test_equal (void)
{
  g_assert_true (ent_header_words_equal ("Shoe size", "shoe_SIZE"));
  g_assert_true (ent_header_words_equal ("Größe", "grosse"));
  g_assert_false (ent_header_words_equal ("Shoe size", "Shoe"));
  g_assert_false (ent_header_words_equal ("", "-"));
}

static void
test_odd (void)
{
  assert_map ("firstName,LASTNAME,e_mail", ENT_HEADER_CONTACT, "given-name family-name email");
  assert_map ("First Name,Last Naem,Favourite colour,", ENT_HEADER_CONTACT, "given-name family-name ? ?");
}

static void
test_currency (void)
{
  g_autoptr (EntHeaderMap) map = map_of ("Deal,Amount (EUR),Price in £");

  g_assert_cmpstr (map->columns[1].field_key, ==, "amount");
  g_assert_cmpstr (map->columns[1].currency, ==, "EUR");
}

static void
test_set (void)
{
  g_autoptr (EntHeaderMap) map = map_of ("First Name,Shoe size");

  g_assert_cmpuint (ent_header_map_count_known (map), ==, 1);
  g_assert_true (ent_header_map_set (map, 1, ENT_HEADER_CONTACT, "notes"));
  g_assert_false (ent_header_map_set (map, 2, ENT_HEADER_CONTACT, "notes"));
  g_assert_cmpstr (map->columns[1].field_key, ==, "notes");
  g_assert_true (ent_header_map_set (map, 0, ENT_HEADER_CONTACT, NULL));
  g_assert_cmpint (map->columns[0].role, ==, ENT_HEADER_ROLE_IGNORED);
}

static void
test_split_values (void)
{
  int primary;
  const char *text = "a@example.com ::: * b@example.com";
  g_auto (GStrv) values = ent_header_split_values (text, strlen (text), &primary);

  g_assert_cmpstrv (values, ((const char *const[]) { "a@example.com", "b@example.com", NULL }));
  g_assert_cmpint (primary, ==, 1);
}

static void
test_many_columns (void)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new ();
  g_autoptr (EntHeaderMap) map = NULL;

  for (guint i = 0; i < 16384; i++)
    g_ptr_array_add (headers, (char *) (i % 2 ? "Phone" : "Nonsense of some length"));
  map = ent_header_map_new ((const char *const *) headers->pdata, headers->len, -1);
  g_assert_cmpuint (map->n_columns, ==, 16384);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/header-map/kinds", test_kinds);
  g_test_add_func ("/header-map/languages", test_languages);
  g_test_add_func ("/header-map/lone-name", test_lone_name);
  g_test_add_func ("/header-map/context", test_context);
  g_test_add_func ("/header-map/google", test_google);
  g_test_add_func ("/header-map/outlook", test_outlook);
  g_test_add_func ("/header-map/programs", test_programs);
  g_test_add_func ("/header-map/own-keys", test_own_keys);
  g_test_add_func ("/header-map/all-fields", test_all_fields);
  g_test_add_func ("/header-map/equal", test_equal);
  g_test_add_func ("/header-map/odd", test_odd);
  g_test_add_func ("/header-map/currency", test_currency);
  g_test_add_func ("/header-map/set", test_set);
  g_test_add_func ("/header-map/split-values", test_split_values);
  g_test_add_func ("/header-map/many-columns", test_many_columns);
  return g_test_run ();
}
