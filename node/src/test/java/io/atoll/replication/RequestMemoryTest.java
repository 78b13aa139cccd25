package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.ConsistencyLevel.Named;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/** States are reserved before they are kept, and what is reserved is given back. */
class RequestMemoryTest {
  private static final int VALUE_BYTES = 10_000;

  private static Siblings large(Stage given, String writer) {
    return given.written(writer, 1, "v".repeat(VALUE_BYTES));
  }

  private static void assertOverloaded(Future<?> answer) {
    assertThat(answer.failed()).isTrue();
    assertThat(answer.cause())
        .isInstanceOf(RequestFailure.Overloaded.class)
        .hasMessageContaining("all that it may");
  }

  @Test
  void aReadHoldsWhatItsReplicasAnsweredUntilItEnds() {
    Stage given = Stage.ofOneDc();
    given.local.put(Stage.KEY, large(given, "us-1"));
    Future<ReadResult> read = given.read(Named.QUORUM);
    assertThat(given.memory.reservedBytes()).isGreaterThan(2 * VALUE_BYTES);
    given.peers.sent().getFirst().state(large(given, "us-1"));
    assertThat(read.succeeded()).isTrue();
    assertThat(given.memory.reservedBytes()).isZero();
  }

  @Test
  void aStateThatFindsNoMemoryEndsItsReadAndNothingIsKept() {
    Stage given = Stage.ofOneDc();
    given.memory = new ByteBudget(2 * VALUE_BYTES + 5_000);
    given.local.put(Stage.KEY, large(given, "us-1"));
    Future<ReadResult> read = given.read(Named.QUORUM);
    assertThat(read.isComplete()).isFalse();
    given.peers.sent().getFirst().state(large(given, "us-1"));
    assertOverloaded(read);
    assertThat(given.memory.reservedBytes()).isZero();
    assertThat(given.peers.open()).isEmpty();
    given.isQuiet();
  }

  @Test
  void aStateOfThisNodeThatFindsNoMemoryAsksNobodyElse() {
    Stage given = Stage.ofOneDc();
    given.memory = new ByteBudget(VALUE_BYTES);
    given.local.put(Stage.KEY, large(given, "us-1"));
    assertOverloaded(given.read(Named.QUORUM));
    assertThat(given.memory.reservedBytes()).isZero();
    assertThat(given.peers.open()).isEmpty();
    given.isQuiet();
  }

  @Test
  void whereReadsAreLargeEachIsReservedBeforeAnybodyIsAsked() {
    Stage given = Stage.ofOneDc();
    given.memory = new ByteBudget(20 * VALUE_BYTES);
    given.local.put(Stage.KEY, large(given, "us-1"));
    Future<ReadResult> first = given.read(Named.ONE);
    assertThat(first.succeeded()).isTrue();
    assertThat(given.memory.reservedBytes()).isZero();
    given.memory.reserve(19 * VALUE_BYTES);
    given.local.holdReads();
    assertOverloaded(given.read(Named.ONE));
    given.memory.release(19 * VALUE_BYTES);
    Future<ReadResult> second = given.read(Named.ONE);
    assertThat(given.memory.reservedBytes()).isGreaterThan(2 * VALUE_BYTES);
    given.local.release();
    assertThat(second.succeeded()).isTrue();
    assertThat(given.memory.reservedBytes()).isZero();
  }

  @Test
  void smallReadsReserveNothing() {
    Stage given = Stage.ofOneDc();
    given.memory = new ByteBudget(1);
    given.memory.reserve(1);
    given.local.put(Stage.KEY, given.written("us-1", 1, "v"));
    assertThat(given.read(Named.ONE).succeeded()).isTrue();
    assertThat(given.memory.reservedBytes()).isEqualTo(1);
  }

  @Test
  void aWriteHoldsItsStateForItsLateReplicasAndMakesRoomWhenMemoryIsShort() {
    Stage given = Stage.ofOneDc();
    given.memory = new ByteBudget(2 * VALUE_BYTES + 1_000);
    Future<WriteResult> write =
        given.coordinator().write(given.request(Named.ONE, "v".repeat(VALUE_BYTES)));
    assertThat(write.succeeded()).isTrue();
    assertThat(given.memory.reservedBytes()).isGreaterThan(2 * VALUE_BYTES);
    assertThat(given.peers.open()).hasSize(2);
    given.time.pass(OperationTimer.TICK_MS);
    // The next request ends what only waits for late replicas, and holds its own.
    given.write(Named.ONE);
    assertThat(given.memory.reservedBytes()).isLessThan(3 * VALUE_BYTES);
  }
}
