//! Tables: rows of cells, each on one line.

use crate::body::Attrs;

/// A table that is being read.
#[derive(Debug, Default)]
pub struct CellRows {
    rows: Vec<Vec<CellText>>,
    /// The number of rows below that a cell reaches into, by column.
    spans: Vec<usize>,
    /// The line below the head, by column.
    rules: Vec<&'static str>,
}

/// The text of a cell.
#[derive(Debug, Default)]
struct CellText {
    text: String,
    is_head: bool,
}

/// The most columns of a table, and rows that a cell takes: a page may name any number.
const MOST: usize = 100;

/// The rule of a column without a direction.
const PLAIN: &str = "---";

impl CellRows {
    /// Starts a row.
    pub fn start_row(&mut self) {
        // A short row leaves the cells above its empty end.
        let last = self.rows.last().map_or(0, Vec::len);
        for span in self.spans.iter_mut().skip(last) {
            *span = span.saturating_sub(1);
        }
        self.rows.push(Vec::new());
        self.skip_taken();
    }

    /// Adds a cell to the last row.
    pub fn add(&mut self, text: String, is_head: bool, attrs: &Attrs) {
        if self.rows.is_empty() {
            self.start_row();
        }
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        if row.len() >= MOST {
            return;
        }
        let first = row.len();
        row.push(CellText { text, is_head });
        let end = (first + number(attrs, "colspan")).min(MOST);
        row.resize_with(end, CellText::default);
        let columns = row.len();
        self.spans.resize(self.spans.len().max(columns), 0);
        self.spans[first..columns].fill(number(attrs, "rowspan") - 1);
        self.rules.resize(self.rules.len().max(columns), PLAIN);
        if self.rules[first] == PLAIN {
            self.rules[first] = rule(attrs);
        }
        self.skip_taken();
    }

    /// Leaves the next columns empty that cells above reach into.
    fn skip_taken(&mut self) {
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        while let Some(span) = self.spans.get_mut(row.len()).filter(|span| **span > 0) {
            *span -= 1;
            row.push(CellText::default());
        }
    }

    /// The lines of the table. Without a head, the head's cells are empty.
    pub fn lines(self) -> Vec<String> {
        let columns = self.rules.len();
        if columns == 0 {
            return Vec::new();
        }
        let mut rows = self.rows.iter().filter(|row| !row.is_empty()).peekable();
        let head = rows.next_if(|row| is_head(row));
        let rule = self.rules.join(" | ");
        let head = head.map_or(&[][..], Vec::as_slice);
        let mut lines = vec![line(head, columns), format!("| {rule} |")];
        lines.extend(rows.map(|row| line(row, 1)));
        lines
    }

    /// The rows as texts, for a table in a cell of another.
    pub fn texts(self) -> Vec<String> {
        let text = |row: Vec<CellText>| {
            let texts = row.into_iter().map(|cell| cell.text);
            texts
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        };
        self.rows.into_iter().map(text).collect()
    }
}

/// Returns whether all cells of a row with a text are those of a head.
fn is_head(row: &[CellText]) -> bool {
    let mut cells = row.iter();
    let has_head = cells.clone().any(|cell| cell.is_head);
    has_head && cells.all(|cell| cell.is_head || cell.text.is_empty())
}

/// A row as a line with at least that many cells. Readers add those that its end lacks.
fn line(row: &[CellText], least: usize) -> String {
    let last = row.iter().rposition(|cell| !cell.text.is_empty());
    let columns = last.map_or(0, |last| last + 1).max(least);
    let mut line = String::from("|");
    for column in 0..columns {
        line.push(' ');
        if let Some(cell) = row.get(column) {
            line.push_str(&cell.text.replace('|', "\\|"));
        }
        line.push_str(" |");
    }
    line
}

fn number(attrs: &Attrs, name: &str) -> usize {
    let number = attrs
        .value(name)
        .and_then(|value| value.trim().parse().ok());
    number.unwrap_or(1).clamp(1, MOST)
}

fn rule(attrs: &Attrs) -> &'static str {
    if is_aligned(attrs, "left") {
        ":--"
    } else if is_aligned(attrs, "center") {
        ":-:"
    } else if is_aligned(attrs, "right") {
        "--:"
    } else {
        PLAIN
    }
}

fn is_aligned(attrs: &Attrs, side: &str) -> bool {
    let class = format!("align-{side}");
    attrs.has_class(&class) || attrs.value("align") == Some(side)
}
