package dev.imas.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.access.Rights;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.HttpErrors;
import dev.imas.core.platform.VirtualThreads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Handlers of the API await on virtual threads, and every call is answered, whatever happens to its
 * handler.
 */
@ExtendWith(VertxExtension.class)
class ApiHandlersTest {

  private static final Principal SOMEBODY =
      new Principal(
          new TenantId(new UUID(1, 1)),
          new UUID(1, 2),
          null,
          "somebody",
          Rights.of(AccessRole.OPERATOR),
          null);

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> deprecated = new CopyOnWriteArrayList<>();
  private final Promise<String> late = Promise.promise();
  private int port;

  @BeforeEach
  void listen(Vertx vertx) {
    VirtualThreads threads = new VirtualThreads();
    await(
        vertx.deployVerticle(
            threads, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    Router router = Router.router(vertx);
    Api api =
        new Api(
            router,
            token -> Future.succeededFuture(SOMEBODY),
            new CallerLimits(
                CallerLimits.Rates.ENDLESS, System::nanoTime, new SimpleMeterRegistry()),
            1_000,
            threads,
            Audit.NONE,
            (call, key, handler) ->
                Answer.ok(Map.of("said", "before")).with(IdempotencyKey.REPLAYED, key),
            (caller, operation) -> deprecated.add(caller.name() + " " + operation));
    Map<String, Function<Call, Answer>> handlers =
        Map.of(
            "/thread", call -> Answer.ok(Map.of("virtual", Thread.currentThread().isVirtual())),
            "/late", call -> Answer.ok(Map.of("said", late.future().await())),
            "/fault", call -> refuse(),
            "/checked", call -> Answer.ok(failedWithNoException().await()),
            "/unwritable", call -> Answer.ok(new Unwritable()));
    handlers.forEach((path, handler) -> api.get(path, Permission.ALERT_READ, handler));
    api.get("/careless", Permission.INCIDENT_RESOLVE, call -> Answer.ok(Map.of()));
    api.get(
        "/careful",
        Permission.INCIDENT_RESOLVE,
        call -> {
          call.require(Permission.INCIDENT_RESOLVE, new UUID(1, 3));
          return Answer.ok(Map.of());
        });
    api.deprecated(new Deprecation(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)))
        .get("/old", Permission.ALERT_READ, call -> Answer.ok(Map.of()));
    api.post("/made", Permission.INCIDENT_RESOLVE, call -> Answer.ok(Map.of()));
    HttpErrors.mount(router);
    port = await(vertx.createHttpServer().requestHandler(router).listen(0)).actualPort();
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void whatWillBeRemovedSaysWhenAndIsCounted() {
    HttpResponse<String> old = get("/old").join();

    assertThat(old.headers().firstValue("deprecation")).contains("@1767225600");
    assertThat(old.headers().firstValue("sunset")).contains("Fri, 01 Jan 2027 00:00:00 GMT");
    assertThat(get("/thread").join().headers().firstValue("deprecation")).isEmpty();
    assertThat(deprecated).containsExactly("somebody GET /old");
  }

  @Test
  void whatIsDeprecatedStaysForAYear() {
    assertThatThrownBy(() -> new Deprecation(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)))
        .hasMessageContaining("stays for 12 months");
  }

  /** The caller was asked for its rights when the request was done first. */
  @Test
  void anAnswerThatWasGivenBeforeIsGivenAgain() {
    HttpRequest again =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + Api.BASE + "/made"))
            .header("authorization", "Bearer token")
            .header("idempotency-key", "one")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    HttpResponse<String> answer =
        http.sendAsync(again, HttpResponse.BodyHandlers.ofString()).join();

    assertThat(answer.body()).isEqualTo("{\"said\":\"before\"}");
    assertThat(answer.headers().firstValue("idempotent-replayed")).contains("one");
  }

  @Test
  void handlersRunOnVirtualThreads() {
    assertThat(get("/thread").join().body()).isEqualTo("{\"virtual\":true}");
  }

  @Test
  void othersAreAnsweredWhileOneAwaits() {
    CompletableFuture<HttpResponse<String>> waiting = get("/late");

    for (int i = 0; i < 20; i++) {
      assertThat(get("/thread").join().statusCode()).isEqualTo(200);
    }
    assertThat(waiting).isNotDone();

    late.complete("at last");
    assertThat(waiting.join().body()).isEqualTo("{\"said\":\"at last\"}");
  }

  @Test
  void whatAHandlerThrowsIsTheProblem() {
    HttpResponse<String> refused = get("/fault").join();

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("it is closed");
  }

  /** Else a route would be open to whoever has a grant for any team. */
  @Test
  void aHandlerThatDoesNotAskWithWhoseRowItIsFails() {
    assertThat(get("/careful").join().statusCode()).isEqualTo(200);
    assertThat(get("/careless").join().statusCode()).isEqualTo(500);
  }

  @Test
  void whatIsNoExceptionIsAnsweredToo() {
    assertThat(get("/checked").join().statusCode()).isEqualTo(500);
  }

  @Test
  void aCallWhoseAnswerCannotBeWrittenIsNotLeftOpen() {
    HttpResponse<String> answer = get("/unwritable").join();

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("retry-after")).isEmpty();
  }

  private static Future<Object> failedWithNoException() {
    return Future.failedFuture(new Throwable("no exception"));
  }

  private static Answer refuse() {
    throw Fault.conflict("it is closed");
  }

  /** Jackson calls this getter. */
  private static final class Unwritable {
    @SuppressWarnings("unused")
    public String getName() {
      throw new IllegalStateException("has none");
    }
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    return http.sendAsync(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + Api.BASE + path))
                .header("authorization", "Bearer any")
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .orTimeout(30, TimeUnit.SECONDS);
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
