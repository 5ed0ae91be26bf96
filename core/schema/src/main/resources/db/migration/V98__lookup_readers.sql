-- Which versions of lookup tables each version of the rules reads, so that one that nothing needs any more can go.
CREATE TABLE rule_set_lookup (
  tenant_id uuid NOT NULL,
  rule_set  integer NOT NULL,
  content   integer NOT NULL,                            -- a version of a table, which may be gone
  PRIMARY KEY (tenant_id, rule_set, content),
  FOREIGN KEY (tenant_id, rule_set) REFERENCES rule_set (tenant_id, version)
);
CREATE INDEX rule_set_lookup_content ON rule_set_lookup (tenant_id, content);
-- Of the rules that are there already.
CREATE POLICY before_lookup ON rule_set FOR SELECT TO imas_owner USING (true);
INSERT INTO rule_set_lookup (tenant_id, rule_set, content)
SELECT DISTINCT r.tenant_id, r.version, (content #>> '{}')::integer
  FROM rule_set r
 CROSS JOIN LATERAL jsonb_path_query(r.rules, '$[*].enrich.version ? (@.type() == "number")') AS content;
DROP POLICY before_lookup ON rule_set;
CALL secure_table('rule_set_lookup');
GRANT SELECT, INSERT ON rule_set_lookup TO imas_app;

-- The version of the rules that set labels of the alert that opened it; NULL: none did.
ALTER TABLE incident_opening ADD COLUMN rule_set integer;
CREATE INDEX incident_opening_rule_set ON incident_opening (tenant_id, rule_set) WHERE rule_set IS NOT NULL;

GRANT DELETE ON lookup_table_version TO imas_app;
