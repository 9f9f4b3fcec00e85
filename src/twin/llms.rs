//! `llms.txt`: the pages of a site in the order of its navigation, with the addresses of their
//! twins. Parts that make a file too long have files of their own.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::TwinInputs;
use super::escape::{self, BRACKETS};
use crate::address::{split, way};
use crate::output::{Content, INDEX_OF_TWINS as FILE, Output};

/// The most bytes of a file: tools that fetch it cut it at 50,000 characters.
const MOST: usize = 48_000;

/// The length of a part, in bytes, that gets no file of its own.
const SHORT: usize = 2_000;

/// The most characters of a page's title and of its description.
const LONGEST: usize = 200;

/// A tab or a folder, with its pages.
#[derive(Default)]
struct Shelf {
    title: String,
    /// The folder of its file, if it has one.
    folder: String,
    pages: Vec<usize>,
    shelves: Vec<Shelf>,
}

/// `llms.txt`, and the files that it leads to.
pub fn files(inputs: &TwinInputs<'_>) -> Vec<Output> {
    let mut writer = IndexWriter {
        inputs,
        taken: BTreeSet::new(),
        files: Vec::new(),
    };
    let root = root(inputs);
    writer.file(&root, FILE.to_owned(), &introduction(inputs));
    let files = writer.files.into_iter();
    files.map(|(path, text)| output(path, text)).collect()
}

fn output(path: String, text: String) -> Output {
    Output {
        path,
        content: Content::Bytes(text.into_bytes()),
    }
}

fn introduction(inputs: &TwinInputs<'_>) -> String {
    let site = &inputs.map.site;
    let mut text = format!("# {}\n\n", site.name.as_deref().unwrap_or("Documentation"));
    if let Some(description) = &site.description {
        let _ = writeln!(text, "> {}\n", one_line(description));
    }
    text.push_str(
        "Each page is listed with the address of its Markdown, its kind and its status. \
         Front matter has the relations between governed documents.\n\n",
    );
    text
}

/// The site's pages, on the shelves of their tabs and folders.
fn root(inputs: &TwinInputs<'_>) -> Shelf {
    let site = inputs.site;
    let mut root = Shelf::default();
    for at in site
        .in_order()
        .into_iter()
        .filter(|at| !site.pages[*at].draft)
    {
        let place = site.place_of(at);
        let mut shelf = &mut root;
        let mut tab_folder = "";
        if let Some(tab) = site.tab_at(place).map(|tab| &site.tabs[tab]) {
            tab_folder = tab.folder().unwrap_or_default();
            shelf = shelf.of(&tab.title, tab_folder);
        }
        let folders = site.folders_to(place).into_iter();
        for folder in folders.filter(|folder| folder.path.len() > tab_folder.len()) {
            shelf = shelf.of(&folder.title, &folder.path);
        }
        shelf.pages.push(at);
    }
    root
}

impl Shelf {
    /// The shelf of a tab or a folder in it.
    fn of(&mut self, title: &str, folder: &str) -> &mut Shelf {
        let is_same = |shelf: &Shelf| shelf.title == title && shelf.folder == folder;
        let at = match self.shelves.iter().position(is_same) {
            Some(at) => at,
            None => {
                self.shelves.push(Shelf {
                    title: title.to_owned(),
                    folder: folder.to_owned(),
                    ..Shelf::default()
                });
                self.shelves.len() - 1
            }
        };
        &mut self.shelves[at]
    }

    fn count(&self) -> usize {
        let below = self.shelves.iter().map(Shelf::count);
        self.pages.len() + below.sum::<usize>()
    }
}

struct IndexWriter<'i> {
    inputs: &'i TwinInputs<'i>,
    /// The paths of files that are being written.
    taken: BTreeSet<String>,
    /// The files, by path.
    files: Vec<(String, String)>,
}

impl IndexWriter<'_> {
    /// Writes the file of a shelf, and those that it leads to. The longest parts get files of their
    /// own until the rest fits.
    fn file(&mut self, shelf: &Shelf, path: String, head: &str) {
        self.taken.insert(path.clone());
        let own = self.entries(shelf, &path);
        let mut parts: Vec<String> = Vec::new();
        for inner in &shelf.shelves {
            parts.push(self.whole(inner, &path, 2));
        }
        let whole = parts.iter().map(String::len).sum::<usize>();
        let mut length = head.len() + own.len() + whole;
        let mut longest: Vec<usize> = (0..parts.len()).collect();
        longest.sort_by_key(|at| std::cmp::Reverse(parts[*at].len()));
        // Apart, a short part would need as much text as it has.
        longest.retain(|at| parts[*at].len() > SHORT);
        for at in longest {
            if length <= MOST {
                break;
            }
            length -= parts[at].len();
            parts[at] = self.apart(&shelf.shelves[at], &path);
            length += parts[at].len();
        }
        let mut text = format!("{head}{own}");
        if !own.is_empty() && !parts.is_empty() {
            text.push('\n');
        }
        text.push_str(&parts.concat());
        self.cut(path, head, &text);
    }

    /// The text of a shelf with all that is on it.
    fn whole(&self, shelf: &Shelf, path: &str, level: usize) -> String {
        let mut text = format!("{} {}\n\n", "#".repeat(level.min(6)), shelf.title);
        let entries = self.entries(shelf, path);
        text.push_str(&entries);
        if !entries.is_empty() {
            text.push('\n');
        }
        for inner in &shelf.shelves {
            text.push_str(&self.whole(inner, path, level + 1));
        }
        text
    }

    /// Writes a file for a shelf. Returns the text that leads to it.
    fn apart(&mut self, shelf: &Shelf, path: &str) -> String {
        let own = self.free(&shelf.folder);
        let head = format!("# {}\n\n", shelf.title);
        self.file(shelf, own.clone(), &head);
        let count = shelf.count();
        let title = linkable(&shelf.title);
        let address = self.address(path, &own);
        format!("## {title}\n\n- [{title}]({address}): {count} pages\n\n")
    }

    /// Adds a file. One that is too long goes on in others.
    fn cut(&mut self, path: String, head: &str, text: &str) {
        let folder = split(&path).0.to_owned();
        let mut own = path;
        let mut piece = String::new();
        for line in text.lines() {
            if piece.len() + line.len() > MOST {
                let next = self.free(&folder);
                let address = self.address(&own, &next);
                piece.push_str(&format!("\n- [The pages after these]({address})\n"));
                self.files.push((own, piece));
                own = next;
                piece = head.to_owned();
            }
            piece.push_str(line);
            piece.push('\n');
        }
        self.files.push((own, piece));
    }

    /// The path of a new file in a folder.
    fn free(&mut self, folder: &str) -> String {
        let named = std::iter::once(format!("{folder}{FILE}"))
            .chain((2..).map(|count| format!("{folder}llms-{count}.txt")));
        let is_free = |path: &String| {
            !self.taken.contains(path) && self.inputs.site.places.holder(path).is_none()
        };
        let mut free = named.filter(is_free);
        let path = free.next().expect("numbers do not end");
        self.taken.insert(path.clone());
        path
    }

    /// The entries of a shelf's own pages.
    fn entries(&self, shelf: &Shelf, path: &str) -> String {
        let mut text = String::new();
        for &at in &shelf.pages {
            self.entry(at, path, &mut text);
        }
        text
    }

    /// The address of a path of the site: in full if the site's is known, because programs keep
    /// these addresses apart from the file.
    fn address(&self, from: &str, path: &str) -> String {
        match &self.inputs.map.site.url {
            Some(_) => self.inputs.full(path),
            None => way(from, path),
        }
    }

    fn entry(&self, at: usize, path: &str, text: &mut String) {
        let TwinInputs { site, trace, .. } = self.inputs;
        let page = &site.pages[at];
        let facts = trace.facts_of(at, page);
        let title = linkable(site.name_alone(at));
        let address = self.address(path, &page.route.twin());
        let _ = write!(text, "- [{title}]({address})");
        if let Some(description) = &page.description {
            let _ = write!(text, ": {}", shortened(&one_line(description)));
        }
        let kind = facts.kind.map(|kind| kind.title);
        let facts: Vec<_> = kind.into_iter().chain(facts.status).collect();
        if !facts.is_empty() {
            let _ = write!(text, " ({})", facts.join(", "));
        }
        text.push('\n');
    }
}

/// A title that may be the text of a link.
fn linkable(title: &str) -> String {
    let mut text = String::new();
    escape::push(&mut text, &shortened(&one_line(title)), &BRACKETS);
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text, cut behind a word if it is long.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else {
        return text.to_owned();
    };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &text[..end])
}
