//! The colours that follow from a site's accent colour.

use crate::colour::Rgb;

/// The theme's grounds that are hardest to read the accent on, in light and in dark pages:
/// `--band` and `--raised` in `tokens.css`.
const GROUNDS: [&str; 2] = ["#f2f5f6", "#1e262c"];

/// The shares of the accent in its soft ground and in the line below a link.
const SOFT: [f64; 2] = [0.12, 0.2];
const LINE: [f64; 2] = [0.4, 0.4];

/// The style sheet that sets the accent in both schemes. Text in the accent colour can be read on
/// each ground of the theme.
pub fn style_sheet(accent: Rgb) -> String {
    let schemes = [0, 1].map(|scheme| {
        let ground = Rgb::from_hex(GROUNDS[scheme]).expect("it is a colour");
        let soft = accent.over(ground, SOFT[scheme]);
        let text = accent.readable_on(soft).readable_on(ground);
        [text, soft, text.over(ground, LINE[scheme])].map(Rgb::hex)
    });
    let [light, dark] = schemes;
    let names = ["accent", "accent-soft", "link-line"];
    let rules = names
        .iter()
        .zip(light.iter().zip(&dark))
        .map(|(name, (light, dark))| format!("--{name}: light-dark({light}, {dark});"));
    format!(":root {{ {} }}\n", rules.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::READABLE;

    #[test]
    fn the_grounds_are_those_of_the_theme() {
        let tokens = include_str!("../../theme/css/tokens.css");
        let ground = |name: &str, scheme: usize| {
            let (_, value) = tokens
                .split_once(&format!("--{name}: light-dark("))
                .expect(name);
            let colour = value.split([',', ')']).nth(scheme).expect(name);
            Rgb::from_hex(colour.trim())
        };
        assert_eq!(ground("band", 0), Rgb::from_hex(GROUNDS[0]));
        assert_eq!(ground("raised", 1), Rgb::from_hex(GROUNDS[1]));
    }

    #[test]
    fn an_accent_can_be_read_in_both_schemes_whatever_it_is() {
        for accent in ["#000", "#fff", "#ffec3d", "#0b6e4f", "#808080", "#2094f3"] {
            let css = style_sheet(Rgb::from_hex(accent).expect("a colour"));
            let colours: Vec<Rgb> = css
                .split(['(', ')', ',', ' '])
                .filter_map(Rgb::from_hex)
                .collect();
            let [light, dark, soft_light, soft_dark, ..] = colours[..] else {
                panic!("{css}");
            };
            let pairs = [(light, soft_light, 0), (dark, soft_dark, 1)];
            for (text, soft, scheme) in pairs {
                let ground = Rgb::from_hex(GROUNDS[scheme]).expect("a colour");
                assert!(text.contrast(soft) >= READABLE, "{accent}: {css}");
                assert!(text.contrast(ground) >= READABLE, "{accent}: {css}");
            }
        }
    }
}
