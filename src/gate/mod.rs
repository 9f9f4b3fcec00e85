//! The gate: a published site for those who have signed in, and for nobody else.
//!
//! **Enters:** a [`GateJob`]: checked [`GateRules`], secrets, a place. **Leaves:** answers to
//! browsers, and [`GateEvent`]s.
//! **Invariant:** without a session that holds, no byte of the site leaves the gate. Whether one
//! holds is decided by the sealed cookie, the clock, the rules and the record of locked readers
//! alone: never by an address, a query, a forwarded header or the name of a browser. A file is
//! answered with the bytes that its release's manifest names, by their digest or the ETag that
//! the place gave them, or not at all.
//!
//! Any number of gates may serve one site: what one of them remembers beside the place, used
//! sign-ins and sessions that were signed out, only makes it stricter.

mod fault;
mod admission;
mod rules;
mod keys;
mod secrets;
mod cookies;
mod sealed;
mod session;
mod target;
mod attempt;
mod provider_http;
mod provider;
mod token;
mod event;
mod metrics;
mod spent;
mod published_site;
mod hot_files;
mod pages;
mod state;
mod file_answer;
mod sign_in;
mod server;
mod preflight;
#[cfg(test)]
mod fuzz;

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use tokio::sync::Semaphore;

pub use admission::is_address;
pub use event::{GateEvent, Tell};
pub use fault::Fault;
pub use keys::KeyRing;
pub use rules::GateRules;
pub use secrets::{CLIENT_SECRET, KEYS, key_ring, replace_ring, write_new_ring};

use hot_files::hot_files;
use metrics::Metrics;
use pages::GatePages;
use preflight::{Prepared, prepare};
use published_site::{PublishedSite, SiteWatcher};
use spent::SpentIds;
use state::GateState;

use crate::http::{ServerFault, ServerLimits, serve_bounded};
use crate::publish::{PublicAccess, StorePlace};
use crate::store::Access;

/// The path that all addresses of the gate itself begin with.
const OWN: &str = "/.gate/";

/// The address that sends a reader to the provider.
const START: &str = "/.gate/start";

/// The address that the provider sends a reader back to.
pub const CALLBACK: &str = "/.gate/callback";

/// The address that signs a reader out.
const OUT: &str = "/.gate/out";

/// The query of [`START`] that has the provider ask which account is meant: without it, the
/// provider would take the account that was just refused.
const CHOOSE: &str = "prompt=select_account";

/// The address that says how the gate is.
const HEALTH: &str = "/.gate/health";

/// The limits of the gate's server.
const LIMITS: ServerLimits = ServerLimits {
    connections: 4_096,
    head: 32 << 10,
    // Load balancers keep connections for a minute, and must be the first to close them.
    idle: Duration::from_secs(75),
    head_time: Duration::from_secs(10),
    stall: Duration::from_secs(30),
    drain: Duration::from_secs(20),
};

/// The largest number of codes that are exchanged at once: each is a request to the provider.
const EXCHANGES: usize = 16;

/// The type of numbers for Prometheus.
const NUMBERS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The pause between two looks at the key ring's file.
const KEYS_PAUSE: Duration = Duration::from_secs(10);

/// A gate that is to be started.
pub struct GateJob {
    /// The checked settings.
    pub rules: Arc<GateRules>,
    /// The value of [`CLIENT_SECRET`].
    pub client_secret: Option<String>,
    /// The path of the key ring.
    pub keys: Option<PathBuf>,
    /// The place of the site.
    pub place: StorePlace,
    /// The access to the place.
    pub access: Access,
    /// The author's choice whether another part of the bucket may be public.
    pub public: PublicAccess,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The address of the numbers for Prometheus.
    pub metrics: Option<SocketAddr>,
    /// The path that the site's own absolute addresses begin with.
    pub base: String,
    /// The policy of the site's pages.
    pub policy: String,
    /// True if a provider that cannot be reached is a fault. A gate that is about to serve starts
    /// all the same: readers with a session do not need the provider.
    pub must_reach_provider: bool,
}

/// Says all that is wrong with a gate before it listens. Returns notes about the rest.
pub async fn check(job: &GateJob) -> Result<Vec<String>, Vec<Fault>> {
    let prepared = prepare(job).await?;
    let published = PublishedSite::open(prepared.remote).await;
    published.map_err(|fault| vec![fault.into()])?;
    Ok(prepared.notes)
}

/// Serves a site until the process is told to stop.
pub async fn run(job: GateJob, tell: Tell) -> Result<(), Vec<Fault>> {
    let prepared = prepare(&job).await?;
    serve(job, prepared, tell)
        .await
        .map_err(|fault| vec![fault])
}

async fn serve(job: GateJob, prepared: Prepared, tell: Tell) -> Result<(), Fault> {
    for text in &prepared.notes {
        tell(&GateEvent::Note { text: text.clone() });
    }
    let listener = listen(job.listen)?;
    let address = listener.local_addr().map_err(ServerFault::Start)?;
    let (numbers, keys) = (job.metrics, job.keys.clone());
    let (state, watcher) = open(job, prepared, tell.clone()).await?;
    if let Some(address) = numbers {
        serve_metrics(address, state.clone())?;
    }
    tokio::spawn(watcher.watch(tell.clone(), state.metrics.clone()));
    if let Some(path) = keys {
        tokio::spawn(watch_keys(path, state.clone()));
    }
    tell(&GateEvent::Listening {
        address: address.to_string(),
        url: state.origin.clone(),
        release: state.site.release().number,
        keys: state.ring().ids(),
    });
    serve_bounded(listener, server::router(state), LIMITS).await?;
    tell(&GateEvent::Stopped);
    Ok(())
}

/// The state of a gate that is about to listen, and the watcher of its site.
async fn open(
    job: GateJob,
    prepared: Prepared,
    tell: Tell,
) -> Result<(Arc<GateState>, SiteWatcher), Fault> {
    let (site, watcher) = PublishedSite::open(prepared.remote).await?;
    let state = GateState {
        digest: job.rules.digest(),
        authority: job.rules.authority(),
        origin: job.rules.origin(),
        pages: GatePages::new(&job.rules.name),
        hot: hot_files(job.rules.cache),
        rules: job.rules,
        base: job.base,
        policy: job.policy,
        site,
        provider: prepared.provider,
        metrics: Arc::new(Metrics::new()),
        tell,
        used: SpentIds::lasting(attempt::LIFETIME + 60),
        ended: SpentIds::lasting(rules::MOST_AGE + 60),
        exchanges: Semaphore::new(EXCHANGES),
        broken_at: AtomicI64::new(0),
        ring: RwLock::new(Arc::new(prepared.ring)),
    };
    Ok((Arc::new(state), watcher))
}

fn listen(address: SocketAddr) -> Result<TcpListener, ServerFault> {
    TcpListener::bind(address).map_err(|source| ServerFault::Port {
        host: address.ip(),
        from: address.port(),
        to: address.port(),
        source,
    })
}

/// Answers Prometheus, apart from readers.
fn serve_metrics(address: SocketAddr, state: Arc<GateState>) -> Result<(), ServerFault> {
    let listener = listen(address)?;
    let metrics = state.metrics.clone();
    let numbers = get(move || async move {
        let kind = [(header::CONTENT_TYPE, NUMBERS_TYPE)];
        (kind, metrics.text())
    });
    let health = get(move || async move {
        match state.site.away_since() {
            None => "ok\n",
            Some(_) => "the store is away\n",
        }
    });
    let router = Router::new()
        .route("/metrics", numbers)
        .route("/health", health);
    tokio::spawn(crate::http::serve(listener, router));
    Ok(())
}

/// Reads the key ring again and again, so that a rotation counts in each gate. A ring that cannot
/// be read changes nothing, and is told once.
async fn watch_keys(path: PathBuf, state: Arc<GateState>) {
    let mut told = None;
    loop {
        tokio::time::sleep(KEYS_PAUSE).await;
        let detail = match key_ring(&path) {
            Ok(ring) if ring.text() == state.ring().text() => {
                told = None;
                continue;
            }
            Ok(ring) => {
                let mut shared = state.ring.write().unwrap_or_else(PoisonError::into_inner);
                *shared = Arc::new(ring);
                None
            }
            Err(fault) => Some(fault.to_string()),
        };
        if detail.is_none() || told != detail {
            let keys = state.ring().ids();
            (state.tell)(&GateEvent::Keys {
                keys,
                detail: detail.clone(),
            });
        }
        told = detail;
    }
}
