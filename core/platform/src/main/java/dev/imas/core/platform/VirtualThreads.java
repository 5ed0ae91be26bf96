package dev.imas.core.platform;

import io.vertx.core.VerticleBase;
import java.util.concurrent.Executor;

/**
 * Runs work on virtual threads of one Vert.x context, one piece at a time. The work may await
 * futures; meanwhile other work of the same context runs. Deploy it with {@link
 * io.vertx.core.ThreadingModel#VIRTUAL_THREAD}.
 *
 * <p>Work that computes for long belongs on a worker thread, since a virtual thread frees its
 * processor only when it awaits.
 */
public final class VirtualThreads extends VerticleBase implements Executor {

  @Override
  public void execute(Runnable work) {
    context.runOnContext(now -> work.run());
  }
}
