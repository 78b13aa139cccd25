package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.DiskFile;
import io.atoll.env.Timers.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What happens to a life that is held still, goes on, or ends. */
class SchedulerTest {
  private final Scheduler scheduler = new Scheduler();
  private final List<String> happened = new ArrayList<>();
  private final List<String> thrown = new ArrayList<>();
  private final Scheduler.Life life =
      new Scheduler.Life("node", defect -> thrown.add(defect.getMessage()));
  private final Scheduler.Life network = new Scheduler.Life("network", defect -> {});
  private final SimLoop loop = new SimLoop(scheduler, life, new SimClock(scheduler, 0, 0));

  private void at(long nanos, String what) {
    scheduler.at(nanos, life, () -> happened.add(what));
  }

  private void goOn() {
    scheduler.at(1, life, this::goOn);
  }

  @Test
  void whatGoesOnForEverIsGivenUp() {
    scheduler.endAfter(100);
    goOn();
    assertThatThrownBy(() -> scheduler.runUntil(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing comes to rest: 100 events");
  }

  @Test
  void eventsHappenInTheOrderOfTheirTimesAndThenAsTheyWereScheduled() {
    SplittableRandom random = new SplittableRandom(1);
    List<long[]> scheduled = new ArrayList<>();
    List<long[]> ran = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      long[] timeAndOrder = {random.nextLong(500), i};
      scheduled.add(timeAndOrder);
      scheduler.at(timeAndOrder[0], life, () -> ran.add(timeAndOrder));
    }
    scheduled.sort(
        Comparator.<long[]>comparingLong(each -> each[0]).thenComparingLong(each -> each[1]));
    scheduler.runUntil(250);
    assertThat(ran).isNotEmpty().hasSizeLessThan(3_000);
    scheduler.runUntil(500);
    assertThat(ran).isEqualTo(scheduled);
  }

  @Test
  void whatIsCarriedToALifeHappensWithinTheEventThatCarriesIt() {
    scheduler.at(10, network, () -> scheduler.now(life, () -> happened.add("frame")));
    at(10, "next");
    scheduler.runUntil(10);
    assertThat(happened).containsExactly("frame", "next");
  }

  @Test
  void whatIsCarriedToALifeThatIsHeldStillWaitsInItsOrder() {
    Undo pause = scheduler.pause(life);
    at(9, "before");
    scheduler.at(10, network, () -> scheduler.now(life, () -> happened.add("frame")));
    at(11, "after");
    scheduler.runUntil(20);
    assertThat(happened).isEmpty();
    pause.undo();
    scheduler.runUntil(20);
    assertThat(happened).containsExactly("before", "frame", "after");
  }

  @Test
  void whatIsCarriedToALifeThatIsOverIsLostAndADefectInItIsThatLifes() {
    scheduler.at(
        10,
        network,
        () ->
            scheduler.now(
                life,
                () -> {
                  throw new IllegalStateException("a defect");
                }));
    scheduler.runUntil(10);
    assertThat(thrown).containsExactly("a defect");
    life.end();
    scheduler.at(11, network, () -> scheduler.now(life, () -> happened.add("frame")));
    scheduler.runUntil(11);
    assertThat(happened).isEmpty();
  }

  @Test
  void whatWasHeldBackAndThenCancelledNeverHappens() {
    Scheduler.Event before = scheduler.at(10, life, () -> happened.add("before"));
    Scheduler.Event after = scheduler.at(11, life, () -> happened.add("after"));
    scheduler.pause(life);
    scheduler.runUntil(20);
    before.cancel();
    scheduler.resume(life);
    after.cancel();
    scheduler.runUntil(30);
    assertThat(happened).isEmpty();
  }

  @Test
  void aTimerThatWasDueDuringAPauseCanBeCancelledByWhatRunsFirstAfterIt() {
    Timer late = loop.after(2, () -> happened.add("late"));
    loop.after(1, late::cancel);
    Undo pause = scheduler.pause(life);
    scheduler.runUntil(5_000_000);
    pause.undo();
    scheduler.runUntil(6_000_000);
    assertThat(happened).isEmpty();
  }

  @Test
  void whatWasHeldBackComesInItsOrderAndBeforeWhatIsDueNow() {
    at(10, "first");
    at(5, "zeroth");
    scheduler.pause(life);
    scheduler.runUntil(10);
    at(20, "now");
    Scheduler.Life world = new Scheduler.Life("world", defect -> thrown.add("world"));
    scheduler.at(20, world, () -> scheduler.resume(life));
    at(20, "last");
    scheduler.runUntil(20);
    assertThat(happened).containsExactly("zeroth", "first", "now", "last");
    assertThat(scheduler.nowNanos()).isEqualTo(20);
  }

  @Test
  void timeDoesNotRunBackForWhatWasHeldBack() {
    scheduler.at(10, life, () -> happened.add("at " + scheduler.nowNanos()));
    scheduler.pause(life);
    scheduler.runUntil(50);
    scheduler.resume(life);
    scheduler.runUntil(60);
    assertThat(happened).containsExactly("at 50");
  }

  @Test
  void theEndOfOnePauseLeavesAnother() {
    Undo one = scheduler.pause(life);
    Undo other = scheduler.pause(life);
    at(1, "event");
    one.undo();
    one.undo();
    scheduler.runUntil(2);
    assertThat(life.isPaused()).isTrue();
    assertThat(happened).isEmpty();
    other.undo();
    scheduler.runUntil(3);
    assertThat(happened).containsExactly("event");
  }

  @Test
  void aPauseThatWasEndedForItEndsNoLaterOne() {
    Undo one = scheduler.pause(life);
    scheduler.resume(life);
    scheduler.pause(life);
    one.undo();
    assertThat(life.isPaused()).isTrue();
  }

  @Test
  void nothingHappensToALifeThatEndedWhileItWasHeldStill() {
    at(1, "held");
    at(9, "due");
    Undo pause = scheduler.pause(life);
    scheduler.runUntil(5);
    life.end();
    pause.undo();
    scheduler.runUntil(10);
    assertThat(happened).isEmpty();
  }

  @Test
  void aRepeatedTimerThatThrowsOnceGoesOn() {
    loop.every(
        1,
        () -> {
          happened.add("tick");
          if (happened.size() == 1) {
            throw new IllegalStateException("first tick");
          }
        });
    scheduler.runUntil(3_500_000);
    assertThat(happened).hasSize(3);
    assertThat(thrown).containsExactly("first tick");
  }

  @Test
  void aWorkerThatIsClosedRunsAllThatItWasGivenAndTakesNoMore() {
    SimWorker worker = new SimWorker(scheduler, life, () -> 100);
    worker.execute(() -> happened.add("one"));
    worker.execute(
        () -> {
          throw new IllegalStateException("two");
        });
    worker.execute(() -> happened.add("three"));
    worker.close();
    assertThat(happened).containsExactly("one", "three");
    assertThat(thrown).containsExactly("two");
    assertThatThrownBy(() -> worker.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    scheduler.runUntil(1_000);
    assertThat(happened).hasSize(2);
  }

  @Test
  void aTaskInWhichThePowerFailsIsStuckWhileOthersGoOn() {
    SimDisk disk = new SimDisk("node");
    disk.script(SimDisk.Script.crashAt(1));
    disk.onDeath(() -> life.fallSilent(disk::goOn));
    SimWorker worker = new SimWorker(scheduler, life, () -> 100);
    SimWorker another = new SimWorker(scheduler, life, () -> 100);
    worker.execute(() -> createTelling(disk));
    worker.execute(() -> happened.add("behind it"));
    scheduler.at(150, life, () -> another.execute(() -> createTelling(disk)));
    scheduler.at(1_000, life, () -> happened.add("after death"));
    scheduler.runUntil(499);
    assertThat(thrown).isEmpty();
    assertThat(disk.names()).hasSize(2);
    scheduler.runUntil(500);
    assertThat(thrown).singleElement().asString().contains("died in operation 1");
    life.end();
    scheduler.runUntil(10_000);
    assertThat(happened).containsExactly("created", "told");
  }

  private void createTelling(SimDisk disk) {
    try (DiskFile file = disk.openForWrite("file-" + disk.operations())) {
      assertThat(file.sizeBytes()).isZero();
      happened.add("created");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      scheduler.after(0, life, () -> happened.add(disk.isDown() ? "unwound" : "told"));
    }
  }
}
