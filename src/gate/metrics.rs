//! Numbers for Prometheus, on an address of their own.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// A label of a counter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CountLabel {
    kind: &'static str,
}

type Counts = Family<CountLabel, Counter>;

/// The numbers of a gate.
pub struct Metrics {
    registry: Registry,
    answers: Counts,
    sign_ins: Counts,
    store: Counts,
    release: Gauge,
    store_up: Gauge,
}

impl Metrics {
    /// All counters at zero.
    pub fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("bf_docs_gate"),
            answers: Counts::default(),
            sign_ins: Counts::default(),
            store: Counts::default(),
            release: Gauge::default(),
            store_up: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        let answers = metrics.answers.clone();
        registry.register("answers", "Answers by kind", answers);
        let sign_ins = metrics.sign_ins.clone();
        registry.register("sign_ins", "Sign-ins by outcome", sign_ins);
        let store = metrics.store.clone();
        registry.register("store_requests", "Requests to the store by outcome", store);
        let release = metrics.release.clone();
        registry.register("release", "The release that is up", release);
        let up = metrics.store_up.clone();
        registry.register("store_up", "1 if the last look at the store worked", up);
        metrics
    }

    /// Counts an answer.
    pub fn answered(&self, kind: &'static str) {
        self.answers.get_or_create(&CountLabel { kind }).inc();
    }

    /// Counts a sign-in.
    pub fn signed_in(&self, kind: &'static str) {
        self.sign_ins.get_or_create(&CountLabel { kind }).inc();
    }

    /// Counts a request to the store.
    pub fn asked_store(&self, kind: &'static str) {
        self.store.get_or_create(&CountLabel { kind }).inc();
    }

    /// Notes the release that is up, and whether the store can be read.
    pub fn seen(&self, release: u64, store_up: bool) {
        self.release.set(i64::try_from(release).unwrap_or(i64::MAX));
        self.store_up.set(i64::from(store_up));
    }

    /// The numbers in Prometheus' text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a string can be written");
        text
    }
}
