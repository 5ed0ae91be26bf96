-- Senders also change an alert that fires: its priority, its texts (AlertAction.UPDATE).
DO $$
DECLARE
  v_table regclass;
BEGIN
  -- Each partition has a constraint of its own, beside the one that it inherits.
  ALTER TABLE side_event DROP CONSTRAINT side_event_action_check;
  FOR v_table IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'side_event'::regclass LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS side_event_action_check', v_table);
  END LOOP;
  ALTER TABLE side_event ADD CONSTRAINT side_event_action_check CHECK (action BETWEEN 1 AND 4);
END $$;
