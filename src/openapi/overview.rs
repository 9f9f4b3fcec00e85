//! The first page of an API: what it is, where it is, how to sign in, and all its operations.

use super::description::{Description, tag_groups};
use super::parts::{ItemIds, is_web, write_external_docs, write_operations};
use super::plan::{PagePlan, PageSubject};
use super::security::write_schemes;
use super::writer::{ApiWriter, Goal};
use crate::yaml::DataNode;

/// Writes the page of an API, with its title.
pub fn write_overview(writer: &mut ApiWriter<'_>) {
    let description = writer.context.description;
    let root = description.root;
    let info = root.get("info");
    let at = info.map_or(root.span, |info| info.span);
    writer.heading(1, "", description.title(), at);
    write_facts(writer);
    if let Some(summary) = info.and_then(|info| info.get("summary")) {
        writer.remark(summary);
    }
    if let Some(text) = info.and_then(|info| info.get("description")) {
        writer.markdown(text, 2);
    }
    write_below(writer);
}

/// Writes what follows the introduction.
pub fn write_below(writer: &mut ApiWriter<'_>) {
    let root = writer.context.description.root;
    if let Some(docs) = root.get("externalDocs") {
        write_external_docs(writer, docs);
    }
    write_groups(writer);
    write_schema_list(writer);
    write_servers(writer);
    write_schemes(writer);
}

/// Writes the version of the API and of its description, the file, and who answers for it.
pub fn write_facts(writer: &mut ApiWriter<'_>) {
    let description = writer.context.description;
    let root = description.root;
    let info = root.get("info");
    writer.open("div", "api-facts");
    let version = info
        .and_then(|info| info.get("version"))
        .and_then(DataNode::scalar);
    if let Some(version) = version {
        writer.text("Version ");
        writer.text(version);
        writer.text(" · ");
    }
    let of = root
        .get("openapi")
        .and_then(DataNode::scalar)
        .unwrap_or_default();
    writer.text(&format!("OpenAPI {of} · "));
    write_download(writer);
    if let Some(license) = info.and_then(|info| info.get("license")) {
        let name = license.text_of("name").unwrap_or("License");
        writer.text(" · ");
        address(writer, license.text_of("url"), name);
    }
    if let Some(terms) = info.and_then(|info| info.text_of("termsOfService")) {
        writer.text(" · ");
        address(writer, Some(terms), "Terms of service");
    }
    if let Some(contact) = info.and_then(|info| info.get("contact")) {
        write_contact(writer, contact);
    }
    writer.close();
}

fn write_download(writer: &mut ApiWriter<'_>) {
    let file = writer.context.source;
    let name = file.rsplit('/').next().unwrap_or(file);
    writer.open_download();
    writer.text(name);
    writer.close();
}

fn write_contact(writer: &mut ApiWriter<'_>, contact: &DataNode) {
    let email = contact.text_of("email").filter(|email| email.contains('@'));
    let mail = email.map(|email| format!("mailto:{email}"));
    let url = contact.text_of("url").or(mail.as_deref());
    let name = contact.text_of("name").or(email).or(url);
    if let Some(name) = name {
        writer.text(" · ");
        address(writer, url, name);
    }
}

/// Writes a link if the address is one that readers may follow, else the text alone.
fn address(writer: &mut ApiWriter<'_>, url: Option<&str>, text: &str) {
    match url.filter(|url| is_web(url)) {
        Some(url) => writer.link(Goal::Address(url), text),
        None => writer.text(text),
    }
}

/// Writes the groups of operations, below the titles of `x-tagGroups` if there are any.
fn write_groups(writer: &mut ApiWriter<'_>) {
    let description = writer.context.description;
    if description.operations.is_empty() {
        let text = "This description has no operations.";
        return writer.element("p", "", text);
    }
    let mut written = vec![false; description.groups.len()];
    writer.heading(2, "operations", "Operations", description.root.span);
    for (title, tags) in tag_groups(description.root) {
        let names: Vec<&str> = tags.iter().filter_map(DataNode::text).collect();
        let here: Vec<usize> = (0..description.groups.len())
            .filter(|number| names.contains(&description.groups[*number].name))
            .collect();
        if here.is_empty() {
            continue;
        }
        writer.element("div", "api-group", title);
        for number in here {
            written[number] = true;
            write_group(writer, number);
        }
    }
    for (number, is_written) in written.into_iter().enumerate() {
        if !is_written {
            write_group(writer, number);
        }
    }
}

fn write_group(writer: &mut ApiWriter<'_>, number: usize) {
    let description = writer.context.description;
    let group = &description.groups[number];
    let page = page_of_group(writer.context.plan, number);
    writer.open("h3", "api-tag");
    writer.open_link(Goal::Page(page));
    if group.title != group.name {
        // Old addresses name the tag.
        writer.mark_last("data-tag", group.name);
    }
    writer.text(group.title);
    writer.close();
    writer.close();
    write_operations(writer, &group.own, ItemIds::None);
}

/// The page of a group.
pub fn page_of_group(plan: &PagePlan, number: usize) -> usize {
    let is_of_group = |subject: &PageSubject| matches!(subject, PageSubject::Group(of, _) | PageSubject::DividedGroup(of) if *of == number);
    let mut pages = plan.pages.iter();
    pages
        .position(|page| is_of_group(&page.subject))
        .unwrap_or_default()
}

/// Writes the names of the schemas, with links.
fn write_schema_list(writer: &mut ApiWriter<'_>) {
    let description: &Description<'_> = writer.context.description;
    let Some(first) = description.schemas.first() else {
        return;
    };
    writer.heading(2, "schemas", "Schemas", first.at);
    let all: Vec<usize> = (0..description.schemas.len()).collect();
    write_schema_names(writer, &all);
}

/// Writes a list of named schemas.
pub fn write_schema_names(writer: &mut ApiWriter<'_>, numbers: &[usize]) {
    let description = writer.context.description;
    writer.open("ul", "api-names");
    for number in numbers {
        writer.open("li", "");
        let schema = &description.schemas[*number];
        writer.link(Goal::Schema(*number), &schema.name);
        writer.close();
    }
    writer.close();
}

fn write_servers(writer: &mut ApiWriter<'_>) {
    let Some(servers) = writer.context.description.root.get("servers") else {
        return;
    };
    if servers.items().is_empty() {
        return;
    }
    writer.heading(2, "servers", "Servers", servers.span);
    writer.open("ul", "");
    for server in servers.items() {
        writer.open("li", "");
        writer.code(server.text_of("url").unwrap_or_default());
        if let Some(description) = server.get("description") {
            writer.remark(description);
        }
        for variable in server.entries_of("variables") {
            write_variable(writer, &variable.key, &variable.node);
        }
        writer.close();
    }
    writer.close();
}

fn write_variable(writer: &mut ApiWriter<'_>, name: &str, variable: &DataNode) {
    writer.open("div", "api-notes");
    writer.code(name);
    if let Some(default) = variable.get("default").and_then(DataNode::scalar) {
        writer.text(" default ");
        writer.code(default);
    }
    let values = variable.items_of("enum");
    for (at, value) in values.iter().filter_map(DataNode::scalar).enumerate() {
        writer.text(if at == 0 { ", one of " } else { ", " });
        writer.code(value);
    }
    writer.close();
    if let Some(description) = variable.get("description") {
        writer.remark(description);
    }
}
