#!/usr/bin/env python3
"""against_hugo.py BF_DOCS HUGO TREE [RUNS]: cold builds of one tree with both, turn by turn, in one run.

Hugo has a plain theme, class-based highlighting and a JSON index of all text, and gets the
same Markdown (its start page has to be called _index.md). Prints the median of wall and CPU
seconds of each, and the ratio of bf-docs to Hugo."""
import os, pathlib, shutil, statistics, sys, tempfile

from timing import timed

CONFIG = """baseURL = "https://example.org/"
title = "wiki"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.highlight]
noClasses = false
[markup.goldmark.renderer]
unsafe = true
[outputs]
home = ["HTML", "JSON"]
"""
LAYOUTS = {
    "_default/baseof.html": '<!doctype html><html><head><title>{{ .Title }}</title></head><body><nav>{{ range .Site.Home.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ block "main" . }}{{ end }}</body></html>',
    "_default/single.html": '{{ define "main" }}<aside>{{ .TableOfContents }}</aside><article>{{ .Content }}</article>{{ end }}',
    "_default/list.html": '{{ define "main" }}<article>{{ .Content }}{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</article>{{ end }}',
    "index.json": '[{{ range $i, $p := .Site.RegularPages }}{{ if $i }},{{ end }}{{ dict "t" .Title "u" .RelPermalink "b" .Plain | jsonify }}{{ end }}]',
}


def main(bf_docs, hugo, tree, runs=5):
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        site = work / "hugo"
        shutil.copytree(tree, site / "content")
        if (site / "content/index.md").exists():
            (site / "content/index.md").rename(site / "content/_index.md")
        (site / "hugo.toml").write_text(CONFIG)
        for name, text in LAYOUTS.items():
            path = site / "layouts" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        results = {"bf-docs": [], "hugo": []}
        for run in range(runs):
            results["bf-docs"].append(timed([bf_docs, "build", tree, "--no-cache", "--out", str(work / f"bf-{run}")])[0])
            results["hugo"].append(timed([hugo, "--quiet", "--noBuildLock", "-s", str(site), "-d", str(work / f"hugo-{run}")])[0])
            for built in (f"bf-{run}", f"hugo-{run}"):
                pages = sum(name == "index.html" for _, _, names in os.walk(work / built) for name in names)
                assert pages > 1, f"{built} has no pages"
                shutil.rmtree(work / built)
    median = {name: [statistics.median(values) for values in zip(*times)] for name, times in results.items()}
    for name, (wall, cpu) in median.items():
        print(f"{name:8} wall {wall:6.2f} s  cpu {cpu:6.2f} s")
    wall, cpu = (median["bf-docs"][i] / median["hugo"][i] for i in (0, 1))
    print(f"bf-docs / hugo: wall {wall:.2f}  cpu {cpu:.2f}")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:4], *(int(n) for n in sys.argv[4:5]))
