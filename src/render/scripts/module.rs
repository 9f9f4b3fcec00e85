//! A module: its imports, its exports and the names that it declares.

use super::declared::{Declaration, Name, declared, names};
use super::read::tokens;
use super::token::{Gap, Token};
use super::{Mistake, Script};

/// The one form of import that can be joined.
const FORM: &str = "an import can only be joined as `import { a, b } from \"./module.mjs\";`";

/// A parsed module.
pub struct Module<'s> {
    /// The script that it was parsed from.
    pub script: Script<'s>,
    /// The tokens without imports and the word `export`.
    pub tokens: Vec<Token<'s>>,
    /// The imports, in order.
    pub imports: Vec<Import<'s>>,
    /// The names declared outside all brackets.
    pub names: Vec<Name<'s>>,
    /// The declared names that it exports.
    pub exports: Vec<Name<'s>>,
}

/// An import of names from another module.
pub struct Import<'s> {
    /// The file beside the module: `words.mjs`.
    pub from: &'s str,
    /// The imported names.
    pub names: Vec<Name<'s>>,
    /// The line, from 1.
    pub line: u32,
}

impl<'s> Module<'s> {
    /// Parses a module.
    pub fn read(script: Script<'s>) -> Result<Self, Mistake> {
        let all = tokens(&script)?;
        let mut module = Self {
            script,
            tokens: Vec::with_capacity(all.len()),
            imports: Vec::new(),
            names: Vec::new(),
            exports: Vec::new(),
        };
        let mut exported = Vec::new();
        let mut gap = Gap::None;
        let mut at = 0;
        while let Some(token) = all.get(at) {
            gap = gap.max(token.gap);
            if is_keyword(&all, at, "import") {
                let read = import(&all[at..]);
                let (import, length) = read.ok_or_else(|| script.mistake(token.line, FORM))?;
                module.imports.push(import);
                at += length;
            } else if is_keyword(&all, at, "export") {
                exported.push(module.tokens.len());
                at += 1;
            } else {
                module.tokens.push(Token { gap, ..*token });
                gap = Gap::None;
                at += 1;
            }
        }
        let declarations = declared(&script, &module.tokens)?;
        for at in exported {
            let names = module.exported(&declarations, at)?;
            module.exports.extend(names);
        }
        module.names = names(declarations);
        Ok(module)
    }

    /// The names that the `export` before this token exports.
    fn exported(
        &self,
        declarations: &[Declaration<'s>],
        at: usize,
    ) -> Result<Vec<Name<'s>>, Mistake> {
        let is = |at: usize, word| self.tokens.get(at).is_some_and(|token| token.is(word));
        let keyword = at + usize::from(is(at, "async"));
        let found = declarations.iter().find(|found| found.keyword == keyword);
        match found {
            Some(found) if !is(keyword, "let") && !is(keyword, "var") => Ok(found.names.clone()),
            _ => {
                let token = self.tokens.get(at).or(self.tokens.last());
                let line = token.map_or(1, |token| token.line);
                let what = "an export can only be joined before `const`, `class` or `function`";
                Err(self.script.mistake(line, what))
            }
        }
    }
}

/// Returns whether a token is this keyword and not the name of a property.
pub fn is_keyword(tokens: &[Token], at: usize, keyword: &str) -> bool {
    let is_property = at > 0 && tokens[at - 1].is(".");
    let is_key = tokens.get(at + 1).is_some_and(|next| next.is(":"));
    tokens[at].is(keyword) && !is_property && !is_key
}

/// The import that starts with a token, and the number of its tokens.
fn import<'s>(tokens: &[Token<'s>]) -> Option<(Import<'s>, usize)> {
    let mut rest = tokens.iter().skip(1);
    if tokens[0].depth > 0 || !rest.next()?.is("{") {
        return None;
    }
    let names = imported(&mut rest)?;
    if !rest.next()?.is("from") {
        return None;
    }
    let path = rest.next()?.text;
    let from = ['"', '\''].into_iter().find_map(|quote| {
        let path = path.strip_prefix(quote)?.strip_suffix(quote)?;
        path.strip_prefix("./")
    })?;
    if rest.clone().next().is_some_and(|next| next.is(";")) {
        rest.next();
    }
    let line = tokens[0].line;
    Some((Import { from, names, line }, tokens.len() - rest.len()))
}

/// The names up to the closing brace.
fn imported<'t, 's: 't>(tokens: &mut impl Iterator<Item = &'t Token<'s>>) -> Option<Vec<Name<'s>>> {
    let mut names = Vec::new();
    loop {
        let name = tokens.next()?;
        if name.is("}") {
            return Some(names);
        }
        names.push(Name {
            text: name.text,
            line: name.line,
        });
        let sign = tokens.next()?;
        if sign.is("}") {
            return Some(names);
        }
        if !sign.is(",") {
            return None;
        }
    }
}
