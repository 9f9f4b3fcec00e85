//! The test whether a bucket's policy is public in S3's sense.

use std::net::IpAddr;

use serde_json::Value;
use wildmatch::WildMatch;

/// The effect of a policy that lets everybody read, list, write or delete below a prefix, as a
/// clause that names the statement; `None` if it lets nobody in. Statements that deny are not
/// weighed: the author can narrow the one that allows.
pub fn opens(policy: &str, bucket: &str, prefix: &str) -> Option<String> {
    if policy.trim().is_empty() {
        return None;
    }
    let Ok(policy) = serde_json::from_str::<Value>(policy) else {
        return Some("is no JSON, so it may let everybody in".to_owned());
    };
    let arn = format!("{bucket}/{prefix}");
    for (number, statement) in list(&policy["Statement"]).into_iter().enumerate() {
        if statement["Effect"] != "Allow" || !is_everybody(statement) {
            continue;
        }
        let opens_objects = does(statement, &OBJECTS) && names(statement, &arn);
        let opens_bucket = does(statement, &LISTS) && names_bucket(statement, bucket);
        if opens_objects || opens_bucket && lists(statement, prefix) {
            let name = match statement["Sid"].as_str() {
                Some(name) => format!("`{}`", name.escape_debug()),
                None => format!("number {}", number + 1),
            };
            return Some(format!("lets everybody in, by its statement {name}"));
        }
    }
    None
}

/// A value as a list: its items, or itself.
fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        Value::Null => Vec::new(),
        value => vec![value],
    }
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    list(value).into_iter().filter_map(Value::as_str)
}

/// Condition keys that S3 trusts to keep everybody out if their values are fixed.
const NARROWING: [&str; 13] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceip",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
];

/// The actions on objects.
const OBJECTS: [&str; 4] = [
    "s3:getobject",
    "s3:getobjectversion",
    "s3:putobject",
    "s3:deleteobject",
];

/// The actions that list the keys of a bucket.
const LISTS: [&str; 2] = ["s3:listbucket", "s3:listbucketversions"];

fn is_everybody(statement: &Value) -> bool {
    let principal = &statement["Principal"];
    // CloudFront asks for anybody who creates a distribution.
    let everybody = statement.get("NotPrincipal").is_some()
        || principal == "*"
        || texts(&principal["AWS"]).any(|who| who == "*")
        || texts(&principal["Service"]).any(|who| who == "cloudfront.amazonaws.com");
    let narrows = |key: &str, values| {
        NARROWING.contains(&key) && !texts(values).any(|value| is_open(key, value))
    };
    everybody && !conditions(statement).any(|(key, values)| narrows(&key, values))
}

/// The conditions of a statement that narrow it: keys in lower case, each with its values.
fn conditions(statement: &Value) -> impl Iterator<Item = (String, &Value)> {
    let wants = |operator: &str| {
        let operator = operator.to_lowercase();
        // `ForAllValues` also holds for requests without any value.
        !operator.contains("not")
            && !operator.ends_with("ifexists")
            && !operator.starts_with("forallvalues:")
            && operator != "null"
    };
    let operators = statement["Condition"].as_object().into_iter().flatten();
    let keys = operators
        .filter(move |(operator, _)| wants(operator))
        .filter_map(|(_, keys)| keys.as_object());
    keys.flatten()
        .map(|(key, values)| (key.to_lowercase(), values))
}

/// Returns whether a condition's value names nobody in particular: S3 wants fixed values.
fn is_open(key: &str, value: &str) -> bool {
    let is_fixed = |text: &str| !text.is_empty() && !text.contains(OPEN);
    match key {
        "aws:sourceip" => is_broad(value),
        // All of one account, any part of an organisation.
        "aws:principalarn" | "aws:sourcearn" | "s3:dataaccesspointarn" => {
            !is_fixed(value) && !value.split(':').nth(4).is_some_and(is_fixed)
        }
        "aws:principalorgpaths" => !is_fixed(value.strip_suffix("/*").unwrap_or(value)),
        _ => !is_fixed(value),
    }
}

/// Returns whether a range of addresses is so large that S3 calls it public.
fn is_broad(range: &str) -> bool {
    let (address, bits) = match range.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (range, None),
    };
    let bits = |all: u8| {
        let bits = match bits {
            Some(bits) => bits.parse().ok()?,
            None => all,
        };
        (bits <= all).then_some(bits)
    };
    match address.parse() {
        Ok(IpAddr::V4(_)) => bits(32).is_none_or(|bits| bits < 8),
        Ok(IpAddr::V6(address)) => {
            bits(128).is_none_or(|bits| bits < 32 && !(address.is_unique_local() && bits >= 7))
        }
        Err(_) => true,
    }
}

/// The characters that match anything in a policy.
const OPEN: [char; 3] = ['*', '?', '$'];

/// Returns whether a statement is about one of these actions.
fn does(statement: &Value, actions: &[&str]) -> bool {
    let has = |member: &str, action: &str| {
        texts(&statement[member]).any(|of| WildMatch::new_case_insensitive(of).matches(action))
    };
    match statement.get("NotAction") {
        Some(_) => actions.iter().any(|action| !has("NotAction", action)),
        None => actions.iter().any(|action| has("Action", action)),
    }
}

/// Returns whether a statement is about something below `BUCKET/PREFIX`.
fn names(statement: &Value, arn: &str) -> bool {
    if statement.get("NotResource").is_some() {
        let all = |pattern| match resource(pattern).strip_suffix('*') {
            Some(all) => !all.contains(OPEN) && arn.starts_with(all),
            None => false,
        };
        return !texts(&statement["NotResource"]).any(all);
    }
    texts(&statement["Resource"]).any(|pattern| {
        let literal = literal(resource(pattern));
        let may_go_on = pattern.contains(OPEN);
        literal.starts_with(arn) || may_go_on && arn.starts_with(literal)
    })
}

/// Returns whether a statement is about the bucket itself.
fn names_bucket(statement: &Value, bucket: &str) -> bool {
    let is_it = |pattern| WildMatch::new(resource(pattern)).matches(bucket);
    match statement.get("NotResource") {
        Some(except) => !texts(except).any(is_it),
        None => texts(&statement["Resource"]).any(is_it),
    }
}

/// Returns whether a statement allows lists with keys below a prefix.
fn lists(statement: &Value, prefix: &str) -> bool {
    // A list of a shorter prefix has our keys too.
    let meets =
        |value: &str| prefix.starts_with(literal(value)) || literal(value).starts_with(prefix);
    !conditions(statement).any(|(key, values)| key == "s3:prefix" && !texts(values).any(meets))
}

/// The bucket and key of a pattern, without the part before the bucket's name. A wildcard may match
/// that part too.
fn resource(pattern: &str) -> &str {
    let is_open = pattern.contains(OPEN);
    pattern
        .splitn(6, ':')
        .nth(5)
        .unwrap_or(if is_open { "*" } else { pattern })
}

/// The text before the first wildcard: everything that a pattern matches begins with it.
fn literal(pattern: &str) -> &str {
    pattern.split(OPEN).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(statement: &str, opened: bool) {
        let policy = format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#);
        assert_eq!(
            opens(&policy, "wiki", "private/docs/").is_some(),
            opened,
            "{statement}"
        );
    }

    /// A statement that allows, with these members.
    fn allow(members: &str) -> String {
        format!(r#"{{"Effect": "Allow", {members}}}"#)
    }

    #[test]
    fn a_policy_opens_what_everybody_may_read() {
        let everybody = r#""Principal": "*", "Action": "s3:GetObject""#;
        let on = |resource: &str| {
            allow(&format!(
                r#"{everybody}, "Resource": "arn:aws:s3:::{resource}""#
            ))
        };
        for resource in [
            "wiki/*",
            "wiki/private/*",
            "wiki/private/docs/*",
            "wiki/p*",
            "*",
            "wiki/private/docs/index.html",
        ] {
            check(&on(resource), true);
        }
        for resource in [
            "wiki/public/*",
            "other/*",
            "wiki/private/docs",
            "wiki",
            "wiki/private/docs-old/*",
        ] {
            check(&on(resource), false);
        }
        check(
            &format!("[{}, {}]", on("wiki/public/*"), on("wiki/*")),
            true,
        );
        let all = r#""Resource": ["arn:aws:s3:::wiki", "arn:aws:s3:::wiki/*"]"#;
        check(
            &allow(&format!(
                r#""Principal": {{"AWS": ["*"]}}, "Action": ["s3:Get*"], {all}"#
            )),
            true,
        );
        check(
            &allow(&format!(
                r#""NotPrincipal": {{"AWS": "x"}}, "Action": "s3:*", {all}"#
            )),
            true,
        );
        let edge = format!(
            r#""Principal": {{"Service": "cloudfront.amazonaws.com"}}, "Action": "s3:GetObject", {all}"#
        );
        check(&allow(&edge), true);
        let ours = r#""Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/*"}}"#;
        check(&allow(&format!("{edge}, {ours}")), false);
        check(
            &allow(&format!(
                r#""Principal": {{"AWS": "arn:aws:iam::1:root"}}, "Action": "s3:GetObject", {all}"#
            )),
            false,
        );
        let on_bucket = r#""Resource": "arn:aws:s3:::wiki""#;
        let list = r#""Principal": "*", "Action": "s3:ListBucket""#;
        check(&allow(&format!("{list}, {on_bucket}")), true);
        check(
            &allow(&format!(r#"{list}, "Resource": "arn:aws:s3:::wiki/*""#)),
            false,
        );
        for (prefix, opened) in [
            ("public/*", false),
            ("private/*", true),
            ("", true),
            ("private/docs/*", true),
        ] {
            let condition =
                format!(r#""Condition": {{"StringLike": {{"s3:prefix": ["{prefix}"]}}}}"#);
            check(&allow(&format!("{list}, {on_bucket}, {condition}")), opened);
        }
        check(
            &allow(&format!(
                r#""Principal": "*", "Action": "s3:PutObject", {all}"#
            )),
            true,
        );
        check(
            &allow(&format!(
                r#""Principal": "*", "Action": "s3:GetBucketTagging", {all}"#
            )),
            false,
        );
        check(
            &allow(&format!(
                r#""Principal": "*", "NotAction": "s3:PutObject", {all}"#
            )),
            true,
        );
        check(
            &allow(&format!(
                r#"{everybody}, "NotResource": "arn:aws:s3:::wiki/private/*""#
            )),
            false,
        );
        check(
            &allow(&format!(
                r#"{everybody}, "NotResource": "arn:aws:s3:::wiki/public/*""#
            )),
            true,
        );
        check(&on("wiki/*").replace("Allow", "Deny"), false);
        // The exception covers less than all of our part, or only one way to read it.
        check(
            &allow(&format!(
                r#"{everybody}, "NotResource": "arn:aws:s3:::wiki/*/internal/*""#
            )),
            true,
        );
        let but = r#""Principal": "*", "NotAction": ["s3:GetObjectVersion", "s3:PutObject"]"#;
        check(&allow(&format!("{but}, {all}")), true);
        // Wildcards in odd places.
        check(
            &allow(&format!(r#""Principal": "*", "Action": "s3:Get**", {all}"#)),
            true,
        );
        check(
            &allow(&format!(r#"{everybody}, "Resource": "arn:aws:s3*""#)),
            true,
        );
        check(&on("wiki/${aws:PrincipalTag/team, 'private'}/*"), true);
        assert!(
            opens("{", "wiki", "private/docs/").is_some()
                && opens("", "wiki", "private/docs/").is_none()
        );
    }

    #[test]
    fn a_condition_keeps_out_whom_it_does_not_name() {
        let with = |condition: &str| {
            allow(&format!(
                r#""Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::wiki/*", "Condition": {condition}"#
            ))
        };
        check(
            &with(r#"{"StringEquals": {"aws:SourceVpce": "vpce-1"}}"#),
            false,
        );
        check(
            &with(r#"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8"]}}"#),
            false,
        );
        check(
            &with(r#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#),
            true,
        );
        check(
            &with(r#"{"StringLike": {"aws:Referer": "https://docs.example.org/*"}}"#),
            true,
        );
        check(
            &with(r#"{"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}"#),
            true,
        );
        check(
            &with(r#"{"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}"#),
            true,
        );
        check(
            &with(r#"{"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#),
            true,
        );
        check(
            &with(r#"{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/r-1/*"}}"#),
            false,
        );
        // S3 wants fixed values, and small ranges.
        for open in [
            r#"{"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}"#,
            r#"{"IpAddress": {"aws:SourceIp": "2000::/3"}}"#,
            r#"{"StringLike": {"aws:SourceVpc": "vpc-*"}}"#,
            r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}"#,
            r#"{"StringLike": {"aws:userid": "A*"}}"#,
            r#"{"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}}"#,
            r#"{"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:*:accesspoint/*"}}"#,
        ] {
            check(&with(open), true);
        }
        check(
            &with(
                r#"{"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:123456789012:accesspoint/*"}}"#,
            ),
            false,
        );
        check(
            &with(r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/docs-*"}}"#),
            false,
        );
        check(
            &with(r#"{"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::logs"}}"#),
            false,
        );
        check(
            &with(r#"{"IpAddress": {"aws:SourceIp": ["192.0.2.7", "fd00::/8", "2001:db8::/32"]}}"#),
            false,
        );
    }
}
