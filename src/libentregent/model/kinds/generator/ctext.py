# SPDX-License-Identifier: LGPL-2.1-or-later
"""Small helpers to write C."""

import textwrap

LICENCE = '/* SPDX-License-Identifier: LGPL-2.1-or-later */\n/* Made by generate-kinds.py from the files of the kinds; changes go there. */\n'


def string(text):
    if text is None:
        return 'NULL'
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def msgid(context, text):
    return 'NULL' if text is None else f'NC_("{context}", {string(text)})'


def enum(prefix, word):
    return f'{prefix}_{word.replace("-", "_").upper()}'


def comment(lines):
    """A gi-docgen comment; each item is a paragraph, which is wrapped, or an empty line."""
    out = ['/**']
    for line in lines:
        wrapped = textwrap.wrap(line, 112, break_long_words=False, break_on_hyphens=False) or ['']
        out += [(' * ' + part).rstrip() for part in wrapped]
    return '\n'.join(out + [' */'])
