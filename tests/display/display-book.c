/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-book.h"
#include "ent-query.h"

static const struct
{
  const char *name, *type, *city, *phone;
} accounts[] = {
  { "Garage Moreau", "organization", "Lyon", "+33 4 72 00 00 01" },
  { "Atelier Nord", "organization", "Lille", "+33 3 20 00 00 02" },
  { "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk & Söhne GmbH", "organization", "Regensburg",
    "+49 941 000003" },
  { "Fjord Kaffe", "organization", "Bergen", "+47 55 00 00 04" },
  { "شركة النور", "organization", "القاهرة", "+20 2 0000 0005" },
  { "Foyer Marchand", "household", "Lyon", NULL },
};

static const struct
{
  const char *name, *title, *phone, *email;
  int account;
} contacts[] = {
  { "Élise Moreau", "Owner", "+33 6 12 34 56 78", "elise@garage-moreau.example", 0 },
  { "Amina Benali", "Buyer", "+33 6 22 33 44 55", "amina@atelier-nord.example", 1 },
  { "Dieter Vogel", "Leiter der Beschaffungsverwaltungsabteilung", "+49 170 0000006", "d.vogel@donau.example", 2 },
  { "Ingrid Solberg", "Innkjøp", "+47 900 00 007", "ingrid@fjordkaffe.example", 3 },
  { "حسن المصري", "المشتريات", "+20 100 000 0008", "hassan@alnour.example", 4 },
  { "王小明", NULL, "+86 138 0000 0009", NULL, -1 },
  { "Fatou Diop", NULL, "+221 77 000 00 10", "fatou.diop@mail.example", -1 },
  { "María-José de la Fuente y Rodríguez de los Monteros", "Directora de operaciones", NULL, "mj@fuente.example", -1 },
  { "Jules Petit", "Foreman", NULL, NULL, 1 },
  { "Chloé Martin", "Office manager", "+33 6 99 88 77 66", NULL, 0 },
  { "Nguyễn Thị Lan", NULL, NULL, "lan@mail.example", -1 },
  { "Bertrand Keller", "Accountant", "+33 6 00 11 22 33", NULL, 0 },
};

static const struct
{
  const char *name, *amount, *currency, *close;
  int account;
} opportunities[] = {
  { "Workshop software, 3 seats", "3000", "EUR", "2027-01-15", 0 },
  { "Fleet contract", "18500", "EUR", "2026-12-20", 2 },
  { "Planning, 20 seats", "26000", "EUR", "2027-02-01", 1 },
  { "Espresso service", "4200", "NOK", NULL, 3 },
  { "صيانة سنوية", "9700", "EGP", "2027-03-01", 4 },
};

static const struct
{
  const char *type, *subject, *body;
  int contact, days_ago;
} activities[] = {
  { "call", "Call, 6 min", "Wants the mobile app for the two mechanics. Decides with her brother.", 0, 2 },
  { "email", "Quote Q-204 sent", "3 seats, 3,000 €", 0, 0 },
  { "visit", "Showed the planning page", NULL, 0, 20 },
  { "note", "Prefers to be called in the morning", NULL, 1, 5 },
  { "meeting", "Vertragsverlängerungsbesprechung mit Geschäftsführung", NULL, 2, 40 },
  { "to-do", "Send price list", NULL, 1, -3 },
};

static void
set (EntChange *change, const char *kind_key, const EntId *id, const char *field, const char *text)
{
  const EntKind *kind = ent_kind_from_key (kind_key);

  if (text != NULL)
    ent_change_set_text (change, kind, id, ent_kind_get_field (kind, field), text);
}

static void
set_id (EntChange *change, const char *kind_key, const EntId *id, const char *field, const EntId *target)
{
  const EntKind *kind = ent_kind_from_key (kind_key);
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_id (&value, target);
  ent_change_set (change, kind, id, ent_kind_get_field (kind, field), &value);
}

static void
add_point (EntChange *change,
           const char *kind_key,
           const EntId *id,
           const char *channel,
           const char *type,
           const char *text)
{
  const EntKind *kind = ent_kind_from_key (kind_key);
  const EntField *field = ent_kind_get_field (kind, "contact-points");
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntElement *element;

  if (text == NULL)
    return;
  element = ent_element_new (field->element);
  ent_element_set_text (element, "channel", channel);
  ent_element_set_text (element, "value", text);
  if (type != NULL)
    ent_element_set_text (element, "type", type);
  ent_value_take_element (&value, element);
  ent_change_add_element (change, kind, id, field, &value);
}

static void
add_address (EntChange *change, const EntId *id, const char *street, const char *city)
{
  const EntKind *kind = ent_kind_from_key ("account");
  const EntField *field = ent_kind_get_field (kind, "addresses");
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntElement *element = ent_element_new (field->element);

  ent_element_set_text (element, "street", street);
  ent_element_set_text (element, "city", city);
  ent_element_set_text (element, "purpose", "work-site");
  ent_value_take_element (&value, element);
  ent_change_add_element (change, kind, id, field, &value);
}

static void
add_activities (EntChange *change, EntStore *store, const EntId *people)
{
  const EntKind *kind = ent_kind_from_key ("activity");
  gint64 now = g_get_real_time () / 1000;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (activities); i++)
    {
      EntId id = { 0 };
      g_auto (EntValue) when = ENT_VALUE_INIT;

      ent_value_set_integer (&when, now - activities[i].days_ago * G_GINT64_CONSTANT (86400000));
      ent_change_add (change, kind, &id);
      set (change, "activity", &id, "type", activities[i].type);
      set (change, "activity", &id, "subject", activities[i].subject);
      set (change, "activity", &id, "body", activities[i].body);
      set_id (change, "activity", &id, "about", &people[activities[i].contact]);
      ent_change_set (change, kind, &id, ent_kind_get_field (kind, activities[i].days_ago >= 0 ? "done" : "start"),
                      &when);
    }
}

void
display_book_fill (EntStore *store)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  EntId account_ids[G_N_ELEMENTS (accounts)] = { 0 }, contact_ids[G_N_ELEMENTS (contacts)] = { 0 }, id;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      ent_change_add (change, ent_kind_from_key ("account"), &account_ids[i]);
      set (change, "account", &account_ids[i], "name", accounts[i].name);
      set (change, "account", &account_ids[i], "type", accounts[i].type);
      add_point (change, "account", &account_ids[i], "phone", "main", accounts[i].phone);
      add_address (change, &account_ids[i], "12 rue de la Gare", accounts[i].city);
    }
  for (i = 0; i < G_N_ELEMENTS (contacts); i++)
    {
      ent_change_add (change, ent_kind_from_key ("contact"), &contact_ids[i]);
      set (change, "contact", &contact_ids[i], "name", contacts[i].name);
      set (change, "contact", &contact_ids[i], "job-title", contacts[i].title);
      if (contacts[i].account >= 0)
        set_id (change, "contact", &contact_ids[i], "account", &account_ids[contacts[i].account]);
      add_point (change, "contact", &contact_ids[i], "phone", "mobile", contacts[i].phone);
      add_point (change, "contact", &contact_ids[i], "email", "work", contacts[i].email);
    }
  add_point (change, "contact", &contact_ids[0], "phone", "work", "+33 4 72 00 00 01");
  set (change, "contact", &contact_ids[0], "birthday", "--05-12");
  set (change, "contact", &contact_ids[0], "notes", "Ring at the back gate.\nThe dog is friendly.");
  for (i = 0; i < G_N_ELEMENTS (opportunities); i++)
    {
      id = (EntId) { 0 };
      ent_change_add (change, ent_kind_from_key ("opportunity"), &id);
      set (change, "opportunity", &id, "name", opportunities[i].name);
      set (change, "opportunity", &id, "currency", opportunities[i].currency);
      set (change, "opportunity", &id, "amount", opportunities[i].amount);
      set (change, "opportunity", &id, "expected-close", opportunities[i].close);
      set (change, "opportunity", &id, "status", "open");
      set_id (change, "opportunity", &id, "account", &account_ids[opportunities[i].account]);
      if (i == 0)
        set_id (change, "opportunity", &id, "contact", &contact_ids[0]);
    }
  add_activities (change, store, contact_ids);
  id = (EntId) { 0 };
  ent_change_add (change, ent_kind_from_key ("relationship"), &id);
  set (change, "relationship", &id, "type", "refers");
  set_id (change, "relationship", &id, "from", &contact_ids[11]);
  set_id (change, "relationship", &id, "to", &contact_ids[0]);
  set (change, "relationship", &id, "since", "2014");
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
}

GFile *
display_book_make (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("entregent-display-XXXXXX", &error);
  g_autoptr (GFile) directory = g_file_new_for_path (folder);
  const EntBookSettings settings = { .me = "Camille Tester", .country = "FR", .currency = "EUR", .locale = "fr" };
  GFile *book = g_file_get_child (directory, "test.entregent");
  g_autoptr (EntStore) store = NULL;

  g_assert_no_error (error);
  store = ent_store_open_sync (book, ENT_STORE_OPEN_CREATE, &settings, NULL, &error);
  g_assert_no_error (error);
  display_book_fill (store);
  ent_store_close (store);

  return book;
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children =
      g_file_enumerate_children (file, "standard::name", G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) && child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

void
display_book_remove (GFile *book)
{
  g_autoptr (GFile) directory = g_file_get_parent (book);

  remove_tree (directory);
  g_object_unref (book);
}

guint
display_book_count (EntStore *store, const char *kind_key, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key (kind_key), text, NULL, &error);
  gint64 n;

  g_assert_no_error (error);
  n = ent_store_count_sync (store, query, NULL, &error);
  g_assert_no_error (error);

  return (guint) n;
}
