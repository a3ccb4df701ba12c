#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns a list of words into a sorted block for ent_text_table_lookup().

Input: UTF-8, one entry a line, "word" or "word<TAB>value"; lines that begin with "# " and empty lines are skipped.
Output: a C header with the block NAME, each entry ended by NUL, sorted by the bytes of the word.
"""

import sys


def quote(text: bytes) -> str:
    out = []
    for byte in text:
        if byte in b'"\\' or byte < 0x20 or byte >= 0x7F:
            out.append(f'\\{byte:03o}')
        else:
            out.append(chr(byte))
    return ''.join(out)


def main() -> int:
    name, source, target = sys.argv[1:4]
    entries: dict[bytes, bytes] = {}

    with open(source, 'rb') as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip(b'\n')
            if not line or line.startswith(b'# '):
                continue
            word = line.split(b'\t', 1)[0]
            if word in entries:
                print(f'{source}:{number}: "{word.decode()}" is there twice', file=sys.stderr)
                return 1
            entries[word] = line

    with open(target, 'w', encoding='ascii') as out:
        out.write(f'/* Made by sorted-table.py: do not edit. */\nstatic const char {name}[] =\n')
        for word in sorted(entries):
            out.write(f'  "{quote(entries[word])}\\000"\n')
        out.write(';\n')

    return 0


if __name__ == '__main__':
    sys.exit(main())
