-- Figures of months that are over, packed: a row for each service, with arrays that have one element for each incident, all in
-- the same order. They hold no names and no ids of incidents, and they stay when incidents are removed.
CREATE TABLE figure_month (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  month       date NOT NULL,               -- of UTC
  incidents   integer NOT NULL,
  ended_until timestamptz,                 -- when the last one that has ended did; empty: none has
  is_whole    boolean NOT NULL,            -- whether none of its incidents had been removed when it was packed
  packed_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, month)
);
CALL secure_table('figure_month');
CALL open_table_to('figure_month', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON figure_month TO imas_app;
GRANT SELECT ON figure_month TO imas_worker_fn;

CREATE TABLE figure_pack (
  tenant_id  uuid NOT NULL,
  month      date NOT NULL,
  service_id uuid NOT NULL,                -- no foreign key: the service may be deleted when its incidents are gone
  incidents  integer NOT NULL,
  opened     bytea NOT NULL,               -- seconds since the month began, int4 each
  acked      bytea NOT NULL,               -- seconds until the acknowledgement, int4; -1: none
  resolved   bytea NOT NULL,               -- seconds until the resolution, int4; -1: none
  flags      bytea NOT NULL,               -- int2, see dev.imas.core.figures.Fact
  held       bytea,                        -- seconds on hold, int4; empty: none of them was
  cause      bytea,                        -- place in causes, int2, from 1; 0: unknown. Empty: all are
  causes     uuid[],
  PRIMARY KEY (tenant_id, month, service_id),
  FOREIGN KEY (tenant_id, month) REFERENCES figure_month
);
-- Random numbers do not compress.
ALTER TABLE figure_pack ALTER opened SET STORAGE EXTERNAL, ALTER acked SET STORAGE EXTERNAL, ALTER resolved SET STORAGE EXTERNAL,
  ALTER flags SET STORAGE EXTERNAL, ALTER held SET STORAGE EXTERNAL, ALTER cause SET STORAGE EXTERNAL;
CALL secure_table('figure_pack');
GRANT SELECT, INSERT, DELETE ON figure_pack TO imas_app;

-- Months that are over and of which an incident has changed: they are read from incidents until they are packed anew. A row for
-- each transaction, so that none waits for another, and none is lost to a packing that did not see it.
CREATE TABLE figure_change (
  tenant_id uuid NOT NULL,
  month     date NOT NULL,
  id        uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (tenant_id, month, id)
);
CALL secure_table('figure_change');
CALL open_table_to('figure_change', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON figure_change TO imas_app;
GRANT SELECT ON figure_change TO imas_worker_fn;
