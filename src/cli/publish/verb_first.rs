//! Options may stand before the verb: `publish --to PLACE list` is `publish list --to PLACE`.
//!
//! clap would read options before a verb as options of a publish. Each verb has arguments of its
//! own, so the verb is moved to the front before clap reads anything, and clap then refuses what
//! that verb does not take.

use std::ffi::{OsStr, OsString};

use clap::{Args, Command};

use super::Publish;

/// An option before the verb, with its value where that is a word of its own.
struct EarlyOption<'w> {
    name: String,
    words: &'w [OsString],
}

/// Moves the verb of `bf-docs publish` before the options that stand before it.
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
    // What is said again behind the verb holds.
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

/// The option that the words begin with, where a publish takes it.
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

/// `to` of `--to` and of `--to=PLACE`; empty where a word is no long option.
fn long_name(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let option = word.strip_prefix("--").unwrap_or_default();
    option.split('=').next().unwrap_or_default().to_owned()
}
