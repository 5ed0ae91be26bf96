-- What a service depends on. Written under a lock of the tenant, so that no cycle comes about by two changes at once.
CREATE TABLE service_dependency (
  tenant_id   uuid NOT NULL,
  service_id  uuid NOT NULL,               -- what depends
  upstream_id uuid NOT NULL,               -- on what
  PRIMARY KEY (tenant_id, service_id, upstream_id),
  -- Checked at the end, since an apply may create both, in any order.
  CONSTRAINT service_dependency_service FOREIGN KEY (tenant_id, service_id) REFERENCES service ON DELETE CASCADE
    DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT service_dependency_upstream FOREIGN KEY (tenant_id, upstream_id) REFERENCES service ON DELETE CASCADE
    DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX service_dependency_of_upstream ON service_dependency (tenant_id, upstream_id);
CALL secure_table('service_dependency');
GRANT SELECT, INSERT, DELETE ON service_dependency TO imas_app;
