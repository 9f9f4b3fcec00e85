//! Options may come before the verb: `publish --to PLACE list` is `publish list --to PLACE`.
//!
//! clap would read options before a verb as options of a publish. Each verb has arguments of its
//! own, so the verb is moved to the front before clap reads anything, and clap then refuses what
//! that verb does not take.

use std::ffi::{OsStr, OsString};

use clap::{Args, Command};

use super::Publish;

/// An option before the verb, with its value if that is a word of its own.
struct EarlyOption<'w> {
    name: String,
    words: &'w [OsString],
}

/// Moves the verb of `bf-docs publish` before the options that come before it.
pub fn verb_first(words: Vec<OsString>) -> Vec<OsString> {
    let is_publish = words.get(1).is_some_and(|word| word == "publish");
    match is_publish.then(|| moved(&words)).flatten() {
        Some(moved) => moved,
        None => words,
    }
}

fn moved(words: &[OsString]) -> Option<Vec<OsString>> {
    let publish = Publish::augment_args(Command::new("publish"));
    let (start, mut rest) = words.split_at_checked(2)?;
    let mut early = Vec::new();
    while let Some(option) = early_option(&publish, rest) {
        rest = &rest[option.words.len()..];
        early.push(option);
    }
    let (verb, late) = rest.split_first()?;
    publish.find_subcommand(verb)?;
    // An option after the verb wins over the same one before it.
    let early = early
        .iter()
        .filter(|option| !late.iter().any(|word| long_name(word) == option.name))
        .flat_map(|option| option.words);
    Some(
        start
            .iter()
            .chain([verb])
            .chain(early)
            .chain(late)
            .cloned()
            .collect(),
    )
}

/// The option at the start of the words, if a publish has it.
fn early_option<'w>(publish: &Command, words: &'w [OsString]) -> Option<EarlyOption<'w>> {
    let word = words.first()?;
    let name = long_name(word);
    let option = publish
        .get_arguments()
        .find(|argument| argument.get_long().is_some_and(|long| long == name))?;
    let holds_value = word.to_string_lossy().contains('=');
    let length = match option.get_action().takes_values() && !holds_value {
        true => 2,
        false => 1,
    };
    Some(EarlyOption {
        name,
        words: words.get(..length)?,
    })
}

/// `to` for `--to` and for `--to=PLACE`; empty if a word is no long option.
fn long_name(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let option = word.strip_prefix("--").unwrap_or_default();
    option.split('=').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let words = words.split(' ').map(OsString::from).collect();
        let moved: Vec<String> = verb_first(words)
            .into_iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        assert_eq!(moved.join(" "), expected);
    }

    #[test]
    fn the_verb_comes_before_options_that_stood_before_it() {
        check("bf publish --to P list", "bf publish list --to P");
        check(
            "bf publish --to=P --yes prune --keep 1",
            "bf publish prune --to=P --yes --keep 1",
        );
        check("bf publish --plan list", "bf publish list --plan");
        check("bf publish --to P list --to=Q", "bf publish list --to=Q");
        check("bf publish --to list verify", "bf publish verify --to list");
    }

    #[test]
    fn words_without_such_a_verb_stay_as_they_are() {
        for words in [
            "bf",
            "bf publish",
            "bf publish list --to P",
            "bf publish --to P",
            "bf publish --timeout list",
            "bf publish --quick verify",
            "bf publish --help list",
            "bf publish -- list",
            "bf search --site list",
        ] {
            check(words, words);
        }
    }
}
