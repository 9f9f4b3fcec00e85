#!/usr/bin/env python3
"""tracing.py BF_DOCS [WORK_FOLDERS] [RUNS]: the cost of traceability in a build.

Makes a tree with about 20 artifacts and 80 relations a work folder (250 folders: 5,000 and
20,000; a story of the wiki's mean size, 1.1 KB), builds it with traceability on and off, turn by
turn, in one run, and prints the least wall and CPU seconds of each, and the difference. It takes
the least and not the median, because the load of a busy machine is no part of the build."""
import json, pathlib, random, resource, subprocess, sys, tempfile, time

STORIES = 16
WORDS = "the depot keeps a queue for each charger and tells who waits so that no session is lost".split()


def text(dice, count):
    return " ".join(dice.choice(WORDS) for _ in range(count)).capitalize() + "."


def long(dice):
    """The text of an average wiki page: 7 KB, with some code."""
    code = "\n".join(f"    {dice.choice(WORDS)}_{at} = read({dice.randint(1, 99)}, \"{dice.choice(WORDS)}\")" for at in range(30))
    parts = [f"## Part {at}\n\n{text(dice, 150)}\n\n- {text(dice, 15)}\n- {text(dice, 15)}\n" for at in range(6)]
    return "\n".join(parts) + f"\n```python\ndef run():\n{code}\n```\n"


def tree(root, folders):
    dice = random.Random(7)
    decisions = folders * 2
    for number in range(1, decisions + 1):
        path = root / "docs/decisions" / f"{number:04}-choice.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {number:04} - Choice {number}\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\n{text(dice, 80)}\n\n## Decision\n\n{text(dice, 80)}\n\n{long(dice)}")
    cite = lambda: f"[ADR {(n := dice.randint(1, decisions)):04}](../../../decisions/{n:04}-choice.md)"
    for folder in range(folders):
        place = root / "docs/work" / ("active", "backlog", "archived")[folder % 3] / f"work-{folder}"
        place.mkdir(parents=True)
        place.joinpath("challenge.md").write_text(f"# Challenge: Work {folder}\n\n{long(dice)}")
        place.joinpath("spec.md").write_text(f"# Specification: Work {folder}\n\n{long(dice)}\n\nSee {cite()}, {cite()} and {cite()}.\n")
        parts = ["# Stories\n"]
        for story in range(STORIES):
            on = [f"- [Story {at}](#story-{at})" for at in range(max(0, story - 2), story)]
            depends = "\n".join(on) or "- None."
            parts.append(f"## Story {story}\n\n### User Story\n\n{text(dice, 50)}\n\n### Acceptance Criteria\n\n- {text(dice, 30)}\n- {text(dice, 30)}\n- {text(dice, 30)}\n- {text(dice, 30)} See {cite()} and {cite()}.\n\n### Dependencies\n\n{depends}\n")
        place.joinpath("stories.md").write_text("\n".join(parts))
    return root


def build(binary, root, traced, out):
    """Builds into a new folder each time: a file system is slow to reuse deleted files."""
    (root / "content-map.toml").write_text(f"[site]\ntraceability = {'true' if traced else 'false'}\n")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([binary, "build", "--no-cache", "--out", out], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    folders, runs = (int(sys.argv[at]) if len(sys.argv) > at else default for at, default in ((2, 250), (3, 11)))
    with tempfile.TemporaryDirectory() as folder:
        root = tree(pathlib.Path(folder), folders)
        export = json.loads(subprocess.run([binary, "trace", "export"], cwd=root, stdout=subprocess.PIPE).stdout)
        print(f"{len(export['artifacts'])} artifacts, {len(export['relations'])} relations")
        times = {True: [], False: []}
        for run in range(runs):
            for traced in (True, False) if run % 2 else (False, True):
                times[traced].append(build(binary, root, traced, f"site-{run}-{traced}"))
        least = {traced: [min(column) for column in zip(*rows)] for traced, rows in times.items()}
        for traced, name in ((True, "with   "), (False, "without")):
            print(f"{name}  wall {least[traced][0]:6.2f} s  cpu {least[traced][1]:6.2f} s")
        wall, cpu = (least[True][at] / least[False][at] - 1 for at in (0, 1))
        print(f"traceability adds {wall:.0%} wall, {cpu:.0%} cpu")


if __name__ == "__main__":
    main()
