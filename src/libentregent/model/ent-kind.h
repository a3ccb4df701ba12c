/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-id.h"

G_BEGIN_DECLS

/**
 * EntFieldType:
 * @ENT_FIELD_TEXT: one line
 * @ENT_FIELD_LONG_TEXT: several lines
 * @ENT_FIELD_INTEGER: a whole number
 * @ENT_FIELD_PERCENT: 0 to 100
 * @ENT_FIELD_MONEY: minor units; the record's currency field tells of what
 * @ENT_FIELD_BOOLEAN: yes or no
 * @ENT_FIELD_DATE: `YYYY-MM-DD`
 * @ENT_FIELD_PARTIAL_DATE: a date that may lack its year or day
 * @ENT_FIELD_TIMESTAMP: milliseconds since 1970 UTC
 * @ENT_FIELD_DURATION: minutes
 * @ENT_FIELD_ENUM: one of the field's choices, by key
 * @ENT_FIELD_CURRENCY: an ISO 4217 code
 * @ENT_FIELD_COUNTRY: an ISO 3166-1 alpha-2 code
 * @ENT_FIELD_LANGUAGE: a BCP 47 tag
 * @ENT_FIELD_TIME_ZONE: an IANA name
 * @ENT_FIELD_COORDINATES: "latitude,longitude" in degrees (WGS 84)
 * @ENT_FIELD_REFERENCE: the id of a record of one of the field's target kinds
 * @ENT_FIELD_PRIMARY: which element of a set is the first one: a dot
 * @ENT_FIELD_REFERENCE_SET: ids of records: tags, participants
 * @ENT_FIELD_ELEMENT_SET: contact points, addresses, source ids
 * @ENT_FIELD_APPEND: elements that are only ever added: stage history
 *
 * What a field means, and so how it is entered, shown, checked and compared.
 */
typedef enum
{
  ENT_FIELD_TEXT,
  ENT_FIELD_LONG_TEXT,
  ENT_FIELD_INTEGER,
  ENT_FIELD_PERCENT,
  ENT_FIELD_MONEY,
  ENT_FIELD_BOOLEAN,
  ENT_FIELD_DATE,
  ENT_FIELD_PARTIAL_DATE,
  ENT_FIELD_TIMESTAMP,
  ENT_FIELD_DURATION,
  ENT_FIELD_ENUM,
  ENT_FIELD_CURRENCY,
  ENT_FIELD_COUNTRY,
  ENT_FIELD_LANGUAGE,
  ENT_FIELD_TIME_ZONE,
  ENT_FIELD_COORDINATES,
  ENT_FIELD_REFERENCE,
  ENT_FIELD_PRIMARY,
  ENT_FIELD_REFERENCE_SET,
  ENT_FIELD_ELEMENT_SET,
  ENT_FIELD_APPEND,
} EntFieldType;

/**
 * EntFieldFlags:
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
 * @ENT_FIELD_CLASS_GENERAL: for everybody who may read the record
 * @ENT_FIELD_CLASS_CONFIDENTIAL: for those who may read confidential fields
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
 * @key: what is stored
 * @label: what people see, to be translated: see ent_field_get_choice_label()
 *
 * A choice of an enumeration.
 */
typedef struct
{
  const char *key;
  const char *label;
} EntChoice;

/**
 * EntField:
 * @number: its permanent number; 0 for a custom field
 * @id: of a custom field: the id of its `field` record; otherwise all zero
 * @kind: the kind that has it
 * @key: what it is called in properties, queries, JSON, on the command line and in imports: "given-name"
 * @column: its column of the kind's table; %NULL for a set and for what every table has
 * @label: what it is called by people, to be translated: see ent_field_get_label()
 * @unit: (nullable): what its numbers count, to be translated
 * @doc: (nullable): what it means, in English
 * @type: what its values mean
 * @flags: how it is treated
 * @klass: who may read it
 * @slot: its position in the kind's fields; `G_MAXUINT` for a custom field
 * @choices: (nullable): of an enumeration: its choices, ending with one whose key is %NULL
 * @targets: (nullable): of references: the kinds that it may point to, ending with %NULL; empty: any kind
 * @element: (nullable): of a set: the kind of its elements
 * @of: (nullable): of money: the key of the currency field; of a primary element: "phone", "email" or
 * "address"; of a reference to terms: the taxonomy
 * @headers: what an import recognizes beside key and label, ending with %NULL
 * @privacy: what it says about people
 * @merge: what becomes of concurrent edits
 *
 * A field of a kind, as declared in its section of `model/kinds/KIND.ini`, or a custom field. Built-in fields
 * are static; one of a custom field belongs to its store.
 */
struct _EntField
{
  guint number;
  EntId id;
  const EntKind *kind;
  const char *key;
  const char *column;
  const char *label;
  const char *unit;
  const char *doc;
  EntFieldType type;
  EntFieldFlags flags;
  EntFieldClass klass;
  guint slot;
  const EntChoice *choices;
  const EntKind *const *targets;
  const EntKind *element;
  const char *of;
  const char *const *headers;
  EntFieldPrivacy privacy;
  EntFieldMerge merge;
};

/**
 * EntKind:
 * @number: its permanent number
 * @key: what it is called in queries, JSON and on the command line: "contact-point"
 * @plural_key: the same in the plural: "contact-points"
 * @table: its table: "contact_point"
 * @label: what one of its records is called by people, to be translated: see ent_kind_get_label()
 * @plural_label: the same in the plural
 * @doc: what it is, in English
 * @is_element: whether its instances are elements of sets and not records
 * @get_type: the type of its class; that of [struct@Element] for elements
 * @title: the field that a record is called by: name, subject
 * @fields: its fields by number
 * @n_fields: how many they are
 *
 * A kind of record (account, contact …) or of element (contact point, address …), from
 * `model/kinds/KIND.ini`.
 */
struct _EntKind
{
  guint number;
  const char *key;
  const char *plural_key;
  const char *table;
  const char *label;
  const char *plural_label;
  const char *doc;
  gboolean is_element;
  GType (*get_type) (void);
  const EntField *title;
  const EntField *fields;
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
const char *ent_kind_get_key (const EntKind *kind);

ENT_AVAILABLE_IN_1_0
guint ent_kind_get_n_fields (const EntKind *kind);

ENT_AVAILABLE_IN_1_0
const EntField *ent_kind_get_nth_field (const EntKind *kind, guint slot);

ENT_AVAILABLE_IN_1_0
const char *ent_field_get_key (const EntField *field);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_field_get_kind (const EntField *field);

ENT_AVAILABLE_IN_1_0
EntFieldType ent_field_get_field_type (const EntField *field);

ENT_AVAILABLE_IN_1_0
EntFieldFlags ent_field_get_flags (const EntField *field);

ENT_AVAILABLE_IN_1_0
const char *ent_field_get_doc (const EntField *field);

ENT_AVAILABLE_IN_1_0
const char *ent_field_get_label (const EntField *field);

ENT_AVAILABLE_IN_1_0
const char *ent_field_get_choice_label (const EntField *field, const char *choice_key);

ENT_AVAILABLE_IN_1_0
gboolean ent_field_is_set (const EntField *field);

ENT_AVAILABLE_IN_1_0
gboolean ent_field_takes_text (const EntField *field);

G_END_DECLS
