//! The rows that make a stem of an English word: Snowball's English stemmer, version 3.1, and
//! American spellings before it. Rows and conditions of Snowball's that change no word because of
//! the others are left out, so that a test can miss every one that is here.

use super::language_rules::{LanguageRules, Mark};
use super::rows::Region::AllOfFirst;
use super::rows::{StemRow, first, row, second};

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
    first("eedly", "ee").unless(&NO_EED),
    row("ingly", "").when(&["V*"]).mending(1),
    row("edly", "").when(&["V*"]).mending(1),
    first("eed", "ee").unless(&NO_EED),
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
    first("ational", "ate"),
    // If the region starts within these, the next step removes `ness`.
    row("fulness", "ful"),
    row("iveness", "ive"),
    first("ization", "ize"),
    first("biliti", "ble"),
    first("lessli", "less"),
    first("alism", "al"),
    first("aliti", "al"),
    first("ation", "ate"),
    first("entli", "ent"),
    first("fulli", "ful"),
    first("iviti", "ive"),
    first("ogist", "og"),
    first("ousli", "ous"),
    first("alli", "al"),
    first("anci", "ance"),
    first("ator", "ate"),
    first("enci", "ence"),
    first("izer", "ize"),
    first("bli", "ble"),
    first("ogi", "og").when(&["l"]),
    first("li", "").when(&["c", "d", "e", "g", "h", "k", "m", "n", "r", "t"]),
];

const SUFFIXES: [StemRow; 9] = [
    first("ational", "ate"),
    first("tional", "tion"),
    first("alize", "al"),
    second("ative", ""),
    first("icate", "ic"),
    first("iciti", "ic"),
    first("ical", "ic"),
    first("ness", ""),
    first("ful", ""),
];

const BARE_SUFFIXES: [StemRow; 18] = [
    second("ement", ""),
    second("able", ""),
    second("ance", ""),
    second("ence", ""),
    second("ible", ""),
    second("ment", ""),
    second("ant", ""),
    second("ate", ""),
    second("ent", ""),
    second("ion", "").when(&["s", "t"]),
    second("ism", ""),
    second("iti", ""),
    second("ive", ""),
    second("ize", ""),
    second("ous", ""),
    second("al", ""),
    second("er", ""),
    second("ic", ""),
];

const LAST_E: [StemRow; 3] = [
    second("e", ""),
    first("e", "").unless(&SHORT),
    second("l", "").when(&["l"]),
];
