//! A query of Tantivy's with other scores: it finds the same sections.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// A function from one score to another.
type Shape = fn(Score) -> Score;

/// A query, and the function that changes its scores.
#[derive(Debug)]
pub struct Reshaped {
    query: Box<dyn Query>,
    shape: Shape,
}

impl Reshaped {
    /// The same query with other scores.
    pub fn new(query: Box<dyn Query>, shape: Shape) -> Self {
        Self { query, shape }
    }
}

impl Clone for Reshaped {
    fn clone(&self) -> Self {
        Self {
            query: self.query.box_clone(),
            shape: self.shape,
        }
    }
}

impl Query for Reshaped {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = self.query.weight(scoring)?;
        let shape = self.shape;
        Ok(if scoring.is_scoring_enabled() {
            Box::new(ReshapedWeight { weight, shape })
        } else {
            weight
        })
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.query.query_terms(visitor);
    }
}

struct ReshapedWeight {
    weight: Box<dyn Weight>,
    shape: Shape,
}

impl Weight for ReshapedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorer = self.weight.scorer(reader, 1.0)?;
        Ok(Box::new(ReshapedScorer {
            scorer,
            shape: self.shape,
            boost,
        }))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.weight.explain(reader, document)
    }
}

struct ReshapedScorer {
    scorer: Box<dyn Scorer>,
    shape: Shape,
    boost: Score,
}

impl DocSet for ReshapedScorer {
    fn advance(&mut self) -> DocId {
        self.scorer.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.scorer.seek(target)
    }

    fn doc(&self) -> DocId {
        self.scorer.doc()
    }

    fn size_hint(&self) -> u32 {
        self.scorer.size_hint()
    }

    fn cost(&self) -> u64 {
        self.scorer.cost()
    }
}

impl Scorer for ReshapedScorer {
    fn score(&mut self) -> Score {
        (self.shape)(self.scorer.score()) * self.boost
    }
}
