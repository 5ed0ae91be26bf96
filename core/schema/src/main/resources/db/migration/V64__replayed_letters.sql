-- A gateway marks a dead letter in the transaction that commits what it read in it (begin_replay). Core writes why a letter still
-- cannot be read.
GRANT SELECT (tenant_id, id, received_at, replayed_at), UPDATE (replayed_at, replayed_by, replay_receipt)
  ON dead_letter TO imas_ingest_fn;
GRANT UPDATE (reason) ON dead_letter TO imas_app;
