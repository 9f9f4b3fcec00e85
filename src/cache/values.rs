//! For `#[serde(with)]`: fields with values of any shape, which a form that is read by a plan of
//! types cannot hold as they are. Not as JSON: its reader is off by a last digit of some numbers.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

/// A value, and which of the shapes it has.
#[derive(Serialize, Deserialize)]
enum Plain {
    Null,
    Bool(bool),
    Whole(i64),
    Natural(u64),
    Float(f64),
    Text(String),
    List(Vec<Plain>),
    Fields(Vec<(String, Plain)>),
}

impl From<&Value> for Plain {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(is) => Self::Bool(*is),
            Value::Number(number) => (number.as_u64().map(Self::Natural))
                .or_else(|| number.as_i64().map(Self::Whole))
                .unwrap_or_else(|| Self::Float(number.as_f64().unwrap_or_default())),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Object(fields) => Self::Fields(fields.iter().map(|(name, of)| (name.clone(), of.into())).collect()),
        }
    }
}

impl From<Plain> for Value {
    fn from(plain: Plain) -> Self {
        match plain {
            Plain::Null => Self::Null,
            Plain::Bool(is) => is.into(),
            Plain::Whole(number) => number.into(),
            Plain::Natural(number) => number.into(),
            Plain::Float(number) => Number::from_f64(number).map_or(Self::Null, Self::Number),
            Plain::Text(text) => text.into(),
            Plain::List(items) => items.into_iter().map(Self::from).collect(),
            Plain::Fields(fields) => Self::Object(fields.into_iter().map(|(name, of)| (name, of.into())).collect()),
        }
    }
}

/// Writes fields.
pub fn serialize<'f, T, S: Serializer>(fields: &'f T, serializer: S) -> Result<S::Ok, S::Error>
where
    &'f T: IntoIterator<Item = (&'f String, &'f Value)>,
{
    serializer.collect_seq(fields.into_iter().map(|(name, of)| (name, Plain::from(of))))
}

/// Reads fields.
pub fn deserialize<'de, T: FromIterator<(String, Value)>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let fields: Vec<(String, Plain)> = Vec::deserialize(deserializer)?;
    Ok(fields.into_iter().map(|(name, of)| (name, of.into())).collect())
}
