-- A field of what is hashed: a mark for null, or else its length and its bytes, as dev.imas.core.chain has it.
CREATE OR REPLACE FUNCTION audit_field(p_value bytea)
  RETURNS bytea
  LANGUAGE sql IMMUTABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT CASE WHEN p_value IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || int4send(octet_length(p_value)) || p_value END
$$;
CALL secure_function('audit_field', callers => '{imas_app, imas_worker_fn}');

-- What the leaf of an entry has in place of its address, before and after.
CREATE OR REPLACE FUNCTION audit_commitment(p_salt uuid, p_address text, p_before jsonb, p_after jsonb)
  RETURNS bytea
  LANGUAGE sql IMMUTABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT sha256('\x02'::bytea || audit_field(convert_to('imas-audit-content/1', 'UTF8')) || audit_field(uuid_send(p_salt))
                || audit_field(convert_to(p_address, 'UTF8')) || audit_field(convert_to(p_before::text, 'UTF8'))
                || audit_field(convert_to(p_after::text, 'UTF8')))
$$;
CALL secure_function('audit_commitment', callers => '{imas_app, imas_worker_fn}');

-- The hash of what an erasure has left of an entry, of all its fields.
CREATE OR REPLACE FUNCTION audit_remains(p_entry audit_entry)
  RETURNS bytea
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT sha256('\x02'::bytea || audit_field(convert_to('imas-audit-remains/1', 'UTF8'))
                || audit_field(uuid_send((p_entry).tenant_id)) || audit_field(uuid_send((p_entry).id))
                || audit_field(int8send((extract(epoch FROM (p_entry).at) * 1000000)::bigint))
                || audit_field(convert_to((p_entry).actor_kind, 'UTF8')) || audit_field(uuid_send((p_entry).actor_id))
                || audit_field(convert_to((p_entry).via, 'UTF8')) || audit_field(convert_to((p_entry).address, 'UTF8'))
                || audit_field(convert_to((p_entry).request_id, 'UTF8')) || audit_field(convert_to((p_entry).action, 'UTF8'))
                || audit_field(convert_to((p_entry).subject_kind, 'UTF8')) || audit_field(uuid_send((p_entry).subject_id))
                || audit_field(convert_to((p_entry).before::text, 'UTF8'))
                || audit_field(convert_to((p_entry).after::text, 'UTF8')))
$$;
CALL secure_function('audit_remains', callers => '{imas_worker_fn}');

-- Remembers what a user was called and where they were reached, since copies of it stay in what happened then.
CREATE OR REPLACE FUNCTION note_former_identity()
  RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  IF TG_TABLE_NAME = 'user_contact' THEN
    INSERT INTO former_identity (tenant_id, user_id, term, is_address)
    SELECT OLD.tenant_id, OLD.user_id, OLD.address, true
     WHERE EXISTS (SELECT FROM user_account u WHERE u.tenant_id = OLD.tenant_id AND u.id = OLD.user_id AND u.username !~ '^erased-[0-9a-f]{12}$')
        ON CONFLICT DO NOTHING;
  ELSIF NEW.username !~ '^erased-[0-9a-f]{12}$' THEN
    INSERT INTO former_identity (tenant_id, user_id, term, is_address)
    SELECT OLD.tenant_id, OLD.id, f.term, f.is_address
      FROM (VALUES (OLD.username, NEW.username, false), (OLD.email, NEW.email, true), (OLD.phone, NEW.phone, true),
                   (btrim(OLD.first_name || ' ' || OLD.last_name), btrim(NEW.first_name || ' ' || NEW.last_name), false))
        AS f(term, now_is, is_address)
     WHERE f.term IS DISTINCT FROM f.now_is AND f.term <> ''
        ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CALL secure_function('note_former_identity', runs_as => 'imas_worker_fn');
CREATE OR REPLACE TRIGGER user_account_former AFTER UPDATE OF username, email, phone, first_name, last_name ON user_account
  FOR EACH ROW EXECUTE FUNCTION note_former_identity();
CREATE OR REPLACE TRIGGER user_contact_former AFTER DELETE OR UPDATE OF address ON user_contact
  FOR EACH ROW EXECUTE FUNCTION note_former_identity();

-- What stands for a person in texts: of a user, all names and addresses there are and were; of anybody else, the address. An
-- address that others have, too, such as a channel of a team, is not the person's.
CREATE OR REPLACE FUNCTION person_terms(p_tenant uuid, p_user uuid, p_email text)
  RETURNS TABLE (term text, is_address boolean)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT DISTINCT ON (a.term) a.term, a.is_address
    FROM (SELECT u.username AS term, false AS is_address FROM user_account u WHERE u.tenant_id = p_tenant AND u.id = p_user
          UNION ALL SELECT u.email, true FROM user_account u WHERE u.tenant_id = p_tenant AND u.id = p_user
          UNION ALL SELECT u.phone, true FROM user_account u WHERE u.tenant_id = p_tenant AND u.id = p_user
          UNION ALL SELECT u.first_name || ' ' || u.last_name, false FROM user_account u
                     WHERE u.tenant_id = p_tenant AND u.id = p_user AND u.first_name <> '' AND u.last_name <> ''
          UNION ALL SELECT u.last_name || ' ' || u.first_name, false FROM user_account u
                     WHERE u.tenant_id = p_tenant AND u.id = p_user AND u.first_name <> '' AND u.last_name <> ''
          UNION ALL SELECT c.address, true FROM user_contact c WHERE c.tenant_id = p_tenant AND c.user_id = p_user
          UNION ALL SELECT k.address, true FROM contact_code k WHERE k.tenant_id = p_tenant AND k.user_id = p_user
          UNION ALL SELECT f.term, f.is_address FROM former_identity f WHERE f.tenant_id = p_tenant AND f.user_id = p_user
          UNION ALL SELECT p_email, true) AS a
   WHERE length(a.term) >= 2
     AND NOT (a.is_address
              AND (EXISTS (SELECT FROM team_contact t WHERE t.tenant_id = p_tenant AND lower(t.address) = lower(a.term))
                   OR EXISTS (SELECT FROM user_contact o WHERE o.tenant_id = p_tenant AND lower(o.address) = lower(a.term)
                                                           AND o.user_id IS DISTINCT FROM p_user)
                   OR EXISTS (SELECT FROM user_account o WHERE o.tenant_id = p_tenant AND lower(o.email) = lower(a.term)
                                                           AND o.id IS DISTINCT FROM p_user AND o.deleted_at IS NULL)))
   ORDER BY a.term, a.is_address
   LIMIT 500
$$;
CALL secure_function('person_terms', runs_as => 'imas_worker_fn');

-- A regular expression that finds these terms as whole words, also in the text of JSON. It finds nothing if there are none.
CREATE OR REPLACE FUNCTION terms_pattern(p_terms text[])
  RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT CASE WHEN count(*) = 0 THEN 'a^'
              ELSE '(?:(?<![[:alnum:]_.+-])|(?<=\\[ntr]))(?:' || string_agg(DISTINCT v.pattern, '|')
                   || ')(?![[:alnum:]_@-]|\.[[:alnum:]])' END
    FROM unnest(p_terms) AS t(term)
   CROSS JOIN LATERAL (SELECT regexp_replace(w.written, '([^[:alnum:][:space:]])', '\\\1', 'g') AS pattern
                         FROM (VALUES (t.term), (btrim(to_json(t.term)::text, '"'))) AS w(written)) AS v
$$;
CALL secure_function('terms_pattern', callers => '{imas_worker_fn}');

CREATE OR REPLACE FUNCTION without_person(p_text text, p_names text, p_addresses text, p_instead text)
  RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT regexp_replace(regexp_replace(p_text, p_addresses, p_instead, 'gi'), p_names, p_instead, 'g')
$$;
CALL secure_function('without_person', callers => '{imas_worker_fn}');

-- Where a person occurs, of the current tenant: with treatment erase, how many rows of a table; with human, up to p_most texts, each
-- with the key of its row. One of p_user and p_email is NULL.
CREATE OR REPLACE FUNCTION personal_hits(p_user uuid, p_email text, p_most integer)
  RETURNS TABLE (treatment text, table_name text, column_name text, place jsonb, hits bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant    CONSTANT uuid := current_tenant();
  v_names     CONSTANT text := terms_pattern(ARRAY (SELECT p.term FROM person_terms(v_tenant, p_user, p_email) p WHERE NOT p.is_address));
  v_addresses CONSTANT text := terms_pattern(ARRAY (SELECT p.term FROM person_terms(v_tenant, p_user, p_email) p WHERE p.is_address));
  -- For people to read, a first or last name alone is worth a look.
  v_shorter   CONSTANT text := terms_pattern(ARRAY (SELECT n.name FROM user_account u CROSS JOIN LATERAL (VALUES (u.first_name), (u.last_name)) AS n(name)
                                                     WHERE u.tenant_id = v_tenant AND u.id = p_user AND length(n.name) >= 3));
  v_left      integer := p_most;
  v_data      record;
  v_column    text;
  v_key       text;
  v_found     integer;
BEGIN
  FOR v_data IN SELECT * FROM personal_data() d WHERE d.treatment IN ('erase', 'audit') ORDER BY d.table_name, d.columns LOOP
    treatment := 'erase';
    table_name := v_data.table_name;
    column_name := array_to_string(v_data.columns, ', ');
    EXECUTE format('SELECT count(*) FROM imas.%I t WHERE t.tenant_id = $1 AND (%s)%s', v_data.table_name,
                   (SELECT string_agg(format('t.%1$I::text ~ $2 OR t.%1$I::text ~* $3', c), ' OR ') FROM unnest(v_data.columns) AS c),
                   coalesce(' AND ' || v_data.only_where, ''))
       INTO hits USING v_tenant, v_names, v_addresses;
    IF hits > 0 THEN
      RETURN NEXT;
    END IF;
  END LOOP;
  treatment := 'human';
  hits := 1;
  FOR v_data IN SELECT * FROM personal_data() d WHERE d.treatment = 'human' ORDER BY d.table_name, d.columns LOOP
    v_key := (SELECT string_agg(format('%L, t.%I', a.attname, a.attname), ', ')
                FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
               WHERE i.indrelid = ('imas.' || quote_ident(v_data.table_name))::regclass AND i.indisprimary
                 AND a.attname <> 'tenant_id');
    FOREACH v_column IN ARRAY v_data.columns LOOP
      EXIT WHEN v_left <= 0;
      table_name := v_data.table_name;
      column_name := v_column;
      v_found := 0;
      FOR place IN EXECUTE format('SELECT jsonb_build_object(%s) FROM imas.%I t WHERE t.tenant_id = $1'
                                  ' AND (t.%I::text ~ $2 OR t.%I::text ~* $3)%s LIMIT $4',
                                  coalesce(v_key, ''), v_data.table_name, v_column, v_column,
                                  coalesce(' AND ' || v_data.only_where, ''))
                   USING v_tenant, v_names || '|' || v_shorter, v_addresses, v_left LOOP
        RETURN NEXT;
        v_found := v_found + 1;
      END LOOP;
      v_left := v_left - v_found;
    END LOOP;
  END LOOP;
END $$;
CALL secure_function('personal_hits', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Begins the erasure that a second person has just confirmed: the account ends, and what is looked for is remembered until the last
-- step, together with the texts that a person has to read.
CREATE OR REPLACE FUNCTION begin_erasure(p_request uuid, p_at timestamptz)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant CONSTANT uuid := current_tenant();
  v_user   uuid;
BEGIN
  SELECT r.subject_id INTO v_user FROM privacy_request r
   WHERE r.tenant_id = v_tenant AND r.id = p_request AND r.state = 'erasing' AND r.step = 0 AND r.pseudonym IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the request % is no erasure that begins', p_request;
  END IF;
  INSERT INTO privacy_term (tenant_id, request_id, term, is_address)
  SELECT v_tenant, p_request, t.term, t.is_address FROM person_terms(v_tenant, v_user, NULL) AS t;
  INSERT INTO privacy_mention (tenant_id, request_id, number, table_name, column_name, place)
  SELECT v_tenant, p_request, row_number() OVER (), h.table_name, h.column_name, h.place
    FROM personal_hits(v_user, NULL, 1000) AS h WHERE h.treatment = 'human';
  UPDATE privacy_request r SET pseudonym = 'erased-' || left(replace(gen_random_uuid()::text, '-', ''), 12)
   WHERE r.tenant_id = v_tenant AND r.id = p_request;
  UPDATE user_account u SET is_active = false, deleted_at = coalesce(u.deleted_at, p_at)
   WHERE u.tenant_id = v_tenant AND u.id = v_user;
  DELETE FROM team_member m WHERE m.tenant_id = v_tenant AND m.user_id = v_user;
  DELETE FROM user_session s WHERE s.tenant_id = v_tenant AND s.user_id = v_user;
END $$;
CALL secure_function('begin_erasure', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether an entry of the audit is what the user did, is about them, or names them by their id.
CREATE OR REPLACE FUNCTION is_of_person(p_entry audit_entry, p_user uuid)
  RETURNS boolean
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT coalesce((p_entry).actor_id = p_user, false) OR coalesce((p_entry).subject_id = p_user, false)
         OR strpos(coalesce((p_entry).before::text, '') || coalesce((p_entry).after::text, ''), p_user::text) > 0
$$;
CALL secure_function('is_of_person', callers => '{imas_worker_fn}');

-- Rewrites up to 200 of the next 5,000 entries of the audit, and adds the entry that says which and what is left of them. Returns
-- the last entry that was looked at; NULL if there are no more.
CREATE OR REPLACE FUNCTION erase_from_audit(p_request privacy_request, p_names text, p_addresses text)
  RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant CONSTANT uuid := (p_request).tenant_id;
  v_user   CONSTANT uuid := (p_request).subject_id;
  v_tokens CONSTANT uuid[] := ARRAY (SELECT k.id FROM api_token k WHERE k.tenant_id = v_tenant AND k.user_id = v_user);
  v_seen   uuid[];
  v_hits   uuid[];
  v_left   jsonb;
  -- Where an entry is of the person, their first or last name alone is theirs, too.
  v_alone  CONSTANT text := terms_pattern(ARRAY (SELECT n.name FROM user_account u CROSS JOIN LATERAL (VALUES (u.first_name), (u.last_name)) AS n(name)
                                                  WHERE u.tenant_id = v_tenant AND u.id = v_user AND length(n.name) >= 2));
  v_by     uuid := uuidv7();
  v_salt   uuid := gen_random_uuid();
BEGIN
  v_seen := ARRAY (SELECT e.id FROM audit_entry e
                    WHERE e.tenant_id = v_tenant AND ((p_request).after_entry IS NULL OR e.id > (p_request).after_entry)
                    ORDER BY e.id LIMIT 5000);
  v_hits := ARRAY (SELECT e.id FROM audit_entry e
                    WHERE e.tenant_id = v_tenant AND e.id = ANY (v_seen)
                      AND (e.before::text ~ p_names OR e.after::text ~ p_names
                           OR e.before::text ~* p_addresses OR e.after::text ~* p_addresses
                           OR e.address IS NOT NULL AND (e.actor_id = v_user OR e.actor_id = ANY (v_tokens))
                           OR (e.before::text ~ v_alone OR e.after::text ~ v_alone) AND is_of_person(e, v_user))
                    ORDER BY e.id LIMIT 200);
  IF cardinality(v_hits) > 0 THEN
    UPDATE audit_entry e
       SET address = CASE WHEN e.actor_id = v_user OR e.actor_id = ANY (v_tokens) THEN NULL ELSE e.address END,
           before = without_person(e.before::text, CASE WHEN is_of_person(e, v_user) THEN p_names || '|' || v_alone ELSE p_names END,
                                   p_addresses, (p_request).pseudonym)::jsonb,
           after = without_person(e.after::text, CASE WHEN is_of_person(e, v_user) THEN p_names || '|' || v_alone ELSE p_names END,
                                   p_addresses, (p_request).pseudonym)::jsonb,
           salt = NULL
     WHERE e.tenant_id = v_tenant AND e.id = ANY (v_hits);
    v_left := jsonb_build_object(
      'request_id', (p_request).id,
      'entries', (SELECT jsonb_object_agg(e.id, encode(audit_remains(e), 'hex')) FROM audit_entry e
                   WHERE e.tenant_id = v_tenant AND e.id = ANY (v_hits)));
    INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, action, subject_kind, subject_id, after, salt, commitment)
    VALUES (v_tenant, v_by, clock_timestamp(), 'system', 'process', 'privacy.erase', 'user', v_user, v_left, v_salt,
            audit_commitment(v_salt, NULL, NULL, v_left));
    INSERT INTO audit_unsealed (tenant_id, id) VALUES (v_tenant, v_by);
    INSERT INTO audit_erasure (tenant_id, entry_id, erased_by) SELECT v_tenant, h.id, v_by FROM unnest(v_hits) AS h(id);
  END IF;
  RETURN CASE WHEN cardinality(v_hits) = 200 THEN v_hits[200]
              WHEN cardinality(v_seen) = 5000 THEN v_seen[5000] END;
END $$;
CALL secure_function('erase_from_audit', runs_as => 'imas_worker_fn');

-- The last step: what belongs to the person alone goes, and so does what was looked for.
CREATE OR REPLACE FUNCTION erase_account(p_request privacy_request, p_at timestamptz)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant CONSTANT uuid := (p_request).tenant_id;
  v_user   CONSTANT uuid := (p_request).subject_id;
BEGIN
  UPDATE user_account u
     SET username = (p_request).pseudonym, email = (p_request).pseudonym || '@erased.invalid', first_name = '', last_name = '',
         phone = NULL, time_zone = 'UTC', locale = NULL, last_login_at = NULL, version = u.version + 1, updated_at = p_at
   WHERE u.tenant_id = v_tenant AND u.id = v_user;
  DELETE FROM status_subscriber s
   WHERE s.tenant_id = v_tenant
     AND lower(s.email) IN (SELECT lower(t.term) FROM privacy_term t WHERE t.tenant_id = v_tenant AND t.request_id = (p_request).id);
  DELETE FROM user_contact c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM contact_code c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM user_totp c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM user_recovery_code c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM user_session c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM user_preference c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM saved_view c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM default_view c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM notification_preference c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM notification_rule c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM inbox_entry c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM action_link c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM user_invitation c WHERE c.tenant_id = v_tenant AND c.user_id = v_user;
  DELETE FROM calendar_feed c
   WHERE c.tenant_id = v_tenant AND (c.made_by_user = v_user OR c.kind IN ('user', 'user_events') AND c.subject_id = v_user);
  DELETE FROM access_grant g USING api_token k
   WHERE g.tenant_id = v_tenant AND k.tenant_id = v_tenant AND k.user_id = v_user AND g.token_id = k.id;
  DELETE FROM access_grant g WHERE g.tenant_id = v_tenant AND g.user_id = v_user;
  DELETE FROM api_token k WHERE k.tenant_id = v_tenant AND k.user_id = v_user;
  UPDATE user_absence a SET note = '' WHERE a.tenant_id = v_tenant AND a.user_id = v_user AND a.note <> '';
  DELETE FROM privacy_export x USING privacy_request r
   WHERE x.tenant_id = v_tenant AND r.tenant_id = v_tenant AND r.subject_id = v_user AND x.request_id = r.id;
  DELETE FROM former_identity f WHERE f.tenant_id = v_tenant AND f.user_id = v_user;
  DELETE FROM privacy_term t WHERE t.tenant_id = v_tenant AND t.request_id = (p_request).id;
END $$;
CALL secure_function('erase_account', runs_as => 'imas_worker_fn');

-- Makes the next step of an erasure: a set of columns, a part of the audit, or the account. Whoever is stopped between two steps
-- goes on with the next. Returns whether there are more; false for what is no erasure in progress.
CREATE OR REPLACE FUNCTION erase_step(p_request uuid, p_at timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant    CONSTANT uuid := current_tenant();
  v_request   privacy_request;
  v_data      record;
  v_names     text;
  v_addresses text;
  v_update    text;
  v_last      uuid;
BEGIN
  SELECT * INTO v_request FROM privacy_request r
   WHERE r.tenant_id = v_tenant AND r.id = p_request AND r.state = 'erasing' AND r.pseudonym IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  v_names := terms_pattern(ARRAY (SELECT t.term FROM privacy_term t
                                   WHERE t.tenant_id = v_tenant AND t.request_id = p_request AND NOT t.is_address));
  v_addresses := terms_pattern(ARRAY (SELECT t.term FROM privacy_term t
                                       WHERE t.tenant_id = v_tenant AND t.request_id = p_request AND t.is_address));
  SELECT * INTO v_data FROM personal_data() d WHERE d.treatment = 'erase'
   ORDER BY d.table_name, d.columns OFFSET v_request.step LIMIT 1;
  IF FOUND THEN
    SELECT format('UPDATE imas.%I t SET %s WHERE t.tenant_id = $1 AND (%s)%s', v_data.table_name,
                  string_agg(format('%1$I = imas.without_person(t.%1$I::text, $2, $3, $4)::%2$s', a.attname,
                                    format_type(a.atttypid, a.atttypmod)), ', '),
                  string_agg(format('t.%1$I::text ~ $2 OR t.%1$I::text ~* $3', a.attname), ' OR '),
                  coalesce(' AND ' || v_data.only_where, ''))
      INTO v_update
      FROM pg_attribute a
     WHERE a.attrelid = ('imas.' || quote_ident(v_data.table_name))::regclass AND a.attname = ANY (v_data.columns);
    IF v_data.table_name = 'timeline' THEN
      EXECUTE 'WITH written AS (' || v_update || ' RETURNING t.incident_id, t.seq),'
        ' parts AS (SELECT w.incident_id, w.seq, (row_number() OVER () - 1) / 50 AS part FROM written w)'
        ' INSERT INTO search_work (tenant_id, entry_incidents, entry_seqs)'
        ' SELECT $1, array_agg(p.incident_id), array_agg(p.seq) FROM parts p GROUP BY p.part'
        USING v_tenant, v_names, v_addresses, v_request.pseudonym;
    ELSE
      EXECUTE v_update USING v_tenant, v_names, v_addresses, v_request.pseudonym;
    END IF;
    UPDATE privacy_request r SET step = r.step + 1 WHERE r.tenant_id = v_tenant AND r.id = p_request;
    RETURN true;
  END IF;
  IF v_request.step = (SELECT count(*) FROM personal_data() d WHERE d.treatment = 'erase') THEN
    v_last := erase_from_audit(v_request, v_names, v_addresses);
    UPDATE privacy_request r
       SET after_entry = coalesce(v_last, r.after_entry), step = r.step + CASE WHEN v_last IS NULL THEN 1 ELSE 0 END
     WHERE r.tenant_id = v_tenant AND r.id = p_request;
    RETURN true;
  END IF;
  PERFORM erase_account(v_request, p_at);
  UPDATE privacy_request r SET state = 'done', closed_at = p_at, after_entry = NULL, version = r.version + 1
   WHERE r.tenant_id = v_tenant AND r.id = p_request;
  RETURN false;
END $$;
CALL secure_function('erase_step', runs_as => 'imas_worker_fn', callers => '{imas_app}');
