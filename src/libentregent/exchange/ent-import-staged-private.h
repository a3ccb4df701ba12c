/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-element.h"
#include "ent-kind.h"
#include "ent-value.h"

G_BEGIN_DECLS

/* How a staged value is to be written. */
typedef enum
{
  ENT_STAGED_SET,       /* register := value */
  ENT_STAGED_NAMED,     /* register or set of references: value is the text of a name, found or made */
  ENT_STAGED_ELEMENT,   /* set += value */
  ENT_STAGED_SOURCE_ID, /* the record's id in another system */
} EntStagedType;

/* So many bytes of a row or card are kept on its way to the book. */
#define ENT_IMPORT_KEPT_RAW (16 * 1024)

/* The source of ids that another book of this program gave. */
#define ENT_IMPORT_OWN_SOURCE "entregent"

/* In front of an id of this program, where an id of any program may stand. */
#define ENT_ID_URN "urn:uuid:"

/* A source whose ids are e-mail addresses, as they are compared: who takes part in a meeting. */
#define ENT_IMPORT_EMAIL_SOURCE "mailto"

typedef struct
{
  EntStagedType type;
  const EntField *field;
  const EntField *via;   /* NAMED: the name is that of a reference of the record, "the team of this manager" */
  const char *source;    /* NAMED: value is not a name but an id in this program; interned */
  const EntField *other; /* with a source: the field when the first has nothing of that id, or NULL */
  gboolean is_about;     /* said of the file, not by it: it holds for a row that came before, too */
  gboolean is_closing;   /* the day of closing, or the expected one of what is open */
  gboolean primary;      /* ELEMENT: the first of its kind to use, where the record has a field for that */
  EntValue value;
} EntStagedValue;

/*
 * One record as a file gives it, parsed, converted and normalised on the reading thread, before it is looked for in the
 * book. `fingerprint` is a hash of everything that the file said of it: the same row again is the same fingerprint.
 */
typedef struct
{
  const EntKind *kind;
  guint file_index;
  guint64 line;
  guint number; /* of a letter in a mailbox, to be told beside the line; 0: the line is enough */
  guint64 fingerprint;
  gboolean by_name;       /* a firm that a row of people tells of: found by its name, filled only when it is new */
  gboolean by_its_name;   /* a firm that a row of people is: found by its name too, as the firm of other rows is */
  EntId id;               /* from an `id` column, else all zero */
  gboolean may_be_total;  /* nothing is remarked on its cells */
  GArray *values;         /* EntStagedValue */
  GHashTable *elements;   /* element → its place in values + 1; NULL while they are few */
  GPtrArray *attachments; /* EntStagedAttachment; NULL: none */
  struct _EntStagedAttachment *photo; /* the picture that its field `photo` names; NULL: none */
  gboolean has_made_title;            /* of what else the row says: it tells nobody apart */
  char *rejection;                    /* why it cannot be taken, translated; NULL when it can */
  char *raw; /* its text in the file, for the file of rejected ones; NULL for long ones (ENT_IMPORT_KEPT_RAW) that were
                not rejected on reading */
  gsize raw_length;
} EntStagedRecord;

EntStagedRecord *ent_staged_record_new (const EntKind *kind, guint file_index, guint64 line);
void ent_staged_record_free (EntStagedRecord *self);

/* Takes the value's contents. */
void ent_staged_record_take (EntStagedRecord *self, EntStagedType type, const EntField *field, EntValue *value);
void ent_staged_record_add_text (EntStagedRecord *self, EntStagedType type, const EntField *field, const char *text);
void
ent_staged_record_add_element (EntStagedRecord *self, const EntField *field, EntElement *element, gboolean primary);
/* The picture of a person, of this media type. */
void ent_staged_record_set_photo (EntStagedRecord *self, GBytes *bytes, const char *media_type);
/* How many bytes of files it holds that nobody has read yet. */
gsize ent_staged_record_get_held (const EntStagedRecord *self);
void ent_staged_record_add_source_id (EntStagedRecord *self, const char *source, const char *value);
/* A line of a long text; what was said before stays above it. */
void ent_staged_record_add_line (EntStagedRecord *self, const EntField *field, const char *line);
void ent_staged_record_reject (EntStagedRecord *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

void ent_staged_record_add_foreign_id (EntStagedRecord *self,
                                       const EntField *field,
                                       const EntField *other,
                                       const char *source,
                                       const char *value);

/* The first value of a field, or NULL; ids of other programs are none. */
const EntStagedValue *ent_staged_record_find (const EntStagedRecord *self, const EntField *field);
const char *ent_staged_record_get_text (const EntStagedRecord *self, const EntField *field);

/* Gives it a title where the file has none: from its parts, product and account, e-mail … Rejects what has nothing to
 * be called by. */
void ent_staged_record_complete_title (EntStagedRecord *self);

/* Whether the value is a phone, e-mail address … that can be compared. */
gboolean ent_staged_value_is_contact_point (const EntStagedValue *self);

/* Whether a record of the same name may be the same one: an account, or what has the same account too. `account` is the
 * value that names it, NULL for accounts. */
gboolean ent_staged_record_is_told_by_name (const EntStagedRecord *self, const EntStagedValue **account);

guint64 ent_fingerprint (guint64 seed, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntStagedRecord, ent_staged_record_free)

G_END_DECLS
