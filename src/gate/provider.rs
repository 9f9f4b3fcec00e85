//! The OpenID Connect provider: the way there, and the token that comes back (OpenID Connect Core
//! 1.0, 3.1).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl,
    JsonWebKeySetUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    StandardErrorResponse, StandardTokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::attempt::Attempt;
use super::fault::Fault;
use super::provider_http::ProviderClient;
use super::rules::{GOOGLE, GateRules, is_safe};
use super::target::ReturnTarget;
use crate::store::error_chain;

/// The shortest time between two looks at the provider's keys: a forged token must not make us ask.
const KEYS_PAUSE: Duration = Duration::from_secs(30);

/// The age of keys that are looked at anew, so that a withdrawn key ends.
const KEYS_AGE: Duration = Duration::from_secs(3_600);

/// The pause after a look at the provider that failed: strangers must not make us ask.
const FAULT_PAUSE: Duration = Duration::from_secs(5);

/// The claims that not every provider has.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OtherClaims(pub Map<String, Value>);

impl AdditionalClaims for OtherClaims {}

type TokenFields = IdTokenFields<
    OtherClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// An ID token with the claims of any provider.
pub type IdToken = openidconnect::IdToken<
    OtherClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// A client of a provider that was discovered.
type ProviderFlow = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<TokenFields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The provider of a gate.
pub struct Provider {
    rules: Arc<GateRules>,
    secret: ClientSecret,
    http: ProviderClient,
    found: Mutex<Option<Arc<Discovered>>>,
    /// The time of the last look that failed.
    failed: Mutex<Option<Instant>>,
    /// One look at a time.
    looking: tokio::sync::Mutex<()>,
}

/// A provider's addresses and keys.
pub struct Discovered {
    flow: ProviderFlow,
    issuer: IssuerUrl,
    keys_at: JsonWebKeySetUrl,
    /// The keys that tokens are signed with.
    pub keys: CoreJsonWebKeySet,
    /// The time of the last look at the keys that worked.
    seen: Instant,
    /// The time of the last look at the keys after the first.
    tried: Option<Instant>,
}

/// The reason why a sign-in failed at the provider.
#[derive(Debug, thiserror::Error)]
pub enum ProviderFault {
    /// The provider does not answer as it should.
    #[error("{0}")]
    Away(String),
    /// The provider refuses the code.
    #[error("the provider refuses the code: {0}")]
    Code(String),
    /// The answer has no ID token that can be read.
    #[error("the provider sends no ID token that can be read")]
    NoToken,
}

impl Provider {
    /// A provider that was asked nothing yet.
    pub fn new(rules: Arc<GateRules>, secret: ClientSecret) -> Self {
        Self {
            rules,
            secret,
            http: ProviderClient::new(),
            found: Mutex::new(None),
            failed: Mutex::new(None),
            looking: tokio::sync::Mutex::new(()),
        }
    }

    /// The addresses and keys, asked for once.
    pub async fn discovered(&self) -> Result<Arc<Discovered>, Fault> {
        if let Some(found) = self.known() {
            return Ok(found);
        }
        let _one = self.looking.lock().await;
        if let Some(found) = self.known() {
            return Ok(found);
        }
        let mut failed = *self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_some_and(|at| at.elapsed() < FAULT_PAUSE) {
            return Err(self.away("did not answer a moment ago".to_owned()));
        }
        let found = self.discover().await;
        failed = found.is_err().then(Instant::now);
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = failed;
        let found = Arc::new(found?);
        self.keep(&found);
        Ok(found)
    }

    fn known(&self) -> Option<Arc<Discovered>> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.clone()
    }

    fn keep(&self, found: &Arc<Discovered>) {
        let mut known = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some(found.clone());
    }

    async fn discover(&self) -> Result<Discovered, Fault> {
        let issuer = IssuerUrl::new(self.rules.issuer.clone());
        let issuer = issuer.map_err(|error| self.fault(format!("is no address: {error}")))?;
        let metadata = self.metadata(&issuer).await?;
        let callback = RedirectUrl::new(self.rules.callback());
        let callback = callback.map_err(|error| self.fault(error.to_string()))?;
        let (keys, keys_at) = (metadata.jwks().clone(), metadata.jwks_uri().clone());
        let id = ClientId::new(self.rules.client_id.clone());
        let flow = Client::from_provider_metadata(metadata, id, Some(self.secret.clone()))
            .set_redirect_uri(callback);
        let now = Instant::now();
        Ok(Discovered {
            flow,
            issuer,
            keys_at,
            keys,
            seen: now,
            tried: None,
        })
    }

    /// The provider's description of itself. It must name our issuer, and safe addresses.
    async fn metadata(&self, issuer: &IssuerUrl) -> Result<CoreProviderMetadata, Fault> {
        let metadata = CoreProviderMetadata::discover_async(issuer.clone(), &self.http).await;
        let metadata = metadata.map_err(|error| match error {
            DiscoveryError::Validation(why) => self.fault(format!("names another issuer: {why}")),
            DiscoveryError::Request(fault) => self.away(fault.to_string()),
            DiscoveryError::Response(status, ..) => self.away(format!("answers {status}")),
            other => self.fault(format!("is not discovered: {}", error_chain(&other))),
        })?;
        let token = metadata.token_endpoint();
        let token = token.ok_or_else(|| self.fault("names no token endpoint".to_owned()))?;
        let page = metadata.authorization_endpoint().url();
        let addresses = [page, token.url(), metadata.jwks_uri().url()];
        let odd = addresses.into_iter().find(|address| !is_safe(address));
        if let Some(odd) = odd.map(Url::to_string) {
            return Err(self.fault(format!("names `{odd}`, which is not https")));
        }
        Ok(metadata)
    }

    fn fault(&self, why: String) -> Fault {
        Fault::Provider {
            issuer: self.rules.issuer.clone(),
            why,
            help: "write `gate.issuer` as the provider's documentation does: it answers \
                   `/.well-known/openid-configuration`, where it names itself",
            is_away: false,
        }
    }

    fn away(&self, why: String) -> Fault {
        Fault::Provider {
            issuer: self.rules.issuer.clone(),
            why,
            help: "check `gate.issuer`, the network and its proxy",
            is_away: true,
        }
    }

    /// The address at the provider for a new sign-in, and what has to be kept of it.
    /// `chooses` is true if the provider is to ask which account is meant.
    pub async fn begin(
        &self,
        target: ReturnTarget,
        chooses: bool,
        now: i64,
    ) -> Result<(Url, Attempt), Fault> {
        let found = self.discovered().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut request = found
            .flow
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge);
        for scope in self.rules.scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        if let Some(domain) = self.rules.admission.hint() {
            request = request.add_extra_param("hd", domain.to_owned());
        }
        if chooses {
            request = request.add_prompt(CoreAuthPrompt::SelectAccount);
        }
        let (url, state, nonce) = request.url();
        let attempt = Attempt {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            target,
            begun: now,
        };
        Ok((url, attempt))
    }

    /// Exchanges a code for a token, from server to server.
    pub async fn exchange(&self, code: &str, attempt: &Attempt) -> Result<IdToken, ProviderFault> {
        use openidconnect::{RequestTokenError, TokenResponse};
        let found = self.discovered().await;
        let found = found.map_err(|fault| ProviderFault::Away(fault.to_string()))?;
        let request = found
            .flow
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| ProviderFault::Away(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()));
        let answer = request.request_async(&self.http).await;
        let answer = answer.map_err(|error| match error {
            // The provider's own words may quote what we sent.
            RequestTokenError::ServerResponse(response) => {
                ProviderFault::Code(response.error().to_string())
            }
            RequestTokenError::Request(error) => ProviderFault::Away(error.to_string()),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => ProviderFault::NoToken,
        })?;
        answer.id_token().cloned().ok_or(ProviderFault::NoToken)
    }

    /// The provider with keys that were looked at a moment ago, if that is allowed by now: a token
    /// names a key that we do not know. Keys that cannot be had anew stay as they are.
    pub async fn with_new_keys(&self, stale: &Arc<Discovered>) -> Arc<Discovered> {
        let _one = self.looking.lock().await;
        let known = self.known().unwrap_or_else(|| stale.clone());
        if known.tried.is_some_and(|at| at.elapsed() < KEYS_PAUSE) {
            return known;
        }
        let keys = CoreJsonWebKeySet::fetch_async(&known.keys_at, &self.http).await;
        let found = Arc::new(Discovered {
            flow: known.flow.clone(),
            issuer: known.issuer.clone(),
            keys_at: known.keys_at.clone(),
            seen: if keys.is_ok() {
                Instant::now()
            } else {
                known.seen
            },
            keys: keys.unwrap_or_else(|_| known.keys.clone()),
            tried: Some(Instant::now()),
        });
        self.keep(&found);
        found
    }
}

impl Discovered {
    /// The issuer, as it was configured.
    pub fn issuer(&self) -> &IssuerUrl {
        &self.issuer
    }

    /// Returns whether the keys are so old that they should be looked at anew.
    pub fn has_old_keys(&self) -> bool {
        self.seen.elapsed() > KEYS_AGE
    }
}

/// Returns whether Google is the provider, which names itself with and without `https://`.
pub fn is_google(rules: &GateRules) -> bool {
    rules.issuer == GOOGLE
}
