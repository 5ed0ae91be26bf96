-- Core looks over all tenants for providers that fail.
CALL open_table_to('provider_health', 'imas_worker_fn');
GRANT SELECT ON provider_health TO imas_worker_fn;
