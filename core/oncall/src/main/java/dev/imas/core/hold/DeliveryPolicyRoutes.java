package dev.imas.core.hold;

import dev.imas.core.access.Permission;
import dev.imas.core.hold.TimetableRepository.Stored;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** {@code /delivery-policy}: when a tenant's collected messages are sent (NTF-22). */
public final class DeliveryPolicyRoutes {

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  /** As the API has it. */
  record Shown(String timeZone, String groupEvery, String digestAt, int version)
      implements Versioned {

    static Shown of(Stored stored) {
      Timetable timetable = stored.timetable();
      return new Shown(
          timetable.zone().getId(),
          timetable.groupEvery().toString(),
          timetable.digestAt().toString(),
          stored.version());
    }
  }

  private final TimetableRepository timetables = new TimetableRepository();
  private final SingleRoutes<Shown, Timetable> routes;

  public DeliveryPolicyRoutes(Transactions transactions) {
    this.routes = new SingleRoutes<>(transactions, new DeliveryPolicy());
  }

  public void mount(Api api) {
    routes.mount(
        api, "/delivery-policy", Permission.NOTIFICATION_READ, Permission.NOTIFICATION_MANAGE);
  }

  /** The tenant's one. */
  public SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  private final class DeliveryPolicy implements SingleResource<Shown, Timetable> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("delivery_policy", null);
    }

    @Override
    public Shown current(Tx tx) {
      return Shown.of(timetables.read(tx));
    }

    @Override
    public Timetable read(Body body) {
      return timetable(body.only("time_zone", "group_every", "digest_at", "version"));
    }

    @Override
    public boolean replace(Tx tx, Timetable wanted, int version) {
      return timetables.write(tx, wanted, version);
    }
  }

  private static Timetable timetable(Body body) {
    ZoneId zone = zone(body, body.requiredText("time_zone", 60));
    Duration every = every(body);
    LocalTime at = at(body, body.text("digest_at", 10, Timetable.USUAL.digestAt().toString()));
    body.throwIfFaulty();
    return zone == null || every == null || at == null
        ? Timetable.USUAL
        : new Timetable(zone, every, at);
  }

  private static @Nullable ZoneId zone(Body body, String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      body.fault("/time_zone", "is not a time zone such as Europe/Paris");
      return null;
    }
  }

  private static @Nullable Duration every(Body body) {
    return body.present("group_every") == null
        ? Timetable.USUAL.groupEvery()
        : body.duration(
            "group_every",
            SHORTEST,
            LONGEST,
            "must be a duration from PT1M to PT24H, such as PT15M");
  }

  private static @Nullable LocalTime at(Body body, String text) {
    try {
      LocalTime at = LocalTime.parse(text);
      if (at.getSecond() == 0 && at.getNano() == 0) {
        return at;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    body.fault("/digest_at", "must be a time of day such as 08:00");
    return null;
  }
}
