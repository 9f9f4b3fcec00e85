//! `bf-docs publish policy`

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::distribution::site_path;
use super::forge::{self, ForgeProject};
use super::place::NamedPlace;
use super::shared::SharedArgs;
use crate::cli::{AnswerFormat, Trouble, data, talk};
use crate::content_map::ContentMap;
use crate::publish::{
    GateNeeds, NO_ACCOUNT, NO_PROJECT, NO_REGION, PolicyDocument, PolicyInputs, StorePlace,
    cloudfront, gate, gitlab, iam, trust,
};

/// Print the documents that the owner of the account needs for the place
#[derive(Debug, Args)]
pub struct Policy {
    /// Print only this document, ready for use
    #[arg(long, value_enum)]
    part: Option<PolicyPart>,
    /// The AWS account's number, of 12 digits
    #[arg(long, value_name = "NUMBER")]
    account: Option<String>,
    /// The GitLab server [default: `CI_SERVER_URL`, the server of the content map's repository, or
    /// https://gitlab.com]
    #[arg(long, value_name = "URL")]
    gitlab_url: Option<String>,
    /// The GitLab project [default: `CI_PROJECT_PATH`, or the content map's repository]
    #[arg(long, value_name = "GROUP/NAME")]
    project: Option<String>,
    /// The branch that is published
    #[arg(long, value_name = "NAME", default_value = "main")]
    branch: String,
    #[command(flatten)]
    shared: SharedArgs,
}

/// A document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PolicyPart {
    /// The rights of the role, as an IAM policy
    Iam,
    /// The role's trust policy
    Trust,
    /// The job of .gitlab-ci.yml
    Gitlab,
    /// The function for the distribution's viewer requests
    Cloudfront,
    /// The rights of a gate, and the behaviour of a distribution before it. Printed only if it is
    /// asked for
    Gate,
}

/// The documents that are asked for.
#[derive(Serialize)]
struct PolicyParts {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    iam: Option<PolicyDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trust: Option<PolicyDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gitlab: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloudfront: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<GateNeeds>,
}

impl Policy {
    /// Prints the documents that are asked for. Sends no request.
    pub fn run(&self) -> Result<ExitCode, Trouble> {
        let setting = self.setting(self.shared.place.named()?)?;
        let is_asked = |part: PolicyPart| self.part.is_none_or(|asked| asked == part);
        let parts = PolicyParts {
            version: 1,
            iam: is_asked(PolicyPart::Iam).then(|| iam(&setting)),
            trust: is_asked(PolicyPart::Trust).then(|| trust(&setting)),
            gitlab: is_asked(PolicyPart::Gitlab).then(|| gitlab(&setting)),
            cloudfront: is_asked(PolicyPart::Cloudfront).then(|| cloudfront(&setting)),
            gate: (self.part == Some(PolicyPart::Gate)).then(|| gate(&setting)),
        };
        let text = match self.shared.format {
            AnswerFormat::Json => pretty(&parts),
            AnswerFormat::Text => self.text(&parts),
        };
        name_placeholders(&text);
        Ok(data(&text))
    }

    /// A single document has no heading; several have one each.
    fn text(&self, parts: &PolicyParts) -> String {
        let parts = [
            (
                "# What the role may do: an IAM policy",
                parts.iam.as_ref().map(pretty),
            ),
            (
                "# Who may take on the role: its trust policy",
                parts.trust.as_ref().map(pretty),
            ),
            ("# The job, in .gitlab-ci.yml", parts.gitlab.clone()),
            (
                "// The distribution's function for viewer requests",
                parts.cloudfront.clone(),
            ),
            ("# What a gate needs", parts.gate.as_ref().map(pretty)),
        ];
        let parts = parts
            .into_iter()
            .filter_map(|(heading, part)| Some((heading, part?)));
        if self.part.is_some() {
            return parts.map(|(_, part)| part).collect();
        }
        parts
            .map(|(heading, part)| format!("{heading}\n{part}"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The values that the documents are made of.
    fn setting(&self, named: NamedPlace) -> Result<PolicyInputs, Trouble> {
        let (build, publish) = (self.build_options(), self.publish_options());
        let NamedPlace {
            place,
            settings,
            map,
            ..
        } = named;
        let StorePlace::Bucket { bucket, prefix } = place else {
            return Err(Trouble::new("a folder needs no policy")
                .help("name a bucket with `--to s3://BUCKET/PREFIX/`"));
        };
        let path = site_path(&settings, &prefix)?;
        let distribution = self.shared.distribution.id(&settings)?;
        self.must_have_an_account()?;
        self.must_have_a_branch()?;
        let ForgeProject {
            server,
            path: project,
        } = self.project(&map)?;
        Ok(PolicyInputs {
            bucket,
            prefix,
            region: self.shared.access.region(&settings),
            distribution,
            path,
            account: self.account.clone(),
            gitlab: server,
            project,
            branch: self.branch.clone(),
            build,
            publish,
        })
    }

    /// The options for the job's `bf-docs build` that the content map does not have.
    fn build_options(&self) -> Vec<String> {
        let place = &self.shared.place;
        given([
            ("--config", place.config.as_deref().map(path_text)),
            ("--out", place.site.as_deref().map(path_text)),
        ])
    }

    /// The options for the job's `bf-docs publish` that the content map does not have.
    fn publish_options(&self) -> Vec<String> {
        let place = &self.shared.place;
        let public = place.public.and_then(|said| said.to_possible_value());
        given([
            ("--config", place.config.as_deref().map(path_text)),
            ("--site", place.site.as_deref().map(path_text)),
            ("--to", place.to.clone()),
            (
                "--distribution",
                self.shared.distribution.distribution.clone(),
            ),
            ("--endpoint-url", self.shared.access.endpoint_url.clone()),
            ("--public", public.map(|said| said.get_name().to_owned())),
        ])
    }

    fn must_have_an_account(&self) -> Result<(), Trouble> {
        match &self.account {
            Some(wrong) if wrong.len() != 12 || !wrong.chars().all(|c| c.is_ascii_digit()) => {
                Err(Trouble::new(format!("`{wrong}` is no account"))
                    .help("its number has 12 digits"))
            }
            _ => Ok(()),
        }
    }

    fn must_have_a_branch(&self) -> Result<(), Trouble> {
        if is_name(&self.branch) && !self.branch.is_empty() {
            return Ok(());
        }
        let wrong = self.branch.escape_debug();
        Err(Trouble::new(format!(
            "`{wrong}` cannot be the branch of the job"
        )))
    }

    /// The project of the job that publishes.
    fn project(&self, map: &ContentMap) -> Result<ForgeProject, Trouble> {
        let mut found = forge::project(map, self.gitlab_url.as_deref());
        if let Some(named) = &self.project {
            found.path = named.clone();
        }
        if !found.path.contains('/') || !is_name(&found.path) {
            let wrong = found.path.escape_debug();
            return Err(Trouble::new(format!("`{wrong}` is no project")).help("write `GROUP/NAME`"));
        }
        let host = found.server.strip_prefix("https://");
        if !host.is_some_and(|host| !host.is_empty() && is_name(host)) {
            let wrong = found.server.escape_debug();
            return Err(Trouble::new(format!("`{wrong}` is no GitLab server"))
                .help("AWS trusts `https://` alone, without a port"));
        }
        Ok(found)
    }
}

/// Names the placeholders in the documents.
fn name_placeholders(text: &str) {
    for (placeholder, option) in [
        (NO_ACCOUNT, "--account"),
        (NO_PROJECT, "--project"),
        (NO_REGION, "--region"),
    ] {
        if text.contains(placeholder) {
            talk(&format!(
                "`{placeholder}` is a placeholder: name yours with `{option}`\n"
            ));
        }
    }
}

/// The given options, each with its value behind it.
fn given<const N: usize>(options: [(&str, Option<String>); N]) -> Vec<String> {
    options
        .into_iter()
        .filter_map(|(name, value)| Some([name.to_owned(), value?]))
        .flatten()
        .collect()
}

fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// True if a name has only characters without a special meaning in the job and in the policies.
fn is_name(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || "-_./+#@".contains(c))
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("strings are always JSON") + "\n"
}
