//! The values of a lesson's knobs, with undo and redo.

use crate::lesson::{Knob, KnobKind, Settings, Value};

/// The values now, and those that undo and redo lead to.
#[derive(Debug, Default)]
pub(super) struct Knobs {
    values: Settings,
    undo: Vec<Settings>,
    redo: Vec<Settings>,
    /// The slider under the finger: its moves are one change until it is let go.
    dragged: Option<String>,
}

impl Knobs {
    /// These values, with nothing to undo.
    pub(super) fn new(values: Settings) -> Self {
        Self { values, ..Self::default() }
    }

    pub(super) fn values(&self) -> &Settings {
        &self.values
    }

    /// Turns one knob; says whether that changed anything. A value out of range is put at its end;
    /// one that the knob does not know is ignored.
    pub(super) fn set(&mut self, knob: &Knob, value: Value) -> bool {
        let Some(value) = admitted(knob, value) else {
            return false;
        };
        if self.values.get(&knob.name) == Some(&value) {
            return false;
        }
        if self.dragged.as_deref() != Some(&knob.name) {
            self.remember();
            self.dragged = matches!(value, Value::Number(_)).then(|| knob.name.clone());
        }
        self.values.insert(knob.name.clone(), value);
        true
    }

    /// Turns all knobs at once, as one change.
    pub(super) fn set_all(&mut self, values: Settings) -> bool {
        self.end_drag();
        let changed = self.values != values;
        if changed {
            self.remember();
            self.values = values;
        }
        changed
    }

    /// The slider was let go.
    pub(super) fn end_drag(&mut self) {
        let dragged = self.dragged.take().is_some();
        // A slider that came back to where it was taken up has changed nothing.
        if dragged && self.undo.last() == Some(&self.values) {
            self.undo.pop();
        }
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    pub(super) fn undo(&mut self) -> bool {
        self.end_drag();
        step(&mut self.undo, &mut self.values, &mut self.redo)
    }

    pub(super) fn redo(&mut self) -> bool {
        self.end_drag();
        step(&mut self.redo, &mut self.values, &mut self.undo)
    }

    fn remember(&mut self) {
        self.end_drag();
        self.undo.push(self.values.clone());
        self.redo.clear();
    }
}

fn step(from: &mut Vec<Settings>, values: &mut Settings, to: &mut Vec<Settings>) -> bool {
    let Some(next) = from.pop() else { return false };
    to.push(std::mem::replace(values, next));
    true
}

fn admitted(knob: &Knob, value: Value) -> Option<Value> {
    match (&knob.kind, value) {
        (&KnobKind::Slider { min, max, .. }, Value::Number(number)) => {
            Some(Value::Number(number.min(max).max(min)))
        }
        (KnobKind::Toggle { .. }, value @ Value::Switch(_)) => Some(value),
        (KnobKind::Choice { choices, .. }, Value::Choice(name)) => {
            choices.iter().any(|choice| choice.value == name).then_some(Value::Choice(name))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Bilingual, KnobChoice};

    fn knob(name: &str, kind: KnobKind) -> Knob {
        let (label, help) = (Bilingual::default(), Bilingual::default());
        Knob { name: name.to_owned(), label, help, kind, folded: false }
    }

    fn slider(name: &str) -> Knob {
        let unit = "B".to_owned();
        knob(name, KnobKind::Slider { min: 1, max: 20, default: 10, logarithmic: false, unit })
    }

    fn two_sliders() -> Knobs {
        let values = ["a", "b"].map(|name| (name.to_owned(), Value::Number(10)));
        Knobs::new(values.into())
    }

    fn at(knobs: &Knobs, name: &str) -> i64 {
        match knobs.values()[name] {
            Value::Number(number) => number,
            ref other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_moves_of_one_drag_are_one_change() {
        let mut knobs = two_sliders();
        for value in [9, 8, 7] {
            assert!(knobs.set(&slider("a"), Value::Number(value)));
        }
        knobs.end_drag();
        knobs.set(&slider("a"), Value::Number(6));
        assert!(knobs.undo());
        assert_eq!(at(&knobs, "a"), 7);
        assert!(knobs.undo());
        assert_eq!(at(&knobs, "a"), 10);
        assert!(!knobs.undo());
        assert!(knobs.redo() && knobs.redo() && !knobs.redo());
        assert_eq!(at(&knobs, "a"), 6);
    }

    #[test]
    fn another_slider_is_another_change() {
        let mut knobs = two_sliders();
        knobs.set(&slider("a"), Value::Number(9));
        knobs.set(&slider("b"), Value::Number(8));
        assert!(knobs.undo());
        assert_eq!((at(&knobs, "a"), at(&knobs, "b")), (9, 10));
    }

    #[test]
    fn a_drag_that_comes_back_leaves_nothing_to_undo() {
        let mut knobs = two_sliders();
        knobs.set(&slider("a"), Value::Number(9));
        knobs.set(&slider("a"), Value::Number(10));
        knobs.end_drag();
        assert!(!knobs.can_undo());
    }

    #[test]
    fn a_new_change_after_undo_ends_redo() {
        let mut knobs = two_sliders();
        knobs.set(&slider("a"), Value::Number(9));
        knobs.undo();
        assert!(knobs.can_redo());
        knobs.set(&slider("b"), Value::Number(3));
        assert!(!knobs.can_redo());
        assert!(!knobs.set_all(knobs.values().clone()), "the same values are no change");
    }

    #[test]
    fn values_that_a_knob_does_not_know_do_not_get_in() {
        let choice = KnobChoice { value: "gated".to_owned(), label: Bilingual::default() };
        let choices = KnobKind::Choice { default: "gated".to_owned(), choices: vec![choice] };
        let toggle = KnobKind::Toggle { default: false };
        let check = |knob: &Knob, value: Value, expected: Option<Value>| {
            assert_eq!(admitted(knob, value), expected);
        };
        let named = |name: &str| Value::Choice(name.to_owned());
        check(&slider("a"), Value::Number(99), Some(Value::Number(20)));
        check(&slider("a"), Value::Number(-1), Some(Value::Number(1)));
        check(&slider("a"), Value::Switch(true), None);
        check(&knob("t", toggle.clone()), Value::Switch(true), Some(Value::Switch(true)));
        check(&knob("t", toggle), named("gated"), None);
        check(&knob("c", choices.clone()), named("gated"), Some(named("gated")));
        check(&knob("c", choices), named("other"), None);
    }
}
