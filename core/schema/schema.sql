-- The database as the migrations make it: to be read, not to be run. Partitions are left out.
-- Made by SchemaTextIT, which fails where this file says something else; see docs/development.md.

CREATE DOMAIN alert_severity AS smallint CHECK (((VALUE >= 1) AND (VALUE <= 4)));
CREATE DOMAIN alert_status AS smallint CHECK ((VALUE = ANY (ARRAY[1, 2, 3])));

CREATE TABLE access_grant (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  grantee_kind text NOT NULL,
  grantee_id uuid NOT NULL,
  user_id uuid GENERATED ALWAYS AS (
CASE
    WHEN (grantee_kind = 'user'::text) THEN grantee_id
    ELSE NULL::uuid
END) STORED,
  service_account_id uuid GENERATED ALWAYS AS (
CASE
    WHEN (grantee_kind = 'service_account'::text) THEN grantee_id
    ELSE NULL::uuid
END) STORED,
  token_id uuid GENERATED ALWAYS AS (
CASE
    WHEN (grantee_kind = 'token'::text) THEN grantee_id
    ELSE NULL::uuid
END) STORED,
  permission text NOT NULL,
  team_id uuid,
  starts_at timestamp with time zone NOT NULL DEFAULT now(),
  ends_at timestamp with time zone,
  reason text NOT NULL DEFAULT ''::text,
  made_by text NOT NULL,
  made_by_user uuid,
  made_by_token uuid,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  ended_by text,
  ended_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, service_account_id) REFERENCES service_account(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, token_id) REFERENCES api_token(tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK (((ended_by IS NULL) = (ended_at IS NULL))),
  CHECK ((ends_at > starts_at)),
  CHECK ((grantee_kind = ANY (ARRAY['user'::text, 'service_account'::text, 'token'::text])))
);
CREATE INDEX access_grant_grantee ON imas.access_grant USING btree (tenant_id, grantee_id, ends_at) WHERE (ended_at IS NULL);
CREATE INDEX access_grant_of_service_account ON imas.access_grant USING btree (tenant_id, service_account_id) WHERE (service_account_id IS NOT NULL);
CREATE INDEX access_grant_of_team ON imas.access_grant USING btree (tenant_id, team_id) WHERE (team_id IS NOT NULL);
CREATE TRIGGER access_grant_expiry AFTER INSERT OR UPDATE OF ends_at, ended_at ON imas.access_grant FOR EACH ROW EXECUTE FUNCTION watch_grant_expiry();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT
-- imas_app: UPDATE (ended_by, ended_at)
-- imas_worker_fn: SELECT (tenant_id, id, grantee_id, user_id, service_account_id, token_id, reason, made_by, made_by_user, ended_by)
-- imas_worker_fn: UPDATE (made_by, ended_by)

CREATE TABLE action_link (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  token_hash bytea NOT NULL,
  incident_id uuid NOT NULL,
  user_id uuid NOT NULL,
  actions text[] NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  acknowledged_at timestamp with time zone,
  resolved_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (token_hash),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK (((actions <@ ARRAY['acknowledge'::text, 'resolve'::text]) AND (cardinality(actions) > 0))),
  CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX action_link_expiry ON imas.action_link USING btree (tenant_id, expires_at);
CREATE INDEX action_link_user ON imas.action_link USING btree (tenant_id, user_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT
-- imas_app: UPDATE (acknowledged_at, resolved_at)
-- imas_worker_fn: SELECT (tenant_id, id, incident_id, user_id)

CREATE TABLE alert_acknowledgement (
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  incident_id uuid NOT NULL,
  episode integer NOT NULL,
  source text NOT NULL,
  author text NOT NULL,
  at timestamp with time zone NOT NULL,
  is_used boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, fingerprint)
);
CREATE INDEX alert_acknowledgement_incident ON imas.alert_acknowledgement USING btree (tenant_id, incident_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, fingerprint, incident_id, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE alert_closed (
  tenant_id uuid NOT NULL,
  alerts bigint NOT NULL,
  deduplicated bigint NOT NULL,
  stale bigint NOT NULL,
  suppressed bigint NOT NULL,
  PRIMARY KEY (tenant_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE alert_number (
  tenant_id uuid NOT NULL,
  lane smallint NOT NULL,
  given bigint NOT NULL,
  PRIMARY KEY (tenant_id, lane),
  CHECK ((lane = ANY (ARRAY[0, 1])))
) WITH (fillfactor=50);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE alert_progress (
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  incident_id uuid,
  applied_seq integer NOT NULL,
  firing boolean NOT NULL,
  number bigint NOT NULL DEFAULT ((3 * nextval('alert_number_before'::regclass)) + 2),
  PRIMARY KEY (fingerprint, tenant_id)
) WITH (fillfactor=70, autovacuum_vacuum_scale_factor=0.05, autovacuum_analyze_scale_factor=0.1);
CREATE UNIQUE INDEX alert_progress_number ON imas.alert_progress USING btree (tenant_id, number);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE alert_repeat (
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  repeats bigint NOT NULL,
  last_seen timestamp with time zone NOT NULL,
  observed_at timestamp with time zone NOT NULL,
  severity alert_severity NOT NULL,
  ends_at timestamp with time zone,
  PRIMARY KEY (fingerprint, tenant_id)
) WITH (fillfactor=60, autovacuum_vacuum_scale_factor=0.05, autovacuum_analyze_scale_factor=0.1);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE alert_state (
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  status alert_status NOT NULL,
  severity alert_severity NOT NULL,
  observed_told boolean NOT NULL DEFAULT false,
  decision smallint NOT NULL,
  rule_set_version integer NOT NULL,
  rule_index integer NOT NULL,
  episode integer NOT NULL DEFAULT 0,
  seq integer NOT NULL DEFAULT 0,
  stale_count integer NOT NULL DEFAULT 0,
  suppressed_count integer NOT NULL DEFAULT 0,
  fire_count bigint NOT NULL DEFAULT 0,
  dedup_count bigint NOT NULL DEFAULT 0,
  first_seen timestamp with time zone NOT NULL,
  last_seen timestamp with time zone NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  observed_at timestamp with time zone NOT NULL,
  source_id uuid NOT NULL,
  service_id uuid NOT NULL,
  last_receipt uuid NOT NULL,
  sender_starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  expires_bucket timestamp with time zone,
  resolved_at timestamp with time zone,
  recovered_at timestamp with time zone,
  opened_at timestamp with time zone,
  name text NOT NULL,
  group_key text NOT NULL,
  labels text NOT NULL,
  annotations text NOT NULL,
  details text NOT NULL,
  is_test boolean GENERATED ALWAYS AS (starts_with(group_key, 'test:'::text)) VIRTUAL,
  PRIMARY KEY (fingerprint, tenant_id)
) WITH (fillfactor=85, autovacuum_vacuum_scale_factor=0.05, autovacuum_analyze_scale_factor=0.1);
CREATE INDEX alert_expiry ON imas.alert_state USING btree (expires_bucket) WHERE (((status)::smallint = 1) AND (expires_bucket IS NOT NULL));
CREATE INDEX alert_list ON imas.alert_state USING btree (tenant_id, created_at);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, fingerprint, status, name, labels, annotations, details)

CREATE TABLE api_token (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  token_hash bytea NOT NULL,
  hint text NOT NULL,
  scopes text[],
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  role text NOT NULL,
  user_id uuid,
  service_account_id uuid,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (token_hash),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, service_account_id) REFERENCES service_account(tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK (((scopes <@ ARRAY['read'::text, 'write'::text, 'admin'::text]) AND (cardinality(scopes) > 0))),
  CHECK ((num_nonnulls(user_id, service_account_id) <= 1)),
  CHECK ((octet_length(token_hash) = 32)),
  CHECK ((role = ANY (ARRAY['viewer'::text, 'responder'::text, 'operator'::text, 'tenant_admin'::text, 'platform_admin'::text])))
);
CREATE INDEX api_token_of_service_account ON imas.api_token USING btree (tenant_id, service_account_id);
CREATE INDEX api_token_of_user ON imas.api_token USING btree (tenant_id, user_id) WHERE (user_id IS NOT NULL);
CREATE TRIGGER api_token_expiry AFTER INSERT OR UPDATE OF expires_at, revoked_at ON imas.api_token FOR EACH ROW EXECUTE FUNCTION watch_token_expiry();
CREATE TRIGGER api_token_is_complete BEFORE INSERT ON imas.api_token FOR EACH ROW EXECUTE FUNCTION complete_token();
CREATE TRIGGER api_token_of_scope_write AFTER INSERT ON imas.api_token FOR EACH ROW WHEN ((('write'::text = ANY (new.scopes)) AND (new.role = 'operator'::text))) EXECUTE FUNCTION grant_scope_write();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, created_by, user_id)
-- imas_worker_fn: UPDATE (created_by)

CREATE TABLE approval_request (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  digest bytea NOT NULL,
  quorum smallint NOT NULL,
  valid_from timestamp with time zone NOT NULL,
  valid_until timestamp with time zone NOT NULL,
  submitted_by text NOT NULL,
  submitter_id uuid,
  submitted_at timestamp with time zone NOT NULL,
  state smallint NOT NULL DEFAULT 1,
  decided_at timestamp with time zone,
  known_conflicts text[] NOT NULL DEFAULT '{}'::text[],
  judged_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES deployment_window(tenant_id, event_id) ON DELETE CASCADE,
  CHECK (((quorum >= 1) AND (quorum <= 5))),
  CHECK (((state >= 1) AND (state <= 4)))
);
CREATE INDEX approval_request_event ON imas.approval_request USING btree (tenant_id, event_id, id);
CREATE UNIQUE INDEX approval_request_open ON imas.approval_request USING btree (tenant_id, event_id) WHERE (state = ANY (ARRAY[1, 2]));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE approval_vote (
  tenant_id uuid NOT NULL,
  request_id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  approves boolean NOT NULL,
  comment text NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, request_id, user_id),
  FOREIGN KEY (tenant_id, request_id) REFERENCES approval_request(tenant_id, id) ON DELETE CASCADE,
  CHECK ((length(comment) <= 2000))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE audit_checkpoint (
  tenant_id uuid NOT NULL,
  number bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  note text NOT NULL,
  sent_to text[] NOT NULL,
  PRIMARY KEY (tenant_id, number)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT

CREATE TABLE audit_entry (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid,
  via text NOT NULL,
  address text,
  request_id text,
  action text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid,
  before jsonb,
  after jsonb,
  salt uuid,
  commitment bytea,
  PRIMARY KEY (tenant_id, id),
  CHECK ((action ~ '^[a-z_]+\.[a-z_.]+$'::text)),
  CHECK ((actor_kind = ANY (ARRAY['user'::text, 'token'::text, 'service_account'::text, 'link'::text, 'chat'::text, 'system'::text])))
);
CREATE INDEX audit_entry_actor ON imas.audit_entry USING btree (tenant_id, actor_id, at DESC, id DESC);
CREATE INDEX audit_entry_at ON imas.audit_entry USING btree (tenant_id, at DESC, id DESC);
CREATE INDEX audit_entry_subject ON imas.audit_entry USING btree (tenant_id, subject_id, at DESC, id DESC);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, address, subject_id)
-- imas_worker_fn: UPDATE (address, before, after, salt)

CREATE TABLE audit_erasure (
  tenant_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  erased_by uuid NOT NULL,
  PRIMARY KEY (tenant_id, entry_id, erased_by)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: INSERT, SELECT

CREATE TABLE audit_refusal (
  tenant_id uuid NOT NULL,
  number bigint NOT NULL,
  reason text NOT NULL,
  since timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id),
  CHECK ((reason = ANY (ARRAY['shorter'::text, 'other'::text])))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE audit_seal (
  tenant_id uuid NOT NULL,
  number bigint NOT NULL,
  entry_id uuid NOT NULL,
  leaf bytea NOT NULL,
  link bytea NOT NULL,
  sealed_at timestamp with time zone NOT NULL,
  is_late boolean NOT NULL,
  PRIMARY KEY (tenant_id, number),
  CHECK ((number > 0)),
  CHECK ((octet_length(leaf) = 32)),
  CHECK ((octet_length(link) = 32))
);
CREATE UNIQUE INDEX audit_seal_entry ON imas.audit_seal USING btree (tenant_id, entry_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: INSERT, SELECT

CREATE TABLE audit_unsealed (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  is_late boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=1000);
CREATE INDEX audit_unsealed_age ON imas.audit_unsealed USING btree (at, tenant_id) WHERE (NOT is_late);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: DELETE, INSERT, SELECT
-- imas_app: INSERT (tenant_id, id)

CREATE TABLE board (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  team_id uuid NOT NULL,
  planned_limit smallint,
  in_progress_limit smallint,
  over_limit text NOT NULL,
  sprint_weeks smallint NOT NULL,
  plans_ahead boolean NOT NULL,
  seq bigint NOT NULL DEFAULT 0,
  changed_at timestamp with time zone NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id),
  CHECK (((in_progress_limit >= 1) AND (in_progress_limit <= 500))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK (((planned_limit >= 1) AND (planned_limit <= 500))),
  CHECK (((sprint_weeks >= 1) AND (sprint_weeks <= 4))),
  CHECK ((over_limit = ANY (ARRAY['refuse'::text, 'warn'::text])))
);
CREATE UNIQUE INDEX board_name ON imas.board USING btree (tenant_id, lower(name));
CREATE UNIQUE INDEX board_team ON imas.board USING btree (tenant_id, team_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE board_change (
  tenant_id uuid NOT NULL,
  board_id uuid NOT NULL,
  seq bigint NOT NULL,
  item_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  sprint_id uuid,
  points smallint NOT NULL,
  state text NOT NULL,
  PRIMARY KEY (tenant_id, board_id, seq, item_id),
  FOREIGN KEY (tenant_id, board_id) REFERENCES board(tenant_id, id) ON DELETE CASCADE,
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'out'::text])))
);
CREATE INDEX board_change_item ON imas.board_change USING btree (tenant_id, board_id, item_id);
CREATE INDEX board_change_sprint ON imas.board_change USING btree (tenant_id, sprint_id) WHERE (sprint_id IS NOT NULL);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT

CREATE TABLE board_item (
  tenant_id uuid NOT NULL,
  item_id uuid NOT NULL,
  board_id uuid NOT NULL,
  sprint_id uuid,
  rank text NOT NULL,
  type text,
  points smallint,
  epic text,
  labels text[] NOT NULL DEFAULT '{}'::text[],
  origin text,
  PRIMARY KEY (tenant_id, item_id),
  UNIQUE (tenant_id, board_id, rank) DEFERRABLE,
  FOREIGN KEY (tenant_id, board_id) REFERENCES board(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, sprint_id) REFERENCES sprint(tenant_id, id) ON DELETE SET NULL (sprint_id),
  CHECK (((length(rank) >= 1) AND (length(rank) <= 40))),
  CHECK (((points >= 0) AND (points <= 100))),
  CHECK ((length(epic) <= 80)),
  CHECK ((length(origin) <= 500)),
  CHECK ((type = ANY (ARRAY['story'::text, 'bug'::text, 'improvement'::text, 'debt'::text, 'feedback'::text])))
);
CREATE INDEX board_item_sprint ON imas.board_item USING btree (tenant_id, sprint_id) WHERE (sprint_id IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE calendar_event (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  type smallint NOT NULL,
  title text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  starts_at timestamp without time zone NOT NULL,
  time_zone text NOT NULL,
  duration_seconds integer NOT NULL,
  ends_by_clock boolean NOT NULL,
  recurrence text,
  except_at timestamp without time zone[] NOT NULL DEFAULT '{}'::timestamp without time zone[],
  is_active boolean NOT NULL DEFAULT true,
  author text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK (((length(recurrence) >= 1) AND (length(recurrence) <= 500))),
  CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 60))),
  CHECK (((length(title) >= 1) AND (length(title) <= 255))),
  CHECK (((type >= 1) AND (type <= 5))),
  CHECK ((cardinality(except_at) <= 500)),
  CHECK ((duration_seconds > 0)),
  CHECK ((length(description) <= 2000))
);
CREATE UNIQUE INDEX calendar_event_freeze ON imas.calendar_event USING btree (tenant_id, lower(title)) WHERE (type = 4);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE calendar_feed (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  hint text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  made_by text NOT NULL,
  revoked_at timestamp with time zone,
  last_read_at timestamp with time zone,
  made_by_user uuid,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (token_hash),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, made_by_user) REFERENCES user_account(tenant_id, id),
  CHECK ((kind = ANY (ARRAY['schedule'::text, 'team'::text, 'user'::text, 'events'::text, 'team_events'::text, 'user_events'::text, 'environment_events'::text]))),
  CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX calendar_feed_of_user ON imas.calendar_feed USING btree (tenant_id, made_by_user) WHERE (made_by_user IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT
-- imas_app: UPDATE (revoked_at, last_read_at)
-- imas_worker_fn: SELECT (tenant_id, id, kind, subject_id, made_by, made_by_user)
-- imas_worker_fn: UPDATE (made_by)

CREATE TABLE calendar_freeze (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  observes boolean NOT NULL,
  emergencies boolean NOT NULL,
  tiers smallint[] NOT NULL,
  is_limited boolean NOT NULL,
  PRIMARY KEY (tenant_id, event_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES calendar_event(tenant_id, id) ON DELETE CASCADE,
  CHECK ((cardinality(tiers) <= 5))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE callback_event (
  tenant_id uuid NOT NULL,
  provider_id uuid NOT NULL,
  event_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, provider_id, event_id),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES provider(tenant_id, id) ON DELETE CASCADE,
  CHECK ((length(event_id) <= 200))
);
CREATE INDEX callback_event_at ON imas.callback_event USING btree (tenant_id, at);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE cause (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  label text NOT NULL,
  parent_id uuid,
  position smallint NOT NULL,
  is_archived boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES cause(tenant_id, id),
  CHECK (((key ~ '^[a-z0-9]+([-_][a-z0-9]+)*$'::text) AND (length(key) <= 40) AND (key <> 'unknown'::text))),
  CHECK (((label <> ''::text) AND (length(label) <= 100)))
);
CREATE UNIQUE INDEX cause_key ON imas.cause USING btree (tenant_id, key);
CREATE INDEX cause_parent ON imas.cause USING btree (tenant_id, parent_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, label)

CREATE TABLE cause_taxonomy (
  tenant_id uuid NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE chat_reply (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  provider_id uuid NOT NULL,
  kind text NOT NULL,
  sealed_to bytea NOT NULL,
  payload jsonb NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone NOT NULL DEFAULT now(),
  form_until timestamp with time zone,
  expires_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES provider(tenant_id, id) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['words'::text, 'form'::text])))
);
CREATE INDEX chat_reply_due ON imas.chat_reply USING btree (next_attempt_at);
CREATE INDEX chat_reply_provider ON imas.chat_reply USING btree (tenant_id, provider_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT
-- imas_worker_fn: DELETE, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, kind, payload)
-- imas_worker_fn: UPDATE (payload)

CREATE TABLE code_countries (
  tenant_id uuid NOT NULL,
  phone_prefixes text[] NOT NULL,
  version integer NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK ((cardinality(phone_prefixes) <= 300))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE comment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  seq integer NOT NULL,
  author text NOT NULL,
  author_id uuid,
  text text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  edited_at timestamp with time zone,
  pinned_at timestamp with time zone,
  pinned_by text,
  deleted_at timestamp with time zone,
  deleted_by text,
  PRIMARY KEY (tenant_id, id),
  CHECK ((length(text) <= 10000)),
  CHECK ((subject_kind = 'incident'::text))
);
CREATE UNIQUE INDEX comment_of_subject ON imas.comment USING btree (tenant_id, subject_kind, subject_id, seq);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, subject_id, author, text, pinned_by, deleted_by)
-- imas_worker_fn: UPDATE (author, pinned_by, deleted_by)

CREATE TABLE comment_mention (
  tenant_id uuid NOT NULL,
  comment_id uuid NOT NULL,
  kind text NOT NULL,
  target_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, comment_id, kind, target_id),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES comment(tenant_id, id) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['user'::text, 'team'::text])))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE comment_reaction (
  tenant_id uuid NOT NULL,
  comment_id uuid NOT NULL,
  user_id uuid NOT NULL,
  reaction text NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, comment_id, user_id, reaction),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES comment(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE comment_version (
  tenant_id uuid NOT NULL,
  comment_id uuid NOT NULL,
  version integer NOT NULL,
  text text NOT NULL,
  sha256 bytea NOT NULL,
  at timestamp with time zone NOT NULL,
  author text NOT NULL,
  PRIMARY KEY (tenant_id, comment_id, version),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES comment(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, comment_id, version, text, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE contact_code (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  user_id uuid NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  code_hash bytea NOT NULL,
  made_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  tries smallint NOT NULL DEFAULT 0,
  used_at timestamp with time zone,
  voided_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(code_hash) = 32))
);
CREATE INDEX contact_code_contact ON imas.contact_code USING btree (tenant_id, contact_id, made_at DESC);
CREATE INDEX contact_code_made ON imas.contact_code USING btree (tenant_id, made_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, id, user_id, channel, address)

CREATE TABLE custom_field (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  label text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  type text NOT NULL,
  required_at text NOT NULL,
  is_archived boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((key ~ '^[a-z0-9]+([-_][a-z0-9]+)*$'::text) AND (length(key) <= 40))),
  CHECK (((label <> ''::text) AND (length(label) <= 100))),
  CHECK ((required_at = ANY (ARRAY['none'::text, 'create'::text, 'resolve'::text]))),
  CHECK ((type = ANY (ARRAY['text'::text, 'number'::text, 'boolean'::text, 'date'::text, 'instant'::text, 'url'::text, 'user'::text, 'team'::text, 'service'::text, 'select'::text, 'multi_select'::text])))
);
CREATE UNIQUE INDEX custom_field_key ON imas.custom_field USING btree (tenant_id, key);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, label, description, type)

CREATE TABLE custom_field_option (
  tenant_id uuid NOT NULL,
  field_id uuid NOT NULL,
  id text NOT NULL,
  label text NOT NULL,
  position smallint NOT NULL,
  is_archived boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, field_id, id),
  FOREIGN KEY (tenant_id, field_id) REFERENCES custom_field(tenant_id, id),
  CHECK (((id ~ '^[a-z0-9]+([-_][a-z0-9]+)*$'::text) AND (length(id) <= 40))),
  CHECK (((label <> ''::text) AND (length(label) <= 100)))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, field_id, id, label)

CREATE TABLE dead_letter (
  at timestamp with time zone NOT NULL DEFAULT now(),
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  kind text NOT NULL,
  counted boolean NOT NULL,
  dialect text NOT NULL,
  pointer text NOT NULL DEFAULT ''::text,
  reason text NOT NULL,
  receipt uuid,
  received_at timestamp with time zone NOT NULL,
  content_type text,
  body bytea NOT NULL,
  body_size integer NOT NULL,
  replayed_at timestamp with time zone,
  replayed_by text,
  replay_receipt uuid,
  PRIMARY KEY (tenant_id, id, at),
  CHECK ((kind = ANY (ARRAY['element'::text, 'rejected'::text, 'body'::text])))
) PARTITION BY RANGE (at);
CREATE INDEX dead_letter_receipt ON ONLY imas.dead_letter USING btree (tenant_id, receipt);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_ingest_fn: INSERT
-- imas_worker_fn: SELECT
-- imas_app: UPDATE (reason, replayed_at, replayed_by, replay_receipt)
-- imas_ingest_fn: SELECT (tenant_id, id, received_at, replayed_at)
-- imas_ingest_fn: UPDATE (replayed_at, replayed_by, replay_receipt)
-- imas_worker_fn: SELECT (at, tenant_id, id, kind, reason, replayed_by)
-- imas_worker_fn: UPDATE (replayed_by)

CREATE TABLE default_view (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  page text NOT NULL,
  view_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, user_id, page),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, view_id) REFERENCES saved_view(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX default_view_of ON imas.default_view USING btree (tenant_id, view_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, user_id, page)

CREATE TABLE delivery (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid,
  event_seq integer NOT NULL,
  event text NOT NULL,
  receiver_id uuid NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  urgency smallint NOT NULL,
  alone boolean NOT NULL DEFAULT false,
  place smallint GENERATED ALWAYS AS (
CASE
    WHEN alone THEN 0
    ELSE (urgency)::integer
END) STORED,
  status text NOT NULL,
  folded_into uuid,
  payload jsonb NOT NULL,
  is_head boolean NOT NULL DEFAULT true,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone NOT NULL DEFAULT now(),
  scheduled_at timestamp with time zone NOT NULL DEFAULT now(),
  last_error text,
  provider_message_id text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  finished_at timestamp with time zone,
  about_kind text,
  about_id uuid,
  about_key text,
  held_until timestamp with time zone,
  held_for text,
  shown_in uuid,
  is_test boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, incident_id, receiver_id, event_seq),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id),
  CHECK (((num_nonnulls(about_kind, about_id, about_key) = ANY (ARRAY[0, 3])) AND ((about_kind IS NULL) OR (incident_id IS NULL)))),
  CHECK (((num_nonnulls(held_until, held_for) = ANY (ARRAY[0, 2])) AND ((status <> 'held'::text) OR (held_until IS NOT NULL)))) NOT VALID,
  CHECK ((held_for = ANY (ARRAY['grouped'::text, 'daily'::text, 'weekly'::text, 'quiet_hours'::text, 'take_back'::text]))) NOT VALID,
  CHECK ((status = ANY (ARRAY['held'::text, 'pending'::text, 'sending'::text, 'sent'::text, 'dead'::text, 'folded'::text, 'cancelled'::text]))) NOT VALID
) WITH (fillfactor=80, autovacuum_vacuum_scale_factor=0.05, autovacuum_analyze_scale_factor=0.1);
CREATE UNIQUE INDEX delivery_about ON imas.delivery USING btree (tenant_id, about_kind, about_id, about_key, receiver_id) WHERE (about_kind IS NOT NULL);
CREATE INDEX delivery_alone ON imas.delivery USING btree (tenant_id, receiver_id, created_at) WHERE alone;
CREATE INDEX delivery_channel ON imas.delivery USING btree (tenant_id, channel, created_at, id);
CREATE INDEX delivery_due ON imas.delivery USING btree (place, tenant_id, receiver_id, next_attempt_at) WHERE (is_head AND (status = ANY (ARRAY['pending'::text, 'sending'::text])));
CREATE INDEX delivery_folded ON imas.delivery USING btree (tenant_id, folded_into, created_at, id) WHERE (folded_into IS NOT NULL);
CREATE INDEX delivery_held ON imas.delivery USING btree (held_until) WHERE (status = 'held'::text);
CREATE INDEX delivery_held_for ON imas.delivery USING btree (tenant_id, receiver_id, held_until) WHERE (status = 'held'::text);
CREATE INDEX delivery_list ON imas.delivery USING btree (tenant_id, created_at, id);
CREATE INDEX delivery_order ON imas.delivery USING btree (tenant_id, incident_id, receiver_id, event_seq) WHERE (status = ANY (ARRAY['pending'::text, 'sending'::text]));
CREATE INDEX delivery_scheduled ON imas.delivery USING btree (scheduled_at) WHERE (status = ANY (ARRAY['pending'::text, 'sending'::text]));
CREATE INDEX delivery_status ON imas.delivery USING btree (tenant_id, status, created_at, id) WHERE (status <> 'sent'::text);
CREATE INDEX delivery_test ON imas.delivery USING btree (tenant_id, receiver_id, created_at) WHERE (incident_id IS NULL);
CREATE TRIGGER delivery_added AFTER INSERT ON imas.delivery REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION delivery_added();
CREATE TRIGGER delivery_alone BEFORE INSERT ON imas.delivery FOR EACH ROW WHEN ((((NOT new.is_test) AND (new.urgency = 1) AND (new.event = ANY (ARRAY['incident.triggered'::text, 'incident.reopened'::text, 'incident.refired'::text, 'incident.escalated'::text, 'incident.joined'::text, 'incident.reminded'::text, 'incident.unacknowledged'::text, 'incident.scope_added'::text, 'incident.severity_changed'::text, 'incident.service_changed'::text]))) OR (new.event = ANY (ARRAY['contact.test'::text, 'contact.verification'::text])) OR ((new.urgency = 1) AND (new.event ~~ 'notice.%'::text)))) EXECUTE FUNCTION delivery_alone();
CREATE TRIGGER delivery_ended AFTER UPDATE OF status ON imas.delivery FOR EACH ROW WHEN (((new.status = ANY (ARRAY['sent'::text, 'dead'::text, 'cancelled'::text])) AND ((old.status <> 'held'::text) AND (old.status <> new.status)) AND (new.event <> ALL (ARRAY['contact.test'::text, 'contact.verification'::text])))) EXECUTE FUNCTION report_ended_delivery();
CREATE TRIGGER delivery_moved AFTER UPDATE OF status ON imas.delivery FOR EACH ROW WHEN (((old.status <> new.status) AND (new.status <> ALL (ARRAY['sending'::text, 'folded'::text])))) EXECUTE FUNCTION delivery_moved();
CREATE TRIGGER feed_deliveries_added AFTER INSERT ON imas.delivery REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION feed_deliveries_added();
CREATE TRIGGER feed_delivery_moved AFTER UPDATE OF status ON imas.delivery FOR EACH ROW WHEN (((old.status <> new.status) AND (new.status <> 'sending'::text))) EXECUTE FUNCTION feed_delivery_moved();
CREATE TRIGGER inbox_deliveries_added AFTER INSERT ON imas.delivery REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION inbox_deliveries_added();
CREATE TRIGGER inbox_delivery_moved AFTER UPDATE OF status ON imas.delivery FOR EACH ROW WHEN (((old.status <> new.status) AND ((new.status = 'cancelled'::text) OR ((old.status = 'held'::text) AND (old.held_for = 'take_back'::text))))) EXECUTE FUNCTION inbox_delivery_moved();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_notifier: SELECT, UPDATE
-- imas_worker_fn: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, incident_id, channel, address, status, payload, last_error, about_key)
-- imas_worker_fn: UPDATE (address, payload, last_error, about_key)

CREATE TABLE delivery_attempt (
  at timestamp with time zone NOT NULL DEFAULT now(),
  tenant_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  attempt integer NOT NULL,
  outcome text NOT NULL,
  status_code integer,
  error text,
  duration_ms integer NOT NULL,
  provider_id uuid,
  PRIMARY KEY (tenant_id, delivery_id, attempt, at)
) PARTITION BY RANGE (at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_notifier: INSERT, SELECT
-- imas_worker_fn: SELECT (at, tenant_id, delivery_id, attempt, error)
-- imas_worker_fn: UPDATE (error)

CREATE TABLE delivery_outcome (
  tenant_id uuid NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  incident_id uuid NOT NULL,
  event_seq integer NOT NULL,
  outcome text NOT NULL,
  not_before timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone,
  attempts smallint NOT NULL DEFAULT 0,
  delivery_id uuid,
  tries integer,
  reason text,
  ended_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  CHECK ((outcome = ANY (ARRAY['sent'::text, 'dead'::text, 'cancelled'::text, 'late'::text])))
);
CREATE INDEX delivery_outcome_due ON imas.delivery_outcome USING btree (not_before, id) WHERE (outcome <> 'sent'::text);
CREATE INDEX delivery_outcome_sent ON imas.delivery_outcome USING btree (not_before, id) WHERE (outcome = 'sent'::text);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT
-- imas_notifier: INSERT
-- imas_worker_fn: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, incident_id, reason)
-- imas_worker_fn: UPDATE (reason)

CREATE TABLE delivery_policy (
  tenant_id uuid NOT NULL,
  time_zone text NOT NULL,
  group_every interval NOT NULL,
  digest_at time without time zone NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((group_every >= '00:01:00'::interval) AND (group_every <= '24:00:00'::interval)))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_notifier: SELECT

CREATE TABLE deployment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  key text NOT NULL,
  dialect text NOT NULL,
  state smallint NOT NULL,
  state_at timestamp with time zone,
  environment text NOT NULL DEFAULT ''::text,
  tier smallint,
  repository text NOT NULL DEFAULT ''::text,
  repository_id text NOT NULL DEFAULT ''::text,
  sha text NOT NULL DEFAULT ''::text,
  previous_sha text NOT NULL DEFAULT ''::text,
  ref text NOT NULL DEFAULT ''::text,
  actor text NOT NULL DEFAULT ''::text,
  url text NOT NULL DEFAULT ''::text,
  labels text NOT NULL DEFAULT '{}'::text,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  transitions integer NOT NULL DEFAULT 0,
  known_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, source_id, key),
  UNIQUE (tenant_id, id),
  CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  CHECK (((state >= 1) AND (state <= 6))),
  CHECK (((tier >= 1) AND (tier <= 5)))
);
CREATE INDEX deployment_changed ON imas.deployment USING btree (changed_at);
CREATE INDEX deployment_happened ON imas.deployment USING btree (tenant_id, happened_at, id);
CREATE INDEX deployment_repository ON imas.deployment USING btree (tenant_id, lower(repository), happened_at);
CREATE INDEX deployment_sha ON imas.deployment USING btree (tenant_id, sha, happened_at) WHERE (sha <> ''::text);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_ingest_fn: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE deployment_transition (
  tenant_id uuid NOT NULL,
  deployment_id uuid NOT NULL,
  digest bytea NOT NULL,
  state smallint NOT NULL,
  at timestamp with time zone,
  known_at timestamp with time zone NOT NULL,
  receipt uuid,
  environment text NOT NULL,
  tier smallint,
  repository text NOT NULL,
  repository_id text NOT NULL,
  sha text NOT NULL,
  previous_sha text NOT NULL,
  ref text NOT NULL,
  actor text NOT NULL,
  url text NOT NULL,
  labels text NOT NULL,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  PRIMARY KEY (tenant_id, deployment_id, digest),
  FOREIGN KEY (tenant_id, deployment_id) REFERENCES deployment(tenant_id, id) ON DELETE CASCADE,
  CHECK (((state >= 1) AND (state <= 6)))
);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_ingest_fn: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE deployment_window (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  environment_id uuid NOT NULL,
  starts_on timestamp with time zone NOT NULL,
  ends_on timestamp with time zone NOT NULL,
  planned_end timestamp with time zone,
  sha text NOT NULL,
  rollback_plan text NOT NULL,
  named_incident uuid,
  digest bytea NOT NULL,
  status smallint NOT NULL DEFAULT 1,
  started_at timestamp with time zone,
  started_by text,
  override_reason text,
  ended_at timestamp with time zone,
  ended_by text,
  outcome text NOT NULL DEFAULT ''::text,
  reminders smallint NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  mutes boolean NOT NULL DEFAULT false,
  followed boolean NOT NULL DEFAULT false,
  lacked text NOT NULL DEFAULT ''::text,
  looked_at timestamp with time zone,
  PRIMARY KEY (tenant_id, event_id),
  FOREIGN KEY (tenant_id, environment_id) REFERENCES environment(tenant_id, id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES calendar_event(tenant_id, id) ON DELETE CASCADE,
  CHECK (((length(override_reason) >= 20) AND (length(override_reason) <= 2000))),
  CHECK (((reminders >= 0) AND (reminders <= 4))),
  CHECK (((status >= 1) AND (status <= 6))),
  CHECK ((length(outcome) <= 2000)),
  CHECK ((length(rollback_plan) <= 5000)),
  CHECK ((length(sha) <= 64))
);
CREATE INDEX deployment_window_due ON imas.deployment_window USING btree (starts_on) WHERE ((status = 1) AND (reminders < 3));
CREATE INDEX deployment_window_emergency ON imas.deployment_window USING btree (started_at) WHERE ((named_incident IS NOT NULL) AND (reminders < 4));
CREATE INDEX deployment_window_end ON imas.deployment_window USING btree (ends_on);
CREATE INDEX deployment_window_near ON imas.deployment_window USING btree (starts_on) WHERE (status <= 2);
CREATE INDEX deployment_window_open ON imas.deployment_window USING btree (tenant_id, starts_on) WHERE (status <= 2);
CREATE INDEX deployment_window_start ON imas.deployment_window USING btree (tenant_id, starts_on, event_id);
CREATE INDEX deployment_window_target ON imas.deployment_window USING btree (tenant_id, environment_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE deprecated_use (
  tenant_id uuid NOT NULL,
  token_id uuid NOT NULL,
  operation text NOT NULL,
  uses bigint NOT NULL,
  last_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, token_id, operation),
  FOREIGN KEY (tenant_id, token_id) REFERENCES api_token(tenant_id, id) ON DELETE CASCADE,
  CHECK ((length(operation) <= 300))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE digest_answer (
  tenant_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  user_id uuid NOT NULL,
  acknowledged integer NOT NULL,
  answered_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, delivery_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK ((acknowledged > 0))
);
CREATE INDEX digest_answer_at ON imas.digest_answer USING btree (tenant_id, answered_at);
CREATE INDEX digest_answer_user ON imas.digest_answer USING btree (tenant_id, user_id);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE dora_report (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  month date NOT NULL,
  service_id uuid,
  team_id uuid,
  environment text NOT NULL DEFAULT ''::text,
  definition text NOT NULL,
  as_of timestamp with time zone NOT NULL,
  deployments integer NOT NULL,
  pushes integer NOT NULL,
  incidents integer NOT NULL,
  digest bytea NOT NULL,
  made_by text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  CHECK ((deployments >= 0)),
  CHECK ((incidents >= 0)),
  CHECK ((length(definition) <= 50)),
  CHECK ((length(digest) = 32)),
  CHECK ((length(environment) <= 200)),
  CHECK ((pushes >= 0))
);
CREATE UNIQUE INDEX dora_report_asked ON imas.dora_report USING btree (tenant_id, month, service_id, team_id, environment, as_of, definition) NULLS NOT DISTINCT;
CREATE INDEX dora_report_made ON imas.dora_report USING btree (made_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE dora_settings (
  tenant_id uuid NOT NULL,
  per_week numeric(7,2),
  lead_seconds integer,
  fail_rate numeric(5,4),
  recovery_seconds integer,
  version integer NOT NULL,
  PRIMARY KEY (tenant_id),
  CHECK (((fail_rate > (0)::numeric) AND (fail_rate <= (1)::numeric))),
  CHECK ((lead_seconds > 0)),
  CHECK ((per_week > (0)::numeric)),
  CHECK ((recovery_seconds > 0))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE drill (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  policy_id uuid NOT NULL,
  policy_version integer NOT NULL,
  policy_name text NOT NULL,
  service_id uuid NOT NULL,
  service_name text NOT NULL,
  team_id uuid NOT NULL,
  team_name text NOT NULL,
  severity smallint NOT NULL,
  labels jsonb NOT NULL,
  factor integer NOT NULL,
  sends boolean NOT NULL,
  state text NOT NULL,
  round smallint NOT NULL,
  step smallint NOT NULL,
  found_somebody boolean NOT NULL DEFAULT false,
  imagined_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  started_at timestamp with time zone NOT NULL,
  started_by text NOT NULL,
  schedule_id uuid,
  ended_at timestamp with time zone,
  ended_by text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, policy_id, policy_version) REFERENCES escalation_policy_version(tenant_id, policy_id, version),
  CHECK (((factor >= 1) AND (factor <= 3600))),
  CHECK (((severity >= 1) AND (severity <= 4))),
  CHECK ((state = ANY (ARRAY['running'::text, 'acknowledged'::text, 'finished'::text, 'stopped'::text])))
);
CREATE INDEX drill_list ON imas.drill USING btree (tenant_id, started_at, id);
CREATE INDEX drill_of_schedule ON imas.drill USING btree (tenant_id, schedule_id, started_at, id) WHERE (schedule_id IS NOT NULL);
CREATE INDEX drill_running ON imas.drill USING btree (tenant_id) WHERE (state = 'running'::text);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, policy_name, service_name, team_name, labels, started_by, ended_by)
-- imas_worker_fn: UPDATE (policy_name, started_by, ended_by)

CREATE TABLE drill_message (
  tenant_id uuid NOT NULL,
  drill_id uuid NOT NULL,
  round smallint NOT NULL,
  step smallint NOT NULL,
  receiver_id uuid NOT NULL,
  user_id uuid,
  name text NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  delivery_id uuid,
  token_hash bytea,
  PRIMARY KEY (tenant_id, drill_id, round, step, receiver_id),
  FOREIGN KEY (tenant_id, drill_id) REFERENCES drill(tenant_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX drill_message_token ON imas.drill_message USING btree (token_hash) WHERE (token_hash IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, drill_id, round, step, receiver_id, user_id, name, channel, address)
-- imas_worker_fn: UPDATE (name, address)

CREATE TABLE drill_schedule (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  service_id uuid NOT NULL,
  policy_id uuid,
  severity smallint NOT NULL,
  factor integer NOT NULL,
  sends boolean NOT NULL,
  recurs text NOT NULL,
  owner_id uuid,
  is_active boolean NOT NULL DEFAULT true,
  failed_at timestamp with time zone,
  failure text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES user_account(tenant_id, id),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES escalation_policy(tenant_id, id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id) ON DELETE CASCADE,
  CHECK (((factor >= 1) AND (factor <= 3600))),
  CHECK (((severity >= 1) AND (severity <= 4)))
);
CREATE UNIQUE INDEX drill_schedule_name ON imas.drill_schedule USING btree (tenant_id, lower(name));
CREATE INDEX drill_schedule_owner ON imas.drill_schedule USING btree (tenant_id, owner_id) WHERE (owner_id IS NOT NULL);
CREATE INDEX drill_schedule_policy ON imas.drill_schedule USING btree (tenant_id, policy_id) WHERE (policy_id IS NOT NULL);
CREATE INDEX drill_schedule_service ON imas.drill_schedule USING btree (tenant_id, service_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, name, owner_id, failure)
-- imas_worker_fn: UPDATE (failure)

CREATE TABLE drill_step (
  tenant_id uuid NOT NULL,
  drill_id uuid NOT NULL,
  round smallint NOT NULL,
  step smallint NOT NULL,
  outcome text NOT NULL,
  imagined_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  fired_at timestamp with time zone NOT NULL,
  people jsonb NOT NULL,
  reasons jsonb NOT NULL,
  PRIMARY KEY (tenant_id, drill_id, round, step),
  FOREIGN KEY (tenant_id, drill_id) REFERENCES drill(tenant_id, id) ON DELETE CASCADE,
  CHECK ((outcome = ANY (ARRAY['told'::text, 'nobody'::text, 'not_now'::text])))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, drill_id, round, step, people, reasons)
-- imas_worker_fn: UPDATE (people, reasons)

CREATE TABLE environment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  tier smallint NOT NULL,
  patterns text[] NOT NULL DEFAULT '{}'::text[],
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  CHECK (((tier >= 1) AND (tier <= 5))),
  CHECK ((cardinality(patterns) <= 20))
);
CREATE UNIQUE INDEX environment_name ON imas.environment USING btree (tenant_id, lower(name));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE error_budget (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  service_id uuid NOT NULL,
  target numeric(6,3) NOT NULL,
  days smallint NOT NULL,
  blocks boolean NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id) ON DELETE CASCADE,
  CHECK (((days >= 1) AND (days <= 90))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK (((target >= (50)::numeric) AND (target < (100)::numeric)))
);
CREATE UNIQUE INDEX error_budget_name ON imas.error_budget USING btree (tenant_id, lower(name));
CREATE INDEX error_budget_service ON imas.error_budget USING btree (tenant_id, service_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE escalation_address (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  address text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((length(address) >= 3) AND (length(address) <= 320)))
);
CREATE UNIQUE INDEX escalation_address_address ON imas.escalation_address USING btree (tenant_id, lower(address));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_notifier: SELECT
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, address)

CREATE TABLE escalation_firing (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  run integer NOT NULL,
  round smallint NOT NULL,
  step smallint NOT NULL,
  event_seq integer,
  status text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  fired_at timestamp with time zone NOT NULL,
  people jsonb NOT NULL,
  reason text,
  PRIMARY KEY (tenant_id, incident_id, run, round, step),
  FOREIGN KEY (tenant_id, incident_id, run) REFERENCES escalation_run(tenant_id, incident_id, run),
  CHECK ((status = ANY (ARRAY['notified'::text, 'skipped'::text])))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, incident_id, run, round, step, status, people, reason)
-- imas_worker_fn: UPDATE (people, reason)

CREATE TABLE escalation_policy (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  team_id uuid,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  severities smallint[] NOT NULL DEFAULT '{}'::smallint[],
  is_default boolean NOT NULL DEFAULT false,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  deleted_at timestamp with time zone,
  labels text[] NOT NULL DEFAULT '{}'::text[],
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id),
  CHECK (((name <> ''::text) AND (length(name) <= 200)))
);
CREATE UNIQUE INDEX escalation_policy_name ON imas.escalation_policy USING btree (tenant_id, lower(name)) WHERE (deleted_at IS NULL);
CREATE INDEX escalation_policy_team ON imas.escalation_policy USING btree (tenant_id, team_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, name, description, labels)

CREATE TABLE escalation_policy_reference (
  tenant_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, policy_id, kind, subject_id),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES escalation_policy(tenant_id, id),
  CHECK ((kind = ANY (ARRAY['user'::text, 'team'::text, 'schedule'::text, 'contact'::text, 'scope'::text])))
);
CREATE INDEX escalation_policy_reference_subject ON imas.escalation_policy_reference USING btree (tenant_id, kind, subject_id);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE escalation_policy_version (
  tenant_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  version integer NOT NULL,
  definition jsonb NOT NULL,
  made_at timestamp with time zone NOT NULL,
  made_by text NOT NULL,
  PRIMARY KEY (tenant_id, policy_id, version),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES escalation_policy(tenant_id, id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, policy_id, version, definition, made_by)
-- imas_worker_fn: UPDATE (definition, made_by)

CREATE TABLE escalation_run (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  run integer NOT NULL,
  policy_id uuid,
  policy_version integer NOT NULL,
  policy_name text NOT NULL,
  chosen jsonb NOT NULL,
  severity smallint NOT NULL,
  state text NOT NULL,
  round smallint NOT NULL,
  step smallint NOT NULL,
  due_at timestamp with time zone,
  found_somebody boolean NOT NULL DEFAULT false,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  ended_by text,
  PRIMARY KEY (tenant_id, incident_id, run),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id),
  CHECK ((state = ANY (ARRAY['running'::text, 'acknowledged'::text, 'stopped'::text, 'replaced'::text, 'exhausted'::text])))
);
CREATE UNIQUE INDEX escalation_run_one ON imas.escalation_run USING btree (tenant_id, incident_id) WHERE (state = 'running'::text);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, incident_id, run, policy_name, chosen, ended_by)
-- imas_worker_fn: UPDATE (chosen, ended_by)

CREATE TABLE escalation_turn (
  tenant_id uuid NOT NULL,
  schedule_id uuid NOT NULL,
  last_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, schedule_id),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule(tenant_id, id)
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE event_attempt (
  tenant_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  attempt integer NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  outcome text NOT NULL,
  status_code integer,
  error text,
  duration_ms integer NOT NULL,
  PRIMARY KEY (tenant_id, delivery_id, attempt),
  FOREIGN KEY (tenant_id, delivery_id) REFERENCES event_delivery(tenant_id, id) ON DELETE CASCADE,
  CHECK ((outcome = ANY (ARRAY['accepted'::text, 'retry'::text, 'refused'::text])))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, delivery_id, attempt, error)
-- imas_worker_fn: UPDATE (error)

CREATE TABLE event_delivery (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  about_id uuid NOT NULL,
  event_key text NOT NULL,
  event text NOT NULL,
  position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  payload jsonb NOT NULL,
  status text NOT NULL DEFAULT 'pending'::text,
  is_head boolean NOT NULL DEFAULT true,
  attempts integer NOT NULL DEFAULT 0,
  queued_at timestamp with time zone NOT NULL DEFAULT now(),
  next_attempt_at timestamp with time zone NOT NULL DEFAULT now(),
  last_error text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  finished_at timestamp with time zone,
  scheduled_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, webhook_id, about_id, event_key),
  FOREIGN KEY (tenant_id, webhook_id) REFERENCES event_webhook(tenant_id, id) ON DELETE CASCADE,
  CHECK ((status = ANY (ARRAY['pending'::text, 'sending'::text, 'sent'::text, 'dead'::text, 'cancelled'::text])))
) WITH (fillfactor=80);
CREATE INDEX event_delivery_due ON imas.event_delivery USING btree (tenant_id, webhook_id, next_attempt_at) WHERE (is_head AND (status = ANY (ARRAY['pending'::text, 'sending'::text])));
CREATE INDEX event_delivery_list ON imas.event_delivery USING btree (tenant_id, webhook_id, created_at, id);
CREATE INDEX event_delivery_order ON imas.event_delivery USING btree (tenant_id, webhook_id, about_id, "position") WHERE (status = ANY (ARRAY['pending'::text, 'sending'::text]));
CREATE INDEX event_delivery_past ON imas.event_delivery USING btree (finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX event_delivery_scheduled ON imas.event_delivery USING btree (scheduled_at) WHERE (status = ANY (ARRAY['pending'::text, 'sending'::text]));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, event_key, payload, status, last_error)
-- imas_worker_fn: UPDATE (event_key, payload, last_error)

CREATE TABLE event_webhook (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  secret_enc bytea NOT NULL,
  secret_hint text NOT NULL,
  events text[] NOT NULL,
  severities smallint[] NOT NULL DEFAULT '{}'::smallint[],
  teams uuid[] NOT NULL DEFAULT '{}'::uuid[],
  services uuid[] NOT NULL DEFAULT '{}'::uuid[],
  is_active boolean NOT NULL DEFAULT true,
  switched_off_at timestamp with time zone,
  switched_off_why text,
  failures integer NOT NULL DEFAULT 0,
  failing_since timestamp with time zone,
  rests_until timestamp with time zone,
  is_gone boolean NOT NULL DEFAULT false,
  last_success_at timestamp with time zone,
  last_error_at timestamp with time zone,
  last_error text,
  last_status integer,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((cardinality(events) >= 1) AND (cardinality(events) <= 50))),
  CHECK (((length(url) >= 1) AND (length(url) <= 2000))),
  CHECK (((name <> ''::text) AND (length(name) <= 200))),
  CHECK ((severities <@ '{1,2,3,4}'::smallint[]))
);
CREATE UNIQUE INDEX event_webhook_name ON imas.event_webhook USING btree (tenant_id, lower(name));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, name, url, switched_off_why)

CREATE TABLE fallback_contact (
  tenant_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES team_contact(tenant_id, id) DEFERRABLE
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE feed_change (
  tenant_id uuid NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL DEFAULT now(),
  first bigint,
  changes integer NOT NULL,
  topic text NOT NULL,
  subjects uuid[] NOT NULL,
  versions integer[],
  services uuid[],
  incidents uuid[],
  severities smallint[],
  PRIMARY KEY (tenant_id, id),
  CHECK ((changes > 0)),
  CHECK ((topic = ANY (ARRAY['incident'::text, 'alert'::text, 'delivery'::text, 'schedule'::text, 'inbox'::text]))) NOT VALID
) WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=1000);
CREATE UNIQUE INDEX feed_change_number ON imas.feed_change USING btree (tenant_id, first) WHERE (first IS NOT NULL);
CREATE INDEX feed_change_waiting ON imas.feed_change USING btree (tenant_id, id) WHERE (first IS NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, INSERT, SELECT
-- imas_worker_fn: UPDATE (first)

CREATE TABLE feed_head (
  tenant_id uuid NOT NULL,
  last bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id)
) WITH (fillfactor=50);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: INSERT, SELECT
-- imas_worker_fn: UPDATE (last)

CREATE TABLE figure_change (
  tenant_id uuid NOT NULL,
  month date NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (tenant_id, month, id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT

CREATE TABLE figure_month (
  tenant_id uuid NOT NULL,
  month date NOT NULL,
  incidents integer NOT NULL,
  ended_until timestamp with time zone,
  is_whole boolean NOT NULL,
  packed_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, month),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT

CREATE TABLE figure_pack (
  tenant_id uuid NOT NULL,
  month date NOT NULL,
  service_id uuid NOT NULL,
  incidents integer NOT NULL,
  opened bytea NOT NULL,
  acked bytea NOT NULL,
  resolved bytea NOT NULL,
  flags bytea NOT NULL,
  held bytea,
  cause bytea,
  causes uuid[],
  PRIMARY KEY (tenant_id, month, service_id),
  FOREIGN KEY (tenant_id, month) REFERENCES figure_month(tenant_id, month)
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE figure_settings (
  tenant_id uuid NOT NULL,
  by_person boolean NOT NULL,
  open_severe integer,
  mean_ttr_seconds integer,
  median_tta_seconds integer,
  median_ttr_seconds integer,
  version integer NOT NULL,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE flapping_policy (
  tenant_id uuid NOT NULL,
  is_active boolean NOT NULL,
  returns integer NOT NULL,
  within_seconds integer NOT NULL,
  hold_down_seconds integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((hold_down_seconds >= 60) AND (hold_down_seconds <= 86400))),
  CHECK (((returns >= 2) AND (returns <= 20))),
  CHECK (((within_seconds >= 60) AND (within_seconds <= 86400)))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE former_identity (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  term text NOT NULL,
  is_address boolean NOT NULL,
  until_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id, term),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: DELETE, INSERT, SELECT

CREATE TABLE freeze_scope (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  is_exception boolean NOT NULL,
  service_id uuid,
  team_id uuid,
  environment_id uuid,
  repository_id uuid,
  UNIQUE NULLS NOT DISTINCT (tenant_id, event_id, is_exception, service_id, team_id, environment_id, repository_id),
  FOREIGN KEY (tenant_id, environment_id) REFERENCES environment(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, event_id) REFERENCES calendar_freeze(tenant_id, event_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, repository_id) REFERENCES repository(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id) ON DELETE CASCADE,
  CHECK ((num_nonnulls(service_id, team_id, environment_id, repository_id) = 1))
);
CREATE INDEX freeze_scope_environment ON imas.freeze_scope USING btree (tenant_id, environment_id) WHERE (environment_id IS NOT NULL);
CREATE INDEX freeze_scope_repository ON imas.freeze_scope USING btree (tenant_id, repository_id) WHERE (repository_id IS NOT NULL);
CREATE INDEX freeze_scope_service ON imas.freeze_scope USING btree (tenant_id, service_id) WHERE (service_id IS NOT NULL);
CREATE INDEX freeze_scope_team ON imas.freeze_scope USING btree (tenant_id, team_id) WHERE (team_id IS NOT NULL);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE gate_decision (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  decision smallint NOT NULL,
  service_id uuid NOT NULL,
  service_name text NOT NULL,
  environment text NOT NULL,
  tier smallint NOT NULL,
  sha text NOT NULL,
  ref text NOT NULL,
  run text NOT NULL,
  run_url text NOT NULL,
  named_incident uuid,
  is_emergency boolean NOT NULL,
  is_dry_run boolean NOT NULL,
  asked_by text NOT NULL,
  until timestamp with time zone,
  lease_until timestamp with time zone,
  reasons text NOT NULL,
  world text NOT NULL,
  overridden_at timestamp with time zone,
  overridden_by text,
  override_reason text,
  PRIMARY KEY (tenant_id, id),
  CHECK (((decision >= 1) AND (decision <= 3))),
  CHECK (((length(environment) >= 1) AND (length(environment) <= 200))),
  CHECK (((length(override_reason) >= 20) AND (length(override_reason) <= 2000))),
  CHECK (((tier >= 1) AND (tier <= 5))),
  CHECK ((length(ref) <= 200)),
  CHECK ((length(run) <= 200)),
  CHECK ((length(run_url) <= 2000)),
  CHECK ((length(sha) <= 64))
);
CREATE INDEX gate_decision_at ON imas.gate_decision USING btree (at);
CREATE INDEX gate_decision_run ON imas.gate_decision USING btree (tenant_id, run, id) WHERE (run <> ''::text);
CREATE INDEX gate_decision_service ON imas.gate_decision USING btree (tenant_id, service_id, id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE gate_policy (
  tenant_id uuid NOT NULL,
  blocks_open_sev2 boolean NOT NULL,
  blocks_in_progress boolean NOT NULL,
  blocks_nobody_on_call boolean NOT NULL,
  version integer NOT NULL,
  production_approvals smallint NOT NULL DEFAULT 1,
  staging_approvals smallint NOT NULL DEFAULT 0,
  when_unavailable smallint,
  PRIMARY KEY (tenant_id),
  CHECK (((production_approvals >= 0) AND (production_approvals <= 5))),
  CHECK (((staging_approvals >= 0) AND (staging_approvals <= 5))),
  CHECK ((when_unavailable = ANY (ARRAY[1, 2])))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE hand_over_note (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  schedule_id uuid NOT NULL,
  level smallint NOT NULL,
  user_id uuid NOT NULL,
  hand_over_at timestamp with time zone NOT NULL,
  note text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  told_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule(tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK (((level >= 1) AND (level <= 10))),
  CHECK ((note <> ''::text))
);
CREATE INDEX hand_over_note_schedule ON imas.hand_over_note USING btree (tenant_id, schedule_id, hand_over_at);
CREATE INDEX hand_over_note_untold ON imas.hand_over_note USING btree (tenant_id, hand_over_at) WHERE (told_at IS NULL);
CREATE INDEX hand_over_note_user ON imas.hand_over_note USING btree (tenant_id, user_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_app: UPDATE (told_at)
-- imas_worker_fn: SELECT (tenant_id, id, user_id, note)

CREATE TABLE heartbeat (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  service_id uuid NOT NULL,
  severity smallint NOT NULL,
  beats_by text NOT NULL,
  every_seconds integer NOT NULL,
  grace_seconds integer NOT NULL,
  matchers text[] NOT NULL DEFAULT '{}'::text[],
  source_id uuid,
  least_per_hour integer NOT NULL DEFAULT 1,
  is_active boolean NOT NULL DEFAULT true,
  watched_since timestamp with time zone NOT NULL,
  key_hash bytea,
  key_hint text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (key_hash),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, id),
  CHECK (((severity >= 1) AND (severity <= 4))),
  CHECK ((beats_by = ANY (ARRAY['ping'::text, 'alert'::text, 'source'::text]))),
  CHECK ((every_seconds > 0)),
  CHECK ((grace_seconds >= 0)),
  CHECK ((octet_length(key_hash) = 32))
);
CREATE INDEX heartbeat_by_alerts ON imas.heartbeat USING btree (tenant_id) WHERE (beats_by = 'alert'::text);
CREATE UNIQUE INDEX heartbeat_name ON imas.heartbeat USING btree (tenant_id, lower(name));
CREATE INDEX heartbeat_of_service ON imas.heartbeat USING btree (tenant_id, service_id);
CREATE INDEX heartbeat_of_source ON imas.heartbeat USING btree (tenant_id, source_id) WHERE (source_id IS NOT NULL);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT (tenant_id, id, key_hash)
-- imas_worker_fn: SELECT (tenant_id, id, name, matchers)

CREATE TABLE heartbeat_alert (
  tenant_id uuid NOT NULL,
  heartbeat_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  found_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, heartbeat_id, fingerprint),
  FOREIGN KEY (tenant_id, heartbeat_id) REFERENCES heartbeat(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE heartbeat_pulse (
  tenant_id uuid NOT NULL,
  heartbeat_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  state_since timestamp with time zone NOT NULL,
  beat_at timestamp with time zone,
  failed_at timestamp with time zone,
  started_at timestamp with time zone,
  run_id text,
  run_millis bigint,
  runs bigint NOT NULL DEFAULT 0,
  decided_run bigint NOT NULL DEFAULT 0,
  pings bigint NOT NULL DEFAULT 0,
  silent_after timestamp with time zone,
  incident_id uuid,
  PRIMARY KEY (tenant_id, heartbeat_id),
  FOREIGN KEY (tenant_id, heartbeat_id) REFERENCES heartbeat(tenant_id, id) ON DELETE CASCADE,
  CHECK ((state = ANY (ARRAY['waiting'::text, 'alive'::text, 'silent'::text, 'failed'::text, 'off'::text])))
) WITH (fillfactor=70);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT, UPDATE

CREATE TABLE heartbeat_run (
  tenant_id uuid NOT NULL,
  heartbeat_id uuid NOT NULL,
  run_id text NOT NULL,
  run bigint NOT NULL,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  has_failed boolean NOT NULL DEFAULT false,
  millis bigint,
  PRIMARY KEY (tenant_id, heartbeat_id, run_id),
  FOREIGN KEY (tenant_id, heartbeat_id) REFERENCES heartbeat(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, SELECT
-- imas_ingest_fn: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE hidden_alert (
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  since timestamp with time zone NOT NULL,
  decided_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  wake_at timestamp with time zone,
  opening_seq integer,
  severity smallint NOT NULL,
  reasons text NOT NULL,
  PRIMARY KEY (tenant_id, fingerprint)
) WITH (fillfactor=85);
CREATE INDEX hidden_alert_due ON imas.hidden_alert USING btree (wake_at) WHERE (wake_at IS NOT NULL);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT
-- imas_worker_fn: DELETE, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, fingerprint, reasons)
-- imas_worker_fn: UPDATE (reasons)

CREATE TABLE hidden_by (
  tenant_id uuid NOT NULL,
  hider_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  equal_key uuid,
  PRIMARY KEY (tenant_id, hider_id, fingerprint),
  FOREIGN KEY (tenant_id, fingerprint) REFERENCES hidden_alert(tenant_id, fingerprint) ON DELETE CASCADE
);
CREATE INDEX hidden_by_alert ON imas.hidden_by USING btree (tenant_id, fingerprint);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE hiding_count (
  tenant_id uuid NOT NULL,
  hider_id uuid NOT NULL,
  hid bigint NOT NULL,
  last_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, hider_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE hiding_epoch (
  tenant_id uuid NOT NULL,
  epoch bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE hiding_scan (
  tenant_id uuid NOT NULL,
  hider_id uuid NOT NULL,
  due_at timestamp with time zone NOT NULL,
  after_created timestamp with time zone,
  after_print uuid,
  PRIMARY KEY (tenant_id, hider_id)
);
CREATE INDEX hiding_scan_due ON imas.hiding_scan USING btree (due_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE holiday (
  tenant_id uuid NOT NULL,
  calendar_id uuid NOT NULL,
  day date NOT NULL,
  made_at timestamp with time zone NOT NULL,
  name text NOT NULL DEFAULT ''::text,
  ended_at timestamp with time zone,
  PRIMARY KEY (tenant_id, calendar_id, day, made_at),
  FOREIGN KEY (tenant_id, calendar_id) REFERENCES holiday_calendar(tenant_id, id)
);
CREATE UNIQUE INDEX holiday_now ON imas.holiday USING btree (tenant_id, calendar_id, day) WHERE (ended_at IS NULL);
CREATE TRIGGER feed_holidays_added AFTER INSERT ON imas.holiday REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION feed_holidays_changed();
CREATE TRIGGER feed_holidays_changed AFTER UPDATE ON imas.holiday REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION feed_holidays_changed();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_app: UPDATE (name, ended_at)
-- imas_worker_fn: SELECT (tenant_id, calendar_id, day, made_at, name)

CREATE TABLE holiday_calendar (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  deleted_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
CREATE UNIQUE INDEX holiday_calendar_name ON imas.holiday_calendar USING btree (tenant_id, lower(name)) WHERE (deleted_at IS NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, name)

CREATE TABLE idempotency (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  request_hash bytea NOT NULL,
  incident_id uuid NOT NULL,
  status smallint NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, key_hash),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id)
);
CREATE INDEX idempotency_incident ON imas.idempotency USING btree (tenant_id, incident_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT

CREATE TABLE impact_scope (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  actions text NOT NULL DEFAULT ''::text,
  team_id uuid,
  labels text[] NOT NULL DEFAULT '{}'::text[],
  legal_clock_hours integer,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  regime text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id),
  CHECK (((legal_clock_hours >= 1) AND (legal_clock_hours <= 8760))),
  CHECK (((name <> ''::text) AND (length(name) <= 100)))
);
CREATE UNIQUE INDEX impact_scope_name ON imas.impact_scope USING btree (tenant_id, lower(name));
CREATE INDEX impact_scope_team ON imas.impact_scope USING btree (tenant_id, team_id) WHERE (team_id IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, description, actions, labels)

CREATE TABLE impact_scope_address (
  tenant_id uuid NOT NULL,
  scope_id uuid NOT NULL,
  address_id uuid NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (tenant_id, scope_id, address_id),
  FOREIGN KEY (tenant_id, address_id) REFERENCES escalation_address(tenant_id, id),
  FOREIGN KEY (tenant_id, scope_id) REFERENCES impact_scope(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE inbox_entry (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  message text NOT NULL,
  read_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, user_id, message),
  FOREIGN KEY (tenant_id, id) REFERENCES delivery(tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor=90);
CREATE INDEX inbox_entry_list ON imas.inbox_entry USING btree (tenant_id, user_id, id);
CREATE INDEX inbox_entry_unread ON imas.inbox_entry USING btree (tenant_id, user_id, id) WHERE (read_at IS NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: DELETE, INSERT, SELECT
-- imas_app: UPDATE (read_at)
-- imas_worker_fn: SELECT (tenant_id, id, user_id)

CREATE TABLE incident (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  short_id text NOT NULL,
  title text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  service_id uuid NOT NULL,
  severity smallint NOT NULL,
  status text NOT NULL,
  origin text NOT NULL,
  group_key text,
  auto_resolve boolean NOT NULL DEFAULT true,
  lead text,
  created_by text NOT NULL,
  detected_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  acknowledged_at timestamp with time zone,
  mitigated_at timestamp with time zone,
  resolved_at timestamp with time zone,
  updated_at timestamp with time zone NOT NULL,
  resolution_note text,
  root_cause text,
  previous_id uuid,
  reopen_count integer NOT NULL DEFAULT 0,
  alert_count integer NOT NULL DEFAULT 0,
  firing_count integer NOT NULL DEFAULT 0,
  timeline_seq integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  unacknowledge_count integer NOT NULL DEFAULT 0,
  severity_set_by text,
  words_set_by text,
  ended_by text,
  merged_into uuid,
  lead_id uuid,
  is_test boolean GENERATED ALWAYS AS (COALESCE(starts_with(group_key, 'test:'::text), false)) VIRTUAL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, short_id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id),
  CHECK (((length(title) >= 1) AND (length(title) <= 500))),
  CHECK (((severity >= 1) AND (severity <= 4))),
  CHECK ((origin = ANY (ARRAY['alert'::text, 'api'::text, 'heartbeat'::text, 'storm'::text]))) NOT VALID,
  CHECK ((status = ANY (ARRAY['TRIGGERED'::text, 'ACKNOWLEDGED'::text, 'MITIGATED'::text, 'RESOLVED'::text])))
) WITH (fillfactor=50, autovacuum_vacuum_scale_factor=0.05, autovacuum_analyze_scale_factor=0.1);
CREATE INDEX incident_group ON imas.incident USING btree (tenant_id, group_key, created_at);
CREATE INDEX incident_list ON imas.incident USING btree (tenant_id, created_at, id) INCLUDE (service_id, severity, status, acknowledged_at, resolved_at);
CREATE INDEX incident_merged_into ON imas.incident USING btree (tenant_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX incident_open ON imas.incident USING btree (tenant_id, created_at, id) WHERE (status <> 'RESOLVED'::text);
CREATE INDEX incident_open_by_severity ON imas.incident USING btree (tenant_id, severity, created_at DESC, id DESC) WHERE (status <> 'RESOLVED'::text);
CREATE UNIQUE INDEX incident_open_group ON imas.incident USING btree (tenant_id, group_key) WHERE ((status <> 'RESOLVED'::text) AND (group_key IS NOT NULL));
CREATE INDEX incident_resolved ON imas.incident USING btree (tenant_id, resolved_at) WHERE (status = 'RESOLVED'::text);
CREATE INDEX incident_service ON imas.incident USING btree (tenant_id, service_id, created_at, id);
CREATE INDEX incident_test ON imas.incident USING btree (tenant_id, created_at, id) WHERE COALESCE(starts_with(group_key, 'test:'::text), false);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT
-- imas_worker_fn: DELETE, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, title, description, status, lead, created_by, resolution_note, root_cause, lead_id)
-- imas_worker_fn: UPDATE (lead, created_by)

CREATE TABLE incident_alert (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  attached_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, incident_id, fingerprint)
) WITH (autovacuum_vacuum_scale_factor=0.05, autovacuum_analyze_scale_factor=0.1);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE incident_cause (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  cause_id uuid,
  chosen_by text NOT NULL,
  chosen_at timestamp with time zone NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, cause_id) REFERENCES cause(tenant_id, id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX incident_cause_found ON imas.incident_cause USING btree (tenant_id, cause_id, opened_at DESC, incident_id DESC);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, incident_id, chosen_by)
-- imas_worker_fn: UPDATE (chosen_by)

CREATE TABLE incident_change (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  kind smallint NOT NULL,
  change_id uuid NOT NULL,
  title text NOT NULL,
  link text NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  score integer NOT NULL DEFAULT 0,
  rank smallint,
  lines text NOT NULL DEFAULT '[]'::text,
  computed_at timestamp with time zone NOT NULL,
  judgement smallint NOT NULL DEFAULT 1,
  service_id uuid,
  repository text NOT NULL DEFAULT ''::text,
  environment text NOT NULL DEFAULT ''::text,
  author text NOT NULL DEFAULT ''::text,
  state smallint,
  PRIMARY KEY (tenant_id, incident_id, kind, change_id),
  CHECK (((judgement >= 1) AND (judgement <= 3))),
  CHECK (((kind >= 1) AND (kind <= 2))),
  CHECK (((state >= 1) AND (state <= 6))),
  CHECK ((rank >= 1)),
  CHECK ((score >= 0))
);
CREATE UNIQUE INDEX incident_change_cause ON imas.incident_change USING btree (tenant_id, incident_id) WHERE (judgement = 2);
CREATE INDEX incident_change_change ON imas.incident_change USING btree (tenant_id, kind, change_id);
CREATE INDEX incident_change_judged ON imas.incident_change USING btree (tenant_id, service_id, happened_at) WHERE (judgement > 1);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE incident_change_judgement (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  kind smallint NOT NULL,
  change_id uuid NOT NULL,
  judgement smallint NOT NULL,
  judged_by uuid,
  judged_name text NOT NULL,
  why text NOT NULL DEFAULT ''::text,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE,
  CHECK (((judgement >= 1) AND (judgement <= 3))),
  CHECK (((kind >= 1) AND (kind <= 2))),
  CHECK ((length(why) <= 2000))
);
CREATE INDEX incident_change_judgement_incident ON imas.incident_change_judgement USING btree (tenant_id, incident_id, at);
CREATE INDEX incident_change_judgement_of ON imas.incident_change_judgement USING btree (tenant_id, kind, change_id, at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE incident_clock (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  kind text NOT NULL,
  cycle integer NOT NULL,
  settings_version integer NOT NULL,
  aim text NOT NULL,
  goal interval,
  state text NOT NULL,
  started_at timestamp with time zone NOT NULL,
  running_since timestamp with time zone NOT NULL,
  consumed interval NOT NULL,
  due_at timestamp with time zone,
  half_at timestamp with time zone,
  ended_at timestamp with time zone,
  breached_at timestamp with time zone,
  breached_by_change boolean NOT NULL,
  noticed_at timestamp with time zone,
  half_noticed_at timestamp with time zone,
  PRIMARY KEY (tenant_id, incident_id, kind, cycle),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor=80);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE incident_clock_pause (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  kind text NOT NULL,
  cycle integer NOT NULL,
  position integer NOT NULL,
  from_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone,
  cause text NOT NULL,
  reason text,
  message text,
  held_by text,
  ends_at timestamp with time zone,
  PRIMARY KEY (tenant_id, incident_id, kind, cycle, "position"),
  FOREIGN KEY (tenant_id, incident_id, kind, cycle) REFERENCES incident_clock(tenant_id, incident_id, kind, cycle) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, incident_id, kind, cycle, position, reason, message, held_by)
-- imas_worker_fn: UPDATE (message, held_by)

CREATE TABLE incident_field_value (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  field_id uuid NOT NULL,
  position smallint NOT NULL,
  value_key text NOT NULL,
  text_value text,
  number_value numeric,
  boolean_value boolean,
  date_value date,
  instant_value timestamp with time zone,
  ref_value uuid,
  opened_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, incident_id, field_id, "position"),
  FOREIGN KEY (tenant_id, field_id) REFERENCES custom_field(tenant_id, id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CHECK ((num_nonnulls(text_value, number_value, boolean_value, date_value, instant_value, ref_value) = 1))
);
CREATE INDEX incident_field_value_found ON imas.incident_field_value USING btree (tenant_id, field_id, value_key, opened_at DESC, incident_id DESC);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, incident_id, field_id, position, value_key, text_value)
-- imas_worker_fn: UPDATE (value_key)

CREATE TABLE incident_flapping (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  returns timestamp with time zone[] NOT NULL,
  since timestamp with time zone,
  until timestamp with time zone,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE,
  CHECK (((until IS NULL) OR (since IS NOT NULL)))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE incident_growth (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  due_at timestamp with time zone NOT NULL,
  by_rule boolean NOT NULL DEFAULT false,
  joined uuid[],
  PRIMARY KEY (tenant_id, incident_id)
);
CREATE INDEX incident_growth_due ON imas.incident_growth USING btree (due_at);
CREATE INDEX incident_growth_update ON imas.incident_growth USING btree (due_at) WHERE (NOT by_rule);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE incident_hidden (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  since timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT

CREATE TABLE incident_impact (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  set_by text NOT NULL,
  set_by_id uuid,
  set_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, incident_id, version),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE,
  CHECK ((started_at <= ended_at))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, incident_id, version, set_by)
-- imas_worker_fn: UPDATE (set_by)

CREATE TABLE incident_link (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  author text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, from_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, to_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE,
  CHECK (((kind <> 'related'::text) OR (from_id < to_id)))
);
CREATE UNIQUE INDEX incident_link_once ON imas.incident_link USING btree (tenant_id, from_id, to_id, kind);
CREATE INDEX incident_link_to ON imas.incident_link USING btree (tenant_id, to_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, kind, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE incident_merge (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  target_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  author text NOT NULL,
  source_status text NOT NULL,
  source_alerts integer NOT NULL,
  run integer,
  run_due_at timestamp with time zone,
  target_status text NOT NULL,
  target_severity smallint NOT NULL,
  target_severity_set_by text,
  target_detected_at timestamp with time zone NOT NULL,
  left_status text NOT NULL,
  left_severity smallint NOT NULL,
  undone_at timestamp with time zone,
  undone_by text,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX incident_merge_source ON imas.incident_merge USING btree (tenant_id, source_id) WHERE (undone_at IS NULL);
CREATE INDEX incident_merge_target ON imas.incident_merge USING btree (tenant_id, target_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, author, undone_by)
-- imas_worker_fn: UPDATE (author, undone_by)

CREATE TABLE incident_merge_alert (
  tenant_id uuid NOT NULL,
  merge_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  attached_at timestamp with time zone NOT NULL,
  was_member boolean NOT NULL,
  is_current boolean NOT NULL,
  PRIMARY KEY (tenant_id, merge_id, fingerprint),
  FOREIGN KEY (tenant_id, merge_id) REFERENCES incident_merge(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE incident_missing_field (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  fields uuid[] NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX incident_missing_field_list ON imas.incident_missing_field USING btree (tenant_id, opened_at DESC, incident_id DESC);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE incident_opening (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  labels text NOT NULL,
  escalation_policy text,
  group_interval interval,
  repeat_interval interval,
  rule_set integer,
  reopen_window_seconds integer,
  reopen_rule text,
  PRIMARY KEY (tenant_id, incident_id),
  CHECK (((group_interval >= '00:00:01'::interval) AND (group_interval <= '1 day'::interval))),
  CHECK (((repeat_interval >= '00:01:00'::interval) AND (repeat_interval <= '30 days'::interval)))
);
CREATE INDEX incident_opening_rule_set ON imas.incident_opening USING btree (tenant_id, rule_set) WHERE (rule_set IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, incident_id, labels, escalation_policy, reopen_rule)
-- imas_worker_fn: UPDATE (escalation_policy)

CREATE TABLE incident_promise (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  last_status text,
  next_by timestamp with time zone,
  promised_by text,
  promised_by_id uuid,
  remind_at timestamp with time zone,
  passed_to uuid,
  is_last_asked boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, incident_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, incident_id, promised_by)
-- imas_worker_fn: UPDATE (promised_by)

CREATE TABLE incident_recheck (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  due_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id)
);
CREATE INDEX incident_recheck_due ON imas.incident_recheck USING btree (due_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE incident_reminder (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  reminded_at timestamp with time zone,
  due_at timestamp with time zone NOT NULL DEFAULT now(),
  scheduled_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, incident_id)
);
CREATE INDEX incident_reminder_due ON imas.incident_reminder USING btree (tenant_id, due_at);
CREATE INDEX incident_reminder_scheduled ON imas.incident_reminder USING btree (scheduled_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: UPDATE (due_at, scheduled_at)

CREATE TABLE incident_role (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  role text NOT NULL,
  user_id uuid NOT NULL,
  given_at timestamp with time zone NOT NULL,
  given_by text NOT NULL,
  ended_at timestamp with time zone,
  ended_by text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id)
);
CREATE UNIQUE INDEX incident_role_held ON imas.incident_role USING btree (tenant_id, incident_id, role) WHERE (ended_at IS NULL);
CREATE INDEX incident_role_of_incident ON imas.incident_role USING btree (tenant_id, incident_id);
CREATE INDEX incident_role_of_user ON imas.incident_role USING btree (tenant_id, user_id) WHERE (ended_at IS NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, incident_id, user_id, given_by, ended_by)
-- imas_worker_fn: UPDATE (given_by, ended_by)

CREATE TABLE incident_runbook (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  runbook_id uuid,
  runbook_version integer,
  why text NOT NULL,
  attached_by text NOT NULL,
  attached_at timestamp with time zone NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, runbook_id, runbook_version) REFERENCES runbook_version(tenant_id, runbook_id, version),
  CHECK (((runbook_id IS NULL) = (runbook_version IS NULL)))
);
CREATE INDEX incident_runbook_used ON imas.incident_runbook USING btree (tenant_id, runbook_id, runbook_version);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, incident_id, why, attached_by)
-- imas_worker_fn: UPDATE (why, attached_by)

CREATE TABLE incident_runbook_step (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  step integer NOT NULL,
  state text NOT NULL,
  executor text,
  executor_id uuid,
  changed_at timestamp with time zone,
  note text NOT NULL DEFAULT ''::text,
  confirmation uuid,
  confirmation_by text,
  confirmation_ends timestamp with time zone,
  PRIMARY KEY (tenant_id, incident_id, step),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident_runbook(tenant_id, incident_id) ON DELETE CASCADE,
  CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text, 'failed'::text])))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, incident_id, step, note, confirmation_by)
-- imas_worker_fn: UPDATE (confirmation_by)

CREATE TABLE incident_scope (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  scope_id uuid NOT NULL,
  added_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, incident_id, scope_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id),
  FOREIGN KEY (tenant_id, scope_id) REFERENCES impact_scope(tenant_id, id)
);
CREATE INDEX incident_scope_scope ON imas.incident_scope USING btree (tenant_id, scope_id, incident_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE incident_snooze (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  until timestamp with time zone NOT NULL,
  author text NOT NULL,
  PRIMARY KEY (tenant_id, incident_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, incident_id, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE incident_suspects (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  detected_at timestamp with time zone NOT NULL,
  next_at timestamp with time zone,
  computed_at timestamp with time zone,
  changes integer NOT NULL DEFAULT 0,
  latest_kind smallint,
  latest_id uuid,
  PRIMARY KEY (tenant_id, incident_id),
  CHECK (((latest_kind >= 1) AND (latest_kind <= 2)))
);
CREATE INDEX incident_suspects_detected ON imas.incident_suspects USING btree (tenant_id, detected_at);
CREATE INDEX incident_suspects_next ON imas.incident_suspects USING btree (next_at) WHERE (next_at IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE incident_tag (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  tag_id uuid NOT NULL,
  added_by text NOT NULL,
  added_at timestamp with time zone NOT NULL,
  is_auto_applied boolean NOT NULL,
  PRIMARY KEY (tenant_id, incident_id, tag_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, tag_id) REFERENCES tag(tenant_id, id)
);
CREATE INDEX incident_tag_tag ON imas.incident_tag USING btree (tenant_id, tag_id, incident_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, incident_id, tag_id, added_by)
-- imas_worker_fn: UPDATE (added_by)

CREATE TABLE incident_unrouted (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  event_seq integer NOT NULL,
  since timestamp with time zone NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: UPDATE (reason)

CREATE TABLE incident_update (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  number integer NOT NULL,
  status text NOT NULL,
  message text NOT NULL,
  next_by timestamp with time zone,
  receivers integer NOT NULL,
  author text NOT NULL,
  author_id uuid,
  at timestamp with time zone NOT NULL,
  idempotency_key bytea,
  request_hash bytea,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX incident_update_number ON imas.incident_update USING btree (tenant_id, incident_id, number);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, incident_id, status, message, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE inhibit_rule (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  source_matchers text NOT NULL,
  target_matchers text NOT NULL,
  equal_labels text[] NOT NULL,
  wait_seconds integer NOT NULL,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((wait_seconds >= 0) AND (wait_seconds <= 600)))
);
CREATE UNIQUE INDEX inhibit_rule_name ON imas.inhibit_rule USING btree (tenant_id, lower(name));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, source_matchers, target_matchers)

CREATE TABLE inhibition_member (
  tenant_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  equal_key uuid NOT NULL,
  side smallint NOT NULL,
  fingerprint uuid NOT NULL,
  is_both boolean NOT NULL,
  PRIMARY KEY (tenant_id, rule_id, equal_key, side, fingerprint),
  FOREIGN KEY (tenant_id, rule_id) REFERENCES inhibit_rule(tenant_id, id) ON DELETE CASCADE,
  CHECK ((side = ANY (ARRAY[1, 2])))
);
CREATE INDEX inhibition_member_alert ON imas.inhibition_member USING btree (tenant_id, fingerprint);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE item (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  number bigint NOT NULL,
  title text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  status text NOT NULL,
  status_category text NOT NULL,
  category text,
  priority text NOT NULL DEFAULT 'medium'::text,
  owner_id uuid,
  owner_team_id uuid,
  incident_id uuid,
  section text,
  due_at timestamp with time zone,
  remind_at timestamp with time zone,
  done_at timestamp with time zone,
  dropped_reason text,
  created_by text NOT NULL,
  created_by_id uuid,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  idempotency_key bytea,
  request_hash bytea,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE SET NULL (incident_id),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES user_account(tenant_id, id),
  FOREIGN KEY (tenant_id, owner_team_id) REFERENCES team(tenant_id, id) ON DELETE SET NULL (owner_team_id),
  CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  CHECK (((owner_id IS NULL) OR (owner_team_id IS NULL))),
  CHECK (((status_category <> 'dropped'::text) OR (dropped_reason IS NOT NULL))),
  CHECK ((category = ANY (ARRAY['corrective'::text, 'preventive'::text, 'follow_up'::text]))),
  CHECK ((kind = ANY (ARRAY['task'::text, 'backlog_item'::text]))),
  CHECK ((length(description) <= 10000)),
  CHECK ((length(dropped_reason) <= 2000)),
  CHECK ((length(section) <= 200)),
  CHECK ((priority = ANY (ARRAY['urgent'::text, 'high'::text, 'medium'::text, 'low'::text]))),
  CHECK ((status_category = ANY (ARRAY['todo'::text, 'doing'::text, 'done'::text, 'dropped'::text])))
);
CREATE INDEX item_due ON imas.item USING btree (tenant_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX item_idempotency ON imas.item USING btree (tenant_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE INDEX item_incident ON imas.item USING btree (tenant_id, incident_id) WHERE (incident_id IS NOT NULL);
CREATE UNIQUE INDEX item_key ON imas.item USING btree (tenant_id, kind, number);
CREATE INDEX item_open ON imas.item USING btree (tenant_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (status_category = ANY (ARRAY['todo'::text, 'doing'::text]));
CREATE INDEX item_owner ON imas.item USING btree (tenant_id, owner_id) WHERE (owner_id IS NOT NULL);
CREATE INDEX item_owner_team ON imas.item USING btree (tenant_id, owner_team_id) WHERE (owner_team_id IS NOT NULL);
CREATE INDEX item_status ON imas.item USING btree (tenant_id, kind, status, id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, kind, title, description, status, owner_id, incident_id, dropped_reason, created_by)
-- imas_worker_fn: UPDATE (created_by)

CREATE TABLE item_counter (
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (tenant_id, kind)
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE item_event (
  tenant_id uuid NOT NULL,
  item_id uuid NOT NULL,
  seq integer NOT NULL,
  name text NOT NULL,
  from_value text,
  to_value text,
  reason text,
  author text NOT NULL,
  author_id uuid,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, item_id, seq),
  FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, item_id, seq, from_value, to_value, reason, author)
-- imas_worker_fn: UPDATE (from_value, to_value, author)

CREATE TABLE item_link (
  tenant_id uuid NOT NULL,
  item_id uuid NOT NULL,
  provider_id uuid NOT NULL,
  tracker text NOT NULL,
  state text NOT NULL DEFAULT 'creating'::text,
  wanted text,
  status text NOT NULL DEFAULT 'pending'::text,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone NOT NULL DEFAULT now(),
  scheduled_at timestamp with time zone NOT NULL DEFAULT now(),
  begun_at timestamp with time zone NOT NULL DEFAULT now(),
  issue_id text,
  issue_key text,
  issue_url text,
  issue_title text,
  issue_open boolean,
  issue_state text,
  read_at timestamp with time zone,
  changed_at timestamp with time zone NOT NULL DEFAULT now(),
  last_error text,
  author text NOT NULL,
  author_id uuid,
  asked_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, item_id),
  FOREIGN KEY (tenant_id, item_id) REFERENCES item(tenant_id, id) ON DELETE CASCADE,
  CHECK ((length(issue_id) <= 200)),
  CHECK ((length(issue_key) <= 200)),
  CHECK ((length(issue_state) <= 200)),
  CHECK ((length(issue_title) <= 200)),
  CHECK ((length(issue_url) <= 1000)),
  CHECK ((length(last_error) <= 2000)),
  CHECK ((length(tracker) <= 20)),
  CHECK ((state = ANY (ARRAY['creating'::text, 'linked'::text, 'failed'::text, 'gone'::text]))),
  CHECK ((status = ANY (ARRAY['pending'::text, 'working'::text, 'idle'::text]))),
  CHECK ((wanted = ANY (ARRAY['open'::text, 'close'::text])))
);
CREATE INDEX item_link_due ON imas.item_link USING btree (next_attempt_at) WHERE (status = ANY (ARRAY['pending'::text, 'working'::text]));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE kafka_offset (
  tenant_id uuid NOT NULL,
  cluster_id text NOT NULL,
  topic_id uuid NOT NULL,
  partition_no integer NOT NULL,
  topic text NOT NULL,
  source_id uuid NOT NULL,
  epoch bigint NOT NULL,
  next bigint NOT NULL,
  received_at timestamp with time zone,
  read_up_at timestamp with time zone,
  claimed_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, cluster_id, topic_id, partition_no),
  CHECK ((next >= 0)),
  CHECK ((partition_no >= 0))
) WITH (fillfactor=70);
CREATE INDEX kafka_offset_of_source ON imas.kafka_offset USING btree (tenant_id, source_id);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT

CREATE TABLE late_firing (
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  due_at timestamp with time zone NOT NULL,
  received_at timestamp with time zone NOT NULL,
  source_id uuid NOT NULL,
  service_id uuid NOT NULL,
  receipt uuid NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  sender_starts_at timestamp with time zone,
  observed_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone,
  severity alert_severity NOT NULL,
  decision smallint NOT NULL,
  rule_set_version integer NOT NULL,
  rule_index integer NOT NULL,
  name text NOT NULL,
  group_key text NOT NULL,
  labels text NOT NULL,
  annotations text NOT NULL,
  details text NOT NULL,
  senders text[] NOT NULL DEFAULT '{}'::text[],
  PRIMARY KEY (fingerprint, tenant_id)
);
CREATE INDEX late_firing_due ON imas.late_firing USING btree (due_at);
CREATE INDEX late_firing_received ON imas.late_firing USING btree (received_at);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_ingest_fn: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, fingerprint, name, labels, annotations, details, senders)

CREATE TABLE ledger (
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  minute timestamp with time zone NOT NULL,
  shard integer NOT NULL,
  accepted bigint NOT NULL DEFAULT 0,
  opened bigint NOT NULL DEFAULT 0,
  deduplicated bigint NOT NULL DEFAULT 0,
  resolved bigint NOT NULL DEFAULT 0,
  reopened bigint NOT NULL DEFAULT 0,
  suppressed bigint NOT NULL DEFAULT 0,
  stale bigint NOT NULL DEFAULT 0,
  dead_lettered bigint NOT NULL DEFAULT 0,
  dropped bigint NOT NULL DEFAULT 0,
  change bigint NOT NULL DEFAULT 0,
  action bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, source_id, minute, shard)
) PARTITION BY RANGE (minute);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: INSERT, SELECT, UPDATE
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE ledger_closed (
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  closed_until timestamp with time zone NOT NULL,
  accepted bigint NOT NULL,
  opened bigint NOT NULL,
  deduplicated bigint NOT NULL,
  resolved bigint NOT NULL,
  reopened bigint NOT NULL,
  suppressed bigint NOT NULL,
  stale bigint NOT NULL,
  dead_lettered bigint NOT NULL,
  dropped bigint NOT NULL DEFAULT 0,
  change bigint NOT NULL DEFAULT 0,
  action bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, source_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE listening (
  tenant_id uuid NOT NULL,
  since timestamp with time zone NOT NULL,
  until timestamp with time zone NOT NULL,
  absence interval NOT NULL,
  beats_since timestamp with time zone,
  PRIMARY KEY (tenant_id)
);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_ingest_fn: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT

CREATE TABLE log_topic (
  tenant_id uuid NOT NULL,
  topic text NOT NULL,
  since timestamp with time zone NOT NULL DEFAULT now(),
  until timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, topic)
);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_ingest_fn: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT

CREATE TABLE lookup_table (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  content integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, content) REFERENCES lookup_table_version(tenant_id, version),
  CHECK (((name <> ''::text) AND (length(name) <= 100)))
);
CREATE UNIQUE INDEX lookup_table_name ON imas.lookup_table USING btree (tenant_id, lower(name));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, name, description)

CREATE TABLE lookup_table_version (
  tenant_id uuid NOT NULL,
  version integer NOT NULL,
  table_id uuid NOT NULL,
  name text NOT NULL,
  columns text[] NOT NULL,
  rows jsonb NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, version),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((name <> ''::text) AND (length(name) <= 100))),
  CHECK ((cardinality(columns) >= 2)),
  CHECK ((version > 0))
);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_ingest_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, version, rows, created_by)
-- imas_worker_fn: UPDATE (created_by)

CREATE TABLE maintenance_window (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  comment text NOT NULL,
  matchers text NOT NULL,
  starts_at timestamp without time zone NOT NULL,
  time_zone text NOT NULL,
  duration_seconds integer NOT NULL,
  recurrence text,
  except_at timestamp without time zone[] NOT NULL DEFAULT '{}'::timestamp without time zone[],
  hides_sev1 boolean NOT NULL,
  is_active boolean NOT NULL DEFAULT true,
  calendar_uid text,
  author text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  ends_by_clock boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK ((duration_seconds > 0))
);
CREATE UNIQUE INDEX maintenance_window_name ON imas.maintenance_window USING btree (tenant_id, lower(name));
CREATE UNIQUE INDEX maintenance_window_uid ON imas.maintenance_window USING btree (tenant_id, calendar_uid) WHERE (calendar_uid IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, name, comment, matchers, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE maintenance_window_service (
  tenant_id uuid NOT NULL,
  window_id uuid NOT NULL,
  service_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, window_id, service_id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id),
  FOREIGN KEY (tenant_id, window_id) REFERENCES maintenance_window(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX maintenance_window_service_of ON imas.maintenance_window_service USING btree (tenant_id, service_id);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE managed_object (
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  set_name text NOT NULL,
  object_id uuid NOT NULL,
  since timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, kind, key),
  UNIQUE (tenant_id, kind, object_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((key <> ''::text) AND (length(key) <= 100))),
  CHECK (((set_name <> ''::text) AND (length(set_name) <= 100))),
  CHECK ((kind <> ''::text))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, kind, key)
-- imas_worker_fn: UPDATE (key)

CREATE TABLE meeting (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  kind smallint NOT NULL,
  team_id uuid,
  link text NOT NULL,
  tags text[] NOT NULL,
  remind_before integer[] NOT NULL,
  next_reminder timestamp with time zone,
  ends_on timestamp with time zone,
  follows uuid,
  created_by text NOT NULL,
  PRIMARY KEY (tenant_id, event_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES calendar_event(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id) ON DELETE SET NULL (team_id),
  CHECK (((kind >= 1) AND (kind <= 6))),
  CHECK ((cardinality(remind_before) <= 3)),
  CHECK ((cardinality(tags) <= 20)),
  CHECK ((length(link) <= 2000))
);
CREATE INDEX meeting_end ON imas.meeting USING btree (ends_on) WHERE (ends_on IS NOT NULL);
CREATE INDEX meeting_reminder ON imas.meeting USING btree (next_reminder) WHERE (next_reminder IS NOT NULL);
CREATE INDEX meeting_team ON imas.meeting USING btree (tenant_id, team_id) WHERE (team_id IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE meeting_change (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  planned_for timestamp without time zone NOT NULL,
  is_cancelled boolean NOT NULL,
  starts_at timestamp without time zone,
  duration_seconds integer,
  title text,
  description text,
  notes text NOT NULL,
  author text NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, event_id, planned_for),
  FOREIGN KEY (tenant_id, event_id) REFERENCES meeting(tenant_id, event_id) ON DELETE CASCADE,
  CHECK (((length(title) >= 1) AND (length(title) <= 255))),
  CHECK ((duration_seconds > 0)),
  CHECK ((length(description) <= 2000)),
  CHECK ((length(notes) <= 20000))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE meeting_participant (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  user_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, event_id, user_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES meeting(tenant_id, event_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX meeting_participant_user ON imas.meeting_participant USING btree (tenant_id, user_id);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE message_card (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  receiver_id uuid NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  provider_id uuid,
  message_id text NOT NULL,
  place text NOT NULL DEFAULT ''::text,
  wanted integer NOT NULL,
  shown integer NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  delivery_id uuid NOT NULL,
  claims integer NOT NULL DEFAULT 0,
  busy_until timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone,
  due_at timestamp with time zone NOT NULL DEFAULT now(),
  tries integer NOT NULL DEFAULT 0,
  last_error text,
  scheduled_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, incident_id, receiver_id, channel),
  CHECK ((length(message_id) <= 200)),
  CHECK ((length(place) <= 200))
);
CREATE INDEX message_card_due ON imas.message_card USING btree (due_at) WHERE (wanted > shown);
CREATE INDEX message_card_scheduled ON imas.message_card USING btree (scheduled_at) WHERE (wanted > shown);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_notifier: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, incident_id, receiver_id, channel, address, last_error)
-- imas_worker_fn: UPDATE (address, last_error)

CREATE TABLE message_template (
  tenant_id uuid NOT NULL,
  language text NOT NULL,
  kind text NOT NULL,
  form text NOT NULL,
  version integer NOT NULL,
  is_current boolean NOT NULL DEFAULT true,
  source text,
  made_at timestamp with time zone NOT NULL,
  made_by text NOT NULL,
  PRIMARY KEY (tenant_id, language, kind, form, version),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK ((form = ANY (ARRAY['title'::text, 'text'::text, 'facts'::text, 'mail_subject'::text, 'mail_text'::text, 'mail_html'::text, 'sms'::text]))),
  CHECK ((kind ~ '^[a-z][a-z_.]{0,59}$'::text)),
  CHECK ((language ~ '^[a-z]{2,3}$'::text)),
  CHECK ((length(source) <= 20000))
);
CREATE UNIQUE INDEX message_template_current ON imas.message_template USING btree (tenant_id, language, kind, form) WHERE is_current;
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_notifier: SELECT
-- imas_app: UPDATE (is_current)
-- imas_worker_fn: SELECT (tenant_id, language, kind, form, version, source, made_by)
-- imas_worker_fn: UPDATE (made_by)

CREATE TABLE message_wording (
  tenant_id uuid NOT NULL,
  language text NOT NULL DEFAULT 'en'::text,
  version integer NOT NULL DEFAULT 1,
  generation bigint NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK ((language ~ '^[a-z]{2,3}$'::text))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_notifier: SELECT

CREATE TABLE notification_matrix (
  tenant_id uuid NOT NULL,
  matrix jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE notification_preference (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  quiet_from time without time zone,
  quiet_until time without time zone,
  quiet_days smallint[],
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE,
  CHECK (((num_nonnulls(quiet_from, quiet_until, quiet_days) = ANY (ARRAY[0, 3])) AND (quiet_from <> quiet_until) AND (quiet_days <@ '{1,2,3,4,5,6,7}'::smallint[])))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, user_id)

CREATE TABLE notification_rule (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  urgency text NOT NULL,
  position smallint NOT NULL,
  wait interval NOT NULL,
  contact_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, user_id, urgency, "position"),
  FOREIGN KEY (tenant_id, user_id, contact_id) REFERENCES user_contact(tenant_id, user_id, id) ON DELETE CASCADE,
  CHECK (((wait >= '00:00:00'::interval) AND (wait <= '24:00:00'::interval))),
  CHECK ((urgency = ANY (ARRAY['high'::text, 'low'::text])))
);
CREATE INDEX notification_rule_contact ON imas.notification_rule USING btree (tenant_id, user_id, contact_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, user_id, urgency, position)

CREATE TABLE notifier_offer (
  tenant_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  notifier uuid NOT NULL,
  channels text[] NOT NULL DEFAULT '{}'::text[],
  webhook_allow text[] NOT NULL DEFAULT '{}'::text[],
  webhook_ports integer[] NOT NULL DEFAULT '{}'::integer[],
  lease_until timestamp with time zone NOT NULL,
  reach jsonb NOT NULL DEFAULT '{}'::jsonb,
  PRIMARY KEY (tenant_id, notifier)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_worker_fn: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE obligation (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  scope_id uuid,
  regime text NOT NULL,
  regime_version integer NOT NULL,
  zone text NOT NULL,
  owner_id uuid,
  opened_at timestamp with time zone NOT NULL,
  opened_by text NOT NULL,
  next_due_at timestamp with time zone,
  closed_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE RESTRICT,
  FOREIGN KEY (tenant_id, owner_id) REFERENCES user_account(tenant_id, id),
  FOREIGN KEY (tenant_id, scope_id) REFERENCES impact_scope(tenant_id, id)
);
CREATE INDEX obligation_due ON imas.obligation USING btree (tenant_id, COALESCE(next_due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX obligation_incident ON imas.obligation USING btree (tenant_id, incident_id);
CREATE INDEX obligation_owner ON imas.obligation USING btree (tenant_id, owner_id) WHERE (owner_id IS NOT NULL);
CREATE INDEX obligation_register ON imas.obligation USING btree (tenant_id, regime, opened_at, id);
CREATE UNIQUE INDEX obligation_scope ON imas.obligation USING btree (tenant_id, scope_id, incident_id, regime) WHERE (scope_id IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, incident_id, owner_id, opened_by)
-- imas_worker_fn: UPDATE (opened_by)

CREATE TABLE obligation_event (
  tenant_id uuid NOT NULL,
  obligation_id uuid NOT NULL,
  seq integer NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  at timestamp with time zone,
  reason text,
  authority text,
  reference text,
  submitted_by text,
  document text,
  document_sha256 text,
  author text NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, obligation_id, seq),
  FOREIGN KEY (tenant_id, obligation_id) REFERENCES obligation(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, obligation_id, seq, kind, reason, authority, reference, submitted_by, document, author)
-- imas_worker_fn: UPDATE (submitted_by, author)

CREATE TABLE obligation_stage (
  tenant_id uuid NOT NULL,
  obligation_id uuid NOT NULL,
  stage text NOT NULL,
  due_at timestamp with time zone,
  remind_at timestamp with time zone,
  closed_as text,
  PRIMARY KEY (tenant_id, obligation_id, stage),
  FOREIGN KEY (tenant_id, obligation_id) REFERENCES obligation(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE outbox (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  seq integer NOT NULL,
  kind smallint NOT NULL,
  priority smallint NOT NULL,
  severity smallint NOT NULL,
  source_id uuid NOT NULL,
  service_id uuid NOT NULL,
  received_at timestamp with time zone NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  not_before timestamp with time zone,
  attempts smallint NOT NULL DEFAULT 0,
  decision smallint NOT NULL,
  group_key text NOT NULL
) WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=500);
CREATE INDEX outbox_claim ON imas.outbox USING btree (priority, tenant_id, id);
CREATE INDEX outbox_urgent ON imas.outbox USING btree (tenant_id, severity, service_id, id) WHERE ((priority = 0) AND (kind = ANY (ARRAY[1, 2, 4, 7, 8, 10])));
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: MAINTAIN
-- imas_ingest_fn: INSERT
-- imas_worker_fn: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT (id, tenant_id, priority, not_before)

CREATE TABLE post_mortem (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  state text NOT NULL,
  number integer NOT NULL,
  duty_cause text,
  duty_from uuid,
  due_at timestamp with time zone,
  zone text NOT NULL,
  remind_at timestamp with time zone,
  owner_id uuid,
  reviewer_id uuid,
  last_editor_id uuid,
  cited integer[] NOT NULL DEFAULT '{}'::integer[],
  cited_revision integer NOT NULL DEFAULT 0,
  not_needed_reason text,
  published_number integer,
  came_from uuid,
  state_at timestamp with time zone NOT NULL,
  state_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by text NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE RESTRICT,
  FOREIGN KEY (tenant_id, last_editor_id) REFERENCES user_account(tenant_id, id),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES user_account(tenant_id, id),
  FOREIGN KEY (tenant_id, reviewer_id) REFERENCES user_account(tenant_id, id),
  CHECK ((length(not_needed_reason) <= 2000))
);
CREATE UNIQUE INDEX post_mortem_incident ON imas.post_mortem USING btree (tenant_id, incident_id);
CREATE INDEX post_mortem_list ON imas.post_mortem USING btree (tenant_id, ((state <> ALL (ARRAY['draft'::text, 'review'::text]))), COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX post_mortem_owner ON imas.post_mortem USING btree (tenant_id, owner_id) WHERE (owner_id IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, incident_id, owner_id, not_needed_reason, state_by, created_by)
-- imas_worker_fn: UPDATE (state_by, created_by)

CREATE TABLE post_mortem_section (
  tenant_id uuid NOT NULL,
  post_mortem_id uuid NOT NULL,
  section text NOT NULL,
  text text NOT NULL,
  revision integer NOT NULL,
  edited_at timestamp with time zone NOT NULL,
  edited_by text NOT NULL,
  PRIMARY KEY (tenant_id, post_mortem_id, section),
  FOREIGN KEY (tenant_id, post_mortem_id) REFERENCES post_mortem(tenant_id, id) ON DELETE CASCADE,
  CHECK ((length(text) <= 20000))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, post_mortem_id, section, text, edited_by)
-- imas_worker_fn: UPDATE (edited_by)

CREATE TABLE post_mortem_version (
  tenant_id uuid NOT NULL,
  post_mortem_id uuid NOT NULL,
  number integer NOT NULL,
  content text NOT NULL,
  sha256 text NOT NULL,
  published_at timestamp with time zone NOT NULL,
  published_by text NOT NULL,
  PRIMARY KEY (tenant_id, post_mortem_id, number),
  FOREIGN KEY (tenant_id, post_mortem_id) REFERENCES post_mortem(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, post_mortem_id, number, content, published_by)
-- imas_worker_fn: UPDATE (published_by)

CREATE TABLE privacy_export (
  tenant_id uuid NOT NULL,
  request_id uuid NOT NULL,
  part integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (tenant_id, request_id, part),
  FOREIGN KEY (tenant_id, request_id) REFERENCES privacy_request(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE privacy_mention (
  tenant_id uuid NOT NULL,
  request_id uuid NOT NULL,
  number integer NOT NULL,
  table_name text NOT NULL,
  column_name text NOT NULL,
  place jsonb NOT NULL,
  PRIMARY KEY (tenant_id, request_id, number),
  FOREIGN KEY (tenant_id, request_id) REFERENCES privacy_request(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: INSERT, SELECT

CREATE TABLE privacy_request (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  subject_id uuid,
  subject_email text,
  note text NOT NULL DEFAULT ''::text,
  received_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  extended_at timestamp with time zone,
  extension_reason text,
  state text NOT NULL,
  requested_by uuid,
  requested_at timestamp with time zone NOT NULL,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  closed_by uuid,
  closed_at timestamp with time zone,
  outcome_note text,
  proof_sha256 text,
  pseudonym text,
  step integer NOT NULL DEFAULT 0,
  after_entry uuid,
  export_bytes bigint,
  export_made_at timestamp with time zone,
  export_until timestamp with time zone,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, subject_id) REFERENCES user_account(tenant_id, id),
  CHECK (((state <> 'erasing'::text) OR ((kind = 'erasure'::text) AND (confirmed_by IS NOT NULL) AND (subject_id IS NOT NULL)))),
  CHECK ((confirmed_by <> requested_by)),
  CHECK ((kind = ANY (ARRAY['access'::text, 'portability'::text, 'rectification'::text, 'erasure'::text, 'objection'::text, 'restriction'::text]))),
  CHECK ((length(extension_reason) <= 2000)),
  CHECK ((length(note) <= 2000)),
  CHECK ((length(outcome_note) <= 2000)),
  CHECK ((length(subject_email) <= 255)),
  CHECK ((num_nonnulls(subject_id, subject_email) = 1)),
  CHECK ((proof_sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((state = ANY (ARRAY['open'::text, 'erasing'::text, 'done'::text, 'refused'::text, 'withdrawn'::text])))
);
CREATE INDEX privacy_request_list ON imas.privacy_request USING btree (tenant_id, received_at DESC, id DESC);
CREATE INDEX privacy_request_subject ON imas.privacy_request USING btree (tenant_id, subject_id) WHERE (subject_id IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE privacy_term (
  tenant_id uuid NOT NULL,
  request_id uuid NOT NULL,
  term text NOT NULL,
  is_address boolean NOT NULL,
  PRIMARY KEY (tenant_id, request_id, term),
  FOREIGN KEY (tenant_id, request_id) REFERENCES privacy_request(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_worker_fn: DELETE, INSERT, SELECT

CREATE TABLE process_clock (
  tenant_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  process uuid NOT NULL,
  role text NOT NULL,
  ahead double precision NOT NULL,
  reported_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, process, role)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_worker_fn: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE provider (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  channel text NOT NULL,
  config jsonb NOT NULL DEFAULT '{}'::jsonb,
  secrets_enc bytea,
  secret_hints jsonb NOT NULL DEFAULT '{}'::jsonb,
  priority smallint NOT NULL DEFAULT 100,
  concurrency smallint NOT NULL DEFAULT 16,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  hook uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((concurrency >= 1) AND (concurrency <= 256))),
  CHECK (((name <> ''::text) AND (length(name) <= 200))),
  CHECK (((priority >= 1) AND (priority <= 1000))),
  CHECK ((channel ~ '^[a-z][a-z0-9_]{0,19}$'::text)),
  CHECK ((type ~ '^[a-z][a-z0-9_]{0,19}$'::text))
);
CREATE INDEX provider_channel ON imas.provider USING btree (tenant_id, channel, priority, id);
CREATE UNIQUE INDEX provider_hook ON imas.provider USING btree (hook);
CREATE UNIQUE INDEX provider_name ON imas.provider USING btree (tenant_id, lower(name));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_notifier: SELECT
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, config)

CREATE TABLE provider_credits (
  tenant_id uuid NOT NULL,
  provider_id uuid NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  asked_version integer NOT NULL,
  credits double precision,
  read_at timestamp with time zone,
  low_since timestamp with time zone,
  error text,
  PRIMARY KEY (tenant_id, provider_id),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES provider(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_notifier: SELECT, UPDATE
-- imas_worker_fn: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, provider_id, error)
-- imas_worker_fn: UPDATE (error)

CREATE TABLE provider_health (
  tenant_id uuid NOT NULL,
  provider_id uuid NOT NULL,
  version integer NOT NULL,
  last_success_at timestamp with time zone,
  last_error_at timestamp with time zone,
  last_error text,
  last_status integer,
  circuits jsonb NOT NULL DEFAULT '{}'::jsonb,
  PRIMARY KEY (tenant_id, provider_id),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES provider(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_notifier: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, provider_id, last_error)
-- imas_worker_fn: UPDATE (last_error)

CREATE TABLE push (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  key text NOT NULL,
  dialect text NOT NULL,
  receipt uuid NOT NULL,
  repository text NOT NULL,
  repository_id text NOT NULL,
  ref text NOT NULL,
  before text NOT NULL,
  after text NOT NULL,
  actor text NOT NULL,
  url text NOT NULL,
  labels text NOT NULL,
  pushed_at timestamp with time zone,
  known_at timestamp with time zone NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  total integer NOT NULL,
  sha text[] NOT NULL,
  committed_at timestamp with time zone[] NOT NULL,
  author text[] NOT NULL,
  title text[] NOT NULL,
  PRIMARY KEY (tenant_id, source_id, key),
  UNIQUE (tenant_id, id),
  CHECK (((cardinality(sha) = cardinality(committed_at)) AND (cardinality(sha) = cardinality(author)) AND (cardinality(sha) = cardinality(title)))),
  CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  CHECK ((cardinality(sha) <= 2048)),
  CHECK ((total >= 0))
);
CREATE INDEX push_happened ON imas.push USING btree (tenant_id, happened_at, id);
CREATE INDEX push_known ON imas.push USING btree (known_at);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT, UPDATE

CREATE TABLE received_delivery (
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  id text NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, source_id, id),
  CHECK ((length(id) <= 200))
);
CREATE INDEX received_delivery_at ON imas.received_delivery USING btree (at);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_ingest_fn: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE recent_body (
  at timestamp with time zone NOT NULL,
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  slot smallint NOT NULL,
  receipt uuid NOT NULL,
  received_at timestamp with time zone NOT NULL,
  dialect text NOT NULL,
  size integer NOT NULL,
  alerts integer NOT NULL,
  dead_letters integer NOT NULL,
  sealed bytea,
  PRIMARY KEY (tenant_id, source_id, slot, at),
  CHECK (((slot >= 0) AND (slot <= 19))),
  CHECK ((alerts >= 0)),
  CHECK ((dead_letters >= 0)),
  CHECK ((size >= 0))
) PARTITION BY RANGE (at);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, SELECT
-- imas_ingest_fn: INSERT, SELECT, UPDATE

CREATE TABLE recent_body_key (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (tenant_id, day)
);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE repeat_pass (
  tenant_id uuid NOT NULL,
  began timestamp with time zone NOT NULL,
  until timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE repeat_quarter (
  at timestamp with time zone NOT NULL,
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  n bigint NOT NULL,
  after_at timestamp with time zone NOT NULL,
  last_at timestamp with time zone NOT NULL,
  total bigint NOT NULL,
  PRIMARY KEY (fingerprint, tenant_id, at),
  CHECK ((n >= 0))
) PARTITION BY RANGE (at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: INSERT, SELECT

CREATE TABLE repository (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  forge text NOT NULL,
  full_name text NOT NULL,
  forge_id text NOT NULL DEFAULT ''::text,
  default_branch text NOT NULL DEFAULT ''::text,
  service_id uuid,
  path_prefixes text[] NOT NULL DEFAULT '{}'::text[],
  commit_link text NOT NULL DEFAULT ''::text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id) ON DELETE SET NULL (service_id),
  CHECK (((length(full_name) >= 1) AND (length(full_name) <= 200))),
  CHECK ((cardinality(path_prefixes) <= 50)),
  CHECK ((forge = ANY (ARRAY['github'::text, 'gitlab'::text, 'other'::text]))),
  CHECK ((length(commit_link) <= 500)),
  CHECK ((length(default_branch) <= 200)),
  CHECK ((length(forge_id) <= 200))
);
CREATE UNIQUE INDEX repository_forge_id ON imas.repository USING btree (tenant_id, forge, forge_id) WHERE (forge_id <> ''::text);
CREATE UNIQUE INDEX repository_name ON imas.repository USING btree (tenant_id, lower(full_name));
CREATE INDEX repository_service ON imas.repository USING btree (tenant_id, service_id) WHERE (service_id IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE retention_pass (
  tenant_id uuid NOT NULL,
  table_name text NOT NULL,
  done_before timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone,
  before timestamp with time zone,
  after_at timestamp with time zone NOT NULL DEFAULT '-infinity'::timestamp with time zone,
  after_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  PRIMARY KEY (tenant_id, table_name)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE room (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  number smallint NOT NULL,
  provider_id uuid NOT NULL,
  vendor text NOT NULL,
  state text NOT NULL,
  name text NOT NULL,
  channel text,
  bot_user text,
  topic text NOT NULL,
  told_seq integer NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  opened_at timestamp with time zone,
  archived_at timestamp with time zone,
  reason text,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, incident_id, number),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id),
  CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  CHECK (((number >= 1) AND (number <= 999))),
  CHECK ((state = ANY (ARRAY['opening'::text, 'open'::text, 'archiving'::text, 'archived'::text, 'unarchiving'::text, 'left'::text, 'failed'::text]))),
  CHECK ((vendor = ANY (ARRAY['slack'::text, 'discord_bot'::text])))
);
CREATE INDEX room_alive ON imas.room USING btree (tenant_id, asked_at) WHERE (state = ANY (ARRAY['opening'::text, 'open'::text, 'archiving'::text, 'unarchiving'::text]));
CREATE UNIQUE INDEX room_channel ON imas.room USING btree (tenant_id, provider_id, channel);
CREATE UNIQUE INDEX room_in_use ON imas.room USING btree (tenant_id, incident_id) WHERE (state = ANY (ARRAY['opening'::text, 'open'::text, 'archiving'::text, 'archived'::text, 'unarchiving'::text]));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, incident_id, name, channel, topic, asked_by, reason)
-- imas_worker_fn: UPDATE (asked_by, reason)

CREATE TABLE room_exception (
  tenant_id uuid NOT NULL,
  service_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, service_id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE room_mark (
  tenant_id uuid NOT NULL,
  room_id uuid NOT NULL,
  ts text NOT NULL,
  marked_by text NOT NULL,
  marked_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, room_id, ts),
  FOREIGN KEY (tenant_id, room_id) REFERENCES room(tenant_id, id) ON DELETE CASCADE,
  CHECK (((length(ts) >= 1) AND (length(ts) <= 40)))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, room_id, ts, marked_by)
-- imas_worker_fn: UPDATE (marked_by)

CREATE TABLE room_setting (
  tenant_id uuid NOT NULL,
  is_automatic boolean NOT NULL,
  most_open integer NOT NULL,
  archive_after interval NOT NULL,
  mark text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((archive_after >= '00:00:00'::interval) AND (archive_after <= '30 days'::interval))),
  CHECK (((most_open >= 0) AND (most_open <= 1000))),
  CHECK ((mark ~ '^[a-z0-9_+''-]{1,100}$'::text))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE room_task (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  place bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  room_id uuid NOT NULL,
  once text NOT NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  status text NOT NULL DEFAULT 'pending'::text,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone NOT NULL DEFAULT now(),
  scheduled_at timestamp with time zone NOT NULL DEFAULT now(),
  result jsonb,
  last_error text,
  followed boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  finished_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, room_id, once),
  FOREIGN KEY (tenant_id, room_id) REFERENCES room(tenant_id, id) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['open'::text, 'topic'::text, 'post'::text, 'invite'::text, 'archive'::text, 'unarchive'::text, 'read'::text]))),
  CHECK ((length(once) <= 200)),
  CHECK ((status = ANY (ARRAY['pending'::text, 'working'::text, 'done'::text, 'dead'::text, 'cancelled'::text])))
);
CREATE INDEX room_task_due ON imas.room_task USING btree (next_attempt_at) WHERE (status = ANY (ARRAY['pending'::text, 'working'::text]));
CREATE INDEX room_task_ended ON imas.room_task USING btree (tenant_id, room_id) WHERE ((NOT followed) AND (status = ANY (ARRAY['done'::text, 'dead'::text])));
CREATE INDEX room_task_line ON imas.room_task USING btree (tenant_id, room_id, place) WHERE (status = ANY (ARRAY['pending'::text, 'working'::text]));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, kind, payload, status, result, last_error)
-- imas_worker_fn: UPDATE (payload, result, last_error)

CREATE TABLE routing_generation (
  tenant_id uuid NOT NULL,
  generation bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE rule_set (
  tenant_id uuid NOT NULL,
  version integer NOT NULL,
  comment text NOT NULL DEFAULT ''::text,
  rules jsonb NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, version),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK ((version > 0))
);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_ingest_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, version, comment, rules, created_by)
-- imas_worker_fn: UPDATE (created_by)

CREATE TABLE rule_set_activation (
  tenant_id uuid NOT NULL,
  version integer NOT NULL,
  activated_by text NOT NULL,
  activated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, version) REFERENCES rule_set(tenant_id, version)
);
CREATE TRIGGER rule_set_activation_changes_routing AFTER INSERT OR DELETE OR UPDATE ON imas.rule_set_activation FOR EACH ROW EXECUTE FUNCTION bump_routing_generation();
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, activated_by)
-- imas_worker_fn: UPDATE (activated_by)

CREATE TABLE rule_set_history (
  tenant_id uuid NOT NULL,
  number integer NOT NULL,
  action text NOT NULL,
  version integer,
  previous integer,
  back_to integer,
  recorded_by text NOT NULL,
  recorded_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, number),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, back_to) REFERENCES rule_set_history(tenant_id, number),
  FOREIGN KEY (tenant_id, version) REFERENCES rule_set(tenant_id, version),
  CHECK ((action = ANY (ARRAY['activate'::text, 'rollback'::text, 'deactivate'::text]))),
  CHECK ((number > 0))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, number, recorded_by)
-- imas_worker_fn: UPDATE (recorded_by)

CREATE TABLE rule_set_lookup (
  tenant_id uuid NOT NULL,
  rule_set integer NOT NULL,
  content integer NOT NULL,
  PRIMARY KEY (tenant_id, rule_set, content),
  FOREIGN KEY (tenant_id, rule_set) REFERENCES rule_set(tenant_id, version)
);
CREATE INDEX rule_set_lookup_content ON imas.rule_set_lookup USING btree (tenant_id, content);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT

CREATE TABLE runbook (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  slug text NOT NULL,
  service_id uuid,
  alert_pattern text,
  severity_filter smallint[] NOT NULL DEFAULT '{}'::smallint[],
  is_active boolean NOT NULL DEFAULT true,
  author text NOT NULL,
  author_id uuid,
  version integer NOT NULL DEFAULT 1,
  usage_count integer NOT NULL DEFAULT 0,
  last_used_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id),
  CHECK (((length(alert_pattern) >= 1) AND (length(alert_pattern) <= 500))),
  CHECK (((name <> ''::text) AND (length(name) <= 200))),
  CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 100)))
);
CREATE INDEX runbook_of_service ON imas.runbook USING btree (tenant_id, service_id);
CREATE UNIQUE INDEX runbook_slug ON imas.runbook USING btree (tenant_id, slug);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, alert_pattern, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE runbook_version (
  tenant_id uuid NOT NULL,
  runbook_id uuid NOT NULL,
  version integer NOT NULL,
  content text NOT NULL,
  author text NOT NULL,
  author_id uuid,
  made_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, runbook_id, version),
  FOREIGN KEY (tenant_id, runbook_id) REFERENCES runbook(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, runbook_id, version, content, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE saved_view (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  page text NOT NULL,
  query text NOT NULL,
  is_shared boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE,
  CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  CHECK ((length(query) <= 2000)),
  CHECK ((page ~ '^[a-z][a-z0-9-]{0,39}$'::text))
);
CREATE UNIQUE INDEX saved_view_name ON imas.saved_view USING btree (tenant_id, user_id, page, lower(name));
CREATE INDEX saved_view_shared ON imas.saved_view USING btree (tenant_id, id) WHERE is_shared;
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, id, user_id)

CREATE TABLE schedule (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  team_id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  time_zone text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  deleted_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id)
);
CREATE UNIQUE INDEX schedule_name ON imas.schedule USING btree (tenant_id, lower(name)) WHERE (deleted_at IS NULL);
CREATE INDEX schedule_team ON imas.schedule USING btree (tenant_id, team_id);
CREATE TRIGGER feed_schedule_changed AFTER INSERT OR UPDATE ON imas.schedule FOR EACH ROW EXECUTE FUNCTION feed_schedule_changed();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, name, description)

CREATE TABLE schedule_override (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  schedule_id uuid NOT NULL,
  level smallint NOT NULL,
  from_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  instead_id uuid,
  user_id uuid NOT NULL,
  note text NOT NULL DEFAULT ''::text,
  made_at timestamp with time zone NOT NULL,
  made_by text NOT NULL,
  ended_at timestamp with time zone,
  ended_by text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, instead_id) REFERENCES user_account(tenant_id, id),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule(tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK (((level >= 1) AND (level <= 10))),
  CHECK ((from_at < until_at))
);
CREATE INDEX schedule_override_instead ON imas.schedule_override USING btree (tenant_id, instead_id) WHERE (instead_id IS NOT NULL);
CREATE INDEX schedule_override_time ON imas.schedule_override USING btree (tenant_id, schedule_id, until_at);
CREATE INDEX schedule_override_user ON imas.schedule_override USING btree (tenant_id, user_id);
CREATE TRIGGER feed_override_changed AFTER INSERT OR UPDATE ON imas.schedule_override FOR EACH ROW EXECUTE FUNCTION feed_schedule_part_changed();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_app: UPDATE (ended_at, ended_by)
-- imas_worker_fn: SELECT (tenant_id, id, user_id, note, made_by, ended_by)
-- imas_worker_fn: UPDATE (made_by, ended_by)

CREATE TABLE schedule_person (
  tenant_id uuid NOT NULL,
  schedule_id uuid NOT NULL,
  user_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, schedule_id, user_id),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule(tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id)
);
CREATE INDEX schedule_person_user ON imas.schedule_person USING btree (tenant_id, user_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, schedule_id, user_id)

CREATE TABLE schedule_version (
  tenant_id uuid NOT NULL,
  schedule_id uuid NOT NULL,
  version integer NOT NULL,
  in_force_from timestamp with time zone NOT NULL,
  layers jsonb NOT NULL,
  made_by text NOT NULL,
  PRIMARY KEY (tenant_id, schedule_id, version),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule(tenant_id, id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, schedule_id, version, layers, made_by)
-- imas_worker_fn: UPDATE (layers, made_by)

CREATE TABLE schema_generation (
  tenant_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  generation integer NOT NULL,
  reads_from integer NOT NULL,
  migrated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE search_bucket (
  tenant_id uuid NOT NULL,
  id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind smallint NOT NULL,
  docs integer NOT NULL,
  newest timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX search_bucket_newest ON imas.search_bucket USING btree (tenant_id, kind, newest, id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT

CREATE TABLE search_text (
  tenant_id uuid NOT NULL,
  kind smallint NOT NULL,
  id uuid NOT NULL,
  seq integer NOT NULL,
  bucket integer NOT NULL,
  at timestamp with time zone NOT NULL,
  words tsvector NOT NULL,
  PRIMARY KEY (tenant_id, kind, id, seq)
);
CREATE INDEX search_text_words ON imas.search_text USING gin (words) WITH (gin_pending_list_limit='64');
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE search_work (
  tenant_id uuid NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  alerts uuid[] NOT NULL DEFAULT '{}'::uuid[],
  incidents uuid[] NOT NULL DEFAULT '{}'::uuid[],
  entry_incidents uuid[] NOT NULL DEFAULT '{}'::uuid[],
  entry_seqs integer[] NOT NULL DEFAULT '{}'::integer[],
  PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=500);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: INSERT, SELECT

CREATE TABLE sender_action (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  source_id uuid NOT NULL,
  author text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  not_before timestamp with time zone NOT NULL DEFAULT now(),
  withdraws boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX sender_action_due ON imas.sender_action USING btree (not_before);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, SELECT, UPDATE
-- imas_ingest_fn: INSERT
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE sender_note (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  source_id uuid NOT NULL,
  author text NOT NULL,
  note text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  not_before timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX sender_note_due ON imas.sender_note USING btree (not_before);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, SELECT, UPDATE
-- imas_ingest_fn: INSERT
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, author, note)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE service (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  aliases text[] NOT NULL DEFAULT '{}'::text[],
  description text NOT NULL DEFAULT ''::text,
  owner_team_id uuid NOT NULL,
  tier text NOT NULL DEFAULT 'TIER_3'::text,
  runbook_url text,
  repository_url text,
  monitoring_url text,
  is_active boolean NOT NULL DEFAULT true,
  is_triage boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  escalation_policy_id uuid,
  reopen_window_seconds integer,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, escalation_policy_id) REFERENCES escalation_policy(tenant_id, id),
  FOREIGN KEY (tenant_id, owner_team_id) REFERENCES team(tenant_id, id),
  CHECK (((reopen_window_seconds >= 0) AND (reopen_window_seconds <= 604800))),
  CHECK ((tier = ANY (ARRAY['TIER_1_CRITICAL'::text, 'TIER_2'::text, 'TIER_3'::text])))
);
CREATE INDEX service_escalation_policy ON imas.service USING btree (tenant_id, escalation_policy_id) WHERE (escalation_policy_id IS NOT NULL);
CREATE UNIQUE INDEX service_name ON imas.service USING btree (tenant_id, lower(name));
CREATE INDEX service_owner ON imas.service USING btree (tenant_id, owner_team_id);
CREATE UNIQUE INDEX service_triage ON imas.service USING btree (tenant_id) WHERE is_triage;
CREATE TRIGGER service_changes_routing AFTER INSERT OR DELETE OR UPDATE ON imas.service FOR EACH ROW EXECUTE FUNCTION bump_routing_generation();
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, aliases, description, runbook_url, repository_url, monitoring_url, is_triage)

CREATE TABLE service_account (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((name <> ''::text) AND (length(name) <= 100)))
);
CREATE UNIQUE INDEX service_account_name ON imas.service_account USING btree (tenant_id, lower(name));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, description, created_by)
-- imas_worker_fn: UPDATE (created_by)

CREATE TABLE service_dependency (
  tenant_id uuid NOT NULL,
  service_id uuid NOT NULL,
  upstream_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, service_id, upstream_id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, upstream_id) REFERENCES service(tenant_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX service_dependency_of_upstream ON imas.service_dependency USING btree (tenant_id, upstream_id);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE service_level (
  tenant_id uuid NOT NULL,
  version integer NOT NULL,
  definition jsonb NOT NULL,
  is_active boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, version),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT

CREATE TABLE shift_done (
  tenant_id uuid NOT NULL,
  schedule_id uuid NOT NULL,
  level smallint NOT NULL,
  user_id uuid NOT NULL,
  from_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  version integer NOT NULL,
  because text NOT NULL,
  layer text,
  turn bigint,
  instead_of uuid[],
  override_id uuid,
  PRIMARY KEY (tenant_id, schedule_id, level, user_id, from_at),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule(tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK (((level >= 1) AND (level <= 10))),
  CHECK ((because = ANY (ARRAY['turn'::text, 'cover'::text, 'override'::text]))),
  CHECK ((from_at < until_at))
);
CREATE INDEX shift_done_past ON imas.shift_done USING btree (tenant_id, until_at);
CREATE INDEX shift_done_until ON imas.shift_done USING btree (tenant_id, schedule_id, until_at);
CREATE INDEX shift_done_user ON imas.shift_done USING btree (tenant_id, user_id, until_at);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_app: UPDATE (until_at, version)

CREATE TABLE shift_record (
  tenant_id uuid NOT NULL,
  schedule_id uuid NOT NULL,
  since_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, schedule_id),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule(tenant_id, id),
  CHECK ((since_at <= until_at))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_app: UPDATE (since_at, until_at)

CREATE TABLE shift_swap (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  schedule_id uuid NOT NULL,
  version integer NOT NULL,
  giver_id uuid NOT NULL,
  taker_id uuid NOT NULL,
  level smallint NOT NULL,
  from_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  return_level smallint,
  return_from_at timestamp with time zone,
  return_until_at timestamp with time zone,
  note text NOT NULL DEFAULT ''::text,
  state text NOT NULL,
  override_id uuid,
  return_override_id uuid,
  made_at timestamp with time zone NOT NULL,
  made_by text NOT NULL,
  ended_at timestamp with time zone,
  ended_by text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, giver_id) REFERENCES user_account(tenant_id, id),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule(tenant_id, id),
  FOREIGN KEY (tenant_id, taker_id) REFERENCES user_account(tenant_id, id),
  CHECK (((from_at < until_at) AND (return_from_at < return_until_at))),
  CHECK (((level >= 1) AND (level <= 10))),
  CHECK (((return_level >= 1) AND (return_level <= 10))),
  CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text, 'expired'::text, 'moved'::text])))
);
CREATE INDEX shift_swap_giver ON imas.shift_swap USING btree (tenant_id, giver_id);
CREATE INDEX shift_swap_running ON imas.shift_swap USING btree (tenant_id, state) WHERE (state = ANY (ARRAY['open'::text, 'accepted'::text]));
CREATE INDEX shift_swap_schedule ON imas.shift_swap USING btree (tenant_id, schedule_id, id);
CREATE INDEX shift_swap_taker ON imas.shift_swap USING btree (tenant_id, taker_id);
CREATE TRIGGER feed_swap_changed AFTER INSERT OR UPDATE ON imas.shift_swap FOR EACH ROW EXECUTE FUNCTION feed_schedule_part_changed();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_app: UPDATE (state, override_id, return_override_id, ended_at, ended_by)
-- imas_worker_fn: SELECT (tenant_id, id, note, made_by, ended_by)
-- imas_worker_fn: UPDATE (made_by, ended_by)

CREATE TABLE side_event (
  at timestamp with time zone NOT NULL DEFAULT now(),
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  receipt uuid NOT NULL,
  received_at timestamp with time zone NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  n integer NOT NULL,
  kind smallint NOT NULL,
  action smallint,
  fingerprint uuid,
  dialect text NOT NULL,
  title text NOT NULL,
  author text NOT NULL,
  note text NOT NULL,
  link text NOT NULL,
  labels text NOT NULL,
  PRIMARY KEY (tenant_id, id, at),
  CHECK ((((kind = 3) = (action IS NOT NULL)) AND ((kind <> 3) OR (fingerprint IS NOT NULL)))),
  CHECK (((action >= 1) AND (action <= 4))),
  CHECK (((kind >= 1) AND (kind <= 3))),
  CHECK ((n > 0))
) PARTITION BY RANGE (at);
CREATE INDEX side_event_changes ON ONLY imas.side_event USING btree (tenant_id, happened_at) WHERE (kind = 2);
CREATE INDEX side_event_receipt ON ONLY imas.side_event USING btree (tenant_id, receipt);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: INSERT
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (at, tenant_id, id, kind, title, author, note, link, labels)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE signing_key (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  purpose text NOT NULL,
  key_enc bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  signs_from timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((purpose = 'access'::text))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT

CREATE TABLE silence (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  matchers text NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  ends_with_alerts boolean NOT NULL DEFAULT false,
  created_by text NOT NULL,
  author text NOT NULL,
  comment text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  window_id uuid,
  occurrence timestamp without time zone,
  services uuid[] NOT NULL DEFAULT '{}'::uuid[],
  hides_sev1 boolean NOT NULL DEFAULT true,
  told_of_end timestamp with time zone,
  deployment_window_id uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK ((ends_at >= starts_at))
);
CREATE UNIQUE INDEX silence_deployment_window ON imas.silence USING btree (tenant_id, deployment_window_id) WHERE (deployment_window_id IS NOT NULL);
CREATE INDEX silence_ends ON imas.silence USING btree (tenant_id, ends_at, id);
CREATE UNIQUE INDEX silence_occurrence ON imas.silence USING btree (tenant_id, window_id, occurrence) WHERE (window_id IS NOT NULL);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: SELECT
-- imas_worker_fn: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, matchers, created_by, author, comment)
-- imas_worker_fn: UPDATE (created_by, author)

CREATE TABLE simulation (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  rule_set_version integer,
  from_at timestamp with time zone NOT NULL,
  to_at timestamp with time zone NOT NULL,
  state text NOT NULL,
  total bigint,
  replayed bigint NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  finished_at timestamp with time zone,
  failure text,
  result text,
  PRIMARY KEY (tenant_id, id),
  CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, created_by, failure, result)
-- imas_worker_fn: UPDATE (created_by, failure, result)

CREATE TABLE sns_certificate (
  tenant_id uuid NOT NULL,
  url text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone,
  attempts integer NOT NULL DEFAULT 0,
  der bytea,
  not_after timestamp with time zone,
  error text,
  PRIMARY KEY (tenant_id, url),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK ((((der IS NULL) = (not_after IS NULL)) AND ((der IS NULL) OR (due_at IS NULL)))),
  CHECK (((length(url) >= 1) AND (length(url) <= 500))),
  CHECK (((octet_length(der) >= 1) AND (octet_length(der) <= 16384))),
  CHECK ((attempts >= 0)),
  CHECK ((length(error) <= 500))
);
CREATE INDEX sns_certificate_due ON imas.sns_certificate USING btree (due_at) WHERE (due_at IS NOT NULL);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: DELETE, INSERT, SELECT, UPDATE
-- imas_notifier: SELECT
-- imas_worker_fn: SELECT
-- imas_notifier: UPDATE (due_at, der, not_after, error)
-- imas_worker_fn: UPDATE (due_at, attempts)

CREATE TABLE sns_subscription (
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  topic text NOT NULL,
  message_id text NOT NULL,
  told_at timestamp with time zone NOT NULL,
  state text NOT NULL,
  confirm_url text,
  due_at timestamp with time zone,
  attempts integer NOT NULL DEFAULT 0,
  changed_at timestamp with time zone NOT NULL,
  error text,
  PRIMARY KEY (tenant_id, source_id, topic),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, id) ON DELETE CASCADE,
  CHECK (((length(message_id) >= 1) AND (length(message_id) <= 200))),
  CHECK (((length(topic) >= 1) AND (length(topic) <= 500))),
  CHECK ((attempts >= 0)),
  CHECK ((length(confirm_url) <= 2000)),
  CHECK ((length(error) <= 500)),
  CHECK ((state = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text, 'failed'::text, 'unsubscribed'::text])))
);
CREATE INDEX sns_subscription_due ON imas.sns_subscription USING btree (due_at) WHERE (due_at IS NOT NULL);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: INSERT, SELECT, UPDATE
-- imas_notifier: SELECT
-- imas_worker_fn: SELECT
-- imas_notifier: UPDATE (state, confirm_url, due_at, changed_at, error)
-- imas_worker_fn: SELECT (tenant_id, source_id, topic, error)
-- imas_worker_fn: UPDATE (due_at, attempts, error)

CREATE TABLE source (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  is_active boolean NOT NULL DEFAULT true,
  default_severity smallint NOT NULL DEFAULT 3,
  config jsonb NOT NULL DEFAULT '{}'::jsonb,
  signing_secret_enc bytea,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  former_secret_enc bytea,
  former_secret_until timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((default_severity >= 1) AND (default_severity <= 4))),
  CHECK ((type ~ '^[A-Z][A-Z0-9_]{0,39}$'::text))
);
CREATE UNIQUE INDEX source_kafka_topic ON imas.source USING btree (tenant_id, ((config #>> '{kafka,topic}'::text[]))) WHERE ((config #>> '{kafka,topic}'::text[]) IS NOT NULL);
CREATE UNIQUE INDEX source_name ON imas.source USING btree (tenant_id, lower(name));
CREATE TRIGGER source_changes_routing AFTER INSERT OR DELETE OR UPDATE ON imas.source FOR EACH ROW EXECUTE FUNCTION bump_routing_generation();
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, config)

CREATE TABLE source_key (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  hint text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (key_hash),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(key_hash) = 32))
);
CREATE INDEX source_key_source ON imas.source_key USING btree (tenant_id, source_id);
CREATE TRIGGER source_key_changes_routing AFTER INSERT OR DELETE OR UPDATE ON imas.source_key FOR EACH ROW EXECUTE FUNCTION bump_routing_generation();
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT

CREATE TABLE sprint (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  board_id uuid NOT NULL,
  number integer NOT NULL,
  name text NOT NULL DEFAULT ''::text,
  goal text NOT NULL DEFAULT ''::text,
  retrospective text NOT NULL DEFAULT ''::text,
  starts_on date NOT NULL,
  weeks smallint NOT NULL,
  state text NOT NULL DEFAULT 'planned'::text,
  started_at timestamp with time zone,
  closed_at timestamp with time zone,
  done_points integer,
  report jsonb,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, board_id) REFERENCES board(tenant_id, id) ON DELETE CASCADE,
  CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL))),
  CHECK (((state = 'closed'::text) = (done_points IS NOT NULL))),
  CHECK (((state = 'closed'::text) = (report IS NOT NULL))),
  CHECK (((state = 'planned'::text) = (started_at IS NULL))),
  CHECK (((weeks >= 1) AND (weeks <= 4))),
  CHECK ((length(goal) <= 500)),
  CHECK ((length(name) <= 100)),
  CHECK ((length(retrospective) <= 20000)),
  CHECK ((number > 0)),
  CHECK ((state = ANY (ARRAY['planned'::text, 'active'::text, 'closed'::text])))
);
CREATE UNIQUE INDEX sprint_active ON imas.sprint USING btree (tenant_id, board_id) WHERE (state = 'active'::text);
CREATE UNIQUE INDEX sprint_number ON imas.sprint USING btree (tenant_id, board_id, number);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE status_component (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  in_group text NOT NULL DEFAULT ''::text,
  description text NOT NULL DEFAULT ''::text,
  position integer NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'operational'::text,
  service_id uuid,
  scope_id uuid,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, scope_id) REFERENCES impact_scope(tenant_id, id) ON DELETE SET NULL (scope_id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id) ON DELETE SET NULL (service_id),
  CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  CHECK ((length(description) <= 1000)),
  CHECK ((length(in_group) <= 100)),
  CHECK ((state ~ '^[a-z_]{1,20}$'::text))
);
CREATE UNIQUE INDEX status_component_name ON imas.status_component USING btree (tenant_id, lower(name));
CREATE INDEX status_component_scope ON imas.status_component USING btree (tenant_id, scope_id) WHERE (scope_id IS NOT NULL);
CREATE INDEX status_component_service ON imas.status_component USING btree (tenant_id, service_id) WHERE (service_id IS NOT NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, name, in_group, description)

CREATE TABLE status_incident (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  about uuid,
  title text NOT NULL,
  impact text NOT NULL,
  state text NOT NULL,
  components uuid[] NOT NULL DEFAULT '{}'::uuid[],
  updates integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  started_at timestamp with time zone NOT NULL,
  resolved_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  CHECK ((cardinality(components) <= 200)),
  CHECK ((impact ~ '^[a-z_]{1,20}$'::text)),
  CHECK ((state ~ '^[a-z_]{1,20}$'::text))
);
CREATE INDEX status_incident_about ON imas.status_incident USING btree (tenant_id, about) WHERE (about IS NOT NULL);
CREATE INDEX status_incident_resolved ON imas.status_incident USING btree (tenant_id, resolved_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, title)

CREATE TABLE status_mail (
  tenant_id uuid NOT NULL,
  telling_id uuid NOT NULL,
  subscriber_id uuid NOT NULL,
  place smallint NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone NOT NULL DEFAULT now(),
  is_sending boolean NOT NULL DEFAULT false,
  scheduled_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, telling_id, subscriber_id),
  FOREIGN KEY (tenant_id, subscriber_id) REFERENCES status_subscriber(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, telling_id) REFERENCES status_telling(tenant_id, id) ON DELETE CASCADE,
  CHECK ((place = ANY (ARRAY[0, 1])))
);
CREATE INDEX status_mail_due ON imas.status_mail USING btree (tenant_id, place, next_attempt_at);
CREATE INDEX status_mail_scheduled ON imas.status_mail USING btree (scheduled_at);
CREATE INDEX status_mail_subscriber ON imas.status_mail USING btree (tenant_id, subscriber_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE status_maintenance (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  message text NOT NULL DEFAULT ''::text,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  components uuid[] NOT NULL DEFAULT '{}'::uuid[],
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  CHECK ((cardinality(components) <= 200)),
  CHECK ((ends_at >= starts_at)),
  CHECK ((length(message) <= 5000))
);
CREATE INDEX status_maintenance_end ON imas.status_maintenance USING btree (tenant_id, ends_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, title, message)

CREATE TABLE status_page (
  tenant_id uuid NOT NULL,
  is_public boolean NOT NULL DEFAULT false,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  revision bigint NOT NULL DEFAULT 1,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  subscriptions boolean NOT NULL DEFAULT false,
  mail_failures integer NOT NULL DEFAULT 0,
  mail_rests_until timestamp with time zone,
  mail_rested_at timestamp with time zone,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  CHECK ((length(description) <= 1000)),
  CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
);
CREATE UNIQUE INDEX status_page_slug ON imas.status_page USING btree (slug) WHERE is_public;
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, name, description)
-- imas_worker_fn: UPDATE (mail_failures, mail_rests_until, mail_rested_at)

CREATE TABLE status_probe (
  tenant_id uuid NOT NULL,
  component_id uuid NOT NULL,
  url text NOT NULL,
  every_s integer NOT NULL,
  timeout_s integer NOT NULL,
  expected_status integer,
  due_at timestamp with time zone NOT NULL,
  version integer NOT NULL DEFAULT 1,
  outcome text,
  tried_at timestamp with time zone,
  took_ms integer,
  reason text,
  PRIMARY KEY (tenant_id, component_id),
  FOREIGN KEY (tenant_id, component_id) REFERENCES status_component(tenant_id, id) ON DELETE CASCADE,
  CHECK (((every_s >= 30) AND (every_s <= 3600))),
  CHECK (((expected_status >= 100) AND (expected_status <= 599))),
  CHECK (((length(url) >= 1) AND (length(url) <= 2000))),
  CHECK (((timeout_s >= 1) AND (timeout_s <= 10))),
  CHECK ((length(reason) <= 500)),
  CHECK ((outcome ~ '^[a-z]{1,20}$'::text)),
  CHECK ((took_ms >= 0))
);
CREATE INDEX status_probe_due ON imas.status_probe USING btree (due_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_notifier: SELECT
-- imas_worker_fn: SELECT
-- imas_notifier: UPDATE (outcome, tried_at, took_ms, reason)
-- imas_worker_fn: SELECT (tenant_id, component_id, url, reason)
-- imas_worker_fn: UPDATE (due_at)

CREATE TABLE status_subscriber (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  email text NOT NULL,
  language text NOT NULL,
  confirmed_at timestamp with time zone,
  expires_at timestamp with time zone NOT NULL,
  asked integer NOT NULL DEFAULT 1,
  refusals integer NOT NULL DEFAULT 0,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  mailbox text GENERATED ALWAYS AS (
CASE
    WHEN (email ~* '@(gmail|googlemail)\.com$'::text) THEN (lower(replace(regexp_replace(email, '[+@].*$'::text, ''::text), '.'::text, ''::text)) || '@gmail.com'::text)
    ELSE lower(regexp_replace(email, '\+[^@]*@'::text, '@'::text))
END) STORED,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((length(email) >= 3) AND (length(email) <= 320))),
  CHECK ((language ~ '^[a-z]{2}$'::text))
);
CREATE UNIQUE INDEX status_subscriber_email ON imas.status_subscriber USING btree (tenant_id, lower(email));
CREATE INDEX status_subscriber_expiry ON imas.status_subscriber USING btree (tenant_id, expires_at) WHERE (confirmed_at IS NULL);
CREATE INDEX status_subscriber_mailbox ON imas.status_subscriber USING btree (tenant_id, mailbox) WHERE (confirmed_at IS NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, email)
-- imas_worker_fn: UPDATE (refusals)

CREATE TABLE status_telling (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  content jsonb NOT NULL,
  site text NOT NULL,
  told_at timestamp with time zone NOT NULL,
  reached uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
  is_queued boolean NOT NULL DEFAULT false,
  sent integer NOT NULL DEFAULT 0,
  given_up integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  CHECK (((length(site) >= 1) AND (length(site) <= 2000)))
);
CREATE UNIQUE INDEX status_telling_key ON imas.status_telling USING btree (tenant_id, key);
CREATE INDEX status_telling_open ON imas.status_telling USING btree (told_at, tenant_id, id) WHERE (NOT is_queued);
CREATE INDEX status_telling_time ON imas.status_telling USING btree (tenant_id, told_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, key, content)
-- imas_worker_fn: UPDATE (key, content, reached, is_queued, sent, given_up)

CREATE TABLE status_update (
  tenant_id uuid NOT NULL,
  incident uuid NOT NULL,
  seq integer NOT NULL,
  state text NOT NULL,
  message text NOT NULL,
  author text NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, incident, seq),
  FOREIGN KEY (tenant_id, incident) REFERENCES status_incident(tenant_id, id) ON DELETE CASCADE,
  CHECK (((length(message) >= 1) AND (length(message) <= 5000))),
  CHECK ((state ~ '^[a-z_]{1,20}$'::text))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: SELECT (tenant_id, incident, seq, message, author)
-- imas_worker_fn: UPDATE (author)

CREATE TABLE status_uptime (
  tenant_id uuid NOT NULL,
  component_id uuid NOT NULL,
  day date NOT NULL,
  up_ms integer NOT NULL,
  down_ms integer NOT NULL,
  PRIMARY KEY (tenant_id, component_id, day),
  FOREIGN KEY (tenant_id, component_id) REFERENCES status_component(tenant_id, id) ON DELETE CASCADE,
  CHECK (((up_ms + down_ms) <= 86400000)),
  CHECK ((down_ms >= 0)),
  CHECK ((up_ms >= 0))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, SELECT
-- imas_notifier: INSERT, SELECT
-- imas_notifier: UPDATE (up_ms, down_ms)

CREATE TABLE stored_answer (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  request_hash bytea NOT NULL,
  attempt uuid NOT NULL,
  begun_at timestamp with time zone NOT NULL,
  is_done boolean NOT NULL DEFAULT false,
  answer bytea,
  PRIMARY KEY (tenant_id, key_hash),
  CHECK ((octet_length(key_hash) = 32)),
  CHECK ((octet_length(request_hash) = 32))
);
CREATE INDEX stored_answer_age ON imas.stored_answer USING btree (tenant_id, begun_at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT

CREATE TABLE storm (
  tenant_id uuid NOT NULL,
  umbrella_id uuid NOT NULL,
  team_id uuid NOT NULL,
  follows text NOT NULL DEFAULT ''::text,
  threshold integer NOT NULL,
  loudest smallint NOT NULL,
  began_at timestamp with time zone NOT NULL,
  calm_since timestamp with time zone,
  ended_at timestamp with time zone,
  closed_at timestamp with time zone,
  resolves_by text,
  resolves_as text,
  PRIMARY KEY (tenant_id, umbrella_id),
  FOREIGN KEY (tenant_id, umbrella_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE,
  CHECK (((closed_at IS NULL) OR (ended_at IS NOT NULL))),
  CHECK (((loudest >= 1) AND (loudest <= 4)))
);
CREATE UNIQUE INDEX storm_running ON imas.storm USING btree (tenant_id, team_id, follows) WHERE (ended_at IS NULL);
CREATE INDEX storm_unclosed ON imas.storm USING btree (tenant_id) WHERE (closed_at IS NULL);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, umbrella_id, follows)

CREATE TABLE storm_child (
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  umbrella_id uuid NOT NULL,
  held_at timestamp with time zone NOT NULL,
  asked_by text,
  released_at timestamp with time zone,
  released_by text,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, umbrella_id) REFERENCES storm(tenant_id, umbrella_id) ON DELETE CASCADE,
  CHECK (((released_at IS NULL) = (released_by IS NULL)))
);
CREATE INDEX storm_child_umbrella ON imas.storm_child USING btree (tenant_id, umbrella_id, incident_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, incident_id, asked_by, released_by)
-- imas_worker_fn: UPDATE (asked_by, released_by)

CREATE TABLE storm_policy (
  tenant_id uuid NOT NULL,
  is_active boolean NOT NULL,
  threshold integer NOT NULL,
  ends_below integer NOT NULL,
  ends_after_seconds integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((ends_after_seconds >= 60) AND (ends_after_seconds <= 86400))),
  CHECK (((ends_below >= 1) AND (ends_below <= 1000))),
  CHECK (((threshold >= 2) AND (threshold <= 1000))),
  CHECK ((ends_below <= threshold))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT

CREATE TABLE summary_sent (
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, kind),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK ((kind = ANY (ARRAY['daily'::text, 'weekly'::text, 'monthly'::text])))
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE suppression (
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  seq integer NOT NULL,
  at timestamp with time zone NOT NULL,
  source_id uuid NOT NULL,
  kind smallint NOT NULL,
  PRIMARY KEY (tenant_id, fingerprint, seq)
);
CREATE INDEX suppression_at ON imas.suppression USING btree (at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: DELETE, INSERT, SELECT

CREATE TABLE tag (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  color text NOT NULL DEFAULT '#6B7280'::text,
  description text NOT NULL DEFAULT ''::text,
  auto_apply_pattern text,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((length(auto_apply_pattern) >= 1) AND (length(auto_apply_pattern) <= 500))),
  CHECK (((name <> ''::text) AND (length(name) <= 100))),
  CHECK ((color ~ '^#[0-9A-F]{6}$'::text))
);
CREATE UNIQUE INDEX tag_name ON imas.tag USING btree (tenant_id, lower(name));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, description, auto_apply_pattern)

CREATE TABLE team (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT ''::text,
  email text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
CREATE UNIQUE INDEX team_name ON imas.team USING btree (tenant_id, lower(name));
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, description, email)

CREATE TABLE team_contact (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  team_id uuid NOT NULL,
  name text NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  secret_enc bytea,
  min_severity smallint NOT NULL DEFAULT 4,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  by_matrix boolean NOT NULL DEFAULT false,
  summaries text[] NOT NULL DEFAULT '{}'::text[],
  quiet_from time without time zone,
  quiet_until time without time zone,
  quiet_days smallint[],
  quiet_zone text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id) ON DELETE CASCADE,
  CHECK (((min_severity >= 1) AND (min_severity <= 4))),
  CHECK ((channel ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
  CHECK ((summaries <@ ARRAY['daily'::text, 'weekly'::text, 'monthly'::text]))
);
CREATE INDEX team_contact_team ON imas.team_contact USING btree (tenant_id, team_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_notifier: SELECT
-- imas_worker_fn: SELECT
-- imas_worker_fn: SELECT (tenant_id, id, name, channel, address)
-- imas_worker_fn: UPDATE (address, version, updated_at)

CREATE TABLE team_member (
  tenant_id uuid NOT NULL,
  team_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL DEFAULT 'member'::text,
  added_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, team_id, user_id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK ((role = ANY (ARRAY['member'::text, 'lead'::text])))
);
CREATE INDEX team_member_user ON imas.team_member USING btree (tenant_id, user_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, team_id, user_id)

CREATE TABLE team_on_call (
  tenant_id uuid NOT NULL,
  team_id uuid NOT NULL,
  current_id uuid,
  manager_id uuid,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, team_id),
  FOREIGN KEY (tenant_id, current_id) REFERENCES user_account(tenant_id, id),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES user_account(tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX team_on_call_current ON imas.team_on_call USING btree (tenant_id, current_id) WHERE (current_id IS NOT NULL);
CREATE INDEX team_on_call_manager ON imas.team_on_call USING btree (tenant_id, manager_id) WHERE (manager_id IS NOT NULL);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE tenant (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  weight integer NOT NULL DEFAULT 1,
  weight_set_by text,
  weight_set_at timestamp with time zone,
  PRIMARY KEY (tenant_id),
  UNIQUE (name),
  CHECK (((weight >= 1) AND (weight <= 1000)))
);
CREATE TRIGGER tenant_environments AFTER INSERT ON imas.tenant FOR EACH ROW EXECUTE FUNCTION seed_environments();
CREATE TRIGGER tenant_weight_changes_routing AFTER UPDATE OF weight ON imas.tenant FOR EACH ROW WHEN ((old.weight <> new.weight)) EXECUTE FUNCTION bump_routing_generation();
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_worker_fn: SELECT
-- imas_app: INSERT (tenant_id, name, settings)
-- imas_app: UPDATE (name, settings)
-- imas_ingest_fn: SELECT (tenant_id, weight)
-- imas_worker_fn: SELECT (tenant_id, settings, weight_set_by)
-- imas_worker_fn: UPDATE (weight, weight_set_by, weight_set_at)

CREATE TABLE tenant_on_call (
  tenant_id uuid NOT NULL,
  user_id uuid,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id)
);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE

CREATE TABLE time_interval (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  intervals text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  look_at timestamp with time zone NOT NULL,
  changes_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
CREATE INDEX time_interval_look ON imas.time_interval USING btree (look_at);
CREATE UNIQUE INDEX time_interval_name ON imas.time_interval USING btree (tenant_id, lower(name));
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, name, description, intervals)

CREATE TABLE timeline (
  at timestamp with time zone NOT NULL DEFAULT now(),
  tenant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  seq integer NOT NULL,
  type text NOT NULL,
  author text NOT NULL,
  message text NOT NULL,
  metadata jsonb NOT NULL DEFAULT '{}'::jsonb,
  version integer,
  PRIMARY KEY (tenant_id, incident_id, seq, at)
) PARTITION BY RANGE (at);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (at, tenant_id, incident_id, seq, type, author, message, metadata)
-- imas_worker_fn: UPDATE (author, message, metadata)

CREATE TABLE timer (
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  life uuid NOT NULL DEFAULT uuidv7(),
  due_at timestamp with time zone NOT NULL,
  try_at timestamp with time zone NOT NULL,
  recurs text,
  elapses boolean NOT NULL,
  set_at timestamp with time zone NOT NULL DEFAULT now(),
  payload jsonb NOT NULL DEFAULT '{}'::jsonb,
  attempts integer NOT NULL DEFAULT 0,
  claim uuid,
  last_started_at timestamp with time zone,
  last_ended_at timestamp with time zone,
  last_late interval,
  last_outcome text,
  asked text,
  asked_by text,
  asked_at timestamp with time zone,
  PRIMARY KEY (tenant_id, kind, subject),
  CHECK (((length(subject) >= 1) AND (length(subject) <= 200))),
  CHECK ((asked = ANY (ARRAY['run'::text, 'skip'::text]))),
  CHECK ((kind ~ '^[a-z][a-z0-9-]{0,59}$'::text))
) WITH (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000);
CREATE INDEX timer_next ON imas.timer USING btree (kind, try_at);
CREATE INDEX timer_turn ON imas.timer USING btree (kind, tenant_id, try_at, subject);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: INSERT, UPDATE
-- imas_worker_fn: DELETE, INSERT, SELECT, UPDATE
-- imas_ingest_fn: SELECT (tenant_id, kind, subject)
-- imas_worker_fn: SELECT (tenant_id, kind, subject, payload, last_outcome, asked_by)
-- imas_worker_fn: UPDATE (payload, last_outcome, asked_by)

CREATE TABLE timer_clock (
  tenant_id uuid NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  stepped_at timestamp with time zone,
  set_back interval,
  PRIMARY KEY (tenant_id)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_worker_fn: INSERT, SELECT, UPDATE

CREATE TABLE transition (
  at timestamp with time zone NOT NULL DEFAULT now(),
  tenant_id uuid NOT NULL,
  fingerprint uuid NOT NULL,
  seq integer NOT NULL,
  kind smallint NOT NULL,
  episode integer NOT NULL,
  severity smallint NOT NULL,
  prior_severity smallint,
  source_id uuid NOT NULL,
  service_id uuid NOT NULL,
  receipt uuid,
  received_at timestamp with time zone NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  rule_set_version integer NOT NULL,
  rule_index integer NOT NULL,
  decision smallint NOT NULL,
  group_key text NOT NULL,
  PRIMARY KEY (fingerprint, seq, tenant_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX transition_receipt ON ONLY imas.transition USING btree (tenant_id, receipt);
-- row-level security: for everybody
--   imas_ingest_fn_all, to imas_ingest_fn: true
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: SELECT
-- imas_ingest_fn: INSERT
-- imas_worker_fn: INSERT, SELECT

CREATE TABLE user_absence (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  from_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  note text NOT NULL DEFAULT ''::text,
  made_at timestamp with time zone NOT NULL,
  made_by text NOT NULL,
  ended_at timestamp with time zone,
  ended_by text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK ((from_at < until_at))
);
CREATE INDEX user_absence_user ON imas.user_absence USING btree (tenant_id, user_id, until_at);
CREATE TRIGGER feed_absence_changed AFTER INSERT OR UPDATE ON imas.user_absence FOR EACH ROW EXECUTE FUNCTION feed_absence_changed();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_app: UPDATE (ended_at, ended_by)
-- imas_worker_fn: SELECT (tenant_id, id, user_id, note, made_by, ended_by)
-- imas_worker_fn: UPDATE (note, made_by, ended_by)

CREATE TABLE user_account (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  username text NOT NULL,
  email text NOT NULL,
  first_name text NOT NULL DEFAULT ''::text,
  last_name text NOT NULL DEFAULT ''::text,
  phone text,
  role text NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC'::text,
  locale text,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  last_login_at timestamp with time zone,
  deleted_at timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  CHECK (((length(email) >= 3) AND (length(email) <= 255))),
  CHECK (((role = 'platform_admin'::text) = (tenant_id = '00000000-0000-0000-0000-000000000000'::uuid))),
  CHECK (((username <> ''::text) AND (length(username) <= 100))),
  CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text)),
  CHECK ((role = ANY (ARRAY['viewer'::text, 'responder'::text, 'operator'::text, 'tenant_admin'::text, 'platform_admin'::text])))
);
CREATE UNIQUE INDEX user_email ON imas.user_account USING btree (tenant_id, lower(email)) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX user_username ON imas.user_account USING btree (tenant_id, lower(username)) WHERE (deleted_at IS NULL);
CREATE TRIGGER user_account_former AFTER UPDATE OF username, email, phone, first_name, last_name ON imas.user_account FOR EACH ROW EXECUTE FUNCTION note_former_identity();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, id, username, email, first_name, last_name, phone, role, time_zone, locale, is_active, version, last_login_at, deleted_at)
-- imas_worker_fn: UPDATE (username, email, first_name, last_name, phone, time_zone, locale, is_active, version, updated_at, last_login_at, deleted_at)

CREATE TABLE user_contact (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  secret_enc bytea,
  verified_at timestamp with time zone,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, user_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK (((name <> ''::text) AND (length(name) <= 200))),
  CHECK ((channel ~ '^[a-z][a-z0-9_]{0,39}$'::text))
);
CREATE UNIQUE INDEX user_contact_address ON imas.user_contact USING btree (tenant_id, user_id, channel, address);
CREATE TRIGGER user_contact_former AFTER DELETE OR UPDATE OF address ON imas.user_contact FOR EACH ROW EXECUTE FUNCTION note_former_identity();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE, SELECT
-- imas_worker_fn: SELECT (tenant_id, id, user_id, channel, address)
-- imas_worker_fn: UPDATE (address, version, updated_at)

CREATE TABLE user_credential (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  password_hash text,
  epoch integer NOT NULL DEFAULT 1,
  changed_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE,
  CHECK (starts_with(password_hash, '$argon2id$'::text))
);
CREATE TRIGGER user_credential_has_changed AFTER UPDATE OF epoch ON imas.user_credential FOR EACH ROW WHEN ((old.epoch IS DISTINCT FROM new.epoch)) EXECUTE FUNCTION end_what_sessions_made();
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT

CREATE TABLE user_inactivity (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  from_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone,
  PRIMARY KEY (tenant_id, user_id, from_at),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id),
  CHECK ((from_at < until_at))
);
CREATE UNIQUE INDEX user_inactivity_now ON imas.user_inactivity USING btree (tenant_id, user_id) WHERE (until_at IS NULL);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT
-- imas_app: UPDATE (until_at)

CREATE TABLE user_invitation (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  code_hash bytea NOT NULL,
  role text NOT NULL,
  user_id uuid,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  is_reset boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code_hash),
  FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE,
  CHECK (((role = ANY (ARRAY['viewer'::text, 'responder'::text, 'operator'::text, 'tenant_admin'::text, 'platform_admin'::text])) AND ((role = 'platform_admin'::text) = (tenant_id = '00000000-0000-0000-0000-000000000000'::uuid)))),
  CHECK ((octet_length(code_hash) = 32))
);
CREATE INDEX user_invitation_user ON imas.user_invitation USING btree (tenant_id, user_id);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, id, user_id, created_by)
-- imas_worker_fn: UPDATE (created_by)

CREATE TABLE user_preference (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  preferences jsonb NOT NULL,
  version integer NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE,
  CHECK ((length((preferences)::text) <= 4096))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, user_id)

CREATE TABLE user_recovery_code (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  used_at timestamp with time zone,
  PRIMARY KEY (tenant_id, user_id, code_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_totp(tenant_id, user_id) ON DELETE CASCADE,
  CHECK ((octet_length(code_hash) = 32))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, user_id, code_hash)

CREATE TABLE user_session (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  epoch integer NOT NULL,
  seed_enc bytea NOT NULL,
  turn integer NOT NULL DEFAULT 0,
  turned_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  address text,
  agent text,
  ended_at timestamp with time zone,
  ended_by text,
  confirmed_until timestamp with time zone,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE,
  CHECK ((ended_by = ANY (ARRAY['logout'::text, 'reuse'::text, 'revoked'::text])))
);
CREATE INDEX user_session_expiry ON imas.user_session USING btree (tenant_id, expires_at);
CREATE INDEX user_session_user ON imas.user_session USING btree (tenant_id, user_id, created_at DESC);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, id, user_id, address)

CREATE TABLE user_totp (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  secret_enc bytea NOT NULL,
  confirmed_at timestamp with time zone,
  last_step bigint NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  failed_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: DELETE
-- imas_worker_fn: SELECT (tenant_id, user_id, confirmed_at)

CREATE TABLE window_check (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  position smallint NOT NULL,
  text text NOT NULL,
  done_at timestamp with time zone,
  done_by text,
  PRIMARY KEY (tenant_id, event_id, "position"),
  FOREIGN KEY (tenant_id, event_id) REFERENCES deployment_window(tenant_id, event_id) ON DELETE CASCADE,
  CHECK ((("position" >= 0) AND ("position" <= 49))),
  CHECK (((length(text) >= 1) AND (length(text) <= 500)))
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT, UPDATE

CREATE TABLE window_editor (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  user_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, event_id, user_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES deployment_window(tenant_id, event_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX window_editor_user ON imas.window_editor USING btree (tenant_id, user_id);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE window_service (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  service_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, event_id, service_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES deployment_window(tenant_id, event_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, service_id) REFERENCES service(tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX window_service_service ON imas.window_service USING btree (tenant_id, service_id);
-- row-level security: for everybody
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: DELETE, INSERT, SELECT, UPDATE

CREATE TABLE workflow (
  tenant_id uuid NOT NULL,
  item_kind text NOT NULL,
  version integer NOT NULL,
  definition jsonb NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  in_force_at timestamp with time zone,
  PRIMARY KEY (tenant_id, item_kind, version)
);
-- row-level security: for everybody
--   imas_worker_fn_all, to imas_worker_fn: true
--   tenant_only, to imas_app, imas_notifier: (tenant_id = ( SELECT current_tenant() AS current_tenant))
-- imas_app: INSERT, SELECT, UPDATE
-- imas_worker_fn: SELECT (tenant_id, item_kind, version, definition, created_by)
-- imas_worker_fn: UPDATE (created_by)

CREATE VIEW alert AS
 SELECT a.tenant_id,
    a.fingerprint,
    a.created_at,
    a.status,
    a.severity,
    a.decision,
    a.rule_set_version,
    a.rule_index,
    a.episode,
    a.seq,
    a.stale_count,
    a.suppressed_count,
    (a.fire_count + COALESCE(r.repeats, (0)::bigint)) AS fire_count,
    (a.dedup_count + COALESCE(r.repeats, (0)::bigint)) AS dedup_count,
    a.first_seen,
    GREATEST(a.last_seen, r.last_seen) AS last_seen,
    a.starts_at,
    GREATEST(a.observed_at, r.observed_at) AS observed_at,
    a.source_id,
    a.service_id,
    a.last_receipt,
    a.sender_starts_at,
    GREATEST(a.ends_at, r.ends_at) AS ends_at,
    a.resolved_at,
    a.recovered_at,
    a.opened_at,
    a.name,
    a.group_key,
    a.labels,
    a.annotations,
    a.details,
    a.is_test
   FROM (alert_state a
     LEFT JOIN alert_repeat r ON (((r.fingerprint = a.fingerprint) AND (r.tenant_id = a.tenant_id))));
-- imas_app: SELECT
-- imas_ingest_fn: SELECT
-- imas_worker_fn: SELECT

CREATE VIEW journal AS
 SELECT transition.at,
    transition.tenant_id,
    transition.fingerprint,
    transition.seq,
    transition.kind,
    transition.episode,
    transition.severity,
    transition.prior_severity,
    transition.source_id,
    transition.service_id,
    transition.receipt,
    transition.received_at,
    transition.starts_at,
    transition.rule_set_version,
    transition.rule_index,
    transition.decision,
    transition.group_key
   FROM transition
UNION ALL
 SELECT opening.at,
    opening.tenant_id,
    opening.fingerprint,
    opening.seq,
    opening.kind,
    opening.episode,
    opening.severity,
    opening.prior_severity,
    opening.source_id,
    opening.service_id,
    opening.receipt,
    opening.received_at,
    opening.starts_at,
    opening.rule_set_version,
    opening.rule_index,
    opening.decision,
    opening.group_key
   FROM opening;
-- imas_app: SELECT
-- imas_worker_fn: SELECT

CREATE VIEW opening AS
 SELECT opened_at AS at,
    tenant_id,
    fingerprint,
    seq,
    (kind_opened())::smallint AS kind,
    episode,
    severity,
    NULL::smallint AS prior_severity,
    source_id,
    service_id,
    last_receipt AS receipt,
    created_at AS received_at,
    starts_at,
    rule_set_version,
    rule_index,
    decision,
    group_key
   FROM alert_state
  WHERE (opened_at IS NOT NULL);
-- imas_app: SELECT
-- imas_ingest_fn: SELECT
-- imas_worker_fn: SELECT

CREATE VIEW receiver AS
 SELECT t.tenant_id,
    t.id,
    'team'::text AS kind,
    t.team_id,
    NULL::uuid AS user_id,
    t.name,
    t.channel,
    t.address,
    t.secret_enc,
    t.min_severity,
    t.is_active,
    t.by_matrix,
    NULL::text AS locale,
    NULL::text AS time_zone,
    (t.quiet_from IS NOT NULL) AS may_be_quiet
   FROM team_contact t
UNION ALL
 SELECT p.tenant_id,
    p.id,
    'person'::text AS kind,
    NULL::uuid AS team_id,
    p.user_id,
    ((( SELECT u.username
           FROM user_account u
          WHERE ((u.tenant_id = p.tenant_id) AND (u.id = p.user_id))) || '/'::text) || p.name) AS name,
    p.channel,
    p.address,
    p.secret_enc,
    (4)::smallint AS min_severity,
    (p.is_active AND (p.verified_at IS NOT NULL) AND ( SELECT (u.is_active AND (u.deleted_at IS NULL))
           FROM user_account u
          WHERE ((u.tenant_id = p.tenant_id) AND (u.id = p.user_id)))) AS is_active,
    false AS by_matrix,
    ( SELECT u.locale
           FROM user_account u
          WHERE ((u.tenant_id = p.tenant_id) AND (u.id = p.user_id))) AS locale,
    ( SELECT u.time_zone
           FROM user_account u
          WHERE ((u.tenant_id = p.tenant_id) AND (u.id = p.user_id))) AS time_zone,
    false AS may_be_quiet
   FROM user_contact p
UNION ALL
 SELECT a.tenant_id,
    a.id,
    'address'::text AS kind,
    NULL::uuid AS team_id,
    NULL::uuid AS user_id,
    a.address AS name,
    'email'::text AS channel,
    a.address,
    NULL::bytea AS secret_enc,
    (4)::smallint AS min_severity,
    true AS is_active,
    false AS by_matrix,
    NULL::text AS locale,
    NULL::text AS time_zone,
    false AS may_be_quiet
   FROM escalation_address a;
-- imas_app: SELECT
-- imas_worker_fn: SELECT

-- Functions: as whom they run, who may call them, their settings
/*
FUNCTION absorb_repeats(p_tenant uuid[], p_print uuid[]) RETURNS void
  as the caller; for imas_worker_fn
FUNCTION advance_partition(p_tenant uuid, p_cluster text, p_topic_id uuid, p_partition integer, p_epoch bigint, p_first bigint, p_next bigint, p_received timestamp with time zone, p_now timestamp with time zone) RETURNS boolean
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION amend_alerts(p_received timestamp with time zone, s_tenant uuid[], s_fingerprint uuid[], s_source uuid[], s_receipt uuid[], s_action smallint[], s_labels text[]) RETURNS void
  as the caller; for imas_ingest_fn
FUNCTION amended(p_texts jsonb, p_set jsonb, p_others bigint) RETURNS jsonb
  as the caller; for imas_ingest_fn
FUNCTION audit_backlog(OUT waiting bigint, OUT oldest interval) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION audit_commitment(p_salt uuid, p_address text, p_before jsonb, p_after jsonb) RETURNS bytea
  as the caller; for imas_app, imas_worker_fn; search_path=imas, pg_temp
FUNCTION audit_field(p_value bytea) RETURNS bytea
  as the caller; for imas_app, imas_worker_fn; search_path=imas, pg_temp
FUNCTION audit_remains(p_entry audit_entry) RETURNS bytea
  as the caller; for imas_worker_fn; search_path=imas, pg_temp
FUNCTION audit_tenants() RETURNS TABLE(tenant_id uuid, name text)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION audit_tenants_waiting(p_after uuid, p_limit integer) RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION audit_tenants_without_checkpoint() RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION audit_waits() RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION beats_reach_us(p_now timestamp with time zone) RETURNS TABLE(since timestamp with time zone, until timestamp with time zone)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION begin_erasure(p_request uuid, p_at timestamp with time zone) RETURNS void
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION begin_replay(p_tenant uuid, p_letter uuid, p_by text, p_receipt uuid, p_now timestamp with time zone) RETURNS timestamp with time zone
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION bump_routing_generation() RETURNS trigger
  as the caller; for nobody else
FUNCTION busy_sessions(OUT busy integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION called_at(p_incident uuid) RETURNS timestamp with time zone
  as the caller; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off
FUNCTION cards_wait() RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION changed_alerts(p_since timestamp with time zone, p_after uuid, p_limit integer) RETURNS TABLE(tenant_id uuid, fingerprint uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION chat_replies_wait() RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION claim_apart(p_cluster text, p_topic_id uuid, p_partition integer) RETURNS TABLE(tenant_id uuid, epoch bigint, next bigint, received_at timestamp with time zone)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION claim_cards(p_limit integer, p_lease interval) RETURNS TABLE(tenant_id uuid, incident_id uuid, receiver_id uuid, channel text, address text, provider_id uuid, message_id text, place text, posted_by uuid, claim integer, tries integer, delivery_id uuid, event_seq integer, event text, urgency smallint, payload text, created_at timestamp with time zone, locale text, time_zone text)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION claim_chat_replies(p_limit integer, p_lease interval) RETURNS TABLE(tenant_id uuid, id uuid, provider_id uuid, type text, kind text, sealed_to bytea, payload text, attempts integer, opens boolean, has_expired boolean)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION claim_credit_checks(p_types text[], p_every interval, p_most integer) RETURNS TABLE(tenant_id uuid, provider_id uuid, type text)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION claim_deliveries(p_limit integer, p_room integer, p_rooms jsonb, p_alone jsonb, p_lease interval) RETURNS TABLE(tenant_id uuid, id uuid, incident_id uuid, event_seq integer, event text, receiver_id uuid, channel text, address text, urgency smallint, payload text, attempts integer, secret_enc bytea, created_at timestamp with time zone, alone boolean, gone text, locale text, time_zone text)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off; enable_hashjoin=off; enable_mergejoin=off; plan_cache_mode=force_generic_plan
FUNCTION claim_due_outcomes(p_limit integer, p_longest interval, p_tenants integer) RETURNS TABLE(tenant_id uuid, id bigint, incident_id uuid, event_seq integer, outcome text, delivery_id uuid, tries integer, reason text, ended_at timestamp with time zone, attempts smallint)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; plan_cache_mode=force_generic_plan
FUNCTION claim_ending_silences(p_now timestamp with time zone, p_soon interval, p_least interval, p_most integer) RETURNS TABLE(tenant_id uuid, id uuid, ends_at timestamp with time zone, created_by text, author text, comment text, hides integer)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION claim_events(p_limit integer, p_room integer, p_lease interval) RETURNS TABLE(tenant_id uuid, id uuid, event text, about_id uuid, payload text, attempts integer, url text, secret_enc bytea, queued_at timestamp with time zone, failures integer)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off; plan_cache_mode=force_generic_plan
FUNCTION claim_hiding_scans(p_now timestamp with time zone, p_most integer) RETURNS TABLE(tenant_id uuid, hider_id uuid, after_created timestamp with time zone, after_print uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION claim_item_links(p_limit integer, p_lease interval) RETURNS TABLE(tenant_id uuid, item_id uuid, provider_id uuid, tracker text, kind text, key text, title text, description text, incident_id uuid, incident_short_id text, issue_id text, attempts integer, asked_at timestamp with time zone, begun_at timestamp with time zone)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION claim_outbox(p_lane smallint, p_yield boolean, p_after uuid, p_limit integer) RETURNS TABLE(id bigint, tenant_id uuid, fingerprint uuid, seq integer, kind smallint, severity smallint, source_id uuid, service_id uuid, received_at timestamp with time zone, starts_at timestamp with time zone, decision smallint, group_key text, attempts smallint, applied_seq integer, incident_id uuid, firing boolean)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION claim_outcomes(p_limit integer, p_longest interval) RETURNS TABLE(tenant_id uuid, id bigint, incident_id uuid, event_seq integer, outcome text, delivery_id uuid, tries integer, reason text, ended_at timestamp with time zone, attempts smallint)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION claim_partition(p_tenant uuid, p_source uuid, p_cluster text, p_topic_id uuid, p_topic text, p_partition integer, p_first bigint, OUT epoch bigint, OUT next bigint, OUT received_at timestamp with time zone) RETURNS record
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION claim_probes(p_now timestamp with time zone, p_most integer) RETURNS TABLE(tenant_id uuid, component_id uuid, url text, timeout_s integer, expected_status integer, version integer)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION claim_room_tasks(p_limit integer, p_lease interval) RETURNS TABLE(tenant_id uuid, id uuid, room_id uuid, incident_id uuid, number smallint, provider_id uuid, vendor text, kind text, payload text, attempts integer, channel text, bot_user text, asked_at timestamp with time zone, created_at timestamp with time zone)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION claim_sns_certificates(p_now timestamp with time zone, p_most integer, p_lease interval) RETURNS TABLE(tenant_id uuid, url text, attempts integer)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION claim_sns_confirmations(p_now timestamp with time zone, p_most integer, p_lease interval) RETURNS TABLE(tenant_id uuid, source_id uuid, topic text, message_id text, told_at timestamp with time zone, confirm_url text, attempts integer)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION claim_status_mails(p_limit integer, p_room integer, p_lease interval) RETURNS TABLE(tenant_id uuid, telling_id uuid, subscriber_id uuid, email text, language text, content text, site text, told_at timestamp with time zone, attempts integer, failures integer)
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION claim_time_intervals(p_now timestamp with time zone, p_most integer) RETURNS TABLE(tenant_id uuid, id uuid, changes_at timestamp with time zone)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION claim_timers(p_kinds text[], p_tenant uuid, p_kind text, p_limit integer) RETURNS TABLE(tenant_id uuid, kind text, subject text, life uuid, due_at timestamp with time zone, attempts integer, recurs text, payload text, db_now timestamp with time zone)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off; plan_cache_mode=force_generic_plan
FUNCTION claim_urgent(p_after uuid, p_limit integer) RETURNS TABLE(id bigint, tenant_id uuid, fingerprint uuid, seq integer, kind smallint, severity smallint, source_id uuid, service_id uuid, received_at timestamp with time zone, starts_at timestamp with time zone, decision smallint, group_key text, attempts smallint, applied_seq integer, incident_id uuid, firing boolean)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off; enable_hashjoin=off; enable_mergejoin=off; plan_cache_mode=force_generic_plan
FUNCTION clocks_differ() RETURNS interval
  as the caller; for imas_app, imas_ingest_fn, imas_worker_fn
FUNCTION close_ledger(p_partition text) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION complete_token() RETURNS trigger
  as the caller; for nobody else
FUNCTION count_repeats(p_tenant uuid[], p_print uuid[], p_at timestamp with time zone, p_from timestamp with time zone) RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION create_partitions(p_ahead interval) RETURNS integer
  as imas_owner; for imas_app; search_path=imas, pg_temp; lock_timeout=2s
FUNCTION create_tenant(p_tenant uuid, p_name text, p_by text, p_at timestamp with time zone, p_source text, p_key_hash bytea, p_key_hint text, p_code_hash bytea, p_code_until timestamp with time zone, p_fallback text, OUT team_id uuid, OUT service_id uuid, OUT source_id uuid) RETURNS record
  as the caller; for imas_app; search_path=imas, pg_temp
FUNCTION current_tenant() RETURNS uuid
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION decide_alerts(p_tenant uuid[], p_print uuid[], p_kind smallint, p_now timestamp with time zone, p_ended timestamp with time zone) RETURNS integer
  as the caller; for imas_worker_fn
FUNCTION defer_outbox(p_tenant uuid, p_ids bigint[], p_wait interval) RETURNS void
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION defer_outcome(p_tenant uuid, p_id bigint, p_wait interval) RETURNS void
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION deliveries_wait() RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION delivery_added() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off
FUNCTION delivery_alone() RETURNS trigger
  as the caller; for nobody else; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off
FUNCTION delivery_backlog(OUT due bigint, OUT oldest_seconds double precision) RETURNS record
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off
FUNCTION delivery_fate(p_tenant uuid, p_delivery uuid, OUT status text, OUT last_error text) RETURNS record
  as the caller; for imas_app; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan
FUNCTION delivery_moved() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION deployment_windows_due(p_now timestamp with time zone, p_limit integer) RETURNS TABLE(tenant_id uuid, event_id uuid, reminder smallint)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION deployment_windows_to_follow(p_now timestamp with time zone, p_limit integer) RETURNS TABLE(tenant_id uuid, event_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION deployment_windows_to_judge(p_now timestamp with time zone, p_limit integer) RETURNS TABLE(tenant_id uuid, event_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION deployment_windows_wait(p_now timestamp with time zone) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION deployments_told(p_tenants uuid[], p_ids uuid[], p_known timestamp with time zone) RETURNS TABLE(tenant_id uuid, id uuid, state smallint, state_at timestamp with time zone, environment text, tier smallint, repository text, repository_id text, sha text, previous_sha text, ref text, actor text, url text, labels text, started_at timestamp with time zone, finished_at timestamp with time zone, transitions integer, known_at timestamp with time zone, happened_at timestamp with time zone)
  as the caller; for imas_app, imas_ingest_fn; search_path=imas, pg_temp
FUNCTION disposition_deduplicated() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION disposition_opened() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION disposition_reopened() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION disposition_resolved() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION disposition_stale() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION disposition_suppressed() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION doublings(p_bytes bigint) RETURNS integer
  as the caller; for imas_ingest_fn
FUNCTION drop_partition(p_name text) RETURNS void
  as imas_owner; for imas_app; search_path=imas, pg_temp; lock_timeout=50ms
FUNCTION due_growth(p_limit integer, p_longest interval) RETURNS TABLE(tenant_id uuid, incident_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION due_holds(p_now timestamp with time zone, p_tenant uuid, p_receiver uuid, p_limit integer) RETURNS TABLE(tenant_id uuid, receiver_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION due_passes(p_table text, p_before timestamp with time zone) RETURNS TABLE(tenant_id uuid, overdue interval)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION end_chat_reply(p_tenant uuid, p_id uuid, p_attempt integer, p_wait interval) RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION end_event_attempt(p_tenant uuid, p_id uuid, p_attempt integer, p_status text, p_wait interval, p_rest interval, p_is_gone boolean, p_outcome text, p_code integer, p_error text, p_millis integer) RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION end_item_link(p_tenant uuid, p_item uuid, p_attempt integer, p_kind text, p_end text, p_wait interval, p_result text, p_error text) RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION end_occurrence(p_tenant uuid, p_id uuid, p_now timestamp with time zone) RETURNS void
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION end_room_task(p_tenant uuid, p_id uuid, p_attempt integer, p_end text, p_wait interval, p_result text, p_error text) RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION end_silences(p_now timestamp with time zone) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION end_status_mail(p_tenant uuid, p_telling uuid, p_subscriber uuid, p_attempt integer, p_what text, p_wait interval, p_rest interval) RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION end_what_sessions_made() RETURNS trigger
  as the caller; for nobody else
FUNCTION ended_by_of_timeline(p_incident uuid, p_resolved timestamp with time zone) RETURNS integer
  as the caller; for imas_app; search_path=imas, pg_temp
FUNCTION environment_of(p_tenant uuid, p_environment text) RETURNS uuid
  as the caller; for imas_app, imas_worker_fn; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan
FUNCTION erase_account(p_request privacy_request, p_at timestamp with time zone) RETURNS void
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION erase_from_audit(p_request privacy_request, p_names text, p_addresses text) RETURNS uuid
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION erase_step(p_request uuid, p_at timestamp with time zone) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION event_backlog(OUT waiting bigint, OUT oldest_seconds double precision) RETURNS record
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION event_end_passed() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION event_firing() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION event_recovery() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION events_wait() RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION expect_growth(p_incidents uuid[], p_pause interval) RETURNS void
  as the caller; for imas_app; search_path=imas, pg_temp
FUNCTION expect_growth_of(p_incidents uuid[], p_joined text[], p_pause interval) RETURNS void
  as the caller; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off; enable_hashjoin=off; enable_mergejoin=off
FUNCTION expire_alerts(p_now timestamp with time zone, p_grace interval, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION expire_silence(p_tenant uuid, p_id uuid, p_now timestamp with time zone) RETURNS boolean
  as imas_worker_fn; for imas_app, imas_ingest; search_path=imas, pg_temp
FUNCTION failed_event_webhooks(p_after interval, p_most integer) RETURNS TABLE(tenant_id uuid, id uuid, why text)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION failing_providers() RETURNS TABLE(tenant_id uuid, id uuid, name text, type text, version integer, last_success_at timestamp with time zone, last_error text)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION feed_absence_changed() RETURNS trigger
  as the caller; for nobody else; search_path=imas, pg_temp
FUNCTION feed_deliveries_added() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION feed_delivery_moved() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION feed_heads(p_tenants uuid[]) RETURNS TABLE(tenant_id uuid, last bigint)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION feed_holidays_changed() RETURNS trigger
  as the caller; for nobody else; search_path=imas, pg_temp
FUNCTION feed_schedule_changed() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION feed_schedule_part_changed() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION feed_waits() RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION find_action_link(p_hash bytea) RETURNS TABLE(tenant_id uuid, id uuid, incident_id uuid, user_id uuid, actions text[], expires_at timestamp with time zone, acknowledged_at timestamp with time zone, resolved_at timestamp with time zone)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION find_api_token(p_hash bytea) RETURNS TABLE(tenant_id uuid, id uuid, name text, scopes text[], expires_at timestamp with time zone, role text, user_id uuid, username text, user_role text, grants jsonb, user_grants jsonb)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION find_calendar_feed(p_hash bytea) RETURNS TABLE(tenant_id uuid, id uuid, kind text, subject_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION find_digest(p_delivery uuid) RETURNS TABLE(tenant_id uuid, user_id uuid, made_at timestamp with time zone)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION find_drill_link(p_hash bytea) RETURNS TABLE(tenant_id uuid, drill_id uuid, name text)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION find_hook(p_type text, p_hook uuid) RETURNS TABLE(tenant_id uuid, id uuid, config text, secrets_enc bytea)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION find_log_in(p_tenant text, p_name text) RETURNS TABLE(tenant_id uuid, user_id uuid, password_hash text, epoch integer, role text, has_totp boolean, totp_from text)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION fires_on(p_kind smallint) RETURNS boolean
  as the caller; for imas_worker_fn
FUNCTION firing_alerts(p_since timestamp with time zone, p_after uuid, p_limit integer) RETURNS TABLE(tenant_id uuid, fingerprint uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION flagged(p_details text, p_flag text) RETURNS text
  as the caller; for imas_ingest_fn
FUNCTION fold_deliveries(p_tenant uuid, p_receiver uuid, p_keep integer, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off; enable_hashjoin=off; enable_mergejoin=off; plan_cache_mode=force_generic_plan
FUNCTION forget_body_keys(p_partition text) RETURNS void
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION forget_deliveries(p_before timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION forget_deployment_windows(p_before timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION forget_deployments(p_before timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION forget_dora_reports(p_before timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION forget_events(p_before timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION forget_feed(p_keep interval, p_most bigint, p_limit integer) RETURNS bigint
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off
FUNCTION forget_gate_decisions(p_before timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION forget_growth(p_incidents uuid[]) RETURNS void
  as the caller; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off
FUNCTION forget_meetings(p_before timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION forget_pushes(p_before timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION forget_reminders(p_incidents uuid[]) RETURNS void
  as the caller; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off
FUNCTION forget_silences(p_before timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION forget_suppressions(p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION freezes_of(p_tenant uuid, p_service uuid, p_environment text, p_tier smallint, p_repository uuid, p_now timestamp with time zone) RETURNS TABLE(id uuid, title text, version integer, observes boolean, emergencies boolean, starts_at timestamp without time zone, time_zone text, duration_seconds integer, ends_by_clock boolean, recurrence text, except_at timestamp without time zone[])
  as the caller; for imas_app; search_path=imas, pg_temp
FUNCTION grant_scope_write() RETURNS trigger
  as the caller; for nobody else
FUNCTION grants_of(p_tenant uuid, p_grantee uuid) RETURNS jsonb
  as the caller; for imas_app, imas_worker_fn
FUNCTION has_silences(p_tenant uuid, p_now timestamp with time zone, p_many integer) RETURNS boolean
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION hiding_waits(p_now timestamp with time zone) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION inbox_deliveries_added() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION inbox_delivery_moved() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION ingest_backlog() RETURNS TABLE(tenant_id uuid, waiting bigint)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off
FUNCTION ingest_batch(p_shard integer, p_received timestamp with time zone, p_reorder interval, k_tenant uuid[], k_fingerprint uuid[], k_source uuid[], k_n integer[], k_severity smallint[], k_ends timestamp with time zone[], k_observed timestamp with time zone[], f_tenant uuid[], f_fingerprint uuid[], f_source uuid[], f_kind smallint[], f_n integer[], f_starts timestamp with time zone[], f_sender_starts timestamp with time zone[], f_observed timestamp with time zone[], f_told boolean[], f_ends timestamp with time zone[], f_severity smallint[], f_service uuid[], f_group_key text[], f_name text[], f_labels text[], f_annotations text[], f_details text[], f_rule_set_version integer[], f_rule_index integer[], f_decision smallint[], f_receipt uuid[], p_new boolean, p_urgent uuid[], l_tenant uuid[], l_source uuid[], l_accepted bigint[], d_tenant uuid[], d_id uuid[], d_source uuid[], d_kind text[], d_counted boolean[], d_dialect text[], d_pointer text[], d_reason text[], d_receipt uuid[], d_content_type text[], d_body bytea[], d_body_size integer[], OUT all_as_sent boolean, OUT missed integer[], OUT fingerprints uuid[], OUT dispositions smallint[], OUT seqs integer[], OUT kinds smallint[]) RETURNS record
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan; enable_memoize=off
FUNCTION ingest_facts(p_shard integer, p_received timestamp with time zone, a_tenant uuid[], a_source uuid[], a_accepted bigint[], s_tenant uuid[], s_id uuid[], s_source uuid[], s_receipt uuid[], s_happened timestamp with time zone[], s_n integer[], s_kind smallint[], s_action smallint[], s_fingerprint uuid[], s_dialect text[], s_title text[], s_author text[], s_note text[], s_link text[], s_labels text[], p_facts text) RETURNS uuid[]
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_firing(p_tenant uuid, p_after_created timestamp with time zone, p_after uuid, p_limit integer, p_bytes integer) RETURNS TABLE(created_at timestamp with time zone, fingerprint uuid, name text, labels text, annotations text, details text, severity smallint, starts_at timestamp with time zone, ends_at timestamp with time zone, last_seen timestamp with time zone, group_key text, service_name text, receiver text, hidden text, has_next boolean)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_firing_of(p_tenant uuid, p_source uuid, p_after_created timestamp with time zone, p_after uuid, p_limit integer, p_bytes integer) RETURNS TABLE(created_at timestamp with time zone, fingerprint uuid, name text, labels text, annotations text, details text, severity smallint, starts_at timestamp with time zone, ends_at timestamp with time zone, last_seen timestamp with time zone, group_key text, service_name text, receiver text, hidden text, has_next boolean)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_generations() RETURNS TABLE(tenant_id uuid, generation bigint)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_incidents(p_tenant uuid, p_fingerprints uuid[]) RETURNS TABLE(fingerprint uuid, fire_count bigint, incident_id uuid, short_id text)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_known(p_shard integer, p_received timestamp with time zone, k_tenant uuid[], k_fingerprint uuid[], k_source uuid[], k_n integer[], k_severity smallint[], k_ends timestamp with time zone[], k_observed timestamp with time zone[], l_tenant uuid[], l_source uuid[], l_accepted bigint[], OUT missed integer[]) RETURNS integer[]
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan; enable_memoize=off
FUNCTION ingest_listens(p_now timestamp with time zone, p_gap interval, p_lost boolean) RETURNS void
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_lookup_tables(p_tenant uuid) RETURNS TABLE(version integer, name text, columns text[], rows text)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_lookup_tables_of(p_tenants uuid[]) RETURNS TABLE(tenant_id uuid, version integer, name text, columns text[], rows text)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_ping(p_key bytea, p_at timestamp with time zone, p_signal smallint, p_run text, p_millis bigint) RETURNS boolean
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_receivers(p_tenant uuid) RETURNS TABLE(name text)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_routing_sizes(p_tenants uuid[]) RETURNS TABLE(tenant_id uuid, bytes bigint)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_rule_set(p_tenant uuid) RETURNS TABLE(version integer, rules text)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_rule_sets_of(p_tenants uuid[]) RETURNS TABLE(tenant_id uuid, version integer, rules text)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_services(p_tenant uuid) RETURNS TABLE(id uuid, name text, aliases text[], is_triage boolean)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_services_of(p_tenants uuid[]) RETURNS TABLE(tenant_id uuid, id uuid, name text, aliases text[], is_triage boolean, tier text, team_id uuid, team text)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_side_events(p_shard integer, p_received timestamp with time zone, a_tenant uuid[], a_source uuid[], a_accepted bigint[], s_tenant uuid[], s_id uuid[], s_source uuid[], s_receipt uuid[], s_happened timestamp with time zone[], s_n integer[], s_kind smallint[], s_action smallint[], s_fingerprint uuid[], s_dialect text[], s_title text[], s_author text[], s_note text[], s_link text[], s_labels text[]) RETURNS integer
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan
FUNCTION ingest_silences(p_tenant uuid, p_id uuid, p_since timestamp with time zone, p_limit integer) RETURNS TABLE(id uuid, matchers text, starts_at timestamp with time zone, ends_at timestamp with time zone, created_by text, comment text, updated_at timestamp with time zone)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_sources() RETURNS TABLE(tenant_id uuid, source_id uuid, name text, type text, is_active boolean, default_severity smallint, config text, signing_secret_enc bytea, key_hash bytea, expires_at timestamp with time zone)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_sources_of(p_tenants uuid[]) RETURNS TABLE(tenant_id uuid, source_id uuid, name text, type text, is_active boolean, default_severity smallint, config text, signing_secret_enc bytea, key_hash bytea, expires_at timestamp with time zone, former_secret_enc bytea, former_secret_until timestamp with time zone)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION ingest_texts(t_tenant uuid[], t_fingerprint uuid[], t_observed timestamp with time zone[], t_labels text[], t_annotations text[], t_details text[]) RETURNS SETOF uuid
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan
FUNCTION ingest_weights() RETURNS TABLE(tenant_id uuid, weight integer)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION is_call(p_event text, p_channel text) RETURNS boolean
  as the caller; for imas_app
FUNCTION is_due(p_not_before timestamp with time zone) RETURNS boolean
  as the caller; for imas_worker_fn
FUNCTION is_of_person(p_entry audit_entry, p_user uuid) RETURNS boolean
  as the caller; for imas_worker_fn; search_path=imas, pg_temp
FUNCTION is_timer_due(p_kind text) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION item_links_wait() RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION journal_keeps(p_at timestamp with time zone) RETURNS boolean
  as the caller; for imas_ingest_fn, imas_worker_fn
FUNCTION keep_bodies(p_tenant uuid[], p_source uuid[], p_day date[], p_receipt uuid[], p_received timestamp with time zone[], p_dialect text[], p_size integer[], p_alerts integer[], p_dead_letters integer[], p_sealed bytea[]) RETURNS void
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION kind_expired() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION kind_lapsed() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION kind_opened() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION kind_reconsidered() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION kind_refired() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION kind_reopened() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION kind_resolved() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION kind_severity_changed() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION kind_still_firing() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION kind_suppressed() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION lane_bulk() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION lane_of(p_severity smallint) RETURNS integer
  as the caller; for imas_worker_fn
FUNCTION lane_urgent() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION lapse_alerts(p_now timestamp with time zone, p_default interval, p_grace interval, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION late_firings_wait(p_now timestamp with time zone) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION later_sighting(p_known timestamp with time zone, p_received timestamp with time zone, p_now timestamp with time zone) RETURNS timestamp with time zone
  as the caller; for imas_ingest_fn
FUNCTION lease_timer(p_kinds text[], p_tenant uuid, p_kind text, p_lease interval, p_idle text[]) RETURNS TABLE(tenant_id uuid, kind text, subject text, life uuid, due_at timestamp with time zone, attempts integer, recurs text, payload text, db_now timestamp with time zone, claim uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off; plan_cache_mode=force_generic_plan
FUNCTION ledger_totals() RETURNS TABLE(tenant_id uuid, tenant_name text, accepted numeric, opened numeric, deduplicated numeric, resolved numeric, reopened numeric, suppressed numeric, stale numeric, dead_lettered numeric, dropped numeric, change numeric, action numeric)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION list_tenants() RETURNS TABLE(tenant_id uuid, name text)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION log_is_used(p_topic text) RETURNS void
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION log_read_up_at() RETURNS timestamp with time zone
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION logs_in_use() RETURNS SETOF text
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION look_at_time_intervals(p_now timestamp with time zone) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION lost_incidents(OUT unrouted bigint, OUT in_triage bigint) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION meetings_due(p_now timestamp with time zone, p_limit integer) RETURNS TABLE(tenant_id uuid, event_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION meetings_wait(p_now timestamp with time zone) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION move_occurrence(p_tenant uuid, p_id uuid, p_starts timestamp with time zone, p_ends timestamp with time zone, p_comment text, p_now timestamp with time zone) RETURNS void
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION move_pass(p_pass retention_pass, p_to_the_end boolean, p_at timestamp with time zone, p_id uuid) RETURNS void
  as the caller; for imas_worker_fn
FUNCTION mute_deployment(p_tenant uuid, p_id uuid, p_window uuid, p_matchers text, p_services uuid[], p_ends timestamp with time zone, p_author text, p_comment text, p_now timestamp with time zone, p_most integer) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION next_hiding_epoch(p_tenant uuid) RETURNS bigint
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION next_timers(p_kinds text[], p_tenant uuid, p_kind text, OUT tenant_id uuid, OUT kind text) RETURNS record
  as the caller; for imas_worker_fn
FUNCTION not_of_today(p_before timestamp with time zone) RETURNS timestamp with time zone
  as the caller; for imas_worker_fn
FUNCTION not_repeated(p_told jsonb, p_repeats uuid[]) RETURNS jsonb
  as the caller; for imas_ingest_fn
FUNCTION note_former_identity() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION number_feed(p_limit integer) RETURNS TABLE(tenant_id uuid, numbered_rows integer, numbered bigint, last bigint, waiting interval)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off
FUNCTION offer_channels(p_notifier uuid, p_channels text[], p_reach jsonb, p_lease interval) RETURNS void
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION offered_channels() RETURNS TABLE(channels text[], reach jsonb)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION oldest_transaction(OUT seconds double precision) RETURNS double precision
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
PROCEDURE open_table_to(IN p_table regclass, IN p_role name)
  as the caller; for nobody else
FUNCTION outbox_backlog(OUT waiting bigint, OUT oldest timestamp with time zone) RETURNS record
  as imas_worker_fn; for imas_app, imas_ingest; search_path=imas, pg_temp
FUNCTION outbox_waits() RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION outcome_backlog(OUT waiting bigint, OUT oldest_seconds double precision) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off
FUNCTION outcomes_wait() RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION over_at(p_ends timestamp with time zone, p_last_seen timestamp with time zone) RETURNS timestamp with time zone
  as the caller; for imas_worker_fn
FUNCTION overdue_deliveries(p_tenant uuid, p_receiver uuid, p_urgent interval, p_other interval, p_limit integer) RETURNS TABLE(id uuid, incident_id uuid, event_seq integer, event text, channel text, address text, urgency smallint, attempts integer, created_at timestamp with time zone)
  as the caller; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off
FUNCTION overdue_timers(p_kinds text[], p_late interval) RETURNS bigint
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION partition_list() RETURNS TABLE(parent text, name text, starts timestamp with time zone, ends timestamp with time zone)
  as the caller; for imas_app, imas_worker_fn
FUNCTION partition_steps() RETURNS TABLE(parent text, step text)
  as the caller; for imas_app, imas_worker_fn
FUNCTION partitions_read_up(p_now timestamp with time zone, p_tenant uuid[], p_cluster text[], p_topic_id uuid[], p_partition integer[], p_epoch bigint[]) RETURNS void
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION person_terms(p_tenant uuid, p_user uuid, p_email text) RETURNS TABLE(term text, is_address boolean)
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION personal_data() RETURNS TABLE(treatment text, table_name text, columns text[], only_where text, because text)
  as the caller; for imas_app, imas_worker_fn; search_path=imas, pg_temp
FUNCTION personal_hits(p_user uuid, p_email text, p_most integer) RETURNS TABLE(treatment text, table_name text, column_name text, place jsonb, hits bigint)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION plan_as_grown() RETURNS void
  as the caller; for imas_ingest_fn
FUNCTION probes_wait(p_now timestamp with time zone) RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION providers_low_on_credits() RETURNS TABLE(tenant_id uuid, id uuid, name text, type text, credits double precision, low_since timestamp with time zone)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION purge_alerts(p_tenant uuid, p_before timestamp with time zone, p_limit integer, OUT died integer, OUT has_more boolean) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan; enable_seqscan=off; enable_bitmapscan=off; enable_hashjoin=off; enable_mergejoin=off
FUNCTION purge_deliveries(p_tenant uuid, p_before timestamp with time zone, p_limit integer, OUT died integer, OUT has_more boolean) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan; enable_seqscan=off; enable_bitmapscan=off; enable_hashjoin=off; enable_mergejoin=off
FUNCTION purge_incidents(p_tenant uuid, p_before timestamp with time zone, p_limit integer, OUT died integer, OUT has_more boolean) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan; enable_seqscan=off; enable_bitmapscan=off; enable_hashjoin=off; enable_mergejoin=off
FUNCTION put_occurrence(p_tenant uuid, p_id uuid, p_window uuid, p_occurrence timestamp without time zone, p_matchers text, p_services uuid[], p_sev1 boolean, p_starts timestamp with time zone, p_ends timestamp with time zone, p_created_by text, p_author text, p_comment text, p_now timestamp with time zone, p_most integer) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION put_silence(p_tenant uuid, p_id uuid, p_new_id uuid, p_matchers text, p_starts timestamp with time zone, p_ends timestamp with time zone, p_with_alerts boolean, p_created_by text, p_author text, p_comment text, p_now timestamp with time zone, p_most integer, OUT outcome text, OUT id uuid) RETURNS record
  as imas_worker_fn; for imas_app, imas_ingest; search_path=imas, pg_temp
FUNCTION queue_events(p_ids uuid[], p_webhooks uuid[], p_abouts uuid[], p_keys text[], p_events text[], p_payloads text[]) RETURNS integer
  as the caller; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off
FUNCTION queue_status_mails(p_most integer, p_waiting integer, p_life interval, OUT queued integer, OUT is_more boolean) RETURNS record
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION read_apart(p_cluster text, p_topic_id uuid, p_partition integer, p_epoch bigint, p_next bigint, p_tenant uuid) RETURNS TABLE(received_at timestamp with time zone)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION read_together(p_cluster text, p_topic_id uuid, p_partition integer, p_epoch bigint, p_first bigint, p_to bigint, p_tenant uuid, p_tenant_epoch bigint, p_next bigint) RETURNS boolean
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION recall_cards(p_lease interval) RETURNS void
  as the caller; for imas_worker_fn; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION recall_deliveries(p_lease interval) RETURNS integer
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION recall_events(p_lease interval) RETURNS void
  as the caller; for imas_worker_fn; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION recall_item_links(p_lease interval) RETURNS integer
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION recall_reminders(p_at timestamp with time zone) RETURNS void
  as the caller; for imas_worker_fn; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION recall_room_tasks(p_lease interval) RETURNS integer
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION recall_status_mails(p_lease interval) RETURNS void
  as the caller; for imas_worker_fn; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION receiver_moved(p_tenant uuid, p_receiver uuid, p_channel text, p_from text, p_to text) RETURNS void
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION recent_body_keys(p_tenant uuid[], p_sealed bytea[]) RETURNS TABLE(tenant_id uuid, day date, sealed bytea)
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION recheck_incidents(p_now timestamp with time zone, p_again interval, p_limit integer, OUT still_firing integer, OUT taken integer) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION reconsider_alerts(p_tenant uuid, p_prints uuid[], p_now timestamp with time zone) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION record_deployments(p_known timestamp with time zone, p_told jsonb) RETURNS void
  as the caller; for imas_app, imas_ingest_fn; search_path=imas, pg_temp
FUNCTION record_pushes(p_known timestamp with time zone, p_told jsonb) RETURNS void
  as the caller; for imas_ingest_fn; search_path=imas, pg_temp
FUNCTION record_schema_generation(p_generation integer, p_reads_from integer) RETURNS void
  as imas_worker_fn; for imas_owner; search_path=imas, pg_temp
FUNCTION record_sns_subscription(p_tenant uuid, p_source uuid, p_topic text, p_message text, p_told timestamp with time zone, p_state text, p_url text, p_now timestamp with time zone) RETURNS void
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION recount_ledger(p_tenant uuid) RETURNS TABLE(tenant_id uuid, source_id uuid, minute timestamp with time zone, figure text, in_ledger numeric, recounted numeric)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION recounted_since() RETURNS timestamp with time zone
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION refire_alerts(p_now timestamp with time zone, p_limit integer, OUT refired integer, OUT taken integer) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION release_event(p_tenant uuid, p_id uuid, p_attempt integer, p_wait interval) RETURNS void
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION release_status_mail(p_tenant uuid, p_telling uuid, p_subscriber uuid, p_attempt integer, p_wait interval) RETURNS void
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION release_take_backs(p_incident uuid, p_seq integer, OUT released integer, OUT urgency smallint) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION remove_timers(p_tenant uuid, p_subjects uuid[]) RETURNS void
  as the caller; for imas_worker_fn
FUNCTION removed_before(p_table text) RETURNS timestamp with time zone
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION renew_alerts(p_now timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION renew_timers(p_tenant uuid[], p_kind text[], p_subject text[], p_claim uuid[], p_lease interval) RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION repeated_alerts(p_since timestamp with time zone, p_after uuid, p_limit integer) RETURNS TABLE(tenant_id uuid, fingerprint uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION repeats_are_counted(p_since timestamp with time zone, p_until timestamp with time zone) RETURNS void
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION repeats_counted_from() RETURNS timestamp with time zone
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION repeats_counted_until() RETURNS timestamp with time zone
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION report_clock(p_process uuid, p_role text, p_ahead double precision) RETURNS void
  as imas_worker_fn; for imas_app, imas_notifier; search_path=imas, pg_temp
FUNCTION report_ended_delivery() RETURNS trigger
  as the caller; for nobody else; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION room_tasks_wait() RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION schema_generation(OUT generation integer, OUT reads_from integer) RETURNS SETOF record
  as imas_worker_fn; for imas_app, imas_ingest, imas_notifier, imas_owner; search_path=imas, pg_temp
FUNCTION seal_audit(p_first bigint, p_ids uuid[], p_leaves bytea[], p_links bytea[], p_late boolean[], p_at timestamp with time zone) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION seal_audit_late() RETURNS bigint
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION search_ids(p_kind smallint, p_query text, p_most integer, p_longest interval, p_after timestamp with time zone, p_after_bucket integer, OUT ids uuid[], OUT seqs integer[], OUT last timestamp with time zone, OUT last_bucket integer) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan; enable_seqscan=off; enable_indexscan=off
FUNCTION search_newest(p_times timestamp with time zone[], p_ids uuid[], p_seqs integer[], p_most integer, OUT times timestamp with time zone[], OUT ids uuid[], OUT seqs integer[]) RETURNS record
  as the caller; for nobody else; search_path=imas, pg_temp
FUNCTION search_tenants() RETURNS TABLE(tenant_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION search_waits() RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
PROCEDURE secure_function(IN p_function text, IN runs_as name, IN callers name[])
  as the caller; for nobody else
PROCEDURE secure_table(IN p_table regclass)
  as the caller; for nobody else
FUNCTION seed_environments() RETURNS trigger
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp
FUNCTION seed_impact_scopes() RETURNS void
  as the caller; for imas_app; search_path=imas, pg_temp
FUNCTION seed_ladder(p_by text, p_at timestamp with time zone) RETURNS void
  as the caller; for imas_app; search_path=imas, pg_temp
FUNCTION sender_action_tenants() RETURNS TABLE(tenant_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION sender_of(p_source uuid, p_details text) RETURNS text
  as the caller; for imas_ingest_fn
FUNCTION senders_had_their_say(p_now timestamp with time zone, p_grace interval) RETURNS boolean
  as the caller; for imas_worker_fn
FUNCTION service_named(p_name text) RETURNS uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan
FUNCTION service_of_change(p_tenant uuid, p_forge text, p_repository text, p_repository_id text, p_labels text) RETURNS uuid
  as the caller; for imas_app, imas_worker_fn; search_path=imas, pg_temp; plan_cache_mode=force_generic_plan
FUNCTION set_expiry_timer(p_tenant uuid, p_subject text, p_ends timestamp with time zone) RETURNS void
  as the caller; for imas_app
FUNCTION set_tenant_weight(p_name text, p_weight integer, p_by text, OUT before integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION settle_deliveries(p_tenant uuid, p_incident uuid, p_receiver uuid) RETURNS void
  as imas_worker_fn; for nobody else; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_sort=off; plan_cache_mode=force_generic_plan
FUNCTION settle_events(p_tenant uuid, p_webhook uuid, p_about uuid) RETURNS void
  as the caller; for imas_app, imas_worker_fn; search_path=imas, pg_temp
FUNCTION side_action() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION side_change() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION side_dropped() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION skip_timers(p_kinds text[]) RETURNS void
  as the caller; for imas_worker_fn
FUNCTION sns_certificate_at(p_tenant uuid, p_url text, p_now timestamp with time zone) RETURNS bytea
  as imas_ingest_fn; for imas_ingest; search_path=imas, pg_temp
FUNCTION sns_errands_wait(p_now timestamp with time zone) RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION sources_that_lag(p_now timestamp with time zone) RETURNS TABLE(tenant_id uuid, source_id uuid, read_up_at timestamp with time zone)
  as the caller; for imas_app, imas_worker_fn; search_path=imas, pg_temp
FUNCTION status_firing() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION status_mails_wait() RETURNS boolean
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION status_pages(p_most integer) RETURNS TABLE(tenant_id uuid, slug text, revision bigint)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION status_pages_after(p_after text, p_most integer) RETURNS TABLE(tenant_id uuid, slug text, revision bigint)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION status_resolved() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION status_suppressed() RETURNS integer
  as the caller; for imas_app, imas_ingest, imas_ingest_fn, imas_notifier, imas_worker_fn
FUNCTION suppress_events(p_tenant uuid, p_prints uuid[], p_seqs integer[]) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION suspect_tenants(p_now timestamp with time zone) RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION suspects_of_late_facts(p_now timestamp with time zone) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION take_pass(p_tenant uuid, p_table text, p_before timestamp with time zone) RETURNS retention_pass
  as the caller; for imas_worker_fn
FUNCTION tenant_names() RETURNS TABLE(tenant_id uuid, name text, created_at timestamp with time zone)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenant_weights() RETURNS TABLE(tenant_id uuid, name text, weight integer, weight_set_by text, weight_set_at timestamp with time zone)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenants_hiding_incidents(p_since timestamp with time zone) RETURNS TABLE(tenant_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenants_to_pack(p_now timestamp with time zone) RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenants_to_remind(p_at timestamp with time zone) RETURNS TABLE(tenant_id uuid)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION tenants_with_custom_fields() RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenants_with_event_webhooks() RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenants_with_labelled_scopes() RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenants_with_runbooks() RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenants_with_service_levels() RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenants_with_storms() RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION tenants_with_tag_patterns() RETURNS SETOF uuid
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION terms_pattern(p_terms text[]) RETURNS text
  as the caller; for imas_worker_fn; search_path=imas, pg_temp
FUNCTION text_length(p_texts jsonb) RETURNS bigint
  as the caller; for imas_ingest_fn
FUNCTION tier_of(p_tenant uuid, p_environment text, p_told smallint) RETURNS smallint
  as the caller; for imas_app, imas_worker_fn; search_path=imas, pg_temp
FUNCTION timeline_is_empty(p_starts timestamp with time zone, p_ends timestamp with time zone) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION timer_lock(p_life uuid) RETURNS bigint
  as the caller; for imas_app, imas_worker_fn
FUNCTION timers_wait(p_kinds text[]) RETURNS boolean
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp; enable_seqscan=off
FUNCTION told_receivers(p_incidents uuid[]) RETURNS TABLE(incident_id uuid, receiver_id uuid, channel text, address text, min_severity smallint, may_wait boolean, owner text)
  as the caller; for imas_app; search_path=imas, pg_temp; enable_seqscan=off; enable_bitmapscan=off; enable_hashjoin=off; enable_mergejoin=off
FUNCTION touch_known(p_received timestamp with time zone, k_tenant uuid[], k_fingerprint uuid[], k_n integer[], k_severity smallint[], k_ends timestamp with time zone[], k_observed timestamp with time zone[]) RETURNS integer[]
  as the caller; for imas_ingest_fn
FUNCTION wake_hidden(p_now timestamp with time zone, p_limit integer, OUT woken integer, OUT taken integer) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION wake_hidden_by(p_tenant uuid, p_hider uuid, p_now timestamp with time zone) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION wake_overtaken(p_now timestamp with time zone) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION wake_overtaken_by_times(p_now timestamp with time zone) RETURNS integer
  as the caller; for imas_app
FUNCTION watch_grant_expiry() RETURNS trigger
  as the caller; for nobody else
FUNCTION watch_timer_clock(p_limit integer, OUT set_back interval, OUT more boolean) RETURNS record
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION watch_token_expiry() RETURNS trigger
  as the caller; for nobody else
FUNCTION withdraw_alerts(p_source uuid, p_now timestamp with time zone, p_limit integer) RETURNS integer
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
FUNCTION withdraw_channels(p_notifier uuid) RETURNS void
  as imas_worker_fn; for imas_notifier; search_path=imas, pg_temp
FUNCTION without_person(p_text text, p_names text, p_addresses text, p_instead text) RETURNS text
  as the caller; for imas_worker_fn; search_path=imas, pg_temp
FUNCTION wrong_clocks() RETURNS TABLE(role text, ahead double precision)
  as imas_worker_fn; for imas_app; search_path=imas, pg_temp
*/
