-- One row is one message to one receiver about one moment of an incident. Core writes it in the transaction of the
-- change that caused it (so it is the notifier's outbox); the notifier claims it with a lease and delivers it.
-- receiver_id is the contact, or the nil UUID for the console when no contact is configured. Without an incident it is a
-- sample that somebody asked for to test a contact (event contact.test).
CREATE TABLE delivery (
  tenant_id           uuid NOT NULL,
  id                  uuid NOT NULL,                   -- also the idempotency key the receiver sees
  incident_id         uuid,
  event_seq           integer NOT NULL,                -- timeline seq of the moment: orders an incident's messages
  event               text NOT NULL,                   -- incident.triggered, incident.acknowledged, …
  receiver_id         uuid NOT NULL,
  channel             text NOT NULL,
  address             text NOT NULL,
  urgency             smallint NOT NULL,               -- the severity, 1 first
  status              text NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'dead', 'cancelled')),
  payload             jsonb NOT NULL,
  -- Its turn among what waits for its receiver about its incident: the others wait until it is through. Kept by the
  -- triggers below, so that no claim ever looks at what has to wait.
  is_head             boolean NOT NULL DEFAULT true,
  attempts            integer NOT NULL DEFAULT 0,
  next_attempt_at     timestamptz NOT NULL DEFAULT now(), -- of one that is being sent: when its lease ends
  last_error          text,
  provider_message_id text,
  created_at          timestamptz NOT NULL DEFAULT now(),
  finished_at         timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, incident_id, receiver_id, event_seq),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id)
) WITH (fillfactor = 80);
-- A claim walks this from receiver to receiver, and within one to what is due: whatever else waits costs it nothing.
CREATE INDEX delivery_due ON delivery (urgency, tenant_id, receiver_id, next_attempt_at)
  WHERE is_head AND status IN ('pending', 'sending');
CREATE INDEX delivery_order ON delivery (tenant_id, incident_id, receiver_id, event_seq) WHERE status IN ('pending', 'sending');
CREATE INDEX delivery_status ON delivery (tenant_id, status, created_at, id) WHERE status <> 'sent';
CREATE INDEX delivery_list ON delivery (tenant_id, created_at, id);
-- How often a contact was tested lately.
CREATE INDEX delivery_test ON delivery (tenant_id, receiver_id, created_at) WHERE incident_id IS NULL;
CALL secure_table('delivery');
CALL open_table_to('delivery', 'imas_worker_fn');

-- The first of what waits for a receiver about an incident is its head: what is being sent, else the oldest. Each row is
-- locked before it is judged, so that what another transaction is ending has ended; what others may be adding they judge
-- themselves, since it waits for these locks.
CREATE FUNCTION settle_deliveries(p_tenant uuid, p_incident uuid, p_receiver uuid)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_row   record;
  v_head  uuid;
  v_wrong uuid[] := '{}';
BEGIN
  FOR v_row IN
    SELECT d.id, d.status, d.is_head FROM delivery d
     WHERE d.tenant_id = p_tenant AND d.incident_id = p_incident AND d.receiver_id = p_receiver
       AND d.status IN ('pending', 'sending')
     ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq
       FOR NO KEY UPDATE
  LOOP
    IF v_head IS NULL OR v_row.status = 'sending' THEN
      v_head := v_row.id;
    END IF;
    IF v_row.is_head THEN
      v_wrong := v_wrong || v_row.id;
    END IF;
  END LOOP;
  IF v_head IS NULL OR v_wrong = ARRAY [v_head] THEN
    RETURN;
  END IF;
  UPDATE delivery d SET is_head = (d.id = v_head)
   WHERE d.tenant_id = p_tenant AND d.id = ANY (v_wrong || v_head) AND d.is_head <> (d.id = v_head);
END $$;

CREATE FUNCTION delivery_added() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
BEGIN
  -- Mostly nothing waits before it, and then it is its own head. Not EXISTS: asked for one row by order of the index, no
  -- statistics make a plan that reads the table.
  PERFORM settle_deliveries(a.tenant_id, a.incident_id, a.receiver_id)
     FROM (SELECT DISTINCT n.tenant_id, n.incident_id, n.receiver_id FROM added n
            WHERE n.status IN ('pending', 'sending')
              AND (SELECT d.id FROM delivery d
                    WHERE d.tenant_id = n.tenant_id AND d.incident_id = n.incident_id AND d.receiver_id = n.receiver_id
                      AND d.status IN ('pending', 'sending') AND d.id <> n.id
                    ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq LIMIT 1) IS NOT NULL) AS a;
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_added AFTER INSERT ON delivery
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION delivery_added();

CREATE FUNCTION delivery_moved() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  PERFORM settle_deliveries(NEW.tenant_id, NEW.incident_id, NEW.receiver_id);
  RETURN NULL;
END $$;
-- Not for a claim, which takes heads alone and leaves them heads.
CREATE TRIGGER delivery_moved AFTER UPDATE OF status ON delivery
  FOR EACH ROW WHEN (OLD.status <> NEW.status AND NEW.status <> 'sending') EXECUTE FUNCTION delivery_moved();

-- Who was sent anything about these incidents of the present tenant, or shall be.
CREATE FUNCTION told_receivers(p_incidents uuid[])
  RETURNS TABLE (incident_id uuid, receiver_id uuid)
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
AS $$
  SELECT DISTINCT d.incident_id, d.receiver_id
    FROM unnest(p_incidents) AS i(id)
    JOIN delivery d ON d.tenant_id = current_tenant() AND d.incident_id = i.id
$$;

CREATE TABLE delivery_attempt (
  at          timestamptz NOT NULL DEFAULT now(),
  tenant_id   uuid NOT NULL,
  delivery_id uuid NOT NULL,
  attempt     integer NOT NULL,
  outcome     text NOT NULL,                           -- accepted, retry, refused, deferred
  status_code integer,
  error       text,
  duration_ms integer NOT NULL,
  PRIMARY KEY (tenant_id, delivery_id, attempt, at)
) PARTITION BY RANGE (at);
CALL secure_table('delivery_attempt');

-- What running notifiers can send with, each with a lease that it renews: core, which calls nobody, checks contacts
-- against it when they are made. Of the platform itself, so of the nil tenant; reached through functions only.
CREATE TABLE notifier_offer (
  tenant_id     uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  notifier      uuid NOT NULL,
  channels      text[] NOT NULL DEFAULT '{}',          -- configured there
  webhook_allow text[] NOT NULL DEFAULT '{}',          -- inner hosts and networks that webhooks may go to
  webhook_ports integer[] NOT NULL DEFAULT '{}',       -- empty: any
  lease_until   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, notifier)
);
CALL secure_table('notifier_offer');
CALL open_table_to('notifier_offer', 'imas_worker_fn');

-- What became of pages, for core to follow like the outbox: a delivery is dead, or (late) it is time to ask whether anybody
-- has accepted the page. Core takes a row by deleting it in the transaction that does what follows from it.
CREATE TABLE delivery_outcome (
  tenant_id   uuid NOT NULL,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  incident_id uuid NOT NULL,
  event_seq   integer NOT NULL,
  late        boolean NOT NULL,
  not_before  timestamptz NOT NULL DEFAULT '-infinity',
  attempts    smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX delivery_outcome_due ON delivery_outcome (not_before, id);
CALL secure_table('delivery_outcome');
CALL open_table_to('delivery_outcome', 'imas_worker_fn');

-- In the transaction that makes a delivery dead, whoever that is: nothing dies unheard.
CREATE FUNCTION report_dead_delivery() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO imas.delivery_outcome (tenant_id, incident_id, event_seq, late)
  VALUES (NEW.tenant_id, NEW.incident_id, NEW.event_seq, false);
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_died AFTER UPDATE OF status ON delivery
  FOR EACH ROW WHEN (NEW.status = 'dead' AND OLD.status <> 'dead' AND NEW.incident_id IS NOT NULL)
  EXECUTE FUNCTION report_dead_delivery();

-- Who is told of pages that reached nobody of the team they were for; without any, the console.
CREATE TABLE fallback_contact (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  position   integer NOT NULL,
  PRIMARY KEY (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES team_contact (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('fallback_contact');
