/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-gtk-print.h"

G_BEGIN_DECLS

/* Sizes on paper are in points. */
#define ENT_GTK_PRINT_TEXT 9.5
#define ENT_GTK_PRINT_SMALL 8
#define ENT_GTK_PRINT_GAP 12

PangoLayout *ent_gtk_print_layout_new (GtkPrintContext *context, double size, PangoWeight weight);
/* At the edge where reading begins, or at the other one. */
void ent_gtk_print_layout_set (PangoLayout *layout, const char *text, double width, gboolean at_end);
double ent_gtk_print_layout_get_height (PangoLayout *layout);
/* `x` from the edge where reading begins. */
void ent_gtk_print_show (GtkPrintContext *context, PangoLayout *layout, double x, double y, double width);
void ent_gtk_print_line (GtkPrintContext *context, double y);

/* The title and the day at the top of each page, and its number at the bottom. Heights of what they take. */
double ent_gtk_print_get_head_height (GtkPrintContext *context, const char *title);
double ent_gtk_print_get_foot_height (void);
void ent_gtk_print_frame (GtkPrintContext *context, const char *title, guint page, guint n_pages);

GtkPrintOperation *ent_gtk_print_operation_new (const char *title);

/* Ends it because of an error of the book, which it takes. */
void ent_gtk_print_fail (GtkPrintOperation *operation, GError *error);

G_END_DECLS
