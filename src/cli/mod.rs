//! The desk: the only code that prints, reads arguments and picks exit codes.
//!
//! Data goes to stdout, messages go to stderr. The exit code is 0 without errors, 1 if a finding is
//! an error (or a warning under `--strict`), 2 for a fault or misuse.

mod map;
mod project;
mod own;
mod progress;
mod interrupt;
mod build;
mod init;
mod check;
mod compare;
mod completions;
mod doctor;
mod explain;
mod trace;
mod impact;
mod trace_status;
mod search;
mod ask;
mod version;
mod words;
#[cfg(feature = "studio")]
mod following;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "mcp")]
mod mcp;
#[cfg(feature = "publish")]
mod publish;
#[cfg(feature = "gate")]
mod gate;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diag::{Colour, Repeats, Report, Strictness, repeated};
use crate::fault::Trouble;

/// Builds a governed docs tree into a private, searchable static site.
#[derive(Debug, Parser)]
#[command(
    name = "bf-docs",
    about,
    max_term_width = 100,
    arg_required_else_help = true,
    args_conflicts_with_subcommands = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print the version
    #[arg(short = 'V', long)]
    version: bool,
    /// With `--version`: print commit, features and target, too
    #[arg(long, requires = "version")]
    verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site into a folder
    Build(build::Build),
    /// Check the content without writing a site
    Check(check::Check),
    /// Show the chain of a governed document
    Trace(trace::Chain),
    /// Preview the site in a browser, up to date with each edit
    #[cfg(feature = "serve")]
    Serve(serve::Serve),
    /// Search a built site
    Search(search::Search),
    /// Answer a question from a built site, in its own words
    Ask(ask::AskDocs),
    /// Answer coding agents from the docs: an MCP server on standard input and output
    #[cfg(feature = "mcp")]
    Mcp(mcp::Mcp),
    #[command(hide = true)]
    Words(words::Words),
    /// Publish a built site to a bucket, and look after it there
    #[cfg(feature = "publish")]
    Publish(Box<publish::Publish>),
    /// Serve a published site to readers who sign in, and to nobody else
    #[cfg(feature = "gate")]
    Gate(Box<gate::Gate>),
    /// Write a content map: from the configuration of MkDocs, or from the docs folder
    Init(init::Init),
    /// Compare the docs with the site that another generator built from them
    Compare(compare::Compare),
    /// Say what bf-docs finds on this machine and in this folder, and what to do about it
    Doctor(doctor::Doctor),
    /// Print a script that completes commands and options in a shell
    Completions(completions::Completions),
    /// Print the manual page of bf-docs or of a command, as troff
    Manual(completions::Manual),
    /// Explain a finding's code, or list all codes
    Explain(explain::Explain),
    /// Print the JSON Schema of content-map.toml
    Schema,
}

/// The format of an answer, for commands with two formats.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum AnswerFormat {
    Text,
    Json,
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse_from(words()) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let Some(command) = arguments.command else {
        return data(&version::text(arguments.verbose));
    };
    match command {
        Command::Build(build) => build.run(),
        Command::Check(check) => check.run(),
        Command::Trace(trace) => trace.run(),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve.run(),
        Command::Search(search) => search.run(),
        Command::Ask(ask) => ask.run(),
        #[cfg(feature = "mcp")]
        Command::Mcp(mcp) => mcp.run(),
        Command::Words(words) => words.run(),
        #[cfg(feature = "publish")]
        Command::Publish(publish) => publish.run(),
        #[cfg(feature = "gate")]
        Command::Gate(gate) => gate.run(),
        Command::Init(init) => init.run(),
        Command::Compare(compare) => compare.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Completions(completions) => completions.run(),
        Command::Manual(manual) => manual.run(),
        Command::Explain(explain) => explain.run(),
        Command::Schema => data(&crate::content_map::schema()),
    }
}

/// The arguments of the command line, in order.
fn words() -> Vec<OsString> {
    let words = std::env::args_os().collect();
    #[cfg(feature = "publish")]
    let words = publish::verb_first(words);
    words
}

/// Writes data to stdout. A reader that has gone away is not a fault.
fn data(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            fault(Trouble::new(format!("cannot write to stdout: {error}")))
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Writes a message to stderr.
fn talk(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Writes the notes about the whole tree to stderr.
fn notes(report: &Report) {
    talk(&crate::diag::notes(report, colour(&std::io::stderr())));
}

/// The treatment of repeated findings under `--all`.
fn repeats(all: bool) -> Repeats {
    if all { Repeats::Each } else { Repeats::Once }
}

/// The end of the summary line: the number of findings that are not shown, because another one has
/// the same target.
fn left_out(report: &Report, repeats: Repeats) -> String {
    match repeated(report) {
        more if more > 0 && repeats == Repeats::Once => format!("; `--all` shows {more} more"),
        _ => String::new(),
    }
}

/// Writes a fault of the machine or the call to stderr, and returns exit code 2.
fn fault(trouble: impl Into<Trouble>) -> ExitCode {
    talk(&format!("error: {}\n", trouble.into()));
    ExitCode::from(2)
}

/// The exit code for a report.
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

/// Uses colours if the stream is a terminal, unless `NO_COLOR` is set.
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
