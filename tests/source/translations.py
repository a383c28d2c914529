#!/usr/bin/env python3
"""tests/source/translations.py - every word of the program has its translation, and each keeps what is filled in.

usage: translations.py ROOT

Method: xgettext collects the words of all files in data/po/POTFILES.in, as the
build does, and must not complain; each language of data/po/LINGUAS must have
exactly these, none of them empty or fuzzy, with the same %s and {names} in it.
msgfmt has the last word about the form.

To put a language in order: `ninja -C build folioscope-pot folioscope-update-po`,
then write what is empty, look at what is fuzzy, and remove what is marked #~.
"""
import ast
import pathlib
import re
import subprocess
import sys
import tempfile

KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3"]
DIRECTIVE = re.compile(r"%(?:(\d+)\$)?([-+ #0']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:<\w+>|(?:hh|h|ll|l|z|j)?[a-zA-Z%]))")
FILLED_IN = re.compile(r"\{[a-z0-9_-]+\}")


def collect(root, target):
    """The words in the source as a catalogue; what xgettext complained about."""
    command = ["xgettext", "--from-code=UTF-8", "--add-comments", "--sort-by-file", "--output", str(target),
               "--files-from", "data/po/POTFILES.in", "--directory", ".",
               *(f"--keyword={keyword}" for keyword in KEYWORDS),
               "--flag=g_string_append_printf:2:c-format", "--flag=g_strdup_printf:1:c-format"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return [line for line in result.stderr.splitlines() if "warning" in line]


def entries(path):
    """(context, words) -> (words in the plural, translations, whether fuzzy) of a catalogue."""
    found = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields, name, flags = {}, None, ""
        for line in block.splitlines():
            start = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) (".*")$', line)
            if line.startswith("#,"):
                flags += line
            elif line.startswith("#"):
                continue
            elif start:
                name = start[1]
                fields[name] = ast.literal_eval(start[2])
            elif name:
                fields[name] += ast.literal_eval(line)
        if fields.get("msgid"):
            texts = [text for key, text in fields.items() if key.startswith("msgstr")]
            found[fields.get("msgctxt"), fields["msgid"]] = (fields.get("msgid_plural"), texts, flags)
    return found


def directives(text):
    """What printf fills in, in the order of the arguments."""
    given = [(int(place) if place else number, kind)
             for number, (place, kind) in enumerate(DIRECTIVE.findall(text), 1) if kind != "%"]
    return [kind for _, kind in sorted(given)]


def differs(words, translation, flags):
    if sorted(set(FILLED_IN.findall(words))) != sorted(set(FILLED_IN.findall(translation))):
        return "not the same {names}"
    printed = "c-format" in flags and "no-c-format" not in flags
    if printed and directives(words) != directives(translation):
        return "not the same % in it"
    return None


def compare(wanted, have):
    for key, (plural, _, flags) in wanted.items():
        _, texts, marks = have.get(key, (None, [""], ""))
        if not all(texts):
            yield f"untranslated: {key[1]!r}"
        elif "fuzzy" in marks:
            yield f"fuzzy: {key[1]!r}"
        else:
            for text in texts:
                wrong = differs(plural or key[1], text, flags)
                if wrong:
                    yield f"{wrong}: {key[1]!r}: {text!r}"
    for key in have.keys() - wanted.keys():
        yield f"nowhere in the program: {key[1]!r}"


def main():
    root = pathlib.Path(sys.argv[1])
    languages = [line for line in (root / "data/po/LINGUAS").read_text(encoding="utf-8").split("\n")
                 if line and not line.startswith("#")]
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / "folioscope.pot"
        wrong = collect(root, pot)
        wanted = entries(pot)
    for language in languages:
        path = root / "data/po" / f"{language}.po"
        text = path.read_text(encoding="utf-8")
        wrong += [f"{path.name}: {problem}" for problem in compare(wanted, entries(path))]
        wrong += [f"{path.name}: has entries marked #~"] if "\n#~" in text else []
        check = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", str(path)],
                               capture_output=True, text=True)
        wrong += [] if check.returncode == 0 else [check.stderr]
    print("\n".join(wrong) or f"{len(wanted)} words, {len(languages)} languages besides English")
    return bool(wrong)


sys.exit(main())
