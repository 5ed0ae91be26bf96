package dev.imas.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.SourceKind;
import dev.imas.core.model.SourceTypes;
import dev.imas.core.option.MailAddresses;
import dev.imas.gateway.Senders;
import dev.imas.gateway.pipeline.SenderRoutes;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which sources take mail. */
class MailSourcesTest {

  @Test
  void typesThatPeopleAreToldOfAreThoseThatTakeMail() {
    Senders senders = new Senders();
    SenderRoutes routes = new SenderRoutes(senders.all());
    MailAddresses told = Objects.requireNonNull(MailAddresses.of("alerts.example.com"));

    assertThat(
            Stream.concat(
                    Stream.of(SourceTypes.ANY), senders.kinds().stream().map(SourceKind::type))
                .filter(type -> MailSources.routeOf(routes, type) != null))
        .containsExactlyInAnyOrderElementsOf(told.types());
  }

  @Test
  void withoutADomainNobodyIsToldOfMail() {
    assertThat(MailAddresses.of(null)).isNull();
    assertThat(MailAddresses.of("")).isNull();
  }
}
