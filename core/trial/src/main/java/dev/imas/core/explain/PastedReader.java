package dev.imas.core.explain;

import dev.imas.core.bus.BodyKept;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyPosted;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.http.GatewayRefusal;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import java.util.Map;
import java.util.UUID;

/** Has a gateway read a body as if a source had posted it. Only for virtual threads. */
public final class PastedReader {

  private static final long PATIENCE_MILLIS = 10_000;

  /** The field of the request that a status of the gateway speaks of. */
  private static final Map<Integer, String> FIELDS =
      Map.of(404, "/path", 415, "/content_type", 422, "/body");

  private final EventBus bus;

  public PastedReader(EventBus bus) {
    this.bus = bus;
    BodyPasted.registerOn(bus);
    BodyKept.registerOn(bus);
    BodyPosted.registerOn(bus);
  }

  /**
   * Posts a body in the name of a source.
   *
   * @return how many elements of it are dead letters
   * @throws Fault with the gateway's reason, UNAVAILABLE if none replies: then it may be stored or
   *     not
   */
  int post(TenantId tenant, UUID source, Buffer body) {
    return Integer.parseInt(
        reply(BodyPosted.ADDRESS, new BodyPosted(tenant.value(), source, body)));
  }

  /**
   * @param path to which it would be posted; empty for the first path of the source's type
   * @param contentType empty for JSON
   * @throws Fault with the gateway's reason, UNAVAILABLE if none replies
   */
  BodyReading read(TenantId tenant, UUID source, String path, String contentType, Buffer pasted) {
    return request(
        BodyPasted.ADDRESS, new BodyPasted(tenant.value(), source, path, contentType, pasted));
  }

  /** Reads a body that a gateway has kept, as it would be read now. */
  BodyReading readKept(TenantId tenant, UUID source, String dialect, Buffer kept) {
    return request(BodyKept.ADDRESS, new BodyKept(tenant.value(), source, dialect, kept));
  }

  private BodyReading request(String address, Object message) {
    return Json.read(reply(address, message), BodyReading.class);
  }

  private String reply(String address, Object message) {
    try {
      return bus.<String>request(
              address, message, new DeliveryOptions().setSendTimeout(PATIENCE_MILLIS))
          .await()
          .body();
    } catch (ReplyException e) {
      throw GatewayRefusal.of(e, FIELDS, "the gateway did not reply in time; try again");
    }
  }
}
