package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.Loop;
import io.atoll.env.Timers;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.TokenRange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArcRescanTest {
  private static final int ARCS = 4;

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
  private final List<String> reads = new ArrayList<>();
  private final SketchKey key = new SketchKey(new byte[SketchKey.SECRET_BYTES]);
  private final ArcSketches sketches = new ArcSketches(key, ARCS, arc -> true, () -> 0);
  private TokenRange damaged;
  private Promise<Void> slow;
  private final ArcRescan rescan = new ArcRescan(sketches, this::read, new Queue(), 100);

  private Future<Void> read(int keyspaceId, TokenRange tokens, ArcReader.Visitor visitor) {
    reads.add(keyspaceId + " " + (tokens.from() >>> 62));
    if (tokens.equals(damaged)) {
      return Future.failedFuture("damaged");
    }
    visitor.visit(tokens.from(), new byte[1], new byte[2]);
    return slow == null ? Future.succeededFuture() : slow.future();
  }

  private final class Queue implements Loop {
    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public Timers.Timer after(long delayMs, Runnable task) {
      timers.add(task);
      return () -> {};
    }

    @Override
    public Timers.Timer every(long periodMs, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }

  private void run() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  private void doubtAll(int keyspaceId) {
    sketches.doubted(keyspaceId, TokenRange.RING);
    rescan.wake();
  }

  @Test
  void allThatIsUnknownIsReadOnceAndOneAtATime() {
    doubtAll(2);
    doubtAll(1);
    assertThat(reads).isEmpty();
    run();
    assertThat(reads).containsExactly("1 0", "1 1", "1 2", "1 3", "2 0", "2 1", "2 2", "2 3");
    assertThat(sketches.unknown()).isZero();
    assertThat(sketches.sketch(1, 2).keys()).isEqualTo(1);
    assertThat(timers).isEmpty();
  }

  @Test
  void anArcInDoubtWhileItIsReadIsReadAgain() {
    slow = Promise.promise();
    sketches.doubted(1, TokenRange.closed(0, 0));
    rescan.wake();
    run();
    doubtAll(1);
    run();
    assertThat(reads).containsExactly("1 0");
    Promise<Void> first = slow;
    slow = null;
    first.complete();
    run();
    assertThat(reads).containsExactly("1 0", "1 0", "1 1", "1 2", "1 3");
    assertThat(sketches.unknown()).isZero();
  }

  @Test
  void whatCannotBeReadHoldsNothingUpAndIsTriedAgain() {
    damaged = io.atoll.ring.Partitions.tokens(1, ARCS);
    doubtAll(1);
    run();
    assertThat(sketches.unknown()).isEqualTo(1);
    assertThat(reads).hasSize(ARCS);
    rescan.wake();
    run();
    assertThat(reads).hasSize(ARCS);
    assertThat(timers).hasSize(1);
    damaged = null;
    timers.poll().run();
    run();
    assertThat(sketches.unknown()).isZero();
    assertThat(timers).isEmpty();
  }

  @Test
  void nothingIsReadOnceItIsStopped() {
    slow = Promise.promise();
    doubtAll(1);
    run();
    rescan.stop();
    slow.complete();
    run();
    assertThat(reads).containsExactly("1 0");
    assertThat(sketches.unknown()).isEqualTo(ARCS);
  }
}
