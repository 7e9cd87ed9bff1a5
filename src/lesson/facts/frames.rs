//! Facts about the frames that the receiver's codec found.

use super::{Asked, Unknown, number, numbers, texts};
use crate::lesson::condition::{Expected, Fact};
use crate::model::Frames;

pub(super) fn value(fact: Fact, asked: &Asked<'_>) -> Result<Expected, Unknown> {
    let frames = frames(asked)?;
    Ok(match fact {
        Fact::FrameSizes => numbers(frames.measured().map(|frame| frame.payload.len)),
        Fact::FrameData => frame_data(asked, frames)?,
        Fact::FrameErrors => texts(frames.refused.iter().map(|(error, _)| error.name())),
        Fact::FrameWaiting => number(frames.waiting()),
        _ => number(frames.measured().count() as u64),
    })
}

fn frames<'a>(asked: &Asked<'a>) -> Result<&'a Frames, Unknown> {
    let frames = asked.trace.frames_of(asked.stream);
    let frames = frames.ok_or_else(|| Unknown::NotThere("the receiver has no codec".to_owned()))?;
    if frames.kept_to.is_some() {
        return Err(Unknown::NotThere("not all bytes were kept".to_owned()));
    }
    Ok(frames)
}

fn frame_data(asked: &Asked<'_>, frames: &Frames) -> Result<Expected, Unknown> {
    let at = asked.read;
    let frame = frames.measured().nth(at);
    let frame = frame.ok_or_else(|| Unknown::NotThere(format!("there is no frame {at}")))?;
    let bytes = asked.trace.bytes(asked.stream, frame.payload);
    Ok(Expected::Text(String::from_utf8_lossy(bytes).into_owned()))
}
