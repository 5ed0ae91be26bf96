package dev.imas.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.BusMembers;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The buses of several processes, here in one process, each on its own ports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusteredBusIT {

  private final Members members = new Members();
  private final Members.Bus core = members.start("core");
  private final Members.Bus other = members.start("gateway,notifier");

  @AfterAll
  void close() {
    members.close();
  }

  @Test
  void eachSeesTheOther() {
    assertThat(BusMembers.of(core.vertx()).orElseThrow())
        .extracting(BusMembers.Member::roles, BusMembers.Member::self)
        .containsExactlyInAnyOrder(tuple("core", true), tuple("gateway,notifier", false));
    assertThat(core.meter("imas_bus_members")).isEqualTo(2);
  }

  @Test
  void whatOneSendsTheOtherHears() {
    List<DeliveriesQueued> heard = new CopyOnWriteArrayList<>();
    DeliveriesQueued.registerOn(core.events());
    DeliveriesQueued.registerOn(other.events());
    Await.result(
        other
            .events()
            .<DeliveriesQueued>consumer(DeliveriesQueued.ADDRESS, m -> heard.add(m.body()))
            .completion());
    DeliveriesQueued sent = new DeliveriesQueued(3, Severity.SEV2_HIGH);

    Await.until(
        "the message",
        () -> {
          core.events().send(DeliveriesQueued.ADDRESS, sent);
          return heard;
        },
        all -> all.contains(sent));
  }

  @Test
  void whatOneAsksTheOtherAnswers() {
    ReplayRequested.registerOn(core.events());
    ReplayRequested.registerOn(other.events());
    Await.result(
        other
            .events()
            .<ReplayRequested>consumer(
                ReplayRequested.ADDRESS, m -> m.reply(m.body().dialect() + " read"))
            .completion());
    ReplayRequested asked =
        new ReplayRequested(
            new UUID(1, 2),
            new UUID(3, 4),
            new UUID(5, 6),
            "vera",
            "loki",
            false,
            Instant.EPOCH,
            Buffer.buffer("{}"));

    assertThat(Await.result(core.events().<String>request(ReplayRequested.ADDRESS, asked)).body())
        .isEqualTo("loki read");
  }

  /** A message of a newer process is dropped and counted, and a waiting caller gets an answer. */
  @Test
  void whatTheOtherCannotReadReachesNobody() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    core.events().registerCodec(new Bytes((byte) 2));
    other.events().registerCodec(new Bytes((byte) 1));
    Await.result(other.events().consumer("news", m -> heard.add(m.body())).completion());
    double before = other.meter("imas_bus_messages_unreadable_total");

    assertThatThrownBy(
            () ->
                Await.result(
                    core.events()
                        .request(
                            "news",
                            Buffer.buffer("x"),
                            new DeliveryOptions().setCodecName("bytes"))))
        .hasMessageContaining("runs a version that cannot read it");

    assertThat(other.meter("imas_bus_messages_unreadable_total")).isEqualTo(before + 1);
    assertThat(heard).isEmpty();
  }

  @Test
  void noJavaObjectGoesOverTheBus() {
    assertThatThrownBy(() -> core.events().send("anywhere", new ArrayList<>(List.of("x"))))
        .hasMessageContaining("No message codec");
  }

  /**
   * A process with another encryption key belongs to another installation, even if it knows the
   * addresses.
   */
  @Test
  void aStrangerNeitherJoinsNorSpeaks() {
    byte[] key = new byte[32];
    key[0] = 1;
    Members.Bus stranger = members.start("core", new ClusterKey(key), members.config());

    assertThat(stranger.meter("imas_bus_members")).isEqualTo(1);
    assertThat(core.meter("imas_bus_members")).isEqualTo(2);
    NetClientOptions asStranger = new NetClientOptions();
    BusIdentity identity = BusIdentity.of(new ClusterKey(key));
    assertThat(isTalkedTo(identity.client(asStranger))).isFalse();
    assertThat(isTalkedTo(BusIdentity.of(Members.KEY).client(new NetClientOptions()))).isTrue();
    assertThat(isTalkedTo(new NetClientOptions())).isFalse();
    members.stop(stranger);
  }

  /** Whether the bus answers a ping of this client, as it does to members. */
  private boolean isTalkedTo(NetClientOptions options) {
    var client = core.vertx().createNetClient(options);
    try {
      NetSocket socket = Await.result(client.connect(other.config().busPort(), "127.0.0.1"));
      Promise<Boolean> answered = Promise.promise();
      socket.handler(pong -> answered.tryComplete(true));
      socket.closeHandler(closed -> answered.tryComplete(false));
      socket.exceptionHandler(failed -> answered.tryComplete(false));
      socket.write(PING);
      return Await.result(answered.future());
    } catch (RuntimeException | AssertionError refused) {
      return false;
    } finally {
      client.close();
    }
  }

  /** Protocol 2, codec 1 (ping), send, address, no reply address, sender, no headers, body. */
  private static final Buffer PING = ping();

  private static Buffer ping() {
    Buffer frame = Buffer.buffer().appendByte((byte) 2).appendByte((byte) 1).appendByte((byte) 0);
    frame.appendInt(4).appendString("ping").appendInt(0).appendInt(2).appendString("me");
    frame.appendInt(4);
    return Buffer.buffer().appendInt(frame.length()).appendBuffer(frame);
  }

  /**
   * One address accepts connections and says nothing, nobody listens at another, and one cannot be
   * resolved.
   */
  @Test
  void startsThoughMembersDoNotAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Members lonely = new Members();
      lonely.knows("127.0.0.1:" + silent.getLocalPort());
      lonely.knows("127.0.0.1:" + FreePort.next());
      lonely.knows("nobody.invalid:8095");
      long begun = System.nanoTime();

      Members.Bus alone = lonely.start("core");

      assertThat((System.nanoTime() - begun) / 1e9).as("seconds").isLessThan(25);
      assertThat(alone.meter("imas_bus_members")).isEqualTo(1);
      Members.Bus second = lonely.start("gateway");
      Await.until(
          "the two to find each other", () -> second.meter("imas_bus_members"), n -> n == 2);
      lonely.close();
    }
  }

  /** A message with a version, like all of ours. */
  private record Bytes(byte version) implements MessageCodec<Buffer, Buffer> {

    @Override
    public void encodeToWire(Buffer buffer, Buffer message) {
      buffer.appendByte(version).appendBuffer(message);
    }

    @Override
    public Buffer decodeFromWire(int position, Buffer buffer) {
      if (buffer.getByte(position) != version) {
        throw new IllegalArgumentException("another version");
      }
      return buffer.getBuffer(position + 1, buffer.length());
    }

    @Override
    public Buffer transform(Buffer message) {
      return message;
    }

    @Override
    public String name() {
      return "bytes";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
