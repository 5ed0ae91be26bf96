package dev.imas.core.relation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links between incidents: stored once, read from both ends, never in a circle (C47). */
class RelationIT {

  private final RunningCore core = RunningCore.start();

  @BeforeEach
  void shop() {
    core.service("shop");
  }

  @AfterEach
  void close() {
    core.close();
  }

  private String incident(String title) {
    return core.post(
            "/api/v1/incidents", "{\"title\":\"%s\",\"service\":\"shop\"}".formatted(title))
        .json()
        .get("short_id")
        .asText();
  }

  private Reply link(String of, String kind, String other) {
    return core.post(
        "/api/v1/incidents/" + of + "/links",
        "{\"kind\":\"%s\",\"incident\":\"%s\"}".formatted(kind, other));
  }

  private String linked(String of, String kind, String other) {
    Reply reply = link(of, kind, other);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private JsonNode links(String of) {
    return core.get("/api/v1/incidents/" + of + "/links").json();
  }

  private List<String> lines(String of) {
    return links(of)
        .get("items")
        .valueStream()
        .map(one -> one.get("kind").asText() + " " + one.at("/incident/short_id").asText())
        .toList();
  }

  private List<String> timeline(String of, String type) {
    return core.get("/api/v1/incidents/" + of + "/timeline")
        .json()
        .get("items")
        .valueStream()
        .filter(line -> line.get("type").asText().equals(type))
        .map(line -> line.get("message").asText())
        .toList();
  }

  @Test
  void linkIsReadFromBothEnds() {
    String slow = incident("slow");
    String down = incident("down");

    String id = linked(slow, "caused_by", down);

    assertThat(lines(slow)).containsExactly("caused_by " + down);
    assertThat(lines(down)).containsExactly("cause_of " + slow);
    assertThat(timeline(slow, "LINKED")).containsExactly("Caused by " + down);
    assertThat(timeline(down, "LINKED")).containsExactly("Cause of " + slow);
    Reply again = link(down, "cause_of", slow);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id").asText()).isEqualTo(id);
    assertThat(timeline(slow, "LINKED")).hasSize(1);

    String path = "/api/v1/incidents/" + down + "/links/" + id;
    assertThat(core.send(core.token, "DELETE", path, null).status()).isEqualTo(204);

    assertThat(lines(slow)).isEmpty();
    assertThat(timeline(slow, "UNLINKED")).containsExactly("No longer caused by " + down);
    assertThat(timeline(down, "UNLINKED")).containsExactly("No longer cause of " + slow);
    assertThat(core.send(core.token, "DELETE", path, null).status()).isEqualTo(404);
  }

  @Test
  void relatedHasNoDirection() {
    String one = incident("one");
    String other = incident("other");

    linked(one, "related", other);

    assertThat(link(other, "related", one).status()).isEqualTo(200);
    assertThat(lines(one)).containsExactly("related " + other);
    assertThat(lines(other)).containsExactly("related " + one);
  }

  @Test
  void circleIsRefusedWithItsPath() {
    String a = incident("a");
    String b = incident("b");
    String c = incident("c");
    linked(a, "parent_of", b);
    linked(c, "child_of", b);

    Reply refused = link(c, "parent_of", a);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo("/incident");
    assertThat(refused.json().get("detail").asText())
        .contains(c + " → " + a + " → " + b + " → " + c);
    assertThat(link(a, "child_of", c).status()).as("the same from the other end").isEqualTo(422);
    assertThat(link(c, "caused_by", a).status()).as("of another kind").isEqualTo(201);
    assertThat(link(a, "caused_by", c).status()).isEqualTo(422);
    assertThat(link(a, "related", a).status()).isEqualTo(422);
    assertThat(link(a, "parent_of", "INC-ZZZZZ").status()).isEqualTo(422);
    assertThat(link(a, "uncle_of", b).status()).isEqualTo(422);
  }

  /** Each alone would be right. */
  @Test
  void twoAtOnceMakeNoCircle() {
    for (int round = 0; round < 5; round++) {
      String one = incident("one " + round);
      String other = incident("other " + round);
      CompletableFuture<Reply> first =
          CompletableFuture.supplyAsync(() -> link(one, "caused_by", other));
      CompletableFuture<Reply> second =
          CompletableFuture.supplyAsync(() -> link(other, "caused_by", one));

      assertThat(List.of(first.join().status(), second.join().status()))
          .containsExactlyInAnyOrder(201, 422);
    }
  }

  /** Resolving a parent proposes its children, and resolves none of them. */
  @Test
  void openChildrenAreProposedAndStayOpen() {
    String parent = incident("parent");
    String open = incident("open");
    String over = incident("over");
    String effect = incident("effect");
    linked(parent, "parent_of", open);
    linked(over, "child_of", parent);
    linked(effect, "caused_by", parent);
    core.post("/api/v1/incidents/" + over + "/resolve", "{}");

    core.post("/api/v1/incidents/" + parent + "/resolve", "{}");

    assertThat(links(parent).get("open_children").valueStream().map(JsonNode::asText))
        .containsExactly(open);
    assertThat(core.get("/api/v1/incidents/" + open).json().get("status").asText())
        .isEqualTo("TRIGGERED");
    core.post("/api/v1/incidents/actions", "{\"action\":\"resolve\",\"ids\":[\"" + open + "\"]}");
    assertThat(links(parent).get("open_children")).isEmpty();
  }

  @Test
  void numberOfLinksIsBounded() {
    String hub = incident("hub");
    String last = incident("last");
    core.database.execute(
        """
        WITH spoke AS (
          INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at,
                                created_at, updated_at)
          SELECT i.tenant_id, gen_random_uuid(), 'INC-S' || n, i.title, i.service_id, i.severity, i.status, i.origin, i.created_by,
                 i.detected_at, i.created_at, i.updated_at
            FROM incident i, generate_series(1000, 1199) AS n
           WHERE i.short_id = '%1$s' RETURNING tenant_id, id)
        INSERT INTO incident_link (tenant_id, id, kind, from_id, to_id, at, author)
        SELECT s.tenant_id, gen_random_uuid(), 'follows', s.id, i.id, now(), 'test'
          FROM spoke s JOIN incident i USING (tenant_id) WHERE i.short_id = '%1$s'
        """
            .formatted(hub));

    Reply refused = link(last, "related", hub);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("limit of 200 links of " + hub);
  }
}
