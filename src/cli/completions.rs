//! `bf-docs completions` and `bf-docs manual`

use std::process::ExitCode;

use clap::{Args, Command, CommandFactory};
use clap_complete::{Generator, Shell};

use super::{Arguments, Trouble, data, fault};

/// Print a script that completes commands and options in a shell
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

/// Print the manual page of bf-docs or of a command, as troff
#[derive(Debug, Args)]
pub struct Manual {
    /// The command, as in `publish rollback`; without one, bf-docs itself
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
    /// Print the names of all pages in place of one page
    #[arg(long, conflicts_with = "command")]
    list: bool,
}

impl Completions {
    /// Prints the script.
    pub fn run(&self) -> ExitCode {
        let mut script = Vec::new();
        let mut command = whole();
        command.set_bin_name("bf-docs");
        self.shell.generate(&command, &mut script);
        data(&String::from_utf8_lossy(&script))
    }
}

impl Manual {
    /// Prints the page.
    pub fn run(&self) -> ExitCode {
        let whole = whole();
        if self.list {
            return data(&(names(&whole, "bf-docs").join("\n") + "\n"));
        }
        let mut command = &whole;
        for name in &self.command {
            match command.find_subcommand(name) {
                Some(inner) => command = inner,
                None => {
                    let trouble = Trouble::new(format!("there is no command `{name}`"));
                    return fault(trouble.help("`bf-docs manual --list` names all"));
                }
            }
        }
        let name = [&["bf-docs".to_owned()], &self.command[..]]
            .concat()
            .join("-");
        let page = clap_mangen::Man::new(command.clone())
            .title(name)
            .source(concat!("bf-docs ", env!("CARGO_PKG_VERSION")));
        let mut troff = Vec::new();
        match page.render(&mut troff) {
            Ok(()) => data(&String::from_utf8_lossy(&troff)),
            Err(error) => fault(Trouble::new(format!("cannot write the page: {error}"))),
        }
    }
}

/// All commands, with what clap adds to them.
fn whole() -> Command {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    command
}

/// The names of a command's page and of those of its commands.
fn names(command: &Command, name: &str) -> Vec<String> {
    let inner = command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set());
    let below = inner.flat_map(|inner| names(inner, &format!("{name} {}", inner.get_name())));
    std::iter::once(name.to_owned()).chain(below).collect()
}
