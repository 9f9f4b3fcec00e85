//! Code and comments in a line: braces in them have another meaning, or none.

use std::ops::Range;

/// Byte ranges of a line, in their order.
pub struct LineSpans(Vec<Range<usize>>);

impl LineSpans {
    /// The comments that open on the line.
    pub fn of_comments(line: &str) -> Self {
        let mut spans: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while let Some(open) = line[at..].find("<!--").map(|found| at + found) {
            at = line[open..]
                .find("-->")
                .map_or(line.len(), |length| open + length);
            spans.push(open..at);
        }
        Self(spans)
    }

    /// The inline code, between runs of backticks of one length.
    pub fn of_code(line: &str) -> Self {
        let runs = runs_of_backticks(line);
        let mut spans = Vec::new();
        // Lengths without a partner are searched for once.
        let mut unpaired = 0u64;
        let mut next = 0;
        while let Some(open) = runs.get(next) {
            let bit = 1 << open.len().min(63);
            let close = runs[next + 1..]
                .iter()
                .position(|run| unpaired & bit == 0 && run.len() == open.len());
            match close {
                Some(close) => {
                    spans.push(open.start..runs[next + 1 + close].end);
                    next += close + 2;
                }
                None => {
                    unpaired |= bit;
                    next += 1;
                }
            }
        }
        Self(spans)
    }

    /// Returns whether a byte of the line is in one of the ranges.
    pub fn hold(&self, at: usize) -> bool {
        let next = self.0.partition_point(|span| span.end <= at);
        self.0.get(next).is_some_and(|span| span.contains(&at))
    }
}

fn runs_of_backticks(line: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in line.match_indices('`') {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += 1,
            None => runs.push(at..at + 1),
        }
    }
    runs
}
