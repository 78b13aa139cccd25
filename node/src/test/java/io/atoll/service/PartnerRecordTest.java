package io.atoll.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.PartnerStatus;
import io.atoll.repair.RepairTally;
import io.atoll.repair.RepairVerdict;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartnerRecordTest {
  private static final int KEYSPACE = 3;

  private final PartnerRecord record = new PartnerRecord();

  private void inStep(long asOfMs, long wallMs) {
    record.ended(
        new RepairSession.Outcome(RepairVerdict.IN_STEP, asOfMs, Set.of(KEYSPACE), 0, "", false),
        RepairTally.NONE,
        true,
        wallMs);
  }

  private void assertInStep(long asOfMs) {
    PartnerStatus status = record.status(1, PartnerStatus.Activity.WAITING);
    assertThat(status.inStepAsOfMs()).isEqualTo(asOfMs);
    assertThat(status.keyspacesInStepAsOfMs()).isEqualTo(Map.of(KEYSPACE, asOfMs));
  }

  @Test
  void theLatestMomentStays() {
    inStep(10_000, 15_000);
    inStep(8_000, 16_000);
    assertInStep(10_000);
    inStep(14_000, 18_000);
    assertInStep(14_000);
  }

  @Test
  void aMomentOfAClockThatWasAheadIsForgottenOnceItIsSetRight() {
    inStep(86_410_000, 86_415_000);
    inStep(14_000, 18_000);
    assertInStep(14_000);
  }
}
