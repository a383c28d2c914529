"""tests/source/tree.py - the files of the project, for the tests that read its source.

A walk instead of `git ls-files`, so that the tests also run in a tree without git.
"""
import os
import pathlib

FOLDERS = ("engine", "app", "ui", "lessons", "data", "tests")


def files(root, *suffixes):
    """Paths relative to `root`, sorted; all files, or those that end in one of `suffixes`."""
    root = pathlib.Path(root)
    found = [p.relative_to(root) for p in root.iterdir() if p.is_file()]
    for folder in FOLDERS:
        for place, folders, names in os.walk(root / folder):
            folders[:] = [f for f in folders if f != "__pycache__"]
            found += [(pathlib.Path(place) / name).relative_to(root) for name in names]
    return sorted(p for p in found if not suffixes or p.name.endswith(suffixes))
