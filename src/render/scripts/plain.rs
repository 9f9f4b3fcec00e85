//! The join of plain scripts, one behind the other.

use super::bundle::{ScriptLines, add_names};
use super::declared::{declared, names, starts_statement};
use super::module::is_keyword;
use super::read::tokens;
use super::token::Token;
use super::{Mistake, Script};

/// Joins scripts in their order. Each keeps its bytes. If a script does not end its last
/// statement, a semicolon is added, because the next script would continue the statement.
pub fn joined(scripts: &[Script]) -> Result<String, Mistake> {
    let mut known = ScriptLines::new();
    let mut texts = Vec::with_capacity(scripts.len());
    for script in scripts {
        let tokens = tokens(script)?;
        no_module(script, &tokens)?;
        add_names(&mut known, script, &names(declared(script, &tokens)?))?;
        let is_open = tokens.last().is_some_and(|last| !last.is(";"));
        let end = if is_open { "\n;" } else { "" };
        texts.push(format!("{}{end}", script.text));
    }
    Ok(texts.join("\n"))
}

/// Rejects imports and exports: they stop a plain script and all scripts joined with it.
fn no_module(script: &Script, tokens: &[Token]) -> Result<(), Mistake> {
    for (at, token) in tokens.iter().enumerate() {
        let is_export = is_keyword(tokens, at, "export");
        let is_call = tokens.get(at + 1).is_some_and(|next| next.is("("));
        let is_import = is_keyword(tokens, at, "import") && !is_call;
        if token.depth == 0 && starts_statement(tokens, at) && (is_export || is_import) {
            let what = format!(
                "`{}` works in modules alone, and this is a plain script",
                token.text
            );
            return Err(script.mistake(token.line, what));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str]) -> Result<String, String> {
        let scripts = texts.iter().zip(["a.js", "b.js"]);
        let scripts: Vec<Script> = scripts.map(|(text, path)| Script { path, text }).collect();
        joined(&scripts).map_err(|mistake| mistake.to_string())
    }

    #[test]
    fn scripts_keep_their_bytes_and_do_not_run_into_each_other() {
        let one = "(() => {\n  // A comment.\n  import(\"./x.js\");\n})();\n";
        assert_eq!(check(&[one, one]), Ok(format!("{one}\n{one}")));
        let open = check(&["(() => {})() // open", "(() => {})();"]);
        assert_eq!(
            open.as_deref(),
            Ok("(() => {})() // open\n;\n(() => {})();")
        );
        assert_eq!(check(&["", "// nothing"]).as_deref(), Ok("\n// nothing"));
    }

    #[test]
    fn a_script_that_would_stop_the_others_is_a_mistake() {
        for (text, expected) in [
            (
                "\nimport { a } from \"./a.js\";",
                "`b.js:2`: `import` works in modules alone, and this is a plain script",
            ),
            (
                "export const a = 1;",
                "`b.js:1`: `export` works in modules alone, and this is a plain script",
            ),
            ("(() => {", "`b.js:1`: `{` is not closed"),
            (
                "\n\nfunction once() {}",
                "`b.js:3`: `once` is declared in `a.js:1` too, and the two files become one",
            ),
        ] {
            assert_eq!(check(&["const once = 1;", text]), Err(expected.to_owned()));
        }
    }
}
