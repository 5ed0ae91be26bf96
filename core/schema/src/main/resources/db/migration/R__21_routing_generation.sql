CREATE OR REPLACE FUNCTION bump_routing_generation() RETURNS trigger
  LANGUAGE plpgsql AS $$
DECLARE
  v_tenant     uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.tenant_id ELSE NEW.tenant_id END;
  v_generation bigint;
BEGIN
  INSERT INTO imas.routing_generation AS g (tenant_id) VALUES (v_tenant)
  ON CONFLICT (tenant_id) DO UPDATE SET generation = g.generation + 1
  RETURNING generation INTO v_generation;
  PERFORM pg_notify('imas_routing', v_tenant || ':' || v_generation);
  RETURN NULL;
END $$;
CALL secure_function('bump_routing_generation');

CREATE OR REPLACE TRIGGER source_changes_routing AFTER INSERT OR UPDATE OR DELETE ON source
  FOR EACH ROW EXECUTE FUNCTION bump_routing_generation();

CREATE OR REPLACE TRIGGER source_key_changes_routing AFTER INSERT OR UPDATE OR DELETE ON source_key
  FOR EACH ROW EXECUTE FUNCTION bump_routing_generation();

CREATE OR REPLACE TRIGGER service_changes_routing AFTER INSERT OR UPDATE OR DELETE ON service
  FOR EACH ROW EXECUTE FUNCTION bump_routing_generation();

CREATE OR REPLACE TRIGGER rule_set_activation_changes_routing AFTER INSERT OR UPDATE OR DELETE ON rule_set_activation
  FOR EACH ROW EXECUTE FUNCTION bump_routing_generation();

CREATE OR REPLACE TRIGGER tenant_weight_changes_routing AFTER UPDATE OF weight ON tenant
  FOR EACH ROW WHEN (old.weight <> new.weight) EXECUTE FUNCTION bump_routing_generation();
