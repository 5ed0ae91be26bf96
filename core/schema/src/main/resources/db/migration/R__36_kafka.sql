-- Claims a partition for a gateway, which may then commit what it reads there with advance_partition. Whoever had claimed it before
-- may not. p_first: where a partition begins that was never read. Returns the claim's epoch, the offset to go on at, and
-- the receipt of the last record before it.
CREATE OR REPLACE FUNCTION claim_partition(
  p_tenant uuid, p_source uuid, p_cluster text, p_topic_id uuid, p_topic text, p_partition integer, p_first bigint,
  OUT epoch bigint, OUT next bigint, OUT received_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  INSERT INTO kafka_offset AS o (tenant_id, cluster_id, topic_id, partition_no, topic, source_id, epoch, next)
  VALUES (p_tenant, p_cluster, p_topic_id, p_partition, p_topic, p_source, 1, p_first)
  ON CONFLICT (tenant_id, cluster_id, topic_id, partition_no) DO UPDATE
     SET epoch = o.epoch + 1, topic = excluded.topic, source_id = excluded.source_id, claimed_at = now()
  RETURNING o.epoch, o.next, o.received_at INTO claim_partition.epoch, claim_partition.next, claim_partition.received_at;
  -- What was read of topics of this name that are long gone.
  DELETE FROM kafka_offset o
   WHERE o.tenant_id = p_tenant AND o.topic = p_topic AND o.partition_no = p_partition AND o.topic_id <> p_topic_id
     AND greatest(o.claimed_at, o.read_up_at, o.received_at) < now() - interval '90 days';
END $$;
CALL secure_function('claim_partition', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Says that the records from p_first to before p_next are read, in the transaction that commits their alerts with ingest_batch.
-- Returns false if another gateway has claimed the partition, or if they were read already: then nothing may be committed. In this
-- transaction, p_received of ingest_batch is when Kafka received the records, as for a replay of dead letters (begin_replay).
-- p_received: of the last of them; NULL where no record was read. p_now: our clock.
CREATE OR REPLACE FUNCTION advance_partition(
  p_tenant uuid, p_cluster text, p_topic_id uuid, p_partition integer, p_epoch bigint, p_first bigint, p_next bigint,
  p_received timestamptz, p_now timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  UPDATE kafka_offset o SET next = p_next, received_at = greatest(o.received_at, p_received)
   WHERE o.tenant_id = p_tenant AND o.cluster_id = p_cluster AND o.topic_id = p_topic_id AND o.partition_no = p_partition
     AND o.epoch = p_epoch AND o.next = p_first;
  IF FOUND THEN
    PERFORM set_config('imas.replayed_at', p_now::text, true);           -- until the transaction ends
  END IF;
  RETURN FOUND;
END $$;
CALL secure_function('advance_partition', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Says that nothing is left to be read of these partitions. Claims that are not the latest say nothing.
CREATE OR REPLACE FUNCTION partitions_read_up(
  p_now timestamptz, p_tenant uuid[], p_cluster text[], p_topic_id uuid[], p_partition integer[], p_epoch bigint[])
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE kafka_offset o SET read_up_at = greatest(o.read_up_at, p_now)
    FROM unnest(p_tenant, p_cluster, p_topic_id, p_partition, p_epoch) AS r(tenant, cluster, topic_id, partition_no, epoch)
   WHERE o.tenant_id = r.tenant AND o.cluster_id = r.cluster AND o.topic_id = r.topic_id AND o.partition_no = r.partition_no
     AND o.epoch = r.epoch
$$;
CALL secure_function('partitions_read_up', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- A partition of the log holds posts of many tenants. Those of one in a storm are read apart, behind those of all others: from then
-- on kafka_offset has a second row of the partition, the tenant's own, with the nil source. A post of that tenant is committed if
-- it lies before the next of the tenant's row, and one of any other tenant if it lies before the next of the nil tenant's row.
-- Only whoever has claimed the nil tenant's row may add or remove the other.

-- Reads what is of this tenant apart from p_next on, up to which everything is committed. Returns the row of the receipt of the last
-- record before it, or no row if another gateway has claimed the partition.
CREATE OR REPLACE FUNCTION read_apart(
  p_cluster text, p_topic_id uuid, p_partition integer, p_epoch bigint, p_next bigint, p_tenant uuid)
  RETURNS TABLE (received_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM kafka_offset o
    WHERE o.tenant_id = '00000000-0000-0000-0000-000000000000' AND o.cluster_id = p_cluster AND o.topic_id = p_topic_id
      AND o.partition_no = p_partition AND o.epoch = p_epoch AND o.next = p_next
      FOR UPDATE;                                      -- whoever claims it meanwhile sees the new row
  IF FOUND THEN
    RETURN QUERY
    INSERT INTO kafka_offset AS a (tenant_id, cluster_id, topic_id, partition_no, topic, source_id, epoch, next, received_at)
    SELECT p_tenant, o.cluster_id, o.topic_id, o.partition_no, o.topic, o.source_id, 1, o.next, o.received_at
      FROM kafka_offset o
     WHERE o.tenant_id = '00000000-0000-0000-0000-000000000000' AND o.cluster_id = p_cluster AND o.topic_id = p_topic_id
       AND o.partition_no = p_partition
    RETURNING a.received_at;
  END IF;
END $$;
CALL secure_function('read_apart', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Claims what is read apart of a partition, for whoever has just claimed the partition.
CREATE OR REPLACE FUNCTION claim_apart(p_cluster text, p_topic_id uuid, p_partition integer)
  RETURNS TABLE (tenant_id uuid, epoch bigint, next bigint, received_at timestamptz)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE kafka_offset o SET epoch = o.epoch + 1, claimed_at = now()
   WHERE o.cluster_id = p_cluster AND o.topic_id = p_topic_id AND o.partition_no = p_partition
     AND o.tenant_id <> '00000000-0000-0000-0000-000000000000' AND o.source_id = '00000000-0000-0000-0000-000000000000'
  RETURNING o.tenant_id, o.epoch, o.next, o.received_at
$$;
CALL secure_function('claim_apart', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Ends that: what is of the tenant is committed up to p_to, and so is everything else with this. p_first, p_next: up to which the
-- two rows are committed. Returns false, and changes nothing, if another gateway has claimed the partition.
CREATE OR REPLACE FUNCTION read_together(
  p_cluster text, p_topic_id uuid, p_partition integer, p_epoch bigint, p_first bigint, p_to bigint,
  p_tenant uuid, p_tenant_epoch bigint, p_next bigint)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_received timestamptz;
BEGIN
  PERFORM 1 FROM kafka_offset o
    WHERE o.tenant_id = '00000000-0000-0000-0000-000000000000' AND o.cluster_id = p_cluster AND o.topic_id = p_topic_id
      AND o.partition_no = p_partition AND o.epoch = p_epoch AND o.next = p_first
      FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM kafka_offset o
   WHERE o.tenant_id = p_tenant AND o.cluster_id = p_cluster AND o.topic_id = p_topic_id AND o.partition_no = p_partition
     AND o.epoch = p_tenant_epoch AND o.next = p_next AND o.next <= p_to
  RETURNING o.received_at INTO v_received;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE kafka_offset o SET next = p_to, received_at = greatest(o.received_at, v_received)
   WHERE o.tenant_id = '00000000-0000-0000-0000-000000000000' AND o.cluster_id = p_cluster AND o.topic_id = p_topic_id
     AND o.partition_no = p_partition;
  RETURN true;
END $$;
CALL secure_function('read_together', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Every few seconds a gateway says here that posts come through this topic, or did and are still read from it. By the clock of the
-- database alone: it is compared with nothing else.
CREATE OR REPLACE FUNCTION log_is_used(p_topic text)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO log_topic AS l (tenant_id, topic)
  VALUES ('00000000-0000-0000-0000-000000000000', p_topic)
  ON CONFLICT (tenant_id, topic) DO UPDATE
     SET since = CASE WHEN l.until < now() - interval '10 minutes' THEN now() ELSE l.since END, until = now()
$$;
CALL secure_function('log_is_used', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Up to when everything is read that was posted through the log: the least over its partitions. Records count as received in the
-- order of their partition, so that of the last one counts as well as a look that found nothing left. NULL where no log is in
-- use: one of which no gateway has told for ten minutes holds back nothing. Without any gateway, senders_had_their_say does.
CREATE OR REPLACE FUNCTION log_read_up_at()
  RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT min(coalesce(greatest(o.read_up_at, o.received_at), l.since))
    FROM log_topic l
    LEFT JOIN (SELECT DISTINCT ON (k.topic, k.partition_no) k.*
                 FROM kafka_offset k
                WHERE k.tenant_id = '00000000-0000-0000-0000-000000000000'
                ORDER BY k.topic, k.partition_no, k.claimed_at DESC) AS o ON o.topic = l.topic
   WHERE l.tenant_id = '00000000-0000-0000-0000-000000000000' AND l.until BETWEEN now() - interval '10 minutes' AND now() + interval '1 minute'
$$;
CALL secure_function('log_read_up_at', runs_as => 'imas_worker_fn', callers => '{imas_worker_fn, imas_app}');

-- The topics that posts come through now, or are still read from.
CREATE OR REPLACE FUNCTION logs_in_use()
  RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT l.topic FROM log_topic l
   WHERE l.tenant_id = '00000000-0000-0000-0000-000000000000' AND l.until BETWEEN now() - interval '10 minutes' AND now() + interval '1 minute'
$$;
CALL secure_function('logs_in_use', runs_as => 'imas_worker_fn', callers => '{imas_worker_fn, imas_app}');

-- The sources of which records may wait in Kafka, each with the time up to which all of them are read. What such a source says is
-- heard late, so that its silence means nothing. A topic that is created anew counts as its newest only. Where posts come through
-- a log, all sources lag together, and besides those of a tenant whose posts are read apart.
CREATE OR REPLACE FUNCTION sources_that_lag(p_now timestamptz)
  RETURNS TABLE (tenant_id uuid, source_id uuid, read_up_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT w.tenant_id, w.source_id, min(w.read_up_at)
    FROM (SELECT o.tenant_id, o.source_id, coalesce(o.read_up_at, o.claimed_at) AS read_up_at
            FROM (SELECT DISTINCT ON (k.tenant_id, k.topic, k.partition_no) k.*
                    FROM kafka_offset k
                   ORDER BY k.tenant_id, k.topic, k.partition_no, k.claimed_at DESC) AS o
            JOIN source s ON s.tenant_id = o.tenant_id AND s.id = o.source_id AND s.is_active
                         AND s.config #>> '{kafka,topic}' = o.topic
           UNION ALL
          SELECT s.tenant_id, s.id, l.read_up_at
            FROM (SELECT log_read_up_at() AS read_up_at) AS l
            JOIN source s ON l.read_up_at < p_now - interval '30 seconds'
           UNION ALL
          SELECT s.tenant_id, s.id, coalesce(greatest(o.read_up_at, o.received_at), o.claimed_at)
            FROM kafka_offset o
            JOIN source s ON s.tenant_id = o.tenant_id
           WHERE o.source_id = '00000000-0000-0000-0000-000000000000' AND o.topic IN (SELECT logs_in_use())) AS w
   GROUP BY w.tenant_id, w.source_id
  HAVING min(w.read_up_at) < p_now - interval '30 seconds'
$$;
CALL secure_function('sources_that_lag', callers => '{imas_worker_fn, imas_app}');
