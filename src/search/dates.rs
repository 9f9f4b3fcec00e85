//! The months and days of dates: numbers that are not found as such.

use std::ops::Range;

use super::bounds::end;

/// Where the month and the day lie of a date that begins with this number: `2024-01-02`,
/// `2024-01`, `02.01.2024`. Empty where none does.
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
    let month = joined(text, year, b"-/")?;
    if !is_month(text, &month.range) {
        return None;
    }
    let Some(day) = joined(text, &month.range, &[month.sign]) else {
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
    let second = joined(text, first, b"-/.")?;
    if !is_day(text, first) || !is_day(text, &second.range) {
        return None;
    }
    let year = joined(text, &second.range, &[second.sign])?;
    if !is_year(text, &year.range) {
        return None;
    }
    Some(first.start..second.range.end)
}

/// A part of a date, and the sign that joins it to the one before.
struct JoinedNumber {
    sign: u8,
    range: Range<usize>,
}

/// The run behind another, where one of these signs joins them and it begins with a digit.
fn joined(text: &str, before: &Range<usize>, signs: &[u8]) -> Option<JoinedNumber> {
    let bytes = text.as_bytes();
    let sign = *bytes.get(before.end)?;
    let start = before.end + 1;
    let first = *bytes.get(start)?;
    if !signs.contains(&sign) || !first.is_ascii_digit() {
        return None;
    }
    Some(JoinedNumber {
        sign,
        range: start..end(text, start),
    })
}

fn is_year(text: &str, range: &Range<usize>) -> bool {
    let year = number(text, range);
    range.len() == 4 && (1900..2100).contains(&year)
}

fn is_month(text: &str, range: &Range<usize>) -> bool {
    let month = number(text, range);
    range.len() == 2 && (1..=12).contains(&month)
}

fn is_day(text: &str, range: &Range<usize>) -> bool {
    let day = number(text, range);
    range.len() <= 2 && (1..=31).contains(&day)
}

fn number(text: &str, range: &Range<usize>) -> u32 {
    text[range.clone()].parse().unwrap_or_default()
}
