//! The signs in a text, with the parts that each may have at its position.

use super::signs::{Side, Sign, WrittenSign};
use crate::body::{Event, EventKind};

/// A sign in a text.
#[derive(Debug, Clone, Copy)]
pub struct SignToken {
    /// Its construct.
    pub sign: Sign,
    /// Index of the text's event.
    pub event: usize,
    /// Byte offset in the text.
    pub at: usize,
    /// Length in bytes.
    pub length: usize,
    /// True if it may open a pair.
    pub opens: bool,
    /// True if it may close one.
    pub closes: bool,
    /// True if it is the `~>` of a critic substitution.
    pub is_middle: bool,
}

/// The signs in the text of that event, from left to right.
pub fn tokens(text: &str, events: &[Event], event: usize) -> Vec<SignToken> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match WrittenSign::read(&bytes[at..]) {
            Some(written) => {
                found.push(token(written, text, at, events, event));
                at += written.length;
            }
            None => at += without_sign(&bytes[at..]),
        }
    }
    found
}

fn token(written: WrittenSign, text: &str, at: usize, events: &[Event], event: usize) -> SignToken {
    let WrittenSign { sign, length, side } = written;
    let before = text[..at].chars().next_back();
    let behind = text[at + length..].chars().next();
    let is_blank_before = || before.map_or_else(|| starts_free(events, event), char::is_whitespace);
    let is_blank_behind = || behind.map_or_else(|| ends_free(events, event), char::is_whitespace);
    SignToken {
        sign,
        event,
        at,
        length,
        opens: side == Side::Opens || (side == Side::Either && !is_blank_behind()),
        closes: side == Side::Closes || (side == Side::Either && !is_blank_before()),
        is_middle: side == Side::Middle,
    }
}

/// Returns whether a text begins where a blank could be: at the start of its element or of a line.
fn starts_free(events: &[Event], text: usize) -> bool {
    let before = text.checked_sub(1).and_then(|before| events.get(before));
    before.is_none_or(|before| matches!(before.kind, EventKind::SoftBreak | EventKind::Start(..)))
}

/// Returns whether a text ends where a blank could be: at the end of its element or of a line.
fn ends_free(events: &[Event], text: usize) -> bool {
    let behind = events.get(text + 1);
    behind.is_none_or(|behind| matches!(behind.kind, EventKind::SoftBreak | EventKind::End))
}

/// The number of bytes to skip if no sign starts there. A longer run of one character is no sign,
/// but its end can belong to `==}`, `~~}` or `~>`.
fn without_sign(bytes: &[u8]) -> usize {
    if !matches!(bytes[0], b'=' | b'^' | b'~') {
        return 1;
    }
    let run = bytes.iter().take_while(|b| **b == bytes[0]).count();
    let kept = match bytes.get(run) {
        Some(b'}') => 2,
        Some(b'>') => 1,
        _ => 0,
    };
    run.saturating_sub(kept).max(1)
}
