//! The pages of groups of operations and of schemas.

use super::description::OperationGroup;
use super::fields::write_fields;
use super::merge::folded;
use super::notes::write_notes;
use super::operation::write_operation;
use super::overview::{page_of_group, write_overview, write_schema_names};
use super::parts::{ItemIds, write_external_docs, write_operations};
use super::plan::PageSubject;
use super::sample::of_schema;
use super::types::write_type;
use super::writer::{ApiWriter, Goal};
use crate::yaml::DataNode;

/// Writes a page of the plan.
pub fn write_page(writer: &mut ApiWriter<'_>) {
    let plan = writer.context.plan;
    match &plan.pages[writer.page].subject {
        PageSubject::Overview => write_overview(writer),
        PageSubject::Group(number, operations) => {
            write_group_opening(writer, *number);
            operations
                .iter()
                .for_each(|operation| write_numbered(writer, *operation));
            write_others(writer, *number);
        }
        PageSubject::DividedGroup(number) => {
            write_group_opening(writer, *number);
            write_own(writer, *number);
            write_others(writer, *number);
        }
        PageSubject::Paths(number, prefix, operations) => {
            let first = &writer.context.description.operations[operations[0]];
            writer.open_heading(1, "", None, first.path.at);
            writer.element("span", "api-path", prefix);
            writer.close();
            let group = &writer.context.description.groups[*number];
            writer.open("div", "api-facts");
            writer.text("Part of ");
            writer.link(Goal::Page(page_of_group(plan, *number)), group.title);
            writer.close();
            operations
                .iter()
                .for_each(|operation| write_numbered(writer, *operation));
        }
        PageSubject::Schemas(schemas) => {
            write_schemas_title(writer, "Schemas");
            schemas
                .iter()
                .for_each(|schema| write_schema(writer, *schema));
        }
        PageSubject::DividedSchemas => {
            write_schemas_title(writer, "Schemas");
            let all: Vec<usize> = (0..writer.context.description.schemas.len()).collect();
            write_schema_names(writer, &all);
        }
        PageSubject::SchemasFrom(prefix, schemas) => {
            write_schemas_title(writer, &format!("Schemas: {prefix}"));
            schemas
                .iter()
                .for_each(|schema| write_schema(writer, *schema));
        }
    }
}

fn write_numbered(writer: &mut ApiWriter<'_>, number: usize) {
    let operation = &writer.context.description.operations[number];
    write_operation(writer, operation, 2);
}

/// Writes the title of a group and what its tag says.
fn write_group_opening(writer: &mut ApiWriter<'_>, number: usize) {
    let description = writer.context.description;
    let group: &OperationGroup<'_> = &description.groups[number];
    let at = group.tag.map_or(description.root.span, |tag| tag.span);
    writer.heading(1, "", group.title, at);
    let Some(tag) = group.tag else {
        return;
    };
    if let Some(text) = tag.get("description") {
        writer.markdown(text, 2);
    }
    if let Some(docs) = tag.get("externalDocs") {
        write_external_docs(writer, docs);
    }
}

/// Writes the operations of a group that are on other pages. Links to their ids here lead on.
fn write_own(writer: &mut ApiWriter<'_>, number: usize) {
    let group = &writer.context.description.groups[number];
    write_operations(writer, &group.own, ItemIds::OfOperations);
}

/// Writes the operations of other groups that name this one's tag, too.
fn write_others(writer: &mut ApiWriter<'_>, number: usize) {
    let others = &writer.context.description.groups[number].others;
    if others.is_empty() {
        return;
    }
    let at = writer.context.description.root.span;
    writer.heading(2, "see-also", "See also", at);
    write_operations(writer, others, ItemIds::None);
}

fn write_schemas_title(writer: &mut ApiWriter<'_>, title: &str) {
    let description = writer.context.description;
    let first = description.schemas.first();
    let at = first.map_or(description.root.span, |schema| schema.at);
    writer.heading(1, "", title, at);
}

/// Writes a named schema below its heading.
fn write_schema(writer: &mut ApiWriter<'_>, number: usize) {
    let named = &writer.context.description.schemas[number];
    let node: &DataNode = &folded(named.node);
    writer.heading(2, &named.anchor, &named.name, named.at);
    let title = node.text_of("title").filter(|title| *title != named.name);
    writer.open("div", "api-facts");
    if let Some(title) = title {
        writer.text(title);
        writer.text(" · ");
    }
    write_type(writer, node);
    writer.close();
    if let Some(description) = node.get("description") {
        writer.remark(description);
    }
    write_notes(writer, node);
    write_fields(writer, node, "");
    if let Some(docs) = node.get("externalDocs") {
        write_external_docs(writer, docs);
    }
    for example in of_schema(writer.documents(), node) {
        super::content::write_example(writer, &example, None);
    }
}
