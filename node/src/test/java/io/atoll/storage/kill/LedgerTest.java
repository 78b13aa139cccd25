package io.atoll.storage.kill;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger(1);

  @BeforeEach
  void threeWritesOfWhichTheSecondIsAcknowledged() {
    note(Report.Kind.VALUE, 1);
    note(Report.Kind.VALUE, 2);
    note(Report.Kind.ACKNOWLEDGED, 2);
    note(Report.Kind.VALUE, 3);
  }

  @Test
  void acknowledgedStateMayBeFound() {
    note(Report.Kind.FOUND, 2);
  }

  @Test
  void laterStateMayBeFound() {
    note(Report.Kind.FOUND, 3);
  }

  @Test
  void earlierStateMustNotBeFound() {
    assertThatThrownBy(() -> note(Report.Kind.FOUND, 1)).hasMessageContaining("state 1");
  }

  @Test
  void absenceMustNotBeFoundWithoutARemoval() {
    assertThatThrownBy(() -> note(Report.Kind.FOUND, 0)).hasMessageContaining("state 0");
    note(Report.Kind.REMOVAL, 4);
    note(Report.Kind.FOUND, 0);
  }

  @Test
  void whatWasNeverWrittenMustNotBeFound() {
    assertThatThrownBy(() -> note(Report.Kind.FOUND, 9)).hasMessageContaining("state 9");
  }

  @Test
  void whatWasFoundMustStay() {
    note(Report.Kind.FOUND, 3);
    assertThatThrownBy(() -> note(Report.Kind.FOUND, 2)).hasMessageContaining("state 2");
  }

  @Test
  void updateMustBuildOnTheWriteBeforeIt() {
    ledger.note(new Report(Report.Kind.FOUND, 0, 3, 2));
    note(Report.Kind.VALUE, 4);
    assertThatThrownBy(() -> ledger.note(new Report(Report.Kind.FOUND, 0, 4, 2)))
        .hasMessageContaining("computed from state 2");
  }

  private void note(Report.Kind kind, long state) {
    ledger.note(new Report(kind, 0, state, Report.BLIND));
  }
}
