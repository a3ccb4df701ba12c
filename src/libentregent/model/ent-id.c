/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-clock-private.h"
#include "ent-id.h"

G_DEFINE_BOXED_TYPE (EntId, ent_id, ent_id_copy, ent_id_free)

/* RFC 9562, 6.2, method 1: 12 bits behind the milliseconds count on, so that ids of one process are in the
 * order made. */
#define COUNTER_BITS 12
#define COUNTER_MASK ((1 << COUNTER_BITS) - 1)

static guint64 last_stamp;

static void
set_version (EntId *id, guint8 version)
{
  id->bytes[6] = (id->bytes[6] & 0x0f) | version << 4;
  id->bytes[8] = (id->bytes[8] & 0x3f) | 0x80;
}

/* The next (milliseconds << 12 | counter) that is greater than every one before it, also when the clock goes
 * back. */
static guint64
take_stamp (guint64 wanted)
{
  guint64 *own = ent_clock_get_thread_stamp ();
  guint64 last, stamp;

  if (own != NULL)
    return *own = MAX (wanted, *own + 1);
  last = __atomic_load_n (&last_stamp, __ATOMIC_RELAXED);
  do
    stamp = wanted > last ? wanted : last + 1;
  while (!__atomic_compare_exchange_n (&last_stamp, &last, stamp, TRUE, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  return stamp;
}

/**
 * ent_id_generate:
 * @id: (out caller-allocates): where to put it
 *
 * Makes a new id: a UUIDv7 (RFC 9562), greater than every one that this process has made before. Safe from
 * any thread.
 */
void
ent_id_generate (EntId *id)
{
  guint64 stamp, ms;
  guint8 random[10];
  guint counter;

  g_return_if_fail (id != NULL);

  ent_random_bytes (random, sizeof random);
  /* The counter begins in the lower half, so that 2,048 more ids fit into a millisecond before it runs into
   * the next. */
  counter = ((random[0] << 8 | random[1]) & COUNTER_MASK) >> 1;
  stamp = take_stamp ((guint64) ent_clock_now_ms () << COUNTER_BITS | counter);
  ms = stamp >> COUNTER_BITS;
  for (guint i = 0; i < 6; i++)
    id->bytes[i] = ms >> (40 - 8 * i);
  id->bytes[6] = (stamp & COUNTER_MASK) >> 8;
  id->bytes[7] = stamp & 0xff;
  memcpy (id->bytes + 8, random + 2, 8);
  set_version (id, 7);
}

/**
 * ent_id_for_key:
 * @id: (out caller-allocates): where to put it
 * @kind_number: the number of a kind
 * @key: what the record is known by: the key of a seed, the name of a tag
 *
 * Makes the id of a record that is known beforehand: a UUIDv8, the first 128 bits of SHA-256 over
 * `entregent:KIND-NUMBER:KEY`. Two devices that make the same tag without knowing of each other have made one
 * tag.
 */
void
ent_id_for_key (EntId *id, guint kind_number, const char *key)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_return_if_fail (id != NULL);
  g_return_if_fail (key != NULL);

  text = g_strdup_printf ("entregent:%u:%s", kind_number, key);
  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (id->bytes, digest, sizeof id->bytes);
  set_version (id, 8);
}

/* What two people mean when they write the same name: case, width of letters and white space do not count. */
static char *
fold_name (const char *name)
{
  g_autofree char *compatible = g_utf8_normalize (name, -1, G_NORMALIZE_NFKC);
  g_autofree char *folded = compatible != NULL ? g_utf8_casefold (compatible, -1) : g_strdup ("");
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_NFKC);
  GString *squeezed = g_string_new (NULL);

  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (squeezed, c);
      else if (squeezed->len > 0 && squeezed->str[squeezed->len - 1] != ' ')
        g_string_append_c (squeezed, ' ');
    }
  if (squeezed->len > 0 && squeezed->str[squeezed->len - 1] == ' ')
    g_string_truncate (squeezed, squeezed->len - 1);
  return g_string_free_and_steal (squeezed);
}

/**
 * ent_id_for_name:
 * @id: (out caller-allocates): where to put it
 * @kind_number: the number of a kind whose records are known by their names: tag or term
 * @group: (nullable): what the name is unique in: the taxonomy of a term; %NULL for a tag
 * @name: the name, in UTF-8
 *
 * Makes the id of a tag or term: ent_id_for_key() of the name, or of `GROUP:NAME`, where case, width of
 * letters (NFKC) and white space do not count.
 */
void
ent_id_for_name (EntId *id, guint kind_number, const char *group, const char *name)
{
  g_autofree char *folded = NULL;
  g_autofree char *key = NULL;

  g_return_if_fail (id != NULL);
  g_return_if_fail (name != NULL);

  folded = fold_name (name);
  key = group != NULL ? g_strconcat (group, ":", folded, NULL) : g_steal_pointer (&folded);
  ent_id_for_key (id, kind_number, key);
}

/**
 * ent_id_parse:
 * @id: (out caller-allocates): where to put it
 * @text: text
 *
 * Reads the text form of a UUID, with capital or small letters.
 *
 * Returns: whether @text is one; @id is not touched otherwise
 */
gboolean
ent_id_parse (EntId *id, const char *text)
{
  EntId parsed;
  guint n = 0;

  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < ENT_ID_STRING_LENGTH;)
    {
      if (i == 8 || i == 13 || i == 18 || i == 23)
        {
          if (text[i++] != '-')
            return FALSE;
          continue;
        }
      /* A NUL is no digit either, so nothing behind the end is looked at. */
      if (!g_ascii_isxdigit (text[i]) || !g_ascii_isxdigit (text[i + 1]))
        return FALSE;
      parsed.bytes[n++] = g_ascii_xdigit_value (text[i]) << 4 | g_ascii_xdigit_value (text[i + 1]);
      i += 2;
    }
  if (text[ENT_ID_STRING_LENGTH] != '\0')
    return FALSE;
  *id = parsed;
  return TRUE;
}

/**
 * ent_id_format: (skip)
 * @id: an id
 * @text: (array fixed-size=37): where to put the text
 *
 * Writes the text form, with small letters.
 */
void
ent_id_format (const EntId *id, char text[ENT_ID_STRING_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";
  char *p = text;

  g_return_if_fail (id != NULL);
  g_return_if_fail (text != NULL);

  for (guint i = 0; i < sizeof id->bytes; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *p++ = '-';
      *p++ = digits[id->bytes[i] >> 4];
      *p++ = digits[id->bytes[i] & 0x0f];
    }
  *p = '\0';
}

/**
 * ent_id_to_string:
 * @id: an id
 *
 * Returns: (transfer full): its text form
 */
char *
ent_id_to_string (const EntId *id)
{
  char *text;

  g_return_val_if_fail (id != NULL, NULL);

  text = g_malloc (ENT_ID_STRING_LENGTH + 1);
  ent_id_format (id, text);
  return text;
}

/**
 * ent_id_is_null:
 * @id: an id
 *
 * Returns: whether it is all zero, which names nothing
 */
gboolean
ent_id_is_null (const EntId *id)
{
  static const EntId null;

  g_return_val_if_fail (id != NULL, TRUE);
  return memcmp (id, &null, sizeof null) == 0;
}

/**
 * ent_id_equal:
 * @a: (type EntId): an id
 * @b: (type EntId): another one
 *
 * Returns: whether both name the same record; for hash tables
 */
gboolean
ent_id_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (EntId)) == 0;
}

/**
 * ent_id_hash:
 * @id: (type EntId): an id
 *
 * Returns: a hash, for hash tables
 */
guint
ent_id_hash (gconstpointer id)
{
  const EntId *self = id;
  guint32 hash;

  /* The end of a UUIDv7 is random, the beginning of a UUIDv8 as good as. */
  memcpy (&hash, self->bytes + 12, sizeof hash);
  return hash;
}

/**
 * ent_id_compare:
 * @a: (type EntId): an id
 * @b: (type EntId): another one
 *
 * Orders ids by their bytes: those that one process has made, in the order made.
 *
 * Returns: less than, equal to or greater than 0
 */
int
ent_id_compare (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (EntId));
}

/**
 * ent_id_copy:
 * @id: an id
 *
 * Returns: (transfer full): a copy on the heap, for bindings and containers; C copies by assignment
 */
EntId *
ent_id_copy (const EntId *id)
{
  g_return_val_if_fail (id != NULL, NULL);
  return g_memdup2 (id, sizeof *id);
}

/**
 * ent_id_free:
 * @id: (transfer full): an id from ent_id_copy()
 *
 * Frees it.
 */
void
ent_id_free (EntId *id)
{
  g_free (id);
}
