//! The sizes of files, functions and lines, read from the source. Tables of cases in tests may have
//! any length.

use std::fmt::Write;

use super::house::{assert_none, rust};

/// Code lines of a longest file.
const FILE: usize = 500;

/// Lines and tokens of a longest function.
const LINES: usize = 60;
const TOKENS: usize = 400;

/// Tokens of a line of code, on average.
const DENSITY: f64 = 8.5;

/// A text without its comments, and with `""` and `0` in the place of its literals.
pub fn bare(text: &str) -> String {
    let (mut bare, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(first) = rest.chars().next() {
        let (shown, length) = piece(first, rest);
        bare.push_str(shown);
        // Lines are counted later.
        let newlines = rest[..length].matches('\n').count();
        bare.extend(std::iter::repeat_n(
            '\n',
            if length > 1 { newlines } else { 0 },
        ));
        rest = &rest[length..];
    }
    bare
}

/// The first piece of a text: its replacement, and its length in bytes.
pub fn piece(first: char, rest: &str) -> (&str, usize) {
    let to = |sign: &str, from: usize| rest[from..].find(sign).map_or(rest.len(), |at| from + at);
    if rest.starts_with("//") {
        return ("", to("\n", 0));
    }
    if let Some(hashes) = raw_string(rest) {
        let start = rest.find('"').expect("a raw string has one") + 1;
        let end = format!("\"{}", "#".repeat(hashes));
        return ("\"\"", to(&end, start) + end.len());
    }
    match first {
        '"' => ("\"\"", quoted(rest, '"')),
        '\'' if is_char(rest) => ("0", quoted(rest, '\'')),
        c if c.is_alphanumeric() || c == '_' => {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let end = end.unwrap_or(rest.len());
            (&rest[..end], end)
        }
        c => (&rest[..c.len_utf8()], c.len_utf8()),
    }
}

/// The number of `#` of the raw string that starts here.
fn raw_string(rest: &str) -> Option<usize> {
    let rest = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    rest[hashes..].starts_with('"').then_some(hashes)
}

/// True if a quote starts a letter. A lifetime has one, too.
fn is_char(rest: &str) -> bool {
    let mut letters = rest.chars().skip(1);
    match letters.next() {
        Some('\\') => true,
        Some(_) => letters.next() == Some('\''),
        None => false,
    }
}

/// The length of a literal in quotes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = true;
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            letter if letter == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The tokens of bare code: words, signs of two or three letters, other signs.
fn tokens(bare: &str) -> usize {
    const LONG: [&str; 19] = [
        "..=", "::", "->", "=>", "..", "&=", "|=", "<=", ">=", "!=", "+=", "-=", "*=", "/=", "%=",
        "^=", "==", "&&", "||",
    ];
    let word = |text: &str| {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
        end.unwrap_or(text.len())
    };
    let (mut count, mut rest) = (0, bare.trim_start());
    while let Some(first) = rest.chars().next() {
        let length = match LONG.into_iter().find(|sign| rest.starts_with(sign)) {
            Some(sign) => sign.len(),
            None if first.is_ascii_digit() => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
                end.unwrap_or(rest.len())
            }
            // A lifetime is one token.
            None if first == '\'' => 1 + word(&rest[1..]),
            None => word(rest).max(first.len_utf8()),
        };
        count += 1;
        rest = rest[length..].trim_start();
    }
    count
}

/// A function: its name, and its text from `fn` to the last brace.
type Function<'t> = (&'t str, &'t str);

/// The functions of a formatted, bare file, those within others too. rustfmt puts a function's
/// last brace under the line that it begins on.
fn functions(bare: &str) -> Vec<Function<'_>> {
    let mut functions = Vec::new();
    let mut start = 0;
    for line in bare.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let words = line.trim_start();
        let indent = &line[..line.len() - words.len()];
        let Some((before, name)) = words.split_once("fn ") else {
            continue;
        };
        let is_one = before.split_whitespace().all(|word| {
            word.starts_with("pub") || matches!(word, "const" | "async" | "unsafe" | "extern")
        });
        if !is_one || line.trim_end().ends_with(';') {
            continue;
        }
        let name = name.split(['(', '<']).next().unwrap_or(name);
        let end = match line.trim_end().ends_with('}') && line.contains('{') {
            true => start,
            false => {
                let brace = format!("\n{indent}}}\n");
                bare[at..]
                    .find(&brace)
                    .map_or(start, |end| at + end + brace.len())
            }
        };
        functions.push((name, bare[at..end].trim_end()));
    }
    functions
}

/// The files of `src` without their tests, bare.
fn files() -> Vec<(String, String)> {
    let files = rust("src").into_iter();
    let files = files.filter(|(path, _)| !path.ends_with("/tests.rs"));
    files
        .map(|(path, text)| {
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            let bare = bare(code);
            (path, bare)
        })
        .collect()
}

fn code_lines(bare: &str) -> usize {
    bare.lines().filter(|line| !line.trim().is_empty()).count()
}

#[test]
fn no_file_and_no_function_is_too_long() {
    let (mut wrong, mut found) = (String::new(), 0);
    for (path, bare) in files() {
        let lines = code_lines(&bare);
        if lines > FILE {
            let _ = writeln!(wrong, "{path} has {lines} code lines");
        }
        for (name, text) in functions(&bare) {
            found += 1;
            let (lines, tokens) = (text.lines().count(), tokens(text));
            if lines > LINES || tokens > TOKENS {
                let _ = writeln!(wrong, "`{name}` in {path}: {lines} lines, {tokens} tokens");
            }
        }
    }
    assert!(found > 1500, "the measure found only {found} functions");
    assert_none(wrong);
}

#[test]
fn lines_have_air() {
    let files = files();
    let lines: usize = files.iter().map(|(_, bare)| code_lines(bare)).sum();
    let tokens: usize = files.iter().map(|(_, bare)| tokens(bare)).sum();
    let density = tokens as f64 / lines as f64;
    assert!(density <= DENSITY, "{density:.4} tokens a line of code");
    for (path, text) in rust("src") {
        let long = text.lines().position(|line| {
            let words = line.trim_start();
            line.chars().count() > 100 && words.starts_with("//")
        });
        assert_eq!(long, None, "{path} has a comment of more than 100 columns");
    }
}

#[test]
fn the_measure_reads_rust() {
    let bare = bare("fn a<'t>(x: &'t str) -> u8 { // no\n    b'\\'' + r#\"\"x\"#.len() }\n");
    assert_eq!(
        bare,
        "fn a<'t>(x: &'t str) -> u8 { \n    b0 + \"\".len() }\n"
    );
    assert_eq!(tokens("a::b(c)? += 'x"), 9);
}
