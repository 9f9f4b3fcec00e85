//! The text and the help for a request that failed.

use std::error::Error;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};

/// The service's message with its error code. An answer without either has only its status.
pub(crate) fn service_message<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: Error + ProvideErrorMetadata + 'static,
{
    let said = error.message().filter(|said| !said.is_empty());
    match (error.code().unwrap_or_default(), said, status(error)) {
        ("", _, Some(status)) if !(200..300).contains(&status) => {
            format!("the server answers {status}")
        }
        ("", ..) => error_chain(error),
        (code, Some(said), _) => format!("{said} ({code})"),
        (code, None, _) => code.to_owned(),
    }
}

/// The texts of an error and of its sources, from the outside in.
pub(crate) fn error_chain(error: &dyn Error) -> String {
    let mut why: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if !why.contains(&text) {
            why.push(text);
        }
        next = error.source();
    }
    why.join(": ")
}

/// The status of the answer, if there was one.
pub fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    error
        .raw_response()
        .map(|response| response.status().as_u16())
}

/// Returns whether the object is missing. A 404 without a reason is no store's answer.
pub fn is_absent<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    status(error) == Some(404) && !matches!(error.code(), None | Some("" | "NoSuchBucket"))
}

/// The help for an error.
pub fn help(code: &str, status: Option<u16>, why: &str) -> &'static str {
    // Answers to some requests have only a status.
    let code = match (code, status) {
        ("", Some(301 | 400)) => "PermanentRedirect",
        ("", Some(401 | 403)) => "AccessDenied",
        (code, _) => code,
    };
    match code {
        "" if status == Some(404) => "it is no S3 server: check its address",
        "NoSuchBucket" => "check the bucket's name, and the server with `--endpoint-url`",
        "PermanentRedirect"
        | "AuthorizationHeaderMalformed"
        | "IllegalLocationConstraintException" => {
            "the bucket is in another region: name it with `--region`"
        }
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => {
            "the credentials have expired: sign in again"
        }
        "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "InvalidToken" | "NotSignedUp" => {
            "check the credentials"
        }
        "AccessDenied" | "Forbidden" => {
            "check the credentials, and that they may list, read, write and delete below the prefix"
        }
        "RequestTimeTooSkewed" => "the clock of this machine is off: set it",
        "SlowDown" | "ServiceUnavailable" | "InternalError" => "the store is busy: run it again",
        _ if why.contains("credential") => {
            "give credentials: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, `--profile`, or a web identity"
        }
        _ if why.contains("region") => "name the region with `--region`",
        _ => {
            "check the server and the network, and run it again; a slow network wants a longer `--timeout`"
        }
    }
}
