package dev.imas.core.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What PostgreSQL has written about a backup: each file with its size and checksum, and the WAL
 * that the backup needs (PostgreSQL's documentation, "Backup Manifest Format").
 *
 * @param files by their paths in the archive
 * @param system the identifier of the cluster
 * @param timeline of the WAL
 * @param from the position in the WAL at which recovery begins
 * @param to the position from which on the restored data are consistent
 */
record BackupManifest(
    Map<String, FileEntry> files, String system, int timeline, long from, long to) {

  private static final String CHECKSUM = "\"Manifest-Checksum\"";
  private static final int OLDEST_VERSION = 2;

  /**
   * @param sha256 in hexadecimal digits
   */
  record FileEntry(long size, String sha256) {}

  BackupManifest {
    files = Map.copyOf(files);
  }

  /**
   * @param file that had these bytes
   * @throws BackupException if it is damaged
   */
  static BackupManifest read(Path file, byte[] bytes) {
    JsonNode json;
    try {
      json = JsonMapper.builder().build().readTree(bytes);
    } catch (IOException e) {
      throw new BackupException(file + " is damaged: it is not JSON", e);
    }
    mustBeWhole(file, bytes, json.path("Manifest-Checksum").asText());
    if (json.path("PostgreSQL-Backup-Manifest-Version").asInt() < OLDEST_VERSION) {
      throw new BackupException(file + " is of an older PostgreSQL, which IMAS does not ship");
    }
    Map<String, FileEntry> files = new HashMap<>();
    for (JsonNode entry : json.path("Files")) {
      files.put(
          path(entry), new FileEntry(entry.path("Size").asLong(), entry.path("Checksum").asText()));
    }
    JsonNode range = json.path("WAL-Ranges").path(0);
    return new BackupManifest(
        files,
        json.path("System-Identifier").asText(),
        range.path("Timeline").asInt(),
        position(range.path("Start-LSN").asText()),
        position(range.path("End-LSN").asText()));
  }

  private static String path(JsonNode entry) {
    return entry.has("Path")
        ? entry.get("Path").asText()
        : new String(
            HexFormat.of().parseHex(entry.path("Encoded-Path").asText()), StandardCharsets.UTF_8);
  }

  /** The checksum is of all that stands before its line. */
  private static void mustBeWhole(Path file, byte[] bytes, String expected) {
    int end = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(CHECKSUM);
    MessageDigest digest = sha256();
    digest.update(bytes, 0, Math.max(end, 0));
    if (end < 0 || !HexFormat.of().formatHex(digest.digest()).equals(expected)) {
      throw new BackupException(file + " is damaged: its own checksum does not fit");
    }
  }

  /** {@code 16/B374D848}: two hexadecimal numbers of 32 bits. */
  private static long position(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      throw new BackupException("the manifest of the backup names no WAL");
    }
    return Long.parseLong(text.substring(0, slash), 16) << 32
        | Long.parseLong(text.substring(slash + 1), 16);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
