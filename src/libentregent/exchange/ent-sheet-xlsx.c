/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-sheet-book-private.h"

/*
 * What belongs to a workbook beside its sheets (ECMA-376 part 1, 18): relations say which part is what, the workbook
 * lists the sheets, the styles say which numbers are dates. Programs leave out nearly everything; only the workbook
 * itself must be there. Strict files differ in their namespaces, which are not looked at.
 */

#define MAX_STYLES 65536

typedef struct
{
  char *id;
  char *type; /* the last part of its address: "worksheet" */
  char *part;
} Relation;

typedef struct
{
  EntSheetBook *book;
  EntSheetXml *xml;
  const char *folder; /* of what the relations belong to */
  GPtrArray *relations;
  char *root; /* the first element's name */
  gboolean in_sheets;
  gboolean in_formats; /* cellXfs */
  GHashTable *codes;   /* number → code of a format */
} Opening;

static void
relation_free (gpointer data)
{
  Relation *relation = data;

  g_free (relation->id);
  g_free (relation->type);
  g_free (relation->part);
  g_free (relation);
}

/* "worksheets/sheet1.xml" in "xl", "/xl/worksheets/sheet1.xml", "../xl/…" */
static char *
resolve (const char *folder, const char *target)
{
  g_autofree char *joined = *target == '/' || *target == '\\' || *folder == '\0'
                                ? g_strdup (target)
                                : g_strconcat (folder, "/", target, NULL);
  g_auto (GStrv) parts = g_strsplit (g_strdelimit (joined, "\\", '/'), "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (g_str_equal (parts[i], ".."))
        g_ptr_array_set_size (kept, kept->len > 0 ? (int) kept->len - 1 : 0);
      else if (*parts[i] != '\0' && !g_str_equal (parts[i], "."))
        g_ptr_array_add (kept, parts[i]);
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

/* --- relations ------------------------------------------------------------------------------------ */

static void
relations_start_cb (gpointer data, const char *name, const char *space, const EntSheetAttributes *attributes)
{
  Opening *self = data;
  g_autofree char *type = NULL;
  g_autofree char *target = NULL;
  Relation *relation;

  if (!g_str_equal (name, "Relationship") || self->relations->len > 4 * ENT_SHEET_MAX_SHEETS ||
      ent_sheet_attributes_is (attributes, "TargetMode", "External"))
    return;
  type = ent_sheet_attributes_dup (attributes, "Type");
  target = ent_sheet_attributes_dup (attributes, "Target");
  if (type == NULL || target == NULL)
    return;
  relation = g_new0 (Relation, 1);
  relation->id = ent_sheet_attributes_dup (attributes, "Id");
  relation->type = g_strdup (strrchr (type, '/') != NULL ? strrchr (type, '/') + 1 : type);
  relation->part = resolve (self->folder, target);
  g_ptr_array_add (self->relations, relation);
}

static const Relation *
find_relation (const Opening *self, const char *id, const char *type)
{
  for (guint i = 0; i < self->relations->len; i++)
    {
      const Relation *relation = g_ptr_array_index (self->relations, i);

      if ((id == NULL || g_strcmp0 (relation->id, id) == 0) && (type == NULL || g_str_equal (relation->type, type)))
        return relation;
    }
  return NULL;
}

/* A part that is not there is none that is damaged. */
static gboolean
parse_part (Opening *self,
            const char *part,
            const EntSheetXmlHandler *handler,
            GCancellable *cancellable,
            GError **error)
{
  const char *present = ent_sheet_archive_find (self->book->archive, part);
  gboolean done;

  if (present == NULL)
    return TRUE;
  self->xml = ent_sheet_book_open_part (self->book, present, handler, self, cancellable, error);
  if (self->xml == NULL)
    return FALSE;
  done = ent_sheet_xml_run (self->xml, error);
  g_clear_pointer (&self->xml, ent_sheet_xml_free);
  return done;
}

static gboolean
read_relations (Opening *self, const char *of, GCancellable *cancellable, GError **error)
{
  static const EntSheetXmlHandler handler = { .start = relations_start_cb };
  const char *slash = strrchr (of, '/');
  g_autofree char *folder = slash != NULL ? g_strndup (of, (gsize) (slash - of)) : g_strdup ("");
  g_autofree char *part =
      g_strdup_printf ("%s%s_rels/%s.rels", folder, *folder != '\0' ? "/" : "", slash != NULL ? slash + 1 : of);
  gboolean done;

  self->folder = folder;
  g_ptr_array_set_size (self->relations, 0);
  done = parse_part (self, part, &handler, cancellable, error);
  self->folder = NULL;
  return done;
}

/* --- workbook ------------------------------------------------------------------------------------- */

static void
add_sheet (Opening *self, const EntSheetAttributes *attributes)
{
  g_autofree char *name = ent_sheet_attributes_dup (attributes, "name");
  const char *value;
  gsize length;
  g_autofree char *id = ent_sheet_attributes_find_in (attributes, "relationships", "id", &value, &length)
                            ? g_strndup (value, length)
                            : NULL;
  const Relation *relation = id != NULL ? find_relation (self, id, NULL) : NULL;
  g_autofree char *guessed = g_strdup_printf ("xl/worksheets/sheet%u.xml", self->book->sheets->len + 1);
  const char *part = relation != NULL ? relation->part : guessed;
  EntSheetInfo *sheet;

  /* Charts, dialogs and macros are sheets too. */
  if ((relation != NULL && !g_str_equal (relation->type, "worksheet")) ||
      ent_sheet_archive_find (self->book->archive, part) == NULL)
    return;
  sheet = ent_sheet_book_add_sheet (self->book, name != NULL ? name : "",
                                    ent_sheet_attributes_is (attributes, "state", "hidden") ||
                                        ent_sheet_attributes_is (attributes, "state", "veryHidden"));
  if (sheet != NULL)
    sheet->part = g_strdup (ent_sheet_archive_find (self->book->archive, part));
}

static void
workbook_start_cb (gpointer data, const char *name, const char *space, const EntSheetAttributes *attributes)
{
  Opening *self = data;

  if (self->root == NULL)
    self->root = g_strdup (name);
  if (g_str_equal (name, "sheets"))
    self->in_sheets = TRUE;
  else if (g_str_equal (name, "sheet") && self->in_sheets)
    add_sheet (self, attributes);
  else if (g_str_equal (name, "workbookPr"))
    self->book->since_1904 = ent_sheet_attributes_get_boolean (attributes, "date1904");
}

static void
workbook_end_cb (gpointer data, const char *name)
{
  Opening *self = data;

  if (g_str_equal (name, "sheets"))
    self->in_sheets = FALSE;
}

/* --- styles --------------------------------------------------------------------------------------- */

static void
styles_start_cb (gpointer data, const char *name, const char *space, const EntSheetAttributes *attributes)
{
  Opening *self = data;

  if (g_str_equal (name, "cellXfs"))
    self->in_formats = TRUE;
  else if (g_str_equal (name, "numFmt") && g_hash_table_size (self->codes) < MAX_STYLES)
    {
      gint64 number = ent_sheet_attributes_get_number (attributes, "numFmtId", -1);
      char *code = ent_sheet_attributes_dup (attributes, "formatCode");

      if (number >= 0 && number <= G_MAXINT && code != NULL)
        g_hash_table_insert (self->codes, GINT_TO_POINTER ((int) number), code);
      else
        g_free (code);
    }
  else if (g_str_equal (name, "xf") && self->in_formats && self->book->formats->len < MAX_STYLES)
    {
      gint64 number = ent_sheet_attributes_get_number (attributes, "numFmtId", 0);
      const char *code = g_hash_table_lookup (self->codes, GINT_TO_POINTER ((int) MIN (number, G_MAXINT)));
      EntSheetFormat format = { 0 };

      /* A code of its own goes before what the number means elsewhere. */
      if (code != NULL)
        ent_sheet_format_from_code (&format, code);
      else
        ent_sheet_format_from_number (&format, (guint) MIN (number, G_MAXINT));
      g_array_append_val (self->book->formats, format);
    }
}

static void
styles_end_cb (gpointer data, const char *name)
{
  Opening *self = data;

  if (g_str_equal (name, "cellXfs"))
    self->in_formats = FALSE;
}

/* --- all of it ------------------------------------------------------------------------------------ */

static gboolean
find_workbook (Opening *self, char **part, GCancellable *cancellable, GError **error)
{
  const Relation *relation;

  if (!read_relations (self, "", cancellable, error))
    return FALSE;
  relation = find_relation (self, NULL, "officeDocument");
  if (relation != NULL && ent_sheet_archive_find (self->book->archive, relation->part) != NULL)
    *part = g_strdup (relation->part);
  else if (ent_sheet_archive_find (self->book->archive, "xl/workbook.xml") != NULL)
    *part = g_strdup ("xl/workbook.xml");
  return TRUE;
}

static void
refuse_other (EntSheetBook *book, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
               _("“%s” is no spreadsheet that can be read; save its table as XLSX, ODS or CSV."), book->file_name);
}

static gboolean
open_parts (Opening *self, GCancellable *cancellable, GError **error)
{
  static const EntSheetXmlHandler workbook = { .start = workbook_start_cb, .end = workbook_end_cb };
  static const EntSheetXmlHandler styles = { .start = styles_start_cb, .end = styles_end_cb };
  g_autofree char *part = NULL;
  const Relation *relation;

  if (!find_workbook (self, &part, cancellable, error))
    return FALSE;
  if (part == NULL || g_str_has_suffix (part, ".bin"))
    {
      refuse_other (self->book, error);
      return FALSE;
    }
  if (!read_relations (self, part, cancellable, error) || !parse_part (self, part, &workbook, cancellable, error))
    return FALSE;
  if (g_strcmp0 (self->root, "workbook") != 0)
    {
      refuse_other (self->book, error);
      return FALSE;
    }
  relation = find_relation (self, NULL, "sharedStrings");
  self->book->strings_part =
      g_strdup (ent_sheet_archive_find (self->book->archive,
                                        relation != NULL ? relation->part : "xl/sharedStrings.xml"));
  relation = find_relation (self, NULL, "styles");
  return parse_part (self, relation != NULL ? relation->part : "xl/styles.xml", &styles, cancellable, error);
}

gboolean
ent_sheet_xlsx_open (EntSheetBook *self, GCancellable *cancellable, GError **error)
{
  Opening opening = { .book = self };
  gboolean done;

  self->format = "xlsx";
  self->formats = g_array_new (FALSE, FALSE, sizeof (EntSheetFormat));
  opening.relations = g_ptr_array_new_with_free_func (relation_free);
  opening.codes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  done = open_parts (&opening, cancellable, error);
  g_ptr_array_unref (opening.relations);
  g_hash_table_unref (opening.codes);
  g_free (opening.root);
  return done;
}
