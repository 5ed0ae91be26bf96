package dev.imas.core.platform;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The members that share the event bus with this process, as this process sees them. */
public final class BusMembers implements Shareable {

  private static final String MAP = "imas.bus-members";

  /**
   * @param address the address where it listens for other members
   * @param roles its roles, separated by commas
   * @param self whether it is this process
   */
  public record Member(String address, String roles, String version, boolean self) {}

  private final Supplier<List<Member>> members;

  private BusMembers(Supplier<List<Member>> members) {
    this.members = members;
  }

  /**
   * @param members must not block: it is called on event loops
   */
  public static void announce(Vertx vertx, Supplier<List<Member>> members) {
    vertx.sharedData().<String, BusMembers>getLocalMap(MAP).put(MAP, new BusMembers(members));
  }

  /** The members; empty if this process does not share its bus. */
  public static Optional<List<Member>> of(Vertx vertx) {
    return Optional.ofNullable(vertx.sharedData().<String, BusMembers>getLocalMap(MAP).get(MAP))
        .map(known -> known.members.get());
  }
}
