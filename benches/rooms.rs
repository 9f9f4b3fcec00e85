//! The time of each room, on bf-docs' own documentation: `cargo bench --bench rooms`.
//!
//! Another tree: `BF_DOCS_BENCH=path/to/docs cargo bench --bench rooms`.

use std::path::PathBuf;
use std::sync::Arc;

use bf_docs::body::{EventKind, Page};
use bf_docs::cache::Cache;
use bf_docs::content_map::ContentMap;
use bf_docs::diag::{Report, ShownPaths};
use bf_docs::discover::{self, History, Inventory, Snippets};
use bf_docs::highlight::Highlighter;
use bf_docs::parse::{self, Dialect};
use bf_docs::pipeline::{self, Project, ProjectTexts};
use bf_docs::render::{self, CodeCache, Highlights, RenderInputs};
use bf_docs::site::{self, Drafts, Site};
use bf_docs::trace;
use bf_docs::twin::{self, TwinInputs};
use divan::Bencher;

fn main() {
    divan::main();
}

fn docs() -> PathBuf {
    std::env::var_os("BF_DOCS_BENCH").map_or_else(|| PathBuf::from("docs"), PathBuf::from)
}

fn inventory() -> Inventory {
    let snippets = Snippets::new(&docs(), [docs()]);
    discover::read(&docs(), &[], snippets, &|_| true)
        .expect("the docs folder is there")
        .0
}

fn pages(inventory: &Inventory) -> Vec<Page> {
    inventory
        .sources
        .iter()
        .map(|file| parse::page(&file.source, &inventory.snippets, &Dialect::default()).0)
        .collect()
}

/// All pages with their routes and links.
fn linked(map: &ContentMap) -> Site {
    let inventory = inventory();
    let pages = pages(&inventory).into_iter().map(Arc::new).collect();
    site::link(
        inventory,
        pages,
        map,
        Drafts::LeaveOut,
        &mut site::LinkCache::default(),
    )
    .0
}

/// Parses every page on one thread.
#[divan::bench]
fn parse_all(bencher: Bencher) {
    let inventory = inventory();
    bencher.bench_local(|| pages(&inventory));
}

/// Highlights every code block on one thread.
#[divan::bench(sample_count = 10)]
fn highlight_all(bencher: Bencher) {
    let inventory = inventory();
    let pages = pages(&inventory);
    let blocks: Vec<(&str, &str)> = pages
        .iter()
        .flat_map(|page| &page.events)
        .filter_map(|event| match &event.kind {
            EventKind::Code(block) => Some((block.language.as_str(), block.code.as_str())),
            _ => None,
        })
        .collect();
    bencher
        .with_inputs(Highlighter::new)
        .bench_local_refs(|highlighter| {
            let pen = highlighter.pen();
            blocks
                .iter()
                .map(|(language, code)| pen.highlight(language, code).html.len())
                .sum::<usize>()
        });
}

/// Finds and checks artifacts and relations, from linked pages on.
#[divan::bench(sample_count = 20)]
fn trace_all(bencher: Bencher) {
    let map = ContentMap::default();
    let site = linked(&map);
    let paths = ShownPaths::of(&docs());
    bencher.bench_local(|| {
        trace::trace(&site, &map, &paths, &mut trace::StatementCache::default())
            .0
            .edges
            .len()
    });
}

/// Renders all files of the site from linked pages on, with highlighting, on all threads.
#[divan::bench(sample_count = 10)]
fn render_all(bencher: Bencher) {
    let map = ContentMap::default();
    let site = linked(&map);
    let theme = render::theme(
        None,
        &bf_docs::search::rules(bf_docs::search::Language::English),
        None,
    )
    .expect("the embedded theme works");
    let paths = ShownPaths::of(&docs());
    let (trace, found) = trace::trace(&site, &map, &paths, &mut trace::StatementCache::default());
    let report = Report::new(found, &map.checks, paths);
    let history = History::default();
    bencher.bench_local(|| {
        let code_cache = CodeCache::default();
        let highlights = Highlights::of(site.pages.iter().map(|page| &*page.page), &code_cache);
        let means = RenderInputs {
            map: &map,
            theme: &theme,
            highlights: &highlights,
            code_cache: &code_cache,
            history: &history,
            docs: "docs",
        };
        render::site(&site, &trace, &report, &means).expect("the theme works")
    });
}

/// Writes all twins and `llms.txt`, on all threads.
#[divan::bench]
fn twins(bencher: Bencher) {
    let map = ContentMap::default();
    let site = linked(&map);
    let history = History::default();
    let paths = ShownPaths::of(&docs());
    let (trace, _) = trace::trace(&site, &map, &paths, &mut trace::StatementCache::default());
    let inputs = TwinInputs {
        site: &site,
        trace: &trace,
        map: &map,
        history: &history,
    };
    bencher.bench_local(|| twin::outputs(&inputs, &Cache::default()).len());
}

/// A whole build in memory, git's history included.
#[divan::bench(sample_count = 10)]
fn build_in_memory(bencher: Bencher) {
    let project = Project {
        docs: docs(),
        out: PathBuf::from("nowhere"),
        cache: None,
        root: PathBuf::from("."),
        checkout: Default::default(),
        config: None,
        map: ContentMap::default(),
        findings: Vec::new(),
        baseline: Default::default(),
        texts: ProjectTexts::default(),
    };
    bencher.bench_local(|| {
        pipeline::render(&project, Drafts::LeaveOut, &|_| {})
            .expect("the docs build")
            .outputs
            .len()
    });
}
