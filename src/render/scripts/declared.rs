//! The names that a script declares outside all brackets.

use super::token::{Gap, Token, TokenKind};
use super::{Mistake, Script};

/// A declared name and its line.
#[derive(Debug, Clone, Copy)]
pub struct Name<'s> {
    /// The name.
    pub text: &'s str,
    /// The line of the name, from 1.
    pub line: u32,
}

/// A declaration outside all brackets.
#[derive(Debug)]
pub struct Declaration<'s> {
    /// The index of its keyword among the tokens.
    pub keyword: usize,
    /// The names that it declares.
    pub names: Vec<Name<'s>>,
}

/// The names of declarations.
pub fn names(declarations: Vec<Declaration>) -> Vec<Name> {
    let names = declarations
        .into_iter()
        .map(|declaration| declaration.names);
    names.flatten().collect()
}

/// A script's declarations.
pub fn declared<'s>(
    script: &Script<'s>,
    tokens: &[Token<'s>],
) -> Result<Vec<Declaration<'s>>, Mistake> {
    let mut declarations = Vec::new();
    for keyword in (0..tokens.len()).filter(|at| is_declaration(tokens, *at)) {
        let token = &tokens[keyword];
        let names = if token.is("class") || token.is("function") {
            let name = tokens[keyword + 1..].iter().find(|token| !token.is("*"));
            vec![name_of(script, token, name)?]
        } else {
            variables(script, tokens, keyword)?
        };
        declarations.push(Declaration { keyword, names });
    }
    Ok(declarations)
}

/// Returns whether a declaration starts with this token.
fn is_declaration(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    if token.depth > 0 || before.is_some_and(|before| before.is(".")) {
        return false;
    }
    // `const` and `var` always declare; the other keywords may be parts of an expression.
    if token.is("const") || token.is("var") {
        return true;
    }
    let is_behind_async = before.is_some_and(|before| before.is("async"));
    let start = if is_behind_async { at - 1 } else { at };
    if token.is("class") || token.is("function") {
        return starts_statement(tokens, start);
    }
    token.is("let") && starts_statement(tokens, at)
}

/// Returns whether a statement outside all brackets starts with this token.
pub fn starts_statement(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| &tokens[at]) else {
        return true;
    };
    before.is(";")
        || before.is("}")
        || tokens[at].gap == Gap::Line && !before.is_sign_of("([{,:?=<>&|+-*%^!~./")
}

/// The names behind `const`, `let` or `var`, separated by commas.
fn variables<'s>(
    script: &Script<'s>,
    tokens: &[Token<'s>],
    keyword: usize,
) -> Result<Vec<Name<'s>>, Mistake> {
    let mut names = Vec::new();
    let mut at = keyword + 1;
    loop {
        let first = tokens.get(at);
        if first.is_some_and(|first| first.is_sign_of("{[")) {
            names.extend(pattern(&tokens[at..]));
        } else {
            names.push(name_of(script, &tokens[keyword], first)?);
        }
        let behind = tokens.iter().enumerate().skip(at + 1);
        let mut outer = behind.filter(|(_, token)| token.depth == 0);
        let end = outer.find(|(_, token)| {
            let is_next = token.gap == Gap::Line && token.kind == TokenKind::Word;
            token.is(",") || token.is(";") || is_next && !token.is("in") && !token.is("instanceof")
        });
        match end {
            Some((comma, token)) if token.is(",") => at = comma + 1,
            _ => return Ok(names),
        }
    }
}

/// The names of a destructuring pattern: `b` and `c` of `{ a: b, c = d }`.
fn pattern<'t, 's>(tokens: &'t [Token<'s>]) -> impl Iterator<Item = Name<'s>> + 't {
    let depth = tokens[0].depth;
    let inner = tokens
        .windows(3)
        .take_while(move |three| three[1].depth > depth);
    let is_name = |three: &&[Token]| {
        three[1].kind == TokenKind::Word
            && three[0].is_sign_of("{[,:.")
            && three[2].is_sign_of(",}]=")
    };
    inner.filter(is_name).map(|three| Name {
        text: three[1].text,
        line: three[1].line,
    })
}

fn name_of<'s>(
    script: &Script<'s>,
    keyword: &Token,
    name: Option<&Token<'s>>,
) -> Result<Name<'s>, Mistake> {
    match name {
        Some(name) if name.kind == TokenKind::Word => Ok(Name {
            text: name.text,
            line: name.line,
        }),
        _ => {
            let what = format!("no name follows `{}`", keyword.text);
            Err(script.mistake(keyword.line, what))
        }
    }
}
