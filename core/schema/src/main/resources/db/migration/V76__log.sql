-- A log in front of the gateways: a topic of Kafka with the posts of all sources (R__36_kafka.sql). How far it is read is kept in
-- kafka_offset, for the nil tenant and the nil source, which are nobody's rows.
ALTER TABLE kafka_offset DROP CONSTRAINT kafka_offset_tenant_id_fkey;

-- Through which topics posts come now. Rows of the nil tenant.
CREATE TABLE log_topic (
  tenant_id uuid NOT NULL,
  topic     text NOT NULL,
  since     timestamptz NOT NULL DEFAULT now(),        -- since when gateways have said so without a gap
  until     timestamptz NOT NULL DEFAULT now(),        -- when a gateway last said so
  PRIMARY KEY (tenant_id, topic)
);
CALL secure_table('log_topic');
CALL open_table_to('log_topic', 'imas_ingest_fn');
CALL open_table_to('log_topic', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON log_topic TO imas_ingest_fn;
GRANT SELECT ON log_topic TO imas_worker_fn;
