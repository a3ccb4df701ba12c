/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/* What a new book is told about itself, with what was not given guessed from the environment; owned. */
typedef struct
{
  char *me;
  char *country;
  char *currency;
  char *locale;
} EntBookGuess;

/* Refuses a country, currency or locale that does not exist. settings may be NULL. */
gboolean ent_book_guess_init (EntBookGuess *guess, const EntBookSettings *settings, GError **error);
void ent_book_guess_clear (EntBookGuess *guess);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntBookGuess, ent_book_guess_clear)

G_END_DECLS
