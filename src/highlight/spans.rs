//! Writes a line of code as text and flat spans.

/// A token class by Pygments' short name; empty for plain text.
pub type Class = &'static str;

/// Writes pieces of code. Neighbours of one class share a span.
pub struct Spans<'a> {
    html: &'a mut String,
    open: Class,
}

impl<'a> Spans<'a> {
    /// A writer that appends to `html`.
    pub fn new(html: &'a mut String) -> Self {
        Self { html, open: "" }
    }

    /// Writes a piece of a line. White space gets no span of its own but may be inside one: `# a
    /// comment` is one token.
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

    /// Closes the open span before its trailing white space. A line end is written after this,
    /// never inside a span.
    pub fn close(&mut self) {
        if !self.open.is_empty() {
            let end = self.html.trim_end().len();
            self.html.insert_str(end, "</span>");
            self.open = "";
        }
    }
}

/// Appends text and escapes `&`, `<` and `>`.
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
