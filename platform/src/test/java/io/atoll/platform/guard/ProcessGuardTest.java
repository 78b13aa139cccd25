package io.atoll.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.OutOfDirectMemoryError;
import io.vertx.core.Vertx;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessGuardTest {
  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Integer> exitCodes = new LinkedBlockingQueue<>();
  private final UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

  @AfterEach
  void close() {
    vertx.close().await();
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
  }

  private ProcessGuard watch(long patienceMs) {
    return ProcessGuard.watch(vertx, patienceMs, new ProcessEnd(exitCodes::add));
  }

  private int exitCode() throws InterruptedException {
    Integer code = exitCodes.poll(1, TimeUnit.MINUTES);
    assertThat(code).as("the process ends").isNotNull();
    return code;
  }

  @Test
  void anOutOfMemoryErrorOnALoopEndsTheProcess() throws InterruptedException {
    try (var _ = watch(0)) {
      vertx.runOnContext(
          go -> {
            throw new OutOfMemoryError("made for this test");
          });
      assertThat(exitCode()).isEqualTo(ProcessEnd.OUT_OF_MEMORY);
    }
  }

  @Test
  void anOutOfMemoryErrorOnAnotherThreadEndsTheProcess() throws InterruptedException {
    try (var _ = watch(0)) {
      Thread.ofPlatform()
          .start(
              () -> {
                throw new IllegalStateException(new OutOfMemoryError("made for this test"));
              });
      assertThat(exitCode()).isEqualTo(ProcessEnd.OUT_OF_MEMORY);
    }
  }

  @Test
  void aDefectOfOneTaskEndsNothing() throws InterruptedException {
    try (var _ = watch(0)) {
      vertx.runOnContext(
          go -> {
            throw new IllegalStateException("a defect, made for this test");
          });
      vertx.runOnContext(
          go -> {
            throw new StackOverflowError("made for this test");
          });
      CountDownLatch after = new CountDownLatch(1);
      vertx.runOnContext(go -> after.countDown());
      assertThat(after.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(exitCodes).isEmpty();
    }
  }

  @Test
  void aLoopThatDoesNotTurnEndsTheProcess() throws InterruptedException {
    CountDownLatch enough = new CountDownLatch(1);
    try (var _ = watch(1)) {
      vertx.runOnContext(
          go -> {
            try {
              enough.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      assertThat(exitCode()).isEqualTo(ProcessEnd.DEAD_LOOP);
    } finally {
      enough.countDown();
    }
  }

  @Test
  void theEndComesASecondTimeInCaseTheFirstIsHeldUp() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(2);
    try (ProcessEnd end =
        new ProcessEnd(
            code -> {
              exitCodes.add(code);
              second.countDown();
            })) {
      end.now(ProcessEnd.DEAD_LOOP, "made for this test");
      assertThat(second.await(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(exitCodes).containsExactly(ProcessEnd.DEAD_LOOP, ProcessEnd.DEAD_LOOP);
  }

  @Test
  void nettysErrorIsOneOfMemory() {
    assertThat(OutOfMemoryError.class).isAssignableFrom(OutOfDirectMemoryError.class);
    assertThat(FatalErrors.isFatal(new RuntimeException(new OutOfMemoryError()))).isTrue();
    assertThat(FatalErrors.isFatal(new StackOverflowError())).isFalse();
    assertThat(FatalErrors.isFatal(null)).isFalse();
  }
}
