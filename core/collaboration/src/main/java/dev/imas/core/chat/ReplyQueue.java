package dev.imas.core.chat;

import dev.imas.core.bus.RepliesQueued;
import dev.imas.core.chat.HookRepository.Hook;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Tx;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Queues what is said to a person after the vendor's request was answered, for the notifier to say
 * (decision C5). It ends when the vendor no longer takes it. Where it is said is sealed. Only on a
 * virtual thread.
 */
public final class ReplyQueue {

  /** A trigger of Slack lives for three seconds, of which some have passed. */
  private static final Duration TRIGGER = Duration.ofMillis(2_500);

  private final SecretBox secrets;
  private final EventBus bus;
  private final InstantSource clock;
  private final ReplyRepository replies = new ReplyRepository();

  public ReplyQueue(SecretBox secrets, EventBus bus, InstantSource clock) {
    this.secrets = secrets;
    this.bus = bus;
    this.clock = clock;
    RepliesQueued.registerOn(bus);
  }

  /**
   * @param words as the vendor reads plain text
   */
  void say(Tx tx, Hook hook, Later later, String words) {
    queue(tx, hook, later, "words", Map.of("words", words), null);
  }

  /**
   * @param view the form, as the vendor has it
   * @param otherwise what is said if it does not open
   */
  void open(Tx tx, Hook hook, Later later, Map<String, ?> view, String otherwise) {
    queue(tx, hook, later, "form", Map.of("view", view, "words", otherwise), TRIGGER);
  }

  private void queue(
      Tx tx,
      Hook hook,
      Later later,
      String kind,
      Map<String, ?> payload,
      @Nullable Duration opensFor) {
    UUID id = UuidV7.at(clock.millis());
    byte[] sealed =
        secrets.seal(Json.write(later.to()), RepliesQueued.sealedFor(hook.tenant(), id));
    replies
        .insert(
            tx,
            new ReplyRepository.Row(
                id, hook.provider(), kind, sealed, Json.write(payload), opensFor, later.validFor()))
        .await();
    tx.afterCommit(() -> bus.send(RepliesQueued.ADDRESS, new RepliesQueued(1)));
  }
}
