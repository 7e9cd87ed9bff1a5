//! A list that grows by whole chunks: nothing in it is moved, and few appends allocate.

/// Items in a chunk.
const CHUNK: usize = 512;

/// The list.
#[derive(Clone, Debug)]
pub struct Chunks<T> {
    full: Vec<Vec<T>>,
    open: Vec<T>,
}

impl<T> Chunks<T> {
    /// An empty list with room for the first chunk.
    pub fn with_room() -> Self {
        Self { full: Vec::new(), open: Vec::with_capacity(CHUNK) }
    }

    /// Appends an item.
    pub fn push(&mut self, item: T) {
        if self.open.len() == CHUNK {
            let full = std::mem::replace(&mut self.open, Vec::with_capacity(CHUNK));
            self.full.push(full);
        }
        self.open.push(item);
    }

    /// The item that was appended last.
    #[cfg(test)]
    pub fn last(&self) -> Option<&T> {
        self.open.last()
    }

    /// All items in order.
    pub fn into_iter(self) -> impl Iterator<Item = T> {
        self.full.into_iter().flatten().chain(self.open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_back_in_order_across_chunks() {
        for count in [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7] {
            let mut list = Chunks::with_room();
            (0..count).for_each(|item| list.push(item));
            assert!(list.into_iter().eq(0..count), "{count}");
        }
    }
}
