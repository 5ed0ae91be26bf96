-- Calendars of holidays that layers of schedules observe (dev.imas.core.oncall.Holidays). One that is deleted keeps its rows,
-- for versions of schedules that named it.
CREATE TABLE holiday_calendar (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  id         uuid NOT NULL,
  name       text NOT NULL,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX holiday_calendar_name ON holiday_calendar (tenant_id, lower(name)) WHERE deleted_at IS NULL;
CALL secure_table('holiday_calendar');
GRANT SELECT, INSERT, UPDATE ON holiday_calendar TO imas_app;

-- A day counts from made_at to ended_at, so that a change of the calendar never changes who was on call before.
CREATE TABLE holiday (
  tenant_id   uuid NOT NULL,
  calendar_id uuid NOT NULL,
  day         date NOT NULL,
  made_at     timestamptz NOT NULL,
  name        text NOT NULL DEFAULT '',
  ended_at    timestamptz,
  PRIMARY KEY (tenant_id, calendar_id, day, made_at),
  FOREIGN KEY (tenant_id, calendar_id) REFERENCES holiday_calendar (tenant_id, id)
);
CREATE UNIQUE INDEX holiday_now ON holiday (tenant_id, calendar_id, day) WHERE ended_at IS NULL;
CALL secure_table('holiday');
GRANT SELECT, INSERT, UPDATE (name, ended_at) ON holiday TO imas_app;
