package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.incident.IncidentEdit.Lead;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CorrectionTest {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final OwnedService SHOP = service(1, "shop", "web");
  private static final OwnedService CART = service(2, "cart", "web");
  private static final OwnedService PAY = service(3, "pay", "money");
  private static final IncidentEdit NOTHING = new IncidentEdit(null, null, null, null, null);
  private static final Incident OPEN = TestIncident.any().of(SHOP.id()).openedAt(T0);

  @Test
  void eachThingThatChangesIsAnEntryWithBothItsValues() {
    IncidentChange done =
        correct(OPEN, new IncidentEdit("Worse", "All of it", null, null, new Lead("bob")), SHOP);

    assertThat(done.after().title()).isEqualTo("Worse");
    assertThat(done.after().description()).isEqualTo("All of it");
    assertThat(done.after().lead()).isEqualTo("bob");
    assertThat(done.after().version()).isEqualTo(OPEN.version() + 1);
    assertThat(done.after().counts().timelineSeq()).isEqualTo(4);
    assertThat(done.entries())
        .extracting(TimelineEntry::seq, TimelineEntry::type, TimelineEntry::message)
        .containsExactly(
            tuple(2, TimelineType.EDITED, "Title changed from “Down” to “Worse”"),
            tuple(3, TimelineType.EDITED, "Description changed from “” to “All of it”"),
            tuple(4, TimelineType.ASSIGNMENT, "Lead changed from nobody to bob"));
    assertThat(done.entries().get(0).metadata()).isEqualTo(Map.of("from", "Down", "to", "Worse"));
    assertThat(done.entries()).extracting(TimelineEntry::author).containsOnly("ann");
    assertThat(done.pages()).isEmpty();
  }

  @Test
  void whatIsSaidAlreadyChangesNothing() {
    assertThat(correct(OPEN, NOTHING, SHOP).entries()).isEmpty();
    IncidentEdit same = new IncidentEdit("Down", "", Severity.SEV2_HIGH, "shop", new Lead(null));
    assertThat(correct(OPEN, same, SHOP).after()).isSameAs(OPEN);
  }

  @Test
  void aRaiseCallsAndALoweringDoesNot() {
    assertThat(events(correct(OPEN, severity(Severity.SEV1_CRITICAL), SHOP)))
        .containsExactly(IncidentEvent.SEVERITY_CHANGED);
    IncidentChange lowered = correct(OPEN, severity(Severity.SEV4_LOW), SHOP);
    assertThat(lowered.after().severity()).isEqualTo(Severity.SEV4_LOW);
    assertThat(events(lowered)).isEmpty();
  }

  @Test
  void anotherTeamIsCalledOnceAndTheFormerOneIsToldWhatItKnows() {
    IncidentChange moved = correct(OPEN, severity(Severity.SEV1_CRITICAL), PAY);

    assertThat(events(moved))
        .containsExactly(IncidentEvent.HANDED_OVER, IncidentEvent.SERVICE_CHANGED);
    Page former = moved.pages().get(0);
    Page called = moved.pages().get(1);
    assertThat(former.incident().serviceId()).isEqualTo(SHOP.id());
    assertThat(called.incident().serviceId()).isEqualTo(PAY.id());
    assertThat(called.incident().severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(former.entry().seq()).isNotEqualTo(called.entry().seq());
    assertThat(moved.entries())
        .extracting(TimelineEntry::message)
        .containsExactly(
            "Severity changed from SEV2_HIGH to SEV1_CRITICAL",
            "Team changed from web to money",
            "Service changed from shop to pay");
  }

  @Test
  void withinATeamNobodyIsCalled() {
    IncidentChange moved = correct(OPEN, NOTHING, CART);

    assertThat(moved.after().serviceId()).isEqualTo(CART.id());
    assertThat(moved.entries())
        .extracting(TimelineEntry::type)
        .containsExactly(TimelineType.SERVICE_CHANGE);
    assertThat(moved.pages()).isEmpty();
  }

  @Test
  void ofWhatIsOverNobodyIsTold() {
    Incident over = OPEN.resolve("ann", T0, null, null).incident();
    IncidentChange moved = correct(over, severity(Severity.SEV1_CRITICAL), PAY);

    assertThat(moved.entries()).hasSize(3);
    assertThat(moved.after().status()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(moved.pages()).isEmpty();
  }

  @Test
  void entriesOfLongDescriptionsAreBounded() {
    IncidentEdit edit = new IncidentEdit(null, "x".repeat(20_000), null, null, null);
    TimelineEntry entry = correct(OPEN, edit, SHOP).entries().get(0);

    assertThat(entry.message().length()).isLessThan(1_000);
    assertThat(String.valueOf(entry.metadata().get("to"))).hasSize(2_001).endsWith("…");
  }

  private static IncidentChange correct(Incident incident, IncidentEdit edit, OwnedService to) {
    Lead wanted = edit.lead();
    Author lead =
        wanted == null || wanted.user() == null
            ? null
            : Author.user(UUID.randomUUID(), wanted.user());
    return Correction.of(incident, edit, lead, SHOP, to, Author.program("ann"), T0.plusSeconds(60));
  }

  private static IncidentEdit severity(Severity to) {
    return new IncidentEdit(null, null, to, null, null);
  }

  private static List<IncidentEvent> events(IncidentChange correction) {
    return correction.pages().stream().map(Page::event).toList();
  }

  private static OwnedService service(int n, String name, String team) {
    return new OwnedService(new UUID(0, n), name, "TIER_2", null, false, team, List.of());
  }
}
