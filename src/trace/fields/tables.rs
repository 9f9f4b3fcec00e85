//! Tables of fields: two columns, name and value; or names in the head, and values in one row.

use super::Fields;
use super::field::Rank;
use super::names::{FieldName, field_name};
use crate::trace::lines::{Line, Setting};

/// A line in a table; all numbers from 1.
#[derive(Clone, Copy)]
struct TableCell<'l> {
    table: usize,
    row: usize,
    column: usize,
    line: &'l Line,
}

impl Fields {
    /// The fields in tables of either form.
    pub fn tables(&mut self, lines: &[Line]) {
        let cells: Vec<TableCell<'_>> = lines.iter().filter_map(TableCell::of).collect();
        for table in cells.chunk_by(|one, other| one.table == other.table) {
            let head: Vec<(usize, Option<FieldName>)> = row(table, 1)
                .map(|cell| (cell.column, cell.field_name()))
                .collect();
            if head.iter().filter(|(_, name)| name.is_some()).count() > 1 {
                self.below_head(table, &head);
            } else {
                self.beside_names(table);
            }
        }
    }

    /// The second row of a table, below a head of columns and the names in them.
    fn below_head(&mut self, table: &[TableCell<'_>], head: &[(usize, Option<FieldName>)]) {
        for cell in row(table, 2) {
            let named = head.iter().find(|(column, _)| *column == cell.column);
            if let Some(name) = named.and_then(|(_, name)| *name) {
                self.push(name, vec![cell.line.clone()], Rank::Opening);
            }
        }
    }

    /// The second column of a table with two, beside the names in the first.
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
        let Setting::Cell { table, row, column } = line.setting else {
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
