-- Starts of a change of an account's address leave by their age.
CREATE INDEX account_email_start_by_age ON account_email_start (started_ms);
