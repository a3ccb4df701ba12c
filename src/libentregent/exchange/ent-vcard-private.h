/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A vCard as it was written: its properties in order, unfolded and in UTF-8, but neither unescaped nor decoded, so that
 * what is not understood goes out as it came in. The accessors below give the meaning.
 */
typedef struct _EntVcard EntVcard;

typedef enum
{
  ENT_VCARD_2_1 = 21,
  ENT_VCARD_3_0 = 30,
  ENT_VCARD_4_0 = 40,
} EntVcardVersion;

typedef struct
{
  const char *name;  /* as written; "" for the bare types of 2.1 */
  const char *value; /* as written, with quotes */
} EntVcardParam;

typedef struct
{
  const char *group; /* NULL without one */
  const char *name;  /* as written; compare without regard to case */
  const char *value;
  gsize length;
  guint first_param;
  guint n_params;
  guint64 line; /* of the file, from 1; 0 for one that was made */
} EntVcardProperty;

/* How a value is built; what separates its parts is escaped in them. */
typedef enum
{
  ENT_VCARD_SHAPE_RAW,        /* nobody knows: never touched */
  ENT_VCARD_SHAPE_PLAIN,      /* a URI, a date …: without escapes */
  ENT_VCARD_SHAPE_TEXT,       /* one text */
  ENT_VCARD_SHAPE_LIST,       /* texts, separated by commas */
  ENT_VCARD_SHAPE_STRUCTURED, /* components, separated by semicolons */
} EntVcardShape;

/* What went wrong with a card; a fatal problem means that the card is to be rejected. */
typedef struct
{
  guint64 line;
  gboolean fatal;
  char *text; /* translated */
} EntVcardProblem;

typedef enum
{
  ENT_VCARD_TYPE_WORK = 1 << 0,
  ENT_VCARD_TYPE_HOME = 1 << 1,
  ENT_VCARD_TYPE_MOBILE = 1 << 2,
  ENT_VCARD_TYPE_FAX = 1 << 3,
  ENT_VCARD_TYPE_PAGER = 1 << 4,
  ENT_VCARD_TYPE_VOICE = 1 << 5,
  ENT_VCARD_TYPE_TEXT = 1 << 6,
  ENT_VCARD_TYPE_VIDEO = 1 << 7,
  ENT_VCARD_TYPE_MAIN = 1 << 8,
  ENT_VCARD_TYPE_PREF = 1 << 9,
  ENT_VCARD_TYPE_POSTAL = 1 << 10,
  ENT_VCARD_TYPE_BILLING = 1 << 11,
  ENT_VCARD_TYPE_DELIVERY = 1 << 12,
  ENT_VCARD_TYPE_OTHER = 1 << 13,
} EntVcardTypes;

/* --- the model --- */
EntVcard *ent_vcard_new (EntVcardVersion version);
void ent_vcard_free (EntVcard *self);
EntVcardVersion ent_vcard_get_version (const EntVcard *self);
void ent_vcard_set_version (EntVcard *self, EntVcardVersion version);
guint64 ent_vcard_get_line (const EntVcard *self);
void ent_vcard_set_line (EntVcard *self, guint64 line);
gsize ent_vcard_get_size (const EntVcard *self);

guint ent_vcard_get_n_properties (const EntVcard *self);
const EntVcardProperty *ent_vcard_get_property (const EntVcard *self, guint i);
void
ent_vcard_add (EntVcard *self, const char *group, const char *name, const char *value, gssize length, guint64 line);
void ent_vcard_add_text (EntVcard *self, const char *name, const char *text);
void ent_vcard_add_components (EntVcard *self, const char *name, const char *const *components);
void ent_vcard_add_param (EntVcard *self, const char *name, const char *value);
const EntVcardParam *ent_vcard_get_param (const EntVcard *self, const EntVcardProperty *property, guint i);
const EntVcardProperty *ent_vcard_find (const EntVcard *self, const char *name);
const EntVcardProperty *ent_vcard_find_preferred (const EntVcard *self, const char *name);
gboolean ent_vcard_property_is (const EntVcardProperty *property, const char *name);

void ent_vcard_add_problem (EntVcard *self, guint64 line, gboolean fatal, char *text);
GPtrArray *ent_vcard_get_problems (const EntVcard *self);
const char *ent_vcard_get_rejection (const EntVcard *self);

/* --- its meaning --- */
char *ent_vcard_dup_param (const EntVcard *self, const EntVcardProperty *property, const char *name);
EntVcardTypes ent_vcard_get_types (const EntVcard *self, const EntVcardProperty *property);
const char *ent_vcard_get_suffix (const EntVcard *self, const EntVcardProperty *property);
/* Whether its parameters say so, and not only its label. */
gboolean ent_vcard_has_typed_suffix (const EntVcard *self, const EntVcardProperty *property);
guint ent_vcard_get_preference (const EntVcard *self, const EntVcardProperty *property);
char *ent_vcard_dup_label (const EntVcard *self, const EntVcardProperty *property);
char *ent_vcard_dup_text (const EntVcard *self, const EntVcardProperty *property);
char **ent_vcard_dup_components (const EntVcard *self, const EntVcardProperty *property);
char **ent_vcard_dup_list (const EntVcard *self, const EntVcardProperty *property);
GBytes *ent_vcard_dup_binary (const EntVcard *self, const EntVcardProperty *property, char **media_type);
char *ent_vcard_dup_date (const EntVcard *self, const EntVcardProperty *property);
char *ent_vcard_dup_display_name (const EntVcard *self);

gboolean ent_vcard_property_is_quoted_printable (const EntVcard *self, const EntVcardProperty *property);
gboolean ent_vcard_property_is_base64 (const EntVcard *self, const EntVcardProperty *property);
char *ent_vcard_escape (const char *text);
char *ent_vcard_unescape (const char *text);
/* The value without quoted-printable or base64, still escaped. */
char *ent_vcard_dup_decoded (const EntVcard *self, const EntVcardProperty *property);
/* The same, of a property that nobody knows: line breaks that were escaped are ones, all else stays. */
char *ent_vcard_dup_raw (const EntVcard *self, const EntVcardProperty *property);
/* A parameter's value without quotes and escapes. */
char *ent_vcard_param_dup_value (const EntVcardParam *param);
/* And back: in quotes, with the escapes of RFC 6868. */
char *ent_vcard_escape_param (const char *text);

EntVcardShape ent_vcard_get_shape (const EntVcard *self, const EntVcardProperty *property);
/* "text", "uri" …: what it is without a VALUE; NULL for a property that is not registered. */
const char *ent_vcard_get_default_type (const EntVcardProperty *property);

/* "image/jpeg" for JPEG, and back; NULL for a type that says nothing of the medium. */
const char *ent_vcard_get_media_type (const char *type);
const char *ent_vcard_get_media_word (const char *media_type);
/* A picture, a sound or a key: before 4.0 it stands in the card in base64, or VALUE says that it is elsewhere. */
gboolean ent_vcard_property_is_binary (const EntVcardProperty *property);
/* Where the base64 of a data: URI begins that stands for a binary; NULL for all else. */
const char *ent_vcard_find_inline (const EntVcardProperty *property, char **media_type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntVcard, ent_vcard_free)

G_END_DECLS
