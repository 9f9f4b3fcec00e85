//! The script and the stylesheet that the preview puts into each page.

use axum::response::Response;

use crate::http::file_answer;

/// The folder of the preview's own files. No site has a file there.
pub const OWN_FOLDER: &str = "/.bf-docs/live/";

/// The script that follows the site.
pub async fn script() -> Response {
    file_answer("live.js", include_str!("live.js"))
}

/// The stylesheet of the panel.
pub async fn style() -> Response {
    file_answer("live.css", include_str!("live.css"))
}

/// The values that the script needs about its page.
pub struct PageTags<'p> {
    /// The path of the page in the site.
    pub page: &'p str,
    /// The fingerprint of the page; empty if the page is missing.
    pub shown: &'p str,
    /// The run and the edition of the page.
    pub seen: &'p str,
}

impl PageTags<'_> {
    /// Inserts the tags into a page, at a byte offset.
    pub fn put_into(&self, html: &[u8], at: usize) -> Vec<u8> {
        let Self { page, shown, seen } = self;
        let mut path = String::new();
        let _ = pulldown_cmark_escape::escape_html(&mut path, page);
        let tags = format!(
            "<link rel=\"stylesheet\" href=\"{OWN_FOLDER}live.css\">\
             <script defer src=\"{OWN_FOLDER}live.js\" data-page=\"{path}\" data-shown=\"{shown}\" \
             data-seen=\"{seen}\"></script>\n"
        );
        [&html[..at], tags.as_bytes(), &html[at..]].concat()
    }

    /// Inserts the tags at the end of the head of a page that a theme rendered.
    pub fn put_into_head(&self, html: &[u8]) -> Vec<u8> {
        self.put_into(html, head_end(html))
    }
}

/// The end of the head; a theme may leave the tag out.
fn head_end(html: &[u8]) -> usize {
    html.windows(7)
        .position(|part| part.eq_ignore_ascii_case(b"</head>"))
        .unwrap_or(html.len())
}
