//! The site becomes files.
//!
//! **Enters:** a [`Site`], the [`ContentMap`], a [`Theme`]. **Leaves:** one
//! [`Output`] for each file of the built site.
//! **Invariant:** templates see the types of [`view`] alone; every address in
//! a page is relative, so the site works under any path and from a disk
//! (the 404 page, shown at any address, is the exception).

mod html;
mod items;
mod accent;
mod article;
mod code;
mod components;
mod scripts;
mod theme;
pub mod view;
mod views;
mod addresses;
mod navigation;
mod pages;
mod listings;
mod start;
mod graph;
mod artifacts;
mod relations;
mod message;
mod tables;
mod trace;

pub use article::{Furnish, article};
pub use code::{CodeCache, Highlights};
pub use html::{HtmlWriter, StartTag};
pub use theme::{Theme, read as theme};

use std::path::PathBuf;
use std::sync::OnceLock;

use rayon::prelude::*;
use tera::Context;

use crate::cache::Key;
use crate::content_map::ContentMap;
use crate::diag::Report;
use crate::discover::{AssetFile, History};
use crate::fault::Helpful;
use crate::output::{Content, Output, content_type};
use crate::site::{MadePage, Site};
use crate::trace::Trace;
use addresses::{GeneratedRoutes, LinkBase};
use items::Items;
use navigation::Navigator;
use view::{AssetsView, NavView, PageView, SiteView};

/// The reason that the site cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The folder of the site's own theme cannot be read.
    #[error("cannot read the theme's `{}`: {source}", path.display())]
    Theme {
        /// The file or folder.
        path: PathBuf,
        /// The system's message.
        source: std::io::Error,
    },
    /// A template does not parse, or fails on a page.
    #[error("the theme does not work: {0}")]
    Template(String),
    /// A script cannot be joined with the others.
    #[error("the theme does not work: {0}")]
    Script(scripts::Mistake),
}

impl Helpful for Fault {}

/// The inputs of rendering, besides the pages themselves.
pub struct RenderInputs<'m> {
    /// The content map.
    pub map: &'m ContentMap,
    /// Templates and assets.
    pub theme: &'m Theme,
    /// The highlighted code of the pages whose events are loaded.
    pub highlights: &'m Highlights<'m>,
    /// Highlights the code of the other pages.
    pub code_cache: &'m CodeCache,
    /// The last change and the authors of each page.
    pub history: &'m History,
    /// The docs folder's path in the repository.
    pub docs: &'m str,
}

/// The generated pages of a site.
pub fn addresses_made(site: &Site, trace: &Trace, map: &ContentMap) -> Vec<MadePage> {
    GeneratedRoutes::new(site, trace, map).pages(site)
}

/// Renders all files of the site.
pub fn site(
    site: &Site,
    trace: &Trace,
    report: &Report,
    means: &RenderInputs<'_>,
) -> Result<Vec<Output>, Fault> {
    let renderer = Renderer::new(site, trace, report, means);
    let pages = || {
        (0..site.pages.len())
            .into_par_iter()
            .map(|at| renderer.page(at))
            .collect::<Result<Vec<_>, _>>()
    };
    let (pages, made) = rayon::join(pages, || renderer.made_pages());
    let mut outputs = pages?;
    outputs.extend(made?);
    let assets = &means.theme.assets;
    let is_used = |output: &&Output| {
        (!site.redirects.is_empty() || output.path != assets.redirect)
            && (means.map.site.favicon.is_none() || output.path != assets.favicon)
    };
    outputs.extend(means.theme.outputs.iter().filter(is_used).cloned());
    let taken: std::collections::BTreeSet<String> =
        outputs.iter().map(|output| output.path.clone()).collect();
    let is_copied =
        |file: &&AssetFile| !taken.contains(&file.path) && site.places.has_file(&file.path);
    let copied = site.files.iter().filter(is_copied);
    outputs.extend(copied.map(|file| Output {
        path: file.path.clone(),
        content: Content::File(file.full.clone()),
    }));
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(outputs)
}

/// The renderer of a site's pages, each independent of the others.
pub struct Renderer<'s> {
    site: &'s Site,
    trace: &'s Trace,
    report: &'s Report,
    map: &'s ContentMap,
    theme: &'s Theme,
    history: &'s History,
    docs: &'s str,
    made: GeneratedRoutes,
    labels: Vec<OnceLock<artifacts::Label>>,
    /// The first fault of a label.
    fault: OnceLock<Fault>,
    items: Items,
    highlights: &'s Highlights<'s>,
    code_cache: &'s CodeCache,
    view: SiteView,
    csp: String,
    /// The key of everything that is the same on every page.
    look: Key,
    neighbours: Vec<(Option<usize>, Option<usize>)>,
}

impl<'s> Renderer<'s> {
    /// A renderer of a site.
    pub fn new(
        site: &'s Site,
        trace: &'s Trace,
        report: &'s Report,
        means: &RenderInputs<'s>,
    ) -> Self {
        let &RenderInputs {
            map,
            theme,
            highlights,
            code_cache,
            history,
            docs,
        } = means;
        let (view, csp) = (site_view(map), policy(map));
        let items = Items::of(map);
        let site_files = (&map.site.css, &map.site.logo, &map.site.favicon);
        let site_says =
            postcard::to_stdvec(&(&view, &csp, site_files, &items)).expect("texts can be written");
        Self {
            site,
            trace,
            report,
            map,
            theme,
            history,
            docs,
            made: GeneratedRoutes::new(site, trace, map),
            labels: trace.artifacts.iter().map(|_| OnceLock::new()).collect(),
            fault: OnceLock::new(),
            items,
            highlights,
            code_cache,
            look: Key::of("look", [theme.key.as_ref(), &site_says]),
            view,
            csp,
            neighbours: pages::neighbours(site),
        }
    }

    /// Renders all generated pages.
    pub fn made_pages(&self) -> Result<Vec<Output>, Fault> {
        let (listings, traceability) = rayon::join(|| self.listings(), || self.traceability());
        let mut outputs = listings?;
        outputs.extend(traceability?);
        Ok(outputs)
    }

    fn navigator(&self) -> Navigator<'_> {
        Navigator {
            site: self.site,
            made: &self.made,
        }
    }

    /// The files that a page loads.
    fn assets(&self, from: &LinkBase) -> AssetsView {
        let (assets, site) = (&self.theme.assets, &self.map.site);
        let mut css = vec![from.to(&assets.style)];
        css.extend(site.css.iter().map(|path| from.to(path)));
        let favicon = site.favicon.as_deref().unwrap_or(&assets.favicon);
        let favicon_type = content_type(favicon).split(';').next();
        AssetsView {
            css,
            js: [from.to(&assets.script)],
            scheme: from.to(&assets.scheme),
            drawings: from.to(&assets.drawings),
            redirect: from.to(&assets.redirect),
            search: from.to(&assets.search),
            favicon: from.to(favicon),
            favicon_type: favicon_type.unwrap_or_default(),
            logo: site.logo.as_deref().map(|logo| from.to(logo)),
        }
    }

    /// Fills a template.
    fn fill(
        &self,
        from: &LinkBase,
        page: &PageView,
        nav: &NavView,
        more: impl FnOnce(&mut Context),
    ) -> Result<String, Fault> {
        if let Some(Fault::Template(text)) = self.fault.get() {
            return Err(Fault::Template(text.clone()));
        }
        let mut context = Context::new();
        context.insert("site", &self.view);
        context.insert("page", page);
        context.insert("nav", nav);
        context.insert("csp", &self.csp);
        let assets = self.assets(from);
        context.insert("assets", &assets);
        more(&mut context);
        let template = format!("{}.html", page.layout);
        self.theme
            .templates
            .render(&template, &context)
            .map_err(|error| Fault::Template(format!("{template}: {error}")))
    }
}

fn site_view(map: &ContentMap) -> SiteView {
    let site = &map.site;
    SiteView {
        name: site
            .name
            .clone()
            .unwrap_or_else(|| "Documentation".to_owned()),
        description: site.description.clone(),
        language: site.language.clone(),
        direction: site.direction(),
        base: map.base().to_owned(),
        parent: site.parent.as_ref().map(|parent| view::LinkView {
            title: parent.title.clone(),
            url: parent.url.clone(),
        }),
        repository: site.repository.as_ref().map(|repository| view::Named {
            name: repository.name().to_owned(),
            url: repository.url.clone(),
        }),
        footer: site.footer.clone(),
        search: site.search,
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// The Content-Security-Policy: from other hosts, only images of those that the
/// content map allows (ADR 0009).
pub fn policy(map: &ContentMap) -> String {
    let hosts: String = map
        .site
        .allow_hosts
        .iter()
        .map(|host| format!(" https://{host}"))
        .collect();
    format!(
        "default-src 'self'; img-src 'self' data:{hosts}; object-src 'none'; base-uri 'none'; form-action 'self'"
    )
}
