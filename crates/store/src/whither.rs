//! 去处: whether what addresses of the site name is there for everybody.

use sqlx::QueryBuilder;

use crate::{Civil, Db, PublicationId, Result, StandardRowId, db::on, ids::storable};

/// 去处: what an address of the site names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whither<'a> {
    /// A publication by its 索引号.
    Item(&'a str),
    /// A publication by its identity.
    Publication(PublicationId),
    /// A file of a publication, by its place.
    File(PublicationId, i32),
    /// The report of an organ, by its name in addresses, and a year.
    Report(&'a str, i16),
    /// An organ by its name in addresses.
    Organ(&'a str),
    /// A special column by its name in addresses.
    Special(&'a str),
    /// A row of an organ's catalogue.
    StandardRow(StandardRowId),
    /// Path and query on an old site.
    Old(&'a str),
}

/// Asked about in one statement: a row has five values, and SQLite takes 32,766 of them.
const PART: usize = 5_000;

impl Whither<'_> {
    /// As a row: which sort, a name, an identity, a number.
    fn row(&self) -> (&'static str, &str, Option<PublicationId>, i32) {
        match *self {
            Self::Item(number) => ("item", number, None, 0),
            Self::Publication(id) => ("publication", "", Some(id), 0),
            Self::File(id, n) => ("file", "", Some(id), n),
            Self::Report(slug, year) => ("report", slug, None, i32::from(year)),
            Self::Organ(slug) => ("organ", slug, None, 0),
            Self::Special(slug) => ("special", slug, None, 0),
            // an identity is an identity to both databases
            Self::StandardRow(id) => ("row", "", Some(PublicationId(id.0)), 0),
            Self::Old(address) => ("old", address, None, 0),
        }
    }
}

impl Db {
    /// What each of these stands at, by its place among them: `public`, or why it is not any more. What was never there for
    /// everybody is left out. A special column is there from its first day on.
    pub async fn whither(&self, asked: &[Whither<'_>], today: Civil) -> Result<Vec<(usize, String)>> {
        let mut found = Vec::new();
        for (nth, part) in asked.chunks(PART).enumerate() {
            let some: Vec<(i64, String)> = on!(self, pool => {
                let mut query = QueryBuilder::new("with asked (place, sort, name, id, number) as (");
                query.push_values((0_i64..).zip(part), |mut row, (place, one)| {
                    let (sort, name, id, number) = one.row();
                    row.push_bind(place).push_bind(sort).push_bind(storable(name).into_owned());
                    row.push_bind(id).push_bind(number);
                });
                query.push(STANDING).push_bind(today).build_query_as().fetch_all(pool).await
            })?;
            let at = |place: i64| nth * PART + usize::try_from(place).unwrap_or_default();
            found.extend(some.into_iter().map(|(place, state)| (at(place), state)));
        }
        Ok(found)
    }
}

const STANDING: &str = ")
    select a.place, r.state from asked a join released r on r.index_number = a.name where a.sort = 'item'
    union all
    select a.place, r.state from asked a join released r on r.publication_id = a.id where a.sort = 'publication'
    union all
    select a.place, r.state from asked a join released_file f on f.publication_id = a.id and f.n = a.number
    join released r on r.publication_id = f.publication_id where a.sort = 'file'
    union all
    select a.place, case when p.withdrawn_ms is null then 'public' else 'withdrawn' end from asked a
    join organ o on o.slug = a.name join report p on p.organ_id = o.id and p.year = a.number
    where a.sort = 'report' and p.superseded_ms is null and p.visibility = 'portal'
    union all
    select a.place, 'public' from asked a join organ o on o.slug = a.name where a.sort = 'organ'
    union all
    select a.place, 'public' from asked a join standard_row s on s.id = a.id where a.sort = 'row'
    union all
    select a.place, r.state from asked a join redirect d on d.old = a.name
    join released r on r.publication_id = d.publication_id where a.sort = 'old'
    union all
    select a.place, 'public' from asked a join special s on s.slug = a.name where a.sort = 'special' and s.first <= ";
