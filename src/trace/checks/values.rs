//! Invalid values in documents: misspelt kinds and impossible dates.

use super::Checks;
use crate::diag::{Code, Diagnostic};
use crate::site::SitePage;
use crate::source::Place;
use crate::trace::dates;
use crate::trace::front_matter;
use crate::trace::recognise::misspelt_kind;

impl Checks<'_> {
    /// Reports kinds in front matter that look like a misspelt kind.
    pub fn kinds(&mut self) {
        for page in &self.register.site.pages {
            let Some(written) = page.page.front.text("kind") else {
                continue;
            };
            if let Some(kind) = misspelt_kind(&written) {
                let place = front_matter::place(page, "kind", &written);
                let message = format!("there is no kind `{written}`");
                let help = format!(
                    "did you mean `{kind}`? until it is corrected, the path decides the kind"
                );
                self.found
                    .push(Diagnostic::new(Code::UnknownKind, place, message).help(help));
            }
        }
    }

    /// Reports dates that do not exist.
    pub fn impossible_days(&mut self) {
        for (at, artifact) in self.trace.artifacts.iter().enumerate() {
            let (Some(said), Some(page)) = (self.register.stated(at), self.page(artifact)) else {
                continue;
            };
            let of_text = || said.fields.impossible_day(&page.page);
            if let Some((written, place)) = impossible_day_in_front(page).or_else(of_text) {
                let message = format!("no calendar has the day `{written}`");
                let help = "correct the date; until then it is ignored";
                self.found
                    .push(Diagnostic::new(Code::ImpossibleDate, place, message).help(help));
            }
        }
    }
}

fn impossible_day_in_front(page: &SitePage) -> Option<(String, Place)> {
    let key = front_matter::key_of(page, "date")?;
    let written = page.page.front.text(key)?;
    dates::first(&written).filter(dates::Day::is_impossible)?;
    let place = front_matter::place(page, key, &written);
    Some((written, place))
}
