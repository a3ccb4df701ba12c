/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-name.h"

G_BEGIN_DECLS

/* More words than this are no name of a person. */
#define ENT_NAME_MAX_WORDS 24

/* What a word is besides a name; see data/name-words.txt. */
typedef enum
{
  ENT_NAME_WORD_TITLE = 1 << 0,
  ENT_NAME_WORD_GIVEN_TITLE = 1 << 1,
  ENT_NAME_WORD_DOTTED_TITLE = 1 << 2,
  ENT_NAME_WORD_WEAK_TITLE = 1 << 3,
  ENT_NAME_WORD_TITLE_PART = 1 << 4,
  ENT_NAME_WORD_FRENCH_TITLE = 1 << 5,
  ENT_NAME_WORD_SUFFIX = 1 << 6,
  ENT_NAME_WORD_GENERATION = 1 << 7,
  ENT_NAME_WORD_INITIAL_SUFFIX = 1 << 8,
  ENT_NAME_WORD_CAPITAL_SUFFIX = 1 << 9,
  ENT_NAME_WORD_PARTICLE = 1 << 10,
  ENT_NAME_WORD_AND = 1 << 11,
  ENT_NAME_WORD_JOINS_FAMILY = 1 << 12,
  ENT_NAME_WORD_HOUSEHOLD = 1 << 13,
  ENT_NAME_WORD_BORN = 1 << 14,
} EntNameWordFlags;

typedef struct
{
  const char *text; /* in the text that was split; not ended by NUL */
  gsize length;
  EntNameWordFlags flags;
  guint segment; /* how many commas stand before it */
  guint n_letters;
  gboolean capitals; /* two letters at least, all of them upper case */
  gboolean lower;    /* begins with a lower-case letter */
  gboolean dotted;   /* has a full stop in it or behind it */
} EntNameWord;

/* Cuts @text into words; returns how many, or 0 if there are too many. */
guint ent_name_read_words (const char *text, EntNameWord words[ENT_NAME_MAX_WORDS]);

/* Takes a nickname in quotes or parentheses out of @text, in place. */
char *ent_name_take_nickname (char *text);

/* Whether a name is in Han, Hangul or kana, without Latin letters. */
gboolean ent_name_is_east_asian (const char *text);

/* Splits such a name. */
void ent_name_split_east_asian (const char *text, const char *region, EntName *name);

G_END_DECLS
