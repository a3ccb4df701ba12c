# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the numbers of kinds and fields to the list of all numbers that were ever given."""

import re

from .model import FIRST_OWN_NUMBER, KindError

LINE = re.compile(r'(\d+) ([a-z0-9-]+)(?:\.([a-z0-9-]+))?(?: (reserved|retired))?')


def read(path):
    """Returns {(file, field or None): (number, note, line number)} in the order of the list."""
    found = {}
    if not path.exists():
        raise KindError(f'{path.name} is missing: it lists every number ever given and must be kept')
    for index, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        if not line.strip() or line.startswith('#'):
            continue
        match = LINE.fullmatch(line.strip())
        if not match:
            raise KindError(f'{path.name}:{index}: cannot understand "{line}"')
        name = (match[2], match[3])
        if name in found:
            raise KindError(f'{path.name}:{index}: "{show(name)}" is already in line {found[name][2]}')
        found[name] = (int(match[1]), match[4], index)
    return found


def show(name):
    return name[0] if name[1] is None else f'{name[0]}.{name[1]}'


def declared(kinds, includes):
    result = {(kind.key, None): kind.number for kind in kinds}
    for kind in kinds:
        result.update({(f.file, f.key): f.number for f in kind.fields if f.file == kind.key})
    for name, fields in includes.items():
        result.update({(name, f.key): f.number for f in fields})
    return result


def check_reuse(path, listed, includes):
    """A number names one thing in its space: kinds, the included files together, the fields of each kind."""
    seen = {}
    for name, (number, _, index) in listed.items():
        space = 'kinds' if name[1] is None else 'includes' if name[0] in includes else name[0]
        if (space, number) in seen:
            other = seen[(space, number)]
            raise KindError(f'{path.name}:{index}: number {number} of "{show(name)}" was already given to "{show(other)}"; '
                            'a number is never used again')
        seen[(space, number)] = name
    return seen


def check_gaps(path, seen, kinds):
    """Fields are numbered without gaps: a gap is a number that was taken out of the list."""
    elements = {kind.key for kind in kinds if kind.is_element}
    spaces = {}
    for (space, number), name in seen.items():
        spaces.setdefault(space, set()).add(number)
    for space, used in spaces.items():
        if space == 'kinds':
            continue
        first = 1 if space == 'includes' or space in elements else FIRST_OWN_NUMBER
        for number in range(first, max(used)):
            if number not in used:
                raise KindError(f'{path.name}: number {number} of {space} is missing: it was taken out, or one was left '
                                'out; numbers are given in order and stay in the list')


def check(path, kinds, includes):
    """Returns how many numbers the list has; raises KindError where it and the files disagree."""
    listed = read(path)
    actual = declared(kinds, includes)
    check_gaps(path, check_reuse(path, listed, includes), kinds)
    for name, number in actual.items():
        if name not in listed:
            raise KindError(f'{path.name}: add the line "{number} {show(name)}": every number is listed there')
        if listed[name][0] != number:
            raise KindError(f'{name[0]}.ini: "{show(name)}" has number {number}, but {path.name}:{listed[name][2]} gave it '
                            f'{listed[name][0]}; a number never changes')
        if listed[name][1]:
            raise KindError(f'{path.name}:{listed[name][2]}: "{show(name)}" is {listed[name][1]} there, but declared')
    for name, (number, note, index) in listed.items():
        if name not in actual and not note:
            raise KindError(f'{path.name}:{index}: number {number} of "{show(name)}" was removed from the kinds\' files; '
                            'declare it again, or mark its line "retired"')
    return len(listed)
