//! Days as people write them.

use std::ops::Range;

use time::{Date, Month};

/// A day that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// `2026-11-21`; nothing where no calendar has the day, or where it could be two.
    pub iso: Option<String>,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// Of a day that could be two (`5/6/2021`): that with the day first, and that with the month
    /// first.
    either: Option<[String; 2]>,
    /// What it shows of how its author writes days.
    pub order: Option<Order>,
}

/// What people write first of day and month in `26/05/2021`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
}

impl Day {
    /// Whether no calendar has it.
    pub fn is_impossible(&self) -> bool {
        self.iso.is_none() && self.either.is_none()
    }

    /// The day, `2026-11-21`, by an author who writes in this order; where none is known, only if
    /// it is no question.
    pub fn read(&self, order: Option<Order>) -> Option<String> {
        let either = self
            .either
            .as_ref()
            .zip(order)
            .map(|([day_first, month_first], order)| match order {
                Order::DayFirst => day_first.clone(),
                Order::MonthFirst => month_first.clone(),
            });
        self.iso.clone().or(either)
    }
}

/// The first day in a text: `2024-03-01`, `2024/3/1`, `1.3.2024`, `11-April-2023`, `March 4th,
/// 2021`, `5-26-2021`. What could be two days (`5/6/2021`) is told as that; a month without a day
/// is none.
pub fn first(text: &str) -> Option<Day> {
    all(text).next()
}

/// All days in a text, in order.
pub fn all(text: &str) -> impl Iterator<Item = Day> + '_ {
    let parts = parts(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < parts.len() {
            match day(text, &parts[at..]) {
                Some((day, length)) => {
                    at += length;
                    return Some(day);
                }
                None => at += 1,
            }
        }
        None
    })
}

/// A number or a word, and where it stands.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    range: Range<usize>,
    number: Option<u32>,
}

/// The runs of digits and of letters.
fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    for run in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = run.trim_end_matches(|c: char| !c.is_alphanumeric());
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        for range in [at..at + digits, at + digits..at + word.len()] {
            if !range.is_empty() {
                // A day has no more than eight digits.
                let number = text[range.clone()]
                    .parse()
                    .ok()
                    .filter(|_| range.len() <= 8);
                parts.push(Part { range, number });
            }
        }
        at += run.len();
    }
    parts
}

/// The day that the parts begin with, and how many of them it takes.
fn day(text: &str, parts: &[Part]) -> Option<(Day, usize)> {
    let digits = |at: usize| {
        parts
            .get(at)
            .filter(|part| part.number.is_some())
            .map_or(0, |part| part.range.len())
    };
    let number = |at: usize| parts.get(at).and_then(|part| part.number);
    let month = |at: usize| {
        parts
            .get(at)
            .and_then(|part| month(&text[part.range.clone()]))
    };
    // Between two parts stands one sign, or a comma and a blank.
    let between = |at: usize| {
        parts
            .get(at + 1)
            .map_or("", |next| &text[parts[at].range.end..next.range.start])
    };
    let is_near = |at: usize| {
        matches!(
            between(at),
            "-" | "/" | "." | " " | ", " | "," | ". " | "\u{2011}" | ""
        )
    };
    let signs =
        |at: usize| between(at) == between(at + 1) && matches!(between(at), "-" | "/" | ".");
    // `4th`, `4th of`.
    let word = |at: usize| parts.get(at).map_or("", |part| &text[part.range.clone()]);
    let behind = |at: usize| {
        let ordinal = usize::from(
            between(at).is_empty() && matches!(word(at + 1), "st" | "nd" | "rd" | "th"),
        );
        at + 1 + ordinal + usize::from(word(at + 1 + ordinal) == "of")
    };
    let found = |year: u32, month: u32, day: u32, length: usize| {
        let range = parts[0].range.start..parts[length - 1].range.end;
        Some((
            Day {
                iso: calendar(year, month, day),
                range,
                either: None,
                order: None,
            },
            length,
        ))
    };
    let is_year = |at: usize| digits(at) == 4;
    let is_short = |at: usize| (1..=2).contains(&digits(at));
    if is_year(0) && is_short(1) && is_short(2) && signs(0) {
        return found(number(0)?, number(1)?, number(2)?, 3);
    }
    if is_year(0) && month(1).is_some() && is_short(2) && is_near(0) && is_near(1) {
        return found(number(0)?, month(1)?, number(2)?, 3);
    }
    if is_short(0) {
        let named = behind(0);
        if let Some(month) = month(named).filter(|_| is_year(named + 1) && is_near(named)) {
            return found(number(named + 1)?, month, number(0)?, named + 2);
        }
        if is_short(1) && is_year(2) && signs(0) {
            let (one, two, year) = (number(0)?, number(1)?, number(2)?);
            // With dots the day is first; else only a day can be greater than 12.
            let (day, month) = if between(0) == "." || one > 12 || one == two {
                (one, two)
            } else {
                (two, one)
            };
            let (read, length) = found(year, month, day, 3)?;
            let is_open = between(0) != "." && one != two;
            if day <= 12 && is_open {
                let either = calendar(year, two, one).zip(calendar(year, one, two));
                return Some((
                    Day {
                        iso: None,
                        either: either.map(|(one, other)| [one, other]),
                        ..read
                    },
                    length,
                ));
            }
            let order = if one > two {
                Order::DayFirst
            } else {
                Order::MonthFirst
            };
            return Some((
                Day {
                    order: Some(order).filter(|_| is_open),
                    ..read
                },
                length,
            ));
        }
    }
    let month = month(0).filter(|_| is_short(1) && is_near(0))?;
    let year = behind(1);
    if is_year(year) && is_near(year - 1) {
        found(number(year)?, month, number(1)?, year + 1)
    } else {
        None
    }
}

/// The month of a name or of its first three letters.
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
    let word = word.to_ascii_lowercase();
    let is_named =
        |name: &str| word == name || word == name[..3] || (word == "sept" && name == "september");
    NAMES
        .iter()
        .position(|name| is_named(name))
        .map(|at| at as u32 + 1)
}

/// A day of the calendar, as ISO 8601 has it.
fn calendar(year: u32, month: u32, day: u32) -> Option<String> {
    let month_of = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::try_from(year).ok()?, month_of, u8::try_from(day).ok()?).ok()?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// The day that a file's name begins with: `20200924-x`, `2020-09-24-x`.
pub fn first_of_name(name: &str) -> Option<String> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let packed = || {
        Some(format!(
            "{}-{}-{}",
            name.get(..4)?,
            name.get(4..6)?,
            name.get(6..8)?
        ))
    };
    let written = if digits == 8 {
        packed()?
    } else {
        name.get(..10)?.to_owned()
    };
    Some(written).filter(|day| is_day(day))
}

/// Whether a text is a day as `2026-11-21`.
pub fn is_day(text: &str) -> bool {
    first(text).is_some_and(|day| day.iso.as_deref() == Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let orders = [Order::DayFirst, Order::MonthFirst];
        let found = all(text).map(|day| match (&day.iso, day.is_impossible()) {
            (Some(iso), _) => iso.clone(),
            (None, true) => format!("no {}", &text[day.range.clone()]),
            (None, false) => orders
                .map(|order| day.read(Some(order)).unwrap_or_default())
                .join(" or "),
        });
        assert_eq!(found.collect::<Vec<_>>().join(" "), expected, "{text}");
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        check("2024-03-01", "2024-03-01");
        check("Accepted 2024/3/1 at last", "2024-03-01");
        check("11-April-2023", "2023-04-11");
        check("March 4, 2021", "2021-03-04");
        check(
            "4th of March 2021, then Sept. 30th 2022",
            "2021-03-04 2022-09-30",
        );
        check("5-26-2021 and 26/05/2021", "2021-05-26 2021-05-26");
        check("26.05.2021 and 5.6.2021", "2021-05-26 2021-06-05");
        check("2021-Mar-04T10:00:00Z", "2021-03-04");
        check("3/3/2021", "2021-03-03");
        check("29 Feb 2024", "2024-02-29");
        check("5/6/2021", "2021-06-05 or 2021-05-06");
        let orders = all("26/05/2021, 5-26-2021, 26.5.2021")
            .map(|day| day.order)
            .collect::<Vec<_>>();
        assert_eq!(
            orders,
            [Some(Order::DayFirst), Some(Order::MonthFirst), None]
        );
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "March 2021",
            "v1.2.2021x",
            "2021",
            "20210304",
            "1-2-3",
            "10.0.0.1",
            "may 1",
            "",
            "½ 2024",
        ] {
            check(text, "");
        }
        check(
            "31-April-2023, 2023-02-30, 2023-13-01, 2023-00-10",
            "no 31-April-2023 no 2023-02-30 no 2023-13-01 no 2023-00-10",
        );
        assert!(
            is_day("2024-02-29")
                && !is_day("2023-02-29")
                && !is_day("2024-2-9")
                && !is_day("2024-02-29 x")
        );
    }
}
