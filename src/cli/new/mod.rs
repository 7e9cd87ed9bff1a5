//! `stickylab new`: a small lesson that works, to be changed into one's own.

use std::fs;
use std::io;
use std::path::Path;

use crate::lesson::{SCHEMA_FILE, schema};

use super::exit::{Exit, Failure};
use super::output::Output;
use super::tape::Ink;

/// The files of the lesson; its id is put in.
const FILES: [(&str, &str); 3] = [
    ("lesson.toml", include_str!("lesson.toml")),
    ("en.md", include_str!("en.md")),
    ("zh.md", include_str!("zh.md")),
];
/// What stands in the files for the id.
const ID: &str = "LESSON-ID";

/// Makes a folder with a lesson in it, and the schema that its first line names, for editors. What is
/// there already is never written over.
///
/// # Errors
/// When the folder's name can be no id, when there is something of that name, or the disk refuses.
pub fn new(folder: &Path, output: &mut Output<'_>) -> Result<Exit, Failure> {
    let id = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if !is_name(id) {
        let hint =
            "its last part becomes the lesson's id: small letters, digits and hyphens, as in my-lesson";
        return Err(Failure::Usage(format!("{} names no lesson; {hint}", folder.display())));
    }
    write_files(folder, id)?;
    output.text(&format!("{} is a lesson that works.", folder.display()), Ink::Strong, 2)?;
    let parent =
        folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for (command, what) in [
        (
            format!("stickylab check {}", folder.display()),
            "is it well-formed, and does what it claims happen?",
        ),
        (format!("stickylab run {}", folder.display()), "runs it here"),
        (format!("stickylab --lessons {} --lesson {id}", parent.display()), "opens it in the window"),
    ] {
        output.text(&format!("  {command}"), Ink::Plain, 4)?;
        output.text(&format!("      {what}"), Ink::Pale, 6)?;
    }
    Ok(Exit::Done)
}

/// Whether a folder's name can be the id of a lesson.
fn is_name(text: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    text.starts_with(plain) && text.chars().all(|letter| plain(letter) || letter == '-')
}

fn write_files(folder: &Path, id: &str) -> Result<(), Failure> {
    let refused = |path: &Path, error: &io::Error| {
        Failure::Run(format!(
            "{} cannot be written: {error}. Choose another folder, or make room",
            path.display()
        ))
    };
    let is_free = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(_) => false,
    };
    if !is_free {
        let hint = "choose a name that is free, or empty the folder first";
        return Err(Failure::Usage(format!("{} is there already; {hint}", folder.display())));
    }
    fs::create_dir_all(folder).map_err(|error| refused(folder, &error))?;
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| refused(&path, &error))
    };
    for (name, text) in FILES {
        write(name, &text.replace(ID, id))?;
    }
    write(SCHEMA_FILE, &format!("{:#}\n", schema()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_folder_becomes_an_id() {
        let check = |text, expected| assert_eq!(is_name(text), expected, "{text}");
        check("my-lesson", true);
        check("7-layers", true);
        check("", false);
        check("..", false);
        check("-x", false);
        check("My lesson", false);
        check("粘包", false);
    }

    #[test]
    fn every_file_is_filled_in() {
        assert_eq!(FILES.iter().filter(|(_, text)| text.contains(ID)).count(), 1);
        assert!(FILES[0].1.starts_with(&format!("#:schema ./{SCHEMA_FILE}\n")));
    }
}
