#!/usr/bin/env python3
"""tests/source/layers.py - checks who includes whom.

usage: layers.py ROOT [BUILD CC...]

Each layer is a library that is compiled with the include paths of its own
dependencies only.  Two checks follow:

  without BUILD   every #include of the tree against the table below; this sees
                  what include paths cannot, such as <time.h> in the engine or
                  a header of a higher layer.
  with BUILD      that the include paths do their part: compiled with the flags
                  of each layer's library, headers of that layer's dependencies
                  are found, and those of higher layers are not.
"""
import json
import pathlib
import re
import subprocess
import sys

import tree

# folder: (what "..." may start with there, which <...> may not be included there).
# The first prefix that fits counts, so the special cases stand first.
NO_GLIB = r"glib|gio|gobject|gmodule|json-glib"
NO_DRAWING = r"cairo|pango"
NO_GTK = r"gtk|gdk|gsk|graphene"
ANY = r"(?!)"
RULES = [
    ("engine/", ("engine/",),
     rf"{NO_GLIB}|{NO_DRAWING}|{NO_GTK}|pthread|threads\.h|time\.h|sys/|unistd|fcntl|math\.h|fenv|complex|locale|wchar|signal"),
    ("app/host/", ("engine/", "app/host/"), rf"{NO_GLIB}|{NO_DRAWING}|{NO_GTK}|locale"),
    ("app/programs/main", ("engine/", "app/", "ui/"), ANY),
    ("app/programs/", ("engine/", "app/", "ui/figures/"), NO_GTK),
    ("app/", ("engine/", "app/"), rf"{NO_DRAWING}|{NO_GTK}"),
    ("ui/figures/", ("engine/", "app/", "ui/figures/"), NO_GTK),
    ("ui/", ("engine/", "app/", "ui/"), ANY),
]

# library: headers that compile with its flags, and headers that do not.
PATHS = {
    "engine": (["engine/base/types.h"], ["glib.h", "json-glib/json-glib.h", "cairo.h", "gtk/gtk.h"]),
    "host": (["engine/base/types.h", "pthread.h"], ["glib.h", "cairo.h", "gtk/gtk.h"]),
    "app": (["gio/gio.h", "json-glib/json-glib.h"], ["cairo.h", "pango/pangocairo.h", "gtk/gtk.h"]),
    "figures": (["glib.h", "cairo.h", "pango/pangocairo.h"], ["gtk/gtk.h"]),
    "ui": (["gtk/gtk.h"], []),
}


def check_includes(root):
    wrong = []
    for path in tree.files(root, ".c", ".h"):
        name = path.as_posix()
        rule = next((r for r in RULES if name.startswith(r[0])), None)
        if rule is None:
            continue
        _, allowed, barred = rule
        for number, line in enumerate((root / path).read_text(encoding="utf-8").splitlines(), 1):
            found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)', line)
            if found is None:
                continue
            generated = name.startswith("ui/") and found[2] == "folioscope-resources.h"
            if found[1] == '"' and not generated and not found[2].startswith(allowed):
                wrong.append(f'{name}:{number}: includes "{found[2]}"; only {", ".join(allowed)} may stand here')
            if found[1] == "<" and re.match(barred, found[2]):
                wrong.append(f"{name}:{number}: includes <{found[2]}>, which its layer does not know")
    return wrong


def compiles(compiler, flags, header, folder):
    run = subprocess.run(
        [*compiler, *flags, "-fsyntax-only", "-x", "c", "-"], input=f"#include <{header}>\n", text=True,
        cwd=folder, capture_output=True)
    return run.returncode == 0


def check_paths(build, compiler):
    targets = json.loads((build / "meson-info/intro-targets.json").read_text(encoding="utf-8"))
    wrong = []
    for name, (inside, outside) in PATHS.items():
        sources = [s for t in targets if t["name"] == name and t["type"] == "static library"
                   for s in t["target_sources"] if s.get("language") == "c"]
        if not sources:
            wrong.append(f"{name}: there is no library of that name with C sources")
            continue
        flags = [f for f in sources[0]["parameters"] if f.startswith(("-I", "-isystem", "-std=", "-D", "-pthread"))]
        wrong += [f"{name}: <{h}> is not found with its flags" for h in inside
                  if not compiles(compiler, flags, h, build)]
        wrong += [f"{name}: <{h}> can be included with its flags" for h in outside
                  if compiles(compiler, flags, h, build)]
    return wrong


def main():
    wrong = check_includes(pathlib.Path(sys.argv[1])) if len(sys.argv) == 2 else \
        check_paths(pathlib.Path(sys.argv[2]), sys.argv[3:])
    print("\n".join(wrong))
    return bool(wrong)


sys.exit(main())
