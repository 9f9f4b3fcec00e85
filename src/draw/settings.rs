//! Settings in a diagram that would give it another look than its site's, or run a script.

use std::ops::Range;

/// The settings that have no effect, by Mermaid's names.
pub const REFUSED: [&str; 19] = [
    "secure",
    "securityLevel",
    "startOnLoad",
    "maxTextSize",
    "suppressErrorRendering",
    "maxEdges",
    "themeCSS",
    "theme",
    "themeVariables",
    "darkMode",
    "fontFamily",
    "altFontFamily",
    "look",
    "handDrawnSeed",
    "layout",
    "elk",
    "htmlLabels",
    "useMaxWidth",
    "dompurifyConfig",
];

/// A part of a diagram that has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ineffective {
    /// Its byte range in the diagram's text.
    pub at: Range<usize>,
    /// The part as a sentence begins with it.
    pub what: String,
}

/// The first setting of a diagram of a kind that has no effect, and every script and address that
/// has none.
pub fn ineffective(source: &str, kind: &str) -> Vec<Ineffective> {
    let mut found: Vec<Ineffective> = settings(source)
        .into_iter()
        .filter_map(|part| first_refused(source, part))
        .min_by_key(|setting| setting.at.start)
        .into_iter()
        .collect();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        found.extend(script(line, start, kind));
        start += line.len();
    }
    found
}

/// The byte ranges of the front matter and of the `init` directives.
fn settings(source: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let start = source.len() - source.trim_start().len();
    if source[start..].starts_with("---") {
        let end = source[start + 3..].find("\n---");
        parts.extend(end.map(|end| start..start + 3 + end));
    }
    let mut from = 0;
    while let Some(open) = source[from..].find("%%{") {
        let open = from + open;
        let end = source[open..]
            .find("}%%")
            .map_or(source.len(), |end| open + end);
        parts.push(open..end);
        from = end;
    }
    parts
}

fn first_refused(source: &str, part: Range<usize>) -> Option<Ineffective> {
    let text = &source[part.clone()];
    let names = REFUSED.iter().filter_map(|name| {
        let places = text.match_indices(name).map(|(at, _)| at);
        let at = places
            .into_iter()
            .find(|at| is_key(text, *at, name.len()))?;
        Some((at, *name))
    });
    let (at, name) = names.min()?;
    let start = part.start + at;
    Some(Ineffective {
        at: start..start + name.len(),
        what: format!("the setting `{name}`"),
    })
}

/// Returns whether a name in a text is a key: no letter is before it, and a colon behind it.
fn is_key(text: &str, at: usize, length: usize) -> bool {
    let is_whole = !text[..at].ends_with(|c: char| c.is_alphanumeric());
    let behind = text[at + length..].trim_start_matches(['"', '\'', ' ']);
    is_whole && behind.starts_with(':')
}

/// The script that a line calls, or the address in it that is a script.
fn script(line: &str, start: usize, kind: &str) -> Option<Ineffective> {
    let text = line.trim();
    let at = start + line.find(text)?;
    let whole = at..at + text.len();
    let mut words = text.split_whitespace();
    let first = words.next()?;
    let links = matches!(first, "click" | "link" | "links") || text.contains("$link");
    if let Some(script) = text
        .to_ascii_lowercase()
        .find("javascript:")
        .filter(|_| links)
    {
        return Some(Ineffective {
            at: at + script..whole.end,
            what: "the address of a script".to_owned(),
        });
    }
    let calls =
        matches!(kind, "classDiagram" | "gantt" | "stateDiagram") || kind.starts_with("flowchart");
    let target = match first {
        "click" if calls => words.nth(1)?,
        "callback" if kind == "classDiagram" => return Some(calls_script(whole)),
        _ => return None,
    };
    let is_address = target.starts_with('"') || target == "href";
    (!is_address).then(|| calls_script(whole))
}

fn calls_script(at: Range<usize>) -> Ineffective {
    Ineffective {
        at,
        what: "a call of a script".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let found = ineffective(source, "flowchart-v2");
        let parts: Vec<&str> = found.iter().map(|part| &source[part.at.clone()]).collect();
        assert_eq!(parts, expected, "{source}");
    }

    #[test]
    fn the_first_refused_setting_is_found_where_it_stands() {
        check(
            "%%{init: {'theme': 'dark', \"look\": \"neo\"}}%%\nflowchart LR",
            &["theme"],
        );
        check("---\nconfig:\n  theme: forest\n---\npie", &["theme"]);
        check(
            "%%{init: {'sequence': {'mirrorActors': false}}}%%\nsequenceDiagram",
            &[],
        );
        check("flowchart LR\nA[theme: dark] --> B", &[]);
    }

    #[test]
    fn scripts_are_found_and_addresses_are_not() {
        check(
            "flowchart LR\nclick A \"https://a.example\"\nclick B href \"b.md\"",
            &[],
        );
        check(
            "flowchart LR\n  click A callback \"Tip\"\n",
            &["click A callback \"Tip\""],
        );
        check(
            "flowchart LR\nclick A \"javascript:alert(1)\"",
            &["javascript:alert(1)\""],
        );
        check("flowchart LR\nclick A call f()", &["click A call f()"]);
        assert_eq!(
            ineffective("mindmap\n  click here to begin\n  callback", "mindmap"),
            []
        );
    }
}
