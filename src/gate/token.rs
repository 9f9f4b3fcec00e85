//! The checks of an ID token (OpenID Connect Core 1.0, 3.1.3.7).

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use openidconnect::core::{CoreIdTokenVerifier, CoreJwsSigningAlgorithm};
use openidconnect::{ClaimsVerificationError, ClientId, Nonce, SignatureVerificationError};

use serde_json::Value;

use super::admission::Person;
use super::attempt::Attempt;
use super::provider::{Discovered, IdToken, Provider, is_google};
use super::rules::GateRules;
use crate::clock::unix_seconds;
use crate::content_map::TokenAlgorithm;

/// The number of seconds by which the provider's clock may differ.
const SKEW: Duration = Duration::from_secs(60);

/// The age of a token that was issued for another sign-in than this one.
const OLDEST: Duration = Duration::from_secs(900);

/// The other form of Google's issuer (Google's documentation of OpenID Connect).
const GOOGLE_BARE: &str = "accounts.google.com";

/// The reason why a token proves nothing.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TokenFault(String);

impl Provider {
    /// The person that a token is about. Every check must hold.
    pub async fn person(
        &self,
        token: &IdToken,
        attempt: &Attempt,
        rules: &GateRules,
    ) -> Result<Person, TokenFault> {
        let found = self.discovered().await;
        let mut found = found.map_err(|fault| TokenFault(fault.to_string()))?;
        if found.has_old_keys() {
            found = self.with_new_keys(&found).await;
        }
        match checked(token, attempt, rules, &found) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                let newer = self.with_new_keys(&found).await;
                let is_newer = !Arc::ptr_eq(&newer, &found);
                let again = is_newer.then(|| checked(token, attempt, rules, &newer));
                again.unwrap_or_else(|| {
                    let error = SignatureVerificationError::NoMatchingKey;
                    Err(ClaimsVerificationError::SignatureVerification(error))
                })
            }
            checked => checked,
        }
        .map_err(|error| TokenFault(crate::store::error_chain(&error)))
    }
}

fn checked(
    token: &IdToken,
    attempt: &Attempt,
    rules: &GateRules,
    found: &Discovered,
) -> Result<Person, ClaimsVerificationError> {
    let verifier = verifier(rules, found);
    let claims = token.claims(&verifier, &Nonce::new(attempt.nonce.clone()))?;
    let issuer = claims.issuer().as_str();
    if issuer != rules.issuer && !(is_google(rules) && issuer == GOOGLE_BARE) {
        return Err(ClaimsVerificationError::InvalidIssuer(issuer.to_owned()));
    }
    let party = claims.authorized_party();
    let is_for_us = party.is_some_and(|party| party.as_str() == rules.client_id);
    let is_named = party.is_some() || claims.audiences().len() > 1;
    if is_named && !is_for_us {
        let why = "the token was issued to another client".to_owned();
        return Err(ClaimsVerificationError::InvalidAudience(why));
    }
    let others = &claims.additional_claims().0;
    let starts = others.get("nbf").and_then(Value::as_i64);
    if starts.is_some_and(|starts| starts > unix_seconds() + SKEW.as_secs() as i64) {
        let why = "the token does not hold yet: one of the clocks is wrong".to_owned();
        return Err(ClaimsVerificationError::Other(why));
    }
    Ok(Person {
        subject: claims.subject().as_str().to_owned(),
        address: claims.email().map(|address| address.as_str().to_owned()),
        is_verified: claims.email_verified() == Some(true),
        claims: others.clone(),
    })
}

/// The checks of signature, issuer, audience and times.
fn verifier<'a>(rules: &GateRules, found: &Discovered) -> CoreIdTokenVerifier<'a> {
    let id = ClientId::new(rules.client_id.clone());
    let algorithms = rules.algorithms.iter().map(|algorithm| match algorithm {
        TokenAlgorithm::Rs256 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        TokenAlgorithm::Es256 => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    });
    let now = SystemTime::now();
    let (issuer, keys) = (found.issuer().clone(), found.keys.clone());
    // Without the secret, no symmetric key could ever be one of the provider's.
    CoreIdTokenVerifier::new_public_client(id, issuer, keys)
        .set_allowed_algs(algorithms)
        .set_time_fn(move || (now - SKEW).into())
        .set_issue_time_verifier_fn(move |issued| issued_lately(issued.into(), now))
        .set_other_audience_verifier_fn(|_| true)
        .require_issuer_match(!is_google(rules))
}

/// Fails if a token was not issued for this sign-in.
fn issued_lately(issued: SystemTime, now: SystemTime) -> Result<(), String> {
    match (issued > now + SKEW, issued + OLDEST + SKEW < now) {
        (true, _) => Err("the token is from the future: one of the clocks is wrong".to_owned()),
        (_, true) => Err("the token is too old: one of the clocks is wrong".to_owned()),
        _ => Ok(()),
    }
}
