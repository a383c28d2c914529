#!/usr/bin/env python3
"""tests/source/format.py - the layout of the C files is what clang-format 14 makes of them.

usage: format.py ROOT

Other versions lay out some lines differently, so with them the test is skipped
(exit code 77) instead of asking for another layout on each system.
"""
import pathlib
import re
import shutil
import subprocess
import sys

import tree

VERSION = "14"


def main():
    root = pathlib.Path(sys.argv[1])
    tool = next((t for t in (f"clang-format-{VERSION}", "clang-format") if shutil.which(t)), None)
    said = subprocess.run([tool, "--version"], capture_output=True, text=True).stdout if tool else "none"
    if not re.search(rf"version {VERSION}\.", said):
        print(f"needs clang-format {VERSION}, found: {said.strip()}")
        return 77
    paths = [p.as_posix() for p in tree.files(root, ".c", ".h") if len(p.parts) > 1]
    if not paths:
        return 0
    run = subprocess.run([tool, "--dry-run", "-Werror", "--ferror-limit=0", *paths], cwd=root, capture_output=True, text=True)
    if run.returncode != 0:
        first = {}
        for path, line in re.findall(r"^(\S+?):(\d+):\d+: ", run.stderr, re.M):
            first.setdefault(path, line)
        print("\n".join(f"{path}:{line}: not laid out by clang-format" for path, line in first.items()) or run.stderr)
        print("mend with: clang-format -i " + " ".join(first))
    return run.returncode


sys.exit(main())
