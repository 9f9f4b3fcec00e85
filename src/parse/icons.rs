//! placeholder
pub fn svg(_: &str) -> Option<String> { None }
pub fn suggest(_: &str) -> Option<&'static str> { None }
