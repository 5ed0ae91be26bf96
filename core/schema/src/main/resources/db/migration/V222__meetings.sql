-- Meetings: when people meet, and what was changed for one of the times.

-- A calendar_event of type 1. kind: 1 daily, 2 sprint planning, 3 retrospective, 4 review, 5 technical, 6 other.
CREATE TABLE meeting (
  tenant_id     uuid NOT NULL,
  event_id      uuid NOT NULL,
  kind          smallint NOT NULL CHECK (kind BETWEEN 1 AND 6),
  team_id       uuid,
  link          text NOT NULL CHECK (length(link) <= 2000),            -- of the call
  tags          text[] NOT NULL CHECK (cardinality(tags) <= 20),
  remind_before integer[] NOT NULL CHECK (cardinality(remind_before) <= 3), -- in seconds
  next_reminder timestamptz,                                           -- NULL: none comes
  ends_on       timestamptz,                                           -- of its last time; NULL: it comes for ever
  follows       uuid,                                                  -- the series that was cut before this one; it may be gone
  created_by    text NOT NULL,
  PRIMARY KEY (tenant_id, event_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES calendar_event (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id) ON DELETE SET NULL (team_id)
);
CREATE INDEX meeting_reminder ON meeting (next_reminder) WHERE next_reminder IS NOT NULL;
CREATE INDEX meeting_end ON meeting (ends_on) WHERE ends_on IS NOT NULL;
CREATE INDEX meeting_team ON meeting (tenant_id, team_id) WHERE team_id IS NOT NULL;

CREATE TABLE meeting_participant (
  tenant_id uuid NOT NULL,
  event_id  uuid NOT NULL,
  user_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, event_id, user_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES meeting (tenant_id, event_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX meeting_participant_user ON meeting_participant (tenant_id, user_id);

-- What is otherwise for one of its times. planned_for: the start that it was planned for, by the clock of the meeting's zone.
-- What is NULL is as planned.
CREATE TABLE meeting_change (
  tenant_id        uuid NOT NULL,
  event_id         uuid NOT NULL,
  planned_for      timestamp NOT NULL,
  is_cancelled     boolean NOT NULL,
  starts_at        timestamp,
  duration_seconds integer CHECK (duration_seconds > 0),
  title            text CHECK (length(title) BETWEEN 1 AND 255),
  description      text CHECK (length(description) <= 2000),
  notes            text NOT NULL CHECK (length(notes) <= 20000),
  author           text NOT NULL,                                      -- who was authenticated at its last change
  updated_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, event_id, planned_for),
  FOREIGN KEY (tenant_id, event_id) REFERENCES meeting (tenant_id, event_id) ON DELETE CASCADE
);

CALL secure_table('meeting');
CALL secure_table('meeting_participant');
CALL secure_table('meeting_change');
CALL open_table_to('meeting', 'imas_worker_fn');
CALL open_table_to('meeting_change', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON meeting, meeting_participant, meeting_change TO imas_app;
GRANT SELECT, UPDATE ON meeting, meeting_change TO imas_worker_fn;
