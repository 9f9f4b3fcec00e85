//! The words of questions.

/// Words that a question has for its form: they say nothing of its subject. In lower case, and as
/// the search reads them.
const FILLING: &str = "\
    a about all already am an and any anybody anyone are as at be been being both but by can \
    could did do does doing done don't else ever every everybody everyone for from get gets \
    had has have her his how i if in instead into is isn't it its just let like me more most \
    much my need no nor not now of off on one only or our out over own please same should so \
    some somebody someone than that the their them then there these they this those to too \
    up us use used using very was we were what when where whether which while who whom whose \
    why will with without would yet you your i'm i've";

/// Words of documents of a kind: a title is the same without them.
pub const KINDS: &str = "\
    adr adrs challenge decision document item rfc specification spec story stories ticket \
    work";

/// Words that ask whether work is done.
pub const DELIVERED: &str = "\
    available complete completed delivered deployed done finished implemented landed \
    launched live out ready released ship shipped";

/// Words that ask whether a decision holds.
pub const STANDING: &str = "\
    accepted approved binding current deprecated force obsolete outdated rejected still \
    superseded valid";

/// Words that ask for what came in the place of something.
pub const SUCCEEDED: &str = "replaced replaces succeeded succeeds superseded supersedes";

/// Words that ask for an owner.
pub const OWNED: &str =
    "owned owner owners owns maintained maintainer maintainers maintains responsible";

/// Words above a column of owners, beside these.
pub const OWNER_COLUMNS: &str = "team";

/// Words that open a question to which yes, no or a time is the answer.
pub const ASKING: &str = "are did does do had has have in is was were when";

/// Returns whether a word is one of a list, whose words are parted by blanks.
pub fn is_one(word: &str, of: &str) -> bool {
    of.split_ascii_whitespace().any(|one| one == word)
}

/// Returns whether a word fills a question.
pub fn is_filling(word: &str) -> bool {
    is_one(word, FILLING)
}

/// Returns whether a word names a kind of document.
pub fn is_kind(word: &str) -> bool {
    is_one(word, KINDS)
}
