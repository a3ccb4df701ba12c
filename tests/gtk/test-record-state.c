/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-gtk-record-state.h"
#include "ent-store.h"

typedef struct
{
  EntStore *store;
  const EntKind *kind;
  EntId id;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntChange) change = NULL;
  g_autoptr (EntReceipt) receipt = NULL;

  fixture->store = ent_store_open_sync (NULL, ENT_STORE_OPEN_IN_MEMORY, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->kind = ent_kind_from_key ("contact");
  change = ent_change_new (fixture->store);
  ent_change_add (change, fixture->kind, &fixture->id);
  ent_change_set_text (change, fixture->kind, &fixture->id, fixture->kind->title, "Élise Moreau");
  receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ent_store_close (fixture->store);
  g_clear_object (&fixture->store);
}

static void
set_text (Fixture *fixture, const char *key, const char *text)
{
  g_autoptr (EntChange) change = ent_change_new (fixture->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = NULL;

  ent_change_set_text (change, fixture->kind, &fixture->id, ent_kind_get_field (fixture->kind, key), text);
  receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
  g_assert_no_error (error);
}

static EntGtkRecordState *
make_state (Fixture *fixture, double width, const char *const *first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntRecord) record = ent_store_get_record_sync (fixture->store, fixture->kind, &fixture->id, NULL, &error);
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (fixture->store, fixture->kind);

  g_assert_no_error (error);

  return ent_gtk_record_state_new (record, fields, width, first);
}

static gboolean
section_has (EntGtkRecordState *state, EntGtkSectionType type, const char *key)
{
  guint i, j;

  for (i = 0; i < state->sections->len; i++)
    {
      EntGtkSection *section = g_ptr_array_index (state->sections, i);

      for (j = 0; section->type == type && j < section->rows->len; j++)
        if (g_str_equal (g_array_index (section->rows, EntGtkRowState, j).field->key, key))
          return TRUE;
    }

  return FALSE;
}

static void
test_empty_offered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntGtkRecordState) empty = make_state (fixture, 1000, NULL), filled = NULL;

  g_assert_true (section_has (empty, ENT_GTK_SECTION_DETAILS, "name"));
  g_assert_true (section_has (empty, ENT_GTK_SECTION_MORE, "department"));
  g_assert_false (section_has (empty, ENT_GTK_SECTION_DETAILS, "department"));
  set_text (fixture, "department", "Purchasing");
  filled = make_state (fixture, 1000, NULL);
  g_assert_true (section_has (filled, ENT_GTK_SECTION_DETAILS, "department"));
  g_assert_false (section_has (filled, ENT_GTK_SECTION_MORE, "department"));
  g_assert_false (ent_gtk_record_state_same_shape (empty, filled));
}

static void
test_same_shape (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntGtkRecordState) before = make_state (fixture, 1000, NULL), after = NULL;

  set_text (fixture, "name", "Élise Moreau-Petit");
  after = make_state (fixture, 1000, NULL);
  g_assert_true (ent_gtk_record_state_same_shape (before, after));
  g_assert_false (ent_gtk_record_state_same_shape (NULL, after));
}

static void
test_every_field_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntGtkRecordState) state = make_state (fixture, 1000, NULL);
  guint i, j, k;

  for (i = 0; i < fixture->kind->n_fields; i++)
    {
      const EntField *field = &fixture->kind->fields[i];
      guint n = 0;

      for (j = 0; j < state->sections->len; j++)
        {
          EntGtkSection *section = g_ptr_array_index (state->sections, j);

          n += section->field == field;
          for (k = 0; k < section->rows->len; k++)
            n += g_array_index (section->rows, EntGtkRowState, k).field == field;
        }
      g_test_message ("%s", field->key);
      if ((field->flags & (ENT_FIELD_HIDDEN | ENT_FIELD_DERIVED)) == 0 && field->type != ENT_FIELD_PRIMARY)
        g_assert_cmpuint (n, ==, 1);
      else
        g_assert_cmpuint (n, <=, 1);
    }
}

static EntGtkSection *
get_section (EntGtkRecordState *state, EntGtkSectionType type, guint *position)
{
  for (*position = 0; *position < state->sections->len; (*position)++)
    {
      EntGtkSection *section = g_ptr_array_index (state->sections, *position);

      if (section->type == type)
        return section;
    }
  g_assert_not_reached ();
}

/* A number or an address is found before the other fields; where there is neither, the fields come before what is
 * linked. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntGtkRecordState) contact = make_state (fixture, 1000, NULL), opportunity = NULL;
  g_autoptr (EntChange) change = ent_change_new (fixture->store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  guint elements, linked, details;

  get_section (contact, ENT_GTK_SECTION_ELEMENTS, &elements);
  get_section (contact, ENT_GTK_SECTION_LINKED, &linked);
  get_section (contact, ENT_GTK_SECTION_DETAILS, &details);
  g_assert_cmpuint (elements, <, linked);
  g_assert_cmpuint (linked, <, details);

  fixture->kind = ent_kind_from_key ("opportunity");
  fixture->id = (EntId) { 0 };
  ent_change_add (change, fixture->kind, &fixture->id);
  ent_change_set_text (change, fixture->kind, &fixture->id, fixture->kind->title, "Espresso service");
  receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
  g_assert_no_error (error);
  opportunity = make_state (fixture, 1000, NULL);
  get_section (opportunity, ENT_GTK_SECTION_LINKED, &linked);
  get_section (opportunity, ENT_GTK_SECTION_DETAILS, &details);
  g_assert_cmpuint (details, <, linked);
  g_assert_true (section_has (opportunity, ENT_GTK_SECTION_MORE, "expected-close"));
}

static void
test_name_parts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntGtkRecordState) state = NULL;

  set_text (fixture, "family-name", "Moreau");
  state = make_state (fixture, 1000, NULL);
  g_assert_true (section_has (state, ENT_GTK_SECTION_DETAILS, "name"));
  g_assert_true (section_has (state, ENT_GTK_SECTION_MORE, "family-name"));
}

static void
test_role (Fixture *fixture, gconstpointer data)
{
  static const char *const first[] = { "language", "nickname", NULL };
  g_autoptr (EntGtkRecordState) state = make_state (fixture, 1000, first);
  guint position;
  EntGtkSection *details = get_section (state, ENT_GTK_SECTION_DETAILS, &position);

  g_assert_cmpstr (g_array_index (details->rows, EntGtkRowState, 0).field->key, ==, "name");
  g_assert_cmpstr (g_array_index (details->rows, EntGtkRowState, 1).field->key, ==, "language");
  g_assert_cmpstr (g_array_index (details->rows, EntGtkRowState, 2).field->key, ==, "nickname");
}

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  const EntKind *kind = ent_kind_from_key ("opportunity");
  g_autoptr (EntChange) change = ent_change_new (fixture->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (EntGtkRecordState) state = NULL;
  guint i, n_titled = 0;

  fixture->kind = kind;
  fixture->id = (EntId) { 0 };
  ent_change_add (change, kind, &fixture->id);
  ent_change_set_text (change, kind, &fixture->id, kind->title, "Planning, 20 seats");
  ent_change_set_text (change, kind, &fixture->id, ent_kind_get_field (kind, "currency"), "EUR");
  ent_change_set_text (change, kind, &fixture->id, ent_kind_get_field (kind, "amount"), "26000");
  ent_change_set_text (change, kind, &fixture->id, ent_kind_get_field (kind, "expected-close"), "2027-02-01");
  receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
  g_assert_no_error (error);
  state = make_state (fixture, 1000, NULL);
  for (i = 0; i < state->sections->len; i++)
    {
      EntGtkSection *section = g_ptr_array_index (state->sections, i);

      if (section->title == NULL)
        continue;
      n_titled++;
      g_assert_cmpint (section->type, ==, ENT_GTK_SECTION_DETAILS);
      if (g_str_equal (section->title, "Value"))
        g_assert_cmpuint (section->rows->len, ==, 2);
      else
        g_assert_cmpstr (section->title, ==, "Dates");
    }
  g_assert_cmpuint (n_titled, ==, 2);
  g_assert_true (section_has (state, ENT_GTK_SECTION_DETAILS, "amount"));
  g_assert_cmpint (ent_gtk_row_type_for_field (ent_kind_get_field (kind, "stage")), ==, ENT_GTK_ROW_STAGE);
  g_assert_cmpint (ent_gtk_row_type_for_field (ent_kind_get_field (kind, "account")), ==, ENT_GTK_ROW_REFERENCE);
  g_assert_cmpint (ent_gtk_row_type_for_field (ent_kind_get_field (ent_kind_from_key ("relationship"), "from")), ==,
                   ENT_GTK_ROW_REFERENCE);
}

static void
test_width (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EntGtkRecordState) wide = make_state (fixture, 1400, NULL), middle = make_state (fixture, 1000, NULL);
  g_autoptr (EntGtkRecordState) narrow = make_state (fixture, 360, NULL);

  g_assert_true (wide->timeline_beside && !wide->compact);
  g_assert_true (!middle->timeline_beside && !middle->compact);
  g_assert_true (!narrow->timeline_beside && narrow->compact);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/gtk/record-state/empty-offered", Fixture, NULL, set_up, test_empty_offered, tear_down);
  g_test_add ("/gtk/record-state/same-shape", Fixture, NULL, set_up, test_same_shape, tear_down);
  g_test_add ("/gtk/record-state/every-field-once", Fixture, NULL, set_up, test_every_field_once, tear_down);
  g_test_add ("/gtk/record-state/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/gtk/record-state/name-parts", Fixture, NULL, set_up, test_name_parts, tear_down);
  g_test_add ("/gtk/record-state/role", Fixture, NULL, set_up, test_role, tear_down);
  g_test_add ("/gtk/record-state/groups", Fixture, NULL, set_up, test_groups, tear_down);
  g_test_add ("/gtk/record-state/width", Fixture, NULL, set_up, test_width, tear_down);

  return g_test_run ();
}
