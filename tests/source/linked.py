#!/usr/bin/env python3
"""tests/source/linked.py - the command-line program needs no toolkit: a server has no display and no GTK.

usage: linked.py PROGRAM
"""
import re
import subprocess
import sys

said = subprocess.run(["ldd", sys.argv[1]], capture_output=True, text=True, check=True).stdout
wrong = sorted(set(re.findall(r"lib(?:gtk|gdk-|graphene)[^ ]*", said)))
print(said if "libglib" not in said else "\n".join(f"{sys.argv[1]} is linked with {w}" for w in wrong))
sys.exit(bool(wrong) or "libglib" not in said)
