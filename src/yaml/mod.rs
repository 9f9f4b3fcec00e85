//! YAML, and JSON, which YAML contains, as values with places.
//!
//! **Enters:** the text of a file. **Leaves:** a [`DataNode`], with the byte range of each key and
//! each value; and the [`Flaw`]s in the text.
//! **Invariant:** a flaw costs no more than its own entry, unless the rest is no YAML. Nothing is
//! evaluated, and aliases cannot make a file larger than a bound.

mod node;
mod read;

pub use node::{DataNode, DataValue, Entry, Span};
pub use read::{Flaw, YamlFile, read};
