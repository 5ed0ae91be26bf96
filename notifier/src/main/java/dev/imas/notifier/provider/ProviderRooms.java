package dev.imas.notifier.provider;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.RoomEnd;
import dev.imas.notifier.channel.RoomLine;
import dev.imas.notifier.channel.RoomVendor;
import dev.imas.notifier.channel.RoomWork;
import dev.imas.notifier.throttle.ProviderGate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out tasks of rooms with a tenant's providers, through the same circuits and slots as
 * their messages. A room has one provider, so there is no other to go on with. Only on a virtual
 * thread.
 */
public final class ProviderRooms {

  private static final Logger log = LoggerFactory.getLogger(ProviderRooms.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LEFT_ALONE = Duration.ofSeconds(15);

  private final ProviderDesk desk;
  private final List<InstalledKind> kinds;

  public ProviderRooms(ProviderDesk desk, List<? extends InstalledKind> kinds) {
    this.desk = desk;
    this.kinds = List.copyOf(kinds);
  }

  /**
   * @param type of the provider
   */
  public RoomEnd carryOut(
      TenantId tenant, UUID provider, String type, RoomLine line, RoomWork work) {
    Optional<OpenProvider> open = desk.find(kinds, tenant, provider, type);
    if (open.isEmpty()) {
      return new RoomEnd.Dead("its provider was deleted or is not active", false);
    }
    Optional<RoomVendor> vendor = open.get().channel().rooms();
    if (vendor.isEmpty()) {
      return new RoomEnd.Dead(
          "its provider " + open.get().name() + " may not make rooms (config rooms)", false);
    }
    ProviderGate gate = open.get().gate();
    return switch (gate.enter(false, desk.clock().instant())) {
      case FULL -> new RoomEnd.Later("all slots of its provider are taken", SOON, false, true);
      case LEFT_ALONE ->
          new RoomEnd.Later(
              "its provider is left alone, since it has stopped answering",
              LEFT_ALONE,
              false,
              true);
      case OPENED -> through(gate, open.get(), vendor.get(), line, work);
    };
  }

  private RoomEnd through(
      ProviderGate gate, OpenProvider provider, RoomVendor vendor, RoomLine line, RoomWork work) {
    boolean hasAnswered = false;
    try {
      RoomEnd end = carriedOut(provider, vendor, line, work);
      hasAnswered = !(end instanceof RoomEnd.Later later) || later.hasAnswered();
      return end;
    } finally {
      gate.ended(hasAnswered, desk.clock().instant());
    }
  }

  private static RoomEnd carriedOut(
      OpenProvider provider, RoomVendor vendor, RoomLine line, RoomWork work) {
    try {
      return vendor.carryOut(line, work);
    } catch (RoomEnd.Stop stop) {
      return stop.end();
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("provider", provider.id())
          .addKeyValue("type", provider.type())
          .setCause(e)
          .log("A room's task failed with an error that should have been an end");
      return new RoomEnd.Later("unexpected failure", null, true, true);
    }
  }
}
