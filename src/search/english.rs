//! The rows that make a stem of an English word: Snowball's English stemmer, version 3.1, and
//! American spellings before it. Rows and conditions of Snowball's that change no word because of
//! the others are left out, so that a test can miss every one that is here.

use super::language_rules::{LanguageRules, Mark};
use super::rows::Region::{AllOfFirst, First, Second};
use super::rows::StemRow;

const fn row(ending: &'static str, put: &'static str) -> StemRow {
    StemRow::new(ending, put)
}

/// The rules of English.
pub const RULES: LanguageRules = LanguageRules {
    vowels: VOWELS,
    classes: &[
        ('.', false, ""),
        ('V', true, VOWELS),
        ('C', false, VOWELS),
        // A consonant behind which an `e` may be missing.
        ('W', false, "aeiouwxY"),
    ],
    marks: &[Mark {
        letter: 'y',
        sign: 'Y',
        between: false,
    }],
    joined: &[],
    plain: &[('Y', 'y')],
    least: 0,
    spellings: &SPELLINGS,
    exceptions: &EXCEPTIONS,
    prefixes: &PREFIXES,
    steps: &STEPS,
    mends: &[&MENDS],
    stop_words: "does where into my their how its was what when which i do but if can at an by \
        from or as on it you that are with be this for is in and of to a the",
    synonyms: SYNONYMS,
};

const VOWELS: &str = "aeiouy";

/// Short forms, and pairs of verbs. Words that mean the same only in some trades are not here: a
/// search that answers another question is worse than none.
const SYNONYMS: &str = "app application|arg argument|async asynchronous|auth authentication|authz authorization|\
    cert certificate|cmd command|config configuration|db database|deps dependencies|\
    dev development|diff difference|dir directory|doc documentation|env environment|\
    func function|id identifier|img image|impl implementation|info information|\
    init initialize|k8s kubernetes|lang language|lib library|max maximum|mem memory|\
    min minimum|msg message|net network|ns namespace|os platform|param parameter|\
    perf performance|pkg package|prod production|ref reference|regex regexp|repo repository|\
    spec specification|sync synchronize|temp temporary|var variable|delete remove|\
    disable deactivate|enable activate|error failure|login authentication|obsolete deprecated|\
    revert rollback|update upgrade";

/// Endings that British and American English spell otherwise. `promise` becomes `promize` here and
/// in a query alike, so no harm is done.
const SPELLINGS: [StemRow; 22] = [
    spelling("isations", "izations"),
    spelling("isation", "ization"),
    spelling("ising", "izing"),
    spelling("isers", "izers"),
    spelling("iser", "izer"),
    spelling("ised", "ized"),
    spelling("ises", "izes"),
    spelling("ise", "ize"),
    spelling("ysing", "yzing"),
    spelling("ysed", "yzed"),
    spelling("yses", "yzes"),
    spelling("yse", "yze"),
    spelling("oured", "ored"),
    spelling("ouring", "oring"),
    spelling("ours", "ors"),
    spelling("our", "or"),
    spelling("ogues", "ogs"),
    spelling("ogue", "og"),
    spelling("tres", "ters"),
    spelling("tre", "ter"),
    row("elled", "eled").when(&["a*", "e*", "i*", "o*", "u*"]),
    row("elling", "eling").when(&["a*", "e*", "i*", "o*", "u*"]),
];

/// `rise`, `hour` and `four` have no such endings.
const fn spelling(british: &'static str, american: &'static str) -> StemRow {
    row(british, american).when(&["..."])
}

/// Words whose stems no row makes.
const EXCEPTIONS: [(&str, &str); 15] = [
    ("skis", "ski"),
    ("skies", "sky"),
    ("idly", "idl"),
    ("gently", "gentl"),
    ("ugly", "ugli"),
    ("early", "earli"),
    ("only", "onli"),
    ("singly", "singl"),
    ("sky", "sky"),
    ("news", "news"),
    ("howe", "howe"),
    ("atlas", "atlas"),
    ("cosmos", "cosmos"),
    ("bias", "bias"),
    ("andes", "andes"),
];

/// The first region starts behind these.
const PREFIXES: [&str; 9] = [
    "arsen", "commun", "emerg", "gener", "inter", "later", "organ", "past", "univers",
];

/// The steps, each of which changes a word once at most.
const STEPS: [&[StemRow]; 7] = [
    &PLURALS,
    &FORMS,
    &LAST_Y,
    &LONG_SUFFIXES,
    &SUFFIXES,
    &BARE_SUFFIXES,
    &LAST_E,
];

const PLURALS: [StemRow; 8] = [
    row("sses", "ss"),
    row("ied", "i").when(&[".."]),
    row("ied", "ie"),
    row("ies", "i").when(&[".."]),
    row("ies", "ie"),
    row("us", "us"),
    row("ss", "ss"),
    row("s", "").when(&["V*."]),
];

const FORMS: [StemRow; 8] = [
    row("eedly", "ee").within(First).unless(&NO_EED),
    row("ingly", "").when(&["V*"]).mending(1),
    row("edly", "").when(&["V*"]).mending(1),
    row("eed", "ee").within(First).unless(&NO_EED),
    row("ying", "ie").when(&["^C"]),
    row("ying", "y"),
    row("ing", "")
        .when(&["V*"])
        .unless(&["^even", "^cann", "^inn", "^earr", "^herr", "^out"])
        .mending(1),
    row("ed", "").when(&["V*"]).mending(1),
];

const NO_EED: [&str; 3] = ["^succ", "^proc", "^exc"];

/// The letters that a word gets back when the ending of a form is gone.
const MENDS: [StemRow; 13] = [
    row("at", "ate"),
    row("bl", "ble"),
    row("iz", "ize"),
    single("bb", "b"),
    single("dd", "d"),
    single("ff", "f"),
    single("gg", "g"),
    single("mm", "m"),
    single("nn", "n"),
    single("pp", "p"),
    single("rr", "r"),
    single("tt", "t"),
    row("", "e").within(AllOfFirst),
];

/// `add`, `egg` and `off` are whole words.
const fn single(double: &'static str, letter: &'static str) -> StemRow {
    row(double, letter).unless(&["^a", "^e", "^o"])
}

/// The ends of short words.
const SHORT: [&str; 3] = ["CVW", "^VC", "past"];

const LAST_Y: [StemRow; 1] = [row("y", "i").when(&[".C"])];

const LONG_SUFFIXES: [StemRow; 22] = [
    row("ational", "ate").within(First),
    // If the region starts within these, the next step removes `ness`.
    row("fulness", "ful"),
    row("iveness", "ive"),
    row("ization", "ize").within(First),
    row("biliti", "ble").within(First),
    row("lessli", "less").within(First),
    row("alism", "al").within(First),
    row("aliti", "al").within(First),
    row("ation", "ate").within(First),
    row("entli", "ent").within(First),
    row("fulli", "ful").within(First),
    row("iviti", "ive").within(First),
    row("ogist", "og").within(First),
    row("ousli", "ous").within(First),
    row("alli", "al").within(First),
    row("anci", "ance").within(First),
    row("ator", "ate").within(First),
    row("enci", "ence").within(First),
    row("izer", "ize").within(First),
    row("bli", "ble").within(First),
    row("ogi", "og").within(First).when(&["l"]),
    row("li", "")
        .within(First)
        .when(&["c", "d", "e", "g", "h", "k", "m", "n", "r", "t"]),
];

const SUFFIXES: [StemRow; 9] = [
    row("ational", "ate").within(First),
    row("tional", "tion").within(First),
    row("alize", "al").within(First),
    row("ative", "").within(Second),
    row("icate", "ic").within(First),
    row("iciti", "ic").within(First),
    row("ical", "ic").within(First),
    row("ness", "").within(First),
    row("ful", "").within(First),
];

const BARE_SUFFIXES: [StemRow; 18] = [
    row("ement", "").within(Second),
    row("able", "").within(Second),
    row("ance", "").within(Second),
    row("ence", "").within(Second),
    row("ible", "").within(Second),
    row("ment", "").within(Second),
    row("ant", "").within(Second),
    row("ate", "").within(Second),
    row("ent", "").within(Second),
    row("ion", "").within(Second).when(&["s", "t"]),
    row("ism", "").within(Second),
    row("iti", "").within(Second),
    row("ive", "").within(Second),
    row("ize", "").within(Second),
    row("ous", "").within(Second),
    row("al", "").within(Second),
    row("er", "").within(Second),
    row("ic", "").within(Second),
];

const LAST_E: [StemRow; 3] = [
    row("e", "").within(Second),
    row("e", "").within(First).unless(&SHORT),
    row("l", "").within(Second).when(&["l"]),
];
