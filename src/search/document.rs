//! A section as a document of Tantivy's.

use std::ops::Range;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::fields::{IndexFields, OPENS, SECTION};
use super::query::Filter;
use super::search_page::{SearchPage, SearchSection};
use super::settings::standing;
use super::terms::{OfSection, Terms};
use super::texts;

/// The documents of a page, in the order of its sections; `number` is the page's in its segment.
pub fn documents(
    number: usize,
    page: &SearchPage,
    terms: &Terms,
    fields: IndexFields,
) -> Vec<TantivyDocument> {
    let shift = texts::shift(page);
    let of_page = page_filters(page);
    let sections = page.sections.iter().zip(&terms.sections).enumerate();
    let document = |(at, (section, of)): (usize, (&SearchSection, &OfSection))| {
        let mut document = DocumentOf {
            document: TantivyDocument::default(),
            fields,
            terms,
            is_first: at == 0,
        };
        document.add_texts(of);
        document.add_filters(section, &of_page);
        document.add_names(of);
        let mut document = document.document;
        let standing = standing(section.status.as_deref());
        document.add_f64(fields.boost, page.boost * standing);
        document.add_u64(fields.number, number as u64);
        document.add_u64(fields.section, at as u64);
        document.add_u64(fields.chunk, (at >> shift) as u64);
        document.add_u64(fields.line, section.line.into());
        document
    };
    sections.map(document).collect()
}

/// The filters of each section of a page.
fn page_filters(page: &SearchPage) -> Vec<String> {
    let tags = page.tags.iter().map(|tag| (Filter::Tag, tag));
    tags.chain([(Filter::Place, &page.place)])
        .map(|(filter, value)| filter.term(value))
        .collect()
}

/// The unfinished document of a section.
struct DocumentOf<'t> {
    document: TantivyDocument,
    fields: IndexFields,
    /// The terms of its page.
    terms: &'t Terms,
    /// True for the first section of a page, which has the fields of the page as a whole.
    is_first: bool,
}

impl DocumentOf<'_> {
    fn add(&mut self, field: Field, range: &Range<usize>) {
        if !range.is_empty() {
            self.document.add_text(field, self.terms.part(range));
        }
    }

    fn add_texts(&mut self, of: &OfSection) {
        let (fields, terms) = (self.fields, self.terms);
        let name = if self.is_first {
            fields.title
        } else {
            fields.heading
        };
        self.add(name, &of.name);
        self.add(fields.body, &of.body);
        self.add(fields.code, &of.code);
        self.add(fields.identifiers, &of.identifiers);
        self.add(fields.above, &terms.folders);
        if self.is_first {
            self.add(fields.tags, &terms.tags);
            self.add(fields.about, &terms.about);
            self.add(fields.page, &terms.page);
        } else {
            self.add(fields.above, &terms.title);
            self.add(fields.above, &of.above);
        }
    }

    /// Adds its filters; `of_page` are those of its page.
    fn add_filters(&mut self, section: &SearchSection, of_page: &[String]) {
        let own = [
            (Filter::Kind, &section.kind),
            (Filter::Status, &section.status),
        ];
        for (filter, value) in own {
            if let Some(value) = value {
                self.add_filter(&filter.term(value));
            }
        }
        if section.opens {
            self.add_filter(OPENS);
        }
        of_page.iter().for_each(|filter| self.add_filter(filter));
    }

    /// Adds its names.
    fn add_names(&mut self, of: &OfSection) {
        let terms = self.terms;
        for name in terms.part(&of.names).split_terminator(' ') {
            if self.is_first {
                self.add_filter(name);
            } else {
                self.add_filter(&format!("{SECTION}{name}"));
            }
        }
    }

    fn add_filter(&mut self, filter: &str) {
        self.document.add_text(self.fields.filters, filter);
    }
}
