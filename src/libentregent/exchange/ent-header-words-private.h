/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The kinds that a file can be of, in the order in which ties are decided. */
typedef enum
{
  ENT_HEADER_CONTACT,
  ENT_HEADER_ACCOUNT,
  ENT_HEADER_OPPORTUNITY,
  ENT_HEADER_ACTIVITY,
  ENT_HEADER_REQUEST,
  ENT_HEADER_PRODUCT,
  ENT_HEADER_USER,
  ENT_HEADER_TEAM,
  ENT_HEADER_N_KINDS,
} EntHeaderKind;

/* What a word in front of "phone" or "street" says, in the order of what counts most. */
typedef enum
{
  ENT_QUALIFIER_FAX = 1 << 0,
  ENT_QUALIFIER_PAGER = 1 << 1,
  ENT_QUALIFIER_ASSISTANT = 1 << 2,
  ENT_QUALIFIER_MOBILE = 1 << 3,
  ENT_QUALIFIER_BILLING = 1 << 4,
  ENT_QUALIFIER_DELIVERY = 1 << 5,
  ENT_QUALIFIER_POSTAL = 1 << 6,
  ENT_QUALIFIER_MAIN = 1 << 7,
  ENT_QUALIFIER_WORK = 1 << 8,
  ENT_QUALIFIER_HOME = 1 << 9,
  ENT_QUALIFIER_OTHER = 1 << 10,
} EntQualifiers;

typedef enum
{
  ENT_MEANING_FIELD,
  ENT_MEANING_POINT,   /* phone, email, web, messaging: may be qualified and repeated */
  ENT_MEANING_ADDRESS, /* street, city …: likewise */
} EntMeaningClass;

typedef struct
{
  EntHeaderKind kind;
  EntMeaningClass klass;
  const char *field; /* static or interned */
  double weight;     /* 1, or less for a phrase that also means something else */
} EntMeaning;

const EntMeaning *ent_header_words_look_up (const char *phrase, guint *n_meanings);
gboolean ent_header_words_find_similar (const char *phrase, EntHeaderKind kind, EntMeaning *meaning);
EntQualifiers ent_header_words_get_qualifier (const char *word);
EntQualifiers ent_header_words_split_stem (const char *word, const char **rest);
gboolean ent_header_words_is (const char *set, const char *word);
/* The same of a whole header, however it is written. */
gboolean ent_header_words_say (const char *set, const char *header);
gboolean ent_header_words_is_kind (EntHeaderKind kind, const char *word);
const char *ent_header_words_get_kind_key (EntHeaderKind kind);
gboolean ent_header_words_equal (const char *a, const char *b);
char **ent_header_words_tokenize (const char *header);

G_END_DECLS
