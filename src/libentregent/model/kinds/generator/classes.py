# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes a header and a source for each kind: names of its fields, a class for records, accessors."""

from . import ctext
from .model import NUMBERS, SETS

# EntRecord itself has these.
BASE = {'id', 'kind', 'created', 'modified', 'deleted'}


def accessors(kind):
    return [(slot, field) for slot, field in enumerate(kind.fields) if not (field.is_common and field.key in BASE)]


def accessor_name(kind, field):
    """ent_account_get_type() is taken: it returns the GType."""
    own = f'{kind.c_name}_type' if field.key == 'type' and not kind.is_element else field.c_name
    return f'ent_{kind.c_name}_get_{own}'


def c_type(field):
    if field.type in SETS:
        return 'GPtrArray *'
    if field.type == 'primary':
        return 'EntElement *'
    if field.type == 'reference':
        return 'const EntId *'
    if field.type in NUMBERS:
        return 'gint64 '
    return 'gboolean ' if field.type == 'boolean' else 'const char *'


def self_type(kind):
    return 'EntElement' if kind.is_element else f'Ent{kind.c_class}'


def meaning(field):
    """What the value of an accessor looks like."""
    return {
        'money': f'In minor units of the currency that its {field.of} says; 0 when it has none.',
        'percent': 'From 0 to 100; 0 when it has none.',
        'integer': '0 when it has none.',
        'duration': 'In minutes; 0 when it has none.',
        'timestamp': 'In milliseconds since 1970 UTC; 0 when it has none.',
        'date': 'As YYYY-MM-DD.',
        'partial-date': 'As YYYY, YYYY-MM, YYYY-MM-DD or --MM-DD.',
        'enum': 'One of ' + ', '.join(f'`{key}`' for key, _ in field.choices) + '.',
        'currency': 'An ISO 4217 code.',
        'country': 'An ISO 3166-1 code of two letters.',
        'language': 'A BCP 47 tag.',
        'time-zone': 'A name of the IANA data base.',
        'coordinates': 'As "latitude,longitude" in degrees (WGS 84).',
    }.get(field.type, '')


def returns(field):
    if field.type in SETS:
        return 'Returns: (transfer none) (element-type EntValue): its elements, in the order added'
    if field.type == 'primary':
        return 'Returns: (transfer none) (nullable): the element, or %NULL when none was chosen'
    if field.type == 'reference':
        return 'Returns: (transfer none) (nullable): the id of the record, or %NULL'
    if field.type in NUMBERS or field.type == 'boolean':
        return 'Returns: the value'
    return 'Returns: (transfer none) (nullable): the text, or %NULL when there is none'


def declaration(kind, field):
    return f'{c_type(field)}{accessor_name(kind, field)} ({self_type(kind)} *self);'


def field_names(kind):
    lines = [f'ENT_AVAILABLE_IN_1_0\nconst EntKind ent_kind_{kind.c_name};',
             f'ENT_AVAILABLE_IN_1_0\nconst EntField ent_{kind.c_name}_fields[];', '']
    for slot, field in enumerate(kind.fields):
        lines.append(f'#define ENT_{kind.c_upper}_{field.c_name.upper()} (&ent_{kind.c_name}_fields[{slot}])')
    return lines


def class_declaration(kind):
    if kind.is_element:
        return []
    return [
        f'#define ENT_TYPE_{kind.c_upper} (ent_{kind.c_name}_get_type ())', '', 'ENT_AVAILABLE_IN_1_0',
        f'G_DECLARE_FINAL_TYPE (Ent{kind.c_class}, ent_{kind.c_name}, ENT, {kind.c_upper}, EntRecord)', ''
    ]


def header(kind):
    lines = [ctext.LICENCE.rstrip(), '#pragma once', '', '#include "ent-record.h"', '', 'G_BEGIN_DECLS', '']
    lines += class_declaration(kind) + field_names(kind) + ['']
    for _, field in accessors(kind):
        lines += ['ENT_AVAILABLE_IN_1_0', declaration(kind, field), '']
    return '\n'.join(lines + ['G_END_DECLS', ''])


def property_comments(kind):
    lines = []
    for _, field in accessors(kind):
        if not kind.is_element:
            lines += ['', ctext.comment([f'Ent{kind.c_class}:{field.key}:', '', f'{field.doc} {meaning(field)}'.strip()])]
    return lines


def class_definition(kind):
    if kind.is_element:
        return []
    return [
        '', ctext.comment([f'Ent{kind.c_class}:', '', kind.doc]), f'struct _Ent{kind.c_class}', '{',
        '  EntRecord parent_instance;', '};', '',
        f'G_DEFINE_FINAL_TYPE (Ent{kind.c_class}, ent_{kind.c_name}, ENT_TYPE_RECORD)', *property_comments(kind), '',
        'static void', f'ent_{kind.c_name}_class_init (Ent{kind.c_class}Class *klass)', '{',
        f'  ent_record_class_install_fields (ENT_RECORD_CLASS (klass), &ent_kind_{kind.c_name});', '}', '', 'static void',
        f'ent_{kind.c_name}_init (Ent{kind.c_class} *self)', '{', '}'
    ]


def reader(kind, field):
    prefix = 'ent_element' if kind.is_element else 'ent_record'
    if field.type in SETS:
        return f'{prefix}_get_elements'
    if field.type == 'primary':
        return f'{prefix}_peek_primary'
    if field.type == 'reference':
        return f'{prefix}_peek_id'
    if field.type in NUMBERS:
        return f'{prefix}_peek_integer'
    return f'{prefix}_peek_boolean' if field.type == 'boolean' else f'{prefix}_peek_text'


def definition(kind, slot, field):
    name = accessor_name(kind, field)
    check = 'self != NULL' if kind.is_element else f'ENT_IS_{kind.c_upper} (self)'
    subject = 'self' if kind.is_element else 'ENT_RECORD (self)'
    empty = '0' if field.type in NUMBERS else 'FALSE' if field.type == 'boolean' else 'NULL'
    doc = ctext.comment([
        f'{name}:', f'@self: {"an element of the kind " + kind.key if kind.is_element else "a record"}', '',
        f'{field.doc} {meaning(field)}'.strip(), '', returns(field)
    ])
    return [
        '', doc, c_type(field).rstrip() if not c_type(field).endswith('*') else c_type(field),
        f'{name} ({self_type(kind)} *self)', '{', f'  g_return_val_if_fail ({check}, {empty});', '',
        f'  return {reader(kind, field)} ({subject}, ENT_{kind.c_upper}_{field.c_name.upper()});', '}'
    ]


def source(kind):
    private = 'ent-element-private.h' if kind.is_element else 'ent-record-private.h'
    lines = [ctext.LICENCE.rstrip(), '#include "config.h"', '', f'#include "ent-{kind.c_dash}.h"', f'#include "{private}"']
    lines += class_definition(kind)
    for slot, field in accessors(kind):
        lines += definition(kind, slot, field)
    return '\n'.join(lines + [''])


def umbrella(kinds):
    lines = [ctext.LICENCE.rstrip(), '#pragma once', '']
    lines += [f'#include "ent-{kind.c_dash}.h"' for kind in kinds]
    return '\n'.join(lines + [''])
