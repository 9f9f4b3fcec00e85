//! A tree that its authors edit.

use std::fs;

use crate::site::Site;

/// A wiki with each thing that a page can show of other pages.
pub fn wiki() -> Site {
    Site::new()
        .map(&map("Wiki"))
        .file("index.md", "# Start\n\nSee [one](guide/one.md) and ![the map](map.png).\n")
        .file("map.png", "a map")
        .file("guide/index.md", "# Guide\n")
        .file("guide/one.md", "---\ntags: [red]\n---\n# One\n\n--8<-- \"part.txt\"\n\nSee [two](two.md#more).\n")
        .file("guide/two.md", "# Two\n\n## More\n\n```python\nprint(1)\n```\n")
        .file("guide-notes.md", "# Notes\n\nBeside the guide: ADR 0001.\n")
        .file("decisions/0001-a-first.md", "# A first\n\n## Status\n\nAccepted\n\n## Context\n\nNone.\n")
        .file("decisions/0002-a-second.md", "# A second\n\n## Status\n\nAccepted\n\n## Context\n\nAfter ADR 0001.\n")
        .file("numbers.md", "---\ntags: [1001e26, 0.1234567890123456789, -7, 18446744073709551615]\n---\n# Numbers\n")
        .file("api/depots.yaml", &description("List depots", "Depot"))
        .file("api/geo.yaml", GEO)
        .file("../look/favicon.svg", "<svg/>")
        .file("../part.txt", "What is included: [a first](../decisions/0001-a-first.md).\n")
}

fn map(name: &str) -> String {
    format!("[site]\nname = \"{name}\"\ntheme = \"look\"\n")
}

/// A description of an API in two files.
fn description(summary: &str, schema: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{ title: Depots, version: '1' }}\npaths:\n  /depots:\n    get:\n      \
         operationId: listDepots\n      summary: {summary}\n      tags: [depots]\n      \
         description: See [one](../guide/one.md).\n      responses:\n        '200':\n          \
         description: All.\n          content: {{ application/json: {{ schema: {{ $ref: \
         '#/components/schemas/{schema}' }} }} }}\ncomponents:\n  schemas:\n    {schema}:\n      \
         type: object\n      properties: {{ at: {{ $ref: 'geo.yaml#/Point' }} }}\n"
    )
}

const GEO: &str = "Point: { type: object, properties: { lat: { type: number } } }\n";

/// An edit and its name.
pub fn edit(site: Site, turn: usize, draw: &mut impl FnMut(usize) -> usize) -> (Site, String) {
    let pages = [
        "index.md",
        "guide/one.md",
        "guide/two.md",
        "guide-notes.md",
        "decisions/0001-a-first.md",
    ];
    let page = pages[draw(pages.len())];
    let old = || fs::read_to_string(site.docs().join(page)).unwrap_or_default();
    let act = draw(19);
    match act {
        0 => {
            let text = old() + &format!("\nA sentence more, {turn}.\n");
            (site.file(page, &text), format!("a sentence in {page}"))
        }
        1 => {
            let text = format!("# Title {turn}\n\n{}", old());
            (site.file(page, &text), format!("a title in {page}"))
        }
        2 => {
            let text = format!(
                "---\ntags: [red, tag-{}]\n---\n# Tagged\n\nADR 1.\n",
                draw(3)
            );
            (site.file(page, &text), format!("tags in {page}"))
        }
        3 => (
            site.file(
                &format!("guide/new-{turn}.md"),
                "# New\n\n[Notes](../guide-notes.md)\n",
            ),
            "a new page".to_owned(),
        ),
        4 => {
            let text = old() + &format!("\n[A link](../guide/new-{}.md)\n", turn.saturating_sub(1));
            (site.file(page, &text), format!("a link in {page}"))
        }
        5 => (
            site.file(
                "../part.txt",
                &format!("Included, {turn}: [a first](../decisions/0001-a-first.md).\n"),
            ),
            "a snippet".to_owned(),
        ),
        6 => (
            site.map(&map(&format!("Wiki {turn}"))),
            "the content map".to_owned(),
        ),
        7 => (
            site.file("map.png", &format!("map {turn}")),
            "an image".to_owned(),
        ),
        11 => {
            let status = [
                "Accepted",
                "Superseded by [ADR 0002](0002-a-second.md)",
                "Proposed",
            ][draw(3)];
            let text =
                format!("# A first\n\n## Status\n\n{status}\n\n## Context\n\nSee turn {turn}.\n");
            (
                site.file("decisions/0001-a-first.md", &text),
                format!("a decision: {status}"),
            )
        }
        12 => (
            site.file("../look/favicon.svg", &format!("<svg id=\"f{turn}\"/>")),
            "the theme".to_owned(),
        ),
        13 => {
            let text = old()
                + &format!(
                    "\n```{}\nx = {turn}\n```\n",
                    ["python", "rust", "toml"][draw(3)]
                );
            (site.file(page, &text), format!("code in {page}"))
        }
        14 => {
            // If both have one, the docs folder's is included.
            let (below, above) = (site.docs().join("part.txt"), site.root().join("part.txt"));
            let [from, to] = if below.exists() {
                [below, above]
            } else {
                [above, below]
            };
            fs::rename(from, to).expect("one of them is there");
            (site, "a snippet moved".to_owned())
        }
        15 => {
            let text = old()
                + &format!(
                    "\n```mermaid\n{}\n  a --> b{turn}\n```\n",
                    ["flowchart LR", "sequenceDiagram", "stateDiagram-v2"][draw(3)]
                );
            (site.file(page, &text), format!("a diagram in {page}"))
        }
        16 => {
            let text = description(&format!("List, {turn}"), ["Depot", "Yard", "Hub"][draw(3)]);
            (
                site.file("api/depots.yaml", &text),
                "an API description".to_owned(),
            )
        }
        17 => {
            let text = format!("{GEO}Turn{turn}: {{ type: string }}\n")
                .replace("lat", ["lat", "lon"][draw(2)]);
            (
                site.file("api/geo.yaml", &text),
                "a part of an API".to_owned(),
            )
        }
        18 => {
            let text = old()
                + "\nThe [list](../api/depots.yaml#listDepots) and [a schema](../api/depots.yaml#Yard).\n";
            (site.file(page, &text), format!("links to an API in {page}"))
        }
        8 if site.docs().join(page).exists() && page != "index.md" => {
            (site.without(page), format!("{page} deleted"))
        }
        9 if site.docs().join(page).exists() && page != "index.md" => {
            // Editors write a file beside it and move it into its place.
            let (new, place) = (site.docs().join(".saving"), site.docs().join(page));
            fs::write(&new, format!("# Saved {turn}\n")).expect("the folder is ours");
            fs::rename(new, place).expect("the folder is ours");
            (site, format!("{page} saved by a rename"))
        }
        _ => {
            let (from, to) = (
                site.docs().join("guide"),
                site.docs().join(format!("moved-{turn}")),
            );
            if from.exists() {
                fs::rename(from, to).expect("the folder is ours");
            }
            (site, "a folder moved".to_owned())
        }
    }
}
