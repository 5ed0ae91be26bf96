-- For which labels of the opening alert a policy is chosen, before the service's own: matchers as rules have them.
ALTER TABLE escalation_policy ADD COLUMN labels text[] NOT NULL DEFAULT '{}';
