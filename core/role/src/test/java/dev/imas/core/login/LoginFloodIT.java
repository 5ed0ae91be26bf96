package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** IAM-14: ten thousand wrong passwords a minute, from many addresses, keep nobody out. */
class LoginFloodIT {

  private static final int ADDRESSES = 40;
  private static final Duration BETWEEN = Duration.ofMinutes(1).dividedBy(10_000);
  private static final int LOGINS = 8;

  /** While classes are loaded and forty clients connect, a slow machine is not at its work yet. */
  private static final int FIRST_LOGINS = 8;

  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger wrong = new AtomicInteger();

  @Test
  void knownDevicesLogInWithinASecond() {
    // No limit of an address, so that the budget must hold. The tests' JVM hashes ten times slower.
    Map<String, String> settings =
        Map.of("IMAS_CORE_PASSWORD_MEMORY", System.getProperty("imas.password.memory", "2MiB"));
    try (LoginScene scene = LoginScene.start(settings);
        ScheduledExecutorService flood = Executors.newScheduledThreadPool(2)) {
      scene.user("ada", "viewer");
      String device = scene.login("ada").get("refresh_token").asText();
      List<HttpClient> clients = clients();
      AtomicInteger sent = new AtomicInteger();
      flood.scheduleAtFixedRate(
          () -> guess(clients.get(sent.getAndIncrement() % ADDRESSES), scene, sent.get()),
          0,
          BETWEEN.toNanos(),
          TimeUnit.NANOSECONDS);
      List<Long> millis = new ArrayList<>();
      List<Integer> guessedMeanwhile = new ArrayList<>();
      for (int i = 0; i < FIRST_LOGINS + LOGINS; i++) {
        int guesses = (i + 1) * 50;
        Await.until("the flood", sent::get, n -> n >= guesses);
        int guessed = wrong.get();
        long begun = System.nanoTime();
        Reply in = scene.tryLogin("ada", LoginScene.PASSWORD, device);
        if (i >= FIRST_LOGINS) {
          millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
          guessedMeanwhile.add(wrong.get() - guessed);
        }
        assertThat(in.status()).as("%s", in.json()).isEqualTo(200);
      }
      flood.shutdownNow();
      Await.until("the last answers", this::answered, n -> n >= sent.get());

      System.out.printf("log-ins took %s ms, %s guesses were hashed%n", millis, guessedMeanwhile);
      assertThat(millis).as("ms of %s log-ins", LOGINS).allMatch(ms -> ms < 1_000);
      assertThat(sent.get()).isGreaterThan(200);
      assertThat(refused.get()).isPositive();
      clients.forEach(HttpClient::shutdownNow);
    }
  }

  private int answered() {
    return refused.get() + wrong.get();
  }

  private static List<HttpClient> clients() {
    List<HttpClient> clients = new ArrayList<>();
    for (int i = 0; i < ADDRESSES; i++) {
      try {
        InetAddress from = InetAddress.getByName("127.0.1." + (i + 1));
        clients.add(HttpClient.newBuilder().localAddress(from).build());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return clients;
  }

  private void guess(HttpClient client, LoginScene scene, int n) {
    String body = "{\"username\":\"somebody%s\",\"password\":\"wrong\"}".formatted(n);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + scene.core.port() + "/api/v1/auth/login"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    client
        .sendAsync(request, BodyHandlers.discarding())
        .thenAccept(answer -> (answer.statusCode() == 429 ? refused : wrong).incrementAndGet());
  }
}
