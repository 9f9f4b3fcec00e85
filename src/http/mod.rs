//! What servers share: how they listen and stop, and whom they answer.
//!
//! **Enters:** requests of browsers. **Leaves:** those that may be answered, to a server's router.
//! **Invariant:** a server that listens on this machine alone answers to no name that somebody
//! else can lead here.
//!
//! What a server serves, and to whom, is its own: this room knows neither editions nor buckets. A
//! server uses this room and no other server.

mod listener;
mod serving;
mod host;
mod private;

pub use host::check_host;
pub use listener::{ServerFault, listen};
pub use private::keep_private;
pub use serving::serve;
