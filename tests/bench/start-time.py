#!/usr/bin/env python3
"""tests/bench/start-time.py - how long until the window's first frame, against an empty GTK window.

usage: start-time.py [--runs N] [--build DIR]

Starts both programs in turn on one virtual display, each until its first frame
is painted, and prints the medians and their ratio as JSON, in the form of
`folioscope-cli bench --json`.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RATIO_MOST = 2
QUIET = {
    "FOLIOSCOPE_EXIT_AFTER_FIRST_FRAME": "1",
    "GDK_BACKEND": "x11",
    "GDK_DEBUG": "gl-disable",
    "GSK_RENDERER": "cairo",
    "GSETTINGS_BACKEND": "memory",
    "GTK_A11Y": "none",
    "LC_ALL": "C.UTF-8",
}


def start_ms(program):
    begun = time.monotonic()
    done = subprocess.run([program], timeout=120)
    if done.returncode != 0:
        sys.exit(f"start-time.py: {program} ended with {done.returncode}")
    return (time.monotonic() - begun) * 1000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    args = parser.parse_args()
    ours, empty = "app/programs/folioscope", "tests/bench/empty-window"
    if "FOLIOSCOPE_START_TIME_DISPLAY" not in os.environ:
        if subprocess.run(["ninja", "-C", args.build, "--quiet", ours, empty]).returncode != 0:
            sys.exit(f"start-time.py: {args.build} could not be built")
        inside = dict(os.environ, FOLIOSCOPE_START_TIME_DISPLAY="1", **QUIET)
        return subprocess.run([ROOT / "tests/with-display", sys.executable, *sys.argv], env=inside).returncode

    times = {ours: [], empty: []}
    for run in range(args.runs + 1):
        for program in times:
            taken = start_ms(args.build / program)
            if run > 0:  # The first run of each only warms the page cache.
                times[program].append(taken)
    window, baseline = (statistics.median(times[p]) for p in (ours, empty))
    print(json.dumps({"figures": [
        {"name": "start_ratio", "value": round(window / baseline, 2), "unit": "x", "baseline": 1,
         "target": RATIO_MOST, "better": "lower"},
        {"name": "start_ms", "value": round(window, 1), "unit": "ms", "baseline": round(baseline, 1),
         "target": round(RATIO_MOST * baseline, 1), "better": "lower"},
    ]}, indent=2))
    return 0


sys.exit(main())
