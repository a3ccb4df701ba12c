#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes C from the files of the kinds: field tables, GObject classes with accessors, SQL columns."""

import argparse
import pathlib
import sys

from generator import classes, model, numbers, tables


def write_if_changed(path, text):
    """Keeps the time of a file whose text stays the same."""
    if path.exists() and path.read_text(encoding='utf-8') == text:
        return
    path.write_text(text, encoding='utf-8')


def generate(folder, output):
    kinds, includes = model.load(folder)
    count = numbers.check(folder / 'numbers.txt', kinds, includes)
    files = {'ent-kinds-generated.c': tables.source(kinds, count), 'ent-kinds.h': classes.umbrella(kinds)}
    for kind in kinds:
        files[f'ent-{kind.c_dash}.h'] = classes.header(kind)
        files[f'ent-{kind.c_dash}.c'] = classes.source(kind)
    output.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_if_changed(output / name, text)
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('folder', type=pathlib.Path, help='folder with the .ini files and numbers.txt')
    parser.add_argument('output', type=pathlib.Path, help='folder to write the C files to')
    parser.add_argument('--expect', nargs='*', help='names of the C files that the build knows of')
    arguments = parser.parse_args()
    try:
        files = generate(arguments.folder, arguments.output)
        missing = sorted(set(files) ^ set(arguments.expect or files))
        if missing:
            raise model.KindError(f'model/meson.build and the kinds disagree about {", ".join(missing)}')
    except model.KindError as error:
        sys.exit(f'generate-kinds: {error}')


if __name__ == '__main__':
    main()
