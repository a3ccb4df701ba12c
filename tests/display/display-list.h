/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-export.h"

G_BEGIN_DECLS

/*
 * The contacts of the book of display-book.h, exported into a folder of their own and edited there: five cells changed
 * (one of them in the book too), a row more, a row less. Removed with display_book_remove().
 */
GFile *display_list_make (EntStore *store, EntExportFormat format);

/* Puts a sheet of sums before the list, which was made as ENT_EXPORT_ODS. */
void display_list_add_sums (GFile *file);

G_END_DECLS
