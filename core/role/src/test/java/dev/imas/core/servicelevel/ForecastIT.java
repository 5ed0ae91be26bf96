package dev.imas.core.servicelevel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A running clock says what became of incidents like it that had lasted as long (C55). */
class ForecastIT {

  private final RunningCore core = RunningCore.start();
  private String team = "";

  @BeforeEach
  void prepare() {
    core.holdHousekeeping();
    team = made("/api/v1/teams", "{\"name\":\"Shop\"}");
    Reply reply =
        core.send(
            core.token,
            "PUT",
            "/api/v1/service-levels",
            "{\"response\":[],\"resolution\":[{\"severity\":\"SEV1\",\"within\":\"PT2H\"}]}",
            "if-match",
            "\"" + core.get("/api/v1/service-levels").json().get("version").asInt() + "\"");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    core.close();
  }

  private String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private String service(String name) {
    return made("/api/v1/services", "{\"name\":\"" + name + "\",\"owner_team\":\"" + team + "\"}");
  }

  private String opened(String service) {
    return made(
        "/api/v1/incidents",
        "{\"title\":\"slow %s\",\"service\":\"%s\",\"severity\":\"SEV1\"}"
            .formatted(UUID.randomUUID(), service));
  }

  /** Incidents that last ten minutes, twenty, and so on. */
  private void history(String service, int incidents) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < incidents; i++) {
      ids.add(opened(service));
    }
    for (String id : ids) {
      core.clock.move(Duration.ofMinutes(10));
      Reply reply =
          core.post("/api/v1/incidents/" + id + "/resolve", "{\"resolution_note\":\"done\"}");
      assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    }
  }

  private JsonNode forecast(String incident) {
    Reply reply = core.get("/api/v1/incidents/" + incident + "/clocks?forecast=true");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    for (JsonNode clock : reply.json().get("clocks")) {
      if (clock.get("kind").asText().equals("resolution")) {
        return clock.get("forecast");
      }
    }
    throw new AssertionError("no resolution clock");
  }

  private static String said(JsonNode forecast) {
    return forecast.isNull()
        ? "nothing"
        : forecast.get("met").asInt()
            + " of "
            + forecast.get("incidents").asInt()
            + " by "
            + forecast.get("alike").asText();
  }

  @Test
  void itCountsIncidentsOfTheServiceThatLastedAsLongAndSaysNothingOfFew() {
    String shop = service("shop");
    history(shop, 24);
    String now = opened(shop);
    assertThat(said(forecast(now)))
        .as("10 to 240 minutes, of which 120 meet it")
        .isEqualTo("12 of 24 by service");

    core.clock.move(Duration.ofMinutes(31));
    assertThat(said(forecast(now))).as("40 to 240 minutes").isEqualTo("9 of 21 by service");

    core.clock.move(Duration.ofMinutes(20));
    assertThat(said(forecast(now))).as("60 to 240 minutes are 19").isEqualTo("nothing");

    String other = service("other");
    String first = opened(other);
    assertThat(said(forecast(first))).as("the first of its service").isEqualTo("12 of 24 by tier");
    assertThat(
            core.get("/api/v1/incidents/" + first + "/clocks")
                .json()
                .at("/clocks/0/forecast")
                .isNull())
        .as("where nobody asks")
        .isTrue();
  }

  @Test
  void whatIsLongAgoIsNotLikeToday() {
    String shop = service("shop");
    history(shop, 20);
    assertThat(said(forecast(opened(shop)))).isEqualTo("12 of 20 by service");
    core.clock.move(Duration.ofDays(181));
    assertThat(said(forecast(opened(shop)))).isEqualTo("nothing");
  }
}
