//! Matrices: documents of one kind against related documents of another.

use std::collections::BTreeSet;

use crate::content_map::DocKind;
use crate::trace::{Relation, Trace};

/// The kinds of matrices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatrixKind {
    /// Specifications and the stories that refine them.
    SpecificationsStories,
    /// Specifications and the decisions that constrain them.
    SpecificationsDecisions,
    /// Stories and the releases that deliver them.
    StoriesReleases,
}

/// A matrix: its rows and columns, and the related columns of each row.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// The artifacts of the rows, and the related columns of each in their order there.
    pub rows: Vec<(usize, Vec<usize>)>,
    /// The artifacts of the columns, in the order of the tree.
    pub columns: Vec<usize>,
}

impl MatrixKind {
    /// All matrices.
    pub const ALL: [Self; 3] = [
        Self::SpecificationsStories,
        Self::SpecificationsDecisions,
        Self::StoriesReleases,
    ];

    /// The name for programs: `specifications-stories`.
    pub fn name(self) -> &'static str {
        match self {
            Self::SpecificationsStories => "specifications-stories",
            Self::SpecificationsDecisions => "specifications-decisions",
            Self::StoriesReleases => "stories-releases",
        }
    }

    /// The kind of the rows.
    pub fn rows(self) -> DocKind {
        match self {
            Self::SpecificationsStories | Self::SpecificationsDecisions => DocKind::Specification,
            Self::StoriesReleases => DocKind::Story,
        }
    }

    /// The kind of the columns.
    pub fn columns(self) -> DocKind {
        match self {
            Self::SpecificationsStories => DocKind::Story,
            Self::SpecificationsDecisions => DocKind::Decision,
            Self::StoriesReleases => DocKind::Release,
        }
    }
}

impl Trace {
    /// Builds a matrix. Decisions that no specification cites have no column.
    pub fn matrix(&self, kind: MatrixKind) -> Matrix {
        let rows: Vec<(usize, Vec<usize>)> = self
            .documents(kind.rows())
            .map(|row| (row, self.related_columns(kind, row)))
            .collect();
        let related: BTreeSet<usize> = rows
            .iter()
            .flat_map(|(_, related)| related)
            .copied()
            .collect();
        let is_shown = |column: &usize| {
            kind != MatrixKind::SpecificationsDecisions || related.contains(column)
        };
        let columns = self.documents(kind.columns()).filter(is_shown).collect();
        Matrix { rows, columns }
    }

    fn related_columns(&self, kind: MatrixKind, row: usize) -> Vec<usize> {
        let related: BTreeSet<usize> = match kind {
            MatrixKind::SpecificationsStories => {
                let stories: Vec<usize> = self.into(row, Relation::Refines).collect();
                return self.in_dependency_order(&stories);
            }
            MatrixKind::SpecificationsDecisions => self.out(row, Relation::ConstrainedBy).collect(),
            MatrixKind::StoriesReleases => {
                let entries = self.into(row, Relation::Delivers);
                entries
                    .filter_map(|entry| self.releases.get(&entry).copied())
                    .collect()
            }
        };
        related.into_iter().collect()
    }
}
