/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The text of a query: understood or refused with a place in it; what is understood has a text that means the same. */

#include "ent-query.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const kinds[] = { "contact", "opportunity", "activity" };
  g_autofree char *text = g_strndup ((const char *) data, size);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      EntQueryProblem problem = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (EntQuery) query = ent_query_new_from_text (NULL, ent_kind_from_key (kinds[i]), text, &problem, &error);
      g_autoptr (EntQuery) again = NULL;
      g_autofree char *canonical = NULL;

      if (query == NULL)
        {
          g_assert_nonnull (error);
          g_assert_nonnull (problem.expected);
          g_assert_true (!g_utf8_validate (text, -1, NULL) ||
                         problem.position + problem.length <= (guint) g_utf8_strlen (text, -1) ||
                         problem.position == 0);
          ent_query_problem_clear (&problem);
          continue;
        }
      canonical = ent_query_dup_text (query);
      again = ent_query_new_from_text (NULL, ent_kind_from_key (kinds[i]), canonical, NULL, NULL);
      g_assert_nonnull (again);
      g_assert_true (ent_query_equal (query, again));
      for (guint n = 0; n < ent_query_get_n_terms (query); n++)
        {
          g_autofree char *label = ent_query_dup_term_label (query, NULL, n);

          g_assert_true (g_utf8_validate (label, -1, NULL));
        }
    }
  return 0;
}
