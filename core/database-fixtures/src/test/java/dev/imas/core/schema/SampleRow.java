package dev.imas.core.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A row for any table there is, made of what the catalog says of its columns. */
public final class SampleRow {

  /** Values that CHECK constraints want, by table and column, else by column. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("source.type", "'ANY'"),
          Map.entry("key_hash", "decode(repeat('ab', 32), 'hex')"),
          Map.entry("token_hash", "decode(repeat('ab', 32), 'hex')"),
          Map.entry("scopes", "ARRAY['read']"),
          Map.entry("channel", "'console'"),
          Map.entry("incident.status", "'TRIGGERED'"),
          Map.entry("incident.origin", "'api'"),
          Map.entry("delivery.status", "'pending'"),
          Map.entry("delivery_outcome.outcome", "'dead'"),
          Map.entry("dead_letter.kind", "'element'"),
          Map.entry("tier", "'TIER_3'"));

  private SampleRow() {}

  /**
   * A row of that tenant, with a value of the right type in every column that needs one.
   *
   * @param table with its schema; a partition, too
   */
  public static String insertion(Connection connection, String table, UUID tenant)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    String bare = table.substring("imas.".length()).replaceAll("_p\\d{8}$", "");
    try (PreparedStatement sql =
        connection.prepareStatement(
            """
            SELECT a.attname, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL) AS type
              FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
             WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
               AND a.attidentity = '' AND (NOT a.atthasdef OR a.attname = 'tenant_id')\
            """)) {
      sql.setString(1, table);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          String column = rows.getString("attname");
          columns.add(column);
          values.add(
              column.equals("tenant_id")
                  ? "'" + tenant + "'"
                  : value(bare, column, rows.getString("type")));
        }
      }
    }
    return "INSERT INTO "
        + table
        + " ("
        + String.join(", ", columns)
        + ") VALUES ("
        + String.join(", ", values)
        + ")";
  }

  private static String value(String table, String column, String type) {
    String special = VALUES.getOrDefault(table + "." + column, VALUES.get(column));
    return special == null ? sample(type) : special;
  }

  private static String sample(String type) {
    return switch (type) {
      case "uuid" -> "'cccccccc-0000-7000-8000-000000000003'";
      case "text" -> "'x'";
      case "smallint", "integer", "bigint" -> "1";
      case "boolean" -> "true";
      case "timestamp with time zone" -> "now()";
      case "jsonb" -> "'{}'";
      case "bytea" -> "'\\x00'";
      case "interval" -> "'1 hour'";
      default ->
          throw new IllegalStateException("no sample of type " + type + ": add one to this test");
    };
  }
}
