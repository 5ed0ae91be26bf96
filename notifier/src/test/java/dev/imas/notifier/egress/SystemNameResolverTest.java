package dev.imas.notifier.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.fixtures.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a name server that answers good names at once, and others when the test tells it to. */
class SystemNameResolverTest {

  private static final TenantId ONE = tenant(1);
  private static final TenantId OTHER = tenant(2);
  private static final Resolution ADDRESS =
      new Resolution.Found(List.of(InetAddress.ofLiteral("93.184.216.34")));

  /** No caller is put off during a test. */
  private static final Duration LONG = Duration.ofMinutes(10);

  /** A caller that waits is put off within a moment. */
  private static final Duration SHORT = Duration.ofMillis(40);

  private final Vertx vertx = Vertx.vertx();
  private final List<String> lookups = new CopyOnWriteArrayList<>();
  private final List<Future<Resolution>> asked = new ArrayList<>();
  private final CountDownLatch firstAnswers = new CountDownLatch(1);
  private final CountDownLatch othersAnswer = new CountDownLatch(1);
  private final AtomicInteger putOff = new AtomicInteger();
  private final AtomicLong nanoTime = new AtomicLong();

  @AfterEach
  void close() {
    firstAnswers.countDown();
    othersAnswer.countDown();
    Await.result(Future.join(asked).otherwiseEmpty());
    Await.result(vertx.close());
  }

  private static TenantId tenant(int number) {
    return new TenantId(new UUID(0, number));
  }

  private SystemNameResolver resolver(int most, Duration timeout) {
    return new SystemNameResolver(
        vertx,
        most,
        timeout,
        putOff::incrementAndGet,
        Thread::startVirtualThread,
        this::lookUp,
        nanoTime::get);
  }

  private List<InetAddress> lookUp(String host) throws UnknownHostException {
    boolean again = lookups.contains(host);
    lookups.add(host);
    if (host.startsWith("slow") && !again) {
      nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
    } else if (!host.startsWith("good")) {
      await(host.startsWith("first") ? firstAnswers : othersAnswer);
    }
    if (host.startsWith("dead")) {
      throw new UnknownHostException(host);
    }
    return List.of(InetAddress.ofLiteral("93.184.216.34"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Future<Resolution> ask(SystemNameResolver resolver, TenantId tenant, String host) {
    Future<Resolution> answer = resolver.resolve(tenant, host);
    asked.add(answer);
    return answer;
  }

  private void askForDeadNames(SystemNameResolver resolver, TenantId tenant) {
    for (int i = 0; i < 100; i++) {
      ask(resolver, tenant, "dead" + i + "." + tenant + ".example");
    }
  }

  @Test
  void aHundredNewDeadNamesDoNotKeepAnotherTenantWaiting() {
    SystemNameResolver resolver = resolver(64, LONG);
    askForDeadNames(resolver, ONE);
    assertThat(Await.result(ask(resolver, OTHER, "good.example"))).isEqualTo(ADDRESS);
  }

  @Test
  void theyDoNotKeepANameOfTheirOwnTenantWaitingThatAnsweredLately() {
    SystemNameResolver resolver = resolver(64, LONG);
    Await.result(ask(resolver, ONE, "good.example"));
    askForDeadNames(resolver, ONE);
    assertThat(Await.result(ask(resolver, ONE, "good.example"))).isEqualTo(ADDRESS);
  }

  @Test
  void deadNamesOfManyTenantsDoNotKeepANameWaitingThatAnsweredLately() {
    SystemNameResolver resolver = resolver(64, LONG);
    Await.result(ask(resolver, OTHER, "good.example"));
    for (int i = 10; i < 30; i++) {
      askForDeadNames(resolver, tenant(i));
    }
    assertThat(Await.result(ask(resolver, OTHER, "good.example"))).isEqualTo(ADDRESS);
  }

  @Test
  void namesThatTookLongLastTimeLeaveRoomForNewOnes() {
    SystemNameResolver resolver = resolver(16, LONG);
    for (int i = 0; i < 4; i++) {
      Await.result(ask(resolver, ONE, "slow" + i));
    }
    for (int i = 0; i < 4; i++) {
      ask(resolver, ONE, "slow" + i);
    }
    assertThat(Await.result(ask(resolver, ONE, "good.example"))).isEqualTo(ADDRESS);
  }

  @Test
  void oneLookupIsSharedByAllWhoAskForTheHostMeanwhile() {
    SystemNameResolver resolver = resolver(64, LONG);
    List<Future<Resolution>> shared =
        List.of(
            ask(resolver, ONE, "shared.example"),
            ask(resolver, ONE, "Shared.Example"),
            ask(resolver, OTHER, "SHARED.example"));
    othersAnswer.countDown();
    assertThat(Await.result(Future.all(shared)).<Resolution>list()).containsOnly(ADDRESS);
    assertThat(lookups).containsExactly("shared.example");
    Await.result(ask(resolver, ONE, "shared.example"));
    assertThat(lookups).as("the answer is not kept").hasSize(2);
  }

  @Test
  void whoeverHasRoomLooksUpForThoseWhoWaitForTheSameHost() {
    SystemNameResolver resolver = resolver(4, LONG);
    ask(resolver, ONE, "dead.example");
    Future<Resolution> waits = ask(resolver, ONE, "good.example");
    assertThat(waits.isComplete()).isFalse();
    assertThat(Await.result(ask(resolver, OTHER, "good.example"))).isEqualTo(ADDRESS);
    assertThat(Await.result(waits)).isEqualTo(ADDRESS);
    assertThat(lookups).containsOnlyOnce("good.example");
  }

  @Test
  void addressesNeedNoThread() {
    SystemNameResolver resolver =
        new SystemNameResolver(
            vertx,
            1,
            LONG,
            putOff::incrementAndGet,
            work -> {
              throw new AssertionError("a thread");
            },
            this::lookUp,
            nanoTime::get);
    for (String literal : List.of("93.184.216.34", "2001:4860:4860::8888", "[2001:4860::1]")) {
      Future<Resolution> resolved = ask(resolver, ONE, literal);
      assertThat(resolved.result())
          .isEqualTo(new Resolution.Found(List.of(InetAddress.ofLiteral(literal))));
    }
  }

  @Test
  void whoeverWaitsGetsTheNextThread() {
    SystemNameResolver resolver = resolver(4, LONG);
    Future<Resolution> first = ask(resolver, ONE, "late.example");
    Future<Resolution> waits = ask(resolver, ONE, "good.example");
    assertThat(waits.isComplete()).isFalse();
    othersAnswer.countDown();
    assertThat(Await.result(first)).isEqualTo(ADDRESS);
    assertThat(Await.result(waits)).isEqualTo(ADDRESS);
    assertThat(putOff).hasValue(0);
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotLookedUp() {
    SystemNameResolver resolver = resolver(4, SHORT);
    Future<Resolution> dead = ask(resolver, ONE, "dead.example");
    assertThat(Await.result(ask(resolver, ONE, "good.over.example")))
        .isEqualTo(new Resolution.PutOff());
    assertThat(putOff).hasValue(1);
    assertThat(dead.isComplete()).as("it has a thread").isFalse();
    othersAnswer.countDown();
    Await.result(dead.otherwiseEmpty());
    assertThat(Await.result(ask(resolver, ONE, "good.example"))).isEqualTo(ADDRESS);
    assertThat(lookups).containsExactly("dead.example", "good.example");
  }

  @Test
  void beyondSoManyATenantIsPutOffAtOnce() {
    SystemNameResolver resolver = resolver(4, LONG);
    ask(resolver, ONE, "dead.example");
    for (int i = 0; i < SystemNameResolver.MOST_WAITING; i++) {
      ask(resolver, ONE, "dead" + i + ".example");
    }
    assertThat(putOff).hasValue(0);
    assertThat(Await.result(ask(resolver, ONE, "good.example"))).isEqualTo(new Resolution.PutOff());
    assertThat(Await.result(ask(resolver, OTHER, "good.example"))).isEqualTo(ADDRESS);
  }

  @Test
  void theNextThreadIsForTheTenantThatHasTheFewest() {
    SystemNameResolver resolver = resolver(16, LONG);
    ask(resolver, tenant(10), "first.example");
    for (int i = 10; i < 14; i++) {
      askForDeadNames(resolver, tenant(i));
    }
    Future<Resolution> waits = ask(resolver, OTHER, "good.example");
    assertThat(lookups).doesNotContain("good.example");
    firstAnswers.countDown();
    assertThat(Await.result(waits)).isEqualTo(ADDRESS);
  }

  @Test
  void aNameThatDoesNotExistFailsAndLeavesItsThread() {
    SystemNameResolver resolver = resolver(1, LONG);
    othersAnswer.countDown();
    Future<Resolution> dead = ask(resolver, ONE, "dead.example");
    Throwable failure =
        Await.result(dead.transform(tried -> Future.succeededFuture(tried.cause())));
    assertThat(failure).isInstanceOf(UnknownHostException.class);
    assertThat(Await.result(ask(resolver, ONE, "good.example"))).isEqualTo(ADDRESS);
  }

  @Test
  void theOperatingSystemIsAsked() {
    SystemNameResolver system = new SystemNameResolver(vertx, 4, LONG, putOff::incrementAndGet);
    assertThat(Await.result(ask(system, ONE, "LocalHost")))
        .isInstanceOfSatisfying(
            Resolution.Found.class,
            found ->
                assertThat(found.addresses())
                    .isNotEmpty()
                    .allMatch(InetAddress::isLoopbackAddress));
  }
}
