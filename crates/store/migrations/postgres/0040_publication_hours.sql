-- 公开期限 in hours: the instant at which it is over, beside the day; and the interpretations in work, which a document that
-- comes out sets going.

alter table publication add column due_ms bigint;

create index publication_interpretation on publication (stage, id) where kind = 'interpretation';
