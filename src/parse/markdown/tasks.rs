//! Items of task lists. Each has a box, which may be checked.

use std::ops::Range;

use super::Lowering;
use crate::body::{Attrs, Element, EventKind};

/// A box is in a paragraph of an item of a list, or in the item itself.
const DEEPEST: usize = 3;

impl Lowering<'_, '_> {
    pub fn task(&mut self, is_done: bool, range: Range<usize>) {
        self.mark_item_and_list();
        let input = Attrs::default()
            .with("type", "checkbox")
            .with("aria-label", if is_done { "done" } else { "to do" })
            .flag("disabled");
        let input = if is_done {
            input.flag("checked")
        } else {
            input
        };
        let (control, indicator) = ("task-list-control", "task-list-indicator");
        self.open_element("label", Attrs::class(control), range.clone());
        self.void("input", input, range.clone());
        self.open_element("span", Attrs::class(indicator), range.clone());
        self.push(EventKind::End, range.clone());
        self.push(EventKind::End, range);
    }

    /// Gives the item around the box, and the item's list, the classes of a task list.
    fn mark_item_and_list(&mut self) {
        for &at in self.open.iter().rev().take(DEEPEST) {
            let EventKind::Start(Element::Named(name), attrs) = &mut self.body.events[at].kind
            else {
                continue;
            };
            match name.as_ref() {
                "li" => attrs.add_class("task-list-item"),
                "ul" | "ol" => return attrs.add_class("task-list"),
                _ => {}
            }
        }
    }
}
