//! HTML elements and their roles: the one table for all rooms.

/// A role of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ends or hides a page from within its body, or belongs in its head.
    Refused,
    /// A browser looks only for its end tag.
    Verbatim,
    /// Has no content, or is a name that browsers take for such an element.
    Void,
    /// Has no content and belongs in a paragraph.
    InlineVoid,
    /// HTML makes its end tag optional.
    OptionalEnd,
    /// Ends the paragraph in which it starts.
    EndsParagraph,
    /// May have `markdown="1"` (Python-Markdown's md_in_html).
    TakesMarkdown,
    /// Has inline content even with `markdown="1"`.
    TakesInlines,
    /// The texts around and in it are on lines of their own.
    BreaksLine,
    /// Is drawn in the place of a word: a blank separates it from the texts around it.
    Replaced,
    /// The theme draws it as a box.
    Boxed,
    /// Holds text that is read as one statement.
    HoldsText,
    /// Its text starts a line, where Markdown may stand.
    StartsLine,
    /// An attribute list at the end of its text is its own.
    EndsWithList,
    /// Its text is code.
    Code,
    /// Its text is a link already, or is typed or copied as it is.
    Literal,
    /// Is written around lines: its content starts on the next one.
    AroundLines,
    /// Is written on a line of its own.
    OwnLine,
    /// Is a part of a table, written with pulldown-cmark's line breaks.
    TablePart,
    /// Is a cell of a table's row.
    Cell,
}

use Role::{
    AroundLines, Boxed, BreaksLine, Cell, Code, EndsParagraph, EndsWithList, HoldsText, InlineVoid,
    Literal, OptionalEnd, OwnLine, Refused, Replaced, StartsLine, TablePart, TakesInlines,
    TakesMarkdown, Verbatim, Void,
};

/// The elements that have a role, by name.
const ELEMENTS: &[(&str, &[Role])] = &[
    ("a", &[Literal]),
    (
        "address",
        &[EndsParagraph, TakesMarkdown, TakesInlines, BreaksLine],
    ),
    ("area", &[Void]),
    (
        "article",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    (
        "aside",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    ("audio", &[Replaced]),
    ("base", &[Refused]),
    ("basefont", &[Void]),
    ("bgsound", &[Void]),
    (
        "blockquote",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    ("body", &[Refused, TakesMarkdown]),
    ("br", &[Void, InlineVoid, BreaksLine]),
    ("button", &[Replaced, Literal]),
    ("canvas", &[Replaced]),
    ("caption", &[OptionalEnd, BreaksLine]),
    ("center", &[EndsParagraph, TakesMarkdown, BreaksLine]),
    ("code", &[Boxed, Code, Literal]),
    ("col", &[Void]),
    ("colgroup", &[OptionalEnd]),
    (
        "dd",
        &[
            OptionalEnd,
            TakesMarkdown,
            TakesInlines,
            BreaksLine,
            HoldsText,
            StartsLine,
            OwnLine,
        ],
    ),
    (
        "details",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    ("dialog", &[EndsParagraph, TakesMarkdown]),
    ("dir", &[EndsParagraph, TakesMarkdown]),
    (
        "div",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    (
        "dl",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    (
        "dt",
        &[
            OptionalEnd,
            TakesMarkdown,
            TakesInlines,
            BreaksLine,
            HoldsText,
            EndsWithList,
            OwnLine,
        ],
    ),
    ("embed", &[Void, InlineVoid, Replaced]),
    ("fieldset", &[EndsParagraph, TakesMarkdown, BreaksLine]),
    (
        "figcaption",
        &[EndsParagraph, TakesMarkdown, BreaksLine, OwnLine],
    ),
    (
        "figure",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    ("footer", &[EndsParagraph, TakesMarkdown, BreaksLine]),
    ("form", &[EndsParagraph, TakesMarkdown, BreaksLine]),
    ("frame", &[Refused]),
    ("frameset", &[Refused]),
    ("h1", &[TakesMarkdown, TakesInlines, BreaksLine, OwnLine]),
    ("h2", &[TakesMarkdown, TakesInlines, BreaksLine, OwnLine]),
    ("h3", &[TakesMarkdown, TakesInlines, BreaksLine, OwnLine]),
    ("h4", &[TakesMarkdown, TakesInlines, BreaksLine, OwnLine]),
    ("h5", &[TakesMarkdown, TakesInlines, BreaksLine, OwnLine]),
    ("h6", &[TakesMarkdown, TakesInlines, BreaksLine, OwnLine]),
    ("head", &[Refused]),
    ("header", &[EndsParagraph, TakesMarkdown, BreaksLine]),
    ("hgroup", &[EndsParagraph, TakesMarkdown]),
    ("hr", &[Void, BreaksLine]),
    ("html", &[Refused]),
    ("iframe", &[Verbatim, Replaced]),
    ("image", &[Void, Replaced]),
    ("img", &[Void, InlineVoid, Replaced]),
    ("input", &[Void, InlineVoid, Replaced]),
    ("kbd", &[Boxed, Code, Literal]),
    ("keygen", &[Void]),
    ("label", &[BreaksLine]),
    ("legend", &[TakesMarkdown, TakesInlines, BreaksLine]),
    (
        "li",
        &[
            OptionalEnd,
            TakesMarkdown,
            TakesInlines,
            BreaksLine,
            HoldsText,
            StartsLine,
            OwnLine,
        ],
    ),
    ("link", &[Refused]),
    ("main", &[EndsParagraph, TakesMarkdown, BreaksLine]),
    ("math", &[Replaced]),
    ("menu", &[EndsParagraph, TakesMarkdown]),
    ("meta", &[Refused]),
    ("meter", &[Replaced]),
    ("nav", &[EndsParagraph, TakesMarkdown, BreaksLine]),
    ("noembed", &[Refused]),
    ("noframes", &[Refused]),
    ("noscript", &[Verbatim]),
    ("object", &[Replaced]),
    (
        "ol",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    ("optgroup", &[OptionalEnd]),
    ("option", &[OptionalEnd, BreaksLine]),
    (
        "p",
        &[
            OptionalEnd,
            TakesMarkdown,
            TakesInlines,
            BreaksLine,
            HoldsText,
            StartsLine,
            OwnLine,
        ],
    ),
    ("param", &[Void]),
    ("picture", &[Replaced]),
    ("plaintext", &[Refused]),
    ("pre", &[BreaksLine, Code, Literal]),
    ("progress", &[Replaced]),
    ("rp", &[OptionalEnd]),
    ("rt", &[OptionalEnd]),
    ("samp", &[Boxed, Code, Literal]),
    ("script", &[Verbatim, Code, Literal]),
    (
        "section",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    ("select", &[Replaced]),
    ("source", &[Void]),
    ("style", &[Verbatim, Code, Literal]),
    (
        "summary",
        &[
            EndsParagraph,
            TakesMarkdown,
            TakesInlines,
            BreaksLine,
            OwnLine,
        ],
    ),
    ("svg", &[Replaced, Literal]),
    (
        "table",
        &[EndsParagraph, TakesMarkdown, BreaksLine, TablePart],
    ),
    (
        "tbody",
        &[OptionalEnd, TakesMarkdown, BreaksLine, TablePart],
    ),
    (
        "td",
        &[
            Cell,
            OptionalEnd,
            TakesMarkdown,
            TakesInlines,
            BreaksLine,
            HoldsText,
            EndsWithList,
            TablePart,
        ],
    ),
    ("template", &[Refused]),
    ("textarea", &[Verbatim, Replaced, Code, Literal]),
    ("tfoot", &[OptionalEnd, TakesMarkdown, BreaksLine]),
    (
        "th",
        &[
            Cell,
            OptionalEnd,
            TakesMarkdown,
            TakesInlines,
            BreaksLine,
            HoldsText,
            EndsWithList,
            TablePart,
        ],
    ),
    (
        "thead",
        &[OptionalEnd, TakesMarkdown, BreaksLine, TablePart],
    ),
    ("title", &[Refused, Literal]),
    ("tr", &[OptionalEnd, TakesMarkdown, BreaksLine, TablePart]),
    ("track", &[Void]),
    ("tt", &[Code]),
    (
        "ul",
        &[EndsParagraph, TakesMarkdown, BreaksLine, AroundLines],
    ),
    ("video", &[Replaced]),
    ("wbr", &[Void, InlineVoid]),
    ("xmp", &[Refused]),
];

/// Returns whether an element of that name (lower case) has a role.
pub fn has(name: &str, role: Role) -> bool {
    roles(name).contains(&role)
}

/// The roles of an element of that name (lower case).
pub fn roles(name: &str) -> &'static [Role] {
    let Some(first @ b'a'..=b'z') = name.bytes().next() else {
        return &[];
    };
    let letter = usize::from(first - b'a');
    let mut elements = ELEMENTS[STARTS[letter]..STARTS[letter + 1]].iter();
    let found = elements.find(|(known, _)| *known == name);
    found.map_or(&[], |(_, roles)| roles)
}

/// The first element of each letter. Every element of every page is looked up several times, so few
/// names are compared.
const STARTS: [usize; 27] = starts();

const fn starts() -> [usize; 27] {
    let mut starts = [0; 27];
    let (mut letter, mut at) = (0, 0);
    while letter < 27 {
        while at < ELEMENTS.len() && ELEMENTS[at].0.as_bytes()[0] < b'a' + letter as u8 {
            at += 1;
        }
        starts[letter] = at;
        letter += 1;
    }
    starts
}

/// The name under which an element is written: a page has one `<article>`, one `<main>` and one
/// `<body>`, which bf-docs writes itself.
pub fn own_name(name: &str) -> &str {
    match name {
        "article" | "main" | "body" => "section",
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_so_that_names_are_found() {
        assert!(ELEMENTS.is_sorted_by(|(one, _), (next, _)| one < next));
        for (name, known) in ELEMENTS {
            assert_eq!(roles(name), *known, "{name}");
        }
        assert!(
            ["", "blink", "é", "zz", "A"]
                .iter()
                .all(|name| roles(name).is_empty())
        );
    }
}
