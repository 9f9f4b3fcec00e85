#!/usr/bin/env python3
"""relevance.py BF_DOCS DOCS SET.tsv [--misses]: the rank of the page that a reader looks for.

Builds the docs folder, asks each query of the set (`tests/relevance`), and prints the mean
reciprocal rank of the first expected page among the first ten pages found, for the whole set and
for the queries that share no word with the page's title."""
import json, pathlib, subprocess, sys, tempfile


def queries(file):
    hard = False
    for line in pathlib.Path(file).read_text().splitlines():
        hard = hard or line.startswith("# no word")
        if line and not line.startswith("# "):
            query, pages = line.split("\t")
            yield query, pages.split(","), hard


def rank(binary, site, query, pages):
    command = [binary, "search", "--site", site, "--limit", "60", "--format", "json", "--", query]
    found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)["results"]
    files = list(dict.fromkeys(result["file"] for result in found))[:10]
    return next((at + 1 for at, file in enumerate(files) if file in pages), None), files


def main():
    binary, docs, tsv = (str(pathlib.Path(argument).resolve()) for argument in sys.argv[1:4])
    ranks = []
    with tempfile.TemporaryDirectory() as folder:
        site = f"{folder}/site"
        subprocess.run([binary, "build", docs, "--out", site], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for query, pages, hard in queries(tsv):
            at, files = rank(binary, site, query, pages)
            ranks.append((1 / at if at else 0, hard))
            if "--misses" in sys.argv and at != 1:
                print(f"{at or '-':>3}  {query}  wanted {pages[0]}, found {files[:3]}")
    mean = lambda values: sum(values) / len(values) if values else 0
    print(f"{len(ranks)} queries, mean reciprocal rank {mean([value for value, _ in ranks]):.3f}; "
          f"{sum(hard for _, hard in ranks)} share no word with the title: {mean([value for value, hard in ranks if hard]):.3f}")


if __name__ == "__main__":
    main()
