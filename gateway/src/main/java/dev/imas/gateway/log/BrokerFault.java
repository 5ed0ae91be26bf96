package dev.imas.gateway.log;

import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/** Says what a failure of Kafka's clients means, and what is to be mended. Pure. */
public final class BrokerFault {

  private static final String FILE = "the file of gateway.kafka.client-properties";

  private static final String NO_ANSWER =
      "no broker answers; look at gateway.kafka.bootstrap-servers, and at security.protocol in "
          + FILE
          + " if the brokers want TLS or SASL";

  private BrokerFault() {}

  /** For operators. It holds no password: none is in the failures of Kafka's clients. */
  public static String of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String what = meaning(cause);
      if (what != null) {
        return what;
      }
    }
    return root(failure);
  }

  private static @Nullable String meaning(Throwable cause) {
    return switch (cause) {
      case SslAuthenticationException tls ->
          "TLS with the brokers fails ("
              + root(tls)
              + "); name the certificate that signed theirs in ssl.truststore.location in "
              + FILE
              + ", and the brokers as their certificates do";
      case UnsupportedSaslMechanismException mechanism ->
          "the brokers do not take this sasl.mechanism ("
              + root(mechanism)
              + "); set another in "
              + FILE;
      case SaslAuthenticationException refused ->
          "the brokers refuse the user or the password ("
              + root(refused)
              + "); mend sasl.jaas.config in "
              + FILE;
      case IllegalSaslStateException unexpected ->
          "the brokers want another security.protocol ("
              + root(unexpected)
              + "); mend it in "
              + FILE;
      case AuthorizationException forbidden ->
          "the user may not do that (" + root(forbidden) + "); allow it in Kafka";
      case org.apache.kafka.common.errors.TimeoutException late -> NO_ANSWER;
      case TimeoutException late -> NO_ANSWER;
      default -> null;
    };
  }

  /** The innermost of the causes that say something. */
  private static String root(Throwable failure) {
    String said = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        said = message;
      }
    }
    return said;
  }
}
