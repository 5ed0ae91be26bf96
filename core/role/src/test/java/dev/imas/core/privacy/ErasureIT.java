package dev.imas.core.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.audit.AuditFindings;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.SampleRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A person in everything that IMAS keeps, and nowhere after the erasure but in the texts that it
 * lists.
 */
class ErasureIT {

  private static final String NAME = "zelda.quux";
  private static final String FORMER = "zelda.before";
  private static final String MAIL = "zelda@quuxington.example";
  private static final String FORMER_MAIL = "old@quuxington.example";
  private static final String PRIVATE_MAIL = "private@quuxington.example";
  private static final String PHONE = "+33611223344";
  private static final String FIRST = "Zeldarine";
  private static final String LAST = "Quuxington";
  private static final List<String> TERMS =
      List.of(NAME, FORMER, MAIL, FORMER_MAIL, PRIVATE_MAIL, PHONE, FIRST, LAST);

  /** What people write is found by its words, also after it was listed. */
  private static final String NOT_OF_NOTES =
      " WHERE NOT EXISTS (SELECT FROM timeline n WHERE n.incident_id = t.id AND n.seq = t.seq AND"
          + " n.type = 'NOTE')";

  private RunningCore core;
  private String ada;
  private String grace;

  @BeforeEach
  void start() {
    core = RunningCore.start(RunningCore.WITH_PEOPLE);
    core.user("ada", "tenant_admin");
    core.user("grace", "tenant_admin");
    ada = core.logIn("ada");
    grace = core.logIn("grace");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private JsonNode ask(String as, String method, String path, String json) {
    Reply reply =
        core.send(as, method, "/api/v1" + path, json.isEmpty() ? null : json.replace('\'', '"'));
    assertThat(reply.status()).as(method + " " + path + ": " + reply.http().body()).isLessThan(300);
    return reply.json();
  }

  /** With a name and an address that they had before. */
  private String person() {
    String made =
        "{'username':'%s','email':'%s','first_name':'%s','last_name':'%s','phone':'%s','role':'operator'}";
    JsonNode user =
        ask(core.token, "POST", "/users", made.formatted(FORMER, FORMER_MAIL, FIRST, LAST, PHONE));
    core.database.execute(
        "UPDATE user_account SET username = '%s', email = '%s' WHERE username = '%s'"
            .formatted(NAME, MAIL, FORMER));
    return user.get("id").asText();
  }

  /** What she does in the product. */
  private String acts(String id) {
    String zelda = core.logIn(NAME);
    core.service("shop");
    JsonNode incident =
        ask(
            zelda,
            "POST",
            "/incidents",
            "{'title':'Carts fail','service':'shop','severity':'SEV3'}");
    String of = "/incidents/" + incident.get("id").asText();
    ask(zelda, "POST", of + "/acknowledge", "{}");
    ask(zelda, "POST", of + "/comments", "{'message':'Seen by me, and ask ada'}");
    ask(ada, "POST", of + "/comments", "{'message':'Thanks " + NAME + "!'}");
    ask(zelda, "POST", of + "/items", "{'title':'Look at it'}");
    ask(
        zelda,
        "POST",
        "/silences",
        "{'matchers':['alertname=cart'],'duration':'PT1H','comment':'being mended'}");
    ask(
        zelda,
        "POST",
        "/maintenance-windows",
        "{'name':'disks','comment':'new"
            + " disks','services':['shop'],'starts_at':'2098-01-01T00:00','time_zone':'UTC','duration':'PT1H'}");
    ask(
        zelda,
        "POST",
        "/absences",
        "{'user':'"
            + NAME
            + "','from':'2098-01-01T00:00:00Z','until':'2098-01-02T00:00:00Z','note':'with "
            + FIRST
            + "'}");
    ask(zelda, "POST", "/me/tokens", "{'name':'laptop','role':'viewer'}");
    ask(
        core.token,
        "POST",
        "/users/" + id + "/contacts",
        "{'name':'work','channel':'email','address':'" + PRIVATE_MAIL + "'}");
    ask(zelda, "POST", of + "/resolve", "{'resolution_note':'mended'}");
    core.follow();
    return of;
  }

  /** Each column that IMAS writes names into, whether or not a door leads to it here. */
  private void inEveryColumn(UUID user) throws SQLException {
    try (Connection connection = core.database.connect();
        Statement sql = connection.createStatement();
        Statement more = connection.createStatement()) {
      more.execute("SET session_replication_role = replica");
      connection.setAutoCommit(false); // Until all is there, nobody takes what waits.
      ResultSet columns =
          sql.executeQuery(
              """
              SELECT d.table_name, c.name, format_type(a.atttypid, NULL) AS type,
                     coalesce((SELECT format(', %I = now()', t.attname) FROM pg_attribute t
                                WHERE t.attrelid = a.attrelid AND t.attname = regexp_replace(a.attname, '_by$', '_at')
                                  AND t.attname <> a.attname), '') AS also
                FROM personal_data() AS d CROSS JOIN LATERAL unnest(d.columns) AS c(name)
                JOIN pg_attribute a ON a.attrelid = ('imas.' || d.table_name)::regclass AND a.attname = c.name
               WHERE d.treatment = 'erase'\
              """);
      while (columns.next()) {
        String table = columns.getString("table_name");
        String column = columns.getString("name");
        String value =
            columns.getString("type").equals("jsonb")
                ? "{\"by\": \"%s\", \"line\\n%s <%s>\": [\"%s\"]}"
                    .formatted(NAME, FORMER, MAIL, PHONE)
                : "by %s (%s, %s)\n%s".formatted(NAME, MAIL, PHONE, FORMER);
        String update =
            "UPDATE imas.%s SET %s = '%s'%s WHERE ctid = (SELECT ctid FROM imas.%s WHERE tenant_id = '%s' LIMIT 1)"
                .formatted(table, column, value, columns.getString("also"), table, core.tenant);
        int written = more.executeUpdate(update);
        if (written == 0) {
          more.execute(SampleRow.insertion(connection, "imas." + table, core.tenant));
          written = more.executeUpdate(update);
        }
        assertThat(written).as(table + "." + column).isEqualTo(1);
      }
      more.execute(
          "UPDATE user_session SET agent = '%s' WHERE user_id = '%s'".formatted(NAME, user));
      connection.commit();
    }
  }

  private String request(String user) {
    return ask(ada, "POST", "/privacy/requests", "{'kind':'erasure','user':'" + user + "'}")
        .get("id")
        .asText();
  }

  private Reply confirm(String as, String request) {
    return core.send(as, "POST", "/api/v1/privacy/requests/" + request + "/confirmation", "{}");
  }

  private void awaitErased(String request) {
    Await.until(
        "the erasure to end",
        () -> ask(ada, "GET", "/privacy/requests/" + request, "").get("state").asText(),
        "done"::equals);
  }

  private void messagesAreSent() {
    core.database.execute(
        "UPDATE delivery SET status = 'sent', finished_at = now() WHERE status IN ('held',"
            + " 'pending', 'sending')");
  }

  private void awaitSealed() {
    Await.until(
        "every entry to be sealed",
        () -> core.database.count("SELECT count(*) FROM audit_unsealed"),
        waiting -> waiting == 0);
  }

  private static List<String> forms(String term) {
    List<String> forms = new ArrayList<>(List.of(term.toLowerCase(Locale.ROOT)));
    try {
      for (String algorithm : List.of("MD5", "SHA-256")) {
        for (String text : List.of(term, term.toLowerCase(Locale.ROOT))) {
          byte[] hash =
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
          forms.add(HexFormat.of().formatHex(hash));
          forms.add(Base64.getEncoder().encodeToString(hash).toLowerCase(Locale.ROOT));
        }
      }
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    return forms;
  }

  /** All rows of all tables as text, without what people and senders wrote. */
  private List<String> hits() throws SQLException {
    List<String> forms = TERMS.stream().flatMap(term -> forms(term).stream()).toList();
    List<String> hits = new ArrayList<>();
    int rows = 0;
    try (Connection connection = core.database.connect();
        Statement sql = connection.createStatement()) {
      for (String table :
          core.database.query(
              """
              SELECT c.relname FROM pg_class c
               WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition\
              """)) {
        ResultSet dump =
            sql.executeQuery(
                """
                SELECT (to_jsonb(t) - coalesce((SELECT array_agg(c) FROM personal_data() AS d CROSS JOIN LATERAL unnest(d.columns) AS c
                                                 WHERE d.treatment = 'human' AND d.table_name = '%1$s'
                                                   AND (d.only_where IS NULL OR to_jsonb(t) ->> 'type' = 'NOTE')), '{}'))::text
                  FROM imas.%1$s t%2$s\
                """
                    .formatted(table, table.equals("search_text") ? NOT_OF_NOTES : ""));
        while (dump.next()) {
          rows++;
          String row = dump.getString(1).toLowerCase(Locale.ROOT);
          forms.stream().filter(row::contains).forEach(form -> hits.add(table + ": " + form));
        }
      }
    }
    assertThat(rows).isGreaterThan(100);
    return hits.stream().distinct().toList();
  }

  private JsonNode figures() {
    ObjectNode figures = (ObjectNode) core.get("/api/v1/metrics/summary?period=7d").json();
    figures.remove(List.of("from", "to", "as_of")); // They are of when one asks.
    return figures;
  }

  @Test
  void aPersonIsNowhereAfterwardsButInTheListedTexts() throws Exception {
    String id = person();
    String incident = acts(id);
    messagesAreSent();
    awaitSealed();
    core.holdHousekeeping();
    inEveryColumn(UUID.fromString(id));
    core.sweep("search-text");
    core.clock.move(Duration.ofHours(2));
    JsonNode figures = figures();
    assertThat(figures.get("total").asInt()).isEqualTo(1);
    assertThat(hits()).hasSizeGreaterThan(100);
    assertThat(core.get("/api/v1/search?q=" + NAME).http().body()).contains(NAME);

    String request = request(NAME);
    JsonNode dry = ask(ada, "GET", "/privacy/requests/" + request + "/findings", "");
    assertThat(dry.get("erased")).hasSizeGreaterThan(70);
    assertThat(dry.get("mentions").toString()).contains("comment");
    Reply refused = confirm(ada, request);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("another administrator");
    messagesAreSent();
    assertThat(confirm(grace, request).status()).as("confirmed").isEqualTo(200);
    core.restart(); // Between two steps.
    awaitErased(request);
    core.sweep("search-text");
    awaitSealed();

    assertThat(hits()).isEmpty();
    assertThat(AuditFindings.of(core)).isEmpty();
    assertThat(core.database.count("SELECT count(*) FROM audit_erasure")).isPositive();
    // With its salt, whoever has a guess could test it against the commitment.
    assertThat(
            core.database.count(
                "SELECT count(*) FROM audit_entry e JOIN audit_erasure r ON r.tenant_id ="
                    + " e.tenant_id AND r.entry_id = e.id WHERE e.salt IS NOT NULL"))
        .isZero();
    assertThat(figures()).isEqualTo(figures);
    assertThat(core.get("/api/v1" + incident).status()).isEqualTo(200);
    JsonNode kept = ask(ada, "GET", "/privacy/requests/" + request + "/findings", "");
    assertThat(kept.get("mentions")).isEqualTo(dry.get("mentions"));
    assertThat(kept.get("is_live").asBoolean(true)).isFalse();
    assertThat(core.database.query("SELECT title FROM item WHERE title LIKE 'Remove erased-%'"))
        .hasSize(1);
    assertThat(confirm(grace, request).status()).as("a second time").isEqualTo(409);
  }

  @Test
  void aStepThatIsKilledIsMadeAgain() throws SQLException {
    String id = person();
    acts(id);
    messagesAreSent();
    String request = request(NAME);
    core.database.execute(
        """
        UPDATE privacy_request SET state = 'erasing', confirmed_by = (SELECT id FROM user_account WHERE username = 'grace'),
               confirmed_at = now()\
        """);
    int steps = 0;
    try (Connection connection = core.database.connect(Login.APP);
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute("SET imas.tenant = '" + core.tenant + "'");
      sql.execute("SELECT begin_erasure('" + request + "', now())");
      connection.commit();
      boolean hasMore = true;
      while (hasMore) {
        ResultSet killed = sql.executeQuery("SELECT erase_step('" + request + "', now())");
        killed.next();
        connection.rollback();
        ResultSet made = sql.executeQuery("SELECT erase_step('" + request + "', now())");
        made.next();
        hasMore = made.getBoolean(1);
        connection.commit();
        steps++;
      }
      ResultSet again = sql.executeQuery("SELECT erase_step('" + request + "', now())");
      again.next();
      assertThat(again.getBoolean(1)).isFalse();
      connection.rollback();
    }
    assertThat(steps).isGreaterThan(50);
    assertThat(core.database.query("SELECT state FROM privacy_request")).containsExactly("done");
    awaitSealed();
    assertThat(AuditFindings.of(core)).isEmpty();
    assertThat(hits()).filteredOn(hit -> !hit.startsWith("search_text")).isEmpty();
  }

  @Test
  void whatIsLeftOfAnErasedEntryCannotBeChangedUnseen() {
    String id = person();
    acts(id);
    messagesAreSent();
    // An entry of before there were commitments: its leaf cannot be computed again.
    core.database.execute(
        """
        WITH entry AS (INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, action, subject_kind, after)
                       VALUES ('%s', uuidv7(), now(), 'system', 'api', 'team.old', 'team', '{"lead": "%s"}') RETURNING tenant_id, id)
        INSERT INTO audit_unsealed (tenant_id, id) SELECT tenant_id, id FROM entry\
        """
            .formatted(core.tenant, NAME));
    awaitSealed();
    String request = request(NAME);
    assertThat(confirm(grace, request).status()).isEqualTo(200);
    awaitErased(request);
    awaitSealed();
    assertThat(AuditFindings.of(core)).isEmpty();
    assertThat(
            core.database.query(
                "SELECT after ->> 'lead' FROM audit_entry WHERE action = 'team.old'"))
        .singleElement()
        .satisfies(lead -> assertThat(lead).startsWith("erased-"));

    core.database.execute("UPDATE audit_entry SET action = 'team.other' WHERE action = 'team.old'");
    assertThat(AuditFindings.of(core))
        .extracting(finding -> finding.kind().name())
        .containsExactly("ENTRY_CHANGED");
    core.database.execute("UPDATE audit_entry SET action = 'team.old' WHERE action = 'team.other'");
    core.database.execute("DELETE FROM audit_erasure");
    assertThat(AuditFindings.of(core))
        .extracting(finding -> finding.kind().name())
        .contains("ENTRY_CHANGED")
        .doesNotContain("LINK_BROKEN");
  }
}
