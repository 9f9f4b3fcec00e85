//! Pages become Markdown for programs that read: a twin beside each page, and `llms.txt`, the way
//! to them.
//!
//! **Enters:** a [`Site`], its [`Trace`], the [`ContentMap`] and git's [`History`].
//! **Leaves:** an [`Output`] for each twin and for each file of the index.
//! **Invariant:** the words of a twin are the words of its page. Twins link to twins, and every
//! address inside the site is relative.

mod escape;
mod lines;
mod table;
mod html_tokens;
mod writer;
mod elements;
mod ends;
mod links;
mod head;
mod llms;
mod handover;

pub use handover::{HandoverInputs, handover};
pub use writer::{TwinAddresses, markdown};

use rayon::prelude::*;

use crate::address::encode;
use crate::cache::Cache;
use crate::content_map::ContentMap;
use crate::discover::History;
use crate::output::{Content, INDEX_OF_TWINS, Output};
use crate::site::Site;
use crate::trace::Trace;
use links::TwinLinks;

/// The bytes of a token, for a bound that no common tokenizer exceeds on text in English.
pub const TOKEN_BYTES: usize = 3;

/// The parts of a site that twins are made from.
#[derive(Clone, Copy)]
pub struct TwinInputs<'s> {
    /// The site.
    pub site: &'s Site,
    /// Its artifacts and relations.
    pub trace: &'s Trace,
    /// The content map.
    pub map: &'s ContentMap,
    /// The last change of each page.
    pub history: &'s History,
}

/// The twins of a site's pages, and the files of its index; none if the content map turns them off.
pub fn outputs(inputs: &TwinInputs<'_>, cache: &Cache) -> Vec<Output> {
    let numbers = (0..inputs.site.pages.len()).into_par_iter();
    let mut outputs: Vec<Output> = numbers.filter_map(|at| twin(inputs, at, cache)).collect();
    outputs.extend(index(inputs));
    outputs
}

/// The twin of a page; drafts have none.
pub fn twin(inputs: &TwinInputs<'_>, at: usize, cache: &Cache) -> Option<Output> {
    let page = &inputs.site.pages[at];
    let path = inputs.site.twin(at)?;
    let head = inputs.head(at);
    let text = match page.page.key {
        Some(key) if cache.is_on() => {
            let links = inputs.links(at);
            let mut parts = vec![key.as_ref().to_vec()];
            parts.push(head.clone().into_bytes());
            for link in 0..page.page.links.len() as u32 {
                let remark = links.remark(link);
                parts.push(links.address(link).into_bytes());
                parts.push(remark.unwrap_or_default().into_bytes());
            }
            cache.memo("twin", || parts, || inputs.text(at, &head))
        }
        _ => inputs.text(at, &head),
    };
    Some(Output {
        path,
        content: Content::Bytes(text.into_bytes()),
    })
}

/// The files of the index: `llms.txt`, and those that it leads to.
pub fn index(inputs: &TwinInputs<'_>) -> Vec<Output> {
    if inputs.site.has_twins {
        llms::files(inputs)
    } else {
        Vec::new()
    }
}

impl<'s> TwinInputs<'s> {
    /// The twin's lines above the text of the page.
    fn head(&self, at: usize) -> String {
        let mut head = head::head(self, at);
        // Programs that are led to one page do not look for the list by themselves.
        // They tell an address from prose by its slash.
        let list = match self.links(at).to(INDEX_OF_TWINS) {
            list if list.contains('/') => list,
            list => format!("./{list}"),
        };
        head.push_str(&format!("> All pages: [{INDEX_OF_TWINS}]({list})\n\n"));
        if let Some(line) = head::retired_line(self, at) {
            head.push_str(&line);
        }
        if let Some(heading) = &self.site.pages[at].names.heading {
            let mut text = String::new();
            escape::push(&mut text, heading, &[]);
            head.push_str(&format!("# {}\n\n", escape::heading(&text)));
        }
        head
    }

    fn text(&self, at: usize, head: &str) -> String {
        let text = writer::markdown(&self.site.pages[at].page.events, &self.links(at));
        format!("{head}{text}")
    }

    fn links(&self, page: usize) -> TwinLinks<'s> {
        TwinLinks {
            site: self.site,
            trace: self.trace,
            page,
        }
    }

    /// The address of a path of the site: in full if the content map has the site's, else from the
    /// host's root.
    fn full(&self, path: &str) -> String {
        format!("{}{}", self.map.root(), encode(path))
    }
}
