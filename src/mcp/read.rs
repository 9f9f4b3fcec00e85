//! The tool `read`: a page, a section or a governed document, as Markdown.

use super::answer::{DEFAULT_TOKENS, MOST_TOKENS, ToolAnswer};
use super::arguments::CallArguments;
use super::library::Library;
use super::lines::{json_size, one_line, quoted};
use super::named_pages::SCHEME;
use super::place::DocPlace;
use super::section::{body, headings, section};
use crate::fault::Trouble;
use crate::output::INDEX_OF_TWINS;
use crate::twin::TOKEN_BYTES;

/// The least tokens that an answer may be limited to.
const LEAST_TOKENS: usize = 200;

/// The part of an answer that the list of sections may take.
const OUTLINE: usize = 8;

/// The bytes that are kept free for the lines around the text.
const AROUND: usize = 240;

/// A text that is read in pieces.
struct PlaceText {
    /// The whole text.
    text: String,
    /// A remark on a section that is not there.
    remark: Option<String>,
}

impl Library {
    /// Answers a call.
    pub fn read(&self, arguments: &CallArguments<'_>) -> Result<ToolAnswer, Trouble> {
        let id = arguments.needed("id")?;
        let list = self
            .list()
            .filter(|_| id.trim_start_matches(SCHEME) == INDEX_OF_TWINS);
        if let Some(list) = list {
            return self.read_list(&list, arguments);
        }
        let place = self.find(&id)?;
        let wanted = arguments.text("section")?;
        let from = arguments.number("from", 0, usize::MAX)?;
        let tokens = arguments.number("max_tokens", DEFAULT_TOKENS, MOST_TOKENS)?;
        let facts = self.facts(&place);
        let read = self.text_of(&place, wanted.as_deref())?;
        let mut answer = ToolAnswer::new(&facts.line());
        answer.fields = facts.value();
        if let Some(file) = facts.file() {
            answer.text.push_str(&format!("File: {file}\n"));
        }
        if let Some(remark) = read.remark {
            answer.text.push_str(&format!("Note: {remark}\n"));
            answer.set("note", remark);
        }
        answer.say_quoted();
        let bound = tokens.max(LEAST_TOKENS) * TOKEN_BYTES;
        add_text(&mut answer, &read.text, from, bound);
        Ok(answer)
    }

    /// Answers with the list of all pages.
    fn read_list(&self, list: &str, arguments: &CallArguments<'_>) -> Result<ToolAnswer, Trouble> {
        let from = arguments.number("from", 0, usize::MAX)?;
        let tokens = arguments.number("max_tokens", DEFAULT_TOKENS, MOST_TOKENS)?;
        let mut answer = ToolAnswer::new("All pages");
        answer.say_quoted();
        add_text(
            &mut answer,
            list,
            from,
            tokens.max(LEAST_TOKENS) * TOKEN_BYTES,
        );
        Ok(answer)
    }

    /// The text of a place, or of a section of it.
    fn text_of(&self, place: &DocPlace, wanted: Option<&str>) -> Result<PlaceText, Trouble> {
        let Some(page) = place.page else {
            return Err(Trouble::new("this artifact is outside the docs")
                .help("`trace` shows what it is related to"));
        };
        let twin = self.twin(page)?;
        let mut text = body(&twin);
        let mut remark = None;
        for id in [place.anchor.as_deref(), wanted].into_iter().flatten() {
            match section(text, id) {
                Some(range) => text = &text[range],
                None => {
                    let id = one_line(id);
                    remark = Some(format!("there is no section `{id}`, so this is all"));
                }
            }
        }
        Ok(PlaceText {
            text: text.to_owned(),
            remark,
        })
    }
}

/// Adds a text from that byte on, as far as it fits, and says where the rest begins.
fn add_text(answer: &mut ToolAnswer, text: &str, from: usize, bound: usize) {
    let from = text.floor_char_boundary(from);
    if from > 0 && from == text.len() {
        answer.text.push_str(&format!("The text ends at {from}.\n"));
    }
    let free = bound.saturating_sub(answer.text.len() + AROUND);
    if fitting(&text[from..], free) == text.len() - from {
        answer.text.push_str(&quoted(text[from..].trim_end()));
        answer.set("quoted", &text[from..]);
        return;
    }
    let outline = if from == 0 {
        outline(text, bound / OUTLINE)
    } else {
        String::new()
    };
    let end = from + fitting(&text[from..], free.saturating_sub(outline.len()));
    answer.text.push_str(&quoted(text[from..end].trim_end()));
    answer.set("quoted", &text[from..end]);
    if !outline.is_empty() {
        answer.text.push_str(&format!("Sections: {outline}\n"));
        answer.set("sections", outline);
    }
    let rest = text.len() - end;
    answer.text.push_str(&format!(
        "{rest} more bytes: call again with from = {end}, or with a section\n"
    ));
    answer.set("next", end);
}

/// The ids of the sections of a text, in at most that many bytes.
fn outline(text: &str, bound: usize) -> String {
    let mut outline = String::new();
    for heading in headings(text).iter().skip(1) {
        let Some(id) = heading.id.filter(|id| outline.len() + id.len() + 8 < bound) else {
            continue;
        };
        let comma = if outline.is_empty() { "" } else { ", " };
        outline.push_str(&format!("{comma}`{id}`"));
    }
    outline
}

/// The bytes of a text that fit into `bound` once they are quoted, and as JSON: whole lines, if at
/// least one fits.
fn fitting(text: &str, bound: usize) -> usize {
    let (mut end, mut size) = (0, 0);
    for line in text.split_inclusive('\n') {
        size += json_size(line).max(line.len() + 2);
        if size > bound {
            break;
        }
        end += line.len();
    }
    if end > 0 {
        return end;
    }
    let (mut end, mut size) = (0, 2);
    for c in text.chars() {
        let mut buffer = [0; 4];
        size += json_size(c.encode_utf8(&mut buffer));
        if size > bound && end > 0 {
            break;
        }
        end += c.len_utf8();
    }
    end
}
