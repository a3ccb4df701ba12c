/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-cell-private.h"
#include "ent-import-columns-private.h"
#include "ent-import-sql-private.h"
#include "ent-money.h"
#include "ent-text.h"
#include "ent-value-text.h"

/* What the columns of a table leave open, and what people answered. Where the sample tells, no answer is looked at: one
 * that was given to another file must not turn the dates of this one round. */

/* Names of a column that are asked for. */
#define MAX_NAMES 50

static const char
    *const order_keys[] = { [ENT_COLUMN_DAY_FIRST] = "day-first", [ENT_COLUMN_MONTH_FIRST] = "month-first" };

/* Currencies that are written "$". */
static const char *const dollars[] = { "USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD" };

static const char *const usual[] = { "EUR", "USD", "GBP", "CHF" };

static gboolean
is_date (const EntImportTarget *target)
{
  const EntField *field = target->key.set;

  if (target->is_custom)
    return target->format.type == ENT_COLUMN_DATE;
  return target->role == ENT_HEADER_ROLE_VALUE && target->key.target == ENT_FLAT_FIELD && field != NULL &&
         (field->type == ENT_FIELD_DATE || field->type == ENT_FIELD_PARTIAL_DATE || field->type == ENT_FIELD_TIMESTAMP);
}

static gboolean
is_number (const EntImportTarget *target)
{
  const EntField *field = target->key.set;

  return !target->is_custom && target->role == ENT_HEADER_ROLE_VALUE && target->key.target == ENT_FLAT_FIELD &&
         field != NULL &&
         (field->type == ENT_FIELD_INTEGER || field->type == ENT_FIELD_MONEY || field->type == ENT_FIELD_PERCENT);
}

static gboolean
is_user (const EntImportTarget *target)
{
  const EntField *field = target->key.set;

  return !target->is_custom && target->role == ENT_HEADER_ROLE_VALUE && target->key.target == ENT_FLAT_FIELD &&
         field != NULL && field->type == ENT_FIELD_REFERENCE && target->via == NULL && target->via_source == NULL &&
         field->targets != NULL && field->targets[0] == ent_kind_from_key ("user") && field->targets[1] == NULL;
}

static gboolean
has_currency_column (EntImportColumns *self)
{
  for (guint i = 0; i < self->n_targets; i++)
    if (self->targets[i].role == ENT_HEADER_ROLE_VALUE && self->targets[i].key.set != NULL &&
        !self->targets[i].of_account && g_str_equal (self->targets[i].key.set->key, "currency"))
      return TRUE;
  return FALSE;
}

/* "USD", "$" or "". */
static const char *
get_written_currency (const EntImportTarget *target)
{
  return *target->currency != '\0' ? target->currency : target->format.currency;
}

/* Some amounts name a currency and others do not, which may be in another one. */
static gboolean
mixes_currencies (const EntImportTarget *target)
{
  return *target->currency == '\0' && target->format.n_named > 0 && target->format.n_bare > 0;
}

static gboolean
lacks_currency (EntImportColumns *self, const EntImportTarget *target)
{
  return is_number (target) && target->key.set->type == ENT_FIELD_MONEY && !target->of_account &&
         target->samples->len > 0 && !has_currency_column (self) &&
         (mixes_currencies (target) ||
          (strlen (get_written_currency (target)) != 3 && !target->format.currencies_differ));
}

static const char *
get_answer (EntImportColumns *self,
            const EntImportTarget *target,
            EntImportQuestionType type,
            const char *subject,
            gboolean *remembered)
{
  const char *answer = self->told != NULL ? ent_import_answers_get (self->told, type, target->name, subject) : NULL;

  *remembered = answer == NULL;
  return answer != NULL ? answer : ent_import_answers_get (self->kept, type, target->name, subject);
}

static void
take_format_answers (EntImportColumns *self, EntImportTarget *target)
{
  gboolean remembered;
  const char *order = is_date (target) && target->format.order_ambiguous
                          ? get_answer (self, target, ENT_IMPORT_QUESTION_ORDER, NULL, &remembered)
                          : NULL;
  const char *decimal = is_number (target) && target->format.decimal_ambiguous
                            ? get_answer (self, target, ENT_IMPORT_QUESTION_DECIMAL, NULL, &remembered)
                            : NULL;

  if (order != NULL)
    target->format.order =
        g_str_equal (order, order_keys[ENT_COLUMN_DAY_FIRST]) ? ENT_COLUMN_DAY_FIRST : ENT_COLUMN_MONTH_FIRST;
  if (decimal != NULL)
    target->format.decimal = g_str_equal (decimal, "comma") ? ',' : '.';
}

gboolean
ent_import_is_dollar (const char *currency)
{
  for (guint i = 0; i < G_N_ELEMENTS (dollars); i++)
    if (g_str_equal (currency, dollars[i]))
      return TRUE;
  return FALSE;
}

/* What most amounts of the column say; who rarely says it says it where it is another one. */
static const char *
guess_currency (const EntImportTarget *target, const char *own)
{
  const char *written = get_written_currency (target);

  /* Whatever dollars those are, they are no euros. */
  if (g_str_equal (written, "$"))
    return ent_import_is_dollar (own) ? own : dollars[0];
  return strlen (written) == 3 && target->format.n_named > target->format.n_bare ? written : own;
}

static void
take_currency_answer (EntImportColumns *self, EntImportTarget *target, EntStore *store)
{
  const char *own = ent_store_get_currency (store);
  gboolean remembered;
  const char *answer = get_answer (self, target, ENT_IMPORT_QUESTION_CURRENCY, NULL, &remembered);

  target->currency_answered = answer != NULL;
  if (answer == NULL)
    answer = guess_currency (target, own);
  g_strlcpy (target->decided_currency, answer, sizeof target->decided_currency);
}

static void
name_free (gpointer data)
{
  EntImportName *name = data;

  g_free (name->name);
  g_free (name->folded);
  g_free (name);
}

static gboolean
is_same_name (gconstpointer name, gconstpointer folded)
{
  return g_str_equal (((const EntImportName *) name)->folded, folded);
}

void
ent_import_columns_observe_name (EntImportTarget *target, const EntTableField *field, guint64 line)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;
  EntImportName *name;
  guint index;

  if (!is_user (target) || field->length == 0)
    return;
  text = ent_text_clean (field->text, (gssize) field->length, ENT_TEXT_SINGLE_LINE);
  if (ent_import_cell_is_empty (target->key.set, text))
    return;
  if (target->names == NULL)
    target->names = g_ptr_array_new_with_free_func (name_free);
  folded = ent_text_fold (text, -1);
  if (!g_ptr_array_find_with_equal_func (target->names, folded, is_same_name, &index))
    {
      if (target->names->len == MAX_NAMES)
        return;
      name = g_new0 (EntImportName, 1);
      name->name = g_steal_pointer (&text);
      name->folded = g_steal_pointer (&folded);
      g_ptr_array_add (target->names, name);
      index = target->names->len - 1;
    }
  name = g_ptr_array_index (target->names, index);
  if (name->n_lines < ENT_IMPORT_MAX_SAMPLES)
    name->lines[name->n_lines++] = line;
}

/* The users of the book. */
typedef struct
{
  GHashTable *by_name; /* folded → its id in text */
  GPtrArray *ids;      /* texts */
  GPtrArray *names;
} Users;

static void
users_clear (Users *self)
{
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Users, users_clear)

static void
add_user_cb (const EntId *id, const char *name, const char *seed_key, const char *taxonomy, gpointer data)
{
  Users *users = data;
  char *text = ent_id_to_string (id);

  g_hash_table_insert (users->by_name, ent_text_fold (name, -1), text);
  g_ptr_array_add (users->ids, text);
  g_ptr_array_add (users->names, g_strdup (name));
}

static gboolean
users_read (Users *self, EntStore *store, GError **error)
{
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  return ent_import_sql_foreach_name (store, ent_kind_from_key ("user"), add_user_cb, self, NULL, error);
}

/* By the id or the name of a user; NULL: a new one, or one that is gone. */
static const char *
find_user (const Users *users, const char *answer)
{
  g_autofree char *folded = ent_text_fold (answer, -1);

  for (guint i = 0; i < users->ids->len; i++)
    if (g_str_equal (g_ptr_array_index (users->ids, i), answer))
      return answer;
  return g_hash_table_lookup (users->by_name, folded);
}

static gboolean
is_known (const Users *users, const char *name)
{
  g_autofree char *folded = ent_text_fold (name, -1);

  return g_hash_table_contains (users->by_name, folded);
}

/* What was said of names that are not in the sample holds too, so all answers are looked at. */
static void
take_user_answers (EntImportColumns *self, EntImportTarget *target, const Users *users)
{
  const EntImportAnswers *const sets[] = { self->kept, self->told };

  target->users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ent_id_free);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_auto (GStrv) names = sets[i] != NULL ? ent_import_answers_list_names (sets[i], target->name) : NULL;

      for (guint j = 0; names != NULL && names[j] != NULL; j++)
        {
          const char *user =
              find_user (users, ent_import_answers_get (sets[i], ENT_IMPORT_QUESTION_USER, target->name, names[j]));
          EntId id;

          if (user != NULL && ent_id_parse (&id, user) && !is_known (users, names[j]))
            g_hash_table_insert (target->users, g_strdup (names[j]), ent_id_copy (&id));
          else
            g_hash_table_remove (target->users, names[j]);
        }
    }
}

gboolean
ent_import_columns_take_answers (EntImportColumns *self, EntStore *store, GError **error)
{
  g_auto (Users) users = { 0 };

  for (guint i = 0; i < self->n_targets; i++)
    {
      EntImportTarget *target = &self->targets[i];

      take_format_answers (self, target);
      if (lacks_currency (self, target))
        take_currency_answer (self, target, store);
      if (!is_user (target) || target->users != NULL)
        continue;
      if (users.ids == NULL && !users_read (&users, store, error))
        return FALSE;
      take_user_answers (self, target, &users);
    }
  return TRUE;
}

gboolean
ent_import_columns_is_open (EntImportColumns *self, const EntImportTarget *target)
{
  gboolean remembered;

  return (is_date (target) && target->format.order_ambiguous &&
          get_answer (self, target, ENT_IMPORT_QUESTION_ORDER, NULL, &remembered) == NULL) ||
         (is_number (target) && target->format.decimal_ambiguous &&
          get_answer (self, target, ENT_IMPORT_QUESTION_DECIMAL, NULL, &remembered) == NULL);
}

/* A question that is not there yet of this type, column and subject, answered or with what is taken otherwise. */
static EntImportQuestion *
add_question (EntImportColumns *self,
              const EntImportTarget *target,
              EntImportQuestionType type,
              const char *subject,
              const char *otherwise,
              GPtrArray *questions)
{
  EntImportQuestion *question = ent_import_question_new (type, target->name, subject);
  gboolean remembered;
  const char *answer = get_answer (self, target, type, subject, &remembered);

  question->answered = answer != NULL;
  question->remembered = question->answered && remembered;
  question->chosen = g_strdup (answer != NULL ? answer : otherwise);
  g_ptr_array_add (questions, question);
  return question;
}

/* What a cell is when it is read so; empty when it cannot be. */
static char *
dup_sample (const EntImportTarget *target,
            const EntColumnFormat *format,
            const char *currency,
            const char *text,
            EntStore *store)
{
  const EntField *field = target->key.set;
  g_autofree char *locale = ent_import_dup_locale (store);
  EntParseContext context;
  EntFormatContext shown = { .currency = currency };
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_autofree char *reason = NULL;
  char date[ENT_COLUMN_DATE_SIZE];

  if (field == NULL)
    return g_strdup (ent_column_format_read_date (format, text, strlen (text), date, &reason) ? date : "");
  ent_parse_context_init (&context, ent_store_get_country (store), currency, locale);
  /* A time is shown as it is written: what is asked is its day. */
  if (!ent_import_cell_convert (field, format, NULL, &context, text, &value, &reason))
    return g_strdup ("");
  return ent_value_to_display (field, &value, &shown);
}

/* One for each example of the question. */
static char **
dup_samples (const EntImportQuestion *question,
             const EntImportTarget *target,
             const EntColumnFormat *format,
             const char *currency,
             EntStore *store)
{
  g_autoptr (GStrvBuilder) samples = g_strv_builder_new ();

  for (guint i = 0; i < question->examples->len; i++)
    {
      const EntImportExample *example = g_ptr_array_index (question->examples, i);

      g_strv_builder_take (samples, dup_sample (target, format, currency, example->text, store));
    }
  return g_strv_builder_end (samples);
}

static void
add_examples (EntImportQuestion *question, const EntImportTarget *target, gboolean date)
{
  guint64 line;
  const char *text;

  for (guint i = 0; (text = ent_column_inference_get_example (target->inference, date, i, &line)) != NULL; i++)
    ent_import_question_add_example (question, line, text);
}

static void
ask_order (EntImportColumns *self, const EntImportTarget *target, EntStore *store, GPtrArray *questions)
{
  static const EntColumnOrder orders[] = { ENT_COLUMN_DAY_FIRST, ENT_COLUMN_MONTH_FIRST };
  EntImportQuestion *question =
      add_question (self, target, ENT_IMPORT_QUESTION_ORDER, NULL, order_keys[target->format.order], questions);

  add_examples (question, target, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      EntColumnFormat format = target->format;

      format.order = orders[i];
      ent_import_question_add_reading (question, order_keys[orders[i]],
                                       orders[i] == ENT_COLUMN_DAY_FIRST ? _("Day first") : _("Month first"),
                                       dup_samples (question, target, &format, ent_store_get_currency (store), store));
    }
}

/* What its amounts are in: as they say, as was answered, as in the book. */
static const char *
get_currency (const EntImportTarget *target, EntStore *store)
{
  const char *written = get_written_currency (target);

  if (strlen (written) == 3)
    return written;
  return *target->decided_currency != '\0' ? target->decided_currency : ent_store_get_currency (store);
}

static void
ask_decimal (EntImportColumns *self, const EntImportTarget *target, EntStore *store, GPtrArray *questions)
{
  static const char *const keys[] = { "point", "comma" };
  EntImportQuestion *question =
      add_question (self, target, ENT_IMPORT_QUESTION_DECIMAL, NULL, keys[target->format.decimal == ','], questions);

  add_examples (question, target, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      EntColumnFormat format = target->format;

      format.decimal = i == 0 ? '.' : ',';
      ent_import_question_add_reading (question, keys[i], i == 0 ? _("Decimal point") : _("Decimal comma"),
                                       dup_samples (question, target, &format, get_currency (target, store), store));
    }
}

static void
add_currency (EntImportQuestion *question, const EntImportTarget *target, const char *currency, EntStore *store)
{
  g_autofree char *name = ent_currency_dup_name (currency, NULL);

  ent_import_question_add_reading (question, currency, name != NULL ? name : currency,
                                   dup_samples (question, target, &target->format, currency, store));
}

static void
add_bare (EntImportQuestion *question, const EntImportTarget *target)
{
  guint64 line;
  const char *text;

  for (guint i = 0; (text = ent_column_inference_get_bare (target->inference, i, &line)) != NULL; i++)
    ent_import_question_add_example (question, line, text);
}

static void
ask_currency (EntImportColumns *self, const EntImportTarget *target, EntStore *store, GPtrArray *questions)
{
  EntImportQuestion *question =
      add_question (self, target, ENT_IMPORT_QUESTION_CURRENCY, NULL, target->decided_currency, questions);
  gboolean is_sign = g_str_equal (get_written_currency (target), "$");

  if (mixes_currencies (target))
    add_bare (question, target);
  for (guint i = 0; !mixes_currencies (target) && i < target->samples->len; i++)
    ent_import_question_add_example (question, target->sample_lines[i], g_ptr_array_index (target->samples, i));
  add_currency (question, target, question->chosen, store);
  if (strlen (target->format.currency) == 3)
    add_currency (question, target, target->format.currency, store);
  if (!is_sign)
    add_currency (question, target, ent_store_get_currency (store), store);
  for (guint i = 0; i < (is_sign ? G_N_ELEMENTS (dollars) : G_N_ELEMENTS (usual)); i++)
    add_currency (question, target, is_sign ? dollars[i] : usual[i], store);
}

static void
ask_users (EntImportColumns *self, const EntImportTarget *target, const Users *users, GPtrArray *questions)
{
  for (guint i = 0; target->names != NULL && i < target->names->len; i++)
    {
      const EntImportName *name = g_ptr_array_index (target->names, i);
      EntImportQuestion *question;
      const char *user;

      if (is_known (users, name->name))
        continue;
      question = add_question (self, target, ENT_IMPORT_QUESTION_USER, name->name, ENT_IMPORT_ANSWER_NEW, questions);
      user = find_user (users, question->chosen);
      /* Somebody who has left the book is asked for again. */
      question->answered =
          question->answered && (user != NULL || g_str_equal (question->chosen, ENT_IMPORT_ANSWER_NEW));
      question->remembered = question->remembered && question->answered;
      g_set_str (&question->chosen, user != NULL ? user : ENT_IMPORT_ANSWER_NEW);
      for (guint j = 0; j < users->ids->len; j++)
        ent_import_question_add_reading (question, g_ptr_array_index (users->ids, j),
                                         g_ptr_array_index (users->names, j), NULL);
      ent_import_question_add_reading (question, ENT_IMPORT_ANSWER_NEW, _("A new user"), NULL);
      for (guint j = 0; j < name->n_lines; j++)
        ent_import_question_add_example (question, name->lines[j], name->name);
    }
}

gboolean
ent_import_columns_append_questions (EntImportColumns *self, EntStore *store, GPtrArray *questions, GError **error)
{
  g_auto (Users) users = { 0 };

  if (!users_read (&users, store, error))
    return FALSE;
  for (guint i = 0; i < self->n_targets; i++)
    {
      const EntImportTarget *target = &self->targets[i];

      if (is_date (target) && target->format.order_ambiguous)
        ask_order (self, target, store, questions);
      if (is_number (target) && target->format.decimal_ambiguous)
        ask_decimal (self, target, store, questions);
      if (*target->decided_currency != '\0')
        ask_currency (self, target, store, questions);
      if (is_user (target))
        ask_users (self, target, &users, questions);
    }
  return TRUE;
}

gboolean
ent_import_columns_keep_answers (EntImportColumns *self, EntStore *store, GError **error)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();

  if (self->told == NULL)
    return TRUE;
  for (guint i = 0; i < self->n_targets; i++)
    g_ptr_array_add (columns, self->targets[i].name);
  g_ptr_array_add (columns, NULL);
  return ent_import_answers_keep (self->told, store, self->layout_key, (const char *const *) columns->pdata, error);
}
