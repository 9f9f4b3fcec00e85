//! The months and days of dates: a search for a number does not find them.

use std::ops::Range;

use super::bounds::end;

/// The range of the month and the day of a date that begins with this number: `2024-01-02`,
/// `2024-01`, `02.01.2024`. Empty if no date begins with it.
pub fn month_and_day(text: &str, first: Range<usize>) -> Range<usize> {
    let found = if is_year(text, &first) {
        behind_year(text, &first)
    } else {
        before_year(text, &first)
    };
    found.unwrap_or(0..0)
}

/// `01-02` of `2024-01-02`, or `01` of `2024-01`.
fn behind_year(text: &str, year: &Range<usize>) -> Option<Range<usize>> {
    let month = joined(text, year, BEHIND_YEAR)?;
    if !is_month(text, &month.range) {
        return None;
    }
    let Some(day) = joined(text, &month.range, month.sign) else {
        return Some(month.range);
    };
    if day.range.len() == 2 && is_day(text, &day.range) {
        Some(month.range.start..day.range.end)
    } else {
        Some(month.range)
    }
}

/// `02.01` of `02.01.2024`.
fn before_year(text: &str, first: &Range<usize>) -> Option<Range<usize>> {
    let second = joined(text, first, BEFORE_YEAR)?;
    if !is_day(text, first) || !is_day(text, &second.range) {
        return None;
    }
    let year = joined(text, &second.range, second.sign)?;
    if !is_year(text, &year.range) {
        return None;
    }
    Some(first.start..second.range.end)
}

/// A part of a date, and the sign that joins it to the one before.
struct JoinedNumber<'t> {
    sign: &'t str,
    range: Range<usize>,
}

/// The run behind another, where one of these signs joins them and it begins with a digit.
fn joined<'t>(text: &'t str, before: &Range<usize>, signs: &str) -> Option<JoinedNumber<'t>> {
    let start = before.end + 1;
    let sign = text.get(before.end..start)?;
    let first = *text.as_bytes().get(start)?;
    if !signs.contains(sign) || !first.is_ascii_digit() {
        return None;
    }
    Some(JoinedNumber {
        sign,
        range: start..end(text, start),
    })
}

/// The signs that may stand behind the year of a date, and before it.
pub const BEHIND_YEAR: &str = "-/";
pub const BEFORE_YEAR: &str = "-/.";

/// The first and the last number of each part of a date.
pub const YEARS: [u32; 2] = [1900, 2099];
pub const MONTHS: [u32; 2] = [1, 12];
pub const DAYS: [u32; 2] = [1, 31];

fn is_year(text: &str, range: &Range<usize>) -> bool {
    range.len() == 4 && is_within(text, range, YEARS)
}

fn is_month(text: &str, range: &Range<usize>) -> bool {
    range.len() == 2 && is_within(text, range, MONTHS)
}

fn is_day(text: &str, range: &Range<usize>) -> bool {
    range.len() <= 2 && is_within(text, range, DAYS)
}

fn is_within(text: &str, range: &Range<usize>, [first, last]: [u32; 2]) -> bool {
    (first..=last).contains(&number(text, range))
}

fn number(text: &str, range: &Range<usize>) -> u32 {
    text[range.clone()].parse().unwrap_or_default()
}
