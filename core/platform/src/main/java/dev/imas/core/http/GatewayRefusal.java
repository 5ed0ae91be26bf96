package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Map;

/**
 * A gateway's failed reply as the API answers it. A gateway fails a request with the HTTP status to
 * answer.
 */
public final class GatewayRefusal {

  private static final int RETRY_SECONDS = 5;

  private GatewayRefusal() {}

  /**
   * @param fields the field of the request that a status speaks of, by the status
   * @param late what to say when no reply came in time
   */
  public static Fault of(ReplyException failure, Map<Integer, String> fields, String late) {
    return switch (failure.failureType()) {
      case ReplyFailure.RECIPIENT_FAILURE -> refused(failure, fields);
      case ReplyFailure.NO_HANDLERS ->
          Fault.unavailable(
              "no gateway shares the event bus with this core. If gateways run in processes of "
                  + "their own, set cluster.members (IMAS_CLUSTER_MEMBERS) there and here. "
                  + "Otherwise try again",
              RETRY_SECONDS);
      default -> Fault.unavailable(late, RETRY_SECONDS);
    };
  }

  private static Fault refused(ReplyException failure, Map<Integer, String> fields) {
    String why = String.valueOf(failure.getMessage());
    return switch (failure.failureCode()) {
      case 409 -> Fault.conflict(why);
      case 501, 503 -> Fault.unavailable(why, RETRY_SECONDS);
      default -> {
        String field = fields.get(failure.failureCode());
        yield field == null ? Fault.of(Fault.Kind.INVALID, why) : Fault.invalid(field, why);
      }
    };
  }
}
