//! Code blocks: highlighted once, dressed for each place they stand in.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex};

use pulldown_cmark_escape::escape_html;
use rayon::prelude::*;

use crate::body::{CodeBlock, Event, EventKind, Page};
use crate::cache::{Cache, Key};
use crate::highlight::{Highlighted, Highlighter};

/// Code that was highlighted before.
pub struct Palette {
    /// What earlier runs left.
    pub cache: Arc<Cache>,
    /// Most builds with a cache need none.
    highlighter: LazyLock<Highlighter>,
    known: Mutex<HashMap<Key, Arc<Highlighted>>>,
}

/// Blocks that are remembered at most.
const MOST: usize = 50_000;

/// The language and the code, as one name.
fn name((language, code): (&str, &str)) -> Key {
    Key::of("block", [language, code])
}

impl Default for Palette {
    fn default() -> Self {
        Self::of(Arc::default())
    }
}

impl Palette {
    /// What earlier runs left, and nothing else.
    pub fn of(cache: Arc<Cache>) -> Self {
        Self {
            cache,
            highlighter: LazyLock::new(Highlighter::new),
            known: Mutex::default(),
        }
    }

    fn known(&self, key: (&str, &str)) -> Option<Arc<Highlighted>> {
        let known = self.known.lock().expect("nobody panics while it is held");
        // Nothing is known in a first build, and names take time.
        if known.is_empty() {
            None
        } else {
            known.get(&name(key)).cloned()
        }
    }

    /// Remembers what was highlighted: of a site as large as this, that alone.
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
struct Code<'p> {
    /// Its blocks: language and code.
    blocks: Vec<(&'p str, &'p str)>,
    /// Names them all; none where nothing is kept.
    key: Option<Key>,
    /// What an earlier run made of them.
    html: Option<Vec<Arc<Highlighted>>>,
}

impl<'p> Code<'p> {
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
type Block<'p> = (&'p str, &'p str);

/// Highlights blocks, on all threads. They are sorted by language, so that each thread's pen has
/// few grammars to learn.
fn highlighted<'b, 'p: 'b>(
    blocks: &'b [Block<'p>],
    palette: &'b Palette,
) -> impl ParallelIterator<Item = (Block<'p>, Arc<Highlighted>)> + 'b {
    let share = blocks.len().div_ceil(rayon::current_num_threads() * 8);
    blocks.par_chunks(share.max(1)).flat_map_iter(|blocks| {
        let pen = palette.highlighter.pen();
        let highlight = |&(language, code): &Block<'p>| {
            ((language, code), Arc::new(pen.highlight(language, code)))
        };
        blocks.iter().map(highlight).collect::<Vec<_>>()
    })
}

/// All code of a site, highlighted. Equal code in the same language once.
#[derive(Clone)]
pub struct Highlights<'p> {
    /// The paths of the pages whose code is here.
    pages: HashSet<&'p str>,
    done: HashMap<(&'p str, &'p str), Arc<Highlighted>>,
}

impl<'p> Highlights<'p> {
    /// Highlights the code of these pages, on all threads. Pages that an earlier run left need no
    /// code as long as their HTML is kept, too: see [`with`](Self::with).
    pub fn of(pages: impl Iterator<Item = &'p Page>, palette: &Palette) -> Self {
        let at_hand = pages.filter(|page| page.events.are_loaded());
        Self::of_all(at_hand.collect(), palette)
    }

    /// Highlights the code of a page.
    pub fn of_page(page: &'p Page, palette: &Palette) -> Self {
        Self::of_all(vec![page], palette)
    }

    /// These, if they have the code of a page; else those of that page alone.
    pub fn with<'a>(&'a self, page: &'a Page, palette: &Palette) -> Cow<'a, Highlights<'a>> {
        if self.pages.contains(&*page.path) {
            Cow::Borrowed(self)
        } else {
            Cow::Owned(Highlights::of_page(page, palette))
        }
    }

    fn of_all(pages: Vec<&'p Page>, palette: &Palette) -> Self {
        let kept: Vec<Code<'p>> = pages
            .par_iter()
            .map(|page| Code::of(page, &palette.cache))
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
            let known = palette.known(*key).filter(|_| is_new);
            is_new && known.map(|html| done.insert(*key, html)).is_none()
        });
        done.par_extend(highlighted(&keys, palette));
        for code in kept.iter().filter(|code| code.html.is_none()) {
            let Some(key) = code.key else { continue };
            let html: Vec<_> = code.blocks.iter().map(|block| &done[block]).collect();
            palette.cache.put(key, &html);
        }
        Self {
            pages: pages.iter().map(|page| &*page.path).collect(),
            done,
        }
    }

    /// Leaves what was highlighted to those that come later.
    pub fn keep(&self, palette: &Palette) {
        palette.keep(&self.done);
    }

    fn html<'a>(&'a self, block: &'a CodeBlock, plain: &'a mut String) -> &'a str {
        if let Some(found) = self
            .done
            .get(&(block.language.as_str(), block.code.as_str()))
        {
            return &found.html;
        }
        let _ = pulldown_cmark_escape::escape_html_body_text(&mut *plain, &block.code);
        plain
    }

    /// Writes a block in Material's shape: title, lines, annotations.
    pub fn block(&self, block: &CodeBlock, html: &mut String) {
        let mut plain = String::new();
        let code = self.html(block, &mut plain);
        if block.language == "mermaid" {
            let _ = writeln!(html, "<pre class=\"mermaid\"><code>{code}</code></pre>");
            return;
        }
        html.push_str("<div");
        self.attributes(block, html);
        html.push('>');
        if let Some(title) = &block.title {
            html.push_str("<span class=\"filename\">");
            let _ = escape_html(&mut *html, title);
            html.push_str("</span>");
        }
        html.push_str("<pre><code>");
        let dressed =
            block.numbers_from.is_some() || !block.marked.is_empty() || block.annotations.is_some();
        if dressed {
            lines(block, code, html)
        } else {
            html.push_str(code)
        }
        html.push_str("</code></pre></div>\n");
    }

    fn attributes(&self, block: &CodeBlock, html: &mut String) {
        let mut classes = vec!["highlight".to_owned()];
        if !block.language.is_empty() {
            classes.push(format!("language-{}", block.language));
        }
        let list = block.attrs.list();
        classes.extend(list.iter().flat_map(|list| list.classes.iter().cloned()));
        if let Some(id) = list.and_then(|list| list.id.as_ref()) {
            html.push_str(" id=\"");
            let _ = escape_html(&mut *html, id);
            html.push('"');
        }
        html.push_str(" class=\"");
        let _ = escape_html(&mut *html, &classes.join(" "));
        html.push('"');
    }

    /// Writes inline code.
    pub fn inline(&self, block: &CodeBlock, html: &mut String) {
        let mut plain = String::new();
        let code = self.html(block, &mut plain);
        let _ = write!(html, "<code class=\"highlight\">{code}</code>");
    }
}

/// The lines with their numbers, marks and annotations.
fn lines(block: &CodeBlock, code: &str, html: &mut String) {
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
            html.push_str("<span class=\"hll\">");
        }
        if let Some(first) = block.numbers_from {
            let _ = write!(
                html,
                "<span class=\"linenos\" data-linenos=\"{:>width$} \"></span>",
                first + index as u32
            );
        }
        match block.annotations {
            Some(annotated) => annotate(line, annotated, html),
            None => html.push_str(line),
        }
        html.push('\n');
        if marked {
            html.push_str("</span>");
        }
    }
}

/// Every `(1)` in a comment becomes a link to an item of the list. With `(1)!`
/// the comment's own signs are not shown, but stay in the text, so that what
/// a reader copies is the code as written.
fn annotate(line: &str, block: u32, html: &mut String) {
    let Some(comment) = COMMENTS
        .iter()
        .filter_map(|sign| Some(line.find(sign)? + sign.len()))
        .min()
    else {
        html.push_str(line);
        return;
    };
    html.push_str(&line[..comment]);
    let mut rest = &line[comment..];
    while let Some((open, number, close)) = numbered(rest) {
        let is_bare = rest[close..].starts_with('!');
        let sign = &rest[..open];
        if is_bare && is_sign(sign) {
            hidden(sign, html)
        } else {
            html.push_str(sign)
        }
        let _ = write!(
            html,
            "<a class=\"code-annotation\" href=\"#__code_{block}_annotation_{number}\" id=\"__code_{block}_annotation_ref_{number}\">({number})</a>"
        );
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
    html.push_str(rest);
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

/// Whether the HTML is a comment's own signs (`#`, `//`, `&lt;!--`) and no words.
fn is_sign(html: &str) -> bool {
    let text = ["&lt;", "&gt;", "&amp;", "&quot;"]
        .iter()
        .fold(html.to_owned(), |text, entity| text.replace(entity, ""));
    !text.contains(|c: char| c.is_alphanumeric() || c == '<')
}

fn hidden(sign: &str, html: &mut String) {
    if !sign.is_empty() {
        let _ = write!(html, "<span class=\"code-annotation-sign\">{sign}</span>");
    }
}

/// The first `(N)`: where it opens, the number, and where it ends.
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
