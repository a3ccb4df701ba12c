/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store-private.h"

G_BEGIN_DECLS

/*
 * Search text. What is searched is kept folded and cut into tokens (`x_text_KIND`: `a` names and other short texts,
 * title first; `b` long texts, phones, addresses), so that an index of words (`x_fts_KIND`), one of trigrams
 * (`x_tri_KIND`, of `a`) and plain instr() agree on what a word is. Every token has a space before and after it;
 * ENT_SEARCH_END stands after each field.
 */

#define ENT_SEARCH_END "\x1f"

/* Beyond this many hits nothing is ranked or sorted in memory. */
#define ENT_SEARCH_FEW 5000

/* Whether the kind has search text, and whether it has indexes too: small kinds (stages, tags …) are searched through
 * without. */
gboolean ent_search_has_text (const EntKind *kind);
gboolean ent_search_has_index (const EntKind *kind);

/* Appends the tokens of a text; string ends with a space, before and after. Scripts without spaces give a token a
 * character. */
void ent_search_append (GString *string, const char *text);
/* " jean dupont ", or " " where there is nothing to look for. */
char *ent_search_normalize (const char *text);

/* Phones are found by their digits as within their country, with the country's code, and from behind ("r" and the
 * digits reversed). */
void ent_search_append_phone (GString *string, const char *raw, const char *normalized, const char *region);

/* A word or phrase of a query in the forms that are needed. */
typedef struct
{
  char *match;     /* expression of FTS5, or NULL when there is nothing to look for */
  char **texts;    /* the search text has one of these in it; NULL: only the match can tell */
  gboolean verify; /* the match finds too much: `texts` must be looked for in what it finds */
} EntSearchWord;

void ent_search_word_init (EntSearchWord *word, const char *text, gboolean phrase);
/* The digits of a phone as typed, perhaps in several words. */
void ent_search_word_init_phone (EntSearchWord *word, const char *digits, const char *words_match);
void ent_search_word_clear (EntSearchWord *word);

/* The AND of the trigrams of a token (≥ 3 characters), or NULL. */
char *ent_search_dup_trigrams (const char *token);

/* If text has only digits and what stands between those of phones: its digits. */
char *ent_search_dup_digits (const char *text);

/* SQL functions of a connection: ent_has (text, normalized): the folded text has these words, the last one begun;
 * ent_is (text, normalized); ent_unit (currency, default): minor units in a major one; ent_key (text): collation key;
 * ent_digits (text). */
gboolean ent_search_add_functions (EntDb *db, EntStore *store, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntSearchWord, ent_search_word_clear)

G_END_DECLS
