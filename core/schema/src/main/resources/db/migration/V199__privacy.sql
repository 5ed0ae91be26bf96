-- What erases a person, and the desk of requests of people about their data (docs/adr/0159).

-- Of entries of the audit: a hash of address, before and after under a salt, which the leaf has in their place. So they can be
-- erased, and the chain still holds. Both are empty in entries of before, and the salt where a person was erased.
ALTER TABLE audit_entry ADD COLUMN salt uuid;
ALTER TABLE audit_entry ADD COLUMN commitment bytea;

-- Which entries a person was erased from, and the entry that tells of it, which is sealed as every entry is.
CREATE TABLE audit_erasure (
  tenant_id uuid NOT NULL,
  entry_id  uuid NOT NULL,
  erased_by uuid NOT NULL,
  PRIMARY KEY (tenant_id, entry_id, erased_by)
);
CALL secure_table('audit_erasure');
CALL open_table_to('audit_erasure', 'imas_worker_fn');
GRANT SELECT ON audit_erasure TO imas_app;
GRANT SELECT, INSERT ON audit_erasure TO imas_worker_fn;

-- Names, addresses and numbers that a person had before: copies of them stand in what happened then.
CREATE TABLE former_identity (
  tenant_id  uuid NOT NULL,
  user_id    uuid NOT NULL,
  term       text NOT NULL,
  is_address boolean NOT NULL,
  until_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id, term),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('former_identity');
CALL open_table_to('former_identity', 'imas_worker_fn');
GRANT SELECT ON former_identity TO imas_app;
GRANT SELECT, INSERT, DELETE ON former_identity TO imas_worker_fn;

-- Requests of people about their data.
CREATE TABLE privacy_request (
  tenant_id        uuid NOT NULL REFERENCES tenant,
  id               uuid NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('access', 'portability', 'rectification', 'erasure', 'objection', 'restriction')),
  subject_id       uuid,                 -- a user; empty: somebody else, whom subject_email names
  subject_email    text CHECK (length(subject_email) <= 255),
  note             text NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
  received_at      timestamptz NOT NULL,
  due_at           timestamptz NOT NULL,
  extended_at      timestamptz,
  extension_reason text CHECK (length(extension_reason) <= 2000),
  state            text NOT NULL CHECK (state IN ('open', 'erasing', 'done', 'refused', 'withdrawn')),
  requested_by     uuid,                 -- empty: a program
  requested_at     timestamptz NOT NULL,
  confirmed_by     uuid,                 -- the second person of an erasure
  confirmed_at     timestamptz,
  closed_by        uuid,
  closed_at        timestamptz,
  outcome_note     text CHECK (length(outcome_note) <= 2000),
  proof_sha256     text CHECK (proof_sha256 ~ '^[0-9a-f]{64}$'),
  pseudonym        text,                 -- random; what stands in place of the person
  step             integer NOT NULL DEFAULT 0,
  after_entry      uuid,                 -- the last entry of the audit that was looked at
  export_bytes     bigint,
  export_made_at   timestamptz,
  export_until     timestamptz,
  version          integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, subject_id) REFERENCES user_account (tenant_id, id),
  CHECK (num_nonnulls(subject_id, subject_email) = 1),
  CHECK (confirmed_by <> requested_by),
  CHECK (state <> 'erasing' OR (kind = 'erasure' AND confirmed_by IS NOT NULL AND subject_id IS NOT NULL))
);
CREATE INDEX privacy_request_list ON privacy_request (tenant_id, received_at DESC, id DESC);
CREATE INDEX privacy_request_subject ON privacy_request (tenant_id, subject_id) WHERE subject_id IS NOT NULL;
CALL secure_table('privacy_request');
CALL open_table_to('privacy_request', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON privacy_request TO imas_app;
GRANT SELECT, UPDATE ON privacy_request TO imas_worker_fn;

-- What is looked for while a person is erased: it is forgotten with the last step.
CREATE TABLE privacy_term (
  tenant_id  uuid NOT NULL,
  request_id uuid NOT NULL,
  term       text NOT NULL,
  is_address boolean NOT NULL,
  PRIMARY KEY (tenant_id, request_id, term),
  FOREIGN KEY (tenant_id, request_id) REFERENCES privacy_request (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('privacy_term');
CALL open_table_to('privacy_term', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON privacy_term TO imas_worker_fn;

-- Texts that people or senders wrote and that mention the person, as they were when the erasure was confirmed: where they are, and
-- not what they say.
CREATE TABLE privacy_mention (
  tenant_id   uuid NOT NULL,
  request_id  uuid NOT NULL,
  number      integer NOT NULL,
  table_name  text NOT NULL,
  column_name text NOT NULL,
  place       jsonb NOT NULL,            -- the key of the row
  PRIMARY KEY (tenant_id, request_id, number),
  FOREIGN KEY (tenant_id, request_id) REFERENCES privacy_request (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('privacy_mention');
CALL open_table_to('privacy_mention', 'imas_worker_fn');
GRANT SELECT ON privacy_mention TO imas_app;
GRANT SELECT, INSERT ON privacy_mention TO imas_worker_fn;

-- The export of a person, in parts, until it expires.
CREATE TABLE privacy_export (
  tenant_id  uuid NOT NULL,
  request_id uuid NOT NULL,
  part       integer NOT NULL,
  content    bytea NOT NULL,
  PRIMARY KEY (tenant_id, request_id, part),
  FOREIGN KEY (tenant_id, request_id) REFERENCES privacy_request (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('privacy_export');
CALL open_table_to('privacy_export', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON privacy_export TO imas_app;
GRANT SELECT, DELETE ON privacy_export TO imas_worker_fn;

-- What the function that erases needs of each table. A table that comes later grants it in its own migration.
DO $$
DECLARE
  v_table text;
BEGIN
  FOREACH v_table IN ARRAY ARRAY[
    'access_grant', 'action_link', 'alert_acknowledgement', 'alert_state', 'api_token', 'audit_entry',
    'calendar_feed', 'cause', 'chat_reply', 'comment', 'comment_version', 'contact_code', 'custom_field',
    'custom_field_option', 'dead_letter', 'default_view', 'delivery', 'delivery_attempt', 'delivery_outcome', 'drill',
    'drill_message', 'drill_schedule', 'drill_step', 'escalation_address', 'escalation_firing', 'escalation_policy',
    'escalation_policy_version', 'escalation_run', 'event_attempt', 'event_delivery', 'event_webhook',
    'hand_over_note', 'heartbeat', 'hidden_alert', 'holiday', 'holiday_calendar', 'impact_scope', 'inbox_entry',
    'incident', 'incident_cause', 'incident_clock_pause', 'incident_field_value', 'incident_impact', 'incident_link',
    'incident_merge', 'incident_opening', 'incident_promise', 'incident_role', 'incident_runbook',
    'incident_runbook_step', 'incident_snooze', 'incident_tag', 'incident_update', 'inhibit_rule', 'item',
    'item_event', 'late_firing', 'lookup_table', 'lookup_table_version', 'maintenance_window', 'managed_object',
    'message_card', 'message_template', 'notification_preference', 'notification_rule', 'obligation',
    'obligation_event', 'post_mortem', 'post_mortem_section', 'post_mortem_version', 'provider', 'provider_credits',
    'provider_health', 'room', 'room_mark', 'room_task', 'rule_set', 'rule_set_activation', 'rule_set_history',
    'runbook', 'runbook_version', 'saved_view', 'schedule', 'schedule_override', 'schedule_person',
    'schedule_version', 'sender_action', 'sender_note', 'service', 'service_account', 'shift_swap', 'side_event',
    'silence', 'simulation', 'sns_subscription', 'source', 'status_component', 'status_incident',
    'status_maintenance', 'status_page', 'status_probe', 'status_subscriber', 'status_telling', 'status_update',
    'storm', 'storm_child', 'tag', 'team', 'team_contact', 'team_member', 'tenant', 'time_interval', 'timeline',
    'timer', 'user_absence', 'user_account', 'user_contact', 'user_invitation', 'user_preference',
    'user_recovery_code', 'user_session', 'user_totp', 'workflow'
  ] LOOP
    IF NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'imas' AND p.tablename = v_table
                                               AND p.policyname = 'imas_worker_fn_all') THEN
      EXECUTE format('CALL imas.open_table_to(%L, %L)', 'imas.' || v_table, 'imas_worker_fn');
    END IF;
  END LOOP;
END $$;
GRANT SELECT (tenant_id, id, grantee_id, user_id, service_account_id, token_id, reason, made_by, made_by_user, ended_by) ON access_grant TO imas_worker_fn;
GRANT SELECT (tenant_id, id, incident_id, user_id) ON action_link TO imas_worker_fn;
GRANT SELECT (tenant_id, fingerprint, incident_id, author) ON alert_acknowledgement TO imas_worker_fn;
GRANT SELECT (tenant_id, fingerprint, status, name, labels, annotations, details) ON alert_state TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, created_by, user_id) ON api_token TO imas_worker_fn;
GRANT SELECT (tenant_id, id, address, subject_id) ON audit_entry TO imas_worker_fn;
GRANT SELECT (tenant_id, id, kind, subject_id, made_by, made_by_user) ON calendar_feed TO imas_worker_fn;
GRANT SELECT (tenant_id, id, label) ON cause TO imas_worker_fn;
GRANT SELECT (tenant_id, id, kind, payload) ON chat_reply TO imas_worker_fn;
GRANT SELECT (tenant_id, id, subject_id, author, text, pinned_by, deleted_by) ON comment TO imas_worker_fn;
GRANT SELECT (tenant_id, comment_id, version, text, author) ON comment_version TO imas_worker_fn;
GRANT SELECT (tenant_id, id, user_id, channel, address) ON contact_code TO imas_worker_fn;
GRANT SELECT (tenant_id, id, label, description, type) ON custom_field TO imas_worker_fn;
GRANT SELECT (tenant_id, field_id, id, label) ON custom_field_option TO imas_worker_fn;
GRANT SELECT (at, tenant_id, id, kind, reason, replayed_by) ON dead_letter TO imas_worker_fn;
GRANT SELECT (tenant_id, user_id, page) ON default_view TO imas_worker_fn;
GRANT SELECT (tenant_id, id, incident_id, channel, address, status, payload, last_error, about_key) ON delivery TO imas_worker_fn;
GRANT SELECT (at, tenant_id, delivery_id, attempt, error) ON delivery_attempt TO imas_worker_fn;
GRANT SELECT (tenant_id, id, incident_id, reason) ON delivery_outcome TO imas_worker_fn;
GRANT SELECT (tenant_id, id, policy_name, service_name, team_name, labels, started_by, ended_by) ON drill TO imas_worker_fn;
GRANT SELECT (tenant_id, drill_id, round, step, receiver_id, user_id, name, channel, address) ON drill_message TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, owner_id, failure) ON drill_schedule TO imas_worker_fn;
GRANT SELECT (tenant_id, drill_id, round, step, people, reasons) ON drill_step TO imas_worker_fn;
GRANT SELECT (tenant_id, id, address) ON escalation_address TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, run, round, step, status, people, reason) ON escalation_firing TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, description, labels) ON escalation_policy TO imas_worker_fn;
GRANT SELECT (tenant_id, policy_id, version, definition, made_by) ON escalation_policy_version TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, run, policy_name, chosen, ended_by) ON escalation_run TO imas_worker_fn;
GRANT SELECT (tenant_id, delivery_id, attempt, error) ON event_attempt TO imas_worker_fn;
GRANT SELECT (tenant_id, id, event_key, payload, status, last_error) ON event_delivery TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, url, switched_off_why) ON event_webhook TO imas_worker_fn;
GRANT SELECT (tenant_id, id, user_id, note) ON hand_over_note TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, matchers) ON heartbeat TO imas_worker_fn;
GRANT SELECT (tenant_id, fingerprint, reasons) ON hidden_alert TO imas_worker_fn;
GRANT SELECT (tenant_id, calendar_id, day, made_at, name) ON holiday TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name) ON holiday_calendar TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, description, actions, labels) ON impact_scope TO imas_worker_fn;
GRANT SELECT (tenant_id, id, user_id) ON inbox_entry TO imas_worker_fn;
GRANT SELECT (tenant_id, id, title, description, status, lead, created_by, resolution_note, root_cause, lead_id) ON incident TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, chosen_by) ON incident_cause TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, kind, cycle, "position", reason, message, held_by) ON incident_clock_pause TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, field_id, "position", value_key, text_value) ON incident_field_value TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, version, set_by) ON incident_impact TO imas_worker_fn;
GRANT SELECT (tenant_id, id, kind, author) ON incident_link TO imas_worker_fn;
GRANT SELECT (tenant_id, id, author, undone_by) ON incident_merge TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, labels, escalation_policy) ON incident_opening TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, promised_by) ON incident_promise TO imas_worker_fn;
GRANT SELECT (tenant_id, id, incident_id, user_id, given_by, ended_by) ON incident_role TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, why, attached_by) ON incident_runbook TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, step, note, confirmation_by) ON incident_runbook_step TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, author) ON incident_snooze TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, tag_id, added_by) ON incident_tag TO imas_worker_fn;
GRANT SELECT (tenant_id, id, incident_id, status, message, author) ON incident_update TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, source_matchers, target_matchers) ON inhibit_rule TO imas_worker_fn;
GRANT SELECT (tenant_id, id, kind, title, description, status, owner_id, incident_id, dropped_reason, created_by) ON item TO imas_worker_fn;
GRANT SELECT (tenant_id, item_id, seq, from_value, to_value, reason, author) ON item_event TO imas_worker_fn;
GRANT SELECT (tenant_id, fingerprint, name, labels, annotations, details, senders) ON late_firing TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, description) ON lookup_table TO imas_worker_fn;
GRANT SELECT (tenant_id, version, rows, created_by) ON lookup_table_version TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, comment, matchers, author) ON maintenance_window TO imas_worker_fn;
GRANT SELECT (tenant_id, kind, key) ON managed_object TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, receiver_id, channel, address, last_error) ON message_card TO imas_worker_fn;
GRANT SELECT (tenant_id, language, kind, form, version, source, made_by) ON message_template TO imas_worker_fn;
GRANT SELECT (tenant_id, user_id) ON notification_preference TO imas_worker_fn;
GRANT SELECT (tenant_id, user_id, urgency, "position") ON notification_rule TO imas_worker_fn;
GRANT SELECT (tenant_id, id, incident_id, owner_id, opened_by) ON obligation TO imas_worker_fn;
GRANT SELECT (tenant_id, obligation_id, seq, kind, reason, authority, reference, submitted_by, document, author) ON obligation_event TO imas_worker_fn;
GRANT SELECT (tenant_id, id, incident_id, owner_id, not_needed_reason, state_by, created_by) ON post_mortem TO imas_worker_fn;
GRANT SELECT (tenant_id, post_mortem_id, section, text, edited_by) ON post_mortem_section TO imas_worker_fn;
GRANT SELECT (tenant_id, post_mortem_id, number, content, published_by) ON post_mortem_version TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, config) ON provider TO imas_worker_fn;
GRANT SELECT (tenant_id, provider_id, error) ON provider_credits TO imas_worker_fn;
GRANT SELECT (tenant_id, provider_id, last_error) ON provider_health TO imas_worker_fn;
GRANT SELECT (tenant_id, id, incident_id, name, channel, topic, asked_by, reason) ON room TO imas_worker_fn;
GRANT SELECT (tenant_id, room_id, ts, marked_by) ON room_mark TO imas_worker_fn;
GRANT SELECT (tenant_id, id, kind, payload, status, result, last_error) ON room_task TO imas_worker_fn;
GRANT SELECT (tenant_id, version, comment, rules, created_by) ON rule_set TO imas_worker_fn;
GRANT SELECT (tenant_id, activated_by) ON rule_set_activation TO imas_worker_fn;
GRANT SELECT (tenant_id, number, recorded_by) ON rule_set_history TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, alert_pattern, author) ON runbook TO imas_worker_fn;
GRANT SELECT (tenant_id, runbook_id, version, content, author) ON runbook_version TO imas_worker_fn;
GRANT SELECT (tenant_id, id, user_id) ON saved_view TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, description) ON schedule TO imas_worker_fn;
GRANT SELECT (tenant_id, id, user_id, note, made_by, ended_by) ON schedule_override TO imas_worker_fn;
GRANT SELECT (tenant_id, schedule_id, user_id) ON schedule_person TO imas_worker_fn;
GRANT SELECT (tenant_id, schedule_id, version, layers, made_by) ON schedule_version TO imas_worker_fn;
GRANT SELECT (tenant_id, id, author) ON sender_action TO imas_worker_fn;
GRANT SELECT (tenant_id, id, author, note) ON sender_note TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, aliases, description, runbook_url, repository_url, monitoring_url) ON service TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, description, created_by) ON service_account TO imas_worker_fn;
GRANT SELECT (tenant_id, id, note, made_by, ended_by) ON shift_swap TO imas_worker_fn;
GRANT SELECT (at, tenant_id, id, kind, title, author, note, link, labels) ON side_event TO imas_worker_fn;
GRANT SELECT (tenant_id, id, matchers, created_by, author, comment) ON silence TO imas_worker_fn;
GRANT SELECT (tenant_id, id, created_by, failure, result) ON simulation TO imas_worker_fn;
GRANT SELECT (tenant_id, source_id, topic, error) ON sns_subscription TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, config) ON source TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, in_group, description) ON status_component TO imas_worker_fn;
GRANT SELECT (tenant_id, id, title) ON status_incident TO imas_worker_fn;
GRANT SELECT (tenant_id, id, title, message) ON status_maintenance TO imas_worker_fn;
GRANT SELECT (tenant_id, name, description) ON status_page TO imas_worker_fn;
GRANT SELECT (tenant_id, component_id, url, reason) ON status_probe TO imas_worker_fn;
GRANT SELECT (tenant_id, id, email) ON status_subscriber TO imas_worker_fn;
GRANT SELECT (tenant_id, id, key, content) ON status_telling TO imas_worker_fn;
GRANT SELECT (tenant_id, incident, seq, message, author) ON status_update TO imas_worker_fn;
GRANT SELECT (tenant_id, umbrella_id, follows) ON storm TO imas_worker_fn;
GRANT SELECT (tenant_id, incident_id, asked_by, released_by) ON storm_child TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, description, auto_apply_pattern) ON tag TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, description, email) ON team TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, channel, address) ON team_contact TO imas_worker_fn;
GRANT SELECT (tenant_id, team_id, user_id) ON team_member TO imas_worker_fn;
GRANT SELECT (tenant_id, settings, weight_set_by) ON tenant TO imas_worker_fn;
GRANT SELECT (tenant_id, id, name, description, intervals) ON time_interval TO imas_worker_fn;
GRANT SELECT (at, tenant_id, incident_id, seq, type, author, message, metadata) ON timeline TO imas_worker_fn;
GRANT SELECT (tenant_id, kind, subject, payload, last_outcome, asked_by) ON timer TO imas_worker_fn;
GRANT SELECT (tenant_id, id, user_id, note, made_by, ended_by) ON user_absence TO imas_worker_fn;
GRANT SELECT (tenant_id, id, username, email, first_name, last_name, phone, time_zone, locale, version, last_login_at) ON user_account TO imas_worker_fn;
GRANT SELECT (tenant_id, id, user_id, channel, address) ON user_contact TO imas_worker_fn;
GRANT SELECT (tenant_id, id, user_id, created_by) ON user_invitation TO imas_worker_fn;
GRANT SELECT (tenant_id, user_id) ON user_preference TO imas_worker_fn;
GRANT SELECT (tenant_id, user_id, code_hash) ON user_recovery_code TO imas_worker_fn;
GRANT SELECT (tenant_id, id, user_id, address) ON user_session TO imas_worker_fn;
GRANT SELECT (tenant_id, user_id) ON user_totp TO imas_worker_fn;
GRANT SELECT (tenant_id, item_kind, version, definition, created_by) ON workflow TO imas_worker_fn;
GRANT UPDATE (made_by, ended_by) ON access_grant TO imas_worker_fn;
GRANT UPDATE (author) ON alert_acknowledgement TO imas_worker_fn;
GRANT UPDATE (created_by) ON api_token TO imas_worker_fn;
GRANT UPDATE (made_by) ON calendar_feed TO imas_worker_fn;
GRANT UPDATE (payload) ON chat_reply TO imas_worker_fn;
GRANT UPDATE (author, pinned_by, deleted_by) ON comment TO imas_worker_fn;
GRANT UPDATE (author) ON comment_version TO imas_worker_fn;
GRANT UPDATE (replayed_by) ON dead_letter TO imas_worker_fn;
GRANT UPDATE (address, payload, last_error, about_key) ON delivery TO imas_worker_fn;
GRANT UPDATE (error) ON delivery_attempt TO imas_worker_fn;
GRANT UPDATE (reason) ON delivery_outcome TO imas_worker_fn;
GRANT UPDATE (policy_name, started_by, ended_by) ON drill TO imas_worker_fn;
GRANT UPDATE (name, address) ON drill_message TO imas_worker_fn;
GRANT UPDATE (failure) ON drill_schedule TO imas_worker_fn;
GRANT UPDATE (people, reasons) ON drill_step TO imas_worker_fn;
GRANT UPDATE (people, reason) ON escalation_firing TO imas_worker_fn;
GRANT UPDATE (definition, made_by) ON escalation_policy_version TO imas_worker_fn;
GRANT UPDATE (chosen, ended_by) ON escalation_run TO imas_worker_fn;
GRANT UPDATE (error) ON event_attempt TO imas_worker_fn;
GRANT UPDATE (event_key, payload, last_error) ON event_delivery TO imas_worker_fn;
GRANT UPDATE (reasons) ON hidden_alert TO imas_worker_fn;
GRANT UPDATE (lead, created_by) ON incident TO imas_worker_fn;
GRANT UPDATE (chosen_by) ON incident_cause TO imas_worker_fn;
GRANT UPDATE (message, held_by) ON incident_clock_pause TO imas_worker_fn;
GRANT UPDATE (value_key) ON incident_field_value TO imas_worker_fn;
GRANT UPDATE (set_by) ON incident_impact TO imas_worker_fn;
GRANT UPDATE (author) ON incident_link TO imas_worker_fn;
GRANT UPDATE (author, undone_by) ON incident_merge TO imas_worker_fn;
GRANT UPDATE (escalation_policy) ON incident_opening TO imas_worker_fn;
GRANT UPDATE (promised_by) ON incident_promise TO imas_worker_fn;
GRANT UPDATE (given_by, ended_by) ON incident_role TO imas_worker_fn;
GRANT UPDATE (why, attached_by) ON incident_runbook TO imas_worker_fn;
GRANT UPDATE (confirmation_by) ON incident_runbook_step TO imas_worker_fn;
GRANT UPDATE (author) ON incident_snooze TO imas_worker_fn;
GRANT UPDATE (added_by) ON incident_tag TO imas_worker_fn;
GRANT UPDATE (author) ON incident_update TO imas_worker_fn;
GRANT UPDATE (created_by) ON item TO imas_worker_fn;
GRANT UPDATE (from_value, to_value, author) ON item_event TO imas_worker_fn;
GRANT UPDATE (created_by) ON lookup_table_version TO imas_worker_fn;
GRANT UPDATE (author) ON maintenance_window TO imas_worker_fn;
GRANT UPDATE (key) ON managed_object TO imas_worker_fn;
GRANT UPDATE (address, last_error) ON message_card TO imas_worker_fn;
GRANT UPDATE (made_by) ON message_template TO imas_worker_fn;
GRANT UPDATE (opened_by) ON obligation TO imas_worker_fn;
GRANT UPDATE (submitted_by, author) ON obligation_event TO imas_worker_fn;
GRANT UPDATE (state_by, created_by) ON post_mortem TO imas_worker_fn;
GRANT UPDATE (edited_by) ON post_mortem_section TO imas_worker_fn;
GRANT UPDATE (published_by) ON post_mortem_version TO imas_worker_fn;
GRANT UPDATE (error) ON provider_credits TO imas_worker_fn;
GRANT UPDATE (last_error) ON provider_health TO imas_worker_fn;
GRANT UPDATE (asked_by, reason) ON room TO imas_worker_fn;
GRANT UPDATE (marked_by) ON room_mark TO imas_worker_fn;
GRANT UPDATE (payload, result, last_error) ON room_task TO imas_worker_fn;
GRANT UPDATE (created_by) ON rule_set TO imas_worker_fn;
GRANT UPDATE (activated_by) ON rule_set_activation TO imas_worker_fn;
GRANT UPDATE (recorded_by) ON rule_set_history TO imas_worker_fn;
GRANT UPDATE (author) ON runbook TO imas_worker_fn;
GRANT UPDATE (author) ON runbook_version TO imas_worker_fn;
GRANT UPDATE (made_by, ended_by) ON schedule_override TO imas_worker_fn;
GRANT UPDATE (layers, made_by) ON schedule_version TO imas_worker_fn;
GRANT UPDATE (author) ON sender_action TO imas_worker_fn;
GRANT UPDATE (author) ON sender_note TO imas_worker_fn;
GRANT UPDATE (created_by) ON service_account TO imas_worker_fn;
GRANT UPDATE (made_by, ended_by) ON shift_swap TO imas_worker_fn;
GRANT UPDATE (author) ON side_event TO imas_worker_fn;
GRANT UPDATE (created_by, author) ON silence TO imas_worker_fn;
GRANT UPDATE (created_by, failure, result) ON simulation TO imas_worker_fn;
GRANT UPDATE (error) ON sns_subscription TO imas_worker_fn;
GRANT UPDATE (key, content) ON status_telling TO imas_worker_fn;
GRANT UPDATE (author) ON status_update TO imas_worker_fn;
GRANT UPDATE (asked_by, released_by) ON storm_child TO imas_worker_fn;
GRANT UPDATE (weight_set_by) ON tenant TO imas_worker_fn;
GRANT UPDATE (author, metadata, message) ON timeline TO imas_worker_fn;
GRANT UPDATE (payload, last_outcome, asked_by) ON timer TO imas_worker_fn;
GRANT UPDATE (made_by, ended_by, note) ON user_absence TO imas_worker_fn;
GRANT UPDATE (created_by) ON user_invitation TO imas_worker_fn;
GRANT UPDATE (created_by) ON workflow TO imas_worker_fn;
GRANT UPDATE (address, before, after, salt) ON audit_entry TO imas_worker_fn;
GRANT UPDATE (username, email, first_name, last_name, phone, time_zone, locale, is_active, deleted_at, last_login_at, version, updated_at) ON user_account TO imas_worker_fn;
GRANT DELETE ON user_contact, contact_code, user_session, user_totp, user_recovery_code, user_preference,
  saved_view, default_view, notification_preference, notification_rule, inbox_entry, action_link,
  status_subscriber, team_member, api_token, access_grant, calendar_feed, user_invitation
  TO imas_worker_fn;
GRANT INSERT ON audit_entry, audit_unsealed, search_work TO imas_worker_fn;
