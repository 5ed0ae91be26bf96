package dev.imas.e2e;

import dev.imas.fixtures.database.TestDatabase;

/**
 * Tenants that are all alike: each has a team with a webhook, a person on call with a verified
 * contact, the triage service and a source with a key. One outage hits them all.
 */
final class Region {

  private Region() {}

  /**
   * @param receiver where all are told; the path is the tenant's number
   */
  static void moveIn(TestDatabase database, int tenants, String receiver) {
    database.execute(
        """
        SET search_path = imas;
        DO $$
        DECLARE
          v_tenant uuid;
          v_team   uuid;
        BEGIN
          FOR n IN 1 .. %1$d LOOP
            v_tenant := gen_random_uuid();
            SELECT team_id INTO v_team
              FROM create_tenant(v_tenant, 'region-' || n, 'scene', now(), 'everything',
                                 sha256(convert_to('region-key-' || n, 'UTF8')), 'x', sha256(convert_to('code-' || n, 'UTF8')),
                                 now() + interval '1 day', 'nobody@example.org');
            INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
            VALUES (v_tenant, gen_random_uuid(), v_team, 'hook', 'webhook', '%2$s/team/' || n);
            -- Nobody reads mail here.
            DELETE FROM fallback_contact WHERE tenant_id = v_tenant;
            DELETE FROM team_contact WHERE tenant_id = v_tenant AND channel IN ('email', 'console');
            INSERT INTO user_account (tenant_id, id, username, email, role)
            VALUES (v_tenant, v_tenant, 'on-call', 'on-call@example.org', 'responder');
            INSERT INTO team_member (tenant_id, team_id, user_id, role) VALUES (v_tenant, v_team, v_tenant, 'member');
            INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
            VALUES (v_tenant, gen_random_uuid(), v_tenant, 'hook', 'webhook', '%2$s/person/' || n, now());
            INSERT INTO team_on_call (tenant_id, team_id, current_id, updated_at) VALUES (v_tenant, v_team, v_tenant, now());
          END LOOP;
          PERFORM set_config('imas.tenant', '', false);
        END $$;
        ANALYZE\
        """
            .formatted(tenants, receiver));
  }

  /** The key of the source of the tenant of that number, 1 or more. */
  static String key(int number) {
    return "region-key-" + number;
  }
}
