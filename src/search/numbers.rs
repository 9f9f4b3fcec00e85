//! The numbers that pages have in the index: a page keeps its number while others come and go.
//!
//! A page's number is its place in a table that is at most a quarter full. Its title draws the
//! place, so that a page that moves to another folder keeps it. Pages with the same title are drawn
//! by their files.

use std::collections::HashMap;

use super::search_page::SearchPage;
use crate::output::fingerprint;

/// The fewest places for each page: with more, fewer pages meet at one place, and numbers take more
/// bits.
const PLACES: usize = 4;

/// The bits of a draw.
const BITS: u32 = 32;

/// Pages of a group, about: few enough that a change of one costs little.
const TOGETHER: usize = 64;

/// The most groups.
const MOST: usize = 64;

/// The pages of a site by their numbers.
pub struct NumberedPages {
    /// The pages, in the order of their numbers.
    pub pages: Vec<SearchPage>,
    /// The number of each.
    pub numbers: Vec<u32>,
    /// The place of each in the site.
    pub order: Vec<u32>,
    /// The number of groups.
    pub groups: u32,
    /// The bits of a number that do not tell its group.
    pub shift: u32,
}

/// A page's number to be.
struct PageDraw {
    draw: u32,
    /// The place in the site.
    order: usize,
}

impl NumberedPages {
    /// Numbers pages, which come in the order of the site.
    pub fn of(pages: Vec<SearchPage>) -> Self {
        let mut draws = draws(&pages);
        draws.sort_by(|one, other| {
            let file = |draw: &PageDraw| &pages[draw.order].file;
            let drawn = one.draw.cmp(&other.draw);
            drawn.then_with(|| file(one).cmp(file(other)))
        });
        let places = (pages.len() * PLACES).next_power_of_two();
        let groups = (pages.len() / TOGETHER).next_power_of_two().min(MOST);
        let mut next = 0;
        let number = |draw: &PageDraw| {
            let place = (u64::from(draw.draw) * places as u64) >> BITS;
            let number = next.max(place as u32);
            next = number + 1;
            number
        };
        let numbers = draws.iter().map(number).collect();
        let order: Vec<u32> = draws.iter().map(|draw| draw.order as u32).collect();
        let mut rest: Vec<Option<SearchPage>> = pages.into_iter().map(Some).collect();
        let pages = draws.iter().filter_map(|draw| rest[draw.order].take());
        Self {
            pages: pages.collect(),
            numbers,
            order,
            groups: groups as u32,
            shift: places.ilog2().saturating_sub(groups.ilog2()),
        }
    }

    /// The group of a number. Numbers behind the last place are in the last group.
    pub fn group(&self, number: u32) -> u32 {
        (number >> self.shift).min(self.groups - 1)
    }
}

fn draws(pages: &[SearchPage]) -> Vec<PageDraw> {
    let mut called: HashMap<&str, usize> = HashMap::new();
    for page in pages {
        *called.entry(&page.title).or_default() += 1;
    }
    let draw = |(order, page): (usize, &SearchPage)| {
        let title = page.title.as_str();
        let drawn = match called[title] {
            1 => fingerprint(title.as_bytes()),
            _ => fingerprint(format!("{title}\0{}", page.file).as_bytes()),
        };
        PageDraw {
            draw: u32::from_str_radix(&drawn, 16).expect("a fingerprint is hexadecimal"),
            order,
        }
    };
    pages.iter().enumerate().map(draw).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn page(title: &str, file: &str) -> SearchPage {
        SearchPage {
            title: title.to_owned(),
            file: file.to_owned(),
            ..SearchPage::default()
        }
    }

    fn wiki() -> Vec<SearchPage> {
        let page = |at| page(&format!("Page {at}"), &format!("a/{at}.md"));
        (0..1_000).map(page).collect()
    }

    /// The number of each title.
    fn numbers(pages: Vec<SearchPage>) -> HashMap<String, u32> {
        let numbered = NumberedPages::of(pages);
        assert!(numbered.numbers.is_sorted_by(|one, next| one < next));
        let titles = numbered.pages.into_iter().map(|page| page.title);
        titles.zip(numbered.numbers).collect()
    }

    #[test]
    fn a_page_keeps_its_number_when_it_moves() {
        let mut moved = wiki();
        moved[17].file = "another/folder.md".to_owned();
        moved.reverse();
        assert_eq!(numbers(moved), numbers(wiki()));
    }

    #[test]
    fn a_new_page_moves_few_numbers() {
        let before = numbers(wiki());
        let mut moved = 0;
        for new in 0..100 {
            let mut pages = wiki();
            pages.insert(new * 9, page(&format!("New {new}"), "new.md"));
            let after = numbers(pages);
            let is_moved = |(title, number): &(&String, &u32)| after[*title] != **number;
            moved += before.iter().filter(is_moved).count();
        }
        assert!(moved < 40, "{moved} numbers in 100 turns");
    }

    #[test]
    fn pages_of_one_title_have_numbers_of_their_own() {
        let overview = |at: usize| page("Overview", &format!("{at}/index.md"));
        let numbered = |count| {
            let numbered = NumberedPages::of((0..count).map(overview).collect());
            let files = numbered.pages.into_iter().map(|page| page.file);
            files.zip(numbered.numbers).collect::<HashMap<_, _>>()
        };
        let (before, after) = (numbered(400), numbered(401));
        let is_moved = |(file, number): &(&String, &u32)| after[*file] != **number;
        assert!(before.iter().filter(is_moved).count() < 4);
    }
}
