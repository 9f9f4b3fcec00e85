//! Writes a line as text and flat spans.

/// A token class, as Pygments calls it; empty for text that needs none.
pub type Class = &'static str;

/// Writes pieces of code, giving neighbours of one class one span.
pub struct Spans<'a> {
    html: &'a mut String,
    open: Class,
}

impl<'a> Spans<'a> {
    /// Begins to write at the end of `html`.
    pub fn new(html: &'a mut String) -> Self {
        Self { html, open: "" }
    }

    /// Writes a piece of a line. White space is given no span of its own, but
    /// may stand inside one: `# a comment` is one token.
    pub fn piece(&mut self, text: &str, class: Class) {
        let class = if class == "o" && text.starts_with(char::is_alphabetic) {
            "ow"
        } else {
            class
        };
        if class != self.open {
            self.close();
            let word = text.trim_start();
            escape(self.html, &text[..text.len() - word.len()]);
            if !class.is_empty() && !word.is_empty() {
                self.html.push_str("<span class=\"");
                self.html.push_str(class);
                self.html.push_str("\">");
                self.open = class;
            }
            escape(self.html, word);
        } else {
            escape(self.html, text);
        }
    }

    /// Ends the open span, before the white space it ends in. A line end is
    /// written after this, never in a span.
    pub fn close(&mut self) {
        if !self.open.is_empty() {
            let end = self.html.trim_end().len();
            self.html.insert_str(end, "</span>");
            self.open = "";
        }
    }
}

/// Appends text, with what HTML would take for markup escaped.
pub fn escape(html: &mut String, text: &str) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        html.push_str(&text[done..at]);
        html.push_str(entity);
        done = at + 1;
    }
    html.push_str(&text[done..]);
}
