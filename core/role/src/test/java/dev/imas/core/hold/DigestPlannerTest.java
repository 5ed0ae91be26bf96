package dev.imas.core.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Digest;
import dev.imas.core.hold.DigestPlanner.Held;
import dev.imas.core.hold.DigestPlanner.Plan;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DigestPlannerTest {

  private static final Instant NOW = Instant.parse("2026-06-10T08:00:00Z");

  private static Held held(
      int id, @Nullable Integer incident, int seq, String event, Severity severity) {
    return new Held(
        new UUID(0, id),
        incident == null ? null : new UUID(1, incident),
        seq,
        event,
        severity,
        NOW.minusSeconds(1000 - id),
        Waits.DAILY,
        null,
        "INC-" + incident,
        "Disk " + incident,
        "shop");
  }

  private static Held overtaken(Held h, int by) {
    return new Held(
        h.id(),
        h.incident(),
        h.seq(),
        h.event(),
        h.severity(),
        h.at(),
        h.waits(),
        new UUID(2, by),
        h.shortId(),
        h.title(),
        h.service());
  }

  @Test
  void whatWaitedTogetherIsOneMessage() {
    Plan plan =
        DigestPlanner.plan(
            List.of(
                held(1, 1, 1, "incident.triggered", Severity.SEV4_LOW),
                held(2, 2, 1, "incident.triggered", Severity.SEV3_MEDIUM),
                held(3, 1, 2, "incident.resolved", Severity.SEV4_LOW)),
            NOW);
    Digest digest = Objects.requireNonNull(plan.digest());
    assertThat(digest.messages()).isEqualTo(3);
    assertThat(digest.incidents()).isEqualTo(2);
    assertThat(digest.over()).isEqualTo(1);
    assertThat(digest.bySeverity()).containsExactly(0L, 0L, 1L, 1L);
    assertThat(digest.listed().stream().map(l -> l.shortId() + " " + l.event()))
        .containsExactly("INC-2 incident.triggered", "INC-1 incident.resolved");
    assertThat(digest.collected()).isEqualTo("your daily digest");
    assertThat(plan.alone()).isEmpty();
  }

  @Test
  void whatWaitedAloneIsSentAsItIs() {
    Held only = held(1, 1, 1, "incident.triggered", Severity.SEV4_LOW);
    Plan plan = DigestPlanner.plan(List.of(only), NOW);
    assertThat(plan.digest()).isNull();
    assertThat(plan.alone()).containsExactly(only.id());
  }

  @Test
  void whatALaterMessageHasToldIsNotToldAgain() {
    Held old = overtaken(held(1, 1, 1, "incident.triggered", Severity.SEV4_LOW), 7);
    Held other = held(2, 2, 1, "incident.triggered", Severity.SEV4_LOW);
    Plan plan = DigestPlanner.plan(List.of(old, other), NOW);
    assertThat(plan.overtaken()).containsEntry(old.id(), new UUID(2, 7)).hasSize(1);
    assertThat(plan.alone()).containsExactly(other.id());
  }

  @Test
  void whatIsAboutNoIncidentIsSentByItself() {
    Held summary = held(3, null, 0, "notice.summary", Severity.SEV4_LOW);
    Plan plan =
        DigestPlanner.plan(
            List.of(
                held(1, 1, 1, "incident.triggered", Severity.SEV4_LOW),
                summary,
                held(2, 2, 1, "incident.triggered", Severity.SEV4_LOW)),
            NOW);
    assertThat(plan.alone()).containsExactly(summary.id());
    assertThat(plan.folded()).hasSize(2);
  }

  /** Nothing is lost and nothing is doubled, whatever waited. */
  @Test
  void eachMessageIsToldOnce() {
    Random dice = new Random(28);
    for (int round = 0; round < 2_000; round++) {
      List<Held> due = new ArrayList<>();
      int count = dice.nextInt(40);
      for (int i = 0; i < count; i++) {
        Held one =
            held(
                i,
                dice.nextInt(10) == 0 ? null : dice.nextInt(8),
                i,
                dice.nextBoolean() ? "incident.triggered" : "incident.resolved",
                Severity.of(1 + dice.nextInt(4)));
        due.add(dice.nextInt(4) == 0 && one.incident() != null ? overtaken(one, i) : one);
      }
      Plan plan = DigestPlanner.plan(due, NOW);
      List<UUID> told = new ArrayList<>(plan.overtaken().keySet());
      told.addAll(plan.alone());
      told.addAll(plan.folded());
      assertThat(told).doesNotHaveDuplicates();
      assertThat(told).containsExactlyInAnyOrderElementsOf(due.stream().map(Held::id).toList());
      Digest digest = plan.digest();
      assertThat(digest == null).isEqualTo(plan.folded().isEmpty());
      if (digest != null) {
        Set<UUID> about = new HashSet<>();
        due.stream()
            .filter(h -> plan.folded().contains(h.id()))
            .forEach(h -> about.add(Objects.requireNonNull(h.incident())));
        assertThat(digest.messages()).isEqualTo(plan.folded().size());
        assertThat(digest.incidents()).isEqualTo(about.size());
        assertThat(digest.bySeverity().stream().mapToLong(Long::longValue).sum())
            .isEqualTo(about.size());
        assertThat(digest.over()).isLessThanOrEqualTo(digest.incidents());
        assertThat(digest.listed()).hasSize(Math.min(20, about.size()));
      }
    }
  }
}
