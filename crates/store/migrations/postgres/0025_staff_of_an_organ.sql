-- The staff of an organ, to whom a request may be given.

create index person_organ on person (organ_id, name);
