//! 可见范围: whose records a reading may see. Every query of an organ's unpublished work asks for one.

use crate::OrganId;

/// Whose records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// 本机关: one organ.
    Organ(OrganId),
    /// 本机关和下级机关: an organ and all below it, for its supervising office.
    Subtree(OrganId),
    /// 本级和部门: an organ and those below it that stand on its own level, down to where another level begins.
    Level(OrganId),
    /// Every organ of the register: the platform itself, which shows nothing of it to anybody.
    All,
}

/// Adds the scope to a query that already has a `where`; the column is the organ's id.
macro_rules! within {
    ($query:ident, $column:expr, $scope:expr) => {
        match $scope {
            $crate::Scope::Organ(organ) => {
                $query.push(" and ").push($column).push(" = ").push_bind(organ);
            }
            $crate::Scope::Subtree(organ) => {
                $query.push(" and ").push($column);
                $query.push(" in (with recursive below (id) as (select id from organ where id = ").push_bind(organ);
                $query.push(
                    " union select o.id from organ o join below on o.parent_id = below.id) select id from below)",
                );
            }
            $crate::Scope::Level(organ) => {
                $query.push(" and ").push($column);
                $query.push(" in (with recursive below (id, level) as (select id, level from organ where id = ");
                $query.push_bind(organ).push(
                    " union select o.id, o.level from organ o join below on o.parent_id = below.id
                    and o.level = below.level) select id from below)",
                );
            }
            $crate::Scope::All => {}
        }
    };
}
pub(crate) use within;
