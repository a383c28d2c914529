#!/usr/bin/env python3
"""tests/bench/scrub-time.py - what the window costs while somebody scrubs a million operations.

usage: scrub-time.py [--build DIR]

Runs scrub-window (16 Mi frames, a million operations) on a virtual display with
the Cairo renderer, moves a real pointer over the timeline, first without a
button (the baseline), then with one, and prints medians and the worst as JSON, in
the form of `folioscope-cli bench --json`.  Frames are told by CPU time of the
main thread, from the end of one to the end of the next: a frame that takes
longer than the time to the next one misses it.
"""
import argparse
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FRAME_MS = 1000 / 60
MOVES = 1200
QUIET = {
    "GDK_BACKEND": "x11",
    "GDK_DEBUG": "gl-disable",
    "GSK_RENDERER": "cairo",
    "GSETTINGS_BACKEND": "memory",
    "GTK_A11Y": "none",
    "LC_ALL": "C.UTF-8",
}


def sweep(left, width, y):
    """There fast, back slower, and small moves in the middle; every 8 ms, as a mouse reports."""
    places = [left + width * i // (MOVES // 4) for i in range(MOVES // 4)]
    places += [left + width - width * i // (MOVES // 2) for i in range(MOVES // 2)]
    places += [left + width // 3 + i % 40 for i in range(MOVES // 4)]
    return [word for x in places for word in ("mousemove", str(x), str(y), "sleep", "0.008")]


def scrub(program):
    window = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say(word):
        window.stdin.write(word + "\n")
        window.stdin.flush()

    line = window.stdout.readline()
    if not line.startswith("ready "):
        sys.exit("scrub-time.py: scrub-window did not get ready")
    x, y, width, height = map(int, line.split()[1:])
    way = sweep(x + 20, width - 40, y + height // 3)
    say("hover")
    subprocess.run(["xdotool", *way], check=True)
    say("scrub")
    subprocess.run(["xdotool", *way[:5], "mousedown", "1", *way[5:], "mouseup", "1"], check=True)
    say("cancel")
    lines = [line.split() for line in window.communicate()[0].splitlines()]
    if window.returncode != 0:
        sys.exit(f"scrub-time.py: scrub-window ended with {window.returncode}")
    frames = {part: [float(words[2]) for words in lines if words[:2] == ["frame", part]] for part in ("hover", "scrub")}
    return frames, [float(words[1]) for words in lines if words[0] == "cancel"]


def figure(name, value, unit, baseline, target):
    return {"name": name, "value": round(value, 2), "unit": unit, "baseline": round(baseline, 2),
            "target": target, "better": "lower"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    args = parser.parse_args()
    program = "tests/bench/scrub-window"
    if "FOLIOSCOPE_SCRUB_DISPLAY" not in os.environ:
        if subprocess.run(["ninja", "-C", args.build, "--quiet", program]).returncode != 0:
            sys.exit(f"scrub-time.py: {args.build} could not be built")
        inside = dict(os.environ, FOLIOSCOPE_SCRUB_DISPLAY="1", FOLIOSCOPE_DATA=str(ROOT), **QUIET)
        return subprocess.run([ROOT / "tests/with-display", "--size", "1600x900", sys.executable, *sys.argv],
                              env=inside).returncode

    frames, cancels = scrub(args.build / program)
    if len(frames["scrub"]) < 30 or len(cancels) < 5:
        sys.exit(f"scrub-time.py: only {len(frames['scrub'])} frames and {len(cancels)} cancelled runs")
    hover = statistics.median(frames["hover"]) if frames["hover"] else 0
    missed = [math.floor(ms / FRAME_MS) for ms in frames["scrub"]]
    worst = sorted(frames["scrub"])
    print(json.dumps({"figures": [
        figure("scrub_frame_ms", statistics.median(worst), "ms", hover, 16),
        figure("scrub_frame_p95_ms", worst[len(worst) * 95 // 100], "ms", hover, 16),
        figure("scrub_missed_in_a_row", max(missed), "frames", 0, 2),
        figure("until_cancel_ms", statistics.median(cancels), "ms", FRAME_MS, 50),
        figure("until_cancel_most_ms", max(cancels), "ms", FRAME_MS, 50),
    ]}, indent=2))
    return 0


sys.exit(main())
