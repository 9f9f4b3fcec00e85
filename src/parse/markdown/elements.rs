//! Elements that open and close.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CowStr, LinkType, Tag as MdTag, TagEnd};

use super::Lowering;
use crate::body::{Attrs, Element, Event, EventKind, Link, LinkKind};

impl Lowering<'_, '_> {
    pub fn start(&mut self, tag: MdTag<'_>, range: Range<usize>) {
        let at = self.body.events.len();
        match tag {
            // These are written once they have been read to their end.
            MdTag::CodeBlock(kind) => return self.start_code(kind, range),
            MdTag::HtmlBlock => return self.start_html(range),
            MdTag::Image {
                dest_url, title, ..
            } => return self.start_image(&dest_url, titled(&title), &range),
            MdTag::Table(alignments) => self.start_table(alignments, range),
            MdTag::TableHead => self.start_table_head(range),
            MdTag::TableRow => self.start_table_row(range),
            MdTag::BlockQuote(Some(kind)) => self.alert(kind, range),
            tag => {
                let (tag, attrs) = self.element(tag, &range);
                self.push(EventKind::Start(tag, attrs), range);
            }
        }
        self.open.push(at);
    }

    pub fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::CodeBlock => return self.end_code(),
            TagEnd::HtmlBlock => return self.end_html(),
            TagEnd::TableHead => self.end_table_head(range),
            TagEnd::Table => self.end_table(range),
            _ => self.push(EventKind::End, range),
        }
        self.open.pop();
    }

    /// The element for a tag that becomes a single one.
    fn element(&mut self, tag: MdTag<'_>, range: &Range<usize>) -> (Element, Attrs) {
        let name = match tag {
            MdTag::Heading { level, .. } => {
                return (Element::Heading(level as u8), Attrs::default());
            }
            MdTag::FootnoteDefinition(label) => {
                return (Element::Footnote(label.as_ref().into()), Attrs::default());
            }
            MdTag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let link = self.text_link(link_type, &dest_url, range);
                return (Element::Link(link), titled(&title));
            }
            MdTag::List(Some(start)) if start != 1 => {
                let attrs = Attrs::default().with("start", start.to_string());
                return (Element::Named("ol".into()), attrs);
            }
            MdTag::TableCell => return self.table.next_cell(),
            tag => name_of(&tag),
        };
        (Element::Named(name.into()), Attrs::default())
    }

    fn text_link(&mut self, link: LinkType, dest: &CowStr<'_>, range: &Range<usize>) -> u32 {
        let dest = if link == LinkType::Email {
            format!("mailto:{dest}")
        } else {
            dest.to_string()
        };
        let kind = match link {
            LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
            _ => LinkKind::Link,
        };
        self.link(dest, kind, range)
    }

    /// Adds an address of the text and returns its number.
    pub fn link(&mut self, dest: String, kind: LinkKind, range: &Range<usize>) -> u32 {
        self.body.add_link(Link {
            dest,
            kind,
            range: range.clone(),
            is_html: false,
        })
    }

    /// GitHub's `> [!NOTE]` is an admonition.
    fn alert(&mut self, kind: BlockQuoteKind, range: Range<usize>) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        self.open_element("div", Attrs::class(&format!("admonition {class}")), range);
        self.body.events.extend([
            Event::open("p", Attrs::class("admonition-title")),
            Event::added(EventKind::Text(title.into())),
            Event::close(),
        ]);
    }

    pub fn soft_break(&mut self, range: Range<usize>) {
        if !self.is_in_term() {
            return self.push(EventKind::SoftBreak, range);
        }
        // Every line is a term of its own.
        self.push(EventKind::End, range.clone());
        self.push(EventKind::start("dt"), range);
    }

    fn is_in_term(&self) -> bool {
        let innermost = self.open.last().and_then(|&at| self.body.events.get(at));
        innermost.is_some_and(|event| event.kind.element() == Some("dt"))
    }
}

/// The HTML name of a tag that becomes an element without attributes.
fn name_of(tag: &MdTag<'_>) -> &'static str {
    match tag {
        MdTag::Paragraph => "p",
        MdTag::BlockQuote(_) => "blockquote",
        MdTag::List(Some(_)) => "ol",
        MdTag::List(None) => "ul",
        MdTag::Item => "li",
        MdTag::DefinitionList => "dl",
        MdTag::DefinitionListTitle => "dt",
        MdTag::DefinitionListDefinition => "dd",
        MdTag::Emphasis => "em",
        MdTag::Strong => "strong",
        MdTag::Strikethrough => "del",
        MdTag::Subscript => "sub",
        MdTag::Superscript => "sup",
        _ => "div",
    }
}

fn titled(title: &str) -> Attrs {
    if title.is_empty() {
        Attrs::default()
    } else {
        Attrs::default().with("title", title)
    }
}
