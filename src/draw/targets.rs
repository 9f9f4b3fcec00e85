//! Addresses that a diagram gives and the renderer leaves out of the drawing.

use serde_json::Value;

/// A part of a diagram that leads somewhere.
#[derive(Debug)]
pub struct LinkedPart<'m> {
    /// The sign by which the part is found in the drawing.
    pub sign: PartSign<'m>,
    /// The words for the link.
    pub label: Option<&'m str>,
    /// The address.
    pub address: &'m str,
}

/// The sign by which a part is found in a drawing.
#[derive(Debug, PartialEq, Eq)]
pub enum PartSign<'m> {
    /// The text in the box of a participant.
    Participant(&'m str),
    /// The id of a task.
    Task(&'m str),
}

/// The parts of a diagram of a kind that lead somewhere. A participant of a sequence leads to the
/// first of its links.
pub fn of<'m>(kind: &str, model: &'m Value) -> Vec<LinkedPart<'m>> {
    match kind {
        "sequence" => participants(model),
        "gantt" => tasks(model),
        _ => Vec::new(),
    }
}

fn participants(model: &Value) -> Vec<LinkedPart<'_>> {
    let actors = model["actors"].as_object().into_iter().flatten();
    let linked = actors.filter_map(|(name, actor)| {
        let (label, address) = actor["links"].as_object()?.iter().next()?;
        Some(LinkedPart {
            sign: PartSign::Participant(actor["description"].as_str().unwrap_or(name)),
            label: Some(label),
            address: address.as_str()?,
        })
    });
    linked.collect()
}

fn tasks(model: &Value) -> Vec<LinkedPart<'_>> {
    let links = model["links"].as_object().into_iter().flatten();
    let linked = links.filter_map(|(id, address)| {
        Some(LinkedPart {
            sign: PartSign::Task(id),
            label: None,
            address: address.as_str()?,
        })
    });
    linked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::mermaid::render;

    #[test]
    fn tasks_and_participants_lead_somewhere() {
        let check = |source: &str, sign: PartSign<'_>| {
            let rendered = render(source, None).expect("it is drawn");
            let parts = of(&rendered.kind, &rendered.model);
            assert_eq!(parts.len(), 1, "{source}");
            assert_eq!(
                (&parts[0].sign, parts[0].address),
                (&sign, "a.md"),
                "{source}"
            );
        };
        check(
            "gantt\n  dateFormat YYYY-MM-DD\n  A :map, 2026-01-05, 5d\n  click map href \"a.md\"",
            PartSign::Task("map"),
        );
        check(
            "sequenceDiagram\n  participant A as Ada\n  A->>A: a\n  link A: Page @ a.md",
            PartSign::Participant("Ada"),
        );
    }
}
