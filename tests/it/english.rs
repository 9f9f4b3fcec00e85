//! Finds sentences that open with a headless clause: "What was found" for "The findings".

use super::shape::piece;

/// Words that open a headless clause.
const HEADLESS: [&str; 11] = [
    "what", "who", "whom", "whose", "nobody", "which", "whether", "why", "how", "that", "of",
];

/// Words that open one unless a comma ends it, as in "Where both have one, the first wins".
const WITHOUT_COMMA: [&str; 7] = [
    "where",
    "wherever",
    "as",
    "whatever",
    "whoever",
    "whichever",
    "however",
];

/// A text of a file, and the number of the line that it begins in.
pub type Text = (usize, String);

/// True if a comment or a message opens with a headless clause.
pub fn is_headless(text: &str) -> bool {
    let labelled = text.split_once(":** ");
    let text = labelled.map_or(text, |(_, rest)| rest);
    let sentence = text.split(". ").next().unwrap_or_default();
    let mut words = sentence.split(' ');
    let first = words.next().unwrap_or_default().to_lowercase();
    let is_followed = words.next().is_some_and(|word| word != "soon");
    let is_open = WITHOUT_COMMA.contains(&first.as_str()) && !sentence.contains(',');
    is_followed && (HEADLESS.contains(&first.as_str()) || is_open)
}

/// The paragraphs of a file's comments. A comment that follows code in its line is one, too.
pub fn comments(path: &str, text: &str) -> Vec<Text> {
    let lines = if path.ends_with(".rs") {
        rust_comments(text)
    } else {
        let signs: &[&str] = if path.ends_with(".py") {
            &["# ", "\"\"\""]
        } else {
            &["//", "/**"]
        };
        let lines = text.lines().enumerate();
        let lines = lines.map(|(at, line)| (at + 1, line.trim().to_owned()));
        lines
            .filter(|(_, line)| signs.iter().any(|sign| line.starts_with(sign)))
            .collect()
    };
    paragraphs(lines)
}

fn rust_comments(text: &str) -> Vec<Text> {
    let comments = pieces(text).into_iter();
    let comments = comments.filter(|(_, piece)| piece.starts_with("//"));
    comments
        .map(|(line, piece)| (line, piece.to_owned()))
        .collect()
}

/// The literals of a Rust file, without those of its tests and those that say why something cannot
/// happen.
pub fn literals(text: &str) -> Vec<Text> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let (mut before, mut literals) = (["", ""], Vec::new());
    for (line, piece) in pieces(code) {
        let inner = piece.trim_start_matches(['b', 'r', '#']).strip_prefix('"');
        if let Some(inner) = inner.filter(|_| before != ["expect", "("]) {
            literals.push((line, inner.trim_end_matches(['"', '#']).to_owned()));
        }
        if !piece.trim().is_empty() {
            before = [before[1], piece];
        }
    }
    literals
}

/// The words, literals, comments and signs of a Rust file, each with its line.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let (mut pieces, mut line, mut rest) = (Vec::new(), 1, text);
    while let Some(first) = rest.chars().next() {
        let (_, length) = piece(first, rest);
        pieces.push((line, &rest[..length]));
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    pieces
}

/// Joins lines of comments to paragraphs, without code in fences.
fn paragraphs(lines: Vec<Text>) -> Vec<Text> {
    let mut paragraphs: Vec<Text> = Vec::new();
    let (mut last, mut last_sign, mut is_code) = (0, String::new(), false);
    for (line, comment) in lines {
        let signs = comment.len() - comment.trim_start_matches(['/', '!', '#', '*', '"']).len();
        let body = comment[signs..].trim();
        let sign = &comment[..signs];
        let is_next = last + 1 == line && sign == last_sign;
        is_code &= is_next;
        if body.starts_with("```") {
            is_code = !is_code;
        } else if !is_code && !body.is_empty() {
            let item = body.trim_start_matches(['-', '*', ' ']);
            match paragraphs.last_mut().filter(|_| is_next && item == body) {
                Some((_, text)) => *text += &format!(" {body}"),
                None => paragraphs.push((line, item.to_owned())),
            }
        }
        let ends = body.is_empty() || body.starts_with("```");
        last = if ends && !is_code { 0 } else { line };
        last_sign = sign.to_owned();
    }
    paragraphs
}

#[test]
fn a_headless_clause_is_told_from_a_sentence() {
    for headless in [
        "What was found.",
        "Whether it is",
        "Of a list, each counts.",
        "As CommonMark has them.",
        "nobody knows whether the bucket is public",
        "**Leaves:** what was found",
    ] {
        assert!(is_headless(headless), "{headless}");
    }
    for sentence in [
        "The findings. What else?",
        "When it ends, the lease is free.",
        "As soon as it ends the lease is free.",
        "Where both have one, the first wins.",
        "what",
        "Whole files",
    ] {
        assert!(!is_headless(sentence), "{sentence}");
    }
    let text = "//! One\n//! two.\n//!\n//! - What three\n//! ```\n//! Who\n//! ```\nlet a = \"// b\"; // c\n    /// d\n";
    let found = comments("a.rs", text);
    let found: Vec<_> = found
        .iter()
        .map(|(line, text)| (*line, text.as_str()))
        .collect();
    assert_eq!(
        found,
        [(1, "One two."), (4, "What three"), (8, "c"), (9, "d")]
    );
    assert_eq!(
        literals("f(\"a b\", r#\"c\"#, 'd').expect(\"e\")"),
        [(1, "a b".to_owned()), (1, "c".to_owned())]
    );
}
