-- Entries of before the chain are sealed, too, and said to be sealed late: nothing is known of what happened to them until then.
-- In a migration of its own, so that no lock is held on the audit while it reads all of it.
INSERT INTO audit_unsealed (tenant_id, id, is_late)
SELECT e.tenant_id, e.id, true FROM audit_entry e
    ON CONFLICT DO NOTHING;
