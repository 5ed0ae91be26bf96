package dev.imas.core;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A team with people and a schedule of daily turns that begin at a midnight, and a clock to move.
 * What housekeeping does is done when a test asks for it.
 */
final class ScheduleScene implements AutoCloseable {

  final RunningCore core;
  final CheckedApi api;

  private final Map<String, String> tokens = new HashMap<>();

  /** Midnight, at which the first turn begins. */
  final Instant start;

  /**
   * @param people responders of the team Payments, all with a verified address by mail
   */
  ScheduleScene(String... people) {
    core = RunningCore.start(Map.of("IMAS_CORE_TIMER_POLL", "50ms"));
    core.holdHousekeeping();
    api = new CheckedApi(core);
    start = core.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    moveTo(0);
    api.post("/teams", "{\"name\":\"Payments\"}");
    for (String user : people) {
      core.database.execute(
          "INSERT INTO user_account (tenant_id, id, username, email, role)"
              + " VALUES ('%s', gen_random_uuid(), '%s', '%s@example.org', 'responder')"
                  .formatted(core.tenant, user, user));
      VerifiedContacts.byMail(core, user);
    }
  }

  @Override
  public void close() {
    core.close();
  }

  String user(String name) {
    return core.database
        .query("SELECT id FROM imas.user_account WHERE username = '" + name + "'")
        .getFirst();
  }

  /** A token of the user's own, with all that the user may. */
  String tokenOf(String user) {
    return tokens.computeIfAbsent(user, name -> core.ownToken(name, name, "responder"));
  }

  /** The schedule Primary of the team, with turns of a day. */
  Reply daily(String... people) {
    return api.post("/schedules", dailyJson("", people));
  }

  /**
   * @param more members of the layer, each after a comma
   */
  String dailyJson(String more, String... people) {
    return """
    {"name":"Primary","team":"Payments","time_zone":"UTC","layers":[
     {"name":"main","start":"%s","every":"P1D","slots":[%s]%s}]}\
    """
        .formatted(
            LocalDateTime.ofInstant(start, ZoneOffset.UTC),
            Stream.of(people).map(p -> "[\"" + p + "\"]").collect(Collectors.joining(",")),
            more);
  }

  Instant day(double day) {
    return start.plus(Duration.ofMinutes((long) (day * 24 * 60)));
  }

  void moveTo(double day) {
    core.clock.move(Duration.between(core.now(), day(day)));
  }

  /** Who has the shifts, in order. */
  String order(double from, double until) {
    Reply shifts =
        api.check(
            "GET",
            "/schedules/{id}/shifts",
            core.get(
                "/api/v1/schedules/Primary/shifts?from=%s&until=%s"
                    .formatted(day(from), day(until))));
    return users(shifts.json().get("items"), "/user/username");
  }

  JsonNode onCall(double at) {
    return api.check(
            "GET",
            "/teams/{team}/on-call",
            core.get("/api/v1/teams/Payments/on-call?at=" + day(at)))
        .json();
  }

  String called(double at) {
    return users(onCall(at).get("users"), "/username");
  }

  static String users(JsonNode items, String pointer) {
    List<String> names = new ArrayList<>();
    items.forEach(item -> names.add(item.at(pointer).asText()));
    return String.join(" ", names);
  }

  /** Runs housekeeping of that kind once, and says how it went. */
  String run(String kind) {
    return core.sweep(kind);
  }
}
