package io.atoll.storage.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.ring.TokenRange;
import io.atoll.storage.log.LogPosition;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class ShardStateTest {
  private static final Account.Statement NOTHING = Account.Statement.NONE;
  private static final LogPosition START = new LogPosition(1, 0);

  /**
   * A state checks its invariants when it is made; what is dropped must stay hidden until it is
   * gone.
   */
  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void anyHistoryKeepsTheInvariantsAndHidesWhatWasDropped(@ForAll Random random) {
    ShardState state = ShardState.EMPTY;
    long droppedBelow = 0;
    for (int i = 0; i < 40; i++) {
      long sequence = state.nextSequence();
      switch (random.nextInt(5)) {
        case 0 -> {
          state = state.dropped(new RangeTombstone(1, new TokenRange(16, 32), sequence));
          droppedBelow = sequence;
        }
        case 1 -> {
          List<TableMeta> all = state.tables(1);
          if (!all.isEmpty()) {
            state = compactedAll(state, all, droppedBelow);
          }
        }
        case 2 -> {
          ShardState before = state;
          ShardState.Removal removal = state.withoutHiddenTables(Set.of());
          state = removal.state().withoutNeedlessRangeTombstones(sequence);
          assertThat(removal.tables()).allMatch(t -> isHidden(before, t));
          assertThat(state.tables()).hasSize(before.tables().size() - removal.tables().size());
        }
        case 3 ->
            state =
                state.withMissingRange(
                    new MissingRange(1, TokenRange.closed(20, 25), sequence, "f" + i, 0));
        default -> state = flushed(state, 10 + random.nextInt(10), 25 + random.nextInt(10));
      }
      for (TableMeta table : state.tables()) {
        if (table.maxSequence() < droppedBelow
            && table.tokens().from() <= 20
            && table.tokens().last() >= 20) {
          assertThat(state.rangeTombstones()).anyMatch(m -> m.hides(20, table.maxSequence()));
        }
      }
    }
  }

  @Test
  void aMissingRangeRisesToTheSequenceNumberOfWhatIsMadeOfItsNeighbours() {
    ShardState state = flushed(flushed(flushed(ShardState.EMPTY, 0, 9), 0, 9), 0, 9);
    state =
        state
            .withMissingRange(new MissingRange(1, TokenRange.closed(3, 4), 1, "a", 7))
            .withMissingRange(new MissingRange(2, TokenRange.closed(3, 4), 1, "a", 7));
    TableMeta output = new TableMeta(9, 1, 1, 2, TokenRange.closed(0, 9), 1, 0, 1, 1);
    ShardState after = state.compacted(List.of(1L, 2L), List.of(output), List.of());
    assertThat(after.missingRanges())
        .containsExactly(
            new MissingRange(1, TokenRange.closed(3, 4), 2, "a", 7),
            new MissingRange(2, TokenRange.closed(3, 4), 1, "a", 7));
    assertThat(after.nextTableNumber()).isEqualTo(10);
  }

  @Test
  void repairCutsMissingRangesAndADropHealsThoseItHides() {
    ShardState state =
        ShardState.EMPTY.withMissingRange(
            new MissingRange(1, TokenRange.closed(10, 20), 3, "a", 0));
    assertThat(state.withoutMissingRanges(1, new TokenRange(12, 15)).missingRanges())
        .containsExactly(
            new MissingRange(1, TokenRange.closed(10, 11), 3, "a", 0),
            new MissingRange(1, TokenRange.closed(15, 20), 3, "a", 0));
    assertThat(state.withoutMissingRanges(1, TokenRange.RING).missingRanges()).isEmpty();
    assertThat(state.withoutMissingRanges(2, TokenRange.RING)).isSameAs(state);
    assertThat(state.dropped(new RangeTombstone(1, new TokenRange(0, 15), 4)).missingRanges())
        .containsExactly(new MissingRange(1, TokenRange.closed(15, 20), 3, "a", 0));
    assertThat(state.dropped(new RangeTombstone(1, new TokenRange(0, 15), 3)).missingRanges())
        .isEqualTo(state.missingRanges());
    assertThat(state.withMissingRange(new MissingRange(1, TokenRange.closed(12, 13), 3, "a", 5)))
        .isSameAs(state);
  }

  @Test
  void rangeTombstonesThatMeetHideATableTogetherUnlessItIsBusy() {
    ShardState state = flushed(ShardState.EMPTY, 0, 9);
    state =
        state
            .dropped(new RangeTombstone(1, new TokenRange(5, 0), 2))
            .dropped(new RangeTombstone(1, new TokenRange(0, 4), 2));
    assertThat(state.withoutHiddenTables(Set.of()).tables()).isEmpty();
    state = state.dropped(new RangeTombstone(1, new TokenRange(4, 5), 2));
    assertThat(state.withoutHiddenTables(Set.of(1L)).tables()).isEmpty();
    ShardState.Removal removal = state.withoutHiddenTables(Set.of());
    assertThat(removal.tables()).extracting(TableMeta::number).containsExactly(1L);
    assertThat(removal.state().tables()).isEmpty();
    assertThat(removal.state().withoutNeedlessRangeTombstones(1).rangeTombstones()).hasSize(3);
    assertThat(removal.state().withoutNeedlessRangeTombstones(2).rangeTombstones()).isEmpty();
  }

  @Test
  void aDropRaisesTheNextSequenceNumberSoThatItHidesNothingLater() {
    assertThat(ShardState.EMPTY.dropped(new RangeTombstone(1, TokenRange.RING, 7)).nextSequence())
        .isEqualTo(7);
  }

  @Test
  void contradictionsAreNamed() {
    ShardState state = flushed(ShardState.EMPTY, 0, 9);
    assertThatThrownBy(
            () -> state.ingested(new TableMeta(2, 1, 1, 4, TokenRange.closed(9, 12), 1, 0, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "tables 1 (sequence numbers 1 to 1) and 2 (1 to 4) of keyspace 1 overlap");
    assertThatThrownBy(
            () -> state.ingested(new TableMeta(1, 1, 5, 5, TokenRange.closed(0, 9), 1, 0, 1, 1)))
        .hasMessageContaining("table 1 is listed twice");
    assertThatThrownBy(() -> state.compacted(List.of(1L, 8L), List.of(), List.of()))
        .hasMessageContaining("[8]");
    assertThatThrownBy(() -> state.flushed(List.of(), List.of(), new LogPosition(0, 9), 9, NOTHING))
        .hasMessageContaining("already");
    assertThatThrownBy(() -> state.dropped(new RangeTombstone(1, TokenRange.RING, 0)))
        .hasMessageContaining("its sequence number 0 is not from 1");
  }

  private static ShardState flushed(ShardState state, long first, long last) {
    long sequence = state.nextSequence();
    TableMeta table =
        new TableMeta(
            state.nextTableNumber(),
            1,
            sequence,
            sequence,
            TokenRange.closed(first, last),
            2,
            0,
            10,
            10);
    return state.flushed(List.of(table), List.of(), START, sequence + 1, NOTHING);
  }

  /** As a job does that knows the range tombstones: what they hide is not in its output. */
  private static ShardState compactedAll(ShardState state, List<TableMeta> all, long droppedBelow) {
    long newest = all.getLast().maxSequence();
    long first = newest < droppedBelow ? 32 : 10;
    TableMeta output =
        new TableMeta(
            state.nextTableNumber(),
            1,
            all.getFirst().minSequence(),
            newest,
            TokenRange.closed(first, 40),
            2,
            0,
            9,
            9);
    return state.compacted(
        all.stream().map(TableMeta::number).toList(), List.of(output), List.of());
  }

  private static boolean isHidden(ShardState state, TableMeta table) {
    for (long token = table.tokens().from(); token <= table.tokens().last(); token++) {
      long shown = token;
      if (state.rangeTombstones().stream().noneMatch(m -> m.hides(shown, table.maxSequence()))) {
        return false;
      }
    }
    return true;
  }
}
