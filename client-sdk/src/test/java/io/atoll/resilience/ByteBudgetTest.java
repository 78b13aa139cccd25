package io.atoll.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  @Test
  void whatDoesNotFitIsRefusedAndLeavesNothingReserved() {
    ByteBudget budget = new ByteBudget(100);
    assertThat(budget.tryReserve(60)).isTrue();
    assertThat(budget.tryReserve(41)).isFalse();
    assertThat(budget.reservedBytes()).isEqualTo(60);
    assertThat(budget.tryReserve(40)).isTrue();
    assertThat(budget.isExhausted()).isTrue();
    assertThat(budget.refusals()).isEqualTo(1);
    budget.release(100);
    assertThat(budget.reservedBytes()).isZero();
  }

  @Test
  void whatExistsAlreadyIsReservedBeyondTheBoundAndTheNextIsRefused() {
    ByteBudget budget = new ByteBudget(100);
    budget.reserve(150);
    assertThat(budget.tryReserve(1)).isFalse();
    assertThat(budget.hasRoom(0)).isFalse();
    budget.release(150);
    assertThat(budget.hasRoom(100)).isTrue();
    assertThat(budget.hasRoom(101)).isFalse();
  }

  @Test
  void itIsShortWhenLessThanAnEighthIsFree() {
    ByteBudget budget = new ByteBudget(80);
    budget.reserve(70);
    assertThat(budget.isShort()).isFalse();
    budget.reserve(1);
    assertThat(budget.isShort()).isTrue();
    assertThat(ByteBudget.unbounded().isShort()).isFalse();
    assertThatThrownBy(() -> new ByteBudget(0)).hasMessage("totalBytes 0: must be at least 1");
  }

  @Test
  void manyThreadsNeverHoldMoreThanTheBoundTogether() throws InterruptedException {
    ByteBudget budget = new ByteBudget(10);
    List<Thread> threads = new ArrayList<>();
    List<Long> beyond = new ArrayList<>();
    AtomicLong held = new AtomicLong();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < 10_000; n++) {
                      if (budget.tryReserve(4)) {
                        long now = held.addAndGet(4);
                        if (now > 10) {
                          synchronized (beyond) {
                            beyond.add(now);
                          }
                        }
                        held.addAndGet(-4);
                        budget.release(4);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(beyond).isEmpty();
    assertThat(budget.reservedBytes()).isZero();
  }
}
