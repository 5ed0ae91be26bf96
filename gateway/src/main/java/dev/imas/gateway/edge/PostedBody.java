package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.edge.IngestMeters.Refusal;
import dev.imas.gateway.sns.SnsMessage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the body of a post was read as. */
sealed interface PostedBody {
  /**
   * @param once unique to a signature that covers a time, null where there is none
   * @param proven what SNS has signed, where only that is accepted
   */
  record Content(
      byte[] bytes,
      long receivedAtMicros,
      UUID receipt,
      byte @Nullable [] once,
      @Nullable SnsMessage proven,
      Decode.Result result)
      implements PostedBody {}

  record Unusable(Refusal reason, Fault fault) implements PostedBody {}

  /** It is to be read once more when the certificate at this address is known. */
  record Unproven(byte[] raw, String certificate) implements PostedBody {}
}
