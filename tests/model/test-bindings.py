#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Another language reaches the kinds, their fields and the classes through introspection."""

import os
import tempfile
import unittest

import gi
import tap_runner

gi.require_version('Ent', '1')
from gi.repository import Ent, Gio, GLib, GObject  # noqa: E402


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

    def test_book(self):
        """What is needed to write a record and to find it."""
        store = Ent.Store.open_sync(None, Ent.StoreOpenFlags.IN_MEMORY, None, None)
        contact = Ent.kind_from_key('contact')
        identity = Ent.id_generate()
        change = Ent.Change.new(store)
        change.add(contact, identity)
        change.set_text(contact, identity, contact.get_field('name'), 'Ada Martin')
        change.set_text(contact, identity, contact.get_field('job-title'), 'Engineer')
        self.assertGreater(store.commit_sync(change, None).get_group(), 0)

        record = store.get_record_sync(contact, identity, None)
        self.assertEqual(record.get_text('job-title'), 'Engineer')
        query = Ent.Query.new(contact).with_sort(contact.get_field('name'), True)
        self.assertEqual(query.get_kind().key, 'contact')
        rows = store.query_sync(query, 0, 10, None)
        self.assertEqual([row.dup_text(contact.get_field('name')) for row in rows], ['Ada Martin'])
        self.assertEqual(store.count_sync(query, None), 1)

        change = Ent.Change.new(store)
        change.delete(contact, identity)
        store.commit_sync(change, None)
        self.assertEqual(store.count_sync(query, None), 0)

    def test_lists(self):
        """What comes in an array belongs to the array."""
        store = Ent.Store.open_sync(None, Ent.StoreOpenFlags.IN_MEMORY, None, None)
        contact = Ent.kind_from_key('contact')
        name = contact.get_field('name')
        identity = Ent.id_generate()
        for text in ('Ada Martin', 'Ada Lovelace'):
            change = Ent.Change.new(store)
            if text == 'Ada Martin':
                change.add(contact, identity)
            change.set_text(contact, identity, name, text)
            store.commit_sync(change, None)
        for _ in range(3):
            self.assertEqual([row.dup_text(name) for row in store.search_sync('lovelace', 10, None)], ['Ada Lovelace'])

    def test_import(self):
        store = Ent.Store.open_sync(None, Ent.StoreOpenFlags.IN_MEMORY, None, None)
        contact = Ent.kind_from_key('contact')
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'people.csv')
            with open(path, 'w', encoding='utf-8') as stream:
                stream.write('First Name,Last Name,Birthday\nAda,Lovelace,1815-12-10\nNo,Body,99.99.1900\n')
            run = Ent.Import.new(store)
            run.add_file(Gio.File.new_for_path(path))
            result = run.run_sync(None, None)
            copy = result.copy()
            del result
            self.assertEqual((copy.n_read, copy.n_created, copy.n_rejected), (2, 1, 1))
        self.assertEqual(Ent.Import.revert_sync(store, copy.import_, None, None).kept, [])
        assignment = Ent.Assignment.new(store, contact)
        self.assertTrue(assignment.parse('name=Ada Martin'))
        self.assertIsNotNone(Ent.Titles.new(store))

    def test_undo(self):
        store = Ent.Store.open_sync(None, Ent.StoreOpenFlags.IN_MEMORY, None, None)
        contact = Ent.kind_from_key('contact')
        identity = Ent.id_generate()
        change = Ent.Change.new(store)
        change.add(contact, identity)
        change.set_text(contact, identity, contact.get_field('name'), 'Ada Martin')
        change.set_label('Somebody added')
        store.commit_sync(change, None)
        undone = store.undo_sync(None, None)
        self.assertEqual((undone.label, undone.kept), ('Somebody added', []))

        loop = GLib.MainLoop()
        redone = []

        def done_cb(source, result):
            redone.append(source.redo_finish(result))
            loop.quit()

        store.redo_async(None, None, done_cb)
        loop.run()
        self.assertEqual(redone[0].copy().label, 'Somebody added')
        self.assertGreater(redone[0].group, undone.group)


if __name__ == '__main__':
    tap_runner.main()
