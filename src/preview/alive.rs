//! What keeps an open page up to date: a script and a stylesheet of our own, put into the page.

use axum::response::Response;

use crate::http::file_answer;

/// Where the preview's own files lie: no site has anything there.
pub const OWN_FOLDER: &str = "/.bf-docs/live/";

/// The script that follows the site.
pub async fn script() -> Response {
    file_answer("live.js", include_str!("live.js"))
}

/// The looks of the panel.
pub async fn style() -> Response {
    file_answer("live.css", include_str!("live.css"))
}

/// What the script has to know of the page that it is in.
pub struct PageTags<'p> {
    /// The path of the page in the site.
    pub page: &'p str,
    /// The fingerprint of what is there for that path; empty where nothing is.
    pub shown: &'p str,
    /// Names the edition that the page is of.
    pub seen: &'p str,
}

impl PageTags<'_> {
    /// Puts the tags into a page, at a byte.
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

    /// Puts the tags into a page that a theme has made, at the end of its head.
    pub fn put_into_head(&self, html: &[u8]) -> Vec<u8> {
        self.put_into(html, head_end(html))
    }
}

/// Where the head of a rendered page ends; a theme may leave the tag out.
fn head_end(html: &[u8]) -> usize {
    html.windows(7)
        .position(|part| part.eq_ignore_ascii_case(b"</head>"))
        .unwrap_or(html.len())
}
