//! Documents for the owner of an AWS account: rights, trust, job and function.

use serde::Serialize;
use serde_json::{Value, json};

use super::paths::SitePath;

/// The role of the job; its owner creates it under this name.
const ROLE: &str = "bf-docs-publish";

/// The placeholder for the account. AWS refuses it.
pub const NO_ACCOUNT: &str = "ACCOUNT-ID";

/// The placeholder for the region.
pub const NO_REGION: &str = "REGION";

/// The placeholder for the project. No token is issued for it.
pub const NO_PROJECT: &str = "GROUP/NAME";

/// The values that the documents are made of.
#[derive(Debug, Clone)]
pub struct PolicyInputs {
    /// The bucket's name.
    pub bucket: String,
    /// The prefix of every key; ends in `/`.
    pub prefix: String,
    /// The bucket's region, if it is known.
    pub region: Option<String>,
    /// The distribution that serves the bucket.
    pub distribution: Option<String>,
    /// The site's path at the distribution.
    pub path: SitePath,
    /// The account's number, if it is known.
    pub account: Option<String>,
    /// The GitLab server: scheme, host and path, without `/` at the end.
    pub gitlab: String,
    /// The project's path there.
    pub project: String,
    /// The branch that is published.
    pub branch: String,
    /// The options for the job's `bf-docs build` that the content map does not have.
    pub build: Vec<String>,
    /// The options for the job's `bf-docs publish` that the content map does not have.
    pub publish: Vec<String>,
}

/// An IAM policy document.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PolicyDocument {
    version: &'static str,
    statement: Vec<PolicyStatement>,
}

#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct PolicyStatement {
    sid: &'static str,
    effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Value>,
    action: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Value>,
}

impl PolicyDocument {
    fn of(statement: Vec<PolicyStatement>) -> Self {
        // Only this version reads `${*}` as an escaped star.
        Self {
            version: "2012-10-17",
            statement,
        }
    }
}

fn allow(sid: &'static str, action: &[&'static str], resource: String) -> PolicyStatement {
    PolicyStatement {
        sid,
        effect: "Allow",
        action: action.to_vec(),
        resource: Some(resource),
        ..PolicyStatement::default()
    }
}

/// The rights of the publisher, and no others.
pub fn iam(setting: &PolicyInputs) -> PolicyDocument {
    let partition = partition(setting.region.as_deref());
    let bucket = format!("arn:{partition}:s3:::{}", literal(&setting.bucket));
    let prefix = literal(&setting.prefix);
    let mut list = allow("List", &["s3:ListBucket"], bucket.clone());
    // S3 tells that an object is missing only to those who may list it. For that check it takes the
    // whole key as the prefix, so the pattern has to match more than the prefix itself.
    list.condition = Some(json!({ "StringLike": { "s3:prefix": format!("{prefix}*") } }));
    let objects = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
    let public = [
        "s3:GetBucketPolicy",
        "s3:GetBucketPolicyStatus",
        "s3:GetBucketPublicAccessBlock",
    ];
    let mut statements = vec![
        list,
        allow("ReadAndWrite", &objects, format!("{bucket}/{prefix}*")),
        allow("SeeWhetherItIsPublic", &public, bucket),
    ];
    if let Some(distribution) = &setting.distribution {
        let account = setting.account.as_deref().unwrap_or("*");
        let resource = format!("arn:{partition}:cloudfront::{account}:distribution/{distribution}");
        statements.push(allow(
            "Invalidate",
            &[
                "cloudfront:CreateInvalidation",
                "cloudfront:GetInvalidation",
            ],
            resource,
        ));
    }
    PolicyDocument::of(statements)
}

/// The needs of a gate: the rights of its role, and the behaviour of a distribution before it.
#[derive(Debug, Clone, Serialize)]
pub struct GateNeeds {
    iam: PolicyDocument,
    cloudfront: CacheBehaviour,
}

/// A cache behaviour of CloudFront that leaves each request to the gate.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CacheBehaviour {
    /// The managed policy `CachingDisabled`. With a minimum lifetime above nought, CloudFront keeps
    /// even answers that are `private` or `no-store`, and gives one reader's page to the next.
    cache_policy_id: &'static str,
    /// The managed policy `AllViewer`: the gate needs the `Host`, the cookies and the query.
    origin_request_policy_id: &'static str,
    viewer_protocol_policy: &'static str,
    allowed_methods: Vec<&'static str>,
    /// The gate packs its answers.
    compress: bool,
}

/// The needs of a gate that serves the place.
pub fn gate(setting: &PolicyInputs) -> GateNeeds {
    let partition = partition(setting.region.as_deref());
    let bucket = format!("arn:{partition}:s3:::{}", literal(&setting.bucket));
    let prefix = literal(&setting.prefix);
    // Without it, S3 answers 403 for an object that is missing.
    let mut list = allow("List", &["s3:ListBucket"], bucket.clone());
    list.condition = Some(json!({ "StringLike": { "s3:prefix": format!("{prefix}*") } }));
    let read = allow("Read", &["s3:GetObject"], format!("{bucket}/{prefix}*"));
    GateNeeds {
        iam: PolicyDocument::of(vec![list, read]),
        cloudfront: CacheBehaviour {
            cache_policy_id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
            origin_request_policy_id: "216adef6-5c7f-47e4-b989-5492eafa07d3",
            viewer_protocol_policy: "redirect-to-https",
            // CloudFront takes POST, which signs a reader out, only together with these.
            allowed_methods: vec!["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
            compress: false,
        },
    }
}

/// The trust policy: jobs of one branch of one project may take on the role.
pub fn trust(setting: &PolicyInputs) -> PolicyDocument {
    let partition = partition(setting.region.as_deref());
    let account = setting.account.as_deref().unwrap_or(NO_ACCOUNT);
    let provider = setting
        .gitlab
        .split_once("://")
        .map_or(setting.gitlab.as_str(), |(_, provider)| provider);
    let subject = format!(
        "project_path:{}:ref_type:branch:ref:{}",
        setting.project, setting.branch
    );
    PolicyDocument::of(vec![PolicyStatement {
        sid: "GitLab",
        effect: "Allow",
        principal: Some(
            json!({ "Federated": format!("arn:{partition}:iam::{account}:oidc-provider/{provider}") }),
        ),
        action: vec!["sts:AssumeRoleWithWebIdentity"],
        condition: Some(json!({
            "StringEquals": { format!("{provider}:aud"): setting.gitlab, format!("{provider}:sub"): subject }
        })),
        ..PolicyStatement::default()
    }])
}

/// The job of `.gitlab-ci.yml`.
pub fn gitlab(setting: &PolicyInputs) -> String {
    let partition = partition(setting.region.as_deref());
    let account = setting.account.as_deref().unwrap_or(NO_ACCOUNT);
    let line = |command: &str, arguments: &[String]| {
        let arguments = arguments
            .iter()
            .map(|argument| format!(" {}", word(argument)));
        scalar(&arguments.fold(command.to_owned(), |line, argument| line + &argument))
    };
    format!(
        include_str!("gitlab-job.yml"),
        role = scalar(&format!("arn:{partition}:iam::{account}:role/{ROLE}")),
        region = scalar(setting.region.as_deref().unwrap_or(NO_REGION)),
        audience = scalar(&setting.gitlab),
        build = line("bf-docs build --strict", &setting.build),
        publish = line(
            "bf-docs publish --strict --summary publish.md",
            &setting.publish
        ),
        branch = setting.branch,
    )
}

/// The function that a distribution runs for each request.
pub fn cloudfront(setting: &PolicyInputs) -> String {
    let path = Value::from(setting.path.in_address());
    include_str!("viewer-request.js").replace("\"SITE-PATH\"", &path.to_string())
}

/// Escapes a text, so that it matches only itself in an IAM pattern.
fn literal(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '*' | '?' | '$') {
                format!("${{{c}}}")
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// The AWS partition of a region.
fn partition(region: Option<&str>) -> &'static str {
    match region {
        Some(region) if region.starts_with("cn-") => "aws-cn",
        Some(region) if region.starts_with("us-gov-") => "aws-us-gov",
        Some(region) if region.starts_with("eusc-") => "aws-eusc",
        Some(region) if region.starts_with("us-iso-") => "aws-iso",
        Some(region) if region.starts_with("us-isob-") => "aws-iso-b",
        Some(region) if region.starts_with("eu-isoe-") => "aws-iso-e",
        Some(region) if region.starts_with("us-isof-") => "aws-iso-f",
        _ => "aws",
    }
}

/// Quotes a text as one word of a shell.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@+,".contains(c);
    if text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// Quotes a text as a YAML value. JSON is YAML.
fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@+, ".contains(c);
    let is_safe = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.contains(": ")
        && !text.ends_with(':');
    if is_safe && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(prefix: &str) -> PolicyInputs {
        PolicyInputs {
            bucket: "b".into(),
            prefix: prefix.into(),
            region: None,
            distribution: None,
            path: SitePath::of_prefix(prefix),
            account: None,
            gitlab: "https://git.example.com/lab".into(),
            project: "a/b".into(),
            branch: "main".into(),
            build: Vec::new(),
            publish: Vec::new(),
        }
    }

    #[test]
    fn no_prefix_grants_more_than_itself() {
        let document = serde_json::to_value(iam(&setting("a*/${x}?/"))).expect("it is JSON");
        assert_eq!(
            document["Statement"][1]["Resource"],
            "arn:aws:s3:::b/a${*}/${$}{x}${?}/*"
        );
        assert_eq!(
            document["Statement"][0]["Condition"]["StringLike"]["s3:prefix"],
            "a${*}/${$}{x}${?}/*"
        );
        let china = PolicyInputs {
            region: Some("cn-north-1".into()),
            ..setting("a/")
        };
        assert_eq!(
            serde_json::to_value(iam(&china)).expect("it is JSON")["Statement"][1]["Resource"],
            "arn:aws-cn:s3:::b/a/*"
        );
    }

    #[test]
    fn a_gate_reads_its_prefix_and_nothing_else() {
        let needs = serde_json::to_value(gate(&setting("a*/"))).expect("it is JSON");
        let statements = needs["iam"]["Statement"].as_array().expect("it is a list");
        let actions: Vec<&Value> = statements.iter().map(|one| &one["Action"]).collect();
        assert_eq!(
            actions,
            [&json!(["s3:ListBucket"]), &json!(["s3:GetObject"])]
        );
        assert_eq!(statements[1]["Resource"], "arn:aws:s3:::b/a${*}/*");
        let shown = &statements[0]["Condition"]["StringLike"]["s3:prefix"];
        assert_eq!(shown, "a${*}/*");
    }

    #[test]
    fn the_provider_is_the_address_without_its_scheme() {
        let document = serde_json::to_value(trust(&setting("a/"))).expect("it is JSON");
        let statement = &document["Statement"][0];
        assert_eq!(
            statement["Principal"]["Federated"],
            "arn:aws:iam::ACCOUNT-ID:oidc-provider/git.example.com/lab"
        );
        let equals = &statement["Condition"]["StringEquals"];
        assert_eq!(
            equals["git.example.com/lab:aud"],
            "https://git.example.com/lab"
        );
        assert_eq!(
            equals["git.example.com/lab:sub"],
            "project_path:a/b:ref_type:branch:ref:main"
        );
    }

    #[test]
    fn what_a_shell_or_yaml_would_read_otherwise_is_quoted() {
        let arguments = vec!["--to".to_owned(), "s3://b/it's # here/".to_owned()];
        let job = gitlab(&PolicyInputs {
            publish: arguments,
            ..setting("a/")
        });
        assert!(
            job.contains(r#"- "bf-docs publish --strict --summary publish.md --to 's3://b/it'\\''s # here/'""#),
            "{job}"
        );
        assert!(job.contains("aud: https://git.example.com/lab\n"), "{job}");
    }
}
