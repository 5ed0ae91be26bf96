package dev.imas.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.window.DeploymentWindow.Named;
import dev.imas.core.window.DeploymentWindow.OwnedService;
import dev.imas.core.window.WindowProgress.End;
import dev.imas.core.window.WindowProgress.Start;
import dev.imas.core.window.WindowProgress.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** G7, G8, G9: what deployments say of the window that they belong to. */
class WindowProgressTest {

  private static final Instant FROM = Instant.parse("2026-12-03T22:00:00Z");
  private static final Instant UNTIL = FROM.plus(Duration.ofHours(2));
  private static final Instant WITHIN = FROM.plus(Duration.ofMinutes(30));
  private static final OwnedService SHOP =
      new OwnedService(new UUID(1, 1), "shop", new Named(new UUID(2, 1), "payments"));
  private static final OwnedService CART =
      new OwnedService(new UUID(1, 2), "cart", new Named(new UUID(2, 1), "payments"));

  private static DeploymentWindow window(
      WindowStatus status, boolean isFollowed, String sha, OwnedService... services) {
    return new DeploymentWindow(
        new UUID(9, 9),
        "Checkout 4.2",
        "",
        new PlannedTimes(
            LocalDateTime.ofInstant(FROM, ZoneOffset.UTC),
            ZoneOffset.UTC,
            Duration.between(FROM, UNTIL),
            true,
            null,
            Set.of()),
        FROM,
        UNTIL,
        null,
        new Named(new UUID(3, 1), "prod"),
        EnvironmentTier.PRODUCTION,
        List.of(services),
        sha,
        "deploy 4.1",
        List.of(),
        null,
        true,
        "",
        status,
        ApprovalState.APPROVED,
        1,
        null,
        null,
        null,
        null,
        isFollowed,
        "",
        null,
        null,
        "",
        "ana",
        "ana",
        1,
        FROM,
        FROM);
  }

  private static Told told(OwnedService of, DeploymentState state, String sha, Instant began) {
    return new Told(of.id(), of.name(), state, sha, began, "bot");
  }

  private static WindowProgress planned(String sha, Told... told) {
    return WindowProgress.of(window(WindowStatus.PLANNED, false, sha, SHOP), List.of(told), WITHIN);
  }

  private static WindowProgress followed(Instant now, Told... told) {
    return WindowProgress.of(
        window(WindowStatus.IN_PROGRESS, true, "", SHOP, CART), List.of(told), now);
  }

  @Test
  void theFirstThatRunsStartsIt() {
    assertThat(planned("", told(SHOP, DeploymentState.RUNNING, "", WITHIN)))
        .isEqualTo(new WindowProgress(new Start("bot"), false, null));
    assertThat(planned("", told(SHOP, DeploymentState.QUEUED, "", WITHIN)))
        .isEqualTo(WindowProgress.NONE);
    assertThat(planned("")).isEqualTo(WindowProgress.NONE);
  }

  @Test
  void anotherCommitOrAnotherTimeIsNotIts() {
    assertThat(
            planned("abcdef0", told(SHOP, DeploymentState.RUNNING, "abcdef0123", WITHIN)).start())
        .isNotNull();
    assertThat(planned("abcdef0", told(SHOP, DeploymentState.RUNNING, "1234567", WITHIN)))
        .isEqualTo(WindowProgress.NONE);
    Instant early = FROM.minus(Duration.ofMinutes(15));
    assertThat(planned("", told(SHOP, DeploymentState.RUNNING, "", early)).start()).isNotNull();
    assertThat(planned("", told(SHOP, DeploymentState.RUNNING, "", early.minusMillis(1))))
        .isEqualTo(WindowProgress.NONE);
  }

  @Test
  void oneThatWasOverBeforeAnybodyLookedStartsAndEndsIt() {
    WindowProgress all = planned("", told(SHOP, DeploymentState.SUCCESS, "", WITHIN));
    assertThat(all.start()).isNotNull();
    assertThat(all.end()).isEqualTo(new End(WindowStatus.COMPLETED, "bot", ""));
  }

  @Test
  void itIsCompletedOnceEachServiceIsDeployed() {
    Told shop = told(SHOP, DeploymentState.SUCCESS, "", WITHIN);
    assertThat(followed(WITHIN, shop).end()).isNull();
    assertThat(followed(WITHIN, shop, told(CART, DeploymentState.RUNNING, "", WITHIN)).end())
        .isNull();
    assertThat(followed(WITHIN, shop, told(CART, DeploymentState.SUCCESS, "", WITHIN)).end())
        .isEqualTo(new End(WindowStatus.COMPLETED, "bot", ""));
  }

  @Test
  void aFailureEndsTheMutingAndLeavesRoomForAnotherTry() {
    Told failed = told(SHOP, DeploymentState.FAILURE, "", WITHIN);
    WindowProgress first = followed(WITHIN, failed);
    assertThat(first.unmutes()).isTrue();
    assertThat(first.end()).isNull();
    Told again = told(SHOP, DeploymentState.SUCCESS, "", WITHIN.plusSeconds(60));
    Told cart = told(CART, DeploymentState.SUCCESS, "", WITHIN);
    WindowProgress second = followed(WITHIN.plusSeconds(120), again, failed, cart);
    assertThat(second.unmutes()).isFalse();
    assertThat(second.end()).isEqualTo(new End(WindowStatus.COMPLETED, "bot", ""));
    assertThat(followed(UNTIL, failed, cart).end())
        .isEqualTo(new End(WindowStatus.FAILED, "bot", "Failed: shop"));
  }

  @Test
  void itEndsWithItsTimeAndSaysWhatIsMissing() {
    Told shop = told(SHOP, DeploymentState.SUCCESS, "", WITHIN);
    assertThat(followed(UNTIL, shop).end())
        .isEqualTo(
            new End(
                WindowStatus.COMPLETED, "bot", "No finished deployment was reported for: cart"));
    Told runs = told(CART, DeploymentState.RUNNING, "", WITHIN);
    assertThat(followed(UNTIL, shop, runs).end()).as("it runs still").isNull();
    assertThat(followed(WITHIN.plus(Duration.ofHours(6)), shop, runs).end()).isNotNull();
    assertThat(followed(UNTIL, told(SHOP, DeploymentState.ROLLED_BACK, "", WITHIN)).end())
        .isEqualTo(
            new End(
                WindowStatus.ROLLED_BACK,
                "bot",
                "Rolled back: shop. No finished deployment was reported for: cart"));
  }

  @Test
  void whatSomebodyStartedSomebodyEnds() {
    DeploymentWindow byHand = window(WindowStatus.IN_PROGRESS, false, "", SHOP);
    assertThat(
            WindowProgress.of(
                byHand, List.of(told(SHOP, DeploymentState.SUCCESS, "", WITHIN)), UNTIL))
        .isEqualTo(WindowProgress.NONE);
    assertThat(
            WindowProgress.of(
                byHand, List.of(told(SHOP, DeploymentState.FAILURE, "", WITHIN)), WITHIN))
        .isEqualTo(new WindowProgress(null, true, null));
    for (WindowStatus over :
        List.of(WindowStatus.COMPLETED, WindowStatus.FAILED, WindowStatus.CANCELLED)) {
      assertThat(
              WindowProgress.of(
                  window(over, true, "", SHOP),
                  List.of(told(SHOP, DeploymentState.FAILURE, "", WITHIN)),
                  WITHIN))
          .isEqualTo(WindowProgress.NONE);
    }
  }
}
