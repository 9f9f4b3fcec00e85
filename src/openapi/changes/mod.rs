//! Changes of a description that break its callers.
//!
//! A request may become wider, and a response narrower: whoever sent a request before can still
//! send it, and whoever read a response before can still read it. For requests that the API sends,
//! both are the other way round.

mod shape;
mod schemas;
mod security;
mod operations;
#[cfg(test)]
mod tests;

use super::description::Description;
use crate::diag::{Code, Diagnostic};
use crate::yaml::Span;

pub use operations::changes;

/// A change that breaks callers, or may break some.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The kind of change.
    pub kind: ChangeKind,
    /// The operation: `GET /depots`.
    pub operation: String,
    /// The place in the later version.
    pub at: Span,
    /// The rest of the message.
    pub message: String,
}

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// A path is gone with all of its operations.
    RemovedPath,
    /// An operation is gone.
    RemovedOperation,
    /// A response, or one of its media types, is gone.
    RemovedResponse,
    /// A property of a response is gone.
    RemovedResponseProperty,
    /// A property of a response may be missing or null now.
    ResponsePropertyOptional,
    /// A parameter is new and required.
    NewRequiredParameter,
    /// A parameter is required now.
    ParameterNowRequired,
    /// A property of a request is new and required.
    NewRequiredProperty,
    /// A property or the body of a request is required now.
    PropertyNowRequired,
    /// A type takes fewer values, or a response has one that callers do not expect.
    NarrowedType,
    /// A request takes fewer of the listed values.
    NarrowedEnum,
    /// A response has more of the listed values.
    WidenedEnum,
    /// A request has a tighter bound.
    NarrowedBound,
    /// A parameter is gone: it has no effect any more.
    RemovedParameter,
    /// A caller must authenticate in another way.
    ChangedSecurity,
    /// A media type of a request is gone.
    RemovedMediaType,
    /// A request refuses properties that the description does not name.
    ClosedObject,
    /// A schema was too large to be compared whole.
    NotCompared,
    /// A parameter is in another part of the request.
    ChangedParameterPlace,
}

impl ChangeKind {
    /// The code of its findings: that of a change which breaks some callers only is another one.
    pub fn code(self) -> Code {
        match self {
            Self::WidenedEnum | Self::RemovedParameter | Self::ClosedObject | Self::NotCompared => {
                Code::RiskyChange
            }
            _ => Code::BreakingChange,
        }
    }
}

/// The findings about a change of a description. Changes of one place that concern several
/// operations are one finding.
pub fn findings(before: &Description<'_>, after: &Description<'_>) -> Vec<Diagnostic> {
    const MOST: usize = 3;
    let mut gathered: Vec<(Change, Vec<String>)> = Vec::new();
    for change in changes(before, after) {
        let is_same = |(known, _): &&mut (Change, Vec<String>)| {
            known.kind == change.kind && known.at == change.at && known.message == change.message
        };
        let operation = change.operation.clone();
        match gathered.iter_mut().find(is_same) {
            Some((_, operations)) => operations.push(operation),
            None => gathered.push((change, vec![operation])),
        }
    }
    let finding = |(change, operations): (Change, Vec<String>)| {
        let names: Vec<String> = operations
            .iter()
            .take(MOST)
            .map(|name| format!("`{name}`"))
            .collect();
        let more = match operations.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!("{}{more}: {}", names.join(", "), change.message);
        let help = match change.kind.code() {
            _ if change.kind == ChangeKind::NotCompared => "compare this schema by hand",
            Code::RiskyChange => "tell the callers: some may not expect it",
            _ => "keep the old form beside the new one, or give the API a new version",
        };
        Diagnostic::new(
            change.kind.code(),
            after.documents.place(change.at),
            message,
        )
        .help(help)
    };
    gathered.into_iter().map(finding).collect()
}
