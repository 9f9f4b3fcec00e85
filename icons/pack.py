#!/usr/bin/env python3
"""pack.py            makes the five packs from the packages that lock.toml names, and compares the packs with lock.toml
pack.py --update   takes the newest packages, makes the packs from them, and writes lock.toml anew

A pack is text, of lines sorted by name: the compression of a package makes text smaller than what is compressed
already. A line of an icon set: the icon's name, a tab, its view box without the leading `0 0`, a tab, and the data of
its only path, or else the content of the svg element. A line of `emoji`: a name, a tab, the characters. pip downloads
the packages."""
import hashlib, pathlib, re, subprocess, sys, tempfile, tomllib, zipfile

HERE = pathlib.Path(__file__).parent
SETS = ("material", "fontawesome", "octicons", "simple")
ICONS, EMOJI = "mkdocs-material", "pymdown-extensions"


def fetch(package, version, folder):
    """A package's wheel: its bytes and its version."""
    wanted = f"{package}=={version}" if version else package
    pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--only-binary=:all:", "-d", folder, wanted], check=True)
    wheel = next(pathlib.Path(folder).glob(package.replace("-", "_") + "-*.whl"))
    return wheel, wheel.name.split("-")[1]


def digest(data):
    return hashlib.sha256(data).hexdigest()


def icons(wheel, name):
    """The lines of an icon set."""
    prefix, lines = f"material/templates/.icons/{name}/", {}
    for file in (file for file in wheel.namelist() if file.startswith(prefix) and file.endswith(".svg")):
        text = re.sub(r"<!--.*?-->", "", wheel.read(file).decode(), flags=re.S).strip()
        opening, inner = re.fullmatch(r"<svg ([^>]*)>(.*)</svg>", text, re.S).groups()
        box = re.search(r'viewBox="0 0 ([\d. ]+)"', opening)[1]
        path = re.fullmatch(r'<path d="([^"]*)"/>', inner)
        inner = path[1] if path else re.sub(r' style="[^"]*"', "", inner)
        if re.search(r"[\t\n]|<(?!/?(path|g|circle|rect|ellipse)\b)|\bon\w+=|href", inner):
            sys.exit(f"{file} holds more than shapes: {inner[:80]}")
        lines[file[len(prefix):-len(".svg")].replace("/", "-")] = f"{box}\t{inner}"
    return "\n".join(f"{name}\t{line}" for name, line in sorted(lines.items()))


def emoji(wheel):
    """The names of emoji, aliases too, with their characters."""
    table = {}
    exec(wheel.read("pymdownx/twemoji_db.py").decode(), table)
    characters = lambda code: "".join(chr(int(part, 16)) for part in code.split("-"))
    names = {name: characters(entry["unicode"]) for name, entry in table["emoji"].items()}
    names.update({alias: names[name] for alias, name in table["aliases"].items()})
    return "".join(f"{name}\t{text}\n" for name, text in sorted((name.strip(":"), text) for name, text in names.items()))


def main():
    update, lock = "--update" in sys.argv[1:], tomllib.loads((HERE / "lock.toml").read_text())
    written, wrong = ["# The packages and packs; `pack.py` writes this file.\n"], []
    with tempfile.TemporaryDirectory() as folder:
        packages = {}
        for package in (ICONS, EMOJI):
            locked = lock["package"][package]
            wheel, version = fetch(package, None if update else locked["version"], folder)
            found = digest(wheel.read_bytes())
            if not update and found != locked["sha256"]:
                sys.exit(f"{package} {version} is not the package that lock.toml names")
            packages[package] = zipfile.ZipFile(wheel)
            written.append(f'[package.{package}]\nversion = "{version}"\nsha256 = "{found}"\n')
        texts = {name: icons(packages[ICONS], name) for name in SETS} | {"emoji": emoji(packages[EMOJI])}
        for name, text in texts.items():
            found = digest(text.encode())
            if not update and found != lock["pack"][name]["sha256"]:
                wrong.append(name)
            (HERE / f"{name}.tsv").write_text(text)
            package = EMOJI if name == "emoji" else ICONS
            written.append(f'[pack.{name}]\npackage = "{package}"\nlines = {len(text.splitlines())}\nsha256 = "{found}"\n')
    if update:
        (HERE / "lock.toml").write_text("\n".join(written))
    if wrong:
        sys.exit(f"these packs are not what lock.toml names: {', '.join(wrong)}")
    print("the packs are", "new" if update else "what lock.toml names")


main()
