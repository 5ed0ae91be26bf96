package dev.imas.core.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.fallback.FallbackDecision.Level;
import dev.imas.core.fallback.FallbackDecision.NobodyLeft;
import dev.imas.core.fallback.FallbackDecision.Nothing;
import dev.imas.core.fallback.FallbackDecision.TellOthers;
import dev.imas.core.fallback.PageState.Fate;
import dev.imas.core.fallback.PageState.Told;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.TestIncident;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackPlannerTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Receiver ANN = receiver("Ann", 1);
  private static final Receiver BOB = receiver("Bob", 2);
  private static final Receiver DESK = receiver("Desk", 3);
  private static final List<Receiver> TEAM = List.of(ANN, BOB);
  private static final List<Receiver> TENANT = List.of(DESK);

  private final FallbackPlanner planner = new FallbackPlanner();

  private static Receiver receiver(String name, int id) {
    return Receiver.ofTeam(new UUID(0, id), name, "webhook", "https://hooks.example/" + id);
  }

  private static Told told(Receiver receiver, Fate fate) {
    return new Told(receiver, fate, fate == Fate.ACCEPTED ? null : "HTTP 404");
  }

  private static PageState page(IncidentEvent event, Told... told) {
    return page(event, false, false, told);
  }

  private static PageState page(
      IncidentEvent event, boolean isTakenOn, boolean isOvertaken, Told... told) {
    return new PageState(
        new UUID(9, 9),
        1,
        event.wireName(),
        Severity.SEV2_HIGH,
        isTakenOn,
        isOvertaken,
        List.of(told));
  }

  private static Incident triggered() {
    return TestIncident.any().openedAt(NOW);
  }

  private static Incident acknowledged() {
    return triggered().acknowledge(Author.program("Ann"), NOW, null).incident();
  }

  private static Incident mitigated() {
    return acknowledged().mitigate(Author.program("Ann"), NOW, null).incident();
  }

  private FallbackDecision whenDead(PageState page) {
    return planner.decide(page, false, "5 min", triggered(), List.of(), TEAM, TENANT);
  }

  private FallbackDecision whenLate(PageState page) {
    return planner.decide(page, true, "5 min", triggered(), List.of(), TEAM, TENANT);
  }

  @Test
  void theTeamsOthersAreToldFirst() {
    assertThat(whenDead(page(IncidentEvent.TRIGGERED, told(ANN, Fate.DEAD))))
        .isEqualTo(
            new TellOthers(
                Level.TEAM,
                List.of(BOB),
                "Page (triggered) could not be sent to Ann (webhook): HTTP 404; paged Bob (webhook)"
                    + " instead",
                "Page (triggered) could not be sent to Ann (webhook): HTTP 404"));
  }

  /** Somebody who can be called and is responsible comes before those who are neither. */
  @Test
  void whoeverIsOnCallComesBeforeTheTeamsOthersAndTheTenant() {
    Receiver eve = new Receiver(new UUID(0, 5), "Eve", "sms", "+33612345678", new UUID(5, 5));
    PageState nobody = page(IncidentEvent.TRIGGERED, told(Receiver.CONSOLE, Fate.ACCEPTED));
    for (PageState page : List.of(nobody, page(IncidentEvent.TRIGGERED, told(ANN, Fate.DEAD)))) {
      assertThat(planner.decide(page, false, "5 min", triggered(), List.of(eve), TEAM, TENANT))
          .isInstanceOfSatisfying(
              TellOthers.class,
              others -> {
                assertThat(others.level()).isEqualTo(Level.ON_CALL);
                assertThat(others.receivers()).containsExactly(eve);
                assertThat(others.message()).endsWith("; paged Eve (sms) instead");
              });
    }
    PageState refused = page(IncidentEvent.TRIGGERED, told(eve, Fate.DEAD));
    assertThat(
            planner.decide(refused, false, "5 min", triggered(), List.of(eve), List.of(), TENANT))
        .isInstanceOfSatisfying(
            TellOthers.class, others -> assertThat(others.level()).isEqualTo(Level.TENANT));
  }

  @Test
  void thenThoseWhomTheTenantNamed() {
    assertThat(whenDead(page(IncidentEvent.TRIGGERED, told(ANN, Fate.DEAD), told(BOB, Fate.DEAD))))
        .isInstanceOfSatisfying(
            TellOthers.class,
            others -> {
              assertThat(others.level()).isEqualTo(Level.TENANT);
              assertThat(others.receivers()).containsExactly(DESK);
            });
  }

  @Test
  void thenTheConsole() {
    assertThat(
            whenDead(
                page(
                    IncidentEvent.TRIGGERED,
                    told(ANN, Fate.DEAD),
                    told(BOB, Fate.DEAD),
                    told(DESK, Fate.DEAD))))
        .isInstanceOfSatisfying(
            TellOthers.class,
            others -> {
              assertThat(others.level()).isEqualTo(Level.CONSOLE);
              assertThat(others.receivers()).containsExactly(Receiver.CONSOLE);
              assertThat(others.message()).endsWith("; paged the console instead");
            });
  }

  @Test
  void andWhenTheConsoleIsOffToo() {
    assertThat(
            planner.decide(
                page(
                    IncidentEvent.TRIGGERED,
                    told(ANN, Fate.DEAD),
                    told(Receiver.CONSOLE, Fate.DEAD)),
                false,
                "5 min",
                triggered(),
                List.of(),
                List.of(ANN),
                List.of()))
        .isInstanceOfSatisfying(
            NobodyLeft.class, nobody -> assertThat(nobody.message()).contains("nobody else"));
  }

  /** The console shows it to whoever looks: it calls nobody, nor does a contact that is one. */
  @Test
  void whatOnlyTheConsoleAcceptedHasCalledNobody() {
    Receiver terminal = Receiver.ofTeam(new UUID(0, 4), "Console", "console", "");
    for (Receiver console : List.of(Receiver.CONSOLE, terminal)) {
      PageState page = page(IncidentEvent.TRIGGERED, told(console, Fate.ACCEPTED));
      assertThat(
              planner.decide(
                  page, true, "0 min", triggered(), List.of(), List.of(terminal), TENANT))
          .isEqualTo(
              new TellOthers(
                  Level.TENANT,
                  TENANT,
                  "Page (triggered) found nobody who can be paged; paged Desk (webhook) instead",
                  "Page (triggered) found nobody who can be paged"));
      assertThat(
              planner.decide(
                  page, true, "0 min", triggered(), List.of(), List.of(), List.of(terminal)))
          .isNotInstanceOf(Nothing.class);
    }
    assertThat(
            whenDead(
                page(IncidentEvent.TRIGGERED, told(ANN, Fate.DEAD), told(terminal, Fate.ACCEPTED))))
        .isInstanceOfSatisfying(
            TellOthers.class, others -> assertThat(others.receivers()).containsExactly(BOB));
  }

  @Test
  void whatIsLateAfterAShortTimeSaysSo() {
    assertThat(
            planner.decide(
                page(IncidentEvent.TRIGGERED, told(ANN, Fate.UNDER_WAY)),
                true,
                "30 s",
                triggered(),
                List.of(),
                TEAM,
                TENANT))
        .isInstanceOfSatisfying(
            TellOthers.class,
            others -> assertThat(others.note()).contains("was not accepted within 30 s by Ann"));
  }

  @Test
  void whoWasToldOfThisMomentIsNotToldAgain() {
    PageState page = page(IncidentEvent.TRIGGERED, told(ANN, Fate.DEAD), told(BOB, Fate.UNDER_WAY));
    assertThat(whenDead(page)).isEqualTo(new Nothing());
  }

  @Test
  void oneWhoAcceptedIsEnough() {
    assertThat(
            whenDead(page(IncidentEvent.TRIGGERED, told(ANN, Fate.DEAD), told(BOB, Fate.ACCEPTED))))
        .isEqualTo(new Nothing());
    assertThat(whenLate(page(IncidentEvent.TRIGGERED, told(ANN, Fate.ACCEPTED))))
        .isEqualTo(new Nothing());
  }

  @Test
  void whatIsStillRetriedAfterItsTimeGoesToOthersToo() {
    assertThat(whenLate(page(IncidentEvent.TRIGGERED, told(ANN, Fate.UNDER_WAY))))
        .isInstanceOfSatisfying(
            TellOthers.class,
            others -> {
              assertThat(others.receivers()).containsExactly(BOB);
              assertThat(others.note())
                  .isEqualTo(
                      "Page (triggered) was not accepted within 5 min by Ann (webhook): HTTP 404");
            });
    assertThat(
            whenLate(
                page(
                    IncidentEvent.TRIGGERED,
                    told(ANN, Fate.UNDER_WAY),
                    told(BOB, Fate.UNDER_WAY),
                    told(DESK, Fate.UNDER_WAY),
                    told(Receiver.CONSOLE, Fate.UNDER_WAY))))
        .as("its retries go on")
        .isEqualTo(new Nothing());
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatCallsPeopleIsWorthCallingOthers(IncidentEvent event) {
    FallbackDecision decision = whenDead(page(event, told(ANN, Fate.DEAD)));
    if (event.calls()) {
      assertThat(decision).isInstanceOf(TellOthers.class);
    } else {
      assertThat(decision).isEqualTo(new Nothing());
    }
  }

  private FallbackDecision whenDead(PageState page, Incident incident) {
    return planner.decide(page, false, "5 min", incident, List.of(), TEAM, TENANT);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRIGGERED", "REOPENED", "REFIRED", "SEVERITY_CHANGED", "SERVICE_CHANGED"})
  void nobodyIsCalledToWhatSomebodyHasTakenOnSince(IncidentEvent event) {
    PageState page = page(event, true, false, told(ANN, Fate.DEAD));
    assertThat(whenDead(page, acknowledged())).isEqualTo(new Nothing());
    assertThat(whenDead(page, mitigated())).isEqualTo(new Nothing());
  }

  @Test
  void norToWhatIsOver() {
    Incident resolved = triggered().resolve("Ann", NOW, null, null).incident();
    assertThat(whenDead(page(IncidentEvent.TRIGGERED, told(ANN, Fate.DEAD)), resolved))
        .isEqualTo(new Nothing());
  }

  @ParameterizedTest
  @EnumSource(names = {"REFIRED", "SEVERITY_CHANGED", "SERVICE_CHANGED"})
  void whoTookItOnBeforeThePageIsCalledByIt(IncidentEvent event) {
    PageState page = page(event, told(ANN, Fate.DEAD));
    assertThat(whenDead(page, acknowledged())).isInstanceOf(TellOthers.class);
    assertThat(whenDead(page, mitigated())).isInstanceOf(TellOthers.class);
  }

  @Test
  void whatSomebodyTookOnAndIsOpenAgainIsInNobodysHand() {
    PageState page = page(IncidentEvent.TRIGGERED, true, false, told(ANN, Fate.DEAD));
    assertThat(whenDead(page)).isInstanceOf(TellOthers.class);
  }

  @Test
  void whoHasAcceptedALaterCallIsNotSentTheOldOneAsNew() {
    assertThat(whenDead(page(IncidentEvent.TRIGGERED, false, true, told(ANN, Fate.DEAD))))
        .isEqualTo(new Nothing());
    assertThat(whenLate(page(IncidentEvent.TRIGGERED, false, true, told(ANN, Fate.UNDER_WAY))))
        .isEqualTo(new Nothing());
  }
}
