//! The rules of the search as the module that browsers read them from: no table stands twice.

use serde_json::{Value, json};

use super::answer::ROUNDED;
use super::asked::{ELSEWHERE, OPENING, PAGE_NAMED, SECTION_NAMED, TOGETHER};
use super::export::VERSION;
use super::language::Language;
use super::language_rules::{LanguageRules, Mark};
use super::query::Filter;
use super::slots::{NameSlots, PositionSlots, TableSlots, WordSlots};
use super::{
    bounds, coder, dates, excerpt, expand, fields, listing, lookup, merged, names, positions,
    postings, query, settings, stems, synonyms,
};

/// The module `rules.mjs`: what `theme/search/` has to know to ask as `bf-docs search` does, and to
/// read what the build writes.
pub fn rules(language: Language) -> String {
    let of_language = language.rules();
    let rules = json!({
        "version": VERSION,
        "words": words(),
        "stemmer": stemmer(of_language),
        "query": {
            "longest": query::LONGEST,
            "most": query::MOST,
            "filters": Filter::ALL.map(Filter::name),
            "stopWords": of_language.stop_words,
        },
        "expand": meanings(of_language),
        "names": {
            "mark": names::MARK,
            "most": names::MOST,
            "longest": names::LONGEST,
            "telling": names::TELLING,
        },
        "rank": ranking(),
        "excerpt": { "length": excerpt::LENGTH, "cell": excerpt::CELL },
        "coder": {
            "number": coder::NUMBER,
            "vowels": coder::VOWELS,
            "shifts": coder::SHIFTS,
        },
        "pieces": pieces(),
    });
    format!("export const RULES = {rules};\n")
}

fn words() -> Value {
    json!({
        "longest": stems::LONGEST,
        "signs": bounds::SIGNS,
        "apostrophes": bounds::APOSTROPHES,
        "folds": stems::FOLDS,
        "behindYear": dates::BEHIND_YEAR,
        "beforeYear": dates::BEFORE_YEAR,
        "years": dates::YEARS,
        "months": dates::MONTHS,
        "days": dates::DAYS,
    })
}

fn stemmer(of_language: &LanguageRules) -> Value {
    let LanguageRules {
        vowels,
        classes,
        marks,
        joined,
        plain,
        least,
        spellings,
        exceptions,
        prefixes,
        steps,
        mends,
        ..
    } = of_language;
    let marks = marks.iter();
    let mark = |mark: &Mark| json!([mark.letter, mark.sign, mark.between]);
    json!({
        "vowels": vowels,
        "classes": classes,
        "marks": marks.map(mark).collect::<Vec<_>>(),
        "joined": joined,
        "plain": plain,
        "least": least,
        "spellings": spellings,
        "exceptions": exceptions,
        "prefixes": prefixes,
        "steps": steps,
        "mends": mends,
    })
}

fn meanings(of_language: &LanguageRules) -> Value {
    json!({
        "completed": decimal(expand::COMPLETED),
        "mended": decimal(expand::MENDED),
        "most": expand::MOST,
        "open": expand::OPEN,
        "unknown": expand::UNKNOWN,
        "whole": expand::WHOLE,
        "shortest": expand::SHORTEST,
        "furthest": expand::FURTHEST,
        "nearest": expand::NEAREST,
        "same": decimal(synonyms::SAME),
        "synonyms": of_language.synonyms,
    })
}

fn ranking() -> Value {
    json!({
        "weights": fields::WEIGHTS,
        "k1": fields::K1,
        "b": fields::B,
        "typed": lookup::TYPED,
        "half": lookup::HALF,
        "together": TOGETHER,
        "elsewhere": decimal(ELSEWHERE),
        "opening": decimal(OPENING),
        "pageNamed": PAGE_NAMED,
        "sectionNamed": SECTION_NAMED,
        "rounded": ROUNDED,
        "aside": settings::ASIDE,
        "setAside": settings::SET_ASIDE,
    })
}

fn pieces() -> Value {
    json!({
        "flags": postings::FLAG_NAMES,
        "block": fields::BLOCK,
        "far": positions::FAR,
        "anywhere": listing::ANYWHERE,
        "top": listing::TOP,
        "below": listing::BELOW,
        "part": merged::PART,
        "letter": merged::FIRST,
        "words": WordSlots::LIST,
        "positions": PositionSlots::LIST,
        "names": NameSlots::LIST,
        "table": TableSlots::LIST,
    })
}

/// A number with as many digits as it is written with: 0.6 is not quite that as `f64` of an `f32`.
fn decimal(number: f32) -> Value {
    let number: f64 = number
        .to_string()
        .parse()
        .expect("it was written as a number");
    number.into()
}
