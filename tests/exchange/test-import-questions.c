/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "import-fixture.h"
#include "record-fixture.h"

/* What columns leave open: it is told, answered and remembered, and an answered file gives what a plain one gives. */

typedef struct
{
  const char *column;
  const char *subject;
  const char *reading;
} Answer;

static EntImport *
import_new (EntStore *store, const char *name, const char *text, const Answer *answers)
{
  EntImport *import = ent_import_new (store);
  g_autoptr (GFile) file = import_write_file (name, text);
  g_autoptr (GError) error = NULL;

  ent_import_add_file (import, file);
  for (; answers != NULL && answers->column != NULL; answers++)
    {
      ent_import_answer (import, answers->column, answers->subject, answers->reading, &error);
      g_assert_no_error (error);
    }
  return import;
}

static GPtrArray *
ask (EntStore *store, const char *text, const Answer *answers)
{
  g_autoptr (EntImport) import = import_new (store, "asked.csv", text, answers);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = ent_import_inspect_sync (import, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 1);
  return g_ptr_array_ref (((EntImportFile *) g_ptr_array_index (files, 0))->questions);
}

static EntImportResult *
run (EntStore *store, const char *name, const char *text, const Answer *answers)
{
  g_autoptr (EntImport) import = import_new (store, name, text, answers);
  g_autoptr (GError) error = NULL;
  EntImportResult *result = ent_import_run_sync (import, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static const EntImportQuestion *
get_question (GPtrArray *questions, guint index, EntImportQuestionType type, const char *column)
{
  const EntImportQuestion *question;

  g_assert_cmpuint (index, <, questions->len);
  question = g_ptr_array_index (questions, index);
  g_assert_cmpint (question->type, ==, type);
  g_assert_cmpstr (question->column, ==, column);
  return question;
}

static void
assert_reading (const EntImportQuestion *question, guint index, const char *key, const char *sample)
{
  const EntImportReading *reading;

  g_assert_cmpuint (index, <, question->readings->len);
  reading = g_ptr_array_index (question->readings, index);
  g_assert_cmpstr (reading->key, ==, key);
  if (sample != NULL)
    g_assert_cmpstr (reading->samples[0], ==, sample);
}

static void
assert_sample (const EntImportQuestion *question, const char *key, guint example, const char *sample)
{
  for (guint i = 0; i < question->readings->len; i++)
    {
      const EntImportReading *reading = g_ptr_array_index (question->readings, i);

      if (!g_str_equal (reading->key, key))
        continue;
      g_assert_cmpuint (g_strv_length (reading->samples), ==, question->examples->len);
      g_assert_cmpstr (reading->samples[example], ==, sample);
      return;
    }
  g_assert_not_reached ();
}

static void
assert_example (const EntImportQuestion *question, guint index, guint64 line, const char *text)
{
  const EntImportExample *example;

  g_assert_cmpuint (index, <, question->examples->len);
  example = g_ptr_array_index (question->examples, index);
  g_assert_cmpuint (example->line, ==, line);
  g_assert_cmpstr (example->text, ==, text);
}

#define DEALS                                                                                                          \
  "Deal,Amount,Close date,Deal owner\n"                                                                                \
  "Sails,1.234,03/04/2026,S. Sales\n"                                                                                  \
  "Ropes,5.600,05/06/2026,S. Sales\n"                                                                                  \
  "Masts,7.890,07/08/2026,Somebody Else\n"                                                                             \
  "Keels,9.100,01/02/2026,\n"

static void
test_asked (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GPtrArray) questions = ask (store, DEALS, NULL);
  const EntImportQuestion *question;

  g_assert_cmpuint (questions->len, ==, 5);
  question = get_question (questions, 0, ENT_IMPORT_QUESTION_DECIMAL, "Amount");
  g_assert_false (question->answered);
  g_assert_cmpuint (question->examples->len, ==, 3);
  assert_example (question, 0, 2, "1.234");
  assert_reading (question, 0, "point", NULL);
  assert_reading (question, 1, "comma", NULL);
  question = get_question (questions, 1, ENT_IMPORT_QUESTION_CURRENCY, "Amount");
  g_assert_cmpstr (question->chosen, ==, ent_store_get_currency (store));
  assert_reading (question, 0, ent_store_get_currency (store), NULL);
  assert_sample (question, "USD", 0, "$\302\2401234.00");
  assert_sample (question, "GBP", 1, "£\302\2405600.00");
  question = get_question (questions, 2, ENT_IMPORT_QUESTION_ORDER, "Close date");
  assert_example (question, 0, 2, "03/04/2026");
  assert_example (question, 2, 4, "07/08/2026");
  assert_reading (question, 0, "day-first", "April 3, 2026");
  assert_reading (question, 1, "month-first", "March 4, 2026");
  assert_sample (question, "day-first", 2, "August 7, 2026");
  question = get_question (questions, 3, ENT_IMPORT_QUESTION_USER, "Deal owner");
  g_assert_cmpstr (question->subject, ==, "S. Sales");
  g_assert_cmpstr (question->chosen, ==, "new");
  g_assert_cmpuint (question->examples->len, ==, 2);
  question = get_question (questions, 4, ENT_IMPORT_QUESTION_USER, "Deal owner");
  g_assert_cmpstr (question->subject, ==, "Somebody Else");
}

/* What was said of a column of another sheet must not stand in the way. */
static void
test_taken_back (void)
{
  static const Answer answers[] = { { "Amount", NULL, "comma" }, { "Deal owner", "S. Sales", "new" }, { 0 } };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = import_new (store, "asked.csv", "Name,Due\nSails,1\n", answers);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = ent_import_inspect_sync (import, NULL, &error);

  g_assert_null (files);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  ent_import_unanswer (import, "AMOUNT");
  ent_import_unanswer (import, "Deal owner");
  files = ent_import_inspect_sync (import, NULL, &error);
  g_assert_no_error (error);
}

/* What the cells tell is not asked. */
static void
test_not_asked (void)
{
  static const char text[] = "Deal,Amount,Close date\n"
                             "Sails,\"€1,234.50\",25/12/2026\n"
                             "Ropes,\"€5,600.00\",05/06/2026\n";
  static const Answer against[] = { { "Close date", NULL, "month-first" }, { 0 } };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GPtrArray) questions = ask (store, text, NULL);
  g_autoptr (EntImportResult) result = run (store, "told.csv", text, against);

  g_assert_cmpuint (questions->len, ==, 0);
  assert_counts (result, 2, 0, 0, 0);
  assert_found (store, "opportunity", "sails amount:1234.50 expected-close:2026-12-25", 1);
  assert_found (store, "opportunity", "ropes amount:5600 expected-close:2026-06-05", 1);
}

static const char *const shown_keys[] = { "name", "amount", "currency", "expected-close", "owner" };

/* All that the deals say, one a line. */
static char *
dup_deals (EntStore *store)
{
  static const char *const names[] = { "sails", "ropes", "masts", "keels" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (EntRecord) deal = find_record (store, "opportunity", names[i]);

      for (guint j = 0; j < G_N_ELEMENTS (shown_keys); j++)
        {
          const EntField *field = field_get ("opportunity", shown_keys[j]);
          const EntValue *value = ent_record_get_value (deal, field);

          if (value->type == ENT_VALUE_INTEGER)
            g_string_append_printf (text, "%" G_GINT64_FORMAT "|", value->integer);
          else if (field->type == ENT_FIELD_REFERENCE)
            g_string_append_printf (text, "%s|", ent_record_get_reference_title (deal, field));
          else
            g_string_append_printf (text, "%s|", value->type == ENT_VALUE_TEXT ? value->text : "");
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
add_user (EntStore *store, const char *name)
{
  g_autofree char *text = g_strdup_printf ("name,email\n%s,u@example.org\n", name);
  g_autoptr (EntImport) import = import_new (store, "users.csv", text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) result = NULL;

  ent_import_set_kind (import, ent_kind_from_key ("user"));
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_counts (result, 1, 0, 0, 0);
}

/* Whatever is answered, the book is as if the file had said so itself. */
static void
test_as_if_plain (void)
{
  static const struct
  {
    const char *order, *decimal, *currency;
    const char *plain;
  } cases[] = {
    { "day-first", "comma", "GBP",
      "Deal,Amount,Currency,Close date,Deal owner\n"
      "Sails,1234.00,GBP,2026-04-03,Sam Sales\n"
      "Ropes,5600.00,GBP,2026-06-05,Sam Sales\n"
      "Masts,7890.00,GBP,2026-08-07,Somebody Else\n"
      "Keels,9100.00,GBP,2026-02-01,\n" },
    { "month-first", "comma", "USD",
      "Deal,Amount,Currency,Close date,Deal owner\n"
      "Sails,1234.00,USD,2026-03-04,Sam Sales\n"
      "Ropes,5600.00,USD,2026-05-06,Sam Sales\n"
      "Masts,7890.00,USD,2026-07-08,Somebody Else\n"
      "Keels,9100.00,USD,2026-01-02,\n" },
    { "month-first", "point", "CHF",
      "Deal,Amount,Currency,Close date,Deal owner\n"
      "Sails,1.23,CHF,2026-03-04,Sam Sales\n"
      "Ropes,5.60,CHF,2026-05-06,Sam Sales\n"
      "Masts,7.89,CHF,2026-07-08,Somebody Else\n"
      "Keels,9.10,CHF,2026-01-02,\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Answer answers[] = { { "Amount", NULL, cases[i].decimal },
                                 { "Amount", NULL, cases[i].currency },
                                 { "Close date", NULL, cases[i].order },
                                 { "Deal owner", "S. Sales", "Sam Sales" },
                                 { 0 } };
      g_autoptr (EntStore) asked = book_new ();
      g_autoptr (EntStore) plain = book_new ();
      g_autoptr (EntImportResult) answered = NULL;
      g_autoptr (EntImportResult) told = NULL;
      g_autofree char *deals = NULL;
      g_autofree char *wanted = NULL;

      add_user (asked, "Sam Sales");
      add_user (plain, "Sam Sales");
      answered = run (asked, "asked.csv", DEALS, answers);
      told = run (plain, "plain.csv", cases[i].plain, NULL);
      assert_counts (answered, 4, 0, 0, 0);
      assert_counts (told, 4, 0, 0, 0);
      deals = dup_deals (asked);
      wanted = dup_deals (plain);
      g_assert_cmpstr (deals, ==, wanted);
      assert_found (asked, "user", "\"S. Sales\"", 0);
    }
}

/* The next file with the same headers is read as the last one was answered; one with others is asked for anew. */
static void
test_remembered (void)
{
  static const char next[] = "Deal,Amount,Close date,Deal owner\nSheets,2.340,02/03/2026,S. Sales\n";
  static const char other[] = "Deal,Amount,Close date\nSheets,2.340,02/03/2026\n";
  static const Answer answers[] = { { "Amount", NULL, "point" },
                                    { "Amount", NULL, "USD" },
                                    { "close DATE", NULL, "month-first" },
                                    { "Deal owner", "S. Sales", "Sam Sales" },
                                    { "Deal owner", "Somebody Else", "new" },
                                    { 0 } };
  static const Answer again[] = { { "Close date", NULL, "day-first" }, { 0 } };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GPtrArray) told = NULL;
  g_autoptr (GPtrArray) unknown = NULL;
  g_autoptr (GPtrArray) corrected = NULL;
  g_autoptr (EntImportResult) first = NULL;
  g_autoptr (EntImportResult) second = NULL;

  add_user (store, "Sam Sales");
  /* Asking keeps nothing. */
  g_ptr_array_unref (ask (store, DEALS, answers));
  told = ask (store, DEALS, NULL);
  for (guint i = 0; i < told->len; i++)
    g_assert_false (((const EntImportQuestion *) g_ptr_array_index (told, i))->answered);
  g_clear_pointer (&told, g_ptr_array_unref);

  first = run (store, "deals.csv", DEALS, answers);
  told = ask (store, next, NULL);
  g_assert_cmpuint (told->len, ==, 4);
  for (guint i = 0; i < told->len; i++)
    {
      const EntImportQuestion *question = g_ptr_array_index (told, i);

      g_assert_true (question->answered);
      g_assert_true (question->remembered);
    }
  g_assert_cmpstr (get_question (told, 2, ENT_IMPORT_QUESTION_ORDER, "Close date")->chosen, ==, "month-first");
  second = run (store, "next.csv", next, NULL);
  assert_found (store, "opportunity", "sheets expected-close:2026-02-03 currency:USD amount:2.34 owner:\"Sam Sales\"",
                1);

  unknown = ask (store, other, NULL);
  for (guint i = 0; i < unknown->len; i++)
    g_assert_false (((const EntImportQuestion *) g_ptr_array_index (unknown, i))->answered);
  /* A new answer goes before an old one. */
  corrected = ask (store, next, again);
  g_assert_cmpstr (get_question (corrected, 2, ENT_IMPORT_QUESTION_ORDER, "Close date")->chosen, ==, "day-first");
  g_assert_false (get_question (corrected, 2, ENT_IMPORT_QUESTION_ORDER, "Close date")->remembered);
}

/* The sign of a dollar in a book of euros. */
static void
test_dollars (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GPtrArray) questions = ask (store, "Deal,Amount\nSails,$1200.50\nRopes,$7.25\n", NULL);
  const EntImportQuestion *question = get_question (questions, 0, ENT_IMPORT_QUESTION_CURRENCY, "Amount");

  g_assert_cmpuint (questions->len, ==, 1);
  g_assert_cmpstr (question->chosen, ==, "USD");
  assert_reading (question, 1, "CAD", NULL);
  for (guint i = 0; i < question->readings->len; i++)
    g_assert_cmpstr (((const EntImportReading *) g_ptr_array_index (question->readings, i))->key, !=, "EUR");
}

/* An amount that names no currency among some that do: asked for, and told of where nobody answers. */
static void
test_bare_among_named (void)
{
  static const char text[] = "Deal,Amount\nSails,1200.50\nRopes,7.25 CHF\nMasts,80.00\n";
  static const char mostly[] = "Deal,Amount\nSheets,1200.50\nBuoys,7.25 CHF\nKeels,80.00 CHF\n";
  static const Answer answers[] = { { "Amount", NULL, "CHF" }, { 0 } };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) answered = book_new ();
  g_autoptr (GPtrArray) questions = ask (store, text, NULL);
  const EntImportQuestion *question = get_question (questions, 0, ENT_IMPORT_QUESTION_CURRENCY, "Amount");
  g_autoptr (EntImportResult) first = run (store, "deals.csv", text, NULL);
  g_autoptr (EntImportResult) second = run (store, "mostly.csv", mostly, NULL);
  g_autoptr (EntImportResult) told = run (answered, "deals.csv", text, answers);

  g_assert_cmpuint (question->examples->len, ==, 2);
  g_assert_cmpstr (((const EntImportExample *) g_ptr_array_index (question->examples, 1))->text, ==, "80.00");
  g_assert_cmpstr (question->chosen, ==, "EUR");
  assert_reading (question, 1, "CHF", NULL);
  assert_found (store, "opportunity", "sails currency:EUR amount:1200.50", 1);
  assert_found (store, "opportunity", "ropes currency:CHF amount:7.25", 1);
  assert_note (first, "Column “Amount”: 2 amounts name no currency, though others do (lines 2, 4: “1200.50 → EUR”).");
  assert_found (store, "opportunity", "sheets currency:CHF amount:1200.50", 1);
  assert_note (second, "Column “Amount”: 1 amount names no currency, though others do (line 2: “1200.50 → CHF”).");
  assert_found (answered, "opportunity", "sails currency:CHF amount:1200.50", 1);
  for (guint i = 0; i < told->notes->len; i++)
    g_assert_null (strstr (g_ptr_array_index (told->notes, i), "currency"));
}

static void
test_no_answers (void)
{
  g_autoptr (EntStore) store = book_new ();
  static const char *const wrong[] = { "backwards", "", "EURO", "XXQ" };
  static const Answer slip[] = { { "Clos date", NULL, "day-first" }, { 0 } };
  g_autoptr (EntImport) import = import_new (store, "deals.csv", DEALS, slip);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_false (ent_import_answer (import, "Amount", NULL, wrong[i], &refused));
      g_assert_error (refused, ENT_ERROR, ENT_ERROR_REFUSED);
    }
  g_assert_null (ent_import_inspect_sync (import, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-questions/taken-back", test_taken_back);
  g_test_add_func ("/import-questions/asked", test_asked);
  g_test_add_func ("/import-questions/not-asked", test_not_asked);
  g_test_add_func ("/import-questions/as-if-plain", test_as_if_plain);
  g_test_add_func ("/import-questions/remembered", test_remembered);
  g_test_add_func ("/import-questions/dollars", test_dollars);
  g_test_add_func ("/import-questions/bare-among-named", test_bare_among_named);
  g_test_add_func ("/import-questions/no-answers", test_no_answers);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
