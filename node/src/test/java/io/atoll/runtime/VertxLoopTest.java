package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.Invariant;
import io.atoll.env.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VertxLoopTest {
  private final BlockedThreadGuard guard = BlockedThreadGuard.open();
  private final Promise<Throwable> fatal = Promise.promise();
  private LoopDeployment deployment;
  private VertxLoop loop;

  @BeforeEach
  void deploy() {
    // Three loops on two threads: two of them share one.
    deployment =
        Awaiting.await(
            LoopDeployment.deploy(guard.vertx(), 3, (where, cause) -> fatal.tryComplete(cause)));
    loop = deployment.loops().getFirst();
  }

  @AfterEach
  void undeploy() {
    Awaiting.await(deployment.undeploy());
    guard.close();
  }

  @Test
  void tasksOfEachThreadRunInItsOrder() throws InterruptedException {
    List<int[]> ran = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(4_000);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int thread = t;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 1_000; i++) {
                      int number = i;
                      loop.execute(
                          () -> {
                            ran.add(new int[] {thread, number});
                            all.countDown();
                          });
                    }
                  }));
    }
    Awaiting.await(all);
    for (Thread thread : threads) {
      thread.join();
    }
    for (int t = 0; t < 4; t++) {
      int thread = t;
      assertThat(ran.stream().filter(r -> r[0] == thread).map(r -> r[1])).hasSize(1_000).isSorted();
    }
  }

  @Test
  void aFatalErrorInATaskOrTimerEndsTheProcess() {
    OutOfMemoryError made = new OutOfMemoryError("made for this test");
    loop.execute(
        () ->
            loop.after(
                1,
                () -> {
                  throw made;
                }));
    assertThat(Awaiting.await(fatal.future())).isSameAs(made);
  }

  @Test
  void aDefectInATaskDoesNotEndTheProcess() {
    Promise<Void> next = Promise.promise();
    loop.execute(
        () -> {
          loop.execute(next::complete);
          throw new AssertionError("a defect, made for this test");
        });
    Awaiting.await(next.future());
    assertThat(fatal.future().isComplete()).isFalse();
  }

  @Test
  void executeNeverRunsATaskWithinTheCall() {
    List<String> order = new ArrayList<>();
    Promise<Void> done = Promise.promise();
    loop.execute(
        () -> {
          loop.execute(() -> order.add("inner"));
          order.add("outer");
          loop.execute(done::complete);
        });
    Awaiting.await(done.future());
    assertThat(order).containsExactly("outer", "inner");
  }

  @Test
  void loopsAreToldApartEvenOnOneThread() {
    assertThat(loop.isCurrent()).isFalse();
    for (VertxLoop each : deployment.loops()) {
      List<VertxLoop> current =
          Awaiting.await(
              each.call(
                  () ->
                      Future.succeededFuture(
                          deployment.loops().stream().filter(VertxLoop::isCurrent).toList())));
      assertThat(current).containsExactly(each);
    }
    boolean inBlockingTask =
        Awaiting.await(
            loop.call(() -> guard.vertx().executeBlocking(() -> loop.isCurrent(), false)));
    assertThat(inBlockingTask).isFalse();
  }

  @Test
  void timersRunOnTheLoopAndCancelledOnesDoNot() {
    List<String> ran = new ArrayList<>();
    Promise<Boolean> done = Promise.promise();
    loop.execute(
        () -> {
          Timers.Timer cancelled = loop.after(1, () -> ran.add("cancelled"));
          Timers.Timer[] periodic = new Timers.Timer[1];
          periodic[0] =
              loop.every(
                  1,
                  () -> {
                    ran.add("periodic");
                    if (ran.size() == 3) {
                      periodic[0].cancel();
                      loop.after(50, () -> done.complete(loop.isCurrent()));
                    }
                  });
          loop.after(0, () -> ran.add("once"));
          cancelled.cancel();
          cancelled.cancel();
        });
    assertThat(Awaiting.await(done.future())).isTrue();
    assertThat(ran).containsExactlyInAnyOrder("once", "periodic", "periodic");
  }

  @Test
  void timersOfAnotherThreadAreADefect() {
    assertThatThrownBy(() -> loop.after(1, () -> {}))
        .isInstanceOf(Invariant.InvariantViolation.class);
  }

  @Test
  void aCallThatThrowsFailsItsFuture() {
    Future<Void> future =
        loop.call(
            () -> {
              throw new IllegalStateException("made for this test");
            });
    assertThatThrownBy(() -> Awaiting.await(future)).hasMessageContaining("made for this test");
  }

  @Test
  void aBlockedLoopIsNoticed() {
    BlockedThreadGuard strict = BlockedThreadGuard.open(50);
    CountDownLatch release = new CountDownLatch(1);
    strict.vertx().runOnContext(ignored -> Awaiting.await(release));
    while (strict.reports().isEmpty()) {
      Thread.onSpinWait();
    }
    release.countDown();
    assertThatThrownBy(strict::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("aBlockedLoopIsNoticed");
  }
}
