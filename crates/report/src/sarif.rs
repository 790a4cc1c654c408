//! Findings as SARIF 2.1.0, for the tools that show them beside a source. Written piece by piece, so that thousands of
//! reports need no more memory than one: [`head`], a [`results`] for each report, [`foot`].

use crate::{
    checks,
    finding::{Finding, Severity},
    json::string,
    reading::Reading,
};

/// Everything before the first result: the tool and its rules.
pub fn head(out: &mut Vec<u8>) {
    out.extend_from_slice(
        b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\
          \"unicodeCodePoints\",\"tool\":{\"driver\":{\"name\":\"gongkai\",\"version\":",
    );
    string(out, env!("CARGO_PKG_VERSION"));
    out.extend_from_slice(b",\"rules\":[");
    for (i, check) in checks::ALL.iter().enumerate() {
        out.extend_from_slice(if i > 0 { b",{\"id\":" } else { b"{\"id\":" });
        string(out, check.code);
        text(out, "shortDescription", check.title);
        text(out, "fullDescription", check.basis);
        out.extend_from_slice(b",\"help\":{\"text\":");
        string(out, check.page);
        out.extend_from_slice(b",\"markdown\":");
        string(out, check.page);
        out.extend_from_slice(b"},\"defaultConfiguration\":{\"level\":");
        string(out, level(check.severity));
        out.extend_from_slice(b"}}");
    }
    out.extend_from_slice(b"]}},\"results\":[");
}

/// The findings of one report, each with a comma before it: the caller leaves out the first one of the file.
pub fn results(out: &mut Vec<u8>, source: &str, reading: &Reading, findings: &[Finding]) {
    let spans: Vec<_> = findings.iter().map(|f| f.spans.first().copied().unwrap_or_default()).collect();
    let positions = reading.document.positions(&spans);
    for (finding, position) in findings.iter().zip(positions) {
        out.extend_from_slice(b",\n{\"ruleId\":");
        string(out, finding.code);
        if let Some(index) = checks::ALL.iter().position(|check| check.code == finding.code) {
            out.extend_from_slice(format!(",\"ruleIndex\":{index}").as_bytes());
        }
        out.extend_from_slice(b",\"level\":");
        string(out, level(finding.severity));
        text(out, "message", &message(finding));
        out.extend_from_slice(b",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
        string(out, &uri(source));
        out.push(b'}');
        if let (Some(line), Some(column), Some(span)) = (position.line, position.column, finding.spans.first()) {
            out.extend_from_slice(format!(",\"region\":{{\"startLine\":{line},\"startColumn\":{column}").as_bytes());
            text(out, "snippet", reading.document.words(*span));
            out.push(b'}');
        }
        out.push(b'}');
        if let Some(cell) = &finding.cell {
            out.extend_from_slice(b",\"logicalLocations\":[{\"fullyQualifiedName\":");
            string(out, cell);
            out.extend_from_slice(b"}]");
        }
        out.extend_from_slice(b"}],\"partialFingerprints\":{\"gongkai/v1\":");
        string(out, &finding.fingerprint());
        out.extend_from_slice(b"},\"properties\":{\"verdict\":");
        string(out, finding.verdict.key());
        out.extend_from_slice(b"}}");
    }
}

/// Everything after the last result; `failures` are the sources that gave no report, with the reason.
pub fn foot(out: &mut Vec<u8>, failures: &[(String, String)]) {
    out.extend_from_slice(b"],\"invocations\":[{\"executionSuccessful\":true,\"toolExecutionNotifications\":[");
    for (i, (source, reason)) in failures.iter().enumerate() {
        out.extend_from_slice(if i > 0 { b",{\"level\":\"error\"" } else { b"{\"level\":\"error\"" });
        text(out, "message", reason);
        out.extend_from_slice(b",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
        string(out, &uri(source));
        out.extend_from_slice(b"}}}]}");
    }
    out.extend_from_slice(b"]}]}]}\n");
}

fn text(out: &mut Vec<u8>, key: &str, text: &str) {
    out.extend_from_slice(format!(",\"{key}\":{{\"text\":").as_bytes());
    string(out, text);
    out.push(b'}');
}

fn message(finding: &Finding) -> String {
    match &finding.mend {
        Some(mend) => format!("{}（{mend}）", finding.message),
        None => finding.message.clone(),
    }
}

fn level(severity: Severity) -> &'static str {
    severity.key()
}

/// A path as a URI reference: what an address may not hold is written in hex.
fn uri(source: &str) -> String {
    let mut out = String::from(if source.starts_with('/') { "file://" } else { "" });
    for byte in source.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}
