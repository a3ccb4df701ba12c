/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-table-private.h"

void
ent_table_free (EntTable *self)
{
  g_clear_pointer (&self->sheets, g_strfreev);
  g_clear_pointer (&self->sheet, g_free);
  self->klass->free (self);
}

const char *const *
ent_table_get_header (EntTable *self, guint *n_columns)
{
  return self->klass->get_header (self, n_columns);
}

const char *
ent_table_get_raw_header (EntTable *self, gsize *length)
{
  return self->klass->get_raw_header (self, length);
}

gboolean
ent_table_next (EntTable *self, GError **error)
{
  return self->klass->next (self, error);
}

gboolean
ent_table_rewind (EntTable *self, GCancellable *cancellable, GError **error)
{
  return self->klass->rewind (self, cancellable, error);
}

const EntTableField *
ent_table_get_fields (EntTable *self, guint *n_fields)
{
  return self->klass->get_fields (self, n_fields);
}

guint64
ent_table_get_line (EntTable *self)
{
  return self->klass->get_line (self);
}

char *
ent_table_dup_rejection (EntTable *self)
{
  return self->klass->dup_rejection (self);
}

const char *
ent_table_get_raw (EntTable *self, gsize *length, gboolean *truncated)
{
  return self->klass->get_raw (self, length, truncated);
}

char *
ent_table_dup_description (EntTable *self)
{
  return self->klass->dup_description (self);
}

double
ent_table_get_fraction (EntTable *self)
{
  return self->klass->get_fraction (self);
}

void
ent_table_append_notes (EntTable *self, GPtrArray *notes)
{
  self->klass->append_notes (self, notes);
}

/* An empty cell belongs to the group before it. */
void
ent_table_join_headers (GPtrArray *names, char **upper, guint n_upper)
{
  const char *group = "";

  for (guint c = 0; c < names->len; c++)
    {
      char *name = names->pdata[c];

      if (c < n_upper && *upper[c] != '\0')
        group = upper[c];
      if (*group != '\0' && g_ascii_strcasecmp (group, name) != 0)
        {
          names->pdata[c] = *name != '\0' ? g_strdup_printf ("%s %s", group, name) : g_strdup (group);
          g_free (name);
        }
    }
}
