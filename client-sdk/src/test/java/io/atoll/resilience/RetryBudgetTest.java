package io.atoll.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void itBeginsFullAndIsEmptyWhenItIsSpent() {
    RetryBudget budget = new RetryBudget(0.1, 0, 3, 0);
    assertThat(budget.pay(0)).isTrue();
    assertThat(budget.pay(0)).isTrue();
    assertThat(budget.pay(0)).isTrue();
    assertThat(budget.pay(0)).isFalse();
  }

  @Test
  void timePaysAFew() {
    RetryBudget budget = new RetryBudget(0, 2, 1, 0);
    assertThat(budget.pay(0)).isTrue();
    assertThat(budget.pay(SECOND / 4)).isFalse();
    assertThat(budget.pay(SECOND / 2)).isTrue();
  }

  @Property
  void itNeverPaysMoreThanItsShareAndWhatWasSaved(
      @ForAll @IntRange(min = 1, max = 2_000) int requests,
      @ForAll @IntRange(min = 0, max = 50) int percent) {
    RetryBudget budget = new RetryBudget(percent / 100.0, 0, 20, 0);
    int paid = 0;
    for (int i = 0; i < requests; i++) {
      budget.deposit();
      while (budget.pay(0)) {
        paid++;
      }
    }
    assertThat((double) paid).isLessThanOrEqualTo(20 + requests * percent / 100.0 + 1e-6);
    assertThat((double) paid).isGreaterThan(19 + (requests - 1) * percent / 100.0 - 1e-6 - 1);
  }

  @Test
  void itIsAFractionOfTheRequestsAndALittleForTime() {
    RetryBudget budget = new RetryBudget(0.1, 5, 20, 0);
    assertThat(paid(budget, 0)).isEqualTo(20);
    for (int i = 0; i < 100; i++) {
      budget.deposit();
    }
    assertThat(paid(budget, 0)).isBetween(9, 10);
    assertThat(paid(budget, 2 * SECOND)).isBetween(10, 11);
    assertThat(paid(budget, 1_000 * SECOND)).isEqualTo(20);
  }

  @Test
  void whoIsSparingLeavesAShareToOthers() {
    RetryBudget budget = new RetryBudget(0.1, 0, 20, 0);
    int hedges = 0;
    while (budget.payIfAbove(0.5, 0)) {
      hedges++;
    }
    assertThat(hedges).isEqualTo(11);
    assertThat(paid(budget, 0)).isEqualTo(9);
  }

  @Test
  void whatWasNotUsedIsGivenBackButNothingBeyondTheCapacity() {
    RetryBudget budget = new RetryBudget(0, 0, 2, 0);
    assertThat(budget.pay(0)).isTrue();
    budget.giveBack();
    budget.giveBack();
    assertThat(budget.tokens()).isEqualTo(budget.capacity()).isEqualTo(2);
  }

  private static int paid(RetryBudget budget, long nowNanos) {
    int paid = 0;
    while (budget.pay(nowNanos)) {
      paid++;
    }
    return paid;
  }
}
