//! Normalised texts for the comparison of names and titles.

/// The words of a text in lower case, with one blank between them and without signs.
pub fn plain(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}
