//! Slugs: ids made from the text of headings, by the rule of a tool that shows them.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::content_map::SlugRule;

/// The slugs of a page's headings, each used once.
#[derive(Debug)]
pub struct Slugs {
    rule: SlugRule,
    taken: HashSet<String>,
    /// The last id that counting up gave each slug: all numbers before it are taken.
    counted: HashMap<String, String>,
    /// The last number of each slug by the rules of forges.
    numbers: HashMap<String, u64>,
}

impl Slugs {
    /// Slugs by a rule; the ids in `taken` are never given.
    pub fn of(rule: SlugRule, taken: HashSet<String>) -> Self {
        Self {
            rule,
            taken,
            counted: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// The slug of the page's next heading.
    pub fn next(&mut self, text: &str) -> String {
        match self.rule {
            SlugRule::Mkdocs => self.counted_up(slug(text)),
            SlugRule::Github => self.numbered(github(text)),
            SlugRule::Gitlab => self.numbered(gitlab(text)),
        }
    }

    /// Follows Python-Markdown: counts up `_N` until the id is free, even if the slug ends in one.
    /// An empty slug starts at `_1`.
    fn counted_up(&mut self, slug: String) -> String {
        let mut id = self.counted.get(&slug).unwrap_or(&slug).clone();
        while id.is_empty() || self.taken.contains(&id) {
            id = match id
                .rsplit_once('_')
                .and_then(|(stem, n)| Some((stem, n.parse::<u64>().ok()?)))
            {
                Some((stem, number)) => format!("{stem}_{}", number + 1),
                None => format!("{id}_1"),
            };
        }
        self.taken.insert(id.clone());
        self.counted.insert(slug, id.clone());
        id
    }

    /// Follows forges: appends the first `-N` that makes the slug free. An empty slug starts at
    /// `-1`.
    fn numbered(&mut self, slug: String) -> String {
        let mut id = slug.clone();
        while id.is_empty() || self.taken.contains(&id) {
            let number = self.numbers.entry(slug.clone()).or_default();
            *number += 1;
            id = format!("{slug}-{number}");
        }
        self.taken.insert(id.clone());
        id
    }
}

/// Python-Markdown's slug: NFKD, ASCII only, word characters and blanks only, lower case, runs of
/// blanks and `-` as one `-`.
pub fn slug(text: &str) -> String {
    let kept: String = text
        .nfkd()
        .filter(char::is_ascii)
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_ascii_whitespace())
        .collect();
    let mut slug = String::with_capacity(kept.len());
    for c in kept.trim().chars() {
        let c = if c.is_ascii_whitespace() {
            '-'
        } else {
            c.to_ascii_lowercase()
        };
        if c != '-' || !slug.ends_with('-') {
            slug.push(c);
        }
    }
    slug
}

/// GitHub's slug: lower case, only word characters, `-` and spaces, each space as a `-`
/// (`html-pipeline`, `TableOfContentsFilter`).
fn github(text: &str) -> String {
    let kept = |c: char| match c {
        ' ' => Some('-'),
        c => (c == '-' || is_word(c)).then_some(c),
    };
    text.to_lowercase().chars().filter_map(kept).collect()
}

/// GitLab's slug: GitHub's without blanks at its ends, with runs of `-` as one, and never a number
/// alone (GitLab, `Gitlab::Utils::Markdown.string_to_anchor`).
fn gitlab(text: &str) -> String {
    let mut slug = github(text.trim());
    let mut last = None;
    slug.retain(|c| last.replace(c) != Some('-') || c != '-');
    let is_number = !slug.is_empty() && slug.bytes().all(|b| b.is_ascii_digit());
    if is_number {
        format!("anchor-{slug}")
    } else {
        slug
    }
}

/// Returns whether Ruby takes it for a word character: letters, marks, decimal digits and
/// connectors. The variation selectors of emoji are marks, too; they are removed with the emoji.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // Digits of other forms, such as `²` and `①`, are not decimal ones; wide ones are.
    let is_digit = || {
        c.is_numeric()
            && (matches!(c, '\u{FF10}'..='\u{FF19}') || std::iter::once(c).nfkd().eq([c]))
    };
    let is_joint = || {
        matches!(
            c,
            '\u{203F}' | '\u{2040}' | '\u{2054}' | '\u{FE33}' | '\u{FE34}' | '\u{FE4D}'
                ..='\u{FE4F}' | '\u{FF3F}'
        )
    };
    let is_style = matches!(c, '\u{FE00}'..='\u{FE0F}');
    !is_style && (c.is_alphabetic() || is_combining_mark(c) || is_digit() || is_joint())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the ids of headings by the rules of MkDocs, GitHub and GitLab.
    fn check(headings: &[&str], ids: [&[&str]; 3]) {
        for (rule, ids) in [SlugRule::Mkdocs, SlugRule::Github, SlugRule::Gitlab]
            .into_iter()
            .zip(ids)
        {
            let mut slugs = Slugs::of(rule, HashSet::new());
            let made: Vec<String> = headings.iter().map(|text| slugs.next(text)).collect();
            assert_eq!(made, ids, "{rule:?}");
        }
    }

    #[test]
    fn each_rule_makes_its_own_ids() {
        let one = |text, [mkdocs, github, gitlab]: [&str; 3]| {
            check(&[text], [&[mkdocs], &[github], &[gitlab]])
        };
        one(
            "Upgrade / downgrade",
            [
                "upgrade-downgrade",
                "upgrade--downgrade",
                "upgrade-downgrade",
            ],
        );
        one(
            "Alpha -> beta",
            ["alpha-beta", "alpha---beta", "alpha-beta"],
        );
        one(
            "Für ALLE: ÄÖ",
            ["fur-alle-ao", "für-alle-äö", "für-alle-äö"],
        );
        one("日本 語", ["_1", "日本-語", "日本-語"]);
        one("a_b `c.d()`", ["a_b-cd", "a_b-cd", "a_b-cd"]);
        one("🎉 Party", ["party", "-party", "-party"]);
        one("⚠️ Careful", ["careful", "-careful", "-careful"]);
        one(" led ", ["led", "-led-", "led"]);
        one("H₂O, ½ and 1²", ["h2o-12-and-12", "ho--and-1", "ho-and-1"]);
        one("हिन्दी १२", ["_1", "हिन्दी-१२", "हिन्दी-१२"]);
        one("2024", ["2024", "2024", "anchor-2024"]);
        one("1.2.3", ["123", "123", "anchor-123"]);
        one("a\u{a0}b\tc", ["a-b-c", "abc", "abc"]);
    }

    #[test]
    fn repeated_slugs_are_numbered_by_each_rule() {
        let twice: [&[&str]; 3] = [
            &["notes", "notes_1", "notes_2"],
            &["notes", "notes-1", "notes-2"],
            &["notes", "notes-1", "notes-2"],
        ];
        check(&["Notes", "Notes", "notes"], twice);
        let numbered: [&[&str]; 3] = [
            &["a-1", "a", "a_1", "a-1_1", "a_2"],
            &["a-1", "a", "a-2", "a-1-1", "a-3"],
            &["a-1", "a", "a-2", "a-1-1", "a-3"],
        ];
        check(&["a 1", "a", "a", "a 1", "a"], numbered);
        check(&["!", "?"], [&["_1", "_2"], &["-1", "-2"], &["-1", "-2"]]);
    }
}
