//! The rules of a gate: its checked settings.

use url::{Host, Url};

use super::admission::Admission;
use super::fault::Fault;
use crate::content_map::{GateSettings, TokenAlgorithm};
use crate::output::sha256;

/// Google's address as an issuer.
pub const GOOGLE: &str = "https://accounts.google.com";

/// The hard limit of a session in seconds: 12 hours.
pub const MOST_AGE: i64 = 12 * 3_600;

/// The idle limit of a session in seconds, unless the content map names one.
const IDLE: i64 = 2 * 3_600;

/// The memory for hot files in bytes, unless the content map names another size.
const CACHE: u64 = 16_000_000;

/// The checked settings of a gate.
#[derive(Debug, Clone)]
pub struct GateRules {
    /// The address that readers open: scheme, host and port.
    pub url: Url,
    /// The provider's address, as it was written.
    pub issuer: String,
    /// The id of this site at the provider.
    pub client_id: String,
    /// The rule about who may read.
    pub admission: Admission,
    /// The scopes that the provider is asked for.
    pub scopes: Vec<String>,
    /// The algorithms that tokens may be signed with.
    pub algorithms: Vec<TokenAlgorithm>,
    /// The name on the sign-in page.
    pub name: String,
    /// The idle limit of a session in seconds.
    pub idle: i64,
    /// The hard limit of a session in seconds.
    pub age: i64,
    /// The memory for hot files in bytes.
    pub cache: u64,
}

impl GateRules {
    /// Checks settings and returns all that is wrong with them. `name` is the site's.
    pub fn of(settings: &GateSettings, name: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut keep = |fault| faults.push(fault);
        let url = origin(settings).map_err(&mut keep).ok();
        let issuer = issuer(settings).map_err(&mut keep).ok();
        let client_id = client_id(settings).map_err(&mut keep).ok();
        let age = age(settings).map_err(&mut keep).ok();
        let is_google = issuer.as_deref() == Some(GOOGLE);
        let admission = Admission::of(settings, is_google).map_err(&mut keep).ok();
        let (Some(url), Some(issuer), Some(client_id), Some(age), Some(admission)) =
            (url, issuer, client_id, age, admission)
        else {
            return Err(faults);
        };
        Ok(Self {
            url,
            issuer,
            client_id,
            admission,
            scopes: or(&settings.scopes, &["openid".into(), "email".into()]),
            algorithms: or(&settings.algorithms, &[TokenAlgorithm::Rs256]),
            name: settings.name.clone().unwrap_or_else(|| name.to_owned()),
            idle: settings.idle.map_or(IDLE, |idle| idle.0.as_secs() as i64),
            age,
            cache: settings.cache.map_or(CACHE, |cache| cache.0),
        })
    }

    /// A short digest of all that decides who may read: with other rules, sessions end.
    pub fn digest(&self) -> String {
        let (id, url) = (&self.client_id, self.url.as_str());
        let rules = format!("{:?}", (&self.issuer, id, url, &self.admission));
        sha256(rules.as_bytes())[..16].to_owned()
    }

    /// The host and the port of [`Self::url`], as a `Host` header names them.
    pub fn authority(&self) -> String {
        self.url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
    }

    /// The origin of [`Self::url`], as an `Origin` header names it.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The address that the provider sends readers back to.
    pub fn callback(&self) -> String {
        format!("{}{}", self.origin(), super::CALLBACK)
    }
}

fn or<T: Clone>(named: &[T], default: &[T]) -> Vec<T> {
    let chosen = if named.is_empty() { default } else { named };
    chosen.to_vec()
}

fn origin(settings: &GateSettings) -> Result<Url, Fault> {
    let fault = |why: &str, help: &str| Fault::setting("url", why, help);
    let help = "write the address that readers open: `https://docs.example.com`";
    let text = settings.url.as_deref();
    let text = text.ok_or_else(|| fault("is missing", help))?;
    let url = Url::parse(text).map_err(|_| fault("is no web address", help))?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_plain = url.username().is_empty() && url.password().is_none();
    if !is_bare || !is_plain {
        let help = "leave out path, query and names: the gate answers a host of its own, so that \
                    no script of another site on it can read what its readers may";
        return Err(fault("has more than a scheme, a host and a port", help));
    }
    if !is_safe(&url) {
        let help = "write `https://`; plain `http://` is for this machine alone";
        return Err(fault("is not https", help));
    }
    Ok(url)
}

fn issuer(settings: &GateSettings) -> Result<String, Fault> {
    let issuer = settings.issuer.clone().unwrap_or_else(|| GOOGLE.to_owned());
    let fault = |why: &str, help: &str| Fault::setting("issuer", why, help);
    let help = "write the address as the provider's documentation names it";
    let url = Url::parse(&issuer).map_err(|_| fault("is no web address", help))?;
    if !is_safe(&url) {
        let help = "write `https://`; plain `http://` is for this machine alone";
        return Err(fault("is not https", help));
    }
    Ok(issuer)
}

fn client_id(settings: &GateSettings) -> Result<String, Fault> {
    let id = settings.client_id.clone().filter(|id| !id.is_empty());
    id.ok_or_else(|| {
        let help = "register the site at the provider, and write the id that it gives";
        Fault::setting("client-id", "is missing", help)
    })
}

fn age(settings: &GateSettings) -> Result<i64, Fault> {
    let age = settings.age.map_or(MOST_AGE, |age| age.0.as_secs() as i64);
    if age > MOST_AGE {
        let why = "is more than 12 hours";
        let help = "write `12h` or less: a reader who has left the company reads no longer";
        return Err(Fault::setting("age", why, help));
    }
    Ok(age)
}

/// Returns whether nobody on the way can read what is sent to an address: it is https, or it does
/// not leave this machine.
pub fn is_safe(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return false,
    };
    url.scheme() == "https" || url.scheme() == "http" && is_here
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content_map::TimeSpan;

    fn settings() -> GateSettings {
        GateSettings {
            url: Some("https://docs.example.com".into()),
            client_id: Some("docs".into()),
            domains: vec!["example.com".into()],
            ..GateSettings::default()
        }
    }

    /// The keys that are refused.
    fn refused(settings: &GateSettings) -> Vec<&'static str> {
        let faults = GateRules::of(settings, "Docs").err().unwrap_or_default();
        let keys = faults.iter().map(|fault| match fault {
            Fault::Setting { key, .. } => *key,
            other => panic!("{other}"),
        });
        keys.collect()
    }

    #[test]
    fn all_settings_that_are_wrong_are_told_at_once() {
        assert_eq!(refused(&settings()), [""; 0]);
        let nothing = GateSettings::default();
        assert_eq!(refused(&nothing), ["url", "client-id", "domains"]);
    }

    #[test]
    fn readers_are_sent_to_no_address_that_others_can_listen_to() {
        for (url, is_taken) in [
            ("https://docs.example.com:8443", true),
            ("http://localhost:8000", true),
            ("http://127.0.0.1:8000", true),
            ("http://[::1]:8000", true),
            ("http://docs.example.com", false),
            ("http://localhost.example.com", false),
            ("https://example.com/docs/", false),
            ("https://ann@example.com", false),
            ("https://example.com/?a", false),
            ("ftp://localhost", false),
        ] {
            let at = |url: &str| Some(url.to_owned());
            let settings = GateSettings {
                url: at(url),
                ..settings()
            };
            assert_eq!(refused(&settings).is_empty(), is_taken, "{url}");
        }
        let issuer = GateSettings {
            issuer: Some("http://id.example.com".into()),
            ..settings()
        };
        assert_eq!(refused(&issuer), ["issuer", "domain-claim"]);
    }

    #[test]
    fn no_session_is_older_than_a_day_of_work() {
        let settings = GateSettings {
            age: TimeSpan::parse("13h"),
            ..settings()
        };
        assert_eq!(refused(&settings), ["age"]);
    }
}
