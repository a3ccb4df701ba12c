# SPDX-License-Identifier: LGPL-2.1-or-later
"""The parts that are suites of meson tests."""

import json
import os
import subprocess
import sys

from build import SOURCE, build
from report import out
from tap import Tap

PLAIN = "build-test"
SANITIZED = "build-sanitized"
_plain_build = None


def build_plain(options, report):
    """Compiled once for all suites that share it."""
    global _plain_build
    if _plain_build is None:
        _plain_build = build(PLAIN, [], options, report)
    elif not _plain_build:
        report.fail("build", "the build failed above")
    return _plain_build


def _tests_of(folder, suite, without=()):
    """The names of a suite's tests, as meson knows them."""
    done = subprocess.run(["meson", "introspect", "--tests", folder], cwd=SOURCE, stdout=subprocess.PIPE, text=True, check=True)
    names = []
    for test in json.loads(done.stdout):
        labels = {label.rsplit(":", 1)[-1] for label in test["suite"]}
        if suite in labels and not labels & set(without):
            names.append(test["name"])
    return names


def _count(report, entry, seen):
    """Counts the cases of one test program."""
    name = entry["name"].rsplit(" / ", 1)[-1].rsplit(":", 1)[-1]
    seen.add(name)
    result = entry["result"]
    text = entry.get("stdout", "")
    tap = Tap(text)
    details = (text + "\n" + entry.get("stderr", "")).strip()
    if tap.count == 0:
        if result in ("OK", "EXPECTEDFAIL"):
            report.ok(name)
        elif result == "SKIP":
            report.skip(name, tap.skip_all)
        else:
            report.fail(name, f"{result}\n{details}", tap.seed)
        return
    for case in tap.passed:
        report.ok(f"{name}:{case}")
    for case, reason in tap.skipped:
        report.skip(f"{name}:{case}", reason)
    for case in tap.failed:
        report.fail(f"{name}:{case}", details, tap.seed)
    if not tap.failed and result not in ("OK", "SKIP", "EXPECTEDFAIL"):
        report.fail(name, f"{result} after {tap.count} cases\n{details}", tap.seed)


def _run(folder, suite, options, report, tests, without=(), environment=None, multiplier=4):
    names = _tests_of(folder, suite, without)
    arguments = []
    if tests:
        for test, case in tests:
            if test not in names and test != "build":
                report.fail(test, "there is no test of this name; tools/test --list prints them")
            if case:
                arguments += ["-p", case]
        names = [name for name in names if name in {test for test, _ in tests}]
    if options.seed:
        arguments += ["--seed", options.seed]
    if not names:
        return
    log = SOURCE / folder / "meson-logs" / f"{suite}.json"
    log.unlink(missing_ok=True)
    command = [
        "meson", "test", "-C", folder, "--no-rebuild", "--logbase", suite, "--num-processes", str(options.jobs),
        "--timeout-multiplier", str(multiplier * (20 if options.long else 1)),
    ]
    if arguments:
        command += ["--test-args", " ".join(arguments)]
    stream = None if options.verbose else subprocess.DEVNULL
    subprocess.run(
        [*command, *names], cwd=SOURCE, env=dict(os.environ, **(environment or {})),
        stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
    )
    seen = set()
    if log.exists():
        for line in log.read_text(errors="replace").splitlines():
            _count(report, json.loads(line), seen)
    for name in names:
        if name not in seen:
            report.fail(name, "meson did not run this test")


def displayless(options, report, tests):
    if build_plain(options, report):
        _run(PLAIN, "displayless", options, report, tests, without=("simulator",))


def display(options, report, tests):
    if build_plain(options, report):
        _run(PLAIN, "display", options, report, tests)


def simulator(options, report, tests):
    if build_plain(options, report):
        _run(PLAIN, "simulator", options, report, tests)


def sanitized(options, report, tests):
    settings = [
        "-Db_sanitize=address,undefined", "-Dtests=displayless", "-Dapp=disabled", "-Dintrospection=disabled", "-Dbuildtype=debug",
        "-Doptimization=1",
    ]
    if not build(SANITIZED, settings, options, report):
        return
    environment = {
        "ASAN_OPTIONS": "detect_leaks=1:detect_stack_use_after_return=1:check_initialization_order=1:allocator_may_return_null=1",
        "LSAN_OPTIONS": f"suppressions={SOURCE}/tests/leaks.supp:print_suppressions=0",
        "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
        "ENTREGENT_SANITIZED": "1",
    }
    if tests:
        # Slow, but it names the callers beyond the first library that was compiled without frame pointers.
        environment["ASAN_OPTIONS"] += ":fast_unwind_on_malloc=0"
    without = () if options.long else ("simulator",)
    _run(SANITIZED, "displayless", options, report, tests, without=without, environment=environment, multiplier=6)


def list_names(options):
    if not (SOURCE / PLAIN / "build.ninja").exists():
        done = subprocess.run(["meson", "setup", PLAIN, "-Dwerror=true"], cwd=SOURCE, stdout=subprocess.DEVNULL)
        if done.returncode != 0:
            sys.exit("tools/test: meson setup failed; tools/test displayless shows why")
    for part, suite, without in (
        ("displayless", "displayless", ("simulator",)),
        ("display", "display", ()),
        ("simulator", "simulator", ()),
        ("sanitized", "displayless", ("simulator",)),
    ):
        for name in _tests_of(PLAIN, suite, without):
            out(f"{part}:{name}")
