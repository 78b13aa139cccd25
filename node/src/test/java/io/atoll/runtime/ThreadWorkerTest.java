package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ThreadWorkerTest {
  @Test
  void closingRunsAllThatWasGivenInOrder() {
    ThreadWorker worker = new ThreadWorker("worker-under-test");
    CountDownLatch given = new CountDownLatch(1);
    List<Integer> ran = new ArrayList<>();
    worker.execute(() -> Awaiting.await(given));
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      worker.execute(() -> ran.add(number));
    }
    given.countDown();
    worker.close();
    worker.close();
    assertThat(ran).hasSize(1_000).isSorted();
    assertThatThrownBy(() -> worker.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("worker-under-test");
  }

  @Test
  void aFatalErrorInATaskEndsTheProcess() {
    List<String> ends = new ArrayList<>();
    ThreadWorker worker =
        new ThreadWorker("worker-under-test", (where, cause) -> ends.add(where + ": " + cause));
    worker.execute(
        () -> {
          throw new OutOfMemoryError("made for this test");
        });
    worker.execute(
        () -> {
          throw new StackOverflowError("made for this test");
        });
    worker.close();
    assertThat(ends)
        .containsExactly(
            "worker worker-under-test: java.lang.OutOfMemoryError: made for this test");
  }

  @Test
  void aTaskThatThrowsDoesNotEndTheWorker() {
    ThreadWorker worker = new ThreadWorker("worker-under-test");
    List<String> ran = new ArrayList<>();
    worker.execute(
        () -> {
          throw new AssertionError("a defect, made for this test");
        });
    worker.execute(() -> ran.add(Thread.currentThread().getName()));
    worker.close();
    assertThat(ran).containsExactly("worker-under-test");
  }
}
