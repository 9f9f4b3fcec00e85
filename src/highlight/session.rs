//! Terminal sessions: prompts, what was typed, and what was answered.

use super::automaton::Automaton;
use super::spans::Spans;

/// A session of a shell or an interpreter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// The place in the set of the language typed at the prompt.
    pub syntax: usize,
    /// How its prompts look.
    pub prompt: Prompt,
}

/// How prompts look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// `$ `, `# `, `% `, after `user@host:dir` or `(venv)`; `> ` goes on.
    Shell,
    /// `>>> `; `... ` goes on.
    Python,
    /// `PS C:\> `.
    PowerShell,
}

impl Session {
    /// Highlights a session: prompts are `gp`, answers `go`, the rest is code.
    pub fn paint(self, automaton: &Automaton, code: &str, html: &mut String) {
        // The state of the command being typed, while it may go on.
        let mut typed = None;
        for line in code.split_inclusive('\n') {
            let (length, begins) = self.prompt.length(line, typed.is_some());
            let wraps = typed.is_some() && self.prompt == Prompt::Shell && length == 0;
            if length == 0 && !(wraps && ends_open(&typed)) {
                typed = None;
                output(line, html);
                continue;
            }
            let (prompt, command) = line.split_at(length);
            piece(prompt, "gp", html);
            let state = match typed.take() {
                Some((state, _)) if !begins => state,
                _ => automaton.start(self.syntax),
            };
            let state = automaton.read(&state, command, html);
            typed = Some((state, command.trim_end().ends_with('\\')));
        }
    }
}

/// Whether the command's last line ended in a backslash.
fn ends_open<T>(typed: &Option<(T, bool)>) -> bool {
    typed.as_ref().is_some_and(|(_, open)| *open)
}

fn output(line: &str, html: &mut String) {
    let text = line.strip_suffix('\n').unwrap_or(line);
    piece(text, "go", html);
    html.push_str(&line[text.len()..]);
}

fn piece(text: &str, class: &'static str, html: &mut String) {
    let mut spans = Spans::new(html);
    spans.piece(text, class);
    spans.close();
}

impl Prompt {
    /// How many bytes of the line are a prompt, and whether it begins a
    /// command; a prompt that goes on counts only after a command.
    fn length(self, line: &str, typing: bool) -> (usize, bool) {
        let (first, next): (Option<usize>, &str) = match self {
            Self::Shell => (shell(line), "> "),
            Self::Python => (sign(line, ">>>"), "..."),
            Self::PowerShell => (powershell(line), ">> "),
        };
        match first {
            Some(length) => (length, true),
            None if typing => (sign(line, next).unwrap_or(0), false),
            None => (0, false),
        }
    }
}

/// The length of a fixed prompt and the space after it.
fn sign(line: &str, sign: &str) -> Option<usize> {
    let rest = line.strip_prefix(sign)?;
    match rest.as_bytes().first() {
        Some(b' ') => Some(sign.len() + 1),
        Some(b'\n') | None => Some(sign.len()),
        Some(_) if sign.ends_with(' ') => Some(sign.len()),
        Some(_) => None,
    }
}

fn powershell(line: &str) -> Option<usize> {
    line.starts_with("PS").then(|| line.find("> ").map(|at| at + 2))?
}

/// The length of a shell's prompt: `$ `, `(venv) $ `, `me@host:~/dir# `, `[me@host ~]$ `.
fn shell(line: &str) -> Option<usize> {
    let at = line.find(['$', '#', '%']).filter(|at| line[at + 1..].starts_with(' '))?;
    let before = line[..at].trim_end();
    let host = |word: &str| word.contains('@') || word.contains(':');
    let is_prompt = before.is_empty()
        || (before.starts_with('(') && before.ends_with(')'))
        || (before.starts_with('[') && before.ends_with(']'))
        || before.rsplit(") ").next().is_some_and(|word| !word.contains(' ') && host(word) && !word.contains("//"));
    is_prompt.then_some(at + 2)
}
