/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-mail-private.h"
#include "import-fixture.h"
#include "record-fixture.h"

static const char letter[] =
    "Return-Path: <zoe@example.org>\r\nFrom: =?UTF-8?Q?Zo=C3=AB_=C3=85ngstr=C3=B6m?= <Zoe@Example.org>\r\n"
    "To: Sam <sam@firm.example>, \"Ropes; all\" <ropes@example.org>\r\nCc: Team: nobody@example.org, "
    "zoe@example.org;\r\n"
    "Subject: =?iso-8859-1?B?R3L832U=?= from\r\n the harbour\r\nDate: Mon, 2 Mar 2026 14:00:00 +0100\r\n"
    "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
    "boundary=\"m\"\r\n\r\nPreamble\r\n"
    "--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nPHA+aHRtbDwvcD4=\r\n--a\r\nContent-Type: text/plain; "
    "charset=iso-8859-1\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe =\r\naus K=F6ln  \r\nYours\r\n\r\n--a--\r\n"
    "--m\r\nContent-Type: application/pdf; name=\"x.pdf\"\r\nContent-Transfer-Encoding: "
    "base64\r\n\r\nJVBERg==\r\n--m--\r\n";

static const char people[] = "id,kind,name,email\n01a21d1e-d500-74bf-8098-091b14b685a0,contact,Zoë,zoe@example.org\n"
                             "01a21d1e-d500-74bf-8098-091b14b685a1,contact,Rope maker,ropes@example.org\n";
static const char users[] = "id,kind,name,email\n01a21d1e-d500-74bf-8098-091b14b685a2,user,Sam,sam@firm.example\n";

static const char *
find_note (const EntImportResult *result, const char *part)
{
  for (guint i = 0; i < result->notes->len; i++)
    if (strstr (g_ptr_array_index (result->notes, i), part) != NULL)
      return g_ptr_array_index (result->notes, i);
  return NULL;
}

/* Subject, text, time and people of a letter; who is unknown is said, and made into nobody. */
static void
test_meaning (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) contacts = import_text (store, "people.csv", people);
  g_autoptr (EntImportResult) ours = import_text (store, "users.csv", users);
  g_autoptr (EntImportResult) result = import_text (store, "letter.eml", letter);
  g_autoptr (EntRecord) record = NULL;

  assert_counts (contacts, 2, 0, 0, 0);
  assert_counts (ours, 1, 0, 0, 0);
  assert_counts (result, 1, 0, 0, 0);
  record = find_record (store, "activity", "type:email direction:incoming owner:sam");
  g_assert_cmpstr (ent_record_get_title (record), ==, "Grüße from the harbour");
  g_assert_cmpstr (ent_record_get_text (record, "body"), ==, "Grüße aus Köln\nYours");
  g_assert_cmpint (ent_record_get_value (record, field_get ("activity", "start"))->integer, ==,
                   G_GINT64_CONSTANT (1772456400000));
  g_assert_cmpint (ent_record_get_value (record, field_get ("activity", "done"))->integer, ==,
                   G_GINT64_CONSTANT (1772456400000));
  g_assert_cmpuint (ent_record_get_elements (record, field_get ("activity", "participants"))->len, ==, 3);
  assert_found (store, "contact", "", 2);
  g_assert_nonnull (find_note (result, "nobody@example.org"));
  g_assert_null (find_note (result, "zoe@example.org"));
  g_assert_nonnull (find_note (result, "attachments of “letter.eml” were left out: a book in memory"));
}

/* By its Message-ID, whatever else was changed on its way; who became known since then takes part. */
static void
test_second_run (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GString) resent = g_string_new ("Received: from a by b; Mon, 2 Mar 2026 15:00:00 GMT\r\n");
  g_autoptr (EntImportResult) first = import_text (store, "letter.eml", letter);
  g_autoptr (EntImportResult) second = import_text (store, "copy.eml", letter);
  g_autoptr (EntImportResult) third = NULL;
  g_autoptr (EntImportResult) contacts = NULL;
  g_autoptr (EntImportResult) fourth = NULL;

  g_string_append (resent, letter);
  third = import_text (store, "resent.eml", resent->str);
  contacts = import_text (store, "people.csv", people);
  fourth = import_text (store, "letter.eml", letter);
  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 0, 0, 1, 0);
  assert_counts (third, 0, 0, 1, 0);
  assert_counts (contacts, 2, 0, 0, 0);
  assert_counts (fourth, 0, 1, 0, 0);
  assert_found (store, "activity", "participants:zoë", 1);
}

static EntImportResult *
import_about (EntStore *store, const char *name, const char *text, const char *kind, const char *id)
{
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GFile) file = import_write_file (name, text);
  g_autoptr (GError) error = NULL;
  EntImportResult *result;
  EntId about;

  g_assert_true (ent_id_parse (&about, id));
  ent_import_add_file (import, file);
  ent_import_set_about (import, ent_kind_from_key (kind), &about);
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return result;
}

/* What is laid on a record has to do with it, once, also what was in the book before. */
static void
test_about (void)
{
  static const char firm[] = "id,kind,name\n01a21d1e-d500-74bf-8098-091b14b685b0,account,Harbour\n";
  static const char zoe_id[] = "01a21d1e-d500-74bf-8098-091b14b685a0";
  static const char firm_id[] = "01a21d1e-d500-74bf-8098-091b14b685b0";
  static const char stranger[] = "From: x@example.org\nTo: y@example.org\nSubject: Strange\nMessage-ID: <s@x>\n\nHi\n";
  static const char event[] = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20260302T130000Z\n"
                              "SUMMARY:Visit\nEND:VEVENT\nEND:VCALENDAR\n";
  static const char cards[] = "BEGIN:VCARD\nVERSION:3.0\nFN:Kim\nEND:VCARD\n"
                              "BEGIN:VCARD\nVERSION:3.0\nFN:Lou\nORG:Elsewhere\nEND:VCARD\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) contacts = import_text (store, "people.csv", people);
  g_autoptr (EntImportResult) accounts = import_text (store, "firms.csv", firm);
  g_autoptr (EntImportResult) known = import_about (store, "letter.eml", letter, "contact", zoe_id);
  g_autoptr (EntImportResult) first = import_text (store, "stranger.eml", stranger);
  g_autoptr (EntImportResult) later = import_about (store, "stranger.eml", stranger, "contact", zoe_id);
  g_autoptr (EntImportResult) again = import_about (store, "stranger.eml", stranger, "contact", zoe_id);
  g_autoptr (EntImportResult) events = import_about (store, "visit.ics", event, "account", firm_id);
  g_autoptr (EntImportResult) people_there = import_about (store, "cards.vcf", cards, "account", firm_id);
  g_autoptr (EntRecord) record = find_record (store, "activity", "grüße");

  assert_counts (contacts, 2, 0, 0, 0);
  assert_counts (accounts, 1, 0, 0, 0);
  assert_counts (known, 1, 0, 0, 0);
  g_assert_cmpuint (ent_record_get_elements (record, field_get ("activity", "participants"))->len, ==, 2);
  assert_counts (first, 1, 0, 0, 0);
  assert_counts (later, 0, 1, 0, 0);
  assert_counts (again, 0, 0, 1, 0);
  assert_found (store, "activity", "strange participants:zoë", 1);
  assert_counts (events, 1, 0, 0, 0);
  assert_found (store, "activity", "visit participants:harbour", 1);
  assert_counts (people_there, 2, 0, 0, 0);
  assert_found (store, "contact", "kim account:harbour", 1);
  assert_found (store, "contact", "lou account:elsewhere", 1);
}

/* Nobody leaves a firm because her card is laid on another one. */
static void
test_about_another (void)
{
  static const char firms[] = "id,kind,name\n01a21d1e-d500-74bf-8098-091b14b685b0,account,Harbour\n";
  static const char firm_id[] = "01a21d1e-d500-74bf-8098-091b14b685b0";
  static const char cards[] = "BEGIN:VCARD\nVERSION:3.0\nFN:Rosa\nEMAIL:rosa@example.org\nTITLE:Captain\nEND:VCARD\n"
                              "BEGIN:VCARD\nVERSION:3.0\nFN:Kim\nEMAIL:kim@example.org\nEND:VCARD\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) accounts = import_text (store, "firms.csv", firms);
  g_autoptr (EntImportResult) contacts =
      import_text (store, "people.csv", "name,email,company\nRosa,rosa@example.org,Quay\nKim,kim@example.org,\n");
  g_autoptr (EntImportResult) result = import_about (store, "cards.vcf", cards, "account", firm_id);
  g_autoptr (EntImportResult) again = NULL;

  assert_counts (accounts, 1, 0, 0, 0);
  assert_counts (contacts, 2, 0, 0, 0);
  assert_counts (result, 0, 2, 0, 0);
  assert_found (store, "contact", "rosa account:quay job-title:captain", 1);
  assert_found (store, "contact", "rosa account:harbour", 0);
  assert_found (store, "contact", "kim account:harbour", 1);
  assert_note (result, "1 record belongs to another one and stays there (line 1).");
  again = import_about (store, "cards.vcf", cards, "account", firm_id);
  assert_counts (again, 0, 0, 2, 0);
  assert_note (again, "1 record belongs to another one and stays there (line 1).");
}

static void
test_outgoing (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) ours = import_text (store, "users.csv", users);
  g_autoptr (EntImportResult) result =
      import_text (store, "sent.eml",
                   "From: sam@firm.example\nTo: x@example.org\nDate: Mon, 2 Mar 2026 14:00:00 +0100\n\nHi\n");

  assert_counts (ours, 1, 0, 0, 0);
  assert_counts (result, 1, 0, 0, 0);
  assert_found (store, "activity", "type:email direction:outgoing owner:sam \"no subject\"", 1);
}

/* Neither subject nor date nor text: what is missing is said. */
static void
test_bare (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) bare = import_text (store, "bare.eml", "From: x@example.org\nTo: y@example.org\n\n");
  g_autoptr (EntImportResult) again = import_text (store, "bare.eml", "From: x@example.org\nTo: y@example.org\n\n");
  g_autoptr (EntImportResult) received =
      import_text (store, "b.eml",
                   "Received: by b; Mon, 2 Mar 2026 13:00:00 GMT\nFrom: x@example.org\nSubject: Came\n\nx\n");
  g_autoptr (EntRecord) record = find_record (store, "activity", "came");

  assert_counts (bare, 1, 0, 0, 0);
  assert_counts (again, 0, 0, 1, 0);
  g_assert_nonnull (find_note (bare, "does not say when"));
  assert_counts (received, 1, 0, 0, 0);
  g_assert_cmpint (ent_record_get_value (record, field_get ("activity", "start"))->integer, ==,
                   G_GINT64_CONSTANT (1772456400000));
}

static void
assert_body (const char *part, const char *expected)
{
  g_autofree char *text = g_strconcat ("From: x@example.org\nMIME-Version: 1.0\n", part, NULL);
  g_autoptr (EntMail) mail = ent_mail_new (text, strlen (text));

  g_assert_cmpstr (mail->body, ==, expected);
}

static void
test_bodies (void)
{
  assert_body ("Content-Type: text/html\n\n<head><title>t</title><style>p{}</style></head><div>One<br>two</div>\n"
               "<ul><li>a<li>b</ul><p>x &amp;  y\n z<script>no</script></p><p>&eacute;</p>",
               "One\ntwo\n• a\n• b\n\nx & y z\n\né");
  assert_body ("Content-Type: text/plain; charset=windows-1252\n\n\x80 100", "€ 100");
  assert_body ("Content-Type: text/plain\n\ncaf\xe9 cr\xe8me", "café crème");
  assert_body ("Content-Type: text/plain; charset=nonsense\n\ncaf\xc3\xa9", "café");
  assert_body ("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nY2Fmw6k=\n", "café");
  assert_body (
      "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/html\n\n<p>only</p>\n--a--\n",
      "only");
  assert_body (
      "Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\nContent-Disposition: attachment\n\nno\n--a\n\n"
      "two\n--a--\n",
      "one\n\ntwo");
  assert_body ("Content-Type: image/png\n\nx", NULL);
  assert_body ("Content-Type: text/csv\n\na,b", NULL);
  assert_body ("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nHi\n--a\nContent-Type: text/csv\n\na,b\n--a--\n",
               "Hi");
}

static void
test_recognize (void)
{
  static const char *const letters[] = {
    "From: a@b.example\nTo: c@d.example\n\nHi",
    "Return-Path: <>\r\nSubject: x\r\n y\r\n\r\n",
    "X-A: 1\nMIME-Version: 1.0\n\n",
    "From a@b.example Mon Mar  2 14:00:00 2026\nTo: c@d.example\nDate: x\nFrom: a@b.example\n\nHi",
  };
  static const char *const others[] = {
    "name,email\nAda,ada@example.org\n",
    "From: Lyon\n",
    "From here\nto there\n",
    "Name: Ada\nEmail: x\n\n",
    "BEGIN:VCARD\nFrom: x\n",
    "From,To\na,b\n",
    "",
    " From: a\nTo: b\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    g_assert_true (ent_mail_recognize (letters[i], strlen (letters[i])));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (ent_mail_recognize (others[i], strlen (others[i])));
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

static gsize
read_memory (void)
{
  g_autofree char *text = NULL;
  gsize pages;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  pages = (gsize) g_ascii_strtoull (strchr (text, ' ') + 1, NULL, 10);
  return pages * 4096 / (1024 * 1024);
}

#define BOMB_BYTES (16 * 1024 * 1024)

/* Letters of nothing but parts, header fields or addresses, or parts in parts without end. */
static void
test_bombs (void)
{
  static const char *const units[] = { "--b\n\n", "a:b\n", "To: a@b.cd\n", " a@b.cd,",
                                       "Content-Type: multipart/mixed; boundary=b\n\n--b\n" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new ("From: a@b.cd\nContent-Type: multipart/mixed; boundary=b\nTo: x@b.cd,");
      g_autoptr (EntMail) mail = NULL;

      if (units[i][0] != ' ')
        g_string_append (text, "\n\n--b\n");
      while (text->len < BOMB_BYTES)
        g_string_append (text, units[i]);
      mail = ent_mail_new (text->str, text->len);
      g_assert_cmpuint (mail->senders->len, ==, 1);
      g_assert_true (mail->unread);
      if (!SANITIZED)
        g_assert_cmpuint (read_memory (), <, 400);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-mail/meaning", test_meaning);
  g_test_add_func ("/import-mail/second-run", test_second_run);
  g_test_add_func ("/import-mail/about", test_about);
  g_test_add_func ("/import-mail/about-another", test_about_another);
  g_test_add_func ("/import-mail/outgoing", test_outgoing);
  g_test_add_func ("/import-mail/bare", test_bare);
  g_test_add_func ("/import-mail/bodies", test_bodies);
  g_test_add_func ("/import-mail/recognize", test_recognize);
  g_test_add_func ("/import-mail/bombs", test_bombs);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
