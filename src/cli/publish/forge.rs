//! The GitLab server and the project whose job publishes.

use super::variable;
use crate::content_map::ContentMap;
use crate::publish::NO_PROJECT;

/// The server of projects without a server of their own.
const PUBLIC: &str = "https://gitlab.com";

/// A project of a GitLab server.
pub struct ForgeProject {
    /// The server: scheme, host and path, without `/` at the end.
    pub server: String,
    /// The project's path there.
    pub path: String,
}

/// The project of this job, or of the content map's repository. A project always comes with the
/// server that it was found with, because its path may be somebody else's on another server.
pub fn project(map: &ContentMap, server: Option<&str>) -> ForgeProject {
    let server = server.map(|url| url.trim_end_matches('/'));
    job()
        .into_iter()
        .chain(repository(map, server))
        .find(|found| server.is_none_or(|server| server == found.server))
        .unwrap_or_else(|| ForgeProject {
            server: server.unwrap_or(PUBLIC).to_owned(),
            path: NO_PROJECT.to_owned(),
        })
}

/// The project of the job that this runs in.
fn job() -> Option<ForgeProject> {
    let path = variable("CI_PROJECT_PATH")?;
    let server = variable("CI_SERVER_URL").unwrap_or_else(|| PUBLIC.to_owned());
    Some(ForgeProject { server, path })
}

/// The project of the content map's repository, if it is on GitLab.
fn repository(map: &ContentMap, server: Option<&str>) -> Option<ForgeProject> {
    let url = map.site.repository.as_ref()?.url.trim_end_matches('/');
    let url = url.trim_end_matches(".git");
    let host = url.find("://")? + 3;
    let host_end = host + url[host..].find('/')?;
    let end = match server {
        Some(server) if url.starts_with(&format!("{server}/")) => server.len(),
        _ => host_end,
    };
    let is_gitlab = server.is_some() || url[..end].contains("gitlab");
    is_gitlab.then(|| ForgeProject {
        server: url[..end].to_owned(),
        path: url[end + 1..].to_owned(),
    })
}
