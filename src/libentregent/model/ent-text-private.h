/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Marks that only steer the direction or the joining of text: embeddings, overrides, isolates, zero width
 * space, word joiner, byte order mark. Joiners (U+200C, U+200D) are not among them: Persian and Indic
 * spelling and emoji need them. */
static inline gboolean
ent_text_is_invisible (gunichar c)
{
  return c == 0x00AD || c == 0x061C || c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

/* As g_unichar_isspace(), with an ASCII test in front: it runs for every character. */
static inline gboolean
ent_text_is_space (gunichar c)
{
  if (G_LIKELY (c < 0x80))
    return c == ' ' || (c >= '\t' && c <= '\r');

  return c == 0x85 || (c >= 0xA0 && g_unichar_isspace (c));
}

/* The value of a decimal digit of any script, or -1. */
int ent_text_digit_value (gunichar c);

/* In small letters, the same whatever the language of the environment is. (transfer full) */
char *ent_text_lower (const char *text);

/* The exact, slower form of ent_text_fold(); here so that a test can compare the two. */
char *ent_text_fold_slow (const char *text, gsize length);

/* A sorted list of words in one block, each ended by NUL (written by data/sorted-table.py): no pointers
 * to relocate, pages are read only when looked at. The word itself, or what follows it up to the NUL
 * after a TAB, is found in O(log n). */
gboolean
ent_text_table_lookup (const char *table, gsize table_size, const char *word, gsize word_length, const char **value);

G_END_DECLS
