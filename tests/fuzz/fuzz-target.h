/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* What libFuzzer calls with each input, and replay.c with each file of the corpus. */
#ifdef __cplusplus
extern "C"
#endif
    int
    LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Reads all of a memory, so that a pointer past its end is found where it was given out. */
static inline guint
fuzz_touch (gconstpointer data, gsize size)
{
  guint sum = 0;

  for (gsize i = 0; i < size; i++)
    sum += ((const guint8 *) data)[i];
  return sum;
}
