package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.RequestFuzz.Shot;
import dev.imas.core.RouteRequests.Filled;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent, nothing fails within IMAS, and every answer is as the OpenAPI document says.
 * {@code -Dimas.fuzz.requests=20000} sends so many; {@code -Dimas.fuzz.seed} others.
 */
class RequestFuzzIT {

  private static final int REQUESTS = Integer.getInteger("imas.fuzz.requests", 600);
  private static final long SEED = Long.getLong("imas.fuzz.seed", 20_260_102L);
  private static final int MOST_SHOWN = 20;

  /** Streams go on for ever, and a socket is no request. */
  private static final List<String> LEFT_OUT = List.of("GET /stream", "GET /ws");

  /** What asks a gateway says that this core has none, which is as it should be. */
  private static final String WITHOUT_GATEWAY = "no gateway shares the event bus";

  private final ApiDocument document = new ApiDocument();

  @Test
  void nothingFailsAndEveryAnswerIsAsDescribed() {
    Map<String, String> settings = new HashMap<>(RunningCore.WITH_PEOPLE);
    settings.put("IMAS_CORE_CALLER_RATE", "100000");
    settings.put("IMAS_CORE_TENANT_RATE", "100000");
    settings.put("IMAS_CORE_UNAUTHENTICATED_RATE", "100000");
    List<String> faults = new ArrayList<>();
    Map<Integer, Integer> statuses = new HashMap<>();
    try (RunningCore core = RunningCore.start(settings)) {
      TenantScene scene = TenantScene.first(core, "zebra");
      Map<String, List<Filled>> known = new HashMap<>();
      for (RouteRequests.Template one : new RouteRequests(document.root).all()) {
        known
            .computeIfAbsent(one.operation(), fresh -> new ArrayList<>())
            .add(one.fill((slot, kind) -> scene.own(kind)));
      }
      RequestFuzz fuzz =
          new RequestFuzz(
              document.root, SEED, LEFT_OUT, operation -> known.getOrDefault(operation, List.of()));
      for (int i = 0; i < REQUESTS && faults.size() < MOST_SHOWN; i++) {
        Shot shot = fuzz.shot(i);
        Reply reply = sent(core, shot, i, faults);
        if (reply == null) {
          continue;
        }
        statuses.merge(reply.status(), 1, Integer::sum);
        fault(shot, reply, i, faults);
      }
    }
    System.out.println("fuzzed with the seed " + SEED + ": " + statuses);
    assertThat(faults).as("with -Dimas.fuzz.seed=%s", SEED).isEmpty();
    assertThat(statuses.getOrDefault(200, 0)).isGreaterThan(REQUESTS / 20);
    assertThat(statuses.getOrDefault(401, 0))
        .as("the token is still good")
        .isLessThan(REQUESTS / 20);
  }

  /** Null if the answer broke off. */
  private static @Nullable Reply sent(
      RunningCore core, Shot shot, int number, List<String> faults) {
    try {
      return core.send(
          core.token,
          shot.method(),
          "/api/v1" + shot.target(),
          shot.body(),
          shot.headers().toArray(String[]::new));
    } catch (Exception | AssertionError e) {
      faults.add(number + ": " + shot + ": " + e);
      return null;
    }
  }

  private void fault(Shot shot, Reply reply, int number, List<String> faults) {
    String what =
        "%d: %s %s %s %s: %s"
            .formatted(
                number,
                shot.method(),
                shot.target(),
                shot.headers(),
                shot.body() == null || shot.body().length() < 800
                    ? shot.body()
                    : shot.body().substring(0, 800) + "…",
                reply.status());
    if (reply.status() >= 500 && !reply.http().body().contains(WITHOUT_GATEWAY)) {
      faults.add(what + " " + reply.http().body());
      return;
    }
    String type = String.valueOf(reply.header("content-type"));
    if (reply.status() < 300 && !type.contains("json") && !reply.http().body().isEmpty()) {
      if (!document.describes(shot.method(), shot.template(), reply.status(), type)) {
        faults.add(what + " " + type);
      }
      return;
    }
    try {
      document.check(shot.method(), shot.template(), reply);
    } catch (AssertionError | RuntimeException e) {
      String why = String.valueOf(e.getMessage());
      faults.add(what + " " + (why.length() < 600 ? why : why.substring(0, 600) + "…"));
    }
  }
}
