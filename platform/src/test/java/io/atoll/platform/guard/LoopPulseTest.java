package io.atoll.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LoopPulseTest {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final LoopPulse pulse = new LoopPulse(tasks::add, 3);

  @Test
  void aLoopThatTurnsBetweenTicksLives() {
    for (int i = 0; i < 10; i++) {
      assertThat(pulse.tick()).isNull();
      tasks.remove().run();
    }
  }

  @Test
  void aLateLoopIsForgivenAndAStuckOneIsNamedWithItsStack() {
    assertThat(pulse.tick()).isNull();
    tasks.remove().run();
    assertThat(pulse.tick()).isNull();
    assertThat(pulse.tick()).isNull();
    assertThat(pulse.tick()).isNull();
    tasks.remove().run();
    assertThat(pulse.tick()).isNull();
    assertThat(pulse.tick()).isNull();
    assertThat(pulse.tick()).isNull();
    assertThat(pulse.tick())
        .startsWith("event loop %s has not turned".formatted(Thread.currentThread().getName()))
        .contains("LoopPulseTest")
        .doesNotContain("\n");
  }

  @Test
  void aLoopIsGivenOneTaskAtATime() {
    for (int i = 0; i < 3; i++) {
      pulse.tick();
    }
    assertThat(tasks).hasSize(1);
  }

  @Test
  void aLoopWhoseThreadDiedOrThatTakesNoTaskIsDead() throws InterruptedException {
    pulse.tick();
    Thread loop = Thread.ofPlatform().name("loop-7").start(tasks.remove());
    loop.join();
    assertThat(pulse.tick()).isEqualTo("the thread of event loop loop-7 has died");

    LoopPulse closed =
        new LoopPulse(
            task -> {
              throw new RejectedExecutionException();
            },
            3);
    assertThat(closed.tick()).isEqualTo("an event loop takes no task any more");
  }
}
