/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Input that is made to hurt: it is rejected with a reason, what stands around it arrives, and memory stays bounded. */

#include <string.h>
#include <sys/resource.h>

#include "exchange-fixtures.h"

/* --- a stream that repeats a pattern for ever so long, without holding it ---------------------- */

#define TEST_TYPE_STREAM (test_stream_get_type ())
G_DECLARE_FINAL_TYPE (TestStream, test_stream, TEST, STREAM, GInputStream)

struct _TestStream
{
  GInputStream parent;
  const char *head;
  const char *pattern;
  guint64 n_repeats;
  const char *tail;
  guint64 position;
};

G_DEFINE_FINAL_TYPE (TestStream, test_stream, G_TYPE_INPUT_STREAM)

static gssize
test_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  TestStream *self = TEST_STREAM (stream);
  guint64 head = strlen (self->head), pattern = strlen (self->pattern), tail = strlen (self->tail);
  guint64 middle = pattern * self->n_repeats;
  char *out = buffer;
  gsize done = 0;

  while (done < count)
    {
      guint64 at = self->position;
      const char *from;
      guint64 n;

      if (at < head)
        {
          from = self->head + at;
          n = head - at;
        }
      else if (at < head + middle)
        {
          guint64 offset = (at - head) % pattern;

          from = self->pattern + offset;
          n = pattern - offset;
        }
      else if (at < head + middle + tail)
        {
          from = self->tail + (at - head - middle);
          n = head + middle + tail - at;
        }
      else
        break;
      n = MIN (n, count - done);
      memcpy (out + done, from, n);
      done += n;
      self->position += n;
    }
  return (gssize) done;
}

static gboolean
test_stream_close (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
test_stream_class_init (TestStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = test_stream_read;
  G_INPUT_STREAM_CLASS (klass)->close_fn = test_stream_close;
}

static void
test_stream_init (TestStream *self)
{
}

static EntTextSource *
repeat (const char *head, const char *pattern, guint64 n_repeats, const char *tail, EntTextSourceFlags flags)
{
  g_autoptr (TestStream) stream = g_object_new (TEST_TYPE_STREAM, NULL);
  g_autoptr (GError) error = NULL;
  EntTextSource *source;

  stream->head = head;
  stream->pattern = pattern;
  stream->n_repeats = n_repeats;
  stream->tail = tail;
  source = ent_text_source_new_for_stream (G_INPUT_STREAM (stream), -1, "hostile", NULL, flags, NULL, &error);
  g_assert_no_error (error);
  return source;
}

static EntCsvReader *
repeat_csv (const char *head, const char *pattern, guint64 n_repeats, const char *tail)
{
  g_autoptr (GError) error = NULL;
  EntCsvReader *reader =
      ent_csv_reader_new (repeat (head, pattern, n_repeats, tail, ENT_TEXT_SOURCE_NONE), NULL, &error);

  g_assert_no_error (error);
  return reader;
}

/* What a sanitizer keeps besides is not ours. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* MiB that the program has held at most. */
static void
assert_memory (glong at_most)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  g_test_message ("peak memory: %ld MiB", usage.ru_maxrss / 1024);
  if (!SANITIZED)
    g_assert_cmpint (usage.ru_maxrss / 1024, <=, at_most);
}

/* --- tables -------------------------------------------------------------------------------------- */

static const char long_pattern[] =
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx,";

static guint64
long_size (void)
{
  return (g_test_slow () ? G_GUINT64_CONSTANT (2200000000) : G_GUINT64_CONSTANT (300000000)) / strlen (long_pattern);
}

static void
check_long_line (const char *head, const char *last)
{
  g_autoptr (EntCsvReader) reader = repeat_csv (head, long_pattern, long_size (), last);
  gboolean truncated;
  gsize length;

  assert_row (reader, "1¦2");
  g_assert_true (ent_csv_reader_next (reader, NULL));
  g_assert_cmpint (ent_csv_reader_get_problem (reader), >=, ENT_CSV_PROBLEM_NUL);
  ent_csv_reader_get_raw (reader, &length, &truncated);
  g_assert_true (truncated);
  g_assert_cmpuint (length, <, 8192);
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 3);
  assert_row (reader, "3¦4");
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 4);
  assert_end (reader);
  assert_memory (220);
}

static void
test_long_line (void)
{
  check_long_line ("a,b\n1,2\n", "\n3,4\n");
  check_long_line ("a,b\n1,2\n\"", "\r\n3,4\r\n");
}

/* The quote is opened on the second row and never closed; everything after it still arrives. */
static void
test_open_quote (void)
{
  g_autoptr (EntCsvReader) reader = repeat_csv ("a,b\n1,2\n\"open,2\n", "5,some text of a row\n", 3000000, "");
  guint64 rows = 0, rejected = 0;

  while (ent_csv_reader_next (reader, NULL))
    {
      rejected += ent_csv_reader_get_problem (reader) >= ENT_CSV_PROBLEM_NUL;
      rows++;
    }
  g_assert_cmpuint (rejected, ==, 1);
  g_assert_cmpuint (rows, ==, 3000002);
  assert_memory (260);
}

/* A quoted field of 300 MB in many lines is one row that is refused; its lines are not taken for rows. */
static void
test_long_field (void)
{
  static const char *const patterns[] = { "some text in a line of notes, and more\n",
                                          "with \"\"quoted\"\" words; a line\r\n" };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (EntCsvReader) reader =
          repeat_csv ("a,b,c\n1,2,3\n4,5,\"", patterns[i], 300 * 1000 * 1000 / strlen (patterns[i]), "\"\n6,7,\"8\"\n");
      gboolean truncated;
      gsize length;

      assert_row (reader, "1¦2¦3");
      g_assert_true (ent_csv_reader_next (reader, NULL));
      g_assert_cmpint (ent_csv_reader_get_problem (reader), ==, ENT_CSV_PROBLEM_TOO_LONG);
      g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 3);
      ent_csv_reader_get_raw (reader, &length, &truncated);
      g_assert_true (truncated);
      g_assert_cmpuint (length, <, 8192);
      assert_row (reader, "6¦7¦8");
      g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 4 + 300 * 1000 * 1000 / strlen (patterns[i]));
      assert_end (reader);
    }
  assert_memory (220);
}

static void
test_many_columns (void)
{
  g_autoptr (EntCsvReader) reader = repeat_csv ("a,b\n1,2\n", "x,", 100000, "\n3,4\n");
  g_autofree char *reason = NULL;
  gsize length;

  assert_row (reader, "1¦2");
  g_assert_true (ent_csv_reader_next (reader, NULL));
  g_assert_cmpint (ent_csv_reader_get_problem (reader), ==, ENT_CSV_PROBLEM_TOO_MANY_COLUMNS);
  reason = ent_csv_reader_dup_problem_text (reader);
  g_assert_nonnull (strstr (reason, "16384"));
  ent_csv_reader_get_raw (reader, &length, NULL);
  g_assert_cmpuint (length, ==, 200000);
  assert_row (reader, "3¦4");
  assert_end (reader);
}

/* Rows of nothing but quotes: linear time, and the same rows whatever they are. */
static void
test_nested_quotes (void)
{
  g_autoptr (EntCsvReader) pairs = repeat_csv ("a,b\n1,2\n\"", "\"\"", 2000000, "\",x\n3,4\n");
  g_autoptr (EntCsvReader) stray = repeat_csv ("a,b\n1,2\n\"", "\"x", 2000000, "\n3,4\n");
  const EntTableField *field;
  guint rows = 0;

  assert_row (pairs, "1¦2");
  g_assert_true (ent_csv_reader_next (pairs, NULL));
  field = ent_csv_reader_get_field (pairs, 0);
  g_assert_cmpuint (field->length, ==, 2000000);
  assert_row (pairs, "3¦4");
  assert_end (pairs);
  while (ent_csv_reader_next (stray, NULL))
    rows++;
  g_assert_cmpuint (rows, ==, 3);
}

static void
test_blank (void)
{
  g_autoptr (EntCsvReader) reader = repeat_csv ("a,b\n1,2\n", "\r\n", 10000000, "3,4\n");

  assert_row (reader, "1¦2");
  assert_row (reader, "3¦4");
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 10000003);
  assert_end (reader);
}

/* Bytes at random are no table, but they are no crash either. */
static void
test_noise (void)
{
  for (guint i = 0; i < 80; i++)
    {
      gsize size = (gsize) g_test_rand_int_range (1, 20000);
      g_autofree guint8 *data = g_malloc (size);
      g_autoptr (GBytes) bytes = NULL;
      EntTextSource *source;
      g_autoptr (EntCsvReader) reader = NULL;
      g_autoptr (EntVcardReader) cards = NULL;

      for (gsize k = 0; k < size; k++)
        data[k] = (guint8) g_test_rand_int_range (0, i % 2 ? 256 : 64);
      bytes = g_bytes_new (data, size);
      source = ent_text_source_new_for_bytes (bytes, "noise", NULL, ENT_TEXT_SOURCE_NONE, NULL);
      if (source == NULL)
        continue;
      reader = ent_csv_reader_new (source, NULL, NULL);
      while (ent_csv_reader_next (reader, NULL))
        ;
      cards = ent_vcard_reader_new (ent_text_source_new_for_bytes (bytes, "noise", NULL, ENT_TEXT_SOURCE_FOLDED, NULL));
      for (;;)
        {
          g_autoptr (EntVcard) card = ent_vcard_reader_next (cards, NULL);

          if (card == NULL)
            break;
        }
    }
}

/* --- vCards -------------------------------------------------------------------------------------- */

static guint
count_cards (EntVcardReader *reader, guint *rejected)
{
  guint n = 0;

  *rejected = 0;
  for (;;)
    {
      g_autoptr (EntVcard) card = ent_vcard_reader_next (reader, NULL);

      if (card == NULL)
        return n;
      n++;
      *rejected += ent_vcard_get_rejection (card) != NULL;
    }
}

static void
check_cards (const char *head,
             const char *pattern,
             guint64 n_repeats,
             const char *tail,
             guint n_cards,
             guint n_rejected)
{
  g_autoptr (EntVcardReader) reader =
      ent_vcard_reader_new (repeat (head, pattern, n_repeats, tail, ENT_TEXT_SOURCE_FOLDED));
  guint rejected;

  g_assert_cmpuint (count_cards (reader, &rejected), ==, n_cards);
  g_assert_cmpuint (rejected, ==, n_rejected);
  assert_memory (300);
}

static void
test_nested_cards (void)
{
  /* A million groups before one name, a million cards in one another, and a million that never end. */
  check_cards ("BEGIN:VCARD\nFN:x\n", "a.", 1000000, "TEL:1\nEND:VCARD\n", 1, 0);
  check_cards ("BEGIN:VCARD\nFN:x\n", "AGENT:\nBEGIN:VCARD\n", 1000000, "", 1, 1);
  check_cards ("", "BEGIN:VCARD\nFN:x\n", 1000000, "END:VCARD\n", 1000000, 0);
}

static void
test_large_cards (void)
{
  check_cards ("BEGIN:VCARD\nFN:x\n", "TEL:123\n", 1000000, "END:VCARD\nBEGIN:VCARD\nFN:y\nEND:VCARD\n", 2, 1);
  check_cards ("BEGIN:VCARD\nFN:x\nNOTE:", "many words and no end of the line ", 3000000,
               "\nEND:VCARD\nBEGIN:VCARD\nFN:y\nEND:VCARD\n", 2, 0);
  check_cards ("BEGIN:VCARD\nFN:x\nNOTE:y\n", " folded again\n", 2000000, "END:VCARD\n", 1, 0);
  check_cards ("BEGIN:VCARD\nFN:x\n", "no property at all\n", 1200000, "END:VCARD\n", 1, 1);
  check_cards ("BEGIN:VCARD\nFN:x\nN:", ";", 5000000, "\nEND:VCARD\nBEGIN:VCARD\nFN:y\nEND:VCARD\n", 2, 1);
  check_cards ("BEGIN:VCARD\nFN:x\nCATEGORIES:", "a,", 1000000, "\nEND:VCARD\n", 1, 1);
  check_cards ("BEGIN:VCARD\nFN:x\nNOTE:", "a,b;", 1000000, "\nEND:VCARD\n", 1, 0);
  check_cards ("BEGIN:VCARD\nFN:x\nTEL", ";TYPE=work", 1000000, ":1\nEND:VCARD\n", 1, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-hostile/long-line", test_long_line);
  g_test_add_func ("/exchange-hostile/open-quote", test_open_quote);
  g_test_add_func ("/exchange-hostile/long-field", test_long_field);
  g_test_add_func ("/exchange-hostile/many-columns", test_many_columns);
  g_test_add_func ("/exchange-hostile/nested-quotes", test_nested_quotes);
  g_test_add_func ("/exchange-hostile/blank", test_blank);
  g_test_add_func ("/exchange-hostile/noise", test_noise);
  g_test_add_func ("/exchange-hostile/nested-cards", test_nested_cards);
  g_test_add_func ("/exchange-hostile/large-cards", test_large_cards);
  return g_test_run ();
}
