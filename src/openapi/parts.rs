//! Small parts of pages: links to other documents, lists of operations.

use super::description::{ApiOperation, Sender};
use super::writer::{ApiWriter, Goal};
use crate::body::Attrs;
use crate::yaml::DataNode;

/// Writes a link to a document elsewhere.
pub fn write_external_docs(writer: &mut ApiWriter<'_>, docs: &DataNode) {
    let Some(url) = docs.text_of("url").filter(|url| is_web(url)) else {
        return;
    };
    writer.open("p", "");
    let text = docs.text_of("description").unwrap_or("More about it");
    writer.link(Goal::Address(url), text.trim().trim_end_matches('.'));
    writer.close();
}

/// Returns whether an address is one that readers may follow.
pub fn is_web(address: &str) -> bool {
    matches!(
        crate::address::scheme(address),
        Some("http" | "https" | "mailto")
    )
}

/// Writes the method and the path of an operation.
pub fn write_call(writer: &mut ApiWriter<'_>, operation: &ApiOperation<'_>) {
    writer.open("span", "api-call");
    let verb = operation.verb();
    let class = format!(
        "api-method api-{}",
        operation.method.key.to_ascii_lowercase()
    );
    writer.element("span", &class, &verb);
    writer.text(" ");
    writer.element("span", "api-path", &operation.path.key);
    writer.close();
}

/// The ids of the items in a list of operations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ItemIds {
    /// The items have none.
    None,
    /// Each has that of its operation, which is on another page now.
    OfOperations,
}

/// Writes a list of operations with links to them.
pub fn write_operations(writer: &mut ApiWriter<'_>, numbers: &[usize], ids: ItemIds) {
    writer.open("ul", "api-list");
    for number in numbers {
        let operation = &writer.context.description.operations[*number];
        let attrs = match ids {
            ItemIds::None => Attrs::default(),
            ItemIds::OfOperations => Attrs::default().with_id(operation.anchor.as_str()),
        };
        writer.open_with("li", attrs);
        writer.open_link(Goal::Operation(*number));
        write_call(writer, operation);
        writer.close();
        if operation.node().get("summary").is_some() {
            writer.text(" ");
            writer.text(&operation.title());
        }
        if operation.node().is_set("deprecated") {
            writer.text(" ");
            writer.element("small", "api-deprecated", "deprecated");
        }
        if operation.sender == Sender::Api {
            writer.text(" ");
            writer.element("small", "", "sent by the API");
        }
        writer.close();
    }
    writer.close();
}
