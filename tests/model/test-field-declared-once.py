#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A field is declared once: the tree with one more section is built, and has the field everywhere."""

import csv
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import tap_runner

SOURCE = pathlib.Path(os.environ['G_TEST_SRCDIR']).parent
LEFT_OUT = shutil.ignore_patterns('.git', 'build*', 'tests', '__pycache__')

SECTION = '''
[favorite-cake]
number = {number}
type = text
label = Favorite cake
flags = sortable searchable listed
headers = Lieblingskuchen
doc = What to bring along.
'''

PROPERTY = '''
import gi
gi.require_version('Ent', '1')
from gi.repository import Ent, GObject
print([spec.name for spec in GObject.list_properties(Ent.Contact)])
print(hasattr(Ent.Contact, 'get_favorite_cake'))
'''

IMPORTED = 'Name,Lieblingskuchen\nAda Lovelace,Battenberg\nMary Shelley,Parkin\n'


def run(*command, **options):
    """Runs a program and returns what it printed; a failure says what the program said."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          **options)
    if done.returncode != 0:
        raise AssertionError(f'{command[0]} {command[1:]}: {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr}')
    return done.stdout


def add_section(kinds):
    numbers = (kinds / 'numbers.txt').read_text(encoding='utf-8')
    last = max(int(number) for number in re.findall(r'^(\d+) contact\.', numbers, re.M))
    line = re.search(rf'^{last} contact\..*\n', numbers, re.M)
    (kinds / 'numbers.txt').write_text(numbers[:line.end()] + f'{last + 1} contact.favorite-cake\n' + numbers[line.end():],
                                       encoding='utf-8')
    with (kinds / 'contact.ini').open('a', encoding='utf-8') as file:
        file.write(SECTION.format(number=last + 1))


class DeclaredOnceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='entregent-field-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.tree, cls.build, cls.book = (cls.folder / name for name in ('tree', 'build', 'test.entregent'))
        cls.environment = {name: value for name, value in os.environ.items() if not name.startswith(('G_', 'MALLOC_'))}
        cls.environment |= {'XDG_DATA_HOME': cls.folder / 'data', 'XDG_STATE_HOME': cls.folder / 'state', 'LC_ALL': 'C.UTF-8',
                            'ENTREGENT_MODULE_DIR': cls.build / 'src/libentregent/model',
                            'ENTREGENT_LOCALEDIR': cls.build / 'po'}
        cls.build_tree()
        cls.fill_book()

    @classmethod
    def build_tree(cls):
        shutil.copytree(SOURCE, cls.tree, ignore=LEFT_OUT)
        add_section(cls.tree / 'src/libentregent/model/kinds')
        run('meson', 'setup', cls.build, cls.tree, '-Dbuildtype=plain', '-Dtests=none', '-Dapp=disabled', '-Dcli=enabled',
            '-Dintrospection=enabled', env=cls.environment)
        run('meson', 'compile', '-C', cls.build, env=cls.environment)

    @classmethod
    def fill_book(cls):
        cls.cli('init', '--me', 'Grace Hopper', '--country', 'GB', '--currency', 'GBP')
        table = cls.folder / 'cakes.csv'
        table.write_text(IMPORTED, encoding='utf-8')
        cls.imported = json.loads(cls.cli('--format', 'json', 'import', table))
        cls.ada = json.loads(cls.cli('--format', 'json', 'list', 'contacts', 'name:Ada'))[0]['id']

    @classmethod
    def cli(cls, *arguments):
        return run(cls.build / 'src/cli/entregent-cli', '--book', cls.book, *arguments, env=cls.environment)

    def need(self, command):
        if not re.search(rf'^  {command} ', self.cli('--help'), re.M):
            self.skipTest(f'the command line was built without "{command}"')

    def test_property(self):
        library = self.build / 'src/libentregent'
        names, accessor = run(sys.executable, '-c', PROPERTY,
                              env=self.environment | {'GI_TYPELIB_PATH': library, 'LD_LIBRARY_PATH': library}).splitlines()
        self.assertIn("'favorite-cake'", names)
        self.assertEqual(accessor, 'True')

    def test_column(self):
        with sqlite3.connect(f'file:{self.book}?mode=ro', uri=True) as book:
            columns = {row[1]: row[2] for row in book.execute('PRAGMA table_info (contact)')}
            self.assertEqual(columns['favorite_cake'], 'TEXT')
            self.assertIn(('Battenberg',), book.execute('SELECT favorite_cake FROM contact').fetchall())

    def test_import(self):
        self.assertEqual(self.imported['created'], 2)
        self.assertEqual(self.imported['rejected'], [])

    def test_json(self):
        [record] = json.loads(self.cli('--format', 'json', 'list', 'contacts', 'name:Ada'))
        self.assertEqual(record['favorite-cake'], 'Battenberg')

    def test_show(self):
        self.need('show')
        self.assertEqual(json.loads(self.cli('--format', 'json', 'show', self.ada))['favorite-cake'], 'Battenberg')
        self.assertRegex(self.cli('show', self.ada), 'Favorite cake.*Battenberg')

    def test_list(self):
        rows = json.loads(self.cli('--format', 'json', 'list', 'contacts', '--fields', 'name,favorite-cake', '--sort',
                                   '-favorite-cake'))
        self.assertEqual([row['favorite-cake'] for row in rows][:2], ['Parkin', 'Battenberg'])
        rows = json.loads(self.cli('--format', 'json', 'list', 'contacts', 'favorite-cake:parkin'))
        self.assertEqual([row['name'] for row in rows], ['Mary Shelley'])

    def test_listed_column(self):
        self.assertIn('Favorite cake', self.cli('list', 'contacts').splitlines()[0])

    def test_command_line(self):
        self.cli('add', 'contact', 'name=Emmy Noether', 'favorite-cake=Stollen')
        emmy = json.loads(self.cli('--format', 'json', 'list', 'contacts', 'favorite-cake:stollen'))[0]['id']
        self.assertIn('Streuselkuchen', self.cli('set', emmy, 'favorite-cake=Streuselkuchen'))
        self.assertEqual(self.cli('--format', 'json', 'list', 'contacts', 'favorite-cake:stollen').strip(), '[]')
        self.cli('delete', emmy)

    def test_search(self):
        found = json.loads(self.cli('--format', 'json', 'list', 'contacts', 'battenb'))
        self.assertEqual([row['id'] for row in found], [self.ada])

    def test_search_everywhere(self):
        self.need('search')
        found = json.loads(self.cli('--format', 'json', 'search', 'battenb'))
        self.assertEqual([row['id'] for row in found], [self.ada])

    def test_log(self):
        with sqlite3.connect(f'file:{self.book}?mode=ro', uri=True) as book:
            self.assertEqual(book.execute("SELECT count(*) FROM change WHERE instr(body, CAST('Battenberg' AS BLOB))").fetchone(),
                             (1,))

    def test_history(self):
        self.need('history')
        entries = json.loads(self.cli('--format', 'json', 'history', self.ada))
        self.assertEqual([entry['new'] for entry in entries if entry['field'] == 'favorite-cake'], ['Battenberg'])

    def test_dump(self):
        self.need('dump')
        self.assertIn('"favorite-cake":[[', self.cli('dump'))

    def test_export(self):
        table = self.folder / 'out.csv'
        self.cli('export', table, '--kind', 'contacts')
        rows = list(csv.DictReader(io.StringIO(table.read_text(encoding='utf-8-sig'))))
        self.assertIn('Battenberg', [value for row in rows for key, value in row.items()
                                     if key in ('favorite-cake', 'Favorite cake')])


if __name__ == '__main__':
    tap_runner.main()
