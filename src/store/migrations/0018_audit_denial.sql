-- Denials leave by their age.
CREATE INDEX audit_denial_by_time ON audit_denial (time_ms);
