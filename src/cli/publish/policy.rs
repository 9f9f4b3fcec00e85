//! `bf-docs publish policy`

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::project::Trouble;
use super::{Shown, data, talk};
use crate::content_map::ContentMap;
use crate::publish::{
    Document, NO_ACCOUNT, NO_PROJECT, NO_REGION, Setting, SitePath, cloudfront, gitlab, iam, trust,
};

/// Print what the owner of the account sets up for the place
#[derive(Debug, Args)]
pub struct Policy {
    /// Print this part alone, as it is used
    #[arg(long, value_enum)]
    part: Option<Part>,
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
}

/// One of the things to set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The rights of the role, as an IAM policy
    Iam,
    /// Who may take on the role: its trust policy
    Trust,
    /// The job of .gitlab-ci.yml
    Gitlab,
    /// The function for the distribution's viewer requests
    Cloudfront,
}

/// The place that it is made for.
pub struct Target {
    /// The bucket.
    pub bucket: String,
    /// What every key begins with.
    pub prefix: String,
    /// The bucket's region.
    pub region: Option<String>,
    /// The distribution that serves it.
    pub distribution: Option<String>,
    /// The path that the site has at the distribution.
    pub path: SitePath,
    /// What the job has to build with.
    pub build: Vec<String>,
    /// What the job has to publish with.
    pub publish: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    iam: Option<Document>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trust: Option<Document>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gitlab: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloudfront: Option<String>,
}

impl Policy {
    /// Prints the parts that are asked for. Asks nobody anything.
    pub fn show(
        &self,
        target: Target,
        map: &ContentMap,
        format: Shown,
    ) -> Result<ExitCode, Trouble> {
        let setting = self.setting(target, map)?;
        let is_asked = |part: Part| self.part.is_none_or(|asked| asked == part);
        let answer = Answer {
            version: 1,
            iam: is_asked(Part::Iam).then(|| iam(&setting)),
            trust: is_asked(Part::Trust).then(|| trust(&setting)),
            gitlab: is_asked(Part::Gitlab).then(|| gitlab(&setting)),
            cloudfront: is_asked(Part::Cloudfront).then(|| cloudfront(&setting)),
        };
        let text = match format {
            Shown::Json => pretty(&answer),
            Shown::Text => self.text(&answer),
        };
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
        Ok(data(&text))
    }

    /// One part is as it is used; several have a heading each.
    fn text(&self, answer: &Answer) -> String {
        let parts = [
            (
                "# What the role may do: an IAM policy",
                answer.iam.as_ref().map(pretty),
            ),
            (
                "# Who may take on the role: its trust policy",
                answer.trust.as_ref().map(pretty),
            ),
            ("# The job, in .gitlab-ci.yml", answer.gitlab.clone()),
            (
                "// The distribution's function for viewer requests",
                answer.cloudfront.clone(),
            ),
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

    fn setting(&self, target: Target, map: &ContentMap) -> Result<Setting, Trouble> {
        if let Some(account) = self
            .account
            .as_ref()
            .filter(|it| it.len() != 12 || !it.chars().all(|c| c.is_ascii_digit()))
        {
            return Err(format!(
                "`{account}` is no account\nhelp: its number has 12 digits"
            ));
        }
        let is_name = |text: &&String| {
            text.chars()
                .all(|c| c.is_alphanumeric() || "-_./+#@".contains(c))
        };
        if Some(&self.branch)
            .filter(is_name)
            .is_none_or(String::is_empty)
        {
            return Err(format!(
                "`{}` cannot be the branch of the job",
                self.branch.escape_debug()
            ));
        }
        let (gitlab, project) = self.forge(map);
        if !project.contains('/') || Some(&project).filter(is_name).is_none() {
            return Err(format!(
                "`{}` is no project\nhelp: write `GROUP/NAME`",
                project.escape_debug()
            ));
        }
        if !gitlab
            .strip_prefix("https://")
            .is_some_and(|host| !host.is_empty() && is_name(&&host.to_owned()))
        {
            return Err(format!(
                "`{}` is no GitLab server\nhelp: AWS trusts `https://` alone, without a port",
                gitlab.escape_debug()
            ));
        }
        Ok(Setting {
            bucket: target.bucket,
            prefix: target.prefix,
            region: target.region,
            distribution: target.distribution,
            path: target.path,
            account: self.account.clone(),
            gitlab,
            project,
            branch: self.branch.clone(),
            build: target.build,
            publish: target.publish,
        })
    }

    /// The GitLab server and the project there. A project is only ever named with the server
    /// that it was found with: on another one its path may be a stranger's.
    fn forge(&self, map: &ContentMap) -> (String, String) {
        const PUBLIC: &str = "https://gitlab.com";
        let known = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let job = known("CI_PROJECT_PATH")
            .map(|project| (known("CI_SERVER_URL").unwrap_or(PUBLIC.into()), project));
        let repository = map.site.repository.as_ref().and_then(|repository| {
            let url = repository
                .url
                .trim_end_matches('/')
                .trim_end_matches(".git");
            let host = url
                .find("://")
                .and_then(|at| url[at + 3..].find('/').map(|end| at + 3 + end))?;
            let server = self
                .gitlab_url
                .as_deref()
                .map(|url| url.trim_end_matches('/'));
            let end = server
                .filter(|server| url.starts_with(&format!("{server}/")))
                .map_or(host, str::len);
            let is_gitlab = server.is_some() || url[..end].contains("gitlab");
            is_gitlab.then(|| (url[..end].to_owned(), url[end + 1..].to_owned()))
        });
        let mut found = job.into_iter().chain(repository);
        let server = self
            .gitlab_url
            .as_deref()
            .map(|url| url.trim_end_matches('/').to_owned());
        let found = found.find(|(at, _)| server.as_ref().is_none_or(|server| server == at));
        let (at, project) =
            found.unwrap_or_else(|| (server.unwrap_or(PUBLIC.into()), NO_PROJECT.to_owned()));
        (at, self.project.clone().unwrap_or(project))
    }
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("strings are always JSON") + "\n"
}
