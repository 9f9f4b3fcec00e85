//! The natural order of names: `2-x` before `10-x`.

/// Text with its numbers padded, so that they sort by value.
pub fn natural_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            key.extend(std::iter::repeat_n(
                '0',
                20_usize.saturating_sub(digits.len()),
            ));
            key.push_str(&digits);
            digits.clear();
        }
        match c.is_ascii() {
            true => key.push(c.to_ascii_lowercase()),
            false => key.extend(c.to_lowercase()),
        }
    }
    key
}
