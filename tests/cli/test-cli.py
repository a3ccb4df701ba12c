#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command line as people and scripts use it: exit codes, JSON, undo from one call to the next. Prints TAP."""

import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile

PROGRAM = sys.argv[1]


class Book:
    """A book in a folder of its own, with its own state and data folders."""

    def __init__(self, *init):
        self.folder = tempfile.mkdtemp(prefix="entregent-cli-")
        self.path = os.path.join(self.folder, "book.entregent")
        self.environment = dict(os.environ, XDG_STATE_HOME=os.path.join(self.folder, "state"),
                                XDG_DATA_HOME=os.path.join(self.folder, "data"), LC_ALL="C.UTF-8", LANGUAGE="")
        self.run("init", "--me", "Ada", "--country", "FR", "--currency", "EUR", *init)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def call(self, *arguments, text=None):
        return subprocess.run([PROGRAM, "--book", self.path, *arguments], env=self.environment, input=text,
                              capture_output=True, encoding="utf-8", timeout=60)

    def run(self, *arguments, text=None):
        done = self.call(*arguments, text=text)
        assert done.returncode == 0, f"{arguments}: {done.returncode}: {done.stderr}"
        return done.stdout

    def call_with_room(self, room, *arguments):
        """As on a disk that takes no file larger than that."""
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

        return subprocess.run([PROGRAM, "--book", self.path, *arguments], env=self.environment, capture_output=True, encoding="utf-8",
                              timeout=60, preexec_fn=limit)

    def json(self, *arguments):
        return json.loads(self.run("--format", "json", *arguments))

    def add(self, kind, *values):
        return self.json("add", kind, *values)["id"]

    def fails(self, code, *arguments, says=""):
        done = self.call(*arguments)
        assert done.returncode == code, f"{arguments}: {done.returncode}, not {code}: {done.stderr}"
        assert says in done.stderr, f"{arguments}: “{says}” not in: {done.stderr}"
        assert "entregent-cli:" in done.stderr

    def file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        return path


def test_usage():
    with Book() as book:
        book.fails(2, "frobnicate", says="no command")
        book.fails(2, "show")
        book.fails(2, "list", "unicorns", says="there are: account")
        book.fails(2, "list", "contacts", "--limit", "many")
        book.fails(2, "--format", "xml", "info")
        book.fails(2, "add", "contact", "name")
        for arguments in (("add", "contact", "shoe-size=3"), ("list", "contacts", "--sort", "shoe-size"), ("list", "contacts", "shoe-size:3"),
                          ("list", "contacts", "--fields", "name,shoe-size")):
            book.fails(2, *arguments, says="There is no field “shoe-size” in “contact”; “entregent-cli fields contact” lists those that there are.")
        for arguments in (("add", "contact", "job-titel=3"), ("list", "contacts", "--sort", "job-titel"), ("list", "contacts", "job-titel:3")):
            book.fails(2, *arguments, says="There is no field “job-titel” in “contact”; it may be one of these: ")
        book.fails(2, "add", "contact", "name=A", "phone.wrok=1", says="work")
        for limit in ("-1", "0", "99999999999999999999"):
            book.fails(2, "list", "contacts", "--limit", limit)
            book.fails(2, "search", "a", "--limit", limit)
        for arguments in (("search", b"\xff"), ("list", "contacts", b"\xff\xfe"), ("add", "contact", b"name=\xff"), ("show", b"\xff")):
            book.fails(2, *arguments, says="UTF-8")


def test_help_of_every_command():
    with Book() as book:
        commands = book.run("--completion").split()
        assert {"init", "import", "list", "undo", "merge", "erase"} <= set(commands)
        for command in commands:
            text = book.run("help", command)
            assert text.startswith(f"Usage: entregent-cli {command}")
            assert text == book.run(command, "--help")
            assert command in book.run("--help")


def test_fields():
    with Book() as book:
        book.add("field", "label=Shoe size", "key=shoe-size", "applies-to=contact", "type=enum", "choices=s Small\nl Large")
        fields = {field["key"]: field for field in book.json("fields", "contacts")}
        assert fields["job-title"]["label"] == "Job title" and fields["job-title"]["settable"]
        assert not fields["last-contact"]["settable"] and fields["phone"]["settable"]
        assert "l (Large)" in fields["shoe-size"]["value"]
        said = book.run("fields", "contact")
        assert "po-box" in said and "TYPE: work, home" in said and "PURPOSE: postal" in said
        ada = book.add("contact", "name=Ada", "Shoe size=large")
        assert book.json("show", ada)["shoe-size"] == "l"
        book.fails(2, "fields", "unicorn", says="there are: account")
        for command in ("add", "set", "list"):
            assert "entregent-cli fields KIND" in book.run("help", command).replace("\n", " ")


def complete(book, *words):
    return book.run("--completion", "--", *words).split()


def test_completion():
    with Book() as book:
        for command in complete(book, ""):
            options = complete(book, command, "-")
            shown = [word.split("=")[0] for word in book.run(command, "--help").replace(",", " ").split() if word.startswith("--")]
            assert set(options) <= set(shown), (command, options, shown)
            assert {"--book", "--help"} <= set(options)
        assert "--everything" in complete(book, "export", "--")
        assert "--everything" not in complete(book, "import", "--")
        assert "--version" in complete(book, "--") and "--version" not in complete(book, "import", "--")
        assert "contact" in complete(book, "add", "") and "name=" in complete(book, "add", "contact", "name=A", "")
        assert "name:" in complete(book, "--book", "list", "list", "contacts", "")
        assert complete(book, "import", "--kind", "=", "co") == complete(book, "import", "-k", "co") == complete(book, "add", "")
        for words in (["import", ""], ["export", ""], ["--book", ""], ["import", "--rejected", "=", ""], ["attach", "0198", ""],
                      ["attach", "0198", "a.pdf", ""], ["save", "0198", ""]):
            assert complete(book, *words) == [":files"], words
        assert "contact" in complete(book, "fields", "") and complete(book, "fields", "contact", "") == []
        assert complete(book, "attach", "") == complete(book, "save", "0198", "a.pdf", "") == []
        for key in complete(book, "export", "--as", ""):
            book.run("export", os.path.join(book.folder, "out"), "--as", key, *(["--kind", "activity"] if key == "calendar" else []))
        assert complete(book, "import", "--sheet", "") == [] and complete(book, "nonsense", "") == complete(book, "")


def test_completion_in_the_shell():
    script = os.path.join(os.path.dirname(__file__), "..", "..", "src", "cli", "entregent-cli.bash")
    ask = f"""compopt () {{ echo "compopt $*"; }}; PATH={os.path.dirname(PROGRAM)}:$PATH; . {script}
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _entregent_cli; echo "${{COMPREPLY[@]}}" """
    for words, answer in ((("expo",), ["export"]), (("export", "--ever"), ["--everything"]), (("import", ""), ["compopt -o default", ""]),
                          (("add", "contact", "birth"), ["compopt -o nospace", "birthday="])):
        done = subprocess.run(["bash", "-c", ask, "bash", "entregent-cli", *words], capture_output=True, encoding="utf-8", timeout=60)
        assert done.stdout.removesuffix("\n").split("\n") == answer, (words, done.stdout, done.stderr)


def test_init_leaves_a_book_alone():
    with Book() as book:
        book.fails(1, "init", says="exists already")


def test_init_names_a_folder_that_cannot_be_made():
    with Book() as book:
        book.path = os.path.join(book.file("a-file", ""), "below", "new.entregent")
        book.fails(1, "init", says="choose another place for the book")


def test_missing_book():
    with Book() as book:
        os.remove(book.path)
        book.fails(1, "info", says="init")
        assert not os.path.exists(book.path), "a look at no book must not make one"


def test_add_show_set():
    with Book() as book:
        account = book.add("account", "name=Garage Moreau", "type=organization")
        contact = book.add("contact", "name=Élise Moreau", "account=Garage Moreau", "phone.mobile=06 39 98 12 34",
                           "email.work=elise@garage-moreau.example", "street=12 rue de la Gare", "city=Lyon", "tags=a, b")
        shown = book.json("show", contact[:13])
        assert shown["name"] == "Élise Moreau" and shown["account"] == "Garage Moreau" and shown["account-id"] == account
        assert shown["phones"][0]["value"] == "06 39 98 12 34" and shown["phones"][0]["normalized"] == "+33639981234"
        assert shown["emails"][0]["type"] == "work"
        assert shown["addresses"][0]["city"] == "Lyon"
        assert shown["tags"] == ["a", "b"] and shown["conflicts"] == []
        assert shown["relationships"][0]["type"] == "works-at"

        book.run("set", contact, "phone.work+=04 65 71 30 17", "tags-=a", "postcode=69003")
        shown = book.json("show", contact)
        assert {p["type"] for p in shown["phones"]} == {"mobile", "work"}
        assert shown["tags"] == ["b"]
        assert shown["addresses"][0]["city"] == "Lyon" and shown["addresses"][0]["postcode"] == "69003"

        book.run("set", contact, "phone.mobile=")
        assert [p["type"] for p in book.json("show", contact)["phones"]] == ["work"]


def test_values_are_checked():
    with Book() as book:
        deal = book.add("opportunity", "name=Mill", "amount=1234.56", "currency=EUR")
        assert book.json("show", deal)["amount"] == "1234.56"
        book.fails(1, "set", deal, "probability=150", says="robability")
        book.fails(1, "set", deal, "expected-close=2026-02-30", says="date")
        book.fails(1, "set", deal, "owner=Nobody Known", says="Nobody Known")
        book.fails(1, "show", "ffffffff")
        assert book.json("show", book.add("contact", "family-name=Lovelace", "given-name=Ada"))["name"] == "Ada Lovelace"
        book.fails(1, "add", "contact", "job-title=Analyst", says="Name")
        assert book.json("show", deal)["status"] == "open"
        book.run("set", deal, "stage=Won")
        assert book.json("show", deal)["status"] == "won"


def test_init_takes_what_a_full_disk_left():
    with Book() as book:
        path = book.file("empty.entregent", "")
        book.run("--book", path, "init", "--me", "Ada")
        assert "Ada" in book.run("--book", path, "list", "users")
        book.fails(1, "--book", path, "init", "--me", "Ada", says="exists")


def test_amounts_are_in_their_currency():
    with Book() as book:
        yen = book.add("opportunity", "name=Engine", "amount=1500", "currency=JPY")
        assert book.json("show", yen)["amount"] == "1500"
        book.run("set", yen, "amount=2000")
        assert book.json("show", yen)["amount"] == "2000"
        book.fails(1, "set", yen, "amount=20.5", says="JPY")
        book.run("set", yen, "amount=20.5", "currency=eur")
        assert book.json("show", yen)["amount"] == "20.50"
        book.fails(1, "set", yen, "amount=1.2345", says="decimals")
        book.fails(1, "set", yen, "amount=3 USD", says="EUR")
        deal = book.add("opportunity", "name=Mill")
        assert book.json("show", deal)["owner"] and not book.json("show", deal).get("currency")
        book.run("set", deal, "amount=12")
        assert book.json("show", deal)["currency"] == "EUR"
        book.fails(1, "set", deal, "currency=", says="amount")
        book.run("set", deal, "currency=", "amount=")


def test_stage_and_status_agree():
    with Book() as book:
        deal = book.add("opportunity", "name=Mill")
        book.run("set", deal, "status=won")
        shown = book.json("show", deal)
        assert shown["status"] == "won" and shown["closed"]
        assert book.json("list", "opportunities", "stage:Won", "--fields", "id")[0]["id"] == deal
        book.run("set", deal, "status=open")
        shown = book.json("show", deal)
        assert shown["status"] == "open" and not shown.get("closed")
        book.fails(1, "set", deal, "stage=Won", "status=lost", says="Won")


def test_undo_stops_at_an_erasure():
    with Book() as book:
        kept, gone = book.add("contact", "name=Ada", "job-title=Analyst"), book.add("contact", "name=Charles")
        book.run("set", kept, "job-title=Countess")
        book.run("erase", gone, "--yes")
        book.fails(1, "undo", says="erased")
        assert book.json("show", kept)["job-title"] == "Countess"
        book.run("undo")
        assert book.json("show", kept)["job-title"] == "Analyst"
        again = book.add("contact", "name=Grace")
        book.run("erase", again, "--yes")
        book.fails(1, "undo", says="erased")
        # Of the adding of Grace nothing is left, nor of that of Charles: the one of Ada is meant.
        assert "(null)" not in book.run("undo")
        assert book.json("list", "contacts") == []


def test_undo_from_call_to_call():
    with Book() as book:
        contact = book.add("contact", "name=Ada", "job-title=Analyst")
        book.run("set", contact, "job-title=Countess")
        assert "Ada" in book.run("undo")
        assert book.json("show", contact)["job-title"] == "Analyst"
        book.run("redo")
        assert book.json("show", contact)["job-title"] == "Countess"
        assert "undo" in book.run("delete", contact)
        assert book.json("list", "contacts") == []
        assert len(book.json("list", "contacts", "--deleted")) == 1
        book.run("undo")
        assert book.json("list", "contacts")[0]["id"] == contact
        history = book.json("history", contact)
        titles = [(entry["old"], entry["new"]) for entry in history if entry["field"] == "job-title"]
        assert ("Analyst", "Countess") in titles
        assert history[0]["author"] == "Ada" and history[0]["source"]
        book.run("set", contact, "street=12 rue Neuve", "city=Lyon")
        address = book.json("history", contact)[0]
        assert address["field"] == "addresses" and "12 rue Neuve" in address["new"] and "Lyon" in address["new"]


def test_stage_entry_is_named():
    with Book() as book:
        deal = book.add("opportunity", "name=Chairs", "stage=Proposal")
        entry, = (line for line in book.run("show", deal).splitlines() if line.startswith("Stage entry"))
        assert "Proposal" in entry


def test_stage_by_the_name_that_is_shown():
    with Book() as book:
        locales = os.path.join(os.path.dirname(PROGRAM), "..", "..", "po")
        book.environment.update(LC_ALL="fr_FR.UTF-8", LANGUAGE="fr", ENTREGENT_LOCALEDIR=locales)
        shown = {stage["name"] for stage in book.json("list", "stages")}
        if "Négociation" not in shown:  # a system without that locale
            assert "Negotiation" in shown, shown
            return
        ranks = [int(stage["position"]) for stage in book.json("list", "stages")]
        assert ranks == sorted(ranks) and len(ranks) > 3, ranks
        deal = book.add("opportunity", "name=Sails", "stage=négociation")
        assert book.json("show", deal)["stage"] == "Négociation"
        book.run("set", deal, "stage=Gagnee")
        assert book.json("show", deal)["status"] == "won"
        # What it is called in the book does too, in any language.
        book.run("set", deal, "stage=Negotiation")
        book.fails(1, "set", deal, "stage=Négociations", says="Négociations")


def test_names_that_are_shown():
    with Book() as book:
        locales = os.path.join(os.path.dirname(PROGRAM), "..", "..", "po")
        book.environment.update(LC_ALL="fr_FR.UTF-8", LANGUAGE="fr", ENTREGENT_LOCALEDIR=locales)
        if "Fonction" not in book.run("fields", "contact"):  # a system without that locale
            return
        contact = book.add("contact", "Nom=Élise Moreau", "fonction=Acheteuse", "téléphone.Mobile=06 39 98 12 34", "ville.facturation=Lyon")
        shown = book.json("show", contact)
        assert (shown["name"], shown["job-title"], shown["phones"][0]["type"]) == ("Élise Moreau", "Acheteuse", "mobile")
        assert (shown["addresses"][0]["city"], shown["addresses"][0]["type"]) == ("Lyon", "billing")
        book.run("set", contact, "téléphone.domicile+=04 65 71 30 17", "surnom=Lili")
        assert len(book.json("show", contact)["phones"]) == 2
        deal = book.add("opportunity", "nom=Voiles", "état=gagnée", "montant=12", "devise=EUR")
        book.run("set", deal, "état=Perdu")
        assert book.json("show", deal)["status"] == "lost"
        book.run("set", deal, "état=gagné")
        book.add("opportunity", "nom=Ancres", "montant=20", "devise=EUR")
        assert book.json("show", deal)["status"] == "won"
        rows = book.json("list", "opportunites", "--sort", "-montant", "--fields", "nom, montant")
        assert [row["name"] for row in rows] == ["Ancres", "Voiles"] and rows[0]["amount"]
        assert [row["name"] for row in book.json("list", "contacts", "téléphone:0465713017")] == ["Élise Moreau"]
        # What is shown can be typed, what happened is told as it is shown, and errors name what is shown.
        book.run("set", deal, "montant=1500", "conclusion prévue=28 nov. 2026")
        assert book.json("show", deal)["expected-close"] == "2026-11-28"
        history = book.run("history", deal)
        assert "Gagnée" in history and "28 novembre 2026" in history and "1500.00" not in history and "1 500,00 €" in history.replace("\u202f", " ").replace("\u00a0", " "), history
        book.fails(1, "set", deal, "étape=Nulle part", says="Étape")
        book.fails(2, "add", "contact", "foncton=38", says="job-title (Fonction)")
        book.fails(2, "list", "licornes", says="opportunity (Opportunité)")


def test_stages_by_rank():
    with Book() as book:
        first = [(stage["name"], stage["pipeline"]) for stage in book.json("list", "stages")]
        assert first[0][0] == "Prospecting" and first[-1][0] == "Lost", first
        pipelines = [book.add("pipeline", "name=Rental", "position=0"), book.add("pipeline", "name=Afters")]
        for name, pipeline, position in (("B", 0, 2), ("A", 1, 1), ("C", 0, 1), ("D", 1, 10), ("E", 1, 2)):
            book.run("add", "stage", f"name={name}", f"pipeline={pipelines[pipeline]}", f"position={position}")
        names = [stage["name"] for stage in book.json("list", "stages")]
        assert names == ["C", "B"] + [name for name, _ in first] + ["A", "E", "D"], names
        assert [pipeline["name"] for pipeline in book.json("list", "pipelines")] == ["Rental", first[0][1], "Afters"]


def test_what_was_done_is_named():
    with Book() as book:
        ids = [book.add("contact", f"name={name}") for name in ("Ada", "Bob")]
        assert "Done: Deletion of “Ada”." in book.run("delete", ids[0])
        assert "In the trash; “entregent-cli restore" in book.run("show", ids[0])
        assert "Nothing had to be changed" in book.run("delete", ids[0])
        assert book.run("undo") == "Undone: Deletion of “Ada”\n  1 record restored\n"
        assert "In the trash" not in book.run("show", ids[0])
        assert book.run("redo") == "Done again: Deletion of “Ada”\n  1 record removed\n"
        assert "Done: Restoration of “Ada”." in book.run("restore", ids[0])
        assert "Done: Deletion of 2 records." in book.run("delete", *ids)
        assert "  2 records restored\n" in book.run("undo")
        assert "Done: Merge of 1 record with “Ada”." in book.run("merge", *ids)
        assert "Done: Separation of “Ada”." in book.run("unmerge", ids[0])
        book.fails(2, "undo", "--session", "toto", says="there are cli, app and any")
        book.fails(2, "redo", "--session", "toto", says="there are cli, app and any")
        book.run("undo", "--session", "any")


def test_minus_of_a_query():
    with Book() as book:
        book.add("contact", "name=Ada", "tags=vip")
        book.add("contact", "name=Bob")
        assert [row["name"] for row in book.json("list", "contacts", "--", "-tag:vip")] == ["Bob"]
        for arguments in (("list", "contacts", "-tag:vip"), ("list", "contacts", "-status:open"), ("list", "contacts", "-name:Ada"),
                          ("export", "x.csv", "-city:lyon"), ("list", "contacts", "-étiquette:vip"), ("list", "contacts", "-lyon")):
            book.fails(2, *arguments, says="write “--”")
        assert [row["name"] for row in book.json("list", "contacts", "--sort=-name", "-n", "1")] == ["Bob"]


def test_ids():
    with Book() as book:
        ids = [book.add("contact", f"name=C{i}") for i in range(2)]
        book.fails(1, "show", "toto", says="where no other begins so")
        book.fails(1, "show", ids[0][:6], says="made at about the same time")
        assert book.json("show", ids[0][:-1])["id"] == ids[0]


def test_same_number_is_kept_once():
    with Book() as book:
        first = book.add("contact", "name=Ada", "phone.mobile=06 39 98 12 34", "email.work=ada@example.org")
        second = book.add("contact", "name=A. L.", "phone.work=+33 6 39 98 12 34", "email=ada@EXAMPLE.org", "phone.home=04 65 71 30 17")
        book.run("merge", first, second)
        shown = book.json("show", first)
        assert [(phone["value"], phone["type"]) for phone in shown["phones"]] == [("06 39 98 12 34", "mobile"), ("04 65 71 30 17", "home")]
        assert [mail["value"] for mail in shown["emails"]] == ["ada@example.org"]
        book.run("set", first, "phone.mobile=")
        assert [phone["type"] for phone in book.json("show", first)["phones"]] == ["home"], "it does not come back by the other record"
        book.run("undo")
        book.run("undo")
        assert len(book.json("show", second)["phones"]) == 2 and len(book.json("show", first)["phones"]) == 1


def test_custom_field_has_no_place_in_a_card():
    with Book() as book:
        book.add("field", "label=Shoe size", "key=shoe-size", "applies-to=contact", "type=text")
        book.add("contact", "name=Ada", "shoe-size=38")
        for name in ("all.vcf", "old.vcf"):
            said = book.run("export", os.path.join(book.folder, name), "--as", "vcard-2.1" if name == "old.vcf" else "vcard-4.0")
            assert "1 value of a custom field has no place in a vCard" in said and "“Ada”" in said, said
        assert "custom" not in book.run("export", os.path.join(book.folder, "all.csv"))


def test_backup_names_its_file():
    with Book() as book:
        folder = os.path.join(book.folder, "stick")
        os.mkdir(folder)
        said = book.run("backup", folder)
        copy, = os.listdir(folder)
        assert os.path.join(folder, copy) in said
        table = book.file("customers.csv", "name\nAda\n")
        done = book.call("backup", table)
        assert done.returncode == 1 and "customers.csv" in done.stderr
        assert open(table).read() == "name\nAda\n"


def test_photo():
    with Book() as book:
        ada = book.add("contact", "name=Ada Blanc")
        firm = book.add("account", "name=Blanc")
        photo = book.file("ada.png", "")
        with open(photo, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n" + bytes(1000))
        text = book.file("ada.txt", "Hello")
        assert [row["name"] for row in book.json("attach", ada, photo, "--photo")] == ["ada.png"]
        assert "ada.png · 1.0" in book.run("show", ada)
        assert "Nothing" in book.run("attach", ada, photo, "--photo")
        assert len(book.json("attachments", ada)) == 1
        refused = book.call("attach", ada, text, "--photo")
        assert refused.returncode == 1 and "ada.txt" in refused.stderr
        refused = book.call("attach", firm, photo, "--photo")
        assert refused.returncode == 1 and "Account" in refused.stderr
        assert book.call("attach", ada, photo, text, "--photo").returncode == 2
        book.run("set", ada, "photo=")
        assert "ada.png" not in book.run("show", ada) and book.json("attachments", ada) == []
        book.run("undo")
        assert "ada.png" in book.run("show", ada) and len(book.json("attachments", ada)) == 1


def test_attachments():
    with Book() as book:
        ada = book.add("contact", "name=Ada Blanc")
        tag = book.add("tag", "name=gold")
        offer = book.file("offer.txt", "one hundred")
        plan = book.file("plan.txt", "a plan")
        first, second = book.json("attach", ada, offer, plan)
        assert (first["name"], first["size"], first["media-type"], first["missing"]) == ("offer.txt", 11, "text/plain", False)
        assert first["record-id"] == ada
        assert [row["id"] for row in book.json("attachments", ada)] == [first["id"], second["id"]]
        book.run("attach", ada, plan, "--name", "Plan B.txt")
        assert "Plan B.txt" in book.run("attachments", ada)
        assert book.call("attach", ada, offer, plan, "--name", "x").returncode == 2
        folder = os.path.join(book.folder, "book-files")
        contents = [os.path.join(path, name) for path, _, names in os.walk(folder) for name in names if len(name) == 64]
        assert len(contents) == 2

        # Nothing of several files, where one cannot be attached.
        assert book.call("attach", ada, offer, os.path.join(book.folder, "missing")).returncode == 1
        refused = book.call("attach", tag, offer)
        assert refused.returncode == 1 and "Tag" in refused.stderr
        assert len(book.json("attachments", ada)) == 3
        book.run("undo")
        assert len(book.json("attachments", ada)) == 2

        out = os.path.join(book.folder, "out.txt")
        assert out in book.run("save", first["id"], out)
        assert open(out).read() == "one hundred"
        assert book.call("save", first["id"], out).returncode == 1
        assert book.call("save", ada, out + "2").returncode == 1

        copy = os.path.join(book.folder, "copy.entregent")
        book.run("backup", copy)
        missing = next(path for path in contents if open(path).read() == "a plan")
        os.remove(missing)
        assert "missing" in book.run("attachments", ada)
        assert [row["missing"] for row in book.json("attachments", ada)] == [False, True]
        refused = book.call("save", second["id"], out + "2")
        assert refused.returncode == 1 and "plan.txt" in refused.stderr and not os.path.exists(out + "2")
        checked = book.call("check")
        assert checked.returncode == 1 and "plan.txt" in checked.stdout and "Ada Blanc" in checked.stdout
        done = book.call("backup", copy)
        assert done.returncode == 0 and "plan.txt" in done.stderr
        os.makedirs(os.path.dirname(missing), exist_ok=True)
        shutil.copy(missing.replace("book-files", "copy-files"), missing)
        book.run("check")

        book.run("erase", "--yes", ada)
        assert not [name for _, _, names in os.walk(folder) for name in names if len(name) == 64]
        book.run("backup", copy)
        assert not [name for _, _, names in os.walk(os.path.join(book.folder, "copy-files")) for name in names if len(name) == 64]


def test_queries():
    with Book() as book:
        for name, amount in (("One", "10"), ("Two", "20.5"), ("Three", "300")):
            book.add("opportunity", f"name={name}", f"amount={amount}", "currency=EUR")
        names = [row["name"] for row in book.json("list", "opportunities", "amount>15", "--sort", "-amount")]
        assert names == ["Three", "Two"]
        assert len(book.json("list", "opportunity", "--limit", "1")) == 1
        assert set(book.json("list", "opportunities", "--fields", "name,amount", "--limit", "1")[0]) >= {"name", "amount"}
        csv = book.run("--format", "csv", "list", "opportunities", "One", "--fields", "name").splitlines()
        assert csv[0] == "id,name" and csv[1].endswith(",One")
        done = book.call("list", "opportunities", "amount>lots")
        assert done.returncode == 2 and "^" in done.stderr


def test_import_and_revert():
    with Book() as book:
        path = book.file("people.csv", "Vorname;Nachname;Geburtstag;E-Mail\nAda;Lovelace;10.12.1815;ada@example.org\nNo;Body;99.99.1900;\n")
        dry = book.json("import", "--dry-run", path)
        assert dry["created"] == 1 and dry["import"] is None and book.json("list", "contacts") == []
        result = book.json("import", path)
        assert (result["read"], result["created"]) == (2, 1)
        assert result["rejected"][0]["line"] == 3 and result["rejected"][0]["reason"]
        assert os.path.exists(os.path.join(book.folder, "people.rejected.csv"))
        assert result["rejected-files"] == [os.path.join(book.folder, "people.rejected.csv")] and result["rejected"][0]["file"] == path
        assert book.json("list", "contacts")[0]["birthday"] == "1815-12-10"
        again = book.json("import", path)
        assert (again["created"], again["unchanged"]) == (0, 1)
        assert len(book.json("imports")) == 2
        assert "  1 record removed\n" in book.run("revert", result["import"])
        assert book.json("list", "contacts") == []
        book.fails(1, "revert", result["import"], says="already")
        assert "Revert of “people.csv”" in book.run("undo")
        assert len(book.json("list", "contacts")) == 1, "the revert is what undo takes back"
        book.run("revert", result["import"])
        assert book.json("list", "contacts") == []
        book.fails(1, "import", os.path.join(book.folder, "nothing.csv"))
        done = book.call("--format", "json", "import", book.file("header.csv", "Vorname;Nachname\n"))
        empty = json.loads(done.stdout)
        assert done.returncode == 1, "nothing was done"
        assert empty["import"] is None and empty["read"] == 0 and "“header.csv”" in empty["notes"][0]
        assert len(book.json("imports")) == 2, "an import without a row is none"
        book.fails(1, "import", book.file("no-table.csv", "\n \n"), says="“no-table.csv”")
        tagged = book.json("import", book.file("tags.csv", "Vorname;Nachname;Tags\nAlan;Turing;Logic\n"))
        assert "Tags made by their name: 1 (Logic)" in tagged["notes"], tagged["notes"]


def test_differences():
    with Book() as book:
        book.run("add", "account", "name=Mill", "notes=old")
        book.run("add", "account", "name=Bakery", "notes=other")
        path = os.path.join(book.folder, "list.csv")
        book.run("export", path, "--kind", "account")
        assert book.json("differences", path, "--list", "")["differences"] == []
        with open(path) as file:
            lines = file.read().splitlines()
        # A cell, a row less and a row more.
        changed = [line.replace("old", "new") for line in lines if "Bakery" not in line]
        columns = changed[0].lstrip("\ufeff").split(",")
        changed.append(",".join("Farm" if column == "name" else "account" if column == "kind" else "" for column in columns))
        with open(path, "w") as file:
            file.write("\n".join(changed) + "\n")
        found = book.json("differences", path, "--list", "")["differences"]
        assert [(item["type"], item["title"]) for item in found] == [("changed", "Mill"), ("added", "Farm"), ("missing", "Bakery")], found
        assert (found[0]["file"], found[0]["book"], found[0]["field"]) == ("new", "old", "notes")
        assert book.run("differences", path, "--list", "").endswith("1 cell was changed.\n1 row was added.\n1 row is missing.\n")
        assert book.run("--format", "csv", "differences", path).startswith("number,type,line,")
        book.fails(2, "differences", path, "--accept", "7", says="7")
        book.fails(1, "differences", book.file("plain.csv", "Name\nMill\n"), says="import")
        accepted = book.json("differences", path, "--list", "", "--accept", "all")
        assert accepted["import"] is not None
        assert sorted(row["name"] for row in book.json("list", "accounts")) == ["Bakery", "Farm", "Mill"], "a missing row is deleted by its number only"
        assert book.json("differences", path)["differences"] == []
        book.run("revert", accepted["import"])
        assert sorted(row["name"] for row in book.json("list", "accounts")) == ["Bakery", "Mill"]


def edit_workbook(path, edits):
    """Does to a workbook what a person does in a spreadsheet program."""
    with zipfile.ZipFile(path) as book:
        members = [(member, book.read(member)) for member in book.infolist()]
    with zipfile.ZipFile(path, "w") as book:
        for member, content in members:
            if member.filename in ("xl/worksheets/sheet1.xml", "content.xml"):
                text = content.decode()
                for pattern, replacement in edits:
                    text, n = re.subn(pattern, replacement, text, flags=re.S)
                    assert n > 0, pattern
                content = text.encode()
            book.writestr(member, content)


def test_edited_workbooks():
    for name, row in (("list.xlsx", r"<row (?:(?!</row>).)*%s.*?</row>"), ("list.ods", r"<table:table-row(?:(?!</table:table-row>).)*%s.*?</table:table-row>")):
        with Book() as book:
            ids = [book.add("account", f"name=Firm {i:02}", f"notes=old {i:02}") for i in range(14)]
            path = os.path.join(book.folder, name)
            book.run("export", path, "--kind", "account")
            edit_workbook(path, [(r"old (0\d|1[01])", r"new \1"), (row % "Firm 13", "")])
            book.run("set", ids[3], "notes=said in the book")
            found = book.json("differences", path, "--list", "")["differences"]
            assert [item["type"] for item in found] == ["changed"] * 12 + ["missing"], found
            assert [item["title"] for item in found if item["conflict"] and item["type"] == "changed"] == ["Firm 03"]
            assert (found[3]["file"], found[3]["book"], found[3]["changed-by"] != "") == ("new 03", "said in the book", True)
            book.run("differences", path, "--accept", "all")
            assert book.json("show", ids[3])["notes"] == "said in the book"
            assert [item["title"] for item in book.json("differences", path)["differences"]] == ["Firm 03"]
            book.run("differences", path, "--accept", "1")
            assert book.json("differences", path)["differences"] == []


def test_export_comes_back():
    with Book() as book, Book() as other:
        book.add("contact", "name=Élise Moreau", "phone.mobile=+33 6 39 98 12 34", "email.work=e@x.example", "city.postal=Lyon",
                 "notes==SUM(A1)", "tags=vip", "birthday=--05-14")
        for name in ("all.csv", "all.vcf", "all.json"):
            path = os.path.join(book.folder, name)
            assert "1" in book.run("export", path)
            if name.endswith(".json"):
                assert json.load(open(path, encoding="utf-8"))[0]["name"] == "Élise Moreau"
            else:
                result = other.json("import", path)
                assert result["created"] + result["updated"] + result["unchanged"] == 1, (name, result)
        for name, content in (("all.xlsx", "xl/worksheets/sheet1.xml"), ("all.ods", "content.xml")):
            path = os.path.join(book.folder, name)
            assert "1" in book.run("export", path)
            with zipfile.ZipFile(path) as book_file:
                assert book_file.testzip() is None and "Élise Moreau" in book_file.read(content).decode()
        shown = other.json("list", "contacts")
        assert len(shown) == 1, "the card is the same person as the row"
        assert shown[0]["notes"] == "=SUM(A1)" and shown[0]["birthday"] == "--05-14" and shown[0]["tags"] == ["vip"]
        assert "\"'=SUM" in open(os.path.join(book.folder, "all.csv"), encoding="utf-8").read().replace(",'=", ",\"'=")
        book.fails(2, "export", os.path.join(book.folder, "all.doc"), says=".csv")


def test_import_folder():
    """All files in it and below it that can be imported, and nothing that is hidden or a text."""
    with Book() as book:
        folder = os.path.join(book.folder, "old crm")
        os.makedirs(os.path.join(folder, "more"))
        book.fails(1, "import", folder, says="“" + folder + "”")
        companies = book.file("old crm/accounts.csv", "Company name,City\nMill,Lyon\n")
        people = book.file("old crm/more/people.CSV", "First Name,Last Name,Company name,Birthday\nAda,Lovelace,Mill,1815-12-10\nNo,Body,Mill,1900-99-99\n")
        for name in (".hidden.csv", "more/notes.txt", "more/program.bin"):
            book.file("old crm/" + name, "First Name,Last Name\nNot,Wanted\n")
        shown = book.run("import", "--dry-run", folder)
        assert companies in shown and people in shown and "notes.txt" not in shown and book.json("list", "contacts") == []
        result = book.json("import", folder, "--decide", people + ":2=new")
        assert (result["read"], result["created"], result["n-rejected"], result["n-files-left-out"]) == (3, 2, 1, 0)
        assert result["rejected"][0]["file"] == people and result["rejected"][0]["line"] == 3
        assert [contact["name"] for contact in book.json("list", "contacts")] == ["Ada Lovelace"]
        assert [account["name"] for account in book.json("list", "accounts")] == ["Mill"]
        other = book.file("other.csv", "First Name,Last Name\nAlan,Turing\n")
        assert book.json("import", other, folder)["created"] == 1, "the rest is known already"
        whole = os.path.join(book.folder, "whole")
        book.run("export", "--everything", whole)
        book.fails(1, "import", whole, other, says="Import it alone")
        assert len(book.json("list", "contacts")) == 2


def test_everything_comes_back():
    with Book() as book, Book() as other:
        contact = book.add("contact", "name=Ada Lovelace")
        book.run("set", contact, "notes=first")
        folder = os.path.join(book.folder, "all")
        assert "to the folder" in book.run("export", "--everything", folder)
        book.fails(1, "export", "--everything", folder, says="not an empty folder")
        book.fails(2, "export", "--everything", folder, "city:lyon", says="neither a kind nor a query")
        os.remove(other.path)
        other.fails(2, "import", folder, "--dry-run", says="without any options")
        other.run("import", folder)
        assert other.run("dump") == book.run("dump")
        assert other.json("history", contact) == book.json("history", contact)
        other.fails(1, "import", folder, says="does not exist yet")


def test_everything_killed():
    """Whenever it is killed: a folder or a book that is there is whole."""
    with Book("--sample") as book:
        folder, copy = os.path.join(book.folder, "all"), os.path.join(book.folder, "copy.entregent")
        steps = (("export", folder, [PROGRAM, "--book", book.path, "export", "--everything", folder]),
                 ("import", copy, [PROGRAM, "--book", copy, "import", folder]))
        whole, broken = set(), set()
        for delay in range(100):
            for name, made, arguments in steps:
                if name == "import" and not os.path.exists(folder):
                    continue
                process = subprocess.Popen(arguments, env=book.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(delay * 0.02)
                process.kill()
                process.wait()
                (whole if os.path.exists(made) else broken).add(name)
            if os.path.exists(copy):
                dump = subprocess.run([PROGRAM, "--book", copy, "dump"], env=book.environment, capture_output=True, check=True, text=True)
                assert dump.stdout == book.run("dump")
                os.remove(copy)
            if os.path.exists(folder):
                assert os.path.exists(os.path.join(folder, "manifest.json"))
                shutil.rmtree(folder)
            if len(whole) == 2:
                break
        assert len(whole) == 2 and "export" in broken, (whole, broken)


def test_merge_and_erase():
    with Book() as book:
        a = book.add("contact", "name=Ada L", "email=ada@example.org")
        b = book.add("contact", "name=Ada Lovelace", "phone=+44 7700 900123")
        book.run("merge", a, b)
        rows = book.json("list", "contacts")
        assert len(rows) == 1 and rows[0]["emails"] and rows[0]["phones"]
        book.run("unmerge", a)
        assert len(book.json("list", "contacts")) == 2
        account = book.add("account", "name=Other")
        book.fails(1, "merge", a, account, says="one kind")

        done = book.call("erase", b, text="n\n")
        assert done.returncode == 1 and len(book.json("list", "contacts")) == 2
        book.run("erase", "--yes", b)
        assert len(book.json("list", "contacts")) == 1
        assert "Lovelace" not in book.run("dump")
        data = open(book.path, "rb").read()
        assert b"Ada Lovelace" not in data and b"7700 900123" not in data


def test_what_cannot_be_imported():
    """Each says what the file is and what to do; nothing is made of it."""
    with Book() as book:
        header = book.file("header.csv", "Nom;Téléphone\n")
        for name, data, says in (("empty.csv", b"", "is empty"), ("blank.vcf", b"\n \n", "is empty"), ("bom.csv", b"\xef\xbb\xbf", "is empty"),
                                 ("zero.csv", bytes(5000), "not a text file"),
                                 ("noise.csv", bytes((i * 7919 >> 3) & 255 for i in range(50000)), "not a text file"),
                                 ("table.xlsx", b"PK\x03\x04" + bytes(100), "is damaged"),
                                 ("table.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as XLSX"),
                                 ("web.xls", b"<html><table><tr><td>Nom</td></tr></table></html>", "save it as XLSX")):
            path = os.path.join(book.folder, name)
            with open(path, "wb") as stream:
                stream.write(data)
            book.fails(1, "import", path, says=says)
        os.mkfifo(os.path.join(book.folder, "fifo"))
        book.fails(1, "import", os.path.join(book.folder, "fifo"), says="pipe")
        book.fails(1, "import", "/dev/zero", says="device")
        book.fails(1, "import", book.path, says="--book")
        done = book.call("import", header)
        assert done.returncode == 1 and "no row below it" in done.stdout, done
        done = book.call("import", book.file("all.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))
        assert done.returncode == 1 and "nothing in" in done.stdout, done
        assert book.json("info")["records"]["contacts"] == 0


def test_what_a_card_loses_is_said():
    with Book() as book:
        cards = book.file("large.vcf", "".join(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\nX-OWN:{'y' * size}\r\nEND:VCARD\r\n"
            for name, size in (("Anna", 10), ("Berta", 300 * 1024))))
        result = json.loads(book.run("--format", "json", "import", cards))
        assert result["created"] == 2 and len(result["notes"]) == 1 and "line 6" in result["notes"][0], result


def test_export_refusals():
    with Book("--sample") as book:
        path = os.path.join(book.folder, "x.vcf")
        book.fails(1, "export", path, "--kind", "activity", says=".csv or .json")
        assert not os.path.exists(path), "nothing is left behind"
        book.fails(2, "export", os.path.join(book.folder, "x.doc"), says=".csv, .xlsx, .ods, .vcf, .ics or .json")
        book.fails(1, "export", "/nonexistent/x.csv", says="“/nonexistent/x.csv” cannot be written: there is no such folder")
        book.fails(1, "export", "/proc/x.csv", says="“/proc/x.csv”")
        done = book.call("export", os.path.join(book.folder, "x.csv"), "accounts")
        assert "--kind" in done.stderr, "a kind was meant, and searched for as a word"


def test_resolve_without_a_conflict():
    with Book() as book:
        contact = book.add("contact", "name=Ada")
        book.fails(1, "resolve", contact, "job-title=Countess", says="no conflict about “Job title” to end; to change its value, use “set”")
        assert book.json("show", contact)["job-title"] is None


def test_busy():
    with Book() as book:
        contact = book.add("contact", "name=Ada")
        lock = sqlite3.connect(book.path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        try:
            book.fails(3, "set", contact, "job-title=Countess")
            assert book.json("show", contact)["name"] == "Ada", "reading goes on"
        finally:
            lock.execute("ROLLBACK")
            lock.close()


def test_import_without_room():
    """Wherever an import stops for want of room it says so, and what it had taken by then."""
    taken = 0
    for room in (0, 45000, 60000, 80000, 400000, 900000):
        with Book() as book:
            people = book.file("people.csv", "name,email\n" + "".join(f"Person {n},p{n}@example.com\n" for n in range(3000)))
            done = book.call_with_room(room, "import", people)
            assert done.returncode == 1, f"{room}: {done.returncode}"
            assert "no space" in done.stderr and book.path in done.stderr, f"{room}: {done.stderr}"
            n = book.json("info")["records"]["contacts"]
            assert ("The import stopped" in done.stderr) == (n > 0), f"{room}: {n}, {done.stderr}"
            assert n == 0 or str(n) in done.stderr, f"{room}: {n}, {done.stderr}"
            taken += n
            book.run("check")
    assert taken > 0, "an import was stopped in its midst"


def test_sample():
    with Book("--sample") as book:
        records = book.json("info")["records"]
        assert (records["accounts"], records["contacts"], records["opportunities"], records["activities"], records["requests"]) == (40, 120, 60, 400, 15)
        assert {row["currency"] for row in book.json("list", "opportunities")} == {"EUR", "GBP"}
        assert [row["name"] for row in book.json("search", "حسن")] == ["حسن المصري"]
        assert "Élise Moreau" in [row["name"] for row in book.json("search", "elise")]
        assert book.json("search", "06 39 98 12 34")[0]["name"] == "Élise Moreau"


def main():
    tests = [(name[len("test_"):], function) for name, function in globals().items() if name.startswith("test_")]
    failed = 0
    print(f"1..{len(tests)}")
    for number, (name, function) in enumerate(tests, 1):
        try:
            function()
            print(f"ok {number} {name}", flush=True)
        except Exception:  # every failure is told, and the next test runs
            failed += 1
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            print(f"not ok {number} {name}", flush=True)
    return 1 if failed else 0


sys.exit(main())
