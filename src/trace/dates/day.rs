//! A day that a text names, and what its form leaves open.

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
    /// A day whose form leaves no question of what is the month; the calendar may lack it.
    pub fn certain(date: YearMonthDay, range: Range<usize>) -> Self {
        Self {
            iso: date.iso(),
            range,
            either: None,
            order: None,
        }
    }

    /// A day whose first two numbers could both be the month. It is impossible if the calendar
    /// lacks one of the two readings.
    pub fn ambiguous(year: u32, first: u32, second: u32, range: Range<usize>) -> Self {
        let day_first = YearMonthDay::new(year, second, first).iso();
        let month_first = YearMonthDay::new(year, first, second).iso();
        Self {
            iso: None,
            range,
            either: day_first
                .zip(month_first)
                .map(|(day_first, month_first)| [day_first, month_first]),
            order: None,
        }
    }

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

/// A year, a month and a day as a text gives them: the calendar may lack the day.
#[derive(Debug, Clone, Copy)]
pub struct YearMonthDay {
    year: u32,
    month: u32,
    day: u32,
}

impl YearMonthDay {
    pub fn new(year: u32, month: u32, day: u32) -> Self {
        Self { year, month, day }
    }

    /// The day as ISO 8601 has it, `2026-11-21`; nothing where the calendar lacks it.
    fn iso(self) -> Option<String> {
        let Self { year, month, day } = self;
        let month_of = Month::try_from(u8::try_from(month).ok()?).ok()?;
        let day_of = u8::try_from(day).ok()?;
        Date::from_calendar_date(i32::try_from(year).ok()?, month_of, day_of).ok()?;
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }
}
