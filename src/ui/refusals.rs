//! Typed errors in the window's language.

use std::io;

use crate::engine::{self, Doing, Lacking, Route, RunError, Shortage};
use crate::model::{Awaited, ErrorName, Unopened};
use crate::session::PaneError;
use crate::text::stage::GateWords;
use crate::text::{SystemWords, Words};

/// Why a pane could not be run, and whether that is an error.
pub fn reason(error: &PaneError, words: &Words) -> (String, bool) {
    let (run, system) = (&words.window.run, &words.system);
    match error {
        PaneError::Lesson(message) => ((run.failed)(message), true),
        PaneError::Run(RunError::NotAvailable(lacking)) => {
            ((run.not_available)(&missing(lacking, system)), false)
        }
        PaneError::Run(RunError::Setup { doing, error }) => {
            let (name, advice) = (error.name(), (system.advice)(error.name()));
            let meant = meaning_while(*doing, *error, system);
            ((system.refused)(&being_done(*doing, system), name, meant, advice), true)
        }
        PaneError::Run(RunError::Cancelled) => (words.waiting.ended.to_owned(), true),
    }
}

/// What an error means.
pub fn meaning(error: ErrorName, words: &SystemWords) -> &'static str {
    let told = (words.meaning)(error.name());
    if told.is_empty() { error.meaning() } else { told }
}

/// What an error means while that is done.
fn meaning_while(doing: Doing, error: ErrorName, words: &SystemWords) -> &'static str {
    let told = match doing.shortage(error) {
        None => return meaning(error, words),
        Some(Shortage::Ports) => words.no_port,
        Some(Shortage::Threads) => words.no_thread,
    };
    if told.is_empty() { doing.meaning(error) } else { told }
}

fn missing(lacking: &Lacking, words: &SystemWords) -> String {
    match lacking {
        Lacking::Address { route, error } => {
            let address = route.address().unwrap_or(words.doing.socket_file);
            (words.no_address)(address, error.name(), meaning(*error, words))
        }
        Lacking::Command { program, searched } => (words.no_command)(program, &searched.join(", ")),
    }
}

fn being_done(doing: Doing, words: &SystemWords) -> String {
    let words = &words.doing;
    let told = match doing {
        Doing::Opening(route) => {
            let address = route.address().unwrap_or(words.socket_file);
            return (words.opening)(&transport(route), address);
        }
        Doing::Listening => words.listening,
        Doing::Connecting => words.connecting,
        Doing::Accepting => words.accepting,
        Doing::AskingAddress => words.asking_address,
        Doing::MakingFolder => words.making_folder,
        Doing::NamingFile => words.naming_file,
        Doing::StartingThread => words.starting_thread,
        Doing::Performing => words.performing,
        Doing::InstallingSignal => words.installing_signal,
        Doing::Linking => words.linking,
    };
    told.to_owned()
}

/// "TCP" and the like: a name that is the same in both languages.
fn transport(route: Route) -> String {
    let name = route.transport.name();
    if route.transport.is_internet() { name.to_uppercase() } else { name.replace("unix-", "AF_UNIX ") }
}

/// Why a file cannot be written, and what to do first.
pub fn file(error: &io::Error, words: &SystemWords) -> (String, &'static str) {
    let told = (words.file)(error.kind());
    let why = match (told, engine::error_name(beneath(error))) {
        ("", ErrorName::Other) => error.to_string(),
        ("", name) => meaning(name, words).to_owned(),
        (told, _) => told.to_owned(),
    };
    (why, (words.file_advice)(error.kind()))
}

/// What the system said of a file whose path was added to it.
fn beneath(error: &io::Error) -> &io::Error {
    let source = error.get_ref().and_then(|inner| inner.source());
    source.and_then(|source| source.downcast_ref()).unwrap_or(error)
}

/// What a gate waited for, and what it saw instead.
pub fn gate(gate: &Unopened, words: &GateWords) -> (String, String) {
    let (seen, needed) = (gate.seen, gate.needed);
    let (wanted, saw) = match &gate.awaited {
        Awaited::Queued => ((words.queued)(needed), (words.queued_saw)(seen, needed)),
        Awaited::Sends(name) => ((words.sends)(name), (words.sends_saw)(seen, needed)),
        Awaited::Step(label, name) => ((words.step)(label, name), (words.times_saw)(seen, needed)),
        Awaited::Answers(name) => ((words.answers)(name), (words.times_saw)(seen, needed)),
        Awaited::End(name) => ((words.end)(name), words.end_saw.to_owned()),
        Awaited::TakenBytes(name) => ((words.taken)(name), (words.bytes_saw)(seen, needed)),
        Awaited::TakenDatagrams(name) => ((words.taken)(name), (words.datagrams_saw)(seen, needed)),
    };
    match &gate.over {
        Some(name) => (wanted, (words.over)(&saw, name)),
        None => (wanted, saw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Family, Transport};
    use crate::text::{EN, ZH};

    #[test]
    fn every_error_has_words_of_its_own_in_chinese() {
        for error in ErrorName::ALL {
            let told = meaning(*error, &ZH.system);
            assert!(!told.is_ascii(), "{error}: {told}");
        }
        let meant: std::collections::BTreeSet<_> =
            ErrorName::ALL.iter().map(|error| meaning(*error, &ZH.system)).collect();
        assert_eq!(meant.len(), ErrorName::ALL.len());
    }

    #[test]
    fn what_has_run_out_is_named() {
        let check = |doing: Doing, error: ErrorName, english: &str, chinese: &str| {
            assert_eq!(meaning_while(doing, error, &EN.system), english);
            assert_eq!(meaning_while(doing, error, &ZH.system), chinese);
        };
        let route = Route { transport: Transport::Tcp, family: Family::V4 };
        let opening = Doing::Opening(route);
        check(opening, ErrorName::AddressInUse, "no port is free", "没有空闲的端口");
        check(Doing::Connecting, ErrorName::AddressNotAvailable, "no port is free", "没有空闲的端口");
        let threads = "the system starts no more threads";
        check(Doing::StartingThread, ErrorName::Again, threads, "系统不能再创建线程");
        let taken = "another socket has this address";
        check(Doing::Listening, ErrorName::AddressInUse, taken, "这个地址已被另一个套接字占用");
    }

    #[test]
    fn a_gate_is_told_as_the_model_tells_it() {
        let name = || "client".to_owned();
        let all = [
            Awaited::Queued,
            Awaited::Sends(name()),
            Awaited::Step("greeted".to_owned(), name()),
            Awaited::Answers(name()),
            Awaited::End(name()),
            Awaited::TakenBytes(name()),
            Awaited::TakenDatagrams(name()),
        ];
        for awaited in all {
            for over in [None, Some(name())] {
                let it = Unopened { awaited: awaited.clone(), seen: 5, needed: 9, over };
                let (wanted, saw) = gate(&it, &EN.stage.trouble.gates);
                assert_eq!(wanted, it.wanted());
                assert!(!saw.is_empty());
                let (wanted, saw) = gate(&it, &ZH.stage.trouble.gates);
                let is_chinese = |text: &String| !text.is_ascii();
                assert!(is_chinese(&wanted) && is_chinese(&saw), "{wanted} {saw}");
            }
        }
    }
}
