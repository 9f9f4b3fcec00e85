//! The sign-in: to the provider, and back.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::CHOOSE;
use super::admission::Person;
use super::attempt::Attempt;
use super::cookies::{Cookies, add_cookie};
use super::event::GateEvent;
use super::provider::ProviderFault;
use super::session::{KnownReader, Session};
use super::state::GateState;
use super::target::ReturnTarget;
use crate::clock::unix_seconds;

/// The longest wait for other sign-ins at the provider.
const TURN: Duration = Duration::from_secs(5);

/// The reason why a sign-in ends without a session.
enum SignInFault {
    /// The browser does not have the attempt that came back.
    Attempt,
    /// The person has cancelled it at the provider.
    Cancelled,
    /// The provider reports an error, or its answer proves nothing.
    Answer {
        reason: &'static str,
        detail: String,
    },
    /// The provider cannot be reached.
    Away(String),
    /// The person may not read.
    NotAdmitted {
        reason: &'static str,
        text: &'static str,
        address: Option<String>,
    },
}

impl SignInFault {
    fn answer(reason: &'static str, detail: String) -> Self {
        Self::Answer { reason, detail }
    }
}

/// Sends a reader to the provider, or straight on if the reader has signed in by now.
pub async fn start(
    State(state): State<Arc<GateState>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let target = parameter(&query, "to");
    let target = target.and_then(|target| ReturnTarget::parse(&target, &state.rules.url));
    let target = target.unwrap_or_default();
    if !is_meant(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let chooses = query.split('&').any(|pair| pair == CHOOSE);
    if state.session(&headers).is_some() && !chooses {
        return see_other(target.as_str());
    }
    let now = unix_seconds();
    match state.provider.begin(target.clone(), chooses, now).await {
        Ok((url, attempt)) => {
            state.metrics.signed_in("begun");
            let mut answer = see_other(url.as_str());
            let cookies = attempt.headers(&Cookies::of(&headers), &state.ring(), now);
            for cookie in cookies {
                add_cookie(answer.headers_mut(), &cookie);
            }
            answer
        }
        Err(fault) => failed(
            &state,
            &SignInFault::Away(fault.to_string()),
            target.as_str(),
        ),
    }
}

/// Returns whether a reader is on the way to the provider. A page elsewhere that embeds this
/// address must not push aside the sign-ins that are on the way, nor must a browser that loads
/// ahead.
fn is_meant(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_page = text("sec-fetch-dest").is_none_or(|dest| dest == "document");
    let is_ahead = text("sec-purpose").is_some_and(|purpose| purpose.contains("prefetch"));
    is_page && !is_ahead
}

/// Takes a reader back from the provider.
pub async fn callback(
    State(state): State<Arc<GateState>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let now = unix_seconds();
    let returned = parameter(&query, "state").unwrap_or_default();
    let cookies = Cookies::of(&headers);
    let attempt = Attempt::of(&cookies, &state.ring(), &returned, now);
    let Some(attempt) = attempt.filter(|attempt| state.used.spend(&attempt.state, now)) else {
        // A page of the provider that was left open, say: the reader has signed in by now.
        return match state.session(&headers) {
            Some(_) => see_other(ReturnTarget::default().as_str()),
            None => failed(&state, &SignInFault::Attempt, "/"),
        };
    };
    let mut answer = match reader(&state, &query, &attempt).await {
        Ok(reader) => {
            state.metrics.signed_in("done");
            let hidden = state.ring().pseudonym(reader.name());
            (state.tell)(&GateEvent::SignedIn { reader: hidden });
            let session = Session::new(reader, &state.digest, now);
            let cookie = session.cookie(&state.ring(), &state.rules, now);
            let mut answer = see_other(attempt.target.as_str());
            add_cookie(answer.headers_mut(), &cookie);
            answer
        }
        Err(fault) => failed(&state, &fault, attempt.target.as_str()),
    };
    if let Some(ended) = Attempt::ended(&attempt.state) {
        add_cookie(answer.headers_mut(), &ended);
    }
    answer
}

/// The reader who comes back, after every check.
async fn reader(
    state: &GateState,
    query: &str,
    attempt: &Attempt,
) -> Result<KnownReader, SignInFault> {
    let code = code(query, &state.rules.issuer)?;
    // Those who wait have their turn in order, so a stranger who begins many keeps nobody out.
    let turn = tokio::time::timeout(TURN, state.exchanges.acquire()).await;
    let Ok(Ok(_turn)) = turn else {
        let why = "too many sign-ins at once".to_owned();
        return Err(SignInFault::Away(why));
    };
    let token = state.provider.exchange(&code, attempt).await;
    let token = token.map_err(|fault| match fault {
        ProviderFault::Away(why) => SignInFault::Away(why),
        fault => SignInFault::answer("code", fault.to_string()),
    })?;
    let person = state.provider.person(&token, attempt, &state.rules).await;
    let person = person.map_err(|fault| SignInFault::answer("token", fault.to_string()))?;
    admitted(state, &person)
}

/// The code that the provider sends, if it reports no error. Another provider's answer names that
/// one (RFC 9207).
fn code(query: &str, issuer: &str) -> Result<String, SignInFault> {
    if parameter(query, "iss").is_some_and(|named| named != issuer) {
        let detail = "the answer names another issuer".to_owned();
        return Err(SignInFault::answer("provider", detail));
    }
    match parameter(query, "error").as_deref() {
        None => {}
        Some("access_denied") => return Err(SignInFault::Cancelled),
        Some(error) => {
            let detail: String = error.chars().take(80).collect();
            return Err(SignInFault::answer("provider", detail));
        }
    }
    let missing = || SignInFault::answer("code", "the provider sends no code".to_owned());
    parameter(query, "code").ok_or_else(missing)
}

/// The reader that a person is, if the person may read.
fn admitted(state: &GateState, person: &Person) -> Result<KnownReader, SignInFault> {
    let address = state.rules.admission.admit(person);
    let refused = |reason, text| SignInFault::NotAdmitted {
        reason,
        text,
        address: person.address.clone(),
    };
    let address = address.map_err(|refusal| refused(refusal.name(), refusal.reason()))?;
    let reader = KnownReader::new(address, &person.subject);
    if state.site.locked().has(reader.names()) {
        return Err(refused(
            "locked",
            "This account may no longer read these pages.",
        ));
    }
    Ok(reader)
}

/// A parameter that stands once in a query; none if it stands twice.
fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let mut values = pairs.filter(|(known, _)| known == name);
    let value = values.next()?.1.into_owned();
    values.next().is_none().then_some(value)
}

fn see_other(target: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
}

/// Says why nobody has signed in, to the reader and to the operators.
fn failed(state: &GateState, fault: &SignInFault, target: &str) -> Response {
    let (status, heading, text, reason, detail) = match fault {
        SignInFault::Attempt => (
            StatusCode::BAD_REQUEST,
            "Please start again",
            "This sign-in was begun in another browser, too long ago, or is already done.".into(),
            "attempt",
            None,
        ),
        SignInFault::Cancelled => (
            StatusCode::FORBIDDEN,
            "You are not signed in",
            "The sign-in was cancelled.".into(),
            "cancelled",
            None,
        ),
        SignInFault::Answer { reason, detail } => (
            StatusCode::FORBIDDEN,
            "The sign-in failed",
            "The provider's answer could not be accepted. If this goes on, tell whoever looks \
             after this site."
                .into(),
            *reason,
            Some(detail.clone()),
        ),
        SignInFault::Away(detail) => (
            StatusCode::BAD_GATEWAY,
            "The sign-in service does not answer",
            "Readers who are signed in can read on. Try again in a few minutes.".into(),
            "away",
            Some(detail.clone()),
        ),
        SignInFault::NotAdmitted {
            reason,
            text,
            address,
        } => {
            let account = address
                .as_deref()
                .unwrap_or("an account without an address");
            let text = format!("You signed in as {account}. {text} Try another account.");
            (
                StatusCode::FORBIDDEN,
                "You may not read these pages",
                text,
                *reason,
                None,
            )
        }
    };
    state.metrics.signed_in("refused");
    (state.tell)(&GateEvent::Refused {
        reason: reason.to_owned(),
        detail,
    });
    state.pages.failed(status, (heading, &text), target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_stands_twice_says_nothing() {
        assert_eq!(parameter("code=a%20b&x", "code").as_deref(), Some("a b"));
        assert_eq!(parameter("code=a&code=b", "code"), None);
        assert_eq!(parameter("Code=a", "code"), None);
    }
}
