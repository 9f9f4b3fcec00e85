//! The rules for texts of the map, one for each `format` of the schema.

use super::{ByteSize, SiteUrl, TimeSpan};
use crate::colour::Rgb;

/// A text that breaks its rule.
pub(super) struct Broken {
    /// The expected form, as the end of "`text` is not ...".
    pub not: String,
    /// The help: the way to write it.
    pub help: &'static str,
}

/// Returns whether the map takes a text of a schema format, as in `link`.
pub fn takes(format: &str, text: &str) -> bool {
    test(format, text).is_none()
}

/// Tests a text against the rule of a schema format.
pub(super) fn test(format: &str, text: &str) -> Option<Broken> {
    match format {
        "site-url" => site_url(text),
        "web-url" => broken(!is_web(text), "a web address", WEB_HELP),
        "link" => broken(
            !is_link(text),
            "a link",
            "start it with `https://`, `http://` or `/`",
        ),
        "target" => broken(
            !is_target(text),
            "a page of the docs or a web address",
            TREE_HELP,
        ),
        "tree-path" => broken(!is_inside(text), "a path inside the docs folder", TREE_HELP),
        "host" => broken(
            !is_host(text),
            "a host's name",
            "write the name alone: `img.example.com`",
        ),
        "colour" => broken(
            Rgb::from_hex(text).is_none(),
            "a colour",
            "write it as `#0b6e4f`",
        ),
        "glob" => glob(text),
        "time-span" => broken(
            TimeSpan::parse(text).is_none(),
            "a time span",
            "write minutes or hours: `30m`, `12h`",
        ),
        "byte-size" => broken(
            ByteSize::parse(text).is_none(),
            "a number of bytes",
            "write megabytes or gigabytes: `16MB`, `1GB`",
        ),
        "path-template" => template(text, "{path}", "put `{path}` where the page's path belongs"),
        "id-template" => template(text, "{id}", "put `{id}` where the item's id belongs"),
        _ => None,
    }
}

const WEB_HELP: &str = "start it with `https://` or `http://`";
const TREE_HELP: &str =
    "write it relative to the docs folder, without `..` and with `/` between folders";

fn broken(is_broken: bool, not: &str, help: &'static str) -> Option<Broken> {
    is_broken.then(|| Broken {
        not: not.to_owned(),
        help,
    })
}

fn site_url(text: &str) -> Option<Broken> {
    let why = SiteUrl::parse(text).err()?;
    let help = "write scheme, host and path: `https://docs.example.com/guide/`";
    Some(Broken {
        not: format!("the address of a site: {why}"),
        help,
    })
}

fn glob(text: &str) -> Option<Broken> {
    if !is_inside(text) {
        return broken(true, "a glob inside the docs folder", TREE_HELP);
    }
    let why = glob::Pattern::new(text).err()?;
    let help = "`*`, `**`, `?` and `[0-9]` have a meaning; `[*]` is a star itself";
    Some(Broken {
        not: format!("a glob: {}", why.msg.to_lowercase()),
        help,
    })
}

fn template(text: &str, hole: &str, help: &'static str) -> Option<Broken> {
    let filled = text.contains(hole) && is_web(text);
    broken(!filled, &format!("a web address with `{hole}` in it"), help)
}

/// Returns whether a text is a web address.
pub(super) fn is_web(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')) && !has_blank(text)
}

/// Only web addresses and `/` paths are links: a browser would run `javascript:`.
fn is_link(text: &str) -> bool {
    is_web(text) || (text.starts_with('/') && !text.starts_with("//") && !has_blank(text))
}

/// Accepts a redirect's destination, which may have a `#heading`.
fn is_target(text: &str) -> bool {
    let folder = text.split('/').next().unwrap_or_default();
    is_web(text) || (is_inside(text) && !text.is_empty() && !folder.contains(':'))
}

fn is_inside(text: &str) -> bool {
    let drive = text.as_bytes().get(1) == Some(&b':');
    let up = text.split('/').any(|part| part == "..");
    let odd = text.contains(|c: char| c == '\\' || c.is_control());
    !(text.starts_with('/') || odd || drive || up)
}

/// The Content-Security-Policy names the hosts, and a blank or `;` would end its list.
fn is_host(text: &str) -> bool {
    let name = text.strip_prefix("*.").unwrap_or(text);
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(is_sign)
}

fn has_blank(text: &str) -> bool {
    text.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_takes_what_is_meant_and_nothing_that_could_hurt() {
        let cases = [
            ("link", "/private/", "javascript:alert(1)"),
            ("link", "https://example.com/", "//example.com/"),
            ("tree-path", "process/workflows/", "../secrets"),
            ("tree-path", "index.md", "/etc/passwd"),
            ("target", "new/page.md#top", "javascript:alert(1)"),
            ("host", "*.example.com", "x.com; script-src *"),
            ("glob", "decisions/[0-9]*.md", "decisions/[0-9.md"),
            (
                "path-template",
                "https://x.com/edit/{path}",
                "https://x.com/edit/",
            ),
            ("colour", "#0b6e4f", "red; }"),
            ("time-span", "90m", "90"),
            ("time-span", "12h", "0h"),
            ("byte-size", "16MB", "16 MB"),
            ("id-template", "https://x.com/{id}", "{id}"),
        ];
        for (format, good, bad) in cases {
            assert!(test(format, good).is_none(), "{format} refuses {good}");
            assert!(test(format, bad).is_some(), "{format} takes {bad}");
        }
    }
}
