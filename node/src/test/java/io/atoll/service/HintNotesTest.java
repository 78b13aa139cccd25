package io.atoll.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hints.DirtyArc;
import io.atoll.hints.Hint;
import io.atoll.hints.HintAccount;
import io.atoll.hints.HintBounds;
import io.atoll.hints.HintFormat;
import io.atoll.hints.HintSettings;
import io.atoll.hints.HintSpace;
import io.atoll.hints.HintStats;
import io.atoll.hints.HintStats.Counter;
import io.atoll.storage.ScanRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HintNotesTest {
  private static final int MEMBER = 3;
  private static final int KEYSPACE = 1;
  private static final int PARTITIONS = 16;

  private final MapShard shard = new MapShard();
  private final SetClock clock = new SetClock(500);
  private final HintStats stats = new HintStats();
  private HintBounds bounds = new HintBounds(HintSettings.DEFAULT.withMost(2_000, 1 << 20));
  private long nextStamp = 1;
  private HintNotes notes = notes().fresh();

  private HintNotes notes() {
    return new HintNotes(MEMBER, shard, clock, () -> nextStamp++, () -> PARTITIONS, bounds, stats);
  }

  private void startAgain() {
    bounds = new HintBounds(HintSettings.DEFAULT.withMost(2_000, 1 << 20));
    notes = notes();
    notes.load();
  }

  private void missed(long token, String key) {
    notes.missed(KEYSPACE, token, key.getBytes(StandardCharsets.UTF_8));
  }

  private List<Hint> hints() {
    List<Hint> all = new ArrayList<>();
    shard.scan(
        ScanRange.all(HintSpace.of(MEMBER)),
        (token, key, value) -> {
          if (HintFormat.isHint(key)) {
            all.add(HintFormat.hint(token, key, value));
          }
          return true;
        });
    return all;
  }

  private HintAccount account() {
    return notes.account();
  }

  @Test
  void aKeyThatIsMissedAgainHasOneHintWithAnotherStamp() {
    missed(5, "k");
    Hint first = hints().getFirst();
    clock.setWallMs(900);
    missed(5, "k");
    assertThat(hints()).hasSize(1);
    assertThat(hints().getFirst().stamp()).isNotEqualTo(first.stamp());
    assertThat(hints().getFirst().sinceMs()).isEqualTo(500);
    assertThat(account().count()).isEqualTo(1);
    assertThat(stats.value(Counter.NOTED)).isEqualTo(2);
  }

  @Test
  void aHintIsForgottenOnlyByTheStampThatWasRead() {
    missed(5, "k");
    Hint read = hints().getFirst();
    missed(5, "k");
    notes.forget(read);
    assertThat(hints()).hasSize(1);
    assertThat(account().count()).isEqualTo(1);
    notes.forget(hints().getFirst());
    assertThat(hints()).isEmpty();
    assertThat(notes.isEmpty()).isTrue();
    assertThat(bounds.count()).isZero();
    assertThat(bounds.bytes()).isZero();
  }

  @Test
  void aHintThatIsForgottenTwiceIsCountedOnce() {
    missed(5, "k");
    missed(6, "other");
    Hint read = hints().getFirst();
    notes.forget(read);
    notes.forget(read);
    assertThat(account().count()).isEqualTo(1);
  }

  @Test
  void whatWasNotedIsFoundAtTheNextStart() {
    missed(5, "k");
    missed(6, "k");
    clock.setWallMs(900);
    missed(7, "k");
    long bytes = bounds.bytes();
    startAgain();
    assertThat(account().count()).isEqualTo(3);
    assertThat(bounds.bytes()).isEqualTo(bytes);
    assertThat(account().sinceMs()).isEqualTo(500);
  }

  @Test
  void whatIsNotedBeforeTheEarlierIsFoundCountsOnce() {
    missed(5, "k");
    bounds = new HintBounds(HintSettings.DEFAULT.withMost(2_000, 1 << 20));
    notes = notes();
    missed(5, "k");
    missed(6, "k");
    notes.load();
    assertThat(account().count()).isEqualTo(2);
    assertThat(bounds.count()).isEqualTo(2);
  }

  @Test
  void beyondTheBoundTheArcIsDirtyAndFoundSoAtTheNextStart() {
    bounds = new HintBounds(HintSettings.DEFAULT.withMost(1, 1 << 20));
    notes = notes().fresh();
    missed(5, "k");
    missed(-1, "in the last arc");
    missed(-2, "in the last arc too");
    assertThat(hints()).hasSize(1);
    DirtyArc.Place last = new DirtyArc.Place(KEYSPACE, PARTITIONS - 1);
    assertThat(account().arcs()).extracting(DirtyArc::place).containsExactly(last);
    assertThat(stats.value(Counter.UNHINTED)).isEqualTo(2);
    startAgain();
    assertThat(account().arcs()).extracting(DirtyArc::place).containsExactly(last);
    assertThat(account().arc(last).mayBeVisited()).isTrue();
    shard.failing = true;
    assertThat(notes.clean(account().arc(last)).failed()).isTrue();
    assertThat(account().arc(last).mayBeVisited()).as("its note is still there").isTrue();
    shard.failing = false;
    notes.clean(account().arc(last));
    assertThat(account().arcs()).isEmpty();
    startAgain();
    assertThat(account().arcs()).isEmpty();
    assertThat(account().count()).isEqualTo(1);
  }

  @Test
  void whatTheStoreRefusesMakesTheArcDirtyAndThatIsNotedOnceItTakesIt() {
    shard.failing = true;
    missed(5, "k");
    assertThat(account().count()).isZero();
    assertThat(bounds.count()).isZero();
    DirtyArc arc = account().arc(new DirtyArc.Place(KEYSPACE, 0));
    assertThat(arc.isNoted()).isFalse();
    notes.note(arc, false);
    assertThat(arc.isNoted()).isFalse();
    shard.failing = false;
    notes.note(arc, false);
    assertThat(arc.mayBeVisited()).isTrue();
    startAgain();
    assertThat(bounds.dirtyArcs()).isEqualTo(1);
  }

  @Test
  void aHintThatCannotBeRemovedStays() {
    missed(5, "k");
    shard.failing = true;
    notes.forget(hints().getFirst());
    assertThat(account().count()).isEqualTo(1);
    shard.failing = false;
    notes.forget(hints().getFirst());
    assertThat(notes.isEmpty()).isTrue();
  }

  @Test
  void whereManyWereRemovedAndNothingIsLeftTheSpaceIsDropped() {
    for (int i = 0; i < 1_100; i++) {
      missed(i, "k" + i);
    }
    List<Hint> all = hints();
    all.subList(1, all.size()).forEach(notes::forget);
    notes.sweep();
    assertThat(shard.keyspaces()).as("one is left").containsExactly(HintSpace.of(MEMBER));
    notes.forget(all.getFirst());
    notes.sweep();
    assertThat(shard.keyspaces()).isEmpty();
  }

  @Test
  void aKeyTooLongForAHintMakesItsArcDirty() {
    missed(5, "k".repeat(65_535));
    assertThat(account().arcs()).hasSize(1);
    assertThat(account().count()).isZero();
  }
}
