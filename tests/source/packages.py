#!/usr/bin/env python3
"""tests/source/packages.py - data/packages.txt is in order, and names what meson.build asks for.

usage: packages.py ROOT
"""
import pathlib
import re
import sys

# What stands in meson.build as dependency('...'), and the package that has it.
HOLDS = {
    "threads": "libc6-dev",
    "glib-2.0": "libglib2.0-dev",
    "gio-2.0": "libglib2.0-dev",
    "gio-unix-2.0": "libglib2.0-dev",
    "json-glib-1.0": "libjson-glib-dev",
    "cairo": "libcairo2-dev",
    "cairo-pdf": "libcairo2-dev",
    "pangocairo": "libpango1.0-dev",
    "gtk4": "libgtk-4-dev",
}


def sections(path):
    found, section = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif line.strip() and not line.startswith("#"):
            section.append(line)
    return found


def main():
    root = pathlib.Path(sys.argv[1])
    found = sections(root / "data/packages.txt")
    named = [p for packages in found.values() for p in packages]
    wrong = [] if list(found) == ["build", "run", "test"] else [f"sections are {', '.join(found)}; expected build, run, test"]
    wrong += [f"{p}: not the name of a package" for p in named if not re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", p)]
    wrong += [f"{p}: named twice" for p in sorted({p for p in named if named.count(p) > 1})]
    for dependency in re.findall(r"dependency\('([^']+)'", (root / "meson.build").read_text(encoding="utf-8")):
        if HOLDS.get(dependency) not in found.get("build", []):
            wrong.append(f"the package for dependency('{dependency}') is missing in [build], or unknown to this test")
    for script, needed in (("run", "build run"), ("check", "build run test")):
        if f"data/install-packages {needed}\n" not in (root / script).read_text(encoding="utf-8"):
            wrong.append(f"./{script} does not call: data/install-packages {needed}")
    print("\n".join(f"data/packages.txt: {w}" for w in wrong))
    return bool(wrong)


sys.exit(main())
