//! The start of each element.

use std::borrow::Cow;

use super::escape::{self, BRACKETS, KEPT};
use super::lines::LineGap::{self, Blank, Line};
use super::lines::{MarkdownLines, TextUse};
use super::table::CellRows;
use super::writer::ElementEnd::{
    self, Block, Cell, Code, Container, Heading, Hidden, Link, List, Nothing, Signs, TabLabel,
    Table, Tabs, Tag, Title,
};
use super::writer::{MarkdownWriter, OpenList, OpenPart, Preformatted, TabLabels};
use crate::body::Attrs;
use crate::body::element::{self, Role};

/// Elements whose text is no text of the page.
const HIDDEN: &[&str] = &[
    "canvas", "datalist", "head", "noscript", "script", "style", "svg", "template", "title",
];

/// The most texts on one line within each other: tables in cells of tables.
const MOST_TEXTS: usize = 16;

/// The signs around the text of an element.
fn signs(name: &str) -> Option<&'static str> {
    match name {
        "em" | "i" | "cite" | "dfn" | "var" => Some("*"),
        "strong" | "b" => Some("**"),
        "del" | "s" | "strike" => Some("~~"),
        _ => None,
    }
}

impl MarkdownWriter<'_> {
    /// Starts an element. `link` is the number of its address.
    pub fn start(
        &mut self,
        name: Cow<'static, str>,
        attrs: &Attrs,
        link: Option<u32>,
        is_html: bool,
    ) {
        let end = if self.hidden > 0 {
            Nothing
        } else {
            self.started(&name, attrs, link)
        };
        match end {
            Hidden => self.hidden += 1,
            Code { .. } => self.code += 1,
            Link { .. } => self.links += 1,
            Signs { signs, .. } => self.signs.push(signs),
            _ => {}
        }
        self.open.push(OpenPart {
            name,
            end,
            is_html,
            is_footnotes: attrs.has_class("footnote"),
        });
    }

    fn started(&mut self, name: &str, attrs: &Attrs, link: Option<u32>) -> ElementEnd {
        if HIDDEN.contains(&name) || is_hidden(name, attrs) {
            return Hidden;
        }
        if let Some(code) = &mut self.preformatted {
            code.learn_language(attrs);
            return Nothing;
        }
        if let Some(end) = self.part_of_page(name, attrs) {
            return end;
        }
        if element::has(name, Role::BreaksLine) && !matches!(name, "label" | "option") {
            return self.block(name, attrs);
        }
        if self.code > 0 {
            return Nothing;
        }
        self.inline(name, attrs, link)
    }

    /// The parts of pages that bf-docs writes in a form of its own.
    fn part_of_page(&mut self, name: &str, attrs: &Attrs) -> Option<ElementEnd> {
        let has = |class: &str| attrs.has_class(class);
        match name {
            "div" if has("diagram") => Some(Hidden),
            "details" if has("diagram-source") => Some(Nothing),
            "div" if has("admonition") => Some(self.quote()),
            "p" if has("admonition-title") => Some(self.one_line(Title)),
            "div" if has("tabbed-set") => {
                self.end_block(Blank);
                self.tabs.push(TabLabels::default());
                Some(Tabs)
            }
            "div" if has("tabbed-labels") => Some(Nothing),
            "div" if has("tabbed-block") => Some(self.tab_body()),
            "label" if attrs.value("for").is_some_and(is_tab) && !self.tabs.is_empty() => {
                self.texts.push(MarkdownLines::new(TextUse::OneLine));
                Some(TabLabel)
            }
            "label" if has("task-list-control") => Some(Hidden),
            "sup" => {
                let (_, label) = attrs.id()?.strip_prefix("fnref")?.split_once(':')?;
                self.push_sign(&format!("[^{label}]"));
                Some(Hidden)
            }
            "a" if has("footnote-backref") => Some(Hidden),
            "li" => {
                let label = attrs.id()?.strip_prefix("fn:")?;
                Some(self.container(&format!("[^{label}]: "), "    ", Blank))
            }
            _ => None,
        }
    }

    /// Starts an element that is a block.
    fn block(&mut self, name: &str, attrs: &Attrs) -> ElementEnd {
        let is_one_line = self.is_one_line();
        match name {
            "table" => {
                self.end_block(Blank);
                self.tables.push(CellRows::default());
                Table
            }
            "tr" | "thead" | "tbody" | "tfoot" => self.table_part(name),
            "td" | "th" if self.texts.len() > MOST_TEXTS => self.plain_block(Line, Line),
            "td" | "th" if !self.tables.is_empty() => self.one_line(Cell {
                is_head: name == "th",
                attrs: attrs.clone(),
            }),
            "pre" => {
                self.end_block(Blank);
                let mut code = Preformatted::default();
                code.learn_language(attrs);
                self.preformatted = Some(code);
                ElementEnd::Preformatted
            }
            "ul" | "ol" => self.list(name, attrs),
            "li" => self.item(),
            _ if is_one_line => self.plain_block(Line, Line),
            "blockquote" | "details" => self.quote(),
            "summary" => self.one_line(Title),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.one_line(Heading {
                level: usize::from(name.as_bytes()[1] - b'0'),
                id: attrs.id().map(str::to_owned),
            }),
            "dt" => self.plain_block(Blank, Line),
            "dd" => self.container(":   ", "    ", Line),
            _ => self.plain_block(Blank, Blank),
        }
    }

    fn table_part(&mut self, name: &str) -> ElementEnd {
        match self.tables.last_mut() {
            Some(table) if name == "tr" => table.start_row(),
            Some(_) => {}
            None => self.end_block(Line),
        }
        Nothing
    }

    fn plain_block(&mut self, before: LineGap, after: LineGap) -> ElementEnd {
        self.end_block(before);
        Block(after)
    }

    /// Starts a text on one line.
    fn one_line(&mut self, end: ElementEnd) -> ElementEnd {
        self.end_block(Line);
        self.texts.push(MarkdownLines::new(TextUse::OneLine));
        end
    }

    fn quote(&mut self) -> ElementEnd {
        if self.is_one_line() {
            return self.plain_block(Line, Line);
        }
        self.container("> ", "> ", Blank)
    }

    /// Starts a container with these signs on its first line and on its other lines.
    fn container(&mut self, first: &str, others: &str, gap: LineGap) -> ElementEnd {
        self.end_block(gap);
        if self.lines().is_deep() {
            return Block(gap);
        }
        let is_one_line = self.is_one_line();
        let others = if is_one_line { "" } else { others };
        self.last_list = None;
        self.lines().open(first, others);
        Container {
            signs: others.len(),
            gap,
        }
    }

    fn list(&mut self, name: &str, attrs: &Attrs) -> ElementEnd {
        let is_in_item = self.open.last().is_some_and(|open| open.name == "li");
        let gap = if is_in_item { Line } else { Blank };
        let start = attrs.value("start").and_then(|start| start.parse().ok());
        let number = (name == "ol").then(|| start.unwrap_or(1));
        // A list of another number cannot end a paragraph.
        let is_first = number.is_none_or(|number| number == 1);
        self.end_block(if is_first { gap } else { Blank });
        let signs = if number.is_some() {
            ['.', ')']
        } else {
            ['-', '*']
        };
        let sign = signs[usize::from(self.last_list == Some(signs[0]))];
        self.lists.push(OpenList { number, sign });
        List { gap }
    }

    fn item(&mut self) -> ElementEnd {
        let list = self.lists.last_mut();
        let marker = match list {
            Some(OpenList {
                number: Some(number),
                sign,
            }) => {
                let marker = format!("{number}{sign} ");
                *number = number.saturating_add(1);
                marker
            }
            Some(OpenList { sign, .. }) => format!("{sign} "),
            None => "- ".to_owned(),
        };
        let others = " ".repeat(marker.len());
        self.container(&marker, &others, Line)
    }

    fn tab_body(&mut self) -> ElementEnd {
        let label = self.tabs.last_mut().and_then(|tabs| {
            tabs.bodies += 1;
            tabs.labels.get(tabs.bodies - 1).cloned()
        });
        self.bold_line(&label.unwrap_or_default());
        self.plain_block(Blank, Blank)
    }

    /// Starts an element within a text.
    fn inline(&mut self, name: &str, attrs: &Attrs, link: Option<u32>) -> ElementEnd {
        let at = self.lines().block.len();
        if element::has(name, Role::Code) {
            return Code { at };
        }
        if let Some(signs) = signs(name) {
            return match self.signs.contains(&signs) {
                true => Nothing,
                false => Signs { at, signs },
            };
        }
        match (name, link) {
            ("a", Some(link)) if self.links == 0 => Link {
                at,
                dest: escape::destination(&self.addresses.address(link)),
                title: escape::title(attrs.value("title")),
                remark: self.addresses.remark(link),
            },
            // Browsers show what is in it only if they cannot show the file.
            ("video" | "audio" | "iframe" | "object", link) => {
                if link.is_some() {
                    self.image(link, attrs);
                }
                Hidden
            }
            ("sub" | "sup", _) => {
                self.push_sign(&format!("<{name}>"));
                Tag(if name == "sub" { "</sub>" } else { "</sup>" })
            }
            _ => Nothing,
        }
    }

    /// Writes an element without content.
    pub fn void(&mut self, name: &str, attrs: &Attrs, link: Option<u32>) {
        let is_box = name == "input" && attrs.value("type") == Some("checkbox");
        if is_box && self.open.last().is_some_and(OpenPart::is_task_box) {
            let is_done = attrs.value("aria-label") == Some("done");
            let sign = if is_done { "[x] " } else { "[ ] " };
            self.lines().block.push(KEPT);
            return self.push_sign(sign);
        }
        if name == "source" && self.open.last().is_some_and(OpenPart::is_media) {
            return self.show_image(link, attrs);
        }
        if self.hidden > 0 || is_hidden(name, attrs) {
            return;
        }
        match name {
            "br" => self.hard_break(),
            "hr" if self.is_one_line() => self.end_block(Line),
            "hr" if self.is_footnotes() => {}
            "hr" => {
                self.end_block(Blank);
                let rule = if self.lines().is_at_start() {
                    "***"
                } else {
                    "---"
                };
                self.write_block(&[rule]);
            }
            "img" | "image" | "embed" => self.image(link, attrs),
            _ => {}
        }
    }

    /// Writes an image, or the address of what is shown in its place.
    pub fn image(&mut self, link: Option<u32>, attrs: &Attrs) {
        let is_shown = self.hidden == 0 && !is_hidden("img", attrs);
        if is_shown && self.preformatted.is_none() && self.code == 0 {
            self.show_image(link, attrs);
        }
    }

    fn show_image(&mut self, link: Option<u32>, attrs: &Attrs) {
        let address = match link {
            Some(link) => self.addresses.address(link),
            None => attrs.value("src").unwrap_or_default().to_owned(),
        };
        let alt = attrs.value("alt").unwrap_or_default();
        if address.is_empty() && alt.is_empty() {
            return;
        }
        let mut text = String::new();
        escape::push(&mut text, alt, &BRACKETS);
        let dest = escape::destination(&address);
        let title = escape::title(attrs.value("title"));
        self.push_sign(&format!("![{text}]({dest}{title})"));
    }
}

/// Returns whether readers do not see an element.
fn is_hidden(name: &str, attrs: &Attrs) -> bool {
    let rest = attrs.list().map_or(&[][..], |list| &list.rest);
    let has = |wanted: &str| rest.iter().any(|(name, _)| name == wanted);
    has("hidden") || (name == "dialog" && !has("open"))
}

/// Returns whether an id is that of a tab.
fn is_tab(id: &str) -> bool {
    id.starts_with("__tabbed_")
}
