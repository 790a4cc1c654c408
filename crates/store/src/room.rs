//! 额度: how much may be brought by people who are not signed in, counted by where it came from, and how much lies there
//! that belongs to no case. No agency's record, so without journal rows; the names are HMACs.

use crate::{
    Db, Moment, Result,
    db::{on, on_tx},
};

/// 额度: files and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// How many files.
    pub files: i64,
    /// In bytes.
    pub bytes: i64,
}

impl Room {
    fn exceeds(self, most: Self) -> bool {
        self.files > most.files || self.bytes > most.bytes
    }
}

impl Db {
    /// Takes room under a name, which is forgotten when it has been counted since before `forgotten`. False where it would
    /// be more than `most`: then nothing was taken.
    pub async fn take_room(&self, name: &[u8], more: Room, most: Room, now: Moment, forgotten: Moment) -> Result<bool> {
        const SQL: &str = "
            insert into room (name, files, bytes, since_ms) values ($1, $2, $3, $4)
            on conflict (name) do update
            set files = case when room.since_ms <= $5 then $2 else room.files + $2 end,
                bytes = case when room.since_ms <= $5 then $3 else room.bytes + $3 end,
                since_ms = case when room.since_ms <= $5 then $4 else room.since_ms end
            returning files, bytes";
        let mut tx = self.begin_passing().await?;
        let (files, bytes): (i64, i64) = on_tx!(&mut tx, c => sqlx::query_as(SQL)
            .bind(name).bind(more.files).bind(more.bytes).bind(now).bind(forgotten).fetch_one(c).await)?;
        if (Room { files, bytes }).exceeds(most) {
            // undone with the transaction
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets what has been counted since before this; says how many names.
    pub async fn purge_rooms(&self, before: Moment) -> Result<u64> {
        let mut tx = self.begin_passing().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query("delete from room where since_ms <= $1").bind(before)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows)
    }

    /// What all drops hold that go when they expire: of each drop the bytes of its sources.
    pub async fn dropped(&self) -> Result<Room> {
        const SQL: &str = "
            select count(*), cast(coalesce(sum(bytes), 0) as bigint) from verification where expires_ms is not null";
        let (files, bytes) = on!(self, pool => sqlx::query_as(SQL).fetch_one(pool).await)?;
        Ok(Room { files, bytes })
    }
}
