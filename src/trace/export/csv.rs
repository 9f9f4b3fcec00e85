//! The relations as CSV.

use crate::trace::Trace;
use crate::trace::model::Artifact;

/// The relations as CSV (RFC 4180), one per line, with the titles and statuses of both ends.
pub fn csv(trace: &Trace) -> String {
    let mut text = String::from(
        "relation,from,from_title,from_status,to,to_title,to_status,how,file,line\r\n",
    );
    for edge in &trace.edges {
        let (from, to) = (&trace.artifacts[edge.from], &trace.artifacts[edge.to]);
        let status = |artifact: &Artifact| artifact.status.map_or("", crate::trace::Status::name);
        let line = edge.place.line.to_string();
        let fields = [
            edge.relation.name(),
            &from.id,
            &from.title,
            status(from),
            &to.id,
            &to.title,
            status(to),
            edge.how.name(),
            edge.place.file.path(),
            &line,
        ];
        text.push_str(&fields.map(csv_field).join(","));
        text.push_str("\r\n");
    }
    text
}

/// Quotes a field if necessary. A field that a spreadsheet would take for a formula gets a `'`.
fn csv_field(field: &str) -> String {
    let safe = if field.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if safe.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}
