//! A call of an operation with curl.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value as Json;

use super::description::{ApiOperation, Description};
use super::sample::{BodyDirection, examples, made};
use super::security;
use crate::yaml::DataNode;

/// The longest body in a call, in bytes.
const LONGEST: usize = 2000;

/// The command that calls an operation.
pub fn call(description: &Description<'_>, operation: &ApiOperation<'_>) -> String {
    let address = address(description, operation);
    let body = body(description, operation);
    let method = match &*operation.verb() {
        "GET" if body.is_empty() => String::new(),
        // Without a body in the answer, `-X HEAD` would wait for one.
        "HEAD" => " --head".to_owned(),
        verb => format!(" -X {verb}"),
    };
    // Otherwise curl reads braces as a list of addresses.
    let globs = if address.contains(['{', '[']) {
        " --globoff"
    } else {
        ""
    };
    let mut lines = vec![format!("curl{method}{globs} {}", quoted(&address))];
    lines.extend(credentials(description, operation));
    for parameter in operation.parameters(description.documents) {
        if parameter.text_of("in") == Some("header") && parameter.is_set("required") {
            let name = parameter.text_of("name").unwrap_or_default();
            let value = value(description, parameter);
            lines.push(format!("-H {}", quoted(&format!("{name}: {value}"))));
        }
    }
    lines.extend(body);
    lines.join(" \\\n  ")
}

/// The address of an operation: at its first server, with its required query.
fn address(description: &Description<'_>, operation: &ApiOperation<'_>) -> String {
    let servers = [operation.node(), operation.item, description.root];
    let server = servers
        .iter()
        .find_map(|node| node.get("servers")?.items().first())
        .map(server_address)
        .unwrap_or_default();
    let server = server.trim_end_matches('/');
    let parameters = operation.parameters(description.documents);
    let query = parameters.iter().filter(|parameter| {
        parameter.text_of("in") == Some("query") && parameter.is_set("required")
    });
    let query = query.map(|parameter| {
        let name = parameter.text_of("name").unwrap_or_default();
        format!("{name}={}", encoded(&value(description, parameter)))
    });
    let query: Vec<String> = query.collect();
    let mark = if query.is_empty() { "" } else { "?" };
    let host = if server.contains("://") {
        server.to_owned()
    } else if server.starts_with("//") {
        format!("https:{server}")
    } else if server.is_empty() || server.starts_with('/') {
        format!("https://example.com{server}")
    } else {
        format!("https://example.com/{server}")
    };
    let mut path = operation.path.key.to_string();
    for parameter in parameters
        .iter()
        .filter(|parameter| parameter.text_of("in") == Some("path"))
    {
        if let Some(value) = given_value(description, parameter) {
            let name = parameter.text_of("name").unwrap_or_default();
            path = path.replace(&format!("{{{name}}}"), &encoded(&value));
        }
    }
    format!("{host}{path}{mark}{}", query.join("&"))
}

/// A value as a part of an address.
fn encoded(value: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    utf8_percent_encode(value, KEPT).to_string()
}

/// The address of a server, with the defaults of its variables.
fn server_address(server: &DataNode) -> String {
    let mut address = server.text_of("url").unwrap_or_default().to_owned();
    for variable in server.entries_of("variables") {
        let default = variable.node.get("default").and_then(DataNode::scalar);
        if let Some(default) = default {
            address = address.replace(&format!("{{{}}}", variable.key), default);
        }
    }
    address
}

/// A parameter's example, or a value of its schema.
fn value(description: &Description<'_>, parameter: &DataNode) -> String {
    let made = || {
        let schema = parameter.get("schema")?;
        as_text(made(description.documents, schema, BodyDirection::Request)?)
    };
    given_value(description, parameter)
        .or_else(made)
        .unwrap_or_else(|| "VALUE".to_owned())
}

/// The example that an author gives of a parameter.
fn given_value(description: &Description<'_>, parameter: &DataNode) -> Option<String> {
    let documents = description.documents;
    let own = || Some(parameter.get("example")?.scalar()?.to_owned());
    let named = || {
        let first = parameter.get("examples")?.entries().first()?;
        let example = documents.follow(&first.node).ok()?;
        Some(example.get("value")?.scalar()?.to_owned())
    };
    let of_schema = || {
        let schema = documents.follow(parameter.get("schema")?).ok()?;
        let listed = || schema.get("examples")?.items().first();
        Some(schema.get("example").or_else(listed)?.scalar()?.to_owned())
    };
    own().or_else(named).or_else(of_schema)
}

fn as_text(value: serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Array(_) | serde_json::Value::Object(_) | serde_json::Value::Null => {
            None
        }
        other => Some(other.to_string()),
    }
}

/// The options that send the credentials of the first way to authenticate.
fn credentials(description: &Description<'_>, operation: &ApiOperation<'_>) -> Vec<String> {
    let required = security::requirements(description.root, operation);
    let first = required.and_then(|required| required.items().first());
    let names = first.into_iter().flat_map(DataNode::entries);
    let schemes = security::schemes(description.root);
    let scheme = |name: &str| {
        let entry = schemes.iter().find(|entry| &*entry.key == name)?;
        description.documents.follow(&entry.node).ok()
    };
    let options = names.filter_map(|entry| credential(scheme(&entry.key)?));
    let mut options: Vec<String> = options.collect();
    options.dedup();
    options
}

fn credential(scheme: &DataNode) -> Option<String> {
    let name = scheme.text_of("name").unwrap_or_default();
    // The name stands in double quotes, where a shell reads more than text.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.chars().all(is_plain) {
        return None;
    }
    let option = match (scheme.text_of("type")?, scheme.text_of("in")) {
        ("apiKey", Some("cookie")) => format!("-b \"{name}=$API_KEY\""),
        ("apiKey", Some("header")) => format!("-H \"{name}: $API_KEY\""),
        ("http", _) if is_basic(scheme) => "-u \"$USERNAME:$PASSWORD\"".to_owned(),
        ("http" | "oauth2" | "openIdConnect", _) => {
            "-H \"Authorization: Bearer $TOKEN\"".to_owned()
        }
        ("mutualTLS", _) => "--cert client.pem".to_owned(),
        _ => return None,
    };
    Some(option)
}

/// Returns whether a scheme is HTTP Basic. Names of schemes have no case.
fn is_basic(scheme: &DataNode) -> bool {
    let name = scheme.text_of("scheme");
    name.is_some_and(|name| name.eq_ignore_ascii_case("basic"))
}

/// The options that send a body.
fn body(description: &Description<'_>, operation: &ApiOperation<'_>) -> Vec<String> {
    let documents = description.documents;
    let body = operation.node().get("requestBody");
    let content = body.and_then(|body| documents.follow(body).ok()?.get("content"));
    let Some(media) = content.and_then(|content| content.entries().first()) else {
        return Vec::new();
    };
    let example = examples(documents, &media.node, BodyDirection::Request);
    let example = example.first();
    let fields = example.and_then(|example| serde_json::from_str::<Json>(&example.text).ok());
    let option = match &*media.key {
        "multipart/form-data" => Some("-F"),
        "application/x-www-form-urlencoded" => Some("--data-urlencode"),
        _ => None,
    };
    if let Some((option, Json::Object(fields))) = option.zip(fields) {
        let text = |value: &Json| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let field = |(name, value): (&String, &Json)| {
            format!("{option} {}", quoted(&format!("{name}={}", text(value))))
        };
        return fields.iter().map(field).collect();
    }
    let kind = quoted(&format!("Content-Type: {}", media.key));
    let mut options = vec![format!("-H {kind}")];
    options.extend(example.map(|example| {
        if example.text.len() > LONGEST {
            "--data-binary @body".to_owned()
        } else {
            // With `-d`, a text that starts with `@` would be the name of a file.
            format!("--data-raw {}", quoted(&example.text))
        }
    }));
    options
}

/// A word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
