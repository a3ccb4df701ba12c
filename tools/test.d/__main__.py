# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the parts that were asked for and sums them up; tools/test --help says what the options mean."""

import argparse
import os
import signal
import sys

import checks
import fuzz
import suites
from report import Report, out

PARTS = {
    "displayless": suites.displayless,
    "display": suites.display,
    "simulator": suites.simulator,
    "checks": checks.run,
    "sanitized": suites.sanitized,
    "fuzz": fuzz.run,
}


def parse_arguments():
    parser = argparse.ArgumentParser(prog="tools/test", add_help=False, allow_abbrev=False)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--keep-going", dest="fail_fast", action="store_false", default=False)
    parser.add_argument("--fail-fast", dest="fail_fast", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


def wanted_parts(names):
    """Maps the part to the (test, case) pairs that were asked of it; an empty list is all of the part."""
    wanted = {}
    for name in names:
        part, _, rest = name.partition(":")
        if part not in PARTS:
            sys.exit(f"tools/test: no part is called “{part}”; there are: {', '.join(PARTS)}")
        test, _, case = rest.partition(":")
        wanted.setdefault(part, [])
        if test:
            wanted[part].append((test, case))
    return wanted or {part: [] for part in PARTS}


def main():
    options = parse_arguments()
    report = Report(options)
    if options.list:
        suites.list_names(options)
        checks.list_names()
        fuzz.list_names()
        return 0
    if options.long:
        os.environ["ENTREGENT_TEST_LONG"] = "1"
    report.add_time("environment", float(os.environ.get("ENTREGENT_ENV_SECONDS", "0")))
    for part, tests in wanted_parts(options.names).items():
        report.begin(part)
        PARTS[part](options, report, tests)
        report.end()
        if options.fail_fast and report.failures:
            out(f"stopped after the part “{part}”")
            break
    return report.finish()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
