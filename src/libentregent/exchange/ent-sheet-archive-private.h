/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The members of a zip, found by name and read as streams. What comes out is bounded: by the ratio to what went in, and
 * in total. Not thread-safe; one member is open at a time.
 */
typedef struct _EntSheetArchive EntSheetArchive;
typedef struct _EntSheetMember EntSheetMember;

EntSheetArchive *
ent_sheet_archive_new (GInputStream *stream, const char *name, GCancellable *cancellable, GError **error);
void ent_sheet_archive_free (EntSheetArchive *self);

/* The member as it is called there, whatever the case and the slashes of @name; NULL: there is none. */
const char *ent_sheet_archive_find (EntSheetArchive *self, const char *name);

EntSheetMember *
ent_sheet_archive_open (EntSheetArchive *self, const char *name, GCancellable *cancellable, GError **error);
void ent_sheet_member_free (EntSheetMember *self);

/* 0 at the end, -1 with @error set. */
gssize ent_sheet_member_read (EntSheetMember *self, void *buffer, gsize size, GError **error);
double ent_sheet_member_get_fraction (EntSheetMember *self);

/* The errors that every reader of a workbook gives; @name is that of the file. */
void ent_sheet_set_damaged (GError **error, const char *name);
void ent_sheet_set_too_much (GError **error, const char *name);
void ent_sheet_set_encrypted (GError **error, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntSheetArchive, ent_sheet_archive_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntSheetMember, ent_sheet_member_free)

G_END_DECLS
