-- Each version of the workflow of a kind of items, as a document. A tenant without one has the workflow that comes with IMAS.
CREATE TABLE workflow (
  tenant_id  uuid NOT NULL,
  item_kind  text NOT NULL,
  version    integer NOT NULL,
  definition jsonb NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  in_force_at timestamptz,                 -- empty: items of statuses that it drops are still being moved
  PRIMARY KEY (tenant_id, item_kind, version)
);
CALL secure_table('workflow');
GRANT SELECT, INSERT, UPDATE ON workflow TO imas_app;
