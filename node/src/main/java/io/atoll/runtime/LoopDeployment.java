package io.atoll.runtime;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops of one node: one tiny verticle per loop, deployed for its context. Vert.x spreads
 * the contexts over its threads, and undeploying ends the timers, clients and servers that were
 * started on them. What is thrown on a loop and caught by nobody comes here, whether a task, a
 * timer or a handler of a socket threw it.
 */
final class LoopDeployment {
  private static final Logger LOG = LoggerFactory.getLogger(LoopDeployment.class);

  private final Vertx vertx;
  private final String deploymentId;
  private final List<VertxLoop> loops;

  private LoopDeployment(Vertx vertx, String deploymentId, List<VertxLoop> loops) {
    this.vertx = vertx;
    this.deploymentId = deploymentId;
    this.loops = loops;
  }

  /**
   * @param failStop what a fatal error on a loop leads to
   */
  static Future<LoopDeployment> deploy(Vertx vertx, int count, FailStop failStop) {
    ConcurrentLinkedQueue<VertxLoop> loops = new ConcurrentLinkedQueue<>();
    return vertx
        .deployVerticle(
            () -> new LoopVerticle(loops, failStop), new DeploymentOptions().setInstances(count))
        .map(id -> new LoopDeployment(vertx, id, List.copyOf(loops)));
  }

  List<VertxLoop> loops() {
    return loops;
  }

  Future<Void> undeploy() {
    return vertx.undeploy(deploymentId);
  }

  private static final class LoopVerticle extends VerticleBase {
    private final ConcurrentLinkedQueue<VertxLoop> loops;
    private final FailStop failStop;

    LoopVerticle(ConcurrentLinkedQueue<VertxLoop> loops, FailStop failStop) {
      this.loops = loops;
      this.failStop = failStop;
    }

    @Override
    public Future<?> start() {
      context.exceptionHandler(this::unhandled);
      loops.add(new VertxLoop(context));
      return Future.succeededFuture();
    }

    private void unhandled(Throwable thrown) {
      failStop.check("an event loop", thrown);
      LOG.error("something on an event loop failed: this is a defect", thrown);
    }
  }
}
