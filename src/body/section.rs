//! The sections of a page: what stands below each heading.

use super::{Event, Heading, Page, end_of};

/// The start of a page, or a heading, and the events below it.
#[derive(Debug, Clone, Copy)]
pub struct Section<'p> {
    /// The heading; none at the start of the page.
    pub heading: Option<&'p Heading>,
    /// The events behind the heading.
    pub events: &'p [Event],
}

impl Page {
    /// The start of the page and one section for each heading, in order. Each ends at the next
    /// heading.
    pub fn sections(&self) -> impl Iterator<Item = Section<'_>> {
        let start = Section {
            heading: None,
            events: self.events_between(0, self.headings.first()),
        };
        let below = (0..self.headings.len()).map(|number| self.section(number));
        std::iter::once(start).chain(below)
    }

    /// The section of a heading, up to the next heading.
    pub fn section(&self, number: usize) -> Section<'_> {
        self.section_until(number, |_| true)
    }

    /// The section of a heading with its subsections, up to the next heading of its level or above.
    pub fn section_with_parts(&self, number: usize) -> Section<'_> {
        let level = self.headings[number].level;
        self.section_until(number, |next| next.level <= level)
    }

    fn section_until(&self, number: usize, ends: impl Fn(&Heading) -> bool) -> Section<'_> {
        let heading = &self.headings[number];
        let start = end_of(&self.events, heading.event) + 1;
        let next = self.headings[number + 1..].iter().find(|next| ends(next));
        Section {
            heading: Some(heading),
            events: self.events_between(start, next),
        }
    }

    fn events_between(&self, start: usize, next: Option<&Heading>) -> &[Event] {
        let end = next.map_or(self.events.len(), |next| next.event);
        self.events.get(start..end).unwrap_or_default()
    }
}
