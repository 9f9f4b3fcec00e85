//! Typos and other text in the place of a link's path.

/// Signs that are often left over around an address.
const AROUND: [char; 8] = ['(', ')', '[', ']', '<', '>', '"', '\''];

/// Endings of a host name that are not file extensions: `example.com`.
const TOP: &str = "com org net edu gov dev app info io eu uk de fr cloud";

/// An address in signs that are not part of it.
pub struct Wrapped<'d> {
    /// The address without the signs.
    pub address: &'d str,
    /// The name of the sign: "a parenthesis".
    pub sign: &'static str,
    /// True if one of the signs has no partner: then it is always wrong.
    pub is_odd: bool,
}

/// Finds an address with an extra bracket or quotation mark at an end.
pub fn wrapped(dest: &str) -> Option<Wrapped<'_>> {
    // `[text](address)` in the place of an address.
    let inner = dest.split_once("](").map_or(dest, |(_, inner)| inner);
    let address = inner.trim_matches(AROUND);
    if address.len() == dest.len() || address.is_empty() {
        return None;
    }
    let count = |sign: char| dest.matches(sign).count();
    let is_odd = count('(') != count(')') || count('[') != count(']');
    let sign = match dest.chars().find(|c| AROUND.contains(c)) {
        Some('(' | ')') => "a parenthesis",
        Some('"' | '\'') => "a quotation mark",
        _ => "a bracket",
    };
    Some(Wrapped {
        address,
        sign,
        is_odd,
    })
}

/// The message and the help for text that is not a path, such as an e-mail address.
pub fn no_path(dest: &str) -> Option<(String, String)> {
    if let Some(name) = dest
        .strip_prefix('@')
        .filter(|name| !name.is_empty() && !name.contains('/'))
    {
        let help = format!("write the full address of `{name}`, or take out the link");
        return Some((format!("`{dest}` is no address"), help));
    }
    if is_mail(dest) {
        let help = format!("write `mailto:{dest}`");
        return Some((
            format!("`{dest}` is an e-mail address without `mailto:`"),
            help,
        ));
    }
    is_host(dest).then(|| {
        (
            format!("`{dest}` has no `https://`"),
            format!("write `https://{dest}`"),
        )
    })
}

fn is_mail(dest: &str) -> bool {
    let Some((name, host)) = dest.split_once('@') else {
        return false;
    };
    !name.is_empty()
        && !dest.contains('/')
        && host.contains('.')
        && !host.contains('@')
        && !host.ends_with(".md")
}

/// Returns whether the text begins with a host name: `www.example.org`, `example.com/path`.
fn is_host(dest: &str) -> bool {
    let host = dest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_name = |part: &str| {
        let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !part.is_empty()
            && part.chars().all(is_inside)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let Some((name, top)) = host.rsplit_once('.') else {
        return false;
    };
    let is_top =
        host.starts_with("www.") || TOP.split(' ').any(|known| known.eq_ignore_ascii_case(top));
    is_top && is_name(top) && name.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_signs_around_it_is_found() {
        let check =
            |dest, address| assert_eq!(wrapped(dest).map(|found| found.address), address, "{dest}");
        check("(https://example.com/a)", Some("https://example.com/a"));
        check("guide.md)", Some("guide.md"));
        check("guide.md\"", Some("guide.md"));
        check("[https://a.org](https://a.org)", Some("https://a.org"));
        check("guide_(old).md", None);
        check("()", None);
        check("guide.md", None);
    }

    #[test]
    fn a_host_and_a_name_are_no_paths() {
        let check = |dest, help: Option<&str>| {
            assert_eq!(
                no_path(dest).map(|(_, help)| help).as_deref(),
                help,
                "{dest}"
            );
        };
        check("www.example.xyz", Some("write `https://www.example.xyz`"));
        check(
            "example.com/a/b.html#c",
            Some("write `https://example.com/a/b.html#c`"),
        );
        check(
            "play.rust-lang.org",
            Some("write `https://play.rust-lang.org`"),
        );
        check("a@b.org", Some("write `mailto:a@b.org`"));
        check(
            "@octocat",
            Some("write the full address of `octocat`, or take out the link"),
        );
        for path in [
            "guide.md",
            "a.b/c.md",
            "v1.2/x.com.md",
            "../example.com",
            "@scope/package.md",
            "a@b",
            "-.com",
        ] {
            check(path, None);
        }
    }
}
