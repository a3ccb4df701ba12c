/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

/* An empty book in memory, the same for all inputs. */
static inline gpointer
fuzz_book_open (gpointer unused)
{
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (NULL, ENT_STORE_OPEN_CREATE | ENT_STORE_OPEN_IN_MEMORY, NULL, NULL, &error);

  g_assert_no_error (error);
  return store;
}

static inline EntStore *
fuzz_book_get (void)
{
  static GOnce book = G_ONCE_INIT;

  return g_once (&book, fuzz_book_open, NULL);
}
