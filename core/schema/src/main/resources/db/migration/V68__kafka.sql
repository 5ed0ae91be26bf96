-- How far each partition of a Kafka topic is read (R__36_kafka.sql). Written in the transaction that commits what was read, so that
-- a record counts once, wherever a gateway stops. A topic that is created anew has another id, and begins anew.
CREATE TABLE kafka_offset (
  tenant_id    uuid NOT NULL REFERENCES tenant,
  cluster_id   text NOT NULL,
  topic_id     uuid NOT NULL,
  partition_no integer NOT NULL CHECK (partition_no >= 0),
  topic        text NOT NULL,
  source_id    uuid NOT NULL,                          -- whose topic it was when it was last claimed; it may be gone
  epoch        bigint NOT NULL,                        -- raised by each claim: whoever read before commits nothing more
  next         bigint NOT NULL CHECK (next >= 0),      -- the offset of the first record that is not committed
  received_at  timestamptz,                            -- the receipt of the last record that is committed
  read_up_at   timestamptz,                            -- when nothing was left to be read
  claimed_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, cluster_id, topic_id, partition_no)
) WITH (fillfactor = 70);
-- Not by topic: what moves must stand in no index.
CREATE INDEX kafka_offset_of_source ON kafka_offset (tenant_id, source_id);
CALL secure_table('kafka_offset');
CALL open_table_to('kafka_offset', 'imas_ingest_fn');
CALL open_table_to('kafka_offset', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON kafka_offset TO imas_ingest_fn;
GRANT SELECT ON kafka_offset TO imas_worker_fn, imas_app;

-- A topic belongs to one source. It belongs to one tenant by how it begins.
CREATE UNIQUE INDEX source_kafka_topic ON source (tenant_id, (config #>> '{kafka,topic}')) WHERE config #>> '{kafka,topic}' IS NOT NULL;
