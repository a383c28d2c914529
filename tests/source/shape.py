#!/usr/bin/env python3
"""tests/source/shape.py - the rules for files that no other tool checks.

usage: shape.py ROOT

  - a C file begins with its own path and what it is for; so does a Python or
    shell file that is run or imported, in its first comment;
  - a .c file has at most 800 lines, a function body of the product at most 70;
  - no file has tabs, spaces at the end of a line, or DOS line ends, and each
    ends with one newline;
  - no mark of work left for later;
  - no path of the machine somebody wrote it on.
"""
import pathlib
import re
import sys

import tree

LINES_MAX = 800
BODY_MAX = 70
TEXT = (".c", ".h", ".py", ".sh", ".build", ".md", ".json", ".ui", ".css", ".xml", ".in", ".txt", ".supp", ".svg", ".po")
# Written in two parts, or this file would find itself.
LEFT_FOR_LATER = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
SOMEBODYS = re.compile(r"(?<![\w.])/(?:ho" r"me|ro" r"ot|Us" r"ers|wo" r"rk|workspa" r"ce)/[\w.]")


def check_c(name, lines):
    if not lines or not lines[0].startswith(f"/* {name} - "):
        yield f"{name}:1: begins with its path and purpose: /* {name} - ..."
    if name.endswith(".c") and len(lines) > LINES_MAX:
        yield f"{name}: {len(lines)} lines, at most {LINES_MAX}"
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            if number - start - 1 > BODY_MAX and not name.startswith("tests/"):
                yield f"{name}:{start}: a function of {number - start - 1} lines, at most {BODY_MAX}"
            start = None


def check_text(name, text):
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip():
            yield f"{name}:{number}: white space at the end of the line"
        if "\t" in line:
            yield f"{name}:{number}: a tab"
        if LEFT_FOR_LATER.search(line):
            yield f"{name}:{number}: something is left for later"
        if SOMEBODYS.search(line):
            yield f"{name}:{number}: the path of somebody's machine"
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        yield f"{name}: ends with one newline"


def main():
    root = pathlib.Path(sys.argv[1])
    wrong = []
    for path in tree.files(root):
        name = path.as_posix()
        data = (root / path).read_bytes()
        script = data.startswith(b"#!")
        if path.name == "COPYING" or path.parts[:2] in (("tests", "recordings"), ("tests", "bad")) \
                or not (script or path.name.endswith(TEXT)):
            continue
        try:
            text = data.decode()
        except UnicodeDecodeError:
            wrong.append(f"{name}: not UTF-8")
            continue
        wrong += check_text(name, text)
        if name.endswith((".c", ".h")):
            wrong += check_c(name, text.split("\n"))
        if (script or name.endswith(".py")) and not re.search(rf"^(?:# |\"\"\"){re.escape(name)} - ", text, re.M):
            wrong.append(f"{name}:1: says its path and purpose")
    print("\n".join(wrong))
    return bool(wrong)


sys.exit(main())
