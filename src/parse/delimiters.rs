//! Paired signs: `==mark==`, `^^insert^^`, `~~delete~~`, `H~2~O`, `A^T^A`, and
//! critic marks `{++ ++}`, `{-- --}`, `{~~ ~> ~~}`, `{== ==}`, `{>> <<}`.
//!
//! A pair must open and close inside the same element; what stands between
//! may be any inline Markdown. A sign with a blank behind it opens nothing and
//! one with a blank before it closes nothing.

use super::event::{Attrs, Event, Kind, Tag};

/// Which construct a sign belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Mark,
    Insert,
    Delete,
    Sub,
    Sup,
    CriticInsert,
    CriticDelete,
    CriticSubstitute,
    CriticMark,
    CriticComment,
}

/// A sign in a text, and what it may do there.
#[derive(Debug, Clone, Copy)]
struct Token {
    sign: Sign,
    event: usize,
    at: usize,
    length: usize,
    opens: bool,
    closes: bool,
    /// `~>` between the two halves of a critic substitution.
    middle: bool,
}

/// An element's start or end that replaces a sign.
struct Edit {
    event: usize,
    at: usize,
    length: usize,
    kinds: Vec<Kind>,
}

/// Replaces paired signs by elements.
pub fn apply(mut events: Vec<Event>) -> Vec<Event> {
    critic_blocks(&mut events);
    let mut edits = pair(&events);
    if edits.is_empty() {
        return events;
    }
    edits.sort_by_key(|edit| (edit.event, edit.at));
    rebuild(events, edits)
}

/// A paragraph `{==` and a later one `==}` beside it mark all blocks between them.
fn critic_blocks(events: &mut [Event]) {
    // Of each open element, the opening sign that stands in it and where.
    let mut open: Vec<Option<(usize, Sign)>> = vec![None];
    for index in 0..events.len() {
        match &events[index].kind {
            Kind::Start(..) => open.push(None),
            Kind::End => {
                open.pop();
            }
            _ => {}
        }
        let Some((sign, opens)) = critic_paragraph(&events[index..]) else {
            continue;
        };
        // The paragraph itself has just been opened: its own place is below.
        let Some(outer) = open.len().checked_sub(2).and_then(|at| open.get_mut(at)) else {
            continue;
        };
        if opens {
            *outer = Some((index, sign));
        } else if let Some((start, _)) = outer.take_if(|(_, known)| *known == sign) {
            let (mut first, _) = elements(sign);
            if let Some(Kind::Start(_, attrs)) = first.first_mut() {
                attrs.add_class("block");
            }
            let nothing = || Kind::Literal("".into());
            events[start].kind = first.swap_remove(0);
            for at in [start + 1, start + 2, index, index + 1] {
                events[at].kind = nothing();
            }
        }
    }
}

/// Which critic sign is all of the paragraph that starts here, and whether it opens.
fn critic_paragraph(events: &[Event]) -> Option<(Sign, bool)> {
    let [
        start,
        Event {
            kind: Kind::Text(text),
            ..
        },
        end,
        ..,
    ] = events
    else {
        return None;
    };
    if start.kind != Kind::start("p") || end.kind != Kind::End || text.len() != 3 {
        return None;
    }
    match sign_at(text.as_bytes())? {
        (sign, 3, Some(Critic::Opens)) => Some((sign, true)),
        (sign, 3, Some(Critic::Closes)) => Some((sign, false)),
        _ => None,
    }
}

/// Finds the pairs: each open element has a stack of signs of its own.
fn pair(events: &[Event]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut stacks: Vec<Vec<Token>> = vec![Vec::new()];
    for (index, event) in events.iter().enumerate() {
        match &event.kind {
            Kind::Start(..) => stacks.push(Vec::new()),
            Kind::End if stacks.len() > 1 => {
                stacks.pop();
            }
            Kind::Text(text)
                if text
                    .bytes()
                    .any(|b| matches!(b, b'=' | b'^' | b'~' | b'{' | b'}')) =>
            {
                for token in tokens(text, index, around(events, index)) {
                    if let Some(stack) = stacks.last_mut() {
                        place(token, stack, &mut edits, events);
                    }
                }
            }
            _ => {}
        }
    }
    edits
}

/// Closes the nearest sign of the same kind, or waits to be closed.
fn place(token: Token, stack: &mut Vec<Token>, edits: &mut Vec<Edit>, events: &[Event]) {
    if token.closes
        && let Some(found) = stack
            .iter()
            .rposition(|open| open.sign == token.sign && !open.middle)
        && fits(&stack[found], &token, events)
    {
        let middle = stack[found + 1..]
            .iter()
            .find(|between| between.middle)
            .copied();
        let open = stack[found];
        stack.truncate(found);
        let (start, end) = elements(token.sign);
        edits.push(Edit {
            event: open.event,
            at: open.at,
            length: open.length,
            kinds: start,
        });
        if let Some(middle) = middle {
            let kinds = vec![Kind::End, inserted()];
            edits.push(Edit {
                event: middle.event,
                at: middle.at,
                length: middle.length,
                kinds,
            });
        }
        edits.push(Edit {
            event: token.event,
            at: token.at,
            length: token.length,
            kinds: end,
        });
    } else if token.opens || token.middle {
        stack.push(token);
    }
}

/// Something must stand between the signs; a subscript holds no blanks.
fn fits(open: &Token, close: &Token, events: &[Event]) -> bool {
    if open.event == close.event && open.at + open.length == close.at {
        return false;
    }
    if !matches!(open.sign, Sign::Sub | Sign::Sup) {
        return true;
    }
    (open.event..=close.event).all(|index| match &events[index].kind {
        Kind::Text(text) | Kind::Literal(text) => {
            let from = if index == open.event { open.at } else { 0 };
            let to = if index == close.event {
                close.at
            } else {
                text.len()
            };
            !text[from..to].contains(char::is_whitespace)
        }
        Kind::SoftBreak | Kind::Void(..) => false,
        _ => true,
    })
}

fn inserted() -> Kind {
    Kind::Start(Tag::Element("ins".into()), Attrs::class("critic"))
}

fn elements(sign: Sign) -> (Vec<Kind>, Vec<Kind>) {
    let start = |name: &'static str, class: &str| {
        vec![Kind::Start(Tag::Element(name.into()), Attrs::class(class))]
    };
    let start = match sign {
        Sign::Mark => start("mark", ""),
        Sign::Insert => start("ins", ""),
        Sign::Delete => start("del", ""),
        Sign::Sub => start("sub", ""),
        Sign::Sup => start("sup", ""),
        Sign::CriticInsert => vec![inserted()],
        Sign::CriticDelete | Sign::CriticSubstitute => start("del", "critic"),
        Sign::CriticMark => start("mark", "critic"),
        Sign::CriticComment => start("span", "critic comment"),
    };
    (start, vec![Kind::End])
}

/// The characters before and behind a text event, as far as signs care:
/// `x` for anything that is no blank, a blank at the end of the element.
fn around(events: &[Event], index: usize) -> (char, char) {
    let solid = |event: Option<&Event>, own: bool| match event.map(|event| &event.kind) {
        Some(Kind::SoftBreak) | None => ' ',
        Some(Kind::Start(..)) if own => ' ',
        Some(Kind::End) if !own => ' ',
        _ => '.',
    };
    (
        solid(
            index.checked_sub(1).and_then(|before| events.get(before)),
            true,
        ),
        solid(events.get(index + 1), false),
    )
}

/// The signs in a text, from left to right.
fn tokens(text: &str, event: usize, (first, last): (char, char)) -> Vec<Token> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let Some((sign, length, critic)) = sign_at(&bytes[at..]) else {
            at += no_sign(&bytes[at..]);
            continue;
        };
        let before = text[..at].chars().next_back().unwrap_or(first);
        let after = text[at + length..].chars().next().unwrap_or(last);
        let (opens, closes) = match critic {
            Some(Critic::Opens) => (true, false),
            Some(Critic::Closes) => (false, true),
            Some(Critic::Middle) => (false, false),
            None => (!after.is_whitespace(), !before.is_whitespace()),
        };
        found.push(Token {
            sign,
            event,
            at,
            length,
            opens,
            closes,
            middle: matches!(critic, Some(Critic::Middle)),
        });
        at += length;
    }
    found
}

enum Critic {
    Opens,
    Closes,
    Middle,
}

/// The sign at the start of the bytes, its length, and its side if it is a critic mark.
fn sign_at(bytes: &[u8]) -> Option<(Sign, usize, Option<Critic>)> {
    if let Some(three) = bytes.get(..3) {
        let critic = match three {
            b"{++" => Some((Sign::CriticInsert, Critic::Opens)),
            b"++}" => Some((Sign::CriticInsert, Critic::Closes)),
            b"{--" => Some((Sign::CriticDelete, Critic::Opens)),
            b"--}" => Some((Sign::CriticDelete, Critic::Closes)),
            b"{~~" => Some((Sign::CriticSubstitute, Critic::Opens)),
            b"~~}" => Some((Sign::CriticSubstitute, Critic::Closes)),
            b"{==" => Some((Sign::CriticMark, Critic::Opens)),
            b"==}" => Some((Sign::CriticMark, Critic::Closes)),
            b"{>>" => Some((Sign::CriticComment, Critic::Opens)),
            b"<<}" => Some((Sign::CriticComment, Critic::Closes)),
            _ => None,
        };
        if let Some((sign, side)) = critic {
            return Some((sign, 3, Some(side)));
        }
    }
    if bytes.starts_with(b"~>") {
        return Some((Sign::CriticSubstitute, 2, Some(Critic::Middle)));
    }
    let first = *bytes.first()?;
    let run = bytes.iter().take_while(|b| **b == first).count();
    match (first, run) {
        (b'=', 2) => Some((Sign::Mark, 2, None)),
        (b'^', 2) => Some((Sign::Insert, 2, None)),
        (b'~', 2) => Some((Sign::Delete, 2, None)),
        (b'^', 1) => Some((Sign::Sup, 1, None)),
        (b'~', 1) => Some((Sign::Sub, 1, None)),
        _ => None,
    }
}

/// How many bytes to pass where no sign starts: a longer run of one is none,
/// but its end can belong to `==}`, `~~}` or `~>`.
fn no_sign(bytes: &[u8]) -> usize {
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

/// Cuts the texts at the signs and puts the elements in.
fn rebuild(events: Vec<Event>, edits: Vec<Edit>) -> Vec<Event> {
    let mut out = Vec::with_capacity(events.len() + 2 * edits.len());
    let mut edits = edits.into_iter().peekable();
    for (index, event) in events.into_iter().enumerate() {
        let Kind::Text(text) = &event.kind else {
            out.push(event);
            continue;
        };
        let mut from = 0;
        while let Some(edit) = edits.next_if(|edit| edit.event == index) {
            push_text(&mut out, &event, &text[from..edit.at], from);
            out.extend(edit.kinds.into_iter().map(Event::made));
            from = edit.at + edit.length;
        }
        push_text(&mut out, &event, &text[from..], from);
    }
    out
}

fn push_text(out: &mut Vec<Event>, whole: &Event, part: &str, from: usize) {
    if !part.is_empty() {
        let start = whole.range.start + from as u32;
        out.push(Event {
            kind: Kind::Text(part.into()),
            range: start..start + part.len() as u32,
        });
    }
}
