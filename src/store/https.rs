//! HTTPS by rustls with ring, through the proxies of the environment. The default of AWS's crates
//! is a library in C that takes ten times as long to compile.

use aws_sdk_s3::config::{SharedAsyncSleep, SharedHttpClient};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::HttpConnectorSettings;

/// A connector with these timeouts; without `sleep`, no timeout works.
pub fn connector(
    settings: Option<HttpConnectorSettings>,
    sleep: Option<SharedAsyncSleep>,
) -> Connector {
    let mut connector = Connector::builder();
    connector.set_connector_settings(settings);
    connector.set_sleep_impl(sleep);
    connector
        .proxy_config(ProxyConfig::from_env())
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build()
}

/// The HTTP client for all requests to AWS.
pub fn client() -> SharedHttpClient {
    Builder::new().build_with_connector_fn(|settings, components| {
        let sleep = components.and_then(|components| components.sleep_impl());
        connector(settings.cloned(), sleep)
    })
}
