/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-query-private.h"

/*
 * query  = and (("OR" | "|") and)*
 * and    = term*
 * term   = "-" term | "(" query ")" | key op values | word | phrase
 * op     = ":" | "=" | "<" | "<=" | ">" | ">="
 * values = value ("," value)*       value = text | phrase | from ".." to | "none" | "any" | "me"
 *
 * A word with an operator after a key that is not known is an error, unless it looks like something else (a time, a web
 * address).
 */

#define MAX_TEXT 16384
#define MAX_DEPTH 24
#define MAX_TERMS 256

typedef struct
{
  EntStore *store;
  const EntKind *kind;
  const char *text;
  const char *p;
  guint depth;
  guint n_terms;
  EntQueryDeleted deleted;
  gboolean custom;
  EntQueryProblem *problem;
  GError **error;
} Parser;

static EntQueryNode *parse_or (Parser *self);

static gboolean
problem (Parser *self, const char *begin, const char *end, const char *expected)
{
  guint position = (guint) g_utf8_strlen (self->text, begin - self->text);

  if (self->problem != NULL)
    {
      self->problem->position = position;
      self->problem->length = (guint) g_utf8_strlen (begin, end - begin);
      self->problem->expected = g_strdup (expected);
    }
  /* Translators: the first is the number of a character, the second says what was expected there. */
  g_set_error (self->error, ENT_ERROR, ENT_ERROR_QUERY, _("Character %u of the query: expected %s"), position + 1,
               expected);
  return FALSE;
}

static gboolean
is_space (const char *p)
{
  return g_unichar_isspace (g_utf8_get_char (p));
}

static void
skip_space (Parser *self)
{
  /* A closing parenthesis that closes nothing says nothing. */
  while (*self->p != '\0' && (is_space (self->p) || (*self->p == ')' && self->depth == 0)))
    self->p = g_utf8_next_char (self->p);
}

static const char *
bare_end (const char *p, gboolean in_list)
{
  while (*p != '\0' && !is_space (p) && *p != ')' && *p != '|' && !(in_list && *p == ','))
    p = g_utf8_next_char (p);
  return p;
}

/* Typographic quotes come from word processors and phones. */
static gboolean
is_quote (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E;
}

/* At a quote. NULL when it does not end. */
static char *
read_quoted (Parser *self)
{
  const char *begin = self->p;
  g_autoptr (GString) text = g_string_new (NULL);

  for (self->p = g_utf8_next_char (self->p); *self->p != '\0'; self->p = g_utf8_next_char (self->p))
    {
      if (is_quote (self->p))
        {
          self->p = g_utf8_next_char (self->p);
          return g_string_free_and_steal (g_steal_pointer (&text));
        }
      if (*self->p == '\\' && (self->p[1] == '"' || self->p[1] == '\\'))
        self->p++;
      g_string_append_unichar (text, g_utf8_get_char (self->p));
    }
  problem (self, begin, self->p, _("a closing quotation mark"));
  return NULL;
}

/* Whether a key and an operator stand here; tells where the key ends. */
static gboolean
find_operator (const char *p, const char **key_end, const char **value, EntQueryOperator *op)
{
  const char *begin = p;

  while (*p != '\0' && !is_space (p) && strchr (":=<>\"(),", *p) == NULL)
    p = g_utf8_next_char (p);
  if (p == begin || *p == '\0' || strchr (":=<>", *p) == NULL)
    return FALSE;
  *key_end = p;
  *value = p + 1;
  if (*p == ':')
    *op = ENT_QUERY_HAS;
  else if (*p == '=')
    *op = ENT_QUERY_IS;
  else
    {
      *op = *p == '<' ? ENT_QUERY_LESS : ENT_QUERY_GREATER;
      if (p[1] == '=')
        {
          *op = *p == '<' ? ENT_QUERY_LESS_EQUAL : ENT_QUERY_GREATER_EQUAL;
          *value = p + 2;
        }
    }
  return TRUE;
}

/* "12:30", "Re:", "https://…", "mailto:…": words, not filters. */
static gboolean
is_no_key (const char *key, const char *after)
{
  if (*after == '\0' || is_space (after) || *after == ')' || *after == '|' || g_str_has_prefix (after, "//") ||
      strcmp (key, "mailto") == 0 || strcmp (key, "tel") == 0)
    return TRUE;
  for (; *key != '\0'; key = g_utf8_next_char (key))
    {
      if (g_unichar_isalpha (g_utf8_get_char (key)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
may_be_me (const EntQueryKey *key)
{
  if (key->type != ENT_QUERY_KEY_FIELD ||
      (key->field->type != ENT_FIELD_REFERENCE && key->field->type != ENT_FIELD_REFERENCE_SET))
    return FALSE;
  if (key->field->targets == NULL || key->field->targets[0] == NULL)
    return TRUE;
  for (guint i = 0; key->field->targets[i] != NULL; i++)
    {
      if (strcmp (key->field->targets[i]->key, "user") == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_word (const char *text, const char *canonical, const char *translated)
{
  g_autofree char *slug = NULL;
  g_autofree char *other = NULL;

  if (strcmp (text, canonical) == 0)
    return TRUE;
  slug = ent_query_slug (text);
  other = ent_query_slug (translated);
  return strcmp (slug, canonical) == 0 || strcmp (slug, other) == 0;
}

static EntQueryValue *
make_range (Parser *self, const EntQueryKey *key, const char *begin, const char *end, const char *dots)
{
  g_autofree char *from = g_strndup (begin, (gsize) (dots - begin));
  g_autofree char *to = g_strndup (dots + 2, (gsize) (end - dots - 2));
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *expected = NULL;

  if (*from != '\0')
    low = ent_query_value_canonical (self->store, key, ENT_QUERY_GREATER_EQUAL, from, FALSE, &expected);
  if (expected == NULL && *to != '\0')
    high = ent_query_value_canonical (self->store, key, ENT_QUERY_LESS_EQUAL, to, FALSE, &expected);
  if (expected != NULL)
    {
      problem (self, begin, end, expected);
      return NULL;
    }
  if (low == NULL && high == NULL)
    {
      problem (self, begin, end, _("a value on one side of “..”"));
      return NULL;
    }
  return ent_query_value_new (ENT_QUERY_RANGE, low, high, FALSE);
}

static EntQueryValue *
make_value (Parser *self,
            const EntQueryKey *key,
            EntQueryOperator op,
            const char *text,
            gboolean quoted,
            const char *begin)
{
  g_autofree char *expected = NULL;
  g_autofree char *canonical = NULL;

  if (!quoted && op <= ENT_QUERY_IS && key->type != ENT_QUERY_KEY_STATE)
    {
      /* Translators: typed after a key in the text of a query: "phone:none", those that have no phone. */
      if (is_word (text, "none", C_("query value", "none")))
        return ent_query_value_new (ENT_QUERY_NONE, NULL, NULL, FALSE);
      /* Translators: typed after a key in the text of a query: "phone:any", those that have a phone. */
      if (is_word (text, "any", C_("query value", "any")))
        return ent_query_value_new (ENT_QUERY_ANY, NULL, NULL, FALSE);
      /* Translators: typed after a key in the text of a query: "owner:me". */
      if (may_be_me (key) && is_word (text, "me", C_("query value", "me")))
        return ent_query_value_new (ENT_QUERY_ME, NULL, NULL, FALSE);
    }
  canonical = ent_query_value_canonical (self->store, key, op, text, quoted, &expected);
  if (canonical == NULL)
    {
      problem (self, begin, self->p, expected);
      return NULL;
    }
  return ent_query_value_new (ENT_QUERY_TEXT, canonical, NULL, quoted);
}

static EntQueryValue *
parse_value (Parser *self, const EntQueryKey *key, EntQueryOperator op)
{
  const char *begin = self->p;
  const char *end;
  const char *dots;
  g_autofree char *text = NULL;

  if (*self->p != '\0' && is_quote (self->p))
    {
      text = read_quoted (self);
      return text != NULL ? make_value (self, key, op, text, TRUE, begin) : NULL;
    }
  end = bare_end (self->p, op <= ENT_QUERY_IS);
  if (end == begin)
    {
      problem (self, begin, end, _("a value"));
      return NULL;
    }
  self->p = end;
  dots = g_strstr_len (begin, end - begin, "..");
  if (dots != NULL && op == ENT_QUERY_HAS)
    return make_range (self, key, begin, end, dots);
  text = g_strndup (begin, (gsize) (end - begin));
  return make_value (self, key, op, text, FALSE, begin);
}

/* deleted:yes, deleted:any and is:deleted are no conditions: they say among which records the others look. */
static gboolean
is_about_deleted (const EntQueryNode *node, EntQueryDeleted *deleted)
{
  const EntQueryValue *value = g_ptr_array_index (node->values, 0);

  if (node->key.type == ENT_QUERY_KEY_STATE && node->values->len == 1 && strcmp (value->text, "deleted") == 0)
    {
      *deleted = ENT_QUERY_DELETED_ONLY;
      return TRUE;
    }
  if (node->key.type != ENT_QUERY_KEY_FIELD || node->key.field->number == 0 || strcmp (node->key.key, "deleted") != 0)
    return FALSE;
  if (value->type == ENT_QUERY_ANY)
    *deleted = ENT_QUERY_DELETED_ALSO;
  else if (value->type == ENT_QUERY_TEXT && strcmp (value->text, "yes") == 0)
    *deleted = ENT_QUERY_DELETED_ONLY;
  else
    *deleted = ENT_QUERY_DELETED_NOT;
  return TRUE;
}

static EntQueryNode *
parse_filter (Parser *self, const EntQueryKey *key, EntQueryOperator op)
{
  g_autoptr (EntQueryNode) node = ent_query_node_new (ENT_QUERY_FILTER);

  node->key = *key;
  node->op = op;
  while (TRUE)
    {
      EntQueryValue *value = parse_value (self, key, op);

      if (value == NULL)
        return NULL;
      g_ptr_array_add (node->values, value);
      if (*self->p != ',' || op > ENT_QUERY_IS || node->values->len >= MAX_TERMS)
        break;
      self->p++;
    }
  if (key->type == ENT_QUERY_KEY_FIELD && key->field->number == 0)
    self->custom = TRUE;
  return g_steal_pointer (&node);
}

static EntQueryNode *
parse_word (Parser *self)
{
  EntQueryNode *node;
  const char *end;

  if (is_quote (self->p))
    {
      char *text = read_quoted (self);

      if (text == NULL)
        return NULL;
      node = ent_query_node_new (ENT_QUERY_WORD);
      node->text = text;
      node->phrase = TRUE;
      return node;
    }
  end = bare_end (self->p, FALSE);
  for (const char *p = self->p; p < end; p = g_utf8_next_char (p))
    {
      if (p > self->p && is_quote (p))
        {
          end = p;
          break;
        }
    }
  node = ent_query_node_new (ENT_QUERY_WORD);
  node->text = g_strndup (self->p, (gsize) (end - self->p));
  self->p = end;
  return node;
}

static EntQueryNode *
parse_group (Parser *self)
{
  const char *begin = self->p;
  EntQueryNode *node;

  if (self->depth >= MAX_DEPTH)
    {
      problem (self, begin, begin + 1, _("fewer parentheses in each other"));
      return NULL;
    }
  self->p++;
  self->depth++;
  node = parse_or (self);
  self->depth--;
  if (node == NULL)
    return NULL;
  if (*self->p != ')')
    {
      ent_query_node_unref (node);
      problem (self, begin, self->p, _("a closing parenthesis"));
      return NULL;
    }
  self->p++;
  return node;
}

/* A hyphen before what can be no term, or before another one, is a word: "-", "--", "(-)". */
static gboolean
is_negation (const char *p)
{
  return *p == '-' && p[1] != '\0' && strchr ("-)|", p[1]) == NULL && !is_space (p + 1);
}

static EntQueryNode *
parse_term (Parser *self)
{
  const char *begin = self->p;
  const char *key_end, *value;
  g_autofree char *key_text = NULL;
  g_autofree char *examples = NULL;
  g_autofree char *expected = NULL;
  EntQueryOperator op;
  EntQueryKey key;

  if (++self->n_terms > MAX_TERMS)
    {
      problem (self, begin, begin + 1, _("fewer terms"));
      return NULL;
    }
  if (is_negation (self->p))
    {
      EntQueryNode *child, *node;

      self->p++;
      child = parse_term (self);
      if (child == NULL)
        return NULL;
      if (child->type == ENT_QUERY_NOT)
        {
          node = ent_query_node_ref (g_ptr_array_index (child->children, 0));
          ent_query_node_unref (child);
          return node;
        }
      node = ent_query_node_new (ENT_QUERY_NOT);
      ent_query_node_take_child (node, child);
      return node;
    }
  if (*self->p == '(')
    return parse_group (self);
  if (is_quote (self->p) || !find_operator (self->p, &key_end, &value, &op))
    return parse_word (self);

  key_text = g_strndup (begin, (gsize) (key_end - begin));
  if (ent_query_key_find (self->store, self->kind, key_text, &key))
    {
      self->p = value;
      return parse_filter (self, &key, op);
    }
  if (is_no_key (key_text, value))
    return parse_word (self);
  examples = ent_query_key_dup_examples (self->store, self->kind);
  /* Translators: %s is a list of keys: "name, account, city". */
  expected = g_strdup_printf (_("one of the fields %s"), examples);
  problem (self, begin, key_end, expected);
  if (self->problem != NULL)
    self->problem->keys = ent_query_key_dup_names (self->store, self->kind);
  return NULL;
}

static gboolean
at_or (Parser *self, gsize *length)
{
  /* Translators: stands between two terms of a query; only capitals, since it may be a word that people look for in
   * small ones. */
  const char *translated = C_("query operator", "OR");
  const char *const names[] = { "|", "OR", translated };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *after;

      *length = strlen (names[i]);
      after = self->p + *length;
      if (*length > 0 && strncmp (self->p, names[i], *length) == 0 &&
          (i == 0 || *after == '\0' || is_space (after) || is_quote (after) || strchr ("()|", *after) != NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
take_term (Parser *self, EntQueryNode *and, EntQueryNode *term, const char *begin)
{
  EntQueryNode *filter = term->type == ENT_QUERY_NOT ? g_ptr_array_index (term->children, 0) : term;
  EntQueryDeleted deleted;

  if (filter->type == ENT_QUERY_FILTER && is_about_deleted (filter, &deleted))
    {
      gboolean alone = filter == term && self->depth == 0;

      ent_query_node_unref (term);
      self->deleted = deleted;
      return alone || problem (self, begin, self->p, _("this as a term of its own, not negated or in parentheses"));
    }
  ent_query_node_take_child (and, term);
  return TRUE;
}

static EntQueryNode *
parse_and (Parser *self)
{
  g_autoptr (EntQueryNode) and = ent_query_node_new (ENT_QUERY_AND);
  gsize length;

  for (skip_space (self); *self->p != '\0' && *self->p != ')' && !at_or (self, &length); skip_space (self))
    {
      const char *begin = self->p;
      EntQueryNode *term = parse_term (self);

      if (term == NULL || !take_term (self, and, term, begin))
        return NULL;
    }
  return g_steal_pointer (&and);
}

static EntQueryNode *
parse_or (Parser *self)
{
  g_autoptr (EntQueryNode) or = ent_query_node_new (ENT_QUERY_OR);
  gsize length;

  while (TRUE)
    {
      const char *begin = self->p;
      EntQueryNode *and = parse_and (self);
      gboolean more;

      if (and== NULL)
        return NULL;
      more = *self->p != '\0' && at_or (self, &length);
      if (and->children->len == 0 && (more || or->children->len > 0 || self->depth > 0))
        {
          ent_query_node_unref (and);
          problem (self, begin, self->p, _("a word or a filter"));
          return NULL;
        }
      if (and->children->len == 1)
        {
          EntQueryNode *only = ent_query_node_ref (g_ptr_array_index (and->children, 0));

          ent_query_node_unref (and);
          and = only;
        }
      if (!more && or->children->len == 0)
        return and;
      ent_query_node_take_child (or, and);
      if (!more)
        return g_steal_pointer (&or);
      self->p += length;
    }
}

EntQueryNode *
ent_query_parse (EntStore *store,
                 const EntKind *kind,
                 const char *text,
                 EntQueryDeleted *deleted,
                 gboolean *custom,
                 EntQueryProblem *query_problem,
                 GError **error)
{
  Parser self = { .store = store, .kind = kind, .text = text, .p = text, .problem = query_problem, .error = error };
  EntQueryNode *node;
  EntQueryNode *root;

  if (strlen (text) > MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    {
      self.text = self.p = "";
      problem (&self, self.text, self.text, _("a shorter text in UTF-8"));
      return NULL;
    }
  node = parse_or (&self);
  if (node == NULL)
    return NULL;
  *deleted = self.deleted;
  *custom = self.custom;
  if (node->type == ENT_QUERY_AND)
    return node;
  root = ent_query_node_new (ENT_QUERY_AND);
  ent_query_node_take_child (root, node);
  return root;
}
