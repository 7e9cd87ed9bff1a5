//! A term in a step's text: marked, and with a card that says what it means.

use eframe::egui::{
    CursorIcon, Id, Popup, PopupCloseBehavior, Rect, Response, RichText, Role, Sense, Shape, Stroke, Ui,
    WidgetInfo, pos2,
};

use crate::lesson::{Glossary, Lang, Term};
use crate::text::Words;

use super::command::Command;
use super::theme::{Palette, Scale, space};
use super::{fonts, markdown, parts};

/// How wide a card is, in points.
const CARD: f32 = 360.0;

/// What is needed to explain the terms of a text.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// All of them.
    pub glossary: &'a Glossary,
    /// In which language they are explained first.
    pub lang: Lang,
    /// What stands around them.
    pub words: &'a Words,
}

/// Marks a term where it stands in a text, in one piece per line, and makes its card open. Says whether
/// all terms are asked for.
pub fn link(ui: &Ui, pieces: &[Rect], id: Id, term: &Term, terms: Terms<'_>) -> bool {
    let Some(&first) = pieces.first() else { return false };
    let response = ui.interact(first, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
    let name = (terms.words.terms.link)(term.word.get(terms.lang));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    // A term that goes on in the next line is one thing for the keyboard and for those who listen.
    let is_over = pieces[1..].iter().any(|&piece| ui.rect_contains_pointer(piece));
    let is_clicked = response.clicked() || is_over && ui.input(|input| input.pointer.primary_clicked());
    if is_over {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    let card_id = id.with("card");
    let is_open = Popup::is_id_open(ui.ctx(), card_id);
    mark(ui, pieces, is_open || is_over || response.hovered());
    let mut asked = false;
    let popup = Popup::from_response(&response).id(card_id).gap(6.0).width(CARD);
    let toggle = is_clicked.then_some(eframe::egui::SetOpenCommand::Toggle);
    popup.open_memory(toggle).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        card(ui, term, terms);
        let (all, tooltip) = terms.words.terms.all;
        asked = parts::link(ui, (all, Command::Terms.hint_of(tooltip, terms.words)), true).clicked();
    });
    // Who walks by keyboard stays where the card was.
    if is_open && !Popup::is_id_open(ui.ctx(), card_id) && response.lost_focus() {
        response.request_focus();
    }
    if !is_open {
        response.on_hover_ui(|ui| card(ui, term, terms));
    }
    asked
}

/// Dots below the words; a line while the pointer is over them or the card is open.
fn mark(ui: &Ui, pieces: &[Rect], is_lit: bool) {
    let palette = Palette::of(ui.visuals());
    for piece in pieces {
        let y = piece.bottom() - 2.0;
        let ends = [pos2(piece.left(), y), pos2(piece.right(), y)];
        if is_lit {
            ui.painter().line_segment(ends, Stroke::new(2.0, palette.accent));
        } else {
            ui.painter().extend(Shape::dotted_line(&ends, palette.accent, 3.5, 1.0));
        }
    }
}

fn card(ui: &mut Ui, term: &Term, terms: Terms<'_>) {
    ui.set_max_width(CARD);
    ui.spacing_mut().item_spacing.y = space::TIGHT;
    heading(ui, term, terms.lang);
    markdown::show(ui, term.means.get(terms.lang), Scale::Window, None);
}

/// The word, and beside it the word of the other language, where it is another.
pub fn heading(ui: &mut Ui, term: &Term, lang: Lang) -> Response {
    let palette = Palette::of(ui.visuals());
    let size = Scale::Window.body().size;
    ui.horizontal_wrapped(|ui| {
        let word = RichText::new(term.word.get(lang)).family(fonts::bold()).size(size);
        let response = ui.label(word);
        let others = Lang::ALL.map(|other| term.word.get(other));
        if let Some(other) = others.into_iter().find(|other| *other != term.word.get(lang)) {
            ui.label(RichText::new(other).size(size).color(palette.muted));
        }
        response
    })
    .inner
}
