//! A PDF's objects, found by looking for them.
//!
//! The table at the file's end that says where each object stands is not believed: it is damaged in many a file, and
//! it costs a crafted one nothing to claim anything. Every `N G obj` is noted instead, and read when it is needed.

use std::{cell::Cell, collections::HashMap, rc::Rc};

use memchr::memmem;

use super::{
    super::{budget::Budget, refusal},
    filters,
    lexer::{Dictionary, Lexer, Object, is_blank},
};

/// More objects than any report has.
const MOST_OBJECTS: usize = 2_000_000;
/// A chain of references longer than this is a circle.
const LONGEST_CHAIN: usize = 16;

/// An opened PDF.
pub struct File<'a> {
    bytes: &'a [u8],
    places: HashMap<u32, Place>,
    /// Objects packed together, unpacked.
    packed: Vec<Rc<[u8]>>,
    /// Bytes that may still be unpacked.
    left: Cell<usize>,
}

#[derive(Clone, Copy)]
enum Place {
    /// In the file, behind `obj`.
    At(usize),
    /// In one of the packed streams, at an offset.
    Packed { stream: usize, at: usize },
}

/// An object with its stream's bytes, if it is one.
pub struct Stream<'a> {
    /// What it says of itself.
    pub dictionary: Dictionary<'a>,
    /// Unpacked.
    pub bytes: Vec<u8>,
}

impl<'a> File<'a> {
    /// Notes where all objects stand.
    ///
    /// # Errors
    /// A Chinese sentence when there are more than the budget has room or time for.
    pub fn open(bytes: &'a [u8], budget: &Budget) -> Result<Self, String> {
        let mut file = Self { bytes, places: HashMap::new(), packed: Vec::new(), left: Cell::new(budget.expanded) };
        for at in memmem::find_iter(bytes, b"obj") {
            if let Some(number) = file.numbered(at) {
                // the last of one number is the one in force
                file.places.insert(number, Place::At(at + 3));
                if file.places.len() > MOST_OBJECTS {
                    return Err(refusal::MANY_PIECES.to_owned());
                }
            }
        }
        budget.in_time()?;
        file.unpack_objects(budget)?;
        Ok(file)
    }

    /// The numbers of all objects, in rising order.
    pub fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.places.keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    /// Where in the file an object stands, behind `obj`; `None` for one that is packed together with others.
    pub fn place(&self, number: u32) -> Option<usize> {
        match self.places.get(&number)? {
            Place::At(at) => Some(*at),
            Place::Packed { .. } => None,
        }
    }

    /// The number of the object whose `obj` stands at a place; `None` for `endobj` and words in text.
    fn numbered(&self, at: usize) -> Option<u32> {
        let before = self.bytes.get(at.saturating_sub(24)..at)?;
        let before = before.trim_ascii_end();
        let generation = before.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let before = before.get(..before.len() - generation)?;
        let blank = before.last().is_some_and(|&b| is_blank(b));
        let before = before.trim_ascii_end();
        let digits = before.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        if generation == 0 || digits == 0 || digits > 10 || !blank {
            return None;
        }
        std::str::from_utf8(before.get(before.len() - digits..)?).ok()?.parse().ok()
    }

    /// Notes the objects inside of object streams.
    fn unpack_objects(&mut self, budget: &Budget) -> Result<(), String> {
        let mut streams: Vec<usize> = self.places.values().filter_map(|place| self.packs_objects(*place)).collect();
        streams.sort_unstable();
        for at in streams {
            budget.in_time()?;
            let Some(Stream { dictionary, bytes }) = self.stream_at(at) else { continue };
            let first = dictionary.get("First").and_then(Object::count).unwrap_or(0);
            let count = dictionary.get("N").and_then(Object::count).unwrap_or(0).min(MOST_OBJECTS);
            let mut header = Lexer::new(bytes.get(..first).unwrap_or_default(), 0);
            for _ in 0..count {
                let (Some(number), Some(offset)) = (header.next(), header.next()) else { break };
                let (Some(number), Some(offset)) = (number.count(), offset.count()) else { break };
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                // what stands in the file itself behind the stream was written later
                if !matches!(self.places.get(&number), Some(Place::At(direct)) if *direct > at) {
                    self.places.insert(number, Place::Packed { stream: self.packed.len(), at: first + offset });
                }
            }
            self.packed.push(bytes.into());
        }
        Ok(())
    }

    fn packs_objects(&self, place: Place) -> Option<usize> {
        let Place::At(at) = place else { return None };
        // enough of the object's start to hold any object stream's dictionary, so that pictures cost nothing here
        let head = self.bytes.get(at..(at + 512).min(self.bytes.len()))?;
        memmem::find(head, b"/ObjStm").map(|_| at)
    }

    /// The object behind an object that may be a reference; `Null` where there is none.
    pub fn resolve(&self, object: &Object<'a>) -> Object<'a> {
        let mut object = object.clone();
        for _ in 0..LONGEST_CHAIN {
            let Object::Reference(number) = object else { return object };
            object = self.object(number);
        }
        Object::Null
    }

    /// An object by its number.
    pub fn object(&self, number: u32) -> Object<'a> {
        match self.places.get(&number) {
            Some(&Place::At(at)) => Lexer::new(self.bytes, at).next().unwrap_or(Object::Null),
            Some(&Place::Packed { stream, at }) => {
                let bytes = self.packed.get(stream).map_or(&[][..], |bytes| bytes);
                Lexer::new(bytes, at).next().map_or(Object::Null, owned)
            }
            None => Object::Null,
        }
    }

    /// What a dictionary has under a name, references followed.
    pub fn get(&self, dictionary: &Dictionary<'a>, name: &str) -> Object<'a> {
        dictionary.get(name).map_or(Object::Null, |object| self.resolve(object))
    }

    /// The dictionary that a dictionary has under a name, or an empty one.
    pub fn inner(&self, dictionary: &Dictionary<'a>, name: &str) -> Dictionary<'a> {
        match self.get(dictionary, name) {
            Object::Dictionary(inner) => inner,
            _ => Dictionary::default(),
        }
    }

    /// The stream that a reference leads to.
    pub fn stream(&self, object: &Object<'a>) -> Option<Stream<'a>> {
        let mut number = if let Object::Reference(number) = object { *number } else { return None };
        for _ in 0..LONGEST_CHAIN {
            let Some(&Place::At(at)) = self.places.get(&number) else { return None };
            match Lexer::new(self.bytes, at).next()? {
                Object::Reference(next) => number = next,
                _ => return self.stream_at(at),
            }
        }
        None
    }

    fn stream_at(&self, at: usize) -> Option<Stream<'a>> {
        let mut lexer = Lexer::new(self.bytes, at);
        let Object::Dictionary(dictionary) = lexer.next()? else { return None };
        if lexer.next()? != Object::Word(b"stream") {
            return None;
        }
        let mut start = lexer.at;
        start += usize::from(self.bytes.get(start) == Some(&b'\r'));
        start += usize::from(self.bytes.get(start) == Some(&b'\n'));
        let length = self.get(&dictionary, "Length").count();
        let packed = self.between(start, length)?;
        let bytes = self.unpacked(&dictionary, packed)?;
        Some(Stream { dictionary, bytes })
    }

    /// A stream's bytes: as long as claimed if `endstream` follows there, otherwise up to where it does.
    fn between(&self, start: usize, length: Option<usize>) -> Option<&'a [u8]> {
        if let Some(bytes) = length.and_then(|length| self.bytes.get(start..start.checked_add(length)?)) {
            let after = self.bytes.get(start + bytes.len()..).unwrap_or_default();
            let after = after.get(..after.len().min(16)).unwrap_or_default().trim_ascii_start();
            if after.starts_with(b"endstream") {
                return Some(bytes);
            }
        }
        let rest = self.bytes.get(start..)?;
        rest.get(..memmem::find(rest, b"endstream").unwrap_or(rest.len()))
    }

    fn unpacked(&self, dictionary: &Dictionary<'a>, packed: &'a [u8]) -> Option<Vec<u8>> {
        let filters = match self.get(dictionary, "Filter") {
            Object::Name(name) => vec![name],
            Object::Array(items) => items.iter().filter_map(|item| Some(self.resolve(item).name()?.to_vec())).collect(),
            _ => Vec::new(),
        };
        let mut bytes = None;
        for filter in filters.iter().take(4) {
            let out = filters::unpack(filter, bytes.as_deref().unwrap_or(packed), self.left.get())?;
            self.left.set(self.left.get().saturating_sub(out.len()));
            bytes = Some(out);
        }
        Some(bytes.unwrap_or_else(|| packed.to_vec()))
    }

    /// Whether everything that may be unpacked was.
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// The file's trailers, the last first: dictionaries that name its root, how it is locked, what it says of itself.
    pub fn trailers(&self) -> Vec<Dictionary<'a>> {
        let written = memmem::rfind_iter(self.bytes, b"trailer").take(8).map(|at| at + "trailer".len());
        let mut streams: Vec<usize> = self
            .places
            .values()
            .filter_map(|place| if let Place::At(at) = place { Some(*at) } else { None })
            .filter(|&at| {
                let head = self.bytes.get(at..(at + 512).min(self.bytes.len())).unwrap_or_default();
                memmem::find(head, b"/XRef").is_some()
            })
            .collect();
        streams.sort_unstable_by(|a, b| b.cmp(a));
        let found = written.chain(streams).filter_map(|at| match Lexer::new(self.bytes, at).next() {
            Some(Object::Dictionary(dictionary)) => Some(dictionary),
            _ => None,
        });
        found.collect()
    }
}

/// An object without the words in it, which only files and pages have.
fn owned<'a>(object: Object<'_>) -> Object<'a> {
    match object {
        Object::Null | Object::Word(_) => Object::Null,
        Object::Bool(value) => Object::Bool(value),
        Object::Number(number) => Object::Number(number),
        Object::Name(name) => Object::Name(name),
        Object::Text(text) => Object::Text(text),
        Object::Reference(number) => Object::Reference(number),
        Object::Array(items) => Object::Array(items.into_iter().map(owned).collect()),
        Object::Dictionary(Dictionary(entries)) => {
            Object::Dictionary(Dictionary(entries.into_iter().map(|(key, value)| (key, owned(value))).collect()))
        }
    }
}
