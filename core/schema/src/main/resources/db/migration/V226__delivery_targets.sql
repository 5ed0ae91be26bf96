-- What a tenant's deliveries to production should be. NULL: no target. Without a row, the usual targets hold.
CREATE TABLE dora_settings (
  tenant_id        uuid PRIMARY KEY,
  per_week         numeric(7, 2) CHECK (per_week > 0),
  lead_seconds     integer CHECK (lead_seconds > 0),
  fail_rate        numeric(5, 4) CHECK (fail_rate > 0 AND fail_rate <= 1),
  recovery_seconds integer CHECK (recovery_seconds > 0),
  version          integer NOT NULL
);

CALL secure_table('dora_settings');
GRANT SELECT, INSERT, UPDATE ON dora_settings TO imas_app;
