package dev.imas.core.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.platform.BusCodec;
import dev.imas.core.platform.TimelineSeen;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The encoding of each message between processes, which other versions must be able to read. */
class BusMessagesTest {

  private enum Sample {
    BODY_KEPT(
        BodyKept.CODEC,
        new BodyKept(new UUID(1, 2), new UUID(3, 4), "é", Buffer.buffer(new byte[] {5, 6})),
        "01"
            + "0000000000000001"
            + "0000000000000002"
            + "0000000000000003"
            + "0000000000000004"
            + "00000002"
            + "c3a9"
            + "00000002"
            + "0506"),
    BODY_PASTED(
        BodyPasted.CODEC,
        new BodyPasted(new UUID(1, 2), new UUID(3, 4), "/a", "é", Buffer.buffer(new byte[] {5, 6})),
        "01"
            + "0000000000000001"
            + "0000000000000002"
            + "0000000000000003"
            + "0000000000000004"
            + "00000002"
            + "2f61"
            + "00000002"
            + "c3a9"
            + "00000002"
            + "0506"),
    BODY_POSTED(
        BodyPosted.CODEC,
        new BodyPosted(new UUID(1, 2), new UUID(3, 4), Buffer.buffer(new byte[] {5, 6})),
        "01"
            + "0000000000000001"
            + "0000000000000002"
            + "0000000000000003"
            + "0000000000000004"
            + "00000002"
            + "0506"),
    CHANGES_NUMBERED(ChangesNumbered.CODEC, new ChangesNumbered(5), "0100000005"),
    DELIVERIES_DIED(DeliveriesDied.CODEC, new DeliveriesDied(3), "0100000003"),
    DELIVERIES_QUEUED(
        DeliveriesQueued.CODEC, new DeliveriesQueued(7, Severity.SEV2_HIGH), "010000000702"),
    TIMELINE_SEEN(TimelineSeen.CODEC, new TimelineSeen(6, 7), "01000000000000000600000007"),
    PRESENCE_TOLD(
        PresenceReported.CODEC,
        new PresenceReported(
            new UUID(1, 2),
            new UUID(3, 4),
            new UUID(5, 6),
            new UUID(7, 8),
            new UUID(9, 10),
            PresenceReported.WRITING,
            "vera",
            "é"),
        "01"
            + "0000000000000001"
            + "0000000000000002"
            + "0000000000000003"
            + "0000000000000004"
            + "0000000000000005"
            + "0000000000000006"
            + "0000000000000007"
            + "0000000000000008"
            + "0000000000000009"
            + "000000000000000a"
            + "02"
            + "00000004"
            + "76657261"
            + "00000002"
            + "c3a9"),
    REPLIES_QUEUED(RepliesQueued.CODEC, new RepliesQueued(2), "0100000002"),
    REPLAY_REQUESTED(
        ReplayRequested.CODEC,
        new ReplayRequested(
            new UUID(1, 2),
            new UUID(3, 4),
            new UUID(5, 6),
            "vera",
            "loki",
            true,
            Instant.ofEpochSecond(7, 9_000),
            Buffer.buffer(new byte[] {5, 6})),
        "02"
            + "0000000000000001"
            + "0000000000000002"
            + "0000000000000003"
            + "0000000000000004"
            + "0000000000000005"
            + "0000000000000006"
            + "00000004"
            + "76657261"
            + "00000004"
            + "6c6f6b69"
            + "01"
            + "00000000006acfc9"
            + "00000002"
            + "0506"),
    REPLAY_OF_A_TEST_REQUESTED(
        ReplayRequested.CODEC,
        new ReplayRequested(
            new UUID(1, 2),
            new UUID(3, 4),
            new UUID(5, 6),
            "vera",
            "loki",
            false,
            Instant.EPOCH,
            Buffer.buffer(new byte[] {5}),
            true),
        "02"
            + "0000000000000001"
            + "0000000000000002"
            + "0000000000000003"
            + "0000000000000004"
            + "0000000000000005"
            + "0000000000000006"
            + "00000004"
            + "76657261"
            + "00000009"
            + "746573743a6c6f6b69"
            + "00"
            + "0000000000000000"
            + "00000001"
            + "05"),
    TRANSITIONS_COMMITTED(
        TransitionsCommitted.CODEC,
        new TransitionsCommitted(
            List.of(
                new TransitionsCommitted.Change(
                    new UUID(1, 2),
                    new Fingerprint(3, 4),
                    9,
                    TransitionKind.of(1),
                    Severity.SEV1_CRITICAL))),
        "01"
            + "00000001"
            + "0000000000000001"
            + "0000000000000002"
            + "0000000000000003"
            + "0000000000000004"
            + "00000009"
            + "01"
            + "01");

    private final BusCodec<Object> codec;
    private final Object message;
    private final String wire;

    @SuppressWarnings("unchecked")
    Sample(BusCodec<?> codec, Object message, String wire) {
      this.codec = (BusCodec<Object>) codec;
      this.message = message;
      this.wire = wire;
    }

    private Buffer bytes() {
      return Buffer.buffer(HexFormat.of().parseHex(wire));
    }

    /** The message in a frame of the bus, where it does not start at the beginning. */
    private Object read(Buffer bytes) {
      return codec.decodeFromWire(5, Buffer.buffer("frame").appendBuffer(bytes));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isWrittenAndReadInItsForm(Sample sample) {
    Buffer written = Buffer.buffer();
    sample.codec.encodeToWire(written, sample.message);

    assertThat(HexFormat.of().formatHex(written.getBytes())).isEqualTo(sample.wire);
    assertThat(sample.read(written)).isEqualTo(sample.message);
  }

  @ParameterizedTest
  @EnumSource
  void whatANewerProcessAddedIsNotRead(Sample sample) {
    assertThat(sample.read(sample.bytes().appendString("more"))).isEqualTo(sample.message);
  }

  @ParameterizedTest
  @EnumSource
  void anotherVersionIsRefused(Sample sample) {
    assertThatThrownBy(() -> sample.read(sample.bytes().setByte(0, (byte) 9)))
        .hasMessageContaining("has version 9; this process reads version ");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCutIsRefused(Sample sample) {
    for (int length = 0; length < sample.bytes().length(); length++) {
      Buffer cut = sample.bytes().getBuffer(0, length);
      assertThatThrownBy(() -> sample.read(cut)).isInstanceOf(RuntimeException.class);
    }
  }

  /** With little memory: an impossible length is refused before its bytes are allocated. */
  @ParameterizedTest
  @EnumSource
  void anyBytesAreReadOrRefused(Sample sample) {
    Random random = new Random(12);
    List<Object> read = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      Buffer any = Buffer.buffer(new byte[] {1}).appendBytes(bytes);
      try {
        read.add(sample.read(any));
      } catch (RuntimeException refused) {
        assertThat(refused).isNotInstanceOf(NullPointerException.class);
      }
    }
    assertThat(read).doesNotContainNull();
  }

  @Test
  void aLengthThatIsNotThereIsRefused() {
    Buffer huge = Buffer.buffer(HexFormat.of().parseHex("017fffffff"));

    assertThatThrownBy(() -> TransitionsCommitted.CODEC.decodeFromWire(0, huge))
        .hasMessageContaining("do not fit");
    assertThatThrownBy(
            () -> TransitionsCommitted.CODEC.decodeFromWire(0, huge.copy().setInt(1, -1)))
        .hasMessageContaining("do not fit");
  }
}
