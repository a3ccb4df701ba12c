/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-gtk-field-row-private.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_TYPED_ROW (ent_gtk_typed_row_get_type ())

/*
 * What rows have in common that are typed into. A value is shown in words ("€3,000", "5 March 2026") until the row has
 * the focus, then as it is typed. What was typed is taken by Enter, by the button, or by going on to something else;
 * Escape takes it back. In a draft there is no button for each row: Enter accepts the form. Classes below implement
 * EntGtkFieldRow.
 */
G_DECLARE_DERIVABLE_TYPE (EntGtkTypedRow, ent_gtk_typed_row, ENT_GTK, TYPED_ROW, AdwEntryRow)

struct _EntGtkTypedRowClass
{
  AdwEntryRowClass parent_class;

  /* Takes what was typed, or says what is wrong with it. */
  void (*apply) (EntGtkTypedRow *self, const char *text);
  /* The value is shown as it is typed, or in words; may be NULL. */
  void (*shown) (EntGtkTypedRow *self, gboolean editing);
};

/* As ent_gtk_field_row_bind(), which it calls. */
void ent_gtk_typed_row_bind (EntGtkTypedRow *self, EntGtkEditor *editor, const EntField *field);

/* The editor's value, both taken. What is being typed stays. */
void ent_gtk_typed_row_take_value (EntGtkTypedRow *self, char *edit, char *words);
const char *ent_gtk_typed_row_get_edit (EntGtkTypedRow *self);
const char *ent_gtk_typed_row_get_words (EntGtkTypedRow *self);

/* Other text, which does not count as typed. */
void ent_gtk_typed_row_show_text (EntGtkTypedRow *self, const char *text);
/* The editor's value, and no problem. */
void ent_gtk_typed_row_show_value (EntGtkTypedRow *self);

G_END_DECLS
