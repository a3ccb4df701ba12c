/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-change-private.h"
#include "ent-import-record-log-private.h"
#include "ent-import-source-private.h"

typedef struct
{
  EntChange *change;
  const EntKind *kind;
  EntId id;
} LogChange;

static void
log_change_init (LogChange *self, EntStore *store, const EntId *id)
{
  self->kind = ent_kind_from_key ("import");
  self->change = ent_change_new (store);
  self->id = *id;
  ent_change_set_source (self->change, "import");
  /* It tells of the import also when that is taken back. */
  ent_change_set_without_undo (self->change, TRUE);
}

static void
set_text (LogChange *self, const char *key, const char *text)
{
  ent_change_set_text (self->change, self->kind, &self->id, ent_kind_get_field (self->kind, key), text);
}

static void
set_integer (LogChange *self, const char *key, gint64 integer)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_integer (&value, integer);
  ent_change_set (self->change, self->kind, &self->id, ent_kind_get_field (self->kind, key), &value);
}

static gint64
now (void)
{
  return g_get_real_time () / 1000;
}

static gboolean
log_change_commit (LogChange *self, EntStore *store, GError **error)
{
  g_autoptr (EntReceipt) receipt = ent_store_commit_sync (store, self->change, NULL, error);

  g_clear_object (&self->change);
  return receipt != NULL;
}

gboolean
ent_import_log_begin (EntStore *store,
                      GPtrArray *files,
                      GPtrArray *sources,
                      const EntId *import,
                      const char *mapping,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) paths = g_string_new (NULL);
  LogChange log;

  for (guint i = 0; i < files->len; i++)
    {
      GFile *file = g_ptr_array_index (files, i);
      g_autofree char *base = g_file_get_basename (file);
      g_autofree char *display = g_filename_display_name (base);
      g_autofree char *path = g_file_get_parse_name (file);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", display);
      g_string_append_printf (paths, "%s%s", i > 0 ? "\n" : "", path);
    }

  log_change_init (&log, store, import);
  ent_change_add (log.change, log.kind, &log.id);
  set_text (&log, "name", names->str);
  set_text (&log, "file", paths->str);
  set_text (&log, "format", ((EntImportSource *) g_ptr_array_index (sources, 0))->format);
  if (mapping != NULL)
    set_text (&log, "mapping", mapping);
  set_integer (&log, "started", now ());
  return log_change_commit (&log, store, error);
}

gboolean
ent_import_log_end (EntStore *store, const EntImportResult *result, gboolean through, GError **error)
{
  LogChange log;

  log_change_init (&log, store, &result->import);
  if (through)
    set_integer (&log, "finished", now ());
  set_integer (&log, "rows-read", (gint64) result->n_read);
  set_integer (&log, "rows-created", (gint64) result->n_created);
  set_integer (&log, "rows-updated", (gint64) result->n_updated);
  set_integer (&log, "rows-unchanged", (gint64) result->n_unchanged);
  set_integer (&log, "rows-rejected", (gint64) result->n_rejected);
  if (result->rejected_files->len > 0)
    {
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint i = 0; i < result->rejected_files->len; i++)
        {
          g_autofree char *name = g_file_get_parse_name (g_ptr_array_index (result->rejected_files, i));

          g_string_append_printf (names, "%s%s", i > 0 ? "\n" : "", name);
        }
      set_text (&log, "rejects-file", names->str);
    }
  return log_change_commit (&log, store, error);
}

gboolean
ent_import_log_revert (EntStore *store, const EntId *import, const EntId *batch, GError **error)
{
  LogChange log;

  log_change_init (&log, store, import);
  ent_change_set_batch (log.change, batch);
  set_integer (&log, "reverted", now ());
  return log_change_commit (&log, store, error);
}
