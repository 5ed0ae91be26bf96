package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeylessRoomTest {

  private static final long MIB = 1L << 20;

  private final KeylessRoom room = new KeylessRoom();

  @Test
  void oneAddressCannotTakeItAll() {
    assertThat(room.take("a", 4 * MIB)).isTrue();
    assertThat(room.take("a", 1)).isFalse();
    assertThat(room.take("b", 4 * MIB)).isTrue();
  }

  @Test
  void whoSpeaksForManyHasNoShareOfItsOwnButNotMoreThanAll() {
    assertThat(room.take(null, 12 * MIB)).isTrue();
    assertThat(room.take("a", 4 * MIB)).isTrue();
    assertThat(room.take(null, 1)).isFalse();

    room.release(null, 12 * MIB);

    assertThat(room.held()).isEqualTo(4 * MIB);
    assertThat(room.take("a", 1)).isFalse();
  }

  @Test
  void isBoundedInAllAndComesBack() {
    for (String address : new String[] {"a", "b", "c", "d"}) {
      assertThat(room.take(address, 4 * MIB)).isTrue();
    }
    assertThat(room.take("e", 1)).isFalse();

    room.release("a", 4 * MIB);

    assertThat(room.take("e", 4 * MIB)).isTrue();
    assertThat(room.held()).isEqualTo(16 * MIB);
  }
}
