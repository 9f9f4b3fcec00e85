//! The rows that make a stem of a German word: Snowball's German stemmer, version 3.1, for forms,
//! which have no umlauts. Of the 35,033 words of Snowball's list, 21 get another stem with them.

use super::language_rules::{LanguageRules, Mark};
use super::rows::{StemRow, first, row, second};

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
    first("erinnen", ""),
    first("erin", ""),
    first("ern", ""),
    first("lns", "l"),
    first("em", "").unless(&["syst"]),
    first("en", "").mending(1),
    first("er", ""),
    first("es", "").mending(1),
    first("ln", "l"),
    first("e", "").mending(1),
    first("s", "").when(&["b", "d", "f", "g", "h", "k", "l", "m", "n", "r", "t"]),
];

/// `Erlebnisse`.
const NISS: [StemRow; 1] = [row("niss", "nis")];

const COMPARISONS: [StemRow; 5] = [
    first("est", ""),
    first("en", ""),
    first("er", ""),
    first("et", "")
        .when(&[
            "U", "d", "f", "g", "k", "l", "m", "n", "r", "s", "t", "z", "A",
        ])
        .unless(&["tick", "plan", "geordn", "intern", "tr"]),
    first("st", "").when(&[
        "...b", "...d", "...f", "...g", "...h", "...k", "...l", "...m", "...n", "...t",
    ]),
];

const SUFFIXES: [StemRow; 8] = [
    second("heit", "").mending(3),
    second("isch", "").unless(&["e"]),
    second("keit", "").mending(4),
    second("lich", "").mending(3),
    second("end", "").mending(2),
    second("ung", "").mending(2),
    second("ig", "").unless(&["e"]),
    second("ik", "").unless(&["e"]),
];

const IG: [StemRow; 1] = [second("ig", "").unless(&["e"])];

const ER_EN: [StemRow; 2] = [first("en", ""), first("er", "")];

const LICH: [StemRow; 2] = [second("lich", ""), second("ig", "")];
