package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What search answers is as the OpenAPI document says, for each kind that has results. */
class SearchApiIT {

  @Test
  void resultsOfEachKindAreAsTheDocumentSays() {
    try (RunningCore core = RunningCore.start()) {
      CheckedApi api = new CheckedApi(core);
      UUID service = core.service("kakapo");
      core.post(Event.firing("KakapoIsMissing", 2, service, core.now()));
      core.follow();
      String incident =
          api.post(
                  "/incidents",
                  "{\"title\":\"Kakapo\",\"severity\":\"SEV1\",\"service\":\"%s\"}"
                      .formatted(service))
              .json()
              .get("short_id")
              .asText();
      api.send("/incidents/" + incident + "/comments", "{\"message\":\"a kakapo, too\"}");
      core.sweep("search-text");

      Reply found = api.check("GET", "/search", core.get("/api/v1/search?q=kakapo"));

      assertThat(found.status()).isEqualTo(200);
      List<String> kinds = new ArrayList<>();
      for (JsonNode kind : found.json().get("kinds")) {
        kinds.add(
            kind.get("kind").asText()
                + kind.get("items").findValuesAsText("severity").stream().sorted().toList());
      }
      assertThat(kinds)
          .contains(
              "INCIDENT[SEV1_CRITICAL, SEV2_HIGH]",
              "ALERT[SEV2_HIGH]",
              "TIMELINE[SEV1_CRITICAL]",
              "SERVICE[null]");
    }
  }
}
