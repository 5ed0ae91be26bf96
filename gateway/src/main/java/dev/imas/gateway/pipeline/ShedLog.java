package dev.imas.gateway.pipeline;

import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when shedding begins and when it is over, by reason, and nothing in between. A line per
 * refused request would be an overload of its own. Shared by all event loops.
 */
final class ShedLog {

  private static final Logger log = LoggerFactory.getLogger(ShedLog.class);

  /** Shed is over after this long without a refusal. It is longer than senders are told to wait. */
  static final Duration OVER_AFTER = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private final Map<Refusal, Spell> spells = new EnumMap<>(Refusal.class);

  private static final class Spell {
    private final AtomicBoolean on = new AtomicBoolean();
    private final LongAdder requests = new LongAdder();
    private volatile long began;
    private volatile long last;
  }

  ShedLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (Refusal reason : Refusal.values()) {
      if (reason.isOverload()) {
        spells.put(reason, new Spell());
      }
    }
  }

  /** Records a refused request. A refusal for another reason than overload is ignored. */
  void refused(Refusal reason) {
    Spell spell = spells.get(reason);
    if (spell == null) {
      return;
    }
    long now = nanoTime.getAsLong();
    spell.last = now;
    spell.requests.increment();
    if (!spell.on.get() && spell.on.compareAndSet(false, true)) {
      spell.began = now;
      log.atWarn()
          .addKeyValue("reason", reason.label())
          .log("Requests are refused for overload; their senders are told to post again");
    }
  }

  boolean isOn(Refusal reason) {
    Spell spell = spells.get(reason);
    return spell != null && spell.on.get();
  }

  /** To be called about once a second. */
  void look() {
    long now = nanoTime.getAsLong();
    spells.forEach(
        (reason, spell) -> {
          if (spell.on.get() && now - spell.last >= OVER_AFTER.toNanos()) {
            log.atInfo()
                .addKeyValue("reason", reason.label())
                .addKeyValue("requests", spell.requests.sumThenReset())
                .addKeyValue("seconds", Duration.ofNanos(spell.last - spell.began).toSeconds())
                .log("The overload is over; no request was refused for it since");
            spell.on.set(false);
          }
        });
  }
}
