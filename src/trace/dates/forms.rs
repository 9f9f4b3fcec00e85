//! The forms of dates: numbers and names of months, in various orders.

use std::ops::Range;

use super::day::{Day, Order, YearMonthDay};

/// A number or a word of a text, with its byte range.
#[derive(Debug, Clone)]
pub struct DatePart {
    range: Range<usize>,
    number: Option<u32>,
}

/// Splits a text into its runs of digits and of letters.
pub fn parts(text: &str) -> Vec<DatePart> {
    let mut parts: Vec<DatePart> = Vec::new();
    let mut start = 0;
    for run in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = run.trim_end_matches(|c: char| !c.is_alphanumeric());
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let middle = start + digits;
        let end = start + word.len();
        for range in [start..middle, middle..end] {
            if !range.is_empty() {
                parts.push(DatePart::of(text, range));
            }
        }
        start += run.len();
    }
    parts
}

impl DatePart {
    fn of(text: &str, range: Range<usize>) -> Self {
        // No date has more than eight digits.
        let number = match text[range.clone()].parse() {
            Ok(number) if range.len() <= 8 => Some(number),
            _ => None,
        };
        Self { range, number }
    }
}

/// The date that the parts begin with, and the number of parts that it takes.
pub fn day_at_start(text: &str, parts: &[DatePart]) -> Option<(Day, usize)> {
    let form = DayForm { text, parts };
    form.year_month_day()
        .or_else(|| form.day_month_name_year())
        .or_else(|| form.numbers_before_year())
        .or_else(|| form.month_name_day_year())
}

/// Parts that may begin with a date. Parts are numbered from 0; a missing part has no digits and no
/// text.
struct DayForm<'t> {
    text: &'t str,
    parts: &'t [DatePart],
}

impl DayForm<'_> {
    /// `2024-03-01`, `2024/3/1`, `2021-Mar-04`.
    fn year_month_day(&self) -> Option<(Day, usize)> {
        if !self.is_year(0) || !self.is_short(2) {
            return None;
        }
        let year = self.number(0)?;
        let day = self.number(2)?;
        let month = if self.is_short(1) && self.has_one_sign() {
            self.number(1)?
        } else if self.is_near(0) && self.is_near(1) {
            self.month(1)?
        } else {
            return None;
        };
        let date = YearMonthDay::new(year, month, day);
        Some((Day::certain(date, self.range(3)), 3))
    }

    /// `11-April-2023`, `4th of March 2021`.
    fn day_month_name_year(&self) -> Option<(Day, usize)> {
        if !self.is_short(0) {
            return None;
        }
        let named = self.behind_day(0);
        if !self.is_year(named + 1) || !self.is_near(named) {
            return None;
        }
        let day = self.number(0)?;
        let month = self.month(named)?;
        let year = self.number(named + 1)?;
        let date = YearMonthDay::new(year, month, day);
        let length = named + 2;
        Some((Day::certain(date, self.range(length)), length))
    }

    /// `1.3.2024`, `5-26-2021`, and the ambiguous `5/6/2021`.
    fn numbers_before_year(&self) -> Option<(Day, usize)> {
        let is_one = self.is_short(0) && self.is_short(1) && self.is_year(2);
        if !is_one || !self.has_one_sign() {
            return None;
        }
        let first = self.number(0)?;
        let second = self.number(1)?;
        let year = self.number(2)?;
        let range = self.range(3);
        // With dots, the day is first. With other signs, a number greater than 12 is the day.
        let is_open = self.between(0) != "." && first != second;
        let is_day_first = !is_open || first > 12;
        let (day, month) = if is_day_first {
            (first, second)
        } else {
            (second, first)
        };
        if is_open && day <= 12 {
            return Some((Day::ambiguous(year, first, second, range), 3));
        }
        let order = if first > second {
            Order::DayFirst
        } else {
            Order::MonthFirst
        };
        let mut read = Day::certain(YearMonthDay::new(year, month, day), range);
        read.order = Some(order).filter(|_| is_open);
        Some((read, 3))
    }

    /// `March 4th, 2021`.
    fn month_name_day_year(&self) -> Option<(Day, usize)> {
        let month = self.month(0)?;
        if !self.is_short(1) || !self.is_near(0) {
            return None;
        }
        let last = self.behind_day(1);
        if !self.is_year(last) || !self.is_near(last - 1) {
            return None;
        }
        let day = self.number(1)?;
        let year = self.number(last)?;
        let date = YearMonthDay::new(year, month, day);
        let length = last + 1;
        Some((Day::certain(date, self.range(length)), length))
    }

    /// The byte range of the first `length` parts.
    fn range(&self, length: usize) -> Range<usize> {
        self.parts[0].range.start..self.parts[length - 1].range.end
    }

    fn word(&self, at: usize) -> &str {
        match self.parts.get(at) {
            Some(part) => &self.text[part.range.clone()],
            None => "",
        }
    }

    fn number(&self, at: usize) -> Option<u32> {
        self.parts.get(at).and_then(|part| part.number)
    }

    fn month(&self, at: usize) -> Option<u32> {
        month(self.word(at))
    }

    /// The number of digits of a part; 0 for a word.
    fn digits(&self, at: usize) -> usize {
        self.number(at).map_or(0, |_| self.word(at).len())
    }

    fn is_year(&self, at: usize) -> bool {
        self.digits(at) == 4
    }

    fn is_short(&self, at: usize) -> bool {
        (1..=2).contains(&self.digits(at))
    }

    /// The text between a part and the next one.
    fn between(&self, at: usize) -> &str {
        let Some(next) = self.parts.get(at + 1) else {
            return "";
        };
        let end = self.parts[at].range.end;
        &self.text[end..next.range.start]
    }

    /// Returns whether at most a sign and a blank separate a part from the next one.
    fn is_near(&self, at: usize) -> bool {
        matches!(
            self.between(at),
            "-" | "/" | "." | " " | ", " | "," | ". " | "\u{2011}" | ""
        )
    }

    /// Returns whether the same sign separates the first three parts.
    fn has_one_sign(&self) -> bool {
        let sign = self.between(0);
        sign == self.between(1) && matches!(sign, "-" | "/" | ".")
    }

    /// The number of the part after a day and its suffix: `4th`, `4th of`.
    fn behind_day(&self, at: usize) -> usize {
        let is_joined = self.between(at).is_empty();
        let ending = self.word(at + 1);
        let is_ordinal = is_joined && matches!(ending, "st" | "nd" | "rd" | "th");
        let next = at + 1 + usize::from(is_ordinal);
        next + usize::from(self.word(next) == "of")
    }
}

/// The month with this name, or with these first three letters.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = word.to_ascii_lowercase();
    let word = match lower.as_str() {
        "sept" => "september",
        word => word,
    };
    let is_named = |name: &&str| word == *name || word == &name[..3];
    let at = NAMES.iter().position(is_named)?;
    Some(at as u32 + 1)
}
