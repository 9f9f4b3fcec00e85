//! The gate's own pages. They hold their style and script, and nothing of the site.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use pulldown_cmark_escape::escape_html;
use sha2::{Digest, Sha256};

use super::{CHOOSE, OUT, START};

const PAGE: &str = include_str!("look/page.html");
const STYLE: &str = include_str!("look/page.css");
const SCRIPT: &str = include_str!("look/sign-in.js");

/// Makes the gate's own pages.
pub struct GatePages {
    /// The name above each page's heading.
    name: String,
    policy: HeaderValue,
}

/// The action that a page offers.
enum PageAction<'p> {
    /// Signing in, and then this address.
    Enter(&'p str),
    /// Signing in with an account that the reader chooses anew, and then this address.
    ChooseAccount(&'p str),
    /// Signing out.
    Leave,
}

/// The texts of a page.
struct PageText<'p> {
    heading: &'p str,
    text: &'p str,
    label: &'p str,
}

impl GatePages {
    /// Pages with this name.
    pub fn new(name: &str) -> Self {
        let digest = |text: &str| STANDARD.encode(Sha256::digest(text));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; \
             connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            digest(STYLE),
            digest(SCRIPT)
        );
        Self {
            name: name.to_owned(),
            policy: HeaderValue::from_str(&policy).expect("the policy is ASCII"),
        }
    }

    /// Asks for a sign-in before an address of the site.
    pub fn sign_in(&self, target: &str) -> Response {
        let texts = PageText {
            heading: "Sign in to read",
            text: "These pages are not public.",
            label: "Sign in",
        };
        self.page(StatusCode::UNAUTHORIZED, &texts, PageAction::Enter(target))
    }

    /// Asks whether to sign out.
    pub fn sign_out(&self) -> Response {
        let texts = PageText {
            heading: "Sign out?",
            text: "You will have to sign in again to read these pages.",
            label: "Sign out",
        };
        self.page(StatusCode::OK, &texts, PageAction::Leave)
    }

    /// Says that the reader has signed out.
    pub fn signed_out(&self) -> Response {
        let texts = PageText {
            heading: "You are signed out",
            text: "Close the window if others use this computer: you may still be signed in at \
                   the provider.",
            label: "Sign in again",
        };
        self.page(StatusCode::OK, &texts, PageAction::ChooseAccount("/"))
    }

    /// Says why a sign-in was not finished, and offers to start again. `target` is where it was to
    /// lead.
    pub fn failed(
        &self,
        status: StatusCode,
        (heading, text): (&str, &str),
        target: &str,
    ) -> Response {
        let texts = PageText {
            heading,
            text,
            label: "Try again",
        };
        self.page(status, &texts, PageAction::ChooseAccount(target))
    }

    fn page(&self, status: StatusCode, texts: &PageText<'_>, action: PageAction<'_>) -> Response {
        let label = escaped(texts.label);
        let action = match action {
            PageAction::Enter(target) => {
                let target = utf8_percent_encode(target, NON_ALPHANUMERIC);
                format!(
                    "<a class=\"button\" id=\"sign-in\" href=\"{START}?to={target}\">{label}</a>"
                )
            }
            PageAction::ChooseAccount(target) => {
                let target = utf8_percent_encode(target, NON_ALPHANUMERIC);
                format!("<a class=\"button\" href=\"{START}?{CHOOSE}&amp;to={target}\">{label}</a>")
            }
            PageAction::Leave => format!(
                "<form method=\"post\" action=\"{OUT}\"><button class=\"button\">{label}</button></form>\n\
                 <p class=\"aside\"><a href=\"/\">Back to the pages</a></p>"
            ),
        };
        let title = format!("{} - {}", texts.heading, self.name);
        // The style and the script come last: nothing is replaced in them.
        let page = PAGE
            .replace("{title}", &escaped(&title))
            .replace("{name}", &escaped(&self.name))
            .replace("{heading}", &escaped(texts.heading))
            .replace("{text}", &escaped(texts.text))
            .replace("{action}", &action)
            .replace("{script}", &format!("<script>{SCRIPT}</script>"))
            .replace("{style}", STYLE);
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            (header::CONTENT_SECURITY_POLICY, self.policy.clone()),
        ];
        (status, headers, page).into_response()
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    escape_html(&mut escaped, text).expect("a string can be written");
    // In the page's template, braces mark the places of texts.
    escaped.replace('{', "&#123;")
}
