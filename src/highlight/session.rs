//! Terminal sessions: prompts, commands and output.

use super::automaton::{Automaton, GrammarState};
use super::spans::{Class, escape};
use std::rc::Rc;

/// A session of a shell or an interpreter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalSession {
    /// The index of the grammar for the commands.
    pub syntax: usize,
    /// The form of its prompts.
    pub prompt: Prompt,
}

/// The forms of prompts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// `$ `, `# `, `% `, also after `user@host:dir` or `(venv)`; `> ` continues a command.
    Shell,
    /// `>>> `; `... ` continues a command.
    Python,
    /// `PS C:\> `.
    PowerShell,
}

impl TerminalSession {
    /// Highlights a session: prompts are `gp`, output is `go`, and the rest is code.
    pub fn paint(self, automaton: &Automaton<'_>, code: &str, html: &mut String) {
        let mut typing: Option<Typing> = None;
        for line in code.split_inclusive('\n') {
            let PromptSign { length, begins } = self.prompt.sign(line, typing.is_some());
            let wrapped = typing.as_ref().is_some_and(|typing| typing.wraps);
            if length == 0 && !wrapped {
                typing = None;
                output(line, html);
                continue;
            }
            let (prompt, command) = line.split_at(length);
            piece(prompt, "gp", html);
            let state = match typing {
                Some(typing) if !begins => typing.state,
                _ => automaton.start(self.syntax),
            };
            let state = automaton.read(&state, command, html);
            let wraps = self.prompt == Prompt::Shell && command.trim_end().ends_with('\\');
            typing = Some(Typing { state, wraps });
        }
    }
}

/// A command that may continue on the next line.
struct Typing {
    state: Rc<GrammarState>,
    /// True if it ended in a backslash: the next line needs no prompt.
    wraps: bool,
}

fn output(line: &str, html: &mut String) {
    let text = line.strip_suffix('\n').unwrap_or(line);
    piece(text, "go", html);
    html.push_str(&line[text.len()..]);
}

/// Writes a span as it is. The space after a prompt belongs to the prompt, which is not copied with
/// the command.
fn piece(text: &str, class: Class, html: &mut String) {
    if !text.trim().is_empty() {
        html.push_str("<span class=\"");
        html.push_str(class);
        html.push_str("\">");
        escape(html, text);
        html.push_str("</span>");
    } else {
        escape(html, text);
    }
}

impl Prompt {
    /// The prompt that the line starts with. A prompt that continues a command counts only after a
    /// command.
    fn sign(self, line: &str, typing: bool) -> PromptSign {
        let (first, next): (Option<usize>, &str) = match self {
            Self::Shell => (shell(line), "> "),
            Self::Python => (sign(line, ">>>"), "..."),
            Self::PowerShell => (powershell(line), ">> "),
        };
        if let Some(length) = first {
            return PromptSign {
                length,
                begins: true,
            };
        }
        let goes_on = if typing { sign(line, next) } else { None };
        PromptSign {
            length: goes_on.unwrap_or(0),
            begins: false,
        }
    }
}

/// The prompt at the start of a line.
struct PromptSign {
    /// The prompt's length in bytes; 0 for a line of output.
    length: usize,
    /// True if a command begins after it, false if one continues.
    begins: bool,
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
    if !line.starts_with("PS") {
        return None;
    }
    let at = line.find("> ")?;
    Some(at + 2)
}

/// The length of a shell's prompt: `$ `, `(venv) $ `, `me@host:~/dir# `, `[me@host ~]$ `.
fn shell(line: &str) -> Option<usize> {
    let at = line.find(['$', '#', '%'])?;
    if !line[at + 1..].starts_with(' ') {
        return None;
    }
    let before = line[..at].trim_end();
    let is_whole = |open, close| before.starts_with(open) && before.ends_with(close);
    let word = before.rsplit(") ").next().unwrap_or(before);
    let is_host = !word.contains(' ') && (word.contains('@') || word.starts_with('~'));
    if before.is_empty() || is_whole('(', ')') || is_whole('[', ']') || is_host {
        return Some(at + 2);
    }
    None
}
