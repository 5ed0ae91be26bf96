package dev.imas.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import org.junit.jupiter.api.Test;

/** The ledger is recounted from its rows whenever somebody asks. */
class RecountIT {

  private static JsonNode recount(RunningCore core, String token) {
    Reply reply = core.send(token, "POST", "/api/v1/ledger/recount", null);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void eachDifferenceIsNamedAndOnlyTheTenantsOwn() {
    try (RunningCore core = RunningCore.start()) {
      for (int i = 0; i < 3; i++) {
        core.post(Event.firing("alert " + i, 3, core.triage, core.now()));
      }
      core.post(Event.firing("alert 0", 3, core.triage, core.now()));
      String mine = core.tokenWith("mine", "write");
      String other = core.tokenOfAnotherTenant("other", "write");

      JsonNode before = recount(core, mine);

      assertThat(before.get("balanced").asBoolean()).as("%s", before).isTrue();
      assertThat(before.get("differences").asInt()).isZero();
      assertThat(before.get("items")).isEmpty();
      assertThat(before.get("took_ms").asLong()).isGreaterThanOrEqualTo(0);

      core.database.execute("UPDATE ledger SET opened = opened + 2, deduplicated = 0");
      JsonNode after = recount(core, mine);

      assertThat(after.get("balanced").asBoolean()).isFalse();
      assertThat(after.get("differences").asInt()).isEqualTo(after.get("items").size());
      assertThat(after.get("items"))
          .extracting(
              one ->
                  "%s: %s, not %s"
                      .formatted(
                          one.get("figure").asText(),
                          one.get("in_ledger").asInt(),
                          one.get("recounted").asInt()))
          .contains("opened: 5, not 3", "imbalance: 4, not 5", "deduplicated: 0, not 1");
      assertThat(after.get("items"))
          .filteredOn(one -> one.get("figure").asText().equals("opened"))
          .allSatisfy(one -> assertThat(one.get("source_name").asText()).isNotEmpty());
      assertThat(recount(core, other).get("balanced").asBoolean()).isTrue();
    }
  }
}
