//! The end of each element.

use super::escape::{self, BRACKETS};
use super::lines::LineGap::Blank;
use super::writer::ElementEnd::{
    self, Block, Cell, Code, Container, Heading, Hidden, Link, LinkAround, List, Nothing, Signs,
    TabLabel, Table, Tabs, Tag, Title,
};
use super::writer::{MarkdownWriter, OpenPart};
use crate::body::element::{self, Role};

/// The names of the elements that end where another one starts, and of those that they do not end
/// beyond.
fn implied(name: &str) -> (&'static str, &'static str) {
    match name {
        "li" => ("li", "ul ol"),
        "dt" | "dd" => ("dt dd", "dl"),
        "td" | "th" => ("td th", "table"),
        "tr" => ("td th tr", "table"),
        "tbody" | "tfoot" => ("td th tr thead tbody", "table"),
        _ => ("", ""),
    }
}

/// The most open elements that an end tag is compared with.
const MOST_OPEN: usize = 256;

/// Returns whether HTML ends a paragraph where this element starts.
fn ends_paragraph(name: &str) -> bool {
    name == "p" || element::has(name, Role::EndsParagraph)
}

fn is_html_paragraph(open: &OpenPart) -> bool {
    open.is_html && open.name == "p"
}

fn is_one_of(open: &OpenPart, names: &str) -> bool {
    let mut names = names.split(' ');
    names.any(|name| name == open.name)
}

impl MarkdownWriter<'_> {
    /// Ends the elements whose end tags HTML lets authors leave out before an element.
    pub fn imply_ends(&mut self, name: &str) {
        if ends_paragraph(name) && self.open.last().is_some_and(is_html_paragraph) {
            self.end();
        }
        let (ended, bounds) = implied(name);
        let inner = self.open.iter().enumerate().rev().take(MOST_OPEN);
        let inner = inner.take_while(|(_, open)| open.is_html && !is_one_of(open, bounds));
        let outermost = inner.filter(|(_, open)| is_one_of(open, ended)).last();
        if let Some((at, _)) = outermost {
            self.end_down_to(at);
        }
    }

    /// Ends an element of the author's HTML; an end tag without a start tag has no effect.
    pub fn end_html(&mut self, name: &str) {
        let inner = self.open.iter().enumerate().rev().take(MOST_OPEN);
        let mut inner = inner.take_while(|(_, open)| open.is_html);
        let found = inner.find(|(_, open)| open.name == name);
        if let Some((at, _)) = found {
            self.end_down_to(at);
        }
    }

    fn end_down_to(&mut self, at: usize) {
        while self.open.len() > at {
            self.end();
        }
    }

    /// Ends the innermost element.
    pub fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.end {
            Nothing => {}
            Hidden => self.hidden -= 1,
            Tag(tag) => self.push_sign(tag),
            Block(gap) => self.end_block(gap),
            Container { signs, gap } => {
                self.close_inline();
                let inner = self.lines().close(signs);
                self.end_block(gap.max(inner));
            }
            List { gap } => {
                self.end_block(gap);
                self.last_list = self.lists.pop().map(|list| list.sign);
            }
            LinkAround { dest } => {
                self.end_block(Blank);
                self.push_sign(&format!("[]({dest})"));
                self.end_block(Blank);
            }
            Tabs => {
                self.tabs.pop();
                self.end_block(Blank);
            }
            ElementEnd::Preformatted => {
                if let Some(code) = self.preformatted.take() {
                    let text = code.text.strip_prefix('\n').unwrap_or(&code.text);
                    self.fence(&code.language, text);
                }
            }
            Table => self.end_table(),
            end @ (Signs { .. } | Code { .. } | Link { .. }) => {
                self.end_inline(end);
            }
            end => self.end_line(end),
        }
    }

    fn end_table(&mut self) {
        self.end_block(Blank);
        let Some(table) = self.tables.pop() else {
            return;
        };
        let lines = if self.is_one_line() {
            table.texts()
        } else {
            table.lines()
        };
        if !lines.is_empty() {
            self.write_block(&lines);
        }
    }

    /// Ends a text on one line, and writes it.
    fn end_line(&mut self, end: ElementEnd) {
        self.close_inline();
        let Some(text) = self.texts.pop() else { return };
        match end {
            Cell { is_head, attrs } => {
                let text = text.on_one_line("<br>");
                if let Some(table) = self.tables.last_mut() {
                    table.add(text, is_head, &attrs);
                }
            }
            Heading { level, id } => {
                let id = id.filter(|id| !id.contains(char::is_whitespace));
                let text = text.on_one_line(" ");
                let text = match id {
                    Some(id) => format!("{text} {{#{id}}}"),
                    None => escape::heading(&text),
                };
                self.write_block(&[format!("{} {text}", "#".repeat(level))]);
            }
            Title => self.bold_line(&text.on_one_line(" ")),
            TabLabel => {
                if let Some(tabs) = self.tabs.last_mut() {
                    tabs.labels.push(text.on_one_line(" "));
                }
            }
            _ => {}
        }
    }

    /// Ends the elements within the text, so that another block can start. They are open still, but
    /// without effect.
    pub fn close_inline(&mut self) {
        for at in (0..self.open.len()).rev() {
            if self.links + self.code + self.signs.len() == 0 {
                return;
            }
            match self.open[at].end {
                // The text around a text on one line goes on after it.
                Title | TabLabel | Heading { .. } | Cell { .. } => return,
                Signs { .. } | Code { .. } | Link { .. } => {
                    let end = std::mem::replace(&mut self.open[at].end, Nothing);
                    self.open[at].end = self.link_around(&end);
                    self.end_inline(end);
                }
                Block(_) | Container { .. } => return,
                _ => {}
            }
        }
    }

    /// The end of a link that has blocks and no text before them: its address stands behind them.
    fn link_around(&mut self, end: &ElementEnd) -> ElementEnd {
        let block = &self.lines().block;
        match end {
            Link { at, dest, .. } if block.get(*at..).is_none_or(|text| text.trim().is_empty()) => {
                LinkAround { dest: dest.clone() }
            }
            _ => Nothing,
        }
    }

    /// Writes the signs of an element within a text around its content.
    fn end_inline(&mut self, end: ElementEnd) {
        let block = &mut self.lines().block;
        match end {
            Signs { at, signs } => {
                mark(block, at, signs);
                self.signs.retain(|open| *open != signs);
            }
            Code { at } => {
                let code = block.split_off(at.min(block.len()));
                self.code = self.code.saturating_sub(1);
                let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
                if !code.is_empty() {
                    self.push_code(&code);
                }
            }
            Link {
                at,
                dest,
                title,
                remark,
            } => {
                link(block, at, &dest, &title);
                if let Some(remark) = remark {
                    block.push_str(&format!(" ({remark})"));
                }
                self.links = 0;
            }
            _ => {}
        }
    }
}

/// Makes a link of the text from a byte on. A link without a text is left out: readers see none.
fn link(block: &mut String, at: usize, dest: &str, title: &str) {
    let text = block.split_off(at.min(block.len()));
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return block.push_str(&text);
    }
    block.push_str(&text[..text.len() - text.trim_start().len()]);
    if block.ends_with('!') {
        block.insert(block.len() - 1, '\\');
    }
    let mut address = String::new();
    escape::push(&mut address, dest, &BRACKETS);
    let is_web = dest.starts_with("http:") || dest.starts_with("https:");
    if is_web && address == trimmed && title.is_empty() {
        block.push_str(&format!("<{dest}>"));
    } else {
        block.push_str(&format!("[{trimmed}]({dest}{title})"));
    }
    block.push_str(&text[text.trim_end().len()..]);
}

/// Writes signs around the text from a byte on. Blanks at its ends stay outside.
fn mark(block: &mut String, at: usize, signs: &'static str) {
    let text = block.split_off(at.min(block.len()));
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return block.push_str(&text);
    }
    let start = text.find(trimmed).unwrap_or_default();
    block.push_str(&text[..start]);
    // Signs between a letter and another sign start nothing.
    let is_letter = block.ends_with(char::is_alphanumeric);
    if is_letter && !trimmed.starts_with(char::is_alphanumeric) {
        return block.push_str(&text[start..]);
    }
    // Stars right after stars are read as signs of the same text.
    let signs = match signs {
        "*" if block.ends_with('*') => "_",
        "**" if block.ends_with('*') => "__",
        signs => signs,
    };
    block.push_str(signs);
    block.push_str(trimmed);
    block.push_str(signs);
    block.push_str(&text[start + trimmed.len()..]);
}
