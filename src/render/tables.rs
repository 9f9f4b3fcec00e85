//! The tables of traceability, which a script lets readers filter.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use serde::Serialize;

use super::Renderer;
use super::addresses::Ways;

/// A table; templates write its frame and its head.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Part of the address of a filtered view.
    id: &'static str,
    caption: &'static str,
    columns: Vec<Column>,
    /// The rows as HTML; empty where there are none.
    rows: String,
    /// What stands there when it has no rows.
    none: &'static str,
    matrix: bool,
}

/// What heads a column.
#[derive(Debug, Serialize)]
pub struct Column {
    title: String,
    href: Option<String>,
    /// Offers its values to choose from.
    filter: bool,
}

/// A column of free text.
pub fn column(title: &str) -> Column {
    Column {
        title: title.to_owned(),
        href: None,
        filter: false,
    }
}

/// A column whose values readers choose from.
pub fn choice(title: &str) -> Column {
    Column {
        filter: true,
        ..column(title)
    }
}

/// A column whose title leads somewhere.
pub fn linked_column(title: String, href: Option<String>) -> Column {
    Column {
        title,
        href,
        filter: false,
    }
}

/// A cell: what stands in it, and how it stands out.
#[derive(Debug, Default)]
pub struct Cell {
    html: String,
    /// It should not be empty, and is.
    gap: bool,
    /// It heads its row.
    head: bool,
}

impl Cell {
    /// Text.
    pub fn text(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        let _ = escape_html_body_text(&mut html, text);
        Self {
            html,
            ..Self::default()
        }
    }

    /// Text that leads somewhere.
    pub fn link(text: &str, href: &str) -> Self {
        let mut html = String::from("<a href=\"");
        let _ = escape_html(&mut html, href);
        html.push_str("\">");
        let _ = escape_html_body_text(&mut html, text);
        html.push_str("</a>");
        Self {
            html,
            ..Self::default()
        }
    }

    /// A count, which stands out when it is none.
    pub fn count(count: usize) -> Self {
        Self {
            gap: count == 0,
            ..Self::text(&count.to_string())
        }
    }

    /// A day as `2026-11-21`.
    pub fn day(date: Option<&str>) -> Self {
        let html = date.map_or_else(String::new, |date| {
            format!("<time datetime=\"{date}\">{date}</time>")
        });
        Self {
            html,
            ..Self::default()
        }
    }

    /// What is HTML already.
    pub fn html(html: &str) -> Self {
        Self {
            html: html.to_owned(),
            ..Self::default()
        }
    }

    /// It heads its row.
    pub fn head(self) -> Self {
        Self { head: true, ..self }
    }

    /// Standing out, or no more, for want of something in it.
    pub fn gap(self, gap: bool) -> Self {
        Self { gap, ..self }
    }

    fn write(&self, html: &mut String) {
        html.push_str(match (self.head, self.gap) {
            (true, _) => "<th scope=\"row\">",
            (false, true) => "<td class=\"gap\">",
            (false, false) => "<td>",
        });
        html.push_str(&self.html);
        if self.gap && self.html.is_empty() {
            html.push_str("<span class=\"visually-hidden\">none</span>");
        }
        html.push_str(if self.head { "</th>" } else { "</td>" });
    }
}

impl Renderer<'_> {
    /// A cell of one artifact.
    pub(super) fn artifact(&self, at: usize, ways: &Ways) -> Cell {
        let mut cell = Cell::default();
        self.write_link(at, ways, &mut cell.html);
        cell
    }

    /// A cell of any number of artifacts.
    pub(super) fn artifacts(&self, artifacts: impl Iterator<Item = usize>, ways: &Ways) -> Cell {
        let artifacts: Vec<usize> = artifacts.collect();
        if let [only] = artifacts.as_slice() {
            return self.artifact(*only, ways);
        }
        let mut cell = Cell::default();
        if !artifacts.is_empty() {
            cell.html.push_str("<ul>");
            for at in artifacts {
                cell.html.push_str("<li>");
                self.write_link(at, ways, &mut cell.html);
                cell.html.push_str("</li>");
            }
            cell.html.push_str("</ul>");
        }
        cell
    }

    /// The same, which stands out when there are none.
    pub(super) fn wanted(&self, artifacts: impl Iterator<Item = usize>, ways: &Ways) -> Cell {
        let cell = self.artifacts(artifacts, ways);
        Cell {
            gap: cell.html.is_empty(),
            ..cell
        }
    }
}

impl Table {
    /// A table of that name and those columns; `none` says that it has no rows.
    pub fn new(id: &'static str, columns: Vec<Column>, none: &'static str) -> Self {
        Self {
            id,
            caption: "",
            columns,
            rows: String::new(),
            none,
            matrix: false,
        }
    }

    /// The same, under a heading.
    pub fn called(self, caption: &'static str) -> Self {
        Self { caption, ..self }
    }

    /// The same, with a mark where a row and a column meet.
    pub fn matrix(self) -> Self {
        Self {
            matrix: true,
            ..self
        }
    }

    /// Writes a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push_str("<tr>");
        for cell in cells {
            cell.write(&mut self.rows);
        }
        self.rows.push_str("</tr>\n");
    }

    /// The same, with those rows.
    pub fn with<R: IntoIterator<Item = Cell>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        for row in rows {
            self.row(row);
        }
        self
    }
}
