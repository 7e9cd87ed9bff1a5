//! What schemas are put together from.

use serde_json::{Value, json};

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn switch() -> Value {
    json!({ "type": "boolean" })
}

/// A value of a knob of any kind.
pub(super) fn scalar() -> Value {
    json!({ "type": ["integer", "boolean", "string"] })
}

/// A kebab-case name.
pub(super) fn name() -> Value {
    json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$" })
}

pub(super) fn names<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    json!({ "enum": names.collect::<Vec<_>>() })
}

pub(super) fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// A list that is not empty.
pub(super) fn some(items: &Value) -> Value {
    json!({ "type": "array", "items": items, "minItems": 1 })
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// With a description, which editors show.
pub(super) fn told(description: &str, schema: &Value) -> Value {
    let mut schema = schema.clone();
    schema["description"] = description.into();
    schema
}

/// A table with these keys and no other.
pub(super) fn table(required: &[&str], properties: Value) -> Value {
    let mut schema = json!({ "type": "object", "additionalProperties": false, "required": required });
    schema["properties"] = properties;
    schema
}

/// What is asked for in addition where a key has one of these values.
pub(super) fn when_is(key: &str, values: &[&str], then: &Value) -> Value {
    json!({ "if": { "required": [key], "properties": { key: { "enum": values } } }, "then": then })
}

/// Exactly one of these keys is there.
pub(super) fn exactly_one(keys: &[&str]) -> Value {
    keys.iter().map(|key| json!({ "required": [key] })).collect()
}

/// To be negated: any of these keys is there.
pub(super) fn none_of(keys: &[&str]) -> Value {
    json!({ "anyOf": exactly_one(keys) })
}
