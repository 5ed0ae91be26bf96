package dev.imas.core.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadLoopTest {

  private static final Duration PHASE = Duration.ofSeconds(1);

  /**
   * The generator stops when no post waits after the end of the phase. So on a busy machine, on
   * which a loop hears of the phase late, its last posts must be due by then too.
   */
  @Test
  void aLoopThatHearsOfThePhaseLateSendsAllOfIt() {
    LoadPlan plan = StormOptionsTest.plan("--floor");
    RequestWriter writer =
        new RequestWriter(
            plan.shape(), new Endpoint("127.0.0.1", 1, ""), null, "run", 0, 60_000, 1);
    DefaultEventLoop thread = new DefaultEventLoop();
    LoadLoop loop = new LoadLoop(new Bootstrap(), null, thread, PHASE.toNanos());
    loop.add(new SenderPool(writer, 1));

    loop.start(new Phase(400, PHASE, Duration.ZERO), System.nanoTime() - PHASE.toNanos());

    assertThat(loop.waiting()).isEqualTo(400);
    loop.giveUp();
    assertThat(loop.notSent()).isEqualTo(400);
    loop.stop();
    thread.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }
}
