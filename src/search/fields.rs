//! The fields of the index, and what a word in each is worth.

use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The page's title, in its first section alone.
    pub title: Field,
    /// Its heading.
    pub heading: Field,
    /// The headings and folders that it stands in.
    pub above: Field,
    /// Its text.
    pub body: Field,
    /// Its code blocks.
    pub code: Field,
    /// All words of the page, in its first section: what is asked for may stand in several.
    pub page: Field,
    /// The page's tags.
    pub tags: Field,
    /// What it is called elsewhere.
    pub identifiers: Field,
    /// The words as they are written: what is typed is completed and mended by them.
    pub forms: Field,
    /// For `kind:`.
    pub kind: Field,
    /// For `status:`.
    pub status: Field,
    /// For `tag:`.
    pub tag: Field,
    /// For `in:`.
    pub place: Field,
    /// How much more the page counts.
    pub boost: Field,
    /// What a result shows, as JSON.
    pub shown: Field,
}

impl Fields {
    /// The schema with these fields.
    pub fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let words = TextOptions::default().set_indexing_options(indexing);
        let plain = TextFieldIndexing::default().set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
        let forms = TextOptions::default().set_indexing_options(plain);
        let fields = Self {
            title: schema.add_text_field("title", words.clone()),
            heading: schema.add_text_field("heading", words.clone()),
            above: schema.add_text_field("above", words.clone()),
            body: schema.add_text_field("body", words.clone()),
            code: schema.add_text_field("code", words.clone()),
            page: schema.add_text_field("page", words.clone()),
            tags: schema.add_text_field("tags", words.clone()),
            identifiers: schema.add_text_field("identifiers", words),
            forms: schema.add_text_field("forms", forms),
            kind: schema.add_text_field("kind", STRING),
            status: schema.add_text_field("status", STRING),
            tag: schema.add_text_field("tag", STRING),
            place: schema.add_text_field("place", STRING),
            boost: schema.add_f64_field("boost", FAST),
            shown: schema.add_text_field("shown", STORED),
        };
        (schema.build(), fields)
    }

    /// The fields that words are looked for in, and what one there is worth.
    pub fn weighed(&self) -> [(Field, f32); 8] {
        [
            (self.title, 4.0),
            (self.heading, 2.0),
            (self.above, 1.0),
            (self.body, 1.0),
            (self.code, 0.5),
            (self.page, 2.0),
            (self.tags, 1.5),
            (self.identifiers, 5.0),
        ]
    }
}
