package dev.imas.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.core.presence.PresenceBook.Other;
import dev.imas.core.presence.PresenceBook.Others;
import dev.imas.core.presence.PresenceBook.Taken;
import dev.imas.core.presence.Sighting.Person;
import dev.imas.core.presence.Sighting.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PresenceBookTest {

  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final TenantId TENANT = new TenantId(new UUID(1, 1));
  private static final Place FIRE = new Place(TENANT, new UUID(2, 2));
  private static final Person VERA = person("vera", 1);
  private static final Person OLGA = person("olga", 2);
  private static final UUID PAGE = new UUID(3, 3);

  private final PresenceBook book = new PresenceBook();

  private static Person person(String name, int number) {
    return new Person(new UUID(9, number), name, null);
  }

  private Taken see(Place place, Person person, UUID page, PresenceState state, Instant at) {
    return book.see(new Sighting(place, person, page, state), at);
  }

  private Taken look(Person person, Instant at) {
    return see(FIRE, person, PAGE, PresenceState.LOOKING, at);
  }

  private Others forVera(Instant at) {
    return book.others(FIRE, VERA.id(), at);
  }

  @Test
  void othersAreSeenByNameAndOneselfIsNot() {
    look(VERA, T0);
    look(OLGA, T0);
    look(person("abel", 3), T0);

    assertThat(forVera(T0).others()).extracting(Other::username).containsExactly("abel", "olga");
    assertThat(book.others(new Place(TENANT, new UUID(2, 3)), VERA.id(), T0).others()).isEmpty();
    assertThat(
            book.others(new Place(new TenantId(new UUID(1, 2)), FIRE.incident()), VERA.id(), T0)
                .others())
        .as("in another tenant")
        .isEmpty();
  }

  @Test
  void whoeverWasSeenBeforeTheClockWasSetBackIsNotSeenForAsLong() {
    look(OLGA, T0);
    assertThat(forVera(T0.minusSeconds(3_600)).others()).isEmpty();
    look(OLGA, T0.minusSeconds(3_600));
    assertThat(forVera(T0.minusSeconds(3_600)).others()).hasSize(1);
  }

  @Test
  void whoeverWritesOnOnePageWrites() {
    see(FIRE, OLGA, new UUID(3, 4), PresenceState.LOOKING, T0);
    see(FIRE, OLGA, PAGE, PresenceState.WRITING, T0);
    see(FIRE, OLGA, new UUID(3, 5), PresenceState.LOOKING, T0);

    assertThat(forVera(T0).others()).containsExactly(new Other(OLGA.id(), "olga", null, "writing"));
  }

  @Test
  void whoLeavesIsGoneUnlessAnotherPageIsOpen() {
    see(FIRE, OLGA, PAGE, PresenceState.LOOKING, T0);
    see(FIRE, OLGA, new UUID(3, 4), PresenceState.LOOKING, T0);

    assertThat(see(FIRE, OLGA, PAGE, PresenceState.GONE, T0).isNews()).isTrue();
    assertThat(forVera(T0).others()).hasSize(1);
    assertThat(see(FIRE, OLGA, PAGE, PresenceState.GONE, T0).isNews()).isFalse();
    see(FIRE, OLGA, new UUID(3, 4), PresenceState.GONE, T0);
    assertThat(forVera(T0).others()).isEmpty();
    assertThat(book.pages()).isZero();
  }

  @Test
  void whatIsNotSaidAgainIsForgotten() {
    look(OLGA, T0);

    Instant almost = T0.plus(PresenceBook.KEEP).minusMillis(1);
    assertThat(forVera(almost).others()).hasSize(1);
    assertThat(book.known(FIRE, OLGA.id(), PAGE, almost)).isEqualTo(OLGA);
    Instant then = T0.plus(PresenceBook.KEEP);
    assertThat(forVera(then).others()).isEmpty();
    assertThat(book.known(FIRE, OLGA.id(), PAGE, then)).isNull();
    look(VERA, then);
    assertThat(book.pages()).as("and its memory is free").isEqualTo(1);
  }

  @Test
  void othersAreToldOfNewsAndNowAndThenOfTheRest() {
    assertThat(look(OLGA, T0).isNews()).isTrue();
    assertThat(look(OLGA, T0.plusSeconds(9)).isNews()).isFalse();
    assertThat(look(OLGA, T0.plusSeconds(10)).isNews()).as("since it was told").isTrue();
    assertThat(look(OLGA, T0.plusSeconds(11)).isNews()).isFalse();
    assertThat(see(FIRE, OLGA, PAGE, PresenceState.WRITING, T0.plusSeconds(12)).isNews()).isTrue();
  }

  @Test
  void manyAreCounted() {
    for (int i = 0; i < PresenceBook.MOST_SHOWN + 7; i++) {
      look(person("p%02d".formatted(i), 100 + i), T0);
    }

    assertThat(forVera(T0).others()).hasSize(PresenceBook.MOST_SHOWN);
    assertThat(forVera(T0).more()).isEqualTo(7);
  }

  @Test
  void onePersonHasFewPagesAndTheLatestCount() {
    for (int i = 0; i < PresenceBook.MOST_OF_PERSON; i++) {
      see(FIRE, OLGA, new UUID(4, i), PresenceState.LOOKING, T0);
    }
    see(FIRE, OLGA, new UUID(4, 0), PresenceState.LOOKING, T0.plusSeconds(1));
    see(FIRE, OLGA, PAGE, PresenceState.WRITING, T0.plusSeconds(2));

    assertThat(book.pages()).isEqualTo(PresenceBook.MOST_OF_PERSON);
    assertThat(book.known(FIRE, OLGA.id(), new UUID(4, 0), T0.plusSeconds(2))).isNotNull();
    assertThat(book.known(FIRE, OLGA.id(), new UUID(4, 1), T0.plusSeconds(2))).isNull();
  }

  @Test
  void anIncidentATenantAndAProcessHaveTheirBounds() {
    for (int i = 0; i < PresenceBook.MOST_OF_INCIDENT; i++) {
      look(person("p", 1_000 + i), T0);
    }
    assertThat(look(OLGA, T0).isKept()).isFalse();
    int made = PresenceBook.MOST_OF_INCIDENT;
    for (int tenant = 1; made < PresenceBook.MOST_PAGES; tenant++) {
      for (int i = made == PresenceBook.MOST_OF_INCIDENT ? made : 0;
          i < PresenceBook.MOST_OF_TENANT;
          i++) {
        assertThat(at(tenant, i, T0).isKept()).isTrue();
        made++;
      }
      if (made < PresenceBook.MOST_PAGES) {
        assertThat(at(tenant, PresenceBook.MOST_OF_TENANT, T0).isKept()).isFalse();
      }
    }
    assertThat(book.pages()).isEqualTo(PresenceBook.MOST_PAGES);
    assertThat(at(99, 0, T0).isKept()).isFalse();

    Instant later = T0.plus(PresenceBook.KEEP).plus(Duration.ofSeconds(1));
    assertThat(at(99, 0, later).isKept()).as("when the others are past").isTrue();
    assertThat(book.pages()).isEqualTo(1);
  }

  private Taken at(int tenant, int incident, Instant when) {
    Place place = new Place(new TenantId(new UUID(1, tenant)), new UUID(5, incident));
    return see(place, OLGA, PAGE, PresenceState.LOOKING, when);
  }
}
