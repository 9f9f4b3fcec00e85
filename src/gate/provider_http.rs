//! Requests to the provider: over the same TLS as those to the store, with limits, and without
//! following redirects.

use std::pin::Pin;
use std::time::Duration;

use aws_sdk_s3::config::http::HttpRequest as SmithyRequest;
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use openidconnect::http::Response;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

use super::rules::is_safe;
use crate::store::{connector, error_chain};

/// The longest wait for a provider's answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest answer in bytes.
const MOST: usize = 1 << 20;

/// A request that failed, as the end of a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct RequestFault(String);

/// A client for requests to the provider.
#[derive(Debug)]
pub struct ProviderClient(Connector);

impl<'c> AsyncHttpClient<'c> for ProviderClient {
    type Error = RequestFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, RequestFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

impl ProviderClient {
    /// A client that has asked nothing yet.
    pub fn new() -> Self {
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(PATIENCE)
            .read_timeout(PATIENCE)
            .build();
        Self(connector(Some(settings), None))
    }

    /// Sends a request. Fails if the address is not safe, or the answer takes too long or is too
    /// large.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, RequestFault> {
        let answer = tokio::time::timeout(PATIENCE, self.answer(request)).await;
        answer.map_err(|_| RequestFault("does not answer in time".to_owned()))?
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, RequestFault> {
        let request = outgoing(request)?;
        let response = self.0.call(request).await;
        let response = response.map_err(|error| unreachable(&error))?;
        let status = response.status().as_u16();
        // A provider that is busy refuses nobody.
        if status >= 500 || status == 429 {
            return Err(RequestFault(format!("answers {status}")));
        }
        let mut answer = Response::builder().status(status);
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        let mut stream = ByteStream::new(response.into_body());
        let mut bytes = Vec::new();
        while let Some(part) = stream.next().await {
            bytes.extend_from_slice(&part.map_err(|error| unreachable(&error))?);
            if bytes.len() > MOST {
                return Err(RequestFault("answers with too many bytes".to_owned()));
            }
        }
        answer.body(bytes).map_err(|error| unreachable(&error))
    }
}

fn unreachable(error: &dyn std::error::Error) -> RequestFault {
    RequestFault(format!("cannot be reached: {}", error_chain(error)))
}

/// A request in the form that our connector takes, if its address is safe.
fn outgoing(request: HttpRequest) -> Result<SmithyRequest, RequestFault> {
    let (parts, body) = request.into_parts();
    let address = parts.uri.to_string();
    if !url::Url::parse(&address).is_ok_and(|url| is_safe(&url)) {
        let why = format!("names `{}`, which is not https", address.escape_debug());
        return Err(RequestFault(why));
    }
    let mut request = SmithyRequest::new(SdkBody::from(body));
    let method = parts.method.as_str();
    request
        .set_uri(address)
        .map_err(|error| unreachable(&error))?;
    request
        .set_method(method)
        .map_err(|error| unreachable(&error))?;
    for (name, value) in &parts.headers {
        if let Ok(value) = value.to_str() {
            let headers = request.headers_mut();
            headers.insert(name.as_str().to_owned(), value.to_owned());
        }
    }
    Ok(request)
}
