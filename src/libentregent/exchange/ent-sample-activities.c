/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-sample-private.h"

#define N_ACTIVITIES 400

/* Of these so many are still to be done; some of them should have been. */
#define N_PLANNED 46
#define OVERDUE_DAYS 3
#define PLANNED_DAYS 18

/* Two years, more of it lately: the square of an even draw. */
#define PAST_DAYS 720

typedef struct
{
  const char *type;
  const char *subject;
  const char *body;
  const char *outcome;
  guint weight;
} Template;

/* What is written in a sales diary. Translators: short notes of an invented firm that sells, installs and maintains
 * equipment. */
static const Template done_templates[] = {
  { "call", N_("Asked about delivery dates"), NULL, "reached", 6 },
  { "call", N_("Called about the quote"), N_("Wants the price per piece as well."), "reached", 6 },
  { "call", N_("No answer"), NULL, "not-reached", 5 },
  { "call", N_("Left a message"), N_("Asked to be called back in the morning."), "left-message", 4 },
  { "call", N_("Agreed on a date for the visit"), NULL, "agreed", 4 },
  { "call", N_("Not this year"), N_("The budget is spent; ask again in January."), "postponed", 2 },
  { "call", N_("Satisfied after the installation"), NULL, "reached", 2 },
  { "visit", N_("Visit on site"), N_("Measured, took pictures. The entrance is narrow."), "agreed", 5 },
  { "visit", N_("Delivery and handover"), NULL, "agreed", 2 },
  { "visit", N_("Yearly check"), N_("Seals worn, to be replaced next time."), "agreed", 3 },
  { "meeting", N_("First meeting"), N_("Knows two of our customers. Decides with a colleague."), "agreed", 3 },
  { "meeting", N_("Presentation of the offer"), NULL, "agreed", 2 },
  { "meeting", N_("Went through the contract"), N_("Two questions on the notice period."), "postponed", 2 },
  { "email", N_("Quote sent"), NULL, NULL, 5 },
  { "email", N_("Documents requested"), N_("Data sheet and certificate."), NULL, 3 },
  { "email", N_("Confirmed the order"), NULL, "agreed", 3 },
  { "email", N_("Thanked for the visit"), NULL, NULL, 2 },
  { "note", N_("New person in purchasing"), N_("Introduced by phone, friendly."), NULL, 2 },
  { "note", N_("Moves to a larger place next spring"), NULL, NULL, 2 },
  { "note", N_("Prefers to be called after 4 p.m."), NULL, NULL, 2 },
};

static const Template planned_templates[] = {
  { "call", N_("Call back"), NULL, NULL, 6 },
  { "call", N_("Ask whether the quote has arrived"), NULL, NULL, 4 },
  { "visit", N_("Visit on site"), N_("Bring the samples."), NULL, 5 },
  { "visit", N_("Yearly check"), NULL, NULL, 2 },
  { "meeting", N_("Presentation of the offer"), NULL, NULL, 3 },
  { "to-do", N_("Send the data sheet"), NULL, NULL, 4 },
  { "to-do", N_("Prepare the quote"), NULL, NULL, 4 },
  { "to-do", N_("Order the spare part"), NULL, NULL, 3 },
};

/* SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014): the same sequence on every
 * machine. */
static guint64
draw (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static guint
draw_below (guint64 *state, guint limit)
{
  return (guint) (draw (state) % limit);
}

static const Template *
draw_template (guint64 *state, const Template *templates, guint n_templates)
{
  guint total = 0;
  guint drawn;

  for (guint i = 0; i < n_templates; i++)
    total += templates[i].weight;
  drawn = draw_below (state, total);
  for (guint i = 0; i < n_templates; i++)
    {
      if (drawn < templates[i].weight)
        return &templates[i];
      drawn -= templates[i].weight;
    }
  g_return_val_if_reached (&templates[0]);
}

/* Every customer is heard of; the first ones of the file, the larger ones, more often. */
static const EntSamplePerson *
draw_person (EntSample *self, guint64 *state, guint index)
{
  guint n = self->contacts->len;

  if (index < n)
    return g_ptr_array_index (self->contacts, index);
  return g_ptr_array_index (self->contacts, draw_below (state, 1 + draw_below (state, n)));
}

/* Nobody calls on a Sunday. */
static int
avoid_sunday (EntSample *self, int days)
{
  g_autoptr (GDateTime) date = g_date_time_add_days (self->today, days);

  return g_date_time_get_day_of_week (date) == 7 ? days - 1 : days;
}

static int
draw_past_days (guint64 *state)
{
  guint64 even = draw_below (state, 1000);

  return -1 - (int) (even * even * PAST_DAYS / 1000000);
}

static void
set_times (EntSample *self, EntStagedRecord *record, const Template *template, gboolean planned, guint64 *state)
{
  int days = planned ? (int) draw_below (state, PLANNED_DAYS + OVERDUE_DAYS) - OVERDUE_DAYS : draw_past_days (state);
  gint64 start;

  days = avoid_sunday (self, days);
  start = ent_sample_get_time (self, days, 8 + (int) draw_below (state, 10), (int) draw_below (state, 4) * 15);
  if (planned && g_str_equal (template->type, "to-do"))
    {
      g_autofree char *due = ent_sample_dup_date (self, days);

      ent_sample_set (record, "due", due);
      return;
    }
  ent_sample_set_integer (record, "start", start);
  if (g_str_equal (template->type, "meeting") || g_str_equal (template->type, "visit"))
    ent_sample_set_integer (record, "end", start + G_GINT64_CONSTANT (3600000));
  if (!planned)
    ent_sample_set_integer (record, "done", start);
}

static gboolean
add_activity (EntSample *self, guint index, guint64 *state, GError **error)
{
  gboolean planned = index >= N_ACTIVITIES - N_PLANNED;
  const Template *template = planned ? draw_template (state, planned_templates, G_N_ELEMENTS (planned_templates))
                                     : draw_template (state, done_templates, G_N_ELEMENTS (done_templates));
  const EntSamplePerson *person = draw_person (self, state, index);
  EntStagedRecord *record = ent_sample_stage ("activity");
  g_autofree char *key = g_strdup_printf ("activity:%u", index);
  EntValue participant = ENT_VALUE_INIT;
  EntId id;

  ent_sample_set (record, "type", template->type);
  ent_sample_set (record, "subject", _(template->subject));
  if (template->body != NULL)
    ent_sample_set (record, "body", _(template->body));
  ent_sample_set (record, "outcome", template->outcome);
  if (g_str_equal (template->type, "call"))
    ent_sample_set (record, "direction", draw_below (state, 4) == 0 ? "incoming" : "outgoing");
  set_times (self, record, template, planned, state);

  ent_sample_set_id (record, "about", ent_id_is_null (&person->account) ? &person->id : &person->account);
  ent_value_set_id (&participant, &person->id);
  ent_staged_record_take (record, ENT_STAGED_ELEMENT, ent_kind_get_field (record->kind, "participants"), &participant);
  ent_sample_set_id (record, "owner", ent_store_get_me (self->store));
  return ent_sample_add (self, record, key, &id, error);
}

gboolean
ent_sample_add_activities (EntSample *self, GError **error)
{
  guint64 state = 20260101;

  for (guint i = 0; i < N_ACTIVITIES; i++)
    if (!add_activity (self, i, &state, error))
      return FALSE;
  return TRUE;
}
