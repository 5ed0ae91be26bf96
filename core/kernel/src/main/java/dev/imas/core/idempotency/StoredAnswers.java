package dev.imas.core.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Call;
import dev.imas.core.http.FileBody;
import dev.imas.core.http.IdempotencyKey;
import dev.imas.core.http.Pieces;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Repeats;
import dev.imas.core.idempotency.StoredAnswerRepository.Claim;
import dev.imas.core.idempotency.StoredAnswerRepository.Found;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answers to requests that have an Idempotency-Key. The first request claims its key, and
 * marks the claim as done in the transaction that does what was asked for: so whatever breaks, a
 * repeat knows whether there is something to do. Its answer is stored afterwards, sealed, since it
 * may show a secret.
 */
public final class StoredAnswers implements Repeats {

  /** So long a key counts. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** No request runs for so long: whoever claimed the key and has done nothing is gone. */
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(10);

  private static final int LARGEST = 1 << 20;
  private static final String PURPOSE = "idempotency";

  private final Transactions transactions;
  private final InstantSource clock;
  private final SecretBox secrets;
  private final StoredAnswerRepository repository = new StoredAnswerRepository();

  public StoredAnswers(Transactions transactions, InstantSource clock, SecretBox secrets) {
    this.transactions = transactions;
    this.clock = clock;
    this.secrets = secrets;
  }

  @Override
  public Answer once(Call call, String key, Function<Call, Answer> handler) {
    Claim claim = claim(call, key);
    Optional<Found> earlier =
        transactions.insist(
            call.tenant(),
            tx -> repository.claim(tx, claim, claim.begunAt().minus(LONGEST_REQUEST)));
    return earlier.isPresent() ? again(call, claim, earlier.get()) : first(call, claim, handler);
  }

  private Claim claim(Call call, String key) {
    Instant now = clock.instant();
    Principal.Person person = call.principal().loggedIn();
    UUID caller = person == null ? call.principal().credential() : person.id();
    String body = new String(call.bytes(), StandardCharsets.ISO_8859_1);
    return new Claim(
        secrets.derive(PURPOSE, caller + " " + key),
        // With the installation's key, since a body may have a password, which is guessed easily.
        secrets.derive(PURPOSE, call.operation() + "\n" + body),
        UuidV7.at(now.toEpochMilli()),
        now);
  }

  private Answer first(Call call, Claim claim, Function<Call, Answer> handler) {
    Answer answer;
    try {
      answer =
          ScopedValue.where(Transactions.AT_END, tx -> repository.done(tx, claim))
              .call(() -> handler.apply(call));
    } catch (RuntimeException | Error e) {
      transactions.insist(call.tenant(), tx -> repository.release(tx, claim));
      throw e;
    }
    byte[] sealed = sealed(call, claim, answer);
    transactions.insist(call.tenant(), tx -> repository.store(tx, claim, sealed));
    return answer;
  }

  /** Null for an answer that cannot be kept. */
  private byte @Nullable [] sealed(Call call, Claim claim, Answer answer) {
    Object body = answer.body();
    if (body instanceof Pieces || body instanceof FileBody) {
      return null;
    }
    ObjectNode kept = Json.MAPPER.createObjectNode();
    kept.put("status", answer.status());
    answer.headers().forEach(kept.putObject("headers")::put);
    if (body != null) {
      kept.put("body", Json.write(body));
    }
    byte[] sealed = secrets.seal(kept.toString(), boundTo(call, claim));
    return sealed.length > LARGEST ? null : sealed;
  }

  private Answer again(Call call, Claim claim, Found found) {
    if (!Arrays.equals(found.requestHash(), claim.requestHash())) {
      throw IdempotencyKey.ofAnotherRequest();
    }
    byte[] sealed = found.answer();
    if (sealed == null) {
      throw Fault.conflict(
          found.isDone()
              ? "the request with this Idempotency-Key was done, but its answer is lost; look for"
                  + " what it made"
              : "the request with this Idempotency-Key is in progress; ask again in a moment");
    }
    JsonNode kept = read(secrets.open(sealed, boundTo(call, claim)));
    Map<String, String> headers = new HashMap<>();
    kept.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    headers.put(IdempotencyKey.REPLAYED, "true");
    JsonNode body = kept.get("body");
    return new Answer(
        kept.path("status").asInt(), body == null ? null : read(body.asText()), headers);
  }

  private static String boundTo(Call call, Claim claim) {
    return PURPOSE + call.tenant() + HexFormat.of().formatHex(claim.keyHash());
  }

  private static JsonNode read(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored answer is no JSON", e);
    }
  }
}
