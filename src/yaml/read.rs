//! Reads YAML and JSON, which YAML contains, into nodes with places.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as YamlSpan};

use super::{DataNode, DataValue, Entry, Span};

/// The deepest nesting. Nodes are read recursively, so that a thread's stack sets the limit.
const DEEPEST: usize = 250;

/// The most nodes that aliases may add to a file. Honest files stay far below; ten lines of aliases
/// of aliases could make billions.
const MOST_COPIED: usize = 100_000;

/// The longest key, in characters.
const LONGEST_KEY: usize = 1024 * 1024;

/// A flaw in a file, at a place in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The byte range.
    pub at: Span,
    /// The message for the author.
    pub message: String,
    /// The advice for the author.
    pub help: &'static str,
}

/// A file that was read, as far as it could be read.
pub struct YamlFile {
    /// The root; `None` if the file has none.
    pub root: Option<DataNode>,
    /// The flaws, in order. The last one ended the reading if `root` is not there.
    pub flaws: Vec<Flaw>,
    /// The tags and the places of the values that have one: `!ENV`.
    pub tags: Vec<(Span, String)>,
}

/// The tag of MkDocs whose value comes from the environment. It is never read: a list has its last
/// item as the default, and anything else has none.
const ENVIRONMENT: &str = "!ENV";

/// Reads the first document of a file. `file` is its number.
pub fn read(text: &str, file: u16) -> YamlFile {
    let options = granit_parser::options! {
        emit_comments: false,
        simple_key_max_lookahead: LONGEST_KEY,
        flow_nesting_limit: DEEPEST + 1,
        block_nesting_limit: DEEPEST + 1,
    };
    let mut reader = NodeReader {
        parser: Parser::new_from_str_with_options(text, options),
        file,
        anchors: HashMap::new(),
        copied: 0,
        depth: 0,
        flaws: Vec::new(),
        tags: Vec::new(),
    };
    let root = match reader.document() {
        Ok(root) => root,
        Err(flaw) => {
            reader.flaws.push(flaw);
            None
        }
    };
    if root.is_some() {
        reader.rest();
    }
    YamlFile {
        root,
        flaws: reader.flaws,
        tags: reader.tags,
    }
}

/// An anchored node, and the number of nodes in it.
struct Anchored {
    node: DataNode,
    size: usize,
}

struct NodeReader<'y> {
    parser: Parser<'y, granit_parser::StrInput<'y>>,
    file: u16,
    anchors: HashMap<usize, Anchored>,
    /// The number of nodes that aliases added.
    copied: usize,
    depth: usize,
    flaws: Vec<Flaw>,
    tags: Vec<(Span, String)>,
}

impl<'y> NodeReader<'y> {
    fn document(&mut self) -> Result<Option<DataNode>, Flaw> {
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(..), _) => {}
                (Event::StreamEnd | Event::DocumentEnd, _) => return Ok(None),
                (event, at) => return self.node(event, at).map(Some),
            }
        }
    }

    /// Reports what stands behind the first document.
    fn rest(&mut self) {
        loop {
            match self.next() {
                Ok((Event::StreamEnd, _)) => return,
                Ok((Event::DocumentStart(..), at)) => {
                    let message = "a second document starts here, and is not read".to_owned();
                    return self.flaw(at, message, "move it to a file of its own");
                }
                Ok(_) => {}
                Err(flaw) => return self.flaws.push(flaw),
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'y>, Span), Flaw> {
        match self.parser.next_event() {
            Some(Ok((event, at))) => Ok((event, self.span(at))),
            Some(Err(error)) => Err(self.error(&error)),
            None => Ok((Event::StreamEnd, self.empty(0))),
        }
    }

    fn node(&mut self, event: Event<'y>, at: Span) -> Result<DataNode, Flaw> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.map(|tag| tag.to_string());
                let is_text = style != ScalarStyle::Plain
                    || tag.as_ref().is_some_and(|tag| tag.ends_with("str"));
                let value = match is_text {
                    true => DataValue::Text(text.into()),
                    false => plain(&text),
                };
                let node = self.tagged(tag, DataNode { value, span: at });
                Ok(self.anchored(anchor, node))
            }
            Event::SequenceStart(_, anchor, tag) => {
                let node = self.deeper(at, Self::list)?;
                let node = self.tagged(tag.map(|tag| tag.to_string()), node);
                Ok(self.anchored(anchor, node))
            }
            Event::MappingStart(_, anchor, tag) => {
                let node = self.deeper(at, Self::mapping)?;
                let node = self.tagged(tag.map(|tag| tag.to_string()), node);
                Ok(self.anchored(anchor, node))
            }
            Event::Alias(anchor) => self.alias(anchor, at),
            _ => Ok(DataNode {
                value: DataValue::Null,
                span: at,
            }),
        }
    }

    /// Remembers the tag of a value, and gives one of the environment its default.
    fn tagged(&mut self, tag: Option<String>, node: DataNode) -> DataNode {
        let Some(tag) = tag else {
            return node;
        };
        let is_environment = tag == ENVIRONMENT;
        self.tags.push((node.span, tag));
        if !is_environment {
            return node;
        }
        let default = match node.value {
            DataValue::List(mut items) if items.len() > 1 => items.pop(),
            _ => None,
        };
        DataNode {
            value: default.map_or(DataValue::Null, |node| node.value),
            span: node.span,
        }
    }

    fn deeper(
        &mut self,
        at: Span,
        read: fn(&mut Self, Span) -> Result<DataNode, Flaw>,
    ) -> Result<DataNode, Flaw> {
        if self.depth == DEEPEST {
            return Err(Flaw {
                at,
                message: format!("the file is nested more than {DEEPEST} levels deep"),
                help: "nest less deeply",
            });
        }
        self.depth += 1;
        let node = read(self, at);
        self.depth -= 1;
        node
    }

    fn list(&mut self, at: Span) -> Result<DataNode, Flaw> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, end) => return Ok(whole(DataValue::List(items), at, end)),
                (Event::StreamEnd, end) => return Ok(whole(DataValue::List(items), at, end)),
                (event, at) => items.push(self.node(event, at)?),
            }
        }
    }

    fn mapping(&mut self, at: Span) -> Result<DataNode, Flaw> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut merged: Vec<DataNode> = Vec::new();
        let mut numbers: HashMap<Box<str>, usize> = HashMap::new();
        loop {
            let (event, key_at) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                merge(&mut entries, merged);
                return Ok(whole(DataValue::Map(entries), at, key_at));
            }
            let is_merge = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, ..)
                if text == "<<");
            let key = self.node(event, key_at)?;
            let (event, value_at) = self.next()?;
            let node = self.node(event, value_at)?;
            if is_merge {
                let maps = if node.items().is_empty() {
                    std::slice::from_ref(&node)
                } else {
                    node.items()
                };
                if !maps.iter().all(DataNode::is_map) {
                    let message = "`<<` names something that is no mapping".to_owned();
                    self.flaw(value_at, message, "name a mapping, as in `<<: *shared`");
                }
                merged.push(node);
                continue;
            }
            let Some(key) = key_text(&key) else {
                let message = "a key is a list or a mapping".to_owned();
                self.flaw(key_at, message, "write a text before the `:`");
                continue;
            };
            let at = key_at;
            if numbers.insert(key.clone(), entries.len()).is_some() {
                let message = format!("`{key}` stands twice");
                self.flaw(at, message, "take one of the two out: the first one counts");
                continue;
            }
            entries.push(Entry { key, at, node });
        }
    }

    fn alias(&mut self, anchor: usize, at: Span) -> Result<DataNode, Flaw> {
        let Some(Anchored { node, size }) = self.anchors.get(&anchor) else {
            let message = "the alias names an anchor around it, or none".to_owned();
            self.flaw(at, message, "name an anchor that stands before it");
            return Ok(DataNode {
                value: DataValue::Null,
                span: at,
            });
        };
        self.copied += size;
        if self.copied > MOST_COPIED {
            return Err(Flaw {
                at,
                message: format!("aliases add more than {MOST_COPIED} values to the file"),
                help: "write the values out, or refer to them in another way",
            });
        }
        Ok(node.clone())
    }

    fn anchored(&mut self, anchor: usize, node: DataNode) -> DataNode {
        if anchor != 0 {
            let size = size(&node);
            let node = node.clone();
            self.anchors.insert(anchor, Anchored { node, size });
        }
        node
    }

    fn flaw(&mut self, at: Span, message: String, help: &'static str) {
        self.flaws.push(Flaw { at, message, help });
    }

    fn error(&self, error: &ScanError) -> Flaw {
        let start = error.marker().byte_offset().unwrap_or_default();
        Flaw {
            at: self.empty(start),
            message: format!("the file is not YAML from here on: {}", error.info()),
            help: "correct the line, or the one above it",
        }
    }

    fn span(&self, at: YamlSpan) -> Span {
        let range = at.byte_range().unwrap_or_default();
        Span {
            file: self.file,
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    fn empty(&self, start: usize) -> Span {
        Span {
            file: self.file,
            start: start as u32,
            end: start as u32 + 1,
        }
    }
}

/// A collection from its first byte to its last.
fn whole(value: DataValue, start: Span, end: Span) -> DataNode {
    let span = Span {
        end: end.end.max(start.end),
        ..start
    };
    DataNode { value, span }
}

/// Adds the entries of mappings that `<<` names. A mapping's own keys win.
fn merge(entries: &mut Vec<Entry>, merged: Vec<DataNode>) {
    for node in merged {
        let maps = match node.value {
            DataValue::List(items) => items,
            _ => vec![node],
        };
        for entry in maps.iter().flat_map(DataNode::entries) {
            if !entries.iter().any(|own| own.key == entry.key) {
                entries.push(entry.clone());
            }
        }
    }
}

fn key_text(key: &DataNode) -> Option<Box<str>> {
    key.scalar().map(Into::into)
}

fn size(node: &DataNode) -> usize {
    let inner: usize = match &node.value {
        DataValue::List(items) => items.iter().map(size).sum(),
        DataValue::Map(entries) => entries.iter().map(|entry| size(&entry.node)).sum(),
        _ => 0,
    };
    1 + inner
}

/// A plain scalar by YAML 1.2's core schema: `on` and `2026-01-02` are texts.
fn plain(text: &str) -> DataValue {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => DataValue::Null,
        "true" | "True" | "TRUE" => DataValue::Bool(true),
        "false" | "False" | "FALSE" => DataValue::Bool(false),
        _ if is_number(text) => DataValue::Number(text.into()),
        _ => DataValue::Text(text.into()),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let starts = digits.strip_prefix('.').unwrap_or(digits);
    starts.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
        && digits.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn json_of(text: &str) -> serde_json::Value {
        read(text, 0)
            .root
            .map_or(serde_json::Value::Null, |root| root.to_json())
    }

    #[test]
    fn keys_are_texts_and_only_yaml_1_2_decides_what_a_scalar_is() {
        for (text, expected) in [
            ("200: a\non: yes\n", json!({ "200": "a", "on": "yes" })),
            (
                "v: 1.0\nd: 2026-01-02\n",
                json!({ "v": 1.0, "d": "2026-01-02" }),
            ),
            (
                "a: &x { b: 1 }\nc: { <<: *x, d: 2 }\n",
                json!({ "a": { "b": 1 }, "c": { "d": 2, "b": 1 } }),
            ),
            (
                "{\n\t\"a\": \"\\ud83d\\ude00 \\/\"\n}",
                json!({ "a": "😀 /" }),
            ),
            ("a: ~\nb: '~'\n", json!({ "a": null, "b": "~" })),
        ] {
            assert_eq!(json_of(text), expected, "{text}");
        }
    }

    #[test]
    fn a_flaw_has_a_place_and_the_rest_is_read() {
        let twice = read("a: 1\nb: 2\na: 3\n", 0);
        assert_eq!(twice.flaws.len(), 1);
        assert_eq!(twice.flaws[0].at.range(), 10..11);
        assert_eq!(
            twice.root.map(|root| root.to_json()),
            Some(json!({ "a": 1, "b": 2 }))
        );
        let bomb = (1..12).fold("a0: &a0 [x]\n".to_owned(), |bomb, at| {
            let before = at - 1;
            let aliases = vec![format!("*a{before}"); 10].join(", ");
            format!("{bomb}a{at}: &a{at} [{aliases}]\n")
        });
        let bomb = read(&bomb, 0);
        assert!(bomb.root.is_none() && bomb.flaws[0].message.contains("aliases add"));
        let deep = read(&"[".repeat(5000), 0);
        assert!(deep.root.is_none() && deep.flaws.len() == 1);
    }
}
