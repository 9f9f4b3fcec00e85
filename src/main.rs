//! The door: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    bf_docs::cli::run()
}
