//! `theme`: language, logo, icon and colour are carried over.

use super::config::MkdocsConfig;
use super::remarks::Remarks;
use super::toml_text::TomlText;
use crate::content_map::takes;
use crate::yaml::Entry;

/// The primary colours of Material, by their names there.
const PRIMARY: [(&str, &str); 19] = [
    ("red", "#ef5552"),
    ("pink", "#e92063"),
    ("purple", "#ab47bd"),
    ("deep-purple", "#7e56c2"),
    ("indigo", "#4051b5"),
    ("blue", "#2094f3"),
    ("light-blue", "#02a6f2"),
    ("cyan", "#00bdd6"),
    ("teal", "#009485"),
    ("green", "#4cae4f"),
    ("light-green", "#8bc34b"),
    ("lime", "#cbdc38"),
    ("yellow", "#ffec3d"),
    ("amber", "#ffc105"),
    ("orange", "#ffa724"),
    ("deep-orange", "#ff6e42"),
    ("brown", "#795649"),
    ("grey", "#757575"),
    ("blue-grey", "#546d78"),
];

/// The keys that are read, or change only how the page is arranged.
const READ: [&str; 4] = ["name", "language", "locale", "features"];

/// The keys without a counterpart, and where that leaves readers.
const LEFT: [(&str, &str); 8] = [
    (
        "custom_dir",
        "its templates are of another kind; `site.theme` names a folder of bf-docs' own",
    ),
    ("logo", "name an image of the docs folder in `site.logo`"),
    (
        "favicon",
        "name an image of the docs folder in `site.favicon`",
    ),
    (
        "palette",
        "the site has a light and a dark scheme; `site.accent` sets the colour of links",
    ),
    (
        "font",
        "the fonts are those of the reader; `site.css` can set others",
    ),
    ("icon", "the icons of buttons are those of bf-docs"),
    ("static_templates", "no template of a site is rendered"),
    ("variant", "the look is that of bf-docs"),
];

/// Writes what a theme says about the site, and comments on its look.
pub fn write(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) {
    let Some(entry) = config.entry("theme") else {
        return;
    };
    let theme = &entry.node;
    if let Some(language) = theme.text_of("language").or(theme.text_of("locale")) {
        toml.text("language", &language.replace('_', "-"));
    }
    let name = theme.text().or_else(|| theme.text_of("name"));
    if let Some(name) = name.filter(|name| *name != "material") {
        let text = format!("the theme `{name}`: the look is that of bf-docs");
        remarks.add(entry.at, text);
    }
    for entry in theme.entries() {
        let key = &*entry.key;
        if let Some((own, value)) = carried(config, entry) {
            toml.text(own, value);
        } else if !READ.contains(&key) {
            let known = LEFT.iter().find(|(known, _)| *known == key);
            let text = known.map_or("it has no counterpart", |(_, text)| text);
            remarks.add(entry.at, format!("`theme.{key}`: {text}"));
        }
    }
}

/// The key and the value of `[site]` for a logo, an icon or a palette.
fn carried<'e>(config: &MkdocsConfig, entry: &'e Entry) -> Option<(&'static str, &'e str)> {
    let image = || {
        let path = entry.node.text()?.trim_start_matches("./");
        let is_there = takes("tree-path", path) && config.docs.join(path).is_file();
        is_there.then_some(path)
    };
    match &*entry.key {
        "logo" => Some(("logo", image()?)),
        "favicon" => Some(("favicon", image()?)),
        "palette" => {
            // One palette, or a list of one for each scheme.
            let mut each = entry.node.items().iter().chain([&entry.node]);
            let colour = each.find_map(|palette| {
                let name = palette.text_of("primary")?.replace(' ', "-");
                PRIMARY.iter().find(|(known, _)| *known == name)
            });
            Some(("accent", colour?.1))
        }
        _ => None,
    }
}
