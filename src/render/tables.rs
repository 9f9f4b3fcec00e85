//! The tables of traceability, which a script lets readers filter.

use super::Renderer;
use super::addresses::Ways;
use super::html::HtmlWriter;
use super::message::write_message;
use super::view::{ColumnView, TableView};

/// A column of free text.
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

/// A column whose title is a link.
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
    /// True where a missing value is a gap in the chain.
    gap: bool,
    /// True for the head of a row.
    head: bool,
}

impl Cell {
    fn of(write: impl FnOnce(&mut HtmlWriter)) -> Self {
        let mut cell = Self::default();
        write(&mut cell.html);
        cell
    }

    /// A text.
    pub fn text(text: &str) -> Self {
        Self::of(|html| html.text(text))
    }

    /// The message of a finding, with its code as code.
    pub fn message(message: &str) -> Self {
        Self::of(|html| write_message(message, html))
    }

    /// A text as a link.
    pub fn link(text: &str, href: &str) -> Self {
        Self::of(|html| {
            html.open("a").attr("href", href);
            html.text(text);
            html.close("a");
        })
    }

    /// A number; 0 is a gap.
    pub fn count(count: usize) -> Self {
        Self::text(&count.to_string()).gap(count == 0)
    }

    /// A day as `2026-11-21`.
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

    /// HTML, such as a badge.
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
    /// A cell of one artifact.
    pub(super) fn artifact(&self, at: usize, ways: &Ways) -> Cell {
        Cell::of(|html| self.write_link(at, ways, html))
    }

    /// A cell of any number of artifacts.
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

    /// A cell of any number of artifacts; none is a gap.
    pub(super) fn wanted(&self, artifacts: &[usize], ways: &Ways) -> Cell {
        self.artifacts(artifacts, ways).gap(artifacts.is_empty())
    }
}

impl TableView {
    /// A table with a name and columns; `none` is shown in the place of a table without rows.
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
