# SPDX-License-Identifier: LGPL-2.1-or-later
"""The part that runs the small scripts of tests/checks."""

import os
import subprocess

from build import SOURCE
from report import out
from suites import build_plain

_SKIP = 77


def _scripts():
    return [path for path in sorted((SOURCE / "tests" / "checks").iterdir()) if path.is_file() and os.access(path, os.X_OK)]


def run(options, report, tests):
    names = {test for test, _ in tests}
    for unknown in names - {path.name for path in _scripts()}:
        report.fail(unknown, "there is no check of this name; tools/test --list prints them")
    if not build_plain(options, report):
        return
    for path in _scripts():
        if names and path.name not in names:
            continue
        try:
            done = subprocess.run(
                [path], cwd=SOURCE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, errors="replace", timeout=300,
            )
        except subprocess.TimeoutExpired:
            report.fail(path.name, "not done after 300 s")
            continue
        if done.returncode == 0:
            report.ok(path.name)
        elif done.returncode == _SKIP:
            report.skip(path.name, done.stdout.strip())
        else:
            report.fail(path.name, done.stdout)


def list_names():
    for path in _scripts():
        out(f"checks:{path.name}")
