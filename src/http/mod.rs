//! The parts that servers share: listening, stopping, the check of the host, and answers with
//! files.
//!
//! **Enters:** requests of browsers. **Leaves:** the file that an address names, and answers with
//! files.
//! **Invariant:** an address is decoded once and names one file; an answer with a part of a file
//! says which bytes of how many it has; and a server that listens on this machine alone answers to
//! no name that somebody else can lead here.
//!
//! Each server decides what it serves and to whom: this room knows neither editions nor buckets. A
//! server uses this room and no other server.

mod listener;
mod serving;
#[cfg(feature = "gate")]
mod head_deadline;
#[cfg(feature = "gate")]
mod bounded;
mod host;
mod private;
mod request_path;
mod range;
mod conditional;
mod negotiation;
mod answer;

pub use answer::{FilePart, file_answer};
#[cfg(feature = "gate")]
pub use bounded::{ServerLimits, serve_bounded};
pub use conditional::{asked_range, has_current};
pub use host::check_host;
pub use listener::{ServerFault, listen};
pub use negotiation::{negotiated, with_vary};
pub use private::keep_private;
pub use range::ByteSelection;
pub use request_path::RequestPath;
pub use serving::{run, serve};
