//! The text of a content map.

use std::fmt::Write as _;

/// A text that grows.
#[derive(Default)]
pub struct TomlText(String);

impl TomlText {
    /// Adds comments, one for each line of a text.
    pub fn comment(&mut self, text: &str) {
        for line in text.lines() {
            // A lone carriage return would end the comment.
            let line: String = line.chars().filter(|c| !c.is_control()).collect();
            self.line(&format!("# {line}"));
        }
    }

    /// Begins a table, as in `[site]` or `[[tab]]`.
    pub fn table(&mut self, header: &str) {
        self.gap();
        self.line(header);
    }

    /// Adds a key and a text.
    pub fn text(&mut self, key: &str, value: &str) {
        self.line(&format!("{} = {}", key_text(key), quoted(value)));
    }

    /// Adds a key and a list of texts.
    pub fn list(&mut self, key: &str, values: &[String]) {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        self.line(&format!("{} = [{}]", key_text(key), values.join(", ")));
    }

    /// Adds a line as it is.
    pub fn line(&mut self, line: &str) {
        // A text can be written without limit.
        let _ = writeln!(self.0, "{line}");
    }

    /// Leaves an empty line, unless the text is empty.
    pub fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.line("");
        }
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// A text in quotation marks.
pub fn quoted(text: &str) -> String {
    // A basic string on one line, whatever is in it.
    let escaped = serde_json::Value::String(text.to_owned()).to_string();
    escaped.replace('\u{7f}', "\\u007f")
}

fn key_text(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        quoted(key)
    }
}

/// The text of HTML, on one line.
pub fn without_markup(html: &str) -> String {
    const UNSEEN: [&[u8]; 2] = [b"script", b"style"];
    const INLINE: [&[u8]; 9] = [
        b"a", b"b", b"i", b"em", b"strong", b"code", b"span", b"small", b"sup",
    ];
    let mut text = String::new();
    let mut is_seen = true;
    for token in html5gum::Tokenizer::new(html).flatten() {
        let name = match token {
            html5gum::Token::String(part) if is_seen => {
                text.push_str(&String::from_utf8_lossy(&part));
                continue;
            }
            html5gum::Token::StartTag(tag) => {
                is_seen &= !UNSEEN.contains(&tag.name.as_slice());
                tag.name
            }
            html5gum::Token::EndTag(tag) => {
                is_seen |= UNSEEN.contains(&tag.name.as_slice());
                tag.name
            }
            _ => continue,
        };
        if !INLINE.contains(&name.as_slice()) {
            text.push(' ');
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
