#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The generator of the kinds refuses what would break books, says why, and makes everything of one section."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import tap_runner

KINDS = pathlib.Path(os.environ['G_TEST_SRCDIR']).parent / 'src/libentregent/model/kinds'

SECTION = '''
[shoe-size]
number = 51
type = integer
label = Shoe size
unit = sizes
flags = sortable listed
headers = Schuhgröße; pointure
doc = What fits.
'''


class GeneratorTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='entregent-kinds-'))
        self.addCleanup(shutil.rmtree, self.folder)
        self.kinds = self.folder / 'kinds'
        shutil.copytree(KINDS, self.kinds)
        self.output = self.folder / 'output'

    def run_generator(self):
        return subprocess.run([sys.executable, '-B', self.kinds / 'generate-kinds.py', self.kinds, self.output],
                              capture_output=True, text=True)

    def generated(self, name):
        return (self.output / name).read_text(encoding='utf-8')

    def edit(self, name, old, new):
        path = self.kinds / name
        text = path.read_text(encoding='utf-8')
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding='utf-8')

    def append(self, name, text):
        path = self.kinds / name
        path.write_text(path.read_text(encoding='utf-8') + text, encoding='utf-8')

    def assert_accepted(self):
        done = self.run_generator()
        self.assertEqual(done.returncode, 0, done.stderr)

    def assert_refused(self, *words):
        done = self.run_generator()
        self.assertNotEqual(done.returncode, 0)
        self.assertTrue(done.stderr.startswith('generate-kinds: '), done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def add_field(self):
        self.append('contact.ini', SECTION)
        self.edit('numbers.txt', '50 contact.vcard-rest\n', '50 contact.vcard-rest\n51 contact.shoe-size\n')


class AcceptedTest(GeneratorTest):
    def test_as_it_is(self):
        self.assert_accepted()

    def test_one_section_makes_everything(self):
        self.add_field()
        self.assert_accepted()
        header = self.generated('ent-contact.h')
        tables = self.generated('ent-kinds-generated.c')
        self.assertIn('gint64 ent_contact_get_shoe_size (EntContact *self);', header)
        self.assertIn('#define ENT_CONTACT_SHOE_SIZE (&ent_contact_fields[', header)
        self.assertIn('EntContact:shoe-size:', self.generated('ent-contact.c'))
        self.assertIn('{ "shoe_size", "INTEGER", &ent_contact_fields[', tables)
        self.assertIn('NC_("field", "Shoe size")', tables)
        self.assertIn('NC_("unit", "sizes")', tables)
        self.assertIn('"Schuhgröße", "pointure"', tables)

    def test_unchanged_files_keep_their_time(self):
        self.assert_accepted()
        before = (self.output / 'ent-account.h').stat().st_mtime_ns
        self.add_field()
        self.assert_accepted()
        self.assertEqual((self.output / 'ent-account.h').stat().st_mtime_ns, before)

    def test_retired_field(self):
        self.edit('numbers.txt', '50 contact.vcard-rest\n', '50 contact.vcard-rest\n51 contact.old retired\n')
        self.assert_accepted()


class NumbersTest(GeneratorTest):
    def test_field_missing_from_the_list(self):
        self.append('contact.ini', SECTION)
        self.assert_refused('numbers.txt', 'add the line "51 contact.shoe-size"')

    def test_removed_field(self):
        self.edit('numbers.txt', '50 contact.vcard-rest\n', '50 contact.vcard-rest\n51 contact.old\n')
        self.assert_refused('number 51 of "contact.old" was removed', 'retired')

    def test_number_taken_out_of_the_list(self):
        text = (self.kinds / 'contact.ini').read_text(encoding='utf-8')
        start, end = text.index('[nickname]'), text.index('[name-order]')
        (self.kinds / 'contact.ini').write_text(text[:start] + text[end:], encoding='utf-8')
        self.edit('numbers.txt', '38 contact.nickname\n', '')
        self.assert_refused('number 38 of contact is missing')

    def test_reused_number(self):
        self.add_field()
        self.edit('numbers.txt', '51 contact.shoe-size\n', '51 contact.old retired\n51 contact.shoe-size\n')
        self.assert_refused('number 51', 'already given to "contact.old"', 'never used again')

    def test_reused_kind(self):
        self.edit('tag.ini', 'number = 12\n', 'number = 20\n')
        self.edit('numbers.txt', '12 tag\n', '20 tag\n')
        self.assert_refused('number 20 of "target"', 'already given to "tag"')

    def test_changed_number(self):
        self.edit('contact.ini', 'number = 50\n', 'number = 52\n')
        self.assert_refused('contact.vcard-rest', 'has number 52', 'a number never changes')

    def test_two_fields_with_one_number(self):
        self.append('contact.ini', SECTION.replace('51', '50'))
        self.assert_refused('contact.ini', 'number 50 is already that of')

    def test_two_kinds_with_one_number(self):
        self.edit('tag.ini', 'number = 12\n', 'number = 13\n')
        self.assert_refused('number 13 is already that of', 'tag.ini', 'term.ini')

    def test_reserved_kind_is_declared(self):
        shutil.copy(self.kinds / 'tag.ini', self.kinds / 'segment.ini')
        self.edit('segment.ini', 'number = 12\n', 'number = 31\n')
        self.assert_refused('"segment" is reserved')

    def test_removed_kind(self):
        (self.kinds / 'exchange-rate.ini').unlink()
        self.assert_refused('number 17 of "exchange-rate" was removed')

    def test_number_of_an_included_file(self):
        self.append('contact.ini', SECTION.replace('51', '20'))
        self.assert_refused('numbers below 32 are for files that kinds include')

    def test_no_list(self):
        (self.kinds / 'numbers.txt').unlink()
        self.assert_refused('numbers.txt is missing')

    def test_unreadable_line(self):
        self.append('numbers.txt', 'fifty contact.x\n')
        self.assert_refused('cannot understand "fifty contact.x"')


class SectionTest(GeneratorTest):
    def assert_section_refused(self, old, new, *words):
        self.add_field()
        self.edit('contact.ini', old, new)
        self.assert_refused('contact.ini: [shoe-size]', *words)

    def test_unknown_type(self):
        self.assert_section_refused('type = integer\nlabel = Shoe', 'type = colour\nlabel = Shoe', 'unknown type "colour"')

    def test_unknown_key(self):
        self.assert_section_refused('unit = sizes', 'units = sizes', 'unknown key "units"')

    def test_unknown_flag(self):
        self.assert_section_refused('flags = sortable listed\nheaders', 'flags = sorted\nheaders', 'unknown flag "sorted"')

    def test_no_documentation(self):
        self.assert_section_refused('doc = What fits.\n', '', 'needs a doc')

    def test_no_number(self):
        self.assert_section_refused('number = 51\n', '', 'needs a number')

    def test_no_choices(self):
        self.assert_section_refused('type = integer\nlabel = Shoe', 'type = enum\nlabel = Shoe', 'needs choices')

    def test_choices_of_no_enum(self):
        self.assert_section_refused('unit = sizes', 'choices =\n  big Big', 'only the type enum has choices')

    def test_unknown_target(self):
        self.assert_section_refused('type = integer\nlabel = Shoe', 'type = reference\ntargets = shop\nlabel = Shoe',
                                    'no kind of record "shop"')

    def test_term_without_taxonomy(self):
        self.assert_section_refused('type = integer\nlabel = Shoe', 'type = reference\ntargets = term\nlabel = Shoe',
                                    'needs "of"', 'sector')

    def test_money_without_currency(self):
        self.assert_section_refused('type = integer\nlabel = Shoe', 'type = money\nlabel = Shoe', 'currency field')

    def test_bad_key(self):
        self.append('contact.ini', SECTION.replace('shoe-size', 'Shoe_Size'))
        self.assert_refused('[Shoe_Size]', 'small letters')

    def test_key_of_an_included_file(self):
        self.append('contact.ini', SECTION.replace('shoe-size', 'last-contact'))
        self.assert_refused('key last-contact is already that of')

    def test_section_twice(self):
        self.add_field()
        self.append('contact.ini', SECTION)
        self.assert_refused('contact.ini', 'shoe-size')


if __name__ == '__main__':
    tap_runner.main()
