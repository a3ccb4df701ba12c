/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-change-private.h"
#include "ent-undo.h"
#include "record-fixture.h"

/* What follows from what somebody says about an opportunity: stage, status, pipeline, closing, currency. */

static const char *
text (EntRecord *record, const char *key)
{
  const char *value = ent_record_get_text (record, key);

  return value != NULL ? value : "-";
}

/* "pipeline/stage status closed", where closed is ~ for a day. */
static char *
describe (EntStore *store, const EntId *id)
{
  g_autoptr (EntRecord) record = record_get (store, "opportunity", id);
  g_autoptr (EntRecord) stage = record_get (store, "stage", ent_record_get_reference (record, "stage"));
  g_autoptr (EntRecord) pipeline = record_get (store, "pipeline", ent_record_get_reference (record, "pipeline"));

  return g_strdup_printf ("%s/%s %s %s", text (pipeline, "name"), text (stage, "name"), text (record, "status"),
                          ent_record_get_text (record, "closed") != NULL ? "~" : "-");
}

static void
assert_opportunity (EntStore *store, const EntId *id, const char *expected)
{
  g_autofree char *described = describe (store, id);

  g_assert_cmpstr (described, ==, expected);
}

static EntId
stage_add (EntStore *store, const EntId *pipeline, const char *name, const char *position, const char *status)
{
  EntId id = record_add (store, "stage", "name", name, "position", position, "status", status, NULL);

  record_set_reference (store, "stage", &id, "pipeline", pipeline);
  return id;
}

typedef struct
{
  EntStore *store;
  EntId pipeline;
  EntId begun;
  EntId talking;
  EntId won;
  EntId deal;
} Fixture;

/* A pipeline that no stage of is for what is lost. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = book_new ();
  fixture->pipeline = record_add (fixture->store, "pipeline", "name", "P", "position", "9", NULL);
  fixture->won = stage_add (fixture->store, &fixture->pipeline, "Signed", "3", "won");
  fixture->talking = stage_add (fixture->store, &fixture->pipeline, "Talking", "2", "open");
  fixture->begun = stage_add (fixture->store, &fixture->pipeline, "Begun", "1", "open");
  fixture->deal = record_add (fixture->store, "opportunity", "name", "Ten chairs", NULL);
  record_set_reference (fixture->store, "opportunity", &fixture->deal, "pipeline", &fixture->pipeline);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->store);
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;

  assert_opportunity (store, &fixture->deal, "P/Begun open -");
  record_set_reference (store, "opportunity", &fixture->deal, "stage", &fixture->talking);
  record_set (store, "opportunity", &fixture->deal, "status", "won");
  assert_opportunity (store, &fixture->deal, "P/Signed won ~");
  /* Where it was before, not at the beginning. */
  record_set (store, "opportunity", &fixture->deal, "status", "open");
  assert_opportunity (store, &fixture->deal, "P/Talking open -");
  /* There is no stage for it: it stays. */
  record_set (store, "opportunity", &fixture->deal, "status", "lost");
  assert_opportunity (store, &fixture->deal, "P/Talking lost ~");
}

static void
test_stage (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;

  record_set_reference (store, "opportunity", &fixture->deal, "stage", &fixture->won);
  assert_opportunity (store, &fixture->deal, "P/Signed won ~");
  /* What was said of it stays. */
  record_set (store, "opportunity", &fixture->deal, "closed", "2020-02-03");
  record_set (store, "opportunity", &fixture->deal, "status", "won");
  assert_text (store, "opportunity", &fixture->deal, "closed", "2020-02-03");
  record_set_reference (store, "opportunity", &fixture->deal, "stage", &fixture->begun);
  assert_opportunity (store, &fixture->deal, "P/Begun open -");
}

static EntChange *
contradict (Fixture *fixture)
{
  EntChange *change = ent_change_new (fixture->store);
  const EntKind *kind = ent_kind_from_key ("opportunity");
  g_auto (EntValue) stage = ENT_VALUE_INIT;

  ent_value_set_id (&stage, &fixture->won);
  ent_change_set (change, kind, &fixture->deal, field_get ("opportunity", "stage"), &stage);
  ent_change_set_text (change, kind, &fixture->deal, field_get ("opportunity", "status"), "lost");
  return change;
}

static void
test_contradiction (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntChange) change = contradict (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_null (ent_store_commit_sync (fixture->store, change, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Signed"));
  assert_opportunity (fixture->store, &fixture->deal, "P/Begun open -");
}

static void
test_pipeline (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;
  EntId other = record_add (store, "pipeline", "name", "Q", "position", "10", NULL);
  EntId deal;

  stage_add (store, &other, "Asked", "1", "open");
  stage_add (store, &other, "Ordered", "2", "won");
  record_set (store, "opportunity", &fixture->deal, "status", "won");
  record_set_reference (store, "opportunity", &fixture->deal, "pipeline", &other);
  assert_opportunity (store, &fixture->deal, "Q/Ordered won ~");

  deal = record_add (store, "opportunity", "name", "Won already", "status", "won", NULL);
  {
    g_autoptr (EntRecord) record = record_get (store, "opportunity", &deal);
    g_autoptr (EntRecord) stage = record_get (store, "stage", ent_record_get_reference (record, "stage"));

    g_assert_cmpstr (text (stage, "status"), ==, "won");
    g_assert_nonnull (ent_record_get_text (record, "closed"));
  }
}

static void
test_defaults (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;
  g_autoptr (EntRecord) record = record_get (store, "opportunity", &fixture->deal);
  EntId activity = record_add (store, "activity", "subject", "Call them", NULL);
  EntId call = record_add (store, "activity", "subject", "Call them", "type", "call", NULL);
  EntId firm = record_add (store, "account", "name", "Chairs Ltd", "revenue", "1000", NULL);

  EntId early = record_add (store, "opportunity", "name", "Long ago", "status", "won", "closed", "2020-02-03", NULL);

  g_assert_null (ent_record_get_text (record, "currency"));
  g_assert_nonnull (ent_record_get_text (record, "opened"));
  assert_text (store, "opportunity", &early, "opened", "2020-02-03");
  assert_reference (store, "opportunity", &fixture->deal, "owner", ent_store_get_me (store));
  assert_text (store, "activity", &activity, "type", "to-do");
  assert_text (store, "activity", &call, "type", "call");
  assert_text (store, "account", &firm, "currency", "EUR");
}

static gint64
amount (EntStore *store, const EntId *id)
{
  g_autoptr (EntRecord) record = record_get (store, "opportunity", id);

  return ent_record_get_integer (record, "amount");
}

/* The number stays; the smallest unit is another. */
static void
test_currency (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (GError) error = NULL;

  record_set (store, "opportunity", &fixture->deal, "amount", "1500");
  g_assert_cmpint (amount (store, &fixture->deal), ==, 150000);
  assert_text (store, "opportunity", &fixture->deal, "currency", "EUR");
  record_set (store, "opportunity", &fixture->deal, "currency", "JPY");
  g_assert_cmpint (amount (store, &fixture->deal), ==, 1500);
  /* Text is read in the currency of the record. */
  record_set (store, "opportunity", &fixture->deal, "amount", "1800");
  g_assert_cmpint (amount (store, &fixture->deal), ==, 1800);
  record_set (store, "opportunity", &fixture->deal, "amount", "1500");
  record_set (store, "opportunity", &fixture->deal, "currency", "TND");
  g_assert_cmpint (amount (store, &fixture->deal), ==, 1500000);
  record_set (store, "opportunity", &fixture->deal, "currency", "EUR");
  record_set (store, "opportunity", &fixture->deal, "amount", "12.34");

  ent_change_set_text (change, ent_kind_from_key ("opportunity"), &fixture->deal, field_get ("opportunity", "currency"),
                       "JPY");
  g_assert_null (ent_store_commit_sync (store, change, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_assert_cmpint (amount (store, &fixture->deal), ==, 1234);
}

static void
assert_refused (EntStore *store, EntChange *change)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ent_store_commit_sync (store, change, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
}

/* A file cannot be asked: what its currency does not have is rounded, and nothing else happens to the number. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;
  const EntKind *kind = ent_kind_from_key ("opportunity");
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntChange) reopened = ent_change_new (store);

  record_set (store, "opportunity", &fixture->deal, "amount", "1");
  record_set (store, "opportunity", &fixture->deal, "currency", "KWD");
  record_set (store, "opportunity", &fixture->deal, "amount", "1.234");
  g_assert_cmpint (amount (store, &fixture->deal), ==, 1234);
  ent_change_set_bulk (change, TRUE);
  ent_change_set_text (change, kind, &fixture->deal, field_get ("opportunity", "currency"), "EUR");
  ent_change_set_text (change, kind, &fixture->deal, field_get ("opportunity", "status"), "won");
  record_commit (store, change);
  g_assert_cmpint (amount (store, &fixture->deal), ==, 123);
  assert_opportunity (store, &fixture->deal, "P/Signed won ~");

  ent_change_set_bulk (reopened, TRUE);
  ent_change_set_text (reopened, kind, &fixture->deal, field_get ("opportunity", "status"), "open");
  record_commit (store, reopened);
  assert_opportunity (store, &fixture->deal, "P/Begun open -");
}

/* Whichever id it is called by: the one that is shown counts. */
static void
test_merged (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;
  EntId other = record_add (store, "opportunity", "name", "Ten chairs", "amount", "1500", "status", "won", NULL);
  EntId ids[] = { fixture->deal, other };

  record_set (store, "opportunity", &fixture->deal, "amount", "10");
  record_merge (store, "opportunity", &fixture->deal, &other);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      gint64 shown = amount (store, &fixture->deal);

      record_set (store, "opportunity", &ids[i], "currency", "JPY");
      g_assert_cmpint (amount (store, &fixture->deal), ==, shown / 100);
      record_set (store, "opportunity", &ids[i], "currency", "EUR");
      g_assert_cmpint (amount (store, &fixture->deal), ==, shown);
      record_set (store, "opportunity", &ids[i], "status", "open");
      record_set (store, "opportunity", &ids[i], "status", "won");
      {
        g_autoptr (EntRecord) record = record_get (store, "opportunity", &ids[i]);
        g_autoptr (EntRecord) stage = record_get (store, "stage", ent_record_get_reference (record, "stage"));

        g_assert_cmpstr (text (record, "status"), ==, "won");
        g_assert_cmpstr (text (stage, "status"), ==, "won");
      }
    }
}

static void
test_cleared (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;
  const EntKind *kind = ent_kind_from_key ("opportunity");
  g_autoptr (EntChange) currency = ent_change_new (store);
  g_autoptr (EntChange) status = ent_change_new (store);
  g_autoptr (EntChange) both = ent_change_new (store);

  record_set (store, "opportunity", &fixture->deal, "amount", "1500");
  ent_change_set_text (currency, kind, &fixture->deal, field_get ("opportunity", "currency"), "");
  assert_refused (store, currency);
  ent_change_set_text (status, kind, &fixture->deal, field_get ("opportunity", "status"), "");
  assert_refused (store, status);
  ent_change_set_text (both, kind, &fixture->deal, field_get ("opportunity", "currency"), "");
  ent_change_set_text (both, kind, &fixture->deal, field_get ("opportunity", "amount"), "");
  record_commit (store, both);
  assert_text (store, "opportunity", &fixture->deal, "currency", NULL);
}

static void
test_other_pipeline (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;
  EntId other = record_add (store, "pipeline", "name", "Q", "position", "10", NULL);
  EntId none = record_add (store, "pipeline", "name", "Empty", "position", "11", NULL);
  EntId asked = stage_add (store, &other, "Asked", "1", "open");
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntChange) add = ent_change_new (store);
  const EntKind *kind = ent_kind_from_key ("opportunity");
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntId deal = { 0 };

  ent_value_set_id (&value, &asked);
  ent_change_set (change, kind, &fixture->deal, field_get ("opportunity", "stage"), &value);
  ent_value_set_id (&value, &fixture->pipeline);
  ent_change_set (change, kind, &fixture->deal, field_get ("opportunity", "pipeline"), &value);
  assert_refused (store, change);

  /* To say what is so moves nothing. */
  record_set (store, "stage", &fixture->begun, "status", "won");
  record_set_reference (store, "opportunity", &fixture->deal, "pipeline", &fixture->pipeline);
  assert_opportunity (store, &fixture->deal, "P/Begun open -");

  /* Where there is no stage it is open all the same. */
  ent_change_add (add, kind, &deal);
  ent_change_set_text (add, kind, &deal, kind->title, "Nowhere");
  ent_value_set_id (&value, &none);
  ent_change_set (add, kind, &deal, field_get ("opportunity", "pipeline"), &value);
  record_commit (store, add);
  assert_text (store, "opportunity", &deal, "status", "open");
}

/* What says one thing together is taken back together, or stays. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  EntStore *store = fixture->store;
  g_autoptr (EntUndoResult) undone = NULL;
  g_autoptr (EntUndoResult) again = NULL;
  g_autoptr (GError) error = NULL;

  record_set (store, "opportunity", &fixture->deal, "amount", "1500");
  ent_store_set_undo_session (store, "one");
  record_set (store, "opportunity", &fixture->deal, "currency", "JPY");
  ent_store_set_undo_session (store, "two");
  record_set (store, "opportunity", &fixture->deal, "amount", "180000");
  undone = ent_store_undo_sync (store, "one", NULL, &error);
  g_assert_no_error (error);
  assert_text (store, "opportunity", &fixture->deal, "currency", "JPY");
  g_assert_cmpint (amount (store, &fixture->deal), ==, 180000);
  g_assert_cmpuint (g_strv_length (undone->kept), ==, 2);

  ent_store_set_undo_session (store, "one");
  record_set (store, "opportunity", &fixture->deal, "status", "won");
  again = ent_store_undo_sync (store, "one", NULL, &error);
  g_assert_no_error (error);
  assert_opportunity (store, &fixture->deal, "P/Begun open -");
  g_assert_cmpuint (g_strv_length (again->kept), ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/opportunity-rules/status", test_status);
  ADD ("/opportunity-rules/stage", test_stage);
  ADD ("/opportunity-rules/contradiction", test_contradiction);
  ADD ("/opportunity-rules/pipeline", test_pipeline);
  ADD ("/opportunity-rules/defaults", test_defaults);
  ADD ("/opportunity-rules/currency", test_currency);
  ADD ("/opportunity-rules/file", test_file);
  ADD ("/opportunity-rules/merged", test_merged);
  ADD ("/opportunity-rules/cleared", test_cleared);
  ADD ("/opportunity-rules/other-pipeline", test_other_pipeline);
  ADD ("/opportunity-rules/undo", test_undo);
  return g_test_run ();
}
