package io.atoll.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.transport.ClientLoop;
import io.atoll.client.transport.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls of many threads come in to one loop, and none is forgotten. */
class InboxTest {
  private static final int THREADS = 2;
  private static final int EACH = 20_000;

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  private final class Loop implements ClientLoop {
    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public long random() {
      return 0;
    }

    @Override
    public Timer after(long delayMs, Runnable task) {
      throw new AssertionError("no timer is needed");
    }

    @Override
    public void connect(String host, int port, long timeoutMs, Connection.Listener listener) {
      throw new AssertionError("no connection is needed");
    }
  }

  @Test
  void everyCallOfEveryThreadIsTakenOnceAndInTheOrderOfItsThread() throws InterruptedException {
    Inbox[] inbox = new Inbox[1];
    int[] wakes = {0};
    inbox[0] =
        new Inbox(
            new Loop(),
            () -> {
              wakes[0]++;
              inbox[0].hold();
              inbox[0].drain(null);
              inbox[0].release();
            });
    List<List<Integer>> taken = new ArrayList<>();
    CountDownLatch left = new CountDownLatch(THREADS * EACH);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      List<Integer> mine = new ArrayList<>();
      taken.add(mine);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < EACH; i++) {
                      int each = i;
                      inbox[0].submit(
                          ignored -> {
                            mine.add(each);
                            left.countDown();
                          });
                    }
                  }));
    }
    while (left.getCount() > 0) {
      Runnable task = tasks.poll(60, TimeUnit.SECONDS);
      assertThat(task).as("a wake-up while %d calls wait", left.getCount()).isNotNull();
      task.run();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (List<Integer> mine : taken) {
      assertThat(mine).hasSize(EACH).isSorted();
    }
    assertThat(wakes[0]).isLessThanOrEqualTo(THREADS * EACH);
  }

  @Test
  void manyCallsAreOneWakeUp() {
    int[] wakes = {0};
    Inbox inbox = new Inbox(new Loop(), () -> wakes[0]++);
    for (int i = 0; i < 100; i++) {
      inbox.submit(ignored -> {});
    }
    assertThat(tasks).hasSize(1);
    inbox.hold();
    inbox.submit(ignored -> {});
    assertThat(tasks).hasSize(1);
    inbox.release();
    assertThat(tasks).hasSize(1 + 1);
  }
}
