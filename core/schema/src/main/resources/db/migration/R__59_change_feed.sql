-- Whether number_feed may find something.
CREATE OR REPLACE FUNCTION feed_waits()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT (SELECT true FROM feed_change c WHERE c.first IS NULL ORDER BY c.tenant_id, c.id LIMIT 1) IS NOT NULL
$$;
CALL secure_function('feed_waits', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Numbers the changes that are committed and have no number yet, tenant by tenant, up to p_limit rows of each. A number is
-- given once and never changes, and there are no gaps. Whoever holds a tenant's head is the only one who numbers for it; others
-- leave the tenant out. The rows are chosen after the head is locked, so by a snapshot that has all that the one before has
-- numbered. What is not committed yet is simply not seen, and gets a later number: no other transaction is waited for.
-- Rows are taken in the order of their ids. Changes of one thing are in that order, since each writer had it locked.
-- waiting: how long the oldest of them has waited for its number.
CREATE OR REPLACE FUNCTION number_feed(p_limit integer)
  RETURNS TABLE (tenant_id uuid, numbered_rows integer, numbered bigint, last bigint, waiting interval)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := '00000000-0000-0000-0000-000000000000';
  v_last   bigint;
  v_rows   integer;
  v_added  bigint;
  v_oldest timestamptz;
BEGIN
  LOOP
    v_tenant := (SELECT c.tenant_id FROM feed_change c
                  WHERE c.first IS NULL AND c.tenant_id > v_tenant
                  ORDER BY c.tenant_id, c.id LIMIT 1);
    EXIT WHEN v_tenant IS NULL;
    IF NOT EXISTS (SELECT FROM feed_head h WHERE h.tenant_id = v_tenant) THEN
      INSERT INTO feed_head (tenant_id) VALUES (v_tenant) ON CONFLICT DO NOTHING;
    END IF;
    SELECT h.last INTO v_last FROM feed_head h WHERE h.tenant_id = v_tenant FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    WITH waiting AS (
      SELECT c.id, c.changes FROM feed_change c
       WHERE c.tenant_id = v_tenant AND c.first IS NULL
       ORDER BY c.tenant_id, c.id LIMIT p_limit),
    placed AS (
      SELECT w.id, sum(w.changes) OVER (ORDER BY w.id) - w.changes AS before FROM waiting w),
    done AS (
      UPDATE feed_change c SET first = v_last + p.before + 1
        FROM placed p
       WHERE c.tenant_id = v_tenant AND c.id = p.id
      RETURNING c.changes, c.at)
    SELECT count(*), coalesce(sum(d.changes), 0), min(d.at) INTO v_rows, v_added, v_oldest FROM done d;
    CONTINUE WHEN v_rows = 0;
    UPDATE feed_head h SET last = v_last + v_added WHERE h.tenant_id = v_tenant;
    tenant_id := v_tenant;
    numbered_rows := v_rows;
    numbered := v_added;
    last := v_last + v_added;
    waiting := clock_timestamp() - v_oldest;
    RETURN NEXT;
  END LOOP;
END $$;
CALL secure_function('number_feed', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The number of the newest change of each of these tenants that has one.
CREATE OR REPLACE FUNCTION feed_heads(p_tenants uuid[])
  RETURNS TABLE (tenant_id uuid, last bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT h.tenant_id, h.last FROM feed_head h WHERE h.tenant_id = ANY (p_tenants)
$$;
CALL secure_function('feed_heads', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Deletes up to p_limit rows of each tenant that are older than p_keep, or of which p_most newer changes are kept. The newest
-- row of a tenant stays, since nobody asks for anything before it. Returns how many.
CREATE OR REPLACE FUNCTION forget_feed(p_keep interval, p_most bigint, p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
DECLARE
  v_head record;
  v_died bigint;
  v_all  bigint := 0;
BEGIN
  FOR v_head IN SELECT h.tenant_id, h.last FROM feed_head h LOOP
    DELETE FROM feed_change c
     WHERE c.tenant_id = v_head.tenant_id AND c.id = ANY (ARRAY (
             SELECT o.id
               FROM (SELECT w.id, w.at, w.first, w.changes FROM feed_change w
                      WHERE w.tenant_id = v_head.tenant_id AND w.first IS NOT NULL
                      ORDER BY w.tenant_id, w.first LIMIT p_limit) AS o
              WHERE o.first + o.changes <= v_head.last
                AND (o.first + o.changes <= v_head.last - p_most OR o.at < now() - p_keep)));
    GET DIAGNOSTICS v_died = ROW_COUNT;
    v_all := v_all + v_died;
  END LOOP;
  RETURN v_all;
END $$;
CALL secure_function('forget_feed', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Deliveries are written by core and by the notifier, in several ways, so triggers tell of them. A claim is not told: what
-- follows is what became of it.
CREATE OR REPLACE FUNCTION feed_deliveries_added() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  INSERT INTO feed_change (tenant_id, topic, changes, subjects, incidents, severities)
  SELECT n.tenant_id, 'delivery', count(*), array_agg(n.id ORDER BY n.id), array_agg(n.incident_id ORDER BY n.id),
         array_agg(n.urgency ORDER BY n.id)
    FROM added n
   GROUP BY n.tenant_id;
  RETURN NULL;
END $$;
CALL secure_function('feed_deliveries_added', runs_as => 'imas_worker_fn');

CREATE OR REPLACE TRIGGER feed_deliveries_added AFTER INSERT ON delivery
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION feed_deliveries_added();

CREATE OR REPLACE FUNCTION feed_delivery_moved() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  INSERT INTO feed_change (tenant_id, topic, changes, subjects, incidents, severities)
  VALUES (NEW.tenant_id, 'delivery', 1, ARRAY [NEW.id], ARRAY [NEW.incident_id], ARRAY [NEW.urgency]);
  RETURN NULL;
END $$;
CALL secure_function('feed_delivery_moved', runs_as => 'imas_worker_fn');

CREATE OR REPLACE TRIGGER feed_delivery_moved AFTER UPDATE OF status ON delivery
  FOR EACH ROW WHEN (OLD.status <> NEW.status AND NEW.status <> 'sending') EXECUTE FUNCTION feed_delivery_moved();

-- Schedules are changed by people, piece by piece: by a new version, an override, a swap, an absence of a person in them, or a
-- day of a holiday calendar, which any of the tenant's schedules may observe.
CREATE OR REPLACE FUNCTION feed_schedule_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  INSERT INTO feed_change (tenant_id, topic, changes, subjects, versions)
  VALUES (NEW.tenant_id, 'schedule', 1, ARRAY [NEW.id], ARRAY [NEW.version]);
  RETURN NULL;
END $$;
CALL secure_function('feed_schedule_changed', runs_as => 'imas_worker_fn');

CREATE OR REPLACE TRIGGER feed_schedule_changed AFTER INSERT OR UPDATE ON schedule
  FOR EACH ROW EXECUTE FUNCTION feed_schedule_changed();

CREATE OR REPLACE FUNCTION feed_schedule_part_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  INSERT INTO feed_change (tenant_id, topic, changes, subjects)
  VALUES (NEW.tenant_id, 'schedule', 1, ARRAY [NEW.schedule_id]);
  RETURN NULL;
END $$;
CALL secure_function('feed_schedule_part_changed', runs_as => 'imas_worker_fn');

CREATE OR REPLACE TRIGGER feed_override_changed AFTER INSERT OR UPDATE ON schedule_override
  FOR EACH ROW EXECUTE FUNCTION feed_schedule_part_changed();

CREATE OR REPLACE TRIGGER feed_swap_changed AFTER INSERT OR UPDATE ON shift_swap
  FOR EACH ROW EXECUTE FUNCTION feed_schedule_part_changed();

CREATE OR REPLACE FUNCTION feed_absence_changed() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = imas, pg_temp
AS $$
BEGIN
  INSERT INTO feed_change (tenant_id, topic, changes, subjects)
  SELECT NEW.tenant_id, 'schedule', count(*), array_agg(p.schedule_id ORDER BY p.schedule_id)
    FROM schedule_person p
   WHERE p.tenant_id = NEW.tenant_id AND p.user_id = NEW.user_id
  HAVING count(*) > 0;
  RETURN NULL;
END $$;
CALL secure_function('feed_absence_changed');

CREATE OR REPLACE TRIGGER feed_absence_changed AFTER INSERT OR UPDATE ON user_absence
  FOR EACH ROW EXECUTE FUNCTION feed_absence_changed();

CREATE OR REPLACE FUNCTION feed_holidays_changed() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = imas, pg_temp
AS $$
BEGIN
  INSERT INTO feed_change (tenant_id, topic, changes, subjects)
  SELECT s.tenant_id, 'schedule', count(*), array_agg(s.id ORDER BY s.id)
    FROM schedule s
   WHERE s.tenant_id IN (SELECT d.tenant_id FROM changed d) AND s.deleted_at IS NULL
   GROUP BY s.tenant_id;
  RETURN NULL;
END $$;
CALL secure_function('feed_holidays_changed');

CREATE OR REPLACE TRIGGER feed_holidays_added AFTER INSERT ON holiday
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION feed_holidays_changed();

CREATE OR REPLACE TRIGGER feed_holidays_changed AFTER UPDATE ON holiday
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION feed_holidays_changed();
