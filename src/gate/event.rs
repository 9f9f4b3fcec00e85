//! Events for a gate's operators. No event has a secret, or tells which reader reads what.

use serde::Serialize;

/// An event of a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum GateEvent {
    /// The gate answers requests from now on.
    Listening {
        /// The address of this machine that it listens on.
        address: String,
        /// The address that readers open.
        url: String,
        /// The release that is up.
        release: u64,
        /// The names of the keys.
        keys: Vec<String>,
    },
    /// Something that does not keep the gate from starting.
    Note {
        /// The note, as a sentence.
        text: String,
    },
    /// A reader has signed in.
    SignedIn {
        /// The reader, hidden: the same for the same reader.
        reader: String,
    },
    /// A reader has signed out.
    SignedOut {
        /// The reader, hidden.
        reader: String,
    },
    /// A sign-in was refused.
    Refused {
        /// The reason: `domain`, `token`, `attempt` and so on.
        reason: String,
        /// More about it, for operators.
        #[serde(skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// Another release is up.
    Release {
        /// The number.
        release: u64,
    },
    /// The store became unreachable, or reachable again.
    Store {
        /// `ok` or `away`.
        state: &'static str,
        /// The fault.
        #[serde(skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// The key ring was read again.
    Keys {
        /// The names of the keys.
        keys: Vec<String>,
        /// The fault, if the old keys stay.
        #[serde(skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// A file of the release cannot be answered.
    Broken {
        /// The fault.
        detail: String,
    },
    /// The gate has stopped.
    Stopped,
}

impl GateEvent {
    /// `info`, `warning` or `error`.
    pub fn level(&self) -> &'static str {
        match self {
            Self::Refused { .. } | Self::Note { .. } => "warning",
            Self::Store { state: "away", .. } | Self::Broken { .. } => "error",
            Self::Keys {
                detail: Some(_), ..
            } => "error",
            _ => "info",
        }
    }
}

/// A listener for events.
pub type Tell = std::sync::Arc<dyn Fn(&GateEvent) + Send + Sync>;
