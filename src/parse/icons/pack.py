#!/usr/bin/env python3
"""pack.py FOLDER: packs the icon sets below FOLDER (material/, fontawesome/, octicons/, simple/) for the program.

One deflated file a set, of lines sorted by name: the name, a tab, the view box without its `0 0`, a tab, and the data
of the only path, or else what stands in the svg element."""
import pathlib, re, sys, zlib

source, target = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent
for name in ("material", "fontawesome", "octicons", "simple"):
    lines = {}
    for file in sorted((source / name).rglob("*.svg")):
        text = re.sub(r"<!--.*?-->", "", file.read_text(), flags=re.S).strip()
        opening, inner = re.fullmatch(r"<svg ([^>]*)>(.*)</svg>", text, re.S).groups()
        box = re.search(r'viewBox="0 0 ([\d. ]+)"', opening)[1]
        path = re.fullmatch(r'<path d="([^"]*)"/>', inner)
        inner = path[1] if path else re.sub(r' style="[^"]*"', "", inner)
        assert not re.search(r"[\t\n]|<(?!/?(path|g|circle|rect|ellipse)\b)|\bon\w+=|href", inner), (file, inner)
        lines["-".join(file.relative_to(source / name).with_suffix("").parts)] = f"{box}\t{inner}"
    packed = "\n".join(f"{name}\t{line}" for name, line in sorted(lines.items()))
    deflated = zlib.compress(packed.encode(), 9)
    (target / f"{name}.z").write_bytes(deflated)
    print(f"{name}: {len(lines)} icons, {len(packed)} bytes, packed {len(deflated)}")
