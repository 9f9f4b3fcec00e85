//! `bf-docs init`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{Trouble, count, data, fault, talk};
use crate::content_map::FILE;
use crate::migrate;

/// The names of a configuration of MkDocs.
const MKDOCS: [&str; 2] = ["mkdocs.yml", "mkdocs.yaml"];

/// Write a content map for a site of MkDocs
#[derive(Debug, Args)]
pub struct Init {
    /// The configuration of MkDocs [default: `mkdocs.yml` in the current folder]
    #[arg(value_name = "MKDOCS_YML")]
    mkdocs: Option<PathBuf>,
    /// Print the content map in place of writing it
    #[arg(long)]
    print: bool,
}

impl Init {
    /// Writes the content map beside the configuration, or prints it.
    pub fn run(&self) -> ExitCode {
        self.write_map().unwrap_or_else(fault)
    }

    fn write_map(&self) -> Result<ExitCode, Trouble> {
        let mkdocs = self.configuration()?;
        let target = mkdocs.with_file_name(FILE);
        if !self.print && target.exists() {
            let trouble = Trouble::new(format!("`{}` is there already", target.display()));
            return Err(trouble.help("move it away, or print the new one with `--print`"));
        }
        let map = migrate::from_mkdocs(&mkdocs).map_err(|error| Trouble::new(error.to_string()))?;
        if self.print {
            return Ok(data(&map.toml));
        }
        write_new(&target, &map.toml)?;
        let left = match map.remarks {
            0 => String::new(),
            remarks => format!(
                "; comments at its end name {} that it does not carry over",
                count(remarks, "thing")
            ),
        };
        talk(&format!("wrote `{}`{left}\n", target.display()));
        Ok(ExitCode::SUCCESS)
    }

    /// The configuration that is named, or the one that is here.
    fn configuration(&self) -> Result<PathBuf, Trouble> {
        if let Some(path) = &self.mkdocs {
            return Ok(path.clone());
        }
        let here = MKDOCS.iter().map(PathBuf::from).find(|path| path.is_file());
        here.ok_or_else(|| {
            let trouble = Trouble::new("no `mkdocs.yml` is here".to_owned());
            trouble.help(
                "name one; a site that is not of MkDocs needs no content map: run `bf-docs build`",
            )
        })
    }
}

/// Writes a file that must not be there, whole or not at all.
fn write_new(path: &Path, text: &str) -> Result<(), Trouble> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let cannot = |error: &dyn std::fmt::Display| {
        Trouble::new(format!("cannot write `{}`: {error}", path.display()))
    };
    let mut builder = tempfile::Builder::new();
    // Others may read it, unlike other temporary files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder
        .tempfile_in(folder)
        .map_err(|error| cannot(&error))?;
    file.write_all(text.as_bytes())
        .map_err(|error| cannot(&error))?;
    file.persist_noclobber(path)
        .map_err(|error| cannot(&error))?;
    Ok(())
}
