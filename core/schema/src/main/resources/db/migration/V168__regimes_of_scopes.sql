-- The law by which incidents of a scope must be reported. A scope states either a law or hours of its own.
ALTER TABLE impact_scope ADD COLUMN regime text;

-- The shipped scope for personal data, where nobody has changed it.
UPDATE impact_scope SET regime = 'gdpr-33', legal_clock_hours = NULL
 WHERE name = 'GDPR/Legal' AND legal_clock_hours = 72 AND version = 1;
