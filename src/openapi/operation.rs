//! An operation as a section of a page.

use super::content::write_content;
use super::curl;
use super::description::{ApiOperation, Description, Sender};
use super::fields::{close_table, open_table};
use super::parameters::{write_parameter, write_parameters};
use super::parts::{write_call, write_external_docs};
use super::sample::BodyDirection;
use super::security::write_security;
use super::writer::{ApiWriter, Goal, one_line};
use crate::yaml::{DataNode, Entry};

/// Writes an operation below a heading of that level, which is 2 but for callbacks.
pub fn write_operation(writer: &mut ApiWriter<'_>, operation: &ApiOperation<'_>, level: u8) {
    write_heading(writer, operation, level);
    let node = operation.node();
    if node.is_set("deprecated") {
        writer.element(
            "div",
            "api-warning",
            "Deprecated: do not use it in new code.",
        );
    }
    if operation.sender == Sender::Api {
        writer.element(
            "div",
            "api-notes",
            "The API sends this request, and you answer it.",
        );
    }
    let shared = operation.item.text_of("summary").map(str::trim);
    let is_told = |summary: &&str| summary.is_empty() || operation.summary() == Some(*summary);
    if let Some(summary) = shared.filter(|summary| !is_told(summary)) {
        writer.element("p", "", summary);
    }
    let descriptions = [operation.item, node].map(|node| node.get("description"));
    for description in descriptions.into_iter().flatten() {
        writer.remark(description);
    }
    if let Some(docs) = node.get("externalDocs") {
        write_external_docs(writer, docs);
    }
    if let Some(id) = operation.id() {
        writer.open("div", "api-id");
        writer.text("Operation id ");
        writer.code(id);
        writer.close();
    }
    if operation.sender == Sender::Client {
        write_security(writer, operation);
        write_servers(writer, operation);
    }
    write_parameters(writer, operation);
    write_body(writer, operation);
    write_responses(writer, operation);
    write_samples(writer, operation);
    if level == 2 {
        for callback in writer.context.description.callbacks(operation) {
            write_operation(writer, &callback, 3);
        }
    }
}

fn write_heading(writer: &mut ApiWriter<'_>, operation: &ApiOperation<'_>, level: u8) {
    let title = operation.title();
    let label = Some(title.as_str());
    writer.open_heading(level, &operation.anchor, label, operation.method.at);
    if operation.summary().is_some() {
        writer.text(&title);
        writer.text(" ");
    }
    write_call(writer, operation);
    writer.close();
}

/// Writes the servers of an operation that has its own.
fn write_servers(writer: &mut ApiWriter<'_>, operation: &ApiOperation<'_>) {
    let own = operation
        .node()
        .get("servers")
        .or(operation.item.get("servers"));
    let Some(own) = own else {
        return;
    };
    writer.open("div", "api-notes");
    writer.text("at ");
    for (at, server) in own.items().iter().enumerate() {
        if at > 0 {
            writer.text(" or ");
        }
        writer.code(server.text_of("url").unwrap_or_default());
    }
    writer.close();
}

fn write_body(writer: &mut ApiWriter<'_>, operation: &ApiOperation<'_>) {
    let documents = writer.documents();
    let body = operation.node().get("requestBody");
    let Some(body) = body.and_then(|body| documents.at_use(body).ok()) else {
        return;
    };
    writer.open("h3", "api-part");
    writer.text("Request body");
    if body.is_set("required") {
        writer.text(" ");
        writer.element("small", "api-required", "required");
    }
    writer.close();
    if let Some(description) = body.get("description") {
        writer.remark(description);
    }
    let direction = match operation.sender {
        Sender::Client => BodyDirection::Request,
        Sender::Api => BodyDirection::Response,
    };
    if let Some(content) = body.get("content") {
        write_content(writer, content, direction);
    }
}

fn write_responses(writer: &mut ApiWriter<'_>, operation: &ApiOperation<'_>) {
    let responses = writer.documents().value_of(operation.node(), "responses");
    let responses = responses.map(DataNode::entries).unwrap_or_default();
    let shown: Vec<&Entry> = responses
        .iter()
        .filter(|response| !response.key.starts_with("x-") && !response.node.is_set("x-internal"))
        .collect();
    if shown.is_empty() {
        return;
    }
    writer.element("h3", "api-part", "Responses");
    let first = shown
        .iter()
        .position(|response| response.key.starts_with('2'));
    for (at, response) in shown.into_iter().enumerate() {
        write_response(writer, operation, response, Some(at) == first);
    }
}

fn write_response(
    writer: &mut ApiWriter<'_>,
    operation: &ApiOperation<'_>,
    response: &Entry,
    is_open: bool,
) {
    let Ok(node) = writer.documents().at_use(&response.node) else {
        return;
    };
    let parts = ["content", "headers", "links"];
    let has_more = parts
        .iter()
        .any(|key| node.get(key).is_some_and(|part| !part.entries().is_empty()));
    let description = node.get("description");
    if !has_more {
        writer.open("div", "api-response");
        status(writer, &response.key);
        if let Some(description) = description
            && !writer.inline(description)
        {
            writer.remark(description);
        }
        writer.close();
        return;
    }
    let attrs = crate::body::Attrs::class("api-response");
    writer.open_with("details", if is_open { attrs.flag("open") } else { attrs });
    writer.open("summary", "");
    status(writer, &response.key);
    let is_told = description.is_none_or(|description| writer.inline(description));
    if !is_told {
        writer.text(node.text_of("summary").unwrap_or("Details"));
    }
    writer.close();
    if let Some(description) = description.filter(|_| !is_told) {
        writer.remark(description);
    }
    write_headers(writer, &node);
    if let Some(content) = node.get("content") {
        let direction = match operation.sender {
            Sender::Client => BodyDirection::Response,
            Sender::Api => BodyDirection::Request,
        };
        write_content(writer, content, direction);
    }
    write_links(writer, &node);
    writer.close();
}

fn status(writer: &mut ApiWriter<'_>, key: &str) {
    let class = match key.chars().next() {
        Some('2') => "api-status api-success",
        Some('4' | '5') => "api-status api-failure",
        _ => "api-status",
    };
    let word = if key == "default" { "any other" } else { key };
    writer.element("code", class, word);
    writer.text(" ");
}

fn write_headers(writer: &mut ApiWriter<'_>, response: &DataNode) {
    let documents = writer.documents();
    let headers = response.entries_of("headers").iter();
    let headers =
        headers.filter_map(|entry| Some((&entry.key, documents.at_use(&entry.node).ok()?)));
    let shown = headers.filter(|(_, header)| !header.is_set("x-internal"));
    let shown: Vec<_> = shown.collect();
    if shown.is_empty() {
        return;
    }
    open_table(writer, "Headers");
    for (name, header) in shown {
        write_parameter(writer, name, &header, "header");
    }
    close_table(writer);
}

/// Writes the operations that a response leads to.
fn write_links(writer: &mut ApiWriter<'_>, response: &DataNode) {
    let documents = writer.documents();
    for entry in response.entries_of("links") {
        if let Ok(link) = documents.at_use(&entry.node) {
            write_operation_link(writer, &entry.key, &link);
        }
    }
}

fn write_operation_link(writer: &mut ApiWriter<'_>, name: &str, link: &DataNode) {
    let written = link.get("operationId").or(link.get("operationRef"));
    writer.open("div", "api-notes");
    writer.text("leads to ");
    match linked(writer.context.description, link) {
        Some(number) => {
            let title = writer.context.description.operations[number].title();
            writer.link(Goal::Operation(number), &title);
        }
        None => writer.code(written.and_then(DataNode::text).unwrap_or(name)),
    }
    for parameter in link.entries_of("parameters") {
        writer.text(", ");
        writer.code(&parameter.key);
        writer.text(" from ");
        writer.code(&one_line(&parameter.node));
    }
    if let Some(body) = link.get("requestBody") {
        writer.text(", its body from ");
        writer.code(&one_line(body));
    }
    if let Some(server) = link.get("server").and_then(|server| server.text_of("url")) {
        writer.text(", at ");
        writer.code(server);
    }
    writer.close();
    if let Some(description) = link.get("description") {
        writer.remark(description);
    }
}

/// The operation that a link names by its id or by a reference, by number.
fn linked(description: &Description<'_>, link: &DataNode) -> Option<usize> {
    let operations = &description.operations;
    if let Some(id) = link.text_of("operationId") {
        return operations.iter().position(|other| other.id() == Some(id));
    }
    let target = description
        .documents
        .resolve(link.get("operationRef")?)
        .ok()?;
    let is_it = |other: &ApiOperation<'_>| other.node().span == target.node.span;
    operations.iter().position(is_it)
}

/// Writes samples of code: the author's, else a call with curl.
fn write_samples(writer: &mut ApiWriter<'_>, operation: &ApiOperation<'_>) {
    let node = operation.node();
    let given = node.get("x-codeSamples").or(node.get("x-code-samples"));
    let given = given.map(DataNode::items).unwrap_or_default();
    for sample in given {
        let language = sample.text_of("lang").unwrap_or_default();
        let title = sample.text_of("label").unwrap_or(language);
        if let Some(source) = sample.text_of("source") {
            write_sample(writer, title, &language.to_lowercase(), source);
        }
    }
    if given.is_empty() && operation.sender == Sender::Client {
        let call = curl::call(writer.context.description, operation);
        write_sample(writer, "curl", "sh", &call);
    }
}

fn write_sample(writer: &mut ApiWriter<'_>, title: &str, language: &str, source: &str) {
    writer.open("details", "api-example");
    writer.element("summary", "", title);
    writer.code_block(language, source);
    writer.close();
}
