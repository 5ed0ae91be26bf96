package dev.imas.core.postgres;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The server's two configuration files, which are written at each start. */
final class ServerSettings {

  /**
   * "2xx means committed" depends on these. They are on the command line, which overrides every
   * file.
   */
  static final List<String> DURABLE =
      List.of("-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on");

  static final List<String> DISPOSABLE =
      List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");

  static final String ADMISSION =
      """
      # IMAS writes this file at each start.
      local  all  all                 scram-sha-256
      host   all  all  127.0.0.1/32   scram-sha-256
      """;

  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("cluster_name", "imas"),
          Map.entry("password_encryption", "scram-sha-256"),
          Map.entry("unix_socket_permissions", "0700"),
          // Settings come from IMAS alone, so that its log shows the effective ones.
          Map.entry("allow_alter_system", "off"),
          Map.entry("shared_buffers", sharedBuffers()),
          // pglz is the only method in all packaged binaries.
          Map.entry("wal_compression", "pglz"),
          Map.entry("checkpoint_timeout", "15min"),
          Map.entry("random_page_cost", "1.1"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          // The launcher parses the log for the reason of a failed start.
          Map.entry("lc_messages", "C"),
          Map.entry("logging_collector", "on"),
          Map.entry("log_destination", "stderr"),
          Map.entry("log_filename", "postgresql-%Y-%m-%d_%H%M%S.log"),
          Map.entry("log_rotation_age", "1d"),
          Map.entry("log_rotation_size", "20MB"),
          Map.entry("log_line_prefix", "%m [%p] %q%u@%d "),
          Map.entry("log_lock_waits", "on"),
          // Finds a deadlock of two batches soon, since all others wait behind them.
          Map.entry("deadlock_timeout", "100ms"));

  private ServerSettings() {}

  /**
   * An eighth of the memory, 128 MB to 1 GB. If it is smaller than what a storm of new alerts
   * touches, the sessions have to write pages out themselves.
   */
  private static String sharedBuffers() {
    long bytes =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Math.clamp(bytes / 8 >> 20, 128, 1_024) + "MB";
  }

  /**
   * The most WAL: an eighth of the free disk, 320 MB to 8 GB. A checkpoint begins at about half of
   * it. Checkpoints should come by time rather than by volume, since after each one every changed
   * page goes to the WAL in full once. But crash recovery has to read everything since the last
   * one.
   */
  static String mostWal(long freeBytes) {
    return megabytes(Math.clamp(freeBytes / 8, 320L << 20, 8L << 30));
  }

  /**
   * How much WAL is kept for reuse and created at the first start ({@link WalRoom}): half of the
   * most, so that the first checkpoint finds enough files.
   */
  static String walRoom(long freeBytes) {
    return megabytes(Math.clamp(freeBytes / 16, 160L << 20, 4L << 30));
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + "MB";
  }

  /** So long a commit waits at most in a file that is not finished. */
  private static final String ARCHIVE_TIMEOUT = "30s";

  static String text(
      ServerFolder folder, int port, Map<String, String> overrides, boolean archived) {
    Map<String, String> settings = new TreeMap<>(OURS);
    long free = folder.root().toFile().getUsableSpace();
    settings.put("min_wal_size", walRoom(free));
    settings.put("max_wal_size", mostWal(free));
    if (archived) {
      settings.put("archive_mode", "on");
      settings.put("archive_library", "basic_archive");
      settings.put("basic_archive.archive_directory", folder.spool().folder().toString());
      settings.put("archive_timeout", ARCHIVE_TIMEOUT);
    }
    settings.putAll(overrides);
    settings.put("data_directory", folder.pgdata().toString());
    settings.put("hba_file", folder.admission().toString());
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    // It is a list: only a name in double quotes may hold commas and blanks.
    settings.put(
        "unix_socket_directories", '"' + folder.sockets().toString().replace("\"", "\"\"") + '"');
    settings.put("log_directory", folder.logs().toString());
    StringBuilder text =
        new StringBuilder(
            "# IMAS writes this file at each start. Change the settings of IMAS instead.\n");
    settings.forEach(
        (name, value) -> text.append(name).append(" = ").append(quoted(value)).append('\n'));
    return text.toString();
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n") + "'";
  }
}
