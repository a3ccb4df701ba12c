/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * EntError:
 * @ENT_ERROR_FAILED: anything that has no code of its own
 * @ENT_ERROR_REVISION: the record was changed since it was read; read it again
 * @ENT_ERROR_REFUSED: a value or a change is not allowed; the message names the field and says why
 * @ENT_ERROR_NOT_FOUND: no such record, field, kind or import
 * @ENT_ERROR_QUERY: the text of a query cannot be understood; see ent_query_new_from_text()
 * @ENT_ERROR_BUSY: another process holds the book for longer than the time-out
 * @ENT_ERROR_FULL: the disk is full
 * @ENT_ERROR_READ_ONLY: the file or its folder cannot be written
 * @ENT_ERROR_CORRUPT: the file is damaged
 * @ENT_ERROR_NEWER: the book was written by a newer version
 * @ENT_ERROR_NOT_A_BOOK: the file is not a customer book
 * @ENT_ERROR_IO: reading or writing failed for a reason without its own code
 * @ENT_ERROR_FORMAT: a file to import is not of a known or readable format
 * @ENT_ERROR_ERASED: the record was erased; only its id and the date are known
 * @ENT_ERROR_NO_CONTENT: the file of an attachment is not in the book's folder of files
 *
 * What can go wrong, fine enough to branch on. Every message names the file or the field and says what to do.
 */
typedef enum
{
  ENT_ERROR_FAILED,
  ENT_ERROR_REVISION,
  ENT_ERROR_REFUSED,
  ENT_ERROR_NOT_FOUND,
  ENT_ERROR_QUERY,
  ENT_ERROR_BUSY,
  ENT_ERROR_FULL,
  ENT_ERROR_READ_ONLY,
  ENT_ERROR_CORRUPT,
  ENT_ERROR_NEWER,
  ENT_ERROR_NOT_A_BOOK,
  ENT_ERROR_IO,
  ENT_ERROR_FORMAT,
  ENT_ERROR_ERASED,
  ENT_ERROR_NO_CONTENT,
} EntError;

#define ENT_ERROR (ent_error_quark ())
ENT_AVAILABLE_IN_1_0
GQuark ent_error_quark (void);

G_END_DECLS
