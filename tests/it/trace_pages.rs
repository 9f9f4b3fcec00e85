//! The pages of traceability, and the theme's components on them.

use crate::site::Site;

#[test]
fn the_code_in_a_message_is_shown_as_code() {
    let site = Site::new()
        .file("index.md", "# A\n")
        .file("decisions/0001-a.md", "# A\n\nStatus: accepted\n")
        .file(
            "decisions/0002-b.md",
            "---\nsupersedes: [\"decision/<9>\"]\n---\n\n# B\n\nStatus: accepted\n",
        );
    site.build();
    let page = &site.output()["traceability/index.html"];
    let page = String::from_utf8_lossy(page);
    assert!(
        page.contains("<code>supersedes</code> names <code>decision/&lt;9&gt;</code>"),
        "{page}"
    );
    assert!(!page.contains('`'), "{page}");
}

/// The theme's components, one of them replaced.
fn components(name: &str, html: &str) -> String {
    let path = "theme/templates/parts/components.html";
    let own = std::fs::read_to_string(path).expect("it is in the repository");
    let start = format!("{{% component {name}(");
    let (before, rest) = own.split_once(&start).expect("the theme has it");
    let (argument, rest) = rest.split_once(") -%}\n").expect("it begins");
    let (_, after) = rest.split_once("\n{%- endcomponent").expect("it ends");
    format!("{before}{start}{argument}) -%}}\n{html}\n{{%- endcomponent{after}")
}

const COMPONENTS: &str = "../look/templates/parts/components.html";

/// A decision that a specification cites, with a theme of the site's own.
fn themed() -> Site {
    Site::new()
        .map("[site]\ntheme = \"look\"\n")
        .file(
            "decisions/0001-a.md",
            "# 0001 - A\n\nDate: 2026-01-02\n\n## Status\n\nAccepted\n",
        )
        .file("work/active/w/challenge.md", "# C\n")
        .file(
            "work/active/w/spec.md",
            "# W\n\n[A](../../../decisions/0001-a.md)\n",
        )
}

#[test]
fn a_theme_that_shows_a_status_its_own_way_is_asked_wherever_one_stands() {
    let badge = "<b class=\"mine\">{{ status }}</b>";
    let site = themed().file(COMPONENTS, &components("status_badge", badge));
    site.build().is_built();
    for page in [
        "decisions/0001-a/index.html",
        "decisions/index.html",
        "traceability/decisions/index.html",
        "traceability/work/index.html",
        "traceability/chains/w/index.html",
    ] {
        let html = site.read(page);
        assert!(html.contains("<b class=\"mine\">"), "{page}");
        assert!(!html.contains("class=\"status\""), "{page}");
    }
}

#[test]
fn a_theme_that_links_to_artifacts_its_own_way_is_asked_wherever_one_stands() {
    let link = "<a class=\"mine {{ artifact.status }}\" href=\"{{ artifact.href }}\">\
                {{ artifact.id }}</a>";
    let site = themed().file(COMPONENTS, &components("artifact_link", link));
    site.build().is_built();
    for (page, href) in [
        (
            "work/active/w/spec/index.html",
            "../../../../decisions/0001-a/",
        ),
        (
            "traceability/decisions/index.html",
            "../../decisions/0001-a/",
        ),
        ("traceability/specifications-decisions/index.html", ""),
        (
            "traceability/chains/w/index.html",
            "../../../decisions/0001-a/",
        ),
    ] {
        let html = site.read(page);
        let expected = match href {
            "" => "<a class=\"mine active\" href=\"../../work/active/w/spec/\">specification/w</a>"
                .to_owned(),
            _ => format!("<a class=\"mine accepted\" href=\"{href}\">decision/0001</a>"),
        };
        assert!(html.contains(&expected), "{page}: {html}");
    }
}

#[test]
fn a_broken_component_is_a_fault_that_names_its_line() {
    let line = |name: &str| {
        let text = components(name, "\n{{ artifact.is.not }}");
        let site = themed().file(COMPONENTS, &text);
        let run = site.run(&["build"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        let start = format!("component {name}(");
        let number = text
            .lines()
            .position(|line| line.contains(&start))
            .expect("it is there");
        let named = format!("parts/components.html:{}:", number + 3);
        assert!(run.stderr.contains(&named), "{named}: {}", run.stderr);
    };
    line("status_badge");
    line("artifact_link");
}

#[test]
fn a_tree_of_decisions_alone_has_the_pages_and_columns_that_it_has_something_for() {
    let site = Site::new()
        .file("adr/0001-a.md", "# 0001 - A\n\n## Status\n\nAccepted\n")
        .file("adr/0002-b.md", "# 0002 - B\n\n## Status\n\nProposed\n");
    site.build().is_built();
    let html = site.read("traceability/index.html");
    let links: Vec<&str> = html
        .split("<nav class=\"trace-views\"")
        .nth(1)
        .and_then(|rest| rest.split("</nav>").next())
        .expect("it has links to the pages")
        .split("<li>")
        .skip(1)
        .filter_map(|item| item.split('>').nth(1)?.split('<').next())
        .collect();
    assert_eq!(links, ["Overview", "Decisions", "Orphans"]);
    let decisions = site.read("traceability/decisions/index.html");
    let heads = decisions.matches("<th scope=\"col\"").count();
    assert_eq!(heads, 2, "{decisions}");
    assert!(!decisions.contains("class=\"gap\""), "{decisions}");
    assert!(!site.has("traceability/chains/index.html"));
}
