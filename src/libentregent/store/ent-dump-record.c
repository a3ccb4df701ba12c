/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-dump-private.h"
#include "ent-element.h"
#include "ent-writer-private.h"

/*
 * A record as a line of the canonical dump: its state with every value, and nothing that is local. See FORMAT.md,
 * "Canonical dump".
 */

static void
put_id (GString *line, const EntId *id)
{
  char text[ENT_ID_STRING_LENGTH + 1];

  ent_id_format (id, text);
  g_string_append_printf (line, "\"%s\"", text);
}

void
ent_dump_put_key (GString *line, const EntKind *kind, const EntFieldKey *key)
{
  const EntField *field = key->number != 0 ? ent_kind_get_field_by_number (kind, key->number) : NULL;

  if (field != NULL)
    ent_json_put_string (line, field->key);
  else if (key->number != 0)
    g_string_append_printf (line, "\"#%u\"", key->number);
  else
    put_id (line, &key->id);
}

static void
put_dot (GString *line, const EntDot *dot)
{
  g_string_append_printf (line, "\"%016" G_GINT64_MODIFIER "x\",%" G_GUINT64_FORMAT ",%u", dot->origin, dot->oseq,
                          dot->op);
}

void
ent_dump_put_value (GString *line, const EntValue *value)
{
  switch (value->type)
    {
    case ENT_VALUE_INTEGER:
      g_string_append_printf (line, "%" G_GINT64_FORMAT, value->integer);
      break;
    case ENT_VALUE_TEXT:
      ent_json_put_string (line, value->text);
      break;
    case ENT_VALUE_ID:
      g_string_append (line, "{\"id\":");
      put_id (line, &value->id);
      g_string_append_c (line, '}');
      break;
    case ENT_VALUE_DOT:
      g_string_append (line, "{\"dot\":[");
      put_dot (line, &value->dot);
      g_string_append (line, "]}");
      break;
    case ENT_VALUE_ELEMENT:
      {
        const EntKind *kind = ent_element_get_kind (value->element);
        const char *separator = "";

        g_string_append_c (line, '{');
        for (guint i = 0; i < kind->n_fields; i++)
          {
            const EntValue *part = ent_element_get_value (value->element, &kind->fields[i]);

            if (part->type == ENT_VALUE_NOTHING)
              continue;
            g_string_append (line, separator);
            ent_json_put_string (line, kind->fields[i].key);
            g_string_append_c (line, ':');
            ent_dump_put_value (line, part);
            separator = ",";
          }
        g_string_append_c (line, '}');
        break;
      }
    case ENT_VALUE_NOTHING:
    default:
      g_string_append (line, "null");
      break;
    }
}

static int
compare_heads (gconstpointer a, gconstpointer b)
{
  const EntStamp *x = &(*(EntHead *const *) a)->stamp;
  const EntStamp *y = &(*(EntHead *const *) b)->stamp;
  EntDot x_dot = { x->origin, x->oseq, 0 };
  EntDot y_dot = { y->origin, y->oseq, 0 };

  return ent_dot_compare (&x_dot, &y_dot);
}

static void
put_registers (GString *line, const EntKind *kind, const EntState *state)
{
  const char *separator = "";

  g_string_append (line, "\"fields\":{");
  for (guint i = 0; i < state->registers->len; i++)
    {
      const EntRegister *reg = &g_array_index (state->registers, EntRegister, i);
      g_autoptr (GPtrArray) heads = g_ptr_array_new ();

      if (reg->n_heads == 0)
        continue;
      for (guint k = 0; k < reg->n_heads; k++)
        g_ptr_array_add (heads, &reg->heads[k]);
      g_ptr_array_sort (heads, compare_heads);
      g_string_append (line, separator);
      ent_dump_put_key (line, kind, &reg->key);
      g_string_append (line, ":[");
      for (guint k = 0; k < heads->len; k++)
        {
          const EntHead *head = g_ptr_array_index (heads, k);

          g_string_append_printf (line,
                                  "%s[\"%016" G_GINT64_MODIFIER "x\",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",",
                                  k > 0 ? "," : "", head->stamp.origin, head->stamp.oseq, head->stamp.hlc);
          ent_dump_put_value (line, &head->value);
          g_string_append_c (line, ']');
        }
      g_string_append_c (line, ']');
      separator = ",";
    }
  g_string_append_c (line, '}');
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const EntMember *x = *(EntMember *const *) a;
  const EntMember *y = *(EntMember *const *) b;
  int order = ent_field_key_compare (&x->key, &y->key);

  return order != 0 ? order : ent_dot_compare (&x->dot, &y->dot);
}

static void
put_sets (GString *line, const EntKind *kind, const EntState *state)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  const EntMember *last = NULL;

  for (guint i = 0; i < state->members->len; i++)
    g_ptr_array_add (members, &g_array_index (state->members, EntMember, i));
  g_ptr_array_sort (members, compare_members);
  g_string_append (line, ",\"sets\":{");
  for (guint i = 0; i < members->len; i++)
    {
      const EntMember *member = g_ptr_array_index (members, i);

      if (last == NULL || !ent_field_key_equal (&last->key, &member->key))
        {
          g_string_append (line, last != NULL ? "]," : "");
          ent_dump_put_key (line, kind, &member->key);
          g_string_append (line, ":[[");
        }
      else
        g_string_append (line, ",[");
      put_dot (line, &member->dot);
      g_string_append_c (line, ',');
      ent_dump_put_value (line, &member->value);
      g_string_append_c (line, ']');
      last = member;
    }
  g_string_append (line, last != NULL ? "]}" : "}");
}

static int
compare_dots (gconstpointer a, gconstpointer b)
{
  return ent_dot_compare (a, b);
}

static void
put_deletes (GString *line, const EntState *state)
{
  g_string_append (line, ",\"dels\":[");
  for (guint i = 0; i < state->deletes->len; i++)
    {
      const EntDelete *del = &g_array_index (state->deletes, EntDelete, i);
      g_autofree EntDot *seen = g_memdup2 (del->seen, del->n_seen * sizeof (EntDot));

      if (del->n_seen > 0)
        qsort (seen, del->n_seen, sizeof (EntDot), compare_dots);
      g_string_append (line, i > 0 ? ",[" : "[");
      put_dot (line, &del->dot);
      g_string_append_printf (line, ",%" G_GUINT64_FORMAT ",[", del->hlc);
      for (guint k = 0; k < del->n_seen; k++)
        g_string_append_printf (line, "%s[\"%016" G_GINT64_MODIFIER "x\",%" G_GUINT64_FORMAT "]", k > 0 ? "," : "",
                                seen[k].origin, seen[k].oseq);
      g_string_append (line, "]]");
    }
  g_string_append (line, "],\"undels\":[");
  for (guint i = 0; i < state->undeletes->len; i++)
    {
      g_string_append (line, i > 0 ? ",[" : "[");
      put_dot (line, &g_array_index (state->undeletes, EntDot, i));
      g_string_append_c (line, ']');
    }
  g_string_append_c (line, ']');
}

static int
compare_aliases (gconstpointer a, gconstpointer b)
{
  return ent_dot_compare (&((const EntAlias *) a)->dot, &((const EntAlias *) b)->dot);
}

static void
put_aliases (GString *line, const EntKind *kind, EntState *state)
{
  g_array_sort (state->aliases, compare_aliases);
  g_string_append (line, ",\"aliases\":[");
  for (guint i = 0; i < state->aliases->len; i++)
    {
      const EntAlias *alias = &g_array_index (state->aliases, EntAlias, i);

      g_string_append (line, i > 0 ? ",[" : "[");
      put_dot (line, &alias->dot);
      g_string_append_printf (line, ",%" G_GUINT64_FORMAT ",", alias->hlc);
      put_id (line, &alias->other);
      g_string_append (line, ",{");
      for (guint k = 0; k < alias->n_choices; k++)
        {
          g_string_append (line, k > 0 ? "," : "");
          ent_dump_put_key (line, kind, &alias->choices[k].key);
          g_string_append_c (line, ':');
          put_id (line, &alias->choices[k].id);
        }
      g_string_append (line, "}]");
    }
  g_string_append_c (line, ']');
}

static void
put_marks (GString *line, const EntKind *kind, const EntState *state)
{
  g_string_append (line, ",\"marks\":[");
  for (guint i = 0; i < state->marks->len; i++)
    {
      const EntMark *mark = &g_array_index (state->marks, EntMark, i);

      g_string_append (line, i > 0 ? ",[" : "[");
      if (mark->key.number == 0 && ent_id_is_null (&mark->key.id))
        g_string_append (line, "null");
      else
        ent_dump_put_key (line, kind, &mark->key);
      g_string_append_c (line, ',');
      put_dot (line, &mark->dot);
      g_string_append_c (line, ']');
    }
  g_string_append_c (line, ']');
}

void
ent_dump_record (GString *line, const EntKind *kind, const EntId *id, const EntId scope[2], EntState *state)
{
  g_string_append (line, "{\"kind\":");
  ent_json_put_string (line, kind->key);
  g_string_append (line, ",\"id\":");
  put_id (line, id);
  g_string_append (line, ",\"scope\":[");
  for (guint i = 0; i < 2 && !ent_id_is_null (&scope[i]); i++)
    {
      g_string_append (line, i > 0 ? "," : "");
      put_id (line, &scope[i]);
    }
  g_string_append_printf (line, "],\"birth\":%" G_GUINT64_FORMAT ",\"modified\":%" G_GUINT64_FORMAT ",", state->birth,
                          state->modified);
  put_registers (line, kind, state);
  put_sets (line, kind, state);
  put_deletes (line, state);
  put_aliases (line, kind, state);
  put_marks (line, kind, state);
  g_string_append_c (line, '}');
}
