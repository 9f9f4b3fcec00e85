#!/usr/bin/env python3
"""tests/vocabulary/make.py BF_DOCS TREE NAME: writes NAME.txt.gz, the words of a tree's Markdown.

Each word is there once, as it is written, in the order of its letters: no document can be read
from the list. Of what has a digit in it, only the short is there: the rest is hashes. The same tree
gives the same bytes.
"""
import gzip
import json
import re
import subprocess
import sys
from pathlib import Path


def words(binary, tree):
    """All words of a tree, as `bf-docs words` tells them apart."""
    files = sorted(Path(tree).rglob("*.md"))
    text = "\n".join(path.read_text("utf-8", "replace") for path in files)
    read = subprocess.run([binary, "words"], input=text, capture_output=True, text=True, check=True)
    lines = read.stdout.splitlines()
    found = {written for line in lines for written, _, _ in json.loads(line)}
    return sorted(word for word in found if len(word) < 4 or not re.search("[0-9]", word))


def main():
    binary, tree, name = sys.argv[1:]
    text = "".join(f"{word}\n" for word in words(binary, tree))
    path = Path(__file__).parent / f"{name}.txt.gz"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path}: {text.count(chr(10))} words, {path.stat().st_size} bytes")


main()
