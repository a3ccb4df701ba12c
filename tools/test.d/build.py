# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sets up and compiles a build folder."""

import os
import subprocess
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


class BuildFailed(Exception):
    pass


def _run(command, options, environment):
    if options.verbose:
        done = subprocess.run(command, cwd=SOURCE, env=environment, stdin=subprocess.DEVNULL)
        return done.returncode, ""
    done = subprocess.run(
        command, cwd=SOURCE, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )
    return done.returncode, done.stdout


def _interesting(text):
    """The part of a build's output that says what went wrong."""
    lines = text.splitlines()
    first = next((i for i, line in enumerate(lines) if "FAILED:" in line or "ERROR:" in line or "error:" in line), None)
    return "\n".join(lines[first : first + 60] if first is not None else lines[-60:])


def build(folder, settings, options, report, environment=None):
    """Compiles into the build folder; a failure is reported as a failed test, and False returned."""
    started = time.monotonic()
    environment = dict(os.environ, **(environment or {}))
    path = SOURCE / folder
    # Of more than three jobs on two processors nothing comes but a machine that cannot be used meanwhile.
    steps = [["ninja", "-C", folder, "-j", str(options.jobs)]]
    wanted = ["meson", "setup", folder, "-Dwerror=true", *settings]
    memory = path / "settings-of-tools-test"
    if not (path / "build.ninja").exists() or not memory.exists() or memory.read_text() != "\n".join(wanted):
        if (path / "meson-private").exists():
            steps.insert(0, [*wanted, "--wipe"])
        else:
            steps.insert(0, wanted)
    try:
        for step in steps:
            status, text = _run(step, options, environment)
            if status != 0:
                raise BuildFailed(_interesting(text))
            if step[0] == "meson":
                memory.write_text("\n".join(wanted))
    except BuildFailed as failure:
        report.fail("build", str(failure))
        return False
    finally:
        seconds = time.monotonic() - started
        if seconds > 2:
            print(f"   {folder} built in {seconds:.0f} s", flush=True)
    report.ok("build")
    return True
