-- Texts have marks for their phrases from now on. Those that are there are written again by core, the newest first; until then a
-- phrase is not found in them, but its words are.
CREATE POLICY before_phrases ON search_text FOR SELECT TO imas_owner USING (true);
CREATE POLICY before_phrases ON search_work FOR INSERT TO imas_owner WITH CHECK (true);
INSERT INTO search_work (tenant_id, incidents, alerts, entry_incidents, entry_seqs)
SELECT p.tenant_id,
       coalesce(array_agg(p.id ORDER BY p.place) FILTER (WHERE p.kind = 1), '{}'),
       coalesce(array_agg(p.id ORDER BY p.place) FILTER (WHERE p.kind = 2), '{}'),
       coalesce(array_agg(p.id ORDER BY p.place) FILTER (WHERE p.kind = 3), '{}'),
       coalesce(array_agg(p.seq ORDER BY p.place) FILTER (WHERE p.kind = 3), '{}')
  FROM (SELECT t.tenant_id, t.kind, t.id, t.seq, row_number() OVER (PARTITION BY t.tenant_id ORDER BY t.at DESC) AS place
          FROM search_text t) AS p
 GROUP BY p.tenant_id, p.place / 500 ORDER BY p.tenant_id, p.place / 500;
DROP POLICY before_phrases ON search_text;
DROP POLICY before_phrases ON search_work;
