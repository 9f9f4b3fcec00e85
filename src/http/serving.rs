//! Serving, until the process is told to stop.

use std::future::Future;
use std::net::TcpListener;

use axum::Router;

use super::listener::ServerFault;

/// Runs a server on two threads until it is done. What it still waits for then is given up.
pub fn run<T>(server: impl Future<Output = T>) -> Result<T, ServerFault> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(ServerFault::Start)?;
    let done = runtime.block_on(server);
    runtime.shutdown_background();
    Ok(done)
}

/// Serves until the process is told to stop. Browsers may keep their connections open: the server
/// does not wait for them.
pub async fn serve(listener: TcpListener, router: Router) -> Result<(), ServerFault> {
    let serving = async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router).await
    };
    let done = tokio::select! {
        done = serving => done,
        () = stopped() => Ok(()),
    };
    done.map_err(ServerFault::Start)
}

/// Waits for Ctrl-C or a termination signal.
pub async fn stopped() {
    #[cfg(unix)]
    if let Ok(mut told) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => return,
            _ = told.recv() => return,
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
