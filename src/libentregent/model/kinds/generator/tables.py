# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the static tables: kinds, fields, choices, SQL columns, order of the keys."""

from . import ctext
from .model import NUMBERS


def sql_type(field):
    if field.type in NUMBERS or field.type == 'boolean':
        return 'INTEGER'
    return 'BLOB' if field.type in ('reference', 'primary') else 'TEXT'


def columns(kind):
    """(name, SQL type, slot, role) of every column that is made from a field; see FORMAT.md."""
    result = []
    for slot, field in enumerate(kind.fields):
        if not field.column or (field.is_common and field.key == 'id'):
            continue
        result.append((field.column, sql_type(field), slot, 'value'))
        if field.type == 'reference':
            result.append((field.column + '_rid', 'INTEGER', slot, 'row'))
            if len(field.targets) != 1:
                result.append((field.column + '_kind', 'INTEGER', slot, 'kind'))
    return result


def choice_table(kind, slot, field):
    if not field.choices:
        return []
    # The labels of kinds are translated as such.
    entries = [f'  {{ {ctext.string(key)}, {ctext.msgid("choice", label)} }},' for key, label in field.choices]
    return [f'static const EntChoice {kind.c_name}_choices_{slot}[] = {{', *entries, '  { NULL, NULL },', '};']


def target_table(kind, slot, field, by_key):
    if field.type not in ('reference', 'reference-set'):
        return []
    names = [kind] if field.key == 'id' and field.is_common else [by_key[key] for key in field.targets]
    entries = [f'&ent_kind_{target.c_name}' for target in names]
    return [f'static const EntKind *const {kind.c_name}_targets_{slot}[] = {{ {", ".join([*entries, "NULL"])} }};']


def header_table(kind, slot, field):
    if not field.headers:
        return []
    entries = ', '.join([*map(ctext.string, field.headers), 'NULL'])
    return [f'static const char *const {kind.c_name}_headers_{slot}[] = {{ {entries} }};']


def field_entry(kind, slot, field, by_key):
    flags = ' | '.join(ctext.enum('ENT_FIELD', flag) for flag in field.flags) or '0'
    lines = [
        '  {',
        f'    .number = {field.number},',
        f'    .kind = &ent_kind_{kind.c_name},',
        f'    .key = {ctext.string(field.key)},',
        f'    .column = {ctext.string(field.column)},',
        f'    /* TRANSLATORS: {kind.label}: {field.doc} */',
        f'    .label = {ctext.msgid("field", field.label)},',
        f'    .unit = {ctext.msgid("unit", field.unit)},',
        f'    .doc = {ctext.string(field.doc)},',
        f'    .type = {ctext.enum("ENT_FIELD", field.type)},',
        f'    .flags = {flags},',
        f'    .klass = {ctext.enum("ENT_FIELD_CLASS", field.klass)},',
        f'    .slot = {slot},',
        f'    .privacy = {ctext.enum("ENT_FIELD_PRIVACY", field.privacy)},',
        f'    .merge = {ctext.enum("ENT_FIELD_MERGE", field.merge)},',
    ]
    if field.choices:
        lines.append(f'    .choices = {kind.c_name}_choices_{slot},')
    if field.type in ('reference', 'reference-set'):
        lines.append(f'    .targets = {kind.c_name}_targets_{slot},')
    if field.element:
        lines.append(f'    .element = &ent_kind_{by_key[field.element].c_name},')
    if field.of:
        lines.append(f'    .of = {ctext.string(field.of)},')
    lines.append(f'    .headers = {f"{kind.c_name}_headers_{slot}" if field.headers else "no_headers"},')
    return lines + ['  },']


def column_table(kind):
    entries = [
        f'  {{ {ctext.string(name)}, "{type_}", &ent_{kind.c_name}_fields[{slot}], ENT_COLUMN_{role.upper()} }},'
        for name, type_, slot, role in columns(kind)
    ]
    return [f'static const EntColumn {kind.c_name}_columns[] = {{', *entries, '};']


def key_order(kind):
    order = sorted(range(len(kind.fields)), key=lambda slot: kind.fields[slot].key)
    return [f'static const guint8 {kind.c_name}_by_key[] = {{ {", ".join(map(str, order))} }};']


def kind_entry(kind):
    get_type = 'ent_element_get_type' if kind.is_element else f'ent_{kind.c_name}_get_type'
    title = next(slot for slot, field in enumerate(kind.fields) if field.key == kind.title)
    return [
        f'const EntKind ent_kind_{kind.c_name} = {{',
        f'  .number = {kind.number},',
        f'  .key = {ctext.string(kind.key)},',
        f'  .plural_key = {ctext.string(kind.plural_key)},',
        f'  .table = {ctext.string(kind.table)},',
        f'  /* TRANSLATORS: {kind.doc} */',
        f'  .label = {ctext.msgid("kind", kind.label)},',
        f'  .plural_label = {ctext.msgid("kinds", kind.plural)},',
        f'  .doc = {ctext.string(kind.doc)},',
        f'  .is_element = {"TRUE" if kind.is_element else "FALSE"},',
        f'  .get_type = {get_type},',
        f'  .title = &ent_{kind.c_name}_fields[{title}],',
        f'  .fields = ent_{kind.c_name}_fields,',
        f'  .n_fields = {len(kind.fields)},',
        '};',
    ]


def kind_block(kind, by_key):
    lines = ['', f'/* {kind.label} */', '']
    for slot, field in enumerate(kind.fields):
        lines += choice_table(kind, slot, field)
        lines += target_table(kind, slot, field, by_key)
        lines += header_table(kind, slot, field)
    lines += ['', f'const EntField ent_{kind.c_name}_fields[] = {{']
    for slot, field in enumerate(kind.fields):
        lines += field_entry(kind, slot, field, by_key)
    return lines + ['};', '', *column_table(kind), *key_order(kind), '', *kind_entry(kind)]


def source(kinds, count):
    by_key = {kind.key: kind for kind in kinds}
    lines = [ctext.LICENCE.rstrip(), '#include "config.h"', '', '#include <glib/gi18n-lib.h>', '',
             '#include "ent-kind-private.h"', '#include "ent-kinds.h"', '',
             'static const char *const no_headers[] = { NULL };']
    for kind in kinds:
        lines += kind_block(kind, by_key)
    lines += ['', 'const EntKind *const ent_kinds_all[] = {']
    lines += [f'  &ent_kind_{kind.c_name},' for kind in kinds]
    lines += ['  NULL,', '};', '', 'const EntKindTable ent_kind_tables[] = {']
    lines += [
        f'  {{ {kind.c_name}_columns, G_N_ELEMENTS ({kind.c_name}_columns), {kind.c_name}_by_key }},' for kind in kinds
    ]
    lines += ['};', '', f'const guint ent_kinds_n = {len(kinds)};', f'const guint ent_kinds_n_numbers = {count};', '']
    return '\n'.join(lines)
