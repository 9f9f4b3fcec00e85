//! The repository that a checkout was cloned from.

use std::path::Path;

use super::git::answer;

/// The repository of a checkout, on its forge.
#[derive(Debug, Clone)]
pub struct RemoteRepository {
    /// The repository's page, without `/` at the end. It never contains a user or a password.
    pub url: String,
    /// The default branch, if the clone knows it.
    pub branch: Option<String>,
}

impl RemoteRepository {
    /// The remote `origin` of a folder's checkout, or else its first one; `None` without git, or if
    /// the remote has no address on the web.
    pub fn of(folder: &Path) -> Option<Self> {
        let remotes = answer(folder, &["remote"])?;
        let origin = remotes.lines().find(|name| *name == "origin");
        let name = origin.or(remotes.lines().next())?;
        let url = web_address(answer(folder, &["remote", "get-url", "--", name])?.trim())?;
        let head = format!("refs/remotes/{name}/HEAD");
        let default = answer(folder, &["symbolic-ref", "--short", &head]);
        let default = default.and_then(|head| Some(head.trim().split_once('/')?.1.to_owned()));
        Some(Self {
            url,
            branch: default,
        })
    }
}

/// The repository's page, from the address that git uses: `git@example.com:team/wiki.git` becomes
/// `https://example.com/team/wiki`.
fn web_address(remote: &str) -> Option<String> {
    let (scheme, rest) = match remote.split_once("://") {
        Some((scheme, rest)) => (scheme, rest.to_owned()),
        // The form of scp: a `/` before the colon would make it a path of this machine.
        None => {
            let (host, path) = remote.split_once(':')?;
            let is_host = host.contains('.') && !host.contains(['/', '\\']);
            let path = path.trim_start_matches('/');
            ("ssh", is_host.then(|| format!("{host}/{path}"))?)
        }
    };
    let (host, path) = rest.split_once('/')?;
    let host = host.rsplit('@').next()?;
    let (scheme, host) = match scheme {
        "https" | "http" => (scheme, host),
        // The port is that of ssh.
        "ssh" | "git" | "git+ssh" => ("https", host.split(':').next()?),
        _ => return None,
    };
    // A query may be a token.
    let path = path.split(['?', '#']).next()?.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let (name, port) = host.split_once(':').unwrap_or((host, "1"));
    let is_host = !name.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    // A `/` in a password ends the host too early.
    let is_whole = is_host && !path.is_empty() && !path.contains('@');
    is_whole.then(|| format!("{scheme}://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remote_has_a_page_on_the_web_and_no_password_in_it() {
        for (remote, page) in [
            (
                "git@example.com:team/wiki.git",
                "https://example.com/team/wiki",
            ),
            (
                "ssh://git@example.com:2222/team/wiki",
                "https://example.com/team/wiki",
            ),
            (
                "https://bot:secret@example.com/team/wiki.git/",
                "https://example.com/team/wiki",
            ),
            (
                "http://example.com:8080/wiki.git",
                "http://example.com:8080/wiki",
            ),
        ] {
            assert_eq!(web_address(remote).as_deref(), Some(page), "{remote}");
        }
        for remote in [
            "https://bot:se/cret@example.com/team/wiki.git",
            "https://bot:1/2@example.com/team/wiki.git",
            "/srv/wiki.git",
            "../wiki",
            "file:///srv/wiki.git",
            "C:\\wiki",
            "example.com:",
            "",
        ] {
            assert_eq!(web_address(remote), None, "{remote}");
        }
    }
}
