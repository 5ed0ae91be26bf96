package dev.imas.core.schema;

import dev.imas.fixtures.database.TestDatabase;

/**
 * The schema as the catalogue has it, in a form to read and compare: each table with its columns,
 * constraints, indexes, triggers, policies and rights, then the functions and who may call them.
 * Function bodies are left out; they are in {@code db/migration}.
 */
final class SchemaText {

  private static final String HEADING =
      """
      -- The database as the migrations make it: to be read, not to be run. Partitions are left out.
      -- Made by SchemaTextIT, which fails where this file says something else; see docs/development.md.

      """;

  private static final String DOMAINS =
      """
      SELECT format('CREATE DOMAIN %I AS %s %s;', t.typname, format_type(t.typbasetype, t.typtypmod),
                    (SELECT string_agg(pg_get_constraintdef(c.oid), ' ') FROM pg_constraint c WHERE c.contypid = t.oid))
        FROM pg_type t
       WHERE t.typnamespace = 'imas'::regnamespace AND t.typtype = 'd'
       ORDER BY t.typname\
      """;

  private static final String RELATIONS =
      """
      SELECT c.relname FROM pg_class c
       WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
         AND c.relname <> 'schema_history'
       ORDER BY c.relkind = 'v', c.relname\
      """;

  /** One line each, in order; for a view its query. */
  private static final String RELATION =
      """
      SELECT line || CASE WHEN part IN (1, 2) AND lead(part) OVER (ORDER BY part, place, name COLLATE "C") IN (1, 2)
                          THEN ',' ELSE '' END
        FROM (
        SELECT 0 AS part, 0 AS place, '' AS name,
               format('CREATE %s %s%s', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, c.relname,
                      CASE c.relkind WHEN 'v' THEN ' AS' || chr(10) || pg_get_viewdef(c.oid) ELSE ' (' END) AS line
          FROM pg_class c WHERE c.oid = 'imas.$relation'::regclass
        UNION ALL
        SELECT 1, a.attnum, '', concat('  ', a.attname, ' ', format_type(a.atttypid, a.atttypmod),
                 CASE WHEN a.attnotnull THEN ' NOT NULL' END,
                 CASE WHEN a.attidentity <> '' THEN ' GENERATED ALWAYS AS IDENTITY' END,
                 CASE a.attgenerated WHEN 's' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
                                     WHEN 'v' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') VIRTUAL'
                                     ELSE ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END)
          FROM pg_class c
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE c.oid = 'imas.$relation'::regclass AND c.relkind <> 'v'
        UNION ALL
        SELECT 2, array_position('{p,u,f,c}', k.contype::text), pg_get_constraintdef(k.oid), '  ' || pg_get_constraintdef(k.oid)
          FROM pg_constraint k
         WHERE k.conrelid = 'imas.$relation'::regclass AND k.contype IN ('p', 'u', 'f', 'c')
        UNION ALL
        SELECT 3, 0, '', concat(')', CASE c.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END,
                                ' WITH (' || array_to_string(c.reloptions, ', ') || ')', ';')
          FROM pg_class c WHERE c.oid = 'imas.$relation'::regclass AND c.relkind <> 'v'
        UNION ALL
        SELECT 4, 0, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) || ';'
          FROM pg_index i
         WHERE i.indrelid = 'imas.$relation'::regclass
           AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))
        UNION ALL
        SELECT 5, 0, t.tgname, pg_get_triggerdef(t.oid) || ';'
          FROM pg_trigger t WHERE t.tgrelid = 'imas.$relation'::regclass AND NOT t.tgisinternal
        UNION ALL
        SELECT 6, 0, '', concat('-- row-level security: ',
                                CASE WHEN NOT c.relrowsecurity THEN 'NONE'
                                     WHEN NOT c.relforcerowsecurity THEN 'not for the owner' ELSE 'for everybody' END)
          FROM pg_class c WHERE c.oid = 'imas.$relation'::regclass AND c.relkind <> 'v'
        UNION ALL
        SELECT 7, 0, p.policyname, format('--   %s, to %s: %s%s', p.policyname, array_to_string(p.roles, ', '), p.qual,
                                          CASE WHEN p.with_check IS DISTINCT FROM p.qual THEN '; new rows ' || p.with_check END)
          FROM pg_policies p WHERE p.schemaname = 'imas' AND p.tablename = '$relation'
        UNION ALL
        SELECT 8, 0, r.rolname, format('-- %s: %s', r.rolname, string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type))
          FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) x JOIN pg_roles r ON r.oid = x.grantee
         WHERE c.oid = 'imas.$relation'::regclass AND x.grantee <> c.relowner
         GROUP BY r.rolname
        UNION ALL
        SELECT 9, 0, concat(r.rolname, x.privilege_type),
               format('-- %s: %s (%s)', r.rolname, x.privilege_type, string_agg(a.attname, ', ' ORDER BY a.attnum))
          FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) x JOIN pg_roles r ON r.oid = x.grantee
         WHERE a.attrelid = 'imas.$relation'::regclass
         GROUP BY r.rolname, x.privilege_type) AS l
       ORDER BY part, place, name COLLATE "C"\
      """;

  private static final String FUNCTIONS =
      """
      SELECT concat(CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END, p.proname, '(',
                    pg_get_function_identity_arguments(p.oid), ')', ' RETURNS ' || pg_get_function_result(p.oid), chr(10),
                    '  as ', CASE WHEN p.prosecdef THEN p.proowner::regrole::text ELSE 'the caller' END,
                    coalesce('; for ' || (SELECT string_agg(coalesce(r.rolname, 'EVERYBODY'), ', ' ORDER BY r.rolname)
                                            FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
                                            LEFT JOIN pg_roles r ON r.oid = x.grantee
                                           WHERE x.grantee <> p.proowner), '; for nobody else'),
                    '; ' || array_to_string(p.proconfig, '; '))
        FROM pg_proc p
       WHERE p.pronamespace = 'imas'::regnamespace
       ORDER BY p.proname COLLATE "C"\
      """;

  private SchemaText() {}

  static String of(TestDatabase database) {
    StringBuilder text = new StringBuilder(HEADING);
    database.query(DOMAINS).forEach(line -> text.append(line).append('\n'));
    for (String relation : database.query(RELATIONS)) {
      text.append('\n');
      database
          .query(RELATION.replace("$relation", relation))
          .forEach(line -> text.append(line.stripTrailing()).append('\n'));
    }
    text.append("\n-- Functions: as whom they run, who may call them, their settings\n/*\n");
    database.query(FUNCTIONS).forEach(line -> text.append(line).append('\n'));
    return text.append("*/\n").toString();
  }
}
