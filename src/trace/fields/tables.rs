//! Tables of fields, in two forms: a name and a value in each row, or names in the head and values
//! in the second row.

use super::RecordFields;
use super::field::Rank;
use super::names::{FieldName, field_name};
use crate::trace::lines::{Line, LineSetting};

/// A line in a table. All numbers start at 1.
#[derive(Clone, Copy)]
struct TableCell<'l> {
    table: usize,
    row: usize,
    column: usize,
    line: &'l Line,
}

/// A column of a table, with the field in its head.
struct FieldColumn {
    number: usize,
    field: Option<FieldName>,
}

impl FieldColumn {
    fn of(head: &TableCell<'_>) -> Self {
        Self {
            number: head.column,
            field: head.field_name(),
        }
    }
}

impl RecordFields {
    /// Reads the fields in tables of both forms.
    pub fn tables(&mut self, lines: &[Line]) {
        let cells: Vec<TableCell<'_>> = lines.iter().filter_map(TableCell::of).collect();
        for table in cells.chunk_by(|one, other| one.table == other.table) {
            let head: Vec<FieldColumn> = row(table, 1).map(FieldColumn::of).collect();
            let named = head.iter().filter(|column| column.field.is_some());
            if named.count() > 1 {
                self.below_head(table, &head);
            } else {
                self.beside_names(table);
            }
        }
    }

    /// Reads the second row of a table whose head holds the names.
    fn below_head(&mut self, table: &[TableCell<'_>], head: &[FieldColumn]) {
        for cell in row(table, 2) {
            let column = head.iter().find(|column| column.number == cell.column);
            if let Some(name) = column.and_then(|column| column.field) {
                let value = vec![cell.line.clone()];
                self.push(name, value, Rank::Opening);
            }
        }
    }

    /// Reads a table of two columns: names in the first, values in the second.
    fn beside_names(&mut self, table: &[TableCell<'_>]) {
        if table.iter().any(|cell| cell.column > 2) {
            return;
        }
        for row in table.chunk_by(|one, other| one.row == other.row) {
            let first = row.first().filter(|first| first.column == 1);
            if let Some(name) = first.and_then(TableCell::field_name) {
                let value = row.iter().filter(|cell| cell.column == 2);
                let value = value.map(|cell| cell.line.clone()).collect();
                self.push(name, value, Rank::Opening);
            }
        }
    }
}

impl<'l> TableCell<'l> {
    fn of(line: &'l Line) -> Option<Self> {
        let LineSetting::Cell { table, row, column } = line.setting else {
            return None;
        };
        Some(Self {
            table,
            row,
            column,
            line,
        })
    }

    fn field_name(&self) -> Option<FieldName> {
        field_name(self.line.text.trim_end_matches(':'))
    }
}

fn row<'t, 'l>(
    table: &'t [TableCell<'l>],
    number: usize,
) -> impl Iterator<Item = &'t TableCell<'l>> {
    table.iter().filter(move |cell| cell.row == number)
}
