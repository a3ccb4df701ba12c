# SPDX-License-Identifier: LGPL-2.1-or-later
"""The part that runs each fuzz target on its corpus, and for a while on random changes of it."""

import os
import subprocess
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from build import SOURCE, build
from report import out

FOLDER = "build-fuzz"
_ALL_SECONDS = 180
_LONG_SECONDS = 600
_RUNS = 200_000
_MEMORY_MB = 1024


def _targets():
    return [path.stem.removeprefix("fuzz-") for path in sorted((SOURCE / "tests" / "fuzz").glob("fuzz-*.c"))]


def _more_inputs(name):
    """What real programs wrote, where the tests or the data beside the tree have some."""
    folders = [SOURCE / "tests" / "fixtures" / name]
    if "ENTREGENT_SHARED_DATA" in os.environ:
        folders.append(Path(os.environ["ENTREGENT_SHARED_DATA"]) / name)
    return [folder for folder in folders if folder.is_dir()]


def _run(program, arguments, work, limit):
    command = [program, f"-rss_limit_mb={_MEMORY_MB}", "-timeout=20", "-print_final_stats=0", *arguments]
    try:
        done = subprocess.run(
            command, cwd=work, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", timeout=limit,
            env=dict(os.environ, LSAN_OPTIONS=f"suppressions={SOURCE}/tests/leaks.supp:print_suppressions=0",
                     UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1"),
        )
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired:
        return 1, f"not done after {limit} s"


def _random(options, seconds):
    """The same changes each time, so that a fault stands with the change that brought it; new ones in the long run."""
    if options.long and not options.seed:
        return [f"-max_total_time={seconds}"]
    seed = zlib.crc32((options.seed or "entregent").encode())
    return [f"-seed={seed}", f"-runs={_RUNS}", f"-max_total_time={seconds}"]


def _try(name, options, seconds, crashes):
    """Runs one target; a list of what was run and what is wrong with it, None where nothing is."""
    program = SOURCE / FOLDER / "tests" / "fuzz" / f"fuzz-{name}"
    corpus = [SOURCE / "tests" / "fuzz" / "corpus" / name, *_more_inputs(name)]
    with tempfile.TemporaryDirectory() as work:
        status, text = _run(program, ["-runs=0", f"-artifact_prefix={crashes}/{name}-", *corpus], work, 300)
        if status != 0:
            return [("", f"on its corpus:\n{text}")]
        status, text = _run(
            program, [*_random(options, seconds), "-max_len=65536", f"-artifact_prefix={crashes}/{name}-", work, *corpus],
            work, seconds + 120,
        )
    problem = None if status == 0 else f"the input that fails is in {crashes}; give it to {program}\n{text}"
    return [("", None), (":random", problem)]


def run(options, report, tests):
    names = {test for test, _ in tests}
    targets = [name for name in _targets() if not names or name in names]
    for unknown in names - set(targets) - {"build"}:
        report.fail(unknown, "there is no target of this name; tools/test --list prints them")
    if not targets:
        return
    settings = ["-Dfuzzing=true", "-Dapp=disabled", "-Dcli=disabled", "-Dintrospection=disabled", "-Dtests=displayless",
                "-Db_lundef=false"]
    if not build(FOLDER, settings, options, report, {"CC": "clang", "CXX": "clang++", "CC_LD": "lld", "CXX_LD": "lld"}):
        return
    seconds = _LONG_SECONDS if options.long else max(3, min(10, _ALL_SECONDS // len(targets)))
    crashes = SOURCE / FOLDER / "crashes"
    crashes.mkdir(exist_ok=True)
    with ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
        for name, results in zip(targets, pool.map(lambda name: _try(name, options, seconds, crashes), targets)):
            for case, problem in results:
                if problem is None:
                    report.ok(f"{name}{case}")
                else:
                    report.fail(f"{name}{case}", problem)


def list_names():
    for name in _targets():
        out(f"fuzz:{name}")
