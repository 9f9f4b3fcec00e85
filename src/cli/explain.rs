//! `bf-docs explain`

use std::process::ExitCode;

use clap::Args;

use super::own::OWN_DOCS;
use super::{Trouble, data, fault};
use crate::diag::{Code, did_you_mean};

/// Explain a finding's code, or list all codes
#[derive(Debug, Args)]
pub struct Explain {
    /// The code, such as `broken-link`
    code: Option<String>,
}

impl Explain {
    /// Prints the code's page, or one line for each code.
    pub fn run(&self) -> ExitCode {
        let Some(name) = &self.code else {
            let width = Code::ALL
                .iter()
                .map(|code| code.name().len())
                .max()
                .unwrap_or_default();
            let lines = Code::ALL.iter().map(|code| {
                format!(
                    "{:<width$}  {:<7}  {}\n",
                    code.name(),
                    code.default_severity().name(),
                    code.summary()
                )
            });
            return data(&lines.collect::<String>());
        };
        let Some(code) = Code::from_name(name) else {
            let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
            let trouble = Trouble::new(format!("there is no finding `{name}`"));
            return fault(trouble.help(did_you_mean(name, &names)));
        };
        let page = OWN_DOCS
            .get_file(format!("reference/findings/{}.md", code.name()))
            .and_then(|file| file.contents_utf8());
        data(page.map_or_else(|| code.summary(), without_front_matter))
    }
}

/// The page without its front matter, as readers see it.
fn without_front_matter(page: &str) -> &str {
    let body = page
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"));
    body.map_or(page, |(_, body)| body.trim_start())
}
