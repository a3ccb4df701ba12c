/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-query.h"

G_BEGIN_DECLS

/*
 * What a query is made of, shared by its parser, its text form and its SQL. A tree of nodes, reference counted and
 * never changed once it belongs to a query. Dates stay relative ("90d", "this-week") until the query is run.
 */

typedef enum
{
  ENT_QUERY_AND,
  ENT_QUERY_OR,
  ENT_QUERY_NOT,
  ENT_QUERY_WORD,   /* words, or one phrase */
  ENT_QUERY_FILTER, /* key, operator, values */
} EntQueryNodeType;

typedef enum
{
  ENT_QUERY_HAS, /* key:value */
  ENT_QUERY_IS,  /* key=value: exactly */
  ENT_QUERY_LESS,
  ENT_QUERY_LESS_EQUAL,
  ENT_QUERY_GREATER,
  ENT_QUERY_GREATER_EQUAL,
} EntQueryOperator;

/* What a key names. */
typedef enum
{
  ENT_QUERY_KEY_FIELD,   /* a field of the kind, built-in or custom */
  ENT_QUERY_KEY_CHANNEL, /* contact points of a channel: phone, email, web, messaging */
  ENT_QUERY_KEY_PLACE,   /* a part of the addresses: city, postcode … */
  ENT_QUERY_KEY_STATE,   /* is: open, done, overdue … */
  ENT_QUERY_KEY_IMPORT,  /* import: what an import made or changed */
} EntQueryKeyType;

typedef struct
{
  EntQueryKeyType type;
  const char *key;       /* canonical */
  const EntField *field; /* FIELD: of the kind; CHANNEL, PLACE: the field of the element */
} EntQueryKey;

typedef enum
{
  ENT_QUERY_TEXT,  /* text as far as the key's type is concerned: a number, a date, a name … in canonical form */
  ENT_QUERY_RANGE, /* text..to, either may be NULL */
  ENT_QUERY_NONE,
  ENT_QUERY_ANY,
  ENT_QUERY_ME,
} EntQueryValueType;

typedef struct
{
  EntQueryValueType type;
  char *text;
  char *to;
  gboolean phrase; /* was quoted: its words stand together */
} EntQueryValue;

typedef struct _EntQueryNode EntQueryNode;

struct _EntQueryNode
{
  gatomicrefcount ref_count;
  EntQueryNodeType type;
  GPtrArray *children; /* AND, OR, NOT (one) */
  char *text;          /* WORD */
  gboolean phrase;     /* WORD: was quoted */
  EntQueryKey key;     /* FILTER */
  EntQueryOperator op;
  GPtrArray *values; /* FILTER: of EntQueryValue */
};

EntQueryNode *ent_query_node_new (EntQueryNodeType type);
EntQueryNode *ent_query_node_ref (EntQueryNode *self);
void ent_query_node_unref (EntQueryNode *self);
void ent_query_node_take_child (EntQueryNode *self, EntQueryNode *child);

EntQueryValue *ent_query_value_new (EntQueryValueType type, const char *text, const char *to, gboolean phrase);
void ent_query_value_free (EntQueryValue *self);

/* Which deleted records are shown. */
typedef enum
{
  ENT_QUERY_DELETED_NOT,
  ENT_QUERY_DELETED_ALSO,
  ENT_QUERY_DELETED_ONLY,
} EntQueryDeleted;

EntQueryNode *ent_query_get_root (EntQuery *self); /* an AND; never NULL */
EntQueryDeleted ent_query_get_deleted (EntQuery *self);

/* The AND of all terms of a text, or NULL with the problem filled and the error set. */
EntQueryNode *ent_query_parse (EntStore *store,
                               const EntKind *kind,
                               const char *text,
                               EntQueryDeleted *deleted,
                               gboolean *custom,
                               EntQueryProblem *problem,
                               GError **error);

/* Keys by what people may write: canonical, translated label, header; ASCII or not, in any case. */
gboolean ent_query_key_find (EntStore *store, const EntKind *kind, const char *text, EntQueryKey *key);
/* Translated. */
const char *ent_query_key_get_label (const EntQueryKey *key);
/* Some keys, for a message that says what would be understood. */
char *ent_query_key_dup_examples (EntStore *store, const EntKind *kind);
/* All of them, with what they are called. */
char *ent_query_key_dup_names (EntStore *store, const EntKind *kind);
/* A key for such a list: "job-title (Poste)"; alone where it is called the same. */
void ent_query_append_name (GString *names, const char *key, const char *label);
/* A choice by what people may write, as keys are found. NULL when there is none. */
const char *ent_query_choice_find (const EntField *field, const char *text);
/* "First Name" → "first-name": how labels are compared with what is typed. */
char *ent_query_slug (const char *text);

/* The canonical form of one value of a key, or NULL with what was expected, translated. */
char *ent_query_value_canonical (EntStore *store,
                                 const EntQueryKey *key,
                                 EntQueryOperator op,
                                 const char *text,
                                 gboolean quoted,
                                 char **expected);

/* Dates. */
typedef struct
{
  gint64 first; /* days since 1970 for dates, milliseconds for timestamps; the first one that is meant … */
  gint64 end;   /* … and the first one after */
  gboolean age; /* "90d" without a sign: how long ago; larger means earlier */
} EntQuerySpan;

char *ent_query_date_canonical (const char *text);
gboolean ent_query_date_resolve (const char *text,
                                 gint64 now,
                                 GTimeZone *zone,
                                 guint first_weekday,
                                 gboolean timestamp,
                                 EntQuerySpan *span);
/* [+-]N(h|d|w|m|y); sign is '\0' without one: how long ago. */
gboolean ent_query_distance_parse (const char *text, char *sign, gint64 *count, char *unit);
/* "this month" of "this-month", translated; NULL for what is no word. */
const char *ent_query_date_get_word (const char *text);
/* For people, of a canonical one: "this month", "in 2 weeks", "5 Mar 2026". */
char *ent_query_date_dup_label (const char *text);
/* "60 days" of "60d" (how long ago) and of "+60d" (ahead); NULL for another date. */
char *ent_query_date_dup_length (const char *text, gboolean *ahead);
gint64 ent_query_date_to_days (guint year, guint month, guint day);
void ent_query_date_from_days (gint64 days, char text[16]);

/* Numbers: "5000", "5k", "1.5m"; to thousandths of a unit, saturating. */
gboolean ent_query_number_parse (const char *text, gint64 *thousandths);

/* Text of nodes. */
void ent_query_node_append_text (const EntQueryNode *node, GString *text);
char *ent_query_node_dup_label (const EntQueryNode *node, EntStore *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntQueryNode, ent_query_node_unref)

G_END_DECLS
