//! The places of terms: fields of sections, and the number of times.

/// The flags of the fields whose postings are written.
pub const BODY: usize = 0;
pub const NAME: usize = 1;
pub const CODE: usize = 2;
pub const ABOVE: usize = 3;
pub const ABOUT: usize = 4;
pub const IDENTIFIERS: usize = 5;
pub const TAGS: usize = 6;
/// The number of flags.
pub const FLAGS: usize = 7;

/// The names of the fields, each with its flag. A name is a title in a page's first section, and a
/// heading in any other.
pub const FLAG_NAMES: [(&str, usize); FLAGS] = [
    ("body", BODY),
    ("heading", NAME),
    ("code", CODE),
    ("above", ABOVE),
    ("about", ABOUT),
    ("identifiers", IDENTIFIERS),
    ("tags", TAGS),
];

/// A term in a field of a section.
pub struct Posting {
    /// The number of the section's page, and its own in the page.
    pub place: (u32, u32),
    /// The field's flag.
    pub flag: usize,
    /// The number of times.
    pub times: u32,
}

/// A section that has a term.
pub struct SectionPosting {
    /// The section's number in the page.
    pub number: u32,
    /// The fields that have it, a bit a flag.
    pub has: u32,
    /// The number of times in each field.
    pub counts: [u32; FLAGS],
}

/// Adds the sections of a page without inherited words. Returns the number of times that the term
/// is in the titles of the page's folders.
pub fn of_page(found: &[Posting], sections: &mut Vec<SectionPosting>) -> u32 {
    let of_first = |flag| {
        found
            .iter()
            .find(|found| found.place.1 == 0 && found.flag == flag)
    };
    let times = |flag| match of_first(flag) {
        Some(found) => found.times,
        None => 0,
    };
    let in_folders = times(ABOVE);
    let in_title = times(NAME);
    for fields in found.chunk_by(|one, next| one.place.1 == next.place.1) {
        let number = fields[0].place.1;
        let inherited = in_folders + if number > 0 { in_title } else { 0 };
        let mut counts = [0; FLAGS];
        for found in fields {
            counts[found.flag] = found.times;
        }
        counts[ABOVE] -= inherited.min(counts[ABOVE]);
        let mut has = 0;
        for (flag, count) in counts.iter().enumerate() {
            has |= u32::from(*count > 0) << flag;
        }
        if has > 0 {
            sections.push(SectionPosting {
                number,
                has,
                counts,
            });
        }
    }
    in_folders
}
