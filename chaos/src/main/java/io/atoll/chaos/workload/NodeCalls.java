package io.atoll.chaos.workload;

import io.atoll.causal.CausalContext;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.Epochs;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Tags;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.replication.KeyValueStore;
import io.atoll.replication.Outcome;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import io.atoll.wire.FailureCode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How somebody outside the cluster asks nodes directly: puts a request that the {@link History}
 * knows to the node that it names, and notes there how it ended. A node that dies under a request
 * leaves it without an answer; then it is given up some time after its timeout.
 */
final class NodeCalls {
  /** How much longer than the timeout it asked for a client waits for an answer. */
  private static final long GRACE_MS = 500;

  private final SimCluster cluster;
  private final Epochs epochs;
  private final Scheduler.Life life;

  /**
   * @param life of whoever asks
   */
  NodeCalls(Stage stage, Scheduler.Life life) {
    this.cluster = stage.cluster();
    this.epochs = stage.history().epochs();
    this.life = life;
  }

  /**
   * Asks for a read.
   *
   * @param loop on which loop of the node
   * @param then runs when it has ended or was given up
   */
  void ask(Read read, int loop, Runnable then) {
    ReadRequest request =
        new ReadRequest(
            read.keyspace(),
            bytes(read.key()),
            read.level(),
            read.question().timeoutMs(),
            read.minContext());
    ask(
        read.question().node(),
        loop,
        read.question().timeoutMs(),
        store -> store.get(request),
        result -> read.answered(answered(result.outcome()), result.siblings()),
        why -> read.ended(refused(why)),
        then);
  }

  /**
   * Asks for a write.
   *
   * @param keyspaceId of the keyspace that is meant, where there may be several of its name
   * @param value empty for a delete
   * @param done told the context of the answer, when there is one
   * @param then runs when it has ended or was given up
   */
  void ask(
      Write write,
      int keyspaceId,
      byte[] value,
      int loop,
      Consumer<CausalContext> done,
      Runnable then) {
    write.carries(value);
    WriteRequest request =
        new WriteRequest(
            write.keyspace(),
            keyspaceId,
            bytes(write.key()),
            write.context(),
            write.isDelete(),
            Tags.contentType(write.id()),
            value,
            write.level(),
            write.question().timeoutMs());
    ask(
        write.question().node(),
        loop,
        write.question().timeoutMs(),
        store -> store.write(request),
        result -> {
          write.ended(answered(result.outcome()));
          done.accept(result.context());
        },
        why -> write.ended(refused(why)),
        then);
  }

  private <T> void ask(
      String nodeId,
      int loop,
      long timeoutMs,
      Function<KeyValueStore, Future<T>> request,
      Consumer<T> answered,
      Consumer<Throwable> refused,
      Runnable then) {
    if (cluster.node(nodeId) == null) {
      cluster.scheduler().after(1_000_000, life, then);
      return;
    }
    Once once = new Once(then);
    cluster.onLoop(
        nodeId,
        loop,
        node ->
            request
                .apply(node.backend(loopOf(node)).store())
                .onComplete(
                    result -> {
                      epochs.saw(nodeId, node.topology(), cluster.scheduler().nowNanos());
                      once.later(() -> answered.accept(result));
                    },
                    why -> once.later(() -> refused.accept(why))));
    cluster.scheduler().after((timeoutMs + GRACE_MS) * 1_000_000, life, once::giveUp);
  }

  /** Lets a request end once, outside the node. */
  private final class Once {
    private final Runnable then;
    private boolean over;

    Once(Runnable then) {
      this.then = then;
    }

    void later(Runnable reaction) {
      if (!over) {
        over = true;
        cluster
            .scheduler()
            .after(
                0,
                life,
                () -> {
                  reaction.run();
                  then.run();
                });
      }
    }

    void giveUp() {
      if (!over) {
        over = true;
        then.run();
      }
    }
  }

  private Ending.Answered answered(Outcome outcome) {
    return new Ending.Answered(cluster.scheduler().nowNanos(), Ending.Claims.of(outcome));
  }

  private Ending.Refused refused(Throwable why) {
    long now = cluster.scheduler().nowNanos();
    String message = String.valueOf(why.getMessage());
    return why instanceof RequestFailure failure
        ? new Ending.Refused(now, failure.code(), failure.code().withoutEffect(), message)
        : new Ending.Refused(now, FailureCode.DEFECT, false, why.toString());
  }

  private static int loopOf(Node node) {
    for (int i = 0; i < node.env().loops().size(); i++) {
      if (node.env().loops().get(i).isCurrent()) {
        return i;
      }
    }
    throw new IllegalStateException("not on a loop of the node");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
