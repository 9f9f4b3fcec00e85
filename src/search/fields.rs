//! The fields of the index, and their weights.

use serde::Serialize;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub struct IndexFields {
    /// The page's title, in its first section alone.
    pub title: Field,
    /// The section's heading.
    pub heading: Field,
    /// Inherited words: the titles of its folders and its page, and the headings around it.
    /// A section is found by words of its own; these count in addition.
    pub above: Field,
    /// The section's text.
    pub body: Field,
    /// The page's description, its file and its other names, in its first section.
    pub about: Field,
    /// The section's code blocks.
    pub code: Field,
    /// All words of the page's title, headings and texts, in its first section: what is
    /// asked for may stand in several.
    pub page: Field,
    /// The page's tags, in its first section.
    pub tags: Field,
    /// The section's names elsewhere: a decision's number, a tracker's item.
    pub identifiers: Field,
    /// The section's filters, as a query writes them: `kind:decision`; [`OPENS`] too, and the
    /// section's names, behind [`SECTION`] in all but the first. One field has one dictionary to
    /// write.
    pub filters: Field,
    /// The factor of the section's score.
    pub boost: Field,
    /// The page's number.
    pub number: Field,
    /// The section's number in its page.
    pub section: Field,
    /// The number of the page's file that shows it.
    pub chunk: Field,
    /// The line in the docs' file, from 1.
    pub line: Field,
}

/// The filter of sections where a page or an artifact opens: a query without words finds them.
pub const OPENS: &str = "opens:";

/// The sign before the name of a section that is not its page's first.
pub const SECTION: char = '#';

/// Positions that a block of words takes, at least: an edit moves no word of another
/// block, and no phrase reaches from one into the next.
pub const BLOCK: usize = 64;

/// The number of the block that a position is in, and the position's place there.
pub fn block(position: u32) -> (u32, u32) {
    (position / BLOCK as u32, position % BLOCK as u32)
}

impl IndexFields {
    /// The schema with these fields.
    pub fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let indexed = |option| {
            TextFieldIndexing::default()
                .set_tokenizer(TERMS)
                .set_index_option(option)
        };
        let options = |indexing| TextOptions::default().set_indexing_options(indexing);
        // The length of a section says little: sections are short. The length of a page says more,
        // and each norm would change with each edit (ADR 0017).
        let words =
            options(indexed(IndexRecordOption::WithFreqsAndPositions).set_fieldnorms(false));
        let title = options(indexed(IndexRecordOption::WithFreqsAndPositions));
        // A phrase that spans sections is not searched for.
        let loose = options(indexed(IndexRecordOption::WithFreqs));
        let bare = options(indexed(IndexRecordOption::WithFreqs).set_fieldnorms(false));
        let fields = Self {
            title: schema.add_text_field("title", title),
            heading: schema.add_text_field("heading", words.clone()),
            above: schema.add_text_field("above", bare),
            body: schema.add_text_field("body", words.clone()),
            about: schema.add_text_field("about", words.clone()),
            code: schema.add_text_field("code", words.clone()),
            page: schema.add_text_field("page", loose),
            tags: schema.add_text_field("tags", words.clone()),
            identifiers: schema.add_text_field("identifiers", words),
            filters: schema.add_text_field("filters", STRING),
            boost: schema.add_f64_field("boost", FAST),
            number: schema.add_u64_field("number", FAST),
            section: schema.add_u64_field("section", FAST),
            chunk: schema.add_u64_field("chunk", FAST),
            line: schema.add_u64_field("line", FAST),
        };
        (schema.build(), fields)
    }

    /// The fields that words are looked for in, with their weights.
    pub fn weighed(&self) -> [WeighedField; 9] {
        let of_page = |field, weight| WeighedField {
            field,
            of_section: 0.0,
            of_page: weight,
            is_inherited: false,
        };
        let of_section = |field, weight| WeighedField {
            field,
            of_section: weight,
            of_page: 0.0,
            is_inherited: field == self.above,
        };
        let title = WeighedField {
            // It is the heading of the page's first section too.
            of_section: WEIGHTS.heading,
            ..of_page(self.title, WEIGHTS.title)
        };
        [
            title,
            of_section(self.heading, WEIGHTS.heading),
            of_section(self.above, WEIGHTS.above),
            of_section(self.body, WEIGHTS.body),
            of_page(self.about, WEIGHTS.about),
            of_section(self.code, WEIGHTS.code),
            of_page(self.page, WEIGHTS.page),
            of_page(self.tags, WEIGHTS.tags),
            of_section(self.identifiers, WEIGHTS.identifiers),
        ]
    }
}

/// A field that words are looked for in.
pub struct WeighedField {
    /// The field.
    pub field: Field,
    /// The weight of a word in it for the section.
    pub of_section: f32,
    /// The weight for the page as a whole: each section of the page counts it.
    pub of_page: f32,
    /// True for words that a section only stands below.
    pub is_inherited: bool,
}

/// The weights of the fields that words are looked for in, by their names in the schema.
#[derive(Serialize)]
pub struct Weights {
    title: f32,
    heading: f32,
    above: f32,
    body: f32,
    about: f32,
    code: f32,
    page: f32,
    tags: f32,
    identifiers: f32,
}

/// The weight of a word in each field.
pub const WEIGHTS: Weights = Weights {
    title: 4.0,
    heading: 1.5,
    above: 1.0,
    body: 0.7,
    about: 0.5,
    code: 0.5,
    page: 3.0,
    tags: 1.5,
    identifiers: 5.0,
};

/// The constants of BM25 in Tantivy, which keeps them to itself.
pub const K1: f64 = 1.2;
pub const B: f64 = 0.75;

impl IndexFields {
    /// Returns whether more than one use of a word in a field counts. Code repeats a name with
    /// each use, and is not more about it for that.
    pub fn counts(&self, field: Field) -> bool {
        field != self.code
    }

    /// Returns whether phrases are looked for in a field: the others keep no positions.
    pub fn has_phrases(&self, field: Field) -> bool {
        field != self.page && field != self.above
    }
}

const TERMS: &str = "terms";

/// The tokenizer of these fields.
pub fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(TERMS, TermTokenizer::default());
    tokenizers
}

/// Reads terms, with a blank behind each and a line feed behind each block of them.
#[derive(Clone, Default)]
struct TermTokenizer(Token);

struct TermStream<'t> {
    terms: Positions<'t>,
    token: &'t mut Token,
}

impl Tokenizer for TermTokenizer {
    type TokenStream<'t> = TermStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> TermStream<'t> {
        self.0.reset();
        TermStream {
            terms: positions(text),
            token: &mut self.0,
        }
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((term, position)) = self.terms.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = position as usize;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// The terms of a text, with a blank behind each and a line feed behind each block of them, and the
/// position of each.
pub fn positions(text: &str) -> Positions<'_> {
    Positions {
        rest: text,
        next: 0,
    }
}

/// The iterator that [`positions`] returns.
pub struct Positions<'t> {
    rest: &'t str,
    next: u32,
}

impl<'t> Iterator for Positions<'t> {
    type Item = (&'t str, u32);

    fn next(&mut self) -> Option<Self::Item> {
        // Terms are short: to look at each byte is faster than to search.
        while self.rest.as_bytes().first() == Some(&b'\n') {
            self.rest = &self.rest[1..];
            self.next = self.next.next_multiple_of(BLOCK as u32);
        }
        let end = self.rest.bytes().position(|byte| byte == b' ')?;
        let term = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        self.next += 1;
        Some((term, self.next - 1))
    }
}
