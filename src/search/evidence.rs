//! The scores of sections and pages for a part of a query.

/// The scores of a word or phrase, by the numbers of the site's sections and pages; 0 where it is
/// not.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The score of each section for the section's own fields and what it stands in.
    pub sections: Vec<f32>,
    /// True for each section that has it itself; what a section stands in only says more about it.
    pub own: Vec<bool>,
    /// The score of each page for the fields of the page as a whole.
    pub pages: Vec<f32>,
}

impl Evidence {
    /// None at all.
    pub fn none(sections: usize, pages: usize) -> Self {
        Self {
            sections: vec![0.0; sections],
            own: vec![false; sections],
            pages: vec![0.0; pages],
        }
    }

    /// Returns whether a section has it itself.
    pub fn is_anywhere(&self) -> bool {
        self.own.contains(&true)
    }

    /// Either of two: the better score of each section and page; those of the other are worth less.
    pub fn or(mut self, other: &Self, worth: f32) -> Self {
        let raise = |scores: &mut [f32], others: &[f32]| {
            for (score, other) in scores.iter_mut().zip(others) {
                *score = score.max(other * worth);
            }
        };
        raise(&mut self.sections, &other.sections);
        raise(&mut self.pages, &other.pages);
        for (own, other) in self.own.iter_mut().zip(&other.own) {
            *own |= other;
        }
        self
    }

    /// Both of two: the sum of their scores, where both are. A section has them itself if it has
    /// the first, and the other at least in what it stands in.
    pub fn and(mut self, other: &Self) -> Self {
        let add = |scores: &mut [f32], others: &[f32]| {
            for (score, other) in scores.iter_mut().zip(others) {
                *score = if *score > 0.0 && *other > 0.0 {
                    *score + other
                } else {
                    0.0
                };
            }
        };
        let others = other.own.iter().zip(&other.sections);
        for (own, (other, score)) in self.own.iter_mut().zip(others) {
            *own &= *other || *score > 0.0;
        }
        add(&mut self.sections, &other.sections);
        add(&mut self.pages, &other.pages);
        self
    }

    /// The same with other scores.
    pub fn shaped(mut self, shape: fn(f32) -> f32) -> Self {
        let all = self.sections.iter_mut().chain(&mut self.pages);
        for score in all.filter(|score| **score > 0.0) {
            *score = shape(*score);
        }
        self
    }
}
