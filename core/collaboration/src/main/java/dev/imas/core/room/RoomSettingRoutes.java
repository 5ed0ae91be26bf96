package dev.imas.core.room;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** {@code /room-settings}: when a tenant's rooms are opened and archived. */
public final class RoomSettingRoutes {

  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int MOST_SERVICES = 1_000;
  private static final int MOST_OPEN = 1_000;

  /** As the API has it. */
  record Shown(
      boolean isAutomatic,
      int mostOpen,
      String archiveAfter,
      String mark,
      List<UUID> servicesWithout,
      int version)
      implements Versioned {

    static Shown of(RoomSettings settings) {
      return new Shown(
          settings.isAutomatic(),
          settings.mostOpen(),
          settings.archiveAfter().toString(),
          settings.mark(),
          settings.servicesWithout(),
          settings.version());
    }
  }

  private final ServiceRepository services;
  private final RoomSettingRepository settings = new RoomSettingRepository();
  private final SingleRoutes<Shown, Draft> routes;

  public RoomSettingRoutes(Transactions transactions, ServiceRepository services) {
    this.services = services;
    this.routes = new SingleRoutes<>(transactions, new Settings());
  }

  public void mount(Api api) {
    routes.mount(api, "/room-settings", Permission.ROOM_READ, Permission.ROOM_MANAGE);
  }

  /** The tenant's one. */
  public SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  /**
   * @param without services, by what a request calls them
   */
  private record Draft(
      boolean isAutomatic,
      int mostOpen,
      Duration archiveAfter,
      String mark,
      List<Reference> without) {}

  private final class Settings implements SingleResource<Shown, Draft> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("room_settings", null);
    }

    @Override
    public Shown current(Tx tx) {
      return Shown.of(settings.read(tx));
    }

    @Override
    public Draft read(Body body) {
      body.only(
          "is_automatic", "most_open", "archive_after", "mark", "services_without", "version");
      RoomSettings usual = RoomSettings.USUAL;
      Draft draft =
          new Draft(
              body.flag("is_automatic", usual.isAutomatic()),
              body.whole("most_open", 0, MOST_OPEN, usual.mostOpen()),
              RoomSettingRoutes.archiveAfter(body, usual.archiveAfter()),
              RoomSettingRoutes.mark(body, usual.mark()),
              body.texts("services_without", MOST_SERVICES, 200).stream()
                  .map(Reference::of)
                  .toList());
      body.throwIfFaulty();
      return draft;
    }

    @Override
    public boolean replace(Tx tx, Draft wanted, int version) {
      return settings.write(
          tx,
          new RoomSettings(
              wanted.isAutomatic,
              wanted.mostOpen,
              wanted.archiveAfter,
              wanted.mark,
              ids(tx, wanted.without),
              version));
    }
  }

  private List<UUID> ids(Tx tx, List<Reference> references) {
    Set<UUID> ids = new LinkedHashSet<>();
    Map<String, List<String>> faults = new LinkedHashMap<>();
    for (int i = 0; i < references.size(); i++) {
      String at = "/services_without/" + i;
      services
          .findId(tx, references.get(i))
          .await()
          .ifPresentOrElse(
              ids::add,
              () -> faults.put(at, List.of(at + " is no service; send the name or id of one")));
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    return new ArrayList<>(ids);
  }

  private static Duration archiveAfter(Body body, Duration otherwise) {
    Duration given =
        body.duration(
            "archive_after",
            Duration.ZERO,
            LONGEST,
            "must be a duration of whole seconds, at most 30 days, such as PT30M");
    return given == null ? otherwise : given;
  }

  private static String mark(Body body, String otherwise) {
    String text = body.text("mark", 100, otherwise);
    if (!text.matches("[a-z0-9_+'-]{1,100}")) {
      body.fault("/mark", "must be the name of a reaction without colons, such as pushpin");
    }
    return text;
  }
}
