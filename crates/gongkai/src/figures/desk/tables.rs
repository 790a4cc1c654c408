//! 表三、表四的文件: tables 3 and 4 for programs and spreadsheets, as they were reported or as they are counted now.

use axum::{
    extract::{Query, State},
    http::header,
    response::Response,
};
use gongkai_report::write::Target;
use serde_json::{Value, json};

use crate::{
    figures::{
        count, export,
        freeze::corrections,
        published::as_report,
        shown::Shown,
        view::{Asked, View},
    },
    guard::Visitor,
    office::{Office, civil_minute},
    page::Error,
    requests::desk::list::export::sent,
    verify::portal::as_attachment,
};

/// The tables, and what a file says of them.
struct Told {
    shown: Shown,
    view: View,
    /// Whose they are.
    whose: String,
}

impl Told {
    async fn of(office: &Office, visitor: &Visitor, asked: &Asked) -> Result<Self, Error> {
        let view = View::of(asked, visitor.hand()?, office).await?;
        let shown = Shown::of(office, &view).await?;
        let organ = office.db.organ(view.organ).await?.name;
        let whose = format!("{organ}{}", view.and_whose());
        Ok(Self { shown, view, whose })
    }

    /// When the figures were frozen; `None` for what is counted now.
    fn frozen(&self) -> Option<jiff::Timestamp> {
        self.shown.kept.as_ref().filter(|_| self.shown.reported).map(|kept| kept.at)
    }

    /// `2025-2021.json`, `2025-2021-frozen.json`
    fn name(&self, ending: &str) -> String {
        let mark = if self.shown.reported { "-frozen" } else { "" };
        format!("{}-{}{mark}.{ending}", self.view.year, self.view.edition)
    }

    /// A line for each cell of tables 3 and 4.
    async fn lines(&self, office: &Office) -> Result<Vec<export::TableLine>, Error> {
        let View { scope, year, edition, .. } = self.view;
        let moved = match self.shown.reported {
            true => corrections(&self.shown.figures, &count::tables(&office.db, scope, year, edition).await?),
            false => Vec::new(),
        };
        let said = self.frozen().map_or("实时".to_owned(), |at| format!("已定稿（frozen），{}", civil_minute(at)));
        Ok(export::table_lines(&self.shown.figures, &self.whose, &said, &moved))
    }
}

/// `GET /desk/figures/tables.json`: tables 3 and 4 as `gongkai.report/1` has it, everything else unknown, and whether they
/// are frozen.
pub async fn as_json(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let told = Told::of(&office, &visitor, &asked).await?;
    let report = as_report(&told.whose, told.view.year, &told.shown.figures);
    let json = Target::Json.write("register", &report).map_err(Error::Unreadable)?;
    let mut record: Value = serde_json::from_slice(&json).map_err(|fault| Error::broken(&fault))?;
    if let Some(record) = record.as_object_mut() {
        record.insert("frozen".to_owned(), json!(told.shown.reported));
        record.insert("frozen_at".to_owned(), json!(told.frozen().map(|at| at.to_string())));
    }
    Ok(as_attachment(Target::Json.media_type(), &told.name("json"), format!("{record}\n").into_bytes()))
}

/// `GET /desk/figures/tables.csv`: a line for each cell.
pub async fn as_csv(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let told = Told::of(&office, &visitor, &asked).await?;
    let file = export::tables_csv(&told.lines(&office).await?);
    Ok(as_attachment("text/csv; charset=utf-8", &told.name("csv"), file))
}

/// `GET /desk/figures/tables.xlsx`: the same as a sheet.
pub async fn as_xlsx(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let told = Told::of(&office, &visitor, &asked).await?;
    let file = export::tables_xlsx(&told.lines(&office).await?).map_err(|fault| Error::broken(&fault))?;
    let mut response = as_attachment(Target::Xlsx.media_type(), &told.name("xlsx"), Vec::new());
    *response.body_mut() = sent(file);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    Ok(response)
}
