# SPDX-License-Identifier: LGPL-2.1-or-later
"""Collects what passed, failed and was skipped, and how long each part took."""

import shlex
import time
from dataclasses import dataclass


def out(text=""):
    print(text, flush=True)


@dataclass
class Failure:
    name: str
    again: str
    details: str


class Report:
    def __init__(self, options):
        self.options = options
        self.passed = 0
        self.failures = []
        self.skips = []
        self.times = []
        self.part = ""
        self._before = (0, 0, 0)
        self._started = 0.0

    def begin(self, part):
        self.part = part
        self._before = (self.passed, len(self.failures), len(self.skips))
        self._started = time.monotonic()
        out(f"── {part}")

    def end(self):
        passed, failed, skipped = (
            now - before for now, before in zip((self.passed, len(self.failures), len(self.skips)), self._before)
        )
        seconds = time.monotonic() - self._started
        out(f"   {passed} passed, {failed} failed, {skipped} skipped in {seconds:.0f} s")
        self.times.append((self.part, seconds))

    def add_time(self, what, seconds):
        self.times.append((what, seconds))

    def ok(self, name):
        self.passed += 1
        if self.options.verbose:
            out(f"   ok       {self.part}:{name}")

    def skip(self, name, reason):
        self.skips.append((f"{self.part}:{name}", reason or "no reason given"))

    def fail(self, name, details, seed=None):
        full = f"{self.part}:{name}"
        again = "tools/test " + shlex.quote(full)
        if seed:
            again += f" --seed {seed}"
        self.failures.append(Failure(full, again, details.strip()))
        out(f"   FAILED   {full}")

    def finish(self):
        if self.skips:
            out("\nSkipped:")
            by_reason = {}
            for name, reason in self.skips:
                by_reason.setdefault(reason, []).append(name)
            for reason, names in by_reason.items():
                shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
                out(f"  {shown}: {reason}")
        for failure in self.failures:
            out(f"\nFAILED {failure.name}")
            lines = [line for line in failure.details.splitlines() if "g_set_user_dirs: Setting" not in line]
            if len(lines) > 60:
                lines = lines[:15] + [f"… {len(lines) - 55} lines left out …"] + lines[-40:]
            for line in lines:
                out("  " + line)
        if self.failures:
            out("\nRun again:")
            for failure in self.failures:
                out("  " + failure.again)
        total = sum(seconds for _, seconds in self.times)
        out("\nTime: " + ", ".join(f"{what} {seconds:.0f} s" for what, seconds in self.times) + f"; {total:.0f} s in all")
        line = f"{self.passed} passed, {len(self.failures)} failed"
        if self.skips:
            line += f", {len(self.skips)} skipped"
        out(line)
        return 1 if self.failures else 0
