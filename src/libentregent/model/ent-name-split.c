/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-name-private.h"
#include "ent-text-private.h"
#include "ent-text.h"

/* A run of words: from @first up to, but without, @end. */
typedef struct
{
  guint first;
  guint end;
} Run;

typedef struct
{
  EntNameWord words[ENT_NAME_MAX_WORDS];
  guint n_words;
  const char *region;
  gboolean all_capitals; /* capitals tell nothing then */
  gboolean all_lower;
  GString *suffix;
  EntNameFlags flags;
  EntName *name;
} Splitter;

static gboolean
region_is_in (const char *region, const char *list)
{
  const char *found = region != NULL && strlen (region) == 2 ? strstr (list, region) : NULL;

  return found != NULL && (found - list) % 3 == 0;
}

static gboolean
has_two_family_names (const char *region)
{
  return region_is_in (region, "ES AR BO CL CO CR CU DO EC GQ GT HN MX NI PA PE PR PY SV UY VE");
}

static gboolean
speaks_french (const char *region)
{
  return region_is_in (region, "FR BE CH LU MC CA SN CI CM BJ BF TG ML NE GA CG CD MG HT MA TN DZ");
}

static char *
join (const Splitter *self, Run run)
{
  gsize size = 0;
  char *result, *p;

  if (run.first >= run.end)
    return NULL;

  for (guint i = run.first; i < run.end; i++)
    size += self->words[i].length + 1;
  p = result = g_malloc (size);
  for (guint i = run.first; i < run.end; i++)
    {
      memcpy (p, self->words[i].text, self->words[i].length);
      p += self->words[i].length;
      *p++ = ' ';
    }
  p[-1] = '\0';

  return result;
}

static gboolean
is_roman_numeral (const EntNameWord *word)
{
  for (gsize i = 0; i < word->length; i++)
    if (strchr ("ivxIVX", word->text[i]) == NULL)
      return FALSE;

  return TRUE;
}

/* @n_before: how many words of the name stand before it. */
static gboolean
is_suffix (const Splitter *self, const EntNameWord *word, guint n_before, gboolean after_comma)
{
  if ((word->flags & ENT_NAME_WORD_SUFFIX) == 0)
    return FALSE;
  if ((word->flags & ENT_NAME_WORD_INITIAL_SUFFIX) != 0)
    return !word->lower && (after_comma || (!word->dotted && n_before >= 2));
  if ((word->flags & ENT_NAME_WORD_GENERATION) != 0 && is_roman_numeral (word))
    return after_comma || word->capitals || self->all_lower;
  if ((word->flags & ENT_NAME_WORD_CAPITAL_SUFFIX) != 0)
    return after_comma || (n_before >= 2 && (word->dotted || (word->capitals && !self->all_capitals)));
  if ((word->flags & ENT_NAME_WORD_GENERATION) != 0)
    return n_before >= 1;

  return n_before >= 2 || after_comma;
}

static void
add_suffix (Splitter *self, Run run, gboolean at_start)
{
  g_autofree char *text = join (self, run);

  if (text == NULL)
    return;
  if (self->suffix == NULL)
    self->suffix = g_string_new (text);
  else if (at_start)
    g_string_prepend (g_string_prepend (self->suffix, ", "), text);
  else
    g_string_append_printf (self->suffix, ", %s", text);
}

/* Takes suffixes off the end of @run, leaving @n_least words. */
static Run
take_suffix (Splitter *self, Run run, guint n_least, gboolean after_comma)
{
  guint end = run.end;

  while (run.end - run.first > n_least &&
         is_suffix (self, &self->words[run.end - 1], run.end - 1 - run.first, after_comma))
    run.end--;
  add_suffix (self, (Run) { run.end, end }, TRUE);

  return run;
}

static gboolean
is_title (const Splitter *self, guint i, gboolean after_title)
{
  const EntNameWord *word = &self->words[i];

  if ((word->flags & ENT_NAME_WORD_TITLE) != 0)
    return TRUE;
  if ((word->flags & ENT_NAME_WORD_DOTTED_TITLE) != 0)
    return word->dotted || after_title;
  if ((word->flags & ENT_NAME_WORD_WEAK_TITLE) != 0)
    return after_title;
  if ((word->flags & ENT_NAME_WORD_FRENCH_TITLE) != 0)
    return !word->lower && speaks_french (self->region);

  return FALSE;
}

/* Takes titles off the beginning of @run, leaving a word. *@with_given is set if the last one goes with a given name.
 */
static Run
take_prefix (Splitter *self, Run run, gboolean *with_given)
{
  guint first = run.first;

  *with_given = FALSE;
  while (run.end - run.first > 1)
    {
      guint next = run.first;

      while (next + 1 < run.end && (self->words[next].flags & ENT_NAME_WORD_TITLE_PART) != 0)
        next++;
      if (next + 1 >= run.end || !is_title (self, next, run.first > first))
        break;
      *with_given = (self->words[next].flags & ENT_NAME_WORD_GIVEN_TITLE) != 0;
      run.first = next + 1;
    }

  if (run.first > first && self->name->prefix == NULL)
    self->name->prefix = join (self, (Run) { first, run.first });
  return run;
}

static gboolean
is_particle (const Splitter *self, guint i)
{
  return (self->words[i].flags & ENT_NAME_WORD_PARTICLE) != 0;
}

/* "Velasquez y Garcia"; "e" and "i" do so in some languages only. */
static gboolean
joins_family_names (const Splitter *self, guint i)
{
  const EntNameWord *word = &self->words[i];

  if ((word->flags & ENT_NAME_WORD_JOINS_FAMILY) == 0 || !(word->lower || self->all_capitals))
    return FALSE;

  switch (g_ascii_tolower (*word->text))
    {
    case 'y':
      return TRUE;
    case 'e':
      return region_is_in (self->region, "PT BR AO MZ IT");
    default:
      return region_is_in (self->region, "ES AD");
    }
}

/* The beginning of the last family name of @run: particles in front of it, and a name joined to it, belong to it. */
static guint
find_unit (const Splitter *self, Run run)
{
  guint start = run.end - 1;

  while (start > run.first && is_particle (self, start - 1))
    start--;
  if (start >= run.first + 3 && joins_family_names (self, start - 1))
    return find_unit (self, (Run) { run.first, start - 1 });

  return start;
}

/* "Jean DUPONT", "DUPONT Jean": where capitals tell the family name. FALSE if they do not. */
static gboolean
split_by_capitals (Splitter *self, Run run)
{
  guint tail = run.end, head = run.first;
  EntName *name = self->name;

  if (self->all_capitals)
    return FALSE;

  while (tail > run.first && self->words[tail - 1].capitals)
    tail--;
  while (tail < run.end && tail > run.first + 1 && is_particle (self, tail - 1))
    tail--;
  if (tail < run.end && tail > run.first)
    {
      name->family = join (self, (Run) { tail, run.end });
      name->given = join (self, (Run) { run.first, run.first + 1 });
      name->middle = join (self, (Run) { run.first + 1, tail });
      return TRUE;
    }

  while (head < run.end && self->words[head].capitals)
    head++;
  /* Two letters may be initials: "JP Morgan". */
  if (head == run.first || head == run.end || self->words[run.first].n_letters < 3)
    return FALSE;

  name->family = join (self, (Run) { run.first, head });
  name->given = join (self, (Run) { head, head + 1 });
  name->middle = join (self, (Run) { head + 1, run.end });
  if (region_is_in (self->region, "CN TW HK MO JP KR KP VN HU SG KH"))
    name->order = ENT_NAME_ORDER_FAMILY_FIRST;
  return TRUE;
}

static void
split_hungarian (Splitter *self, Run run)
{
  self->name->order = ENT_NAME_ORDER_FAMILY_FIRST;
  self->name->family = join (self, (Run) { run.first, run.first + 1 });
  self->name->given = join (self, (Run) { run.first + 1, run.end });
}

static void
split_vietnamese (Splitter *self, Run run)
{
  self->name->order = ENT_NAME_ORDER_FAMILY_FIRST;
  self->name->family = join (self, (Run) { run.first, run.first + 1 });
  self->name->middle = join (self, (Run) { run.first + 1, run.end - 1 });
  self->name->given = join (self, (Run) { run.end - 1, run.end });
}

/* Spanish: the last two names are the family names, all others the given name. */
static void
split_spanish (Splitter *self, Run run)
{
  guint last = find_unit (self, run);
  guint start = last;

  if (last > run.first + 1)
    {
      start = find_unit (self, (Run) { run.first, last });
      /* María del Carmen López: a given name has particles too. */
      if (start <= run.first + 1 && is_particle (self, run.first + 1))
        start = last;
    }
  start = MAX (start, run.first + 1);

  self->name->given = join (self, (Run) { run.first, start });
  self->name->family = join (self, (Run) { start, run.end });
}

/* Given name, perhaps others, family name with its particles. */
static void
split_western (Splitter *self, Run run)
{
  guint start = MAX (find_unit (self, run), run.first + 1);

  /* A particle opens a family name of two words as well: "von Bergen Wessels". */
  if (start == run.end - 1 && run.end - run.first > 3 && is_particle (self, run.end - 3))
    {
      start = run.end - 3;
      while (start > run.first + 1 && is_particle (self, start - 1))
        start--;
    }
  if (run.end - run.first >= 4 && start == run.end - 1)
    self->flags |= ENT_NAME_UNSURE;

  self->name->given = join (self, (Run) { run.first, run.first + 1 });
  self->name->middle = join (self, (Run) { run.first + 1, start });
  self->name->family = join (self, (Run) { start, run.end });
}

static void
split_full_name (Splitter *self, Run run)
{
  gboolean with_given;
  guint n_words;

  run = take_suffix (self, run, 1, FALSE);
  run = take_prefix (self, run, &with_given);
  n_words = run.end - run.first;

  if (n_words == 1)
    {
      if (self->name->prefix != NULL && !with_given)
        self->name->family = join (self, run);
      else
        self->name->given = join (self, run);
      if (self->name->prefix == NULL)
        self->flags |= ENT_NAME_UNSURE;
      return;
    }

  /* "de la Cruz" alone. */
  if (is_particle (self, run.first) && self->words[run.first].lower && !self->all_lower)
    {
      self->name->family = join (self, run);
      return;
    }

  if (split_by_capitals (self, run))
    return;
  if (g_strcmp0 (self->region, "HU") == 0)
    split_hungarian (self, run);
  else if (g_strcmp0 (self->region, "VN") == 0)
    split_vietnamese (self, run);
  else if (has_two_family_names (self->region) && n_words > 2)
    split_spanish (self, run);
  else
    split_western (self, run);
}

static Run
get_segment (const Splitter *self, guint first)
{
  Run run = { first, first };

  while (run.end < self->n_words && self->words[run.end].segment == self->words[first].segment)
    run.end++;

  return run;
}

static gboolean
is_suffix_segment (const Splitter *self, Run run)
{
  for (guint i = run.first; i < run.end; i++)
    if (!is_suffix (self, &self->words[i], 2, TRUE))
      return FALSE;

  return TRUE;
}

/* "Family, Given": the given names, and particles that the listing put behind them ("Berg, Jan van den"). */
static void
split_given_names (Splitter *self, Run family, Run given)
{
  EntName *name = self->name;
  g_autofree char *plain = NULL;
  guint particles;
  gboolean with_given;

  given = take_prefix (self, given, &with_given);
  particles = given.end;
  while (particles > given.first + 1 && is_particle (self, particles - 1) && self->words[particles - 1].lower)
    particles--;

  plain = join (self, family);
  if (particles < given.end)
    {
      g_autofree char *front = join (self, (Run) { particles, given.end });

      name->family = g_strconcat (front, " ", plain, NULL);
    }
  else
    {
      name->family = g_steal_pointer (&plain);
    }

  given.end = particles;
  if (has_two_family_names (self->region) || g_strcmp0 (self->region, "HU") == 0)
    {
      name->given = join (self, given);
      return;
    }
  name->given = join (self, (Run) { given.first, given.first + 1 });
  name->middle = join (self, (Run) { given.first + 1, given.end });
}

static void
split_segments (Splitter *self)
{
  Run family = get_segment (self, 0);
  Run given = { 0, 0 };

  for (guint first = family.end; first < self->n_words;)
    {
      Run run = get_segment (self, first);

      if (given.end == 0 && !is_suffix_segment (self, run))
        {
          given = run;
        }
      else
        {
          add_suffix (self, run, FALSE);
          if (!is_suffix_segment (self, run))
            self->flags |= ENT_NAME_UNSURE;
        }
      first = run.end;
    }

  if (given.end == 0)
    {
      split_full_name (self, family);
      return;
    }

  given = take_suffix (self, given, 1, TRUE);
  family = take_suffix (self, family, 1, FALSE);
  if (family.end - family.first > 1)
    {
      gboolean with_given;

      family = take_prefix (self, family, &with_given);
    }
  split_given_names (self, family, given);
  if (g_strcmp0 (self->region, "HU") == 0 || g_strcmp0 (self->region, "VN") == 0)
    self->name->order = ENT_NAME_ORDER_FAMILY_FIRST;
}

/* Several people: joined by "and", or a word for a family. */
static gboolean
is_household (const Splitter *self)
{
  if (self->n_words > 1 && (self->words[0].flags & ENT_NAME_WORD_HOUSEHOLD) != 0)
    return TRUE;

  for (guint i = 1; i + 1 < self->n_words; i++)
    {
      const EntNameWord *word = &self->words[i];

      if ((word->flags & ENT_NAME_WORD_AND) != 0 && (word->n_letters == 0 || word->lower || self->all_capitals))
        return TRUE;
      /* "Juan y María García", but not "Velasquez y Garcia". */
      if (i == 1 && self->n_words >= 4 && (word->flags & ENT_NAME_WORD_JOINS_FAMILY) != 0 && word->lower &&
          *word->text == 'y' && word->segment == self->words[i + 1].segment &&
          self->words[self->n_words - 1].segment == 0)
        return TRUE;
    }

  return FALSE;
}

/* "Marie Dupont née Martin": the name at birth has no part of its own here. */
static void
drop_birth_name (Splitter *self)
{
  for (guint i = 1; i + 1 < self->n_words; i++)
    if ((self->words[i].flags & ENT_NAME_WORD_BORN) != 0 && self->words[i].lower && !self->all_lower)
      {
        self->n_words = i;
        return;
      }
}

static gboolean
is_birth_name (const char *nickname)
{
  EntNameWord words[ENT_NAME_MAX_WORDS];

  return ent_name_read_words (nickname, words) > 1 && (words[0].flags & ENT_NAME_WORD_BORN) != 0;
}

/**
 * ent_name_split:
 * @display: (nullable): a person's name as it is said or listed
 * @region: (nullable): the country (ISO 3166-1 alpha-2) whose customs decide where the name itself does not
 * @name: (out caller-allocates): the parts; free them with ent_name_clear()
 * @flags: (out) (optional): what was noticed
 *
 * Proposes the parts of a name. Titles and suffixes of a dozen languages, nicknames, particles ("van der", "de la",
 * "bin"), "Family, Given", family names in capitals, two family names where Spanish is spoken, family names first in
 * Hungary, Vietnam and in Han, Hangul and kana. A name of one word is a given name, behind a title a family name.
 * What names several people ("Jean et Marie Dupont") is not split.
 *
 * It is a proposal: culture cannot be told from spelling. The display name is to be kept beside it. Thread-safe.
 *
 * Returns: %TRUE if there are parts; if not, @name is empty
 */
gboolean
ent_name_split (const char *display, const char *region, EntName *name, EntNameFlags *flags)
{
  g_autofree char *work = NULL;
  Splitter self = { .region = region, .name = name };

  g_return_val_if_fail (name != NULL, FALSE);

  memset (name, 0, sizeof *name);
  if (flags != NULL)
    *flags = 0;
  if (ent_text_is_blank (display))
    return FALSE;

  work = ent_text_squeeze (display, -1);
  if (ent_name_is_east_asian (work))
    {
      ent_name_split_east_asian (work, region, name);
      if (name->given == NULL && name->family == NULL)
        ent_name_clear (name);
      return name->given != NULL || name->family != NULL;
    }

  name->nickname = ent_name_take_nickname (work);
  if (name->nickname != NULL && is_birth_name (name->nickname))
    g_clear_pointer (&name->nickname, g_free);
  self.n_words = ent_name_read_words (work, self.words);

  self.all_capitals = self.all_lower = TRUE;
  for (guint i = 0; i < self.n_words; i++)
    {
      self.all_capitals = self.all_capitals && (self.words[i].capitals || self.words[i].n_letters < 2);
      self.all_lower = self.all_lower && self.words[i].lower;
    }

  if (is_household (&self))
    {
      ent_name_clear (name);
      if (flags != NULL)
        *flags = ENT_NAME_HOUSEHOLD;
      return FALSE;
    }

  drop_birth_name (&self);
  if (self.n_words == 0)
    {
      gboolean has_nickname = name->nickname != NULL;

      if (flags != NULL)
        *flags = ENT_NAME_UNSURE;
      return has_nickname;
    }

  if (self.words[self.n_words - 1].segment > self.words[0].segment)
    split_segments (&self);
  else
    split_full_name (&self, (Run) { 0, self.n_words });

  if (self.suffix != NULL)
    name->suffix = g_string_free (self.suffix, FALSE);
  if (flags != NULL)
    *flags = self.flags;
  return TRUE;
}
