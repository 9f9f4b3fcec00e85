//! Tells a notation from data and code with the same signs.

/// Returns whether a tool fills in `{{ inner }}`: it is a name, a call or a shortcode, and not `${{
/// x }}` of pipelines, `{{{` of manuals or `{{ .Field }}` of programs.
pub fn is_macro(inner: &str, before: &str) -> bool {
    let starts = inner.starts_with(|c: char| {
        c.is_alphabetic() || matches!(c, '_' | '<' | '%' | '"' | '\'' | '#' | '>')
    });
    starts && !inner.contains(['{', '}']) && !before.ends_with(['$', '\\', '{', '%'])
}

/// Returns whether `{% inner %}` is a tag: it starts with a word, and its arguments follow.
pub fn is_template_tag(inner: &str) -> bool {
    inner
        .trim_start_matches(['%', '-', '+', ' '])
        .starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Returns whether a wiki could have such a page: the text is some words, not data and not an
/// attribute of C++.
fn is_wiki_page(inner: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "toc",
        "_toc_",
        "nodiscard",
        "noreturn",
        "deprecated",
        "fallthrough",
        "maybe_unused",
        "likely",
        "unlikely",
        "carries_dependency",
        "no_unique_address",
        "assume",
    ];
    let has_word = inner.chars().any(char::is_alphabetic);
    let is_text = inner == inner.trim()
        && !inner.contains(['"', '\'', '$', '=', ';', '{', '}', '`', '<', '>']);
    let is_attribute =
        inner.contains("::") || OTHERS.contains(&inner.to_ascii_lowercase().as_str());
    // `[[SPEC-OUTPUT.1]]` is a label.
    let is_label = !inner.contains(char::is_lowercase)
        && inner.contains(|c: char| c.is_ascii_digit() || c == '.');
    let is_list = inner.split(',').count() > 1 && !inner.contains(' ');
    has_word
        && is_text
        && !is_attribute
        && !is_label
        && !is_list
        && !inner.starts_with(['-', '^', '(', '!', '/'])
}

/// Returns whether `[[inner]]` between these texts links to a page.
pub fn is_wiki_link(before: &str, inner: &str, behind: &str) -> bool {
    // `a[[i]]` is an index.
    let is_apart =
        !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']' | '['));
    let behind = behind.trim_start_matches(' ');
    is_apart && is_wiki_page(inner) && !behind.starts_with(['(', '（', '[', ']', ':'])
}
