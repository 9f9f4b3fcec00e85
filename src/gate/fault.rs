//! The faults of a gate.

use std::path::PathBuf;

use crate::fault::Helpful;
use crate::http::ServerFault;
use crate::publish;

/// The reason why a gate does not start.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A setting of the content map's `[gate]`.
    #[error("`gate.{key}` {why}")]
    Setting {
        /// The key.
        key: &'static str,
        /// The defect, as the end of a sentence.
        why: String,
        /// Advice for the reader.
        help: String,
    },
    /// A secret of the environment.
    #[error("`{variable}` {why}")]
    Secret {
        /// The environment variable.
        variable: &'static str,
        /// The defect, as the end of a sentence. It never shows the value.
        why: String,
        /// Advice for the reader.
        help: &'static str,
    },
    /// The file of the key ring.
    #[error("the key ring `{}` {why}", path.display())]
    Keys {
        /// The file.
        path: PathBuf,
        /// The defect, as the end of a sentence.
        why: String,
        /// Advice for the reader.
        help: &'static str,
    },
    /// The provider, which does not answer or is not the one that is named.
    #[error("the provider `{issuer}` {why}")]
    Provider {
        /// The issuer's address.
        issuer: String,
        /// The defect, as the end of a sentence.
        why: String,
        /// Advice for the reader.
        help: &'static str,
        /// True if the provider cannot be reached, which may pass.
        is_away: bool,
    },
    /// The place of the site.
    #[error(transparent)]
    Place(#[from] publish::Fault),
    /// Another gate at the same address has other keys.
    #[error("the gate that answers at `{url}` has none of these keys")]
    OtherKeys {
        /// The address that readers open.
        url: String,
    },
    /// The server.
    #[error(transparent)]
    Server(#[from] ServerFault),
}

impl Fault {
    /// A fault of a setting.
    pub(super) fn setting(
        key: &'static str,
        why: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::Setting {
            key,
            why: why.into(),
            help: help.into(),
        }
    }
}

impl Helpful for Fault {
    fn help(&self) -> Option<String> {
        match self {
            Self::Setting { help, .. } => Some(help.clone()),
            Self::Secret { help, .. } | Self::Keys { help, .. } | Self::Provider { help, .. } => {
                Some((*help).to_owned())
            }
            Self::Place(fault) => fault.help(),
            Self::OtherKeys { .. } => Some(
                "give all gates of one address the same key ring: readers who meet both would be \
                 signed out again and again"
                    .to_owned(),
            ),
            Self::Server(ServerFault::Port { .. }) => {
                Some("name another address with `--listen`".to_owned())
            }
            Self::Server(fault) => fault.help(),
        }
    }
}
