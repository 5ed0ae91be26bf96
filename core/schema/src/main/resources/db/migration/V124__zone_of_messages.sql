-- Messages that are nobody's alone tell times in the zone of the tenant.
GRANT SELECT ON delivery_policy TO imas_notifier;
-- Those to a person tell them in the person's.
GRANT SELECT (time_zone) ON user_account TO imas_worker_fn;
