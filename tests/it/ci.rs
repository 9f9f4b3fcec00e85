//! The templates for CI: their scripts run as GitLab and GitHub run them, with a `curl` that answers from this disk.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use bf_docs::output::sha256;
use serde_json::Value;

use crate::site::Site;

/// A token. No argument and no output may have it.
const SECRET: &str = "very-secret";

/// A checkout with a change, and around it a machine with the package at the end of `curl`.
struct Job {
    site: Site,
    folder: tempfile::TempDir,
    base: String,
    sha256: String,
}

impl Job {
    fn new() -> Self {
        let site = Site::new()
            .file("index.md", "# Wiki\n\nSee [it](decisions/0001-queue.md).\n")
            .file(
                "decisions/0001-queue.md",
                "# 0001 - Queue\n\n## Status\n\nProposed\n",
            )
            .map("[site]\nname = \"Wiki\"\n");
        site.commit("2026-01-01");
        let base = site.head();
        let site = site.file(
            "decisions/0001-queue.md",
            "# 0001 - Queue\n\n## Status\n\nAccepted\n",
        );
        site.commit("2026-01-02");
        let folder = tempfile::tempdir().expect("the tests need a temporary folder");
        let job = Self {
            sha256: String::new(),
            site,
            folder,
            base,
        };
        let program = env!("CARGO_BIN_EXE_bf-docs");
        // The package's program: the real one, with its calls on record and a place to publish to.
        job.script("package/bf-docs-0.1.0/bin/bf-docs", &format!(
            "#!/bin/sh\necho \"$*\" >> \"$CALLS\"\n[ \"$1\" = publish ] && set -- \"$@\" --to \"file://$PLACE\"\nexec '{program}' \"$@\"\n"
        ));
        job.script("bin/curl", "#!/bin/sh\ncat > /dev/null\necho \"$*\" >> \"$CALLS\"\nout=\nwhile [ $# -gt 0 ]; do\n\
            [ \"$1\" = --output ] && out=$2\nshift\ndone\nif [ -n \"$out\" ]; then cp \"$PACKAGE\" \"$out\"; else \
            echo '{\"value\": \"token\"}'; fi\n");
        let package = job.path("package.tar.xz");
        let packed = Command::new("tar")
            .args(["-cJf"])
            .arg(&package)
            .arg("-C")
            .arg(job.path("package"))
            .arg(".")
            .status();
        assert!(packed.expect("the tests need tar").success());
        let bytes = fs::read(&package).expect("it was made");
        Self {
            sha256: sha256(&bytes),
            ..job
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn script(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("the folder is ours");
        fs::write(&path, text).expect("the folder is ours");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is ours");
    }

    /// Runs a script in the checkout; returns its output. It must succeed.
    fn run(&self, script: &str, variables: &[(&str, &str)]) -> String {
        let added = fs::read_to_string(self.path("github-path")).unwrap_or_default();
        let added = added.lines().collect::<Vec<_>>().join(":");
        let path = format!(
            "{}:{}:{}",
            added,
            self.path("bin").display(),
            std::env::var("PATH").expect("there is one")
        );
        let mut bash = Command::new("bash");
        bash.args(["-e", "-o", "pipefail", "-c", script])
            .current_dir(self.site.root());
        bash.envs(variables.iter().copied()).env("PATH", path);
        bash.env("PACKAGE", self.path("package.tar.xz"))
            .env("CALLS", self.path("calls"))
            .env("PLACE", self.path("place"));
        bash.env("TMPDIR", self.folder.path());
        let output = bash.output().expect("the tests need bash");
        let told = [output.stdout, output.stderr]
            .map(|part| String::from_utf8_lossy(&part).into_owned())
            .concat();
        assert!(output.status.success(), "{script}\n{told}");
        assert!(!told.contains(SECRET), "{told}");
        told
    }

    fn calls(&self) -> String {
        let calls = fs::read_to_string(self.path("calls")).expect("there are some");
        assert!(!calls.contains(SECRET), "{calls}");
        calls
    }

    /// Asserts that a job left a file in the checkout, and returns its text.
    fn left(&self, name: &str) -> String {
        let path = self.site.root().join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

fn template(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("packaging/ci")
        .join(name);
    fs::read_to_string(path).expect("it is in the repository")
}

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).expect("it is YAML")
}

/// The script of a GitLab job, with what runs before it.
fn gitlab_script(jobs: &Value, name: &str) -> String {
    let lines = |list: &Value| {
        let list = list.as_array().expect("it is a list").iter();
        list.map(|line| line.as_str().expect("it is a text").to_owned())
            .collect::<Vec<_>>()
    };
    let mut script = lines(&jobs[".docs-base"]["before_script"]);
    script.extend(lines(&jobs[name]["script"]));
    script.join("\n")
}

#[test]
#[ignore = "needs jq: tests/run installs it"]
fn the_jobs_of_the_gitlab_component_run() {
    let job = Job::new();
    let text = template("gitlab.yml");
    let (head, body) = text.split_once("\n---\n").expect("inputs, then jobs");
    let mut inputs: BTreeMap<String, String> = BTreeMap::new();
    for (name, input) in yaml(head)["spec"]["inputs"]
        .as_object()
        .expect("it has inputs")
    {
        let default = match &input["default"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        inputs.insert(name.clone(), default);
    }
    for (name, value) in [
        (
            "package-url",
            "${CI_API_V4_URL}/projects/42/packages/generic/bf-docs/0.1.0/bf-docs.tar.xz",
        ),
        ("sha256", &job.sha256),
        ("role", "arn:aws:iam::123456789012:role/bf-docs-publish"),
        ("url", "https://support.example.com/private/"),
    ] {
        assert!(
            inputs.insert(name.to_owned(), value.to_owned()).is_some(),
            "{name} is an input"
        );
    }
    let filled = inputs.iter().fold(body.to_owned(), |body, (name, value)| {
        let ways = [
            format!("$[[ inputs.{name} ]]"),
            format!("$[[ inputs.{name} | expand_vars ]]"),
        ];
        ways.iter().fold(body, |body, way| body.replace(way, value))
    });
    assert!(!filled.contains("$[["), "an input is not declared");
    let jobs = yaml(&filled);
    let root = job.site.root().display().to_string();
    let variables = [
        ("CI_API_V4_URL", "https://gitlab.example.com/api/v4"),
        ("CI_JOB_TOKEN", SECRET),
        ("CI_JOB_ID", "7"),
        ("CI_PROJECT_DIR", &root),
        ("BF_DOCS_ID_TOKEN", SECRET),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", &job.base),
    ];
    let run = |name: &str| job.run(&gitlab_script(&jobs, name), &variables);
    run("docs-check");
    let findings: Value =
        serde_json::from_str(&job.left("gl-code-quality.json")).expect("it is JSON");
    assert!(findings.is_array(), "{findings}");
    let told = run("docs-impact");
    assert!(told.contains("no comment"), "{told}");
    assert!(job.left("impact.md").contains("0001"), "the change is told");
    run("docs-preview");
    assert!(job.left("site/index.html").contains("Wiki"));
    run("docs-publish");
    assert!(job.left("publish.md").contains("1"), "the release is told");
    assert!(job.path("place/index.html").is_file(), "it is published");
    same_as_policy(&job);
}

/// The commands of `publish policy --part gitlab` are those of the template's job.
fn same_as_policy(job: &Job) {
    let args = [
        "publish",
        "policy",
        "--part",
        "gitlab",
        "--to",
        "s3://bucket/prefix/",
    ];
    let policy = job.site.run(&args).stdout;
    let calls = job.calls();
    for verb in ["build", "publish"] {
        let line = policy.lines().find_map(|line| {
            line.trim()
                .strip_prefix("- bf-docs ")
                .filter(|line| line.starts_with(verb))
        });
        let line = line.unwrap_or_else(|| panic!("no {verb} in\n{policy}"));
        let call = calls
            .lines()
            .rfind(|line| line.starts_with(verb))
            .expect("it was called");
        for word in line
            .split(' ')
            .filter(|word| !word.starts_with("s3:") && *word != "--to")
        {
            assert!(
                call.split(' ').any(|known| known == word),
                "{word} of `{line}` is not in `{call}`"
            );
        }
    }
}

#[test]
#[ignore = "needs jq: tests/run installs it"]
fn the_jobs_of_the_github_workflow_run() {
    let job = Job::new();
    let workflow = yaml(&template("github.yml"));
    let scratch = job.folder.path().display().to_string();
    let summary = job.path("summary").display().to_string();
    let added = job.path("github-path").display().to_string();
    let variables = [
        ("PACKAGE_URL", "https://packages.example.com/bf-docs.tar.xz"),
        ("SHA256", &job.sha256),
        ("CONFIG", "content-map.toml"),
        ("SITE", "site"),
        ("STRICT", "--strict"),
        ("CACHE", "--no-cache"),
        ("PACKAGE_TOKEN", SECRET),
        ("RUNNER_TEMP", &scratch),
        ("GITHUB_PATH", &added),
        ("GITHUB_STEP_SUMMARY", &summary),
        ("GITHUB_EVENT_NAME", "pull_request"),
        ("AUDIENCE", "sts.amazonaws.com"),
        ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", SECRET),
        (
            "ACTIONS_ID_TOKEN_REQUEST_URL",
            "https://token.example.com/?x=1",
        ),
        ("PROBE_URL", ""),
    ];
    for name in ["check", "impact", "preview", "publish"] {
        let steps = workflow["jobs"][name]["steps"]
            .as_array()
            .expect("a job has steps");
        for step in steps {
            let Some(script) = step["run"].as_str().filter(|_| step["name"] != "Comment") else {
                continue;
            };
            assert!(
                !script.contains("${{"),
                "an expression is pasted into a script: {script}"
            );
            job.run(script, &variables);
        }
    }
    let summary = fs::read_to_string(summary).expect("it was written");
    assert!(
        summary.contains("### Docs check") && summary.contains("0001"),
        "{summary}"
    );
    assert!(job.path("place/index.html").is_file(), "it is published");
    job.calls();
}
