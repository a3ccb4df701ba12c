/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-list-words.h"

static const struct
{
  const char *kind;
  const char *empty_title;
  const char *empty_text;
  const char *new_label;
  const char *new_plain;
} words[] = {
  { "contact", N_("No Contacts Yet"),
    N_("Add somebody you know, or bring the contacts that you have today: a spreadsheet, CSV file or vCard from any "
        "program."),
    N_("_New Contact"), N_("New Contact") },
  { "account", N_("No Accounts Yet"),
    N_("An account is a company, an association or a household. A private customer is a contact and needs none."),
    N_("_New Account"), N_("New Account") },
  { "opportunity", N_("No Opportunities Yet"),
    N_("Something that you may sell: give it a name now, and an amount and a date when you know them."),
    N_("_New Opportunity"), N_("New Opportunity") },
  { "activity", N_("No Activities Yet"),
    N_("Calls, visits, meetings and to-dos appear here. Log one from the page of a contact or an account."),
    N_("_New Activity"), N_("New Activity") },
};

static guint
find (const EntKind *kind)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].kind, kind->key))
      break;

  return i;
}

const char *
ent_app_list_words_empty_title (const EntKind *kind)
{
  guint i = find (kind);

  return i < G_N_ELEMENTS (words) ? _(words[i].empty_title) : _("Nothing Here Yet");
}

const char *
ent_app_list_words_empty_text (const EntKind *kind)
{
  guint i = find (kind);

  return i < G_N_ELEMENTS (words) ? _(words[i].empty_text) : NULL;
}

const char *
ent_app_list_words_new (const EntKind *kind)
{
  guint i = find (kind);

  return i < G_N_ELEMENTS (words) ? _(words[i].new_label) : _("_Add");
}

const char *
ent_app_list_words_new_plain (const EntKind *kind)
{
  guint i = find (kind);

  return i < G_N_ELEMENTS (words) ? _(words[i].new_plain) : _("Add");
}

char *
ent_app_list_words_deleted (const EntKind *kind, guint64 n)
{
  gulong number = (gulong) MIN (n, G_MAXLONG);

  if (g_str_equal (kind->key, "contact"))
    return g_strdup_printf (ngettext ("%lu contact deleted", "%lu contacts deleted", number), number);
  if (g_str_equal (kind->key, "account"))
    return g_strdup_printf (ngettext ("%lu account deleted", "%lu accounts deleted", number), number);
  if (g_str_equal (kind->key, "opportunity"))
    return g_strdup_printf (ngettext ("%lu opportunity deleted", "%lu opportunities deleted", number), number);
  if (g_str_equal (kind->key, "activity"))
    return g_strdup_printf (ngettext ("%lu activity deleted", "%lu activities deleted", number), number);

  return g_strdup_printf (ngettext ("%lu record deleted", "%lu records deleted", number), number);
}

char *
ent_app_list_words_dup_undone (const EntUndoResult *undone)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  if (undone->n_removed > 0)
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%lu record removed", "%lu records removed",
                                                           (gulong) undone->n_removed),
                                                 (gulong) undone->n_removed));
  if (undone->n_restored > 0)
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%lu record restored", "%lu records restored",
                                                           (gulong) undone->n_restored),
                                                 (gulong) undone->n_restored));
  if (undone->n_changed > 0)
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%lu record changed", "%lu records changed",
                                                           (gulong) undone->n_changed),
                                                 (gulong) undone->n_changed));
  texts = g_strv_builder_end (parts);
  /* Translators: between what an undo has done: "2 records removed, 1 record changed" */
  return *texts != NULL ? g_strjoinv (_(", "), texts) : NULL;
}

#define N_KEPT 3

char *
ent_app_list_words_dup_kept (const EntUndoResult *undone)
{
  guint n = undone->kept != NULL ? g_strv_length (undone->kept) : 0;
  g_autofree char *last = n > N_KEPT ? g_strdup_printf (ngettext ("%u more", "%u more", n - N_KEPT), n - N_KEPT) : NULL;
  const char *names[N_KEPT + 2] = { NULL };

  for (guint i = 0; i < MIN (n, N_KEPT); i++)
    names[i] = undone->kept[i];
  if (n > N_KEPT)
    names[N_KEPT] = last;
  return n > 0 ? g_strjoinv (", ", (char **) names) : NULL;
}

static void
add_item (GMenu *menu, const char *label, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "list.sort", "s", target);
  g_menu_append_item (menu, item);
}

GMenuModel *
ent_app_list_words_sort_menu (EntStore *store, const EntKind *kind)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) sort = g_menu_new ();
  g_autoptr (GMenu) view = g_menu_new ();
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (store, kind);
  guint i;

  add_item (sort, C_("sort order", "Usual Order"), "");
  for (i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);
      gboolean newest_first = field->type != ENT_FIELD_TEXT;
      g_autofree char *target = g_strconcat (newest_first ? "-" : "", field->key, NULL);

      if ((field->flags & ENT_FIELD_SORTABLE) != 0 && (field->flags & ENT_FIELD_HIDDEN) == 0)
        add_item (sort, ent_field_get_label (field), target);
    }
  g_menu_append (view, _("_Save as View…"), "win.save-view");
  g_menu_append (view, _("_Delete This View"), "win.delete-view");
  g_menu_append (view, _("_Export…"), "win.export");
  g_menu_append (view, _("_Print…"), "win.print-list");
  g_menu_append_section (menu, _("Sort By"), G_MENU_MODEL (sort));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (view));

  return G_MENU_MODEL (menu);
}
