//! The two requests to CloudFront's API, signed here and sent by S3's HTTP client. The crate for
//! the whole API took a sixth of the time to compile bf-docs.
//!
//! The API's reference has the form of both: `CreateInvalidation` and `GetInvalidation` of
//! 2020-05-31.

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_s3::config::ProvideCredentials;
use aws_sdk_s3::config::http::{HttpRequest, HttpResponse};
use aws_sdk_s3::error::{BoxError, ErrorMetadata, SdkError};
use aws_sdk_s3::primitives::SdkBody;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::{
    HttpStatusCodeClassifier, TransientErrorClassifier,
};
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::orchestrator::OrchestratorError;
use aws_smithy_xml::decode::{Document, ScopedDecoder, XmlDecodeError, try_data};
use aws_types::service_config::ServiceConfigKey;
use pulldown_cmark_escape::escape_html_body_text;

/// The version of the API, at the start of its paths and in the namespace of its XML.
const VERSION: &str = "2020-05-31";

/// The state of an invalidation, as the API answers.
#[derive(Debug, Default)]
pub struct InvalidationStatus {
    /// The invalidation's ID.
    pub id: String,
    /// `InProgress` or `Completed`.
    pub status: String,
}

/// A request that failed, with the code and the message of the answer.
pub type ApiError = SdkError<ErrorMetadata, HttpResponse>;

/// A client of CloudFront's API.
pub struct Api {
    config: SdkConfig,
    endpoint: String,
    /// The region that requests are signed for. CloudFront is one service for a whole partition.
    region: &'static str,
}

/// A request before it is signed and sent.
#[derive(Debug)]
struct Request {
    method: &'static str,
    /// The path below the endpoint; starts with `/`.
    path: String,
    body: String,
}

impl Api {
    /// Builds a client from these settings. Sends no request.
    pub fn of(config: SdkConfig) -> Self {
        let is_in_china = config
            .region()
            .is_some_and(|region| region.as_ref().starts_with("cn-"));
        let (endpoint, region) = match is_in_china {
            true => (
                "https://cloudfront.cn-northwest-1.amazonaws.com.cn",
                "cn-northwest-1",
            ),
            false => ("https://cloudfront.amazonaws.com", "us-east-1"),
        };
        let endpoint = own_endpoint(&config).unwrap_or_else(|| endpoint.to_owned());
        Self {
            config,
            endpoint,
            region,
        }
    }

    /// Creates an invalidation. CloudFront takes another call with the same `reference` for the
    /// same one.
    pub async fn create(
        &self,
        distribution: &str,
        paths: &[String],
        reference: &str,
    ) -> Result<InvalidationStatus, ApiError> {
        self.send(Request {
            method: "POST",
            path: format!("/{VERSION}/distribution/{distribution}/invalidation"),
            body: batch(paths, reference),
        })
        .await
    }

    /// Asks for the state of an invalidation.
    pub async fn get(&self, distribution: &str, id: &str) -> Result<InvalidationStatus, ApiError> {
        self.send(Request {
            method: "GET",
            path: format!("/{VERSION}/distribution/{distribution}/invalidation/{id}"),
            body: String::new(),
        })
        .await
    }

    async fn send(&self, request: Request) -> Result<InvalidationStatus, ApiError> {
        let identity = self
            .identity()
            .await
            .map_err(SdkError::construction_failure)?;
        let (region, endpoint) = (self.region, self.endpoint.clone());
        let retry = self.config.retry_config().cloned();
        let retry = retry.unwrap_or_else(RetryConfig::standard);
        let timeout = self.config.timeout_config().cloned();
        let timeout = timeout.unwrap_or_else(TimeoutConfig::disabled);
        let mut operation = Operation::builder()
            .service_name("CloudFront")
            .operation_name("Invalidation")
            .endpoint_url(&self.endpoint)
            // The serializer signs the request: a signature outlives all tries.
            .no_auth()
            .serializer(move |request: Request| signed(&request, &endpoint, region, &identity))
            .deserializer(answer)
            .retry_classifier(TransientErrorClassifier::<ErrorMetadata>::new())
            .retry_classifier(HttpStatusCodeClassifier::default())
            .standard_retry(&retry)
            .timeout_config(timeout);
        if let Some(client) = self.config.http_client() {
            operation = operation.http_client(client);
        }
        if let Some(sleep) = self.config.sleep_impl() {
            operation = operation.sleep_impl(sleep);
        }
        operation.build().invoke(request).await
    }

    async fn identity(&self) -> Result<Identity, BoxError> {
        let provider = self.config.credentials_provider();
        let provider = provider.ok_or("there are no credentials")?;
        Ok(provider.provide_credentials().await?.into())
    }
}

/// The endpoint of the environment or the profile: `AWS_ENDPOINT_URL_CLOUDFRONT`, then
/// `AWS_ENDPOINT_URL`.
fn own_endpoint(config: &SdkConfig) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id("CloudFront")
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .expect("all of its parts are given");
    let own = config.service_config().and_then(|own| own.load_config(key));
    let endpoint = own.or_else(|| config.endpoint_url().map(str::to_owned))?;
    Some(endpoint.trim_end_matches('/').to_owned())
}

/// The body of a request for an invalidation.
fn batch(paths: &[String], reference: &str) -> String {
    let mut items = String::new();
    for path in paths {
        items.push_str("<Path>");
        escape_html_body_text(&mut items, path).expect("a string takes all that is written");
        items.push_str("</Path>");
    }
    let quantity = paths.len();
    format!(
        "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/{VERSION}/\">\
         <Paths><Quantity>{quantity}</Quantity><Items>{items}</Items></Paths>\
         <CallerReference>{reference}</CallerReference></InvalidationBatch>"
    )
}

fn signed(
    request: &Request,
    endpoint: &str,
    region: &str,
    identity: &Identity,
) -> Result<HttpRequest, BoxError> {
    let uri = format!("{endpoint}{}", request.path);
    let params = v4::SigningParams::builder()
        .identity(identity)
        .region(region)
        .name("cloudfront")
        .time(std::time::SystemTime::now())
        .settings(SigningSettings::default())
        .build()?
        .into();
    let headers = [("content-type", "application/xml")];
    let body = SignableBody::Bytes(request.body.as_bytes());
    let signable = SignableRequest::new(request.method, &uri, headers.into_iter(), body)?;
    let (instructions, _) = sign(signable, &params)?.into_parts();
    let mut signed = HttpRequest::new(SdkBody::from(request.body.as_str()));
    signed.set_method(request.method)?;
    signed.set_uri(uri)?;
    for (name, value) in headers.into_iter().chain(instructions.headers()) {
        signed
            .headers_mut()
            .insert(name.to_owned(), value.to_owned());
    }
    Ok(signed)
}

/// Reads an answer: `<Invalidation>` with an ID and a status, or an error with a code and a
/// message.
fn answer(response: &HttpResponse) -> Result<InvalidationStatus, OrchestratorError<ErrorMetadata>> {
    let body = response.body().bytes().unwrap_or_default();
    if response.status().is_success() {
        return progress(body).map_err(OrchestratorError::other);
    }
    // An answer that is not CloudFront's has only a status.
    Err(OrchestratorError::operation(
        refusal(body).unwrap_or_default(),
    ))
}

fn progress(body: &[u8]) -> Result<InvalidationStatus, XmlDecodeError> {
    let mut document = Document::try_from(body)?;
    let mut root = document.root_element()?;
    let mut progress = InvalidationStatus::default();
    while let Some(mut tag) = root.next_tag() {
        match tag.start_el().local() {
            "Id" => progress.id = text(&mut tag)?,
            "Status" => progress.status = text(&mut tag)?,
            _ => {}
        }
    }
    Ok(progress)
}

fn refusal(body: &[u8]) -> Result<ErrorMetadata, XmlDecodeError> {
    let mut document = Document::try_from(body)?;
    let mut root = document.root_element()?;
    let mut refusal = ErrorMetadata::builder();
    while let Some(mut error) = root.next_tag() {
        while let Some(mut tag) = error.next_tag() {
            match tag.start_el().local() {
                "Code" => refusal = refusal.code(text(&mut tag)?),
                "Message" => refusal = refusal.message(text(&mut tag)?),
                _ => {}
            }
        }
    }
    Ok(refusal.build())
}

fn text(tag: &mut ScopedDecoder<'_, '_>) -> Result<String, XmlDecodeError> {
    Ok(try_data(tag)?.into_owned())
}
