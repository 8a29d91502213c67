#!/usr/bin/env python3
"""Random policies and requests, decided by the engine and by oracle.py: effect, deciding layer, AWS's words for it and
deciding statements must agree. And a property that needs no oracle: what was refused stays refused when a Deny, a
boundary, a session policy or a level of SCPs is added. What goes wrong is printed as a case to be kept in this folder.

    agree.py TEST_CASES_PROGRAM [CASES [SEED [FIRST_BATCH]]]        CASES 100,000 and SEED 1 unless told

One test line for each ten thousand cases, one for the property.
"""
import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import oracle  # noqa: E402
import random_cases  # noqa: E402

BATCH = 250  # cases a file: keeps it under the runner's size limit
LINE = 40    # batches a test line


def make_batch(seed, batch):
    """The cases, and behind them for each fourth that is refused one with more in the way."""
    r = random.Random(seed * 1_000_003 + batch)
    cases = []
    for i in range(BATCH):
        make = random_cases.crowded_case if i % 100 == 0 else random_cases.random_case
        case = make(r, str(i))
        case["expect"] = oracle.decide(case)
        cases.append(case)
    refused = [c for c in cases[1:] if c["expect"]["effect"] != "allow"]
    for case in refused[::4]:
        more = random_cases.with_more(r, case, str(len(cases)))
        cases.append({**more, "expect": {"not": "allow"}})
    return cases


def ask_engine(program, cases):
    """A line of TAP for each case, with what is wrong behind it."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "random.json"), "w", encoding="utf-8") as f:
            f.write(json.dumps({"cases": cases}))
        text = subprocess.run([program, folder], capture_output=True, text=True, check=False).stdout
    lines = text.splitlines()
    told = [i for i, line in enumerate(lines) if line.startswith(("ok", "not ok"))]
    return [(lines[i], lines[i + 1] if lines[i].startswith("not") and i + 1 < len(lines) else "") for i in told]


def run_batch(job):
    """(batch, cases, property checks, pairs of effect and layer, what is wrong)."""
    program, seed, batch = job
    cases = make_batch(seed, batch)
    answers = ask_engine(program, cases)
    wrong = [] if len(answers) == len(cases) else [f"{len(answers)} answers to {len(cases)} cases: the engine died"]
    for case, (line, why) in zip(cases, answers):
        if line.startswith("not ok"):
            wrong.append(f"batch {batch}: {why.lstrip('# ')}\n{json.dumps(case)}")
    seen = {(c["expect"]["effect"], c["expect"]["layer"]) for c in cases[:BATCH]}
    return batch, len(cases) - BATCH, seen, wrong


EVERY = {("deny", x) for x in ("rcp", "scp", "resource", "identity", "boundary", "session")} | \
        {("implicit", x) for x in ("rcp", "scp", "resource", "identity", "boundary", "session")} | \
        {("allow", x) for x in ("resource", "identity", "root")}


def report(number, good, text, wrong):
    print(f"{'' if good else 'not '}ok {number} - {text}")
    for why in wrong[:3]:
        print("# " + why.replace("\n", "\n# "))
    sys.stdout.flush()


def main(program, cases=100_000, seed=1, first=0):
    cases, seed, first = int(cases), int(seed), int(first)
    batches = range(first, first + max(1, -(-cases // BATCH)))
    lines = [batches[i:i + LINE] for i in range(0, len(batches), LINE)]
    print(f"1..{len(lines) + 1}")
    failed, checks, all_seen = 0, 0, set()
    with multiprocessing.Pool(min(4, os.cpu_count() or 1)) as pool:
        for number, line in enumerate(lines, 1):
            wrong = []
            for _, more, seen, why in pool.imap_unordered(run_batch, [(program, seed, b) for b in line]):
                checks += more
                all_seen |= seen
                wrong += why
            failed += bool(wrong)
            report(number, not wrong, f"{len(line) * BATCH} random cases of seed {seed}, batches {line[0]} to {line[-1]}", wrong)
    # A run that is long enough meets every way to decide, or the random cases have become too poor to prove anything.
    missing = sorted(EVERY - all_seen) if len(batches) >= LINE else []
    enough = checks > 0 and not missing
    report(len(lines) + 1, enough, f"{checks} refusals stayed refusals with more in the way; every layer decided somewhere",
           [f"never seen: {missing}"] if missing else [])
    return 1 if failed or not enough else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
