//! More than one publisher at one place.

use std::process::Stdio;
use std::time::Duration;

use super::bucket::{Server, Trouble};
use super::publish::{edited, is_up, plain, public, publishing, to_bucket, wiki};
use super::site::Run;

#[test]
fn of_two_publishers_one_waits_and_a_dead_one_is_replaced() {
    let site = wiki();
    let server = Server::new();
    to_bucket(&site, &server, &[]);
    let site = edited(site);
    // It dies after its claim without a message.
    server.refuse(4, usize::MAX, 403);
    assert_eq!(to_bucket(&site, &server, &["--lease", "2"]).code, 2);
    server.refuse(0, 0, 0);
    let run = to_bucket(&site, &server, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains(" is publishing here since 20") && run.stderr.contains("--take-over"),
        "{}",
        run.stderr
    );
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(to_bucket(&site, &server, &[]).code, 0);
    is_up(&server.objects("private/docs"), &site);
}

#[test]
fn of_publishers_that_start_at_once_each_wins_or_says_who_does() {
    let sites = [wiki(), edited(wiki()), wiki(), edited(wiki())];
    let server = Server::new();
    let mut held = 0;
    for turn in 0..6 {
        let runs: Vec<Run> = std::thread::scope(|scope| {
            let runs: Vec<_> = sites
                .iter()
                .map(|site| scope.spawn(|| to_bucket(site, &server, &[])))
                .collect();
            runs.into_iter()
                .map(|run| run.join().expect("it runs"))
                .collect()
        });
        let (won, lost): (Vec<_>, Vec<_>) = runs.into_iter().partition(|run| run.code == 0);
        assert!(!won.is_empty(), "turn {turn}: {}", lost[0].stderr);
        for run in &lost {
            let says = [" is publishing here since 20", " put up release "];
            assert!(
                says.iter().any(|says| run.stderr.contains(says)),
                "turn {turn}: {}",
                run.stderr
            );
        }
        held += lost.len();
        let run = to_bucket(&sites[0], &server, &["verify"]);
        assert_eq!((run.stdout.as_str(), run.code), ("", 0), "turn {turn}");
        let up = server.objects("private/docs");
        assert!(sites.iter().any(|site| {
            public(site.output())
                .iter()
                .all(|(path, bytes)| up.get(path) == Some(bytes))
        }));
    }
    assert!(held > 0, "some of them met");
}

#[test]
fn who_deletes_for_long_is_not_taken_over_from() {
    let [server, twin] = [Server::new(), Server::new()];
    let site = plain("1").file("gone.txt", "G");
    site.build().is_built();
    for server in [&server, &twin] {
        assert_eq!(to_bucket(&site, server, &[]).code, 0);
    }
    std::fs::remove_file(site.root().join("docs/gone.txt")).expect("the folder is ours");
    site.build().is_built();
    twin.trouble(0, 0, Trouble::Hang);
    assert_eq!(to_bucket(&site, &twin, &[]).code, 0);
    // The second to last request deletes.
    let deletes = twin.requests() - 1;
    server.trouble(deletes, deletes, Trouble::Hang);
    let mut first = publishing(&site, &server, &["--lease", "6", "--timeout", "15"])
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    std::thread::sleep(Duration::from_secs(10));
    let run = to_bucket(&site, &server, &["prune", "--keep", "0"]);
    run.fault();
    assert!(
        run.stderr
            .starts_with("error: somebody is publishing here since 20"),
        "{}",
        run.stderr
    );
    run.says("help: wait, or publish with `--take-over` if that job is dead");
    assert!(first.wait().expect("it ends").success());
    assert_eq!(to_bucket(&site, &server, &["verify"]).stdout, "");
}

#[test]
fn who_is_taken_over_from_writes_over_nothing() {
    let server = Server::new();
    let [first, second] = ["first", "second"].map(|says| {
        let site = (0..60).fold(plain(says), |site, page| {
            site.file(&format!("{page}.txt"), &format!("{says} {page}"))
        });
        site.build().is_built();
        site
    });
    // It waits three seconds for the answers of its first files, and sends them again.
    server.trouble(5, 14, Trouble::Hang);
    let mut slow = publishing(&first, &server, &["--lease", "24", "--timeout", "3"]);
    let slow = slow.stderr(Stdio::piped()).spawn().expect("it starts");
    while server.requests() < 14 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let run = to_bucket(&second, &server, &["--take-over"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.says("waiting 6 s until the publisher that had the lease notices");
    let slow = slow.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&slow.stderr);
    assert!(
        slow.status.code() == Some(2) && said.contains("somebody else took over"),
        "{said}"
    );
    assert_eq!(to_bucket(&second, &server, &["verify"]).stdout, "");
    assert_eq!(server.objects("private/docs")["59.txt"], b"second 59");
}

#[test]
fn a_release_whose_publisher_heard_nothing_of_it_is_one_that_can_be_put_up() {
    let [server, twin] = [Server::new(), Server::new()];
    let (first, second) = (plain("first"), plain("second"));
    twin.trouble(0, 0, Trouble::Hang);
    assert_eq!(to_bucket(&first, &twin, &[]).code, 0);
    // The last request is the commit.
    let commit = twin.requests();
    server.trouble(commit, commit, Trouble::Unanswered);
    let deaf = publishing(&first, &server, &["--timeout", "5"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    while server.requests() < commit {
        std::thread::sleep(Duration::from_millis(20));
    }
    // Another publisher finds no lease, and ends before the first one asks again.
    let run = to_bucket(&second, &server, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let deaf = deaf.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&deaf.stderr);
    assert!(
        deaf.status.code() == Some(2) && said.contains("somebody else took over"),
        "{said}"
    );
    assert_eq!(to_bucket(&second, &server, &["verify"]).stdout, "");
    assert_eq!(to_bucket(&second, &server, &["rollback", "1"]).code, 0);
    is_up(&server.objects("private/docs"), &first);
}

#[test]
fn who_began_meanwhile_is_no_stranger() {
    let [server, twin] = [Server::new(), Server::new()];
    let (first, second) = (plain("first"), plain("second"));
    twin.trouble(0, 0, Trouble::Hang);
    assert_eq!(to_bucket(&first, &twin, &["--plan"]).code, 0);
    // The last request of a plan asks for the files of a new place.
    let list = twin.requests();
    server.trouble(list, list, Trouble::Hang);
    let late = publishing(&first, &server, &["--timeout", "5"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    while server.requests() < list {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(to_bucket(&second, &server, &[]).code, 0);
    let late = late.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&late.stderr);
    assert!(
        late.status.code() == Some(2) && said.contains(" put up release 1"),
        "{said}"
    );
}
