//! The parameters of an operation, by the part of the request that they are in.

use std::borrow::Cow;

use super::content::write_content;
use super::description::ApiOperation;
use super::fields::{FieldRow, close_row, close_table, describe, open_table, write_fields};
use super::sample::BodyDirection;
use super::types::write_type;
use super::writer::{ApiWriter, one_line};
use crate::yaml::DataNode;

/// The parts of a request that have parameters.
const PLACES: [(&str, &str); 6] = [
    ("path", "Path parameters"),
    ("query", "Query parameters"),
    ("querystring", "Query string"),
    ("header", "Headers"),
    ("cookie", "Cookies"),
    (OTHER, "Other parameters"),
];

/// The part of a request that a parameter without a known one is in.
const OTHER: &str = "";

/// The part of a request that a parameter is in.
fn place_of(parameter: &DataNode) -> &str {
    let place = parameter.text_of("in").unwrap_or(OTHER);
    let is_known = PLACES.iter().any(|(known, _)| *known == place);
    if is_known { place } else { OTHER }
}

/// Writes the parameters of an operation.
pub fn write_parameters(writer: &mut ApiWriter<'_>, operation: &ApiOperation<'_>) {
    let documents = writer.documents();
    let written = operation.written_parameters(documents).into_iter();
    let parameters = written.filter_map(|parameter| documents.at_use(parameter).ok());
    let shown = parameters.filter(|parameter| !parameter.is_set("x-internal"));
    let shown: Vec<Cow<'_, DataNode>> = shown.collect();
    for (place, title) in PLACES {
        let here = shown
            .iter()
            .filter(|parameter| place_of(parameter) == place);
        let here: Vec<&Cow<'_, DataNode>> = here.collect();
        if here.is_empty() {
            continue;
        }
        open_table(writer, title);
        for parameter in here {
            let name = parameter.text_of("name").unwrap_or("?");
            write_parameter(writer, name, parameter, place);
        }
        close_table(writer);
    }
}

/// Writes a parameter or a header as a row.
pub fn write_parameter(writer: &mut ApiWriter<'_>, name: &str, parameter: &DataNode, place: &str) {
    let row = FieldRow {
        name,
        // A path has no place for a parameter that is not there.
        required: parameter.is_set("required") || place == "path",
        deprecated: parameter.is_set("deprecated"),
    };
    let schema = parameter.get("schema");
    row.open(writer, |writer| {
        if let Some(schema) = schema {
            write_type(writer, schema);
        }
    });
    if let Some(description) = parameter.get("description") {
        writer.remark(description);
    }
    if let Some(schema) = schema {
        describe_schema(writer, parameter, schema);
        write_fields(writer, schema, "");
    }
    if let Some(content) = parameter.get("content") {
        write_content(writer, content, BodyDirection::Request);
    }
    write_examples(writer, parameter);
    write_form(writer, name, parameter, place);
    close_row(writer);
}

/// Writes the notes on a parameter's schema; its description only if the parameter has none.
fn describe_schema(writer: &mut ApiWriter<'_>, parameter: &DataNode, schema: &DataNode) {
    if parameter.get("description").is_none() {
        return describe(writer, schema);
    }
    if schema.reference().is_none() {
        super::notes::write_notes(writer, schema);
    }
}

fn write_examples(writer: &mut ApiWriter<'_>, parameter: &DataNode) {
    let one = parameter.entry("example").map(|entry| ("", &entry.node));
    let named = parameter.entries_of("examples").iter();
    let documents = writer.documents();
    let named = named.filter_map(|entry| {
        let example = documents.follow(&entry.node).ok()?;
        Some((&*entry.key, &example.entry("value")?.node))
    });
    let all: Vec<(&str, &DataNode)> = one.into_iter().chain(named).collect();
    if all.is_empty() {
        return;
    }
    writer.open("div", "api-notes");
    writer.text("for example ");
    for (at, (name, value)) in all.into_iter().enumerate() {
        if at > 0 {
            writer.text(", ");
        }
        writer.code(&one_line(value));
        if !name.is_empty() {
            writer.text(&format!(" ({name})"));
        }
    }
    writer.close();
}

/// Writes the form that a list or an object takes in the request.
fn write_form(writer: &mut ApiWriter<'_>, name: &str, parameter: &DataNode, place: &str) {
    let Some(schema) = parameter.get("schema") else {
        return;
    };
    let Ok(schema) = writer.documents().follow(schema) else {
        return;
    };
    let types = super::schema::Schema::of(schema).types();
    let is_list = types.contains(&"array");
    let is_object = types.contains(&"object");
    let style = parameter.text_of("style").unwrap_or(match place {
        "query" | "cookie" => "form",
        _ => "simple",
    });
    let explode = parameter.get("explode").and_then(DataNode::bool);
    let explode = explode.unwrap_or(style == "form");
    if let Some(form) = form(name, style, explode, is_list, is_object) {
        writer.open("div", "api-notes");
        writer.text("written as ");
        writer.code(&form);
        writer.close();
    }
}

/// The forms of lists and objects by style, as in the table of OpenAPI's "Style Examples": first if
/// they are exploded. `N` stands for the name.
const FORMS: [(&str, [&str; 2], [&str; 2]); 7] = [
    ("form", ["N=A&N=B", "N=A,B"], ["a=1&b=2", "N=a,1,b,2"]),
    ("spaceDelimited", ["N=A&N=B", "N=A%20B"], ["", ""]),
    ("pipeDelimited", ["N=A&N=B", "N=A|B"], ["", ""]),
    ("deepObject", ["", ""], ["N[a]=1&N[b]=2", "N[a]=1&N[b]=2"]),
    ("matrix", [";N=A;N=B", ";N=A,B"], [";a=1;b=2", ";N=a,1,b,2"]),
    ("label", [".A.B", ".A,B"], [".a=1.b=2", ".a,1,b,2"]),
    ("simple", ["A,B", "A,B"], ["a=1,b=2", "a,1,b,2"]),
];

/// The form of a parameter. `None` for a plain value.
fn form(name: &str, style: &str, explode: bool, is_list: bool, is_object: bool) -> Option<String> {
    let (_, list, object) = FORMS.iter().find(|(known, ..)| *known == style)?;
    let forms = match (is_list, is_object) {
        (true, _) => list,
        (_, true) => object,
        _ => return None,
    };
    let form = forms[usize::from(!explode)];
    (!form.is_empty()).then(|| form.replace('N', name))
}
