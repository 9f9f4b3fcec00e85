//! Serving strangers: connections, heads and waits have limits.

use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use super::head_deadline::{HeadDeadline, HeadSignal};
use super::listener::ServerFault;
use super::serving::stopped;

/// The limits of a server that strangers reach.
#[derive(Debug, Clone, Copy)]
pub struct ServerLimits {
    /// The largest number of open connections. Further ones wait until one closes.
    pub connections: usize,
    /// The largest size of a request's head in bytes.
    pub head: usize,
    /// The longest pause between two requests of a connection.
    pub idle: Duration,
    /// The longest time from the first byte of a head to its last.
    pub head_time: Duration,
    /// The longest wait for a reader who takes no more bytes.
    pub stall: Duration,
    /// The longest wait for answers on the way when the server stops.
    pub drain: Duration,
}

/// The pause after a connection that cannot be accepted: the system may have no more of them.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves until the process is told to stop, and then finishes the answers on the way.
pub async fn serve_bounded(
    listener: TcpListener,
    router: Router,
    limits: ServerLimits,
) -> Result<(), ServerFault> {
    listener.set_nonblocking(true).map_err(ServerFault::Start)?;
    let listener = tokio::net::TcpListener::from_std(listener).map_err(ServerFault::Start)?;
    allow_open_files(limits.connections);
    let room = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stopped());
    loop {
        let arriving = async {
            let permit = room.clone().acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            arrived = arriving => arrived,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let answering = connection(stream, router.clone(), limits, graceful.watcher());
                tokio::spawn(async move {
                    answering.await;
                    drop(permit);
                });
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(limits.drain, graceful.shutdown()).await;
    Ok(())
}

/// Raises the limit of open files, as far as the system lets us: many systems begin with 1,024. A
/// server that has fewer of them lets further connections wait.
#[cfg(unix)]
fn allow_open_files(connections: usize) {
    use rustix::process::{Resource, getrlimit, setrlimit};
    // Each connection may read a file, and other files are open too.
    let wanted = 2 * connections as u64 + 256;
    let mut limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.map_or(wanted, |most| most.min(wanted));
    if limit.current.is_some_and(|current| current < most) {
        limit.current = Some(most);
        let _ = setrlimit(Resource::Nofile, limit);
    }
}

/// Other systems have no such limit.
#[cfg(not(unix))]
fn allow_open_files(_: usize) {}

/// Answers the requests of a connection.
async fn connection(stream: TcpStream, router: Router, limits: ServerLimits, watcher: Watcher) {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stall));
    let head = HeadSignal::default();
    let stream = HeadDeadline::new(Box::pin(stream), limits.head_time, head.clone());
    let service = TowerToHyperService::new(router);
    let answer = service_fn(move |request| {
        head.complete();
        service.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle)
        .max_buf_size(limits.head)
        .serve_connection(TokioIo::new(stream), answer);
    // A connection that breaks is the reader's affair.
    let _ = watcher.watch(connection).await;
}
