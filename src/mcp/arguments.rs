//! The arguments of a call. Numbers out of bounds are clamped, not refused.

use serde_json::Map;
use serde_json::Value::{self, Array, Null, Number, String as Text};

use crate::fault::Trouble;

/// The most characters of a text.
const LONGEST: usize = 2_000;

/// The most texts of a list.
const MOST: usize = 2_000;

/// The arguments of a call.
pub struct CallArguments<'a>(pub &'a Map<String, Value>);

impl CallArguments<'_> {
    /// A text that the tool needs.
    pub fn needed(&self, name: &str) -> Result<String, Trouble> {
        self.text(name)?
            .ok_or_else(|| Trouble::new(format!("`{name}` is missing")).help("give it as a text"))
    }

    /// A text; `None` if it is missing or empty.
    pub fn text(&self, name: &str) -> Result<Option<String>, Trouble> {
        let text = match self.0.get(name) {
            None | Some(Null) => return Ok(None),
            Some(Text(text)) => text.chars().take(LONGEST).collect(),
            Some(Number(number)) => number.to_string(),
            Some(_) => return Err(wrong(name, "a text")),
        };
        Ok(Some(text).filter(|text| !text.trim().is_empty()))
    }

    /// A number of at most `most`; `default` if it is missing.
    pub fn number(&self, name: &str, default: usize, most: usize) -> Result<usize, Trouble> {
        let number = match self.0.get(name) {
            None | Some(Null) => return Ok(default),
            Some(Number(number)) => number.as_f64(),
            Some(Text(text)) => text.trim().parse().ok(),
            Some(_) => None,
        };
        let number = number.ok_or_else(|| wrong(name, "a number"))?;
        // A number that is none, or below zero, becomes zero.
        Ok((number as usize).min(most))
    }

    /// A list of texts; one text is a list of its lines.
    pub fn texts(&self, name: &str) -> Result<Vec<String>, Trouble> {
        let list = match self.0.get(name) {
            None | Some(Null) => return Ok(Vec::new()),
            Some(Text(text)) => text.lines().map(str::to_owned).collect(),
            Some(Array(list)) => {
                let texts = list.iter().map(owned);
                let texts: Option<Vec<String>> = texts.collect();
                texts.ok_or_else(|| wrong(name, "a list of texts"))?
            }
            Some(_) => return Err(wrong(name, "a list of texts")),
        };
        let texts = list.into_iter().filter(|text| !text.trim().is_empty());
        Ok(texts.take(MOST).collect())
    }
}

fn owned(text: &Value) -> Option<String> {
    text.as_str().map(str::to_owned)
}

fn wrong(name: &str, expected: &str) -> Trouble {
    Trouble::new(format!("`{name}` is not {expected}")).help(format!("give {expected}"))
}
