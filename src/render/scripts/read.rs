//! The tokenizer of scripts.

use super::token::{Gap, Token, TokenKind};
use super::{Mistake, Script};

/// Keywords before an expression: a slash behind them opens a regular expression.
const BEFORE_EXPRESSION: [&str; 14] = [
    "await",
    "case",
    "delete",
    "do",
    "else",
    "in",
    "instanceof",
    "new",
    "of",
    "return",
    "throw",
    "typeof",
    "void",
    "yield",
];

/// Keywords with parentheses before a statement.
const BEFORE_STATEMENT: [&str; 4] = ["for", "if", "while", "with"];

/// The tokens of a script.
pub fn tokens<'s>(script: &Script<'s>) -> Result<Vec<Token<'s>>, Mistake> {
    let mut reader = Reader {
        script: *script,
        at: 0,
        line: 1,
        tokens: Vec::new(),
        open: Vec::new(),
        is_behind_condition: false,
    };
    while reader.token()? {}
    match reader.open.pop() {
        Some(bracket) => {
            let what = format!("`{}` is not closed", bracket.sign);
            Err(script.mistake(bracket.line, what))
        }
        None => Ok(reader.tokens),
    }
}

/// A bracket that is not closed yet.
struct OpenBracket {
    sign: char,
    line: u32,
    /// True if it opens the parentheses of an `if` or a loop.
    is_condition: bool,
}

struct Reader<'s> {
    script: Script<'s>,
    /// The number of bytes read.
    at: usize,
    line: u32,
    tokens: Vec<Token<'s>>,
    open: Vec<OpenBracket>,
    /// True if the last token closes the parentheses of an `if` or a loop.
    is_behind_condition: bool,
}

impl<'s> Reader<'s> {
    fn rest(&self) -> &'s str {
        &self.script.text[self.at..]
    }

    /// Reads a token and returns true, or returns false at the end.
    fn token(&mut self) -> Result<bool, Mistake> {
        let gap = self.gap()?;
        let Some(first) = self.rest().chars().next() else {
            return Ok(false);
        };
        let line = self.line;
        let (kind, length) = match first {
            '"' | '\'' => (TokenKind::Literal, self.string(first)?),
            '`' => (TokenKind::Literal, self.template()?),
            '/' if self.may_be_pattern() => (TokenKind::Literal, self.pattern()?),
            c if is_of_word(c) => (TokenKind::Word, word(self.rest())),
            c => (TokenKind::Sign, c.len_utf8()),
        };
        let text = &self.rest()[..length];
        let is_condition = self.is_condition();
        self.is_behind_condition = false;
        if kind == TokenKind::Sign {
            self.close(first)?;
        }
        self.tokens.push(Token {
            kind,
            text,
            line,
            gap,
            depth: self.open.len() as u32,
        });
        if matches!(first, '(' | '[' | '{') {
            self.open.push(OpenBracket {
                sign: first,
                line,
                is_condition: first == '(' && is_condition,
            });
        }
        self.line += text.matches('\n').count() as u32;
        self.at += length;
        Ok(true)
    }

    /// Skips blanks and comments.
    fn gap(&mut self) -> Result<Gap, Mistake> {
        let mut gap = Gap::None;
        loop {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_start().len();
            let length = if blanks > 0 {
                blanks
            } else if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                let end = rest.find("*/");
                end.ok_or_else(|| self.mistake("a comment does not end"))? + 2
            } else {
                return Ok(gap);
            };
            let space = &rest[..length];
            let is_line = space.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
            gap = gap.max(if is_line { Gap::Line } else { Gap::Blank });
            self.line += space.matches('\n').count() as u32;
            self.at += length;
        }
    }

    fn mistake(&self, what: &str) -> Mistake {
        self.script.mistake(self.line, what)
    }

    fn close(&mut self, sign: char) -> Result<(), Mistake> {
        let opening = match sign {
            ')' => '(',
            ']' => '[',
            '}' => '{',
            _ => return Ok(()),
        };
        match self.open.pop() {
            Some(bracket) if bracket.sign == opening => {
                self.is_behind_condition = bracket.is_condition;
                Ok(())
            }
            Some(OpenBracket {
                sign: other, line, ..
            }) => {
                let what = format!("`{sign}` does not close the `{other}` of line {line}");
                Err(self.mistake(&what))
            }
            None => Err(self.mistake(&format!("`{sign}` closes nothing"))),
        }
    }

    /// Returns whether a parenthesis here would belong to an `if` or a loop.
    fn is_condition(&self) -> bool {
        let last = self.tokens.last();
        last.is_some_and(|last| BEFORE_STATEMENT.iter().any(|word| last.is(word)))
    }

    /// Returns whether a slash here opens a regular expression; behind a value it divides.
    fn may_be_pattern(&self) -> bool {
        let Some(last) = self.tokens.last() else {
            return true;
        };
        match last.kind {
            TokenKind::Literal => false,
            TokenKind::Word => BEFORE_EXPRESSION.contains(&last.text) && !self.is_property(),
            TokenKind::Sign => match last.text {
                ")" => self.is_behind_condition,
                "]" => false,
                _ => true,
            },
        }
    }

    /// Returns whether the last token is a name behind a dot: `list.of` is a value.
    fn is_property(&self) -> bool {
        matches!(self.tokens.as_slice(), [.., dot, _] if dot.is("."))
    }

    /// The length of a string, with its quotes.
    fn string(&self, quote: char) -> Result<usize, Mistake> {
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => _ = letters.next(),
                '\n' => break,
                c if c == quote => return Ok(at + 1),
                _ => {}
            }
        }
        Err(self.mistake("a string does not end"))
    }

    /// The length of a regular expression, with its flags.
    fn pattern(&self) -> Result<usize, Mistake> {
        let mut is_in_class = false;
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => _ = letters.next(),
                '\n' => break,
                '[' => is_in_class = true,
                ']' => is_in_class = false,
                '/' if !is_in_class => return Ok(at + 1 + word(&self.rest()[at + 1..])),
                _ => {}
            }
        }
        Err(self.mistake("a regular expression does not end"))
    }

    /// The length of a template, with the expressions in it.
    fn template(&self) -> Result<usize, Mistake> {
        let rest = self.rest();
        let mut at = 1;
        while let Some(letter) = rest[at..].chars().next() {
            match letter {
                '`' => return Ok(at + 1),
                '$' if rest[at..].starts_with("${") => at += 2 + self.expression(at + 2)?,
                '\\' => {
                    let escaped = rest[at + 1..].chars().next();
                    at += 1 + escaped.map_or(0, char::len_utf8);
                }
                other => at += other.len_utf8(),
            }
        }
        Err(self.mistake("a template does not end"))
    }

    /// The length of an expression in a template, its `}` included; it starts `from` bytes on.
    fn expression(&self, from: usize) -> Result<usize, Mistake> {
        let start = self.at + from;
        let mut inner = Reader {
            script: self.script,
            at: start,
            line: self.line,
            tokens: Vec::new(),
            open: Vec::new(),
            is_behind_condition: false,
        };
        loop {
            inner.gap()?;
            if inner.open.is_empty() && inner.rest().starts_with('}') {
                return Ok(inner.at + 1 - start);
            }
            if !inner.token()? {
                return Err(self.mistake("a template does not end"));
            }
        }
    }
}

/// The length of the word that a text starts with.
fn word(text: &str) -> usize {
    text.find(|c: char| !is_of_word(c)).unwrap_or(text.len())
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '\\' | '@')
}
