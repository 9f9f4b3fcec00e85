//! Authentication in words: `one of: an API key and OAuth; a token`.

use super::description::ApiOperation;
use super::writer::{ApiWriter, Goal};
use crate::yaml::{DataNode, Entry};

/// The id of a security scheme's heading on the overview.
pub fn scheme_id(name: &str) -> String {
    format!("auth-{}", super::ids::dashed(name, |c| !c.is_whitespace()))
}

/// The security schemes of a description, by name.
pub fn schemes(root: &DataNode) -> &[Entry] {
    let components = root.get("components");
    let schemes = components.and_then(|components| components.get("securitySchemes"));
    schemes.map(DataNode::entries).unwrap_or_default()
}

/// The requirements of an operation: its own, else those of the whole API.
pub fn requirements<'d>(root: &'d DataNode, operation: &ApiOperation<'d>) -> Option<&'d DataNode> {
    operation
        .node()
        .get("security")
        .or_else(|| root.get("security"))
}

/// Writes the requirements of an operation.
pub fn write_security(writer: &mut ApiWriter<'_>, operation: &ApiOperation<'_>) {
    let description = writer.context.description;
    let Some(requirements) = requirements(description.root, operation) else {
        return;
    };
    let alternatives = requirements.items();
    let is_open = alternatives.iter().all(|entry| entry.entries().is_empty());
    writer.open("div", "api-security");
    if is_open {
        writer.text("No authentication");
        writer.close();
        return;
    }
    writer.text(match alternatives.len() {
        1 => "Authentication: ",
        _ => "Authentication, one of: ",
    });
    for (at, alternative) in alternatives.iter().enumerate() {
        if at > 0 {
            writer.text("; ");
        }
        write_alternative(writer, alternative);
    }
    writer.close();
}

fn write_alternative(writer: &mut ApiWriter<'_>, alternative: &DataNode) {
    if alternative.entries().is_empty() {
        return writer.text("none");
    }
    for (at, entry) in alternative.entries().iter().enumerate() {
        if at > 0 {
            writer.text(" and ");
        }
        let root = writer.context.description.root;
        let is_known = schemes(root).iter().any(|scheme| scheme.key == entry.key);
        if is_known {
            writer.link(Goal::Heading(0, &scheme_id(&entry.key)), &entry.key);
        } else {
            writer.code(&entry.key);
        }
        let scopes: Vec<&str> = entry
            .node
            .items()
            .iter()
            .filter_map(DataNode::text)
            .collect();
        if !scopes.is_empty() {
            writer.text(if scopes.len() == 1 {
                " with scope "
            } else {
                " with scopes "
            });
            for (at, scope) in scopes.iter().enumerate() {
                if at > 0 {
                    writer.text(", ");
                }
                writer.code(scope);
            }
        }
    }
}

/// Writes the security schemes, each below a heading.
pub fn write_schemes(writer: &mut ApiWriter<'_>) {
    let root = writer.context.description.root;
    let schemes = schemes(root);
    let Some(first) = schemes.first() else {
        return;
    };
    writer.heading(2, "authentication", "Authentication", first.at);
    for entry in schemes {
        let Ok(scheme) = writer.documents().follow(&entry.node) else {
            continue;
        };
        writer.heading(3, &scheme_id(&entry.key), &entry.key, entry.at);
        writer.element("p", "", &in_words(scheme));
        if let Some(description) = scheme.get("description") {
            writer.remark(description);
        }
        for flow in scheme.entries_of("flows") {
            write_flow(writer, &flow.key, &flow.node);
        }
    }
}

/// A security scheme in a sentence.
fn in_words(scheme: &DataNode) -> String {
    let name = scheme.text_of("name").unwrap_or_default();
    let bearer = scheme.text_of("bearerFormat");
    let http = scheme
        .text_of("scheme")
        .unwrap_or_default()
        .to_ascii_lowercase();
    match scheme.text_of("type").unwrap_or_default() {
        "apiKey" => {
            let place = match scheme.text_of("in").unwrap_or_default() {
                "query" => "query parameter",
                "cookie" => "cookie",
                _ => "header",
            };
            format!("An API key in the {place} {name}.")
        }
        "http" => match (&*http, bearer) {
            ("bearer", Some(format)) => {
                format!("A bearer token ({format}) in the header Authorization.")
            }
            ("bearer", None) => "A bearer token in the header Authorization.".to_owned(),
            ("basic", _) => {
                "A name and a password in the header Authorization (HTTP Basic).".to_owned()
            }
            (other, _) => format!("HTTP authentication by the scheme {other}."),
        },
        "oauth2" => "OAuth 2.0.".to_owned(),
        "openIdConnect" => {
            let url = scheme.text_of("openIdConnectUrl").unwrap_or_default();
            format!("OpenID Connect, described at {url}.")
        }
        "mutualTLS" => "A client certificate (mutual TLS).".to_owned(),
        other => format!("Authentication of the type {other}."),
    }
}

fn write_flow(writer: &mut ApiWriter<'_>, name: &str, flow: &DataNode) {
    writer.open("p", "");
    writer.text(match name {
        "authorizationCode" => "Authorization code flow",
        "clientCredentials" => "Client credentials flow",
        "implicit" => "Implicit flow",
        "password" => "Password flow",
        "deviceAuthorization" => "Device authorization flow",
        other => other,
    });
    for (key, words) in [
        ("authorizationUrl", "sign in at"),
        ("deviceAuthorizationUrl", "device sign-in at"),
        ("tokenUrl", "tokens from"),
        ("refreshUrl", "refresh at"),
    ] {
        if let Some(url) = flow.text_of(key) {
            writer.text(", ");
            writer.text(words);
            writer.text(" ");
            writer.code(url);
        }
    }
    writer.close();
    let scopes = flow.entries_of("scopes");
    if scopes.is_empty() {
        return;
    }
    writer.open("table", "api-values");
    writer.open("tbody", "");
    for scope in scopes {
        writer.open("tr", "");
        writer.open("td", "");
        writer.code(&scope.key);
        writer.close();
        writer.open("td", "");
        writer.remark(&scope.node);
        writer.close();
        writer.close();
    }
    writer.close();
    writer.close();
}
