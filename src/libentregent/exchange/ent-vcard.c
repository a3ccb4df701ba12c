/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-vcard-private.h"

struct _EntVcard
{
  EntVcardVersion version;
  guint64 line;
  gsize size; /* bytes of names and values */
  GStringChunk *strings;
  GArray *properties;
  GArray *params;
  GPtrArray *problems;
  const char *rejection; /* text of the first fatal one */
};

static void
problem_free (gpointer data)
{
  EntVcardProblem *problem = data;

  g_free (problem->text);
  g_free (problem);
}

EntVcard *
ent_vcard_new (EntVcardVersion version)
{
  EntVcard *self = g_new0 (EntVcard, 1);

  self->version = version;
  self->strings = g_string_chunk_new (2048);
  self->properties = g_array_sized_new (FALSE, FALSE, sizeof (EntVcardProperty), 16);
  self->params = g_array_sized_new (FALSE, FALSE, sizeof (EntVcardParam), 16);
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  return self;
}

void
ent_vcard_free (EntVcard *self)
{
  g_string_chunk_free (self->strings);
  g_array_unref (self->properties);
  g_array_unref (self->params);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

EntVcardVersion
ent_vcard_get_version (const EntVcard *self)
{
  return self->version;
}

void
ent_vcard_set_version (EntVcard *self, EntVcardVersion version)
{
  self->version = version;
}

/* The line of the file on which the card begins, from 1. */
guint64
ent_vcard_get_line (const EntVcard *self)
{
  return self->line;
}

void
ent_vcard_set_line (EntVcard *self, guint64 line)
{
  self->line = line;
}

gsize
ent_vcard_get_size (const EntVcard *self)
{
  return self->size;
}

guint
ent_vcard_get_n_properties (const EntVcard *self)
{
  return self->properties->len;
}

/* Valid until the next property is added. */
const EntVcardProperty *
ent_vcard_get_property (const EntVcard *self, guint i)
{
  return &g_array_index (self->properties, EntVcardProperty, i);
}

/* Adds a property with its value as it is to be written, that is escaped. @group may be NULL. */
void
ent_vcard_add (EntVcard *self, const char *group, const char *name, const char *value, gssize length, guint64 line)
{
  gsize n = length < 0 ? strlen (value) : (gsize) length;
  EntVcardProperty property = {
    .group = group != NULL ? g_string_chunk_insert (self->strings, group) : NULL,
    .name = g_string_chunk_insert (self->strings, name),
    .value = g_string_chunk_insert_len (self->strings, value, (gssize) n),
    .length = n,
    .first_param = self->params->len,
    .line = line,
  };

  self->size += n + strlen (name) + sizeof property;
  g_array_append_val (self->properties, property);
}

/* Adds a property with one text as its value. */
void
ent_vcard_add_text (EntVcard *self, const char *name, const char *text)
{
  g_autofree char *escaped = ent_vcard_escape (text);

  ent_vcard_add (self, NULL, name, escaped, -1, 0);
}

/* Adds a structured property (N, ADR, ORG); a NULL component cannot stand in the middle: use "". */
void
ent_vcard_add_components (EntVcard *self, const char *name, const char *const *components)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; components[i] != NULL; i++)
    {
      g_autofree char *escaped = ent_vcard_escape (components[i]);

      if (i > 0)
        g_string_append_c (value, ';');
      g_string_append (value, escaped);
    }
  ent_vcard_add (self, NULL, name, value->str, (gssize) value->len, 0);
}

/* Adds a parameter to the property that was added last; its value as it is to be written, with quotes where needed. */
void
ent_vcard_add_param (EntVcard *self, const char *name, const char *value)
{
  EntVcardParam param = {
    .name = g_string_chunk_insert (self->strings, name),
    .value = g_string_chunk_insert (self->strings, value),
  };

  g_return_if_fail (self->properties->len > 0);

  self->size += strlen (name) + strlen (value) + sizeof param;
  g_array_append_val (self->params, param);
  g_array_index (self->properties, EntVcardProperty, self->properties->len - 1).n_params++;
}

const EntVcardParam *
ent_vcard_get_param (const EntVcard *self, const EntVcardProperty *property, guint i)
{
  return &g_array_index (self->params, EntVcardParam, property->first_param + i);
}

gboolean
ent_vcard_property_is (const EntVcardProperty *property, const char *name)
{
  return g_ascii_strcasecmp (property->name, name) == 0;
}

const EntVcardProperty *
ent_vcard_find (const EntVcard *self, const char *name)
{
  for (guint i = 0; i < self->properties->len; i++)
    if (ent_vcard_property_is (ent_vcard_get_property (self, i), name))
      return ent_vcard_get_property (self, i);
  return NULL;
}

/* The property of that name which is preferred; the first of equals. */
const EntVcardProperty *
ent_vcard_find_preferred (const EntVcard *self, const char *name)
{
  const EntVcardProperty *best = NULL;
  guint best_preference = G_MAXUINT;

  for (guint i = 0; i < self->properties->len; i++)
    {
      const EntVcardProperty *property = ent_vcard_get_property (self, i);
      guint preference;

      if (!ent_vcard_property_is (property, name))
        continue;
      preference = ent_vcard_get_preference (self, property);
      if (preference < best_preference)
        {
          best = property;
          best_preference = preference;
        }
    }
  return best;
}

/* Takes @text over. */
void
ent_vcard_add_problem (EntVcard *self, guint64 line, gboolean fatal, char *text)
{
  EntVcardProblem *problem;

  /* A card that is nothing but problems needs no list of a million of them. */
  if (self->problems->len >= 100 && !fatal)
    {
      g_free (text);
      return;
    }
  problem = g_new (EntVcardProblem, 1);
  *problem = (EntVcardProblem) { line, fatal, text };
  g_ptr_array_add (self->problems, problem);
  if (fatal && self->rejection == NULL)
    self->rejection = text;
}

GPtrArray *
ent_vcard_get_problems (const EntVcard *self)
{
  return self->problems;
}

/* Why the card is to be rejected, or NULL. */
const char *
ent_vcard_get_rejection (const EntVcard *self)
{
  return self->rejection;
}
