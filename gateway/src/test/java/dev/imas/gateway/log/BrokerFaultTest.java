package dev.imas.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;

/** What is to be mended, by the failure of a client of Kafka. */
class BrokerFaultTest {

  private static String told(Throwable cause) {
    return BrokerFault.of(new ExecutionException(cause));
  }

  @Test
  void eachSaysWhatToMend() {
    assertThat(told(new SaslAuthenticationException("invalid credentials")))
        .contains("(invalid credentials)", "mend sasl.jaas.config");
    assertThat(
            told(
                new SslAuthenticationException(
                    "SSL handshake failed", new CertificateException("no path"))))
        .contains("(no path)", "ssl.truststore.location");
    assertThat(told(new UnsupportedSaslMechanismException("PLAIN"))).contains("sasl.mechanism");
    assertThat(told(new TopicAuthorizationException("imas-log"))).contains("allow it in Kafka");
  }

  /** It is logged once, so it must not change with each attempt. */
  @Test
  void brokersThatDoNotAnswerAreToldOfInTheSameWords() {
    assertThat(told(new TimeoutException("deadlineMs=1")))
        .isEqualTo(told(new TimeoutException("deadlineMs=2")))
        .isEqualTo(told(new java.util.concurrent.TimeoutException()))
        .contains("gateway.kafka.bootstrap-servers", "security.protocol");
  }

  @Test
  void anythingElseIsToldByItsInnermostCause() {
    assertThat(
            told(new KafkaException("cannot be made", new IllegalStateException("no such file"))))
        .isEqualTo("no such file");
    assertThat(told(new IllegalStateException())).contains("IllegalStateException");
  }
}
