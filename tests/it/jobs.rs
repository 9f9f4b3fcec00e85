//! The order of the events that a job at a place reports to its watcher.

use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bf_docs::publish::{
    self, Access, Consent, Fault, Job, JobEvent, JobWatcher, Operation, Outcome, Plan, PlanRefusal,
    Provenance, PublicAccess, PublishOptions, StorePlace,
};

use super::publish::{edited, wiki};
use super::site::{Site, files};

/// Notes the events, and gives the same answer to every question.
struct Recorder {
    answer: bool,
    heard: Notes,
}

/// The events in order. An event that is repeated at once is listed once.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn note(&self, what: &str) {
        let mut heard = self.0.lock().expect("nobody panicked");
        if heard.last().is_none_or(|last| last != what) {
            heard.push(what.to_owned());
        }
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().expect("nobody panicked").clone()
    }
}

impl Recorder {
    fn note(&self, what: &str) {
        self.heard.note(what);
    }
}

impl JobWatcher for Recorder {
    fn provenance(&self, up: Option<&str>) -> Provenance {
        self.note(&format!("about, after {}", up.unwrap_or("nothing")));
        Provenance {
            by: "somebody".to_owned(),
            commit: Some("c0ffee".to_owned()),
            ..Provenance::default()
        }
    }

    fn confirms(&self, plan: &Plan) -> bool {
        assert!(!plan.actions.is_empty());
        self.note("confirms");
        self.answer
    }

    fn hears(&self, event: JobEvent<'_>) {
        self.note(match event {
            JobEvent::PrivacyUnknown => "privacy unknown",
            JobEvent::TakeOver(_) => "take over",
            JobEvent::Progress(_) => "progress",
            JobEvent::ChangeEnded => "change ended",
            JobEvent::EdgeWait(_) | JobEvent::EdgeAsked(_) | JobEvent::EdgeWaitEnded => "edge",
            JobEvent::Done(_) => "done",
        });
    }
}

fn upload(site: &Site, consent: Consent) -> Operation {
    let built = publish::BuiltSite::read(&site.root().join("site"), |_| true);
    Operation::Upload(built.expect("it is built"), consent)
}

/// A job at the folder `place` beside the docs.
fn job(site: &Site, operation: Operation) -> Job {
    Job {
        place: StorePlace::Folder(site.root().join("place")),
        access: Access {
            endpoint: None,
            region: None,
            profile: None,
            timeout: Duration::from_secs(30),
        },
        operation,
        options: PublishOptions {
            max_delete: 100,
            keep: 10,
            take_over: false,
            allow_older: false,
            overwrite: false,
            lease: Duration::from_secs(2),
            public: PublicAccess::Refused,
        },
        edge: None,
        probe: None,
    }
}

/// Asserts that a job reports these events.
#[track_caller]
fn check(
    site: &Site,
    operation: Operation,
    answer: bool,
    heard: &[&str],
) -> Result<Outcome, Fault> {
    run(job(site, operation), answer, Notes::default(), heard)
}

#[track_caller]
fn run(job: Job, answer: bool, notes: Notes, heard: &[&str]) -> Result<Outcome, Fault> {
    let watcher = Recorder {
        answer,
        heard: notes.clone(),
    };
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    let outcome = runtime.block_on(publish::run(job, &watcher));
    assert_eq!(notes.all(), heard);
    outcome
}

fn is_empty(folder: &Path) -> bool {
    !folder.exists() || files(folder).is_empty()
}

#[test]
fn a_person_is_asked_before_anything_is_written() {
    let site = wiki();
    let heard = ["about, after nothing", "confirms"];
    let declined = check(&site, upload(&site, Consent::Required), false, &heard);
    assert!(matches!(
        declined,
        Err(Fault::Refused(PlanRefusal::Declined))
    ));
    assert!(is_empty(&site.root().join("place")));
    let heard = [
        "about, after nothing",
        "confirms",
        "progress",
        "change ended",
        "done",
    ];
    let done = check(&site, upload(&site, Consent::Required), true, &heard);
    let receipt = done.expect("it is published").receipt;
    assert_eq!(receipt.release.map(|release| release.number), Some(1));
}

#[test]
fn a_job_says_what_came_of_each_operation() {
    let site = wiki();
    let first = ["about, after nothing", "progress", "change ended", "done"];
    let next = ["about, after c0ffee", "progress", "change ended", "done"];
    let idle = ["about, after c0ffee", "change ended", "done"];
    let refused = ["about, after c0ffee", "change ended"];
    let done = check(&site, upload(&site, Consent::Given), false, &first);
    assert_eq!(done.expect("it is published").differences, None);
    // An idle job asks no question.
    let done = check(&site, upload(&site, Consent::Required), false, &idle);
    assert!(done.expect("it is up").receipt.is_idle);
    let site = edited(site);
    let done = check(&site, upload(&site, Consent::Given), false, &next);
    assert_eq!(done.expect("it is published").state.releases.len(), 2);
    let done = check(&site, Operation::Rollback(None), false, &next);
    let releases = done.expect("the first one is kept").state.releases;
    assert_eq!(releases[0].again, Some(1));
    let done = check(&site, Operation::Rollback(Some(7)), false, &refused);
    assert!(matches!(done, Err(Fault::Release { number: 7, .. })));
    let built = publish::BuiltSite::read(&site.root().join("site"), |_| true);
    let repair = Operation::Repair(built.expect("it is built"));
    let done = check(&site, repair, false, &idle);
    assert_eq!(done.expect("all is there").differences, Some(Vec::new()));
}

#[test]
fn what_was_done_is_said_before_a_stranger_looks_at_it() {
    let site = wiki();
    // A server that notes requests, and answers none.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = format!("http://{}/", listener.local_addr().expect("it is bound"));
    let notes = Notes::default();
    let visits = notes.clone();
    std::thread::spawn(move || {
        for visit in listener.incoming() {
            visits.note("looked at");
            drop(visit);
        }
    });
    let job = Job {
        probe: Some(publish::Probe {
            address: publish::Address::new(&address).expect("it is an address"),
            timeout: Duration::from_secs(2),
        }),
        ..job(&site, upload(&site, Consent::Given))
    };
    let heard = [
        "about, after nothing",
        "progress",
        "change ended",
        "done",
        "looked at",
    ];
    let outcome = run(job, false, notes, &heard).expect("the site is up, whatever is seen of it");
    assert!(matches!(outcome.probe, Some(Err(_))));
    assert_eq!(outcome.state.releases.len(), 1);
}
