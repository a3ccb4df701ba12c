/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-header-map-private.h"

/*
 * How headers are understood. Each header is read once for every kind; the readings of a column are, best first:
 *   1     the whole phrase is in the dictionary
 *   0.97  … after words without meaning are taken away ("value", "of")
 *   0.95  … after qualifiers, for what can be qualified: "Business Street", "Téléphone portable"
 *   0.93  … after words for the kind itself: "Customer name" in a file of customers
 *   0.9   … after all of these
 *   0.75  … but for one typing error
 * times 0.85 where the phrase also means something else.
 *
 * A file is of the kind that explains its columns best: each column adds its score, divided by the number of kinds that
 * have a reading for it, so that "deal stage" counts and "notes" hardly does; the name of a record adds a little more.
 *
 * Then the columns compete: the best reading of all is taken first, and a field that can be there only once is taken
 * once. So "Title" is the salutation beside a "Job Title", and the job title beside a "Salutation".
 */

typedef struct
{
  EntMeaningClass klass;
  const char *field;
  EntQualifiers qualifiers;
  gboolean is_type;
  double score;
} Reading;

#define MAX_READINGS 6

/* Columns beyond are left unknown: matching takes the square of their number. */
#define MAX_COLUMNS 1000

typedef struct
{
  Reading readings[ENT_HEADER_N_KINDS][MAX_READINGS];
  guint n_readings[ENT_HEADER_N_KINDS];
  int id_of; /* a kind, or −1 */
  guint number;
  gboolean number_last;
  char currency[4];
} Column;

/* --- one header ---------------------------------------------------------------------------------- */

static void
add_reading (Column *column, EntHeaderKind kind, const Reading *reading)
{
  for (guint i = 0; i < column->n_readings[kind]; i++)
    {
      Reading *known = &column->readings[kind][i];

      if (strcmp (known->field, reading->field) == 0 && known->is_type == reading->is_type)
        {
          if (reading->score > known->score)
            *known = *reading;
          return;
        }
    }
  if (column->n_readings[kind] < MAX_READINGS)
    column->readings[kind][column->n_readings[kind]++] = *reading;
}

static void
look_up (Column *column,
         EntHeaderKind kind,
         const char *phrase,
         double score,
         EntQualifiers qualifiers,
         gboolean is_type,
         gboolean only_qualifiable)
{
  guint n;
  const EntMeaning *meanings = ent_header_words_look_up (phrase, &n);

  for (guint i = 0; i < n; i++)
    {
      Reading reading = { meanings[i].klass, meanings[i].field, qualifiers, is_type, score * meanings[i].weight };

      if (meanings[i].kind != kind || ((only_qualifiable || is_type) && meanings[i].klass == ENT_MEANING_FIELD))
        continue;
      add_reading (column, kind, &reading);
    }
}

/* Takes the words out that @set says; multi-word entries too. Returns the rest. */
typedef struct
{
  gboolean fillers;
  gboolean qualifiers;
  gboolean types;
  int kind; /* its words, or −1 */
} Removal;

static gboolean
is_removed (const Removal *removal, const char *word, EntQualifiers *qualifiers, gboolean *is_type)
{
  EntQualifiers qualifier;

  if (removal->types && ent_header_words_is ("type", word))
    {
      *is_type = TRUE;
      return TRUE;
    }
  if (removal->kind >= 0 && ent_header_words_is_kind ((EntHeaderKind) removal->kind, word))
    return TRUE;
  if (removal->fillers && ent_header_words_is ("filler", word))
    return TRUE;
  if (!removal->qualifiers)
    return FALSE;
  qualifier = ent_header_words_get_qualifier (word);
  *qualifiers |= qualifier;
  return qualifier != 0;
}

/* "Postal" is part of "postal code", not a qualifier before "code". Returns how many words belong together. */
static guint
known_phrase (char **tokens)
{
  for (guint n = 3; n >= 1; n--)
    {
      g_autoptr (GString) window = g_string_new (tokens[0]);
      guint k;

      for (k = 1; k < n && tokens[k] != NULL; k++)
        g_string_append_printf (window, " %s", tokens[k]);
      if (k == n)
        {
          guint n_meanings;
          const EntMeaning *meanings = ent_header_words_look_up (window->str, &n_meanings);

          for (guint i = 0; i < n_meanings; i++)
            if (meanings[i].klass == ENT_MEANING_ADDRESS && meanings[i].weight == 1)
              return n;
        }
    }
  return 0;
}

static char *
remove_words (char **tokens, const Removal *removal, EntQualifiers *qualifiers, gboolean *is_type)
{
  g_autoptr (GString) rest = g_string_new (NULL);

  *qualifiers = 0;
  *is_type = FALSE;
  for (guint i = 0; tokens[i] != NULL;)
    {
      gboolean removed = FALSE;
      guint keep = removal->qualifiers ? known_phrase (tokens + i) : 0;

      for (; keep > 0; keep--)
        {
          g_string_append_printf (rest, "%s%s", rest->len > 0 ? " " : "", tokens[i++]);
          removed = TRUE;
        }
      for (guint n = 3; n >= 1 && !removed; n--)
        {
          g_autoptr (GString) window = g_string_new (tokens[i]);
          guint k;

          for (k = 1; k < n && tokens[i + k] != NULL; k++)
            g_string_append_printf (window, " %s", tokens[i + k]);
          if (k == n && is_removed (removal, window->str, qualifiers, is_type))
            {
              removed = TRUE;
              i += n;
            }
        }
      if (removed)
        continue;
      if (removal->qualifiers)
        {
          const char *tail;
          EntQualifiers stem = ent_header_words_split_stem (tokens[i], &tail);

          if (stem != 0)
            {
              *qualifiers |= stem;
              g_string_append_printf (rest, "%s%s", rest->len > 0 ? " " : "", tail);
              i++;
              continue;
            }
        }
      g_string_append_printf (rest, "%s%s", rest->len > 0 ? " " : "", tokens[i++]);
    }
  return g_string_free (g_steal_pointer (&rest), FALSE);
}

static void
read_for_kind (Column *column, char **tokens, EntHeaderKind kind)
{
  static const EntQualifiers devices = ENT_QUALIFIER_FAX | ENT_QUALIFIER_PAGER | ENT_QUALIFIER_MOBILE;
  const struct
  {
    Removal removal;
    double score;
    gboolean only_qualifiable;
  } passes[] = {
    { { FALSE, FALSE, FALSE, -1 }, 1, FALSE },       { { TRUE, FALSE, TRUE, -1 }, 0.97, FALSE },
    { { TRUE, TRUE, TRUE, -1 }, 0.95, TRUE },        { { TRUE, FALSE, TRUE, (int) kind }, 0.93, FALSE },
    { { TRUE, TRUE, TRUE, (int) kind }, 0.9, TRUE },
  };
  g_autofree char *whole = g_strjoinv (" ", tokens);
  EntMeaning similar;

  for (gsize i = 0; i < G_N_ELEMENTS (passes); i++)
    {
      EntQualifiers qualifiers = 0, seen = 0;
      gboolean is_type = FALSE, ignored;
      g_autofree char *phrase = remove_words (tokens, &passes[i].removal, &qualifiers, &is_type);

      if (!passes[i].removal.qualifiers)
        {
          /* "Mobile number" is in the dictionary as a phone; what it is must not be forgotten. */
          g_autofree char *unused = remove_words (tokens, &passes[2].removal, &seen, &ignored);

          qualifiers = seen & devices;
        }
      if (*phrase != '\0')
        look_up (column, kind, phrase, passes[i].score, qualifiers, is_type, passes[i].only_qualifiable);
      else if ((qualifiers & devices) != 0 && kind <= ENT_HEADER_ACCOUNT)
        look_up (column, kind, "phone", passes[i].score, qualifiers, is_type, TRUE);
    }
  if (column->n_readings[kind] == 0 && ent_header_words_find_similar (whole, kind, &similar))
    {
      Reading reading = { similar.klass, similar.field, 0, FALSE, 0.75 * similar.weight };

      add_reading (column, kind, &reading);
    }
}

/* "Account ID", "opportunity_id", "Id": which kind's id it is, or −1. */
static int
find_id (char **tokens, gboolean *own)
{
  gboolean is_id = FALSE;
  int kind = -1;
  Removal none = { TRUE, FALSE, FALSE, -1 };
  EntQualifiers qualifiers;
  gboolean is_type;
  g_autofree char *phrase = remove_words (tokens, &none, &qualifiers, &is_type);
  g_auto (GStrv) words = g_strsplit (phrase, " ", -1);
  guint n = g_strv_length (words);

  if (n == 0)
    return -1;
  is_id = ent_header_words_is ("id", phrase) || ent_header_words_is ("id", words[n - 1]) ||
          ent_header_words_is ("id", words[0]);
  *own = ent_header_words_is ("id", phrase);
  if (!is_id || n > 4)
    return -1;
  for (guint i = 0; i < n && !*own; i++)
    for (int k = 0; k < ENT_HEADER_N_KINDS && kind < 0; k++)
      if (ent_header_words_is_kind ((EntHeaderKind) k, words[i]))
        kind = k;
  return kind;
}

static gboolean
is_currency (const char *token)
{
  static const char *const codes[] = { "eur", "usd", "gbp", "chf", "jpy", "cad", "aud", "sek", "nok", "dkk",
                                       "pln", "czk", "huf", "cny", "inr", "brl", "mxn", "nzd", "zar", "sgd" };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (strcmp (token, codes[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
find_currency_sign (Column *column, const char *header)
{
  static const char *const signs[][2] = { { "€", "EUR" }, { "£", "GBP" }, { "¥", "JPY" } };

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strstr (header, signs[i][0]) != NULL)
      g_strlcpy (column->currency, signs[i][1], sizeof column->currency);
}

static void
read_header (Column *column, const char *header, gboolean *own_id)
{
  g_auto (GStrv) all = ent_header_words_tokenize (header);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) tokens = NULL;
  guint n = 0;

  memset (column, 0, sizeof *column);
  column->id_of = -1;
  find_currency_sign (column, header);
  for (guint i = 0; all[i] != NULL; i++)
    {
      guint64 number;

      column->number_last = FALSE;
      if (g_ascii_string_to_unsigned (all[i], 10, 1, 99, &number, NULL))
        {
          column->number = (guint) number;
          column->number_last = TRUE;
        }
      else if (i > 0 && is_currency (all[i]))
        {
          g_autofree char *code = g_ascii_strup (all[i], -1);

          g_strlcpy (column->currency, code, sizeof column->currency);
        }
      else
        {
          g_strv_builder_add (builder, all[i]);
          n++;
        }
    }
  tokens = g_strv_builder_end (builder);
  if (n == 0 || n > 12)
    return;
  column->id_of = find_id (tokens, own_id);
  for (guint k = 0; k < ENT_HEADER_N_KINDS; k++)
    read_for_kind (column, tokens, (EntHeaderKind) k);
}

/* --- the kind of the file ------------------------------------------------------------------------ */

static double
best_score (const Column *column, EntHeaderKind kind)
{
  double best = 0;

  for (guint i = 0; i < column->n_readings[kind]; i++)
    best = MAX (best, column->readings[kind][i].score);
  return best;
}

static gboolean
reads_as (const Column *column, EntHeaderKind kind, const char *field)
{
  for (guint i = 0; i < column->n_readings[kind]; i++)
    if (strcmp (column->readings[kind][i].field, field) == 0 && column->readings[kind][i].score >= 0.9)
      return TRUE;
  return FALSE;
}

/* The part of a person's name that no other kind has; without one a name alone may be anybody's. */
static double
title_bonus (const Column *columns, guint n, EntHeaderKind kind)
{
  const char *title = kind == ENT_HEADER_ACTIVITY || kind == ENT_HEADER_REQUEST ? "subject" : "name";
  double bonus = 0;
  gboolean given = FALSE;
  gboolean family = FALSE;

  for (guint c = 0; c < n; c++)
    {
      if (reads_as (&columns[c], kind, title))
        bonus = MAX (bonus, c == 0 ? 0.6 : 0.3);
      given = given || (kind == ENT_HEADER_CONTACT && reads_as (&columns[c], kind, "given-name"));
      family = family || (kind == ENT_HEADER_CONTACT && reads_as (&columns[c], kind, "family-name"));
    }
  /* Both are people, whatever the rows tell of their firms. */
  if (given && family)
    return 1.2;
  return given || family ? MAX (bonus, 0.6) : bonus;
}

static EntHeaderKind
guess_kind (const Column *columns, guint n, double *confidence)
{
  EntHeaderKind best = ENT_HEADER_CONTACT;
  double best_sum = -1;

  for (guint k = 0; k < ENT_HEADER_N_KINDS; k++)
    {
      double sum = title_bonus (columns, n, (EntHeaderKind) k);
      double known = 0;

      for (guint c = 0; c < n; c++)
        {
          double score = best_score (&columns[c], (EntHeaderKind) k);
          guint shared = 0;

          for (guint other = 0; other < ENT_HEADER_N_KINDS; other++)
            shared += columns[c].n_readings[other] > 0;
          if (score > 0)
            sum += score / shared;
          if (columns[c].id_of == (int) k)
            sum += c == 0 ? 1 : 0.2;
          known += score > 0 || columns[c].id_of >= 0;
        }
      if (sum > best_sum + 1e-9)
        {
          best = (EntHeaderKind) k;
          best_sum = sum;
          *confidence = n > 0 ? known / n : 0;
        }
    }
  return best;
}

/* --- which column is which field ----------------------------------------------------------------- */

static gboolean
may_repeat (const Reading *reading)
{
  return reading->klass != ENT_MEANING_FIELD || reading->is_type || strcmp (reading->field, "notes") == 0 ||
         strcmp (reading->field, "tags") == 0 || strcmp (reading->field, "ignore") == 0 ||
         strcmp (reading->field, "body") == 0 || strcmp (reading->field, "participants") == 0;
}

static const char *
suffix_of (const Reading *reading)
{
  static const char *const suffixes[] = { "fax",    "pager", "assistant", "mobile", "billing", "delivery",
                                          "postal", "main",  "work",      "home",   "other" };
  EntQualifiers q = reading->qualifiers;

  if (reading->klass == ENT_MEANING_FIELD || strcmp (reading->field, "web") == 0)
    return NULL;
  if ((q & ENT_QUALIFIER_FAX) && (q & ENT_QUALIFIER_HOME))
    return "home-fax";
  if ((q & ENT_QUALIFIER_MOBILE) && (q & ENT_QUALIFIER_WORK))
    return "work-mobile";
  if (reading->klass == ENT_MEANING_ADDRESS)
    q &= ~(EntQualifiers) (ENT_QUALIFIER_FAX | ENT_QUALIFIER_PAGER | ENT_QUALIFIER_ASSISTANT | ENT_QUALIFIER_MOBILE);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (q & (1u << i))
      return suffixes[i];
  return NULL;
}

static void
take (EntHeaderColumn *result, const Column *column, EntHeaderKind kind, const Reading *reading)
{
  const char *suffix = suffix_of (reading);
  gboolean is_line = strcmp (reading->field, "street") == 0 && column->number_last;

  result->kind = kind;
  result->score = reading->score;
  if (strcmp (reading->field, "ignore") == 0)
    {
      result->role = ENT_HEADER_ROLE_IGNORED;
      return;
    }
  result->role = reading->is_type ? ENT_HEADER_ROLE_TYPE : ENT_HEADER_ROLE_VALUE;
  result->field_key = suffix != NULL ? g_strconcat (reading->field, ".", suffix, NULL) : g_strdup (reading->field);
  result->line = strcmp (reading->field, "street") == 0 ? (is_line ? column->number : 1) : 0;
  if (reading->klass != ENT_MEANING_FIELD)
    result->group = is_line || column->number == 0 ? 1 : column->number;
  memcpy (result->currency, column->currency, sizeof result->currency);
}

static gboolean
is_taken (const EntHeaderMap *self, EntHeaderKind kind, const char *field)
{
  for (guint c = 0; c < self->n_columns; c++)
    if (self->columns[c].field_key != NULL && self->columns[c].kind == kind &&
        strcmp (self->columns[c].field_key, field) == 0)
      return TRUE;
  return FALSE;
}

/* Takes the best reading of all columns that are still open, again and again. */
static void
assign (EntHeaderMap *self, const Column *columns, EntHeaderKind kind, double at_least)
{
  /* The firm that a row of another kind tells of is named by that row's own account column: a second name would stand
   * against it. */
  const char *except = kind != self->kind ? "name" : NULL;

  for (;;)
    {
      const Reading *best = NULL;
      guint best_column = 0;

      for (guint c = 0; c < self->n_columns; c++)
        for (guint i = 0; self->columns[c].role == ENT_HEADER_ROLE_UNKNOWN && i < columns[c].n_readings[kind]; i++)
          {
            const Reading *reading = &columns[c].readings[kind][i];

            if (reading->score < at_least || (best != NULL && reading->score <= best->score))
              continue;
            if (g_strcmp0 (reading->field, except) == 0)
              continue;
            if (!may_repeat (reading) && is_taken (self, kind, reading->field))
              continue;
            best = reading;
            best_column = c;
          }
      if (best == NULL)
        return;
      take (&self->columns[best_column], &columns[best_column], kind, best);
    }
}

static void
assign_ids (EntHeaderMap *self, const Column *columns, const gboolean *own_ids)
{
  for (guint c = 0; c < self->n_columns; c++)
    {
      EntHeaderColumn *result = &self->columns[c];

      if (result->role != ENT_HEADER_ROLE_UNKNOWN || (columns[c].id_of < 0 && !own_ids[c]))
        continue;
      result->role = ENT_HEADER_ROLE_VALUE;
      result->kind = own_ids[c] ? self->kind : (EntHeaderKind) columns[c].id_of;
      result->field_key = g_strdup ("source-ids");
      result->score = 0.95;
    }
}

/*
 * In French and Spanish the word for "name" is the family or the given name where both are there, and the whole
 * name where it stands alone.
 */
static void
mend_lone_name (EntHeaderMap *self, const Column *columns)
{
  gboolean given = is_taken (self, ENT_HEADER_CONTACT, "given-name");
  gboolean family = is_taken (self, ENT_HEADER_CONTACT, "family-name");

  if (given == family || is_taken (self, ENT_HEADER_CONTACT, "name"))
    return;
  for (guint c = 0; c < self->n_columns; c++)
    {
      EntHeaderColumn *result = &self->columns[c];

      if (result->field_key == NULL || result->kind != ENT_HEADER_CONTACT ||
          strcmp (result->field_key, given ? "given-name" : "family-name") != 0)
        continue;
      for (guint i = 0; i < columns[c].n_readings[ENT_HEADER_CONTACT]; i++)
        if (strcmp (columns[c].readings[ENT_HEADER_CONTACT][i].field, "name") == 0)
          {
            g_free (result->field_key);
            result->field_key = g_strdup ("name");
            return;
          }
    }
}

static gsize
base_length (const char *field_key)
{
  const char *dot = strchr (field_key, '.');

  return dot != NULL ? (gsize) (dot - field_key) : strlen (field_key);
}

static gboolean
is_address_part (const char *field_key)
{
  static const char *const parts[] = { "address", "street", "city", "region", "postcode", "country", "po-box" };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strlen (parts[i]) == base_length (field_key) && strncmp (field_key, parts[i], base_length (field_key)) == 0)
      return TRUE;
  return FALSE;
}

/* Finds for every column that tells a type the one that it tells it of. */
static void
link_types (EntHeaderMap *self)
{
  for (guint c = 0; c < self->n_columns; c++)
    {
      EntHeaderColumn *type = &self->columns[c];

      type->of = -1;
      if (type->role != ENT_HEADER_ROLE_TYPE)
        continue;
      for (guint v = 0; v < self->n_columns && type->of < 0; v++)
        {
          const EntHeaderColumn *value = &self->columns[v];

          if (value->role == ENT_HEADER_ROLE_VALUE && value->group == type->group &&
              (strcmp (value->field_key, type->field_key) == 0 ||
               (is_address_part (value->field_key) && is_address_part (type->field_key))))
            type->of = (int) v;
        }
      if (type->of < 0)
        type->role = ENT_HEADER_ROLE_IGNORED;
    }
}

/*
 * Reads the headers of a file. @kind is one that was chosen, or −1 to find it out.
 */
EntHeaderMap *
ent_header_map_new (const char *const *headers, guint n_headers, int kind)
{
  EntHeaderMap *self = g_new0 (EntHeaderMap, 1);
  g_autofree Column *columns = g_new0 (Column, MAX (n_headers, 1));
  g_autofree gboolean *own_ids = g_new0 (gboolean, MAX (n_headers, 1));

  /* Only so many are compared; the others stay as they are made here: unknown. */
  self->n_columns = MIN (n_headers, MAX_COLUMNS);
  self->columns = g_new0 (EntHeaderColumn, MAX (n_headers, 1));
  for (guint c = 0; c < self->n_columns; c++)
    {
      read_header (&columns[c], headers[c], &own_ids[c]);
      /* Only Google numbers its columns so, and joins values with " ::: ". */
      self->multi_values |= g_str_has_suffix (headers[c], " 1 - Value");
    }
  self->kind = guess_kind (columns, self->n_columns, &self->confidence);
  if (kind >= 0)
    self->kind = (EntHeaderKind) kind;

  assign_ids (self, columns, own_ids);
  assign (self, columns, self->kind, 0.5);
  if (self->kind == ENT_HEADER_CONTACT)
    mend_lone_name (self, columns);
  /* What belongs to the account of a contact or an opportunity, where the file names one. */
  if (is_taken (self, self->kind, "account"))
    assign (self, columns, ENT_HEADER_ACCOUNT, 0.9);
  link_types (self);
  for (guint c = self->n_columns; c < n_headers; c++)
    self->columns[c].of = -1;
  self->n_columns = n_headers;
  return self;
}

void
ent_header_map_free (EntHeaderMap *self)
{
  for (guint c = 0; c < self->n_columns; c++)
    g_free (self->columns[c].field_key);
  g_free (self->columns);
  g_free (self);
}

/* Decides what a column is; @field_key NULL leaves it out. FALSE if there is no such column. */
gboolean
ent_header_map_set (EntHeaderMap *self, guint column, EntHeaderKind kind, const char *field_key)
{
  EntHeaderColumn *result;

  if (column >= self->n_columns)
    return FALSE;
  result = &self->columns[column];
  g_set_str (&result->field_key, field_key);
  result->role = field_key != NULL ? ENT_HEADER_ROLE_VALUE : ENT_HEADER_ROLE_IGNORED;
  result->kind = kind;
  result->score = 1;
  result->of = -1;
  return TRUE;
}

guint
ent_header_map_count_known (const EntHeaderMap *self)
{
  guint known = 0;

  for (guint c = 0; c < self->n_columns; c++)
    known += self->columns[c].role != ENT_HEADER_ROLE_UNKNOWN;
  return known;
}

/*
 * Splits a Google cell at " ::: " into its values; the one marked with "* " loses its mark, and its index goes to
 * @primary (nullable), which is −1 without one.
 */
char **
ent_header_split_values (const char *text, gsize length, int *primary)
{
  g_autofree char *copy = g_strndup (text, length);
  char **values = g_strsplit (copy, ":::", -1);
  int marked = -1;

  for (int i = 0; values[i] != NULL; i++)
    {
      g_strstrip (values[i]);
      if (g_str_has_prefix (values[i], "* "))
        {
          memmove (values[i], values[i] + 2, strlen (values[i]) - 1);
          marked = marked < 0 ? i : marked;
        }
    }
  if (primary != NULL)
    *primary = marked;
  return values;
}
