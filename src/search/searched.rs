//! What is indexed and shown of a page.

use serde::Serialize;

use crate::cache::Key;

/// A page as it is searched.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Searched {
    /// Its address from the site's root.
    pub route: String,
    /// What it is called.
    pub title: String,
    /// Its file, from the docs folder.
    pub file: String,
    /// The name of its file, without its ending, or of the folder that it speaks for.
    pub called: String,
    /// The titles of the folders that it is in.
    pub folders: Vec<String>,
    /// The top folder that it is in.
    pub place: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// What it says that it is about.
    pub about: String,
    /// How much more it counts.
    pub boost: f64,
    /// Its sections; the first stands above the first heading.
    pub sections: Vec<Section>,
}

/// A section of a page: a heading, and what stands below it up to the next one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Section {
    /// Its heading; the page's title where it stands above all headings.
    pub heading: String,
    /// Its heading's id, ready for an address; empty where it stands above all headings.
    pub id: String,
    /// Where it starts in the file, from 1.
    pub line: u32,
    /// The headings that it stands in, but for the page's title.
    pub above: Vec<String>,
    /// The kind of the artifact that it is or stands in: `decision`.
    pub kind: Option<&'static str>,
    /// That artifact's status.
    pub status: Option<&'static str>,
    /// Whether that artifact starts here.
    pub opens: bool,
    /// What it is called elsewhere: a decision's number, a tracker's item, a service.
    pub identifiers: Vec<String>,
    /// Its text, a block a line.
    pub text: String,
    /// Its code blocks.
    pub code: String,
}

impl Searched {
    /// Names all that is indexed of the page.
    pub fn key(&self) -> Key {
        Key::of(
            "searched",
            [postcard::to_stdvec(self).expect("texts and numbers can be written")],
        )
    }
}
