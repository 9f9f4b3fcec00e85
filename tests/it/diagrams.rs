//! Diagrams: what they become, and what is said of those that are not drawn.

use std::fmt::Write as _;
use std::fs;

use bf_docs::draw;

use crate::site::{Run, Site};
use crate::snapshots::Snapshots;

/// The diagrams of `tests/diagrams`, by name: one of each kind, and one in many scripts.
fn diagrams() -> Vec<(String, String)> {
    let files = fs::read_dir("tests/diagrams").expect("the folder is in the repository");
    let mut diagrams: Vec<(String, String)> = files
        .map(|file| {
            let path = file.expect("it can be read").path();
            let name = path.file_stem().expect("it has a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("it is text");
            (name.into_owned(), text)
        })
        .collect();
    diagrams.sort();
    diagrams
}

/// A site whose start page has this text.
fn page(text: &str) -> Site {
    Site::new().file("index.md", text)
}

/// The sign of a drawing in a page.
const DRAWN: &str = "<div class=\"diagram\">";

fn fence(diagram: &str) -> String {
    format!("# Diagrams\n\n```mermaid\n{diagram}\n```\n")
}

/// Builds a site whose start page has a diagram. Returns the run and the page.
fn drawn(diagram: &str) -> (Run, String) {
    built(page(&fence(diagram)))
}

fn built(site: Site) -> (Run, String) {
    let run = site.build();
    let html = site.read("index.html");
    (run, html)
}

/// The findings of a run as lines: `warning docs/index.md:3:1 message`.
fn said(run: &Run) -> Vec<String> {
    let all = run.findings.iter().chain(&run.notes);
    all.map(|finding| format!("{} {} {}", finding.code, finding.at, finding.message))
        .collect()
}

#[test]
fn a_diagram_of_each_kind_is_drawn_as_it_was() {
    let mut snapshots = Snapshots::of("tests/drawings");
    for (name, text) in diagrams() {
        let drawing =
            draw::mermaid(&text, "m", None).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let mut lines = drawing.svg.replace("><", ">\n<");
        let _ = write!(
            lines,
            "\n\n{}\n{}\n",
            drawing.title,
            drawing.labels.join("\n")
        );
        snapshots.compare(&format!("{name}.txt"), &lines);
    }
    snapshots.assert_same();
}

/// The start tags of SVG.
fn tags(svg: &str) -> Vec<&str> {
    let tags = svg.split('<').skip(1);
    tags.map(|rest| rest.split('>').next().unwrap_or(rest))
        .collect()
}

#[test]
fn a_drawing_has_nothing_that_a_page_may_not_have() {
    const REFUSED: [&str; 10] = [
        "style ",
        " style=",
        "foreignObject",
        "script",
        " on",
        "image",
        "class=",
        "xlink",
        "url(h",
        "NaN",
    ];
    for (name, text) in diagrams() {
        let svg = draw::mermaid(&text, "m", None).expect(&name).svg;
        for tag in tags(&svg) {
            for part in REFUSED {
                assert!(!tag.contains(part), "{name} has `{part}` in `{tag}`");
            }
        }
        assert_eq!(
            draw::mermaid(&text, "m", None).expect(&name).svg,
            svg,
            "{name}"
        );
    }
}

#[test]
fn a_mistake_is_found_at_its_line_and_the_page_shows_the_source() {
    for (diagram, at, reason) in [
        (
            "flowchart LR\n  A --> \n  B[[c",
            "docs/index.md:6",
            "the diagram is not drawn",
        ),
        (
            "sequenceDiagram\n  A->>B: a\n  C ~~ D",
            "docs/index.md:6",
            "the diagram is not drawn",
        ),
        (
            "novel\n  chapter 1",
            "docs/index.md:3:1",
            "its first line names no kind of diagram",
        ),
        (
            "wardley-beta\ntitle a",
            "docs/index.md:3:1",
            "`wardley` diagrams are not drawn",
        ),
        ("", "docs/index.md:3:1", "it is empty"),
    ] {
        let (run, html) = drawn(diagram);
        let found = said(&run);
        assert_eq!(found.len(), 1, "{diagram}: {found:?}");
        assert!(
            found[0].starts_with("bad-diagram ") && found[0].contains(reason),
            "{found:?}"
        );
        assert!(found[0].contains(at), "{found:?}");
        assert!(!html.contains(DRAWN) && html.contains("<pre"), "{html}");
    }
}

#[test]
fn what_is_too_large_or_turns_in_a_circle_is_refused_and_the_rest_is_built() {
    let chain = |nodes: usize| {
        let lines = (0..nodes).map(|at| format!("  n{at} --> n{}\n", at + 1));
        format!("flowchart LR\n{}", lines.collect::<String>())
    };
    let circle = "flowchart LR\n  subgraph a\n    b\n  end\n  subgraph b\n    a\n  end\n";
    let long = format!("flowchart LR\n  A[\"{}\"]", "word ".repeat(1 << 18));
    for diagram in [chain(2000), circle.to_owned(), long] {
        let (run, html) = drawn(&diagram);
        let found = said(&run);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("bad-diagram docs/index.md:"),
            "{found:?}"
        );
        assert!(html.contains("<h1") && !html.contains(DRAWN));
    }
}

#[test]
fn links_are_checked_and_lead_to_the_page_that_is_meant() {
    let diagram = "flowchart LR\n  A --> B\n  click A \"guide.md#part\"\n  click B \"gone.md\"";
    let site = page(&fence(diagram)).file("guide.md", "# Guide\n\n## Part\n\ntext\n");
    let (run, html) = built(site);
    assert_eq!(
        said(&run),
        ["broken-link docs/index.md:7:12 no page or file is at `gone.md`"]
    );
    assert!(html.contains("<a href=\"guide/#part\""), "{html}");
}

#[test]
fn scripts_and_settings_have_no_effect_and_are_reported() {
    let (run, html) = drawn(
        "%%{init: {'theme': 'forest'}}%%\nflowchart LR\n  A[\"<img src=x onerror=alert(1)>\"] --> B\n  \
         click A \"javascript:alert(1)\"\n  click B call f()",
    );
    let found = said(&run);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found[0].starts_with("diagram-setting docs/index.md:4:12"),
        "{found:?}"
    );
    let svg = &html[html.find("<svg").expect("it is drawn")..];
    let svg = &svg[..svg.find("</svg>").expect("it ends")];
    assert!(
        !svg.contains("javascript:") && !svg.contains("<img"),
        "{svg}"
    );
}

#[test]
fn front_matter_may_stand_before_an_init_line() {
    let (run, html) = drawn(
        "---\ntitle: Both\n---\n%%{init: {'flowchart': {'curve': 'linear'}}}%%\nflowchart LR\n  A --> B",
    );
    assert_eq!(said(&run), [""; 0]);
    assert!(html.contains(">Both</text>"), "{html}");
}

#[test]
fn each_drawing_of_a_page_has_ids_of_its_own() {
    let one = format!(
        "```mermaid\n{}```\n\n",
        fs::read_to_string("tests/diagrams/er.mmd").expect("it is there")
    );
    let (run, html) = built(page(&format!("# A\n\n{}", one.repeat(100))));
    assert_eq!(said(&run), [""; 0]);
    let ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    assert_eq!(html.matches("<figure").count(), 100);
}

#[test]
fn a_diagram_is_drawn_in_a_list_and_in_a_tab_and_keeps_its_place() {
    let (run, html) = built(page(
        "# A\n\n=== \"One\"\n\n    - item\n\n        ```mermaid\n        flowchart LR\n          A --> B\n          \
         click A \"gone.md\"\n        ```\n\n```mermaid\nflowchart LR\n  C --> D\n",
    ));
    let found = said(&run);
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("broken-link docs/index.md:10:")),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("unclosed-fence docs/index.md:13:1")),
        "{found:?}"
    );
    assert_eq!(html.matches(DRAWN).count(), 2);
}

#[test]
fn an_author_s_colours_stay_and_their_texts_can_be_read() {
    let svg = draw::mermaid(
        "flowchart LR\n  A --> B --> C\n  style A fill:#111\n  style B fill:#fff3b0,color:#ffee99\n  style C fill:#f9f",
        "m",
        None,
    )
    .expect("it is drawn")
    .svg;
    for part in [
        "fill=\"#111111\"",
        "fill=\"#fff3b0\"",
        "fill=\"#ff99ff\"",
        "fill=\"#ffffff\"",
        "fill=\"#000000\"",
    ] {
        assert!(svg.contains(part), "{part}: {svg}");
    }
    assert!(!svg.contains("#ffee99"), "yellow text on yellow: {svg}");
}

#[test]
fn the_words_of_a_diagram_are_found_and_its_source_is_not() {
    let site = page(&fence("flowchart LR\n  hidden1[Zebra crossing] --> B"));
    site.build();
    let found = site.run(&["search", "zebra", "--format", "json"]);
    assert!(found.stdout.contains("Zebra crossing"), "{}", found.stdout);
    let source = site.run(&["search", "hidden1", "--format", "json"]);
    assert!(!source.stdout.contains("hidden1["), "{}", source.stdout);
}

#[test]
fn diagrams_can_be_turned_off() {
    let site = page(&fence("flowchart LR\n  A --> B")).map("[markdown]\ndiagrams = false\n");
    let (run, html) = built(site);
    assert_eq!(said(&run), [""; 0]);
    assert!(
        html.contains("A --&gt; B") && !html.contains("<figure"),
        "{html}"
    );
}

#[test]
fn an_svg_file_stands_inline_cleaned_and_with_links_that_work() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\" onload=\"alert(1)\">\
        <style>.box { fill: #000 } @import 'https://x.org/a.css';</style><script>alert(1)</script>\
        <image href=\"https://x.org/a.png\"/><a href=\"../guide.md\"><rect class=\"box\" width=\"80\" height=\"40\"/>\
        <text x=\"4\" y=\"20\" style=\"fill: #fff\">Part</text></a><a href=\"gone.md\"><text y=\"9\">Gone</text></a></svg>";
    let site = page("# A\n\n![The parts](img/a.svg){ inline }\n\n![Apart](img/a.svg)\n\n![Bad](img/bad.svg){ inline }\n")
        .file("img/a.svg", svg)
        .file("img/bad.svg", "<svg><g></svg>")
        .file("guide.md", "# Guide\n\ntext\n");
    let (run, html) = built(site);
    let found = said(&run);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("broken-link docs/index.md:3:"),
        "{found:?}"
    );
    assert!(
        found[1].starts_with("bad-diagram docs/index.md:7:"),
        "{found:?}"
    );
    let inline = &html[html.find("<svg width=\"80\"").expect("it is inline")..];
    let inline = &inline[..inline.find("</svg>").expect("it ends")];
    assert!(
        inline.contains("<a href=\"guide/\">")
            && inline.contains("<title id=\"svg-1.title\">The parts</title>"),
        "{inline}"
    );
    for part in ["style", "script", "onload", "image", "x.org", "#000"] {
        assert!(!inline.contains(part), "{part}: {inline}");
    }
    assert_eq!(html.matches("<img").count(), 2);
}

#[test]
fn the_number_of_a_message_can_be_read_on_its_dot() {
    let svg = draw::mermaid("sequenceDiagram\n  autonumber\n  A->>B: a", "m", None)
        .expect("it is drawn")
        .svg;
    let number = &svg[..svg.find(">1</text>").expect("it is numbered")];
    let number = &number[number.rfind('<').expect("a tag begins")..];
    assert!(number.contains("fill=\"var(--diagram-page)\""), "{number}");
}

#[test]
fn svg_files_of_other_tools_keep_their_shapes_and_texts() {
    let picture = |inside: &str| {
        let file = format!(
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0\n0 80 40\">{inside}</svg>"
        );
        draw::picture(&file, "", "p").expect("it is drawn").svg
    };
    // The form of labels that draw.io writes.
    let label = picture(
        "<switch><foreignObject width=\"100%\" height=\"100%\"><div xmlns=\"http://www.w3.org/1999/xhtml\">Web</div>\
         </foreignObject><text x=\"21\" y=\"13\">Web</text></switch>",
    );
    assert!(
        label.contains("<text x=\"21\" y=\"13\">Web</text>"),
        "{label}"
    );
    let painted = picture(
        "<defs><linearGradient id=\"g\"><stop stop-color=\"#f00\"/></linearGradient></defs>\
         <rect fill=\"url('#g')\" width=\"9\" height=\"9\" clip-path=\"url(https://x.org/#c)\"/><use href=\"https://x.org/a.svg#b\"/>",
    );
    assert!(
        painted.contains("fill=\"url(#p.0)\"") && painted.contains("id=\"p.0\""),
        "{painted}"
    );
    assert!(!painted.contains("x.org"), "{painted}");
    let turned = picture("<path d=\"M0 0h9\" transform=\"rotate(45)\" transform-origin=\"5 6\"/>");
    assert!(
        turned.contains("translate(5,6) rotate(45) translate(-5,-6)"),
        "{turned}"
    );
    let faint = picture("<g fill-opacity=\".2\"><path d=\"M0 0h9v9z\" fill-opacity=\"1\"/></g>");
    assert!(faint.contains("fill-opacity=\"1\""), "{faint}");
    let address =
        picture("<a href=\"it's.md?a=1&amp;region=eu\"><text y=\"9\">A&amp;lt;</text></a>");
    assert!(
        address.contains("?a=1&amp;region=eu\"") && address.contains("A&amp;lt;"),
        "{address}"
    );
}

#[test]
fn what_would_take_all_time_or_memory_is_refused_or_drawn_at_once() {
    let picture = |inside: &str| {
        let file =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{inside}</svg>");
        draw::picture(&file, "", "p").map(|drawing| drawing.svg)
    };
    let deep = |depth: usize| "<g>".repeat(depth) + "<rect/>" + &"</g>".repeat(depth);
    let many = "a{x:y}".repeat(20_000);
    let words = "x ".repeat(100_000);
    for (inside, is_drawn) in [
        (
            "<circle r=\"1e300\"/><ellipse rx=\"1e300\" ry=\"1\"/>".to_owned(),
            true,
        ),
        (
            format!("<style>z g g g g g g rect{{fill:red}}</style>{}", deep(60)),
            true,
        ),
        (
            format!("<style>{many}</style>{}", "<g/>".repeat(20_000)),
            false,
        ),
        (
            format!("<foreignObject width=\"9999999\" height=\"9\">{words}</foreignObject>"),
            true,
        ),
        (deep(2000), false),
    ] {
        assert_eq!(picture(&inside).is_ok(), is_drawn, "{}", &inside[..60]);
    }
    for signs in ["#", ":", "rgb", "<"] {
        let diagram = format!(
            "flowchart LR\n%% {}\nA --> B",
            signs.repeat(60_000 / signs.len())
        );
        assert!(draw::mermaid(&diagram, "m", None).is_ok(), "{signs}");
    }
    let node = "flowchart LR\nA@{ icon: \"fa:x\", form: \"circle\", h: 1e300 }";
    assert!(draw::mermaid(node, "m", None).is_err());
}

#[test]
fn nothing_of_a_hostile_file_is_read_as_html_or_loaded() {
    let file = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><g fill=\"red\"><desc><title/><circle r=\"1\"/>T</desc></g>\
        <rect width=\"9\" height=\"9\" fill=\"u\\72l(http://x.org/a)\" stroke=\"URL(//x.org/b)\" mask=\"url(#a) url(http://x.org)\"/>\
        <use href=\"javascript:alert(1)\"/><path href=\"data:text/html,a\" d=\"M0 0h9\"/></svg>";
    let svg = draw::picture(file, "", "p").expect("it is drawn").svg;
    assert!(svg.contains("<desc>T</desc>"), "{svg}");
    for part in ["x.org", "javascript", "data:", "<circle"] {
        assert!(!svg.contains(part), "{part}: {svg}");
    }
    let styled = draw::mermaid(
        "stateDiagram-v2\nclassDef x clip-path:url(http://x.org/a)\nA:::x --> B",
        "m",
        None,
    );
    assert!(!styled.expect("it is drawn").svg.contains("x.org"));
}

#[test]
fn an_inheritance_has_a_hollow_arrow_and_a_composition_a_filled_one() {
    let marker = |relation: &str| {
        let svg = draw::mermaid(&format!("classDiagram\n  A {relation} B"), "m", None)
            .expect("it is drawn")
            .svg;
        let start = svg.find("<marker").expect("the line has an end");
        svg[start..]
            .split('>')
            .next()
            .expect("the tag ends")
            .to_owned()
    };
    assert!(
        marker("<|--").contains("fill=\"none\""),
        "{}",
        marker("<|--")
    );
    assert!(marker("o--").contains("fill=\"none\""), "{}", marker("o--"));
    assert!(
        marker("*--").contains("fill=\"var(--diagram-line)\""),
        "{}",
        marker("*--")
    );
}

#[test]
fn a_mistake_among_letters_of_many_bytes_has_a_place() {
    for diagram in [
        "sequenceDiagram\n  Ä->>Ö: ü\n  漢字 ~~ 🚀🚀",
        "flowchart LR\n  ä[\"漢字\"] --> ] 漢",
        "classDiagram\n  class Ä {\n  漢字",
        "%%{init: {'théme': 1, 'theme': '漢'}}%%\nflowchart LR\n  click 漢 🚀",
    ] {
        let (run, _) = drawn(diagram);
        assert!(!said(&run).is_empty(), "{diagram}");
    }
}

#[test]
fn texts_are_measured_in_the_font_that_the_site_names() {
    let text = fence("flowchart LR\n  a[A label of some words] --> b[Bold]");
    let width = |html: &str| -> f64 {
        let svg = html.split(DRAWN).nth(1).expect("it is drawn");
        let width = svg.split(" width=\"").nth(1).expect("it has a width");
        width
            .split('"')
            .next()
            .and_then(|width| width.parse().ok())
            .expect("a number")
    };
    let font = fs::read("tests/fonts/wide-boxes.ttf").expect("it is in the repository");
    let site = page(&text)
        .bytes("assets/own.ttf", &font)
        .bytes("assets/own.woff2", b"wOF2 and more");
    let (_, usual) = built(site);
    let map = |path: &str| format!("[markdown]\ndiagram-font = \"assets/{path}\"\n");
    let site = page(&text)
        .bytes("assets/own.ttf", &font)
        .map(&map("own.ttf"));
    let (run, own) = built(site);
    assert_eq!(run.found(), [""; 0], "{}", run.stderr);
    assert!(
        own.contains("font-family=\"&quot;Wide Boxes&quot;, Arial"),
        "{own}"
    );
    // Its letters are 0.65 em wide, those of Helvetica about 0.5.
    assert!(
        width(&own) > 1.1 * width(&usual),
        "{} {}",
        width(&own),
        width(&usual)
    );
    for (path, reason) in [
        ("none.ttf", "no font is at `assets/none.ttf`: "),
        (
            "own.woff2",
            "no font is at `assets/own.woff2`: the file is compressed for the web",
        ),
    ] {
        let site = page(&text)
            .bytes("assets/own.woff2", b"wOF2 and more")
            .map(&map(path));
        let (run, html) = built(site);
        let [line] = &said(&run)[..] else {
            panic!("{}", run.stderr);
        };
        assert!(line.contains(reason), "{line}");
        let as_usual = (width(&html), html.contains("font-family=\"Arial"));
        assert_eq!(
            as_usual,
            (width(&usual), true),
            "the drawing is as without the key"
        );
    }
}

#[test]
fn another_font_of_the_same_name_draws_again() {
    let font = fs::read("tests/fonts/wide-boxes.ttf").expect("it is in the repository");
    let site = page(&fence("flowchart LR\n  a[A label of some words]"))
        .bytes("own.ttf", &font)
        .map("[markdown]\ndiagram-font = \"own.ttf\"\n");
    site.build();
    let before = site.read("index.html");
    // Twice as many units per em make letters half as wide.
    let mut other = font.clone();
    let head = font
        .windows(4)
        .position(|name| name == b"head")
        .expect("a table");
    let offset = &font[head + 8..head + 12];
    let at = u32::from_be_bytes(offset.try_into().expect("four bytes")) as usize + 18;
    other[at..at + 2].copy_from_slice(&2000u16.to_be_bytes());
    let site = site.bytes("own.ttf", &other);
    site.build();
    assert_ne!(before, site.read("index.html"));
}
