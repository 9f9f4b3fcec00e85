//! Words and queries as JSON: the tests compare browsers with it.

use serde_json::json;

use super::language::Language;
use super::names;
use super::query::{Need, Query, QueryFilter, QueryPart};
use super::words::{Word, words};

/// The words of a text: each as it is written, its form and its term.
pub fn words_as_json(text: &str, language: Language) -> String {
    let words = words(text, language).into_iter();
    let read = words.map(|Word { form, term, range }| json!([&text[range], form, term]));
    json!(read.collect::<Vec<_>>()).to_string()
}

/// A query: its parts, its filters, its words, and the names that it looks for.
pub fn query_as_json(text: &str, language: Language) -> String {
    let Query {
        parts,
        name,
        filters,
        ..
    } = Query::read(text, language);
    let part = |part: QueryPart| {
        let [words, humps] = [part.words, part.humps].map(forms);
        json!([words, humps, number(part.need), part.open])
    };
    let filter = |QueryFilter {
                      filter,
                      value,
                      need,
                  }: QueryFilter| { json!([filter.name(), value, number(need)]) };
    let sought = names::sought(&name).map(|sought| (sought.whole, sought.number));
    json!({
        "parts": parts.into_iter().map(part).collect::<Vec<_>>(),
        "filters": filters.into_iter().map(filter).collect::<Vec<_>>(),
        "name": name,
        "sought": sought,
    })
    .to_string()
}

fn forms(words: Vec<Word>) -> Vec<String> {
    words.into_iter().map(|word| word.form).collect()
}

/// The number of a need in `theme/search/query.mjs`.
fn number(need: Need) -> u8 {
    match need {
        Need::Wanted => 0,
        Need::Asked => 1,
        Need::Refused => 2,
    }
}
