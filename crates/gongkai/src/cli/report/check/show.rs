//! How verdicts are shown: as a compiler's diagnostics, as JSON Lines, as SARIF.

use std::io::{self, Write};

use clap::ValueEnum;
use gongkai_report::{
    Reading,
    checks::Verdicts,
    diagnose,
    json::{self, Record},
    sarif,
};

use super::tally::Tally;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Sarif,
}

pub struct Show {
    format: Format,
    colour: bool,
}

impl Show {
    pub fn new(format: Format, colour: bool) -> Self {
        Self { format, colour }
    }

    /// What stands before the first result.
    pub fn open(&self, out: &mut impl Write) -> Result<(), String> {
        let mut edge = Vec::new();
        if self.format == Format::Sarif {
            sarif::head(&mut edge);
        }
        crate::cli::write(out, &edge)
    }

    /// Where results go: in SARIF all but the first have a comma before them.
    pub fn body<W: Write>(&self, out: W) -> Body<W> {
        Body { out, skip: usize::from(self.format == Format::Sarif) }
    }

    pub fn report(&self, out: &mut Vec<u8>, source: &str, reading: &Reading, verdicts: &Verdicts) {
        let Verdicts { findings, not_assessable } = verdicts;
        match self.format {
            Format::Text => {
                let text = diagnose::text(source, reading, findings, not_assessable, self.colour);
                out.extend_from_slice(text.as_bytes());
            }
            Format::Json => {
                let report = &reading.report;
                Record { source, report, reading: Some(reading), findings, not_assessable }.write(out);
                out.push(b'\n');
            }
            Format::Sarif => sarif::results(out, source, reading, findings),
        }
    }

    /// What could not be read was told on stderr; only a machine needs its line here too.
    pub fn unread(&self, out: &mut Vec<u8>, source: &str, reason: &str) {
        if self.format != Format::Text {
            self.refused(out, source, reason);
        }
    }

    pub fn refused(&self, out: &mut Vec<u8>, source: &str, reason: &str) {
        match self.format {
            Format::Text => {
                let source = diagnose::harmless(source);
                out.extend_from_slice(format!("{source}\n没有读到年报：{reason}\n\n").as_bytes());
            }
            Format::Json => {
                json::no_report(out, source, reason);
                out.push(b'\n');
            }
            Format::Sarif => {}
        }
    }

    /// SARIF has its notifications after the results.
    pub fn tells_refusals_last(&self) -> bool {
        self.format == Format::Sarif
    }

    /// What stands after the last result.
    pub fn close(&self, out: &mut impl Write, tally: &Tally) -> Result<(), String> {
        let mut edge = Vec::new();
        match self.format {
            Format::Text => edge.extend_from_slice(tally.sentence().as_bytes()),
            Format::Json => {}
            Format::Sarif => sarif::foot(&mut edge, &tally.refusals),
        }
        crate::cli::write(out, &edge)
    }
}

/// Output that leaves out so many bytes at its very start.
pub struct Body<W> {
    out: W,
    skip: usize,
}

impl<W: Write> Write for Body<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let skipped = self.skip.min(bytes.len());
        self.out.write_all(bytes.get(skipped..).unwrap_or_default())?;
        self.skip -= skipped;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
