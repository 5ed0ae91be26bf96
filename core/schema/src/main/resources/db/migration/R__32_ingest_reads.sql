-- Every few seconds a gateway reports here that it listens to senders and reaches the database. If no gateway reports for
-- longer than p_gap, the time since which senders can reach IMAS starts again. p_lost: since the last report this gateway may have
-- turned away a heartbeat's ping, as when it has just started.
DROP FUNCTION IF EXISTS ingest_listens(timestamptz, interval);
CREATE OR REPLACE FUNCTION ingest_listens(p_now timestamptz, p_gap interval, p_lost boolean DEFAULT false)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO listening AS l (tenant_id, since, until, absence, beats_since)
  VALUES ('00000000-0000-0000-0000-000000000000', p_now, p_now, interval '0', CASE WHEN p_lost THEN p_now END)
  ON CONFLICT (tenant_id) DO UPDATE
     SET since = CASE WHEN excluded.until NOT BETWEEN l.until - interval '5 minutes' AND l.until + p_gap THEN excluded.since ELSE l.since END,
         absence = CASE WHEN excluded.until > l.until + p_gap THEN excluded.until - l.until ELSE l.absence END,
         beats_since = CASE WHEN p_lost OR l.beats_since > p_now + interval '5 minutes' THEN p_now ELSE l.beats_since END,
         -- A gateway whose clock is a little behind does not move this back. If clocks were set back by more, it starts over.
         until = CASE WHEN excluded.until < l.until - interval '5 minutes' THEN excluded.until ELSE greatest(l.until, excluded.until) END
$$;
CALL secure_function('ingest_listens', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- How much each of these tenants has to be read, about: texts as they are stored, which is compressed. A gateway reads as many
-- tenants at once as it has memory for.
CREATE OR REPLACE FUNCTION ingest_routing_sizes(p_tenants uuid[])
  RETURNS TABLE (tenant_id uuid, bytes bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT t.id,
         (SELECT coalesce(sum(200 + pg_column_size(s.config)), 0) FROM source s WHERE s.tenant_id = t.id)
         + (SELECT coalesce(sum(100 + pg_column_size(s.aliases)), 0) FROM service s
             WHERE s.tenant_id = t.id AND (s.is_active OR s.is_triage))
         + (SELECT coalesce(sum(pg_column_size(r.rules)), 0)
              FROM rule_set_activation a JOIN rule_set r ON r.tenant_id = a.tenant_id AND r.version = a.version
             WHERE a.tenant_id = t.id)
         + (SELECT coalesce(sum(pg_column_size(v.rows)), 0) FROM lookup_table_version v WHERE v.tenant_id = t.id)
    FROM unnest(p_tenants) AS t(id)
$$;
CALL secure_function('ingest_routing_sizes', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- What a gateway needs of the sources to authenticate a request, and to read what was posted before. Secrets stay encrypted. A
-- source without a live key is among them, with key_hash NULL: it may be read from Kafka, or its posts may wait in the log.
-- It had fewer columns.
DROP FUNCTION IF EXISTS ingest_sources_of(uuid[]);
CREATE FUNCTION ingest_sources_of(p_tenants uuid[])
  RETURNS TABLE (tenant_id uuid, source_id uuid, name text, type text, is_active boolean, default_severity smallint,
                 config text, signing_secret_enc bytea, key_hash bytea, expires_at timestamptz,
                 former_secret_enc bytea, former_secret_until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT s.tenant_id, s.id, s.name, s.type, s.is_active, s.default_severity, s.config::text, s.signing_secret_enc,
         k.key_hash, k.expires_at, s.former_secret_enc, s.former_secret_until
    FROM source s
    LEFT JOIN source_key k ON k.tenant_id = s.tenant_id AND k.source_id = s.id
                          AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
   WHERE s.tenant_id = ANY (p_tenants)
$$;
CALL secure_function('ingest_sources_of', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- As gateways ask for it that were started before the one above was there: of all tenants.
CREATE OR REPLACE FUNCTION ingest_sources()
  RETURNS TABLE (tenant_id uuid, source_id uuid, name text, type text, is_active boolean, default_severity smallint,
                 config text, signing_secret_enc bytea, key_hash bytea, expires_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT s.tenant_id, s.source_id, s.name, s.type, s.is_active, s.default_severity, s.config, s.signing_secret_enc, s.key_hash,
         s.expires_at
    FROM ingest_sources_of(ARRAY (SELECT t.tenant_id FROM tenant t)) AS s
$$;
CALL secure_function('ingest_sources', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

CREATE OR REPLACE FUNCTION ingest_generations()
  RETURNS TABLE (tenant_id uuid, generation bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, generation FROM routing_generation $$;
CALL secure_function('ingest_generations', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- It had fewer columns.
DROP FUNCTION IF EXISTS ingest_services_of(uuid[]);
CREATE FUNCTION ingest_services_of(p_tenants uuid[])
  RETURNS TABLE (tenant_id uuid, id uuid, name text, aliases text[], is_triage boolean, tier text, team_id uuid, team text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT s.tenant_id, s.id, s.name, s.aliases, s.is_triage, s.tier, t.id, t.name
    FROM service s JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
   WHERE s.tenant_id = ANY (p_tenants) AND (s.is_active OR s.is_triage)
$$;
CALL secure_function('ingest_services_of', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- As gateways ask for it that were started before the one above was there: of one tenant.
CREATE OR REPLACE FUNCTION ingest_services(p_tenant uuid)
  RETURNS TABLE (id uuid, name text, aliases text[], is_triage boolean)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT s.id, s.name, s.aliases, s.is_triage FROM ingest_services_of(ARRAY [p_tenant]) AS s $$;
CALL secure_function('ingest_services', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- The active rule sets. No row means version 0, without rules.
CREATE OR REPLACE FUNCTION ingest_rule_sets_of(p_tenants uuid[])
  RETURNS TABLE (tenant_id uuid, version integer, rules text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT a.tenant_id, r.version, r.rules::text
    FROM rule_set_activation a JOIN rule_set r ON r.tenant_id = a.tenant_id AND r.version = a.version
   WHERE a.tenant_id = ANY (p_tenants)
$$;
CALL secure_function('ingest_rule_sets_of', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- As gateways ask for it that were started before the one above was there: of one tenant.
CREATE OR REPLACE FUNCTION ingest_rule_set(p_tenant uuid)
  RETURNS TABLE (version integer, rules text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT r.version, r.rules FROM ingest_rule_sets_of(ARRAY [p_tenant]) AS r $$;
CALL secure_function('ingest_rule_set', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- For Prefer: return=representation: the incident that each alert already has.
CREATE OR REPLACE FUNCTION ingest_incidents(p_tenant uuid, p_fingerprints uuid[])
  RETURNS TABLE (fingerprint uuid, fire_count bigint, incident_id uuid, short_id text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT a.fingerprint, a.fire_count, i.id, i.short_id
    FROM alert a
    LEFT JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint AND p.applied_seq >= a.seq
    LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
   WHERE a.tenant_id = p_tenant AND a.fingerprint = ANY (p_fingerprints)
$$;
CALL secure_function('ingest_incidents', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- For clients that read alerts as from an Alertmanager: the firing alerts of a source, or of all (p_source is NULL), page by page,
-- oldest first, with what hides each
-- (hidden_alert.reasons). A page ends after
-- p_limit alerts, or before the alert with which its texts exceed p_bytes, but holds at least one. has_next: another alert
-- follows, on this page or the next. octet_length gets a text's length without reading the text.
CREATE OR REPLACE FUNCTION ingest_firing_of(p_tenant uuid, p_source uuid, p_after_created timestamptz, p_after uuid, p_limit integer, p_bytes integer)
  RETURNS TABLE (created_at timestamptz, fingerprint uuid, name text, labels text, annotations text, details text, severity smallint,
                 starts_at timestamptz, ends_at timestamptz, last_seen timestamptz, group_key text, service_name text, receiver text,
                 hidden text, has_next boolean)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT m.created_at, m.fingerprint, m.name, m.labels, m.annotations, m.details, m.severity, m.starts_at, m.ends_at,
         m.last_seen, m.group_key, m.service_name, m.receiver, m.hidden, m.has_next
    FROM (SELECT f.*,
                 sum(octet_length(f.labels) + octet_length(f.annotations) + octet_length(f.details)) OVER page AS bytes,
                 row_number() OVER page AS place,
                 lead(true, 1, false) OVER page AS has_next
            FROM (SELECT a.created_at, a.fingerprint, a.name, a.labels, a.annotations, a.details, a.severity, a.starts_at,
                         a.ends_at, a.last_seen, a.group_key, s.name AS service_name, t.name AS receiver,
                         h.reasons AS hidden
                    FROM alert a
                    JOIN service s ON s.tenant_id = a.tenant_id AND s.id = a.service_id
                    JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
                    LEFT JOIN hidden_alert h ON h.tenant_id = a.tenant_id AND h.fingerprint = a.fingerprint
                   WHERE a.tenant_id = p_tenant AND a.status = status_firing() AND NOT a.is_test
                     AND (p_source IS NULL OR a.source_id = p_source)
                     AND (p_after IS NULL OR (a.created_at, a.fingerprint) > (p_after_created, p_after))
                   ORDER BY a.created_at, a.fingerprint
                   LIMIT least(p_limit, 1000) + 1) AS f
          WINDOW page AS (ORDER BY f.created_at, f.fingerprint ROWS UNBOUNDED PRECEDING)) AS m
   WHERE m.place <= least(p_limit, 1000) AND (m.place = 1 OR m.bytes <= p_bytes)
   ORDER BY m.created_at, m.fingerprint
$$;
CALL secure_function('ingest_firing_of', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- As gateways ask for it that were started before the one above was there: of all sources.
CREATE OR REPLACE FUNCTION ingest_firing(p_tenant uuid, p_after_created timestamptz, p_after uuid, p_limit integer, p_bytes integer)
  RETURNS TABLE (created_at timestamptz, fingerprint uuid, name text, labels text, annotations text, details text, severity smallint,
                 starts_at timestamptz, ends_at timestamptz, last_seen timestamptz, group_key text, service_name text, receiver text,
                 hidden text, has_next boolean)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT * FROM ingest_firing_of(p_tenant, NULL, p_after_created, p_after, p_limit, p_bytes) $$;
CALL secure_function('ingest_firing', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

CREATE OR REPLACE FUNCTION ingest_receivers(p_tenant uuid)
  RETURNS TABLE (name text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT name FROM team WHERE tenant_id = p_tenant ORDER BY name $$;
CALL secure_function('ingest_receivers', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

CREATE OR REPLACE FUNCTION ingest_weights()
  RETURNS TABLE (tenant_id uuid, weight integer)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, weight FROM tenant $$;
CALL secure_function('ingest_weights', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- The number of outbox rows that wait for core, by tenant. Each gateway calls this every second, so its cost must not grow
-- with the backlog. It counts up to a thousand rows of each tenant and lane. Beyond that it samples the density in 64 places
-- between the oldest and the newest row. Deferred rows (they fail alone) may be far behind, so they do not count for that
-- range. Plans are cached, so the settings choose one for a long queue even when it is short.
CREATE OR REPLACE FUNCTION ingest_backlog()
  RETURNS TABLE (tenant_id uuid, waiting bigint)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
DECLARE
  c_counted constant integer := 1000;
  c_places  constant integer := 64;
  c_rows    constant integer := 32;
  v_tenant  uuid;
  v_low     bigint;
  v_width   bigint;
  v_window  bigint;
BEGIN
  FOR v_lane IN lane_urgent() .. lane_bulk() LOOP
    v_tenant := '00000000-0000-0000-0000-000000000000';
    LOOP
      SELECT o.tenant_id INTO v_tenant FROM outbox o
       WHERE o.priority = v_lane AND o.tenant_id > v_tenant ORDER BY o.tenant_id LIMIT 1;
      EXIT WHEN NOT FOUND;
      SELECT o.id INTO v_low FROM outbox o
       WHERE o.priority = v_lane AND o.tenant_id = v_tenant AND o.not_before IS NULL ORDER BY o.id LIMIT 1;
      CONTINUE WHEN NOT FOUND;
      SELECT count(*) INTO waiting
        FROM (SELECT o.id FROM outbox o
               WHERE o.priority = v_lane AND o.tenant_id = v_tenant AND o.id >= v_low ORDER BY o.id LIMIT c_counted) AS few;
      IF waiting = c_counted THEN
        SELECT o.id - v_low + 1 INTO v_width FROM outbox o
         WHERE o.priority = v_lane AND o.tenant_id = v_tenant ORDER BY o.id DESC LIMIT 1;
        -- The samples cover an eighth of the range, if that is not too many rows.
        v_window := greatest(1, v_width / (8 * c_places));
        SELECT greatest(c_counted, round(v_width * avg(CASE seen.rows WHEN 0 THEN 0 WHEN c_rows
                                                       THEN seen.rows::float8 / (seen.newest - place.first + 1)
                                                       ELSE seen.rows::float8 / v_window END)))
          INTO waiting
          FROM (SELECT v_low + floor((p + random()) * (v_width - v_window) / c_places)::bigint AS first
                  FROM generate_series(0, c_places - 1) AS p OFFSET 0) AS place
         CROSS JOIN LATERAL (
           SELECT count(*) AS rows, max(w.id) AS newest
             FROM (SELECT o.id FROM outbox o
                    WHERE o.priority = v_lane AND o.tenant_id = v_tenant
                      AND o.id >= place.first AND o.id < place.first + v_window
                    ORDER BY o.id LIMIT c_rows) AS w) AS seen;
      END IF;
      tenant_id := v_tenant;
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $$;
CALL secure_function('ingest_backlog', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');
