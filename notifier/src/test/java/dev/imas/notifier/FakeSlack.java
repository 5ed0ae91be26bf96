package dev.imas.notifier;

import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Received;
import dev.imas.fixtures.FakeReceiver.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A workspace that keeps messages as Slack's documentation of chat.postMessage and chat.update
 * says. Safe from any thread.
 */
final class FakeSlack {

  private final FakeReceiver server;
  private final Map<String, JsonObject> messages = new LinkedHashMap<>();
  private final List<String> history = new ArrayList<>();
  private volatile Function<JsonObject, @Nullable Reply> whim = update -> null;
  private volatile Function<JsonObject, @Nullable Reply> mood = post -> null;

  FakeSlack(Vertx vertx) {
    server = FakeReceiver.start(vertx).replies(this::answer);
  }

  String url() {
    return server.url("/api");
  }

  /** What an update gets instead of being made; null: nothing else. */
  void answersUpdates(Function<JsonObject, @Nullable Reply> with) {
    whim = with;
  }

  /** What a post gets instead of being made; null: nothing else. */
  void answersPosts(Function<JsonObject, @Nullable Reply> with) {
    mood = with;
  }

  /** Answers what was left in silence, and did not carry it out. */
  void answers(int status) {
    server.release(status);
  }

  /** The same by saying that it did. */
  void answersOk() {
    server.release(200, new JsonObject().put("ok", true).encode());
  }

  List<Received> requests() {
    return server.requests();
  }

  void awaitRequests(int count) {
    server.await(count);
  }

  /** As people see them now, the oldest first. */
  synchronized List<JsonObject> messages() {
    return messages.values().stream().map(JsonObject::copy).toList();
  }

  synchronized JsonObject first() {
    return messages().getFirst();
  }

  /** The states that the first message has had, in the order in which they were shown. */
  synchronized List<String> history() {
    return List.copyOf(history);
  }

  synchronized void deleteAll() {
    messages.clear();
  }

  static Reply ok(JsonObject body) {
    return new Reply.Status(200, Map.of("Content-Type", "application/json"), body.encode());
  }

  static Reply refusal(String error) {
    return ok(new JsonObject().put("ok", false).put("error", error));
  }

  /** Carries an update out whose answer is somebody else's matter. */
  synchronized void carryOut(JsonObject update) {
    JsonObject message = messages.get(update.getString("ts"));
    if (message != null) {
      message.mergeIn(update);
      history.add(stateOf(message));
    }
  }

  private Reply answer(Received request) {
    JsonObject body = new JsonObject(request.body());
    if (request.path().endsWith("/chat.update")) {
      Reply other = whim.apply(body);
      return other == null ? update(body) : other;
    }
    Reply other = mood.apply(body);
    return other == null ? post(body) : other;
  }

  private synchronized Reply post(JsonObject body) {
    String ts = "1700000000.%06d".formatted(messages.size() + history.size() + 1);
    messages.put(ts, body.copy().put("ts", ts));
    history.add(stateOf(body));
    return ok(new JsonObject().put("ok", true).put("channel", "C0123456789").put("ts", ts));
  }

  private synchronized Reply update(JsonObject body) {
    if (!messages.containsKey(body.getString("ts"))) {
      return refusal("message_not_found");
    }
    carryOut(body);
    return ok(new JsonObject().put("ok", true).put("ts", body.getString("ts")));
  }

  static String stateOf(JsonObject message) {
    String blocks = message.getJsonArray("blocks").encode();
    for (String status : List.of("RESOLVED", "MITIGATED", "ACKNOWLEDGED", "TRIGGERED")) {
      if (blocks.contains(status)) {
        return status;
      }
    }
    return "?";
  }

  static boolean hasButton(JsonObject message, String action) {
    return message.getJsonArray("blocks").encode().contains(action);
  }
}
