/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-header-words-private.h"

G_BEGIN_DECLS

typedef enum
{
  ENT_HEADER_ROLE_UNKNOWN, /* may become a custom field */
  ENT_HEADER_ROLE_VALUE,
  ENT_HEADER_ROLE_TYPE,    /* says what the column `of` is: "Work", "Mobile" */
  ENT_HEADER_ROLE_IGNORED, /* known, and of no use: sort names, phonetic names */
} EntHeaderRole;

/* What a column is. */
typedef struct
{
  EntHeaderRole role;
  EntHeaderKind kind; /* not always the kind of the file: "Industry" in a file of contacts is of the account */
  char *field_key;    /* "given-name", "phone.work", "source-ids"; NULL for a column that is not known */
  guint group;        /* 1, 2 …: parts of one contact point or address have the same; 0 where there is but one */
  guint line;         /* 1, 2, 3: of a street */
  int of;             /* ROLE_TYPE: index of the column that it tells the type of, else −1 */
  char currency[4];   /* that the header names: "Amount (EUR)" */
  double score;       /* 0 to 1 */
} EntHeaderColumn;

/* What the headers of a file mean. */
typedef struct
{
  EntHeaderKind kind;
  double confidence;     /* 0 to 1: share of the columns that fit the kind */
  gboolean multi_values; /* " ::: " separates values, "* " marks the first one (Google) */
  EntHeaderColumn *columns;
  guint n_columns;
} EntHeaderMap;

EntHeaderMap *ent_header_map_new (const char *const *headers, guint n_headers, int kind);
void ent_header_map_free (EntHeaderMap *self);
gboolean ent_header_map_set (EntHeaderMap *self, guint column, EntHeaderKind kind, const char *field_key);
guint ent_header_map_count_known (const EntHeaderMap *self);
char **ent_header_split_values (const char *text, gsize length, int *primary);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntHeaderMap, ent_header_map_free)

G_END_DECLS
