//! The classes of scopes.

use super::spans::Class;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;
use syntect::parsing::Scope;

/// The effect of a scope on the colour of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// No effect: the outer scope decides.
    Inherit,
    /// A class (the empty one is plain), until an inner scope decides.
    Token(Class),
    /// A class, whatever inner scopes say.
    Whole(Class),
}
use Paint::{Inherit, Token, Whole};

/// The paint of each scope met so far, so that each scope's name is matched once.
#[derive(Default)]
pub struct ScopePaints {
    by_scope: RefCell<HashMap<Scope, Paint>>,
}

impl ScopePaints {
    /// The paint of a scope, from memory if it was met before.
    pub fn paint(&self, scope: Scope) -> Paint {
        *self
            .by_scope
            .borrow_mut()
            .entry(scope)
            .or_insert_with(|| paint(&scope.build_string()))
    }
}

/// The paint of a scope's name. The rule with the longest prefix of whole atoms wins; of two with
/// the same prefix, the one for the language, which is the scope's last atom.
fn paint(scope: &str) -> Paint {
    let language = scope.rsplit('.').next();
    let mut prefixes =
        std::iter::successors(Some(scope), |prefix| Some(prefix.rsplit_once('.')?.0));
    let rule = |prefix| {
        RULES
            .get(&(prefix, language))
            .or_else(|| RULES.get(&(prefix, None)))
    };
    prefixes.find_map(rule).copied().unwrap_or(Inherit)
}

/// The rules of [`SCOPES`] by prefix and by the language in which they hold.
static RULES: LazyLock<HashMap<(&str, Option<&str>), Paint>> = LazyLock::new(|| {
    let rules = SCOPES.iter().flat_map(|(paint, rules)| {
        rules
            .split_ascii_whitespace()
            .zip(std::iter::repeat(*paint))
    });
    let parted = |rule: &'static str| {
        rule.split_once('@')
            .map_or((rule, None), |(prefix, only)| (prefix, Some(only)))
    };
    rules.map(|(rule, paint)| (parted(rule), paint)).collect()
});

/// Scope prefixes by their paint; `variable@shell` holds in shell code only. The names follow
/// Sublime Text's conventions and, in converted grammars, TextMate's. The classes are those that
/// Pygments gives the same code.
const SCOPES: &[(Paint, &str)] = &[
    // Another language, or code within a string, inherits nothing.
    (Token(""), "constant.other.database-name constant.other.table-name source text embedding meta.interpolation meta.embedded meta.template.expression
        meta.group.expansion.command markup.raw.code-fence"),
    (Whole("c1"), "comment comment.line"),
    (Whole("cm"), "comment.block"),
    (Whole("sd"), "comment.block.documentation comment.line.documentation comment.documentation"),
    (Token("cp"), "meta.preprocessor keyword.control.import@c keyword.control.import@c++ keyword.control.import@objc
        keyword.control.directive
        keyword.other.preprocessor keyword.preprocessor punctuation.section.embedded keyword.declaration.doctype"),
    (Whole("cp"), "meta.tag.sgml meta.tag.preprocessor meta.directive"),

    (Token("k"), "keyword entity.name.section entity.name.table entity.section support.type.property-name
        storage.modifier.async punctuation.definition.keyword punctuation.definition.task"),
    (Token("kc"), "constant.language support.constant"),
    (Token("kd"), "keyword.declaration storage storage.modifier storage.type.function storage.type.class
        storage.type.struct storage.type.enum storage.type.trait storage.type.impl storage.type.interface
        storage.type.module storage.type.namespace storage.type.keyword storage.type.let storage.type.type
        storage.type@js storage.type@jsx storage.type@ts storage.type@tsx"),
    (Token("kn"), "keyword.control.import keyword.other.import keyword.control.package keyword.other.package
        keyword.import keyword.package keyword.control.export keyword.control.from"),
    (Token("kt"), "storage.type"),

    (Token("na"), "entity.other.attribute-name entity.name.field variable.declaration variable.parameter.option entity.name.key
        keyword.name markup.underline support.other.attribute-name meta.property.key variable.other.property-name"),
    (Token("nb"), "support"),
    (Token("bp"), "variable.language"),
    (Token("nc"), "entity.name support.class entity.other.inherited-class entity.other.attribute-name.class.css
        entity.other.attribute-name.class.sass entity.other.attribute-name.class.less"),
    (Token("nd"), "variable.annotation punctuation.definition.annotation punctuation.decorator
        entity.name.function.decorator entity.name.decorator entity.name.annotation meta.annotation.function
        storage.type.annotation entity.other.pseudo-class entity.other.pseudo-element"),
    (Token("ne"), "support.type.exception support.class.exception entity.name.exception"),
    (Token("nf"), "entity.name.function variable.function entity.name.macro support.macro entity.name.method
        meta.function-call.name"),
    (Token("ni"), "constant.character.entity"),
    (Token("nl"), "entity.name.label"),
    (Token("nn"), "entity.name.namespace entity.name.module entity.name.package entity.name.import support.module
        entity.other.attribute-name.id.css entity.other.attribute-name.id.sass entity.other.attribute-name.id.less"),
    (Token("no"), "constant entity.name.constant"),
    (Token("nt"), "entity.name.tag support.type.property-name.json"),
    (Whole("nt"), "meta.mapping.key.json meta.structure.dictionary.key.json"),
    (Whole("na"), "meta.tag.key.toml"),
    (Token("nv"), "punctuation.definition.variable
        punctuation.section.expansion meta.group.expansion.parameter entity.name.variable variable.other.readwrite.instance
        variable.other.readwrite.global variable@shell variable@fish variable@php variable@perl variable@powershell
        variable@makefile variable@puppet variable@nginx variable@env variable@less variable@scss variable@cmake"),

    (Token("o"), "keyword.operator variable.language.star variable.language.wildcard
        storage.type.function.arrow"),
    (Token("p"), "punctuation meta.brace storage.modifier.required keyword.control.flow.block-scalar keyword.operator.type.annotation
        keyword.operator.accessor"),
    // Marks have the class of the token that they open or close.
    (Inherit, "punctuation.definition.string punctuation.definition.comment punctuation.definition.entity
        punctuation.definition.constant punctuation.definition.numeric punctuation.definition.heading
        punctuation.definition.bold punctuation.definition.italic punctuation.definition.raw
        punctuation.definition.strikethrough punctuation.definition.inserted punctuation.definition.deleted
        punctuation.definition.from-file punctuation.definition.to-file punctuation.definition.range
        punctuation.definition.header punctuation.definition.parameter punctuation.definition.generic.lifetime
        punctuation.separator.decimal punctuation.terminator.entity punctuation.definition.character-class
        punctuation.definition.group punctuation.definition.attribute punctuation.definition.symbol
        keyword.other.unit keyword.other.block keyword.control.heredoc-token storage.type.numeric
        constant.numeric.value constant.numeric.suffix constant.numeric.base string.other.math"),

    (Token("s"), "string string.unquoted constant.character markup.raw"),
    (Token("s1"), "string.quoted.single"),
    (Token("s2"), "string.quoted.double string.quoted.triple"),
    (Token("sa"), "storage.type.string"),
    (Token("sh"), "string.unquoted.heredoc"),
    (Token("se"), "constant.character.escape constant.character.escaped"),
    (Token("si"), "constant.other.placeholder punctuation.section.interpolation keyword.other.interpolation
        storage.modifier.conversion
        punctuation.definition.template-expression punctuation.definition.interpolation"),
    (Whole("sr"), "string.regexp"),
    (Token("sr"), "source.regexp"),
    (Token("ss"), "constant.other.symbol constant.other.keyword"),

    (Token("m"), "constant.numeric constant.other.date constant.other.datetime constant.other.time"),
    (Token("mf"), "constant.numeric.float"),
    (Token("mh"), "constant.numeric.hex constant.numeric.hexadecimal constant.numeric.integer.hexadecimal
        constant.other.color"),
    (Token("mi"), "constant.numeric.integer constant.numeric.decimal"),

    (Whole("gd"), "markup.deleted"),
    (Whole("gi"), "markup.inserted"),
    (Whole("gh"), "markup.heading meta.diff.header"),
    (Whole("gu"), "meta.diff.range"),
    (Token("ge"), "markup.italic"),
    (Token("gs"), "markup.bold"),
    (Token("err"), "invalid"),
    // Examples leave things out and add comments, so these are not shown as errors. In nginx's
    // grammar, a misnamed scope spans the whole directive.
    (Inherit, "invalid.deprecated invalid@json punctuation.definition.variable@variable entity.other storage.type.variable"),
];
