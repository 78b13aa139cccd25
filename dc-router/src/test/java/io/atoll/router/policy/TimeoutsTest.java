package io.atoll.router.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeoutsTest {
  private static final long MS = 1_000_000L;

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, -1",
        "r=one, -1",
        "timeout=500, 500",
        "timeout=500ms, 500",
        "r=one&timeout=2s&x=1, 2000",
        "mytimeout=3, -1",
        "mytimeout=3&timeout=4, 4",
        "timeout=, -2",
        "timeout=0, -2",
        "timeout=-1, -2",
        "timeout=31s, -2",
        "timeout=5m, -2",
        "timeout=1&timeout=1, -2",
        "timeout=99999999999, -2",
        "timeout=%31, 1",
        "timeout=2%73, 2000",
        "timeout=%3, -2",
        "timeout=+5, -2",
      })
  void aTimeoutIsReadAsNodesReadIt(String query, long ms) {
    assertThat(RequestTimeout.ofMs(query, 30_000)).isEqualTo(ms);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, timeout=7",
        "'', timeout=7",
        "r=one, r=one&timeout=7",
        "timeout=500ms, timeout=7",
        "a=1&timeout=2s&b=2, a=1&timeout=7&b=2",
        "mytimeout=3, mytimeout=3&timeout=7",
      })
  void onlyTheTimeoutIsReplaced(String query, String replaced) {
    assertThat(RequestTimeout.replaced(query, 7)).isEqualTo(replaced);
  }

  @Property
  void aNodeAnswersBeforeTheRouterMustAndTheRouterBeforeTheClientGivesUp(
      @ForAll @LongRange(min = 1, max = 30_000) long timeoutMs,
      @ForAll @LongRange(min = 0, max = 500) long roundTripMs) {
    long deadline = TimeoutBudget.ofRouter(0, timeoutMs);
    assertThat(deadline).isPositive().isLessThan(timeoutMs * MS);
    long nodeMs = TimeoutBudget.ofNodeMs(deadline, roundTripMs * MS);
    assertThat(nodeMs).isPositive();
    if (timeoutMs >= 20) {
      assertThat(nodeMs * MS).isLessThan(deadline);
      assertThat(nodeMs).isGreaterThanOrEqualTo(timeoutMs / 2);
    }
  }
}
