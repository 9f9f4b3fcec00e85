#!/usr/bin/env python3
"""python3 benches/navigation.py BF_DOCS SITE...: the navigation that `bf-docs init` makes, beside MkDocs' own.

Each SITE is a folder with `src/` (a checkout with its mkdocs.yml) and `nav.json`: MkDocs' navigation as a list of
{depth, title, url, kind}, in order. In a copy of `src`, `init` writes a content map and `build` builds the site with no
further hand. The navigation is read from the list of all pages, `site-map/`, and from the tabs. Prints for each site the
share of MkDocs' entries that are there with the same title and depth, in the same order, and what differs. The page of a
section counts if the section's name leads to it, as the name of a folder does.
"""
import difflib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin


class Lists(HTMLParser):
    """The links of nested lists, with their depth."""

    def __init__(self):
        super().__init__()
        self.depth, self.found, self.link = -1, [], None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "ul":
            self.depth += 1
        if tag == "a" and self.depth >= 0:
            self.link = [self.depth, "", attrs.get("href", "")]

    def handle_endtag(self, tag):
        if tag == "ul":
            self.depth -= 1
        if tag == "a" and self.link:
            self.found.append(tuple(self.link))
            self.link = None

    def handle_data(self, data):
        if self.link:
            self.link[1] += data


def plain(title):
    return " ".join(unescape(re.sub("<[^>]*>", "", title)).split())


def configuration(folder):
    for name in ("mkdocs.build.yml", "mkdocs.yml", "mkdocs.yaml"):
        for path in sorted(folder.rglob(name)):
            if "node_modules" not in path.parts:
                return path
    raise SystemExit(f"{folder}: no mkdocs.yml")


def entries(site):
    """The tabs of a built site in order, each with the entries below it, as (depth, title, address)."""
    start = (site / "index.html").read_text()
    tabs = re.search(r'<nav[^>]*class="tabs".*?</nav>', start, re.S)
    found = []
    lists = {}
    for path in [*(site / "site-map").glob("*/index.html"), *(site / "site-map").glob("[!i]*.html")]:
        base = f"/{path.relative_to(site)}".removesuffix("index.html")
        html = re.search(r"<article.*?</article>", path.read_text(), re.S).group(0)
        heading = re.search(r'<h2[^>]*><a href="([^"]*)"', html)
        if heading:
            lists[unquote(urljoin(base, heading.group(1)))] = (base, html)
    for href, title in re.findall(r'<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>', tabs.group(0) if tabs else "", re.S):
        title = plain(title)
        if title == "Traceability":
            continue
        route = unquote(urljoin("/", href.split("#")[0])) if not re.match(r"^[a-z]+:", href) else href
        found.append((0, title, route))
        if route in lists:
            base, html = lists[route]
            parser = Lists()
            parser.feed(html)
            for depth, title, href in parser.found:
                target = href if re.match(r"^[a-z]+:", href) else unquote(urljoin(base, href))
                found.append((depth + 1, " ".join(title.split()), target))
    return found


binary, *sites = sys.argv[1:]
binary = str(Path(binary).resolve())
for site in map(Path, sites):
    nav = json.loads((site / "nav.json").read_text())
    wanted = [(entry["depth"], plain(entry.get("text") or entry["title"]), entry["url"]) for entry in nav]
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "src"
        shutil.copytree(site / "src", tree, symlinks=True)
        config = configuration(tree)
        made = subprocess.run([binary, "init", config.name], cwd=config.parent, capture_output=True, text=True)
        if made.returncode:
            print(f"{site.name}: {made.stderr.strip()}")
            continue
        built = subprocess.run([binary, "build", "--out", f"{scratch}/site", "--no-cache"], cwd=config.parent, capture_output=True, text=True)
        if built.returncode == 2:
            print(f"{site.name}: {built.stderr.strip()[:500]}")
            continue
        routes = entries(Path(scratch) / "site")
        map_text = (config.parent / "content-map.toml").read_text()
    found = [(depth, title) for depth, title, _ in routes]
    # A page directly below a section, to which the section's name leads.
    leading = set(routes)
    led = {
        at + 1
        for at, (depth, title, _) in enumerate(wanted[:-1])
        if nav[at]["kind"] == "section" and wanted[at + 1][0] == depth + 1
        and (depth, title, "/" + unquote(wanted[at + 1][2].lstrip("/"))) in leading
    }
    keys = [(depth, title) for at, (depth, title, _) in enumerate(wanted) if at not in led]
    matcher = difflib.SequenceMatcher(None, keys, found, autojunk=False)
    same = len(led) + sum(block.size for block in matcher.get_matching_blocks())
    print(f"{site.name}: {same} of {len(wanted)} entries equal ({same / max(1, len(wanted)):.1%}); {made.stderr.strip()}; {map_text.count(chr(10))} lines")
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            print(f"    MkDocs {keys[a:b][:4]} here {found[c:d][:4]}")
