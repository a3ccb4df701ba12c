#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A spreadsheet, a phone's contacts and an old CRM's export become one book, and one of them is taken back: by keyboard alone, judged by
what a screen reader hears, never by what is drawn. Prints TAP."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
import zipfile

from reader import Atspi, Keyboard, Reader, has, wait

PROGRAM, CLI, EXPORT, WIDTH = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])

SPREADSHEET = (("Name", "E-Mail", "Company", "City"),
               ("Nora Blanc", "nora@example.org", "", "Lyon"),
               ("Rosa Klein", "rosa@example.org", "Klein und Sohn", "Potsdam"),
               ("Samir Haddad", "samir@example.org", "", "Marseille"))

PHONE = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;
TEL;CELL:+491705550101
EMAIL;INTERNET:joerg@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Rosa Klein
N:Klein;Rosa;;;
TEL;TYPE=CELL:+49 170 5550102
EMAIL:rosa@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Tante Inge
N:;Inge;;Tante;
TEL;TYPE=HOME:+49 30 5550103
END:VCARD
"""


def write_spreadsheet(path):
    namespace = "http://schemas.openxmlformats.org"
    rows = "".join("<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in SPREADSHEET)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{namespace}/package/2006/content-types"><Default Extension="xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="r1" Type='
        f'"{namespace}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}/spreadsheetml/2006/main" xmlns:r="{namespace}/officeDocument/2006/relationships">'
        '<sheets><sheet name="Customers" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="r1" Type='
        f'"{namespace}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as workbook:
        for name, text in parts.items():
            workbook.writestr(name, text)


class Journey:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="entregent-journey-")
        self.book = os.path.join(self.folder, "book.entregent")
        self.spreadsheet = os.path.join(self.folder, "customers.xlsx")
        self.phone = os.path.join(self.folder, "phone.vcf")
        write_spreadsheet(self.spreadsheet)
        with open(self.phone, "w", encoding="utf-8") as stream:
            stream.write(PHONE)
        self.cli("init", "--me", "Ada", "--country", "DE", "--currency", "EUR")
        self.keyboard = Keyboard()
        self.reader = Reader("entregent")
        self.process = None

    def cli(self, *arguments):
        return subprocess.run([CLI, "--book", self.book, *arguments], capture_output=True, encoding="utf-8", timeout=60, check=True).stdout

    def list(self, kind):
        return json.loads(self.cli("--format", "json", "list", kind))

    def open(self, *files):
        """As a file manager does: in the program that runs, or a new one."""
        command = [PROGRAM, "--book", self.book, *files]
        if self.process is None:
            self.process = subprocess.Popen(command)
            wait("a window", lambda: has(self.reader.window(), Atspi.StateType.ACTIVE))
        else:
            subprocess.run(command, check=True, timeout=60)

    def go_to(self, name, key="Tab"):
        """Forward until it has the focus; what is met on the way has a name too."""
        met = []
        for _ in range(100):
            met.append(self.reader.focused())
            if met[-1] == name:
                return
            self.keyboard.press(key)
        raise AssertionError(f"“{name}” is not reached by {key}: {met}")

    def bring_in(self, *files, asked=None):
        """What the import says at its end that it did; `asked`: the title of the page that asks something before."""
        self.open(*files)
        dialog = self.reader.dialog("Import")
        self.reader.ready(dialog, "Continue")
        self.go_to("Continue")
        self.hear_all(dialog)
        self.keyboard.press("Return")
        if asked is not None:
            self.reader.heading(dialog, asked)
            self.hear_all(dialog)
            self.go_to("Continue")
            self.keyboard.press("Return")
        self.reader.heading(dialog, "What Will Happen")
        expected = self.figures(dialog)
        self.hear_all(dialog)
        self.reader.ready(dialog, "Import")
        self.go_to("Import")
        self.keyboard.press("space")
        self.reader.wait_for_announcement("Import Finished")
        self.reader.heading(dialog, "See Them")
        figures = self.figures(dialog)
        assert figures == expected, f"it did {figures} and had said {expected}"
        self.hear_all(dialog)
        self.go_to("Done")
        self.keyboard.press("Return")
        self.reader.no_dialog()
        return figures

    def figures(self, dialog):
        return {name: int(self.reader.told(dialog, name)) for name in ("New", "Changed", "Unchanged", "Rejected")}

    def hear_all(self, dialog):
        nameless = self.reader.nameless(dialog)
        assert not nameless, f"without a name: {nameless}"

    def revert(self, name, kept):
        """Takes an import back, out of the history of imports."""
        self.keyboard.press("Control+Shift+o")
        dialog = self.reader.dialog("Import History")
        self.reader.heading(dialog, name)
        assert self.reader.told(dialog, name).startswith("Finished"), self.reader.told(dialog, name)
        self.hear_all(dialog)
        self.go_to(name)
        self.keyboard.press("Return")
        self.reader.heading(dialog, "Revert…")
        self.hear_all(dialog)
        self.go_to("Revert…")
        self.keyboard.press("Return")
        self.hear_all(self.reader.dialog("Revert This Import?"))
        self.go_to("Revert")
        self.keyboard.press("space")
        self.reader.wait_for_announcement("The import was reverted")
        for title in kept:
            self.reader.heading(dialog, title)
        self.keyboard.press("Alt+Left")
        wait("the list says that it was reverted", lambda: self.reader.told(dialog, name).startswith("Reverted"))
        self.keyboard.press("Escape")
        self.reader.no_dialog()

    def quit(self):
        self.keyboard.press("Control+q")
        assert self.process.wait(timeout=60) == 0

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)


def test_one_book(journey):
    assert journey.bring_in(journey.spreadsheet) == {"New": 3, "Changed": 0, "Unchanged": 0, "Rejected": 0}
    assert journey.reader.width() == WIDTH, journey.reader.width()
    # Rosa Klein stands in the spreadsheet too.
    assert journey.bring_in(journey.phone) == {"New": 2, "Changed": 1, "Unchanged": 0, "Rejected": 0}
    # So does Nora Blanc, and Jörg Müller has a number in the phone; both firms and both deals are new.
    export = [os.path.join(EXPORT, name) for name in ("companies.csv", "contacts.csv", "deals.csv")]
    assert journey.bring_in(*export, asked="How to Read It") == {"New": 4, "Changed": 2, "Unchanged": 0, "Rejected": 0}
    # The CRM says more of him since then.
    journey.revert("phone.vcf", kept=["Jörg Müller"])
    journey.quit()

    people = {person["name"]: person for person in journey.list("contacts")}
    assert sorted(people) == ["Jörg Müller", "Nora Blanc", "Rosa Klein", "Samir Haddad"], sorted(people)
    assert people["Rosa Klein"]["phones"] == [], "what the phone said of her is taken back"
    assert people["Jörg Müller"]["job-title"] == "Owner"
    assert sorted(firm["name"] for firm in journey.list("accounts")) == ["Klein und Sohn", "Müller Holding", "Müller Segel"]
    assert sorted(deal["name"] for deal in journey.list("opportunities")) == ["Ropes", "Sails"]


def main():
    print("1..1")
    journey = Journey()
    try:
        test_one_book(journey)
        print("ok 1 one-book")
    except Exception:  # told as a comment, as TAP wants it
        for line in traceback.format_exc().splitlines():
            print(f"# {line}")
        print("not ok 1 one-book")
        return 1
    finally:
        journey.close()
    return 0


sys.exit(main())
