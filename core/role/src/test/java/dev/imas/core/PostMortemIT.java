package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Post-mortems over the API, and on a moved clock (COL-11, C61, C161, C65). */
class PostMortemIT {

  private final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private final ApiDocument document = new ApiDocument();
  private String ann = "";
  private String bob = "";
  private int made;

  @BeforeEach
  void prepare() {
    core.holdHousekeeping();
    done("POST", "/teams", "{'name':'Shop'}");
    done("POST", "/services", "{'name':'shop','owner_team':'Shop'}");
    ann = person("ann", "operator");
    bob = person("bob", "responder");
  }

  @AfterEach
  void close() {
    core.close();
  }

  private Reply send(String token, String method, String path, String json, String... headers) {
    return core.send(
        token, method, "/api/v1" + path, json.isEmpty() ? null : json.replace('\'', '"'), headers);
  }

  private JsonNode done(String method, String path, String json, String... headers) {
    Reply reply = send(core.token, method, path, json, headers);
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
    return reply.json();
  }

  private String person(String name, String role) {
    core.user(name, role);
    core.database.execute(
        "UPDATE user_account SET email = '%1$s@example.org' WHERE username = '%1$s'"
            .formatted(name));
    return core.ownToken(name, name, role);
  }

  private String incident(String severity, String more) {
    return done(
            "POST",
            "/incidents",
            "{'title':'The shop is down "
                + ++made
                + "','service':'shop','page':false,'severity':'"
                + severity
                + "'"
                + more
                + "}")
        .get("id")
        .asText();
  }

  private String led(String incident) {
    int version = done("GET", "/incidents/" + incident, "").get("version").asInt();
    done("PATCH", "/incidents/" + incident, "{'lead':'ann'}", "if-match", "\"" + version + "\"");
    return incident;
  }

  private void resolve(String incident) {
    done("POST", "/incidents/" + incident + "/resolve", "{'message':'it is over'}");
  }

  private String ended(String severity) {
    String incident = incident(severity, "");
    resolve(incident);
    return incident;
  }

  private static String path(String incident) {
    return "/incidents/" + incident + "/post-mortem";
  }

  private JsonNode read(String incident) {
    Reply reply = send(core.token, "GET", path(incident), "");
    document.check("GET", "/incidents/{id}/post-mortem", reply);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  private boolean hasNone(String incident) {
    return send(core.token, "GET", path(incident), "").status() == 404;
  }

  private Reply write(String token, String incident, String section, int revision, String text) {
    return send(
        token,
        "PUT",
        path(incident) + "/sections/" + section,
        "{'text':'" + text + "'}",
        "if-match",
        "\"" + revision + "\"");
  }

  private Reply move(String token, String incident, String to, String more) {
    return send(
        token,
        "POST",
        path(incident) + "/transitions",
        "{'to':'" + to + "'" + more + "}",
        "if-match",
        "\"" + read(incident).get("version").asInt() + "\"");
  }

  /** Written by ann, who owns it, and published by bob. */
  private JsonNode published(String incident) {
    assertThat(write(ann, incident, "summary", 0, "All carts were empty").status()).isEqualTo(200);
    done(
        "PATCH",
        path(incident),
        "{'owner':'ann'}",
        "if-match",
        "\"" + read(incident).get("version").asInt() + "\"");
    assertThat(move(ann, incident, "review", ",'reviewer':'bob'").status()).isEqualTo(200);
    Reply published = move(bob, incident, "published", "");
    assertThat(published.status()).as(published.http().body()).isEqualTo(200);
    return published.json();
  }

  private List<String> entries(String incident) {
    return core.database.query(
        "SELECT message FROM timeline WHERE type = 'POST_MORTEM' AND incident_id = '"
            + incident
            + "' ORDER BY seq");
  }

  private List<String> told() {
    return core.database.query(
        "SELECT address FROM delivery WHERE event = 'notice.post_mortem' ORDER BY created_at,"
            + " address");
  }

  /** Time passes for post-mortems, too; the database's clock cannot be moved. */
  private void passes(Duration time) {
    core.clock.move(time);
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'post-mortem' AND due_at <= '%s'"
            .formatted(core.now()));
    core.nudge();
    Await.until(
        "what is due to be done",
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'post-mortem' AND try_at <= now()"),
        left -> left == 0);
  }

  private long timers() {
    return core.database.count("SELECT count(*) FROM timer WHERE kind = 'post-mortem'");
  }

  /** Until that many hours after the midnight before it is due. */
  private void until(String incident, int days, int hours) {
    Instant due = Instant.parse(read(incident).get("due_at").asText());
    Instant then =
        due.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(days)).plus(Duration.ofHours(hours));
    passes(Duration.between(core.now(), then));
  }

  @Test
  void endOfAnIncidentDecidesWhetherOneIsRequiredAndByWhenItIsDue() {
    String sev1 = led(incident("SEV1", ""));
    assertThat(hasNone(sev1)).as("while it is open").isTrue();
    resolve(sev1);
    JsonNode required = read(sev1);
    assertThat(required.get("duty").asText()).isEqualTo("sev1");
    assertThat(required.at("/owner/username").asText()).as("its lead").isEqualTo("ann");
    assertThat(required.get("state").asText()).isEqualTo("draft");
    assertThat(required.get("is_overdue").asBoolean()).isFalse();
    Instant due = Instant.parse(required.get("due_at").asText());
    assertThat(Duration.between(core.now(), due)).isBetween(Duration.ofDays(5), Duration.ofDays(8));
    assertThat(due.atZone(ZoneOffset.UTC).toLocalTime())
        .as("without hours of its own, a working day ends with the day")
        .isEqualTo(LocalTime.of(23, 59));
    assertThat(required.at("/incident/team/name").asText()).isEqualTo("Shop");

    done("POST", "/scopes", "{'name':'Customers'}");
    assertThat(hasNone(ended("SEV2"))).isTrue();
    String scoped = incident("SEV2", ",'impacted_scopes':['Customers']");
    resolve(scoped);
    assertThat(read(scoped).get("duty").asText()).isEqualTo("sev2_with_scope");
    String other = incident("SEV3", ",'impacted_scopes':['Customers']");
    resolve(other);
    assertThat(hasNone(other)).isTrue();
  }

  @Test
  void workingDaysAreThoseOfTheTenantsCalendarWithoutItsHolidays() {
    ZoneId zone = ZoneId.of("Asia/Tokyo");
    LocalDate first = core.now().atZone(zone).toLocalDate().plusDays(2);
    done(
        "POST",
        "/holiday-calendars",
        "{'name':'Tokyo','days':[{'day':'" + first + "','name':'Founders'}]}");
    done(
        "PUT",
        "/service-levels",
        "{'calendars':[{'name':'Office','time_zone':'Asia/Tokyo','holiday_calendar':'Tokyo',"
            + "'hours':[{'start':'09:00','end':'17:30'}]}],'response':[],'resolution':[]}",
        "if-match",
        "\"1\"");
    String id = ended("SEV1");
    assertThat(Instant.parse(read(id).get("due_at").asText()))
        .as("each day but the holiday is a working day")
        .isEqualTo(first.plusDays(4).atTime(17, 30).atZone(zone).toInstant());
  }

  private void fired(String incident, int step) {
    core.database.execute(
        """
        INSERT INTO escalation_run (tenant_id, incident_id, run, policy_version, policy_name, chosen, severity, state, round, step,
                                    started_at)
        VALUES ('%1$s', '%2$s', 9, 1, 'Shop', '{}', 3, 'stopped', 0, %3$d, now());
        INSERT INTO escalation_firing (tenant_id, incident_id, run, round, step, status, due_at, fired_at, people)
        VALUES ('%1$s', '%2$s', 9, 0, %3$d, 'notified', now(), now(), '[]')\
        """
            .formatted(core.tenant, incident, step - 1));
  }

  @Test
  void fourthStepOfAnEscalationRequiresOneAndTheThirdDoesNot() {
    String third = incident("SEV3", "");
    fired(third, 3);
    resolve(third);
    assertThat(hasNone(third)).isTrue();
    String fourth = incident("SEV4", "");
    fired(fourth, 4);
    resolve(fourth);
    assertThat(read(fourth).get("duty").asText()).isEqualTo("escalation_step_4");
  }

  @Test
  void incidentThatEndsByItselfHasOneToo() {
    UUID service = core.service("till");
    Event event = Event.firing("down", 1, service, core.now());
    core.post(event);
    core.follow();
    core.clock.move(Duration.ofMinutes(10));
    core.post(event.resolved());
    core.follow();
    Await.until(
        "the incident to have a post-mortem",
        () -> core.get("/api/v1/post-mortems?required=true").json().get("items").size(),
        found -> found == 1);
    Reply list = core.get("/api/v1/post-mortems");
    document.check("GET", "/post-mortems", list);
    assertThat(list.json().at("/items/0/created_by").asText()).isEqualTo("system");
    assertThat(list.json().at("/items/0/owner").isNull()).isTrue();
  }

  @Test
  void laterLoweringDoesNotLiftItAndReopeningSuspendsIt() {
    String id = ended("SEV1");
    done("POST", "/incidents/" + id + "/reopen", "{'message':'it is back'}");
    assertThat(read(id).get("is_suspended").asBoolean()).isTrue();
    assertThat(timers()).isZero();
    int version = done("GET", "/incidents/" + id, "").get("version").asInt();
    done("PATCH", "/incidents/" + id, "{'severity':'SEV4'}", "if-match", "\"" + version + "\"");
    passes(Duration.ofDays(30));
    assertThat(told()).as("nobody is reminded of what is suspended").isEmpty();
    resolve(id);
    JsonNode again = read(id);
    assertThat(again.get("duty").asText()).isEqualTo("sev1");
    assertThat(again.get("is_suspended").asBoolean()).isFalse();
    assertThat(Instant.parse(again.get("due_at").asText())).isAfter(core.now());
    assertThat(timers()).isEqualTo(1);
  }

  @Test
  void ownerIsRemindedBeforeOnTheDayAndWithTheTeamsLeadEachWeekAfter() {
    done("PUT", "/teams/Shop/members/" + lead(), "{'role':'lead'}");
    String id = led(incident("SEV1", ""));
    resolve(id);
    until(id, -2, 8);
    assertThat(told()).isEmpty();
    until(id, -2, 9);
    assertThat(told()).containsExactly("ann@example.org");
    until(id, 0, 9);
    assertThat(told()).containsExactly("ann@example.org", "ann@example.org");
    until(id, 1, 9);
    assertThat(told()).as("no day without a reminder of its own").hasSize(2);
    assertThat(read(id).get("is_overdue").asBoolean()).isTrue();
    until(id, 7, 9);
    assertThat(told().subList(2, 4)).containsExactly("ann@example.org", "carl@example.org");
    until(id, 14, 9);
    assertThat(told()).hasSize(6);
    published(id);
    int before = told().size();
    until(id, 28, 9);
    assertThat(told()).as("nobody after it is published").hasSize(before);
    assertThat(timers()).isZero();
  }

  private String lead() {
    person("carl", "operator");
    return "carl";
  }

  @Test
  void sectionsAreWrittenByTwoAtOnceAndNeitherOverwritesTheOther() {
    String id = ended("SEV1");
    Reply one = write(ann, id, "summary", 0, "By ann");
    document.check("PUT", "/incidents/{id}/post-mortem/sections/{section}", one);
    assertThat(one.header("etag")).isEqualTo("\"1\"");
    assertThat(write(bob, id, "impact", 0, "By bob").status()).as("another section").isEqualTo(200);
    Reply late = write(bob, id, "summary", 0, "By bob, who has not read it");
    assertThat(late.status()).isEqualTo(412);
    assertThat(read(id).at("/sections/0/text").asText()).isEqualTo("By ann");
    assertThat(write(bob, id, "summary", 1, "By both").status()).isEqualTo(200);
    assertThat(read(id).at("/sections/0/revision").asInt()).isEqualTo(2);
    assertThat(read(id).at("/last_editor/username").asText()).isEqualTo("bob");
    String path = path(id) + "/sections/";
    assertThat(send(ann, "PUT", path + "summary", "{'text':'x'}").status()).isEqualTo(428);
    assertThat(write(ann, id, "blame", 0, "x").status()).isEqualTo(404);
    Reply long_ = write(ann, id, "impact", 1, "x".repeat(20_001));
    assertThat(long_.status()).isEqualTo(422);
    assertThat(long_.json().at("/details/~1text/0").asText()).contains("20000");
  }

  @Test
  void publishedByAnotherPersonThanTheAuthorAndFrozenWithItsHash() throws Exception {
    String id = ended("SEV1");
    write(ann, id, "summary", 0, "All carts were empty");
    Reply cited =
        send(ann, "PUT", path(id) + "/citations", "{'entries':[2,1,2]}", "if-match", "\"0\"");
    document.check("PUT", "/incidents/{id}/post-mortem/citations", cited);
    assertThat(cited.json().at("/entries/0/seq").asInt()).as("in their order").isEqualTo(1);
    assertThat(cited.json().get("entries")).hasSize(2);
    Reply wrong =
        send(ann, "PUT", path(id) + "/citations", "{'entries':[99]}", "if-match", "\"1\"");
    assertThat(wrong.status()).isEqualTo(422);

    assertThat(move(bob, id, "published", "").status()).as("from a draft").isEqualTo(409);
    Reply own = move(ann, id, "review", ",'reviewer':'ann'");
    assertThat(own.status()).as("the last editor is no reviewer").isEqualTo(422);
    Reply review = move(ann, id, "review", ",'reviewer':'bob'");
    document.check("POST", "/incidents/{id}/post-mortem/transitions", review);
    assertThat(told()).containsExactly("bob@example.org");
    Reply self = move(ann, id, "published", "");
    assertThat(self.status()).isEqualTo(403);
    assertThat(self.json().get("detail").asText()).contains("neither owns it nor was the last");
    assertThat(send(bob, "POST", path(id) + "/transitions", "{'to':'published'}").status())
        .as("of a text that one has read")
        .isEqualTo(428);
    assertThat(move(bob, id, "published", "").status()).isEqualTo(200);

    Reply version = send(bob, "GET", path(id) + "/versions/1", "");
    document.check("GET", "/incidents/{id}/post-mortem/versions/{number}", version);
    String content = version.json().get("content").asText();
    assertThat(version.json().get("sha256").asText())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(content.getBytes(StandardCharsets.UTF_8))));
    assertThat(content).contains("All carts were empty").contains("\"seq\":2");
    assertThat(entries(id)).containsExactly("Post-mortem sent to review", "Post-mortem published");

    write(ann, id, "summary", 1, "Only some carts were empty");
    JsonNode second = read(id);
    assertThat(second.get("state").asText()).isEqualTo("draft");
    assertThat(second.get("number").asInt()).isEqualTo(2);
    assertThat(second.at("/published/number").asInt()).isEqualTo(1);
    assertThat(send(bob, "GET", path(id) + "/versions/1", "").json().get("content").asText())
        .as("what was published")
        .isEqualTo(content);
    move(ann, id, "review", "");
    assertThat(move(bob, id, "published", "").status()).isEqualTo(200);
    Reply versions = send(bob, "GET", path(id) + "/versions", "");
    document.check("GET", "/incidents/{id}/post-mortem/versions", versions);
    assertThat(versions.json().get("items"))
        .extracting(one -> one.get("number").asInt())
        .containsExactly(2, 1);
  }

  @Test
  void onlyAResolvedIncidentsPostMortemIsPublishedAndItMayBeStartedBefore() {
    String id = incident("SEV3", "");
    Reply started = send(ann, "POST", path(id), "{}");
    document.check("POST", "/incidents/{id}/post-mortem", started);
    assertThat(started.json().at("/owner/username").asText()).isEqualTo("ann");
    assertThat(started.json().get("duty").isNull()).isTrue();
    assertThat(send(ann, "POST", path(id), "{}").status()).isEqualTo(409);
    Reply empty = move(ann, id, "review", "");
    assertThat(empty.json().get("detail").asText()).contains("section summary is empty");
    write(ann, id, "summary", 0, "All carts were empty");
    move(ann, id, "review", ",'reviewer':'bob'");
    Reply open = move(bob, id, "published", "");
    assertThat(open.status()).isEqualTo(409);
    assertThat(open.json().get("detail").asText()).contains("is not resolved");
    resolve(id);
    assertThat(move(bob, id, "published", "").status()).isEqualTo(200);
    assertThat(entries(id)).startsWith("Post-mortem started");
  }

  @Test
  void onlyAnAdministratorSaysThatARequiredOneIsNotNeeded() {
    String required = ended("SEV1");
    assertThat(move(ann, required, "not_needed", ",'reason':'A false alarm'").status())
        .isEqualTo(403);
    Reply silent = send(core.token, "POST", path(required) + "/waiver", "{}");
    assertThat(silent.status()).isEqualTo(422);
    assertThat(silent.json().at("/details/~1reason/0").asText()).contains("is missing");
    assertThat(send(ann, "POST", path(required) + "/waiver", "{'reason':'A false alarm'}").status())
        .isEqualTo(403);
    Reply waived =
        send(core.token, "POST", path(required) + "/waiver", "{'reason':'A false alarm'}");
    document.check("POST", "/incidents/{id}/post-mortem/waiver", waived);
    assertThat(waived.status()).isEqualTo(200);
    assertThat(timers()).isZero();
    assertThat(entries(required)).containsExactly("Post-mortem not needed. A false alarm");
    assertThat(write(ann, required, "summary", 0, "x").status()).isEqualTo(409);
    assertThat(move(ann, required, "draft", "").status()).isEqualTo(200);
    assertThat(timers()).as("required again").isEqualTo(1);

    String other = ended("SEV3");
    assertThat(send(ann, "POST", path(other), "{}").status()).isEqualTo(201);
    assertThat(move(ann, other, "not_needed", ",'reason':'Nothing to learn'").status())
        .isEqualTo(200);
  }

  @Test
  void reviewerAndOwnerActWhateverTheirRoleAndOthersDoNot() {
    String viewer = person("vera", "viewer");
    String id = ended("SEV1");
    assertThat(write(viewer, id, "summary", 0, "x").status()).isEqualTo(403);
    done(
        "PATCH",
        path(id),
        "{'owner':'vera'}",
        "if-match",
        "\"" + read(id).get("version").asInt() + "\"");
    core.database.execute(
        "UPDATE api_token SET role = 'responder' WHERE name = 'vera'"); // of a token, both count
    assertThat(write(viewer, id, "summary", 0, "By vera").status()).isEqualTo(200);
    Reply both =
        send(
            ann,
            "PATCH",
            path(id),
            "{'reviewer':'vera'}",
            "if-match",
            "\"" + read(id).get("version").asInt() + "\"");
    assertThat(both.status()).isEqualTo(422);
    assertThat(both.json().get("detail").asText()).startsWith("/reviewer: the reviewer must be");
  }

  private JsonNode merged(String source, String target) {
    return done("POST", "/incidents/" + target + "/merge", "{'sources':['" + source + "']}");
  }

  @Test
  void mergeHandsItToTheIncidentThatHasTheAlerts() {
    String source = ended("SEV1");
    write(ann, source, "summary", 0, "All carts were empty");
    done("POST", "/incidents/" + source + "/reopen", "{'message':'it is back'}");
    String target = incident("SEV4", "");
    merged(source, target);
    assertThat(hasNone(source)).isTrue();
    JsonNode there = read(target);
    assertThat(there.at("/sections/0/text").asText()).isEqualTo("All carts were empty");
    assertThat(there.get("is_suspended").asBoolean()).isTrue();
    done("POST", "/incidents/" + source + "/unmerge", "{}");
    assertThat(hasNone(target)).as("undone").isTrue();
    assertThat(read(source).get("duty").asText()).isEqualTo("sev1");
  }

  @Test
  void mergeIntoOneThatHasItsOwnHandsOverTheDutyAlone() {
    String source = ended("SEV1");
    done("POST", "/incidents/" + source + "/reopen", "{'message':'it is back'}");
    String target = incident("SEV1", "");
    assertThat(send(ann, "POST", path(target), "{}").status()).isEqualTo(201);
    merged(source, target);
    assertThat(read(target).get("duty").asText()).isEqualTo("sev1");
    assertThat(read(source).get("is_suspended").asBoolean()).as("it is the target's").isFalse();
    done("POST", "/incidents/" + source + "/unmerge", "{}");
    assertThat(read(target).get("duty").isNull()).isTrue();
    assertThat(read(source).get("is_suspended").asBoolean()).isTrue();
  }

  @Test
  void listsAreFilteredAndDocumentsAreMarkdown() {
    String id = ended("SEV1");
    String late = ended("SEV1");
    done(
        "PATCH",
        path(late),
        "{'owner':'ann'}",
        "if-match",
        "\"" + read(late).get("version").asInt() + "\"");
    assertThat(found("")).hasSize(2);
    assertThat(send(ann, "GET", "/post-mortems?owner=me", "").json().get("items")).hasSize(1);
    assertThat(found("?owner=ann&team=Shop&service=shop&incident=" + late)).containsExactly(late);
    assertThat(found("?overdue=true")).isEmpty();
    core.clock.move(Duration.ofDays(20));
    assertThat(found("?overdue=true")).hasSize(2);
    published(id);
    assertThat(found("?overdue=true")).containsExactly(late);
    assertThat(found("?state=published")).containsExactly(id);
    assertThat(found("?limit=1")).hasSize(1);
    String all = "?state=draft,review,published&limit=1";
    assertThat(found(all)).as("what is written comes first").containsExactly(late);
    String next = core.get("/api/v1/post-mortems" + all).json().get("next").asText();
    assertThat(found(all + "&cursor=" + next)).containsExactly(id);
    assertThat(core.get("/api/v1/post-mortems?state=done").status()).isEqualTo(400);

    done("POST", "/incidents/" + id + "/items", "{'title':'Alert | early','section':'Actions'}");
    done("POST", "/incidents/" + id + "/items", "{'title':'Buy flowers'}");
    Reply text = send(bob, "GET", path(id) + "/document", "");
    assertThat(text.header("content-type")).startsWith("text/markdown");
    assertThat(text.header("content-disposition")).contains(".md\"");
    assertThat(text.http().body())
        .contains("## Summary\n\nAll carts were empty\n")
        .contains("Alert \\| early")
        .doesNotContain("Buy flowers");
    Reply first = send(bob, "GET", path(id) + "/document?version=1", "");
    assertThat(first.http().body()).contains("SHA-256 of the version");
    assertThat(send(bob, "GET", path(id) + "/document?version=2", "").status()).isEqualTo(404);
  }

  private List<String> found(String query) {
    Reply reply = core.get("/api/v1/post-mortems" + query);
    document.check("GET", "/post-mortems", reply);
    return reply.json().findValues("incident").stream().map(one -> one.get("id").asText()).toList();
  }

  @Test
  void changesAreAudited() {
    String id = ended("SEV1");
    published(id);
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_kind = 'post_mortem' ORDER BY at,"
                    + " id"))
        .containsExactlyInAnyOrder(
            "post_mortem.update",
            "post_mortem.update",
            "post_mortem.review",
            "post_mortem.published");
  }

  @Test
  void requiredOneKeepsItsIncidentUntilItIsPublished() {
    String kept = ended("SEV1");
    String waived = ended("SEV1");
    done("POST", path(waived) + "/waiver", "{'reason':'A false alarm'}");
    String free = ended("SEV3");
    assertThat(send(ann, "POST", path(free), "{}").status()).isEqualTo(201);
    assertThat(purged()).as("drafts that nothing requires go along").isEqualTo(2);
    assertThat(read(kept).get("duty").asText()).isEqualTo("sev1");
    published(kept);
    assertThat(purged()).isEqualTo(1);
    assertThat(
            core.database.count(
                "SELECT (SELECT count(*) FROM post_mortem) + (SELECT count(*) FROM"
                    + " post_mortem_section) + (SELECT count(*) FROM post_mortem_version)"))
        .isZero();
  }

  private long purged() {
    core.database.execute(
        "UPDATE incident SET created_at = now() - interval '500 days', updated_at = now() -"
            + " interval '400 days'; DELETE FROM delivery; DELETE FROM idempotency; DELETE FROM"
            + " retention_pass");
    return core.database.count(
        "SELECT died FROM purge_incidents('%s', now() - interval '300 days', 100)"
            .formatted(core.tenant));
  }
}
