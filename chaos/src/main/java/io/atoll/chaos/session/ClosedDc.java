package io.atoll.chaos.session;

import io.atoll.chaos.world.Stage;
import io.atoll.client.Consistency;
import io.atoll.client.ReadOptions;
import io.atoll.ring.Member;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A DC is closed for a while when everything has healed: all its nodes are stopped cleanly. Users
 * there must find in another what any replica can give them, and the DC must come back.
 */
final class ClosedDc {
  /** By when a client has lost its connections to the DC, and has others. */
  private static final long TURN_MS = 10_000;

  private static final int READ_MS = 2_000;

  /** By when nodes that have started are taken for alive by all others. */
  private static final long RETURN_MS = 15_000;

  private final Stage stage;
  private final List<Member> closed;

  /**
   * @param dc one of several
   */
  ClosedDc(Stage stage, String dc) {
    this.stage = stage;
    this.closed = stage.members().stream().filter(member -> member.dc().equals(dc)).toList();
  }

  /**
   * Holds the exam; virtual time passes.
   *
   * @param inside the clients in the DC
   * @param keyspace one that has replicas in every DC
   * @param broken told of every read that fails
   */
  void exam(List<ClientProcess> inside, String keyspace, Consumer<String> broken) {
    closed.forEach(member -> stage.cluster().stop(member.nodeId()));
    stage.cluster().runForMs(TURN_MS);
    ReadOptions options = ReadOptions.at(Consistency.ONE).withTimeout(Duration.ofMillis(READ_MS));
    Map<String, CompletableFuture<?>> reads = new LinkedHashMap<>();
    for (ClientProcess client : inside) {
      reads.put(
          client.name(), client.keyspace(keyspace).get("key0", options).toCompletableFuture());
    }
    stage.cluster().runForMs(READ_MS + 1_000);
    reads.forEach(
        (name, read) -> {
          if (!read.isDone() || read.isCompletedExceptionally()) {
            broken.accept(
                "the read at one by %s, whose DC is closed, %s"
                    .formatted(
                        name,
                        read.isDone() ? "failed: " + read.exceptionNow() : "did not end in time"));
          }
        });
    closed.forEach(member -> stage.cluster().start(member.nodeId()));
    stage.cluster().runForMs(RETURN_MS);
  }
}
