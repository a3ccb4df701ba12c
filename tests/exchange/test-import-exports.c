/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "import-fixture.h"
#include "record-fixture.h"

/* Whole exports of other programs, written to their documented headers: all files of one together, in an order in which
 * what is referred to comes last, and again. */

typedef struct
{
  const char *kind;
  const char *query; /* finds one record */
} Expected;

typedef struct
{
  const char *folder;
  const char *program;
  guint n_records;
  const char *silent; /* columns that go nowhere and are not named: types of others, parts of others */
  const char *lost;   /* what of references that lead out of the files is said, or NULL */
  Expected expected[14];
} Export;

static const Export exports[] = {
  { "hubspot",
    "HubSpot",
    13,
    "",
    NULL,
    { { "account", "city:kiel parent:\"Müller Holding\" owner:\"Sam Sales\" sector:retail" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner owner:\"Sam Sales\"" },
      { "contact", "nora account:none" },
      { "opportunity", "sails is:won account:\"Müller Segel\" contact:jörg amount:1200.50 opened:2026-01-05" },
      { "opportunity", "ropes is:lost account:\"Müller Holding\" lost-reason:\"Too late\" closed:2026-04-01" },
      { "activity", "\"Call back\" type:call about:sails participants:nora participants:\"Müller Segel\" "
                    "done:2026-02-02 direction:outgoing outcome:reached owner:\"Sam Sales\"" },
      { "activity", "\"Visit the yard\" type:meeting about:ropes participants:jörg done:2026-02-10 place:kiel" },
      { "activity", "\"Send the list\" type:to-do about:ropes participants:nora done:2026-01-31" },
      { "activity", "\"Ask for the boat\" type:call participants:jörg done:none due:2026-12-01" },
      { "activity", "\"Pays late\" type:note about:sails participants:jörg done:2026-02-10" },
      { "activity", "prices type:email about:sails participants:jörg direction:outgoing done:2026-01-20" },
      { "request", "\"A seam opens\" status:waiting contact:jörg account:\"Müller Segel\" owner:\"Sam Sales\"" } } },
  { "salesforce",
    "Salesforce",
    13,
    "LastName",
    NULL,
    { { "user", "\"Sam Sales\" sam@example.org" },
      { "account",
        "\"Müller Segel\" parent:\"Müller Holding\" owner:\"Sam Sales\" employees:12 sector:retail city:kiel" },
      { "account", "\"Müller Holding\" parent:none owner:\"Sam Sales\" city:hamburg" },
      { "contact", "joerg@example.org account:\"Müller Segel\" birthday:1970-05-06 source:web owner:\"Sam Sales\"" },
      { "contact", "nora account:bluebay tag:\"Open - Not Contacted\"" },
      { "opportunity", "sails is:won account:\"Müller Segel\" contact:jörg amount:1200.50 owner:\"Sam Sales\"" },
      { "opportunity", "ropes is:lost account:\"Müller Holding\"" },
      { "activity", "\"Call back\" type:call about:sails participants:jörg done:2026-02-01 direction:outgoing" },
      { "activity", "\"Send the list\" type:to-do about:\"Müller Holding\" done:none due:2026-12-01" },
      { "activity", "\"Visit the yard\" type:meeting about:\"Müller Segel\" participants:jörg place:kiel" },
      { "activity", "payment type:note about:sails done:2026-02-10 owner:\"Sam Sales\"" },
      { "activity", "berth type:note \"in the south\" done:2026-02-11 owner:\"Sam Sales\"" },
      { "request", "\"A seam opens\" status:waiting contact:jörg account:\"Müller Segel\" owner:\"Sam Sales\"" } } },
  { "salesforce-report",
    "Salesforce",
    7,
    "",
    NULL,
    { { "account", "city:kiel parent:\"Müller Holding\" owner:\"Sam Sales\" tag:\"Customer - Direct\"" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner owner:\"Sam Sales\"" },
      { "contact", "lefèvre account:\"Müller Segel\"" },
      { "opportunity", "sails is:won account:\"Müller Segel\" amount:1200.50 owner:\"Sam Sales\"" },
      { "opportunity", "anchors is:open opened:2026-01-05 expected-close:2026-12-01 closed:none" },
      { "activity",
        "\"Ask for the colour\" type:call about:sails participants:jörg done:2026-02-01 owner:\"Sam Sales\"" },
      { "activity", "\"Show the anchors\" type:meeting about:anchors participants:jörg start:2026-02-10" } } },
  { "espocrm",
    "EspoCRM",
    10,
    "",
    NULL,
    { { "account", "\"Müller Segel\" owner:\"Sam Sales\" tag:customer sector:retail city:kiel" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner owner:\"Sam Sales\"" },
      { "contact", "nora account:none" },
      { "contact", "zoe@example.org account:bluebay tag:\"In Process\" source:\"Web Site\" owner:\"Sam Sales\"" },
      { "opportunity",
        "sails is:won account:\"Müller Segel\" contact:jörg amount:1200.50 source:\"Web Site\" closed:2026-03-01" },
      { "opportunity", "ropes is:lost account:\"Müller Segel\" contact:none" },
      { "activity", "\"Send the list\" type:to-do about:sails participants:jörg done:2026-02-01" },
      { "activity", "\"Visit the yard\" type:meeting about:\"Müller Segel\" participants:jörg done:none" },
      { "activity", "\"Call back\" type:call about:\"Müller Segel\" participants:nora participants:zoé done:2026-02-02 "
                    "direction:outgoing" },
      { "request", "\"A seam opens\" status:waiting contact:jörg account:\"Müller Segel\" tag:problem" } } },
  { "odoo",
    "Odoo",
    8,
    "is_company",
    NULL,
    { { "account", "\"Müller Segel\" parent:\"Müller Holding\" tax-id:DE136695976 tag:sailing owner:\"Sam Sales\"" },
      { "account", "\"Müller Holding\" city:hamburg parent:none" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner" },
      { "contact", "nora account:none" },
      { "opportunity", "sails is:won account:\"Müller Segel\" contact:jörg closed:2026-03-02 tag:sailing" },
      { "opportunity", "ropes is:open account:none contact:nora probability:33" },
      { "activity", "\"Visit the yard\" type:meeting about:sails participants:nora participants:jörg place:kiel" },
      { "activity", "\"Call back\" type:call about:sails due:2026-12-01 owner:\"Sam Sales\" done:none" } } },
  { "odoo-labels",
    "Odoo",
    4,
    "Is a Company",
    NULL,
    { { "account", "\"Müller Segel\" city:kiel tag:sailing owner:\"Sam Sales\"" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner" },
      { "opportunity", "sails is:won contact:jörg amount:1200.50 probability:100" },
      { "activity", "\"Call back\" type:call about:sails due:2026-12-01 owner:\"Sam Sales\" done:none" } } },
  { "odoo-labels-fr",
    "Odoo",
    5,
    "Est une société",
    NULL,
    { { "account", "\"Müller Segel\" city:kiel tag:voile owner:\"Sam Sales\" tax-id:DE136695976 phone:+494315550100" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:gérant phone:+491715550100" },
      { "opportunity", "sails is:won contact:jörg amount:1200.50 probability:100 closed:2026-03-02" },
      { "opportunity", "ropes is:open account:\"Müller Segel\" expected-close:2026-12-01" },
      { "activity", "\"Call back\" type:call about:sails due:2026-12-01 owner:\"Sam Sales\" done:none" } } },
  { "odoo-labels-de",
    "Odoo",
    5,
    "Ist ein Unternehmen",
    NULL,
    { { "account", "\"Müller Segel\" city:kiel country:DE tag:segeln owner:\"Sam Sales\" tax-id:DE136695976" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:inhaber phone:+491715550100" },
      { "opportunity", "sails is:won contact:jörg amount:1200.50 probability:100 closed:2026-03-02" },
      { "opportunity", "ropes is:open account:\"Müller Segel\" expected-close:2026-12-01" },
      { "activity", "\"Call back\" type:call about:sails due:2026-12-01 owner:\"Sam Sales\" done:none" } } },
  { "dolibarr",
    "Dolibarr",
    7,
    "Last name of sales representative",
    NULL,
    { { "account", "\"Müller Segel\" parent:\"Müller Holding\" legal-form:gmbh owner:\"Sam Sales\" city:kiel" },
      { "account", "\"Müller Holding\" city:hamburg" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner city:kiel postcode:24105" },
      { "opportunity", "sails is:won account:\"Müller Segel\" amount:1200.50 opened:2026-01-05" },
      { "opportunity", "ropes is:open stage:proposal probability:50 expected-close:2026-12-01" },
      { "activity", "\"Call back\" type:call about:sails participants:\"Müller Segel\" done:2026-02-02" },
      { "activity", "\"Visit the yard\" type:meeting participants:\"Müller Segel\" done:none place:kiel" } } },
  { "dolibarr-fr",
    "Dolibarr",
    5,
    "",
    NULL,
    { { "account", "\"Voiles Müller\" parent:\"Groupe Müller\" legal-form:sarl registration-id:732829320" },
      { "account", "\"Groupe Müller\" city:paris" },
      { "contact", "\"Zoé Blanc\" account:\"Voiles Müller\" job-title:gérante city:lyon postcode:69006" },
      { "opportunity", "voiles account:\"Voiles Müller\" stage:négociation amount:1200.50 probability:60" },
      { "activity", "rappeler type:call about:voiles participants:\"Voiles Müller\" done:2026-02-02" } } },
  { "pipedrive",
    "Pipedrive",
    10,
    "Organization - House number of Address",
    NULL,
    { { "account", "\"Müller Segel\" owner:\"Sam Sales\" tag:customer city:kiel" },
      { "account", "bluebay owner:\"Sam Sales\"" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner tag:warm" },
      { "contact", "nora account:bluebay" },
      { "opportunity", "sails is:won account:\"Müller Segel\" contact:jörg stage:\"Negotiations Started\"" },
      { "opportunity", "ropes is:lost account:bluebay contact:nora lost-reason:\"Too late\"" },
      { "opportunity", "anchors is:open account:bluebay contact:nora tag:hot source:web" },
      { "activity", "\"Call back\" type:call about:sails participants:jörg done:2026-02-01" },
      { "activity", "\"Send the list\" type:to-do about:ropes participants:nora done:none" },
      { "activity", "\"Pays late\" type:note about:sails participants:jörg owner:\"Sam Sales\" done:2026-02-10" } } },
  { "suitecrm",
    "SuiteCRM",
    12,
    "",
    "1 reference was left out, because what it refers to is in none of the files: Owner 1",
    { { "account", "\"Müller Segel\" parent:\"Müller Holding\" owner:sam employees:12 city:kiel" },
      { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner owner:sam" },
      { "contact", "zoe@example.org account:bluebay tag:\"In Process\" source:\"Web Site\" job-title:buyer city:lyon" },
      { "contact", "nora account:none" },
      { "opportunity", "sails is:won account:\"Müller Segel\" amount:1200.50 owner:sam" },
      { "opportunity", "ropes is:lost account:\"Müller Holding\"" },
      { "activity", "\"Send the list\" type:to-do about:sails participants:jörg done:2026-02-01 owner:sam" },
      { "activity", "\"Call back\" type:call about:\"Müller Segel\" done:2026-02-02 direction:outgoing" },
      { "activity", "\"Visit the yard\" type:meeting about:\"Müller Segel\" place:kiel done:none" },
      { "activity", "payment type:note about:\"Müller Segel\" participants:jörg done:2026-02-10" },
      { "request", "\"A seam opens\" status:waiting account:\"Müller Segel\"" } } },
  { "google",
    "Google Contacts",
    1,
    "E-mail 1 - Label;Phone 1 - Label;Address 1 - Label",
    NULL,
    { { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner birthday:1970-05-06 tag:sailing "
                   "city:kiel phone:+491515550100" } } },
  { "google-old",
    "Google Contacts",
    1,
    "E-mail 1 - Type;Phone 1 - Type",
    NULL,
    { { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner birthday:1970-05-06 tag:sailing" } } },
  { "linkedin",
    "LinkedIn",
    2,
    "",
    NULL,
    { { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner" },
      { "contact", "nora account:bluebay job-title:buyer" } } },
  { "outlook",
    "Outlook",
    1,
    "E-mail Type",
    NULL,
    { { "contact", "joerg@example.org jm@example.org account:\"Müller Segel\" job-title:owner birthday:1970-05-06 "
                   "city:kiel tag:sailing phone:+494315550100" } } },
  { "outlook-new",
    "Outlook",
    1,
    "",
    NULL,
    { { "contact", "joerg@example.org jm@example.org account:\"Müller Segel\" job-title:owner birthday:1970-05-06 "
                   "city:kiel" } } },
  { "outlook-de",
    "Outlook",
    1,
    "",
    NULL,
    { { "contact", "joerg@example.org jm@example.org account:\"Müller Segel\" job-title:inhaber birthday:1970-05-06 "
                   "city:kiel country:DE tag:segeln" } } },
  { "outlook-fr",
    "Outlook",
    1,
    "",
    NULL,
    { { "contact", "zoe@example.org zl@example.org account:\"Voiles Müller\" job-title:gérante prefix:mme "
                   "birthday:1970-05-06 city:lyon country:FR tag:voile" } } },
  { "outlook-es",
    "Outlook",
    1,
    "",
    NULL,
    { { "contact", "inigo@example.org in@example.org account:\"Velas Núñez\" job-title:gerente city:madrid "
                   "country:ES tag:vela" } } },
  { "outlook-calendar",
    "Outlook",
    4,
    "Start Time;End Time",
    NULL,
    { { "activity", "\"Visit the yard\" type:meeting start:2026-02-10 place:kiel participants:jörg tag:sailing" },
      { "activity", "\"Boat fair\" type:meeting place:düsseldorf all-day:yes" },
      { "activity", "\"Send the list\" type:to-do due:2026-02-01 done:2026-01-31 participants:jörg" },
      { "activity", "\"Ask for the boat\" type:to-do due:2026-12-13 done:none tag:sailing" } } },
  { "outlook-de-calendar",
    "Outlook",
    4,
    "Beginnt um;Endet um",
    NULL,
    { { "activity", "\"Besuch der Werft\" type:meeting start:2026-02-10 place:kiel participants:jörg tag:segeln" },
      { "activity", "bootsmesse type:meeting all-day:yes" },
      { "activity", "\"Liste schicken\" type:to-do due:2026-02-01 done:2026-01-31 participants:jörg" },
      { "activity", "\"Nach dem Boot fragen\" type:to-do due:2026-12-13 done:none tag:segeln" } } },
  { "outlook-fr-calendar",
    "Outlook",
    4,
    "Début;Fin",
    NULL,
    { { "activity", "\"Visite du chantier\" type:meeting start:2026-02-10 place:lyon participants:zoé tag:voile" },
      { "activity", "\"Salon nautique\" type:meeting all-day:yes" },
      { "activity", "\"Envoyer la liste\" type:to-do due:2026-02-01 done:2026-01-31 participants:zoé" },
      { "activity", "\"Demander le bateau\" type:to-do due:2026-12-13 done:none tag:voile" } } },
  { "thunderbird",
    "Thunderbird",
    1,
    "Birth Month;Birth Day",
    NULL,
    { { "contact", "joerg@example.org jm@example.org account:\"Müller Segel\" job-title:owner birthday:1970-05-06 "
                   "postcode:24105" } } },
  { "thunderbird-de",
    "Thunderbird",
    1,
    "Geburtsmonat;Geburtstag",
    NULL,
    { { "contact", "joerg@example.org jm@example.org account:\"Müller Segel\" job-title:inhaber "
                   "birthday:1970-05-06 postcode:24105" } } },
  { "thunderbird-fr",
    "Thunderbird",
    1,
    "Mois;Jour",
    NULL,
    { { "contact", "zoe@example.org account:\"Voiles Müller\" job-title:gérante birthday:1970-05-06 city:lyon" },
      { "contact", "zoe@example.org city:villeurbanne postcode:69100" } } },
  { "evolution",
    "Evolution",
    1,
    "Birth Month;Birth Day",
    NULL,
    { { "contact", "joerg@example.org account:\"Müller Segel\" job-title:owner birthday:1970-05-06 city:kiel "
                   "tag:sailing" } } },
};

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* By name, or the other way round. */
static GPtrArray *
list_files (const Export *export, gboolean backwards)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fixtures", "exports", export->folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (files, g_file_new_for_path (g_ptr_array_index (paths, backwards ? paths->len - 1 - i : i)));
  g_assert_cmpuint (files->len, >, 0);
  return files;
}

static EntImportResult *
import_export (EntStore *store, const Export *export, gboolean backwards)
{
  g_autoptr (GPtrArray) files = list_files (export, backwards);

  return import_files (store, (GFile *const *) files->pdata, files->len);
}

static gboolean
has_note (const EntImportResult *result, const char *text)
{
  for (guint i = 0; i < result->notes->len; i++)
    if (strstr (g_ptr_array_index (result->notes, i), text) != NULL)
      return TRUE;
  return FALSE;
}

/* Every column with something in it goes somewhere, or is named as left out. */
static void
assert_columns (const Export *export, EntStore *store, const EntImportResult *result)
{
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GPtrArray) paths = list_files (export, FALSE);
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) silent = g_strsplit (export->silent, ";", -1);

  for (guint i = 0; i < paths->len; i++)
    ent_import_add_file (import, g_ptr_array_index (paths, i));
  files = ent_import_inspect_sync (import, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      EntImportFile *file = g_ptr_array_index (files, i);

      g_assert_cmpstr (file->program, ==, export->program);
      for (guint j = 0; j < file->columns->len; j++)
        {
          const EntImportColumn *column = g_ptr_array_index (file->columns, j);

          g_test_message ("%s: %s", file->kind->key, column->name);
          g_assert_false (column->custom);
          if (column->field_key == NULL && column->samples[0] != NULL &&
              !g_strv_contains ((const char *const *) silent, column->name))
            g_assert_true (has_note (result, column->name));
        }
    }
}

static void
assert_expected (const Export *export, EntStore *store)
{
  for (guint i = 0; i < G_N_ELEMENTS (export->expected) && export->expected[i].kind != NULL; i++)
    assert_found (store, export->expected[i].kind, export->expected[i].query, 1);
}

static void
test_export (gconstpointer data)
{
  const Export *export = data;
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_export (store, export, TRUE);
  g_autoptr (EntImportResult) second = NULL;

  assert_counts (first, export->n_records, 0, 0, 0);
  g_assert_cmpint (has_note (first, export->lost != NULL ? export->lost : "in none of the files"), ==,
                   export->lost != NULL);
  assert_columns (export, store, first);
  assert_expected (export, store);

  second = import_export (store, export, FALSE);
  assert_counts (second, 0, 0, export->n_records, 0);
  assert_expected (export, store);
}

static const Export *
find_export (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    if (g_str_equal (exports[i].folder, folder))
      return &exports[i];
  g_assert_not_reached ();
}

/* A report has the first 15 of the 18 characters that the data export writes: the same records. */
static void
test_short_ids (void)
{
  const Export *data = find_export ("salesforce"), *report = find_export ("salesforce-report");
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_export (store, data, FALSE);
  g_autoptr (EntImportResult) second = import_export (store, report, FALSE);

  g_assert_cmpuint (first->n_created, ==, data->n_records);
  /* Four of its seven rows are new: a deal, a contact whose id differs in case only from none, and what was done. */
  g_assert_cmpuint (second->n_created, ==, 4);
  g_assert_cmpuint (second->n_rejected, ==, 0);
  assert_expected (data, store);
  assert_found (store, "account", "\"Müller Segel\"", 1);
  assert_found (store, "opportunity", "sails", 1);
  assert_found (store, "contact", "lefèvre account:\"Müller Segel\"", 1);
}

/* Some programs write UTC, others what the clock showed. */
static void
test_times (void)
{
  static const struct
  {
    const char *folder;
    const char *query;
    const char *field;
    const char *moment;
  } times[] = {
    { "espocrm", "\"Call back\"", "start", "2026-02-02T10:00:00Z" },
    { "espocrm", "\"Send the list\"", "done", "2026-02-01T09:30:00Z" },
    { "salesforce", "\"Visit the yard\"", "start", "2026-02-10T10:00:00Z" },
    { "salesforce", "payment", "done", "2026-02-10T14:00:00Z" },
    { "pipedrive", "\"Pays late\"", "done", "2026-02-10T14:00:00+01:00" },
    { "odoo", "\"Visit the yard\"", "start", "2026-12-10T10:00:00+01:00" },
    { "hubspot", "\"Call back\"", "done", "2026-02-02T10:00:00+01:00" },
    { "outlook-calendar", "\"Visit the yard\"", "start", "2026-02-10T10:00:00+01:00" },
    { "outlook-calendar", "\"Visit the yard\"", "end", "2026-02-10T13:30:00+01:00" },
    { "outlook-fr-calendar", "\"Visite du chantier\"", "end", "2026-02-10T13:30:00+01:00" },
    /* Whole days are the same everywhere. */
    { "outlook-calendar", "\"Boat fair\"", "start", "2026-02-16T00:00:00Z" },
    { "outlook-calendar", "\"Boat fair\"", "end", "2026-02-18T00:00:00Z" },
    { "outlook-de-calendar", "bootsmesse", "start", "2026-02-16T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (EntStore) store = book_new ();
      g_autoptr (EntImportResult) result = import_export (store, find_export (times[i].folder), FALSE);
      g_autoptr (EntRecord) record = find_record (store, "activity", times[i].query);
      g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (times[i].moment, NULL);
      const EntField *field = ent_kind_get_field (ent_kind_from_key ("activity"), times[i].field);
      const EntValue *value = ent_record_get_value (record, field);

      g_assert_cmpuint (result->n_rejected, ==, 0);
      g_assert_nonnull (value);
      g_assert_cmpint (value->integer, ==, g_date_time_to_unix (moment) * 1000);
    }
}

int
main (int argc, char **argv)
{
  int status;

  /* Not where those who made the exports are. */
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      g_autofree char *path = g_strconcat ("/import/exports/", exports[i].folder, NULL);

      g_test_add_data_func (path, &exports[i], test_export);
    }
  g_test_add_func ("/import/exports/short-ids", test_short_ids);
  g_test_add_func ("/import/exports/times", test_times);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
