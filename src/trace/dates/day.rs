//! A date in a text. Its form may leave open which number is the month.

use std::ops::Range;

use time::{Date, Month};

/// A date in a text.
#[derive(Debug, Clone)]
pub struct Day {
    /// `2026-11-21`; `None` for a date that does not exist or that has two readings.
    pub iso: Option<String>,
    /// Its byte range in the text.
    pub range: Range<usize>,
    /// Both readings of an ambiguous date (`5/6/2021`): day first, then month first.
    either: Option<[String; 2]>,
    /// The order of day and month that its author uses, if the date shows it.
    pub order: Option<Order>,
}

/// The order of day and month in a date such as `26/05/2021`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `26/05/2021`.
    DayFirst,
    /// `05/26/2021`.
    MonthFirst,
}

impl Day {
    /// A date whose form shows which number is the month. It may not exist.
    pub fn certain(date: YearMonthDay, range: Range<usize>) -> Self {
        Self {
            iso: date.iso(),
            range,
            either: None,
            order: None,
        }
    }

    /// A date whose first two numbers could both be the month. It is impossible unless both
    /// readings exist.
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

    /// Returns whether the date does not exist.
    pub fn is_impossible(&self) -> bool {
        self.iso.is_none() && self.either.is_none()
    }

    /// The date, `2026-11-21`, read in the given order. Without an order, an ambiguous date is
    /// `None`.
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

/// A year, a month and a day from a text. The date may not exist.
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

    /// The date in the form of ISO 8601, `2026-11-21`; `None` if it does not exist.
    fn iso(self) -> Option<String> {
        let Self { year, month, day } = self;
        let month_of = Month::try_from(u8::try_from(month).ok()?).ok()?;
        let day_of = u8::try_from(day).ok()?;
        Date::from_calendar_date(i32::try_from(year).ok()?, month_of, day_of).ok()?;
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }
}
