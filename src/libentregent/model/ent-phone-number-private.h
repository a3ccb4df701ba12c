/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-phone.h"

/* libphonenumber lives in a module of its own, libentregent-phone.so, which ent-phone.c loads when the first number
 * comes: linked directly it would bring some fifty libraries (Abseil, Protocol Buffers, Boost) into every start.
 * This is all that passes between the two. */

G_BEGIN_DECLS

#define ENT_PHONE_BACKEND_VERSION 1
#define ENT_PHONE_BACKEND_SYMBOL "ent_phone_get_backend"

typedef enum
{
  ENT_PHONE_STYLE_INTERNATIONAL,
  ENT_PHONE_STYLE_NATIONAL,
  ENT_PHONE_STYLE_FOR_REGION,
} EntPhoneStyle;

typedef struct
{
  guint version;

  /* Fills e164, region, type and status of @phone from @text, which is ASCII without extension. */
  void (*parse) (const char *text, const char *region, EntPhone *phone);

  /* The same without the short way for plain numbers, for a test to compare. */
  void (*parse_exact) (const char *text, const char *region, EntPhone *phone);

  /* Writes @e164 to @buffer; FALSE if it is no number or does not fit. */
  gboolean (*format) (const char *e164, EntPhoneStyle style, const char *region, char *buffer, gsize size);

  int (*get_calling_code) (const char *region);
} EntPhoneBackend;

typedef const EntPhoneBackend *(*EntPhoneGetBackend) (void);

__attribute__ ((visibility ("default"))) const EntPhoneBackend *ent_phone_get_backend (void);

G_END_DECLS
