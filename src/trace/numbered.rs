//! The number and the series in the name of a decision's file.

use serde::{Deserialize, Serialize};

/// A name with a number: `0014-x.md`, `adr-014-x.md`, `TEAM-ADR-0014-x.md`, `014-x/README.md`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Numbered {
    /// The number, without leading zeros.
    pub number: u64,
    /// The number in an id: the same digits if the name starts with it, else four digits.
    pub written: String,
    /// The words before the number in lower case, `team-adr`. Generic words such as `adr` alone
    /// give an empty series.
    pub series: String,
}

/// Words before a number that mean no more than "decision".
const GENERIC: [&str; 6] = ["adr", "madr", "ladr", "decision", "adl", "ad"];

/// Words before the number of a proposal.
const PROPOSALS: [&str; 6] = ["rfc", "kep", "pep", "tep", "proposal", "dr"];

/// Words in the names of templates and lists.
const NO_DECISION: [&str; 9] = [
    "template",
    "templates",
    "tmpl",
    "index",
    "readme",
    "toc",
    "overview",
    "skeleton",
    "boilerplate",
];

/// Other words that the name of a template or a list may have.
const BESIDE: [&str; 12] = [
    "adr",
    "madr",
    "adrs",
    "decision",
    "decisions",
    "record",
    "records",
    "architecture",
    "architectural",
    "nygard",
    "short",
    "long",
];

/// Returns whether a page is the index of its folder.
pub fn is_index(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "index.md" || name.eq_ignore_ascii_case("readme.md")
}

/// The number in a path in the docs folder: in the name of the file, or of the folder for an index
/// page. A date (`20200924-x.md`, `2020-09-24-x.md`) is no number.
pub fn numbered(path: &str) -> Option<Numbered> {
    let mut parts = path.rsplit('/');
    let name = stem(parts.next().unwrap_or(path));
    in_name(if is_index(path) { parts.next()? } else { name })
}

fn stem(name: &str) -> &str {
    name.strip_suffix(".md").unwrap_or(name)
}

fn in_name(name: &str) -> Option<Numbered> {
    if is_dated(name) {
        return None;
    }
    let mut before: Vec<String> = Vec::new();
    for word in name.split(is_sign) {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (letters, digits) = word.split_at(letters);
        if digits.is_empty() {
            before.push(letters.to_ascii_lowercase());
            continue;
        }
        // `adr007` is a number, `v2` a version and `ipv6` a word.
        before.extend((!letters.is_empty()).then(|| letters.to_ascii_lowercase()));
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_read = is_number
            && leads(&before, digits.starts_with('0'))
            && (letters.is_empty() || is_kind(&before));
        let says_more = before.iter().any(|word| !GENERIC.contains(&word.as_str()));
        let series = if says_more {
            before.join("-")
        } else {
            String::new()
        };
        let number: Option<u64> = digits.parse().ok().filter(|_| is_read);
        let written = |number| {
            if before.is_empty() {
                digits.to_owned()
            } else {
                format!("{number:04}")
            }
        };
        return number.map(|number| Numbered {
            number,
            written: written(number),
            series,
        });
    }
    None
}

/// Returns whether the last word names a numbered kind.
fn is_kind(words: &[String]) -> bool {
    let is_known =
        |word: &String| GENERIC.contains(&word.as_str()) || PROPOSALS.contains(&word.as_str());
    words.last().is_some_and(is_known)
}

/// Returns whether these words may come before a document's number. A title may also end in a
/// number, as `adr-use-http-2` does, but not in one that is padded with zeros.
fn leads(words: &[String], is_padded: bool) -> bool {
    let Some(kind) = words
        .iter()
        .position(|word| is_kind(std::slice::from_ref(word)))
    else {
        return words.is_empty() || is_padded && words.len() == 1;
    };
    let behind = words.len() - kind - 1;
    kind <= 2
        && (behind == 0 || is_padded && behind <= 2)
        && words.iter().all(|word| word.len() <= 16)
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ' ')
}

/// Returns whether a name starts with a date.
pub fn is_dated(name: &str) -> bool {
    super::dates::first_of_name(name).is_some()
}

/// Returns whether a file's name marks it as an ADR in any folder: `adr-007-x.md`,
/// `TEAM-ADR-0007-x.md`.
pub fn says_adr(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let before = name
        .find(|c: char| c.is_ascii_digit())
        .map_or("", |at| &name[..at]);
    before
        .split(is_sign)
        .any(|word| word.eq_ignore_ascii_case("adr"))
        && numbered(path).is_some()
}

/// Returns whether a file is a template for decisions or a list of them.
pub fn is_template_or_list(path: &str) -> bool {
    let mut folders = path.rsplit('/');
    let stem = stem(folders.next().unwrap_or(path)).to_ascii_lowercase();
    let is_any = |list: &[&str], word: &str| list.contains(&word);
    let words = || {
        stem.split(is_sign)
            .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
    };
    // A folder's index may be a decision; the folder's name decides.
    let is_index = matches!(stem.as_str(), "index" | "readme");
    let is_named = !is_index
        && words().any(|word| is_any(&NO_DECISION, word))
        && words().all(|word| is_any(&NO_DECISION, word) || is_any(&BESIDE, word));
    // A series may come before the word: `TEAM-ADR-0000-template`.
    let is_last = words()
        .next_back()
        .is_some_and(|word| is_any(&NO_DECISION, word))
        && in_name(&stem).is_some_and(|name| name.number == 0);
    let folder = folders.next().unwrap_or_default();
    is_named || is_last || is_any(&["template", "templates"], &folder.to_ascii_lowercase())
}

/// Returns whether a folder's name says that it holds decisions.
pub fn is_decision_folder(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let name = name.strip_suffix('s').unwrap_or(&name);
    matches!(
        name,
        "decision"
            | "adr"
            | "decision-record"
            | "architecture-decision"
            | "architecture-decision-record"
            | "architectural-decision"
            | "architectural-decision-record"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        let found = numbered(path).map(|found| format!("{} {}", found.number, found.series));
        assert_eq!(
            found.as_deref().map(str::trim_end).unwrap_or_default(),
            expected,
            "{path}"
        );
    }

    #[test]
    fn a_number_stands_first_or_behind_leading_words() {
        check("decisions/0014-x.md", "14");
        check("adr/007.md", "7");
        check("adr_7.md", "7");
        check("a/ADR-002-use-a-queue.md", "2");
        check("ADR007-x.md", "7");
        check("TEAM-ADR-0007-x.md", "7 team-adr");
        check("ODH-ADR-Operator-0003-x.md", "3 odh-adr-operator");
        check("keps/sig-node/753-sidecars/README.md", "753");
        check("rfcs/RFC-0012/index.md", "12 rfc");
        check("rfc123.md", "123 rfc");
        check("team-adr-7-x.md", "7 team-adr");
        for none in [
            "adr-use-http-2.md",
            "adr-iso-8601.md",
            "use-http-2.md",
            "ipv6.md",
            "v2-api.md",
            "20200924-x.md",
            "2020-09-24-x.md",
            "template.md",
            "decisions/README.md",
            "a.md",
        ] {
            check(none, "");
        }
    }

    #[test]
    fn templates_and_lists_are_no_decisions() {
        for path in [
            "adr/template.md",
            "0000-template.md",
            "adr-template.md",
            "ADR-000-adr_template.md",
            "TEAM-ADR-0000-template.md",
            "adr/templates/0001-x.md",
            "000-index.md",
        ] {
            assert!(is_template_or_list(path), "{path}");
        }
        for path in [
            "0012-use-template-engine.md",
            "0000-use-records.md",
            "0003-index-of-depots.md",
            "0004-template-files.md",
            "0005-the-template.md",
        ] {
            assert!(!is_template_or_list(path), "{path}");
        }
    }
}
