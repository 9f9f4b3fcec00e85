//! The tables of traceability, which readers filter with a script.

use super::Renderer;
use super::addresses::Ways;
use super::html::HtmlWriter;
use super::message::write_message;
use super::view::{ColumnView, TableView};

/// A column of free text, without a filter.
pub fn column(title: &str) -> ColumnView {
    ColumnView {
        title: title.to_owned(),
        href: None,
        filter: false,
    }
}

/// A column that readers filter by its values.
pub fn choice(title: &str) -> ColumnView {
    ColumnView {
        filter: true,
        ..column(title)
    }
}

/// A column with a link as its title.
pub fn linked_column(title: String, href: Option<String>) -> ColumnView {
    ColumnView {
        title,
        href,
        filter: false,
    }
}

/// A cell of a table.
#[derive(Debug, Default)]
pub struct Cell {
    html: HtmlWriter,
    /// True if the missing value is a gap in the chain.
    gap: bool,
    /// True if the cell is the head of its row.
    head: bool,
}

impl Cell {
    fn of(write: impl FnOnce(&mut HtmlWriter)) -> Self {
        let mut cell = Self::default();
        write(&mut cell.html);
        cell
    }

    /// A cell of plain text.
    pub fn text(text: &str) -> Self {
        Self::of(|html| html.text(text))
    }

    /// A cell with a finding's message, where text between backquotes is code.
    pub fn message(message: &str) -> Self {
        Self::of(|html| write_message(message, html))
    }

    /// A cell of text that is a link.
    pub fn link(text: &str, href: &str) -> Self {
        Self::of(|html| {
            html.open("a").attr("href", href);
            html.text(text);
            html.close("a");
        })
    }

    /// A cell with a number; 0 is a gap.
    pub fn count(count: usize) -> Self {
        Self::text(&count.to_string()).gap(count == 0)
    }

    /// A cell with a day: `2026-11-21`.
    pub fn day(date: Option<&str>) -> Self {
        let Some(date) = date else {
            return Self::default();
        };
        Self::of(|html| {
            html.open("time").attr("datetime", date);
            html.text(date);
            html.close("time");
        })
    }

    /// A cell of HTML, such as a badge.
    pub fn html(html: &str) -> Self {
        Self::of(|own| own.raw(html))
    }

    /// The same cell as the head of its row.
    pub fn head(self) -> Self {
        Self { head: true, ..self }
    }

    /// The same cell, marked as a gap or not.
    pub fn gap(self, gap: bool) -> Self {
        Self { gap, ..self }
    }

    fn write(&self, html: &mut HtmlWriter) {
        let name = if self.head { "th" } else { "td" };
        let cell = html.open(name);
        match (self.head, self.gap) {
            (true, _) => drop(cell.attr("scope", "row")),
            (false, true) => drop(cell.attr("class", "gap")),
            (false, false) => drop(cell),
        }
        html.raw(self.html.as_str());
        if self.gap && self.html.is_empty() {
            html.raw("<span class=\"visually-hidden\">none</span>");
        }
        html.close(name);
    }
}

impl Renderer<'_> {
    /// A cell with a link to an artifact.
    pub(super) fn artifact(&self, at: usize, ways: &Ways) -> Cell {
        Cell::of(|html| self.write_link(at, ways, html))
    }

    /// A cell with links to any number of artifacts.
    pub(super) fn artifacts(&self, artifacts: &[usize], ways: &Ways) -> Cell {
        match artifacts {
            [] => Cell::default(),
            [only] => self.artifact(*only, ways),
            several => Cell::of(|html| {
                html.open("ul");
                for at in several {
                    html.open("li");
                    self.write_link(*at, ways, html);
                    html.close("li");
                }
                html.close("ul");
            }),
        }
    }

    /// A cell with links to any number of artifacts; a cell without one is a gap.
    pub(super) fn wanted(&self, artifacts: &[usize], ways: &Ways) -> Cell {
        self.artifacts(artifacts, ways).gap(artifacts.is_empty())
    }
}

impl TableView {
    /// A table with a name and columns; the sentence `none` replaces a table without rows.
    pub fn new(id: &'static str, columns: Vec<ColumnView>, none: &'static str) -> Self {
        Self {
            id,
            caption: "",
            columns,
            rows: String::new(),
            none,
            matrix: false,
        }
    }

    /// The same table under a heading.
    pub fn called(self, caption: &'static str) -> Self {
        Self { caption, ..self }
    }

    /// The same table as a matrix.
    pub fn matrix(self) -> Self {
        Self {
            matrix: true,
            ..self
        }
    }

    /// The same table with rows.
    pub fn with<R: IntoIterator<Item = Cell>>(self, rows: impl IntoIterator<Item = R>) -> Self {
        let mut html = HtmlWriter::default();
        for row in rows {
            html.open("tr");
            for cell in row {
                cell.write(&mut html);
            }
            html.close("tr");
            html.raw("\n");
        }
        Self {
            rows: html.into(),
            ..self
        }
    }
}
