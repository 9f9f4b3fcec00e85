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
    /// What the page says that it is about, in its first section.
    pub about: Field,
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
        // Tantivy is given terms with a blank between two.
        let indexed = |option| TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(option);
        let options = |indexing| TextOptions::default().set_indexing_options(indexing);
        let words = options(indexed(IndexRecordOption::WithFreqsAndPositions));
        // Nobody looks for a phrase that spans sections.
        let loose = options(indexed(IndexRecordOption::WithFreqs));
        let forms = options(indexed(IndexRecordOption::Basic).set_fieldnorms(false));
        let fields = Self {
            title: schema.add_text_field("title", words.clone()),
            heading: schema.add_text_field("heading", words.clone()),
            above: schema.add_text_field("above", words.clone()),
            body: schema.add_text_field("body", words.clone()),
            about: schema.add_text_field("about", words.clone()),
            code: schema.add_text_field("code", words.clone()),
            page: schema.add_text_field("page", loose),
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
    pub fn weighed(&self) -> [(Field, f32); 9] {
        [
            (self.title, 4.0),
            (self.heading, 2.0),
            (self.above, 1.0),
            (self.body, 1.0),
            (self.about, 1.0),
            (self.code, 0.5),
            (self.page, 2.0),
            (self.tags, 1.5),
            (self.identifiers, 5.0),
        ]
    }
}
