//! Dates in the forms that people write.

mod day;
mod forms;

pub use day::{Day, Order};

use forms::{day_at_start, parts};

/// The first date in a text: `2024-03-01`, `2024/3/1`, `1.3.2024`, `11-April-2023`, `March 4th,
/// 2021`, `5-26-2021`. `5/6/2021` gives an ambiguous date. A month without a day is no date.
pub fn first(text: &str) -> Option<Day> {
    all(text).next()
}

/// All dates in a text, in order.
pub fn all(text: &str) -> impl Iterator<Item = Day> + '_ {
    let parts = parts(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < parts.len() {
            match day_at_start(text, &parts[at..]) {
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

/// The date that a file's name begins with: `20200924-x`, `2020-09-24-x`.
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

/// Returns whether a text is a date of the form `2026-11-21`.
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
