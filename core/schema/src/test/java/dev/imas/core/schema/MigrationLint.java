package dev.imas.core.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a versioned migration may not do while the version before still runs on the same
 * database: take away or rename what that one uses, refuse what it writes, or hold a large table
 * for long. A table that the same migration creates is free.
 */
final class MigrationLint {

  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
  private static final Pattern CREATED =
      Pattern.compile("\\bcreate table (?:if not exists )?(?:imas\\.)?(\\w+)");
  private static final Pattern ALTERED =
      Pattern.compile("\\balter table (?:if exists )?(?:only )?(?:imas\\.)?(\\w+)(.*)");
  private static final Pattern INDEXED =
      Pattern.compile(
          "\\bcreate (?:unique )?index (?!concurrently).* on (?:only )?(?:imas\\.)?(\\w+)");
  private static final Pattern WRITTEN =
      Pattern.compile("^(?:update|delete from) (?:imas\\.)?(\\w+)");

  /** What a statement may not hold, whatever it is about. */
  private static final Map<String, String> NOWHERE =
      Map.of(
          "\\bdrop table\\b", "drops a table",
          "\\bdrop (?:view|materialized view)\\b", "drops a view",
          "\\bdrop function (?!if exists)", "drops a function that the version before may call",
          "\\balter type\\b", "changes a type",
          "\\btruncate\\b", "empties a table",
          "\\block table\\b", "locks a table",
          "\\b(?:vacuum full|cluster)\\b", "rewrites a table");

  /** What a table that was there before may not suffer. */
  private static final Map<String, String> OF_OLD_TABLES =
      Map.of(
          "\\bdrop column\\b",
          "drops a column",
          "\\brename\\b",
          "renames something",
          "\\balter (?:column )?\\w+ (?:set data )?type\\b",
          "changes the type of a column",
          "\\bset not null\\b",
          "makes a column NOT NULL, which the version before may leave empty",
          "\\bdrop default\\b",
          "takes away a default on which the version before relies",
          "\\badd column (?:if not exists )?\\w+ (?:(?!,\\s*add).)*\\bnot"
              + " null\\b(?!.*\\bdefault\\b)",
          "adds a NOT NULL column without a default",
          "\\badd (?:constraint \\w+ )?(?:check|foreign key)\\b(?!.*\\bnot valid\\b)",
          "checks all rows under a lock; add it NOT VALID, and validate it in a later"
              + " migration",
          "\\badd (?:constraint \\w+ )?(?:unique|primary key)\\b(?!.*\\busing index\\b)",
          "builds an index under a lock; build it CONCURRENTLY first, and add it USING INDEX",
          "\\bset (?:logged|unlogged)\\b",
          "rewrites a table");

  private MigrationLint() {}

  /** The faults of a migration, each with the beginning of its statement. */
  static List<String> faults(String migration) {
    List<String> faults = new ArrayList<>();
    List<String> created = new ArrayList<>();
    for (String statement : statements(migration)) {
      Matcher creates = CREATED.matcher(statement);
      if (creates.find()) {
        created.add(creates.group(1));
      }
      NOWHERE.forEach((pattern, fault) -> add(faults, statement, statement, pattern, fault));
      Matcher alters = ALTERED.matcher(statement);
      if (alters.find() && !created.contains(alters.group(1))) {
        OF_OLD_TABLES.forEach(
            (pattern, fault) -> add(faults, statement, alters.group(2), pattern, fault));
      }
      Matcher indexes = INDEXED.matcher(statement);
      if (indexes.find() && !created.contains(indexes.group(1))) {
        faults.add("builds an index under a lock: " + shortened(statement));
      }
      Matcher writes = WRITTEN.matcher(statement);
      if (writes.find() && !created.contains(writes.group(1)) && !statement.contains(" where ")) {
        faults.add("writes every row of a table: " + shortened(statement));
      }
    }
    return faults;
  }

  private static void add(
      List<String> faults, String statement, String part, String pattern, String fault) {
    if (Pattern.compile(pattern).matcher(part).find()) {
      faults.add(fault + ": " + shortened(statement));
    }
  }

  /** In lower case, without comments, on one line each. Bodies of functions are not looked into. */
  private static List<String> statements(String migration) {
    String plain =
        COMMENT.matcher(migration).replaceAll("").replaceAll("(?s)\\$(\\w*)\\$.*?\\$\\1\\$", "''");
    List<String> statements = new ArrayList<>();
    for (String one : plain.split(";", -1)) {
      String line = one.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
      if (!line.isEmpty()) {
        statements.add(line);
      }
    }
    return statements;
  }

  private static String shortened(String statement) {
    return statement.length() <= 80 ? statement : statement.substring(0, 80) + "…";
  }
}
