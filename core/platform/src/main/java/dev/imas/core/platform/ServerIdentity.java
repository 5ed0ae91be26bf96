package dev.imas.core.platform;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;

/**
 * Which server of PostgreSQL a connection leads to.
 *
 * @param system of the cluster; its standbys and their successors have the same
 * @param timeline a promotion begins a new one, with a higher number; 0 while it is a standby
 * @param isStandby whether it follows another server
 * @param isReadOnly whether it takes no writes, as it is set
 * @param namesStandby whether a commit waits for another server
 * @param waiting how many commits of this login wait for one now
 */
record ServerIdentity(
    long system,
    int timeline,
    boolean isStandby,
    boolean isReadOnly,
    boolean namesStandby,
    int waiting) {

  /**
   * The timeline is that of the WAL which is written now. The last checkpoint's, which
   * pg_control_checkpoint shows, lags minutes behind a promotion.
   */
  private static final String READ =
      """
      SELECT (SELECT system_identifier FROM pg_control_system()) AS system,
             CASE WHEN pg_is_in_recovery() THEN '00000000'
                  ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END AS timeline,
             pg_is_in_recovery() AS is_standby,
             current_setting('transaction_read_only')::boolean AS is_read_only,
             current_setting('synchronous_standby_names') <> '' AS names_standby,
             (SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep')::integer AS waiting\
      """;

  static Future<ServerIdentity> of(SqlClient connection) {
    return connection
        .query(READ)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new ServerIdentity(
                  row.getLong("system"),
                  Integer.parseUnsignedInt(row.getString("timeline"), 16),
                  row.getBoolean("is_standby"),
                  row.getBoolean("is_read_only"),
                  row.getBoolean("names_standby"),
                  row.getInteger("waiting"));
            });
  }
}
