#!/usr/bin/env python3
"""warm.py BF_DOCS TREE [TURNS]: builds with and without the cache of an earlier build.

Each turn builds a copy of the tree four times: with an empty cache; again, unchanged; again, with
a sentence more on one page; and without a cache. Prints the median of wall and CPU seconds of
each and its share of the first, and the size of the cache. The third site must equal that of a
build without a cache. All files are in TMPDIR."""
import filecmp, pathlib, shutil, statistics, sys, tempfile

from timing import timed


def files(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def main(bf_docs, tree, turns=7):
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        docs, site, kept = work / "docs", work / "site", work / "kept"
        shutil.copytree(tree, docs)
        pages = sorted(docs.rglob("*.md"))
        build = [bf_docs, "build", str(docs), "--cache", str(kept), "--out"]
        times = {name: [] for name in ("nothing kept", "nothing changed", "one page changed", "without a cache")}
        for turn in range(turns):
            shutil.rmtree(kept, ignore_errors=True)
            shutil.rmtree(site, ignore_errors=True)
            times["nothing kept"].append(timed([*build, str(site)])[0])
            time_of, said = timed([*build, str(site)])
            assert "nothing has changed" in said, said
            times["nothing changed"].append(time_of)
            with open(pages[turn * 97 % len(pages)], "a") as page:
                page.write(f"\nA sentence more, {turn}.\n")
            time_of, said = timed([*build, str(site)])
            assert "nothing has changed" not in said, said
            times["one page changed"].append(time_of)
            plain = work / "plain"
            times["without a cache"].append(timed([bf_docs, "build", str(docs), "--no-cache", "--out", str(plain)])[0])
            assert files(site) == files(plain), "other files"
            other = filecmp.cmpfiles(site, plain, files(site), shallow=False)[1:]
            assert other == ([], []), f"other bytes: {other}"
            shutil.rmtree(plain)
        size = sum((kept / path).stat().st_size for path in files(kept))
        whole = sum((site / path).stat().st_size for path in files(site))
    cold = [statistics.median(column) for column in zip(*times["nothing kept"])]
    for name, rows in times.items():
        wall, cpu = (statistics.median(column) for column in zip(*rows))
        print(f"{name:17} wall {wall:6.3f} s ({wall / cold[0]:5.1%})  cpu {cpu:6.3f} s ({cpu / cold[1]:5.1%})")
    print(f"kept {size / 1e6:.0f} MB of a site of {whole / 1e6:.0f} MB, {len(pages)} pages")


if __name__ == "__main__":
    main(*sys.argv[1:3], *(int(turns) for turns in sys.argv[3:4]))
