package dev.imas.core.postgres;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The two files that steer the server, written anew at each start. */
final class ServerSettings {

  /** What "2xx means committed" rests on. On the command line, where no file outranks it. */
  static final List<String> DURABLE =
      List.of("-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on");

  static final List<String> DISPOSABLE =
      List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");

  static final String ADMISSION =
      """
      # Written by IMAS at each start.
      local  all  all                 scram-sha-256
      host   all  all  127.0.0.1/32   scram-sha-256
      """;

  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("cluster_name", "imas"),
          Map.entry("password_encryption", "scram-sha-256"),
          Map.entry("unix_socket_permissions", "0700"),
          // Settings come from IMAS alone, so that what its log shows is what holds.
          Map.entry("allow_alter_system", "off"),
          Map.entry("shared_buffers", sharedBuffers()),
          // pglz: the only one in all packaged binaries.
          Map.entry("wal_compression", "pglz"),
          Map.entry("checkpoint_timeout", "15min"),
          Map.entry("random_page_cost", "1.1"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          // The launcher reads the reason of a failed start.
          Map.entry("lc_messages", "C"),
          Map.entry("logging_collector", "on"),
          Map.entry("log_destination", "stderr"),
          Map.entry("log_filename", "postgresql-%Y-%m-%d_%H%M%S.log"),
          Map.entry("log_rotation_age", "1d"),
          Map.entry("log_rotation_size", "20MB"),
          Map.entry("log_line_prefix", "%m [%p] %q%u@%d "),
          Map.entry("log_lock_waits", "on"),
          // Two batches that wait for each other are soon found; everybody waits behind them.
          Map.entry("deadlock_timeout", "100ms"));

  private ServerSettings() {}

  /**
   * An eighth of the memory that we may use, 128 MB to 1 GB. With less than a storm of new alerts
   * touches, the sessions that store them write pages out themselves.
   */
  private static String sharedBuffers() {
    long bytes =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Math.clamp(bytes / 8 >> 20, 128, 1_024) + "MB";
  }

  /**
   * How much WAL there may be: an eighth of what is free on the disk, 320 MB to 8 GB. A checkpoint
   * begins at about half of it. It is to come by time rather than by volume, since after it every
   * page touched goes to the WAL whole once; but what lies after the last one is read again when
   * the server has crashed.
   */
  static String mostWal(long freeBytes) {
    return megabytes(Math.clamp(freeBytes / 8, 320L << 20, 8L << 30));
  }

  /**
   * How much of the WAL is kept for reuse, and made at the first start ({@link WalRoom}): half of
   * the most, so that the first checkpoint finds files enough behind it.
   */
  static String walRoom(long freeBytes) {
    return megabytes(Math.clamp(freeBytes / 16, 160L << 20, 4L << 30));
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + "MB";
  }

  static String text(ServerFolder folder, int port, Map<String, String> overrides) {
    Map<String, String> settings = new TreeMap<>(OURS);
    long free = folder.root().toFile().getUsableSpace();
    settings.put("min_wal_size", walRoom(free));
    settings.put("max_wal_size", mostWal(free));
    settings.putAll(overrides);
    settings.put("data_directory", folder.pgdata().toString());
    settings.put("hba_file", folder.admission().toString());
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    // A list, in which only a name in double quotes may hold commas and blanks.
    settings.put(
        "unix_socket_directories", '"' + folder.sockets().toString().replace("\"", "\"\"") + '"');
    settings.put("log_directory", folder.logs().toString());
    StringBuilder text =
        new StringBuilder(
            "# Written by IMAS at each start: change the settings of IMAS instead.\n");
    settings.forEach(
        (name, value) -> text.append(name).append(" = ").append(quoted(value)).append('\n'));
    return text.toString();
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n") + "'";
  }
}
