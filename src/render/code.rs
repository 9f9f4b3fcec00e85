//! Code blocks: highlighted once, framed for each page that shows them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex};

use rayon::prelude::*;

use super::html::HtmlWriter;
use crate::body::{CodeBlock, Event, EventKind, Page};
use crate::cache::{Cache, Key};
use crate::highlight::{Highlighted, Highlighter};

/// The highlighter, and the code that earlier builds highlighted.
pub struct CodeCache {
    /// The results of earlier runs.
    pub cache: Arc<Cache>,
    /// Created on first use: most builds with a cache need none.
    highlighter: LazyLock<Highlighter>,
    known: Mutex<HashMap<Key, Arc<Highlighted>>>,
}

/// The most blocks that are kept in memory.
const MOST: usize = 50_000;

/// The key of a block: its language and code.
fn name((language, code): (&str, &str)) -> Key {
    Key::of("block", [language, code])
}

impl Default for CodeCache {
    fn default() -> Self {
        Self::of(Arc::default())
    }
}

impl CodeCache {
    /// A cache with the results of earlier runs, and no code in memory.
    pub fn of(cache: Arc<Cache>) -> Self {
        Self {
            cache,
            highlighter: LazyLock::new(Highlighter::new),
            known: Mutex::default(),
        }
    }

    fn known(&self, key: (&str, &str)) -> Option<Arc<Highlighted>> {
        let known = self.known.lock().expect("nobody panics while it is held");
        // A first build has no known code, and computing keys takes time.
        if known.is_empty() {
            None
        } else {
            known.get(&name(key)).cloned()
        }
    }

    /// Keeps highlighted code in memory. Over the limit, it replaces all older code.
    fn keep(&self, done: &HashMap<(&str, &str), Arc<Highlighted>>) {
        let mut known = self.known.lock().expect("nobody panics while it is held");
        if known.len() + done.len() > MOST {
            known.clear();
        }
        known.extend(
            done.iter()
                .map(|(key, html)| (name(*key), Arc::clone(html))),
        );
    }
}

/// The code of a page.
struct PageCode<'p> {
    /// The language and code of each block.
    blocks: Vec<(&'p str, &'p str)>,
    /// The key of all blocks together; none without a cache or without blocks.
    key: Option<Key>,
    /// The HTML of each block, if an earlier run left it.
    html: Option<Vec<Arc<Highlighted>>>,
}

impl<'p> PageCode<'p> {
    fn of(page: &'p Page, cache: &Cache) -> Self {
        let block = |event: &'p Event| match &event.kind {
            EventKind::Code(block) | EventKind::InlineCode(block) => {
                Some((block.language.as_str(), block.code.as_str()))
            }
            _ => None,
        };
        let blocks = page
            .events
            .iter()
            .filter_map(block)
            .filter(|(language, _)| !language.is_empty());
        let blocks: Vec<_> = blocks.collect();
        let is_kept = cache.is_on() && !blocks.is_empty();
        let key = is_kept.then(|| {
            Key::of(
                "code",
                blocks.iter().flat_map(|(language, code)| [language, code]),
            )
        });
        let html = key
            .and_then(|key| cache.get::<Vec<_>>(key))
            .filter(|html| html.len() == blocks.len());
        Self { blocks, key, html }
    }
}

/// A block's language and code.
type NamedBlock<'p> = (&'p str, &'p str);

/// Highlights blocks, on all threads. They are sorted by language, so that each thread's pen
/// loads few grammars.
fn highlighted<'b, 'p: 'b>(
    blocks: &'b [NamedBlock<'p>],
    code_cache: &'b CodeCache,
) -> impl ParallelIterator<Item = (NamedBlock<'p>, Arc<Highlighted>)> + 'b {
    let share = blocks.len().div_ceil(rayon::current_num_threads() * 8);
    blocks.par_chunks(share.max(1)).flat_map_iter(|blocks| {
        let pen = code_cache.highlighter.pen();
        let highlight = |&(language, code): &NamedBlock<'p>| {
            ((language, code), Arc::new(pen.highlight(language, code)))
        };
        blocks.iter().map(highlight).collect::<Vec<_>>()
    })
}

/// All highlighted code of a site. Equal code in the same language is highlighted once.
#[derive(Clone)]
pub struct Highlights<'p> {
    /// The paths of the pages whose code is in `done`.
    pages: HashSet<&'p str>,
    done: HashMap<(&'p str, &'p str), Arc<Highlighted>>,
}

impl<'p> Highlights<'p> {
    /// Highlights the code of the pages whose events are loaded, on all threads. A page from the
    /// cache needs its code only if its HTML is not cached: see [`with`](Self::with).
    pub fn of(pages: impl Iterator<Item = &'p Page>, code_cache: &CodeCache) -> Self {
        let at_hand = pages.filter(|page| page.events.are_loaded());
        Self::of_all(at_hand.collect(), code_cache)
    }

    /// Highlights the code of a page.
    pub fn of_page(page: &'p Page, code_cache: &CodeCache) -> Self {
        Self::of_all(vec![page], code_cache)
    }

    /// These highlights if they have a page's code, else the highlights of that page alone.
    pub fn with<'a>(&'a self, page: &'a Page, code_cache: &CodeCache) -> Cow<'a, Highlights<'a>> {
        if self.pages.contains(&*page.path) {
            Cow::Borrowed(self)
        } else {
            Cow::Owned(Highlights::of_page(page, code_cache))
        }
    }

    fn of_all(pages: Vec<&'p Page>, code_cache: &CodeCache) -> Self {
        let kept: Vec<PageCode<'p>> = pages
            .par_iter()
            .map(|page| PageCode::of(page, &code_cache.cache))
            .collect();
        let (mut done, mut keys) = (HashMap::new(), Vec::new());
        for code in &kept {
            match &code.html {
                Some(html) => done.extend(code.blocks.iter().copied().zip(html.iter().cloned())),
                None => keys.extend(&code.blocks),
            }
        }
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|key| {
            let is_new = !done.contains_key(key);
            let known = code_cache.known(*key).filter(|_| is_new);
            is_new && known.map(|html| done.insert(*key, html)).is_none()
        });
        done.par_extend(highlighted(&keys, code_cache));
        for code in kept.iter().filter(|code| code.html.is_none()) {
            let Some(key) = code.key else { continue };
            let html: Vec<_> = code.blocks.iter().map(|block| &done[block]).collect();
            code_cache.cache.put(key, &html);
        }
        Self {
            pages: pages.iter().map(|page| &*page.path).collect(),
            done,
        }
    }

    /// Keeps the highlighted code in memory for later builds.
    pub fn keep(&self, code_cache: &CodeCache) {
        code_cache.keep(&self.done);
    }

    /// The HTML of a block's code, without a frame.
    fn html<'a>(&'a self, block: &'a CodeBlock) -> Cow<'a, str> {
        match self.done.get(&(&*block.language, &*block.code)) {
            Some(found) => Cow::Borrowed(&found.html),
            None => {
                let mut plain = HtmlWriter::default();
                plain.text(&block.code);
                Cow::Owned(plain.into())
            }
        }
    }

    /// Writes a block in Material's shape: title, lines, annotations.
    pub fn block(&self, block: &CodeBlock, html: &mut HtmlWriter) {
        let code = self.html(block);
        if block.language == "mermaid" {
            html.open("pre").attr("class", "mermaid");
            html.open("code");
            html.raw(&code);
            html.raw("</code></pre>\n");
            return;
        }
        start_block(block, html);
        if let Some(title) = &block.title {
            html.open("span").attr("class", "filename");
            html.attribute_text(title);
            html.close("span");
        }
        html.open("pre");
        html.open("code");
        let has_lines =
            block.numbers_from.is_some() || !block.marked.is_empty() || block.annotations.is_some();
        if has_lines {
            lines(block, &code, html)
        } else {
            html.raw(&code)
        }
        html.raw("</code></pre></div>\n");
    }

    /// Writes inline code.
    pub fn inline(&self, block: &CodeBlock, html: &mut HtmlWriter) {
        html.open("code").attr("class", "highlight");
        html.raw(&self.html(block));
        html.close("code");
    }
}

fn start_block(block: &CodeBlock, html: &mut HtmlWriter) {
    let mut classes = vec!["highlight".to_owned()];
    if !block.language.is_empty() {
        classes.push(format!("language-{}", block.language));
    }
    let list = block.attrs.list();
    classes.extend(list.iter().flat_map(|list| list.classes.iter().cloned()));
    let mut start = html.open("div");
    if let Some(id) = list.and_then(|list| list.id.as_ref()) {
        start = start.attr("id", id);
    }
    start.attr("class", &classes.join(" "));
}

/// The lines with their numbers, marks and annotations.
fn lines(block: &CodeBlock, code: &str, html: &mut HtmlWriter) {
    let count = code.split_terminator('\n').count() as u32;
    let last = block.numbers_from.unwrap_or(1) + count.saturating_sub(1);
    let width = last.to_string().len();
    for (index, line) in code.split_terminator('\n').enumerate() {
        let number = index as u32 + 1;
        let marked = block
            .marked
            .iter()
            .any(|(from, to)| (*from..=*to).contains(&number));
        if marked {
            html.open("span").attr("class", "hll");
        }
        if let Some(first) = block.numbers_from {
            let number = first + index as u32;
            html.open("span")
                .attr("class", "linenos")
                .plain("data-linenos", format_args!("{number:>width$} "));
            html.close("span");
        }
        match block.annotations {
            Some(annotated) => annotate(line, annotated, html),
            None => html.raw(line),
        }
        html.raw("\n");
        if marked {
            html.close("span");
        }
    }
}

/// Turns every `(1)` in a comment into a link to an item of the list. With `(1)!`
/// the comment's own signs are hidden but stay in the text, so that a reader copies
/// the code as written.
fn annotate(line: &str, block: u32, html: &mut HtmlWriter) {
    let Some(comment) = COMMENTS
        .iter()
        .filter_map(|sign| Some(line.find(sign)? + sign.len()))
        .min()
    else {
        html.raw(line);
        return;
    };
    html.raw(&line[..comment]);
    let mut rest = &line[comment..];
    while let Some((open, number, close)) = numbered(rest) {
        let is_bare = rest[close..].starts_with('!');
        let sign = &rest[..open];
        if is_bare && is_sign(sign) {
            hidden(sign, html)
        } else {
            html.raw(sign)
        }
        let id = format_args!("__code_{block}_annotation_ref_{number}");
        html.open("a")
            .attr("class", "code-annotation")
            .plain("href", format_args!("#__code_{block}_annotation_{number}"))
            .plain("id", id);
        html.plain(format_args!("({number})"));
        html.close("a");
        rest = &rest[close..];
        if is_bare {
            hidden("!", html);
            rest = &rest[1..];
            let end = rest.find("</span>").unwrap_or(rest.len());
            if is_sign(&rest[..end]) {
                hidden(&rest[..end], html);
                rest = &rest[end..];
            }
        }
    }
    html.raw(rest);
}

/// The starts of the spans that hold comments.
const COMMENTS: [&str; 6] = [
    "<span class=\"c1\">",
    "<span class=\"c\">",
    "<span class=\"cm\">",
    "<span class=\"cs\">",
    "<span class=\"ch\">",
    "<span class=\"cp\">",
];

/// Returns whether the HTML is a comment's own signs (`#`, `//`, `&lt;!--`) without words.
fn is_sign(html: &str) -> bool {
    let text = ["&lt;", "&gt;", "&amp;", "&quot;"]
        .iter()
        .fold(html.to_owned(), |text, entity| text.replace(entity, ""));
    !text.contains(|c: char| c.is_alphanumeric() || c == '<')
}

fn hidden(sign: &str, html: &mut HtmlWriter) {
    if !sign.is_empty() {
        html.open("span").attr("class", "code-annotation-sign");
        html.raw(sign);
        html.close("span");
    }
}

/// The first `(N)`: its start, the number, and its end.
fn numbered(text: &str) -> Option<(usize, u32, usize)> {
    let mut at = 0;
    while let Some(open) = text[at..].find('(').map(|found| at + found) {
        let digits = text[open + 1..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let end = open + 1 + digits;
        if digits > 0 && text[end..].starts_with(')') {
            return Some((open, text[open + 1..end].parse().ok()?, end + 1));
        }
        at = open + 1;
    }
    None
}
