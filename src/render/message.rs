//! A finding's message as HTML.

use super::html::HtmlWriter;

/// Writes a message: text between two backquotes is code, and a backquote without its pair is
/// text. `withCode` in `src/preview/live.js` does the same for the panel.
pub fn write_message(message: &str, html: &mut HtmlWriter) {
    let mut rest = message;
    while let Some((text, after)) = rest.split_once('`') {
        let Some((code, behind)) = after.split_once('`') else {
            break;
        };
        html.text(text);
        html.element("code", code);
        rest = behind;
    }
    html.text(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, expected: &str) {
        let mut html = HtmlWriter::default();
        write_message(message, &mut html);
        assert_eq!(html.as_str(), expected);
    }

    #[test]
    fn what_stands_between_backquotes_is_code() {
        check("", "");
        check("no code", "no code");
        check("`a.md` is `b`", "<code>a.md</code> is <code>b</code>");
        check("``", "<code></code>");
    }

    #[test]
    fn a_backquote_alone_is_text_and_everything_is_escaped() {
        check("a ` b", "a ` b");
        check("`a` ` <b>", "<code>a</code> ` &lt;b&gt;");
        check("a & `<b>` & c", "a &amp; <code>&lt;b&gt;</code> &amp; c");
    }
}
