#!/usr/bin/env python3
"""packaging/crates.py licences | sbom VERSION: what bf-docs is made of, from `cargo metadata` and the crates' own files.

`licences` prints the copyright notices and licences of all crates in the program; `sbom` prints a bill of materials
(CycloneDX 1.5, JSON). Both have the same bytes for the same Cargo.lock.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

LICENCE = re.compile(r"^(licen[cs]e|copying|copyright|notice|unlicense)", re.I)


def crates():
    """The packages that are compiled into the program, without bf-docs itself, by name and version."""
    host = subprocess.run(["rustc", "-vV"], capture_output=True, text=True, check=True).stdout
    target = re.search(r"^host: (.*)$", host, re.M).group(1)
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target]
    data = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    root = data["resolve"]["root"]
    found, next_ids = set(), [root]
    while next_ids:
        node = nodes[next_ids.pop()]
        for dep in node["deps"]:
            # Tests' crates are in no program; those of build scripts are kept, as their output may be.
            if any(kind["kind"] != "dev" for kind in dep["dep_kinds"]) and dep["pkg"] not in found:
                found.add(dep["pkg"])
                next_ids.append(dep["pkg"])
    listed = [packages[one] for one in found]
    return sorted(listed, key=lambda package: (package["name"], package["version"]))


def licence_of(package):
    return re.sub(r"\s*/\s*", " OR ", package["license"] or "see its files")


def texts(package):
    folder = Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if path.is_file() and LICENCE.match(path.name))
    return [path.read_text(errors="replace").strip() for path in files]


def licences():
    own = Path(__file__).resolve().parent.parent
    print("bf-docs is made of the crates below, each under its licence.\n")
    print("Icons and emoji are under the licences that this list names first.\n")
    print((own / "icons/LICENSES.md").read_text().strip() + "\n")
    seen, missing = {}, []
    for package in crates():
        name = f"{package['name']} {package['version']}"
        found = texts(package)
        if not found:
            missing.append(f"{name} ({licence_of(package)}), by {', '.join(package['authors']) or 'its authors'}")
        for text in found:
            seen.setdefault(text, []).append(f"{name} ({licence_of(package)})")
    for text, names in seen.items():
        print("=" * 80 + "\n" + "\n".join(names) + "\n" + "-" * 80 + "\n" + text + "\n")
    print("=" * 80 + "\nCrates that name a licence and have no file of its text:\n" + "\n".join(missing))


def sbom(version):
    components = []
    for package in crates():
        purl = f"pkg:cargo/{package['name']}@{package['version']}"
        components.append({
            "type": "library",
            "bom-ref": purl,
            "name": package["name"],
            "version": package["version"],
            "licenses": [{"expression": licence_of(package)}] if package["license"] else [],
            "purl": purl,
        })
    root = {"type": "application", "bom-ref": "bf-docs", "name": "bf-docs", "version": version}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": root},
        "components": components,
    }
    print(json.dumps(document, indent=1))


if sys.argv[1:2] == ["licences"]:
    licences()
elif sys.argv[1:2] == ["sbom"] and len(sys.argv) == 3:
    sbom(sys.argv[2])
else:
    sys.exit(__doc__)
