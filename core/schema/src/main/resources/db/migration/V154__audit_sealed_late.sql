-- Entries of before the chain are sealed, too, and said to be sealed late: nothing is known of what happened to them until then.
INSERT INTO audit_unsealed (tenant_id, id, is_late)
SELECT e.tenant_id, e.id, true FROM audit_entry e
    ON CONFLICT DO NOTHING;
