# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the files of the kinds and checks what they say."""

import configparser
import re
from dataclasses import dataclass, field

TYPES = {
    'text', 'long-text', 'integer', 'percent', 'money', 'boolean', 'date', 'partial-date', 'timestamp', 'duration', 'enum',
    'currency', 'country', 'language', 'time-zone', 'coordinates', 'reference', 'primary', 'reference-set', 'element-set',
    'append',
}
SETS = {'reference-set', 'element-set', 'append'}
NUMBERS = {'integer', 'percent', 'money', 'timestamp', 'duration'}
FLAGS = {
    'required', 'sortable', 'searchable', 'listed', 'first', 'derived', 'virtual', 'hidden', 'match', 'indexed',
}
CLASSES = {'general', 'confidential'}
PRIVACY = {'none', 'identity', 'contact', 'behavior', 'free-text'}
MERGES = {'register', 'text', 'set', 'append', 'none'}
PRIMARIES = {'phone', 'email', 'address'}

KIND_KEYS = {'number', 'label', 'plural', 'plural-key', 'table', 'c-name', 'title', 'include', 'element', 'doc'}
FIELD_KEYS = {
    'number', 'type', 'label', 'unit', 'flags', 'choices', 'choices-of', 'targets', 'of', 'element', 'class', 'merge',
    'privacy', 'headers', 'column', 'doc',
}
KEY = re.compile(r'[a-z][a-z0-9]*(-[a-z0-9]+)*')

# What is fixed in every table of a kind, so no column is made for it from the field.
FIXED_COLUMNS = {'id': 'id', 'kind': None, 'deleted': None}
FIRST_OWN_NUMBER = 32

# The store has a bit for each field of a kind.
MAX_FIELDS = 128


class KindError(Exception):
    """The files of the kinds cannot be taken; the message says why and where."""


@dataclass
class Field:
    file: str
    key: str
    number: int
    type: str
    label: str
    doc: str
    unit: str = None
    flags: list = field(default_factory=list)
    choices: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    of: str = None
    element: str = None
    klass: str = 'general'
    merge: str = 'register'
    privacy: str = 'none'
    headers: list = field(default_factory=list)
    column: str = None

    @property
    def where(self):
        return f'{self.file}.ini: [{self.key}]'

    @property
    def c_name(self):
        return self.key.replace('-', '_')

    @property
    def is_common(self):
        return self.file == 'common'


@dataclass
class Kind:
    key: str
    number: int
    label: str
    plural: str
    plural_key: str
    table: str
    c_class: str
    title: str
    doc: str
    is_element: bool
    include: list
    fields: list

    @property
    def c_dash(self):
        return re.sub(r'(?<!^)(?=[A-Z])', '-', self.c_class).lower()

    @property
    def c_name(self):
        return self.c_dash.replace('-', '_')

    @property
    def c_upper(self):
        return self.c_name.upper()

    def field(self, key):
        return next((f for f in self.fields if f.key == key), None)


def read(path):
    parser = configparser.ConfigParser(interpolation=None, delimiters=('=',), comment_prefixes=('#',), strict=True)
    parser.optionxform = str
    try:
        parser.read_string(path.read_text(encoding='utf-8'), path.name)
    except (configparser.Error, UnicodeDecodeError) as error:
        raise KindError(f'{path.name}: {error}') from error
    return parser


def number(text, where):
    if text is None or not text.isascii() or not text.isdigit() or not 0 < int(text) < 1 << 20:
        raise KindError(f'{where}: needs a number greater than 0')
    return int(text)


def words(text, allowed, what, where):
    found = (text or '').split()
    for word in found:
        if word not in allowed:
            raise KindError(f'{where}: unknown {what} "{word}"; known are {", ".join(sorted(allowed))}')
    return found


def word(text, default, allowed, what, where):
    found = words(text or default, allowed, what, where)
    if len(found) != 1:
        raise KindError(f'{where}: needs one {what}')
    return found[0]


def read_choices(text, where):
    choices = []
    for line in (text or '').strip().splitlines():
        key, _, label = line.strip().partition(' ')
        if not KEY.fullmatch(key) or not label.strip():
            raise KindError(f'{where}: a choice is a key, a space and a label, not "{line.strip()}"')
        if key in (k for k, _ in choices):
            raise KindError(f'{where}: the choice "{key}" is there twice')
        choices.append((key, label.strip()))
    return choices


def default_merge(type_):
    if type_ == 'append':
        return 'append'
    if type_ in SETS:
        return 'set'
    return 'text' if type_ == 'long-text' else 'register'


def column_of(field_):
    """Derived values stand in columns that can be rebuilt, whose names begin with x_."""
    if field_.is_common and field_.key in FIXED_COLUMNS:
        return FIXED_COLUMNS[field_.key]
    if field_.type in SETS:
        return None
    derived = {'derived', 'virtual'} & set(field_.flags)
    return ('x_' if derived else '') + field_.c_name


def read_field(file, key, section):
    where = f'{file}.ini: [{key}]'
    if not KEY.fullmatch(key):
        raise KindError(f'{where}: a key is small letters, digits and single hyphens')
    for option in section:
        if option not in FIELD_KEYS:
            raise KindError(f'{where}: unknown key "{option}"')
    for option in ('type', 'label', 'doc'):
        if not section.get(option):
            raise KindError(f'{where}: needs a {option}')
    type_ = word(section.get('type'), '', TYPES, 'type', where)
    flags = words(section.get('flags'), FLAGS, 'flag', where)
    derived = 'derived' in flags
    result = Field(
        file=file, key=key, number=number(section.get('number'), where), type=type_, label=section['label'],
        doc=' '.join(section['doc'].split()), unit=section.get('unit'), flags=flags,
        choices=read_choices(section.get('choices'), where), targets=(section.get('targets') or '').split(),
        of=section.get('of'), element=section.get('element'),
        klass=word(section.get('class'), 'general', CLASSES, 'class', where),
        merge=word(section.get('merge'), 'none' if derived else default_merge(type_), MERGES, 'merge kind', where),
        privacy=word(section.get('privacy'), 'none', PRIVACY, 'privacy class', where),
        headers=[h.strip() for h in (section.get('headers') or '').split(';') if h.strip()])
    if section.get('choices-of') not in (None, 'kinds'):
        raise KindError(f'{where}: choices can only be of "kinds"')
    if section.get('choices-of'):
        result.choices = None
    result.column = column_of(result)
    return result


def read_fields(path, parser):
    return [read_field(path.stem, key, parser[key]) for key in parser.sections() if key != 'Kind']


def camel(key):
    return ''.join(part.capitalize() for part in key.split('-'))


def read_kind(path, parser, includes):
    where = f'{path.name}: [Kind]'
    section = parser['Kind']
    for option in section:
        if option not in KIND_KEYS:
            raise KindError(f'{where}: unknown key "{option}"')
    for option in ('label', 'plural', 'title', 'doc'):
        if not section.get(option):
            raise KindError(f'{where}: needs a {option}')
    include = words(section.get('include'), includes, 'include', where)
    own = read_fields(path, parser)
    is_element = section.get('element') == 'yes'
    for field_ in own:
        if not is_element and field_.number < FIRST_OWN_NUMBER:
            raise KindError(f'{field_.where}: numbers below {FIRST_OWN_NUMBER} are for files that kinds include')
    fields = sorted([f for name in include for f in includes[name]] + own, key=lambda f: f.number)
    return Kind(
        key=path.stem, number=number(section.get('number'), where), label=section['label'], plural=section['plural'],
        plural_key=section.get('plural-key') or section['plural'].lower().replace(' ', '-'),
        table=section.get('table') or path.stem.replace('-', '_'), c_class=section.get('c-name') or camel(path.stem),
        title=section['title'], doc=' '.join(section['doc'].split()), is_element=is_element, include=include,
        fields=fields)


def check_unique(things, what, name, where):
    seen = {}
    for thing in things:
        if name(thing) in seen:
            raise KindError(f'{where(thing)}: {what} {name(thing)} is already that of {where(seen[name(thing)])}')
        seen[name(thing)] = thing


def check_field(kind, field_, kinds):
    where = field_.where
    for target in field_.targets:
        if target not in kinds or kinds[target].is_element:
            raise KindError(f'{where}: there is no kind of record "{target}"')
    if field_.type in ('element-set', 'append') and not (field_.element in kinds and kinds[field_.element].is_element):
        raise KindError(f'{where}: needs the kind of its elements')
    if field_.type == 'enum' and not field_.choices:
        raise KindError(f'{where}: needs choices')
    if field_.type != 'enum' and field_.choices:
        raise KindError(f'{where}: only the type enum has choices')
    if field_.type == 'money' and not (field_.of and kind.field(field_.of) and kind.field(field_.of).type == 'currency'):
        raise KindError(f'{where}: needs "of", the key of its currency field')
    if field_.type == 'primary' and field_.of not in PRIMARIES:
        raise KindError(f'{where}: needs "of", one of {", ".join(sorted(PRIMARIES))}')
    if 'sortable' in field_.flags and not field_.column:
        raise KindError(f'{where}: a set has no column to sort by')


def check_taxonomies(kinds):
    """A reference to a term says of which taxonomy."""
    if 'term' not in kinds:
        return
    known = [key for key, _ in kinds['term'].field('taxonomy').choices]
    for kind in kinds.values():
        for field_ in kind.fields:
            if field_.targets == ['term'] and kind.key != 'term' and field_.of not in known:
                raise KindError(f'{field_.where}: needs "of", one of {", ".join(known)}')


def resolve(kinds):
    labels = [(kind.key, kind.label) for kind in kinds.values() if not kind.is_element]
    for kind in kinds.values():
        for field_ in kind.fields:
            if field_.choices is None:
                field_.choices = labels
    for kind in kinds.values():
        if kind.field(kind.title) is None:
            raise KindError(f'{kind.key}.ini: [Kind]: there is no field "{kind.title}" to take the title from')
        if len(kind.fields) > MAX_FIELDS:
            raise KindError(f'{kind.key}.ini: a kind has at most {MAX_FIELDS} fields')
        check_unique(kind.fields, 'number', lambda f: f.number, lambda f: f.where)
        check_unique(kind.fields, 'key', lambda f: f.key, lambda f: f.where)
        for field_ in kind.fields:
            check_field(kind, field_, kinds)
    check_taxonomies(kinds)


def load(folder):
    """Returns the kinds by number, and the fields of the files that they include by name."""
    parsed = [(path, read(path)) for path in sorted(folder.glob('*.ini'))]
    includes = {path.stem: read_fields(path, parser) for path, parser in parsed if not parser.has_section('Kind')}
    kinds = [read_kind(path, parser, includes) for path, parser in parsed if parser.has_section('Kind')]
    if not kinds:
        raise KindError(f'{folder}: no kind is declared there')
    check_unique(kinds, 'number', lambda k: k.number, lambda k: f'{k.key}.ini')
    kinds.sort(key=lambda k: k.number)
    resolve({kind.key: kind for kind in kinds})
    return kinds, includes
