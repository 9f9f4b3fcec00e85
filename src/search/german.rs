//! The rows that make a stem of a German word: Snowball's German stemmer, version 3.1, for forms,
//! which have no umlauts. Of the 35,033 words of Snowball's list, 21 get another stem with them.

use super::language_rules::{LanguageRules, Mark};
use super::rows::Region::{First, Second};
use super::rows::StemRow;

const fn row(ending: &'static str, put: &'static str) -> StemRow {
    StemRow::new(ending, put)
}

/// The rules of German.
pub const RULES: LanguageRules = LanguageRules {
    // `A`, `O` and `E` are umlauts that are written with an `e`.
    vowels: "aeiouyAOE",
    classes: &[('.', false, "")],
    marks: &[between('u', 'U'), between('y', 'Y')],
    // No umlaut is in `qu`.
    joined: &[("qu", "qu"), ("ae", "A"), ("oe", "O"), ("ue", "E")],
    plain: &[('A', 'a'), ('O', 'o'), ('E', 'u'), ('U', 'u'), ('Y', 'y')],
    least: 3,
    spellings: &[],
    exceptions: &[],
    prefixes: &[],
    steps: &[&INFLECTIONS, &COMPARISONS, &SUFFIXES],
    mends: &[&NISS, &IG, &ER_EN, &LICH],
    stop_words: "wo welche was wenn aber oder nur nach bei wie als auch um es sich nicht auf fur \
        eine den von mit dem des ein ist im das zu in und die der",
    synonyms: "app anwendung|auth authentifizierung|config konfiguration|db datenbank|\
        dev entwicklung|doku dokumentation|env umgebung|info information|k8s kubernetes|\
        lib bibliothek|max maximum|min minimum|param parameter|repo repository|\
        spec spezifikation|loschen entfernen|anlegen erstellen",
};

const fn between(letter: char, sign: char) -> Mark {
    Mark {
        letter,
        sign,
        between: true,
    }
}

const INFLECTIONS: [StemRow; 11] = [
    row("erinnen", "").within(First),
    row("erin", "").within(First),
    row("ern", "").within(First),
    row("lns", "l").within(First),
    row("em", "").within(First).unless(&["syst"]),
    row("en", "").within(First).mending(1),
    row("er", "").within(First),
    row("es", "").within(First).mending(1),
    row("ln", "l").within(First),
    row("e", "").within(First).mending(1),
    row("s", "")
        .within(First)
        .when(&["b", "d", "f", "g", "h", "k", "l", "m", "n", "r", "t"]),
];

/// `Erlebnisse`.
const NISS: [StemRow; 1] = [row("niss", "nis")];

const COMPARISONS: [StemRow; 5] = [
    row("est", "").within(First),
    row("en", "").within(First),
    row("er", "").within(First),
    row("et", "")
        .within(First)
        .when(&[
            "U", "d", "f", "g", "k", "l", "m", "n", "r", "s", "t", "z", "A",
        ])
        .unless(&["tick", "plan", "geordn", "intern", "tr"]),
    row("st", "").within(First).when(&[
        "...b", "...d", "...f", "...g", "...h", "...k", "...l", "...m", "...n", "...t",
    ]),
];

const SUFFIXES: [StemRow; 8] = [
    row("heit", "").within(Second).mending(3),
    row("isch", "").within(Second).unless(&["e"]),
    row("keit", "").within(Second).mending(4),
    row("lich", "").within(Second).mending(3),
    row("end", "").within(Second).mending(2),
    row("ung", "").within(Second).mending(2),
    row("ig", "").within(Second).unless(&["e"]),
    row("ik", "").within(Second).unless(&["e"]),
];

const IG: [StemRow; 1] = [row("ig", "").within(Second).unless(&["e"])];

const ER_EN: [StemRow; 2] = [row("en", "").within(First), row("er", "").within(First)];

const LICH: [StemRow; 2] = [row("lich", "").within(Second), row("ig", "").within(Second)];
