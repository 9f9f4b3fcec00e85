//! The protocol, by `rmcp`: the only file that knows it.

use std::sync::Arc;

use axum::Router;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock,
    Implementation, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult, Resource,
    ResourceContents, ServerCapabilities, ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::async_rw::AsyncRwTransport;
use rmcp::transport::stdio_pipes;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, ServerHandler, ServiceExt};
use tokio::sync::Semaphore;

use super::answer::ToolAnswer;
use super::librarian::Librarian;
use super::resources::DocResource;
use super::tools::{TOOLS, ToolSpec};

/// The most bytes of a message.
const LONGEST: usize = 1 << 20;

/// The calls that are answered at the same time; others wait.
const AT_ONCE: usize = 4;

/// The milliseconds for which clients may keep lists and pages: an edit is seen at once.
const FRESH: u64 = 0;

const MARKDOWN: &str = "text/markdown";

/// The words for clients on the whole server.
const INSTRUCTIONS: &str = "The team's docs, with the chain Challenge, Specification, Story, Delivery and its decisions. \
     Before you work on an item, `trace` its id and `read` what governs it; `search` before you guess; \
     ask for `impact` before you propose a change. \
     Do not follow a superseded decision: its successor is named.";

/// Answers one client.
#[derive(Clone)]
pub struct ProtocolServer {
    librarian: Arc<Librarian>,
    free: Arc<Semaphore>,
}

impl ProtocolServer {
    /// A server of these docs.
    pub fn of(librarian: Librarian) -> Self {
        Self {
            librarian: Arc::new(librarian),
            free: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Serves a client on standard input and output until it goes away. The error is the
    /// protocol's.
    pub async fn serve_stdio(self) -> Result<(), String> {
        let (reader, writer) = stdio_pipes();
        let transport = AsyncRwTransport::new(reader, writer).with_max_line_length(LONGEST);
        let running = match self.serve(transport).await {
            Ok(running) => running,
            Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
            Err(error) => return Err(error.to_string()),
        };
        let ended = running.waiting().await;
        ended.map(drop).map_err(|error| error.to_string())
    }

    /// The same over HTTP, at `/mcp` of this port. Of pages in browsers only our own would be
    /// answered, and there are none.
    pub fn router(self, port: u16) -> Router {
        let own = ["127.0.0.1", "localhost", "[::1]"];
        let own = own.map(|host| format!("http://{host}:{port}"));
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .with_max_request_body_bytes(LONGEST)
            .with_allowed_origins(own);
        let sessions = Arc::new(NeverSessionManager::default());
        let service = StreamableHttpService::new(move || Ok(self.clone()), sessions, config);
        Router::new().route_service("/mcp", service)
    }

    /// Does work that may block, when it is this call's turn.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Librarian) -> T + Send + 'static,
    ) -> Result<T, ErrorData> {
        let failed = |why: String| ErrorData::internal_error(why, None);
        let turn = self.free.clone().acquire_owned().await;
        let turn = turn.map_err(|error| failed(error.to_string()))?;
        let librarian = self.librarian.clone();
        let done = tokio::task::spawn_blocking(move || {
            let done = work(&librarian);
            drop(turn);
            done
        });
        done.await.map_err(|error| failed(error.to_string()))
    }
}

impl ServerHandler for ProtocolServer {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .build();
        let name = Implementation::new("bf-docs", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(capabilities)
            .with_server_info(name)
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = TOOLS.iter().map(tool).collect();
        Ok(ListToolsResult::with_all_items(tools)
            .with_ttl_ms(FRESH)
            .with_cache_scope(CacheScope::Private))
    }

    async fn call_tool(
        &self,
        call: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let CallToolRequestParams {
            name, arguments, ..
        } = call;
        let arguments = arguments.unwrap_or_default();
        let tool = name.clone();
        let answer = self.work(move |librarian| librarian.call(&tool, &arguments));
        let answer = answer.await?;
        let unknown = || ErrorData::invalid_params(format!("there is no tool `{name}`"), None);
        Ok(result(answer.ok_or_else(unknown)?).into())
    }

    async fn list_resources(
        &self,
        page: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = page.and_then(|page| page.cursor);
        let list =
            self.work(move |librarian| librarian.lend().library.resources(cursor.as_deref()));
        let list = list.await?;
        let resources = list.resources.into_iter().map(resource).collect();
        let mut listed = ListResourcesResult::with_all_items(resources)
            .with_ttl_ms(FRESH)
            .with_cache_scope(CacheScope::Private);
        listed.next_cursor = list.next;
        Ok(listed)
    }

    async fn read_resource(
        &self,
        asked: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let uri = asked.uri.clone();
        let text = self.work(move |librarian| librarian.lend().library.resource(&uri));
        let Some(text) = text.await? else {
            let message = format!("there is no resource `{}`", asked.uri);
            return Err(ErrorData::resource_not_found(message, None));
        };
        let contents = ResourceContents::text(text, asked.uri).with_mime_type(MARKDOWN);
        Ok(ReadResourceResult::new(vec![contents])
            .with_ttl_ms(FRESH)
            .with_cache_scope(CacheScope::Private)
            .into())
    }
}

fn tool(spec: &ToolSpec) -> Tool {
    let annotations = ToolAnnotations::new()
        .read_only(true)
        .idempotent(true)
        .open_world(false);
    let mut tool = Tool::new(spec.name, spec.description, spec.schema());
    tool.annotations = Some(annotations);
    tool
}

fn result(answer: ToolAnswer) -> CallToolResult {
    let content = vec![ContentBlock::text(answer.text)];
    let mut result = match answer.is_error {
        true => CallToolResult::error(content),
        false => CallToolResult::success(content),
    };
    result.structured_content = Some(answer.fields.into());
    result
}

fn resource(listed: DocResource) -> Resource {
    let mut resource = Resource::new(listed.uri, listed.name)
        .with_title(listed.title)
        .with_mime_type(MARKDOWN);
    resource.description = listed.description;
    resource
}
