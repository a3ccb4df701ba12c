/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-record.h"

G_BEGIN_DECLS

/**
 * EntGtkRowType:
 *
 * Which widget a field gets in a form.
 */
typedef enum
{
  ENT_GTK_ROW_ENTRY, /* one line of text or a number */
  ENT_GTK_ROW_LONG_TEXT,
  ENT_GTK_ROW_CHOICE, /* one of a list: enumerations, currencies, countries, languages */
  ENT_GTK_ROW_SWITCH,
  ENT_GTK_ROW_DATE, /* dates, complete or not */
  ENT_GTK_ROW_TIME, /* a moment */
  ENT_GTK_ROW_REFERENCE,
  ENT_GTK_ROW_STAGE,  /* one of an order of stages */
  ENT_GTK_ROW_LINKS,  /* tags, participants */
  ENT_GTK_ROW_STATIC, /* derived: only shown */
} EntGtkRowType;

/**
 * EntGtkSectionType:
 *
 * The parts of a record's page, in the order of the page.
 */
typedef enum
{
  ENT_GTK_SECTION_SUMMARY,  /* what the book knows by itself: last contact, next step */
  ENT_GTK_SECTION_DETAILS,  /* what matters first, and what else is filled in */
  ENT_GTK_SECTION_ELEMENTS, /* contact points, or addresses: one section for each set */
  ENT_GTK_SECTION_LINKED,   /* relationships and what points to the record */
  ENT_GTK_SECTION_TEXTS,    /* long texts */
  ENT_GTK_SECTION_MORE,     /* empty fields, offered and not shown */
  ENT_GTK_SECTION_TIMELINE,
} EntGtkSectionType;

/**
 * EntGtkRowState:
 * @field: the field
 * @type: its widget
 * @conflict: two people changed it without knowing of each other
 */
typedef struct
{
  const EntField *field;
  EntGtkRowType type;
  gboolean conflict;
} EntGtkRowState;

/**
 * EntGtkSection:
 * @type: which part of the page
 * @title: (nullable): what a group of details is about, translated; %NULL: nothing in particular
 * @field: the set of a section of elements, otherwise %NULL
 * @rows: (element-type EntGtkRowState): its fields
 */
typedef struct
{
  EntGtkSectionType type;
  const char *title;
  const EntField *field;
  GArray *rows;
} EntGtkSection;

/**
 * EntGtkRecordState:
 * @sections: (element-type EntGtkSection): the parts of the page
 * @timeline_beside: the timeline is a pane of its own, not the last part of the page
 * @compact: narrow: actions stand below each other's thumb, texts are short
 *
 * What the page of a record shows: a pure function of the record and its surroundings, with no widget in it.
 */
typedef struct
{
  GPtrArray *sections;
  gboolean timeline_beside;
  gboolean compact;
} EntGtkRecordState;

ENT_AVAILABLE_IN_1_0
EntGtkRecordState *
ent_gtk_record_state_new (EntRecord *record, GPtrArray *fields, double width_sp, const char *const *first);

ENT_AVAILABLE_IN_1_0
void ent_gtk_record_state_free (EntGtkRecordState *state);

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_record_state_same_shape (const EntGtkRecordState *a, const EntGtkRecordState *b);

ENT_AVAILABLE_IN_1_0
GArray *ent_gtk_form_rows (const EntKind *kind, const char *const *first);

ENT_AVAILABLE_IN_1_0
EntGtkRowType ent_gtk_row_type_for_field (const EntField *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntGtkRecordState, ent_gtk_record_state_free)

G_END_DECLS
