#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Another language reaches the kinds, their fields and the classes through introspection."""

import unittest

import gi
import tap_runner

gi.require_version('Ent', '1')
from gi.repository import Ent, GObject  # noqa: E402


class BindingsTest(unittest.TestCase):
    def test_kinds(self):
        kinds = {kind.key: kind for kind in Ent.kinds_get_all()}
        self.assertIn('contact', kinds)
        self.assertEqual(kinds['saved-view'].get_plural_label(), 'Saved views')
        self.assertTrue(kinds['address'].is_element)

    def test_fields(self):
        contact = Ent.kind_from_key('contacts')
        field = contact.get_field('family-name')
        self.assertEqual(field.get_label(), 'Family name')
        self.assertEqual(field.get_field_type(), Ent.FieldType.TEXT)
        self.assertTrue(field.get_flags() & Ent.FieldFlags.SORTABLE)
        self.assertEqual(field.get_kind().get_key(), 'contact')
        keys = [contact.get_nth_field(slot).get_key() for slot in range(contact.get_n_fields())]
        self.assertIn('birthday', keys)
        self.assertIsNone(contact.get_field('shoe-size'))

    def test_properties(self):
        names = {spec.name for spec in GObject.list_properties(Ent.Contact)}
        self.assertLessEqual({'id', 'created', 'family-name', 'account', 'primary-phone', 'tags'}, names)

    def test_ids(self):
        first = Ent.id_generate()
        second = Ent.id_generate()
        self.assertLess(first.to_string(), second.to_string())

    def test_elements(self):
        element = Ent.Element.new(Ent.kind_from_key('contact-point'))
        element.set_text('channel', 'email')
        element.set_text('value', 'Jane@EXAMPLE.com')
        element.normalize(None)
        self.assertEqual(element.get_text('normalized'), 'jane@example.com')


if __name__ == '__main__':
    tap_runner.main()
