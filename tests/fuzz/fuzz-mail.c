/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A letter, or a mailbox of letters, down to their texts; and the same bytes as a web page. */

#include "ent-mailbox-private.h"
#include "fuzz-target.h"

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_letter (const EntMail *mail)
{
  check_text (mail->message_id);
  check_text (mail->subject);
  check_text (mail->body);
  for (guint i = 0; i < mail->attachments->len; i++)
    {
      const EntMailAttachment *attachment = mail->attachments->pdata[i];
      char buffer[512];

      check_text (attachment->name);
      check_text (attachment->media_type);
      while (g_input_stream_read (attachment->content, buffer, sizeof buffer, NULL, NULL) > 0)
        ;
    }
  for (guint i = 0; i < mail->senders->len; i++)
    check_text (mail->senders->pdata[i]);
  for (guint i = 0; i < mail->receivers->len; i++)
    check_text (mail->receivers->pdata[i]);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (EntMailbox) mailbox = ent_mailbox_new ((const char *) data, size);
  g_autofree char *page = ent_mail_html_to_text ((const char *) data, size);
  EntMail *mail;

  ent_mail_recognize ((const char *) data, size);
  check_text (page);
  while (ent_mailbox_next (mailbox, &mail, NULL, NULL) && mail != NULL)
    {
      check_letter (mail);
      ent_mail_free (mail);
    }
  return 0;
}
