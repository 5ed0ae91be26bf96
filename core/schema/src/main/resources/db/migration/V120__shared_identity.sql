-- Sources that were there already share the identities of their alerts, as all did: what fires now must find its recovery. New ones
-- have their own, unless they are told to share. Nothing changes for gateways, so they are not told.
CREATE POLICY before_sharing ON source TO imas_owner USING (true) WITH CHECK (true);
ALTER TABLE source DISABLE TRIGGER USER;
UPDATE source SET config = config || '{"shared_identity": true}';
ALTER TABLE source ENABLE TRIGGER USER;
DROP POLICY before_sharing ON source;
