//! 接口密钥: by which programs of an organ write drafts and enter months: made, revoked, and what each opens.

pub mod desk;
pub mod key;
