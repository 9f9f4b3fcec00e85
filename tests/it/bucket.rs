//! A real S3 server in this process, and what can go wrong with one.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use hyper::Response;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;

/// A server with the bucket `wiki`.
pub struct Server {
    root: tempfile::TempDir,
    address: String,
    trouble: Arc<Trouble>,
    /// Dropped last: the server runs as long as this does.
    _runtime: tokio::runtime::Runtime,
}

/// What the server does wrong, and what it was asked.
#[derive(Default)]
struct Trouble {
    /// How many requests came.
    requests: AtomicUsize,
    /// The number of the first request that is refused, from 1, and of the last one; 0: none.
    refused: Mutex<(usize, usize, u16)>,
}

impl Server {
    pub fn new() -> Self {
        let root = tempfile::tempdir().expect("the tests need a temporary folder");
        fs::create_dir(root.path().join("wiki")).expect("the folder is new");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime starts");
        let trouble = Arc::new(Trouble::default());
        let mut builder = S3ServiceBuilder::new(FileSystem::new(root.path()).expect("the folder is there"));
        builder.set_auth(SimpleAuth::from_single("key", "secret"));
        let (service, shared) = (builder.build(), Arc::clone(&trouble));
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it listens"));
        runtime.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (service, shared) = (service.clone(), Arc::clone(&shared));
                let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                    let (service, refused) = (service.clone(), shared.refuses());
                    async move {
                        Ok::<_, Infallible>(match refused {
                            Some(status) => {
                                Response::builder().status(status).body(s3s::Body::empty()).expect("it is an answer")
                            }
                            None => Service::call(&service, request).await.expect("s3s-fs answers"),
                        })
                    }
                });
                tokio::spawn(async move {
                    let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), answer).await;
                });
            }
        });
        Self { root, address, trouble, _runtime: runtime }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Refuses requests by their number from now on: from 1, the last one included.
    pub fn refuse(&self, from: usize, to: usize, status: u16) {
        self.trouble.requests.store(0, Ordering::SeqCst);
        *self.trouble.refused.lock().expect("nobody panics") = (from, to, status);
    }

    /// How many requests came since the last [`Self::refuse`].
    pub fn requests(&self) -> usize {
        self.trouble.requests.load(Ordering::SeqCst)
    }

    /// Puts an object into the bucket.
    pub fn put(&self, key: &str, bytes: &[u8]) {
        let path = self.path(key);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder is ours");
        fs::write(path, bytes).expect("the folder is ours");
    }

    pub fn path(&self, key: &str) -> PathBuf {
        self.root.path().join("wiki").join(key)
    }

    /// The objects below a prefix, by what follows it.
    pub fn objects(&self, prefix: &str) -> BTreeMap<String, Vec<u8>> {
        super::site::files(&self.path(prefix))
    }
}

impl Trouble {
    fn refuses(&self) -> Option<u16> {
        let number = self.requests.fetch_add(1, Ordering::SeqCst) + 1;
        let (from, to, status) = *self.refused.lock().expect("nobody panics");
        (from <= number && number <= to).then_some(status)
    }
}
