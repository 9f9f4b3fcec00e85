//! Invalidations after a publish, and a distribution that refuses them.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use hyper::Response;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use serde_json::Value;

use super::bucket::Server;
use super::site::{Run, Site};

/// A server that answers as CloudFront does, and keeps the requests.
struct CloudFront {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
    /// The server runs as long as this does.
    _runtime: tokio::runtime::Runtime,
}

/// The answers of the server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// An invalidation is complete at the second request for it.
    Works,
    /// Every request is denied.
    Refuses,
}

impl CloudFront {
    fn new(mood: Mood) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        let runtime = runtime.expect("a runtime starts");
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it listens"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&asked);
        runtime.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let shared = Arc::clone(&shared);
                let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                    let shared = Arc::clone(&shared);
                    async move { Ok::<_, Infallible>(answer(request, &shared, mood).await) }
                });
                tokio::spawn(async move {
                    let _ = Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(socket), answer)
                        .await;
                });
            }
        });
        Self {
            address,
            asked,
            _runtime: runtime,
        }
    }

    /// The requests since the last call: method, path and body.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().expect("nobody panics"))
    }
}

async fn answer(
    request: hyper::Request<hyper::body::Incoming>,
    asked: &Mutex<Vec<String>>,
    mood: Mood,
) -> Response<s3s::Body> {
    let line = format!("{} {}", request.method(), request.uri().path());
    let signed = request
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let body = s3s::Body::from(request.into_body())
        .store_all_limited(1 << 20)
        .await
        .expect("it is short");
    let body = String::from_utf8_lossy(&body).into_owned();
    let number = {
        let mut asked = asked.lock().expect("nobody panics");
        asked.push(format!("{line} {body}"));
        asked
            .iter()
            .filter(|asked| asked.starts_with("GET "))
            .count()
    };
    let is_signed = signed.is_some_and(|signed| signed.contains("/cloudfront/aws4_request"));
    let (status, body) = match mood {
        Mood::Works if is_signed => {
            let state = if number < 2 { "InProgress" } else { "Completed" };
            let batch = body.find("<InvalidationBatch").map(|at| body[at..].to_owned()).unwrap_or_else(|| {
                "<InvalidationBatch><Paths><Quantity>0</Quantity></Paths><CallerReference>x</CallerReference></InvalidationBatch>"
                    .to_owned()
            });
            let text = format!(
                "<Invalidation><Id>I1</Id><Status>{state}</Status><CreateTime>2026-01-02T03:04:05Z</CreateTime>{batch}</Invalidation>"
            );
            (if line.starts_with("POST") { 201 } else { 200 }, text)
        }
        _ => (
            403,
            "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not for you</Message></Error><RequestId>1</RequestId></ErrorResponse>"
                .to_owned(),
        ),
    };
    Response::builder()
        .status(status)
        .body(s3s::Body::from(body))
        .expect("it is an answer")
}

/// A small site, built, whose content map names a distribution.
fn wiki() -> Site {
    let map = "[publish]\nbucket = \"wiki\"\nprefix = \"private/docs\"\nregion = \"eu-north-1\"\ndistribution = \"E1\"\n";
    let site = Site::new()
        .map(map)
        .file(
            "index.md",
            "# Start\n\nSee the [guide](guide.md) and the [old page](old.md).\n",
        )
        .file("guide.md", "# Guide\n\nPlug in the charger.\n")
        .file("old.md", "# Old\n\nNobody needs this.\n");
    site.build();
    site
}

/// One page is edited.
fn edit(site: &Site, text: &str) {
    std::fs::write(site.docs().join("guide.md"), format!("# Guide\n\n{text}\n"))
        .expect("the folder is ours");
    site.build();
}

fn publish(site: &Site, server: &Server, cloudfront: &CloudFront, arguments: &[&str]) -> Run {
    site.run_with(
        &[&["publish", "--endpoint-url", server.address()], arguments].concat(),
        |command| {
            command
                .env("AWS_ACCESS_KEY_ID", "key")
                .env("AWS_SECRET_ACCESS_KEY", "secret")
                .env("HOME", "/nonexistent");
            command.env("AWS_ENDPOINT_URL_CLOUDFRONT", &cloudfront.address);
        },
    )
}

/// The texts between the tags of a name.
fn tagged<'t>(xml: &'t str, name: &str) -> Vec<&'t str> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&start)
        .skip(1)
        .filter_map(|part| part.split(&end).next())
        .collect()
}

#[test]
fn a_distribution_is_told_what_changed_and_nothing_else() {
    let (site, server, cloudfront) = (wiki(), Server::new(), CloudFront::new(Mood::Works));
    let run = publish(&site, &server, &cloudfront, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.says("E1 is told to invalidate 21 paths");
    let first = cloudfront.asked();
    assert!(
        first.len() == 1
            && first[0].starts_with("POST ")
            && first[0].contains("/distribution/E1/invalidation "),
        "{first:?}"
    );
    // An unchanged site causes no invalidation.
    publish(&site, &server, &cloudfront, &[]);
    publish(&site, &server, &cloudfront, &["verify"]);
    publish(&site, &server, &cloudfront, &["--plan"]);
    assert_eq!(cloudfront.asked(), [""; 0]);
    edit(&site, "Plug in the other charger.");
    let run = publish(
        &site,
        &server,
        &cloudfront,
        &["--format", "json", "--summary", "summary.md"],
    );
    let second = cloudfront.asked();
    let paths = tagged(&second[0], "Path");
    assert!(
        paths.contains(&"/private/docs/guide/")
            && paths.contains(&"/private/docs/guide/index.html"),
        "{paths:?}"
    );
    assert!(
        !paths
            .iter()
            .any(|path| path.contains("old") || path.contains(".bf-docs")),
        "{paths:?}"
    );
    assert_eq!(tagged(&second[0], "Quantity"), [paths.len().to_string()]);
    assert_ne!(
        tagged(&first[0], "CallerReference"),
        tagged(&second[0], "CallerReference")
    );
    let answer: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!(answer["invalidation"]["paths"], serde_json::json!(paths));
    assert_eq!(
        [
            &answer["invalidation"]["id"],
            &answer["invalidation"]["status"]
        ],
        ["I1", "InProgress"]
    );
    let summary = std::fs::read_to_string(site.root().join("summary.md")).expect("it was written");
    assert!(
        summary.contains("- E1 is told to invalidate ")
            && summary.contains("    - `/private/docs/guide/`\n"),
        "{summary}"
    );
    // A rollback and a repair invalidate, too.
    publish(&site, &server, &cloudfront, &["rollback"]);
    assert!(tagged(&cloudfront.asked()[0], "Path").contains(&"/private/docs/guide/"));
    publish(&site, &server, &cloudfront, &["rollback", "2"]);
    cloudfront.asked();
    server.put("private/docs/old/index.html", b"by hand");
    let run = publish(&site, &server, &cloudfront, &["repair"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let expected = ["/private/docs/old/", "/private/docs/old/index.html"];
    assert_eq!(tagged(&cloudfront.asked()[0], "Path"), expected);
}

#[test]
fn whoever_waits_hears_when_it_is_done() {
    let (site, server, cloudfront) = (wiki(), Server::new(), CloudFront::new(Mood::Works));
    let run = publish(&site, &server, &cloudfront, &["--wait", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("waiting until E1 is done with ")
            && run.stderr.contains("E1 has invalidated "),
        "{}",
        run.stderr
    );
    let asked = cloudfront.asked();
    let gets: Vec<&String> = asked
        .iter()
        .filter(|asked| asked.starts_with("GET "))
        .collect();
    assert!(
        gets.len() == 2
            && gets
                .iter()
                .all(|asked| asked.contains("/distribution/E1/invalidation/I1")),
        "{asked:?}"
    );
    let answer: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!(answer["invalidation"]["status"], "Completed");
}

#[test]
fn a_release_stays_up_when_the_distribution_is_not_told() {
    let (site, server, cloudfront) = (wiki(), Server::new(), CloudFront::new(Mood::Refuses));
    let run = publish(
        &site,
        &server,
        &cloudfront,
        &["--format", "json", "--summary", "summary.md"],
    );
    assert_eq!(run.code, 2, "{}", run.stderr);
    let says = [
        "error: release 1 is up at s3://wiki/private/docs/, but cannot invalidate the distribution `E1`: not for you",
        "help: allow what `bf-docs publish policy --part iam` prints",
    ];
    assert!(
        says.iter().all(|text| run.stderr.contains(text)),
        "{}",
        run.stderr
    );
    let answer: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!(answer["receipt"]["release"]["number"], 1);
    assert!(
        answer["invalidation"]["fault"]
            .as_str()
            .is_some_and(|fault| fault.contains("not for you"))
    );
    let summary = std::fs::read_to_string(site.root().join("summary.md")).expect("it was written");
    assert!(
        summary.contains("- cannot invalidate the distribution `E1`"),
        "{summary}"
    );
    let well = CloudFront::new(Mood::Works);
    assert_eq!(publish(&site, &server, &well, &["verify"]).code, 0);
    assert_eq!(publish(&site, &server, &well, &["invalidate"]).code, 0);
    assert_eq!(tagged(&well.asked()[0], "Path"), ["/private/docs/*"]);
}

#[test]
fn what_a_dead_publisher_told_nobody_is_told_by_the_next() {
    let (site, server, cloudfront) = (wiki(), Server::new(), CloudFront::new(Mood::Works));
    publish(&site, &server, &cloudfront, &[]);
    cloudfront.asked();
    edit(&site, "Plug in the other charger.");
    server.refuse(5, usize::MAX, 403);
    assert_eq!(
        publish(&site, &server, &cloudfront, &["--lease", "4"]).code,
        2
    );
    assert_eq!(cloudfront.asked(), [""; 0], "what is not up is not told");
    server.refuse(0, 0, 0);
    assert_eq!(
        publish(&site, &server, &cloudfront, &["--take-over"]).code,
        0
    );
    assert_eq!(tagged(&cloudfront.asked()[0], "Path"), ["/private/docs/*"]);
}

#[test]
fn the_path_at_the_distribution_can_be_another_one() {
    let (site, server, cloudfront) = (wiki(), Server::new(), CloudFront::new(Mood::Works));
    publish(&site, &server, &cloudfront, &[]);
    cloudfront.asked();
    let map = "[publish]\nbucket = \"wiki\"\nprefix = \"private/docs\"\nregion = \"eu-north-1\"\ndistribution-path = \"/\"\n";
    let site = site.map(map);
    edit(&site, "Plug in the other charger.");
    publish(&site, &server, &cloudfront, &["--distribution", "E2"]);
    let asked = cloudfront.asked();
    assert!(
        asked[0].contains("/distribution/E2/invalidation")
            && asked[0].contains("<Path>/guide/</Path>"),
        "{asked:?}"
    );
    let folder = format!("file://{}", site.root().join("place").display());
    let run = site.run(&["publish", "--to", &folder, "--distribution", "E2"]);
    run.fault();
    run.says("error: no distribution serves a folder");
    publish(&site, &server, &cloudfront, &["invalidate"])
        .says("error: no distribution to invalidate");
}
