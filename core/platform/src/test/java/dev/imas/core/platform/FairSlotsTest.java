package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.FairSlots.Own;
import dev.imas.core.platform.FairSlots.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FairSlotsTest {

  private long nanos;
  private final FairSlots slots = new FairSlots(4, Own.REPLACES, () -> nanos);
  private final List<String> evicted = new ArrayList<>();

  private class Client implements FairSlots.Occupant {
    private final String name;
    private final FairSlots on;
    private Stage stage = Stage.BUSY;

    Client(String name, FairSlots on) {
      this.name = name;
      this.on = on;
    }

    @Override
    public Stage stage() {
      return stage;
    }

    @Override
    public void evict() {
      evicted.add(name);
      on.leave(this);
    }
  }

  private boolean enters(@Nullable String holder, String name) {
    return slots.enter(holder, new Client(name, slots));
  }

  private Client asked(@Nullable String holder, String name, Stage stage) {
    Client client = new Client(name, slots);
    client.stage = stage;
    assertThat(slots.enter(holder, client)).isTrue();
    slots.asked(client);
    return client;
  }

  @Test
  void whoAsksForNothingMakesRoomOldestFirst() {
    enters("a", "a1");
    asked("a", "a2", Stage.BUSY);
    enters("a", "a3");
    enters("a", "a4");

    assertThat(enters("b", "b1")).isTrue();
    assertThat(enters("a", "a5")).as("its own have a second").isFalse();
    nanos += 1_000_000_000;
    assertThat(enters("a", "a5")).as("its own oldest goes").isTrue();
    assertThat(evicted).containsExactly("a1", "a3");
    assertThat(slots.taken()).isEqualTo(4);
  }

  @Test
  void whoRestsGoesBeforeWhoseRequestIsIncomplete() {
    asked("a", "busy", Stage.BUSY);
    asked("a", "asking", Stage.ASKING);
    asked("a", "resting", Stage.RESTING);
    asked("b", "other", Stage.RESTING);

    assertThat(enters("c", "c1")).isTrue();
    assertThat(enters("d", "d1")).isTrue();
    assertThat(enters("e", "e1")).as("all have as much, and c asked for nothing").isTrue();
    assertThat(evicted).containsExactly("resting", "asking", "c1");
  }

  @Test
  void oneThatIsAnsweredGoesOnlyForAnotherHolderAndAboveAnEqualShare() {
    for (int i = 1; i <= 4; i++) {
      asked("a", "a" + i, Stage.BUSY);
    }
    assertThat(enters("a", "a5")).isFalse();
    asked("b", "b1", Stage.BUSY);
    asked("b", "b2", Stage.BUSY);
    assertThat(enters("b", "b3")).as("half is an equal share").isFalse();
    asked("c", "c1", Stage.BUSY);
    assertThat(evicted).containsExactly("a1", "a2", "a3");
  }

  @Test
  void whoSpeaksForManyIsNeverEvicted() {
    for (int i = 1; i <= 3; i++) {
      asked(null, "proxy" + i, Stage.RESTING);
    }
    enters("a", "a1");
    assertThat(enters(null, "proxy4")).isTrue();
    assertThat(evicted).containsExactly("a1");
    assertThat(enters("b", "b1")).as("nobody is left to make room").isFalse();
  }

  @Test
  void whereOwnSlotsAreKeptOnlyThoseGoThatAskedForNothing() {
    FairSlots kept = new FairSlots(2, Own.KEEPS, () -> nanos);
    Client first = new Client("first", kept);
    first.stage = Stage.RESTING;
    assertThat(kept.enter("a", first)).isTrue();
    kept.asked(first);
    assertThat(kept.enter("a", new Client("silent", kept))).isTrue();
    nanos += 1_000_000_000;

    Client third = new Client("third", kept);
    third.stage = Stage.RESTING;
    assertThat(kept.enter("a", third)).isTrue();
    kept.asked(third);
    assertThat(kept.enter("a", new Client("fourth", kept))).isFalse();
    assertThat(kept.enter("b", new Client("other", kept))).isTrue();
    assertThat(evicted).containsExactly("silent", "first");
  }

  @Test
  void evictionsThatTakeTimeAreBounded() {
    FairSlots slow = new FairSlots(1, Own.REPLACES, () -> nanos);
    Lingering lingering = new Lingering();
    assertThat(slow.enter("a", lingering)).isTrue();
    int entered = 1;
    nanos += 1_000_000_000;
    while (entered < 1_000 && slow.enter("a", new Lingering())) {
      nanos += 1_000_000_000;
      entered++;
    }
    assertThat(slow.taken()).isEqualTo(entered).isLessThan(100);
    slow.leave(lingering);
    assertThat(slow.enter("a", new Lingering())).isTrue();
  }

  private static final class Lingering implements FairSlots.Occupant {
    @Override
    public Stage stage() {
      return Stage.RESTING;
    }

    @Override
    public void evict() {}
  }

  /** Whatever one holder does, each of the others gets what would be an equal share. */
  @Test
  void nobodyKeepsOthersOut() {
    Random random = new Random(7);
    FairSlots many = new FairSlots(50, Own.REPLACES, () -> nanos);
    Map<String, Integer> held = new HashMap<>();
    List<Client> there = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      String holder = random.nextInt(20) > 0 ? "greedy" : "other" + random.nextInt(10);
      Client client =
          new Client(holder, many) {
            @Override
            public void evict() {
              super.evict();
              there.remove(this);
              held.merge(holder, -1, Integer::sum);
            }
          };
      client.stage = Stage.values()[random.nextInt(3)];
      nanos += random.nextInt(1_000_000_000);
      if (many.enter(holder, client)) {
        there.add(client);
        held.merge(holder, 1, Integer::sum);
        if (random.nextBoolean()) {
          many.asked(client);
        }
      } else {
        refused++;
        assertThat(held.get(holder)).isGreaterThanOrEqualTo(50 / 11);
      }
      assertThat(many.taken()).isEqualTo(there.size()).isLessThanOrEqualTo(50);
      if (random.nextInt(30) == 0) {
        Client leaving = there.remove(random.nextInt(there.size()));
        held.merge(leaving.name, -1, Integer::sum);
        many.leave(leaving);
      }
    }
    assertThat(refused).isPositive();
    there.forEach(many::leave);
    assertThat(many.taken()).isZero();
  }
}
