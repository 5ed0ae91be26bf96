package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Contact ALL = contact(1, Severity.SEV4_LOW);
  private static final Contact SEVERE = contact(2, Severity.SEV2_HIGH);

  @Test
  void callsTheContactsThatWantThisSeverity() {
    assertThat(receivers(page(Severity.SEV3_MEDIUM, false), Set.of(), ALL, SEVERE))
        .containsExactly(ALL.id());
    assertThat(receivers(page(Severity.SEV2_HIGH, false), Set.of(), ALL, SEVERE))
        .containsExactly(ALL.id(), SEVERE.id());
  }

  @Test
  void callsTheConsoleWhereNoContactWantsIt() {
    assertThat(receivers(page(Severity.SEV4_LOW, false), Set.of(), SEVERE))
        .containsExactly(new UUID(0, 0));
    assertThat(receivers(page(Severity.SEV4_LOW, false), Set.of())).containsExactly(new UUID(0, 0));
  }

  @Test
  void newsGoToThoseWhoWereToldWhateverTeamTheyAreOf() {
    Page news = page(Severity.SEV2_HIGH, true);
    Contact other = contact(3, Severity.SEV1_CRITICAL);
    assertThat(receivers(news, Set.of(SEVERE), ALL, SEVERE)).containsExactly(SEVERE.id());
    assertThat(receivers(news, Set.of(other), ALL, SEVERE)).containsExactly(other.id());
    assertThat(receivers(news, Set.of(), ALL, SEVERE)).isEmpty();
    assertThat(receivers(news, Set.of(Contact.CONSOLE), ALL)).containsExactly(new UUID(0, 0));
  }

  @Test
  void callsGoToTheTeamAlone() {
    Contact other = contact(3, Severity.SEV4_LOW);
    assertThat(receivers(page(Severity.SEV2_HIGH, false), Set.of(other, Contact.CONSOLE), ALL))
        .containsExactly(ALL.id());
  }

  /** RTE-04: whoever was told there is not told again, and a place that two names have once. */
  @Test
  void onlyPlacesThatWereNotToldAreNew() {
    Contact dpo = new Contact(new UUID(2, 1), "email", "dpo@example.org", Severity.SEV4_LOW);
    Contact same = new Contact(new UUID(2, 2), "email", "DPO@example.org", Severity.SEV4_LOW);
    Contact phone = new Contact(new UUID(2, 3), "sms", "+33612345678", Severity.SEV4_LOW);

    assertThat(Page.newcomers(List.of(dpo, same, phone), Set.of())).containsExactly(dpo, phone);
    assertThat(
            Page.newcomers(List.of(dpo, phone), Set.of(Page.Place.of("email", "Dpo@Example.org"))))
        .containsExactly(phone);
  }

  /** C20: a phone that two people share gets an update once. */
  @Test
  void anAddressThatTwoPeopleShareIsToldOfNewsOnce() {
    Contact kim = new Contact(new UUID(2, 1), "sms", "+33612345678", Severity.SEV4_LOW, true);
    Contact lee = new Contact(new UUID(2, 2), "sms", "+33612345678", Severity.SEV4_LOW, true);
    assertThat(
            page(Severity.SEV2_HIGH, true)
                .receivers(
                    new OwnedService(
                        new UUID(3, 3), "shop", "TIER_3", null, false, "Shop", List.of()),
                    List.of(),
                    List.of(kim, lee)))
        .containsExactly(kim);
  }

  private static List<UUID> receivers(Page page, Set<Contact> told, Contact... contacts) {
    OwnedService service =
        new OwnedService(new UUID(0, 2), "shop", "TIER_2", null, false, "team", List.of(contacts));
    return page
        .deliveries(
            service, page.receivers(service, List.of(), told), "default", null, UUID::randomUUID)
        .stream()
        .map(NewDelivery::receiverId)
        .toList();
  }

  private static Page page(Severity severity, boolean acknowledged) {
    Step opened = TestIncident.any().as(severity).openingAt(T0);
    Step change =
        acknowledged ? opened.incident().acknowledge(Author.program("ann"), T0, null) : opened;
    IncidentEvent event = acknowledged ? IncidentEvent.ACKNOWLEDGED : IncidentEvent.TRIGGERED;
    return new Page(change.incident(), event, change.entry(), T0);
  }

  private static Contact contact(int n, Severity min) {
    return new Contact(new UUID(1, n), "webhook", "https://example.org/" + n, min);
  }
}
