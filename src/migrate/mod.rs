//! The configuration of another generator becomes a content map, and so does a tree without one.
//!
//! **Enters:** the path of a `mkdocs.yml`, or a [`FoundTree`]. **Leaves:** the text of a content
//! map; a [`MigratedMap`] has a comment for everything that has no counterpart.
//! **Invariant:** nothing of the configuration is evaluated: no plugin, no Python, no variable of
//! the environment. A key of the first level, a plugin and an extension are carried over, or a
//! comment names them and says where that leaves readers.

mod config;
mod nav_entry;
mod docs_tree;
mod navigation;
mod folder_nav;
mod summary;
mod remarks;
mod settings;
mod theme;
mod plugins;
mod extensions;
mod tree_map;
mod toml_text;

use std::path::Path;

pub use config::Fault;
pub use toml_text::quoted;
pub use tree_map::{FoundTree, from_tree};

use config::MkdocsConfig;
use remarks::Remarks;
use toml_text::TomlText;

/// A content map that says what the configuration of another generator says.
#[derive(Debug)]
pub struct MigratedMap {
    /// The text of the content map.
    pub toml: String,
    /// The number of comments about what is not carried over.
    pub remarks: usize,
}

/// Reads a `mkdocs.yml` and the files that it inherits from.
///
/// # Errors
/// A file cannot be read, or is no mapping in YAML.
pub fn from_mkdocs(path: &Path) -> Result<MigratedMap, Fault> {
    let config = MkdocsConfig::read(path)?;
    let mut remarks = Remarks::default();
    let mut toml = TomlText::default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    toml.comment(&format!("Made from `{name}` by `bf-docs init`."));
    settings::write(&config, &mut toml, &mut remarks);
    plugins::write(&config, &mut toml, &mut remarks);
    extensions::write(&config, &mut toml, &mut remarks);
    if !folder_nav::write(&config, &mut toml, &mut remarks) {
        navigation::write(&config, &mut toml, &mut remarks);
    }
    for (at, message) in &config.flaws {
        remarks.add(*at, message.as_str());
    }
    let count = remarks.len();
    remarks.write(&config, &mut toml);
    Ok(MigratedMap {
        toml: toml.into_text(),
        remarks: count,
    })
}
