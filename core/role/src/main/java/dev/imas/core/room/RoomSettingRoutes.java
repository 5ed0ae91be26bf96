package dev.imas.core.room;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code /room-settings}: when a tenant's rooms are opened and archived. */
public final class RoomSettingRoutes {

  private static final Audit.Subject SUBJECT = new Audit.Subject("room_settings", null);
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

  private final Transactions transactions;
  private final ServiceRepository services;
  private final RoomSettingRepository settings = new RoomSettingRepository();

  public RoomSettingRoutes(Transactions transactions, ServiceRepository services) {
    this.transactions = transactions;
    this.services = services;
  }

  public void mount(Api api) {
    api.get("/room-settings", Permission.ROOM_READ, this::get);
    api.put("/room-settings", Permission.ROOM_MANAGE, this::put);
  }

  private Answer get(Call call) {
    return Answer.versioned(transactions.call(call.tenant(), tx -> Shown.of(settings.read(tx))));
  }

  private Answer put(Call call) {
    int version = call.expectedVersion();
    Body body =
        call.body()
            .only(
                "is_automatic",
                "most_open",
                "archive_after",
                "mark",
                "services_without",
                "version");
    RoomSettings usual = RoomSettings.USUAL;
    boolean isAutomatic = body.flag("is_automatic", usual.isAutomatic());
    int mostOpen = mostOpen(body, usual.mostOpen());
    Duration archiveAfter = archiveAfter(body, usual.archiveAfter());
    String mark = mark(body, usual.mark());
    List<Reference> without =
        body.texts("services_without", MOST_SERVICES, 200).stream().map(Reference::of).toList();
    body.throwIfFaulty();
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              RoomSettings before = settings.read(tx);
              RoomSettings wanted =
                  new RoomSettings(
                      isAutomatic, mostOpen, archiveAfter, mark, ids(tx, without, body), version);
              if (before.version() != version || !settings.write(tx, wanted)) {
                throw Constraints.overtaken();
              }
              Shown after = Shown.of(settings.read(tx));
              call.audit(tx, Audit.Change.update(SUBJECT, Shown.of(before), after));
              return after;
            }));
  }

  private List<UUID> ids(Tx tx, List<Reference> references, Body body) {
    Set<UUID> ids = new LinkedHashSet<>();
    for (int i = 0; i < references.size(); i++) {
      Optional<UUID> id = services.findId(tx, references.get(i)).await();
      if (id.isEmpty()) {
        body.fault("/services_without/" + i, "is no service; send the name or id of one");
      }
      id.ifPresent(ids::add);
    }
    body.throwIfFaulty();
    return new ArrayList<>(ids);
  }

  private static int mostOpen(Body body, int otherwise) {
    JsonNode given = body.present("most_open");
    if (given == null) {
      return otherwise;
    }
    if (!given.isInt() || given.intValue() < 0 || given.intValue() > MOST_OPEN) {
      body.fault("/most_open", "must be a whole number from 0 to " + MOST_OPEN);
      return otherwise;
    }
    return given.intValue();
  }

  private static Duration archiveAfter(Body body, Duration otherwise) {
    String text = body.text("archive_after", 40);
    if (text == null) {
      return otherwise;
    }
    try {
      Duration given = Duration.parse(text);
      if (!given.isNegative() && given.compareTo(LONGEST) <= 0 && given.getNano() == 0) {
        return given;
      }
    } catch (DateTimeParseException e) {
      // as below
    }
    body.fault(
        "/archive_after", "must be a duration of whole seconds, at most 30 days, such as PT30M");
    return otherwise;
  }

  private static String mark(Body body, String otherwise) {
    String text = body.text("mark", 100, otherwise);
    if (!text.matches("[a-z0-9_+'-]{1,100}")) {
      body.fault("/mark", "must be the name of a reaction without colons, such as pushpin");
    }
    return text;
  }
}
