//! "Did you mean".

/// The candidate most similar to a misspelled name, if it is similar enough: one edit in three
/// characters. Of equally similar ones, the first.
pub fn suggest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = written.to_lowercase();
    let length = wanted.chars().count();
    let edits = |candidate: &str| {
        let longest = length.max(candidate.chars().count());
        let allowed = longest.div_ceil(3);
        // The difference in length is a lower bound, and the comparison is expensive.
        let shortest = length.min(candidate.chars().count());
        let near = longest - shortest <= allowed;
        near.then(|| strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()))
            .filter(|edits| *edits <= allowed)
    };
    let near = candidates
        .into_iter()
        .filter_map(|candidate| Some((edits(candidate)?, candidate)));
    near.min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// The help for a name that is not among a few: the most similar one, or else all of them.
pub fn did_you_mean(written: &str, names: &[&str]) -> String {
    match suggest(written, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("there is {}", list(names)),
    }
}

/// A list as prose: `a`, `b` and `c`.
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => "nothing to choose from".to_owned(),
        Some((only, [])) => format!("only {only}"),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_gets_the_list() {
        let keys = ["title", "path", "order"];
        assert_eq!(did_you_mean("titel", &keys), "did you mean `title`?");
        assert_eq!(did_you_mean("Title", &keys), "did you mean `title`?");
        assert_eq!(
            did_you_mean("colour", &keys),
            "there is `title`, `path` and `order`"
        );
    }
}
