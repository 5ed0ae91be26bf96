-- Facts of change: see V213.

-- These deployments, as what was known of them at that time says together: see record_deployments. Those of which nothing was
-- known are left out.
CREATE OR REPLACE FUNCTION deployments_told(p_tenants uuid[], p_ids uuid[], p_known timestamptz)
  RETURNS TABLE (tenant_id uuid, id uuid, state smallint, state_at timestamptz, environment text, tier smallint, repository text,
                 repository_id text, sha text, previous_sha text, ref text, actor text, url text, labels text,
                 started_at timestamptz, finished_at timestamptz, transitions integer, known_at timestamptz,
                 happened_at timestamptz)
  LANGUAGE sql STABLE ROWS 10 -- as many as a batch has: expecting more would read the whole table for each
  SET search_path = imas, pg_temp
AS $$
  SELECT m.tenant_id, m.deployment_id, m.state, m.state_at, coalesce(m.environment, ''), m.tier, coalesce(m.repository, ''),
         coalesce(m.repository_id, ''), coalesce(m.sha, ''), coalesce(m.previous_sha, ''), coalesce(m.ref, ''),
         coalesce(m.actor, ''), coalesce(m.url, ''), coalesce(m.labels, '{}'), m.started_at,
         CASE WHEN m.state >= 3 THEN coalesce(m.finished_at, m.state_at) END, m.transitions, m.known_at,
         least(coalesce(CASE WHEN m.state >= 3 THEN m.finished_at END, m.state_at, m.started_at, m.known_at), m.last_known)
    FROM (SELECT t.tenant_id, t.deployment_id, count(*)::integer AS transitions, min(t.known_at) AS known_at,
                 max(t.known_at) AS last_known,
                 (array_agg(t.state ORDER BY t.rank DESC, t.state DESC, t.digest DESC))[1] AS state,
                 (array_agg(t.at ORDER BY t.rank DESC, t.state DESC, t.digest DESC))[1] AS state_at,
                 (array_agg(t.tier ORDER BY t.rank DESC, t.state DESC, t.digest DESC) FILTER (WHERE t.tier IS NOT NULL))[1] AS tier,
                 (array_agg(t.environment ORDER BY t.rank DESC, t.state DESC, t.digest DESC) FILTER (WHERE t.environment <> ''))[1]
                   AS environment,
                 (array_agg(t.repository ORDER BY t.rank DESC, t.state DESC, t.digest DESC) FILTER (WHERE t.repository <> ''))[1]
                   AS repository,
                 (array_agg(t.repository_id ORDER BY t.rank DESC, t.state DESC, t.digest DESC)
                   FILTER (WHERE t.repository_id <> ''))[1] AS repository_id,
                 (array_agg(t.sha ORDER BY length(t.sha) DESC, t.rank DESC, t.state DESC, t.digest DESC)
                   FILTER (WHERE t.sha <> ''))[1] AS sha,
                 (array_agg(t.previous_sha ORDER BY t.rank DESC, t.state DESC, t.digest DESC)
                   FILTER (WHERE t.previous_sha <> ''))[1] AS previous_sha,
                 (array_agg(t.ref ORDER BY t.rank DESC, t.state DESC, t.digest DESC) FILTER (WHERE t.ref <> ''))[1] AS ref,
                 (array_agg(t.actor ORDER BY t.rank DESC, t.state DESC, t.digest DESC) FILTER (WHERE t.actor <> ''))[1] AS actor,
                 (array_agg(t.url ORDER BY t.rank DESC, t.state DESC, t.digest DESC) FILTER (WHERE t.url <> ''))[1] AS url,
                 (array_agg(t.labels ORDER BY t.rank DESC, t.state DESC, t.digest DESC) FILTER (WHERE t.labels <> '{}'))[1]
                   AS labels,
                 least(min(t.started_at), min(t.at) FILTER (WHERE t.state = 2)) AS started_at,
                 (array_agg(t.finished_at ORDER BY t.rank DESC, t.state DESC, t.digest DESC)
                   FILTER (WHERE t.finished_at IS NOT NULL))[1] AS finished_at
            FROM (SELECT n.*, CASE WHEN n.at <= n.known_at + interval '1 hour' THEN n.at ELSE '-infinity' END AS rank
                    FROM unnest(p_tenants, p_ids) AS k(tenant, deployment)
                    JOIN deployment_transition n ON n.tenant_id = k.tenant AND n.deployment_id = k.deployment
                                                  AND n.known_at <= p_known) AS t
           GROUP BY t.tenant_id, t.deployment_id) AS m
$$;
CALL secure_function('deployments_told', callers => '{imas_app, imas_ingest_fn}');

-- Writes what was told of deployments, and each of them anew from all that was ever told of it. The state that was told for the
-- latest time counts, and of states for one time the greatest number; what was told without a time, or with one more than an hour
-- ahead, comes before all others. A deployment happened when it was last told anything, at the latest. So
-- the same transitions give the same deployment in whatever order, and however often, they come. Deployments are locked in the
-- order of their keys. Of one deployment 200 transitions are kept.
CREATE OR REPLACE FUNCTION record_deployments(p_known timestamptz, p_told jsonb)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenants uuid[];
  v_ids     uuid[];
BEGIN
  WITH told AS (
    SELECT DISTINCT ON (d.tenant, d.source, d.key) d.*
      FROM jsonb_to_recordset(p_told) AS d(tenant uuid, source uuid, key text, dialect text, state smallint)
     ORDER BY d.tenant, d.source, d.key),
  locked AS (
    INSERT INTO deployment AS o (tenant_id, id, source_id, key, dialect, state, known_at, changed_at, happened_at)
    SELECT t.tenant, uuidv7(), t.source, t.key, t.dialect, t.state, p_known, p_known, p_known
      FROM told t
    ON CONFLICT (tenant_id, source_id, key) DO UPDATE SET changed_at = greatest(o.changed_at, excluded.changed_at)
    RETURNING o.tenant_id, o.id)
  SELECT array_agg(l.tenant_id), array_agg(l.id) INTO v_tenants, v_ids FROM locked l;

  INSERT INTO deployment_transition (tenant_id, deployment_id, digest, state, at, known_at, receipt, environment, tier, repository,
                                     repository_id, sha, previous_sha, ref, actor, url, labels, started_at, finished_at)
  SELECT d.tenant, o.id,
         sha256(convert_to(concat_ws(E'\x01', d.state, coalesce(extract(epoch FROM d.at)::text, ''), d.environment,
                                     coalesce(d.tier::text, ''), d.repository, d.repository_id, d.sha, d.previous_sha, d.ref,
                                     d.actor, d.url, d.labels, coalesce(extract(epoch FROM d.started)::text, ''),
                                     coalesce(extract(epoch FROM d.finished)::text, '')), 'UTF8')),
         d.state, d.at, p_known, d.receipt, d.environment, d.tier, d.repository, d.repository_id, d.sha, d.previous_sha, d.ref,
         d.actor, d.url, d.labels, d.started, d.finished
    FROM jsonb_to_recordset(p_told) AS d(tenant uuid, source uuid, receipt uuid, key text, state smallint, at timestamptz,
                                         environment text, tier smallint, repository text, repository_id text, sha text,
                                         previous_sha text, ref text, actor text, url text, labels text, started timestamptz,
                                         finished timestamptz)
    JOIN deployment o ON o.tenant_id = d.tenant AND o.source_id = d.source AND o.key = d.key
   WHERE o.transitions < 200
  ON CONFLICT (tenant_id, deployment_id, digest) DO NOTHING;

  UPDATE deployment o
     SET state = m.state, state_at = m.state_at, environment = m.environment, tier = m.tier, repository = m.repository,
         repository_id = m.repository_id, sha = m.sha, previous_sha = m.previous_sha, ref = m.ref, actor = m.actor, url = m.url,
         labels = m.labels, started_at = m.started_at, finished_at = m.finished_at, transitions = m.transitions,
         known_at = m.known_at, happened_at = m.happened_at
    FROM deployments_told(v_tenants, v_ids, 'infinity') AS m
   WHERE o.tenant_id = m.tenant_id AND o.id = m.id;
END $$;
CALL secure_function('record_deployments', callers => '{imas_app, imas_ingest_fn}');

-- Writes pushes. One that is there is not changed, since a push never changes.
CREATE OR REPLACE FUNCTION record_pushes(p_known timestamptz, p_told jsonb)
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO push (tenant_id, id, source_id, key, dialect, receipt, repository, repository_id, ref, before, after, actor, url,
                    labels, pushed_at, known_at, happened_at, total, sha, committed_at, author, title)
  SELECT d.tenant, uuidv7(), d.source, d.key, d.dialect, d.receipt, d.repository, d.repository_id, d.ref, d.before, d.after,
         d.actor, d.url, d.labels, d.at, p_known, least(coalesce(d.at, p_known), p_known), d.total, c.sha, c.committed_at, c.author,
         c.title
    FROM (SELECT DISTINCT ON (p.tenant, p.source, p.key) p.*
            FROM jsonb_to_recordset(p_told) AS p(tenant uuid, source uuid, receipt uuid, key text, dialect text, repository text,
                                                 repository_id text, ref text, before text, after text, actor text, url text,
                                                 labels text, at timestamptz, total integer, commits jsonb)
           ORDER BY p.tenant, p.source, p.key) AS d
   CROSS JOIN LATERAL (
     SELECT coalesce(array_agg(n.value ->> 'sha' ORDER BY n.place), '{}') AS sha,
            coalesce(array_agg((n.value ->> 'time')::timestamptz ORDER BY n.place), '{}') AS committed_at,
            coalesce(array_agg(n.value ->> 'author' ORDER BY n.place), '{}') AS author,
            coalesce(array_agg(n.value ->> 'title' ORDER BY n.place), '{}') AS title
       FROM jsonb_array_elements(d.commits) WITH ORDINALITY AS n(value, place)) AS c
  ON CONFLICT (tenant_id, source_id, key) DO NOTHING
$$;
CALL secure_function('record_pushes', callers => '{imas_ingest_fn}');

-- Stores a batch's facts and what ingest_side_events stores. It is called instead of that function, and only for batches that
-- have facts, or changes whose sender names its posts. What was delivered within the last seven days tells nothing again: its
-- changes are counted as dropped, with a row that says so, and its receipt is returned.
CREATE OR REPLACE FUNCTION ingest_facts(
  p_shard integer, p_received timestamptz,
  ${side_accepted_parameters},
  ${side_events_parameters},
  p_facts text)
  RETURNS uuid[]
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_facts   CONSTANT jsonb := p_facts::jsonb;
  v_told    CONSTANT jsonb := v_facts -> 'deliveries';
  v_repeats uuid[] := '{}';
BEGIN
  IF jsonb_array_length(v_told) > 0 THEN
    WITH told AS (
      SELECT d.tenant, d.source, d.id, d.receipt, row_number() OVER (PARTITION BY d.tenant, d.source, d.id ORDER BY d.receipt) AS place
        FROM jsonb_to_recordset(v_told) AS d(tenant uuid, source uuid, id text, receipt uuid)),
    first AS (
      INSERT INTO received_delivery AS r (tenant_id, source_id, id, at)
      SELECT t.tenant, t.source, t.id, p_received FROM told t WHERE t.place = 1 ORDER BY t.tenant, t.source, t.id
      ON CONFLICT (tenant_id, source_id, id) DO UPDATE SET at = excluded.at WHERE r.at < excluded.at - interval '7 days'
      RETURNING r.tenant_id, r.source_id, r.id)
    SELECT coalesce(array_agg(t.receipt), '{}') INTO v_repeats
      FROM told t
     WHERE t.place > 1
        OR NOT EXISTS (SELECT FROM first f WHERE f.tenant_id = t.tenant AND f.source_id = t.source AND f.id = t.id);
  END IF;
  IF v_repeats <> '{}' THEN
    SELECT array_agg(CASE WHEN s.repeats THEN side_dropped()::smallint ELSE s.kind END ORDER BY s.place),
           array_agg(CASE WHEN s.repeats THEN 'its sender delivered the same before' ELSE s.note END ORDER BY s.place)
      INTO s_kind, s_note
      FROM (SELECT u.*, u.kind = side_change() AND u.receipt = ANY (v_repeats) AS repeats
              FROM unnest(s_kind, s_note, s_receipt) WITH ORDINALITY AS u(kind, note, receipt, place)) AS s;
    s_kind := coalesce(s_kind, '{}');
    s_note := coalesce(s_note, '{}');
  END IF;
  PERFORM ingest_side_events(p_shard, p_received, ${side_accepted_arrays}, ${side_events_arrays});
  IF jsonb_array_length(v_facts -> 'deployments') > 0 THEN
    PERFORM record_deployments(p_received, not_repeated(v_facts -> 'deployments', v_repeats));
  END IF;
  IF jsonb_array_length(v_facts -> 'pushes') > 0 THEN
    PERFORM record_pushes(p_received, not_repeated(v_facts -> 'pushes', v_repeats));
  END IF;
  RETURN v_repeats;
END $$;

-- Those of the facts that no repeated post tells.
CREATE OR REPLACE FUNCTION not_repeated(p_told jsonb, p_repeats uuid[])
  RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN p_repeats = '{}' THEN p_told
              ELSE (SELECT coalesce(jsonb_agg(f.value), '[]') FROM jsonb_array_elements(p_told) AS f
                     WHERE (f.value ->> 'receipt')::uuid <> ALL (p_repeats)) END;
CALL secure_function('not_repeated', callers => '{imas_ingest_fn}');
CALL secure_function('ingest_facts', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Forgets up to p_limit deployments that were last told anything before then, with their transitions.
CREATE OR REPLACE FUNCTION forget_deployments(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM deployment d
     WHERE d.ctid = ANY (ARRAY (SELECT o.ctid FROM deployment o WHERE o.changed_at < not_of_today(p_before)
                                 ORDER BY o.changed_at LIMIT p_limit FOR UPDATE SKIP LOCKED))
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
CALL secure_function('forget_deployments', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Forgets up to p_limit pushes that were told before then.
CREATE OR REPLACE FUNCTION forget_pushes(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM push p
     WHERE p.ctid = ANY (ARRAY (SELECT o.ctid FROM push o WHERE o.known_at < not_of_today(p_before)
                                 ORDER BY o.known_at LIMIT p_limit FOR UPDATE SKIP LOCKED))
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
CALL secure_function('forget_pushes', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Forgets up to p_limit names of posts that were delivered before then.
CREATE OR REPLACE FUNCTION forget_deliveries(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM received_delivery r
     WHERE r.ctid = ANY (ARRAY (SELECT o.ctid FROM received_delivery o WHERE o.at < not_of_today(p_before)
                                 ORDER BY o.at LIMIT p_limit))
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
CALL secure_function('forget_deliveries', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Every tenant begins with three environments.
CREATE OR REPLACE FUNCTION seed_environments()
  RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  INSERT INTO environment (tenant_id, id, name, tier, patterns)
  VALUES (NEW.tenant_id, uuidv7(), 'dev', 4, '{dev*}'),
         (NEW.tenant_id, uuidv7(), 'staging', 2, '{staging*,preprod*}'),
         (NEW.tenant_id, uuidv7(), 'prod', 1, '{prod*}')
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CALL secure_function('seed_environments', runs_as => 'imas_worker_fn');
CREATE OR REPLACE TRIGGER tenant_environments AFTER INSERT ON tenant
  FOR EACH ROW EXECUTE FUNCTION seed_environments();

-- The tenant's environment that a name belongs to, by name or else by the longest pattern that fits. Planned once, since a
-- statement that is planned for its values would also plan this for each name.
CREATE OR REPLACE FUNCTION environment_of(p_tenant uuid, p_environment text)
  RETURNS uuid
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
AS $$
  SELECT e.id
    FROM environment e
    LEFT JOIN LATERAL unnest(e.patterns) AS p(pattern) ON true
   WHERE e.tenant_id = p_tenant
     AND (lower(e.name) = lower(p_environment)
          OR lower(p_environment) LIKE replace(replace(replace(replace(lower(p.pattern), '\', '\\'), '%', '\%'), '_', '\_'), '*', '%'))
   ORDER BY lower(e.name) = lower(p_environment) DESC, length(p.pattern) DESC NULLS LAST, e.id
   LIMIT 1
$$;
CALL secure_function('environment_of', callers => '{imas_app, imas_worker_fn}');

-- What an environment is for: as the tenant's environments say, else as its sender said.
CREATE OR REPLACE FUNCTION tier_of(p_tenant uuid, p_environment text, p_told smallint)
  RETURNS smallint
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT coalesce(
    (SELECT e.tier FROM environment e WHERE e.tenant_id = p_tenant AND e.id = environment_of(p_tenant, p_environment)),
    p_told, 5::smallint)
$$;
CALL secure_function('tier_of', callers => '{imas_app, imas_worker_fn}');

-- Whose change it is: the service of its repository, by the forge's id or else by name, else the one that a label names.
-- Planned once, as above.
CREATE OR REPLACE FUNCTION service_of_change(p_tenant uuid, p_forge text, p_repository text, p_repository_id text, p_labels text)
  RETURNS uuid
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
AS $$
  SELECT coalesce(
    (SELECT r.service_id
       FROM repository r
      WHERE r.tenant_id = p_tenant AND r.service_id IS NOT NULL
        AND ((r.forge_id <> '' AND r.forge = p_forge AND r.forge_id = p_repository_id)
             OR (p_repository <> '' AND lower(r.full_name) = lower(p_repository)
                 AND (r.forge IN (p_forge, 'other') OR p_forge NOT IN ('github', 'gitlab'))))
      ORDER BY (r.forge = p_forge AND r.forge_id = p_repository_id AND r.forge_id <> '') DESC, r.forge = p_forge DESC, r.id
      LIMIT 1),
    (SELECT v.id
       FROM json_each_text(p_labels::json) AS l
       JOIN service v ON v.tenant_id = p_tenant
        AND (v.id::text = lower(l.value) OR lower(v.name) = lower(l.value)
             OR EXISTS (SELECT FROM unnest(v.aliases) AS a(name) WHERE lower(a.name) = lower(l.value)))
      WHERE l.key IN ('service', 'job', 'app', 'application', 'component')
      ORDER BY array_position('{service,job,app,application,component}', l.key), v.id
      LIMIT 1))
$$;
CALL secure_function('service_of_change', callers => '{imas_app, imas_worker_fn}');
