//! A free port of this machine.

use std::io::{Error, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener};

use crate::fault::Helpful;

/// The reason why a server does not start, or stops.
#[derive(Debug, thiserror::Error)]
pub enum ServerFault {
    /// No port can be listened on.
    #[error("cannot listen on {host}, {}: {source}", listed(*from, *to))]
    Port {
        /// The address of this machine.
        host: IpAddr,
        /// The first port that was tried.
        from: u16,
        /// The last port that was tried.
        to: u16,
        /// The system's message.
        source: Error,
    },
    /// The system gives no threads, or no way to wait for connections.
    #[error("cannot start the server: {0}")]
    Start(Error),
}

impl Helpful for ServerFault {
    fn help(&self) -> Option<String> {
        match self {
            Self::Port { .. } => Some("name another port with `--port`".to_owned()),
            Self::Start(_) => None,
        }
    }
}

/// The number of ports that are tried after one that is in use.
const MANY: u16 = 50;

/// Listens on a port of this machine, or on the next free one; 0 is any port.
pub fn listen(host: IpAddr, from: u16) -> Result<TcpListener, ServerFault> {
    let last = from.saturating_add(MANY);
    let mut to = from;
    loop {
        match TcpListener::bind(SocketAddr::new(host, to)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse && to < last => to += 1,
            Err(source) => {
                return Err(ServerFault::Port {
                    host,
                    from,
                    to,
                    source,
                });
            }
        }
    }
}

fn listed(from: u16, to: u16) -> String {
    if from == to {
        format!("port {from}")
    } else {
        format!("ports {from} to {to}")
    }
}
