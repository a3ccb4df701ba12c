/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-gtk-relationship-section.h"

/* Translators: a relationship seen from its second record: "Works here" stands at an account beside the name of a
 * contact. */
static const struct
{
  const char *type;
  const char *label;
} reverse_labels[] = {
  { "works-at", NC_("relationship, seen from the other side", "Works here") },
  { "part-of", NC_("relationship, seen from the other side", "Is a part of this") },
  { "partner-of", NC_("relationship, seen from the other side", "Partner") },
  { "refers", NC_("relationship, seen from the other side", "Recommended this") },
  { "influences", NC_("relationship, seen from the other side", "Has influence here") },
  { "decides", NC_("relationship, seen from the other side", "Decides here") },
  { "champions", NC_("relationship, seen from the other side", "Speaks for this") },
  { "blocks", NC_("relationship, seen from the other side", "Speaks against this") },
  { "household-member", NC_("relationship, seen from the other side", "Lives here") },
};

/**
 * ent_gtk_relationship_get_label:
 * @type: (nullable): the type of a relationship, by its key
 * @reverse: whether it is seen from its second record
 *
 * Gets the words for a relationship from one of its sides.
 *
 * Returns: (transfer none): the words; empty for an unknown type
 */
const char *
ent_gtk_relationship_get_label (const char *type, gboolean reverse)
{
  const EntField *field = ent_kind_get_field (ent_kind_from_key ("relationship"), "type");
  const char *label;
  guint i;

  if (type == NULL)
    return "";
  for (i = 0; reverse && i < G_N_ELEMENTS (reverse_labels); i++)
    if (g_str_equal (reverse_labels[i].type, type))
      return g_dpgettext2 (GETTEXT_PACKAGE, "relationship, seen from the other side", reverse_labels[i].label);
  label = ent_field_get_choice_label (field, type);

  return label != NULL ? label : type;
}
