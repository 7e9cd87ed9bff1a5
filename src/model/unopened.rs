//! A gate that did not open: what it waited for, and how far that came.

/// What a gate waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// Bytes in the receive buffer.
    Queued,
    /// The last send of the endpoint of that name.
    Sends(String),
    /// A step, by its label, of the endpoint of that name.
    Step(String, String),
    /// Answers of the endpoint of that name.
    Answers(String),
    /// The end of the script of the endpoint of that name.
    End(String),
    /// That the endpoint of that name reads all bytes.
    TakenBytes(String),
    /// That the endpoint of that name reads all datagrams.
    TakenDatagrams(String),
}

/// A gate that did not open in time, or can never open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unopened {
    /// What it waited for.
    pub awaited: Awaited,
    /// How many of these there were.
    pub seen: u64,
    /// How many it needed.
    pub needed: u64,
    /// The endpoint that was waited for, if its script is over: no more will come.
    pub over: Option<String>,
}

impl Unopened {
    /// What it waited for, in English.
    pub fn wanted(&self) -> String {
        match &self.awaited {
            Awaited::Queued => format!("{} bytes in the receive buffer", self.needed),
            Awaited::Sends(name) => format!("the last send of {name}"),
            Awaited::Step(label, name) => format!("step {label} of {name}"),
            Awaited::Answers(name) => format!("an answer of {name}"),
            Awaited::End(name) => format!("the end of {name}'s script"),
            Awaited::TakenBytes(name) | Awaited::TakenDatagrams(name) => {
                format!("{name} to read everything")
            }
        }
    }

    /// What it saw instead, in English.
    pub fn saw(&self) -> String {
        let (seen, needed) = (self.seen, self.needed);
        let saw = match &self.awaited {
            Awaited::Queued => format!("{seen} of {needed} queued"),
            Awaited::Sends(_) => format!("{seen} of {needed} sends are done"),
            Awaited::Step(..) => format!("it was done {seen} times, {needed} were needed"),
            Awaited::Answers(_) => format!("{seen} requests were answered, {needed} were needed"),
            Awaited::End(_) => "it goes on".to_owned(),
            Awaited::TakenBytes(_) => format!("{seen} of {needed} bytes are read"),
            Awaited::TakenDatagrams(_) => format!("{seen} of {needed} datagrams are read"),
        };
        match &self.over {
            Some(name) => format!("{saw}, and {name} has finished"),
            None => saw,
        }
    }
}
