//! Knobs that nothing uses.

use super::super::codec::{CodecWord, FramingWord};
use super::super::expression::{Expression, Factor};
use super::super::lesson::{BoundValue, EndpointScript, Lesson, OptionBinding};
use super::super::parse;
use super::super::parse::table::Table;
use super::super::script::{
    FileContents, GateWord, ProgramWord, ScriptStep, SendPayload, ServeWord, When, WhenTest, Word,
};

/// Notes knobs that could be turned without anything changing.
pub(super) fn check(lesson: &Lesson, root: &Table<'_>) {
    let mut uses = Uses::default();
    lesson.endpoints.iter().for_each(|endpoint| uses.endpoint(endpoint));
    for (knob, table) in lesson.knobs.iter().zip(parse::tables(root, "knob")) {
        if !uses.0.contains(&knob.name.as_str()) {
            let span = table.entry("name").map_or(table.span.clone(), |(_, node)| node.span);
            let expected = "expected it in a script, an option, a codec or a `when`";
            root.problems.add(&span, format!("nothing uses the knob `{}`", knob.name), expected);
        }
    }
}

/// The knobs that were met.
#[derive(Default)]
struct Uses<'a>(Vec<&'a str>);

impl<'a> Uses<'a> {
    fn endpoint(&mut self, endpoint: &'a EndpointScript) {
        endpoint.options.iter().for_each(|option| self.option(option));
        endpoint.codecs.iter().for_each(|codec| self.codec(codec));
        self.script(&endpoint.script);
    }

    fn script(&mut self, script: &'a [ScriptStep]) {
        for step in script {
            self.when(&step.when);
            self.word(&step.word);
        }
    }

    fn word(&mut self, word: &'a Word) {
        match word {
            Word::Send { payload: SendPayload::Generated(bytes), .. }
            | Word::Wait(GateWord::Queued(bytes))
            | Word::RecvUntilEnd { size: bytes }
            | Word::RecvUntilFrame { size: bytes } => self.expression(bytes),
            Word::Recv { size, times, limit_ms } => {
                self.expression(size);
                times.iter().chain(limit_ms).for_each(|value| self.expression(value));
            }
            Word::RecvUntilQuiet { size, limit_ms } => {
                self.expression(size);
                self.expression(limit_ms);
            }
            Word::Sleep(number, _) | Word::Listen(number) => self.expression(number),
            Word::Set(binding) => self.option(binding),
            Word::Serve(serve) => self.service(serve),
            Word::Repeat { times, steps } => {
                self.expression(times);
                self.script(steps);
            }
            Word::Send { payload: SendPayload::Turns(_), .. }
            | Word::Wait(_)
            | Word::Bind(_)
            | Word::Connect(_)
            | Word::Accept
            | Word::Name { .. }
            | Word::Shutdown(_)
            | Word::Close
            | Word::Reset
            | Word::Measure => {}
        }
    }

    fn service(&mut self, serve: &'a ServeWord) {
        serve.recv.iter().chain(&serve.requests).for_each(|value| self.expression(value));
        if let ProgramWord::Shell { files, .. } = &serve.program {
            for file in files {
                file.count.iter().for_each(|count| self.expression(count));
                if let FileContents::Lines(bytes) = &file.contents {
                    self.expression(bytes);
                }
            }
        }
    }

    fn codec(&mut self, codec: &'a CodecWord) {
        self.when(&codec.when);
        codec.limit.iter().for_each(|limit| self.expression(limit));
        match &codec.framing {
            FramingWord::FixedLength { length } => self.expression(length),
            FramingWord::LengthPrefix { width, order, counts_itself } => {
                for value in [width, order, counts_itself] {
                    self.value(value);
                }
            }
            FramingWord::Delimiter { .. }
            | FramingWord::JsonHeader { .. }
            | FramingWord::ContentLength { .. } => {}
        }
    }

    fn option(&mut self, binding: &'a OptionBinding) {
        self.when(&binding.when);
        self.value(&binding.value);
    }

    fn value(&mut self, value: &'a BoundValue) {
        match value {
            BoundValue::Number(expression) => self.expression(expression),
            BoundValue::Knob(name) => self.0.push(name),
            BoundValue::Switch(_) | BoundValue::Choice(_) => {}
        }
    }

    fn when(&mut self, when: &'a When) {
        for test in &when.0 {
            if let WhenTest::Knob(name, _) = test {
                self.0.push(name);
            }
        }
    }

    fn expression(&mut self, expression: &'a Expression) {
        for factor in &expression.factors {
            if let Factor::Knob(name) = factor {
                self.0.push(name);
            }
        }
    }
}
