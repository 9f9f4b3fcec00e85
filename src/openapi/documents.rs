//! The files of a description, and the references between their values.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use percent_encoding::percent_decode_str;

use crate::address::{join, scheme, split};
use crate::body::{Include, IncludeBase, Refusal};
use crate::discover::Snippets;
use crate::source::{Place, Source};
use crate::yaml::{self, Flaw};
use crate::yaml::{DataNode, DataValue, Entry, Span};

/// The most files of a description.
const MOST: usize = 20_000;

/// The most references that lead to one another before a value.
const LONGEST_CHAIN: usize = 32;

/// The files of a description; the first is its own.
pub struct Documents {
    files: Vec<Document>,
    /// The numbers of files by their paths in the docs folder.
    numbers: BTreeMap<String, Result<u16, Refusal>>,
    /// The files other than the first, found or not.
    pub includes: Vec<Include>,
    /// The flaws in the files.
    pub flaws: Vec<Flaw>,
}

/// A file of a description.
struct Document {
    source: Source,
    root: DataNode,
}

/// The value that a reference leads to.
#[derive(Clone, Copy)]
pub struct RefTarget<'d> {
    /// The value.
    pub node: &'d DataNode,
    /// The reference that leads to it directly: the last one of a chain.
    pub reference: &'d DataNode,
}

/// The reason that a reference leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenReference {
    /// It is a web address, and none is fetched.
    Address,
    /// It leads out of the docs folder.
    Outside,
    /// The file is not there.
    NoFile,
    /// The description has too many files.
    TooMany,
    /// The file cannot be read as YAML or JSON.
    Unreadable,
    /// The file has no value there.
    NoValue,
    /// It leads back to itself.
    Circle,
}

impl Documents {
    /// Reads a description and the files that it refers to. `None` if the description itself has no
    /// value.
    pub fn read(source: &Source, snippets: &Snippets) -> (Option<Self>, Vec<Flaw>) {
        let read = yaml::read(&source.text, 0);
        let Some(root) = read.root else {
            return (None, read.flaws);
        };
        let mut documents = Self {
            files: vec![Document {
                source: source.clone(),
                root,
            }],
            numbers: BTreeMap::from([(source.file.path().to_owned(), Ok(0))]),
            includes: Vec::new(),
            flaws: read.flaws,
        };
        documents.flaws.extend(not_json(source, 0));
        let mut at = 0;
        while at < documents.files.len() {
            documents.read_beside(at, snippets);
            at += 1;
        }
        let flaws = std::mem::take(&mut documents.flaws);
        (Some(documents), flaws)
    }

    /// Reads the files that a file refers to.
    fn read_beside(&mut self, at: usize, snippets: &Snippets) {
        let Document { source, root } = &self.files[at];
        let folder = split(source.file.path()).0.to_owned();
        let mut paths = Vec::new();
        collect_paths(root, &folder, &mut paths);
        for path in paths {
            if self.numbers.contains_key(&path) || self.files.len() == MOST {
                continue;
            }
            let found = snippets.read(IncludeBase::Docs, &path);
            self.includes.push(Include {
                base: IncludeBase::Docs,
                path: path.clone(),
                found: found.clone(),
            });
            let number = found.and_then(|source| self.add(source));
            self.numbers.insert(path, number);
        }
    }

    fn add(&mut self, source: Source) -> Result<u16, Refusal> {
        let number = self.files.len() as u16;
        if !is_data(source.file.path()) {
            let root = whole_text(&source, number);
            self.files.push(Document { source, root });
            return Ok(number);
        }
        let read = yaml::read(&source.text, number);
        let root = read.root.ok_or(Refusal::Unreadable)?;
        self.flaws.extend(read.flaws);
        self.flaws.extend(not_json(&source, number));
        self.files.push(Document { source, root });
        Ok(number)
    }

    /// The root of the description's own file.
    pub fn root(&self) -> &DataNode {
        &self.files[0].root
    }

    /// The roots of all files, by number.
    pub fn roots(&self) -> impl Iterator<Item = &DataNode> {
        self.files.iter().map(|file| &file.root)
    }

    /// The files' sources, by number.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().map(|file| &file.source)
    }

    /// Returns whether a value is the whole text of a file.
    pub fn is_text_file(&self, node: &DataNode) -> bool {
        !is_data(self.source(node.span).file.path())
    }

    /// The value of a key, or the value that it refers to.
    pub fn value_of<'d>(&'d self, node: &'d DataNode, key: &str) -> Option<&'d DataNode> {
        self.follow(node.get(key)?).ok()
    }

    /// The source that a place is in.
    pub fn source(&self, span: Span) -> &Source {
        &self.files[usize::from(span.file)].source
    }

    /// The place of a span.
    pub fn place(&self, span: Span) -> Place {
        self.source(span).place(span.range())
    }

    /// Follows references until a value. A value that is no reference is its own target.
    pub fn follow<'d>(&'d self, node: &'d DataNode) -> Result<&'d DataNode, BrokenReference> {
        match node.reference() {
            Some(reference) => self.resolve(reference).map(|target| target.node),
            None => Ok(node),
        }
    }

    /// The value that a node is or leads to, with the texts that stand beside the reference: since
    /// OpenAPI 3.1 they take the place of those of the value, and before it they are ignored by
    /// programs, but were written for readers.
    pub fn at_use<'d>(&'d self, node: &'d DataNode) -> Result<Cow<'d, DataNode>, BrokenReference> {
        let target = self.follow(node)?;
        let texts = node.entries().iter();
        let texts = texts.filter(|entry| matches!(&*entry.key, "summary" | "description"));
        let texts: Vec<Entry> = texts.cloned().collect();
        if node.reference().is_none() || texts.is_empty() || !target.is_map() {
            return Ok(Cow::Borrowed(target));
        }
        let is_new = |entry: &&Entry| !texts.iter().any(|text| text.key == entry.key);
        let kept = target.entries().iter().filter(is_new).cloned();
        let value = DataValue::Map(kept.chain(texts.iter().cloned()).collect());
        Ok(Cow::Owned(DataNode {
            value,
            span: target.span,
        }))
    }

    /// The value that a reference leads to; references to references are followed.
    pub fn resolve<'d>(
        &'d self,
        reference: &'d DataNode,
    ) -> Result<RefTarget<'d>, BrokenReference> {
        let mut steps = Vec::new();
        let reference = self.walk_chain(reference, &mut steps)?;
        let node = *steps.last().ok_or(BrokenReference::NoValue)?;
        Ok(RefTarget { node, reference })
    }

    /// Follows a chain of references, adds each value on the way, and returns the last reference.
    pub fn walk_chain<'d>(
        &'d self,
        reference: &'d DataNode,
        steps: &mut Vec<&'d DataNode>,
    ) -> Result<&'d DataNode, BrokenReference> {
        let mut reference = reference;
        for _ in 0..LONGEST_CHAIN {
            let node = self.step(reference)?;
            steps.push(node);
            match node.reference() {
                Some(next) => reference = next,
                None => return Ok(reference),
            }
        }
        Err(BrokenReference::Circle)
    }

    fn step(&self, reference: &DataNode) -> Result<&DataNode, BrokenReference> {
        let written = reference.text().unwrap_or_default();
        let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
        let number = match path {
            "" => reference.span.file,
            path => self.number(path, reference.span)?,
        };
        let pointer = percent_decode_str(fragment).decode_utf8_lossy();
        let root = &self.files[usize::from(number)].root;
        let node = below(root, &pointer).ok_or(BrokenReference::NoValue)?;
        // An anchor of JSON Schema is no pointer.
        let is_pointer = pointer.is_empty() || pointer.starts_with('/');
        is_pointer.then_some(node).ok_or(BrokenReference::NoValue)
    }

    fn number(&self, path: &str, from: Span) -> Result<u16, BrokenReference> {
        let folder = split(self.source(from).file.path()).0;
        if scheme(path).is_some() {
            return Err(BrokenReference::Address);
        }
        let path = beside(folder, path).ok_or(BrokenReference::Outside)?;
        match self.numbers.get(&path) {
            Some(Ok(number)) => Ok(*number),
            Some(Err(Refusal::Outside)) => Err(BrokenReference::Outside),
            Some(Err(Refusal::Unreadable)) => Err(BrokenReference::Unreadable),
            None if self.files.len() == MOST => Err(BrokenReference::TooMany),
            Some(Err(Refusal::NotThere)) | None => Err(BrokenReference::NoFile),
        }
    }
}

/// Returns whether a file has values. Any other is a text, as some tools take descriptions from
/// files of their own.
fn is_data(path: &str) -> bool {
    let (_, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    !matches!(
        ending.to_ascii_lowercase().as_str(),
        "md" | "markdown" | "txt"
    )
}

fn whole_text(source: &Source, file: u16) -> DataNode {
    DataNode {
        value: DataValue::Text((&*source.text).into()),
        span: Span {
            file,
            start: 0,
            end: source.text.len() as u32,
        },
    }
}

/// The flaw of a file that is called JSON and is YAML: other programs do not read it.
fn not_json(source: &Source, file: u16) -> Option<Flaw> {
    if !source.file.path().to_ascii_lowercase().ends_with(".json") {
        return None;
    }
    let error = serde_json::from_str::<serde::de::IgnoredAny>(&source.text).err()?;
    let mut lines = source.text.split_inclusive('\n');
    let before: usize = lines
        .by_ref()
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let start = before + error.column().saturating_sub(1);
    let start = start.min(source.text.len()) as u32;
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    Some(Flaw {
        at: Span {
            file,
            start,
            end: start + 1,
        },
        message: format!("the file is not JSON: {reason}"),
        help: "correct the line, or the one above it; it is read as YAML",
    })
}

/// The value at a JSON pointer.
pub fn below<'d>(node: &'d DataNode, pointer: &str) -> Option<&'d DataNode> {
    let mut parts = pointer.split('/').skip(1);
    parts.try_fold(node, child)
}

/// The value below a value, by a part of a JSON pointer.
fn child<'d>(node: &'d DataNode, part: &str) -> Option<&'d DataNode> {
    let key = part.replace("~1", "/").replace("~0", "~");
    match &node.value {
        DataValue::List(items) => items.get(key.parse::<usize>().ok()?),
        _ => Some(&node.entry(&key)?.node),
    }
}

/// The path in the docs folder of a file that a file in `folder` names; `None` if it leads out.
fn beside(folder: &str, path: &str) -> Option<String> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    if path.starts_with('/') {
        return None;
    }
    join(folder, &path)
}

/// Collects the paths of all files that references below a node name.
fn collect_paths(node: &DataNode, folder: &str, paths: &mut Vec<String>) {
    match &node.value {
        DataValue::List(items) => items
            .iter()
            .for_each(|item| collect_paths(item, folder, paths)),
        DataValue::Map(entries) => {
            for entry in entries.iter().filter(|entry| !entry.key.starts_with("x-")) {
                let written = entry.node.text().filter(|_| &*entry.key == "$ref");
                let path = written.and_then(|written| written.split('#').next());
                if let Some(path) = path.filter(|path| !path.is_empty() && scheme(path).is_none()) {
                    paths.extend(beside(folder, path));
                }
                collect_paths(&entry.node, folder, paths);
            }
        }
        _ => {}
    }
}

/// Numbers for values, by their places: two aliases of one YAML anchor are one value.
pub type ByPlace<T> = HashMap<Span, T>;
