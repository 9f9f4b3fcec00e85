//! Tabs right after each other are a set, written in Material's shape: inputs, labels, bodies.

use crate::body::{Attrs, Element, Event, EventKind};

/// A tab whose set is not written yet.
pub struct SetTab {
    /// Its label, inline.
    pub label: Vec<Event>,
    /// The blocks that it shows.
    pub body: Vec<Event>,
    /// True if it is the tab that is open at first.
    pub is_selected: bool,
}

/// Writes the set with that number on the page, from 1. Without a selected tab, the first is open.
pub fn write_set(tabs: Vec<SetTab>, number: usize, out: &mut Vec<Event>) {
    let selected = tabs.iter().position(|tab| tab.is_selected).unwrap_or(0);
    let attrs = Attrs::class("tabbed-set tabbed-alternate")
        .with("data-tabs", format!("{number}:{}", tabs.len()));
    out.push(Event::open("div", attrs));
    for index in 0..tabs.len() {
        let attrs = input_attrs(number, index);
        let attrs = if index == selected {
            attrs.flag("checked")
        } else {
            attrs
        };
        out.push(Event::added(EventKind::Void(
            Element::Named("input".into()),
            attrs,
        )));
    }
    let (labels, bodies): (Vec<_>, Vec<_>) =
        tabs.into_iter().map(|tab| (tab.label, tab.body)).unzip();
    write_labels(labels, number, out);
    write_bodies(bodies, out);
    out.push(Event::close());
}

fn input_attrs(set: usize, index: usize) -> Attrs {
    Attrs::default()
        .with_id(input_id(set, index))
        .with("name", format!("__tabbed_{set}"))
        .with("type", "radio")
}

fn input_id(set: usize, index: usize) -> String {
    format!("__tabbed_{set}_{}", index + 1)
}

fn write_labels(labels: Vec<Vec<Event>>, set: usize, out: &mut Vec<Event>) {
    out.push(Event::open("div", Attrs::class("tabbed-labels")));
    for (index, label) in labels.into_iter().enumerate() {
        let attrs = Attrs::default().with("for", input_id(set, index));
        out.push(Event::open("label", attrs));
        out.extend(label);
        out.push(Event::close());
    }
    out.push(Event::close());
}

fn write_bodies(bodies: Vec<Vec<Event>>, out: &mut Vec<Event>) {
    out.push(Event::open("div", Attrs::class("tabbed-content")));
    for body in bodies {
        out.push(Event::open("div", Attrs::class("tabbed-block")));
        out.extend(body);
        out.push(Event::close());
    }
    out.push(Event::close());
}
