//! The form of a page that a client asks for: HTML or Markdown.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// The path of the file that answers a request for a page: that of the page's Markdown, if the
/// client prefers it.
pub fn negotiated(file: &str, headers: &HeaderMap) -> Option<String> {
    let stem = file.strip_suffix(".html")?;
    prefers_markdown(headers).then(|| format!("{stem}.md"))
}

/// Says that another client may get another form of the same address (RFC 9110, 12.5.5).
pub fn with_vary(mut answer: Response) -> Response {
    let accept = HeaderValue::from_static("Accept");
    answer.headers_mut().insert(header::VARY, accept);
    answer
}

/// Returns whether a client names Markdown, and names nothing that it would rather have (RFC 9110,
/// 12.5.1). Wildcards mean HTML.
fn prefers_markdown(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT).iter();
    let ranges = lines.filter_map(|line| line.to_str().ok());
    let ranges: Vec<&str> = ranges.flat_map(|line| line.split(',')).collect();
    let weight = |kind: &str| ranges.iter().find_map(|range| weight_of(range, kind));
    let markdown = weight("text/markdown").unwrap_or(0.0);
    let html = ["text/html", "text/*", "*/*"].into_iter().find_map(weight);
    markdown > 0.0 && markdown >= html.unwrap_or(0.0)
}

/// The weight of a media range, from 0 to 1, if it is of this kind.
fn weight_of(range: &str, kind: &str) -> Option<f32> {
    let mut parts = range.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case(kind) {
        return None;
    }
    let weight = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.eq_ignore_ascii_case("q").then_some(value)
    });
    match weight {
        Some(weight) => Some(
            weight
                .parse()
                .ok()
                .filter(|weight| *weight <= 1.0)
                .unwrap_or(0.0),
        ),
        None => Some(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_for_those_who_name_it() {
        for (accept, is_markdown) in [
            ("text/markdown", true),
            ("text/markdown, text/html;q=0.9, */*;q=0.1", true),
            ("text/markdown, text/html, */*", true),
            ("TEXT/Markdown; charset=utf-8", true),
            ("text/markdown;q=0.5, text/html", false),
            ("text/markdown;q=0.5, */*", false),
            ("text/markdown;q=0.5, text/*;q=0.4", true),
            ("text/markdown;q=0", false),
            ("text/markdown;q=no", false),
            ("*/*", false),
            ("text/*", false),
            ("text/html,application/xhtml+xml,*/*;q=0.8", false),
            ("application/text/markdown", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().expect("it is a value"));
            let file = negotiated("guide/index.html", &headers);
            let expected = is_markdown.then(|| "guide/index.md".to_owned());
            assert_eq!(file, expected, "{accept}");
            assert_eq!(negotiated("app.js", &headers), None);
        }
        assert_eq!(negotiated("guide/index.html", &HeaderMap::new()), None);
    }
}
