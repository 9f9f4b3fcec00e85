//! Comments about what is not carried over.

use super::config::MkdocsConfig;
use super::toml_text::TomlText;
use crate::yaml::Span;

/// The comments, in the order of the file.
#[derive(Default)]
pub struct Remarks(Vec<(Span, String)>);

impl Remarks {
    /// Adds a comment about a place.
    pub fn add(&mut self, at: Span, text: impl Into<String>) {
        self.0.push((at, text.into()));
    }

    /// Adds a comment about another file than the configuration. It comes behind the others.
    pub fn add_apart(&mut self, text: impl Into<String>) {
        let at = Span {
            file: u16::MAX,
            start: self.0.len() as u32,
            ..Span::default()
        };
        self.0.push((at, text.into()));
    }

    /// The number of comments.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Writes the comments below the map.
    pub fn write(mut self, config: &MkdocsConfig, toml: &mut TomlText) {
        if self.0.is_empty() {
            return;
        }
        self.0.sort_by_key(|(at, _)| (at.file, at.start));
        toml.gap();
        toml.comment("Not carried over:");
        for (at, text) in self.0 {
            match config.line(at) {
                Some(line) => toml.comment(&format!("- line {line}: {text}")),
                None => toml.comment(&format!("- {text}")),
            }
        }
    }
}
