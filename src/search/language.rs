//! The languages whose words the search reads by their stems.

use super::language_rules::LanguageRules;
use super::{english, german};

/// A language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// Also the reading of languages that have no rules of their own.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// The language of a tag as in HTML's `lang`: `de`, `de-AT`.
    pub fn of(tag: &str) -> Self {
        let tag = tag.trim().to_ascii_lowercase();
        match tag.split(['-', '_']).next() {
            Some("de") => Self::German,
            _ => Self::English,
        }
    }

    /// The tag of the language.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The rules of the language.
    pub fn rules(self) -> &'static LanguageRules {
        match self {
            Self::English => &english::RULES,
            Self::German => &german::RULES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_a_language() {
        for (tag, language) in [
            ("de", Language::German),
            ("de-AT", Language::German),
            ("DE_ch", Language::German),
            ("en", Language::English),
            ("den", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::of(tag), language, "{tag}");
        }
    }
}
