package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.Timers.Timer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a slow machine does, it does late and in order. */
class SimPaceTest {
  private final Scheduler scheduler = new Scheduler();
  private final List<String> happened = new ArrayList<>();
  private final List<String> thrown = new ArrayList<>();
  private final Scheduler.Life life =
      new Scheduler.Life("node", defect -> thrown.add(defect.getMessage()));
  private final SimPace pace = new SimPace();
  private final SimLoop loop = new SimLoop(scheduler, life, new SimClock(scheduler, 0, 0), pace);

  private Runnable saying(String what) {
    return () -> happened.add(what + " at " + scheduler.nowNanos() / 1_000);
  }

  @Test
  void turnsOfALoopWaitForEachOtherInOrder() {
    pace.slowDown(50);
    loop.deliver(1_001_000, saying("late"));
    loop.deliver(1_000, saying("one"));
    loop.deliver(1_000, saying("two"));
    loop.deliver(2_000, saying("three"));
    scheduler.runUntil(10_000_000);
    assertThat(happened)
        .containsExactly("one at 1", "two at 1001", "three at 2001", "late at 3001");
  }

  @Test
  void aTimerCanBeCancelledWhileItWaitsForItsTurn() {
    pace.slowDown(100);
    Timer timer = loop.after(1, saying("timer"));
    loop.deliver(999_500, timer::cancel);
    loop.deliver(999_000, saying("long turn"));
    scheduler.runUntil(50_000_000);
    assertThat(happened).containsExactly("long turn at 999");
  }

  @Test
  void aTurnThatThrowsHoldsUpNobody() {
    pace.slowDown(10);
    loop.deliver(
        0,
        () -> {
          throw new IllegalStateException("defect");
        });
    loop.deliver(0, saying("next"));
    scheduler.runUntil(1_000_000);
    assertThat(happened).containsExactly("next at 200");
    assertThat(thrown).containsExactly("defect");
  }

  @Test
  void whatWaitedIsDoneAtOnceWhenTheMachineIsFastAgain() {
    Undo slow = pace.slowDown(100);
    for (int i = 0; i < 5; i++) {
      loop.deliver(0, saying("turn " + i));
    }
    scheduler.runUntil(0);
    slow.undo();
    scheduler.runUntil(2_000_000);
    assertThat(happened)
        .containsExactly(
            "turn 0 at 0", "turn 1 at 2000", "turn 2 at 2000", "turn 3 at 2000", "turn 4 at 2000");
  }

  @Test
  void aSlowDiskDelaysOnlyWhatItStillHasToDo() {
    SimWorker worker = new SimWorker(scheduler, life, () -> pace.taskNanos(1_000));
    Undo slow = pace.slowDisk(2_000_000);
    Undo slower = pace.slowDisk(5_000_000);
    for (int i = 0; i < 3; i++) {
      worker.execute(saying("task " + i));
    }
    slower.undo();
    scheduler.runUntil(6_000_000);
    slow.undo();
    scheduler.runUntil(20_000_000);
    assertThat(happened).containsExactly("task 0 at 5000", "task 1 at 7000", "task 2 at 7001");
  }
}
