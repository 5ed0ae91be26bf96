package dev.imas.core.platform;

import io.vertx.core.VerticleBase;
import java.util.concurrent.Executor;

/**
 * Runs work on virtual threads of one Vert.x context: the work may await futures, and while it
 * does, other work of the same context runs. One piece runs at a time. To be deployed with {@link
 * io.vertx.core.ThreadingModel#VIRTUAL_THREAD}.
 *
 * <p>Work that computes for long belongs on a worker thread: a virtual thread leaves its processor
 * only when it awaits.
 */
public final class VirtualThreads extends VerticleBase implements Executor {

  @Override
  public void execute(Runnable work) {
    context.runOnContext(now -> work.run());
  }
}
