//! Languages by the names that fences give them.

use super::session::{Prompt, TerminalSession};
use std::collections::HashMap;
use syntect::parsing::SyntaxSet;

/// The way in which code is highlighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HighlightMode {
    /// Plain text, without spans.
    Plain,
    /// The grammar with this index in the set.
    Syntax(usize),
    /// A terminal session, with prompts and output.
    Session(TerminalSession),
}

/// The languages by name, extension and alias, in lower case.
pub struct Languages {
    by_name: HashMap<String, HighlightMode>,
}

impl Languages {
    /// Indexes a set of grammars.
    pub fn of(syntaxes: &SyntaxSet) -> Self {
        let mut by_name = HashMap::new();
        let all = || {
            syntaxes
                .syntaxes()
                .iter()
                .enumerate()
                .rev()
                .filter(|(_, syntax)| !syntax.hidden)
        };
        // A name wins over an extension. Among grammars, the one that was added last wins
        // (`JavaScript (Babel)` over `JavaScript`), as in syntect.
        for (index, syntax) in all() {
            by_name
                .entry(syntax.name.to_lowercase())
                .or_insert(HighlightMode::Syntax(index));
        }
        for (index, syntax) in all() {
            for extension in &syntax.file_extensions {
                by_name
                    .entry(extension.to_lowercase())
                    .or_insert(HighlightMode::Syntax(index));
            }
        }
        let mut languages = Self { by_name };
        for (target, aliases) in ALIASES {
            languages.alias(target, aliases);
        }
        languages.session(
            "bash",
            Prompt::Shell,
            "console shell-session sh-session bash-session shellsession",
        );
        languages.session("python", Prompt::Python, "pycon python-console doctest");
        languages.session("powershell", Prompt::PowerShell, "ps1con pwsh-session");
        for name in PLAIN.split_ascii_whitespace() {
            languages
                .by_name
                .insert(name.to_owned(), HighlightMode::Plain);
        }
        languages
    }

    /// Finds a language; case does not matter.
    pub fn find(&self, name: &str) -> Option<HighlightMode> {
        let name = name.trim();
        self.by_name
            .get(name)
            .or_else(|| self.by_name.get(&name.to_lowercase()))
            .copied()
    }

    fn alias(&mut self, target: &str, aliases: &str) {
        if let Some(&language) = self.by_name.get(target) {
            for alias in aliases.split_ascii_whitespace() {
                self.by_name.insert(alias.to_owned(), language);
            }
        }
    }

    fn session(&mut self, target: &str, prompt: Prompt, aliases: &str) {
        if let Some(&HighlightMode::Syntax(syntax)) = self.by_name.get(target) {
            for alias in aliases.split_ascii_whitespace() {
                self.by_name.insert(
                    alias.to_owned(),
                    HighlightMode::Session(TerminalSession { syntax, prompt }),
                );
            }
        }
    }
}

/// Names that ask for plain text.
const PLAIN: &str = "text txt plain plaintext none nohighlight output ansi ascii mermaid";

/// Names that Pygments and other highlighters know (right) for a grammar, given by its name or one
/// of its extensions (left).
const ALIASES: &[(&str, &str)] = &[
    ("apache conf", "apache apacheconf"),
    ("x86_64 assembly", "asm nasm gas"),
    ("asciidoc (asciidoctor)", "asciidoc"),
    ("awk", "gawk nawk mawk"),
    ("bash", "shell sh bash zsh ksh ash dash shellscript"),
    ("batch file", "bat batch cmd dosbatch winbatch"),
    ("c", "c"),
    ("c++", "cpp c++ cxx arduino ino cuda cu"),
    ("c#", "cs csharp c#"),
    ("clojure", "clojurescript clj"),
    ("crontab", "cron"),
    ("diff", "udiff"),
    ("dockerfile", "docker containerfile"),
    ("dotenv", "dotenv"),
    ("elixir", "iex"),
    ("erlang", "erl"),
    ("f#", "fsharp f#"),
    ("fortran (modern)", "fortran"),
    ("git commit", "gitcommit"),
    ("glsl", "hlsl"),
    ("go", "golang"),
    ("graphviz (dot)", "graphviz"),
    ("groovy", "jenkinsfile"),
    ("haskell", "haskell"),
    ("html", "html xhtml"),
    ("html (jinja2)", "html+jinja html+django htmldjango html.j2"),
    ("html (rails)", "erb html+erb rhtml"),
    ("html (twig)", "html+twig"),
    (
        "ini",
        "ini cfg conf-ini dosini editorconfig systemd properties-ini desktop",
    ),
    ("java properties", "jproperties"),
    ("javascript (babel)", "javascript node ecmascript"),
    ("jinja2", "jinja django"),
    (
        "json",
        "json5 jsonc jsonld json-object jsonl ndjson geojson webmanifest",
    ),
    ("latex", "latex tex"),
    ("lisp", "common-lisp emacs-lisp elisp scheme"),
    ("makefile", "bsdmake mf"),
    ("markdown", "md mkd"),
    ("matlab", "octave"),
    ("nginx", "nginxconf"),
    ("objective-c", "objectivec obj-c objc"),
    ("objective-c++", "objectivec++ objc++"),
    ("ocaml", "reasonml"),
    ("pascal", "delphi objectpascal"),
    ("perl", "perl raku"),
    ("php", "html+php"),
    ("powershell", "pwsh posh"),
    ("protocol buffer", "proto protobuf"),
    ("python", "py py3 python3 python2 py2 sage starlark bazel"),
    ("r", "rlang splus s"),
    ("racket", "racket"),
    ("restructuredtext", "rest restructuredtext"),
    ("robot framework", "robotframework"),
    ("ruby", "ruby duby irb"),
    ("rust", "rust"),
    (
        "sql",
        "mysql postgres postgresql psql plpgsql pgsql sqlite sqlite3 tsql plsql",
    ),
    ("ssh config", "sshconfig"),
    ("systemverilog", "systemverilog"),
    ("terraform", "hcl terraform tfvars opentofu"),
    ("toml", "toml lock"),
    ("typescript", "typescript"),
    ("typescriptreact", "tsx"),
    ("javascript (babel)", "jsx mjs cjs"),
    ("viml", "vimscript"),
    ("vue component", "vue"),
    ("xml", "xsl wsdl plist"),
    ("yaml", "yaml yml"),
];

/// All names, for tests.
#[cfg(test)]
pub fn names() -> Vec<String> {
    let mut names: Vec<_> = Languages::of(&two_face::syntax::extra_newlines())
        .by_name
        .into_keys()
        .collect();
    names.sort();
    names
}
