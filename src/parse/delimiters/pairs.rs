//! Which signs are pairs, and the elements that take their place.

use super::signs::Sign;
use super::tokens::{SignToken, tokens};
use crate::body::{Event, EventKind};

/// Starts and ends of elements that replace a sign.
pub struct SignEdit {
    /// Index of the text's event.
    pub event: usize,
    /// Byte offset of the sign in the text.
    pub at: usize,
    /// Its length in bytes.
    pub length: usize,
    /// What replaces it.
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

/// Finds the pairs: each open element has a stack of signs of its own.
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

/// Closes the nearest sign of the same kind, or waits to be closed.
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

/// Something must stand between the signs; a subscript holds no blanks.
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
