/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-mailbox-private.h"
#include "import-fixture.h"
#include "record-fixture.h"

/* Many letters in one file. */

#define MARK "From x@example.org Mon Mar  2 14:00:00 2026\n"

static void
test_all_letters (void)
{
  static const char text[] = MARK "From: a@example.org\nTo: b@example.org\nSubject: One\nMessage-ID: <1@example.org>\n"
                                  "Date: Mon, 2 Mar 2026 14:00:00 +0100\n\nfirst\n\n" MARK
                                  "From: b@example.org\nTo: a@example.org\nSubject: Two\n\nsecond\n\n" MARK
                                  "This is what a program left here\n\n" MARK
                                  "From: c@example.org\nSubject: Three\nDate: Tue, 3 Mar 2026 14:00:00 +0100\n\nthird";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("letters.mbox", text);
  g_autoptr (EntImportResult) tried = import_try (store, file);
  g_autoptr (EntImportResult) first = import_files (store, &file, 1);
  g_autoptr (EntImportResult) second = import_files (store, &file, 1);
  g_autoptr (EntRecord) three = find_record (store, "activity", "three");
  const EntImportRejection *rejection;

  assert_counts (tried, 3, 0, 0, 1);
  assert_same_notes (tried, first);
  assert_counts (first, 3, 0, 0, 1);
  assert_counts (second, 0, 0, 3, 1);
  assert_found (store, "activity", "one type:email done:2026-03-02", 1);
  assert_found (store, "activity", "two type:email done:none", 1);
  g_assert_cmpstr (ent_record_get_text (three, "body"), ==, "third");
  rejection = g_ptr_array_index (first->rejections, 0);
  g_assert_cmpstr (rejection->reason, ==, "E-mail 3: It has no sender, no receiver, no subject and no date.");
  g_assert_cmpuint (rejection->line, ==, 17);
  assert_note (first, "1 e-mail of “letters.mbox” does not say when it was sent; say when it was, or it stays open.");
  assert_note (first, "3 addresses in “letters.mbox” belong to nobody in the book, or to several: a@example.org, "
                      "b@example.org, c@example.org. Add contacts with them and import the file again to have the "
                      "e-mail there.");
}

static EntMail *
take (EntMailbox *mailbox)
{
  g_autoptr (GError) error = NULL;
  EntMail *mail;

  g_assert_true (ent_mailbox_next (mailbox, &mail, NULL, &error));
  g_assert_no_error (error);
  return mail;
}

static void
assert_letter (EntMailbox *mailbox, const char *subject, const char *body)
{
  g_autoptr (EntMail) mail = take (mailbox);

  g_assert_nonnull (mail);
  g_assert_cmpstr (mail->subject, ==, subject);
  g_assert_cmpstr (mail->body, ==, body);
  g_assert_false (mail->unread);
}

/* Text that begins as a letter does: with ">" in front in all ways, or without, where no time of day follows. */
static void
test_quoting (void)
{
  static const char text[] = MARK "From: a@example.org\nSubject: One\n\n>From Lyon\n>>From Kiel\n> From\n>Fro\nFrom\n\n"
                                  "From here on\nit is text\n\n" MARK
                                  "From: a@example.org\nSubject: Two\nContent-Transfer-Encoding: quoted-printable\n\n"
                                  ">From =C3=A9\n=3EFrom\n>\n\n" MARK
                                  "From: a@example.org\nSubject: Three\nContent-Transfer-Encoding: base64\n\n"
                                  "PkZyb20geA==\n\n"
                                  "From - Mon Mar  2 14:00:00 2026\r\nFrom: a@example.org\r\nSubject: Four\r\n\r\n>";
  static const char letter[] = "From: a@example.org\nSubject: Alone\n\n>From Lyon\n\n" MARK "From: b@example.org\n";
  g_autoptr (EntMailbox) mailbox = ent_mailbox_new (text, strlen (text));
  g_autoptr (EntMailbox) alone = ent_mailbox_new (letter, strlen (letter));

  assert_letter (mailbox, "One", "From Lyon\n>From Kiel\n> From\n>Fro\nFrom\n\nFrom here on\nit is text");
  assert_letter (mailbox, "Two", "From é\n>From\n>");
  assert_letter (mailbox, "Three", ">From x");
  assert_letter (mailbox, "Four", ">");
  g_assert_null (take (mailbox));
  g_assert_null (take (mailbox));
  /* A letter that is in no mailbox is as it is. */
  assert_letter (alone, "Alone", ">From Lyon\n\n" MARK "From: b@example.org");
  g_assert_null (take (alone));
}

/* Wherever two pieces of the file meet. */
static void
test_pieces (void)
{
  for (guint padding = 65536 - 300; padding < 65536 - 50; padding += 7)
    {
      g_autoptr (GString) text = g_string_new (MARK "From: x@example.org\nTo: y@example.org\nSubject: First\n\n");
      g_autoptr (EntMailbox) mailbox = NULL;
      g_autoptr (EntMail) alone = NULL;
      g_autoptr (EntMail) first = NULL;
      g_autoptr (EntMail) second = NULL;

      for (guint i = 0; i < padding; i++)
        g_string_append_c (text, i % 60 == 59 ? '\n' : 'x');
      g_string_append (text, "\nFrom here on\nend\n\n");
      mailbox = ent_mailbox_new (text->str, text->len);
      alone = take (mailbox);
      g_clear_pointer (&mailbox, ent_mailbox_free);
      g_string_append (text, MARK "From: z@example.org\nSubject: Second\n\nsecond\n");
      mailbox = ent_mailbox_new (text->str, text->len);
      first = take (mailbox);
      g_assert_cmpstr (first->subject, ==, "First");
      /* It is the same letter before another one came. */
      g_assert_true (first->fingerprint == alone->fingerprint);
      g_assert_true (g_str_has_suffix (first->body, "From here on\nend"));
      second = take (mailbox);
      g_assert_cmpstr (second->subject, ==, "Second");
      g_assert_cmpstr (second->body, ==, "second");
      g_assert_null (take (mailbox));
    }
}

static gsize
read_memory (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  return (gsize) g_ascii_strtoull (strchr (text, ' ') + 1, NULL, 10) * 4096 / (1024 * 1024);
}

/* One that is larger than what may be read of a letter, with a letter that is too dear among the others: neither is in
 * memory, and none is lost. */
static void
test_large (void)
{
  g_autoptr (GFile) file = import_write_file ("large.mbox", "");
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, 0, NULL, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (EntMailbox) mailbox = NULL;
  g_autoptr (GError) error = NULL;
  gsize before = read_memory ();
  guint n = 0, n_unread = 0;
  EntMail *mail;

  for (guint i = 0; i < 64; i++)
    {
      g_string_printf (text,
                       MARK "From: x@example.org\nSubject: Letter %u\nMIME-Version: 1.0\n"
                            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n"
                            "Content-Type: application/pdf; name=x.pdf\nContent-Transfer-Encoding: base64\n\n",
                       i);
      for (guint line = 0; line < 14000; line++)
        g_string_append (text, i == 30 ? "a,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
                                       : "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
      g_string_append (text, "\n--b--\n\n");
      g_assert_true (g_output_stream_write_all (G_OUTPUT_STREAM (stream), text->str, text->len, NULL, NULL, NULL));
    }
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL));

  mailbox = ent_mailbox_new_from_file (file, &error);
  g_assert_no_error (error);
  while ((mail = take (mailbox)) != NULL)
    {
      g_autofree char *subject = g_strdup_printf ("Letter %u", n++);

      g_assert_cmpstr (mail->subject, ==, subject);
      g_assert_cmpuint (mail->attachments->len + mail->n_lost, ==, 1);
      n_unread += mail->unread;
      ent_mail_free (mail);
    }
  g_assert_cmpuint (n, ==, 64);
  g_assert_cmpuint (n_unread, ==, 1);
  g_assert_cmpfloat (ent_mailbox_get_fraction (mailbox), ==, 1);
  g_assert_cmpuint (read_memory (), <, before + 32);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-mailbox/all-letters", test_all_letters);
  g_test_add_func ("/import-mailbox/quoting", test_quoting);
  g_test_add_func ("/import-mailbox/pieces", test_pieces);
  g_test_add_func ("/import-mailbox/large", test_large);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
