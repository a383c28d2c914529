#!/usr/bin/env python3
"""tests/source/potfiles.py - every file with words for people is listed in data/po/POTFILES.in, once, and no other.

usage: potfiles.py ROOT
"""
import pathlib
import re
import sys

import tree

WORDS = {
    ".c": re.compile(r"\b(?:N?C?_|g?ngettext|g_dngettext|gettext|g_dgettext) *\("),
    ".h": re.compile(r"\bN?C?_ *\(\s*\""),
    ".ui": re.compile(r'translatable="(?:yes|true)"'),
    ".desktop.in": re.compile(r"^(?:Name|Comment|Keywords)=", re.M),
    ".metainfo.xml.in": re.compile(r"<summary>|<p>"),
}
COMMENTS = re.compile(r"/\*.*?\*/", re.S)


def has_words(text, name):
    suffix = next((s for s in WORDS if name.endswith(s)), None)
    if suffix is None:
        return False
    return WORDS[suffix].search(COMMENTS.sub("", text) if suffix in (".c", ".h") else text) is not None


def main():
    root = pathlib.Path(sys.argv[1])
    lines = (root / "data/po/POTFILES.in").read_text(encoding="utf-8").splitlines()
    listed = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    spoken = {path.as_posix() for path in tree.files(root, *WORDS)
              if path.parts[0] in ("app", "ui", "data")
              and has_words((root / path).read_text(encoding="utf-8"), path.name)}
    wrong = [f"{name} has words for people and is missing" for name in sorted(spoken - set(listed))]
    wrong += [f"{name} is listed but has no words for people" for name in sorted(set(listed) - spoken)]
    wrong += [f"{name} is listed twice" for name in sorted({n for n in listed if listed.count(n) > 1})]
    wrong += ["the list is not sorted"] if listed != sorted(listed) else []
    print("\n".join(f"data/po/POTFILES.in: {w}" for w in wrong))
    return bool(wrong)


sys.exit(main())
