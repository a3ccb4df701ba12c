/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "ent-import-layout-private.h"
#include "ent-resources-private.h"
#include "ent-text.h"
#include "ent-value-text-private.h"

#define RESOURCE_FOLDER "/org/entregent/layouts"
#define SUFFIX ".ini"

#define GROUP "Layout"
#define COLUMNS "Columns"
#define SET "Set"
#define CELLS "Cells "
#define ANY_CELL "*"
#define JOIN " + "
#define ELSE " | "

/* Where a column goes. */
typedef struct
{
  char *field_key;
  char *other_key;    /* or NULL: a reference that may be of another field */
  char **joined;      /* or NULL: columns whose cells come after its own, folded */
  gboolean is_joined; /* to another one */
} Column;

struct _EntImportLayout
{
  char *name; /* of its file; one of the user takes the place of ours */
  char *program;
  const EntKind *kind;
  char **headers;      /* folded; all of them are there */
  char *rows_column;   /* folded; or NULL */
  char **rows_values;  /* folded */
  gboolean rows_not;   /* the rows without these values */
  guint id_length;     /* 0: ids as they are */
  GTimeZone *zone;     /* of times that say none; NULL: local time */
  GHashTable *columns; /* folded → Column */
  GHashTable *cells;   /* "folded column\nfolded cell" → our word */
  char **set;          /* field keys and values by turns */
};

typedef struct
{
  GPtrArray *layouts;
  GPtrArray *problems; /* translated */
} Layouts;

static void
column_free (gpointer data)
{
  Column *self = data;

  g_free (self->field_key);
  g_free (self->other_key);
  g_strfreev (self->joined);
  g_free (self);
}

void
ent_import_layout_free (EntImportLayout *self)
{
  g_free (self->name);
  g_free (self->program);
  g_strfreev (self->headers);
  g_free (self->rows_column);
  g_strfreev (self->rows_values);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->columns, g_hash_table_unref);
  g_clear_pointer (&self->cells, g_hash_table_unref);
  g_strfreev (self->set);
  g_free (self);
}

static char *
fold_pair (const char *column, const char *cell)
{
  g_autofree char *folded_column = ent_text_fold (column, -1);
  g_autofree char *folded_cell = ent_text_fold (cell, -1);

  return g_strconcat (folded_column, "\n", folded_cell, NULL);
}

static void
fail (GError **error, const char *message)
{
  g_set_error_literal (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, message);
}

static void
fold_all (char **texts)
{
  for (guint i = 0; texts[i] != NULL; i++)
    {
      char *folded = ent_text_fold (texts[i], -1);

      g_free (texts[i]);
      texts[i] = folded;
    }
}

/* "Rows=Is a company:true;1": only the rows with one of these values; "RowsNot" those without. */
static gboolean
take_rows (EntImportLayout *self, GKeyFile *key_file, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  self->rows_not = g_key_file_has_key (key_file, GROUP, "RowsNot", NULL);
  if (!self->rows_not && !g_key_file_has_key (key_file, GROUP, "Rows", NULL))
    return TRUE;
  text = g_key_file_get_string (key_file, GROUP, self->rows_not ? "RowsNot" : "Rows", error);
  if (text == NULL)
    return FALSE;
  parts = g_strsplit (text, ":", 2);
  if (g_strv_length (parts) != 2)
    {
      fail (error, _("“Rows” has to be a column, a colon and values, such as “Is a company:true;1”"));
      return FALSE;
    }
  self->rows_column = ent_text_fold (parts[0], -1);
  self->rows_values = g_strsplit (parts[1], ";", -1);
  fold_all (self->rows_values);
  return TRUE;
}

static gboolean
take_layout (EntImportLayout *self, GKeyFile *key_file, GError **error)
{
  g_autofree char *kind = g_key_file_get_string (key_file, GROUP, "Kind", error);
  g_auto (GStrv) headers = kind != NULL ? g_key_file_get_string_list (key_file, GROUP, "Headers", NULL, error) : NULL;

  if (headers == NULL)
    return FALSE;
  self->program = g_key_file_get_string (key_file, GROUP, "Program", error);
  if (self->program == NULL)
    return FALSE;
  self->kind = ent_kind_from_key (kind);
  if (self->kind == NULL || self->kind->is_element)
    {
      fail (error, _("“Kind” has to be a kind of record, such as “contact”"));
      return FALSE;
    }
  /* One header alone is in many tables. */
  if (g_strv_length (headers) < 2)
    {
      fail (error, _("“Headers” has to name at least two columns, separated by “;”"));
      return FALSE;
    }
  fold_all (headers);
  self->headers = g_steal_pointer (&headers);
  return take_rows (self, key_file, error);
}

static gboolean
take_id_length (EntImportLayout *self, GKeyFile *key_file, GError **error)
{
  int length;

  if (!g_key_file_has_key (key_file, GROUP, "IdLength", NULL))
    return TRUE;
  length = g_key_file_get_integer (key_file, GROUP, "IdLength", NULL);
  if (length < 1)
    {
      fail (error, _("“IdLength” has to be a number of characters, such as 15"));
      return FALSE;
    }
  self->id_length = (guint) length;
  return TRUE;
}

static gboolean
take_time_zone (EntImportLayout *self, GKeyFile *key_file, GError **error)
{
  g_autofree char *name = g_key_file_get_string (key_file, GROUP, "TimeZone", NULL);

  if (name == NULL)
    return TRUE;
  if (!ent_value_is_time_zone (name))
    {
      fail (error, _("“TimeZone” has to be the name of a time zone, such as UTC or Europe/Paris"));
      return FALSE;
    }
  self->zone = g_time_zone_new_identifier (name);
  return TRUE;
}

/* A column that another one brings along goes nowhere by itself: neither it nor what it would bring along must get lost
 * unseen. */
static gboolean
add_joined (EntImportLayout *self, char **joined, GError **error)
{
  for (guint i = 0; joined[i] != NULL; i++)
    {
      const Column *known = g_hash_table_lookup (self->columns, joined[i]);
      Column *column;

      if (known != NULL && known->joined != NULL)
        {
          g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                       /* Translators: the name of a column of a table. */
                       _("“%s” comes after another column with “+”, so no column can come after it"), joined[i]);
          return FALSE;
        }
      column = g_new0 (Column, 1);
      column->field_key = g_strdup ("");
      column->is_joined = TRUE;
      g_hash_table_insert (self->columns, g_strdup (joined[i]), column);
    }
  return TRUE;
}

/* "field", "field + Other column", "field | other field" */
static void
add_column (EntImportLayout *self, const char *name, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, JOIN, -1);
  g_auto (GStrv) choices = g_strsplit (parts[0] != NULL ? parts[0] : "", ELSE, 2);
  Column *column = g_new0 (Column, 1);

  column->field_key = g_strdup (choices[0] != NULL ? choices[0] : "");
  column->other_key = choices[0] != NULL ? g_strdup (choices[1]) : NULL;
  if (parts[0] != NULL && parts[1] != NULL)
    {
      column->joined = g_strdupv (parts + 1);
      fold_all (column->joined);
    }
  g_hash_table_insert (self->columns, ent_text_fold (name, -1), column);
}

static gboolean
take_columns (EntImportLayout *self, GKeyFile *key_file, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (key_file, COLUMNS, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (key_file, COLUMNS, keys[i], error);

      if (text == NULL)
        return FALSE;
      add_column (self, keys[i], text);
    }
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *folded = ent_text_fold (keys[i], -1);
      const Column *column = g_hash_table_lookup (self->columns, folded);

      if (column->joined != NULL && !add_joined (self, column->joined, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_set (EntImportLayout *self, GKeyFile *key_file, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (key_file, SET, NULL, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (key_file, SET, keys[i], error);

      if (text == NULL)
        return FALSE;
      if (ent_kind_get_field (self->kind, keys[i]) == NULL)
        {
          g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                       /* Translators: “Set” is the name of a group in a file; then the key of a field. */
                       _("“Set” names “%s”, which is no field of this kind"), keys[i]);
          return FALSE;
        }
      g_strv_builder_add_many (builder, keys[i], text, NULL);
    }
  self->set = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
take_cells (EntImportLayout *self, GKeyFile *key_file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (key_file, group, NULL, error);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      char *meaning = g_key_file_get_string (key_file, group, keys[i], error);

      if (meaning == NULL)
        return FALSE;
      g_hash_table_insert (self->cells, fold_pair (group + strlen (CELLS), keys[i]), meaning);
    }
  return keys != NULL;
}

EntImportLayout *
ent_import_layout_new (const char *name, GBytes *bytes, GError **error)
{
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;
  EntImportLayout *self;
  gboolean done;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  /* GKeyFile looks at values only. */
  if (!g_utf8_validate_len (text, size, NULL))
    {
      fail (error, _("It has to be text in UTF-8"));
      return NULL;
    }
  if (!g_key_file_load_from_bytes (key_file, bytes, G_KEY_FILE_NONE, error))
    return NULL;
  self = g_new0 (EntImportLayout, 1);
  self->name = g_strdup (name);
  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, column_free);
  self->cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  done = take_layout (self, key_file, error) && take_id_length (self, key_file, error) &&
         take_time_zone (self, key_file, error) && take_columns (self, key_file, error) &&
         take_set (self, key_file, error);
  groups = g_key_file_get_groups (key_file, NULL);
  for (guint i = 0; done && groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], CELLS))
      done = take_cells (self, key_file, groups[i], error);
  if (done)
    return self;
  ent_import_layout_free (self);
  return NULL;
}

static void
add_layout (Layouts *layouts, EntImportLayout *layout)
{
  for (guint i = 0; i < layouts->layouts->len; i++)
    if (g_str_equal (((EntImportLayout *) g_ptr_array_index (layouts->layouts, i))->name, layout->name))
      {
        ent_import_layout_free (layout);
        return;
      }
  g_ptr_array_add (layouts->layouts, layout);
}

static void
load_file (Layouts *layouts, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  EntImportLayout *layout = NULL;
  char *contents;
  gsize length;

  if (g_file_get_contents (path, &contents, &length, &error))
    {
      bytes = g_bytes_new_take (contents, length);
      layout = ent_import_layout_new (name, bytes, &error);
    }
  if (layout != NULL)
    add_layout (layouts, layout);
  else
    g_ptr_array_add (layouts->problems,
                     /* Translators: the path of a file that tells how a program writes its tables, then what is wrong
                        with it. */
                     g_strdup_printf (_("The layout “%s” was not used: %s"), shown, error->message));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
load_folder (Layouts *layouts, const char *data_folder)
{
  g_autofree char *folder = g_build_filename (data_folder, "entregent", "layouts", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    load_file (layouts, folder, g_ptr_array_index (names, i));
}

static void
load_ours (Layouts *layouts)
{
  g_auto (GStrv) names = ent_resources_enumerate (RESOURCE_FOLDER, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", RESOURCE_FOLDER, names[i], NULL);
      g_autoptr (GBytes) bytes = ent_resources_lookup (path, NULL);
      g_autoptr (GError) error = NULL;
      EntImportLayout *layout = ent_import_layout_new (names[i], bytes, &error);

      if (layout == NULL)
        g_error ("%s: %s", names[i], error->message);
      add_layout (layouts, layout);
    }
}

static gpointer
load (gpointer data)
{
  Layouts *layouts = g_new0 (Layouts, 1);

  layouts->layouts = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_layout_free);
  layouts->problems = g_ptr_array_new_with_free_func (g_free);
  load_folder (layouts, g_get_user_data_dir ());
  for (const char *const *folder = g_get_system_data_dirs (); *folder != NULL; folder++)
    load_folder (layouts, *folder);
  load_ours (layouts);
  return layouts;
}

static Layouts *
get_layouts (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}

static gboolean
has_headers (const EntImportLayout *self, GHashTable *header)
{
  for (guint i = 0; self->headers[i] != NULL; i++)
    if (!g_hash_table_contains (header, self->headers[i]))
      return FALSE;
  return TRUE;
}

/* Tables of several kinds have a layout for each, of the same program. */
static gboolean
goes_with (const EntImportLayout *self, const EntImportLayout *best)
{
  return self == best ||
         (self->rows_column != NULL && best->rows_column != NULL && g_str_equal (self->program, best->program) &&
          g_str_equal (self->rows_column, best->rows_column));
}

GPtrArray *
ent_import_layouts_find (const char *const *header, guint n_columns, const EntKind *kind, GPtrArray *problems)
{
  Layouts *layouts = get_layouts ();
  g_autoptr (GHashTable) folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const EntImportLayout *best = NULL;

  for (guint i = 0; i < n_columns; i++)
    g_hash_table_add (folded, ent_text_fold (header[i], -1));
  for (guint i = 0; problems != NULL && i < layouts->problems->len; i++)
    g_ptr_array_add (problems, g_strdup (g_ptr_array_index (layouts->problems, i)));
  /* The one that knows most of the header; of equals, that of the user. */
  for (guint i = 0; i < layouts->layouts->len; i++)
    {
      const EntImportLayout *layout = g_ptr_array_index (layouts->layouts, i);

      if ((kind == NULL || layout->kind == kind) && has_headers (layout, folded) &&
          (best == NULL || g_strv_length (layout->headers) > g_strv_length (best->headers)))
        best = layout;
    }
  for (guint i = 0; best != NULL && i < layouts->layouts->len; i++)
    {
      EntImportLayout *layout = g_ptr_array_index (layouts->layouts, i);

      if ((kind == NULL || layout->kind == kind) && goes_with (layout, best) && has_headers (layout, folded))
        g_ptr_array_add (found, layout);
    }
  return g_steal_pointer (&found);
}

const char *
ent_import_layout_get_rows_column (const EntImportLayout *self)
{
  return self->rows_column;
}

gboolean
ent_import_layout_takes_row (const EntImportLayout *self, const char *cell)
{
  g_autofree char *folded = ent_text_fold (cell, -1);

  return g_strv_contains ((const char *const *) self->rows_values, folded) != self->rows_not;
}

const char *
ent_import_layout_get_program (const EntImportLayout *self)
{
  return self->program;
}

const EntKind *
ent_import_layout_get_kind (const EntImportLayout *self)
{
  return self->kind;
}

static const Column *
find_column (const EntImportLayout *self, const char *name, guint nth)
{
  g_autofree char *folded = ent_text_fold (name, -1);
  g_autofree char *numbered = nth > 1 ? g_strdup_printf ("%s#%u", folded, nth) : NULL;
  const Column *column = numbered != NULL ? g_hash_table_lookup (self->columns, numbered) : NULL;

  return column != NULL ? column : g_hash_table_lookup (self->columns, folded);
}

const char *
ent_import_layout_get_field_key (const EntImportLayout *self, const char *column, guint nth)
{
  const Column *known = find_column (self, column, nth);

  return known != NULL ? known->field_key : NULL;
}

const char *
ent_import_layout_get_other_key (const EntImportLayout *self, const char *column, guint nth)
{
  const Column *known = find_column (self, column, nth);

  return known != NULL ? known->other_key : NULL;
}

const char *const *
ent_import_layout_get_joined (const EntImportLayout *self, const char *column, guint nth)
{
  const Column *known = find_column (self, column, nth);

  return known != NULL ? (const char *const *) known->joined : NULL;
}

gboolean
ent_import_layout_is_joined (const EntImportLayout *self, const char *column, guint nth)
{
  const Column *known = find_column (self, column, nth);

  return known != NULL && known->is_joined;
}

const char *const *
ent_import_layout_get_set (const EntImportLayout *self)
{
  return (const char *const *) self->set;
}

GTimeZone *
ent_import_layout_get_time_zone (const EntImportLayout *self)
{
  return self->zone;
}

char *
ent_import_layout_dup_id (const EntImportLayout *self, const char *id)
{
  return self->id_length > 0 && g_utf8_strlen (id, -1) > (glong) self->id_length
             ? g_utf8_substring (id, 0, (glong) self->id_length)
             : g_strdup (id);
}

const char *
ent_import_layout_get_meaning (const EntImportLayout *self, const char *column, const char *cell)
{
  g_autofree char *pair = NULL;
  g_autofree char *any = NULL;
  const char *meaning;

  if (g_hash_table_size (self->cells) == 0)
    return NULL;
  pair = fold_pair (column, cell);
  meaning = g_hash_table_lookup (self->cells, pair);
  if (meaning != NULL)
    return meaning;
  any = fold_pair (column, ANY_CELL);
  return g_hash_table_lookup (self->cells, any);
}
