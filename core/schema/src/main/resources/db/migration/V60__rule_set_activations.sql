-- Each time that another version of the rules, or none, came into force. Rows are only added, so this is also what an
-- operator reads after an incident. A person makes each row, so there are few.
CREATE TABLE rule_set_history (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  number      integer NOT NULL CHECK (number > 0),     -- 1, 2, 3 … of this tenant
  action      text NOT NULL CHECK (action IN ('activate', 'rollback', 'deactivate')),
  version     integer,                                 -- NULL: no rules
  previous    integer,                                 -- what was in force until then; NULL: no rules
  back_to     integer,                                 -- the number to whose version a rollback goes; NULL: there is none
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, number),
  FOREIGN KEY (tenant_id, version) REFERENCES rule_set (tenant_id, version),
  FOREIGN KEY (tenant_id, back_to) REFERENCES rule_set_history (tenant_id, number)
);
-- What is in force already is the first.
CREATE POLICY before_history ON rule_set_activation FOR SELECT TO imas_owner USING (true);
INSERT INTO rule_set_history (tenant_id, number, action, version, recorded_by, recorded_at)
SELECT a.tenant_id, 1, 'activate', a.version, a.activated_by, a.activated_at FROM rule_set_activation a;
DROP POLICY before_history ON rule_set_activation;
CALL secure_table('rule_set_history');
GRANT SELECT, INSERT ON rule_set_history TO imas_app;

-- Back to no rules.
GRANT DELETE ON rule_set_activation TO imas_app;
