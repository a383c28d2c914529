#!/usr/bin/env python3
"""tests/cli/language.py - the language of the program's words, from the build folder, whatever the locale is.

usage: language.py PROGRAM ROOT

Method: a call that fails with a message, and a figure as text, under locales
that exist, that nobody has generated, and "C"; by the environment and by
--lang.
"""
import os
import pathlib
import subprocess
import sys

PROGRAM, ROOT = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
LESSON = str(ROOT / "lessons" / "buddy-1-splitting.json")
ENGLISH, CHINESE = "expected a command", "需要一个命令"
BUDDY = {"en": ["Buddy system", "Head of the movable free list of order 3: 1 block"],
         "zh_CN": ["伙伴系统", "3 阶可移动空闲链表的表头：1 块"]}

# What the environment says, and whose words come.
CALLS = [
    ({}, ENGLISH),
    ({"LC_ALL": "C.UTF-8"}, ENGLISH),
    ({"LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN"}, CHINESE),
    ({"LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN:en"}, CHINESE),
    ({"LC_ALL": "C.UTF-8", "LANGUAGE": "en:zh_CN"}, CHINESE),  # there is no catalogue for English
    ({"LC_ALL": "C.UTF-8", "LANGUAGE": "fr"}, ENGLISH),
    ({"LC_ALL": "C", "LANGUAGE": "zh_CN"}, ENGLISH),  # who asks for C gets no translation
    ({"LANG": "zh_CN.UTF-8"}, CHINESE),
    ({"LC_ALL": "zh_CN.UTF-8"}, CHINESE),
    ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "fr"}, ENGLISH),
    ({"LC_ALL": "no_WHERE.UTF-8"}, ENGLISH),
]
LOCALES = ["C", "C.UTF-8", "zh_CN.UTF-8"]


def run(arguments, environment):
    kept = {k: v for k, v in os.environ.items()
            if k not in ("LANGUAGE", "LANG") and not k.startswith("LC_")}
    return subprocess.run([PROGRAM, *arguments], env={**kept, **environment}, capture_output=True,
                          text=True, encoding="utf-8", timeout=60)


def main():
    wrong = 0
    for environment, expected in CALLS:
        said = run([], environment).stderr
        if expected not in said:
            print(f"{environment}: expected “{expected}”, got: {said}", file=sys.stderr)
            wrong += 1
    for locale in LOCALES:
        for language, expected in BUDDY.items():
            arguments = ["render", LESSON, "-f", "buddy", "--format", "text", "--lang", language, "-o", "-"]
            result = run(arguments, {"LC_ALL": locale})
            if not all(text in result.stdout for text in expected):
                print(f"LC_ALL={locale} --lang {language}: expected {expected}, got:\n"
                      f"{result.stdout}{result.stderr}", file=sys.stderr)
                wrong += 1
    sys.exit(1 if wrong else 0)


main()
