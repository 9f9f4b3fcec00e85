//! The parts of a question: what is asked, and about what.

use super::forms::{
    ASKING, DELIVERED, OWNED, OWNER_COLUMNS, STANDING, SUCCEEDED, is_filling, is_kind, is_one,
};

/// Longer questions are read to here, in bytes.
const LONGEST: usize = 1_000;

/// The part of the docs that a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The state of work: if it is done, when and for whom.
    Delivery,
    /// The standing of a decision: if it holds.
    Standing,
    /// The stories that are not delivered.
    Rest,
    /// The stories that wait for others.
    Blocked,
    /// The owner.
    Owner,
    /// The decision that holds in its place.
    Successor,
    /// The work that it needs.
    Needs,
    /// The work that needs it.
    NeededBy,
    /// The document above it.
    Governing,
    /// The decisions that it follows.
    Follows,
    /// The documents that follow it.
    FollowedBy,
    /// The feature flag in front of it.
    Flag,
    /// Anything else: passages answer.
    Anything,
}

/// A question.
pub struct Question {
    /// The question, in one line.
    pub text: String,
    /// Its words in lower case; signs inside a word belong to it: `ipt-106`, `bf-docs`.
    pub words: Vec<String>,
    /// The part that it asks for.
    pub asked: Asked,
}

impl Question {
    /// Reads a question.
    pub fn read(text: &str) -> Self {
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let parts: Vec<&str> = text.split_whitespace().collect();
        let text = parts.join(" ");
        let mut words = Vec::new();
        for word in text.split(' ') {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let word = word.trim_end_matches("'s").trim_end_matches("’s");
            if !word.is_empty() {
                words.push(word.to_lowercase().replace('’', "'"));
            }
        }
        let asked = asked(&words);
        Self { text, words, asked }
    }

    /// The text between its first pair of quotation marks.
    pub fn quoted(&self) -> Option<&str> {
        let is_mark = |c: char| "\"“”„«»".contains(c);
        let mut parts = self.text.split(is_mark).skip(1);
        let inside = parts.next().map(str::trim);
        inside.filter(|inside| !inside.is_empty() && parts.next().is_some())
    }

    /// The words that say what it is about.
    pub fn subject(&self) -> String {
        self.joined(|word| !is_kind(word) && !self.asks_by(word))
    }

    /// The words that passages should have.
    pub fn content(&self) -> String {
        self.joined(|_| true)
    }

    /// The words that do not fill the question, and that are wanted.
    fn joined(&self, is_wanted: impl Fn(&str) -> bool) -> String {
        let mut wanted = Vec::new();
        for word in &self.words {
            if !is_filling(word) && is_wanted(word) {
                wanted.push(word.as_str());
            }
        }
        wanted.join(" ")
    }

    /// Returns whether a word is of what is asked, and not of the subject.
    fn asks_by(&self, word: &str) -> bool {
        let words = match self.asked {
            Asked::Delivery => DELIVERED,
            Asked::Standing => STANDING,
            Asked::Owner if is_one(word, OWNER_COLUMNS) => OWNER_COLUMNS,
            Asked::Owner => OWNED,
            Asked::Successor => SUCCEEDED,
            Asked::Rest => "left remains remaining missing open",
            Asked::Blocked => "blocked waiting blocks",
            Asked::Needs | Asked::NeededBy => {
                "depend depends dependencies dependents before wait waits needs"
            }
            Asked::Governing => "governs governing above belong belongs",
            Asked::Follows | Asked::FollowedBy => "follow follows followed",
            Asked::Flag => "flag feature behind gates guards",
            Asked::Anything => "",
        };
        is_one(word, words) || self.asked != Asked::Anything && is_one(word, "release fix")
    }
}

/// A sign of what is asked.
enum Clue {
    /// The question opens with one of these words.
    Opens(&'static str),
    /// It has one of these words.
    Has(&'static str),
    /// It has none of these words.
    Lacks(&'static str),
    /// It ends with this word.
    Ends(&'static str),
    /// It has these words, and more behind them.
    GoesOn(&'static str, &'static str),
}

const WHAT: Clue = Clue::Opens("name which what");
const WHO: Clue = Clue::Opens("name which whose whom who what");
const CLOSED: Clue = Clue::Opens(ASKING);

/// The questions that relations answer, each with its clues. The first one with all of its clues is
/// asked.
const RULES: &[(Asked, &[Clue])] = &[
    (Asked::Owner, &[WHO, Clue::Has(OWNED)]),
    (
        Asked::Flag,
        &[Clue::Has("flag flags"), Clue::Lacks(DELIVERED)],
    ),
    (Asked::Successor, &[WHAT, Clue::Has(SUCCEEDED)]),
    (Asked::Rest, &[WHAT, Clue::Has("left remains remaining")]),
    (Asked::Blocked, &[WHAT, Clue::Has("blocked")]),
    (Asked::NeededBy, &[Clue::Has("depends dependents")]),
    (Asked::NeededBy, &[Clue::GoesOn("depend", "on")]),
    (Asked::NeededBy, &[Clue::Has("wait waits")]),
    (Asked::Needs, &[Clue::Has("depend dependencies")]),
    (
        Asked::Needs,
        &[WHAT, Clue::Has("before"), Clue::Has("done finished")],
    ),
    (Asked::Governing, &[WHAT, Clue::Has("governs governing")]),
    (Asked::Follows, &[WHAT, Clue::Ends("follow")]),
    (Asked::FollowedBy, &[WHAT, Clue::Has("follow follows")]),
    (Asked::Standing, &[CLOSED, Clue::Has(STANDING)]),
    (Asked::Delivery, &[CLOSED, Clue::Has(DELIVERED)]),
    (Asked::Delivery, &[Clue::Has("flag"), Clue::Has(DELIVERED)]),
];

impl Clue {
    /// Returns whether the words of a question have it.
    fn is_in(&self, words: &[String]) -> bool {
        let has = |of| words.iter().any(|word| is_one(word, of));
        match self {
            Self::Opens(of) => words.first().is_some_and(|first| is_one(first, of)),
            Self::Has(of) => has(of),
            Self::Lacks(of) => !has(of),
            Self::Ends(with) => words.last().is_some_and(|last| last == with),
            Self::GoesOn(one, other) => {
                let mut runs = words.windows(3);
                runs.any(|run| run[0] == *one && run[1] == *other)
            }
        }
    }
}

fn asked(words: &[String]) -> Asked {
    let mut rules = RULES.iter();
    let rule = rules.find(|(_, clues)| clues.iter().all(|clue| clue.is_in(words)));
    rule.map_or(Asked::Anything, |(asked, _)| *asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read_from_the_words() {
        for (question, expected) in [
            ("Is IPT-106 implemented?", Asked::Delivery),
            (
                "which feature flag is COR-104 behind, and is it live?",
                Asked::Delivery,
            ),
            ("which flag guards it", Asked::Flag),
            ("Is decision 4 still valid?", Asked::Standing),
            ("what does X depend on?", Asked::Needs),
            ("what has to be done before X?", Asked::Needs),
            ("which stories depend on X?", Asked::NeededBy),
            ("what depends on X", Asked::NeededBy),
            ("Which ADR does the spec follow?", Asked::Follows),
            ("which specifications follow decision 18", Asked::FollowedBy),
            ("What's left of X?", Asked::Rest),
            ("who is the owner of X", Asked::Owner),
            ("how do I publish", Asked::Anything),
            ("", Asked::Anything),
        ] {
            assert_eq!(Question::read(question).asked, expected, "{question}");
        }
    }

    #[test]
    fn the_subject_is_the_rest() {
        let question = Question::read("Is the story about “Wash the bus” of IPT’s spec done?");
        assert_eq!(question.quoted(), Some("Wash the bus"));
        assert_eq!(question.subject(), "wash bus ipt");
        assert_eq!(Question::read("is \"\" done").quoted(), None);
    }
}
