#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bench runs, rejects no row that it made, and prints every figure. How fast is not looked at."""

import subprocess
import sys

KEYS = [f"{stage}-{what}" for stage in ("import", "dry", "linked", "mixed", "mixed-dry", "cards", "cards-dry", "events", "events-dry", "accounts", "opportunities", "activities", "again")
        for what in ("wall", "cpu", "created", "rejected", "peak")]
KEYS += [f"{stage}-{what}" for stage in ("parse", "bare", "bare-search", "export") for what in ("wall", "cpu")]
KEYS += ["edit-cpu", "edit-bare-cpu"]
KEYS += [f"wait-{point}" for point in ("p50", "p95", "p99")]
KEYS += [f"{book}edit{bare}-{point}" for book, bare in (("", ""), ("", "-bare"), ("plain-", ""), ("custom-", "")) for point in ("p50", "p95", "p99")]
KEYS += [f"{book}{figure}{bare}-{point}" for book in ("", "plain-", "custom-") for figure in ("first", "page", "search", "vector")
         for bare in ("", "-bare") for point in ("p50", "p95", "p99")]

run = subprocess.run([sys.argv[1], "--records", "500"], stdout=subprocess.PIPE, text=True)
results = dict(line.split("=", 1) for line in run.stdout.splitlines() if "=" in line and not line.startswith("|"))
checks = [("it ends well", run.returncode == 0)]
checks += [(key, key in results and float(results[key]) >= 0) for key in KEYS]
checks += [(f"{key} is {n}", float(results.get(key, "nan")) == n) for key, n in
           [("import-created", 500), ("accounts-created", 100), ("opportunities-created", 250), ("activities-created", 1000),
            ("linked-created", 500), ("mixed-created", 500), ("cards-created", 500), ("events-created", 500), ("again-unchanged", 500), ("export-records", 500)] +
           [(key, 0) for key in KEYS if key.endswith("-rejected")]]
table = [line for line in run.stdout.splitlines() if line.startswith("|")]
checks.append(("no figure of the table is missing", len(table) > 30 and not any(line.split(" | ")[1] == "–" for line in table if "---" not in line)))

print(f"1..{len(checks)}")
for i, (name, good) in enumerate(checks):
    print(f"{'ok' if good else 'not ok'} {i + 1} {name}")
