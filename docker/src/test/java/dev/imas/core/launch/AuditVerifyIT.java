package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imas.core.chain.AuditedEntry;
import dev.imas.core.chain.ChainHash;
import dev.imas.core.chain.ChainSeal;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A superuser forges the audit of a tenant that core has sealed, and {@code imas audit verify} says
 * where. Each test has a tenant of its own with ten entries.
 */
class AuditVerifyIT {

  private static final int ENTRIES = 10;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir private static Path folder;
  private static RunningCore core;
  private static Path copies;

  private final UUID tenant = UUID.randomUUID();
  private final String name = "tenant " + NUMBER.incrementAndGet();
  private final StringWriter out = new StringWriter();

  @BeforeAll
  static void start() {
    copies = folder.resolve("copies");
    core =
        RunningCore.start(
            Map.of(
                "IMAS_CORE_AUDIT_KEY_FILE", folder.resolve("audit.key").toString(),
                "IMAS_CORE_AUDIT_CHECKPOINT_FILE", copies.toString()));
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  @BeforeEach
  void tenEntriesAreSealedAndSigned() {
    core.database.execute(
        "INSERT INTO tenant (tenant_id, name) VALUES ('%s', '%s')".formatted(tenant, name));
    write(ENTRIES);
    awaitSeals(ENTRIES);
    core.sweep("audit-checkpoint");
  }

  private void write(int entries) {
    core.database.execute(
        """
        WITH entry AS (
          INSERT INTO audit_entry (tenant_id, id, at, actor_kind, actor_id, via, address, request_id, action, subject_kind,
                                   subject_id, before, after)
          SELECT '%s', uuidv7(), clock_timestamp(), 'user', gen_random_uuid(), 'api', '10.1.2.' || n, 'r' || n, 'team.update',
                 'team', gen_random_uuid(), jsonb_build_object('name', 'é' || n, 'share', 1.10), NULL
            FROM generate_series(1, %d) AS n
          RETURNING tenant_id, id)
        INSERT INTO audit_unsealed (tenant_id, id) SELECT e.tenant_id, e.id FROM entry e\
        """
            .formatted(tenant, entries));
  }

  private void awaitSeals(int seals) {
    Await.until(
        seals + " seals",
        () -> core.database.count("SELECT count(*) FROM audit_seal WHERE " + mine()),
        n -> n == seals);
  }

  private String mine() {
    return "tenant_id = '" + tenant + "'";
  }

  /** A machine with the public key alone, and without what core keeps beside its own. */
  private int verify(String... more) {
    try {
      Path key = folder.resolve("public.key");
      String pem = Files.readString(folder.resolve("audit.key"));
      Files.writeString(key, pem.substring(pem.indexOf("-----BEGIN PUBLIC")));
      String[] always = {"audit", "verify", "--tenant", name, "--key", key.toString()};
      return imas("elsewhere.key", Stream.of(always, more).flatMap(Stream::of));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int imas(String key, Stream<String> words) {
    DatabaseConfig to = core.database.config();
    try {
      Path config =
          Files.writeString(
              folder.resolve("imas.properties"),
              "database.url=postgresql://%s:%s@%s:%d/%s%ncore.audit.key-file=%s%n"
                  .formatted(
                      to.user(),
                      to.password().reveal(),
                      to.host(),
                      to.port(),
                      to.database(),
                      folder.resolve(key)));
      return Imas.commandLine()
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(out, true))
          .execute(
              Stream.concat(words, Stream.of("--config", config.toString()))
                  .toArray(String[]::new));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> findings() {
    return out.toString()
        .lines()
        .filter(line -> line.matches("[A-Z_]+ tenant .*"))
        .map(line -> line.replaceAll("^([A-Z_]+) tenant .* number (\\d+) entry .*", "$1 $2"))
        .toList();
  }

  private void forge(String sql) {
    core.database.execute(sql.replace("$mine", mine()).replace("$tenant", "'" + tenant + "'"));
  }

  private static String entryOf(int number) {
    return "id = (SELECT entry_id FROM audit_seal s WHERE s.$mine AND number = " + number + ")";
  }

  @Test
  void whatNobodyForgedHasNoFindings() {
    assertThat(verify()).as(out.toString()).isZero();
    assertThat(verify("--since-checkpoint", copies.toString())).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("10 entries checked, seals 1 to 10", "0 entries checked, seals 11 to 10");
    assertThat(verify("--full", "--since-checkpoint", copies.toString())).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "at|at + interval '1 microsecond'",
        "actor_kind|'token'",
        "actor_id|NULL",
        "via|'chat'",
        "address|'10.9.9.9'",
        "request_id|''",
        "action|'team.delete'",
        "subject_kind|'service'",
        "subject_id|gen_random_uuid()",
        "before|jsonb_build_object('name', 'é4', 'share', 1.1)",
        "after|'{}'",
      })
  void aColumnThatIsChangedIsFound(String column, String value) {
    forge("UPDATE audit_entry SET " + column + " = " + value + " WHERE $mine AND " + entryOf(4));

    assertThat(verify()).isEqualTo(1);
    assertThat(findings()).containsExactly("ENTRY_CHANGED 4");
  }

  static Stream<List<String>> forgeries() {
    return Stream.of(
        List.of("DELETE FROM audit_entry WHERE $mine AND " + entryOf(4), "ENTRY_MISSING 4"),
        List.of(
            "UPDATE audit_entry e SET address = o.address FROM audit_entry o WHERE e.$mine AND"
                + " o.$mine AND e.id <> o.id AND e.id IN (SELECT entry_id FROM audit_seal s WHERE"
                + " s.$mine AND number IN (4, 5)) AND o.id IN (SELECT entry_id FROM audit_seal s"
                + " WHERE s.$mine AND number IN (4, 5))",
            "ENTRY_CHANGED 4",
            "ENTRY_CHANGED 5"),
        List.of(
            "INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, action, subject_kind)"
                + " VALUES ($tenant, uuidv7(), now(), 'user', 'api', 'team.create', 'team')",
            "ENTRY_NOT_SEALED 0"),
        List.of(
            "DELETE FROM audit_seal WHERE $mine AND number = 4",
            "NUMBER_MISSING 5",
            "ENTRY_NOT_SEALED 0"),
        List.of(
            "UPDATE audit_seal SET leaf = sha256('forged') WHERE $mine AND number = 4",
            "LINK_BROKEN 4",
            "ENTRY_CHANGED 4"),
        List.of(
            "UPDATE audit_seal SET link = sha256('forged') WHERE $mine AND number = 4",
            "LINK_BROKEN 4",
            "LINK_BROKEN 5"),
        List.of(
            "UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE $mine AND number"
                + " = 4",
            "LINK_BROKEN 4"),
        List.of("UPDATE audit_seal SET is_late = true WHERE $mine AND number = 4", "LINK_BROKEN 4"),
        List.of(
            "UPDATE audit_seal SET number = 40 WHERE $mine AND number = 10",
            "CHAIN_SHORTER 10",
            "NUMBER_MISSING 40",
            "ENTRY_CHANGED 40"),
        List.of(
            "UPDATE audit_checkpoint SET note = replace(note, 'time 2', 'time 3') WHERE $mine",
            "SIGNATURE_WRONG 10"),
        List.of(
            "INSERT INTO audit_unsealed (tenant_id, id, at) SELECT tenant_id, entry_id, now() -"
                + " interval '1 hour' FROM audit_seal WHERE $mine AND number = 4",
            "ENTRY_WAITS 0"));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void aForgeryIsFoundAtItsRow(List<String> forgery) {
    forge(forgery.getFirst());

    assertThat(verify()).as(out.toString()).isEqualTo(1);
    assertThat(findings()).containsExactlyInAnyOrderElementsOf(forgery.subList(1, forgery.size()));
  }

  private void cutTo(int number) {
    forge(
        "DELETE FROM audit_entry e USING audit_seal s WHERE e.$mine AND s.$mine AND e.id ="
            + " s.entry_id AND s.number > "
            + number);
    forge("DELETE FROM audit_seal WHERE $mine AND number > " + number);
    forge("DELETE FROM audit_checkpoint WHERE $mine AND number > " + number);
  }

  @Test
  void aTailThatIsCutOffIsFoundByTheCopyOfACheckpoint() {
    cutTo(7);

    assertThat(verify()).as(out.toString()).isZero();
    assertThat(verify("--since-checkpoint", copies.toString())).isEqualTo(1);
    assertThat(findings()).containsExactly("CHAIN_SHORTER 10");
  }

  @Test
  void aChainThatIsWrittenAnewIsFoundByTheCopyOfACheckpoint() throws SQLException {
    forge("UPDATE audit_entry SET address = '10.9.9.9' WHERE $mine AND " + entryOf(4));
    forge("DELETE FROM audit_checkpoint WHERE $mine");
    sealAnewFrom(1);

    assertThat(verify()).as(out.toString()).isZero();
    assertThat(verify("--since-checkpoint", copies.toString())).isEqualTo(1);
    assertThat(findings()).containsExactly("HISTORY_OTHER 10");
  }

  @Test
  void anOlderCopyThatWentOnIsFoundByTheCopyOfACheckpoint() throws SQLException {
    cutTo(7);
    core.database.execute(
        """
        WITH entry AS (
          INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, action, subject_kind)
          SELECT '%1$s', uuidv7(), now(), 'user', 'api', 'team.create', 'team' FROM generate_series(1, 5)
          RETURNING id)
        INSERT INTO audit_seal (tenant_id, number, entry_id, leaf, link, sealed_at, is_late)
        SELECT '%1$s', 7 + row_number() OVER (), id, sha256('x'), sha256('x'), now(), false FROM entry\
        """
            .formatted(tenant));
    sealAnewFrom(8);

    assertThat(verify()).as(out.toString()).isZero();
    assertThat(verify("--since-checkpoint", copies.toString())).isEqualTo(1);
    assertThat(findings()).containsExactly("HISTORY_OTHER 10");
  }

  /** As somebody would who has this code and the database, but not the key. */
  private void sealAnewFrom(int number) throws SQLException {
    try (Connection connection = core.database.connect();
        Statement read = connection.createStatement();
        Statement write = connection.createStatement()) {
      ChainHash link = ChainHash.NONE;
      try (ResultSet before =
          write.executeQuery(
              "SELECT link FROM audit_seal WHERE " + mine() + " AND number = " + (number - 1))) {
        if (before.next()) {
          link = ChainHash.of(before.getBytes(1));
        }
      }
      try (ResultSet rows =
          read.executeQuery(
              "SELECT e.*, e.before::text AS b, e.after::text AS a, s.number, s.is_late,"
                  + " (extract(epoch FROM e.at) * 1000000)::bigint AS micros, (extract(epoch FROM"
                  + " s.sealed_at) * 1000000)::bigint AS sealed FROM audit_seal s JOIN audit_entry"
                  + " e ON e.tenant_id = s.tenant_id AND e.id = s.entry_id WHERE s."
                  + mine()
                  + " AND s.number >= "
                  + number
                  + " ORDER BY s.number")) {
        while (rows.next()) {
          ChainSeal seal =
              ChainSeal.after(
                  link,
                  rows.getLong("number"),
                  entry(rows),
                  rows.getLong("sealed"),
                  rows.getBoolean("is_late"));
          link = seal.link();
          write.execute(
              "UPDATE audit_seal SET leaf = '\\x%s', link = '\\x%s' WHERE %s AND number = %d"
                  .formatted(
                      HexFormat.of().formatHex(seal.leaf().bytes()),
                      HexFormat.of().formatHex(seal.link().bytes()),
                      mine(),
                      seal.number()));
        }
      }
    }
  }

  private AuditedEntry entry(ResultSet row) throws SQLException {
    return new AuditedEntry(
        tenant,
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
        row.getString("a"));
  }

  @Test
  void aCheckThatCannotBeMadeIsNoGoodNews() throws IOException {
    Path none = folder.resolve("none");
    Path broken = Files.writeString(folder.resolve("broken"), "x\n".repeat(30));

    assertThat(verify("--since-checkpoint", none.toString())).isEqualTo(2);
    assertThat(verify("--since-checkpoint", broken.toString())).isEqualTo(2);
    assertThat(out.toString()).contains("It cannot be checked", "it has no signature");
  }

  @Test
  void anOperatorLetsARestoredChainGoOn() {
    Stream<String> early = Stream.of("audit", "continue", "--tenant", name);
    assertThat(imas("audit.key", early)).as("nothing is lost").isEqualTo(2);
    cutTo(7);
    write(1);
    Await.until(
        "a refusal",
        () -> core.database.count("SELECT count(*) FROM audit_refusal WHERE " + mine()),
        refusals -> refusals == 1);

    assertThat(imas("audit.key", Stream.of("audit", "continue", "--tenant", name)))
        .as(out.toString())
        .isZero();
    awaitSeals(9);

    assertThat(
            core.database.query(
                "SELECT after ->> 'lost_checkpoint' FROM audit_entry WHERE action ="
                    + " 'audit.continue' AND "
                    + mine()))
        .containsExactly("10");
    assertThat(core.database.count("SELECT count(*) FROM audit_refusal WHERE " + mine())).isZero();
    assertThat(verify()).as(out.toString()).isZero();
    assertThat(verify("--since-checkpoint", copies.toString())).isEqualTo(1);
    assertThat(findings()).containsExactly("CHAIN_SHORTER 10");
  }

  @Test
  void whatAnOlderVersionWroteIsSealedLateByAnOperator() {
    forge(
        "INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, action, subject_kind)"
            + " VALUES ($tenant, uuidv7(), now(), 'user', 'api', 'team.create', 'team')");
    assertThat(verify()).isEqualTo(1);

    assertThat(imas("audit.key", Stream.of("audit", "seal-late", "--tenant", name)))
        .as(out.toString())
        .isZero();
    awaitSeals(12);

    assertThat(verify()).as(out.toString()).isZero();
    assertThat(
            core.database.query(
                "SELECT e.action || ' ' || s.is_late FROM audit_seal s JOIN audit_entry e ON"
                    + " e.tenant_id = s.tenant_id AND e.id = s.entry_id WHERE s.number > 10 AND s."
                    + mine()))
        .containsExactlyInAnyOrder("team.create true", "audit.seal_late false");
  }

  @Test
  void thePublicKeyIsPrinted() throws IOException {
    assertThat(imas("audit.key", Stream.of("audit", "key"))).isZero();

    assertThat(out.toString()).contains("BEGIN PUBLIC KEY").doesNotContain("PRIVATE");
    assertThat(Files.readString(folder.resolve("audit.key"))).contains(out.toString());
  }

  /** Skipped where there is no Python, which is said in the report of the tests. */
  @Test
  void aVerifierOfAnotherLanguageComesToTheSame() throws IOException, InterruptedException {
    assumeTrue(hasPython(), "NO python3 ON THIS MACHINE: the second verifier was not run");
    String link =
        core.database
            .query(
                "SELECT encode(link, 'hex') FROM audit_seal WHERE " + mine() + " AND number = 10")
            .getFirst();
    assertThat(python()).containsExactly("last 10 " + link);

    forge("UPDATE audit_entry SET before = '{}' WHERE $mine AND " + entryOf(3));
    forge("UPDATE audit_seal SET is_late = true WHERE $mine AND number = 6");
    forge("UPDATE audit_checkpoint SET note = replace(note, 'time 2', 'time 3') WHERE $mine");

    assertThat(python())
        .containsExactly(
            "ENTRY_CHANGED 3", "LINK_BROKEN 6", "SIGNATURE_WRONG 10", "last 10 " + link);
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> python() throws IOException, InterruptedException {
    List<String> rows =
        core.database.query(
            """
            SELECT jsonb_build_object(
                     'seal', jsonb_build_object(
                       'number', s.number, 'leaf', encode(s.leaf, 'hex'), 'link', encode(s.link, 'hex'), 'is_late', s.is_late,
                       'sealed_micros', (extract(epoch FROM s.sealed_at) * 1000000)::bigint),
                     'entry', to_jsonb(e) || jsonb_build_object(
                       'at_micros', (extract(epoch FROM e.at) * 1000000)::bigint, 'before', e.before::text, 'after', e.after::text))
              FROM audit_seal s LEFT JOIN audit_entry e ON e.tenant_id = s.tenant_id AND e.id = s.entry_id
             WHERE s.%s ORDER BY s.number\
            """
                .formatted(mine()));
    List<String> notes =
        core.database.query(
            "SELECT jsonb_build_object('note', note) FROM audit_checkpoint WHERE " + mine());
    Path input =
        Files.write(
            folder.resolve("rows.jsonl"),
            Stream.concat(rows.stream(), notes.stream()).toList(),
            StandardCharsets.UTF_8);
    Process process =
        new ProcessBuilder(
                "python3",
                "src/test/resources/dev/imas/core/launch/verify_audit.py",
                folder.resolve("audit.key").toString())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    try (var lines = process.inputReader()) {
      return lines.lines().toList();
    } finally {
      process.waitFor();
    }
  }
}
