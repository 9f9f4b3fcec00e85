//! The join of modules into one, so that a browser requests one file and not a dozen.

use std::collections::BTreeMap;

use super::declared::Name;
use super::module::{Import, Module};
use super::token::{Gap, Token, TokenKind};
use super::{Mistake, Script};

/// Joins the modules of one folder: those of `roots`, given by file name, each behind the modules
/// that it imports. The exports of the last root are the exports of the result.
pub fn bundle(scripts: &BTreeMap<&str, Script>, roots: &[&str]) -> Result<String, Mistake> {
    let mut bundle = Bundle {
        scripts,
        states: BTreeMap::new(),
        modules: Vec::new(),
    };
    for root in roots {
        bundle.add(root, None)?;
    }
    bundle.check_names()?;
    let mut text = String::new();
    for module in &bundle.modules {
        write(&module.tokens, &mut text);
    }
    if let Some(last) = bundle.modules.last() {
        let names: Vec<&str> = last.exports.iter().map(|name| name.text).collect();
        text.push_str(&format!("export{{{}}};\n", names.join(",")));
    }
    Ok(text)
}

/// The progress of a module.
#[derive(Clone, Copy)]
enum State {
    /// Its imports are being added.
    Open,
    /// The module's number in `modules`.
    Added(usize),
}

struct Bundle<'s> {
    scripts: &'s BTreeMap<&'s str, Script<'s>>,
    states: BTreeMap<&'s str, State>,
    /// The modules in the order of the joined text.
    modules: Vec<Module<'s>>,
}

/// The place of an import.
struct Importer<'s> {
    script: Script<'s>,
    line: u32,
}

impl<'s> Bundle<'s> {
    /// Adds a module behind its imports, and returns its number.
    fn add(&mut self, file: &str, by: Option<&Importer>) -> Result<usize, Mistake> {
        let Some((file, script)) = self.scripts.get_key_value(file) else {
            return Err(match by {
                Some(Importer { script, line }) => {
                    script.mistake(*line, format!("there is no `{file}` beside it"))
                }
                None => Script {
                    path: file,
                    text: "",
                }
                .mistake(1, "the file is missing"),
            });
        };
        match (self.states.get(file), by) {
            (Some(State::Added(number)), _) => return Ok(*number),
            (Some(State::Open), Some(Importer { script, line })) => {
                let what = format!("modules import each other in a circle through `{file}`");
                return Err(script.mistake(*line, what));
            }
            _ => {}
        }
        self.states.insert(file, State::Open);
        let module = Module::read(*script)?;
        for import in &module.imports {
            let by = Importer {
                script: *script,
                line: import.line,
            };
            let from = self.add(import.from, Some(&by))?;
            check_import(script, import, &self.modules[from])?;
        }
        let number = self.modules.len();
        self.states.insert(file, State::Added(number));
        self.modules.push(module);
        Ok(number)
    }

    /// No two modules declare the same name: in one scope the second declaration is an error.
    fn check_names(&self) -> Result<(), Mistake> {
        let mut known = ScriptLines::new();
        for module in &self.modules {
            add_names(&mut known, &module.script, &module.names)?;
        }
        Ok(())
    }
}

/// The file and line of each declared name.
pub type ScriptLines<'s> = BTreeMap<&'s str, (Script<'s>, u32)>;

/// Adds a script's names to those of the scripts before it; a repeated name is a mistake.
pub fn add_names<'s>(
    known: &mut ScriptLines<'s>,
    script: &Script<'s>,
    names: &[Name<'s>],
) -> Result<(), Mistake> {
    for name in names {
        if let Some((other, line)) = known.insert(name.text, (*script, name.line)) {
            let what = format!(
                "`{}` is declared in `{}:{line}` too, and the two files become one",
                name.text, other.path
            );
            return Err(script.mistake(name.line, what));
        }
    }
    Ok(())
}

fn check_import(script: &Script, import: &Import, from: &Module) -> Result<(), Mistake> {
    let is_exported = |name: &&Name| from.exports.iter().any(|export| export.text == name.text);
    match import.names.iter().find(|name| !is_exported(name)) {
        Some(name) => {
            let what = format!("`{}` exports no `{}`", from.script.path, name.text);
            Err(script.mistake(name.line, what))
        }
        None => Ok(()),
    }
}

/// Writes tokens with the least space that keeps them apart.
fn write(tokens: &[Token], text: &mut String) {
    let mut before: Option<&Token> = None;
    for token in tokens {
        if let Some(before) = before {
            text.push_str(space(before, token));
        }
        text.push_str(token.text);
        before = Some(token);
    }
    text.push_str(if before.is_some_and(|last| last.is(";")) {
        "\n"
    } else {
        ";\n"
    });
}

/// The space between two tokens. A line end may end a statement, so it is kept unless a sign beside
/// it shows that the statement goes on or has ended.
fn space(before: &Token, token: &Token) -> &'static str {
    let is_bound = before.is_sign_of("{([,;:?=<>&|") || token.is_sign_of(")],;:?=&|.");
    let is_number = before.text.starts_with(|c: char| c.is_ascii_digit());
    let would_merge = match (before.kind, token.kind) {
        (TokenKind::Word, TokenKind::Word) => true,
        (TokenKind::Word, TokenKind::Sign) => is_number && token.is("."),
        (TokenKind::Word, TokenKind::Literal) => false,
        (TokenKind::Literal, TokenKind::Word) => before.text.starts_with('/'),
        (TokenKind::Sign, TokenKind::Literal) => before.is("/"),
        (TokenKind::Sign, TokenKind::Sign) => {
            !is_bound && !before.is_sign_of(")]}") && !token.is_sign_of("([{")
        }
        _ => false,
    };
    match token.gap {
        Gap::None => "",
        Gap::Line if !is_bound && !token.is("}") => "\n",
        _ if would_merge => " ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(modules: &[(&str, &str)]) -> Result<String, String> {
        let scripts = modules
            .iter()
            .map(|(path, text)| (*path, Script { path, text }));
        let scripts: BTreeMap<&str, Script> = scripts.collect();
        bundle(&scripts, &["main"]).map_err(|mistake| mistake.to_string())
    }

    #[track_caller]
    fn check(modules: &[(&str, &str)], expected: &str) {
        assert_eq!(bundled(modules).as_deref(), Ok(expected));
    }

    #[track_caller]
    fn check_mistake(modules: &[(&str, &str)], expected: &str) {
        assert_eq!(bundled(modules), Err(expected.to_owned()));
    }

    #[test]
    fn modules_stand_behind_what_they_import() {
        check(
            &[
                (
                    "main",
                    "import {\n  a,\n  b,\n} from \"./one\";\nimport { c } from './two'\nexport const d = a + b + c;\nexport function e() {}\n",
                ),
                (
                    "one",
                    "import { c } from \"./two\";\nexport const a = c, x = 1\nexport class b {}\n",
                ),
                ("two", "// Counts.\nexport async function c() {}\n"),
                ("unused", "const a = 1;"),
            ],
            "async function c(){};\nconst a=c,x=1\nclass b{};\nconst d=a+b+c;function e(){};\nexport{d,e};\n",
        );
    }

    #[test]
    fn text_that_looks_like_code_is_kept() {
        let text = r#"export const a = [/[/"'`]+ {/g, 4 / 2 / 1, `x${ {a: `}`} } // ${1}`, "// \" {", '/*'];"#;
        let expected = r#"const a=[/[/"'`]+ {/g,4/2/1,`x${ {a: `}`} } // ${1}`,"// \" {",'/*'];"#;
        check(&[("main", text)], &format!("{expected}\nexport{{a}};\n"));
    }

    #[test]
    fn only_space_that_means_nothing_goes() {
        for (text, expected) in [
            ("let a = 1\nlet b = a\n++b\n", "let a=1\nlet b=a\n++b"),
            ("if (x) /a b/.test(y);", "if(x)/a b/.test(y)"),
            ("f(1 + +2 - -3);", "f(1+ +2- -3)"),
            ("return\nx", "return\nx"),
            ("a\n  .b()\n  .c", "a.b().c"),
            (
                "for (const x of y) /* every */ z /* one */ in x",
                "for(const x of y)z in x",
            ),
            ("x = () => {\n  a();\n}\n(b)", "x=()=>{a();}\n(b)"),
            ("1 .a; 2 / /b/.c", "1 .a;2/ /b/.c"),
        ] {
            let bundled = bundled(&[("main", text)]).expect("it can be joined");
            let text = bundled
                .trim_end_matches("\nexport{};\n")
                .trim_end_matches(';');
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn what_cannot_be_joined_is_named_with_its_line() {
        let one = ("one", "export const a = 1;\n\nexport const b = 2;\n");
        let form = "an import can only be joined as `import { a, b } from \"./module.mjs\";`";
        for import in [
            "import * as one from \"./one\";",
            "import one from \"./one\";",
            "import \"./one\";",
            "import { a as c } from \"./one\";",
            "import { a } from \"elsewhere\";",
            "import { a } from `./one`",
            "const c = import(\"./one\");",
            "const c = import.meta.url;",
            "import",
        ] {
            check_mistake(
                &[("main", &format!("\n{import}")), one],
                &format!("`main:2`: {form}"),
            );
        }
        for export in [
            "default 1;",
            "{ a };",
            "* from \"./one\";",
            "let a = 1;",
            "",
            "a = 1",
        ] {
            check_mistake(
                &[("main", &format!("const b = 1;\nexport {export}"))],
                &format!(
                    "`main:{}`: an export can only be joined before `const`, `class` or `function`",
                    if export.is_empty() { 1 } else { 2 }
                ),
            );
        }
        check_mistake(&[], "`main:1`: the file is missing");
        check_mistake(
            &[("main", "\nimport { a } from \"./two\";")],
            "`main:2`: there is no `two` beside it",
        );
        check_mistake(
            &[("main", "import {\n  a,\n  c,\n} from \"./one\";"), one],
            "`main:3`: `one` exports no `c`",
        );
        check_mistake(
            &[
                ("main", "import { a } from \"./one\";"),
                ("one", "\nimport { b } from \"./main\";"),
            ],
            "`one:2`: modules import each other in a circle through `main`",
        );
    }

    #[test]
    fn a_name_is_declared_once() {
        let one = (
            "one",
            "\nexport const { a, b: [c, ...d], e = 1 } = f, g = (1, h), i = 2\nfunction j() { const own = 1; }\n",
        );
        let main = |name: &str| format!("import {{ a }} from \"./one\";\n\nlet {name} = 1;");
        for name in ["a", "c", "d", "e", "g", "i", "j"] {
            let line = if name == "j" { 3 } else { 2 };
            let what =
                format!("`{name}` is declared in `one:{line}` too, and the two files become one");
            check_mistake(&[("main", &main(name)), one], &format!("`main:3`: {what}"));
        }
        for name in ["b", "f", "h", "own"] {
            assert!(bundled(&[("main", &main(name)), one]).is_ok(), "{name}");
        }
    }

    #[test]
    fn what_does_not_end_is_named_where_it_starts() {
        for (text, expected) in [
            ("a\n(b", "2`: `(` is not closed"),
            ("{\n)", "2`: `)` does not close the `{` of line 1"),
            ("a]", "1`: `]` closes nothing"),
            ("a = 'b\n'", "1`: a string does not end"),
            ("\na = `b${c}", "2`: a template does not end"),
            ("a = `b${c`", "1`: a template does not end"),
            ("a = /b\n/", "1`: a regular expression does not end"),
            ("a\n/* b", "2`: a comment does not end"),
            ("const = 1", "1`: no name follows `const`"),
        ] {
            check_mistake(&[("main", text)], &format!("`main:{expected}"));
        }
    }
}
