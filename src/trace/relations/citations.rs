//! Links whose text cites a decision: `ADR 0014 - Title`.

use super::inference::Inference;
use crate::diag::Code;
use crate::source::Place;
use crate::trace::model::Artifact;
use crate::trace::statements;
use crate::trace::words::plain;

impl Inference<'_, '_> {
    /// Checks a link's text such as `ADR 0014 - Title`: the number and the title must be those of
    /// the decision that it leads to.
    pub fn citation(&mut self, to: usize, text: &str, place: &Place) {
        let decision = &self.register.artifacts[to];
        let Some(number) = decision.decision_number() else {
            return;
        };
        let Some(Citation {
            number: cited,
            rest,
        }) = cited(text)
        else {
            return;
        };
        let message = if cited.parse() != Ok(number) {
            format!("the text says {cited}, the link leads to decision {number:04}")
        } else if !agrees(decision, text, rest) {
            format!("decision {cited} is titled `{}`", decision.title)
        } else {
            return;
        };
        let help = "correct the text, or the link";
        self.find(Code::CitationMismatch, place.clone(), message, help);
    }
}

/// Returns whether a link's text, or its rest after the number, agrees with a decision's title up
/// to the end of the shorter one.
fn agrees(decision: &Artifact, text: &str, rest: &str) -> bool {
    let title = plain_title(&decision.title);
    let written = plain_title(rest);
    // `ADR 0001, section Context` cites no title.
    let is_title = rest.trim_start().starts_with(['-', '–', '—', ':', '(']);
    let is_whole = text.trim().eq_ignore_ascii_case(decision.title.trim());
    let begins = title.starts_with(&written) || written.starts_with(&title);
    !is_title || written.is_empty() || begins || is_whole
}

/// The number that a link's text cites, and the title after it: `ADR 0014 - Title`, `decision 14`,
/// `0014 - Title`, `0014`. A number such as 2020 alone may mean anything.
fn cited(text: &str) -> Option<Citation<'_>> {
    if let Some(rest) = behind_word(text) {
        let citation = Citation::opening(rest);
        return Some(citation).filter(|citation| !citation.number.is_empty());
    }
    if let Some(mention) = statements::decisions(text).into_iter().next() {
        return Some(Citation {
            number: mention.number,
            rest: &text[mention.at + mention.length..],
        });
    }
    let citation = Citation::opening(text);
    let Citation { number, rest } = &citation;
    let is_number = number.len() == 4 && number.starts_with('0');
    let is_title = rest.trim_start().starts_with(['-', '–', '—', ':']);
    if is_number && (is_title || rest.is_empty()) {
        return Some(citation);
    }
    None
}

/// A decision's number in a link's text.
struct Citation<'t> {
    number: &'t str,
    /// The text after the number.
    rest: &'t str,
}

impl<'t> Citation<'t> {
    fn opening(text: &'t str) -> Self {
        let (number, rest) = text.split_at(digits(text));
        Self { number, rest }
    }
}

/// The text after `decision `, in any case.
fn behind_word(text: &str) -> Option<&str> {
    const WORD: &str = "decision ";
    let (word, rest) = text.split_at_checked(WORD.len())?;
    word.eq_ignore_ascii_case(WORD).then_some(rest)
}

/// The number of digits that a text starts with.
fn digits(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit);
    digits.count()
}

/// A decision's title without its number and signs, in lower case.
fn plain_title(title: &str) -> String {
    let rest = title
        .trim_start_matches("ADR")
        .trim_start_matches(|c: char| !c.is_alphabetic());
    plain(rest)
}
