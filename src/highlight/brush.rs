//! The current colour while a line's scopes open and close.

use super::paint::{Paint, ScopePaints};
use super::spans::Class;
use syntect::parsing::{ClearAmount, Scope, ScopeStackOp};

/// The open scopes, each with the colour of its text. The colour of a token is read off the top and
/// never computed from the whole stack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Brush {
    layers: Vec<Layer>,
    /// The layers that `clear_scopes` took away, to be restored.
    cleared: Vec<Vec<Layer>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Layer {
    scope: Scope,
    class: Class,
    /// True if inner scopes change nothing: a comment is a comment to its end.
    whole: bool,
}

impl Brush {
    /// The class of text at this point.
    pub fn class(&self) -> Class {
        self.layers.last().map_or("", |layer| layer.class)
    }

    /// Follows a step of the parser.
    pub fn apply(&mut self, step: &ScopeStackOp, paints: &ScopePaints) {
        match *step {
            ScopeStackOp::Push(scope) => self.push(scope, paints),
            ScopeStackOp::Pop(count) => {
                self.layers
                    .truncate(self.layers.len().saturating_sub(count));
            }
            ScopeStackOp::Clear(amount) => {
                let keep = match amount {
                    ClearAmount::TopN(count) => self.layers.len().saturating_sub(count),
                    ClearAmount::All => 0,
                };
                self.cleared.push(self.layers.split_off(keep));
            }
            ScopeStackOp::Restore => {
                for layer in self.cleared.pop().unwrap_or_default() {
                    self.push(layer.scope, paints);
                }
            }
            ScopeStackOp::Noop => {}
        }
    }

    fn push(&mut self, scope: Scope, paints: &ScopePaints) {
        let (class, whole) = match self.layers.last() {
            Some(outer) if outer.whole => (outer.class, true),
            outer => match paints.paint(scope) {
                Paint::Inherit => (outer.map_or("", |outer| outer.class), false),
                Paint::Token(class) => (class, false),
                Paint::Whole(class) => (class, true),
            },
        };
        self.layers.push(Layer {
            scope,
            class,
            whole,
        });
    }
}
