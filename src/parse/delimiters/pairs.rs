//! Pairs of signs, and the elements that replace them.

use super::signs::Sign;
use super::tokens::{SignToken, tokens};
use crate::body::{Event, EventKind};

/// A sign and the starts and ends of elements that replace it.
pub struct SignEdit {
    /// Index of the text's event.
    pub event: usize,
    /// Byte offset of the sign in the text.
    pub at: usize,
    /// Its length in bytes.
    pub length: usize,
    /// The events that replace it.
    pub kinds: Vec<EventKind>,
}

impl SignEdit {
    fn of(token: &SignToken, kinds: Vec<EventKind>) -> Self {
        Self {
            event: token.event,
            at: token.at,
            length: token.length,
            kinds,
        }
    }
}

/// Finds the pairs. Each open element has its own stack of signs.
pub fn pair(events: &[Event]) -> Vec<SignEdit> {
    let mut edits = Vec::new();
    let mut stacks: Vec<Vec<SignToken>> = vec![Vec::new()];
    for (index, event) in events.iter().enumerate() {
        match &event.kind {
            EventKind::Start(..) => stacks.push(Vec::new()),
            EventKind::End if stacks.len() > 1 => {
                stacks.pop();
            }
            EventKind::Text(text) if may_have_sign(text) => {
                if let Some(stack) = stacks.last_mut() {
                    for token in tokens(text, events, index) {
                        place(token, stack, &mut edits, events);
                    }
                }
            }
            _ => {}
        }
    }
    edits
}

fn may_have_sign(text: &str) -> bool {
    text.bytes()
        .any(|b| matches!(b, b'=' | b'^' | b'~' | b'{' | b'}'))
}

/// Closes the nearest open sign of the same kind, or keeps the sign open.
fn place(
    token: SignToken,
    stack: &mut Vec<SignToken>,
    edits: &mut Vec<SignEdit>,
    events: &[Event],
) {
    match opening(&token, stack, events) {
        Some(at) => {
            let open = stack[at];
            edits.push(SignEdit::of(&open, vec![token.sign.start()]));
            if let Some(middle) = stack[at + 1..].iter().find(|between| between.is_middle) {
                let kinds = vec![EventKind::End, Sign::CriticInsert.start()];
                edits.push(SignEdit::of(middle, kinds));
            }
            edits.push(SignEdit::of(&token, vec![EventKind::End]));
            stack.truncate(at);
        }
        None if token.opens || token.is_middle => stack.push(token),
        None => {}
    }
}

/// The index of the sign that a token closes.
fn opening(token: &SignToken, stack: &[SignToken], events: &[Event]) -> Option<usize> {
    if !token.closes {
        return None;
    }
    stack
        .iter()
        .rposition(|open| open.sign == token.sign && !open.is_middle)
        .filter(|at| fits(&stack[*at], token, events))
}

/// Returns whether two signs can be a pair: the text between them is not empty, and a subscript has
/// no blanks.
fn fits(open: &SignToken, close: &SignToken, events: &[Event]) -> bool {
    if open.event == close.event && open.at + open.length == close.at {
        return false;
    }
    if !matches!(open.sign, Sign::Sub | Sign::Sup) {
        return true;
    }
    (open.event..=close.event).all(|index| match &events[index].kind {
        EventKind::Text(text) | EventKind::Literal(text) => {
            let from = if index == open.event { open.at } else { 0 };
            let to = if index == close.event {
                close.at
            } else {
                text.len()
            };
            !text[from..to].contains(char::is_whitespace)
        }
        EventKind::SoftBreak | EventKind::Void(..) => false,
        _ => true,
    })
}
