//! The desk: the only code that prints, reads arguments and picks exit codes.
//!
//! Data goes to stdout, talk to stderr. Exit 0 when all is well or there are
//! only warnings, 1 when a finding is an error (or a warning under
//! `--strict`), 2 for a fault or misuse.

mod map;
mod project;
mod own;
mod progress;
mod interrupt;
mod build;
mod check;
mod explain;
mod trace;
mod impact;
mod trace_status;
mod search;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "publish")]
mod publish;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diag::{Colour, Repeats, Report, Strictness, repeated};

/// Builds a governed docs tree into a private, searchable static site.
#[derive(Debug, Parser)]
#[command(name = "bf-docs", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site into a folder
    Build(build::Build),
    /// Find what is wrong with the content, and write nothing
    Check(check::Check),
    /// Show where a governed document stands in the chain
    Trace(trace::Chain),
    /// Show the site while it is written: each edit is on the screen at once
    #[cfg(feature = "serve")]
    Serve(serve::Serve),
    /// Search a built site
    Search(search::Search),
    /// Publish a built site to a bucket, and look after it there
    #[cfg(feature = "publish")]
    Publish(Box<publish::Publish>),
    /// Explain a finding's code, or list all codes
    Explain(explain::Explain),
    /// Print the JSON Schema of content-map.toml
    Schema,
}

/// How an answer is shown, where there are two ways.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum AnswerFormat {
    Text,
    Json,
}

/// Why a command cannot do what it is asked for: a message for the reader.
type Trouble = String;

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse_from(words()) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match arguments.command {
        Command::Build(build) => build.run(),
        Command::Check(check) => check.run(),
        Command::Trace(trace) => trace.run(),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve.run(),
        Command::Search(search) => search.run(),
        #[cfg(feature = "publish")]
        Command::Publish(publish) => publish.run(),
        Command::Explain(explain) => explain.run(),
        Command::Schema => data(&crate::content_map::schema()),
    }
}

/// The words of the command line, in the order in which they are read.
fn words() -> Vec<OsString> {
    let words = std::env::args_os().collect();
    #[cfg(feature = "publish")]
    let words = publish::verb_first(words);
    words
}

/// Writes data to stdout. A reader that has gone away is no fault.
fn data(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            fault(&format!("cannot write to stdout: {error}"))
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Says something on stderr.
fn talk(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Says what holds for the tree as a whole.
fn notes(report: &Report) {
    talk(&crate::diag::notes(report, colour(&std::io::stderr())));
}

/// What `--all` asks for.
fn repeats(all: bool) -> Repeats {
    if all { Repeats::Each } else { Repeats::Once }
}

/// For the last line: how many findings are not shown, because they say the same as another one.
fn left_out(report: &Report, repeats: Repeats) -> String {
    match repeated(report) {
        more if more > 0 && repeats == Repeats::Once => format!("; `--all` shows {more} more"),
        _ => String::new(),
    }
}

/// Says what went wrong with the machine or the call.
fn fault(what: &dyn Display) -> ExitCode {
    talk(&format!("error: {what}\n"));
    ExitCode::from(2)
}

/// The exit code that a report asks for.
fn verdict(report: &Report, strictness: Strictness) -> ExitCode {
    ExitCode::from(u8::from(report.fails(strictness)))
}

fn strictness(strict: bool) -> Strictness {
    if strict {
        Strictness::Warnings
    } else {
        Strictness::Errors
    }
}

/// Whether a stream is shown with colours: a terminal, unless `NO_COLOR` is set.
fn colour(stream: &impl IsTerminal) -> Colour {
    let wanted =
        stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if wanted {
        Colour::Always
    } else {
        Colour::Never
    }
}

/// `1 page`, `2 pages`.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
