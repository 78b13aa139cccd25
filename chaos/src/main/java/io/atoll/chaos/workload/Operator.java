package io.atoll.chaos.workload;

import io.atoll.chaos.history.Change;
import io.atoll.chaos.world.Stage;
import io.atoll.replication.RequestFailure;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;

/**
 * Asks nodes for changes of keyspaces, and tells the history. What is answered ends when the node
 * says so: never, when it dies.
 */
public final class Operator {
  private final Stage stage;

  public Operator(Stage stage) {
    this.stage = stage;
  }

  public Future<Topology> create(String nodeId, Keyspace keyspace) {
    return ask(
        nodeId, Change.Kind.CREATE, keyspace.name(), keyspace, b -> b.createKeyspace(keyspace));
  }

  /** Makes the keyspace of that name what another is, except for its id. */
  public Future<Topology> change(String nodeId, Keyspace keyspace) {
    return ask(
        nodeId,
        Change.Kind.CHANGE,
        keyspace.name(),
        keyspace,
        backend -> backend.changeKeyspace(keyspace.name(), before -> keyspace));
  }

  public Future<Topology> drop(String nodeId, String name) {
    return ask(nodeId, Change.Kind.DROP, name, null, backend -> backend.dropKeyspace(name));
  }

  private Future<Topology> ask(
      String nodeId,
      Change.Kind kind,
      String name,
      Keyspace definition,
      Function<Backend, Future<Topology>> how) {
    Promise<Topology> answer = Promise.promise();
    stage
        .cluster()
        .onLoop(
            nodeId,
            0,
            node -> {
              Change change =
                  stage
                      .history()
                      .change(new Change(kind, name, definition, nodeId, stage.nowNanos()));
              how.apply(node.backend(0))
                  .onComplete(
                      decided -> decided(change, nodeId, decided), why -> failed(change, why))
                  .onComplete(answer);
            });
    return answer.future();
  }

  private void decided(Change change, String nodeId, Topology decided) {
    change.decided(decided.epoch(), stage.nowNanos());
    stage.history().epochs().told(nodeId, decided, stage.nowNanos());
    stage.say(change.toString());
  }

  /** What does not fit is not proposed; of what was, the failure says whether it may be decided. */
  private void failed(Change change, Throwable why) {
    boolean certainly =
        why instanceof RequestFailure failure
            ? failure.code().withoutEffect()
            : why instanceof IllegalArgumentException;
    change.failed(String.valueOf(why.getMessage()), certainly, stage.nowNanos());
    stage.say(change.toString());
  }
}
