package dev.imas.core.tenant;

import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates what a new installation starts with: the tenant "default", a team, the triage service, a
 * source for every sender's format, its key, an admin token, a code that makes the first
 * administrator's account, the example impact scopes, and the ladder for SEV1. Running it again
 * does nothing, even from several processes at once. It uses core's own login, under row-level
 * security. It blocks, so call it from a plain thread, after the migrations.
 */
public final class Bootstrap {

  public static final String TENANT = "default";
  public static final String TEAM = "Operations";
  public static final String TRIAGE_SERVICE = "Unknown/Triage";
  public static final String SOURCE = "bootstrap";
  private static final String AUTHOR = "system";
  private static final Duration CODE_VALID = Duration.ofDays(7);

  /**
   * @param newSourceKey the key if it was generated now, the only moment at which it can be shown
   * @param newAdminToken the admin token, in the same way
   * @param newAdminCode a code that makes the account of the first administrator, in the same way
   */
  public record Result(
      UUID tenant,
      Optional<Secret> newSourceKey,
      Optional<Secret> newAdminToken,
      Optional<Secret> newAdminCode) {

    /** The result in a process that may not create anything. */
    public static final Result NOTHING =
        new Result(TenantId.PLATFORM.value(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private final Connection connection;
  private final InstantSource clock;

  private Bootstrap(Connection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /** Whether this login can run it: those of gateway and notifier cannot. */
  public static boolean isFor(DatabaseConfig database) {
    return !database.isRestricted() || database.user().equals(DatabaseConfig.Login.APP.roleName());
  }

  /**
   * @param pinnedSourceKey becomes valid at the first start that does not know it; then no key is
   *     generated. A revoked key stays revoked
   * @param pinnedAdminToken an admin token, in the same way
   */
  public static Result run(
      DatabaseConfig database,
      InstantSource clock,
      Optional<Secret> pinnedSourceKey,
      Optional<Secret> pinnedAdminToken) {
    DatabaseConfig app = database.as(DatabaseConfig.Login.APP);
    try (Connection connection =
        DriverManager.getConnection(app.jdbcUrl(), app.user(), app.password().reveal())) {
      connection.setSchema("imas");
      connection.setAutoCommit(false);
      Result result = new Bootstrap(connection, clock).make(pinnedSourceKey, pinnedAdminToken);
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw new IllegalStateException("the first tenant cannot be created: " + e.getMessage(), e);
    }
  }

  private Result make(Optional<Secret> pinnedSourceKey, Optional<Secret> pinnedAdminToken)
      throws SQLException {
    read("SELECT pg_advisory_xact_lock(hashtextextended('imas.bootstrap', 0))::text");
    UUID tenant = tenant();
    UUID team =
        existingOrNew(
            "SELECT id FROM team ORDER BY created_at, id LIMIT 1",
            "INSERT INTO team (tenant_id, id, name) VALUES (current_tenant(), ?, ?)",
            TEAM);
    existingOrNew(
        "SELECT id FROM service WHERE is_triage",
        """
        INSERT INTO service (tenant_id, id, name, description, owner_team_id, is_triage)
        VALUES (current_tenant(), ?, ?, 'Takes the alerts that name no known service', ?, true)\
        """,
        TRIAGE_SERVICE,
        team);
    UUID source =
        existingOrNew(
            "SELECT id FROM source WHERE name = 'bootstrap'",
            "INSERT INTO source (tenant_id, id, name, type) VALUES (current_tenant(), ?, ?, 'ANY')",
            SOURCE);
    return new Result(
        tenant,
        sourceKey(source, pinnedSourceKey),
        adminToken(pinnedAdminToken),
        adminCode(tenant));
  }

  private UUID tenant() throws SQLException {
    String known = read("SELECT tenant_id::text FROM list_tenants() WHERE name = ?", TENANT);
    UUID tenant = known == null ? newId() : UUID.fromString(known);
    read("SELECT set_config('imas.tenant', ?, true)", tenant.toString());
    if (known == null) {
      write("INSERT INTO tenant (tenant_id, name) VALUES (?, ?)", tenant, TENANT);
      read("SELECT seed_impact_scopes()::text");
      read("SELECT seed_ladder(?, ?)::text", AUTHOR, clock.instant().atOffset(ZoneOffset.UTC));
    }
    return tenant;
  }

  private UUID existingOrNew(String question, String insert, Object... values) throws SQLException {
    String known = read(question);
    if (known != null) {
      return UUID.fromString(known);
    }
    UUID id = newId();
    Object[] parameters = new Object[values.length + 1];
    parameters[0] = id;
    System.arraycopy(values, 0, parameters, 1, values.length);
    write(insert, parameters);
    return id;
  }

  private Optional<Secret> sourceKey(UUID source, Optional<Secret> pinned) throws SQLException {
    boolean wanted =
        pinned.isPresent()
            ? read("SELECT 1 FROM source_key WHERE key_hash = ?", hash(pinned.get())) == null
            : read("SELECT 1 FROM source_key WHERE source_id = ? LIMIT 1", source) == null;
    if (!wanted) {
      return Optional.empty();
    }
    Secret key = pinned.orElseGet(() -> Credential.generate(Credential.SOURCE_KEY));
    write(
        """
        INSERT INTO source_key (tenant_id, id, source_id, key_hash, hint)
        VALUES (current_tenant(), ?, ?, ?, ?)\
        """,
        newId(),
        source,
        hash(key),
        Credential.hint(key));
    return pinned.isPresent() ? Optional.empty() : Optional.of(key);
  }

  private Optional<Secret> adminToken(Optional<Secret> pinned) throws SQLException {
    boolean wanted =
        pinned.isPresent()
            ? read("SELECT 1 FROM api_token WHERE token_hash = ?", hash(pinned.get())) == null
            : read("SELECT 1 FROM api_token LIMIT 1") == null;
    if (!wanted) {
      return Optional.empty();
    }
    Secret token = pinned.orElseGet(() -> Credential.generate(Credential.ADMIN_TOKEN));
    write(
        """
        INSERT INTO api_token (tenant_id, id, name, token_hash, hint, scopes, created_by)
        VALUES (current_tenant(), ?, 'bootstrap admin', ?, ?, '{read,write,admin}', ?)\
        """,
        newId(),
        hash(token),
        Credential.hint(token),
        AUTHOR);
    return pinned.isPresent() ? Optional.empty() : Optional.of(token);
  }

  /** Made while there is no user, and no such code that is still valid. */
  private Optional<Secret> adminCode(UUID tenant) throws SQLException {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    if (read("SELECT 1 FROM user_account LIMIT 1") != null
        || read("SELECT 1 FROM user_invitation WHERE used_at IS NULL AND expires_at > ?", now)
            != null) {
      return Optional.empty();
    }
    Secret code = Credential.invitation(tenant);
    write(
        """
        INSERT INTO user_invitation (tenant_id, id, code_hash, role, created_by, created_at, expires_at)
        VALUES (current_tenant(), ?, ?, 'tenant_admin', ?, ?, ?)\
        """,
        newId(),
        hash(code),
        AUTHOR,
        now,
        now.plus(CODE_VALID));
    return Optional.of(code);
  }

  private static byte[] hash(Secret secret) {
    return Credential.hash(secret.reveal());
  }

  private UUID newId() {
    return UuidV7.at(clock.millis());
  }

  private @Nullable String read(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private void write(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      statement.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
