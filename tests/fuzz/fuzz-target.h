/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

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

/* Gives each line of an input by itself; the last one needs no end. */
typedef void (*FuzzLine) (const char *line, gsize length);

static inline void
fuzz_each_line (const guint8 *data, gsize size, FuzzLine func)
{
  const char *line = (const char *) data;
  const char *end = line + size;

  while (line < end)
    {
      const char *stop = memchr (line, '\n', (gsize) (end - line));

      stop = stop != NULL ? stop : end;
      func (line, (gsize) (stop - line));
      line = stop + 1;
    }
}
