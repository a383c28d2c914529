#!/usr/bin/env python3
"""tests/cli/command_line.py - the command line as someone at a shell meets it: output, messages, exit codes.

usage: command_line.py PROGRAM ROOT

Method: one table of calls, each with the exit code and patterns that standard
output and standard error must match; a folder of good and bad files is made
first.  What needs more than a call (a full disk, a reader that goes away, a
file that must survive) stands behind the table.
"""
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM, ROOT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
LESSON = "buddy-1-splitting"
DONE, CONTENT, USAGE, FILE = 0, 1, 2, 3

MACHINE = {"format": 1, "name": "small", "ram": [["0x0", "0x40000"]], "max_order": 5, "pageblock_order": 3,
           "smp": False, "per_cpu_lists": "boot", "min_free_kbytes": 0, "zones": {"Normal": "0x40000"}}
HEAD = {"format": 1, "type": "folioscope-session", "machine": MACHINE}
SLABS = dict(MACHINE, ram=[["0x0", "0x400000"]], zones={"Normal": "0x400000"}, max_order=11, pageblock_order=9,
             slab={"allocator": "slub", "boot": True})
SMALL = [{"op": "kmem_cache_create", "name": "inode", "size": 200, "as": "c"},
         {"op": "kmem_cache_alloc", "cache": "$c", "as": "o"}]
FAULT = [{"op": "kmem_cache_create", "name": "red", "size": 40, "as": "c",
          "flags": "SLAB_CONSISTENCY_CHECKS|SLAB_RED_ZONE|SLAB_POISON|SLAB_STORE_USER"},
         {"op": "kmem_cache_alloc", "cache": "$c", "as": "o"},
         {"op": "memset", "object": "$o", "offset": 40, "byte": 255},
         {"op": "kmem_cache_free", "cache": "$c", "object": "$o"}]
OPERATIONS = [{"op": "alloc_pages", "order": 3, "as": "a"}, {"op": "alloc_pages", "order": 0, "as": "b"},
              {"op": "free_pages", "pfn": "$a"}]


def lines(*values):
    return "".join(json.dumps(v) + "\n" for v in values)


def make_files(folder):
    """The files the table names."""
    texts = {
        "good.jsonl": lines(HEAD, *OPERATIONS),
        "small.jsonl": lines(dict(HEAD, machine=SLABS), *SMALL),
        "fault.jsonl": lines(dict(HEAD, machine=SLABS), *FAULT),
        **{f"{a}.jsonl": lines(dict(HEAD, machine=dict(SLABS, slab={"allocator": a, "boot": True})), *SMALL)
           for a in ("slab", "slob")},
        "machine.json": json.dumps(MACHINE),
        "empty": "",
        "truncated.json": json.dumps(MACHINE)[:-9],
        "twice.json": '{"format":1,\n "name":"x", "name":"y", "ram":[[0,4096]]}',
        "deep.json": "[" * 100000 + "]" * 100000,
        "huge.json": '{"steps":"' + "x" * (20 << 20) + '"}',
        "other.json": '{"neither": "lesson"}',
        "type.json": json.dumps(dict(MACHINE, ram="much")),
        "version.json": json.dumps(dict(MACHINE, format=99)),
        "no-ram.json": json.dumps(dict(MACHINE, ram=[])),
        "lesson-type.json": '{"format": 1, "id": "x",\n  "steps": 3}',
        "session-cut.jsonl": lines(HEAD, *OPERATIONS)[:-12],
        "session-version.jsonl": lines(dict(HEAD, format=99)),
        "session-machine.jsonl": lines(dict(HEAD, machine={"ram": 1})),
        "session-unknown.jsonl": lines(HEAD, {"op": "explode"}, OPERATIONS[0]),
        "session-range.jsonl": lines(HEAD, {"op": "alloc_pages", "order": 99}, {"op": "free_pages", "pfn": 5000}),
        "session-double-free.jsonl": lines(HEAD, *OPERATIONS, {"op": "free_pages", "pfn": 0}),
        "index.json": '{"format": 1, "lessons": [{"id": "gone", "file": "gone.json"}]}',
        "recording-cut.jsonl": '{"t":"machine","family":"buddy"',
        "recording-other.jsonl": '{"t":"state"}\n',
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "binary").write_bytes(bytes(range(256)) * 64)
    (folder / "utf8.json").write_bytes(b'{"name":"\xff\xfe"}')
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress(texts["good.jsonl"].encode() * 99)[:-30])
    (folder / "folder").mkdir()


# (arguments, exit code, standard output, standard error); patterns are searched, "" is: nothing at all.
CALLS = [
    # what it says about itself
    ([], USAGE, "", r"expected a command"),
    (["--help"], DONE, r"(?s)run .*render .*verify .*lint .*schema .*bench .*Exit codes: 0", ""),
    (["help"], DONE, r"Usage: folioscope-cli", ""),
    (["--version"], DONE, r"^folioscope-cli \d", ""),
    (["dance"], USAGE, "", r"no command “dance”; there are: run, render, verify, lint, schema, bench"),
    *[([c, "--help"], DONE, rf"folioscope-cli {c}", "") for c in
      ("run", "render", "verify", "lint", "schema", "bench")],
    *[([c, "--bogus"], USAGE, "", rf"folioscope-cli {c}: .*--bogus") for c in
      ("run", "render", "verify", "lint", "schema", "bench")],
    *[([c], USAGE, "", rf"folioscope-cli {c}: expected FILE") for c in ("run", "verify", "lint")],

    # run
    (["run", "good.jsonl"], DONE,
     r"(?s)a = alloc_pages order=3\n +Allocated order 3: frames 0–7\..*free_pages pfn=0\n +Given back: frames 0–7\.", ""),
    (["run", "good.jsonl", "--to", "1"], DONE, r"(?s)^(?!.*free_pages).*Allocated order 3", ""),
    (["run", "good.jsonl", "--to", "1.2"], DONE, r"(?s)1 alloc_pages: order 3.*2 +get_page_from_freelist", ""),
    (["run", "good.jsonl", "--explain"], DONE, r"__rmqueue_smallest: the unmovable list of order 3 is empty", ""),
    (["run", "good.jsonl", "--until", "order($b) == 0"], DONE, r"(?s)^(?!.*free_pages).*\n +2 ", ""),
    (["run", "good.jsonl", "--until", "failed()"], CONTENT, "", r"“failed\(\)” holds at no moment up to the end"),
    (["run", "good.jsonl", "--until", "free(Normal) <"], CONTENT, "", r"free\(Normal\) <"),
    (["run", "good.jsonl", "--until", "1", "--to", "1"], USAGE, "", r"--to and --until: only one of them"),
    (["run", "teaching-64", "--workload", "workload ops=3 seed=2"], DONE, r"(?s)\n +1 .*\n +2 .*\n +3 ", ""),
    (["run", "slub-4m", "--workload", "workload ops=9 small=100 cached=0"], DONE, r"(?s)kmalloc size=\d+.*\n +9 ", ""),
    (["run", "slub-4m", "--workload", "workload ops=9 small=100 cached=100 caches=1"], DONE,
     r"(?s)kmem_cache_create name=load-1 .*kmem_cache_alloc cache=", ""),
    (["run", "good.jsonl", "--to", "1", "--workload", "workload ops=2"], DONE, r"(?s)^(?!.*free_pages pfn=0\n).*\n +3 ", ""),
    (["run", "teaching-64", "-w", "ops=3"], USAGE, "", r"A workload begins with “workload”"),
    (["run", "teaching-64", "-w", "workload small=200"], USAGE, "", r"small=200: expected a number from 0 to 100"),
    (["run", "small.jsonl", "--slabinfo"], DONE,
     r"(?s)^slabinfo - version: 2\.1\n# name +<active_objs>.*\ninode +20 +20 +200 +20 +1 : tunables +0 +0 +0 : slabdata +1 +1 +0\n", ""),
    (["run", "small.jsonl", "--to", "1", "--slabinfo"], DONE, r"(?m)^inode +0 +0 +200 +20 +1 .* slabdata +0 +0 +0$", ""),
    (["run", "slab.jsonl", "--slabinfo"], DONE, r"(?m)^inode +16 +20 +200 +20 +1 : tunables +120 +60 +0 : slabdata +1 +1 +0$", ""),
    (["run", "slob.jsonl", "--slabinfo"], CONTENT, r"(?s)^(?!.*slabinfo - )", r"SLOB has no /proc/slabinfo"),
    (["run", "good.jsonl", "--slabinfo"], CONTENT, "Machine", r"no caches yet: run kmem_cache_init"),
    (["run", "small.jsonl", "--reports"], DONE, r"Slab debugging has found nothing", ""),
    (["run", "fault.jsonl", "--to", "3", "--reports"], DONE, r"Slab debugging has found nothing", ""),
    (["run", "fault.jsonl", "--reports"], DONE,
     r"(?s)BUG red \(Not tainted\): Right Redzone overwritten.*First byte 0xff instead of 0xcc.*\nObject 0xffff\w+ @offset=8 ", ""),
    (["run", "good.jsonl", "--to", "4"], USAGE, "", r"there is no operation 4; the last is 3"),
    (["run", "good.jsonl", "--to", "1.99"], USAGE, "", r"operation 1 has no step 99; its last is \d+"),
    (["run", "good.jsonl", "--to", "x"], USAGE, "", r"--to: expected N or N\.S, not “x”"),
    (["run", "good.jsonl", "--to", "-1"], USAGE, "", r"--to: expected"),
    (["run", "good.jsonl", "--to", "99999999999999999999"], USAGE, "", r"--to: expected"),
    (["run", "good.jsonl", "--branch", "7"], USAGE, "", r"no branch 7; the last is 0"),
    (["run", "good.jsonl", "machine.json"], USAGE, "", r"did not expect “machine\.json”"),
    (["run", LESSON], DONE, r"(?s)Machine teaching-64, 64 frames.*Step 1: ", ""),
    (["run", "teaching-64"], DONE, r"Machine teaching-64, 64 frames", ""),
    (["run", "machine.json"], DONE, r"Machine small, 64 frames", ""),

    # files that are none, or broken
    (["run", "missing.json"], FILE, "", r"missing\.json"),
    (["run", "no-such-machine"], FILE, "", r"no-such-machine"),
    (["run", "folder"], FILE, "", r"folder"),
    (["run", "empty"], CONTENT, "", r"^empty:1:1: "),
    (["run", "truncated.json"], CONTENT, "", r"^truncated\.json:1:\d+: .*expected"),
    (["run", "twice.json"], CONTENT, "", r"^twice\.json:2:\d+: .*\"name\".*second time"),
    (["run", "deep.json"], CONTENT, "", r"^deep\.json:1:\d+: "),
    (["run", "huge.json"], CONTENT, "", r"^huge\.json: |^huge\.json:1:\d+: "),
    (["run", "binary"], CONTENT, "", r"^binary:1:1: "),
    (["run", "utf8.json"], CONTENT, "", r"^utf8\.json:1:\d+: "),
    (["run", "other.json"], CONTENT, "", r"^other\.json:1:1: .*expected a lesson"),
    (["run", "type.json"], CONTENT, "", r"^type\.json:1:\d+: .*ram"),
    (["run", "version.json"], CONTENT, "", r"^version\.json:1:\d+: .*format"),
    (["run", "no-ram.json"], CONTENT, "", r"^no-ram\.json"),
    (["run", "lesson-type.json"], CONTENT, "", r"^lesson-type\.json:\d:\d+: "),
    (["run", "session-cut.jsonl"], CONTENT, r"Allocated order 0", r"^session-cut\.jsonl:4:"),
    (["run", "session-version.jsonl"], CONTENT, "", r"^session-version\.jsonl:1"),
    (["run", "session-machine.jsonl"], CONTENT, "", r"^session-machine\.jsonl:1"),
    (["run", "session-unknown.jsonl"], CONTENT, r"Allocated order 3", r"^session-unknown\.jsonl:2:.*explode"),
    (["run", "session-range.jsonl"], CONTENT, r"Machine small", r"(?s)session-range\.jsonl:2:.*session-range\.jsonl:3:"),
    (["run", "session-double-free.jsonl"], CONTENT, r"Given back", r"^session-double-free\.jsonl:5:.*free"),

    # render
    (["render", "good.jsonl", "-f", "map"], USAGE, "", r"expected -o FILE"),
    (["render", "good.jsonl", "-o", "x.svg"], USAGE, "", r"expected --figure NAME, one of: map, buddy, zones, slabs, sets, calls, compare"),
    (["render", "good.jsonl", "-f", "pie", "-o", "x.svg"], USAGE, "", r"no figure “pie”; there are: map, buddy, zones, slabs, sets, calls, compare"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.doc"], USAGE, "", r"expected --format, one of: svg, pdf, png, apng, text"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--theme", "pink"], USAGE, "", r"no theme “pink”; there are: light, dark, print, contrast-light, contrast-dark, projector"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--preset", "21:9"], USAGE, "", r"no preset “21:9”; there are: 16:9, 4:3"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--preset", "a4", "--size", "99x99"], USAGE, "", r"either --preset or --size"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.png", "--scale", "0"], USAGE, "", r"--scale: expected 0.1 to 8"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.apng", "--delay", "0"], USAGE, "", r"--delay: expected 1 to 60000"),
    (["render", "good.jsonl", "-f", "map", "--format", "svg", "--steps", "0..1", "-o", "-"], USAGE, "", r"standard output takes one picture"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--size", "9"], USAGE, "", r"--size: expected WIDTHxHEIGHT"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--size", "0x5"], USAGE, "", r"--size: expected WIDTHxHEIGHT"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--lang", "../x"], USAGE, "", r"--lang: expected"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--at", "9"], USAGE, "", r"no operation 9"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--at", "1", "--steps", "1..2"], USAGE, "", r"either --at or"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--steps", "2..1"], USAGE, "", r"--steps: expected A\.\.B"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--option", "colour"], USAGE, "", r"expected NAME=VALUE"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--option", "colour=pink"], USAGE, "", r"colour"),
    (["render", "good.jsonl", "--all", "-o", "x"], USAGE, "", r"--all: expected a lesson"),
    (["render", "good.jsonl", "--all", "--select", "$a", "-o", "x"], USAGE, "", r"takes no .*--select"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--select", "$nobody"], USAGE, "", r"^--select: Nothing has the name \$nobody"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--at", "1", "--select", "$b"], USAGE, "", r"^--select: Nothing has the name \$b"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--select", "frame 64"], USAGE, "", r"^--select: Frames are numbered from 0 to 63"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--select", "op 1"], USAGE, "", r"^--select: expected an object, .*not “op 1”"),
    (["render", "good.jsonl", "-f", "map", "-o", "x.svg", "--select", ""], USAGE, "", r"^--select: expected an object, .*not “”"),
    (["render", "small.jsonl", "-f", "slabs", "--option", "bytes=yes", "--select", "$o", "--format", "text", "-o", "-"], DONE, r"object, 200 bytes from 0 on", ""),
    (["render", "small.jsonl", "-f", "slabs", "--select", "$o", "--steps", "0..2", "-o", "small.pdf"], DONE, "", ""),
    (["render", "missing.jsonl", "-f", "map", "-o", "x.svg"], FILE, "", r"missing\.jsonl"),
    (["render", "good.jsonl", "-f", "map", "-o", "folder"], USAGE, "", r"expected --format"),
    (["render", "good.jsonl", "-f", "map", "--format", "svg", "-o", "folder"], FILE, "", r"^folder: "),
    (["render", "good.jsonl", "-f", "map", "-o", "no/such/x.svg"], FILE, "", r"^no/such/x\.svg: "),
    (["render", "good.jsonl", "-f", "map", "--format", "svg", "-o", "-"], DONE, r"(?s)<svg.*<text.*</svg>", ""),
    (["render", "good.jsonl", "-f", "map", "--format", "text", "--at", "0", "-o", "-"], DONE, r"64 free", ""),
    (["render", "good.jsonl", "-f", "map", "--format", "text", "--at", "1.0", "-o", "-"], DONE, r"64 free", ""),
    (["render", "good.jsonl", "-f", "map", "--format", "text", "--at", "1", "-o", "-"], DONE, r"56 free", ""),
    (["render", "good.jsonl", "-f", "calls", "--format", "text", "--at", "1", "-o", "-"], DONE, r"__rmqueue_fallback", ""),
    (["render", "teaching-64", "-f", "buddy", "-o", "new.pdf"], DONE, "", ""),
    (["render", "pc:5G", "-f", "map", "-o", "new.png", "--theme", "dark", "--size", "640x360"], DONE, "", ""),

    # lint, schema, verify, bench
    (["lint", str(ROOT / "lessons" / f"{LESSON}.json")], DONE, r"no problem", ""),
    (["lint", str(ROOT / "lessons" / "index.json")], DONE, r"no problem", ""),
    (["lint", "index.json"], CONTENT, "", r"index\.json:1:\d+: \$\.lessons\[0\]\.file: gone\.json is no lesson: .*gone\.json"),
    (["lint", "missing.json"], FILE, "", r"missing\.json"),
    (["lint", "lesson-type.json"], CONTENT, "", r"^lesson-type\.json:\d:\d+: "),
    (["lint", "other.json", "missing.json"], FILE, "", r"(?s)other\.json:.*missing\.json"),
    (["lint", "empty"], CONTENT, "", r"^empty:1:1: "),
    (["lint", "binary"], CONTENT, "", r"^binary:1:1: "),
    (["lint", "deep.json"], CONTENT, "", r"^deep\.json:1:"),
    (["schema"], DONE, r"(?s)lesson\n.*machine\n.*operations\n.*session\n", ""),
    (["schema", "lesson"], DONE, r"\"\$schema\"", ""),
    (["schema", "fields"], DONE, r"(?s)^frame\n  pfn\n      Number of the page frame\n.*\nzone\n.*watermark_boost", ""),
    (["schema", "cake"], USAGE, "", r"no schema “cake”; there are: lesson"),
    (["verify", "missing.jsonl"], FILE, "", r"missing\.jsonl"),
    (["verify", "empty"], CONTENT, "", r"empty"),
    (["verify", "binary"], CONTENT, "", r"binary:1:"),
    (["verify", "deep.json"], CONTENT, "", r"deep\.json:1:"),
    (["verify", "recording-cut.jsonl"], CONTENT, "", r"recording-cut\.jsonl:1:"),
    (["verify", "recording-other.jsonl"], CONTENT, "", r"recording-other\.jsonl:.*machine"),
    (["verify", "good.jsonl"], CONTENT, "", r"good\.jsonl:1:"),
    (["verify", "cut.jsonl.gz"], CONTENT, "", r"cut\.jsonl\.gz"),
    (["bench", "speed"], USAGE, "", r"no figure “speed”; there are: history_throughput_ratio, "),
    (["bench", "arena_bytes_per_frame"], DONE, r"arena_bytes_per_frame +12(?:\.\d)? +bytes +64 +≤ 32 +met", ""),
]


def call(folder, *arguments, **more):
    more.setdefault("stdout", subprocess.PIPE)
    run = subprocess.run([PROGRAM, *arguments], cwd=folder, stderr=subprocess.PIPE, timeout=100, **more)
    return run.returncode, (run.stdout or b"").decode(errors="replace"), run.stderr.decode(errors="replace")


def fits(pattern, text):
    return text == "" if pattern == "" else re.search(pattern, text, re.M) is not None


def check_table(folder):
    for arguments, code, out, err in CALLS:
        got = call(folder, *arguments)
        if got[0] != code or not fits(out, got[1]) or not fits(err, got[2]):
            yield (f"{' '.join(arguments)}: expected {code}, {out!r}, {err!r}\n"
                   f"    got {got[0]}, {got[1][:300]!r}, {got[2][:300]!r}")


def check_dump(folder):
    """The dump is JSON, adds up, and tells the moment inside an operation."""
    code, out, _ = call(folder, "run", "good.jsonl", "--to", "2", "--dump", "state.json")
    state = json.loads((folder / "state.json").read_text())
    if code != 0 or (state["format"], state["machine"], state["operation"]) != (1, "small", 2) or "step" in state:
        yield f"run --dump: head is {state['format'], state['machine'], state['operation']}"
    if sum(1 << b["order"] for b in state["blocks"]) != 64:
        yield "run --dump: blocks do not cover memory"
    listed = [p for area in state["zones"][0]["free_area"] for key, pfns in area.items()
              if key not in ("order", "nr_free") for p in pfns]
    free = [b["pfn"] for b in state["blocks"] if b["state"] == "free"]
    if sorted(listed) != free or state["zones"][0]["free"] != 55:
        yield f"run --dump: free lists {listed} are not the free blocks {free}"
    call(folder, "run", "good.jsonl", "--to", "2.0", "--dump", "inside.json")
    inside = json.loads((folder / "inside.json").read_text())
    if inside.get("step") != 0 or inside["zones"][0]["free"] != 56:
        yield f"run --to 2.0 --dump: {inside.get('step')}, {inside['zones'][0]['free']}"
    out = call(folder, "run", "good.jsonl", "--dump", "-")[1]
    if '"type": "folioscope-state"' not in out:
        yield "run --dump -: nothing on standard output"


def check_small(folder):
    """The dump of caches, slabs and lists adds up, with each allocator."""
    for allocator in ("slub", "slab", "slob"):
        file = "small.jsonl" if allocator == "slub" else f"{allocator}.jsonl"
        code, _, err = call(folder, "run", file, "--dump", "small.json")
        state = json.loads((folder / "small.json").read_text())["slab"] if code == 0 else {}
        if (state.get("state"), state.get("allocator"), state.get("reports")) != ("UP", allocator.upper(), 0):
            yield f"run {file} --dump: {code}, {err}, {str(state)[:200]}"
            continue
        names = {cache["number"]: cache for cache in state["caches"]}
        inode = next(cache for cache in state["caches"] if cache["name"] == "inode")
        if (inode["object_size"], inode["refcount"]) != (200, 1):
            yield f"run {file} --dump: inode is {inode}"
        for slab in state["slabs"]:
            if allocator == "slob":
                if slab["cache"] != -1 or not re.fullmatch(r"([Aa]|f)\d+( [Aaf]\d+)*", slab["objects"]):
                    yield f"run {file} --dump: {slab}"
            elif len(slab["objects"]) != names[slab["cache"]]["objects"]:
                yield f"run {file} --dump: {slab['objects']} in {names[slab['cache']]['name']}"
        if allocator == "slob":
            continue
        own = [slab for slab in state["slabs"] if slab["cache"] == inode["number"]]
        if len(own) != 1 or own[0]["objects"].count("A") != 1 or own[0]["operation"] != 2:
            yield f"run {file} --dump: slabs of inode: {own}"
        at_hand = inode["cpus"][0].get("entry", own[0]["objects"].replace("A", ""))
        if own[0]["objects"].count("c") != len(at_hand):
            yield f"run {file} --dump: {own[0]['objects']} and {at_hand} at hand of the CPU"
    call(folder, "run", "good.jsonl", "--dump", "small.json")
    if "slab" in json.loads((folder / "small.json").read_text()):
        yield "run good.jsonl --dump: small objects where there are none"


def check_runs(folder):
    """Many moments: a PDF with pages, numbered files, a lesson's pictures."""
    code, _, err = call(folder, "render", "good.jsonl", "-f", "buddy", "--steps", "0..3", "-o", "run.pdf")
    pages = len(re.findall(rb"/Type\s*/Page\b", (folder / "run.pdf").read_bytes())) if code == 0 else err
    if pages != 4:
        yield f"render --steps 0..3 -o run.pdf: {pages} pages"
    call(folder, "render", "good.jsonl", "-f", "map", "--steps", "0..3", "-o", "run.svg")
    if sorted(p.name for p in folder.glob("run-*.svg")) != [f"run-000{i}.svg" for i in range(1, 5)]:
        yield f"render --steps 0..3: {sorted(folder.glob('run-*.svg'))}"
    call(folder, "render", "good.jsonl", "-f", "calls", "--steps", "1.0..1", "-o", "inside.svg")
    inside = len(list(folder.glob("inside-*.svg")))
    steps = call(folder, "run", "good.jsonl", "--explain", "--to", "1")[1].count("\n") - 3
    if inside != steps + 1:
        yield f"render --steps 1.0..1: {inside} files for {steps} steps"
    code, _, err = call(folder, "render", LESSON, "--all", "-o", "pictures")
    pictures = sorted(p.name for p in (folder / "pictures").glob("*.svg"))
    if code != 0 or len(pictures) < 10 or not any("-after-map" in p for p in pictures):
        yield f"render --all: {code}, {pictures}, {err}"
    script = json.loads((ROOT / "lessons" / f"{LESSON}.json").read_text(encoding="utf-8"))
    shown = next(step["show"] for step in script["steps"] if step.get("show", {}).get("figures"))
    shown["figures"] = [{"figure": "map", "options": [f"colour={by}"]} for by in ("order", "zone")]
    (folder / "twice.lesson.json").write_text(json.dumps(script), encoding="utf-8")
    code, _, err = call(folder, "render", "twice.lesson.json", "--all", "-o", "twice")
    both = [(folder / "twice" / p.name.replace("-map-2.svg", "-map.svg"), p)
            for p in sorted((folder / "twice").glob("*-map-2.svg"))]
    if code != 0 or not both or any(one.read_bytes() == two.read_bytes() for one, two in both):
        yield f"render --all with one figure twice: {code}, {both}, {err}"
    code, _, err = call(folder, "render", LESSON, "-f", "map", "--steps", "all", "-o", "lesson.pdf")
    if code != 0:
        yield f"render LESSON --steps all: {err}"


def check_pages(folder):
    """What stands on a page, and which page; frames of an animation."""
    def svg(*options):
        code, out, err = call(folder, "render", "good.jsonl", "-f", "map", "--format", "svg", "-o", "-", *options)
        return out if code == 0 else err

    whole, bare = svg(), svg("--no-title", "--no-legend", "--no-caption", "--no-frame-numbers")
    for what, words in {"title": ">Physical memory</text>", "legend": " free</text>",
                        "caption": ">Folioscope · Linux", "frame numbers": ">63</text>"}.items():
        if words not in whole or words in bare:
            yield f"render --no-…: {what}: {words in whole}, {words in bare}"
    if ">Two halves &amp; more</text>" not in svg("--caption", "Two halves & more", "--no-caption"):
        yield "render --caption: not there"
    for preset, size in {"16:9": 'width="1280" height="720"', "a4-portrait": 'width="794" height="1123"'}.items():
        if size not in svg("--preset", preset):
            yield f"render --preset {preset}: not {size}"
    call(folder, "render", "good.jsonl", "-f", "map", "--steps", "0..3", "--delay", "40", "-o", "run.apng")
    animation = (folder / "run.apng").read_bytes()
    if animation.count(b"fcTL") != 4 or b"acTL" not in animation[:60]:
        yield f"render --steps 0..3 -o run.apng: {animation.count(b'fcTL')} frames"


def check_full(folder):
    """Nowhere to write: said, exit 3, and an older file survives."""
    for arguments in (["run", "good.jsonl"], ["schema", "lesson"], ["--help"],
                      ["render", "good.jsonl", "-f", "map", "--format", "svg", "-o", "-"]):
        with open("/dev/full", "wb") as full:
            code, _, err = call(folder, *arguments, stdout=full)
        if code != FILE or "No space left" not in err:
            yield f"{' '.join(arguments)} >/dev/full: {code}, {err!r}"
    for arguments in (["run", "good.jsonl", "--dump", "/dev/full"],
                      ["render", "good.jsonl", "-f", "map", "--format", "png", "-o", "/dev/full"]):
        code, _, err = call(folder, *arguments)
        if code != FILE or not err.startswith("/dev/full: "):
            yield f"{' '.join(arguments)}: {code}, {err!r}"
    reader, writer = os.pipe()
    os.close(reader)
    code, _, err = call(folder, "schema", "lesson", stdout=writer)
    os.close(writer)
    if code != FILE or "Broken pipe" not in err:
        yield f"a reader that went away: {code}, {err!r}"

    kept = folder / "kept.svg"
    kept.write_text("what was there")
    limit = ["bash", "-c", 'ulimit -f 1; trap "" XFSZ; exec "$0" "$@"', str(PROGRAM)]
    run = subprocess.run([*limit, "render", "good.jsonl", "-f", "map", "-o", "kept.svg"], cwd=folder,
                         stderr=subprocess.PIPE, text=True, timeout=100, check=False)
    if run.returncode != FILE or kept.read_text() != "what was there" or not run.stderr.startswith("kept.svg: "):
        yield f"render onto a full disk: {run.returncode}, {run.stderr!r}, {kept.read_text()[:40]!r}"


def check_recordings(folder):
    """A right recording has no difference; one changed frame number is found and explained."""
    found = sorted((ROOT / "tests/recordings").glob("**/buddy-split-32m.jsonl*"))
    if not found:
        yield "tests/recordings: no buddy-split-32m.jsonl.gz"
        return
    code, out, err = call(folder, "verify", str(found[0]))
    if code != DONE or not re.search(r"^.*buddy-split-32m\S*: \d+ checked, 0 differ$", out.strip(), re.M):
        yield f"verify {found[0]}: {code}, {out!r}, {err!r}"
    raw = found[0].read_bytes()
    text = (gzip.decompress(raw) if found[0].suffix == ".gz" else raw).decode().splitlines()
    at = next(i for i, line in enumerate(text) if '"op":"alloc"' in line)
    text[at] = re.sub(r'"pfn":(\d+)', lambda m: f'"pfn":{int(m[1]) + 1}', text[at])
    for name, wrap in (("wrong.jsonl", bytes), ("wrong.jsonl.gz", gzip.compress)):
        (folder / name).write_bytes(wrap("\n".join(text).encode() + b"\n"))
        code, out, err = call(folder, "verify", name)
        if code != CONTENT or not re.search(rf"^{name}: \d+ checked, [1-9]\d* differ$", out, re.M) \
                or not re.search(rf"{name}:{at + 1}: .*expected", out):
            yield f"verify {name}: {code}, {out!r}, {err!r}"


def check_language(folder):
    """A locale with another decimal point and charset changes no JSON."""
    out = call(folder, "bench", "--json", "arena_bytes_per_frame", env=dict(os.environ, LC_ALL="C"))[1]
    figure = json.loads(out)["figures"][0]
    if set(figure) != {"name", "value", "unit", "baseline", "target", "better"} or not 12 <= figure["value"] <= 32:
        yield f"bench --json: {figure}"


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_files(folder)
        wrong = [w for check in (check_table, check_dump, check_small, check_runs, check_pages, check_full, check_recordings, check_language)
                 for w in check(folder)]
    print("\n".join(wrong))
    print(f"{len(CALLS)} calls, {len(wrong)} wrong")
    return bool(wrong)


sys.exit(main())
