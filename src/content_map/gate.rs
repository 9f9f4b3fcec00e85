//! `[gate]`: the sign-in before a published site.

use std::borrow::Cow;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// The sign-in before a published site. `bf-docs gate` reads it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct GateSettings {
    /// The address that readers open, without a path: `https://docs.example.com`.
    #[schemars(extend("format" = "web-url"))]
    pub url: Option<String>,
    /// The OpenID Connect provider. The default is Google: `https://accounts.google.com`.
    #[schemars(extend("format" = "web-url"))]
    pub issuer: Option<String>,
    /// The id that the provider gave to this site.
    pub client_id: Option<String>,
    /// The organisations whose members may read: with Google, their domains.
    pub domains: Vec<String>,
    /// The claim that names a reader's organisation. With Google it is `hd`; with another
    /// provider there is no default.
    pub domain_claim: Option<String>,
    /// The e-mail addresses that may read. If `domains` or `groups` are named too, a reader must
    /// satisfy each.
    pub addresses: Vec<String>,
    /// The groups whose members may read, as the claim `groups` names them.
    pub groups: Vec<String>,
    /// The scopes that the provider is asked for. The default is `openid` and `email`.
    pub scopes: Vec<String>,
    /// The algorithms that tokens may be signed with. The default is RS256.
    pub algorithms: Vec<TokenAlgorithm>,
    /// The name on the sign-in page. The default is the site's name.
    pub name: Option<String>,
    /// The time after which an idle reader signs in again, such as `30m`. The default is `2h`.
    pub idle: Option<TimeSpan>,
    /// The time after which each reader signs in again, at most `12h`, which is the default.
    pub age: Option<TimeSpan>,
    /// The memory for hot files, such as `64MB`. The default is `16MB`.
    pub cache: Option<ByteSize>,
}

/// An algorithm that tokens are signed with (RFC 7518, 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TokenAlgorithm {
    /// RSA with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

/// A time span: a number of minutes or hours, such as `30m` or `12h`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct TimeSpan(pub Duration);

impl TimeSpan {
    /// Reads `30m` or `12h`; `None` for any other text, and for nought.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let seconds = match unit {
            "m" => 60,
            "h" => 3_600,
            _ => return None,
        };
        let number: u32 = number.parse().ok().filter(|number| *number > 0)?;
        Some(Self(Duration::from_secs(u64::from(number) * seconds)))
    }
}

impl TryFrom<String> for TimeSpan {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("it is no time span")
    }
}

impl JsonSchema for TimeSpan {
    fn schema_name() -> Cow<'static, str> {
        "TimeSpan".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "time-span" })
    }
}

/// A number of bytes, such as `16MB`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct ByteSize(pub u64);

impl ByteSize {
    /// Reads `16MB` or `1GB`, in powers of 1,000; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let bytes = match unit {
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            _ => return None,
        };
        let number: u32 = number.parse().ok()?;
        u64::from(number).checked_mul(bytes).map(Self)
    }
}

impl TryFrom<String> for ByteSize {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("it is no number of bytes")
    }
}

impl JsonSchema for ByteSize {
    fn schema_name() -> Cow<'static, str> {
        "ByteSize".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "byte-size" })
    }
}
