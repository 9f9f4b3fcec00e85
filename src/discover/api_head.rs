//! Tells API descriptions from other YAML and JSON files.

/// The keys of the first level that name the format's version. Only OpenAPI makes pages; the others
/// are recognised so that a finding can say so.
const KEYS: [&str; 3] = ["openapi", "swagger", "asyncapi"];

/// Returns whether a file is an API description: its first level has a key of [`KEYS`] with a
/// version, even if it is flawed elsewhere.
pub fn is_description(text: &str) -> bool {
    let has = |key: &str| memchr::memmem::find(text.as_bytes(), key.as_bytes()).is_some();
    if !KEYS.iter().any(|key| has(key)) {
        return false;
    }
    let start = text.trim_start();
    if start.starts_with('{') {
        return has_json_key(start);
    }
    text.lines().any(is_yaml_key)
}

/// Returns whether a line of YAML is `openapi: 3.1.0`.
fn is_yaml_key(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else {
        return false;
    };
    let key = key.trim_end();
    let key = ['"', '\'']
        .iter()
        .find_map(|quote| key.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(key);
    KEYS.contains(&key) && value.starts_with([' ', '\t']) && is_version(value)
}

/// Returns whether a value begins like a version.
fn is_version(value: &str) -> bool {
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    value.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns whether the outermost object of a JSON file has one of the keys.
fn has_json_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let end = string_end(bytes, at);
                let key = text.get(at + 1..end).unwrap_or_default();
                let rest = text.get(end + 1..).unwrap_or_default().trim_start();
                if depth == 1
                    && KEYS.contains(&key)
                    && rest.strip_prefix(':').is_some_and(is_version)
                {
                    return true;
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    false
}

/// The byte of the quote that ends a string; the length of the text if none does.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::is_description;

    #[test]
    fn a_version_on_the_first_level_makes_a_description() {
        for text in [
            "openapi: 3.1.0\n",
            "# An API\ninfo: {}\n\"openapi\": '3.0.3'\n",
            "swagger: \"2.0\"\n",
            "{\n  \"info\": { \"title\": \"\\\"}\" },\n  \"openapi\" : \"3.1.0\",\n}",
            "asyncapi: 3.0.0\n",
        ] {
            assert!(is_description(text), "{text}");
        }
        for text in [
            "plugins:\n  openapi: 3\n",
            "openapi:\n  files: x\n",
            "{ \"dependencies\": { \"openapi\": \"3.1.0\" } }",
            "{ \"name\": \"openapi\", \"a\": [\"openapi\"] }",
            "openapi:3\n",
            "",
        ] {
            assert!(!is_description(text), "{text}");
        }
    }
}
