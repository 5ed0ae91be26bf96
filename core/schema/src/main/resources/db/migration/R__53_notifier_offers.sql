-- Records, with a lease, which channels a notifier offers. Deletes the offers of notifiers that stopped renewing theirs.
DROP FUNCTION IF EXISTS offer_channels(uuid, text[], text[], integer[], interval);
CREATE OR REPLACE FUNCTION offer_channels(p_notifier uuid, p_channels text[], p_reach jsonb, p_lease interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  DELETE FROM notifier_offer WHERE lease_until < now() - interval '1 hour';
  INSERT INTO notifier_offer (notifier, channels, reach, lease_until)
  VALUES (p_notifier, p_channels, p_reach, now() + p_lease)
  ON CONFLICT (tenant_id, notifier) DO UPDATE
     SET channels = excluded.channels, reach = excluded.reach, lease_until = excluded.lease_until
$$;
CALL secure_function('offer_channels', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

CREATE OR REPLACE FUNCTION withdraw_channels(p_notifier uuid)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ DELETE FROM notifier_offer WHERE notifier = p_notifier $$;
CALL secure_function('withdraw_channels', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- What the running notifiers offer. No row means that none has reported. A lease is a minute: one that ends later is of a clock
-- that was set back since.
DROP FUNCTION IF EXISTS offered_channels();
CREATE OR REPLACE FUNCTION offered_channels()
  RETURNS TABLE (channels text[], reach jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT o.channels, o.reach FROM notifier_offer o WHERE o.lease_until BETWEEN now() AND now() + interval '5 minutes'
$$;
CALL secure_function('offered_channels', runs_as => 'imas_worker_fn', callers => '{imas_app}');
