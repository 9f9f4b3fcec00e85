//! The writer of all HTML that Rust writes. Texts and attributes are escaped only here.

use std::fmt::{Arguments, Write as _};

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

/// A buffer of HTML.
#[derive(Debug, Default)]
pub struct HtmlWriter(String);

/// The start tag of an element. It takes attributes until it is dropped.
pub struct StartTag<'h> {
    html: &'h mut HtmlWriter,
    end: &'static str,
}

// Writing to a `String` cannot fail, so the results of the escaping functions are dropped.
impl HtmlWriter {
    /// An empty buffer with room for a number of bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Starts an element: `html.open("td").attr("class", "gap");`.
    pub fn open(&mut self, name: &str) -> StartTag<'_> {
        self.start(name, ">")
    }

    /// Writes an element without content: `<br />`.
    pub fn void(&mut self, name: &str) -> StartTag<'_> {
        self.start(name, " />")
    }

    fn start(&mut self, name: &str, end: &'static str) -> StartTag<'_> {
        self.0.push('<');
        self.0.push_str(name);
        StartTag { html: self, end }
    }

    /// Ends an element.
    pub fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// Writes an element that contains only a text.
    pub fn element(&mut self, name: &str, text: &str) {
        self.open(name);
        self.text(text);
        self.close(name);
    }

    /// Writes an element of a class, with a text alone.
    pub fn classed(&mut self, name: &str, class: &str, text: &str) {
        self.open(name).attr("class", class);
        self.text(text);
        self.close(name);
    }

    /// Writes a text and escapes it.
    pub fn text(&mut self, text: &str) {
        let _ = escape_html_body_text(&mut self.0, text);
    }

    /// Writes numbers and fixed words, which need no escape.
    pub fn plain(&mut self, text: Arguments<'_>) {
        let _ = self.0.write_fmt(text);
    }

    /// Writes a text as a part of an attribute's value and escapes it.
    pub fn attribute_text(&mut self, text: &str) {
        let _ = escape_html(&mut self.0, text);
    }

    /// Writes HTML as it is.
    pub fn raw(&mut self, html: &str) {
        self.0.push_str(html);
    }

    /// The number of bytes so far.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether the buffer is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the next text starts a line.
    pub fn ends_a_line(&self) -> bool {
        self.0.ends_with('\n')
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<HtmlWriter> for String {
    fn from(html: HtmlWriter) -> Self {
        html.0
    }
}

impl StartTag<'_> {
    /// Writes an attribute and escapes its value.
    pub fn attr(mut self, name: &str, value: &str) -> Self {
        self.begin(name);
        let _ = escape_html(&mut self.html.0, value);
        self.html.0.push('"');
        self
    }

    /// Writes an attribute whose value is an address. It is escaped, and percent-encoded where
    /// necessary.
    pub fn href(mut self, name: &str, address: &str) -> Self {
        self.begin(name);
        let _ = escape_href(&mut self.html.0, address);
        self.html.0.push('"');
        self
    }

    /// Writes an attribute of numbers and fixed words, which need no escape.
    pub fn plain(mut self, name: &str, value: Arguments<'_>) -> Self {
        self.begin(name);
        let _ = self.html.0.write_fmt(value);
        self.html.0.push('"');
        self
    }

    /// Writes an attribute without a value.
    pub fn flag(self, name: &str) -> Self {
        self.html.0.push(' ');
        self.html.0.push_str(name);
        self
    }

    fn begin(&mut self, name: &str) {
        self.html.0.push(' ');
        self.html.0.push_str(name);
        self.html.0.push_str("=\"");
    }
}

impl Drop for StartTag<'_> {
    fn drop(&mut self) {
        self.html.0.push_str(self.end);
    }
}
