//! 接口密钥: by which programs of an organ write drafts: made, revoked, and what each opens.

pub mod desk;
pub mod key;
