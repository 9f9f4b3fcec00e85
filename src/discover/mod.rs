//! The disk becomes an inventory of the docs tree.
