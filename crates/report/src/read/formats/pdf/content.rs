//! A page's operators, carried out as far as they place words and draw straight lines.

use std::{collections::HashMap, rc::Rc};

use super::{
    super::budget::Budget,
    canvas::{Canvas, Ink, Point},
    file::File,
    fonts::Font,
    lexer::{Dictionary, Lexer, Object, is_blank},
    matrix::Matrix,
};

/// Operands beyond these belong to no operator.
const MOST_OPERANDS: usize = 64;
/// Saved states beyond these are an attack.
const MOST_SAVED: usize = 256;
/// Forms inside of forms beyond this are a circle.
const DEEPEST_FORM: usize = 8;
/// Points of one path.
const MOST_POINTS: usize = 10_000;

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    letter_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
    ink: Ink,
    /// Whether nothing is seen through what is filled.
    opaque: bool,
}

/// Carries out pages, keeping the fonts it met.
pub(super) struct Painter<'f, 'a> {
    file: &'f File<'a>,
    budget: &'f Budget,
    fonts: HashMap<u32, Rc<Font>>,
    pub canvas: Canvas,
    operators: usize,
}

/// One stream of operators while it is carried out.
struct Run<'p, 'f, 'a> {
    painter: &'p mut Painter<'f, 'a>,
    resources: &'p Dictionary<'a>,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    path: Vec<Vec<Point>>,
    depth: usize,
}

impl<'f, 'a> Painter<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>, budget: &'f Budget) -> Self {
        Self { file, budget, fonts: HashMap::new(), canvas: Canvas::default(), operators: 0 }
    }

    /// Carries out a page's operators.
    pub(super) fn paint(&mut self, content: &[u8], resources: &Dictionary<'a>, turned: Matrix) -> Result<(), String> {
        let state = State {
            ctm: turned,
            font: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            ink: [0; 3],
            opaque: true,
        };
        self.run(content, resources, state, 0)
    }

    fn run(&mut self, content: &[u8], resources: &Dictionary<'a>, state: State, depth: usize) -> Result<(), String> {
        let (text, line) = (Matrix::UNIT, Matrix::UNIT);
        let mut run = Run { painter: self, resources, state, saved: Vec::new(), text, line, path: Vec::new(), depth };
        run.all(content)
    }

    fn font(&mut self, resources: &Dictionary<'a>, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = self.file.inner(resources, "Font");
        let entry = fonts.get(std::str::from_utf8(name).ok()?)?;
        let number = if let Object::Reference(number) = entry { Some(*number) } else { None };
        if let Some(known) = number.and_then(|number| self.fonts.get(&number)) {
            return Some(Rc::clone(known));
        }
        let Object::Dictionary(dictionary) = self.file.resolve(entry) else { return None };
        let font = Rc::new(Font::read(self.file, &dictionary));
        if let Some(number) = number {
            self.fonts.insert(number, Rc::clone(&font));
        }
        Some(font)
    }
}

impl<'a> Run<'_, '_, 'a> {
    fn all(&mut self, content: &[u8]) -> Result<(), String> {
        let mut lexer = Lexer::new(content, 0);
        let mut operands = Vec::new();
        while let Some(object) = lexer.next() {
            let Object::Word(operator) = object else {
                if operands.len() < MOST_OPERANDS {
                    operands.push(object);
                }
                continue;
            };
            self.painter.operators += 1;
            if self.painter.operators.is_multiple_of(1024) {
                self.painter.budget.in_time()?;
            }
            match operator {
                b"Do" => self.form(&operands)?,
                b"ID" => lexer.at = after_picture(content, lexer.at),
                _ => self.operator(operator, &operands),
            }
            operands.clear();
        }
        Ok(())
    }

    fn operator(&mut self, operator: &[u8], operands: &[Object<'_>]) {
        let n = |i: usize| operands.get(i).and_then(Object::number).map_or(0.0, single);
        match operator {
            b"q" if self.saved.len() < MOST_SAVED => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => self.state.ctm = Matrix::of(operands).unwrap_or(Matrix::UNIT).then(self.state.ctm),
            b"BT" => (self.text, self.line) = (Matrix::UNIT, Matrix::UNIT),
            b"Tf" => {
                let name = operands.first().and_then(Object::name).unwrap_or_default();
                self.state.font = self.painter.font(self.resources, name);
                self.state.size = n(1);
            }
            b"Tc" => self.state.letter_space = n(0),
            b"Tw" => self.state.word_space = n(0),
            b"Tz" => self.state.stretch = n(0) / 100.0,
            b"TL" => self.state.leading = n(0),
            b"Ts" => self.state.rise = n(0),
            b"Td" => self.next_line(n(0), n(1)),
            b"TD" => {
                self.state.leading = -n(1);
                self.next_line(n(0), n(1));
            }
            b"Tm" => {
                self.line = Matrix::of(operands).unwrap_or(Matrix::UNIT);
                self.text = self.line;
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tj" => self.show(operands.first()),
            b"TJ" => self.show_spaced(operands.first()),
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.first());
            }
            b"\"" => {
                (self.state.word_space, self.state.letter_space) = (n(0), n(1));
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2));
            }
            _ => self.stroke(operator, operands),
        }
    }

    /// Operators that build and paint paths: the lines of tables.
    fn stroke(&mut self, operator: &[u8], operands: &[Object<'_>]) {
        let n = |i: usize| operands.get(i).and_then(Object::number).map_or(0.0, single);
        match operator {
            b"m" if self.path.len() < MOST_POINTS => self.path.push(vec![self.state.ctm.place(n(0), n(1))]),
            b"l" | b"v" | b"y" | b"c" => {
                let last = operands.len().saturating_sub(2);
                self.point(n(last), n(last + 1));
            }
            b"h" => self.close_path(),
            b"re" => self.rectangle(n(0), n(1), n(2), n(3)),
            b"s" | b"b" | b"b*" => {
                self.close_path();
                if operator != b"s" {
                    self.fill();
                }
                self.paint(true);
            }
            b"S" => self.paint(true),
            b"B" | b"B*" => {
                self.fill();
                self.paint(true);
            }
            b"f" | b"F" | b"f*" => {
                self.fill();
                self.paint(false);
            }
            b"n" => self.path.clear(),
            _ => self.colour(operator, operands),
        }
    }

    /// Operators that choose what is filled with.
    fn colour(&mut self, operator: &[u8], operands: &[Object<'_>]) {
        let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
        match operator {
            b"g" | b"rg" | b"k" | b"sc" | b"scn" => self.state.ink = ink(&numbers),
            b"cs" => self.state.ink = [0; 3],
            b"gs" => self.state.opaque = self.is_opaque(operands).unwrap_or(self.state.opaque),
            _ => {}
        }
    }

    /// What a graphics state says of how far a filling is seen through: a highlighter darkens what it marks.
    fn is_opaque(&self, operands: &[Object<'_>]) -> Option<bool> {
        let name = std::str::from_utf8(operands.first()?.name()?).ok()?;
        let file = self.painter.file;
        let state = file.inner(&file.inner(self.resources, "ExtGState"), name);
        if ["ca", "BM", "SMask"].iter().all(|entry| state.get(entry).is_none()) {
            return None;
        }
        let full = file.get(&state, "ca").number().is_none_or(|opacity| opacity > 0.9);
        let plain = match file.get(&state, "BM") {
            Object::Name(mode) => matches!(mode.as_slice(), b"Normal" | b"Compatible"),
            Object::Array(_) => false,
            _ => true,
        };
        Some(full && plain && !matches!(file.get(&state, "SMask"), Object::Dictionary(_)))
    }

    fn fill(&mut self) {
        if self.state.opaque {
            for path in &self.path {
                self.painter.canvas.fill(path, self.state.ink);
            }
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }

    fn show(&mut self, string: Option<&Object<'_>>) {
        let (Some(Object::Text(string)), Some(font)) = (string, self.state.font.clone()) else { return };
        let State { ctm, size, letter_space, word_space, stretch, rise, ink, .. } = self.state;
        let (text, canvas) = (&mut self.text, &mut self.painter.canvas);
        font.glyphs(string, |glyph| {
            let all = text.then(ctm);
            let wide = glyph.width * size * stretch;
            canvas.say(glyph.words, all.place(0.0, rise), all.place(wide, rise), all.height() * size.abs(), ink);
            let space = letter_space + if glyph.is_space { word_space } else { 0.0 };
            *text = Matrix::shift(wide + space * stretch, 0.0).then(*text);
        });
    }

    fn show_spaced(&mut self, list: Option<&Object<'_>>) {
        for item in list.and_then(Object::array).unwrap_or_default() {
            match item {
                Object::Number(back) => {
                    let by = -single(*back) / 1000.0 * self.state.size * self.state.stretch;
                    self.text = Matrix::shift(by, 0.0).then(self.text);
                }
                string => self.show(Some(string)),
            }
        }
    }

    fn point(&mut self, x: f32, y: f32) {
        let point = self.state.ctm.place(x, y);
        if let Some(path) = self.path.last_mut().filter(|path| path.len() < MOST_POINTS) {
            path.push(point);
        }
    }

    fn close_path(&mut self) {
        if let Some(path) = self.path.last_mut()
            && let Some(&first) = path.first()
        {
            path.push(first);
        }
    }

    fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let ctm = self.state.ctm;
        let corner = |dx, dy| ctm.place(x + dx, y + dy);
        if self.path.len() < MOST_POINTS {
            let corners =
                [corner(0.0, 0.0), corner(width, 0.0), corner(width, height), corner(0.0, height), corner(0.0, 0.0)];
            self.path.push(corners.to_vec());
        }
    }

    fn paint(&mut self, stroked: bool) {
        for path in self.path.drain(..) {
            self.painter.canvas.paint(&path, stroked);
        }
    }

    /// `Do`: a form is a page inside of the page; pictures are passed over.
    fn form(&mut self, operands: &[Object<'_>]) -> Result<(), String> {
        let name = operands.first().and_then(Object::name).and_then(|name| std::str::from_utf8(name).ok());
        let file = self.painter.file;
        let objects = file.inner(self.resources, "XObject");
        let (Some(entry), true) = (name.and_then(|name| objects.get(name)), self.depth < DEEPEST_FORM) else {
            return Ok(());
        };
        let Object::Dictionary(head) = file.resolve(entry) else { return Ok(()) };
        if file.get(&head, "Subtype").name() != Some(b"Form") {
            return Ok(());
        }
        self.painter.budget.in_time()?;
        let Some(form) = file.stream(entry) else { return Ok(()) };
        let mut state = self.state.clone();
        let matrix = file.get(&form.dictionary, "Matrix");
        state.ctm = matrix.array().and_then(Matrix::of).unwrap_or(Matrix::UNIT).then(state.ctm);
        match file.get(&form.dictionary, "Resources") {
            Object::Dictionary(own) => self.painter.run(&form.bytes, &own, state, self.depth + 1),
            _ => self.painter.run(&form.bytes, self.resources, state, self.depth + 1),
        }
    }
}

/// Where a picture inside of the content ends: behind an `EI` that stands alone.
fn after_picture(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    let ends = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| rest.get(at)).is_none_or(|&b| is_blank(b));
        before && rest.get(at + 2).is_none_or(|&b| is_blank(b))
    };
    memchr::memmem::find_iter(rest, b"EI").find(ends).map_or(content.len(), |at| from + at + 2)
}

/// Grey, red-green-blue or the four inks of a printer, as a screen shows them.
fn ink(numbers: &[f64]) -> Ink {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte's range")]
    let byte = |part: f64| (part.clamp(0.0, 1.0) * 255.0) as u8;
    match *numbers {
        [grey] => [byte(grey); 3],
        [red, green, blue] => [byte(red), byte(green), byte(blue)],
        [cyan, magenta, yellow, black] => [cyan, magenta, yellow].map(|part| byte((1.0 - part) * (1.0 - black))),
        _ => [0; 3],
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page needs no more digits")]
fn single(number: f64) -> f32 {
    number as f32
}
