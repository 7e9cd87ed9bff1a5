//! Services and their parameters.

use std::sync::Arc;

use super::expressions::expression;
use super::names::Names;
use super::table::{Node, Table};
use crate::lesson::script::{FileContents, FileWord, ProgramWord, ServeWord};
use crate::model::Program;
use crate::model::service::ShellCommand;

/// The parameters that one program alone has.
pub(in crate::lesson) const OF_PROGRAM: [(&str, &str); 3] =
    [("answers", "chat"), ("commands", "shell"), ("files", "shell")];

pub(super) fn serve(node: &Node<'_>, table: &Table<'_>, names: &Names) -> Option<ServeWord> {
    let program = node.one_of("service", &Program::NAMES).map(|at| Program::NAMES[at]);
    let recv = table.get("request-size").map(|node| expression(&node, names).ok_or(())).transpose();
    let requests = table.get("requests").map(|node| expression(&node, names).ok_or(())).transpose();
    let last = table.get("last").map(|node| text(&node).ok_or(())).transpose();
    let program = program?;
    for (key, owner) in OF_PROGRAM {
        if let (Some(node), true) = (table.get(key), owner != program) {
            let span = table.entry(key).map_or(node.span, |(span, _)| span);
            let message = format!("`{key}` does not go with `serve = \"{program}\"`");
            table.problems.add(&span, message, format!("expected it with `serve = \"{owner}\"`"));
            return None;
        }
    }
    let program = match program {
        "echo" => ProgramWord::Echo,
        "shell" => shell(table, names)?,
        "chat" => ProgramWord::Chat(answers(&table.need("answers")?)?),
        _ => ProgramWord::Time,
    };
    Some(ServeWord { program, recv: recv.ok()?, requests: requests.ok()?, last: last.ok()? })
}

fn text(node: &Node<'_>) -> Option<Arc<[u8]>> {
    node.text().map(|text| text.as_bytes().into())
}

fn some<'a>(node: &Node<'a>, what: &str) -> Option<Vec<Node<'a>>> {
    let items = node.list()?;
    if items.is_empty() {
        node.problem(format!("there is no {what}"), "expected one or more");
        return None;
    }
    Some(items)
}

fn answers(node: &Node<'_>) -> Option<Vec<Arc<[u8]>>> {
    some(node, "answer")?.iter().map(text).collect()
}

fn shell(table: &Table<'_>, names: &Names) -> Option<ProgramWord> {
    let commands = some(&table.need("commands")?, "command")?;
    let commands: Vec<_> = commands.iter().map(command).collect();
    let files: Vec<_> = table.items("files").iter().map(|node| file(node, names)).collect();
    Some(ProgramWord::Shell {
        commands: commands.into_iter().collect::<Option<_>>()?,
        files: files.into_iter().collect::<Option<_>>()?,
    })
}

fn command(node: &Node<'_>) -> Option<ShellCommand> {
    let table = node.table()?;
    let text = table.need("text").and_then(|node| node.text().map(str::to_owned));
    let run = table.need("run").and_then(|node| {
        let words = some(&node, "program")?;
        if let Some(program) =
            words.first().filter(|word| word.text().is_some_and(|word| word.contains('/')))
        {
            program.problem("this is a path", "expected a program's name: `[\"ls\", \"-l\"]`");
            return None;
        }
        words.iter().map(|word| word.text().map(str::to_owned)).collect::<Option<Vec<_>>>()
    });
    table.finish();
    Some(ShellCommand { text: text?, run: run? })
}

fn file(node: &Node<'_>, names: &Names) -> Option<FileWord> {
    let table = node.table()?;
    let count = table.get("count").map(|node| expression(&node, names).ok_or(())).transpose();
    let name = table.need("name").and_then(|node| file_name(&node));
    let found = table.exactly_one(&["text", "lines"]);
    let counted = table.entry("count").is_some();
    table.finish();
    let contents = match found? {
        ("text", _, node) => FileContents::Text(node.text()?.to_owned()),
        (_, _, node) => FileContents::Lines(expression(&node, names)?),
    };
    let name = name?;
    if counted != name.contains('#') {
        node.problem("`count` and `#` go together", "expected a name such as `note-#.txt` and a `count`");
        return None;
    }
    Some(FileWord { name, count: count.ok()?, contents, span: node.span.clone() })
}

/// A name inside the folder: nothing leads out of it, and nothing is hidden in it.
fn file_name(node: &Node<'_>) -> Option<String> {
    let name = node.text()?;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.#".contains(letter);
    if name.is_empty() || name.starts_with(['.', '-']) || !name.chars().all(is_plain) {
        node.problem(
            "this is not a file's name",
            "expected letters, digits, dots and hyphens: `notes.txt`",
        );
        return None;
    }
    Some(name.to_owned())
}
