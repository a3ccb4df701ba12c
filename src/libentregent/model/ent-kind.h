/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-id.h"

G_BEGIN_DECLS

/**
 * EntFieldType:
 *
 * What a field means, and so how it is entered, shown, checked and compared.
 */
typedef enum
{
  ENT_FIELD_TEXT,      /* one line */
  ENT_FIELD_LONG_TEXT, /* several lines */
  ENT_FIELD_INTEGER,
  ENT_FIELD_PERCENT, /* 0…100 */
  ENT_FIELD_MONEY,   /* minor units; the record's currency field tells of what */
  ENT_FIELD_BOOLEAN,
  ENT_FIELD_DATE,          /* YYYY-MM-DD */
  ENT_FIELD_PARTIAL_DATE,  /* may lack its year or day */
  ENT_FIELD_TIMESTAMP,     /* milliseconds since 1970 UTC */
  ENT_FIELD_DURATION,      /* minutes */
  ENT_FIELD_ENUM,          /* one of the field's choices, by key */
  ENT_FIELD_CURRENCY,      /* ISO 4217 */
  ENT_FIELD_COUNTRY,       /* ISO 3166-1 alpha-2 */
  ENT_FIELD_LANGUAGE,      /* BCP 47 */
  ENT_FIELD_TIME_ZONE,     /* IANA name */
  ENT_FIELD_COORDINATES,   /* "latitude,longitude", WGS 84 degrees */
  ENT_FIELD_REFERENCE,     /* the id of a record of one of the field's target kinds */
  ENT_FIELD_PRIMARY,       /* which element of a set is the first one: a dot */
  ENT_FIELD_REFERENCE_SET, /* tags, participants */
  ENT_FIELD_ELEMENT_SET,   /* contact points, addresses, source ids */
  ENT_FIELD_APPEND,        /* elements that are only ever added: stage history */
} EntFieldType;

/**
 * EntFieldFlags:
 *
 * @ENT_FIELD_REQUIRED: a new record cannot be committed without it
 * @ENT_FIELD_SORTABLE: lists can be sorted by it at any size
 * @ENT_FIELD_SEARCHABLE: found by free text
 * @ENT_FIELD_LISTED: a column by default
 * @ENT_FIELD_FIRST: among the fields that a form shows first
 * @ENT_FIELD_DERIVED: kept by the store, e.g. last contact; never set directly
 * @ENT_FIELD_VIRTUAL: derived, but can be set: the store turns it into something else (a contact's account
 * into a relationship)
 * @ENT_FIELD_HIDDEN: not shown in forms
 * @ENT_FIELD_MATCH: identifies a record on a second import
 * @ENT_FIELD_INDEXED: has an index of its own
 */
typedef enum
{
  ENT_FIELD_REQUIRED = 1 << 0,
  ENT_FIELD_SORTABLE = 1 << 1,
  ENT_FIELD_SEARCHABLE = 1 << 2,
  ENT_FIELD_LISTED = 1 << 3,
  ENT_FIELD_FIRST = 1 << 4,
  ENT_FIELD_DERIVED = 1 << 5,
  ENT_FIELD_VIRTUAL = 1 << 6,
  ENT_FIELD_HIDDEN = 1 << 7,
  ENT_FIELD_MATCH = 1 << 8,
  ENT_FIELD_INDEXED = 1 << 9,
} EntFieldFlags;

/**
 * EntFieldClass:
 *
 * The access and privacy class of a field; each has its own change row, so that a reader without the right
 * never gets it.
 */
typedef enum
{
  ENT_FIELD_CLASS_GENERAL = 0,
  ENT_FIELD_CLASS_CONFIDENTIAL = 1,
} EntFieldClass;

/**
 * EntFieldPrivacy:
 * @ENT_FIELD_PRIVACY_NONE: says nothing about a person by itself
 * @ENT_FIELD_PRIVACY_IDENTITY: who somebody is
 * @ENT_FIELD_PRIVACY_CONTACT: how somebody is reached
 * @ENT_FIELD_PRIVACY_BEHAVIOR: what somebody did
 * @ENT_FIELD_PRIVACY_FREE_TEXT: may say anything about anybody
 *
 * What a field says about people, for reports on personal data and for erasure.
 */
typedef enum
{
  ENT_FIELD_PRIVACY_NONE,
  ENT_FIELD_PRIVACY_IDENTITY,
  ENT_FIELD_PRIVACY_CONTACT,
  ENT_FIELD_PRIVACY_BEHAVIOR,
  ENT_FIELD_PRIVACY_FREE_TEXT,
} EntFieldPrivacy;

/**
 * EntFieldMerge:
 * @ENT_FIELD_MERGE_NONE: derived: never in a change
 * @ENT_FIELD_MERGE_REGISTER: one value; concurrent ones are kept as heads
 * @ENT_FIELD_MERGE_TEXT: a register whose concurrent values are proposed as one text at review
 * @ENT_FIELD_MERGE_SET: elements are added and removed by dots
 * @ENT_FIELD_MERGE_APPEND: elements are only ever added
 *
 * What becomes of concurrent edits of a field.
 */
typedef enum
{
  ENT_FIELD_MERGE_NONE,
  ENT_FIELD_MERGE_REGISTER,
  ENT_FIELD_MERGE_TEXT,
  ENT_FIELD_MERGE_SET,
  ENT_FIELD_MERGE_APPEND,
} EntFieldMerge;

typedef struct _EntKind EntKind;
typedef struct _EntField EntField;

/**
 * EntChoice:
 *
 * A choice of an enumeration: its key, as stored, and its label, translated by ent_choice_get_label().
 */
typedef struct
{
  const char *key;
  const char *label;
} EntChoice;

/**
 * EntField:
 *
 * A field of a kind, as declared in its section of `model/kinds/KIND.ini`, or a custom field. Static for
 * built-in fields; one of a custom field belongs to its store.
 */
struct _EntField
{
  guint number; /* permanent; 0 for a custom field */
  EntId id;     /* of a custom field: of its `field` record; otherwise all zero */
  const EntKind *kind;
  const char *key;    /* kebab-case: property, CLI, JSON, import */
  const char *column; /* SQL column, or NULL: derived by a sub-select, or a set */
  const char *label;  /* msgid; see ent_field_get_label() */
  const char *unit;   /* msgid, or NULL */
  const char *doc;
  EntFieldType type;
  EntFieldFlags flags;
  EntFieldClass klass;
  guint slot;                    /* position in the kind's `fields` */
  const EntChoice *choices;      /* ENUM: ends with a NULL key */
  const EntKind *const *targets; /* REFERENCE, REFERENCE_SET: NULL-terminated; empty = any kind */
  const EntKind *element;        /* ELEMENT_SET, APPEND: the kind of its elements */
  const char *of; /* MONEY: key of the currency field; PRIMARY: "phone", "email", "address"; REFERENCE to
                     terms: the taxonomy */
  const char *const *headers; /* what import recognizes beside key and label; NULL-terminated */
  EntFieldPrivacy privacy;
  EntFieldMerge merge;
};

/**
 * EntKind:
 *
 * A kind of record (account, contact …) or of element (contact point, address …), from
 * `model/kinds/KIND.ini`.
 */
struct _EntKind
{
  guint number;           /* permanent */
  const char *key;        /* "contact-point" */
  const char *plural_key; /* "contact-points" */
  const char *table;      /* "contact_point" */
  const char *label;      /* msgids */
  const char *plural_label;
  const char *doc;
  gboolean is_element;
  GType (*get_type) (void);
  const EntField *title;  /* what a record is called by: name, subject */
  const EntField *fields; /* by number */
  guint n_fields;
};

ENT_AVAILABLE_IN_1_0
const EntKind *const *ent_kinds_get_all (guint *n_kinds);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_kind_from_number (guint number);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_kind_from_key (const char *key);

ENT_AVAILABLE_IN_1_0
const EntField *ent_kind_get_field (const EntKind *kind, const char *key);

ENT_AVAILABLE_IN_1_0
const EntField *ent_kind_get_field_by_number (const EntKind *kind, guint number);

ENT_AVAILABLE_IN_1_0
const char *ent_kind_get_label (const EntKind *kind);

ENT_AVAILABLE_IN_1_0
const char *ent_kind_get_plural_label (const EntKind *kind);

ENT_AVAILABLE_IN_1_0
const char *ent_field_get_label (const EntField *field);

ENT_AVAILABLE_IN_1_0
const char *ent_field_get_choice_label (const EntField *field, const char *choice_key);

ENT_AVAILABLE_IN_1_0
gboolean ent_field_is_set (const EntField *field);

G_END_DECLS
