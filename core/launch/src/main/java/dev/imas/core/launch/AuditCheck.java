package dev.imas.core.launch;

import dev.imas.core.chain.AuditedEntry;
import dev.imas.core.chain.ChainErasure;
import dev.imas.core.chain.ChainFinding;
import dev.imas.core.chain.ChainFinding.Kind;
import dev.imas.core.chain.ChainHash;
import dev.imas.core.chain.ChainSeal;
import dev.imas.core.chain.ChainWalk;
import dev.imas.core.chain.Checkpoint;
import dev.imas.core.chain.CheckpointKey;
import dev.imas.core.chain.NoteLines;
import dev.imas.core.chain.SignedNote;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks the audit of one tenant against its seals and checkpoints, in one snapshot. It streams, so
 * that an audit of any length needs no memory, and writes nothing.
 */
final class AuditCheck {

  /** An entry has up to 64 KiB. */
  private static final int FETCHED_AT_ONCE = 200;

  /** An entry is sealed within two seconds. */
  private static final String TOO_LONG = "10 seconds";

  private final Connection connection;
  private final UUID tenant;
  private final @Nullable CheckpointKey key;
  private final Consumer<ChainFinding> findings;
  private long checkpoints;

  /**
   * @param connection with core's rights, in a transaction that may stay open
   * @param key that has signed the checkpoints; null: signatures are not checked
   */
  AuditCheck(
      Connection connection,
      UUID tenant,
      @Nullable CheckpointKey key,
      Consumer<ChainFinding> findings)
      throws SQLException {
    this.connection = connection;
    this.tenant = tenant;
    this.key = key;
    this.findings = findings;
    AuditCommand.enter(connection, tenant);
  }

  /**
   * What was checked.
   *
   * @param from the number of the first seal that was
   * @param last the number of the last seal; 0 if there is none
   * @param entries how many entries were compared with their seals
   * @param erased how many of them a person was erased from, as a sealed entry says
   */
  record Checked(long from, long last, long entries, long erased, long checkpoints) {}

  /**
   * @param outside files with checkpoints that were kept outside of the database
   * @param since whether seals up to the newest good checkpoint of those files count as checked
   */
  Checked run(List<Path> outside, boolean since) throws SQLException, IOException {
    Checkpoint start = null;
    for (Path file : outside) {
      Checkpoint newest = checkFile(file);
      if (newest != null && (start == null || newest.number() > start.number())) {
        start = newest;
      }
    }
    checkStored();
    Checkpoint from = since ? start : null;
    long before = from == null ? 0 : from.number();
    long[] entries = new long[1];
    ChainWalk walk = new ChainWalk(before, from == null ? ChainHash.NONE : from.link(), findings);
    walk(walk, before, entries);
    findEntries(
        """
        SELECT e.id, 0 AS number FROM audit_entry e
         WHERE e.tenant_id = current_tenant()
           AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.tenant_id = e.tenant_id AND s.entry_id = e.id)
           AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.tenant_id = e.tenant_id AND u.id = e.id)\
        """,
        Kind.ENTRY_NOT_SEALED,
        "the entry has no seal and does not wait for one");
    findEntries(
        """
        SELECT u.id, 0 AS number FROM audit_unsealed u
         WHERE u.tenant_id = current_tenant() AND NOT u.is_late AND u.at < clock_timestamp() - interval '%s'\
        """
            .formatted(TOO_LONG),
        Kind.ENTRY_WAITS,
        "the entry has waited for its seal for more than " + TOO_LONG);
    return new Checked(before + 1, walk.last(), entries[0], walk.erased(), checkpoints);
  }

  private static final String SEALS =
      """
      SELECT s.number, s.entry_id, s.leaf, s.link, (extract(epoch FROM s.sealed_at) * 1000000)::bigint AS sealed_micros,
             s.is_late, e.id, (extract(epoch FROM e.at) * 1000000)::bigint AS at_micros, e.actor_kind, e.actor_id, e.via,
             e.address, e.request_id, e.action, e.subject_kind, e.subject_id, e.before::text AS before,
             e.after::text AS after, e.commitment, e.salt, x.erased_by, x.remains, x.is_sealed
        FROM audit_seal s
        LEFT JOIN audit_entry e ON e.tenant_id = s.tenant_id AND e.id = s.entry_id
        LEFT JOIN LATERAL (SELECT a.erased_by, t.after -> 'entries' ->> a.entry_id::text AS remains,
                                  EXISTS (SELECT FROM audit_seal p WHERE p.tenant_id = t.tenant_id AND p.entry_id = t.id)
                                  OR EXISTS (SELECT FROM audit_unsealed w WHERE w.tenant_id = t.tenant_id AND w.id = t.id)
                                    AS is_sealed
                             FROM audit_erasure a
                             LEFT JOIN audit_entry t ON t.tenant_id = a.tenant_id AND t.id = a.erased_by
                                  AND t.action = 'privacy.erase'
                            WHERE a.tenant_id = s.tenant_id AND a.entry_id = s.entry_id
                            ORDER BY a.erased_by DESC LIMIT 1) AS x ON true
       WHERE s.tenant_id = current_tenant() AND s.number > ?
       ORDER BY s.number\
      """;

  private void walk(ChainWalk walk, long after, long[] entries) throws SQLException {
    try (PreparedStatement sql = connection.prepareStatement(SEALS)) {
      sql.setFetchSize(FETCHED_AT_ONCE);
      sql.setLong(1, after);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          walk.next(
              new ChainSeal(
                  rows.getLong("number"),
                  uuid(rows, "entry_id"),
                  ChainHash.of(rows.getBytes("leaf")),
                  ChainHash.of(rows.getBytes("link")),
                  rows.getLong("sealed_micros"),
                  rows.getBoolean("is_late")),
              rows.getString("id") == null ? null : entry(rows),
              erasure(rows));
          entries[0]++;
        }
      }
    }
  }

  private AuditedEntry entry(ResultSet rows) throws SQLException {
    return new AuditedEntry(
        tenant,
        uuid(rows, "id"),
        rows.getLong("at_micros"),
        rows.getString("actor_kind"),
        rows.getObject("actor_id", UUID.class),
        rows.getString("via"),
        rows.getString("address"),
        rows.getString("request_id"),
        rows.getString("action"),
        rows.getString("subject_kind"),
        rows.getObject("subject_id", UUID.class),
        rows.getString("before"),
        rows.getString("after"),
        commitment(rows));
  }

  private static AuditedEntry.@Nullable Commitment commitment(ResultSet rows) throws SQLException {
    byte[] hash = rows.getBytes("commitment");
    return hash == null
        ? null
        : new AuditedEntry.Commitment(ChainHash.of(hash), rows.getObject("salt", UUID.class));
  }

  private static @Nullable ChainErasure erasure(ResultSet rows) throws SQLException {
    UUID by = rows.getObject("erased_by", UUID.class);
    String remains = rows.getString("remains");
    return by == null
        ? null
        : new ChainErasure(
            by,
            remains == null ? null : ChainHash.of(HexFormat.of().parseHex(remains)),
            rows.getBoolean("is_sealed"));
  }

  private static UUID uuid(ResultSet rows, String column) throws SQLException {
    return UUID.fromString(rows.getString(column));
  }

  private void findEntries(String query, Kind kind, String detail) throws SQLException {
    try (PreparedStatement sql = connection.prepareStatement(query)) {
      sql.setFetchSize(FETCHED_AT_ONCE);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          findings.accept(new ChainFinding(kind, rows.getLong("number"), uuid(rows, "id"), detail));
        }
      }
    }
  }

  /**
   * Compares each of the tenant's notes in a file with the chain.
   *
   * @return the newest one that agrees with it; null if there is none
   */
  private @Nullable Checkpoint checkFile(Path file) throws IOException, SQLException {
    Checkpoint newest = null;
    NoteLines notes = new NoteLines();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<SignedNote> note = notes.next(line);
        if (note.isPresent()
            && note.get().checkpoint().tenant().equals(tenant)
            && agrees(note.get())
            && (newest == null || note.get().checkpoint().number() > newest.number())) {
          newest = note.get().checkpoint();
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
    return newest;
  }

  private void checkStored() throws SQLException {
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT number, note FROM audit_checkpoint WHERE tenant_id = current_tenant() ORDER BY"
                + " number")) {
      sql.setFetchSize(FETCHED_AT_ONCE);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          checkStored(rows.getLong("number"), rows.getString("note"));
        }
      }
    }
  }

  private void checkStored(long number, String text) throws SQLException {
    SignedNote note;
    try {
      note = SignedNote.parse(text);
    } catch (IllegalArgumentException e) {
      found(Kind.SIGNATURE_WRONG, number, "the stored checkpoint cannot be read");
      return;
    }
    if (note.checkpoint().number() == number && note.checkpoint().tenant().equals(tenant)) {
      agrees(note);
    } else {
      found(
          Kind.SIGNATURE_WRONG, number, "the stored checkpoint is one of another chain or number");
    }
  }

  private boolean agrees(SignedNote note) throws SQLException {
    checkpoints++;
    Checkpoint signed = note.checkpoint();
    if (key != null && !note.isSignedBy(key)) {
      found(Kind.SIGNATURE_WRONG, signed.number(), "the checkpoint is not signed by the key");
      return false;
    }
    return compare(signed);
  }

  /** Whether the chain has what was signed; otherwise that is a finding. */
  boolean compare(Checkpoint signed) throws SQLException {
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT link FROM audit_seal WHERE tenant_id = current_tenant() AND number = ?")) {
      sql.setLong(1, signed.number());
      try (ResultSet rows = sql.executeQuery()) {
        if (!rows.next()) {
          found(
              Kind.CHAIN_SHORTER,
              signed.number(),
              "a checkpoint of " + signed.at() + " has a seal that is gone");
          return false;
        }
        if (!signed.link().equals(ChainHash.of(rows.getBytes("link")))) {
          found(
              Kind.HISTORY_OTHER,
              signed.number(),
              "a checkpoint of " + signed.at() + " has another history");
          return false;
        }
        return true;
      }
    }
  }

  private void found(Kind kind, long number, String detail) {
    findings.accept(new ChainFinding(kind, number, null, detail));
  }
}
