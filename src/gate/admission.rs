//! The rule about who may read: checks of a token's claims, after those of its signature.

use serde_json::{Map, Value};

use super::fault::Fault;
use crate::content_map::GateSettings;

/// The claim in which Google names a reader's organisation.
const GOOGLE_CLAIM: &str = "hd";

/// The claim that names a reader's groups.
const GROUPS: &str = "groups";

/// The rule about who may read. A reader must satisfy each list that is not empty.
#[derive(Debug, Clone)]
pub struct Admission {
    /// The organisations, in small letters.
    domains: Vec<String>,
    /// The claim that names an organisation.
    domain_claim: Option<String>,
    /// The addresses, in small letters.
    addresses: Vec<String>,
    groups: Vec<String>,
}

/// A person, as a token describes one.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// The person's number at the provider.
    pub subject: String,
    /// The e-mail address.
    pub address: Option<String>,
    /// True if the provider has verified the address.
    pub is_verified: bool,
    /// The claims that not every provider has.
    pub claims: Map<String, Value>,
}

/// The reason why a person may not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdmissionRefusal {
    /// The token names nobody, or an address with several readings, or none where one is needed.
    Address,
    /// The address is not verified.
    Unverified,
    /// The person belongs to no organisation, or to another one.
    Domain,
    /// The address is not on the list.
    NotListed,
    /// The person is in none of the groups.
    Group,
}

impl AdmissionRefusal {
    /// The name in logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Unverified => "unverified",
            Self::Domain => "domain",
            Self::NotListed => "not-listed",
            Self::Group => "group",
        }
    }

    /// The reason, for the person.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Address => "Your account has no e-mail address that could be checked.",
            Self::Unverified => "Your provider has not verified this e-mail address.",
            Self::Domain => "This account does not belong to the company.",
            Self::NotListed => "This account is not on the list of readers.",
            Self::Group => "This account is in none of the groups that may read.",
        }
    }
}

impl Admission {
    /// Checks the settings. A gate that would let in everybody with an account does not start.
    pub fn of(settings: &GateSettings, is_google: bool) -> Result<Self, Fault> {
        let fault = |why: String, help: &str| Err(Fault::setting("domains", why, help));
        if let Some(odd) = settings.domains.iter().find(|domain| !is_domain(domain)) {
            let help = "write each domain in full: `example.com`";
            let odd = odd.escape_debug();
            return fault(format!("has `{odd}`, which is no domain"), help);
        }
        let claim = settings.domain_claim.clone();
        let claim = claim.or_else(|| is_google.then(|| GOOGLE_CLAIM.to_owned()));
        if is_google && claim.as_deref() != Some(GOOGLE_CLAIM) {
            let why = "is not `hd`, in which alone Google vouches for an organisation";
            return Err(Fault::setting("domain-claim", why, "leave it out"));
        }
        let has_others = !settings.addresses.is_empty() || !settings.groups.is_empty();
        if settings.domains.is_empty() && (is_google || !has_others) {
            let help = match is_google {
                true => "name the company's domain: `domains = [\"example.com\"]`",
                false => {
                    "name `domains` with `domain-claim`, `addresses` or `groups`: without them, \
                     everybody with an account at the provider could read"
                }
            };
            return fault("is empty".to_owned(), help);
        }
        if !settings.domains.is_empty() && claim.is_none() {
            let why = "is missing, so the domains would mean nothing";
            let help = "name the claim in which the provider puts a reader's organisation";
            return Err(Fault::setting("domain-claim", why, help));
        }
        let lower = |texts: &[String]| texts.iter().map(|text| text.to_ascii_lowercase()).collect();
        Ok(Self {
            domains: lower(&settings.domains),
            domain_claim: claim,
            addresses: lower(&settings.addresses),
            groups: settings.groups.clone(),
        })
    }

    /// A domain for the provider's hint about which account is meant. It decides nothing.
    pub fn hint(&self) -> Option<&str> {
        let claim = self.domain_claim.as_deref();
        match (claim, &self.domains[..]) {
            (Some(GOOGLE_CLAIM), [domain]) => Some(domain),
            (Some(GOOGLE_CLAIM), [_, _, ..]) => Some("*"),
            _ => None,
        }
    }

    /// The verified address of a person who may read, in small letters; `None` for a person without
    /// an address.
    pub fn admit(&self, person: &Person) -> Result<Option<String>, AdmissionRefusal> {
        if person.subject.is_empty() {
            return Err(AdmissionRefusal::Address);
        }
        let address = match &person.address {
            Some(address) if !is_address(address) => return Err(AdmissionRefusal::Address),
            Some(_) if !person.is_verified => return Err(AdmissionRefusal::Unverified),
            Some(address) => Some(address.to_ascii_lowercase()),
            None => None,
        };
        let is_in = |list: &[String], text: &str| list.contains(&text.to_ascii_lowercase());
        if let Some(claim) = self
            .domain_claim
            .as_deref()
            .filter(|_| !self.domains.is_empty())
        {
            let domain = person.claims.get(claim).and_then(Value::as_str);
            if !domain.is_some_and(|domain| is_in(&self.domains, domain)) {
                return Err(AdmissionRefusal::Domain);
            }
            // An account of a company at Google has an address.
            if claim == GOOGLE_CLAIM && address.is_none() {
                return Err(AdmissionRefusal::Address);
            }
        }
        if !self.addresses.is_empty() {
            let address = address.as_deref().ok_or(AdmissionRefusal::Address)?;
            if !is_in(&self.addresses, address) {
                return Err(AdmissionRefusal::NotListed);
            }
        }
        if !self.groups.is_empty() {
            let groups = person.claims.get(GROUPS).and_then(Value::as_array);
            let mut groups = groups.into_iter().flatten().filter_map(Value::as_str);
            if !groups.any(|group| self.groups.iter().any(|known| known == group)) {
                return Err(AdmissionRefusal::Group);
            }
        }
        Ok(address)
    }
}

/// Returns whether a text is a domain, without a wildcard.
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.contains('.') && text.split('.').all(is_label)
}

/// Returns whether an address has one reading: one `@`, no blanks (CVE-2026-40574), and no letters
/// that look like others.
pub fn is_address(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    match text.split_once('@') {
        Some((name, domain)) => {
            is_plain && !name.is_empty() && !domain.is_empty() && !domain.contains('@')
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn person(address: &str, is_verified: bool, claims: Value) -> Person {
        Person {
            subject: "7".into(),
            address: Some(address.to_owned()).filter(|address| !address.is_empty()),
            is_verified,
            claims: claims.as_object().cloned().unwrap_or_default(),
        }
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_member_of_the_company_may_read_and_nobody_else() {
        let settings = GateSettings {
            domains: texts(&["Example.com", "example.org"]),
            ..GateSettings::default()
        };
        let admission = Admission::of(&settings, true).expect("it is sound");
        for (address, is_verified, domain, expected) in [
            (
                "Ann@example.com",
                true,
                Some("example.com"),
                Ok("ann@example.com"),
            ),
            (
                "ann@example.org",
                true,
                Some("EXAMPLE.ORG"),
                Ok("ann@example.org"),
            ),
            // An account of anybody's, with a company's address.
            ("ann@example.com", true, None, Err(AdmissionRefusal::Domain)),
            (
                "ann@example.com",
                true,
                Some("example.net"),
                Err(AdmissionRefusal::Domain),
            ),
            (
                "ann@example.com",
                true,
                Some("evil-example.com"),
                Err(AdmissionRefusal::Domain),
            ),
            (
                "ann@example.com",
                true,
                Some("example.com.evil.net"),
                Err(AdmissionRefusal::Domain),
            ),
            (
                "ann@example.com",
                true,
                Some("sub.example.com"),
                Err(AdmissionRefusal::Domain),
            ),
            (
                "ann@example.com",
                true,
                Some(""),
                Err(AdmissionRefusal::Domain),
            ),
            (
                "ann@example.com",
                false,
                Some("example.com"),
                Err(AdmissionRefusal::Unverified),
            ),
            (
                "ann@evil.net@example.com",
                true,
                Some("example.com"),
                Err(AdmissionRefusal::Address),
            ),
            (
                "ann@evil.net @example.com",
                true,
                Some("example.com"),
                Err(AdmissionRefusal::Address),
            ),
            (
                "@example.com",
                true,
                Some("example.com"),
                Err(AdmissionRefusal::Address),
            ),
            (
                "",
                true,
                Some("example.com"),
                Err(AdmissionRefusal::Address),
            ),
        ] {
            let claims = domain.map_or(json!({}), |domain| json!({ "hd": domain }));
            let admitted = admission.admit(&person(address, is_verified, claims));
            assert_eq!(
                admitted,
                expected.map(|text: &str| Some(text.to_owned())),
                "{address} {domain:?}"
            );
        }
        let odd = person("ann@example.com", true, json!({ "hd": ["example.com"] }));
        assert_eq!(admission.admit(&odd), Err(AdmissionRefusal::Domain));
    }

    #[test]
    fn each_list_that_is_named_must_have_the_reader() {
        let settings = GateSettings {
            addresses: texts(&["ann@example.com"]),
            groups: texts(&["docs"]),
            ..GateSettings::default()
        };
        let admission = Admission::of(&settings, false).expect("it is sound");
        for (address, groups, expected) in [
            (
                "ann@example.com",
                json!(["all", "docs"]),
                Ok("ann@example.com"),
            ),
            (
                "ann@example.com",
                json!(["docs2", "Docs"]),
                Err(AdmissionRefusal::Group),
            ),
            (
                "ann@example.com",
                json!("docs"),
                Err(AdmissionRefusal::Group),
            ),
            (
                "bob@example.com",
                json!(["docs"]),
                Err(AdmissionRefusal::NotListed),
            ),
        ] {
            let admitted = admission.admit(&person(address, true, json!({ "groups": groups })));
            assert_eq!(
                admitted,
                expected.map(|text: &str| Some(text.to_owned())),
                "{address} {groups}"
            );
        }
    }

    #[test]
    fn a_gate_for_everybody_is_none() {
        let of = |domains: &[&str], addresses: &[&str], claim: Option<&str>, is_google| {
            let settings = GateSettings {
                domains: texts(domains),
                addresses: texts(addresses),
                domain_claim: claim.map(str::to_owned),
                ..GateSettings::default()
            };
            Admission::of(&settings, is_google).is_ok()
        };
        assert!(of(&["example.com"], &[], None, true));
        assert!(of(&["example.com"], &[], Some("org"), false));
        assert!(of(&[], &["ann@example.com"], None, false));
        assert!(!of(&[], &[], None, true));
        assert!(!of(&[], &["ann@example.com"], None, true));
        assert!(!of(&[], &[], Some("org"), false));
        assert!(!of(&["example.com"], &[], None, false));
        for odd in [
            "*",
            "*.example.com",
            "com",
            "",
            "example.com ",
            "@example.com",
            ".com",
        ] {
            assert!(!of(&[odd], &[], None, true), "{odd}");
        }
    }
}
