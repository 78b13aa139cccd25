package io.atoll.runtime;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The event loops of one node: one tiny verticle per loop, deployed for its context. Vert.x spreads
 * the contexts over its threads, and undeploying ends the timers, clients and servers that were
 * started on them.
 */
final class LoopDeployment {
  private final Vertx vertx;
  private final String deploymentId;
  private final List<VertxLoop> loops;

  private LoopDeployment(Vertx vertx, String deploymentId, List<VertxLoop> loops) {
    this.vertx = vertx;
    this.deploymentId = deploymentId;
    this.loops = loops;
  }

  static Future<LoopDeployment> deploy(Vertx vertx, int count) {
    ConcurrentLinkedQueue<VertxLoop> loops = new ConcurrentLinkedQueue<>();
    return vertx
        .deployVerticle(() -> new LoopVerticle(loops), new DeploymentOptions().setInstances(count))
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

    LoopVerticle(ConcurrentLinkedQueue<VertxLoop> loops) {
      this.loops = loops;
    }

    @Override
    public Future<?> start() {
      loops.add(new VertxLoop(context));
      return Future.succeededFuture();
    }
  }
}
