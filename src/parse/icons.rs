//! Icons by their shortcodes: `material-account-circle`, `fontawesome-brands-gitlab`,
//! `octicons-rocket-16`, `simple-python`.
//!
//! The sets are in the program; see `icons/LICENSES.md` of the repository. The lines of a set are
//! found at the first use of one of its icons.

use std::sync::LazyLock;

/// An icon set.
struct Set {
    /// The beginning of its shortcodes.
    prefix: &'static str,
    /// The comment that its licence asks for in every icon.
    credit: &'static str,
    /// One line for each icon, sorted by name: name, size and drawing, separated by tabs.
    lines: LazyLock<Vec<&'static str>>,
}

static SETS: [Set; 4] = [
    Set {
        prefix: "material-",
        credit: "",
        lines: LazyLock::new(|| lines(include_str!("../../icons/material.tsv"))),
    },
    Set {
        prefix: "fontawesome-",
        credit: "<!-- Font Awesome Free 7.1.0, Fonticons, Inc., CC BY 4.0, \
                 https://fontawesome.com/license/free -->",
        lines: LazyLock::new(|| lines(include_str!("../../icons/fontawesome.tsv"))),
    },
    Set {
        prefix: "octicons-",
        credit: "",
        lines: LazyLock::new(|| lines(include_str!("../../icons/octicons.tsv"))),
    },
    Set {
        prefix: "simple-",
        credit: "",
        lines: LazyLock::new(|| lines(include_str!("../../icons/simple.tsv"))),
    },
];

fn lines(pack: &'static str) -> Vec<&'static str> {
    pack.lines().collect()
}

/// The part of a line before its first tab.
fn name(line: &'static str) -> &'static str {
    line.split('\t').next().unwrap_or(line)
}

impl Set {
    /// The set of a shortcode, and the icon's name in that set.
    fn of(shortcode: &str) -> Option<(&'static Self, &str)> {
        SETS.iter()
            .find_map(|set| Some((set, shortcode.strip_prefix(set.prefix)?)))
    }

    fn line(&self, icon: &str) -> Option<&'static str> {
        let index = self
            .lines
            .binary_search_by(|line| name(line).cmp(icon))
            .ok()?;
        Some(self.lines[index])
    }
}

/// An icon as an SVG element in the colour of its text, without a size.
pub fn svg(shortcode: &str) -> Option<String> {
    let (set, icon) = Set::of(shortcode)?;
    let (size, drawing) = set.line(icon)?.split_once('\t')?.1.split_once('\t')?;
    let credit = set.credit;
    let (open, close) = if drawing.starts_with('<') {
        ("", "")
    } else {
        ("<path d=\"", "\"/>")
    };
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size}\">\
         {credit}{open}{drawing}{close}</svg>"
    ))
}

static EMOJI: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("../../icons/emoji.tsv")));

/// The characters of an emoji, by its name in Twemoji or GitHub.
pub fn emoji(shortcode: &str) -> Option<&'static str> {
    if let Ok(index) = EMOJI.binary_search_by(|line| name(line).cmp(shortcode)) {
        return EMOJI[index]
            .split_once('\t')
            .map(|(_, characters)| characters);
    }
    emojis::get_by_shortcode(shortcode).map(emojis::Emoji::as_str)
}

/// The shortcode most similar to a misspelt or renamed one, from the set that its prefix names.
pub fn suggest(shortcode: &str) -> Option<String> {
    let (set, icon) = Set::of(shortcode)?;
    // `fontawesome-gitlab` lacks only the style, `octicons-rocket` only the size: these are nearer
    // than their edit distance.
    let (ending, beginning) = (format!("-{icon}"), format!("{icon}-"));
    let near = set.lines.iter().map(|line| name(line)).filter_map(|name| {
        let partial = name.ends_with(&ending) || name.starts_with(&beginning);
        let most = 1 + icon.len() / 4;
        // A name whose length differs by more cannot be nearer.
        let distance = || {
            if name.len().abs_diff(icon.len()) > most {
                usize::MAX
            } else {
                strsim::osa_distance(icon, name)
            }
        };
        let distance = if partial { 1 } else { distance() };
        (distance <= most).then_some((distance, name))
    });
    near.min().map(|(_, name)| format!("{}{name}", set.prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_of_every_set_is_found_by_its_name() {
        let mut count = 0;
        for set in &SETS {
            assert!(set.lines.is_sorted_by_key(|line| name(line)));
            for line in set.lines.iter() {
                let svg = svg(&format!("{}{}", set.prefix, name(line))).expect(line);
                assert!(
                    svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "),
                    "{svg}"
                );
                assert!(
                    svg.ends_with("/></svg>") || svg.ends_with("</g></svg>"),
                    "{svg}"
                );
                assert!(!svg.contains("style=") && !svg.contains('\t'), "{svg}");
                count += 1;
            }
        }
        assert!(count > 14_000);
        for known in [
            "material-account-circle",
            "fontawesome-solid-gear",
            "octicons-rocket-16",
            "simple-python",
        ] {
            assert!(svg(known).is_some(), "{known}");
        }
        for unknown in [
            "smile",
            "material-",
            "material",
            "fontawesome-gitlab",
            "octicons-rocket",
            "simple-Python",
        ] {
            assert_eq!(svg(unknown), None);
        }
    }

    #[test]
    fn emoji_have_the_names_of_twemoji_and_of_github() {
        assert!(EMOJI.is_sorted_by_key(|line| name(line)));
        for (known, characters) in [
            ("smile", "😄"),
            ("man_raising_hand", "🙋\u{200d}♂\u{fe0f}"),
            ("flag_us", "🇺🇸"),
            ("us", "🇺🇸"),
            ("+1", "👍"),
        ] {
            assert_eq!(emoji(known), Some(characters), "{known}");
        }
        assert_eq!(emoji("no_such_thing"), None);
    }

    #[test]
    fn a_misspelt_icon_has_a_suggestion() {
        for (wrong, right) in [
            ("material-acount-circle", Some("material-account-circle")),
            ("fontawesome-gitlab", Some("fontawesome-brands-gitlab")),
            ("octicons-rocket", Some("octicons-rocket-16")),
            ("material-nothing-like-this-at-all", None),
            ("smile", None),
        ] {
            assert_eq!(suggest(wrong).as_deref(), right, "{wrong}");
        }
    }
}
