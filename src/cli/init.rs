//! `bf-docs init`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::project::without_map;
use super::{Trouble, count, data, fault, talk};
use crate::content_map::FILE;
use crate::discover::RemoteRepository;
use crate::migrate::{self, FoundTree};
use crate::pipeline;
use crate::site::Drafts;

/// The names of a configuration of MkDocs.
const MKDOCS: [&str; 2] = ["mkdocs.yml", "mkdocs.yaml"];

/// The names of a docs folder.
const DOCS: [&str; 3] = ["docs", "doc", "documentation"];

/// Write a content map: from the configuration of MkDocs, or from the docs folder
#[derive(Debug, Args)]
pub struct Init {
    /// The configuration of MkDocs, or a docs folder [default: `mkdocs.yml` in the current folder,
    /// or else the folder `docs`]
    #[arg(value_name = "MKDOCS_YML|DOCS")]
    path: Option<PathBuf>,
    /// Print the content map in place of writing it
    #[arg(long)]
    print: bool,
}

/// The origin of a content map.
enum Origin {
    /// A configuration of MkDocs.
    Mkdocs(PathBuf),
    /// A docs folder.
    Tree(PathBuf),
}

impl Init {
    /// Writes the content map beside the configuration or the docs folder, or prints it.
    pub fn run(&self) -> ExitCode {
        self.write_map().unwrap_or_else(fault)
    }

    fn write_map(&self) -> Result<ExitCode, Trouble> {
        let origin = self.origin()?;
        let target = origin.target();
        if !self.print && target.exists() {
            let trouble = Trouble::new(format!("`{}` is there already", target.display()));
            return Err(trouble.help("move it away, or print the new one with `--print`"));
        }
        let (toml, told) = match &origin {
            Origin::Mkdocs(path) => of_mkdocs(path)?,
            Origin::Tree(docs) => of_tree(docs)?,
        };
        if self.print {
            return Ok(data(&toml));
        }
        write_new(&target, &toml)?;
        talk(&format!("wrote `{}`{told}\n", target.display()));
        Ok(ExitCode::SUCCESS)
    }

    /// The origin that is named, or else the one that is here.
    fn origin(&self) -> Result<Origin, Trouble> {
        let folder = match &self.path {
            Some(path) if !path.exists() => {
                let trouble = Trouble::new(format!("nothing is at `{}`", path.display()));
                return Err(trouble.help("name a docs folder, or the `mkdocs.yml` of a site"));
            }
            Some(path) if !path.is_dir() => return Ok(Origin::Mkdocs(path.clone())),
            Some(folder) => folder.as_path(),
            None => Path::new(""),
        };
        let mkdocs = MKDOCS.iter().map(|name| folder.join(name));
        if let Some(mkdocs) = mkdocs.into_iter().find(|path| path.is_file()) {
            return Ok(Origin::Mkdocs(mkdocs));
        }
        let mut docs = DOCS.iter().map(PathBuf::from);
        let docs = match &self.path {
            Some(folder) => Some(folder.clone()),
            None => docs.find(|path| path.is_dir()),
        };
        docs.map(Origin::Tree).ok_or_else(|| {
            let trouble = Trouble::new("neither `mkdocs.yml` nor a folder `docs` is here");
            trouble.help("name the docs folder: `bf-docs init FOLDER`")
        })
    }
}

impl Origin {
    /// The place of the content map: beside the configuration or the docs folder. A folder without
    /// a name of its own, as `.`, has it inside.
    fn target(&self) -> PathBuf {
        match self {
            Self::Tree(docs) if docs.file_name().is_none() => docs.join(FILE),
            Self::Mkdocs(path) | Self::Tree(path) => path.with_file_name(FILE),
        }
    }
}

/// The content map for a configuration of MkDocs, and what to say about it.
fn of_mkdocs(path: &Path) -> Result<(String, String), Trouble> {
    let map = migrate::from_mkdocs(path).map_err(|error| Trouble::new(error.to_string()))?;
    let told = match map.remarks {
        0 => String::new(),
        remarks => format!(
            "; comments at its end name {} that it does not carry over",
            count(remarks, "thing")
        ),
    };
    Ok((map.toml, told))
}

/// The content map for a docs folder, and what to say about it.
fn of_tree(docs: &Path) -> Result<(String, String), Trouble> {
    let opened = without_map(docs);
    let understood = pipeline::understand(&opened.project, Drafts::LeaveOut, &|_| {})?;
    if understood.site.pages.is_empty() {
        let trouble = Trouble::new(format!("no Markdown is in `{}`", docs.display()));
        return Err(trouble.help("name the folder of the docs: `bf-docs init FOLDER`"));
    }
    let name = docs.file_name().unwrap_or_else(|| ".".as_ref());
    let toml = migrate::from_tree(&FoundTree {
        understood: &understood,
        name: opened
            .project
            .map
            .site
            .name
            .as_deref()
            .unwrap_or("Documentation"),
        docs: &name.to_string_lossy(),
        repository: RemoteRepository::of(docs),
    });
    let told = format!(" for {}", count(understood.site.pages.len(), "page"));
    Ok((toml, told))
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
