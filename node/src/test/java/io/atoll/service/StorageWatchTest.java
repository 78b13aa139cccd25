package io.atoll.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.Clock;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageStats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorageWatchTest {
  private final List<String> told = new ArrayList<>();
  private String readOnly;
  private String failing;
  private long failures;
  private long nowMs = 1_000;
  private final StorageWatch watch = new StorageWatch(this::stats, new HandClock(), told::add);

  private StorageStats stats() {
    return new StorageStats.Builder()
        .set(StorageMetric.LOG_FAILURES, failures)
        .failing(failing)
        .readOnly(readOnly)
        .build();
  }

  private final class HandClock implements Clock {
    @Override
    public long wallMs() {
      return nowMs;
    }

    @Override
    public long nanos() {
      return nowMs * 1_000_000;
    }
  }

  private void lookAfter(long ms) {
    nowMs += ms;
    watch.look();
  }

  @Test
  void oneLineWhenWritesBeginToBeRefusedAndOneWhenTheyAreTakenAgain() {
    lookAfter(500);
    assertThat(watch.cannotWriteBecause()).isEmpty();
    readOnly = "the disk is full";
    failures = 1;
    lookAfter(500);
    assertThat(watch.cannotWriteBecause()).isEqualTo("the disk is full");
    readOnly = "the disk is still full";
    lookAfter(500);
    lookAfter(3_500);
    readOnly = null;
    lookAfter(500);
    lookAfter(500);
    assertThat(watch.cannotWriteBecause()).isEmpty();
    assertThat(told)
        .containsExactly(
            "cannot write: the disk is full; reads are served, and writes passed on to other"
                + " replicas",
            "can write again, after 5 s");
  }

  @Test
  void aDiskThatFailsAndRecoversInTurnIsToldOfNowAndThen() {
    for (int i = 0; i < 40; i++) {
      readOnly = i % 2 == 0 ? "the disk is full" : null;
      failures++;
      lookAfter(500);
      assertThat(watch.cannotWriteBecause().isEmpty()).isEqualTo(readOnly == null);
    }
    assertThat(told).hasSize(4);
    lookAfter(20_000);
    assertThat(told).hasSize(5);
    assertThat(told.getLast()).startsWith("writing the log failed ");
    lookAfter(20_000);
    assertThat(told).hasSize(5);
  }

  @Test
  void aFailureTooShortToBeSeenIsTold() {
    failures = 2;
    lookAfter(500);
    lookAfter(20_000);
    assertThat(told).containsExactly("writing the log failed 2 times and goes on in a new segment");
  }

  @Test
  void whatWorksBehindTheLogIsToldOfByItself() {
    failing = "No space left on device";
    lookAfter(500);
    failing = null;
    lookAfter(2_000);
    assertThat(watch.cannotWriteBecause()).isEmpty();
    assertThat(told)
        .containsExactly(
            "flushes, manifests or compactions fail and are tried again: No space left on device",
            "flushes, manifests and compactions succeed again, after 2 s");
  }
}
