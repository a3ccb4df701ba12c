/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-money.h"
#include "ent-sample-private.h"
#include "ent-resources-private.h"
#include "ent-sample.h"
#include "ent-store-job-private.h"

/*
 * The sample business: firms, households and people that do not exist, with phone numbers that the countries keep free
 * for fiction and addresses under ".example". It is the same in every sample book but for the dates, which are counted
 * from today.
 */

#define N_COLUMNS_MAX 16

char *
ent_sample_dup_date (EntSample *self, int days)
{
  g_autoptr (GDateTime) date = g_date_time_add_days (self->today, days);

  return g_date_time_format (date, "%Y-%m-%d");
}

gint64
ent_sample_get_time (EntSample *self, int days, int hour, int minute)
{
  g_autoptr (GDateTime) date = g_date_time_add_days (self->today, days);
  g_autoptr (GDateTime) time = g_date_time_new_local (g_date_time_get_year (date), g_date_time_get_month (date),
                                                      g_date_time_get_day_of_month (date), hour, minute, 0);

  return g_date_time_to_unix (time) * 1000;
}

EntStagedRecord *
ent_sample_stage (const char *kind)
{
  return ent_staged_record_new (ent_kind_from_key (kind), 0, 0);
}

void
ent_sample_set (EntStagedRecord *record, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    ent_staged_record_add_text (record, ENT_STAGED_SET, ent_kind_get_field (record->kind, key), text);
}

void
ent_sample_set_integer (EntStagedRecord *record, const char *key, gint64 integer)
{
  EntValue value = ENT_VALUE_INIT;

  ent_value_set_integer (&value, integer);
  ent_staged_record_take (record, ENT_STAGED_SET, ent_kind_get_field (record->kind, key), &value);
}

void
ent_sample_set_id (EntStagedRecord *record, const char *key, const EntId *id)
{
  EntValue value = ENT_VALUE_INIT;

  ent_value_set_id (&value, id);
  ent_staged_record_take (record, ENT_STAGED_SET, ent_kind_get_field (record->kind, key), &value);
}

void
ent_sample_name (EntStagedRecord *record, const char *key, const char *name)
{
  if (*name != '\0')
    ent_staged_record_add_text (record, ENT_STAGED_NAMED, ent_kind_get_field (record->kind, key), name);
}

gboolean
ent_sample_add (EntSample *self, EntStagedRecord *record, const char *key, EntId *id, GError **error)
{
  g_autoptr (EntStagedRecord) owned = record;
  g_autofree char *id_key = g_strconcat ("sample:", key, NULL);
  EntImportApply apply = {
    .store = self->store, .names = self->names, .change = self->change, .cancellable = self->cancellable
  };

  ent_id_for_key (id, record->kind->number, id_key);
  ent_change_add (self->change, record->kind, id);
  return ent_import_apply_new (&apply, record, id, error);
}

static gboolean
commit (EntSample *self, GError **error)
{
  g_autoptr (EntReceipt) receipt = NULL;

  ent_change_set_source (self->change, "sample");
  receipt = ent_store_commit_sync (self->store, self->change, self->cancellable, error);
  g_clear_object (&self->change);
  ent_import_names_commit (self->names);
  self->change = ent_change_new (self->store);
  return receipt != NULL;
}

static void
add_contact_point (EntStagedRecord *record,
                   const char *channel,
                   const char *type,
                   const char *value,
                   const char *country)
{
  const EntField *set = ent_kind_get_field (record->kind, "contact-points");
  g_autoptr (EntElement) element = NULL;

  if (*value == '\0')
    return;
  element = ent_element_new (set->element);
  ent_element_set_text (element, "channel", channel);
  ent_element_set_text (element, "value", value);
  if (type != NULL)
    ent_element_set_text (element, "type", type);
  ent_element_normalize (element, country);
  ent_staged_record_add_element (record, set, element, FALSE);
}

/* columns: street, postcode, city, country */
static void
add_address (EntStagedRecord *record, const char *purpose, char **columns, const char *access_note)
{
  static const char *const keys[] = { "street", "postcode", "city", "country" };
  const EntField *set = ent_kind_get_field (record->kind, "addresses");
  g_autoptr (EntElement) element = NULL;

  if (*columns[2] == '\0')
    return;
  element = ent_element_new (set->element);
  ent_element_set_text (element, "purpose", purpose);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (*columns[i] != '\0')
      ent_element_set_text (element, keys[i], columns[i]);
  if (access_note != NULL && *access_note != '\0')
    ent_element_set_text (element, "access-note", access_note);
  ent_element_normalize (element, columns[3]);
  ent_staged_record_add_element (record, set, element, FALSE);
}

static void
add_tags (EntStagedRecord *record, const char *text)
{
  g_auto (GStrv) tags = g_strsplit (text, ",", -1);

  for (guint i = 0; tags[i] != NULL; i++)
    ent_sample_name (record, "tags", tags[i]);
}

/* key|name|type|sector|employees|founded|parent|street|postcode|city|country|phone|email|web|tags|access note */
static gboolean
add_account (EntSample *self, char **c, GError **error)
{
  EntStagedRecord *record = ent_sample_stage ("account");
  EntId id;

  ent_sample_set (record, "name", c[1]);
  ent_sample_set (record, "type", c[2]);
  ent_sample_name (record, "sector", c[3]);
  if (*c[4] != '\0')
    ent_sample_set_integer (record, "employees", g_ascii_strtoll (c[4], NULL, 10));
  ent_sample_set (record, "founded", c[5]);
  if (*c[6] != '\0')
    {
      g_autofree char *parent_key = g_strconcat ("sample:", c[6], NULL);
      EntId parent;

      ent_id_for_key (&parent, record->kind->number, parent_key);
      ent_sample_set_id (record, "parent", &parent);
    }
  add_address (record, g_str_equal (c[2], "household") ? "home" : "postal", c + 7, c[15]);
  add_contact_point (record, "phone", "main", c[11], c[10]);
  add_contact_point (record, "email", "main", c[12], c[10]);
  add_contact_point (record, "web", NULL, c[13], c[10]);
  add_tags (record, c[14]);
  ent_sample_set_id (record, "owner", ent_store_get_me (self->store));
  return ent_sample_add (self, record, c[0], &id, error);
}

static void
find_account (const char *key, EntId *id)
{
  g_autofree char *id_key = g_strconcat ("sample:", key, NULL);

  ent_id_for_key (id, ent_kind_from_key ("account")->number, id_key);
}

static void
find_contact (const char *key, EntId *id)
{
  g_autofree char *id_key = g_strconcat ("sample:", key, NULL);

  ent_id_for_key (id, ent_kind_from_key ("contact")->number, id_key);
}

static gboolean
add_household_member (EntSample *self, const EntId *contact, const EntId *household, const char *key, GError **error)
{
  EntStagedRecord *record = ent_sample_stage ("relationship");
  g_autofree char *relationship_key = g_strconcat ("member:", key, NULL);
  EntId id;

  ent_sample_set (record, "type", "household-member");
  ent_sample_set_id (record, "from", contact);
  ent_sample_set_id (record, "to", household);
  return ent_sample_add (self, record, relationship_key, &id, error);
}

/* key|name|given|family|order|title|account|language|mobile|email|birthday|street|postcode|city|country|tags */
static gboolean
add_contact (EntSample *self, char **c, GError **error)
{
  static const char *const keys[] = { "name", "given-name", "family-name", "name-order", "job-title" };
  EntStagedRecord *record = ent_sample_stage ("contact");
  gboolean in_household = g_str_has_prefix (c[6], "foyer-");
  EntSamplePerson *person = g_new0 (EntSamplePerson, 1);

  g_ptr_array_add (self->contacts, person);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    ent_sample_set (record, keys[i], c[i + 1]);
  if (*c[6] != '\0')
    find_account (c[6], &person->account);
  if (*c[6] != '\0' && !in_household)
    ent_sample_set_id (record, "account", &person->account);
  ent_sample_set (record, "language", c[7]);
  add_contact_point (record, "phone", "mobile", c[8], c[14]);
  add_contact_point (record, "email", *c[6] != '\0' && !in_household ? "work" : "home", c[9], c[14]);
  ent_sample_set (record, "birthday", c[10]);
  add_address (record, "home", c + 11, NULL);
  add_tags (record, c[15]);
  ent_sample_set_id (record, "owner", ent_store_get_me (self->store));
  return ent_sample_add (self, record, c[0], &person->id, error) &&
         (!in_household || add_household_member (self, &person->id, &person->account, c[0], error));
}

/* How far a stage is to count on: as the book's stages say it, for the status alone. */
static const char *
get_status (const char *stage)
{
  if (g_str_equal (stage, "Won"))
    return "won";
  return g_str_equal (stage, "Lost") ? "lost" : "open";
}

/* name|account|contact|product|stage|amount|currency|tax|opened|expected close|closed|lost reason|next step|due|quote
 */
static gboolean
add_opportunity (EntSample *self, char **c, GError **error)
{
  EntStagedRecord *record = ent_sample_stage ("opportunity");
  g_autofree char *opened = ent_sample_dup_date (self, -atoi (c[8]));
  EntId reference;
  EntId id;
  gint64 amount;

  if (!ent_money_from_decimal (c[5], c[6], &amount, error))
    return FALSE;
  ent_sample_set (record, "name", c[0]);
  if (*c[1] != '\0')
    {
      find_account (c[1], &reference);
      ent_sample_set_id (record, "account", &reference);
    }
  find_contact (c[2], &reference);
  ent_sample_set_id (record, "contact", &reference);
  ent_sample_name (record, "product", c[3]);
  ent_sample_name (record, "stage", c[4]);
  ent_sample_set (record, "status", get_status (c[4]));
  ent_sample_set_integer (record, "amount", amount);
  ent_sample_set (record, "currency", c[6]);
  ent_sample_set (record, "tax", c[7]);
  ent_sample_set (record, "opened", opened);
  if (*c[9] != '\0')
    {
      g_autofree char *expected = ent_sample_dup_date (self, atoi (c[9]));

      ent_sample_set (record, "expected-close", expected);
    }
  if (*c[10] != '\0')
    {
      g_autofree char *closed = ent_sample_dup_date (self, -atoi (c[10]));

      ent_sample_set (record, "closed", closed);
    }
  ent_sample_name (record, "lost-reason", c[11]);
  ent_sample_set (record, "next-step", c[12]);
  if (*c[13] != '\0')
    {
      g_autofree char *due = ent_sample_dup_date (self, atoi (c[13]));

      ent_sample_set (record, "next-step-due", due);
    }
  ent_sample_set (record, "quote-number", c[14]);
  ent_sample_set_id (record, "owner", ent_store_get_me (self->store));
  return ent_sample_add (self, record, c[0], &id, error);
}

/* subject|status|promised|account|contact|opened|body */
static gboolean
add_request (EntSample *self, char **c, GError **error)
{
  EntStagedRecord *record = ent_sample_stage ("request");
  g_autofree char *promised = ent_sample_dup_date (self, atoi (c[2]));
  EntId reference;
  EntId id;

  ent_sample_set (record, "subject", c[0]);
  ent_sample_set (record, "status", c[1]);
  ent_sample_set (record, "promised", promised);
  if (*c[3] != '\0')
    {
      find_account (c[3], &reference);
      ent_sample_set_id (record, "account", &reference);
    }
  find_contact (c[4], &reference);
  ent_sample_set_id (record, "contact", &reference);
  ent_sample_set (record, "body", c[6]);
  ent_sample_set_id (record, "owner", ent_store_get_me (self->store));
  return ent_sample_add (self, record, c[0], &id, error);
}

typedef gboolean (*RowFunc) (EntSample *self, char **columns, GError **error);

static gboolean
foreach_row (EntSample *self, const char *name, RowFunc func, GError **error)
{
  g_autofree char *path = g_strconcat ("/org/entregent/libentregent/sample/", name, NULL);
  g_autoptr (GBytes) bytes = ent_resources_lookup (path, error);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize size;
  const char *data;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  text = g_strndup (data, size);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = NULL;

      if (lines[i][0] == '#' || lines[i][0] == '\0')
        continue;
      columns = g_strsplit (lines[i], "|", N_COLUMNS_MAX);
      if (!func (self, columns, error))
        return FALSE;
    }
  return commit (self, error);
}

/**
 * ent_sample_fill_sync:
 * @store: a new book
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Fills a book with an invented business to try things out: 40 accounts (firms, subsidiaries, households), 120 contacts
 * of several cultures, some of them private customers, 60 opportunities over two years in two currencies, 400
 * activities and 15 requests. All of it but the dates, which are counted from today, is the same in every sample book.
 * Blocks.
 *
 * Returns: %FALSE with an error of the book
 */
gboolean
ent_sample_fill_sync (EntStore *store, GCancellable *cancellable, GError **error)
{
  EntSample sample = { .store = store, .cancellable = cancellable };
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autoptr (EntImportNames) names = NULL;
  g_autoptr (GPtrArray) contacts = g_ptr_array_new_with_free_func (g_free);
  gboolean done;

  g_return_val_if_fail (ENT_IS_STORE (store), FALSE);

  names = ent_import_names_new (store, FALSE);
  sample.today = today;
  sample.names = names;
  sample.contacts = contacts;
  sample.change = ent_change_new (store);
  done = foreach_row (&sample, "accounts.psv", add_account, error) &&
         foreach_row (&sample, "contacts.psv", add_contact, error) &&
         foreach_row (&sample, "opportunities.psv", add_opportunity, error) &&
         foreach_row (&sample, "requests.psv", add_request, error) && ent_sample_add_activities (&sample, error) &&
         commit (&sample, error);
  g_clear_object (&sample.change);
  return done;
}

static gboolean
run_fill_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  return ent_sample_fill_sync (self, cancellable, error);
}

/**
 * ent_sample_fill_async:
 * @store: a new book
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when it is filled
 * @user_data: for @callback
 *
 * As ent_sample_fill_sync(), without blocking.
 */
void
ent_sample_fill_async (EntStore *store, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (store));

  ent_store_start_long (store, ent_sample_fill_async, run_fill_job, store, NULL, cancellable, callback, user_data);
}

/**
 * ent_sample_fill_finish:
 * @store: the book
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: %FALSE with an error of ent_sample_fill_sync()
 */
gboolean
ent_sample_fill_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  return ent_store_finish_job (store, result, ent_sample_fill_async, error) != NULL;
}

/**
 * ent_sample_get_default_file:
 *
 * Where the invented business is kept that somebody tries things out with: `$XDG_DATA_HOME/entregent/sample.entregent`,
 * beside the book of ent_store_get_default_file().
 *
 * Returns: (transfer full): the file, which may not exist
 */
GFile *
ent_sample_get_default_file (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "entregent", "sample.entregent", NULL);

  return g_file_new_for_path (path);
}
