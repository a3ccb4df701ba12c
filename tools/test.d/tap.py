# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the Test Anything Protocol as GLib's test framework writes it."""

import re

_LINE = re.compile(r"^(?P<not>not )?ok\b\s*\d*\s*(?:- )?(?P<name>.*?)\s*(?:(?<!\\)#\s*(?P<word>SKIP|TODO)\b\s*(?P<reason>.*))?$", re.I)
_SEED = re.compile(r"^# random seed: (\S+)", re.M)
_PLAN = re.compile(r"^1\.\.(\d+)(?:\s*# SKIP\s*(.*))?$", re.M | re.I)


class Tap:
    def __init__(self, text):
        self.passed = []
        self.failed = []
        self.skipped = []
        seed = _SEED.search(text)
        self.seed = seed.group(1) if seed else None
        plan = _PLAN.search(text)
        self.planned = int(plan.group(1)) if plan else None
        self.skip_all = plan.group(2) if plan and self.planned == 0 else None
        for line in text.splitlines():
            match = _LINE.match(line)
            if not match:
                continue
            # GLib writes "not ok /path - ERROR:file:line:function: what was wrong".
            name = match.group("name").partition(" - ")[0]
            if match.group("word") and match.group("word").upper() == "SKIP":
                self.skipped.append((name, match.group("reason")))
            elif match.group("not"):
                self.failed.append(name)
            else:
                self.passed.append(name)

    @property
    def count(self):
        return len(self.passed) + len(self.failed) + len(self.skipped)
