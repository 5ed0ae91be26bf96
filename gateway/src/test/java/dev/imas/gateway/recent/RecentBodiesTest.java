package dev.imas.gateway.recent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.option.SourceConfig;
import dev.imas.core.platform.Outage;
import dev.imas.fixtures.Await;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.SourceOptions;
import dev.imas.gateway.decode.SourceProfile;
import dev.imas.gateway.snapshot.SourceAccess;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much is taken of what sources post; nothing is stored before the first pass. */
@ExtendWith(VertxExtension.class)
class RecentBodiesTest {

  private final List<TakenBody> stored = Collections.synchronizedList(new ArrayList<>());
  private RecentBodies bodies;
  private boolean isAway;

  @BeforeEach
  void make(Vertx vertx) {
    bodies =
        new RecentBodies(
            vertx,
            all -> {
              if (isAway) {
                return Future.failedFuture("away");
              }
              stored.addAll(all);
              return Future.succeededFuture();
            },
            new Outage(System::nanoTime));
  }

  private static SourceEntry source(int number, boolean keepsBodies) {
    return new SourceEntry(
        new TenantId(new UUID(0, 1)),
        "source",
        true,
        new SourceAccess(null, false, false, false, false, null),
        SourceProfile.named(
            "a source",
            new UUID(1, number),
            "CUSTOM",
            Severity.SEV3_MEDIUM,
            SourceOptions.of(SourceConfig.NONE, null)),
        null,
        null,
        null,
        null,
        null,
        keepsBodies);
  }

  private void post(SourceEntry source, int bytes) {
    bodies.take(
        source,
        new Submission(
            UuidV7.at(1),
            source.tenant().value(),
            source.profile().id(),
            "custom",
            List.of(),
            List.of(),
            new byte[bytes],
            1_000));
  }

  private int storedByAPass() {
    bodies.start();
    Await.result(bodies.stop());
    return stored.size();
  }

  @Test
  void ofASourceOnlyTheFirstFewOfAPassAreTaken() {
    for (int i = 0; i < 12; i++) {
      post(source(1, true), 10);
    }
    post(source(2, true), 10);
    post(source(3, false), 10);

    assertThat(storedByAPass()).isEqualTo(5 + 1);
  }

  @Test
  void passIsBoundedByCount() {
    for (int i = 0; i < 700; i++) {
      post(source(i, true), 1);
    }

    assertThat(storedByAPass()).isEqualTo(500);
  }

  @Test
  void passIsBoundedByBytes() {
    for (int i = 0; i < 100; i++) {
      post(source(i, true), 256 << 10);
    }

    assertThat(storedByAPass()).isEqualTo(16);
  }

  @Test
  void ofALargeOneTheSizeAloneIsHeld() {
    for (int i = 0; i < 100; i++) {
      post(source(i, true), 1 << 20);
    }

    assertThat(storedByAPass()).isEqualTo(100);
    assertThat(stored).allMatch(body -> body.bytes() == null && body.size() == 1 << 20);
  }

  @Test
  void whatCannotBeStoredIsPassedOver() {
    isAway = true;
    post(source(1, true), 10);

    assertThat(storedByAPass()).isZero();
  }
}
