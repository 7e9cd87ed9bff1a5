//! Pictures of a window as small files: few colours, each of which the window has.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use color_quant::NeuQuant;

/// As many as a byte per pixel tells apart.
const COLOURS: usize = 256;

/// An opaque picture, four bytes a pixel, row by row.
pub struct Picture {
    pub width: usize,
    pub rgba: Vec<u8>,
}

impl Picture {
    pub fn height(&self) -> usize {
        self.rgba.len() / 4 / self.width
    }

    /// Writes it with as few colours as a byte per pixel tells apart.
    pub fn save(&self, path: &Path) {
        let (indices, palette) = reduced(&self.rgba);
        let size = [self.width, self.height()].map(|size| u32::try_from(size).unwrap());
        let file = BufWriter::new(File::create(path).unwrap());
        let mut encoder = png::Encoder::new(file, size[0], size[1]);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette);
        encoder.set_compression(png::Compression::High);
        // What is beside or above says nothing about an index.
        encoder.set_filter(png::Filter::NoFilter);
        encoder.write_header().unwrap().write_image_data(&indices).unwrap();
    }
}

/// For each pixel the place of its colour in the palette, and the palette. Of the colours that share a
/// place the most frequent one stands there, so that surfaces and letters keep theirs exactly.
fn reduced(rgba: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let pixels = rgba.as_chunks::<4>().0;
    let mut counts: HashMap<[u8; 4], u32> = HashMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let network = NeuQuant::new(1, COLOURS, rgba);
    let mut places = HashMap::new();
    let mut palette = [(0, [0; 4]); COLOURS];
    for (&colour, &count) in &counts {
        let place = network.index_of(&colour);
        places.insert(colour, u8::try_from(place).unwrap());
        // Of two that are equally frequent always the same one, whatever the order.
        palette[place] = palette[place].max((count, colour));
    }
    let indices = pixels.iter().map(|pixel| places[pixel]).collect();
    (indices, palette.iter().flat_map(|(_, [red, green, blue, _])| [*red, *green, *blue]).collect())
}
