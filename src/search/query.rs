//! Queries.
//!
//! Words are looked for each by itself; each further word that a section has counts more. A word
//! with signs in it (`bf-manage-core`) and words in quotes are a phrase. `+` asks for a word, `-`
//! refuses it, `*` behind it completes it; so is the last word, which may still be typed. `kind:`,
//! `status:`, `tag:` and `in:` filter.

use super::language::Language;
use super::words::{Word, words};

/// The most characters of a query that are read, and the most parts that are looked for.
pub const LONGEST: usize = 1000;
pub const MOST: usize = 24;

/// A query, read.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The words and phrases that are looked for.
    pub parts: Vec<QueryPart>,
    /// All words of it that are not refused, as they are written.
    pub name: Vec<String>,
    /// The filters that every result has to pass.
    pub filters: Vec<QueryFilter>,
    /// The language of its words.
    language: Language,
}

/// A value that every result has, or must not have.
#[derive(Debug, Clone)]
pub struct QueryFilter {
    /// The filter's name.
    pub filter: Filter,
    /// The value, in lower case.
    pub value: String,
    /// [`Need::Refused`] if no result may have the value.
    pub need: Need,
}

/// A word or a phrase.
#[derive(Debug, Clone)]
pub struct QueryPart {
    /// The words: more than one are a phrase.
    pub words: Vec<Word>,
    /// The parts of a word that is written as several: `sync` and `Policy` of `syncPolicy`.
    pub humps: Vec<Word>,
    /// The need for it in a result.
    pub need: Need,
    /// True if more letters may follow.
    pub open: bool,
}

/// The need for a part in a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It counts.
    Wanted,
    /// `+`: no result is without it.
    Asked,
    /// `-`: no result has it.
    Refused,
}

/// A filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// `kind:decision`
    Kind,
    /// `status:accepted`
    Status,
    /// `tag:process`
    Tag,
    /// `in:work`: the top folder.
    Place,
}

impl Query {
    /// Reads a query. Any text is one: the rest is words.
    pub fn read(text: &str, language: Language) -> Self {
        let end = text
            .char_indices()
            .nth(LONGEST)
            .map_or(text.len(), |(at, _)| at);
        let text = &text[..end];
        let mut query = Self {
            language,
            ..Self::default()
        };
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            rest = query.part(rest).trim_start();
        }
        query.without_stop_words();
        query
    }

    /// Reads one part, and returns the rest.
    fn part<'t>(&mut self, text: &'t str) -> &'t str {
        let (need, text) = need(text);
        if let Some(quoted) = text.strip_prefix('"') {
            let (phrase, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
            self.push(phrase, need, false);
            return rest;
        }
        let filter = text
            .split_once(':')
            .and_then(|(name, value)| Some((Filter::named(name)?, value)));
        match filter {
            Some((filter, value)) => self.filter(filter, value, need),
            None => self.word(text, need),
        }
    }

    /// Reads the value of a filter, and returns the rest.
    fn filter<'t>(&mut self, filter: Filter, text: &'t str, need: Need) -> &'t str {
        let (value, rest) = match text.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
        };
        if !value.is_empty() {
            self.filters.push(QueryFilter {
                filter,
                value: value.to_lowercase(),
                need,
            });
        }
        rest
    }

    /// Reads a word, or several with signs between them, and returns the rest.
    fn word<'t>(&mut self, text: &'t str, need: Need) -> &'t str {
        let end = text
            .find(|c: char| c.is_whitespace() || c == '"')
            .unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        // The last word may still be typed.
        let is_typed = rest.is_empty() && word.ends_with(char::is_alphanumeric);
        let is_open = (is_typed || word.ends_with('*')) && need != Need::Refused;
        self.push(word, need, is_open);
        rest
    }

    fn push(&mut self, text: &str, need: Need, open: bool) {
        let words = words(text, self.language);
        if need != Need::Refused {
            self.name.extend(words.iter().map(|word| word.form.clone()));
        }
        if !words.is_empty() && self.parts.len() < MOST {
            let humps = match words.as_slice() {
                [word] => humps(&text[word.range.clone()], self.language),
                _ => Vec::new(),
            };
            self.parts.push(QueryPart {
                words,
                humps,
                need,
                open,
            });
        }
    }

    /// Words that every page has say nothing. Where nothing else is asked, the rarest of
    /// them is looked for.
    fn without_stop_words(&mut self) {
        let stop_words = self.language.rules().stop_words;
        let rank = |part: &QueryPart| match part.words.as_slice() {
            [word] if part.need == Need::Wanted => {
                stop_words.split(' ').position(|stop| stop == word.form)
            }
            _ => None,
        };
        let rarest = self
            .parts
            .iter()
            .filter(|part| rank(part).is_some())
            .min_by_key(|part| rank(part))
            .cloned();
        self.parts.retain(|part| rank(part).is_none());
        if self.filters.is_empty() && self.parts.is_empty() {
            self.parts.extend(rarest);
        }
    }
}

/// The sign that a part begins with, and the text behind it.
fn need(text: &str) -> (Need, &str) {
    if let Some(rest) = text.strip_prefix('+') {
        return (Need::Asked, rest);
    }
    // `--base` is a word, and so is `-` alone.
    let is_word = |rest: &&str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '"');
    match text.strip_prefix('-').filter(is_word) {
        Some(rest) => (Need::Refused, rest),
        None => (Need::Wanted, text),
    }
}

/// The words of `syncPolicy` or `HTTPServer`; none of a word that is written as one.
fn humps(written: &str, language: Language) -> Vec<Word> {
    let mut apart = String::with_capacity(written.len() + 4);
    let mut letters = written.chars().peekable();
    let (mut was_lower, mut was_upper) = (false, false);
    while let Some(letter) = letters.next() {
        let is_upper = letter.is_uppercase();
        let next_is_lower = letters.peek().is_some_and(|next| next.is_lowercase());
        if is_upper && (was_lower || was_upper && next_is_lower) {
            apart.push(' ');
        }
        apart.push(letter);
        was_upper = is_upper;
        was_lower = letter.is_lowercase() || letter.is_numeric();
    }
    let words = words(&apart, language);
    if words.len() > 1 { words } else { Vec::new() }
}

impl Filter {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Kind, Self::Status, Self::Tag, Self::Place];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.name() == name)
    }

    /// The filter's name in a query.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Status => "status",
            Self::Tag => "tag",
            Self::Place => "in",
        }
    }

    /// A value of it, as the index has it: in lower case.
    pub fn term(self, value: &str) -> String {
        format!("{}:{}", self.name(), value.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let query = Query::read(text, Language::English);
        let mut said = Vec::new();
        for part in &query.parts {
            let sign = match part.need {
                Need::Wanted => "",
                Need::Asked => "+",
                Need::Refused => "-",
            };
            let words: Vec<&str> = part.words.iter().map(|word| word.form.as_str()).collect();
            said.push(format!(
                "{sign}{}{}",
                words.join("_"),
                if part.open { "*" } else { "" }
            ));
        }
        said.extend(query.filters.iter().map(|of| {
            let sign = if of.need == Need::Refused { "-" } else { "" };
            format!("{sign}{:?}={}", of.filter, of.value)
        }));
        assert_eq!(said.join(" "), expected, "{text}");
    }

    #[test]
    fn a_query_is_words_phrases_and_filters() {
        check("publish the Site", "publish site*");
        check("charg", "charg*");
        check("charge ", "charge");
        check("\"blue/green\" -old +new* x", "blue_green -old +new* x*");
        check("bf-manage-core mkdocs.yml ", "bf_manage_core mkdocs_yml");
        check(
            "queue kind:decision status:Accepted in:work tag:",
            "queue Kind=decision Status=accepted Place=work",
        );
        check("https://x.org/a ", "https_x_org_a");
        check("--base - ", "base");
        check("charge is", "charge");
        check(
            "\"charge\" kind:story -tag:\"Work Flow\"",
            "charge Kind=story -Tag=work flow",
        );
        check("\"to do\" list the", "to_do list");
        check("the kind:decision", "Kind=decision");
        check(
            &format!("{}kind:story", "x ".repeat(30)),
            &format!("{}Kind=story", "x ".repeat(24)),
        );
    }

    #[test]
    fn a_word_may_be_written_as_several() {
        let humps = |text| {
            let words = Query::read(text, Language::English)
                .parts
                .into_iter()
                .next();
            let humps = words.expect("it has a word").humps.into_iter();
            humps.map(|word| word.form).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(humps("syncPolicy"), "sync policy");
        assert_eq!(humps("HTTPServer2Go"), "http server2 go");
        assert_eq!(humps("Policy"), "");
        assert_eq!(humps("HTTP"), "");
        assert_eq!(humps("sync-Policy"), "");
    }

    #[test]
    fn anything_is_a_query() {
        check("", "");
        check("the of", "of*");
        check("How to ", "how");
        check("the the ", "the");
        check("?! () [^]*+\\", "");
        check("\"never closed", "never_closed");
        check(
            "\u{1F600} \u{5e9}\u{5dc}\u{5d5}\u{5dd} ",
            "\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
        );
        assert_eq!(
            Query::read(&"word ".repeat(2_000), Language::English)
                .parts
                .len(),
            MOST
        );
        assert_eq!(
            Query::read(&"x".repeat(10_000), Language::English)
                .parts
                .len(),
            1
        );
    }
}
