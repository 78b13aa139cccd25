package io.atoll.client.vertx;

import io.atoll.client.transport.ClientLoop;
import io.atoll.net.EventLoops;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * Loops for a client, of a Vert.x instance of its own or of a given one. Must be kept while the
 * client lives: it holds the sockets. Callable from any thread.
 */
public final class VertxLoops {
  private final Vertx vertx;
  private final boolean own;
  private final List<VertxClientLoop> loops = new ArrayList<>();

  private VertxLoops(Vertx vertx, boolean own, int count) {
    this.vertx = vertx;
    this.own = own;
    for (int i = 0; i < count; i++) {
      loops.add(new VertxClientLoop(((VertxInternal) vertx).createEventLoopContext()));
    }
  }

  /** Loops of a new Vert.x instance, which {@link #close} closes. */
  public static VertxLoops own(int count) {
    check(count);
    VertxOptions options = new VertxOptions().setEventLoopPoolSize(count).setWorkerPoolSize(1);
    return new VertxLoops(EventLoops.vertx(options), true, count);
  }

  /** Loops of a Vert.x instance that somebody else closes, after {@link #close}. */
  public static VertxLoops of(Vertx vertx, int count) {
    check(count);
    return new VertxLoops(vertx, false, count);
  }

  /** The loops, each on an event loop; on different ones as far as there are enough. */
  public List<ClientLoop> loops() {
    return List.copyOf(loops);
  }

  /** Whether the calling thread is one of them. */
  public boolean areCurrent() {
    for (VertxClientLoop loop : loops) {
      if (loop.isCurrent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Closes the sockets, and the Vert.x instance if it is its own. To be called when the engine on
   * these loops is closed.
   *
   * @param then run when all is closed
   */
  public void close(Runnable then) {
    loops.forEach(VertxClientLoop::close);
    if (own) {
      vertx.close().onComplete(ignored -> then.run());
    } else {
      then.run();
    }
  }

  private static void check(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "a client has %d loops: must be at least 1".formatted(count));
    }
  }
}
