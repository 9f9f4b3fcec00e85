//! pulldown-cmark's events become ours.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event as Md, LinkType, Options,
    Parser, Tag as MdTag, TagEnd,
};

use super::autolinks::restored;
use super::containers::{GUARD, has_reserved};
use super::event::{Attrs, CodeBlock, Event, Html, Kind, Tag};
use super::footnotes::folded;
use super::text::Text;
use super::{Dialect, Findings, Link, LinkKind, accidental, definitions, fences, math, raw_html};
use crate::diag::Code;

/// What one run over the text gives.
#[derive(Default)]
pub struct Body {
    /// The events.
    pub events: Vec<Event>,
    /// Every address in them.
    pub links: Vec<Link>,
    /// Ids that raw HTML defines.
    pub ids: Vec<String>,
}

/// Reads the text, out of which `addresses` were taken, as CommonMark with GFM's extensions.
pub fn read(
    text: &Text,
    dialect: &Dialect,
    addresses: &[Box<str>],
    findings: &mut Findings,
) -> Body {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    options.set(
        Options::ENABLE_MATH,
        dialect.math && text.as_str().contains('$'),
    );
    let mut unresolved: Vec<(Range<usize>, String)> = Vec::new();
    let note = |broken: BrokenLink<'_>| {
        if matches!(broken.link_type, LinkType::Reference | LinkType::Collapsed) {
            unresolved.push((broken.span, broken.reference.to_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(text.as_str(), options, Some(note));
    let mut lowering = Lowering {
        text,
        addresses,
        findings,
        body: Body::default(),
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
        images: Vec::new(),
        code: None,
        html: None,
        open: Vec::new(),
    };
    for (event, range) in parser.into_offset_iter() {
        lowering.event(event, range);
    }
    let body = lowering.body;
    unresolved.retain(|(range, reference)| is_reference(text, range, reference));
    if !unresolved.is_empty() {
        let spoilt = definitions::spoilt(&body.events, text);
        for (range, reference) in unresolved {
            let advice = spoilt.get(&folded(&reference)).cloned();
            findings.undefined_reference(&reference, text.place(range), advice);
        }
    }
    body
}

/// Whether what has the form of a reference is one.
fn is_reference(text: &Text, range: &Range<usize>, reference: &str) -> bool {
    let written = &text.as_str()[range.clone()];
    let shown = written
        .trim_start_matches(['!', '['])
        .split(']')
        .next()
        .unwrap_or_default();
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    // `a[i][0]` is an index, and `[1][2]` may cite: no links. `[the manual][1]` is one.
    let is_behind = text.as_str()[..range.start]
        .ends_with(|c: char| c.is_alphanumeric() || "_)]}\"'`$".contains(c));
    let is_short = reference.len() <= 2;
    let is_numbered = is_number(reference) && shown.len() > 2 && !is_number(shown);
    let is_index = is_behind && (is_short || written.ends_with("[]")) || is_short && !is_numbered;
    !is_index
}

/// A block of raw HTML.
struct Block {
    html: String,
    /// Where its lines begin, there and in the text, where they have more before them.
    pieces: Vec<(usize, usize)>,
    range: Range<usize>,
}

/// A code block that is open.
struct OpenCode {
    block: CodeBlock,
    range: Range<usize>,
    is_indented: bool,
}

struct Lowering<'t, 'f> {
    text: &'t Text,
    /// The web addresses that were taken out of it.
    addresses: &'t [Box<str>],
    findings: &'f mut Findings,
    body: Body,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    /// Images that are open: link index and the alternative text so far.
    images: Vec<(u32, String, Attrs)>,
    code: Option<OpenCode>,
    html: Option<Block>,
    /// The index of the event at which each of pulldown's open tags starts.
    open: Vec<usize>,
}

impl Lowering<'_, '_> {
    /// A text without the scanner's guards, and with the addresses that were taken out of it.
    fn written<'e>(&self, text: CowStr<'e>) -> CowStr<'e> {
        if !has_reserved(&text) {
            return text;
        }
        restored(&text.replace(GUARD, ""), self.addresses).into()
    }

    /// The same for all but plain text, whose place in the page that would shift.
    fn as_written<'e>(&self, event: Md<'e>) -> Md<'e> {
        match event {
            Md::Code(text) => Md::Code(self.written(text)),
            Md::InlineMath(text) => Md::InlineMath(self.written(text)),
            Md::DisplayMath(text) => Md::DisplayMath(self.written(text)),
            Md::Html(text) => Md::Html(self.written(text)),
            Md::InlineHtml(text) => Md::InlineHtml(self.written(text)),
            Md::Start(MdTag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let (dest_url, title) = (self.written(dest_url), self.written(title));
                Md::Start(MdTag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                })
            }
            Md::Start(MdTag::Image {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let (dest_url, title) = (self.written(dest_url), self.written(title));
                Md::Start(MdTag::Image {
                    link_type,
                    dest_url,
                    title,
                    id,
                })
            }
            event => event,
        }
    }

    fn event(&mut self, event: Md<'_>, range: Range<usize>) {
        match self.as_written(event) {
            Md::Text(text) if self.code.is_some() => {
                let text = self.written(text);
                if let Some(code) = &mut self.code {
                    code.block.code.push_str(&text);
                }
            }
            Md::Html(html) if self.html.is_some() => {
                if let Some(block) = &mut self.html {
                    block.pieces.push((block.html.len(), range.start));
                    block.html.push_str(&html);
                }
            }
            Md::End(TagEnd::Image) => self.end_image(range),
            event if !self.images.is_empty() => self.in_image(event, range),
            Md::Start(tag) => self.start(tag, range),
            Md::End(tag) => self.end(tag, range),
            Md::Text(text) => self.text(&text, range),
            Md::Code(text) => self.inline_code(&text, range),
            Md::InlineMath(tex) => self.math(&tex, false, range),
            Md::DisplayMath(tex) => self.math(&tex, true, range),
            Md::Html(html) | Md::InlineHtml(html) => self.html(&html, &[(0, range.start)], range),
            Md::FootnoteReference(label) => {
                self.push(Kind::FootnoteReference(label.as_ref().into()), range)
            }
            Md::SoftBreak if self.in_term() => {
                // Every line is a term of its own.
                self.push(Kind::End, range.clone());
                self.push(Kind::start("dt"), range);
            }
            Md::SoftBreak => self.push(Kind::SoftBreak, range),
            Md::HardBreak => self.void("br", Attrs::default(), range),
            Md::Rule => self.void("hr", Attrs::default(), range),
            Md::TaskListMarker(checked) => self.task(checked, range),
        }
    }

    fn in_term(&self) -> bool {
        self.open.last().is_some_and(|&at| {
            self.body
                .events
                .get(at)
                .is_some_and(|event| event.kind.element() == Some("dt"))
        })
    }

    /// Whether the text is an address in angle brackets, in which nothing is a sign.
    fn in_address(&self) -> bool {
        let Some(Event {
            kind: Kind::Start(Tag::Link(link), _),
            ..
        }) = self.body.events.last()
        else {
            return false;
        };
        self.body
            .links
            .get(*link as usize)
            .is_some_and(|link| link.kind == LinkKind::Autolink)
    }

    fn push(&mut self, kind: Kind, range: Range<usize>) {
        self.body.events.push(Event {
            kind,
            range: range.start as u32..range.end as u32,
        });
    }

    fn void(&mut self, name: &'static str, attrs: Attrs, range: Range<usize>) {
        self.push(Kind::Void(Tag::Element(name.into()), attrs), range);
    }

    fn link(&mut self, dest: &str, kind: LinkType, range: &Range<usize>, image: bool) -> u32 {
        let kind = match kind {
            LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
            _ if image => LinkKind::Image,
            _ => LinkKind::Link,
        };
        self.body.links.push(Link {
            dest: dest.to_owned(),
            kind,
            range: range.clone(),
            is_html: false,
        });
        (self.body.links.len() - 1) as u32
    }

    fn start(&mut self, tag: MdTag<'_>, range: Range<usize>) {
        let at = self.body.events.len();
        match tag {
            MdTag::CodeBlock(kind) => {
                let (block, is_indented) = match kind {
                    CodeBlockKind::Fenced(info) => (fences::code_block(&info), false),
                    CodeBlockKind::Indented => (CodeBlock::default(), true),
                };
                self.code = Some(OpenCode {
                    block,
                    range,
                    is_indented,
                });
                return;
            }
            MdTag::HtmlBlock => {
                self.html = Some(Block {
                    html: String::new(),
                    pieces: Vec::new(),
                    range,
                });
                return;
            }
            MdTag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let index = self.link(&dest_url, link_type, &range, true);
                self.images.push((index, String::new(), titled(&title)));
                return;
            }
            MdTag::Table(alignments) => {
                self.alignments = alignments;
                self.push(
                    Kind::Start(Tag::Element("div".into()), Attrs::class("table-wrap")),
                    range.clone(),
                );
                self.push(Kind::start("table"), range);
            }
            MdTag::TableHead => {
                (self.cell, self.in_head) = (0, true);
                self.push(Kind::start("thead"), range.clone());
                self.push(Kind::start("tr"), range);
            }
            MdTag::TableRow => {
                (self.cell, self.in_head) = (0, false);
                self.push(Kind::start("tr"), range);
            }
            MdTag::BlockQuote(Some(kind)) => self.alert(kind, range),
            tag => {
                let (tag, attrs) = self.element(tag, &range);
                self.push(Kind::Start(tag, attrs), range);
            }
        }
        self.open.push(at);
    }

    /// Tags that are one element of ours.
    fn element(&mut self, tag: MdTag<'_>, range: &Range<usize>) -> (Tag, Attrs) {
        let name = match tag {
            MdTag::Heading { level, .. } => return (Tag::Heading(level as u8), Attrs::default()),
            MdTag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let dest = if link_type == LinkType::Email {
                    format!("mailto:{dest_url}")
                } else {
                    dest_url.to_string()
                };
                return (
                    Tag::Link(self.link(&dest, link_type, range, false)),
                    titled(&title),
                );
            }
            MdTag::FootnoteDefinition(label) => {
                return (Tag::Footnote(label.as_ref().into()), Attrs::default());
            }
            MdTag::List(Some(1)) => "ol",
            MdTag::List(Some(start)) => {
                return (
                    Tag::Element("ol".into()),
                    Attrs::default().with("start", start.to_string()),
                );
            }
            MdTag::TableCell => return self.table_cell(),
            MdTag::Paragraph => "p",
            MdTag::BlockQuote(_) => "blockquote",
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
        };
        (Tag::Element(name.into()), Attrs::default())
    }

    fn table_cell(&mut self) -> (Tag, Attrs) {
        let attrs = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => Attrs::class("align-left"),
            Some(Alignment::Center) => Attrs::class("align-center"),
            Some(Alignment::Right) => Attrs::class("align-right"),
            _ => Attrs::default(),
        };
        self.cell += 1;
        (
            Tag::Element(if self.in_head { "th" } else { "td" }.into()),
            attrs,
        )
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
        let start = |name: &'static str, class: String| {
            Kind::Start(Tag::Element(name.into()), Attrs::class(&class))
        };
        self.push(start("div", format!("admonition {class}")), range);
        self.body
            .events
            .push(Event::made(start("p", "admonition-title".to_owned())));
        self.body.events.push(Event::made(Kind::Text(title.into())));
        self.body.events.push(Event::close());
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.finish_code(code);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(Block {
                    html,
                    pieces,
                    range,
                }) = self.html.take()
                {
                    self.html(&html, &pieces, range);
                }
            }
            TagEnd::TableHead => {
                self.push(Kind::End, range.clone());
                self.push(Kind::End, range.clone());
                self.push(Kind::start("tbody"), range);
                self.open.pop();
            }
            TagEnd::Table => {
                for _ in 0..3 {
                    self.push(Kind::End, range.clone());
                }
                self.open.pop();
            }
            _ => {
                self.push(Kind::End, range);
                self.open.pop();
            }
        }
    }

    fn finish_code(&mut self, code: OpenCode) {
        let OpenCode {
            block,
            range,
            is_indented,
        } = code;
        let written = &self.text.as_str()[range.clone()];
        let blanks = if is_indented {
            written.len() - written.trim_start().len()
        } else {
            0
        };
        let start = range.start + blanks;
        let first = start
            ..written[blanks..]
                .find('\n')
                .map_or(range.end, |end| start + end);
        if is_indented {
            if let Some(what) = accidental::begins_like(&block.code) {
                let message =
                    format!("this begins like {what}, and is code because it is indented");
                let advice = "indent it less, or put it in a fence if it is code";
                self.findings.add(
                    Code::AccidentalCode,
                    self.text.place(first),
                    message,
                    advice,
                );
            }
        } else if fences::is_unclosed(written) {
            self.findings.unclosed_fence(self.text.place(first));
        }
        self.push(Kind::Code(Box::new(block)), range);
    }

    /// Text keeps apart what was escaped, so that no later syntax is read into it.
    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(rest) = text.strip_prefix(GUARD) {
            if !rest.is_empty() {
                self.text(rest, range.start + GUARD.len_utf8()..range.end);
            }
            return;
        }
        let source = self.text.as_str();
        let gap = self
            .body
            .events
            .last()
            .is_none_or(|last| (last.range.end as usize) < range.start || !is_text(&last.kind));
        let escaped = gap && range.start > 0 && source.as_bytes()[range.start - 1] == b'\\';
        if source.get(range.clone()) != Some(text) || self.in_address() {
            let text = self.written(text.into());
            return self.push(Kind::Literal(text.as_ref().into()), range);
        }
        if escaped && text.starts_with(|c: char| c.is_ascii_punctuation()) {
            self.push(
                Kind::Literal(text[..1].into()),
                range.start..range.start + 1,
            );
            if text.len() > 1 {
                self.push(Kind::Text(text[1..].into()), range.start + 1..range.end);
            }
            return;
        }
        match self.body.events.last_mut() {
            Some(Event {
                kind: Kind::Text(before),
                range: known,
            }) if known.end as usize == range.start => {
                let mut joined = String::from(std::mem::take(before));
                joined.push_str(text);
                *before = joined.into();
                known.end = range.end as u32;
            }
            _ => self.push(Kind::Text(text.into()), range),
        }
    }

    fn inline_code(&mut self, text: &str, range: Range<usize>) {
        let signed = text.strip_prefix("#!").or_else(|| text.strip_prefix(":::"));
        let highlighted = signed.and_then(|rest| rest.split_once(' '));
        match highlighted {
            Some((language, code)) if !language.is_empty() => {
                let block = CodeBlock {
                    language: language.to_owned(),
                    code: code.trim().to_owned(),
                    ..CodeBlock::default()
                };
                self.push(Kind::InlineCode(Box::new(block)), range);
            }
            _ => {
                self.push(Kind::start("code"), range.clone());
                self.push(Kind::Literal(text.into()), range.clone());
                self.push(Kind::End, range);
            }
        }
    }

    fn math(&mut self, tex: &str, display: bool, range: Range<usize>) {
        let source = self.text.as_str();
        // `$5 to $6`: PyMdown's rule that a closing dollar is not before a digit.
        let is_money = !display && source[range.end..].starts_with(|c: char| c.is_ascii_digit());
        match math::mathml(tex, display) {
            Ok(html) if !is_money => {
                let formula = Html {
                    html: html.into(),
                    text: Some(tex.trim().into()),
                    ..Html::default()
                };
                self.push(Kind::Html(Box::new(formula)), range);
            }
            outcome => {
                if let (Err(reason), false) = (outcome, is_money) {
                    let message = format!("the formula does not parse: {reason}");
                    self.findings.add(
                        Code::BadMath,
                        self.text.place(range.clone()),
                        message,
                        "mend the LaTeX, or write `\\$` for a dollar sign",
                    );
                }
                let shown = self.written(source[range.clone()].into());
                self.push(Kind::Literal(shown.as_ref().into()), range);
            }
        }
    }

    fn html(&mut self, html: &str, pieces: &[(usize, usize)], range: Range<usize>) {
        let piece = raw_html::read(
            html,
            pieces,
            range.end,
            self.text,
            &mut self.body,
            self.findings,
        );
        self.push(Kind::Html(Box::new(piece)), range);
    }

    fn in_image(&mut self, event: Md<'_>, range: Range<usize>) {
        let event = if let Md::Text(text) = event {
            Md::Text(self.written(text))
        } else {
            event
        };
        let Some((_, alt, _)) = self.images.last_mut() else {
            return;
        };
        match event {
            Md::Text(text) | Md::Code(text) | Md::InlineMath(text) => alt.push_str(&text),
            Md::SoftBreak | Md::HardBreak => alt.push(' '),
            Md::Start(MdTag::Image {
                link_type,
                dest_url,
                ..
            }) => {
                let index = self.link(&dest_url, link_type, &range, true);
                self.images.push((index, String::new(), Attrs::default()));
            }
            _ => {}
        }
    }

    /// An image in another one's text is only its text, as in CommonMark.
    fn end_image(&mut self, range: Range<usize>) {
        let Some((index, alt, mut attrs)) = self.images.pop() else {
            return;
        };
        if let Some((_, outer, _)) = self.images.last_mut() {
            outer.push_str(&alt);
            return;
        }
        attrs
            .list_mut()
            .rest
            .insert(0, ("alt".to_owned(), Some(alt)));
        self.push(Kind::Void(Tag::Image(index), attrs), range);
    }

    fn task(&mut self, checked: bool, range: Range<usize>) {
        for depth in [1, 2, 3] {
            let Some(&at) = self
                .open
                .len()
                .checked_sub(depth)
                .and_then(|index| self.open.get(index))
            else {
                break;
            };
            if let Kind::Start(Tag::Element(name), attrs) = &mut self.body.events[at].kind {
                match name.as_ref() {
                    "li" => attrs.add_class("task-list-item"),
                    "ul" | "ol" => attrs.add_class("task-list"),
                    _ => continue,
                }
                if name != "li" {
                    break;
                }
            }
        }
        let input = Attrs::default()
            .with("type", "checkbox")
            .with("aria-label", if checked { "done" } else { "to do" })
            .flag("disabled");
        let input = if checked {
            input.flag("checked")
        } else {
            input
        };
        self.push(
            Kind::Start(
                Tag::Element("label".into()),
                Attrs::class("task-list-control"),
            ),
            range.clone(),
        );
        self.void("input", input, range.clone());
        self.push(
            Kind::Start(
                Tag::Element("span".into()),
                Attrs::class("task-list-indicator"),
            ),
            range.clone(),
        );
        self.push(Kind::End, range.clone());
        self.push(Kind::End, range);
    }
}

fn is_text(kind: &Kind) -> bool {
    matches!(kind, Kind::Text(_) | Kind::Literal(_))
}

fn titled(title: &str) -> Attrs {
    if title.is_empty() {
        Attrs::default()
    } else {
        Attrs::default().with("title", title)
    }
}
