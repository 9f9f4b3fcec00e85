//! `bf-docs publish policy` prints the setup of a place, without a request.

use serde_json::Value;

use super::site::{Run, Site};
use super::snapshots::Transcript;

/// The settings of our documentation's examples.
const MAP: &str = r#"
[site]
repository = { url = "https://gitlab.example.com/bf/bf-docs" }

[publish]
bucket = "support-microsite"
prefix = "private/bf-dev/"
region = "eu-north-1"
distribution = "E1ABCDEF2GHIJK"
"#;

fn policy(site: &Site, arguments: &[&str]) -> Run {
    site.run_with(&[&["publish", "policy"], arguments].concat(), |command| {
        command
            .env_remove("CI_PROJECT_PATH")
            .env_remove("CI_SERVER_URL")
            .env("HOME", "/nonexistent");
    })
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}\n{}", run.stdout, run.stderr))
}

#[test]
fn a_role_may_do_what_the_publisher_does_and_no_more() {
    let document = json(&policy(&Site::new().map(MAP), &["--part", "iam"]));
    let statements = document["Statement"].as_array().expect("it has statements");
    let actions = statements
        .iter()
        .flat_map(|statement| statement["Action"].as_array().expect("it has actions"));
    let mut actions: Vec<&str> = actions.filter_map(Value::as_str).collect();
    actions.sort_unstable();
    let expected = [
        "cloudfront:CreateInvalidation",
        "cloudfront:GetInvalidation",
        "s3:DeleteObject",
        "s3:GetBucketPolicy",
        "s3:GetBucketPolicyStatus",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
    ];
    assert_eq!(actions, expected);
    assert_eq!(
        statements[1]["Resource"],
        "arn:aws:s3:::support-microsite/private/bf-dev/*"
    );
    assert_eq!(
        statements[3]["Resource"],
        "arn:aws:cloudfront::*:distribution/E1ABCDEF2GHIJK"
    );
    let without = policy(&Site::new(), &["--part", "iam", "--to", "s3://wiki/docs"]);
    assert!(
        !without.stdout.contains("cloudfront") && without.stdout.contains("wiki/docs/*"),
        "{}",
        without.stdout
    );
}

#[test]
fn a_part_is_printed_as_it_is_used_and_all_have_headings() {
    let site = Site::new().map(MAP);
    let parts = ["iam", "trust", "gitlab", "cloudfront"];
    let alone =
        parts.map(|part| policy(&site, &["--part", part, "--account", "123456789012"]).stdout);
    let all = policy(&site, &["--account", "123456789012"]).stdout;
    let without_headings = all
        .split("\n\n# ")
        .flat_map(|part| part.split("\n\n// The distribution's"));
    let bodies: Vec<&str> = without_headings
        .map(|part| part.split_once('\n').expect("it has a heading").1)
        .collect();
    assert_eq!(bodies.len(), 4, "{all}");
    assert!(
        alone
            .iter()
            .zip(bodies)
            .all(|(alone, body)| alone.trim_end() == body.trim_end()),
        "{all}"
    );
    let answer = json(&policy(
        &site,
        &["--format", "json", "--account", "123456789012"],
    ));
    assert_eq!(answer["version"], 1);
    assert_eq!(
        [answer["gitlab"].as_str(), answer["cloudfront"].as_str()],
        [Some(&*alone[2]), Some(&*alone[3])]
    );
    assert_eq!(
        answer["trust"],
        serde_json::from_str::<Value>(&alone[1]).expect("it is JSON")
    );
    let keys = answer.as_object().map(|answer| answer.len());
    assert_eq!(keys, Some(5));
}

#[test]
fn a_project_is_trusted_on_the_server_that_it_was_found_with() {
    let site = Site::new().map(MAP);
    let subject = |arguments: &[&str]| {
        let run = policy(&site, &[&["--part", "trust"], arguments].concat());
        json(&run)["Statement"][0]["Condition"]["StringEquals"].to_string()
    };
    let own = r#"{"gitlab.example.com:aud":"https://gitlab.example.com","gitlab.example.com:sub":"project_path:bf/bf-docs:ref_type:branch:ref:main"}"#;
    assert_eq!(subject(&[]), own);
    assert_eq!(
        subject(&["--gitlab-url", "https://gitlab.example.com/"]),
        own
    );
    assert!(subject(&["--gitlab-url", "https://gitlab.com"]).contains(":GROUP/NAME:"));
    assert!(
        subject(&["--project", "x/y/z", "--branch", "live"])
            .contains("project_path:x/y/z:ref_type:branch:ref:live")
    );
    let run = policy(&Site::new(), &["--to", "s3://wiki/docs/"]);
    let placeholders = "\
`ACCOUNT-ID` is a placeholder: name yours with `--account`
`GROUP/NAME` is a placeholder: name yours with `--project`
`REGION` is a placeholder: name yours with `--region`
";
    assert_eq!(run.stderr, placeholders);
    assert!(
        run.stdout.contains("https://gitlab.com") && run.stdout.contains("--to s3://wiki/docs/\n"),
        "{}",
        run.stdout
    );
    let in_job = site.run_with(&["publish", "policy", "--part", "trust"], |command| {
        command
            .env("CI_PROJECT_PATH", "group/job")
            .env("CI_SERVER_URL", "https://git.example.org");
    });
    assert!(
        in_job.stdout.contains("git.example.org") && in_job.stdout.contains(":group/job:"),
        "{}",
        in_job.stdout
    );
}

#[test]
fn what_cannot_be_set_up_is_said_plainly() {
    let mut said = Transcript::default();
    for arguments in [
        &["--to", "file:///srv/wiki"][..],
        &[],
        &["--to", "s3://b/a/", "--account", "12"],
        &["--to", "s3://b/a/", "--branch", "a\"b"],
        &["--to", "s3://b/a/", "--project", "name"],
        &["--to", "s3://b/a/", "--gitlab-url", "http://gitlab.com"],
        &["--to", "s3://b/a/", "--distribution", "E1*"],
        &[
            "--to",
            "s3://b/a/",
            "--gitlab-url",
            "https://gitlab.com:8443",
        ],
    ] {
        let run = policy(&Site::new(), arguments);
        run.fault();
        assert_eq!(run.stdout, "");
        said.add(&format!("publish policy {}", arguments.join(" ")), &run);
    }
    let site = Site::new()
        .map("[publish]\nbucket = \"b\"\nprefix = \"a\"\ndistribution-path = \"docs\"\n");
    said.add(
        "publish policy (for a path without its slash)",
        &policy(&site, &[]),
    );
    said.assert_same("policy-faults");
}

#[test]
fn what_serves_one_place_says_nothing_of_another() {
    let site = Site::new().map(MAP);
    let of = |to: &str| policy(&site, &["--part", "iam", "--to", to]).stdout;
    assert!(of("s3://support-microsite/private/bf-dev/").contains("E1ABCDEF2GHIJK"));
    for other in [
        "s3://support-microsite/private/try/",
        "s3://staging/private/bf-dev/",
    ] {
        assert!(!of(other).contains("cloudfront"), "{}", of(other));
    }
}

#[test]
fn the_job_publishes_as_it_was_said_here() {
    let options = [
        "--to",
        "s3://b/a/",
        "--config",
        "maps/one.toml",
        "--site",
        "public",
        "--public",
        "shared",
        "--endpoint-url",
        "https://s3.example",
    ];
    let site = Site::new().file("../maps/one.toml", "");
    let run = policy(&site, &[&options[..], &["--part", "gitlab"]].concat());
    for line in [
        "bf-docs build --strict --config maps/one.toml --out public\n",
        "--config maps/one.toml --site public --to s3://b/a/ --endpoint-url https://s3.example --public shared\n",
        "AWS_REGION: REGION\n",
    ] {
        assert!(run.stdout.contains(line), "{line} {}", run.stdout);
    }
    run.says("`REGION` is a placeholder: name yours with `--region`");
}

/// Each block of our page that shows a part equals the output for the page's settings.
#[test]
fn the_page_about_publishing_shows_what_is_printed() {
    let page =
        std::fs::read_to_string("docs/process/publishing/index.md").expect("the page is there");
    let site = Site::new().map(MAP);
    for part in ["iam", "trust", "gitlab"] {
        let printed = policy(&site, &["--part", part, "--account", "123456789012"]).stdout;
        let fence = if part == "gitlab" { "yaml" } else { "json" };
        assert!(
            page.contains(&format!("```{fence}\n{printed}```\n")),
            "the page has another `{part}` than\n{printed}"
        );
    }
    assert!(
        page.contains(
            MAP.split("[publish]")
                .nth(1)
                .expect("it has the table")
                .trim()
        ),
        "the page has other settings"
    );
}
