/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-query.h"
#include "ent-row.h"
#include "ent-store-private.h"

G_BEGIN_DECLS

/*
 * Rows: what is read by a worker (EntRowData) and shown by the main loop (EntRow), in the columns that a layout names.
 */

typedef struct _EntRowLayout EntRowLayout;

EntRowLayout *ent_row_layout_new (EntStore *store, EntQuery *query);
EntRowLayout *ent_row_layout_ref (EntRowLayout *self);
void ent_row_layout_unref (EntRowLayout *self);
const EntKind *ent_row_layout_get_kind (EntRowLayout *self);

typedef struct
{
  gint64 rid;
  EntId id;
  gint64 revision;
  gboolean gone;
  char *title;
  EntValue *values; /* by the layout's fields */
  char **names;     /* what is shown for values that are not text themselves; may be NULL each */
  guint n;
} EntRowData;

void ent_row_data_free (EntRowData *data);

/* One row by its rid; gone where there is none. NULL on error. */
EntRowData *ent_row_layout_read (EntRowLayout *self, EntDb *db, gint64 rid, GError **error);

EntRow *ent_row_new (EntRowLayout *layout, gint64 rid);
gint64 ent_row_get_rid (EntRow *self);
/* (transfer full) data. Notifies. */
void ent_row_take_data (EntRow *self, EntRowData *data);

/* What the row shows changes with the layout (other columns). */
void ent_row_set_layout (EntRow *self, EntRowLayout *layout);

guint ent_row_layout_get_n_fields (EntRowLayout *self);
const EntField *ent_row_layout_get_field (EntRowLayout *self, guint index);
EntStore *ent_row_layout_get_store (EntRowLayout *self);
/* Index of the field whose value is the currency of this one, or −1. */
int ent_row_layout_get_currency (EntRowLayout *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntRowLayout, ent_row_layout_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntRowData, ent_row_data_free)

G_END_DECLS
