/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-gtk-field-row.h"

G_BEGIN_DECLS

/* For the classes: called once, at the end of their making. Sets the title, follows the editor and shows its value. */
void ent_gtk_field_row_bind (EntGtkFieldRow *self, EntGtkEditor *editor, const EntField *field);

/* A mark for two heads of one field, invisible until there are; to be added as a suffix. It is a button that shows both
 * and settles it. */
GtkWidget *ent_gtk_field_row_make_conflict_mark (EntGtkFieldRow *self);
GtkWidget *ent_gtk_conflict_button_new (EntGtkFieldRow *row);

const EntValue *ent_gtk_field_row_get_value (EntGtkFieldRow *self);
void ent_gtk_field_row_commit (EntGtkFieldRow *self, const EntValue *value);

GtkWidget *ent_gtk_entry_row_new (EntGtkEditor *editor, const EntField *field);
GtkWidget *ent_gtk_long_text_row_new (EntGtkEditor *editor, const EntField *field);
GtkWidget *ent_gtk_choice_row_new (EntGtkEditor *editor, const EntField *field);
GtkWidget *ent_gtk_switch_row_new (EntGtkEditor *editor, const EntField *field);
GtkWidget *ent_gtk_date_row_new (EntGtkEditor *editor, const EntField *field);
GtkWidget *ent_gtk_time_row_new (EntGtkEditor *editor, const EntField *field);
GtkWidget *ent_gtk_reference_row_new (EntGtkEditor *editor, const EntField *field);
GtkWidget *ent_gtk_stage_row_new (EntGtkEditor *editor, const EntField *field);
GtkWidget *ent_gtk_links_row_new (EntGtkEditor *editor, const EntField *field);
GtkWidget *ent_gtk_static_row_new (EntGtkEditor *editor, const EntField *field);

G_END_DECLS
