-- While a sender is given another signing secret, the one before may count for some time. Both are there, or neither.
ALTER TABLE source
  ADD COLUMN former_secret_enc   bytea,
  ADD COLUMN former_secret_until timestamptz;
