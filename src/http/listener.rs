//! A free port of this machine.

use std::io::{Error, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener};

/// Why a server does not start, or does not go on.
#[derive(Debug, thiserror::Error)]
pub enum ServerFault {
    /// Nothing can be listened on.
    #[error("cannot listen on {host}, {}: {source}\nhelp: name another port with `--port`", listed(*from, *to))]
    Port {
        /// The address of this machine.
        host: IpAddr,
        /// The first port that was tried.
        from: u16,
        /// The last one.
        to: u16,
        /// What the system says.
        source: Error,
    },
    /// The system gives no threads, or nothing to wait for connections with.
    #[error("cannot start the server: {0}")]
    Start(Error),
}

/// Ports that are tried behind one that is in use.
const MANY: u16 = 50;

/// Listens on a port of this machine, or on the next one that is free; 0 is any port.
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
