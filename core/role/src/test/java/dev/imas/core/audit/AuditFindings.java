package dev.imas.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.chain.AuditedEntry;
import dev.imas.core.chain.AuditedEntry.Commitment;
import dev.imas.core.chain.ChainErasure;
import dev.imas.core.chain.ChainFinding;
import dev.imas.core.chain.ChainHash;
import dev.imas.core.chain.ChainSeal;
import dev.imas.core.chain.ChainWalk;
import dev.imas.fixtures.database.RunningCore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is not as it was sealed in the audit of a test's tenant. */
public final class AuditFindings {

  private AuditFindings() {}

  /** Of all entries that are sealed: there is one at least. */
  public static List<ChainFinding> of(RunningCore core) {
    List<ChainFinding> findings = new ArrayList<>();
    ChainWalk walk = new ChainWalk(0, ChainHash.NONE, findings::add);
    try (Connection connection = core.database.connect();
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                """
                SELECT e.*, e.before::text AS b, e.after::text AS a, s.number, s.leaf, s.link, s.is_late,
                       (extract(epoch FROM e.at) * 1000000)::bigint AS micros,
                       (extract(epoch FROM s.sealed_at) * 1000000)::bigint AS sealed, x.erased_by,
                       t.after -> 'entries' ->> e.id::text AS remains,
                       EXISTS (SELECT FROM audit_seal p WHERE p.entry_id = t.id) AS is_explained
                  FROM audit_seal s
                  JOIN audit_entry e ON e.tenant_id = s.tenant_id AND e.id = s.entry_id
                  LEFT JOIN LATERAL (SELECT a.erased_by FROM audit_erasure a WHERE a.entry_id = e.id
                                      ORDER BY a.erased_by DESC LIMIT 1) AS x ON true
                  LEFT JOIN audit_entry t ON t.id = x.erased_by AND t.action = 'privacy.erase'
                 WHERE s.tenant_id = '%s' ORDER BY s.number\
                """
                    .formatted(core.tenant))) {
      while (row.next()) {
        walk.next(
            new ChainSeal(
                row.getLong("number"),
                row.getObject("id", UUID.class),
                ChainHash.of(row.getBytes("leaf")),
                ChainHash.of(row.getBytes("link")),
                row.getLong("sealed"),
                row.getBoolean("is_late")),
            entry(core, row),
            erasure(row));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    assertThat(walk.last()).isPositive();
    return findings;
  }

  private static AuditedEntry entry(RunningCore core, ResultSet row) throws SQLException {
    byte[] commitment = row.getBytes("commitment");
    return new AuditedEntry(
        core.tenant,
        row.getObject("id", UUID.class),
        row.getLong("micros"),
        row.getString("actor_kind"),
        row.getObject("actor_id", UUID.class),
        row.getString("via"),
        row.getString("address"),
        row.getString("request_id"),
        row.getString("action"),
        row.getString("subject_kind"),
        row.getObject("subject_id", UUID.class),
        row.getString("b"),
        row.getString("a"),
        commitment == null
            ? null
            : new Commitment(ChainHash.of(commitment), row.getObject("salt", UUID.class)));
  }

  private static @Nullable ChainErasure erasure(ResultSet row) throws SQLException {
    UUID by = row.getObject("erased_by", UUID.class);
    String remains = row.getString("remains");
    return by == null
        ? null
        : new ChainErasure(
            by,
            remains == null ? null : ChainHash.of(HexFormat.of().parseHex(remains)),
            row.getBoolean("is_explained"));
  }
}
