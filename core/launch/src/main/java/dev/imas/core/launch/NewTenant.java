package dev.imas.core.launch;

import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Secret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Creates a tenant whole, or what lets somebody into the platform, each in one transaction with its
 * entry of the audit.
 */
record NewTenant(Secret sourceKey, Secret adminCode) {

  static final int LONGEST_NAME = 100;

  private static final Duration CODE_VALID = Duration.ofDays(7);
  private static final int NAME_TAKEN = 2;

  /** The name under which administrators of the platform log in. */
  static final String PLATFORM = "platform";

  static NewTenant create(Connection connection, String name, String source, String fallback)
      throws SQLException {
    Instant now = Instant.now();
    UUID id = UuidV7.at(now.toEpochMilli());
    Secret key = Credential.generate(Credential.SOURCE_KEY);
    Secret code = Credential.invitation(id);
    connection.setAutoCommit(false);
    try {
      run(
          connection,
          "SELECT create_tenant(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          id,
          name,
          author(),
          now.atOffset(ZoneOffset.UTC),
          source,
          Credential.hash(key.reveal()),
          Credential.hint(key),
          Credential.hash(code.reveal()),
          now.plus(CODE_VALID).atOffset(ZoneOffset.UTC),
          fallback);
    } catch (SQLException e) {
      if (DatabaseFailure.of(e) == DatabaseFailure.DUPLICATE) {
        throw new CommandFailure(
            NAME_TAKEN, "there is a tenant '" + name + "' already; choose another name");
      }
      throw e;
    }
    audit(connection, "tenant.create", "tenant", id, now);
    connection.commit();
    return new NewTenant(key, code);
  }

  /** A code that makes the account of an administrator of the platform, once. */
  static Secret platformAdmin(Connection connection) throws SQLException {
    Instant now = Instant.now();
    UUID platform = TenantId.PLATFORM.value();
    Secret code = Credential.invitation(platform);
    UUID id = UuidV7.at(now.toEpochMilli());
    connection.setAutoCommit(false);
    run(connection, "SELECT set_config('imas.tenant', ?, true)", platform.toString());
    try {
      run(
          connection,
          "INSERT INTO tenant (tenant_id, name) VALUES (?, ?) ON CONFLICT (tenant_id) DO NOTHING",
          platform,
          PLATFORM);
    } catch (SQLException e) {
      if (DatabaseFailure.of(e) == DatabaseFailure.DUPLICATE) {
        throw new CommandFailure(
            NAME_TAKEN, "a tenant is named '" + PLATFORM + "'; give it another name first");
      }
      throw e;
    }
    run(
        connection,
        """
        INSERT INTO user_invitation (tenant_id, id, code_hash, role, created_by, created_at, expires_at)
        VALUES (current_tenant(), ?, ?, 'platform_admin', ?, ?, ?)\
        """,
        id,
        Credential.hash(code.reveal()),
        author(),
        now.atOffset(ZoneOffset.UTC),
        now.plus(CODE_VALID).atOffset(ZoneOffset.UTC));
    audit(connection, "user.invite", "user", id, now);
    connection.commit();
    return code;
  }

  private static void audit(
      Connection connection, String action, String subject, UUID id, Instant now)
      throws SQLException {
    run(
        connection,
        """
        INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, action, subject_kind, subject_id)
        VALUES (current_tenant(), ?, ?, 'system', ?, ?, ?, ?)\
        """,
        UuidV7.at(now.toEpochMilli()),
        now.atOffset(ZoneOffset.UTC),
        author(),
        action,
        subject,
        id);
  }

  private static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  private static String author() {
    return TokenCommand.author();
  }
}
