-- A private link goes when its time is up, whatever was kept from it: what was kept has its own place in the library.

update verification set expires_ms = created_ms + 2592000000 where expires_ms is null;
